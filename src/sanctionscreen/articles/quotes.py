"""The shortest telling quote: a verbatim stretch around a variant that names no bystander."""

import re
from collections.abc import Iterable, Sequence
from typing import Final

from sanctionscreen.articles.lexicon import words as table
from sanctionscreen.articles.passages import Passages, Sentence, Word
from sanctionscreen.articles.phrases import is_place
from sanctionscreen.articles.runs import runs

#: As long as a quote may be.
LONGEST: Final = 300
_BREAK: Final = re.compile(r"[,;:()\[\]\"-] ?| - ")
_SAFE_TABLES: Final = (
    "small", "callings", "honorifics", "roles", "bodies", "official", "days", "shed",
)  # fmt: skip
_DEMONYMS: Final = ("ese", "ian", "ean", "ish", "ans", "nese")
_INITIALS: Final = 3

Span = tuple[int, int]


def quote(passages: Passages, core: Span, known: Iterable[Span]) -> Span:
    """The clause around the core, as far as it names nobody but the known, 300 characters at most.

    A core that is longer is cut at its end. The result is a slice of the stored text.
    """
    start, end = core
    if end - start > LONGEST:
        return start, start + LONGEST
    sentence = passages.sentence_at(start)
    last = passages.sentence_at(end - 1)
    spans = (*known, core)
    limits = _limits(passages, (sentence, last), core, spans)
    left, right = max(sentence.start, limits[0]), min(last.end, limits[1])
    starts = [left] if left == sentence.start else _breaks(passages, left, start)
    ends = [right] if right == last.end else _breaks(passages, end, right, before=True)
    best = core
    for from_ in (*starts, start):
        for to in (*reversed(ends), end):
            if to - from_ <= LONGEST and to - from_ > best[1] - best[0]:
                best = (from_, to)
    return _stripped(passages.folded, best)


def _limits(
    passages: Passages, sentences: Sequence[Sentence], core: Span, known: Iterable[Span]
) -> Span:
    """The nearest words on both sides that might name a bystander."""
    known = tuple(known)
    unsafe = [
        word
        for sentence in dict.fromkeys(sentences)
        for word in sentence.words
        if not any(a <= word.start and word.end <= b for a, b in known)
        and not _is_safe(passages, sentence, word)
    ]
    before = max((w.end for w in unsafe if w.end <= core[0]), default=0)
    after = min((w.start for w in unsafe if w.start >= core[1]), default=len(passages.folded))
    return before, after


def _is_safe(passages: Passages, sentence: Sentence, word: Word) -> bool:
    """Whether a word is surely no person's name: small, an office, a place, part of a body's."""
    low = word.text.lower()
    if not word.is_name_like or low in passages.small_words or low.endswith(_DEMONYMS):
        return True
    if any(low in table(name) for name in _SAFE_TABLES) or is_place(word.text):
        return True
    if word.text.isupper() and len(word.text.replace(".", "")) <= _INITIALS:
        return True
    run = next((run for run in runs(passages, sentence) if word in run.words), None)
    bodies = table("bodies") | table("official")
    return run is not None and any(one.text.lower() in bodies for one in run.words)


def _breaks(passages: Passages, start: int, end: int, *, before: bool = False) -> list[int]:
    """Where clauses begin (or, with `before`, end) in a stretch."""
    found = _BREAK.finditer(passages.folded, start, end)
    return [m.start() if before else m.end() for m in found]


def _stripped(folded: str, span: Span) -> Span:
    start, end = span
    while (start < end and folded[start] in " \n,;:)]") or folded[start : start + 2] == '" ':
        start += 1
    while end > start and folded[end - 1] in " \n,;:":
        end -= 1
    return start, end

"""Name-like phrases of a sentence that are no listed party's: what a variant may be."""

import re
from collections.abc import Iterable, Iterator
from typing import Final, NamedTuple

from sanctionscreen.articles.lexicon import words as table
from sanctionscreen.articles.passages import Passages, Sentence, Word
from sanctionscreen.articles.places import place_code
from sanctionscreen.articles.runs import runs

_LONGEST: Final = 8
_QUOTED: Final = re.compile(r'"([^"]{2,60})"')


class Phrase(NamedTuple):
    """A name-like stretch of a sentence; `quoted` where quotes stand around all of it."""

    start: int
    end: int
    text: str
    quoted: bool

    @property
    def words(self) -> tuple[str, ...]:
        """Its words in small letters."""
        return tuple(re.findall(r"[^\W_]+", self.text.lower()))


def phrases(
    passages: Passages, sentence: Sentence, taken: Iterable[tuple[int, int]]
) -> tuple[Phrase, ...]:
    """The phrases of a sentence outside the stretches that are taken, in order."""
    taken = tuple(taken)
    found = [
        phrase
        for run in runs(passages, sentence)
        for words in _outside(run.words, taken)
        if (phrase := _phrase(passages, words)) is not None
    ]
    inside = [
        Phrase(m.start(1), m.end(1), passages.text[m.start(1) : m.end(1)], quoted=True)
        for m in _QUOTED.finditer(passages.folded, sentence.start, sentence.end)
        if m.group(1)[0].isupper() and len(m.group(1).split()) <= _LONGEST
    ]
    free = [p for p in inside if all(p.end <= start or end <= p.start for start, end in taken)]
    spans = {(p.start, p.end) for p in free}
    return tuple(sorted([*free, *(p for p in found if (p.start, p.end) not in spans)]))


def _outside(words: tuple[Word, ...], taken: Iterable[tuple[int, int]]) -> Iterator[list[Word]]:
    """The pieces of a run that are left over."""
    piece: list[Word] = []
    for word in words:
        if any(start < word.end and word.start < end for start, end in taken):
            yield piece
            piece = []
        else:
            piece.append(word)
    yield piece


def _phrase(passages: Passages, words: list[Word]) -> Phrase | None:
    """The phrase of these words without articles, honorifics and small words at its ends."""
    links, outer = table("links"), table("small") | table("honorifics")
    while words and (words[0].text.lower() in outer or not words[0].is_name_like):
        words = words[1:]
    while words and words[-1].text.lower() in links:
        words = words[:-1]
    if not words or len(words) > _LONGEST:
        return None
    start, end = words[0].start, words[-1].end
    quoted = passages.folded[start - 1 : start] == '"' == passages.folded[end : end + 1]
    return Phrase(start, end, passages.text[start:end], quoted)


def is_place(text: str) -> bool:
    """Whether a text is a country's name or a day's or month's, so that it names nobody."""
    return text.lower() in table("days") or place_code(text) is not None


def is_role(phrase: Phrase) -> bool:
    """Whether a phrase is an office or calling ("Deputy Minister of Trade"), not a name.

    >>> is_role(Phrase(0, 15, "Deputy Minister", False)), is_role(Phrase(0, 9, "Iron Lady", False))
    (True, False)
    """
    words = phrase.words
    offices = table("callings") | table("roles") | table("honorifics")
    plain = offices | table("small") | table("links") | table("official") | table("bodies")
    return not words or (words[0] in offices and not phrase.quoted) or set(words) <= plain

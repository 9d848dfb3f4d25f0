"""Runs of name-like words: what of a sentence may be a name, and what stands around it."""

import re
from collections.abc import Iterator, Sequence
from typing import Final, NamedTuple

from sanctionscreen.articles.lexicon import words as table
from sanctionscreen.articles.passages import Passages, Sentence, Word
from sanctionscreen.text.analysis import analyse
from sanctionscreen.text.romanize import has_han

#: What may stand between two words of one name.
_GAPS: Final = frozenset(
    {" ", "-", " - ", ". ", ".", "  ", " & ", "'", " '", "' ", "-'", "'-", "\n"}
)
_DEMONYMS: Final = ("ese", "ian", "ean", "ish", "can", "man", "ni", "qi", "eli")


class Place(NamedTuple):
    """A stretch of the text."""

    start: int
    end: int


class Run(NamedTuple):
    """Name-like words side by side, and what they are in Latin letters.

    `owners[i]` is the position in `words` of the word that gave the i-th Latin one.
    """

    words: tuple[Word, ...]
    latin: tuple[str, ...]
    owners: tuple[int, ...]

    def place(self, start: int, end: int) -> Place | None:
        """Where these Latin words stand; null where they end inside a word, or at a small one."""
        owners = self.owners
        if start and owners[start - 1] == owners[start]:
            return None
        if end < len(owners) and owners[end] == owners[end - 1]:
            return None
        first, last = self.words[owners[start]], self.words[owners[end - 1]]
        return Place(first.start, last.end) if first.is_name_like and last.is_name_like else None


def runs(passages: Passages, sentence: Sentence) -> tuple[Run, ...]:
    """The runs of a sentence, made once."""
    made = passages.runs
    if sentence.start not in made:
        made[sentence.start] = tuple(_run(words) for words in _stretches(passages, sentence))
    return made[sentence.start]


#: A nickname inside a name: Tibalt "Tib" Zandor.
_NICKNAME: Final = re.compile(r'(?<=\w) "[^"]{1,40}"(?= \w)')


def _stretches(passages: Passages, sentence: Sentence) -> Iterator[tuple[Word, ...]]:
    """The runs as the sentence has them, and those that go on behind a quoted nickname."""
    yield from _side_by_side(passages.folded, sentence.words)
    nicknames = [
        m.span() for m in _NICKNAME.finditer(passages.folded, sentence.start, sentence.end)
    ]
    if nicknames:
        blank = passages.folded
        for start, end in nicknames:
            blank = blank[:start] + "\x00" * (end - start) + blank[end:]
        outer = [w for w in sentence.words if not any(s <= w.start < e for s, e in nicknames)]
        for words in _side_by_side(blank, outer):
            if "\x00" in blank[words[0].start : words[-1].end]:
                yield words


def _side_by_side(folded: str, words: Sequence[Word]) -> Iterator[tuple[Word, ...]]:
    current: list[Word] = []
    for word in words:
        gap = folded[current[-1].end : word.start].replace("\x00", "") if current else ""
        joins = not current or _may_join(gap, current[-1], word)
        fits = word.is_name_like or word.text[0].isdigit() or word.text in table("links")
        if current and not (joins and fits):
            yield tuple(current)
            current = []
        if word.is_name_like or (current and fits):
            current.append(word)
    if current:
        yield tuple(current)


def _may_join(gap: str, left: Word, right: Word) -> bool:
    """Whether two words with this between them may be of one name.

    A comma joins only a family name in capitals ("CHEN, Zhi") and a legal form ("Co., Ltd").
    """
    if has_han(left.text) is not has_han(right.text):
        return False
    if gap in _GAPS:
        return True
    if gap in {", ", "., "}:
        capitals = left.text.isupper() and len(left.text) > 1 and not right.text.isupper()
        return capitals or bool(analyse(f"x {right.text}").forms[-1:] != (None,))
    return False


def _run(words: tuple[Word, ...]) -> Run:
    latin: list[str] = []
    owners: list[int] = []
    for position, word in enumerate(words):
        # Chinese characters are compared as such: thousands of people share a reading.
        parts = () if has_han(word.text) else analyse(word.text).words
        latin.extend(parts)
        owners.extend([position] * len(parts))
    return Run(words, tuple(latin), tuple(owners))


def stands_alone(passages: Passages, sentence: Sentence, place: Place, *, is_person: bool) -> bool:
    """Whether no word beside the place makes it part of a longer, other name."""
    words = sentence.words
    first = next(i for i, word in enumerate(words) if word.start == place.start)
    last = next(i for i, word in enumerate(words) if word.end == place.end)
    before = words[first - 1] if first else None
    after = words[last + 1] if last + 1 < len(words) else None
    if (
        before is not None
        and passages.gap(before, words[first]).strip(" ") in {"", "-"}
        and not _may_stand_before(before, is_heading=sentence.is_heading)
    ):
        return False
    if after is not None and passages.gap(words[last], after).strip(" ") in {"", "-"}:
        following = words[last + 2] if last + 2 < len(words) else None
        return _may_stand_after(
            after, following, is_heading=sentence.is_heading, is_person=is_person
        )
    return True


def _may_stand_before(word: Word, *, is_heading: bool) -> bool:
    low = word.text.lower()
    known = any(low in table(name) for name in ("small", "honorifics", "callings", "bodies"))
    is_plain = not (word.is_name_like and word.has_case)
    return is_plain or known or is_heading or low.endswith(_DEMONYMS)


def _may_stand_after(
    word: Word, following: Word | None, *, is_heading: bool, is_person: bool
) -> bool:
    low = word.text.lower()
    if not is_person and low == "of" and following is not None and following.is_name_like:
        return following.text.lower() in _OWN
    if not (word.is_name_like and word.has_case):
        return True
    if low in table("small") or low in table("callings"):
        return True
    return is_heading and low not in table("bodies")


#: "Prince Group of Companies" is Prince Group; "Prince Group of Kentucky" is another.
_OWN: Final = frozenset({"companies", "businesses", "firms"})

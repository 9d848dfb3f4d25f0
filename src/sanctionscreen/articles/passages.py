"""An article's text, cut into sentences and words that keep their place in it."""

import re
from bisect import bisect_right
from collections.abc import Iterator
from functools import cached_property
from typing import TYPE_CHECKING, Final, NamedTuple

if TYPE_CHECKING:
    from sanctionscreen.articles.runs import Run

#: One character for one, so that a place in the folded text is the same place in the stored one.
_FOLDED: Final = str.maketrans(
    dict.fromkeys("’‘‛ʼ`´＇", "'")
    | dict.fromkeys("“”„‟«»＂「」『』", '"')
    | dict.fromkeys("‐‑‒–—―−", "-")
    | dict.fromkeys("\u00a0\u2007\u202f\u2009\u200a\u3000", " ")
    | {"（": "(", "）": ")", "，": ",", "；": ";", "：": ":", "\t": " "}
)
#: Vowels and tone marks of scripts that write them as signs of their own; Python's \w has none.
_MARKS: Final = (
    "\u0300-\u036f\u0591-\u05bd\u0610-\u061a\u064b-\u065f\u0670\u0900-\u0903\u093a-\u094f"
    "\u0981-\u0983\u09bc-\u09cd\u0a01-\u0a4d\u0e31\u0e34-\u0e3a\u0e47-\u0e4e\u0eb1-\u0ecd"
    "\u102b-\u103e\u17b4-\u17d3"
)
_LETTER: Final = rf"[^\W_{_MARKS}]"
_INSIDE: Final = rf"(?:{_LETTER}|[{_MARKS}]|'(?!s\b)(?={_LETTER})|\.(?={_LETTER}))"
_WORD: Final = re.compile(rf"(?!(?<=')s\b){_LETTER}{_INSIDE}*")
#: Words that end in a stop and seldom end a sentence; single capitals are initials.
_ABBREVIATED: Final = re.compile(
    r"(?:\b(?:mr|mrs|ms|dr|prof|gen|col|lt|sgt|sen|rep|st|vs|jr|sr|co|corp|inc|ltd|plc|llc|"
    r"jan|feb|mar|apr|jun|jul|aug|sept?|oct|nov|dec|approx|est|eds?|al|etc)|\b[a-z]|\.[a-z])$",
    re.IGNORECASE,
)
_FULL_STOP: Final = re.compile(r"[.!?]+[\"')\]]*(?=\s)|[。！？।؟။៕]+|\n")
#: Lines of such lengths are a paragraph that was wrapped, so their end is a blank.
_WRAPPED: Final = range(55, 111)
_HEADING_WORDS: Final = 18


class Word(NamedTuple):
    """One word of the text and its place in it."""

    start: int
    end: int
    text: str

    @property
    def is_name_like(self) -> bool:
        """Whether it may be part of a name: capitalised, or of a script without capitals.

        >>> [Word(0, 1, text).is_name_like for text in ("Prince", "prince", "陈志", "12")]
        [True, False, True, False]
        """
        first = self.text[0]
        return first.isupper() or first.istitle() or (first.isalpha() and not first.islower())

    @property
    def has_case(self) -> bool:
        """Whether its script has capitals, so that one of them says something."""
        return self.text[0].lower() != self.text[0].upper()


class Sentence(NamedTuple):
    """One sentence: its place, its words, and whether it is a headline, all capitalised."""

    start: int
    end: int
    words: tuple[Word, ...]
    is_heading: bool


def fold(text: str) -> str:
    """The text with one kind of quote, dash, bracket and blank, every character in its place.

    >>> print(fold("Harvard’s “Asia” Center"))
    Harvard's "Asia" Center
    """
    return text.translate(_FOLDED)


class Passages:
    """A text as folded characters, sentences and words."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.folded = fold(text)
        self.runs: dict[int, tuple[Run, ...]] = {}

    @cached_property
    def sentences(self) -> tuple[Sentence, ...]:
        """The sentences in their order; blank ones left out."""
        found = []
        for start, end in _spans(self.folded):
            words = tuple(
                Word(m.start(), m.end(), m.group()) for m in _WORD.finditer(self.folded, start, end)
            )
            if words:
                found.append(Sentence(start, end, words, _is_heading(self.folded, end, words)))
        return tuple(found)

    @cached_property
    def small_words(self) -> frozenset[str]:
        """The words that the text also writes in small letters, so that they are no names."""
        words = (word.text for sentence in self.sentences for word in sentence.words)
        return frozenset(word for word in words if word.islower())

    def sentence_at(self, offset: int) -> Sentence:
        """The sentence in which that place stands."""
        starts = self._starts
        return self.sentences[max(0, bisect_right(starts, offset) - 1)]

    @cached_property
    def _starts(self) -> tuple[int, ...]:
        return tuple(sentence.start for sentence in self.sentences)

    def gap(self, left: Word, right: Word) -> str:
        """What stands between two words."""
        return self.folded[left.end : right.start]


def _spans(folded: str) -> Iterator[tuple[int, int]]:
    """Where each sentence starts and ends."""
    start = line = 0
    for stop in _FULL_STOP.finditer(folded):
        at = stop.start()
        if stop.group() == "\n":
            soft = _is_wrapped(folded, line, at)
            line = at + 1
            if soft:
                continue
        elif stop.group()[0] == "." and _ABBREVIATED.search(folded, max(start, at - 8), at):
            continue
        yield start, stop.end()
        start = stop.end()
    yield start, len(folded)


def _is_wrapped(folded: str, start: int, end: int) -> bool:
    """Whether a line ends only because it was full."""
    following = folded[end + 1 : end + 2]
    return end - start in _WRAPPED and folded[end - 1] not in '.!?:"' and following.isalnum()


def _is_heading(folded: str, end: int, words: tuple[Word, ...]) -> bool:
    """Whether nearly every longer word is capitalised, and no stop ends the line."""
    long = [word for word in words if len(word.text) > 3 and word.has_case]  # noqa: PLR2004
    capitals = sum(word.is_name_like for word in long)
    return (
        1 < len(words) <= _HEADING_WORDS
        and folded[words[-1].end : end].strip()[:1] not in {".", ",", ";"}
        and len(long) > 2  # noqa: PLR2004  # "Chen Zhi" alone is no headline
        and capitals * 5 >= len(long) * 4
    )

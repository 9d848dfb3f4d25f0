"""Distinct words as columns: what the kernels need to know of each."""

from collections.abc import Sequence
from functools import cache
from typing import Any, Final, Literal, NamedTuple

import numpy as np
from numpy.typing import NDArray

from sanctionscreen.text.analysis import facts_of
from sanctionscreen.text.arabic import SKELETON
from sanctionscreen.text.sounds import spoken
from sanctionscreen.text.words import given_names

Hashes = NDArray[np.uint64]
Ids = NDArray[np.int64]
Floats = NDArray[np.float64]
Letters = NDArray[np.uint8]

#: Where the rows of a number begin, and where they end: for `np.searchsorted` in sorted ones.
SIDES: Final[tuple[Literal["left", "right"], ...]] = ("left", "right")

_BASE: Final = 0x9E3779B97F4A7C15 | 1  # odd, so that it has an inverse modulo 2^64
INVERSE: Final = pow(_BASE, -1, 1 << 64)
#: Base to the power of a length, for joining hashes; no word of a name is longer.
LONGEST: Final = 1024
POWERS: Final = np.cumprod(np.array([1, *[_BASE] * LONGEST], np.uint64), dtype=np.uint64)


def powers(size: int) -> Hashes:
    """The base to the power of 0, 1, … up to `size` or more: texts may be longer than words."""
    if size <= LONGEST:
        return POWERS
    return np.cumprod(np.array([1, *[_BASE] * size], np.uint64), dtype=np.uint64)


#: How a word is to be compared.
PLAIN: Final = 0
DIGITS: Final = 1
MASKED: Final = 2
UNVOWELLED: Final = 3


class Strings(NamedTuple):
    """Strings of Latin letters one after the other: string i is letters[at[i]:at[i + 1]]."""

    at: Ids
    letters: Letters

    def followed_by(self, more: "Strings") -> "Strings":
        """These, and others behind them."""
        at = np.concatenate([self.at, more.at[1:] + self.at[-1]])
        return Strings(at, np.concatenate([self.letters, more.letters]))

    def since(self, first: int) -> "Strings":
        """Those from the first on."""
        return Strings(self.at[first:] - self.at[first], self.letters[self.at[first] :])


class Vocabulary(NamedTuple):
    """Distinct words in columns.

    `weights` has two rows, for names of anything else and of persons. `formal_at` and `formal`
    say, as `Strings` does, which formal given names (by hash, sorted) a word may stand for;
    `opening` holds the first letters (`opening_of`).
    """

    weights: Floats
    marks: Ids
    opening: Ids
    hashes: Hashes
    sort: Ids
    consonants: Ids
    raw: Strings
    scanned: Strings
    spoken: Strings
    formal_at: Ids
    formal: Hashes

    @property
    def lengths(self) -> Ids:
        """The number of characters of each word; `raw` is without the mark of a skeleton."""
        found: Ids = np.diff(self.raw.at) + (self.sort == UNVOWELLED)
        return found

    def followed_by(self, more: "Vocabulary") -> "Vocabulary":
        """These words, and others behind them."""
        formal_at = np.concatenate([self.formal_at, more.formal_at[1:] + len(self.formal)])
        columns = zip(self, more, strict=True)
        return Vocabulary(*(_joined(*both) for both in columns))._replace(formal_at=formal_at)

    def since(self, first: int) -> "Vocabulary":
        """The words from the first on."""
        low = self.formal_at[first]
        rest = Vocabulary(*(_since(column, first) for column in self))
        return rest._replace(formal_at=self.formal_at[first:] - low, formal=self.formal[low:])


def _joined(one: Any, other: Any) -> Any:
    """Two columns as one: words are the last axis."""
    if isinstance(one, Strings):
        return one.followed_by(other)
    return np.concatenate([one, other], axis=-1)


def _since(column: Any, first: int) -> Any:
    return column.since(first) if isinstance(column, Strings) else column[..., first:]


def vocabulary_of(words: Sequence[str]) -> Vocabulary:
    """The columns of distinct words, each not empty."""
    facts = facts_of(words)
    raw = [word[1:] if word[0] == SKELETON else word for word in words]
    sounds = spoken(raw)
    bare = [i for i, word in enumerate(words) if word[0] == SKELETON]
    for i, sound in zip(bare, spoken((raw[i] for i in bare), doubled=True), strict=True):
        sounds[i] = sound
    formal = [_hashes(names) if names else _NONE for names in given_names(words)]
    return Vocabulary(
        weights=np.array([[f.organisation for f in facts], [f.person for f in facts]]).reshape(
            2, len(words)
        ),
        marks=np.array([f.mark for f in facts], np.int64),
        opening=openings(words),
        hashes=hashes_of(words),
        sort=np.array([PLAIN if w.isalpha() else _sort(w) for w in words], np.int64),
        consonants=_consonant_counts(sounds),
        raw=strings(raw),
        scanned=strings(scanned(words)),
        spoken=strings(sounds),
        formal_at=offsets([len(names) for names in formal]),
        formal=np.array([name for names in formal for name in names], np.uint64),
    )


#: So many letters of seven bits are one number.
_OPENING: Final = 9


_PLACES: Final = np.array([1 << 7 * i for i in reversed(range(_OPENING))], np.int64)


def openings(words: Sequence[str]) -> Ids:
    """The first nine letters as one number, the first in its highest bits; zeros behind the end."""
    block = "".join(word[:_OPENING].ljust(_OPENING, "\0") for word in words).encode("utf-32-le")
    letters = np.frombuffer(block, np.uint32).reshape(len(words), _OPENING)
    found: Ids = np.minimum(letters, 127).astype(np.int64) @ _PLACES
    return found


#: Letter groups that scanners take for one letter.
_SCANNED: Final = (("rn", "m"), ("cl", "d"), ("vv", "w"), ("ri", "n"))


def scanned(words: Sequence[str]) -> list[str]:
    """The words with letter groups that scanners take for one letter written as that letter.

    >>> scanned(["rnari"])
    ['man']
    """
    text = "".join(f"{word}\n" for word in words)
    for group, letter in _SCANNED:
        text = text.replace(group, letter)
    return text.split("\n")[:-1]


@cache
def _hashes(names: frozenset[str]) -> list[int]:
    return sorted(map(hash_of, names))


_NONE: Final[list[int]] = []


def _sort(word: str) -> int:
    if word[0] == SKELETON:
        return UNVOWELLED
    if word.isalpha():
        return PLAIN
    return DIGITS if word.isdigit() else MASKED


#: Sounds that an unvowelled script leaves out or writes as it likes.
WEAK: Final = "aeiouyvh"
_WITHOUT_WEAK: Final = str.maketrans("", "", WEAK)


def _consonant_counts(sounds: Sequence[str]) -> Ids:
    """How many consonants each word has; one that only repeats, as in "Nana", counts once."""
    found = "\n".join(sounds).translate(_WITHOUT_WEAK).split("\n") if sounds else []
    counts = [1 if one and one == one[0] * len(one) else len(one) for one in found]
    return np.array(counts, np.int64)


def longer(column: NDArray[Any], used: int, room: int) -> NDArray[Any]:
    """What is used of a column, with room for so many rows behind it."""
    found = np.empty((used + room, *column.shape[1:]), column.dtype)
    found[:used] = column[:used]
    return found


class Growing:
    """A column with room behind it: most additions copy nothing, and what it was stays whole."""

    def __init__(self, first: NDArray[Any]) -> None:
        self._memory = first
        self._size = len(first)

    @property
    def whole(self) -> NDArray[Any]:
        """All of it by now."""
        return self._memory[: self._size]

    def more(self, rows: int) -> NDArray[Any]:
        """So many rows at its end, to be written.

        >>> column = Growing(np.array([1, 2]))
        >>> before = column.whole
        >>> column.more(1)[:] = 3
        >>> before.tolist(), column.whole.tolist()
        ([1, 2], [1, 2, 3])
        """
        start, self._size = self._size, self._size + rows
        if self._size > len(self._memory):
            self._memory = longer(self._memory, start, 2 * self._size - start)
        return self._memory[start : self._size]


def offsets(sizes: Sequence[int] | Ids) -> Ids:
    """Where each of so many groups begins, and where the last ends."""
    at = np.zeros(len(sizes) + 1, np.int64)
    np.cumsum(np.asarray(sizes, np.int64), out=at[1:])
    return at


def ranges(low: Ids, high: Ids) -> Ids:
    """The numbers of every half-open range, one range after the other.

    >>> ranges(np.array([3, 7, 9]), np.array([5, 7, 10])).tolist()
    [3, 4, 9]
    """
    sizes = high - low
    ends = np.cumsum(sizes)
    total = int(ends[-1]) if len(ends) else 0
    numbers: Ids = np.arange(total, dtype=np.int64)
    numbers -= np.repeat(ends - sizes - low, sizes)
    return numbers


def strings(texts: Sequence[str]) -> Strings:
    """Latin strings as one column of letters; other letters become question marks."""
    joined = "".join(texts).encode("ascii", "replace")
    return Strings(offsets([len(text) for text in texts]), np.frombuffer(joined, np.uint8).copy())


def hash_of(text: str) -> int:
    """The 64-bit hash of a string: the same that `hashes_of` gives."""
    total, power = 0, _BASE
    for char in text:
        total = (total + ord(char) * power) & (1 << 64) - 1
        power = power * _BASE & (1 << 64) - 1
    return total


def hashes_of(texts: Sequence[str]) -> Hashes:
    """The 64-bit hash of each string; that of two joined follows from both (`join_kernel`)."""
    lengths = np.array([len(text) for text in texts], np.int64)
    at = offsets(lengths)
    letters = np.frombuffer("".join(texts).encode("utf-32-le"), np.uint32).astype(np.uint64)
    place = np.arange(1, len(letters) + 1) - np.repeat(at[:-1], lengths)
    letters *= powers(int(lengths.max(initial=0)))[place]
    sums = np.zeros(len(letters) + 1, np.uint64)
    np.cumsum(letters, out=sums[1:])
    return sums[at[1:]] - sums[at[:-1]]

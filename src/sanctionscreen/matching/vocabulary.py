"""Distinct words as columns: what the kernels need to know of each."""

from collections.abc import Sequence
from functools import cache
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from sanctionscreen.text.analysis import word_facts
from sanctionscreen.text.arabic import SKELETON
from sanctionscreen.text.sounds import spoken
from sanctionscreen.text.words import given_names

Hashes = NDArray[np.uint64]
Ids = NDArray[np.int64]
Floats = NDArray[np.float64]
Letters = NDArray[np.uint8]

_BASE: Final = 0x9E3779B97F4A7C15 | 1  # odd, so that it has an inverse modulo 2^64
INVERSE: Final = pow(_BASE, -1, 1 << 64)
#: Base to the power of a length, for joining hashes; no word of a name is longer.
LONGEST: Final = 1024
POWERS: Final = np.array([pow(_BASE, i, 1 << 64) for i in range(LONGEST + 1)], np.uint64)


def powers(size: int) -> Hashes:
    """The base to the power of 0, 1, … up to `size` or more: texts may be longer than words."""
    if size <= LONGEST:
        return POWERS
    return np.concatenate([POWERS[:1], np.cumprod(np.full(size, _BASE, np.uint64))])


#: How a word is to be compared.
PLAIN: Final = 0
DIGITS: Final = 1
MASKED: Final = 2
UNVOWELLED: Final = 3


class Strings(NamedTuple):
    """Strings of Latin letters one after the other: string i is letters[at[i]:at[i + 1]]."""

    at: Ids
    letters: Letters


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


def vocabulary_of(words: Sequence[str]) -> Vocabulary:
    """The columns of distinct words, each not empty."""
    facts = [word_facts(word) for word in words]
    raw = [word[1:] if word[0] == SKELETON else word for word in words]
    sounds = spoken(raw)
    formal = [_hashes(names) if names else _NONE for names in given_names(words)]
    return Vocabulary(
        weights=np.array([[f.organisation for f in facts], [f.person for f in facts]]).reshape(
            2, len(words)
        ),
        marks=np.array([f.mark for f in facts], np.int64),
        opening=openings(words),
        hashes=hashes_of(words),
        sort=np.array([_sort(word) for word in words], np.int64),
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


def offsets(sizes: Sequence[int] | Ids) -> Ids:
    """Where each of so many groups begins, and where the last ends."""
    at = np.zeros(len(sizes) + 1, np.int64)
    np.cumsum(np.asarray(sizes, np.int64), out=at[1:])
    return at


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
    result = np.zeros(len(texts), np.uint64)
    for positions, letters in by_length(texts):
        length = letters.shape[1]
        told = letters * powers(length)[1 : length + 1]
        result[positions] = told.sum(axis=1, dtype=np.uint64)
    return result


def by_length(texts: Sequence[str]) -> list[tuple[Ids, Hashes]]:
    """Positions and letters of the strings of each length, as one array a length."""
    groups: dict[int, list[int]] = {}
    for position, text in enumerate(texts):
        groups.setdefault(len(text), []).append(position)
    found = []
    for length, positions in sorted(groups.items()):
        block = "".join(texts[p] for p in positions).encode("utf-32-le")
        letters = np.frombuffer(block, np.uint32).astype(np.uint64)
        found.append((np.asarray(positions, np.int64), letters.reshape(len(positions), length)))
    return found

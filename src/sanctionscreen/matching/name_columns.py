"""Written names as columns of words: what `text.analysis` says of each, for millions at once.

Names of plain words (one Latin word for each written one) are put together from what is known of
each distinct word; the rest is analysed one by one. Both give the same (a law in the tests).
"""

from collections.abc import Sequence
from typing import Final, NamedTuple

import numpy as np
import polars as pl
from numpy.typing import NDArray

from sanctionscreen.matching.vocabulary import (
    Floats,
    Hashes,
    Ids,
    Vocabulary,
    hashes_of,
    joined,
    offsets,
    vocabulary_of,
)
from sanctionscreen.text.analysis import MAX_WORDS, NameAnalysis, analyse

#: Neighbouring words are also known joined, up to so many of them.
_LONGEST_JOIN: Final = 3
#: Names of up to so many words are also known joined in every rotation ("CHEN Zhi" = "zhichen").
_TURNED: Final = 4


class NameColumns(NamedTuple):
    """Names, their words in a row: those of name i stand from words_at[i] to words_at[i + 1].

    `word` is the position in `words`; `weights` has two rows: for names of anything else, and of
    persons. `normal` and `han` are hashes of the normal form and of a name in Chinese characters
    (0 where it is none).
    """

    words: list[str]
    vocabulary: Vocabulary
    words_at: Ids
    word: Ids
    weights: Floats
    marks: Ids
    letters: Ids
    normal: Hashes
    han: Hashes


class Joins(NamedTuple):
    """Neighbouring words of names written together: whose, which words (a mask), hash, length."""

    name: Ids
    mask: Ids
    hash: Hashes
    length: Ids


def columns_of(names: Sequence[str]) -> NameColumns:
    """The columns of the names, in their order."""
    return _put_together([analyse(name) for name in names])


def _put_together(names: Sequence[NameAnalysis]) -> NameColumns:
    numbers: dict[str, int] = {}
    word = [numbers.setdefault(word, len(numbers)) for name in names for word in name.words]
    words = list(numbers)
    vocabulary = vocabulary_of(words)
    ids = np.array(word, np.int64)
    return NameColumns(
        words=words,
        vocabulary=vocabulary,
        words_at=offsets([len(name.words) for name in names]),
        word=ids,
        weights=np.array(
            [
                [w for name in names for w in name.organisation],
                [w for name in names for w in name.person],
            ]
        ).reshape(2, len(ids)),
        marks=np.array([mark for name in names for mark in name.marks], np.int64),
        letters=vocabulary.first[ids],
        normal=hashes_of([name.normal for name in names]),
        han=hashes_of([name.han or "" for name in names]),
    )


def joins_of(names: NameColumns) -> Joins:
    """The neighbours of each name joined: two, three, and all of them, in rotation if few."""
    sizes = np.diff(names.words_at)
    found = [_neighbours(names, sizes, length) for length in range(2, _LONGEST_JOIN + 1)]
    for size in range(2, int(sizes.max(initial=0)) + 1):
        whose = np.flatnonzero(sizes == size)
        found += [_whole(names, whose, size, turn) for turn in range(size if size <= _TURNED else 1)]
    return Joins(*(np.concatenate(column) for column in zip(*found, strict=True)))


def _neighbours(names: NameColumns, sizes: Ids, length: int) -> Joins:
    """Each run of so many words that is not the whole name."""
    whose = np.repeat(np.arange(len(sizes)), np.where(sizes > length, sizes - length + 1, 0))
    first = np.arange(len(whose)) - np.searchsorted(whose, whose)
    at = names.words_at[whose] + first
    hashes, lengths = _joined(names, [at + i for i in range(length)])
    return Joins(whose, ((1 << length) - 1) << first, hashes, lengths)


def _whole(names: NameColumns, whose: Ids, size: int, turn: int) -> Joins:
    at = names.words_at[whose]
    order = [at + (turn + i) % size for i in range(size)]
    hashes, lengths = _joined(names, order)
    return Joins(whose, np.full(len(whose), (1 << size) - 1), hashes, lengths)


def _joined(names: NameColumns, positions: Sequence[Ids]) -> tuple[Hashes, Ids]:
    """The hashes and lengths of the words at these positions written together."""
    hashes = np.zeros(len(positions[0]), np.uint64)
    lengths = np.zeros(len(positions[0]), np.int64)
    sizes = np.array([len(word) for word in names.words], np.int64)
    for at in positions:
        words = names.word[at]
        hashes = joined(hashes, lengths, names.vocabulary.hashes[words])
        lengths = lengths + sizes[words]
    return hashes, lengths

"""Units: what listed names are found by, their words and neighbouring words joined, by number."""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from sanctionscreen.matching.gate_kernel import (
    ABOUT_END,
    ABOUT_LEAST,
    ABOUT_LETTERS,
    ABOUT_MIDDLE,
    ABOUT_MOST,
    ABOUT_SIZE,
    ABOUT_START,
    BESIDE,
    ONE,
    PLACE_BITS,
    PLACES_BESIDE,
    place_of,
)
from sanctionscreen.matching.name_columns import NameColumns, joins_of, single_letters
from sanctionscreen.matching.vocabulary import Floats, Hashes, Ids

Small = NDArray[np.int32]


class Sorted(NamedTuple):
    """Distinct hashes in their order, and where each stood before."""

    hashes: Hashes
    place: Ids

    @classmethod
    def of(cls, hashes: Hashes) -> "Sorted":
        """The hashes sorted."""
        order = np.argsort(hashes, kind="stable")
        return cls(hashes[order], order)

    def matches(self, hashes: Hashes) -> tuple[Ids, Ids]:
        """The positions of equal hashes: among those given, and here.

        >>> known = Sorted.of(np.array([7, 3], np.uint64))
        >>> [found.tolist() for found in known.matches(np.array([5, 7, 7], np.uint64))]
        [[1, 2], [0, 0]]
        """
        if not len(self.hashes):
            return np.empty(0, np.int64), np.empty(0, np.int64)
        near = np.minimum(np.searchsorted(self.hashes, hashes), len(self.hashes) - 1)
        found = np.flatnonzero(self.hashes[near] == hashes)
        return found, self.place[near[found]]

    def between(self, hashes: Hashes) -> tuple[Ids, Ids]:
        """Where those equal to each of the hashes given begin here, and where they end.

        >>> known = Sorted.of(np.array([7, 3, 7], np.uint64))
        >>> [found.tolist() for found in known.between(np.array([5, 7, 9], np.uint64))]
        [[1, 1, 3], [1, 3, 3]]
        """
        low = np.searchsorted(self.hashes, hashes)
        high = low.copy()
        found = np.flatnonzero(low < len(self.hashes))
        found = found[self.hashes[low[found]] == hashes[found]]  # few have an equal one
        high[found] = np.searchsorted(self.hashes, hashes[found], side="right")
        return low, high


class Units(NamedTuple):
    """The units of listed names, and the names of each unit.

    Unit u is word u of the vocabulary; from `first_join` on they are joined words, by sorted hash.
    `at`, `unit`, `mask` and `weight` give the units of each name, by unit. Row u of `about` is what
    the kernel asks of unit u, in one place of memory: where its names begin in `post`, where those
    of persons do, and where they end; its length; the most that it weighs in a name of anything
    else and of a person, and the most single letters beside it there; the least that its names
    weigh. A row of `post` is a name and what it weighs, by weight; that of `beside` has the places
    of its words that are not of the unit, the last -1 if they are too many. Weights in `post` and
    in `about` are parts of 1/ONE, what is most rounded up and what names weigh down. No name holds
    a unit more than `repeats` times.
    """

    at: Small
    unit: Small
    mask: Ids
    weight: Floats
    words: Sorted
    joins: Sorted
    about: Small
    post: Small
    beside: Ids
    repeats: int

    @property
    def first_join(self) -> int:
        """The number of the first unit that is no word."""
        return len(self.words.hashes)


def units_of(columns: NameColumns, persons_from: int) -> Units:
    """The units of listed names, those of persons from `persons_from` on."""
    joins = joins_of(columns)
    join_hashes, first, join = np.unique(joins.hash, return_index=True, return_inverse=True)
    names = len(columns.words_at) - 1
    rows = np.repeat(np.arange(names), np.diff(columns.words_at))
    position = np.arange(len(rows)) - columns.words_at[rows]
    name = np.concatenate([rows, joins.name])
    unit = np.concatenate([columns.word, join + len(columns.words)])
    mask = np.concatenate([np.int64(1) << position, joins.mask])
    order = np.lexsort((mask, unit, name))
    name, unit, mask = name[order], unit[order], mask[order]
    weight = _mask_weights(columns, persons_from, name, mask)
    lengths = np.array([len(word) for word in columns.words], np.int64)
    sizes = np.concatenate([lengths, joins.length[first]])
    letters = np.where(np.arange(names) >= persons_from, single_letters(columns), 0)
    whole = np.bincount(rows, kind_weights(columns, persons_from), names)
    asks = np.floor((whole - letters) * ONE).astype(np.int32)
    order = np.lexsort((name, asks[name], name >= persons_from, unit))
    post = np.stack([name[order], asks[name[order]]], axis=1).astype(np.int32)
    most = np.ceil(weight[order] * ONE).astype(np.int32)
    about = _about(unit[order], post, most, sizes, persons_from=persons_from, letters=letters)
    runs = np.flatnonzero(np.diff(name, prepend=-1) | np.diff(unit, prepend=-1))
    return Units(
        at=np.searchsorted(name, np.arange(names + 1)).astype(np.int32),
        unit=unit.astype(np.int32),
        mask=mask,
        weight=weight,
        words=Sorted.of(columns.vocabulary.hashes),
        joins=Sorted(join_hashes, np.arange(len(join_hashes))),
        about=about,
        post=post,
        beside=_beside(columns, name[order], mask[order]),
        repeats=int(np.diff(runs, append=len(name)).max(initial=1)),
    )


def kind_weights(columns: NameColumns, persons_from: int) -> Floats:
    """What each word weighs in its name, of a person from `persons_from` on."""
    rows = np.repeat(np.arange(len(columns.words_at) - 1), np.diff(columns.words_at))
    found: Floats = np.where(rows >= persons_from, columns.weights[1], columns.weights[0])
    return found


def _about(
    unit: Ids, post: Small, most: Small, sizes: Ids, *, persons_from: int, letters: Ids
) -> Small:
    """What the kernel asks of each unit; `unit` is whose each row of `post` is, `most` its weight.

    The names of a unit stand by weight, those of persons apart.
    """
    person = post[:, 0] >= persons_from
    at = np.searchsorted(unit, np.arange(len(sizes) + 1))
    about = np.zeros((len(sizes), 8), np.int32)
    about[:, ABOUT_START], about[:, ABOUT_END] = at[:-1], at[1:]
    about[:, ABOUT_MIDDLE] = at[:-1] + np.bincount(unit[~person], minlength=len(sizes))
    about[:, ABOUT_SIZE] = sizes
    np.maximum.at(about[:, ABOUT_MOST], unit[~person], most[~person])
    np.maximum.at(about[:, ABOUT_MOST + 1], unit[person], most[person])
    np.maximum.at(about[:, ABOUT_LETTERS], unit[person], letters[post[person, 0]].astype(np.int32))
    about[:, ABOUT_LEAST] = np.iinfo(np.int32).max
    np.minimum.at(about[:, ABOUT_LEAST], unit, post[:, 1])
    return about


def _beside(columns: NameColumns, name: Ids, mask: Ids) -> Ids:
    """The places of the words of each name that are not in its mask; a last -1 if too many."""
    sizes = np.diff(columns.words_at)[name]
    found = np.zeros((len(name), BESIDE), np.int64)
    filled = np.zeros(len(name), np.int64)
    for position in range(int(sizes.max(initial=0))):
        other = np.flatnonzero((position < sizes) & ((mask >> position) & 1 == 0))
        place = place_of(columns.word[columns.words_at[name[other]] + position])
        column, which = np.divmod(filled[other], PLACES_BESIDE)
        found[other, np.minimum(column, BESIDE - 1)] |= place << (PLACE_BITS * which)
        filled[other] += 1
    found[filled > BESIDE * PLACES_BESIDE, -1] = -1
    return found


def _mask_weights(columns: NameColumns, persons_from: int, name: Ids, mask: Ids) -> Floats:
    """What the words of each mask weigh in their name."""
    total = np.zeros(len(name))
    sizes = np.diff(columns.words_at)[name]
    kind = (name >= persons_from).astype(np.int64)
    for position in range(int(sizes.max(initial=0))):
        held = np.flatnonzero((mask >> position) & 1)
        at = columns.words_at[name[held]] + position
        total[held] += columns.weights[kind[held], at]
    return total

"""Units: what listed names are found by, their words and neighbouring words joined, by number."""

from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from sanctionscreen.matching.gate_kernel import ONE
from sanctionscreen.matching.name_columns import NameColumns, joins_of, single_letters
from sanctionscreen.matching.vocabulary import Floats, Hashes, Ids

Small = NDArray[np.int32]

#: Units of more names than this are crowded: they tell little, and most of the work is theirs.
_CROWD: Final = 64


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


class Crowd(NamedTuple):
    """The crowded units, numbered: words that so many names hold that few are worth a look.

    `number` is that of each unit, -1 for others. `most` has for each number the most that the unit
    weighs in a name of anything else, in one of a person, and the most single letters beside it.
    The crowded units of name i are rows at[i] to at[i + 1] of `held`: number, and weight in parts
    of 1/ONE, rounded up.
    """

    number: Small
    most: Floats
    at: Small
    held: Small


class Units(NamedTuple):
    """The units of listed names, and the names of each unit.

    Unit u is word u of the vocabulary; from `first_join` on they are joined words, by sorted hash.
    `at`, `unit`, `mask` and `weight` give the units of each name, by unit. Row u of `post_at` says
    where the names of unit u begin in `post`, and where those of persons do; a row of `post` is
    name and weight in parts of 1/ONE, rounded up. No name holds a unit more than `repeats` times.
    """

    at: Ids
    unit: Ids
    mask: Ids
    weight: Floats
    sizes: Ids
    words: Sorted
    joins: Sorted
    post_at: Small
    post: Small
    crowd: Crowd
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
    post_at, post = _postings(len(lengths) + len(join_hashes), persons_from, unit, name, weight)
    runs = np.flatnonzero(np.diff(name, prepend=-1) | np.diff(unit, prepend=-1))
    return Units(
        at=np.searchsorted(name, np.arange(names + 1)).astype(np.int64),
        unit=unit,
        mask=mask,
        weight=weight,
        sizes=np.concatenate([lengths, joins.length[first]]),
        words=Sorted.of(columns.vocabulary.hashes),
        joins=Sorted(join_hashes, np.arange(len(join_hashes))),
        post_at=post_at,
        post=post,
        crowd=_crowd(post_at, post, persons_from, single_letters(columns), len(lengths)),
        repeats=int(np.diff(runs, append=len(name)).max(initial=1)),
    )


def _postings(
    units: int, persons_from: int, unit: Ids, name: Ids, weight: Floats
) -> tuple[Small, Small]:
    """Where the names of each unit begin, and those of persons among them; names and weights."""
    order = np.lexsort((name, unit))
    at = np.searchsorted(unit[order], np.arange(units + 1))
    others = np.concatenate([[0], np.cumsum(name[order] < persons_from)])[at]
    post_at = np.stack([at, at + np.diff(others, append=others[-1])], axis=1)
    post = np.stack([name[order], np.ceil(weight[order] * ONE)], axis=1)
    return post_at.astype(np.int32), post.astype(np.int32)


def _crowd(post_at: Small, post: Small, persons_from: int, letters: Ids, words: int) -> Crowd:
    """The crowded ones of so many words, which are the first units."""
    sizes = np.diff(post_at[:, 0])
    units = np.flatnonzero(sizes[:words] > _CROWD)
    number = np.full(len(sizes), -1, np.int32)
    number[units] = np.arange(len(units))
    which = np.repeat(number, sizes)
    rows = np.flatnonzero(which >= 0)
    name, weight, which = post[rows, 0], post[rows, 1], which[rows]
    most = np.zeros((len(units), 3))
    np.maximum.at(most, (which, (name >= persons_from).astype(np.int64)), weight / ONE)
    np.maximum.at(most[:, 2], which, np.where(name >= persons_from, letters[name], 0))
    order = np.lexsort((which, name))
    at = np.searchsorted(name[order], np.arange(len(letters) + 1)).astype(np.int32)
    held = np.stack([which[order], weight[order]], axis=1).astype(np.int32)
    return Crowd(number, most, at, held)


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

"""The index of listed names: which names hold which word, and the gate that a pair must pass.

The gate is a plain predicate over two analysed names (`units.py` states it pairwise): the words of
one that meet words of the other weigh at least a policy's share of either name. It is evaluated
here for many queries at once, by arrays: a name that passes shares one of the heaviest words on one
side, so only those are looked up; then the shares of what was found are computed exactly.
"""

from collections.abc import Iterator, Sequence
from functools import cached_property
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from sanctionscreen.matching.neighbours import Neighbourhood, ranges
from sanctionscreen.matching.policy import Policy
from sanctionscreen.matching.units import heaviest, units_of
from sanctionscreen.text.analysis import NameAnalysis

Ids = NDArray[np.int64]
Masks = NDArray[np.uint64]

_QUERIES_AT_ONCE: Final = 2000


class _Rows(NamedTuple):
    """One row a unit of a name: whose, which unit, its words as a bit mask, and whether heavy."""

    name: Ids
    unit: Ids
    mask: Masks
    heavy: NDArray[np.bool_]


class NameIndex:
    """Listed names, indexed; finds the names that pass the gate for each query."""

    def __init__(self, names: Sequence[NameAnalysis], policy: Policy) -> None:
        self._policy = policy
        self._size = len(names)
        self._coverage = policy.gate.coverage
        self._weights = _weight_table(names)
        words = sorted({word for name in names for word in name.words})
        self._units = {word: number for number, word in enumerate(words)}
        self._words = words
        rows = _rows(names, self._units, self._coverage)
        by_unit = np.lexsort((rows.name, rows.unit))
        self._rows = _ordered(rows, by_unit)
        self._starts = np.searchsorted(self._rows.unit, np.arange(len(self._units) + 1))
        by_name = np.lexsort((rows.unit, rows.name))
        self._own = _ordered(rows, by_name)
        self._own_starts = np.searchsorted(self._own.name, np.arange(self._size + 1))

    @cached_property
    def _neighbourhood(self) -> Neighbourhood:
        return Neighbourhood(self._words, self._policy.word.max_edits)

    def candidates(self, queries: Sequence[NameAnalysis]) -> Iterator[tuple[int, int]]:
        """Every (query, listed name) that passes the gate, by position; sorted by both."""
        for start in range(0, len(queries), _QUERIES_AT_ONCE):
            block = queries[start : start + _QUERIES_AT_ONCE]
            pairs = self._block(block)
            yield from ((start + int(q), int(n)) for q, n in pairs)

    def _block(self, queries: Sequence[NameAnalysis]) -> Ids:
        met = self._meetings(queries)
        found = self._shared_heavy(met)
        query, name = np.divmod(found, np.int64(self._size + 1))
        covered = self._coverages(queries, met, query, name)
        return np.stack([query[covered], name[covered]], axis=1)

    def _meetings(self, queries: Sequence[NameAnalysis]) -> _Rows:
        """One row a query and a listed unit that meets one of its units; masks are the query's."""
        local: dict[str, int] = {}
        rows = _rows(queries, local, self._coverage)
        texts = list(local)
        exact = [
            (i, self._units[unit])
            for i, text in enumerate(texts)
            for unit in (text.removeprefix(_JOINED), _JOINED + text.removeprefix(_JOINED))
            if unit in self._units
        ]
        single = np.unique([local[w] for q in queries for w in q.words]).astype(np.int64)
        mine, theirs, _ = self._neighbourhood.near([texts[i] for i in single])
        pairs = np.concatenate(
            [
                np.asarray(exact, np.int64).reshape(-1, 2),
                np.stack([single[mine], theirs], axis=1),
            ]
        )
        pairs = np.unique(pairs, axis=0)
        starts = np.searchsorted(pairs[:, 0], np.arange(len(texts) + 1))
        low, high = starts[rows.unit], starts[rows.unit + 1]
        times = high - low
        listed = pairs[ranges(low, high), 1]
        return _Rows(
            np.repeat(rows.name, times),
            listed,
            np.repeat(rows.mask, times),
            np.repeat(rows.heavy, times),
        )

    def _shared_heavy(self, met: _Rows) -> Ids:
        """The keys of all pairs that share a unit which is heavy on one side, each once."""
        low, high = self._starts[met.unit], self._starts[met.unit + 1]
        times = high - low
        at = ranges(low, high)
        heavy = np.repeat(met.heavy, times) | self._rows.heavy[at]
        keys = np.repeat(met.name, times) * np.int64(self._size + 1) + self._rows.name[at]
        return np.unique(keys[heavy])

    def _coverages(
        self, queries: Sequence[NameAnalysis], met: _Rows, query: Ids, name: Ids
    ) -> NDArray[np.bool_]:
        """Whether each pair's met words weigh enough on one of the two sides."""
        width = np.int64(len(self._units) + 1)
        keys, mine = _merged(met.name * width + met.unit, met.mask)
        low, high = self._own_starts[name], self._own_starts[name + 1]
        at = ranges(low, high)
        pair = np.repeat(np.arange(len(name)), high - low)
        wanted = np.repeat(query, high - low) * width + self._own.unit[at]
        place = np.minimum(np.searchsorted(keys, wanted), max(len(keys) - 1, 0))
        hit = keys[place] == wanted if len(keys) else np.zeros(len(wanted), np.bool_)
        query_mask = _or_by_group(pair[hit], mine[place[hit]], len(name))
        name_mask = _or_by_group(pair[hit], self._own.mask[at[hit]], len(name))
        table = _weight_table(queries)
        on_query = _weight_of(query_mask, table, query)
        on_name = _weight_of(name_mask, self._weights, name)
        enough = self._coverage - _TOLERANCE
        by_query = on_query >= enough * table.sum(axis=1)[query]
        by_name = on_name >= enough * self._weights.sum(axis=1)[name]
        either: NDArray[np.bool_] = np.logical_or(by_query, by_name)
        return either


#: Sums of weights differ in their last bits with the order of summing.
_TOLERANCE: Final = 1e-9


def _weight_table(names: Sequence[NameAnalysis]) -> NDArray[np.float64]:
    """One row a name: the weights of its words, filled up with zeros."""
    longest = max((len(name.words) for name in names), default=0)
    table = np.zeros((len(names), max(longest, 1)))
    for row, name in enumerate(names):
        table[row, : len(name.weights)] = name.weights
    return table


def _rows(names: Sequence[NameAnalysis], units: dict[str, int], coverage: float) -> _Rows:
    """The units of every name by number; new units get the next numbers."""
    name: list[int] = []
    unit: list[int] = []
    mask: list[int] = []
    heavy: list[bool] = []
    for number, analysis in enumerate(names):
        top = heaviest(analysis, coverage)
        for text, bits in units_of(analysis):
            name.append(number)
            key = text if bits.bit_count() == 1 else _JOINED + text
            unit.append(units.setdefault(key, len(units)))
            mask.append(bits)
            heavy.append(bool(bits & top))
    return _Rows(
        np.asarray(name, np.int64),
        np.asarray(unit, np.int64),
        np.asarray(mask, np.uint64),
        np.asarray(heavy, np.bool_),
    )


#: Marks words joined: a word that is a few edits off meets the word "jinbei", not "jin bei".
_JOINED: Final = "+"


def _ordered(rows: _Rows, order: NDArray[np.intp]) -> _Rows:
    return _Rows(rows.name[order], rows.unit[order], rows.mask[order], rows.heavy[order])


def _merged(keys: Ids, masks: Masks) -> tuple[Ids, Masks]:
    """Each key once, sorted, with the union of its masks."""
    order = np.argsort(keys, kind="stable")
    keys, masks = keys[order], masks[order]
    first = np.flatnonzero(np.diff(keys, prepend=-1))
    if not len(first):
        return keys, masks
    return keys[first], np.bitwise_or.reduceat(masks, first)


def _or_by_group(group: Ids, masks: Masks, size: int) -> Masks:
    """The union of the masks of each group; groups come sorted, absent ones get no bits."""
    union = np.zeros(size, np.uint64)
    present, merged = _merged(group, masks)
    union[present] = merged
    return union


def _weight_of(masks: Masks, table: NDArray[np.float64], rows: Ids) -> NDArray[np.float64]:
    """What the words in each mask weigh together."""
    total = np.zeros(len(masks))
    for position in range(table.shape[1]):
        bit = (masks >> np.uint64(position)) & np.uint64(1)
        total += bit * table[rows, position]
    return total

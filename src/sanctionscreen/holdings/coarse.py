"""The few holdings that can matter out of millions: those among parties whom any rule may reach.

Owners and companies are hashes here, all blocked persons count together, every share is as high as
it can be, and every kind of holding passes at half: looser than every rule, and two nodes of one
hash only add up to more. So no holding that a rule needs is lost; the rules look at what is left.
"""

from collections.abc import Sequence
from typing import Final, NamedTuple

import numpy as np
import numpy.typing as npt
import polars as pl

from sanctionscreen.columns import HOLDING_KIND
from sanctionscreen.holdings.settings import Kind, Rule

Hashes = npt.NDArray[np.uint64]
Counts = npt.NDArray[np.int64]
Rows = npt.NDArray[np.intp]

_SEED: Final = 0
#: A bar in steps. Shares are rounded up to whole steps, so that no sum falls short by rounding.
_BAR: Final = 2**20


def narrowed(holdings: pl.DataFrame, seeds: pl.Series, rules: Sequence[Rule]) -> pl.DataFrame:
    """The holdings of seeds, and of companies that the loosest rule may reach, in such companies.

    With them stay the holdings of strangers under a joint arrangement in such a company.
    """
    if holdings.is_empty() or seeds.is_empty():
        return holdings.clear()
    table = _table(holdings, rules)
    known, rows = _reached(table, np.unique(_hashes(seeds, table.bits)))
    partners = np.flatnonzero(table.joint)
    every = np.union1d(rows, partners)
    return holdings[every[np.isin(table.owned[every], known)]]


class _Table(NamedTuple):
    """Holdings as columns of numbers, one a row; hashes without their last bits.

    `owners` is the hashes of owners in order, and `rows` the row that each of them stands in.
    """

    bits: np.uint64
    owners: Hashes
    rows: Rows
    owned: Hashes
    high: Counts
    kind: npt.NDArray[np.uint8]
    joint: npt.NDArray[np.bool_]
    bars: Counts

    def of(self, owners: Hashes) -> Rows:
        """The rows of these owners."""
        starts = np.searchsorted(self.owners, owners, side="left")
        return self.rows[_ranges(starts, np.searchsorted(self.owners, owners, side="right"))]

    def steps(self, rows: Rows) -> Counts:
        """How far each holding goes towards the lowest bar of its kind; joint ones all the way."""
        bars = self.bars[self.kind[rows]]
        steps = np.minimum(-(-self.high[rows] * _BAR // bars), _BAR)
        return np.where(self.joint[rows], _BAR, steps)


def _table(holdings: pl.DataFrame, rules: Sequence[Rule]) -> _Table:
    kinds = [Kind(kind) for kind in HOLDING_KIND.categories]
    bits = np.uint64(holdings.height.bit_length())
    # With the row where the last bits of the hash were, a sort of numbers is enough: it takes a
    # tenth of the time of one that says where each number came from.
    packed = _hashes(holdings["owner"], bits)
    packed <<= bits
    packed |= np.arange(holdings.height, dtype=np.uint64)
    packed.sort()
    return _Table(
        bits=bits,
        owners=packed >> bits,
        rows=(packed & ((np.uint64(1) << bits) - np.uint64(1))).view(np.int64),
        owned=_hashes(holdings["owned"], bits),
        high=holdings["high"].to_numpy(),
        kind=holdings["kind"].to_physical().to_numpy(),
        joint=holdings["joint"].is_not_null().to_numpy(),
        bars=np.array([max(1, min(rule.bars[kind] for rule in rules)) for kind in kinds]),
    )


def _hashes(nodes: pl.Series, bits: np.uint64) -> Hashes:
    found: Hashes = nodes.hash(_SEED).to_numpy() >> bits
    return found


def _reached(table: _Table, seeds: Hashes) -> tuple[Hashes, Rows]:
    """The seeds and all that they reach, and the rows of what these hold."""
    known: set[int] = set(seeds.tolist())
    sums: dict[int, int] = {}
    every = []
    frontier = seeds
    while frontier.size:
        rows = table.of(frontier)
        every.append(rows)
        companies, which = np.unique(table.owned[rows], return_inverse=True)
        parts = np.zeros(companies.size, dtype=np.int64)
        np.add.at(parts, which, table.steps(rows))
        found = []
        for company, part in zip(companies.tolist(), parts.tolist(), strict=True):
            sums[company] = sums.get(company, 0) + part
            if sums[company] >= _BAR and company not in known:
                found.append(company)
        known.update(found)
        frontier = np.array(found, dtype=np.uint64)
    return np.array(sorted(known), dtype=np.uint64), np.concatenate(every)


def _ranges(starts: Rows, ends: Rows) -> Rows:
    """The numbers of all ranges, one range after the other.

    >>> _ranges(np.array([3, 8]), np.array([5, 9])).tolist()
    [3, 4, 8]
    """
    sizes = ends - starts
    before = np.repeat(np.cumsum(sizes) - sizes, sizes)
    found: Rows = np.repeat(starts, sizes) + np.arange(before.size) - before
    return found

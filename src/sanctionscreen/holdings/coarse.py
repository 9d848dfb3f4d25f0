"""The few holdings that can matter out of millions: those of owners whom any rule may reach.

Owners and companies are hashes here, all blocked persons count together, every share is as high as
it can be, and every kind of holding passes at half: looser than every rule, and two nodes of one
hash only add up to more. So no holding that a rule needs is lost; the rules look at what is left.
"""

from collections.abc import Sequence
from typing import Final

import numpy as np
import numpy.typing as npt
import polars as pl

from sanctionscreen.holdings.settings import Kind, Rule

Hashes = npt.NDArray[np.uint64]
Counts = npt.NDArray[np.int64]

_SEED: Final = 0
#: A bar in steps. Shares are rounded up to whole steps, so that no sum falls short by rounding.
_BAR: Final = 2**20


def narrowed(holdings: pl.DataFrame, seeds: pl.Series, rules: Sequence[Rule]) -> pl.DataFrame:
    """The holdings of seeds and of every company that the loosest rule may reach from them.

    With them stay the holdings of strangers under a joint arrangement in such a company.
    """
    if holdings.is_empty() or seeds.is_empty():
        return holdings.clear()
    hashes = holdings["owner"].hash(_SEED)
    order = hashes.arg_sort()
    reached = _reached(
        hashes.gather(order).to_numpy(),
        holdings["owned"].hash(_SEED).gather(order).to_numpy(),
        _steps(holdings, rules).gather(order).to_numpy(),
        seeds.hash(_SEED).unique().to_numpy(),
    )
    known = pl.Series(reached, dtype=pl.UInt64).implode()
    partners = pl.col("joint").is_not_null() & pl.col("owned").hash(_SEED).is_in(known)
    return holdings.filter(hashes.is_in(known) | partners)


def _steps(holdings: pl.DataFrame, rules: Sequence[Rule]) -> pl.Series:
    """How far each holding goes towards the lowest bar of its kind; joint ones go all the way."""
    bars = {kind.value: max(1, min(rule.bars[kind] for rule in rules)) for kind in Kind}
    bar = pl.lit(0)
    for kind, lowest in bars.items():
        bar = pl.when(pl.col("kind") == kind).then(lowest).otherwise(bar)
    steps = ((pl.col("high") * _BAR + bar - 1) // bar).clip(upper_bound=_BAR)
    whole = pl.when(pl.col("joint").is_null()).then(steps).otherwise(_BAR)
    return holdings.select(whole.alias("steps")).to_series()


def _reached(owner: Hashes, owned: Hashes, steps: Counts, seeds: Hashes) -> list[int]:
    """The seeds and all that they reach; `owner` is sorted."""
    known: set[int] = set(seeds.tolist())
    sums: dict[int, int] = {}
    frontier = seeds
    while frontier.size:
        at = _ranges(
            np.searchsorted(owner, frontier, side="left"),
            np.searchsorted(owner, frontier, side="right"),
        )
        companies, which = np.unique(owned[at], return_inverse=True)
        parts = np.zeros(companies.size, dtype=np.int64)
        np.add.at(parts, which, steps[at])
        found = []
        for company, part in zip(companies.tolist(), parts.tolist(), strict=True):
            sums[company] = sums.get(company, 0) + part
            if sums[company] >= _BAR and company not in known:
                found.append(company)
        known.update(found)
        frontier = np.array(found, dtype=np.uint64)
    return sorted(known)


def _ranges(starts: npt.NDArray[np.intp], ends: npt.NDArray[np.intp]) -> npt.NDArray[np.intp]:
    """The numbers of all ranges, one range after the other.

    >>> _ranges(np.array([3, 8]), np.array([5, 9])).tolist()
    [3, 4, 8]
    """
    sizes = ends - starts
    before = np.repeat(np.cumsum(sizes) - sizes, sizes)
    found: npt.NDArray[np.intp] = np.repeat(starts, sizes) + np.arange(before.size) - before
    return found

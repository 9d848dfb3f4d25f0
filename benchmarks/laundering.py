"""Plants laundering shapes in ordinary payments, and measures which transfers are found.

    python benchmarks/laundering.py --seeds 101 102 103 104 105

Noise: shops that many pay, employers that pay many each month, rent, families, firms that pay their
suppliers out of what they earn, and payments between anybody. Planted: ten shapes, 0.5 % of all
transfers; their sizes, times and losses are drawn from ranges wider than the detectors' defaults,
their accounts also have ordinary payments. Detectors were made with seeds below 100.
"""

import argparse
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from typing import Final

import numpy as np
import polars as pl

from sanctionscreen.tracing import typologies
from sanctionscreen.tracing.ledger import Ledger, to_ledger

START: Final = datetime(2025, 1, 1, tzinfo=UTC)
DAYS, ACCOUNTS, ROWS, SHARE = 90, 20_000, 200_000, 0.005
SHOPS, EMPLOYERS = 200, 60
DETECTORS: Final[dict[str, Callable[[Ledger], pl.DataFrame]]] = {
    name: getattr(typologies, name) for name in typologies.__all__ if name != "SHAPES"
}


@dataclass
class World:
    """Transfers as they are drawn: (day, source, target, amount, shape, typology)."""

    random: np.random.Generator
    rows: list[tuple[float, int, int, float, int, str]] = field(default_factory=list)
    shapes: int = 0

    def pay(self, day: float, source: int, target: int, amount: float, kind: str = "") -> None:
        """One transfer; of the shape that is being planted where it has a kind."""
        if source != target:
            shape = self.shapes if kind else 0
            self.rows.append((day, source, target, max(0.01, amount), shape, kind))

    def days(self, number: int, low: float = 0.5, high: float = 10.0) -> list[float]:
        """So many moments in order, within a stretch of the given length in days."""
        begin = self.random.uniform(0, DAYS - 25)
        return sorted(begin + self.random.uniform(0, self.random.uniform(low, high), number))

    def some(self, low: int, high: int) -> int:
        """A whole number from low to high."""
        return int(self.random.integers(low, high + 1))

    def people(self, number: int) -> list[int]:
        """So many ordinary accounts, all different."""
        pool = np.arange(SHOPS + EMPLOYERS, ACCOUNTS)
        return [int(one) for one in self.random.choice(pool, number, replace=False)]

    def wait(self, days: float) -> float:
        """A delay of so many days in the mean, sometimes several times that."""
        return 0.003 + float(self.random.exponential(days))

    def loss(self, share: float) -> float:
        """What is kept back: such a share in the mean, at most the half."""
        return min(0.5, float(self.random.exponential(share)))

    def sum(self) -> float:
        """An amount: mostly some thousands, never telling by itself."""
        return float(self.random.lognormal(8.5, 0.9))


def noise(world: World, rows: int) -> None:
    """Ordinary payments."""
    random = world.random
    everybody = np.arange(ACCOUNTS)
    shops = random.zipf(1.6, rows) % SHOPS
    for at in range(rows):
        day, chance = random.uniform(0, DAYS), random.random()
        one, other = (int(random.choice(everybody)) for _ in range(2)) if chance >= 0.45 else (0, 0)
        if chance < 0.45:  # shopping
            buyer = int(random.integers(SHOPS, ACCOUNTS))
            world.pay(day, buyer, int(shops[at]), random.lognormal(3.5, 1.0))
        elif chance < 0.62:  # wages
            employer = SHOPS + one % EMPLOYERS
            worker = SHOPS + EMPLOYERS + (one * 7919) % (ACCOUNTS - SHOPS - EMPLOYERS)
            payday = 30 * int(day // 30) + 27 + random.uniform(0, 1.5)
            world.pay(payday, employer, worker, random.lognormal(7.9, 0.4))
        elif chance < 0.75:  # rent and family: the same pair, month after month
            world.pay(day, one, (one * 31 + 17) % ACCOUNTS, random.lognormal(6.5, 0.7))
        elif chance < 0.85:  # firms pay suppliers out of what they just earned
            firm = one % 3000 + SHOPS + EMPLOYERS
            earned = random.lognormal(8.5, 1.0)
            world.pay(day, other, firm, earned)
            supplier = (firm * 13 + int(random.integers(0, 5))) % ACCOUNTS
            spent = earned * random.uniform(0.2, 1.1)
            later = day + random.exponential(6)
            if later < DAYS:
                world.pay(later, firm, supplier, spent)
        else:
            world.pay(day, one, other, random.lognormal(6.5, 1.8))


def fan_in(w: World) -> None:
    *payers, hub = w.people(w.some(5, 20) + 1)
    for day, payer in zip(w.days(len(payers)), payers, strict=True):
        w.pay(day, payer, hub, w.sum(), "fan_in")


def fan_out(w: World) -> None:
    *payees, hub = w.people(w.some(5, 20) + 1)
    for day, payee in zip(w.days(len(payees)), payees, strict=True):
        w.pay(day, hub, payee, w.sum(), "fan_out")


def gather_scatter(w: World) -> None:
    one, two = w.some(4, 12), w.some(4, 12)
    *others, hub = w.people(one + two + 1)
    first, total = w.days(one, 0.5, 8.0), 0.0
    for day, payer in zip(first, others[:one], strict=True):
        amount = w.sum()
        total += amount
        w.pay(day, payer, hub, amount, "gather_scatter")
    out = total * (1 - w.random.uniform(0, 0.3)) / two
    for payee in others[one:]:
        day = first[-1] + w.random.uniform(0.1, 6.0)
        w.pay(day, hub, payee, out * w.random.uniform(0.9, 1.1), "gather_scatter")


def scatter_gather(w: World) -> None:
    *mids, first, last = w.people(w.some(3, 12) + 2)
    for day, mid in zip(w.days(len(mids), 0.5, 5.0), mids, strict=True):
        amount = w.sum()
        w.pay(day, first, mid, amount, "scatter_gather")
        passed = amount * (1 - w.loss(0.07))
        w.pay(day + w.wait(2.0), mid, last, passed, "scatter_gather")


def cycle(w: World) -> None:
    accounts = w.people(w.some(3, 9))
    amount, day = w.sum(), w.random.uniform(0, DAYS - 60)
    for source, target in zip(accounts, accounts[1:] + accounts[:1], strict=True):
        w.pay(day, source, target, amount, "cycle")
        amount *= 1 - w.loss(0.06)
        day += w.wait(1.5)


def _layer(w: World, payers: Iterable[int], payees: list[int], day: float, kind: str) -> None:
    for payer in payers:
        for payee in payees:
            w.pay(day + w.random.uniform(0, 6.0), payer, payee, w.sum(), kind)


def bipartite(w: World) -> None:
    one, two = w.some(3, 5), w.some(3, 5)
    accounts = w.people(one + two)
    _layer(w, accounts[:one], accounts[one:], w.random.uniform(0, DAYS - 10), "bipartite")


def stack(w: World) -> None:
    sizes = [w.some(3, 4) for _ in range(3)]
    accounts, day = w.people(sum(sizes)), w.random.uniform(0, DAYS - 25)
    first, second = accounts[: sizes[0]], accounts[sizes[0] : sizes[0] + sizes[1]]
    _layer(w, first, second, day, "stack")
    _layer(w, second, accounts[sum(sizes[:2]) :], day + w.random.uniform(5, 9), "stack")


def pass_through(w: World) -> None:
    mule = w.people(1)[0]
    for day in w.days(w.some(2, 6), 2.0, 25.0):
        giver, taker = w.people(2)
        amount = w.sum()
        w.pay(day, giver, mule, amount, "pass_through")
        passed = amount * (1 - w.loss(0.04))
        w.pay(day + w.wait(0.25), mule, taker, passed, "pass_through")


def peel_chain(w: World) -> None:
    accounts = w.people(w.some(5, 14))
    amount, day = w.sum() * 5, w.random.uniform(0, DAYS - 45)
    for source, target in pairwise(accounts):
        w.pay(day, source, target, amount, "peel_chain")
        peel = amount * (0.01 + w.loss(0.07))
        w.pay(day + w.wait(0.3), target, w.people(1)[0], peel, "peel_chain")
        amount -= peel
        day += w.wait(0.7)


def structuring(w: World) -> None:
    *others, hub = w.people(w.some(1, 4) + 1)
    outwards = w.random.random() < 0.5
    for day in w.days(w.some(3, 12), 0.5, 9.0):
        other = int(w.random.choice(others))
        amount = 10_000 * w.random.uniform(0.77, 0.9999)
        source, target = (hub, other) if outwards else (other, hub)
        w.pay(day, source, target, amount, "structuring")


PLANTED: Final[tuple[Callable[[World], None], ...]] = (
    fan_in, fan_out, gather_scatter, scatter_gather, cycle, bipartite, stack, pass_through,
    peel_chain, structuring,
)  # fmt: skip


def made(seed: int, rows: int = ROWS) -> pl.DataFrame:
    """The transfers in order of time, each with the number and kind of its shape (0, empty)."""
    world = World(np.random.default_rng(seed))
    noise(world, rows)
    while sum(1 for row in world.rows if row[5]) < SHARE * rows:
        for plant in PLANTED:
            world.shapes += 1
            plant(world)
    frame = pl.DataFrame(
        world.rows, schema=["day", "source", "target", "amount", "shape", "kind"], orient="row"
    ).sort("day")
    moments = [START + timedelta(days=day) for day in frame["day"]]
    return frame.with_columns(
        pl.Series("timestamp", moments),
        pl.col("source", "target").cast(pl.String),
        pl.col("amount").round(2).cast(pl.String),
        seq=pl.int_range(pl.len()),
        asset=pl.lit("EUR"),
    )


def measured(seed: int, rows: int = ROWS) -> pl.DataFrame:
    """One row a detector: its found and true transfers, and those planted of its kind."""
    frame = made(seed, rows)
    ledger = to_ledger(frame)
    truth = frame.select("shape", "kind", row=pl.int_range(1, pl.len() + 1))
    return pl.DataFrame(
        [_measured(name, detector(ledger), truth, seed) for name, detector in DETECTORS.items()]
    )


def _measured(name: str, found: pl.DataFrame, truth: pl.DataFrame, seed: int) -> dict[str, object]:
    rows = found.select("row").unique().join(truth, on="row")
    own = truth.filter(kind=name)
    return {
        "typology": name,
        "seed": seed,
        "planted": own.height,
        "found": rows.height,
        "own": rows.filter(kind=name).height,
        "laundering": rows.filter(pl.col("kind") != "").height,
        "shapes": own["shape"].n_unique(),
        "shapes_seen": rows.filter(kind=name)["shape"].n_unique(),
    }


def main() -> None:
    """Measures the seeds together and prints a row a detector."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seeds", type=int, nargs="+", default=[101, 102, 103, 104, 105])
    parser.add_argument("--rows", type=int, default=ROWS)
    options = parser.parse_args()
    every = pl.concat([measured(seed, options.rows) for seed in options.seeds])
    sums = every.group_by("typology", maintain_order=True).agg(pl.all().exclude("seed").sum())
    shown = sums.with_columns(
        recall=pl.col("own") / pl.col("planted"),
        precision=pl.col("laundering") / pl.col("found"),
        precision_own=pl.col("own") / pl.col("found"),
        shape_recall=pl.col("shapes_seen") / pl.col("shapes"),
    )
    print(f"{len(options.seeds)} worlds of {options.rows:,} transfers, {SHARE:.1%} planted")
    print("| typology | planted | found | recall | precision | precision, own kind | shapes seen |")
    print("|---|---|---|---|---|---|---|")
    for row in shown.iter_rows(named=True):
        print(
            f"| {row['typology']} | {row['planted']} | {row['found']} | {row['recall']:.2f} | "
            f"{row['precision']:.2f} | {row['precision_own']:.2f} | {row['shape_recall']:.2f} |"
        )


if __name__ == "__main__":
    main()

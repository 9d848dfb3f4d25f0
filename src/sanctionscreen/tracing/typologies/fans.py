"""Fan-in and fan-out: many accounts pay one, or one pays many, in a burst that is not its habit."""

from datetime import timedelta
from typing import Final, NamedTuple

import polars as pl

from sanctionscreen.tracing.ledger import Ledger
from sanctionscreen.tracing.typologies.shapes import WEEK, coded, told

#: Which end of a transfer is the account in the middle, and which the many.
IN: Final = ("target", "source")
OUT: Final = ("source", "target")
FAN_IN: Final = "fan_in"
FAN_OUT: Final = "fan_out"


#: Accounts with more counterparties than this deal with everybody.
POPULAR: Final = 100


class _Burst(NamedTuple):
    """So many parties within a time, that are such a share of all there ever are."""

    parties: int
    window: timedelta
    burst: float


def fan_in(
    ledger: Ledger,
    *,
    parties: int = 7,
    window: timedelta = WEEK,
    burst: float = 0.6,
) -> pl.DataFrame:
    """SHAPES: accounts that at least `parties` others pay within the window.

    `burst` is the least share of all that the account ever receives: others have many payers over
    the year, a collecting account has them in one week.
    """
    return _fan(ledger, IN, FAN_IN, _Burst(parties, window, burst))


def fan_out(
    ledger: Ledger,
    *,
    parties: int = 6,
    window: timedelta = WEEK,
    burst: float = 0.5,
) -> pl.DataFrame:
    """SHAPES: accounts that pay at least `parties` others within the window.

    `burst` is the least share of all that the account ever pays out.
    """
    return _fan(ledger, OUT, FAN_OUT, _Burst(parties, window, burst))


def _fan(ledger: Ledger, side: tuple[str, str], typology: str, asked: _Burst) -> pl.DataFrame:
    found = _bursts(coded(ledger), side, asked)
    keyed = found.select(key=pl.struct("hub", "asset").hash(), account="hub", row="row")
    return told(ledger, keyed, typology=typology)


def _bursts(rows: pl.DataFrame, side: tuple[str, str], asked: _Burst) -> pl.DataFrame:
    """The transfers of each hub's densest window, where that is a fan: hub, asset, row.

    Popular accounts are left out on both sides: shops and employers deal with everybody.
    """
    rare = unpopular(rows, side)
    habit = rare.group_by("hub", "asset").agg(
        ever=pl.col("other").n_unique(), turnover=pl.col("amount").sum()
    )
    hubs = habit.filter(pl.col("ever").is_between(asked.parties, POPULAR))
    busy = rare.join(hubs, on=["hub", "asset"]).sort("timestamp", "row")
    counted = busy.rolling(
        "timestamp", period=asked.window, group_by=["hub", "asset"], closed="both"
    ).agg(
        seen=pl.col("other").n_unique(),
        moved=pl.col("amount").sum(),
        turnover=pl.col("turnover").first(),
        rows_=pl.col("row"),
    )
    enough = (pl.col("seen") >= asked.parties) & (
        pl.col("moved") >= asked.burst * pl.col("turnover")
    )
    dense = counted.filter(enough)
    best = dense.sort("moved", "timestamp", descending=[True, False]).unique(
        ["hub", "asset"], keep="first", maintain_order=True
    )
    return best.select("hub", "asset", row="rows_").explode("row", empty_as_null=False)


def unpopular(rows: pl.DataFrame, side: tuple[str, str]) -> pl.DataFrame:
    """The transfers as (hub, other), without those whose other end deals with everybody."""
    sides = rows.select("row", "timestamp", "amount", "asset", hub=side[0], other=side[1])
    known = sides.group_by("other").agg(popular=pl.col("hub").n_unique())
    return sides.join(known.filter(pl.col("popular") <= POPULAR), on="other", how="semi")

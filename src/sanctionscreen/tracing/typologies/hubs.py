"""Gather-scatter: one account is paid by many, and soon pays as much to many others."""

from datetime import timedelta
from typing import Final

import polars as pl

from sanctionscreen.tracing.ledger import Ledger
from sanctionscreen.tracing.typologies.fans import IN, OUT, POPULAR, unpopular
from sanctionscreen.tracing.typologies.shapes import WEEK, coded, told

GATHER_SCATTER: Final = "gather_scatter"
_HUB: Final = ["hub", "asset"]
#: More than came in may go out by so much: a little was there before.
_MOST: Final = 1.05


def gather_scatter(
    ledger: Ledger,
    *,
    parties: int = 4,
    window: timedelta = WEEK,
    burst: float = 0.35,
    kept: float = 0.35,
) -> pl.DataFrame:
    """SHAPES: at least `parties` pay an account in a window, in the next it pays as many.

    What goes out is what came in but for `kept` of it: the sums of both windows match. `burst` is
    the least share of all that the account ever moves; of several such moments the largest.
    """
    moved = pl.col("moved_in") + pl.col("moved_out")
    passed = pl.col("moved_out") / pl.col("moved_in")
    found = _moments(_busy(coded(ledger), parties), window).filter(
        (pl.col("seen_in") >= parties)
        & (pl.col("seen_out") >= parties)
        & passed.is_between(1 - kept, _MOST)
        & (moved >= burst * pl.col("turnover"))
    )
    largest = found.sort(moved, "timestamp", *_HUB, descending=[True, False, False, False]).unique(
        _HUB, keep="first", maintain_order=True
    )
    rows = pl.concat(largest.select(*_HUB, row=side) for side in ("rows_in", "rows_out"))
    keyed = rows.explode("row", empty_as_null=False)
    shapes = keyed.select(key=pl.struct(_HUB).hash(), account="hub", row="row")
    return told(ledger, shapes, typology=GATHER_SCATTER)


def _busy(rows: pl.DataFrame, parties: int) -> pl.DataFrame:
    """The transfers of hubs that ever deal with enough others each way, in order of time."""
    sides = [unpopular(rows, side).with_columns(came=pl.lit(side == IN)) for side in (IN, OUT)]
    every = pl.concat(sides)
    seen = every.group_by(*_HUB, "came").agg(ever=pl.col("other").n_unique())
    enough = seen.filter(pl.col("ever").is_between(parties, POPULAR))
    both = enough.group_by(_HUB).len().filter(pl.col("len") == len(sides))
    busy = every.join(both, on=_HUB, how="semi")
    return busy.with_columns(turnover=pl.col("amount").sum().over(_HUB)).sort("timestamp", "row")


def _moments(busy: pl.DataFrame, window: timedelta) -> pl.DataFrame:
    """For each transfer: what its hub received in the window up to it, and paid in the next."""
    came = busy.rolling("timestamp", period=window, group_by=_HUB, closed="both").agg(
        pl.col("turnover").first(), *_side("in", pl.col("came"))
    )
    went = busy.rolling(
        "timestamp", period=window, offset=timedelta(0), group_by=_HUB, closed="right"
    ).agg(_side("out", ~pl.col("came")))
    # Both have one row a transfer, in one order.
    return pl.concat([came, went.drop(*_HUB, "timestamp")], how="horizontal")


def _side(name: str, chosen: pl.Expr) -> list[pl.Expr]:
    return [
        pl.col("other").filter(chosen).n_unique().alias(f"seen_{name}"),
        pl.col("amount").filter(chosen).sum().alias(f"moved_{name}"),
        pl.col("row").filter(chosen).alias(f"rows_{name}"),
    ]

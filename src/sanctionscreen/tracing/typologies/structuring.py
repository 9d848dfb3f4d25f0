"""Structuring: payments kept just below the amount from which somebody must report them."""

from datetime import timedelta
from typing import Final

import polars as pl

from sanctionscreen.tracing.ledger import Ledger
from sanctionscreen.tracing.typologies.shapes import WEEK, coded, told

STRUCTURING: Final = "structuring"
#: 31 CFR 1010.311: currency transactions over 10,000 are reported.
THRESHOLD: Final = 10_000.0


def structuring(
    ledger: Ledger,
    *,
    threshold: float = THRESHOLD,
    band: float = 0.22,
    times: int = 3,
    window: timedelta = WEEK,
    habit: float = 0.3,
) -> pl.DataFrame:
    """SHAPES: an account that pays, or is paid, at least `times` just below the threshold.

    Just below: less than the threshold by at most the share `band`, within the window. `habit` is
    the least share that such amounts are of all its payments of at least a tenth of the threshold.
    """
    rows = coded(ledger).filter(pl.col("amount") >= threshold / 10)
    below = pl.col("amount").is_between(threshold * (1 - band), threshold, closed="left")
    marked = rows.with_columns(below=below)
    found = pl.concat(_side(marked, side, times, window, habit) for side in ("source", "target"))
    return told(ledger, found, typology=STRUCTURING)


def _side(
    rows: pl.DataFrame, side: str, times: int, window: timedelta, habit: float
) -> pl.DataFrame:
    ever = rows.group_by(side, "asset").agg(ever=pl.len())
    near = rows.filter("below").sort("timestamp", "row")
    counted = near.rolling("timestamp", period=window, group_by=[side, "asset"], closed="both").agg(
        seen=pl.len(), rows_=pl.col("row")
    )
    members = (
        counted.filter(pl.col("seen") >= times)
        .select(side, "asset", row="rows_")
        .explode("row", empty_as_null=False)
        .unique()
    )
    total = members.group_by(side, "asset").agg(found=pl.len()).join(ever, on=[side, "asset"])
    habitual = total.filter(pl.col("found") >= habit * pl.col("ever"))
    kept = members.join(habitual, on=[side, "asset"], how="semi")
    return kept.select(key=pl.struct(side, "asset").hash(), account=side, row="row")

"""Cells of shares → bounds in billionths of a percent; what cannot be read may be anything."""

from collections.abc import Sequence
from typing import Final

import polars as pl

from sanctionscreen.holdings.settings import UNIT, WHOLE

#: Floats carry errors in their last digits: 49.99999999999999 was meant to be 50.
_NOISE: Final = 1e-4
_NUMBER: Final = r"\d+(?:[.,]\d+)?|[.,]\d+"
_RANGE: Final = rf"^({_NUMBER})\s?%?\s?(?:-|–|—|to)\s?({_NUMBER})$"
_SIGNED: Final = rf"^[+-]?(?:{_NUMBER})$"

NOT_A_NUMBER: Final = "not a number: taken as 0 to 100 %"
OUT_OF_RANGE: Final = "below 0 or above 100: taken as 0 to 100 %"
MISSING: Final = "no share is given: taken as 0 to 100 %"
REVERSED: Final = "the least is above the most: taken as 0 to 100 %"


def bounds(cells: pl.Series) -> pl.DataFrame:
    """The bounds in each cell: low, high (Int64, null where none can be used) and the reason.

    A cell holds a number with or without a percent sign, with a point or a comma, or a range
    (`25-50`). Digits beyond the ninth widen the bounds: nothing is rounded over a threshold.

    >>> bounds(pl.Series(["50 %", "25-50", "half", "49.9999999999", "120"])).rows()[1:]
    [(25000000000, 50000000000, None), (None, None, 'not a number: taken as 0 to 100 %'), \
(49999999999, 50000000000, None), (None, None, 'below 0 or above 100: taken as 0 to 100 %')]
    """
    low, high = pl.col("low"), pl.col("high")
    reason = (
        pl.when(low.is_null() & pl.col("filled"))
        .then(pl.lit(NOT_A_NUMBER))
        .when((low < 0) | (high > WHOLE))
        .then(pl.lit(OUT_OF_RANGE))
        .when(low > high)
        .then(pl.lit(REVERSED))
    )
    usable = pl.col("reason").is_null()
    return (
        _numbers(cells)
        .lazy()
        .with_columns(
            low=(pl.col("from") * UNIT + _NOISE).floor(), high=(pl.col("to") * UNIT - _NOISE).ceil()
        )
        .with_columns(reason=reason)
        .select(pl.when(usable).then(pl.col("low", "high")).cast(pl.Int64), "reason")
        .collect()
    )


def _numbers(cells: pl.Series) -> pl.DataFrame:
    """The two ends of each cell as floats, and whether anything stands in it."""
    if cells.dtype.is_numeric():
        number = cells.cast(pl.Float64).alias("from")
        finite = pl.when(pl.col("from").is_finite()).then("from")
        filled = pl.col("from").is_not_null() & pl.col("from").is_not_nan()
        return number.to_frame().select(finite.alias("from"), finite.alias("to"), filled=filled)
    text = pl.col("text").cast(pl.String).str.strip_chars(" %\t\u00a0")
    single = pl.when(text.str.contains(_SIGNED)).then(_as_float(text))
    return (
        cells.alias("text")
        .to_frame()
        .select(
            pl.coalesce(single, _as_float(text.str.extract(_RANGE, 1))).alias("from"),
            pl.coalesce(single, _as_float(text.str.extract(_RANGE, 2))).alias("to"),
            filled=pl.col("text").cast(pl.String).str.strip_chars().fill_null("") != "",
        )
    )


def _as_float(text: pl.Expr) -> pl.Expr:
    return text.str.replace(",", ".", literal=True).cast(pl.Float64, strict=False)


def combined(
    height: int, *, single: pl.Series | None, least: pl.Series | None, most: pl.Series | None
) -> pl.DataFrame:
    """One pair of bounds a row from the columns of shares: low, high, reason; never null bounds.

    A column of single shares wins where it says something. An empty least is 0, an empty most
    100 %. The reason is null where the row was understood.
    """
    read = {
        end: bounds(cells)
        for end, cells in (("single", single), ("least", least), ("most", most))
        if cells is not None
    }
    low = _first([read[end]["low"] for end in ("single", "least") if end in read], height)
    high = _first([read[end]["high"] for end in ("single", "most") if end in read], height)
    wrong = _first([frame["reason"] for frame in read.values()], height).cast(pl.String)
    reason = (
        pl.when(pl.col("wrong").is_not_null())
        .then("wrong")
        .when(pl.col("low").is_null() & pl.col("high").is_null())
        .then(pl.lit(MISSING))
        .when(pl.col("low").fill_null(0) > pl.col("high").fill_null(WHOLE))
        .then(pl.lit(REVERSED))
    )
    usable = pl.col("reason").is_null()
    return (
        pl.LazyFrame({"low": low, "high": high, "wrong": wrong})
        .with_columns(reason=reason)
        .select(
            low=pl.when(usable).then("low").fill_null(0),
            high=pl.when(usable).then("high").fill_null(WHOLE),
            reason="reason",
        )
        .collect()
    )


def _first(columns: Sequence[pl.Series], height: int) -> pl.Series:
    """The first value of each row that is not null."""
    if not columns:
        return pl.Series([None], dtype=pl.Int64).new_from_index(0, height)
    named = [column.alias(str(place)) for place, column in enumerate(columns)]
    return pl.DataFrame(named).select(pl.coalesce(pl.all()).alias("first")).to_series()

"""What a file writes as a time → UTC, to the microsecond."""

from typing import Final

import polars as pl

UTC_TIME: Final = pl.Datetime("us", "UTC")
_OFFSET: Final = r"([+-])(\d{2}):?(\d{2})$"
_FORMATS: Final = (
    "%Y-%m-%d %H:%M:%S%.f",
    "%Y-%m-%d %H:%M",
    "%Y-%m-%d",
    "%Y%m%d%H%M%S",
)
#: Whole numbers are seconds, milliseconds … since 1970 by their size; below the first bound they
#: are steps of a simulation, not times. (1973 in seconds is 10^8.)
_EPOCH: Final = ((10**8, 10**11, 1_000_000), (10**11, 10**14, 1_000), (10**14, 10**17, 1))
_DAY_US: Final = 86_400_000_000


def utc_times(cells: pl.Series, *, days: bool = False) -> pl.Series:
    """Each cell as a time in UTC, null where it is none; one without a zone is taken as UTC.

    ISO 8601 (also with `/` for `-`), a date alone (its first moment), or seconds, milliseconds or
    microseconds since 1970. With `days`, whole numbers are days since 1970: steps of a simulation.

    >>> shown = utc_times(pl.Series(["2025-10-14T02:00:00+02:00", "1760400000", "14.10.2025"]))
    >>> [None if time is None else time.isoformat() for time in shown]
    ['2025-10-14T00:00:00+00:00', '2025-10-14T00:00:00+00:00', None]
    """
    if isinstance(cells.dtype, pl.Datetime):
        zoned = cells if cells.dtype.time_zone else cells.dt.replace_time_zone("UTC")
        return zoned.dt.convert_time_zone("UTC").cast(UTC_TIME)
    if cells.dtype == pl.Date:
        return cells.cast(pl.Datetime("us")).dt.replace_time_zone("UTC")
    frame = cells.cast(pl.String).to_frame("cell")
    number = pl.col("cell").str.strip_chars().cast(pl.Float64, strict=False)
    since_1970 = number * _DAY_US if days else _microseconds(number)
    counted = since_1970.round().cast(pl.Int64, strict=False).cast(pl.Datetime("us"))
    parsed = pl.coalesce(_written(pl.col("cell")), counted).dt.replace_time_zone("UTC")
    return frame.select(parsed.cast(UTC_TIME)).to_series()


def _microseconds(number: pl.Expr) -> pl.Expr:
    sizes = [
        pl.when(number.is_between(low, high, closed="left")).then(number * factor)
        for low, high, factor in _EPOCH
    ]
    return pl.coalesce(sizes)


def _written(cell: pl.Expr) -> pl.Expr:
    text = cell.str.strip_chars().str.replace("T", " ", literal=True).str.replace_all("/", "-")
    text = text.str.strip_suffix("Z").str.strip_suffix(" UTC").str.strip_chars()
    timed = text.str.contains(":")
    sign = pl.when(text.str.extract(_OFFSET, 1) == "-").then(-1).otherwise(1)
    hours = text.str.extract(_OFFSET, 2).cast(pl.Int64, strict=False)
    minutes = text.str.extract(_OFFSET, 3).cast(pl.Int64, strict=False)
    offset = pl.when(timed).then(sign * (hours * 60 + minutes)).fill_null(0)
    local = pl.when(timed).then(text.str.replace(_OFFSET, "").str.strip_chars()).otherwise(text)
    parsed = pl.coalesce(
        local.str.to_datetime(form, strict=False, time_unit="us") for form in _FORMATS
    )
    return parsed - pl.duration(minutes=offset)

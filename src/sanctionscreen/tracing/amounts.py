"""What a file writes as an amount → exact decimals; a binary fraction is never computed with."""

import re
from decimal import Decimal, InvalidOperation
from typing import Final

import polars as pl

#: Digits that a Decimal column holds, before and after the point together.
DIGITS: Final = 38
#: Decimals that an amount may have unless the user says more: wei, the smallest part in wide use.
MAX_DECIMALS: Final = 18
_PLAIN: Final = r"^[+-]?\d+(\.\d*)?$"
_NEEDED: Final = r"\.(\d*?)0*$"
_THOUSANDS: Final = re.compile(r"[+-]?\d{1,3}(?:,\d{3})+\.\d+|[+-]?\d{1,3}(?:,\d{3}){2,}")


def plain_amounts(cells: pl.Series) -> pl.Series:
    """Each amount as digits with a decimal point; null where it is no number.

    `1e18` and `1,234.56` are understood. `1,234` is not: it is 1.234 to half of the world. Whole
    numbers and decimals stay as they are: they are exact already.

    >>> plain_amounts(pl.Series(["1e18", "1,234.56", "1,234", "0.10"])).to_list()
    ['1000000000000000000', '1234.56', None, '0.10']
    """
    if _is_exact(cells.dtype):
        return cells
    texts = cells.cast(pl.String).str.strip_chars()
    plain = texts.str.contains(_PLAIN)
    odd = texts.filter(~plain).drop_nulls().unique()
    if odd.is_empty():
        return texts
    written = [_written(text) for text in odd]
    renamed = pl.DataFrame({"a": odd, "b": pl.Series(written, dtype=pl.String)})
    frame = pl.DataFrame({"a": texts, "plain": plain})
    joined = frame.join(renamed, on="a", how="left", maintain_order="left")
    return joined.select(pl.when("plain").then("a").otherwise("b")).to_series()


def _written(text: str) -> str | None:
    digits = text.replace(",", "") if _THOUSANDS.fullmatch(text) else text
    try:
        number = Decimal(digits)
    except InvalidOperation:
        return None
    if not number.is_finite() or abs(number.adjusted()) > DIGITS:
        return None
    return format(number, "f")


def _is_exact(dtype: pl.DataType) -> bool:
    whole = dtype.is_integer() and dtype not in {pl.Int128, pl.UInt128}
    return whole or (isinstance(dtype, pl.Decimal) and dtype.scale <= MAX_DECIMALS)


def decimals(plain: pl.Series) -> pl.Series:
    """How many decimals each amount is written with; zeros beyond the 18th do not count.

    >>> decimals(pl.Series(["7", "0.10", "1.0000000000000000000000"])).to_list()
    [0, 2, 0]
    """
    if plain.dtype != pl.String:
        scale = plain.dtype.scale if isinstance(plain.dtype, pl.Decimal) else 0
        return pl.Series([scale], dtype=pl.Int64).new_from_index(0, len(plain))
    cell = pl.col("cell")
    behind = cell.str.len_bytes().cast(pl.Int64) - cell.str.find(".", literal=True) - 1
    written = plain.to_frame("cell").select(behind.fill_null(0)).to_series()
    if (written <= MAX_DECIMALS).all():
        return written
    needed = plain.str.extract(_NEEDED).str.len_chars().fill_null(0).cast(pl.Int64)
    return written.zip_with(written <= MAX_DECIMALS, needed)


def exact(plain: pl.Series, scale: int) -> pl.Series:
    """Plain amounts as exact ones (Decimal); null where they have over 38 digits.

    >>> exact(pl.Series(["0.10", "1" * 38]), 2).to_list()
    [Decimal('0.10'), None]
    """
    return plain.cast(pl.Decimal(DIGITS, scale), strict=False)


def common_scale(needed: pl.Series, least: int) -> int:
    """The decimals of the ledger: the most that any amount has, up to `MAX_DECIMALS`."""
    most = needed.filter(needed <= MAX_DECIMALS).max()
    return max(least, most) if isinstance(most, int) else least


def base_units(amounts: pl.Series) -> pl.Series:
    """The amounts as whole numbers of the smallest part (Int128): cents, satoshi, wei.

    >>> base_units(pl.Series(["1.50"]).cast(pl.Decimal(38, 2))).to_list()
    [150]
    """
    return amounts.to_physical()


def from_base_units(units: list[int | None], scale: int) -> pl.Series:
    """Whole numbers of the smallest part as exact amounts (Decimal); null stays null.

    >>> from_base_units([150, None], 2).to_list()
    [Decimal('1.50'), None]
    """
    exact = [None if unit is None else Decimal(unit).scaleb(-scale) for unit in units]
    return pl.Series(exact, dtype=pl.Decimal(DIGITS, scale))

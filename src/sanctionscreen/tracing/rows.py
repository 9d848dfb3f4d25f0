"""The rows of a transfer file → movements with exact amounts, and why the others cannot be used."""

from collections.abc import Mapping
from typing import Final

import polars as pl

from sanctionscreen.columns import PROBLEMS
from sanctionscreen.errors import InputError
from sanctionscreen.tracing.accounts import normal_accounts
from sanctionscreen.tracing.amounts import DIGITS, decimals, plain_amounts
from sanctionscreen.tracing.assets import UNSTATED, asset_codes
from sanctionscreen.tracing.layouts import TransferRole
from sanctionscreen.tracing.times import utc_times

#: Where fees go: an account that only takes.
FEES: Final = "(fees)"
#: Between the two legs of a row that is paid in one currency and arrives in another.
EXCHANGE: Final = "(exchange)"
#: The sum of an asset stays below this, so that no sum of a part can overflow 38 digits.
_LARGEST_SUM: Final = 10.0**DIGITS * 0.99
_AMOUNTS: Final = ("amount", "fee", "arrived")


def typed_rows(
    frame: pl.DataFrame,
    roles: Mapping[TransferRole, str],
    rows: pl.Series,
    *,
    days: bool,
    asset: str | None,
) -> pl.DataFrame:
    """The columns by what they say; null where a cell is not understood, amounts as plain digits.

    Beside each column that can be misunderstood stands `…_written`: what the file has there.
    """
    texts = {role: _text(frame, roles.get(role)) for role in TransferRole}
    source, target = _accounts(texts[TransferRole.SOURCE], texts[TransferRole.TARGET])
    assets = asset_codes(texts[TransferRole.ASSET])
    if TransferRole.ASSET not in roles:
        assets = assets.fill_null(asset or UNSTATED)
    exchanged = "arrived_amount" in frame.columns
    written = _written(frame, roles[TransferRole.AMOUNT])
    return pl.DataFrame(
        {
            "row": rows,
            "tx_id": texts[TransferRole.TX_ID],
            "seq": texts[TransferRole.SEQ].cast(pl.Int64, strict=False),
            "seq_written": texts[TransferRole.SEQ],
            "timestamp": utc_times(frame[roles[TransferRole.TIMESTAMP]], days=days),
            "chain": texts[TransferRole.CHAIN].str.to_lowercase(),
            "source": source,
            "target": target,
            "asset": assets,
            "amount": plain_amounts(written),
            "amount_written": written,
            "fee": plain_amounts(texts[TransferRole.FEE]),
            "fee_written": texts[TransferRole.FEE],
            "arrived": plain_amounts(frame["arrived_amount"])
            if exchanged
            else plain_amounts(written),
            "arrived_asset": asset_codes(frame["arrived_asset"]) if exchanged else assets,
        }
    )


def _text(frame: pl.DataFrame, column: str | None) -> pl.Series:
    if column is None:
        return pl.Series([None], dtype=pl.String).new_from_index(0, frame.height)
    cell = pl.col(column).cast(pl.String).str.strip_chars()
    return frame.select(pl.when(cell != "").then(cell)).to_series()


def _written(frame: pl.DataFrame, column: str) -> pl.Series:
    dtype = frame.schema[column]
    if not (dtype.is_numeric() or dtype.is_decimal() or dtype in {pl.String(), pl.Null()}):
        raise InputError(f"its cells are {dtype}: give numbers or texts", field=column)
    return _text(frame, column)


def _accounts(source: pl.Series, target: pl.Series) -> tuple[pl.Series, pl.Series]:
    """Both columns with one code an account (Enum): the codes are what is computed with."""
    written = pl.concat([source.unique(), target.unique()]).unique().drop_nulls()
    normal = normal_accounts(written)
    codes = pl.Enum(pl.concat([normal, pl.Series([FEES, EXCHANGE])]).unique().sort())
    if (normal == written).all():
        return source.cast(codes), target.cast(codes)
    spelt = pl.DataFrame({"written": written, "normal": normal.cast(codes)})
    return _spelt(source, spelt), _spelt(target, spelt)


def _spelt(side: pl.Series, spelt: pl.DataFrame) -> pl.Series:
    joined = side.to_frame("written").join(spelt, on="written", how="left", maintain_order="left")
    return joined["normal"]


def needed_decimals(rows: pl.DataFrame) -> pl.Series:
    """How many decimals each amount, fee and arriving amount needs; unreadable ones left out."""
    return pl.concat([decimals(rows[column].drop_nulls()) for column in _AMOUNTS])


def reason(scale: int) -> pl.Expr:
    """Why a row cannot be used, as `field: reason`; null where it can. The first reason holds."""
    amount = pl.col("amount")
    wrong = {
        "timestamp: not an ISO time, nor seconds since 1970": pl.col("timestamp").is_null(),
        "source: empty": pl.col("source").is_null(),
        "target: empty": pl.col("target").is_null(),
        "asset: empty": pl.col("asset").is_null() | pl.col("arrived_asset").is_null(),
        "amount: empty": pl.col("amount_written").is_null(),
        "amount: not a number": amount.is_null() | pl.col("arrived").is_null(),
        "amount: not above zero": _not_positive("amount") | _not_positive("arrived"),
        f"amount: more than {scale} decimals": _too_fine("amount", scale)
        | _too_fine("arrived", scale),
        f"amount: over {DIGITS} digits with {scale} decimals": exact("amount", scale).is_null()
        | exact("arrived", scale).is_null(),
        "seq: not a whole number": pl.col("seq").is_null() & pl.col("seq_written").is_not_null(),
        "fee: not a number": pl.col("fee").is_null() & pl.col("fee_written").is_not_null(),
        "fee: below zero": pl.col("fee").str.starts_with("-"),
        f"fee: more than {scale} decimals": _too_fine("fee", scale),
    }
    return pl.coalesce(pl.when(holds).then(pl.lit(words)) for words, holds in wrong.items())


def _not_positive(column: str) -> pl.Expr:
    return pl.col(column).str.starts_with("-") | ~pl.col(column).str.contains("[1-9]")


def _too_fine(column: str, scale: int) -> pl.Expr:
    return pl.col(column).str.contains(rf"\.\d{{{scale}}}\d*[1-9]")


def exact(column: str, scale: int) -> pl.Expr:
    """The plain digits of a column as exact amounts (Decimal)."""
    return pl.col(column).cast(pl.Decimal(DIGITS, scale), strict=False)


def movements(rows: pl.DataFrame, scale: int) -> pl.DataFrame:
    """One row a movement: a fee is one of its own, an exchange is two that share a `link`.

    Raises:
        InputError: the amounts of an asset add up to more than 38 digits.
    """
    priced = rows.with_columns(
        *(exact(column, scale) for column in _AMOUNTS),
        exchanged=pl.col("asset") != pl.col("arrived_asset"),
        leg=pl.lit(0, pl.Int8),
        link=pl.lit(None, pl.String),
    )
    one_asset = priced.filter(~pl.col("exchanged"))
    paid, arrived = _legs(priced.filter(pl.col("exchanged")))
    charged = priced.filter(pl.col("fee") > 0).with_columns(
        target=_account(rows, FEES), amount="fee", leg=pl.lit(2, pl.Int8)
    )
    every = pl.concat([one_asset, paid, arrived, charged]).select(
        "row", "leg", "tx_id", "seq", "timestamp", "chain", "source", "target",
        pl.col("asset").cast(pl.Categorical), "amount", "link",
    )  # fmt: skip
    _check_sums(every, scale)
    return every


def _legs(rows: pl.DataFrame) -> tuple[pl.DataFrame, pl.DataFrame]:
    linked = rows.with_columns(link=pl.format("row {}", "row"))
    between = _account(rows, EXCHANGE)
    paid = linked.with_columns(target=between)
    arrived = linked.with_columns(
        source=between, asset="arrived_asset", amount="arrived", leg=pl.lit(1, pl.Int8)
    )
    return paid, arrived


def _account(rows: pl.DataFrame, name: str) -> pl.Expr:
    return pl.lit(name).cast(rows.schema["source"])


def _check_sums(rows: pl.DataFrame, scale: int) -> None:
    sums = rows.group_by("asset").agg(pl.col("amount").cast(pl.Float64).sum())
    for code, total in sums.iter_rows():
        if total * 10.0**scale > _LARGEST_SUM:
            raise InputError(
                f"the amounts of {code} add up to over {DIGITS} digits with {scale} decimals"
            )


def problems(rows: pl.DataFrame, *, used: bool) -> pl.DataFrame:
    """PROBLEMS of rows with a `reason` written as `field: reason`."""
    parts = pl.col("reason").str.split_exact(": ", 1)
    return rows.select(
        "row",
        query_id="tx_id",
        field=parts.struct.field("field_0"),
        reason=parts.struct.field("field_1"),
        screened=pl.lit(used),
    ).cast(PROBLEMS)

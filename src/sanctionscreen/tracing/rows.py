"""The rows of a transfer file → movements with exact amounts, and why the others cannot be used."""

from collections.abc import Mapping
from typing import Final

import polars as pl

from sanctionscreen.columns import PROBLEMS
from sanctionscreen.errors import InputError
from sanctionscreen.tracing.amounts import DIGITS, common_scale, decimals, exact, plain_amounts
from sanctionscreen.tracing.assets import UNSTATED, asset_codes, coins, least_decimals
from sanctionscreen.tracing.layouts import TransferRole
from sanctionscreen.tracing.numbers import code_of
from sanctionscreen.tracing.times import utc_times

#: Where fees go: an account that only takes.
FEES: Final = "(fees)"
#: Between the two legs of a row that is paid in one currency and arrives in another.
EXCHANGE: Final = "(exchange)"
#: Where new coins come from, and where from what the tables of a chain do not show.
NEWLY_MADE: Final = "(coinbase)"
NOT_SHOWN: Final = "(not shown)"
#: All that stand for no account.
NOBODY: Final = (FEES, EXCHANGE, NEWLY_MADE, NOT_SHOWN)
#: The sum of an asset stays below this: 38 digits hold it, and so do the kernels.
_LARGEST_SUM: Final = 2.0**126 * 0.99
_AMOUNTS: Final = ("amount", "fee", "arrived")
#: Whole numbers below this count coins: a million satoshi are a hundredth of a bitcoin.
_FEW_COINS: Final = 1e6


def typed_rows(
    frame: pl.DataFrame,
    roles: Mapping[TransferRole, str],
    rows: pl.Series,
    *,
    days: bool,
    asset: str | None,
) -> pl.DataFrame:
    """The columns by what they say; null where a cell is not understood, amounts as plain digits.

    Accounts are as they are written. Beside each column that can be misunderstood stands `…_given`:
    whether the file has anything there. Beside each amount stand its decimals.
    """
    texts = {role: _text(frame, roles.get(role)) for role in _TEXTS}
    assets = asset_codes(texts[TransferRole.ASSET])
    if TransferRole.ASSET not in roles:
        assets = pl.Series([asset or UNSTATED]).new_from_index(0, frame.height)
    exchanged = "arrived_amount" in frame.columns
    seq, amount = _cells(frame, roles.get(TransferRole.SEQ)), _amounts(frame, roles)
    fee = _cells(frame, roles.get(TransferRole.FEE))
    plain = {"amount": plain_amounts(amount), "fee": plain_amounts(fee)}
    plain["arrived"] = plain_amounts(frame["arrived_amount"]) if exchanged else plain["amount"]
    return pl.DataFrame(
        {
            "row": rows,
            "tx_id": texts[TransferRole.TX_ID],
            "seq": seq.cast(pl.Int64, strict=False),
            "seq_given": seq.is_not_null(),
            "timestamp": utc_times(frame[roles[TransferRole.TIMESTAMP]], days=days),
            "chain": texts[TransferRole.CHAIN].str.to_lowercase(),
            "source": frame[roles[TransferRole.SOURCE]],
            "target": frame[roles[TransferRole.TARGET]],
            "asset": assets,
            "arrived_asset": asset_codes(frame["arrived_asset"]) if exchanged else assets,
            "amount_given": amount.is_not_null(),
            "fee_given": fee.is_not_null(),
            **plain,
            **{f"{column}_decimals": decimals(cells) for column, cells in plain.items()},
        }
    )


_TEXTS: Final = (TransferRole.TX_ID, TransferRole.CHAIN, TransferRole.ASSET)


def _text(frame: pl.DataFrame, column: str | None) -> pl.Series:
    if column is None:
        return pl.Series([None], dtype=pl.String).new_from_index(0, frame.height)
    cell = pl.col(column).cast(pl.String).str.strip_chars()
    return frame.select(pl.when(cell != "").then(cell)).to_series()


def _cells(frame: pl.DataFrame, column: str | None) -> pl.Series:
    """The column as texts, or as it is where its cells are whole numbers or decimals already."""
    dtype = pl.String() if column is None else frame.schema[column]
    exact_already = dtype.is_integer() or dtype.is_decimal()
    return frame[column] if column is not None and exact_already else _text(frame, column)


def _amounts(frame: pl.DataFrame, roles: Mapping[TransferRole, str]) -> pl.Series:
    column = roles[TransferRole.AMOUNT]
    dtype = frame.schema[column]
    if not (dtype.is_numeric() or dtype.is_decimal() or dtype in {pl.String(), pl.Null()}):
        raise InputError(f"its cells are {dtype}: give numbers or texts", field=column)
    return _cells(frame, column)


def scale_of(rows: pl.DataFrame) -> int:
    """The decimals of the ledger: the most that any amount needs, and those of its assets."""
    needed = pl.concat([rows[f"{column}_decimals"] for column in _AMOUNTS])
    least = least_decimals(rows["asset"], whole_coins=_in_whole_coins(rows))
    return common_scale(needed, least)


def _in_whole_coins(rows: pl.DataFrame) -> bool:
    """Whether amounts of crypto assets count coins: one has a fraction, or all are small.

    Else they are taken as satoshi, wei and the like, of which there are no fractions.
    """
    crypto = coins(rows["asset"])
    if not crypto:
        return False
    largest, most = (
        rows.lazy()
        .filter(pl.col("asset").is_in(crypto))
        .select(
            pl.col("amount").cast(pl.Float64, strict=False).max(), pl.col("amount_decimals").max()
        )
        .collect()
        .row(0)
    )
    return bool(most) or (largest is not None and largest < _FEW_COINS)


def priced(rows: pl.DataFrame, scale: int) -> pl.DataFrame:
    """The rows with exact amounts (Decimal) beside the plain ones, as `amount_exact` and so on."""
    return rows.with_columns(
        exact(rows[column], scale).alias(f"{column}_exact") for column in _AMOUNTS
    )


def usable(scale: int) -> pl.Expr:
    """Whether a priced row can be used: `reason` has nothing against it."""
    needed = ("timestamp", "source", "target", "asset", "arrived_asset")
    paid = (_above_zero(column, scale) for column in ("amount", "arrived"))
    seq = pl.col("seq").is_not_null() | ~pl.col("seq_given")
    fee = (pl.col("fee_exact") >= 0) & (pl.col("fee_decimals") <= scale)
    free = fee.fill_null(~pl.col("fee_given"))
    return pl.all_horizontal(*(pl.col(column).is_not_null() for column in needed), *paid, seq, free)


def _above_zero(column: str, scale: int) -> pl.Expr:
    fine = pl.col(f"{column}_decimals") <= scale
    return fine & (pl.col(f"{column}_exact") > 0).fill_null(value=False)


def reason(scale: int) -> pl.Expr:
    """Why a row cannot be used, as `field: reason`; null where it can. The first reason holds."""
    wrong = {
        "timestamp: not an ISO time, nor seconds since 1970": pl.col("timestamp").is_null(),
        "source: empty": pl.col("source").is_null(),
        "target: empty": pl.col("target").is_null(),
        "asset: empty": pl.col("asset").is_null() | pl.col("arrived_asset").is_null(),
        "amount: empty": ~pl.col("amount_given"),
        "amount: not a number": pl.col("amount").is_null() | pl.col("arrived").is_null(),
        "amount: not above zero": _not_positive("amount") | _not_positive("arrived"),
        f"amount: more than {scale} decimals": (pl.col("amount_decimals") > scale)
        | (pl.col("arrived_decimals") > scale),
        f"amount: over {DIGITS} digits with {scale} decimals": pl.col("amount_exact").is_null()
        | pl.col("arrived_exact").is_null(),
        "seq: not a whole number": pl.col("seq").is_null() & pl.col("seq_given"),
        "fee: not a number": pl.col("fee").is_null() & pl.col("fee_given"),
        "fee: below zero": pl.col("fee_exact") < 0,
        f"fee: more than {scale} decimals": pl.col("fee_decimals") > scale,
        f"fee: over {DIGITS} digits with {scale} decimals": pl.col("fee_exact").is_null()
        & pl.col("fee_given"),
    }
    return pl.coalesce(pl.when(holds).then(pl.lit(words)) for words, holds in wrong.items())


def _not_positive(column: str) -> pl.Expr:
    digits = pl.col(column).cast(pl.String)
    return digits.str.starts_with("-") | ~digits.str.contains("[1-9]")


def movements(rows: pl.DataFrame, accounts: pl.Series, scale: int) -> pl.DataFrame:
    """One row a movement: a fee is one of its own, an exchange is two that share a `link`.

    Raises:
        InputError: the amounts of an asset add up to more than 38 digits.
    """
    moved = rows.with_columns(
        *(pl.col(f"{column}_exact").alias(column) for column in _AMOUNTS),
        leg=pl.lit(0, pl.Int8),
        link=pl.lit(None, pl.String),
    )
    exchanged = moved["asset"] != moved["arrived_asset"]
    parts = [moved]
    if exchanged.any():
        parts = [moved.filter(~exchanged), *_legs(moved.filter(exchanged), accounts)]
    charged = moved.filter(pl.col("fee") > 0).with_columns(
        target=code_of(FEES, accounts), amount="fee", leg=pl.lit(2, pl.Int8)
    )
    every = pl.concat([part.select(_MOVEMENT) for part in (*parts, charged)])
    _check_sums(every, scale)
    return every.with_columns(pl.col("asset").cast(pl.Categorical))


_MOVEMENT: Final = (
    "row", "leg", "tx_id", "seq", "timestamp", "chain", "source", "target", "asset", "amount",
    "link",
)  # fmt: skip


def _legs(rows: pl.DataFrame, accounts: pl.Series) -> tuple[pl.DataFrame, pl.DataFrame]:
    linked = rows.with_columns(link=pl.format("row {}", "row"))
    between = code_of(EXCHANGE, accounts)
    paid = linked.with_columns(target=between)
    arrived = linked.with_columns(
        source=between, asset="arrived_asset", amount="arrived", leg=pl.lit(1, pl.Int8)
    )
    return paid, arrived


def _check_sums(rows: pl.DataFrame, scale: int) -> None:
    sums = rows.group_by("asset").agg(pl.col("amount").cast(pl.Float64).sum())
    for code, total in sums.iter_rows():
        if total * 10.0**scale > _LARGEST_SUM:
            raise InputError(
                f"the amounts of {code} add up to over {_LARGEST_SUM:.1e} of its smallest part, "
                f"with {scale} decimals"
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

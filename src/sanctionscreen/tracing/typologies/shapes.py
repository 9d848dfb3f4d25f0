"""What every typology reads and gives."""

from datetime import timedelta
from typing import Final

import polars as pl

from sanctionscreen.tracing.ledger import Ledger
from sanctionscreen.tracing.rows import NOBODY

#: One row a transfer of a found shape: the shape's number, its kind, the account it is told of.
SHAPES: Final = pl.Schema(
    {"shape": pl.Int64(), "typology": pl.String(), "account": pl.String(), "row": pl.Int64()}
)
#: A week: long enough for banking days, short enough that chance seldom fills it.
WEEK: Final = timedelta(days=7)


def coded(ledger: Ledger) -> pl.DataFrame:
    """The payments with accounts and assets as numbers and amounts as floats, in their order.

    What arrives in another currency goes from its payer to its payee, as the amount that was paid.
    Fees are left out: what takes them is no account. Amounts are only compared here, never added to
    a figure.
    """
    return _between_accounts(ledger).select(
        "row",
        "timestamp",
        pl.col("source", "target").cast(pl.Int64),
        pl.col("asset").to_physical().cast(pl.Int64),
        pl.col("amount").cast(pl.Float64),
        at=pl.int_range(pl.len(), dtype=pl.Int64),
    )


def _between_accounts(ledger: Ledger) -> pl.DataFrame:
    """The transfers without those that stand for none, both legs of an exchange as one."""
    nobody = ledger.accounts.is_in(NOBODY).arg_true().cast(ledger.transfers["source"].dtype)
    from_nobody, to_nobody = (pl.col(side).is_in(nobody.implode()) for side in ("source", "target"))
    arrived = ledger.transfers.filter(from_nobody & pl.col("link").is_not_null())
    payees = arrived.select("link", payee="target")
    return (
        ledger.transfers.filter(~from_nobody)
        .join(payees, on="link", how="left", maintain_order="left")
        .with_columns(
            target=pl.when(to_nobody & pl.col("payee").is_not_null())
            .then("payee")
            .otherwise("target")
        )
        .filter(~to_nobody)
    )


def told(ledger: Ledger, found: pl.DataFrame, *, typology: str) -> pl.DataFrame:
    """SHAPES of found rows (key, account, row); shapes are numbered from 1 by first row."""
    keyed = found.select("key", pl.col("account").alias("code"), "row").unique()
    first = keyed.group_by("key", "code").agg(pl.col("row").min().alias("begin"))
    numbered = first.sort("begin", "code").with_row_index("shape", offset=1)
    joined = keyed.join(numbered, on=["key", "code"]).sort("shape", "row")
    return joined.select(
        pl.col("shape").cast(pl.Int64),
        pl.lit(typology).alias("typology"),
        ledger.accounts.gather(joined["code"]).alias("account"),
        "row",
    ).cast(SHAPES)

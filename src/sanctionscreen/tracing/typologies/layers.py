"""Layers: a group of accounts that all pay the accounts of another group, and stacks of them."""

from datetime import timedelta
from typing import Final

import polars as pl

from sanctionscreen.tracing.ledger import Ledger
from sanctionscreen.tracing.typologies.shapes import WEEK, coded, told

BIPARTITE: Final = "bipartite"
STACK: Final = "stack"


def bipartite(
    ledger: Ledger,
    *,
    shared: int = 3,
    window: timedelta = WEEK,
    popular: int = 30,
) -> pl.DataFrame:
    """SHAPES: accounts that pay at least `shared` accounts in common, within the window.

    Accounts that more than `popular` others pay are left out: a shop is what people have in common.
    """
    return told(ledger, _layers(coded(ledger), shared, window, popular), typology=BIPARTITE)


def stack(
    ledger: Ledger,
    *,
    shared: int = 3,
    window: timedelta = WEEK,
    popular: int = 30,
) -> pl.DataFrame:
    """SHAPES: layers one after the other: those who are paid by one group pay another group."""
    rows = coded(ledger)
    found = _layers(rows, shared, window, popular).join(
        rows.select("row", "source", "target", "timestamp"), on="row"
    )
    lower = found.select("row", middle="target", came="timestamp", key_1="key")
    upper = found.select(row_2="row", middle="source", went="timestamp", key_2="key")
    both = lower.join(upper, on="middle").filter(pl.col("went") > pl.col("came"))
    joined = pl.concat(
        [both.select("row", key="key_1"), both.select(row="row_2", key="key_1")]
    ).unique()
    named = joined.join(found.select("row", "account"), on="row").with_columns(
        account=pl.col("account").min().over("key")
    )
    return told(ledger, named, typology=STACK)


def _layers(rows: pl.DataFrame, shared: int, window: timedelta, popular: int) -> pl.DataFrame:
    """The transfers of layers: key (its smallest payer), account, row."""
    hubs = rows.group_by("target").agg(payers=pl.col("source").n_unique())
    quiet = rows.join(hubs.filter(pl.col("payers") <= popular), on="target")
    paid = quiet.select("row", "source", "target", "asset", "timestamp")
    both = paid.join(paid, on=["target", "asset"], suffix="_2").filter(
        (pl.col("source") < pl.col("source_2"))
        & ((pl.col("timestamp") - pl.col("timestamp_2")).abs() <= window)
    )
    pairs = both.group_by("source", "source_2", "asset").agg(seen=pl.col("target").n_unique())
    close = both.join(pairs.filter(pl.col("seen") >= shared), on=["source", "source_2", "asset"])
    sides = pl.concat(
        [
            close.select("row", "source", head="source"),
            close.select(row="row_2", source="source_2", head="source"),
        ]
    )
    keyed = sides.group_by("row").agg(key=pl.col("head").min())
    return keyed.select("key", "row", account="key")

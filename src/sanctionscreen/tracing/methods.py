"""The methods by name: one interface, and what each of them needs."""

from enum import StrEnum

import numpy as np
import polars as pl

from sanctionscreen.tracing.flow import Flow
from sanctionscreen.tracing.follow import (
    Followed,
    Together,
    follow_lots,
    follow_mixtures,
    follow_poison,
)
from sanctionscreen.tracing.tables import NONE


class TaintMethod(StrEnum):
    """How value is followed through accounts in which it mixes with other value."""

    POISON = "poison"
    HAIRCUT = "haircut"
    FIFO = "fifo"
    LIFO = "lifo"
    TIHO = "tiho"


def followed(flow: Flow, method: TaintMethod, tx_ids: pl.Series | None = None) -> Followed:
    """The composition of every row under a method; the transactions of the rows matter to TIHO."""
    match method:
        case TaintMethod.POISON:
            return follow_poison(flow)
        case TaintMethod.HAIRCUT:
            return follow_mixtures(flow)
        case TaintMethod.FIFO:
            return follow_lots(flow)
        case TaintMethod.LIFO:
            return follow_lots(flow, newest_first=True)
        case TaintMethod.TIHO:
            return follow_lots(flow, together=_together(flow, tx_ids))


def _together(flow: Flow, tx_ids: pl.Series | None) -> Together | None:
    """Neighbouring rows of one transaction and one source: what TIHO shares out at once.

    The largest of them has its turn first.
    """
    if tx_ids is None:
        return None
    rows = pl.DataFrame(
        {
            "row": np.arange(len(flow)),
            "tx_id": tx_ids,
            "source": flow.source,
            "alone": (flow.partner != NONE) | ~flow.carries[flow.source],
            "high": flow.amount[:, 0],
            "low": flow.amount[:, 1],
        }
    )
    same = (pl.col("tx_id") == pl.col("tx_id").shift(1)) & (
        pl.col("source") == pl.col("source").shift(1)
    )
    joined = same & ~pl.col("alone") & ~pl.col("alone").shift(1)
    turns = (
        rows.with_columns(batch=(~joined.fill_null(value=False)).cum_sum())
        .sort("batch", "high", "low", "row", descending=[False, True, True, False])
        .with_columns(size=pl.len().over("batch"), first=pl.col("batch").is_first_distinct())
    )
    several = pl.col("size") > 1
    told = turns.select(
        "row",
        together=pl.when(several & pl.col("first")).then("size").otherwise(0),
        apart=pl.when(several & pl.col("first")).then("source").otherwise(NONE),
        source=pl.when(several).then(len(flow.label)).otherwise("source"),
    ).cast(pl.Int64)
    table = np.ascontiguousarray(told.select("row", "together", "apart").to_numpy())
    return Together(table, told.sort("row")["source"].to_numpy())

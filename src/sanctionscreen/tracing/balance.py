"""Where the value that left each seed is at the end: the books of a run, which must balance."""

from typing import Final

import numpy as np
import polars as pl

from sanctionscreen.tracing.exposures import part_rows
from sanctionscreen.tracing.follow import Followed
from sanctionscreen.tracing.network import Flow, Network
from sanctionscreen.tracing.rows import FEES

#: What came in, and what became of it. A law: the sums of both sides are equal, to the last unit.
CAME: Final = ("left_seed", "converted_in")
WENT: Final = ("held", "absorbed", "returned", "converted_out", "fees")


def balance(
    network: Network, flow: Flow, result: Followed, who: pl.DataFrame, *, method: str
) -> pl.DataFrame:
    """One row a (seed, chain, asset), in base units: what left it, and where that is at the end.

    left_seed + converted_in = held + absorbed + returned + converted_out + fees. `absorbed`: by
    services; `returned`: to any seed; `held`: unspent in accounts; `converted_…`: by exchanges
    that link two assets.
    """
    sums = pl.concat([_left(network, flow), _ended(network, flow, result), _held(network, result)])
    table = sums.group_by("label", "kind", "place").agg(pl.col("amount").sum())
    wide = table.pivot("place", index=["label", "kind"], values="amount").sort("label", "kind")
    places = [
        pl.col(place).fill_null(0) if place in wide.columns else pl.lit(0, pl.Int128).alias(place)
        for place in (*CAME, *WENT)
    ]
    kinds = network.kinds.with_row_index("kind").with_columns(pl.col("kind").cast(pl.Int64))
    return (
        wide.with_columns(places)
        .join(who, on="label", maintain_order="left")
        .join(kinds, on="kind", maintain_order="left")
        .select(
            pl.col("entity_id").alias("seed_entity"),
            "tag",
            pl.lit(method).alias("method"),
            "chain",
            pl.col("asset").cast(pl.String),
            *CAME,
            *WENT,
        )
    )


def _placed(
    labels: pl.Series, kinds: pl.Series, places: pl.Series | pl.Expr, amounts: pl.Series
) -> pl.DataFrame:
    return pl.DataFrame({"label": labels, "kind": kinds, "amount": amounts}).select(
        pl.col("label").cast(pl.Int64),
        pl.col("kind").cast(pl.Int64),
        place=places,
        amount=pl.col("amount").cast(pl.Int128),
    )


def _left(network: Network, flow: Flow) -> pl.DataFrame:
    source = network.source[np.array(flow.row, dtype=np.int64)]
    out = np.flatnonzero(network.label[source] >= 0)
    nodes = source[out]
    amounts = pl.Series([flow.amount[at] for at in out.tolist()], dtype=pl.Int128)
    labels, kinds = pl.Series(network.label[nodes]), pl.Series(network.kind[nodes])
    return _placed(labels, kinds, pl.lit("left_seed"), amounts)


def _held(network: Network, result: Followed) -> pl.DataFrame:
    seeds = [row for row in result.held if row[1] >= 0]
    nodes = np.array([node for node, _, _ in seeds], dtype=np.int64)
    labels = pl.Series([label for _, label, _ in seeds], dtype=pl.Int64)
    amounts = pl.Series([amount for _, _, amount in seeds], dtype=pl.Int128)
    return _placed(labels, pl.Series(network.kind[nodes]), pl.lit("held"), amounts)


def _ended(network: Network, flow: Flow, result: Followed) -> pl.DataFrame:
    """The parts whose transfer was their last, or by which they came into another asset."""
    rows = part_rows(result.received).filter(pl.col("label") >= 0)
    at = rows["at"].to_numpy()
    target = network.target[np.array(flow.row, dtype=np.int64)[at]]
    places = pl.Series([_place(network, flow, int(one)) for one in at], dtype=pl.String)
    kinds = pl.Series(network.kind[target])
    ended = _placed(rows["label"], kinds, places, rows["amount"]).drop_nulls("place")
    came = rows.filter(
        pl.Series([0 <= flow.partner.get(int(one), -1) < one for one in at], dtype=pl.Boolean)
    )
    nodes = network.source[np.array(flow.row, dtype=np.int64)[came["at"].to_numpy()]]
    into = pl.Series(network.kind[nodes])
    return pl.concat([ended, _placed(came["label"], into, pl.lit("converted_in"), came["amount"])])


def _place(network: Network, flow: Flow, at: int) -> str | None:
    target = flow.target[at]
    if flow.partner.get(at, -1) > at:
        return "converted_out"
    if target in flow.label:
        return "returned"
    if flow.carries[target]:
        return None
    return "fees" if network.names[int(network.account[target])] == FEES else "absorbed"

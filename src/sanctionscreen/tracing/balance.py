"""Where the value that left each seed is at the end: the books of a run, which must balance."""

from typing import Final

import numpy as np
import polars as pl

from sanctionscreen.tracing.exposures import part_rows
from sanctionscreen.tracing.flow import Flow
from sanctionscreen.tracing.follow import Followed
from sanctionscreen.tracing.network import Network
from sanctionscreen.tracing.numbers import code_of
from sanctionscreen.tracing.rows import FEES
from sanctionscreen.tracing.tables import LABEL, NODE, NONE, OTHER, Numbers, amounts, units

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
    source = network.source[flow.row]
    out = np.flatnonzero(network.label[source] != OTHER)
    nodes = source[out]
    labels, kinds = pl.Series(network.label[nodes]), pl.Series(network.kind[nodes])
    return _placed(labels, kinds, pl.lit("left_seed"), units(flow.amount[out]))


def _held(network: Network, result: Followed) -> pl.DataFrame:
    seeds = result.held[result.held[:, LABEL] >= 0]
    kinds = pl.Series(network.kind[seeds[:, NODE]])
    return _placed(pl.Series(seeds[:, LABEL]), kinds, pl.lit("held"), amounts(seeds))


def _ended(network: Network, flow: Flow, result: Followed) -> pl.DataFrame:
    """The parts whose transfer was their last, or by which they came into another asset."""
    rows = part_rows(result.received).filter(pl.col("label") >= 0)
    at = rows["at"].to_numpy()
    kinds = pl.Series(network.kind[network.target[flow.row[at]]])
    ended = _placed(rows["label"], kinds, _places(network, flow, at), rows["amount"])
    partner = flow.partner[at]
    came = rows.filter(pl.Series((partner != NONE) & (partner < at), dtype=pl.Boolean))
    into = pl.Series(network.kind[network.source[flow.row[came["at"].to_numpy()]]])
    return pl.concat(
        [
            ended.drop_nulls("place"),
            _placed(came["label"], into, pl.lit("converted_in"), came["amount"]),
        ]
    )


def _places(network: Network, flow: Flow, at: Numbers) -> pl.Series:
    """Where a part is after its transfer; null where an account has it, and may pass it on."""
    target = flow.target[at]
    account = pl.Series(network.account[network.target[flow.row[at]]])
    ends = pl.DataFrame(
        {
            "out": flow.partner[at] > at,
            "returned": flow.label[target] != OTHER,
            "kept": flow.carries[target],
            "fees": account == pl.select(code_of(FEES, network.names)).item(),
        }
    )
    place = (
        pl.when("out").then(pl.lit("converted_out"))
        .when("returned").then(pl.lit("returned"))
        .when("kept").then(None)
        .when("fees").then(pl.lit("fees"))
        .otherwise(pl.lit("absorbed"))
    )  # fmt: skip
    return ends.select(place.alias("place")).to_series()

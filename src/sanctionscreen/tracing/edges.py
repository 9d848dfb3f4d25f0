"""Parts of transfers → flows that carry a seed's value, account to account: a picture's lines."""

from typing import Final

import polars as pl

from sanctionscreen.tracing.exposures import RECEIVED, SENT, account_names, moved_rows, part_rows
from sanctionscreen.tracing.flow import Flow
from sanctionscreen.tracing.follow import Followed
from sanctionscreen.tracing.network import Network

#: The columns of EDGES, in their order.
EDGES: Final = (
    "source", "target", "asset", "chain", "seed_entity", "seed_name", "tag", "method", "direction",
    "amount", "transfers", "hops", "first_at", "last_at",
)  # fmt: skip


def edge_rows(
    network: Network, flow: Flow, result: Followed, who: pl.DataFrame, *, method: str
) -> pl.DataFrame:
    """One row a (source, target, asset, seed, direction), in base units: EDGES.

    `amount` is what of the transfers between the two is the seed's (received), or went to it
    (sent); null under poison.
    """
    moved = moved_rows(network, flow)
    both = ((RECEIVED, result.received), (SENT, result.sent))
    parts = pl.concat(
        part_rows(parts, counted=result.counted).with_columns(direction=pl.lit(direction))
        for direction, parts in both
    )
    carried = parts.filter(pl.col("label") >= 0).join(moved, on="at")
    told = carried.group_by("source", "target", "label", "direction").agg(
        pl.col("amount").sum(),
        known=pl.col("amount").is_not_null().all(),
        transfers=pl.len().cast(pl.Int64),
        hops=pl.col("hops").min().clip(lower_bound=1),
        first_at=pl.col("timestamp").min(),
        last_at=pl.col("timestamp").max(),
    )
    source, asset, chain = account_names(network, told["source"])
    target, _, _ = account_names(network, told["target"])
    named = told.with_columns(
        source=source,
        target=target,
        asset=asset,
        chain=chain,
        amount=pl.when("known").then("amount"),
        method=pl.lit(method),
    )
    parties = who.rename({"entity_id": "seed_entity"})
    return named.join(parties, on="label", how="left").select(EDGES)

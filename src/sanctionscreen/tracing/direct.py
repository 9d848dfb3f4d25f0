"""Direct exposure: what each account dealt with a seed or a tagged account, by a plain sum."""

from collections.abc import Collection

import numpy as np
import polars as pl

from sanctionscreen.tracing.amounts import base_units
from sanctionscreen.tracing.exposures import RECEIVED, SENT, Window, named, node_totals
from sanctionscreen.tracing.network import Network
from sanctionscreen.tracing.parties import ORDINARY
from sanctionscreen.tracing.tables import Places

METHOD = "direct"


def direct_exposures(
    network: Network,
    who: pl.DataFrame,
    tags: pl.DataFrame,
    *,
    window: Window,
    categories: Collection[str] | None = None,
) -> pl.DataFrame:
    """One row an (account, asset, chain, seed or tag, direction), in base units; EXPOSURES.

    Tags count by category: all but the ordinary ones (exchanges, shops …), or those given. Nothing
    is traced, so nothing is unknown: `unknown_amount` is null.
    """
    others, number = _tag_labels(network, tags, categories, first=who.height)
    parties = pl.concat([who, others], how="diagonal")
    frames = [
        _one_way(network, number, parties, side=side, direction=direction, window=window)
        for direction, side in ((RECEIVED, "target"), (SENT, "source"))
    ]
    return named(network, pl.concat(frames), parties)


def _ends(network: Network) -> tuple[Places, Places]:
    """Who paid each row, and whom: of a record with two legs both its ends, whatever the asset."""
    second = np.flatnonzero(network.arrives)
    first = network.partner[second]
    payer, payee = network.source.copy(), network.target.copy()
    payer[second], payee[first] = network.source[first], network.target[second]
    return payer, payee


def _tag_labels(
    network: Network, tags: pl.DataFrame, categories: Collection[str] | None, *, first: int
) -> tuple[pl.DataFrame, np.ndarray[tuple[int], np.dtype[np.int64]]]:
    """Labels for tags beyond those of the seeds, and every node's label."""
    told = pl.col("category")
    wanted = ~told.is_in(sorted(ORDINARY)) if categories is None else told.is_in(sorted(categories))
    party = ["tag", "category", "confidence"]
    chosen = tags.filter(wanted.fill_null(value=False)).rename({"label": "tag"})
    chosen = chosen.unique("address", keep="first", maintain_order=True)
    who = chosen.select(party).unique().sort(party).with_row_index("label", offset=first)
    who = who.with_columns(pl.col("label").cast(pl.Int64))
    numbers = chosen.join(who, on=party, nulls_equal=True).select("address", "label")
    tagged = network.marked(numbers["address"], numbers["label"])
    return who, np.where(network.label >= 0, network.label, tagged)


def _one_way(
    network: Network,
    number: np.ndarray[tuple[int], np.dtype[np.int64]],
    who: pl.DataFrame,
    *,
    side: str,
    direction: str,
    window: Window,
) -> pl.DataFrame:
    payer, payee = _ends(network)
    near, far = (network.target, payer) if side == "target" else (network.source, payee)
    dealt = (number[far] >= 0) & (number[near] != number[far])
    rows = np.flatnonzero(dealt & ~network.nobody[near])
    picked = network.transfers[rows]
    counted = picked.select(
        "timestamp",
        amount=base_units(picked["amount"]),
        tx=pl.coalesce("tx_id", pl.format("row {}", "row")),
        node=pl.Series(near[rows]),
        label=pl.Series(number[far[rows]]),
    )
    counted = counted.filter(window.holds()).join(
        who.select("label", "listed_on"), on="label", maintain_order="left"
    )
    early = pl.col("timestamp").dt.date() < pl.col("listed_on")
    listed = pl.col("listed_on").is_not_null().all()
    told = counted.group_by("node", "label", maintain_order=True).agg(
        pl.col("amount").sum(),
        amount_before_listing=pl.when(listed).then(pl.col("amount").filter(early).sum()),
        amount_after_listing=pl.when(listed).then(pl.col("amount").filter(~early).sum()),
        hops=pl.lit(1, pl.Int64),
        first_at=pl.col("timestamp").min(),
        last_at=pl.col("timestamp").max(),
        path=pl.col("tx").head(1),
        transfers=pl.len().cast(pl.Int64),
    )
    totals = node_totals(network, told["node"], side=side, window=window)
    return told.join(totals, on="node", how="left", maintain_order="left").with_columns(
        direction=pl.lit(direction),
        method=pl.lit(METHOD),
        unknown_amount=pl.lit(None, pl.Int128),
    )

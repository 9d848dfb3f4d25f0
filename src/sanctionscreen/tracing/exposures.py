"""Parts of transfers → exposures: what each account received from, or sent to, each seed."""

from collections.abc import Sequence
from datetime import datetime
from decimal import Decimal
from typing import Final, NamedTuple

import numpy as np
import polars as pl

from sanctionscreen.tracing.amounts import DIGITS, base_units
from sanctionscreen.tracing.flow import Flow
from sanctionscreen.tracing.follow import Followed
from sanctionscreen.tracing.network import Network
from sanctionscreen.tracing.tables import HOPS, LABEL, NONE, PART, ROW, UNKNOWN, Numbers, amounts

RECEIVED: Final = "received"
SENT: Final = "sent"
#: The columns of EXPOSURES, in their order; the first sixteen are the contract of the command.
EXPOSURES: Final = (
    "account", "asset", "seed_entity", "tag", "category", "confidence", "method", "direction",
    "amount", "amount_before_listing", "amount_after_listing", "share", "hops", "first_at",
    "last_at", "path", "chain", "transfers", "total_amount", "unknown_amount", "unknown_share",
    "seed_name", "programmes", "effect", "listed_on", "account_tag", "account_category",
)  # fmt: skip
#: Base units: whole numbers of the smallest part of an asset.
_UNITS: Final = pl.Int128()


class Window(NamedTuple):
    """Which transfers are counted: all are traced. From the first moment on, before the last."""

    since: datetime | None = None
    until: datetime | None = None

    def holds(self) -> pl.Expr:
        """Whether a transfer's time lies in the window."""
        after = pl.lit(value=True) if self.since is None else pl.col("timestamp") >= self.since
        before = pl.lit(value=True) if self.until is None else pl.col("timestamp") < self.until
        return after & before


def part_rows(parts: Numbers, *, counted: bool = True) -> pl.DataFrame:
    """One row a part: at (its row's place in the flow), label, amount (base units), hops, part.

    The amount is null where amounts are not counted.
    """
    amount = amounts(parts) if counted else pl.lit(None, _UNITS)
    told = pl.DataFrame({"at": parts[:, ROW], "label": parts[:, LABEL], "hops": parts[:, HOPS]})
    return told.with_columns(amount=amount, part=pl.int_range(pl.len(), dtype=pl.Int64))


def exposures(
    network: Network,
    flow: Flow,
    result: Followed,
    who: pl.DataFrame,
    *,
    method: str,
    window: Window,
) -> pl.DataFrame:
    """The exposures of a run, one row an (account, asset, chain, seed, direction).

    `who` says of each label which party it is. An account of a party has no exposure to itself.
    """
    moved = moved_rows(network, flow)
    received, sent = (
        part_rows(parts, counted=result.counted) for parts in (result.received, result.sent)
    )
    sides = (
        (RECEIVED, "target", received, result.received),
        (SENT, "source", sent, result.sent),
    )
    frames = [
        _one_way(network, moved, rows, parts, who, side=side, direction=direction, window=window)
        for direction, side, rows, parts in sides
    ]
    unknown = _unknown(moved, received, window)
    found = pl.concat(frames).join(
        unknown, on=["node", "direction"], how="left", maintain_order="left"
    )
    return _finished(network, found.with_columns(method=pl.lit(method)), who)


def moved_rows(network: Network, flow: Flow) -> pl.DataFrame:
    """The transfers of a flow by their position, with their nodes and the seed at either end."""
    source, target = network.source[flow.row], network.target[flow.row]
    told = network.transfers.select("row", "tx_id", "timestamp")[flow.row]
    return told.with_columns(
        at=pl.int_range(pl.len(), dtype=pl.Int64),
        source=pl.Series(source),
        target=pl.Series(target),
        source_label=pl.Series(network.label[source]),
        target_label=pl.Series(network.label[target]),
        arrives=pl.Series(flow.arrives),
    )


def _one_way(
    network: Network,
    moved: pl.DataFrame,
    rows: pl.DataFrame,
    parts: Numbers,
    who: pl.DataFrame,
    *,
    side: str,
    direction: str,
    window: Window,
) -> pl.DataFrame:
    own = pl.col(f"{side}_label")
    nobody = pl.col(side).is_in(pl.Series(np.flatnonzero(network.nobody)).implode())
    listed = who.select("label", "listed_on")
    counted = (
        rows.filter(pl.col("label") >= 0)
        .join(moved, on="at")
        .filter((own != pl.col("label")) & _passed() & window.holds() & ~nobody)
        .join(listed, on="label")
        .sort("hops", "at")
    )
    early = pl.col("timestamp").dt.date() < pl.col("listed_on")
    told = (
        counted.rename({side: "node"})
        .group_by("node", "label")
        .agg(
            pl.col("amount").sum(),
            amount_before_listing=pl.col("amount").filter(early).sum(),
            amount_after_listing=pl.col("amount").filter(~early).sum(),
            known_amount=pl.col("amount").is_not_null().all(),
            known_listing=pl.col("listed_on").is_not_null().all(),
            hops=pl.col("hops").first(),
            part=pl.col("part").first(),
            first_at=pl.col("timestamp").min(),
            last_at=pl.col("timestamp").max(),
            transfers=pl.len().cast(pl.Int64),
        )
    )
    paths = _paths(told, parts, moved, backwards=direction == RECEIVED)
    totals = node_totals(network, told["node"], side=side, window=window)
    return told.with_columns(paths, direction=pl.lit(direction)).join(totals, on="node", how="left")


def _passed() -> pl.Expr:
    """Whether value passed to another account: change comes back to whoever paid."""
    return pl.col("source") != pl.col("target")


def _paths(
    told: pl.DataFrame, parts: Numbers, moved: pl.DataFrame, *, backwards: bool
) -> pl.Series:
    """For each exposure the transfers over which the shortest part of it went, as tx ids."""
    rows, via = parts[:, ROW].tolist(), parts[:, PART].tolist()
    second = set(moved.filter("arrives")["at"].to_list())  # its record is told by its first leg
    ways = [
        [rows[part] for part in _way(part, via) if rows[part] not in second]
        for part in told["part"]
    ]
    ids = moved.select(pl.coalesce("tx_id", pl.format("row {}", "row"))).to_series()
    seen = sorted({at for way in ways for at in way})
    known = dict(zip(seen, ids.gather(seen), strict=True))
    named = [[known[at] for at in (reversed(way) if backwards else way)] for way in ways]
    return pl.Series("path", named, dtype=pl.List(pl.String))


def _way(part: int, via: Sequence[int]) -> list[int]:
    way = [part]
    while (nearer := via[way[-1]]) != NONE:
        way.append(nearer)
    return way


def node_totals(network: Network, nodes: pl.Series, *, side: str, window: Window) -> pl.DataFrame:
    """All that each node received (target) or sent (source) in the window: node, total_amount."""
    wanted = np.zeros(network.nodes, dtype=np.bool_)
    wanted[nodes.to_numpy()] = True
    ends = network.target if side == "target" else network.source
    passed = network.source != network.target
    rows = np.flatnonzero(wanted[ends] & passed)
    counted = network.transfers.select("timestamp", "amount")[rows]
    units = counted.with_columns(
        node=pl.Series(ends[rows]), total_amount=base_units(counted["amount"])
    )
    return units.filter(window.holds()).group_by("node").agg(pl.col("total_amount").sum())


def _unknown(moved: pl.DataFrame, rows: pl.DataFrame, window: Window) -> pl.DataFrame:
    """How much of what each node received, and sent, is of unknown origin."""
    unknown = rows.filter(pl.col("label") == UNKNOWN)
    counted = unknown.join(moved, on="at").filter(_passed() & window.holds())
    both = {RECEIVED: "target", SENT: "source"}
    return pl.concat(
        counted.group_by(pl.col(side).alias("node"))
        .agg(unknown_amount=pl.col("amount").sum())
        .with_columns(direction=pl.lit(direction))
        for direction, side in both.items()
    )


def _finished(network: Network, found: pl.DataFrame, who: pl.DataFrame) -> pl.DataFrame:
    """EXPOSURES in base units: names for numbers, shares, and null for what is not known."""
    split = pl.col("known_amount") & pl.col("known_listing")
    told = found.with_columns(
        amount=pl.when("known_amount").then("amount"),
        amount_before_listing=pl.when(split).then("amount_before_listing"),
        amount_after_listing=pl.when(split).then("amount_after_listing"),
        unknown_amount=pl.when("known_amount").then(pl.col("unknown_amount").fill_null(0)),
    )
    return named(network, told, who)


def named(network: Network, told: pl.DataFrame, who: pl.DataFrame) -> pl.DataFrame:
    """EXPOSURES (base units) of rows that know node and label, with the names of both."""
    parties = who.rename({"entity_id": "seed_entity"})
    return (
        told.with_columns(
            *account_names(network, told["node"]),
            share=_ratio("amount"),
            unknown_share=_ratio("unknown_amount"),
        )
        .join(parties, on="label", how="left", maintain_order="left")
        .select(column for column in EXPOSURES if not column.startswith("account_"))
    )


def _ratio(part: str) -> pl.Expr:
    whole = pl.col("total_amount").cast(pl.Float64)
    return pl.when(whole > 0).then(pl.col(part).cast(pl.Float64) / whole)


def account_names(network: Network, nodes: pl.Series) -> list[pl.Series]:
    """The account, asset and chain of each node."""
    at = nodes.to_numpy()
    kinds = network.kinds[network.kind[at].tolist()]
    return [
        network.names.gather(network.account[at]).alias("account"),
        kinds["asset"].cast(pl.String),
        kinds["chain"],
    ]


def in_units(frame: pl.DataFrame, scale: int) -> pl.DataFrame:
    """The frame with its base units (Int128) as amounts (Decimal) with so many decimals.

    >>> in_units(pl.DataFrame({"amount": [150]}, schema={"amount": pl.Int128}), 2).item()
    Decimal('1.50')
    """
    unit = pl.lit(Decimal(1).scaleb(-scale), dtype=pl.Decimal(DIGITS, scale))
    return frame.with_columns(pl.col(_UNITS).cast(pl.Decimal(DIGITS, 0)) * unit)

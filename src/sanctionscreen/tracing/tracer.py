"""A ledger, seeds and tags → everything that tracing finds, method by method."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field

import polars as pl

from sanctionscreen.tracing.balance import balance
from sanctionscreen.tracing.direct import direct_exposures
from sanctionscreen.tracing.edges import EDGES, edge_rows
from sanctionscreen.tracing.exposures import EXPOSURES, Window, exposures, in_units
from sanctionscreen.tracing.flow import reach, to_flow, whole_flow
from sanctionscreen.tracing.ledger import Ledger
from sanctionscreen.tracing.methods import TaintMethod, followed
from sanctionscreen.tracing.network import build_network
from sanctionscreen.tracing.outputs import follow_outputs
from sanctionscreen.tracing.parties import SERVICES, account_tags, numbered, stop_accounts


@dataclass(frozen=True, slots=True)
class Question:
    """What is asked of a ledger.

    `direction` is `received`, `sent` or both (null). `window` limits what is counted, never what
    is traced. `min_share` drops lesser exposures over more than one hop; a direct one always stays.
    """

    methods: tuple[TaintMethod, ...] = (TaintMethod.FIFO, TaintMethod.HAIRCUT)
    direction: str | None = None
    max_hops: int | None = None
    min_share: float | None = None
    window: Window = field(default_factory=Window)
    services: Collection[str] = SERVICES
    categories: Collection[str] | None = None
    pruned: bool = True


@dataclass(frozen=True, slots=True)
class Found:
    """What tracing found: exposures, the books of each method, and the flows for a picture."""

    exposures: pl.DataFrame
    balance: pl.DataFrame
    edges: pl.DataFrame
    rows_followed: int


def trace_ledger(
    ledger: Ledger, seeds: pl.DataFrame, tags: pl.DataFrame, question: Question
) -> Found:
    """The exposures of every account to the seeds: direct ones, then each method's.

    `seeds` is SEEDS, `tags` is TAGS. Sorted by account, asset, seed, method and direction.
    """
    who, labels = numbered(seeds)
    network = build_network(ledger, labels, stop_accounts(tags, question.services))
    if ledger.outputs is None:
        flow = to_flow(network, reach(network), pruned=question.pruned)
    else:
        flow = whole_flow(network)
    direct = direct_exposures(
        network, who, tags, window=question.window, categories=question.categories
    )
    frames, books, lines = [direct], [], []
    for method in question.methods:
        if ledger.outputs is None:
            result = followed(flow, method, ledger.transfers["tx_id"].gather(flow.row))
        else:
            result = follow_outputs(ledger.outputs, flow, method)
        frames.append(
            exposures(network, flow, result, who, method=method.value, window=question.window)
        )
        lines.append(edge_rows(network, flow, result, who, method=method.value))
        if method is not TaintMethod.POISON:
            books.append(balance(network, flow, result, who, method=method.value))
    told = _chosen(pl.concat(frames), question).join(
        account_tags(tags), on="account", how="left", maintain_order="left"
    )
    order = ["account", "asset", "chain", "seed_entity", "tag", "direction", "method"]
    return Found(
        exposures=in_units(told.select(EXPOSURES).sort(order), ledger.scale),
        balance=in_units(pl.concat(books), ledger.scale) if books else pl.DataFrame(),
        edges=in_units(_sorted(lines, question.direction), ledger.scale),
        rows_followed=len(flow),
    )


def _sorted(lines: Sequence[pl.DataFrame], direction: str | None) -> pl.DataFrame:
    if not lines:
        return pl.DataFrame(schema=dict.fromkeys(EDGES, pl.String))
    order = ["method", "direction", "source", "target", "asset", "chain", "seed_entity", "tag"]
    every = pl.concat(lines).sort(order)
    return every if direction is None else every.filter(pl.col("direction") == direction)


def _chosen(found: pl.DataFrame, question: Question) -> pl.DataFrame:
    keep = pl.lit(value=True)
    if question.direction is not None:
        keep &= pl.col("direction") == question.direction
    if question.max_hops is not None:
        keep &= pl.col("hops") <= question.max_hops
    if question.min_share is not None:
        enough = (pl.col("share") >= question.min_share).fill_null(value=True)
        keep &= enough | (pl.col("hops") == 1)
    return found.filter(keep)

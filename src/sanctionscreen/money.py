"""The façade of tracing: which account dealt how much with whom, with the provenance of it all."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path
from typing import Final, NamedTuple

import polars as pl

from sanctionscreen.errors import InputError
from sanctionscreen.matching.roll import Listed
from sanctionscreen.matching.watchlist import SnapshotRef, Watchlist
from sanctionscreen.model import Record, Text
from sanctionscreen.tracing.digest import frame_digest
from sanctionscreen.tracing.exposures import Window
from sanctionscreen.tracing.ledger import Ledger, read_ledger, to_ledger
from sanctionscreen.tracing.links import with_links
from sanctionscreen.tracing.methods import TaintMethod
from sanctionscreen.tracing.parties import SEEDS, SERVICES, TAGS, to_seeds, to_tags
from sanctionscreen.tracing.tracer import Found, Question, trace_ledger

Transfers = Ledger | pl.DataFrame | Path | str
DEFAULT_METHODS: Final = (TaintMethod.FIFO, TaintMethod.HAIRCUT)


class TraceCounts(Record):
    """How many rows went where; read = traced + rejected, always."""

    read: int
    traced: int
    rejected: int
    followed: int
    seeds: int
    services: int
    accounts: int
    exposures: int


class TraceProvenance(Record):
    """What a tracing rests on; `traced_at` and the lists' `checked_at` alone say when."""

    snapshots: tuple[SnapshotRef, ...]
    methods: tuple[TaintMethod, ...]
    seeds_sha256: Text
    tags_sha256: Text
    services: tuple[Text, ...]
    version: Text
    input_sha256: Text
    traced_at: datetime
    counts: TraceCounts


@dataclass(frozen=True, slots=True)
class Tracing:
    """The result of a run.

    `exposures` is what each account received from, or sent to, whom; `balance` the books of each
    method: what left a seed and where it is; `edges` the flows that carry a seed's value, for a
    picture; `seeds` and `services` those that stand in the ledger; `problems` is PROBLEMS.
    """

    exposures: pl.DataFrame
    balance: pl.DataFrame
    edges: pl.DataFrame
    seeds: pl.DataFrame
    services: pl.DataFrame
    problems: pl.DataFrame
    provenance: TraceProvenance
    notes: tuple[str, ...] = ()

    @property
    def rejects(self) -> pl.DataFrame:
        """The rows that were not traced: PROBLEMS with `screened` false."""
        return self.problems.filter(~pl.col("screened"))


def trace(
    transfers: Transfers,
    seeds: pl.DataFrame,
    *,
    method: Sequence[TaintMethod | str] = DEFAULT_METHODS,
    tags: pl.DataFrame | None = None,
    direction: str | None = None,
    max_hops: int | None = None,
    since: datetime | None = None,
    until: datetime | None = None,
    min_share: float | None = None,
    links: pl.DataFrame | None = None,
    services: Collection[str] = SERVICES,
    categories: Collection[str] | None = None,
    snapshots: Sequence[SnapshotRef] = (),
    now: datetime | None = None,
) -> Tracing:
    """The exposure of every account to the seeds: direct, and by each method over other accounts.

    `transfers` is a ledger (`read_ledger`), a frame with columns such as timestamp, source, target,
    amount, asset, tx_id, or a path. `seeds` has the column account, and entity_id, listed_on …
    (`listed_seeds`, `hit_seeds`). `tags` (address, label, category …) say where value is absorbed:
    at the categories in `services`. `links` (tx_out, tx_in) join two assets. `since` and `until`
    limit what is counted, not what is traced; `min_share` never drops a direct exposure.

    Raises:
        InputError: the transfers, seeds or tags cannot be used, or an option is unknown.

    >>> import polars as pl
    >>> moved = pl.DataFrame({"timestamp": ["2025-10-01", "2025-10-02", "2025-10-03"],
    ...     "source": ["S", "X", "A"], "target": ["A", "A", "B"], "amount": [3, 7, 5]})
    >>> seeds = pl.DataFrame({"account": ["S"]})
    >>> shares = trace(moved, seeds, method=["fifo", "haircut"]).exposures.filter(account="B")
    >>> shares.select("method", "share").rows()  # the same money: the method must be named
    [('fifo', 0.6), ('haircut', 0.3)]
    """
    ledger = _ledger(transfers)
    ledger = ledger if links is None else with_links(ledger, links)
    known, told = to_seeds(seeds), to_tags(TAGS.to_frame() if tags is None else tags)
    question = Question(
        methods=tuple(map(_method, dict.fromkeys(method))),
        direction=_direction(direction),
        max_hops=max_hops,
        min_share=min_share,
        window=Window(since, until),
        services=services,
        categories=categories,
    )
    found = trace_ledger(ledger, known, told, question)
    asked = _Asked(ledger, known, told, question, tuple(snapshots), now or datetime.now(UTC))
    return _result(asked, found)


class _Asked(NamedTuple):
    """What a tracing was asked: the checked input, and what stands on its record."""

    ledger: Ledger
    seeds: pl.DataFrame
    tags: pl.DataFrame
    question: Question
    snapshots: tuple[SnapshotRef, ...]
    now: datetime


def _result(asked: _Asked, found: Found) -> Tracing:
    present = asked.ledger.accounts.implode()
    absorbing = pl.col("category").is_in(sorted(asked.question.services))
    seen = asked.seeds.filter(pl.col("account").is_in(present))
    services = asked.tags.filter(absorbing & pl.col("address").is_in(present))
    counts = TraceCounts(
        read=asked.ledger.read,
        traced=asked.ledger.read - asked.ledger.rejected,
        rejected=asked.ledger.rejected,
        followed=found.rows_followed,
        seeds=seen.height,
        services=services["address"].n_unique(),
        accounts=found.exposures["account"].n_unique(),
        exposures=found.exposures.height,
    )
    return Tracing(
        exposures=found.exposures,
        balance=found.balance,
        edges=found.edges,
        seeds=seen,
        services=services,
        problems=asked.ledger.problems,
        provenance=_provenance(asked, counts),
        notes=asked.ledger.notes,
    )


def _provenance(asked: _Asked, counts: TraceCounts) -> TraceProvenance:
    return TraceProvenance(
        snapshots=asked.snapshots,
        methods=asked.question.methods,
        seeds_sha256=frame_digest(asked.seeds),
        tags_sha256=frame_digest(asked.tags),
        services=tuple(sorted(asked.question.services)),
        version=version("sanctionscreen"),
        input_sha256=frame_digest(asked.ledger.named),
        traced_at=asked.now,
        counts=counts,
    )


def listed_seeds(watchlist: Watchlist, chosen: Sequence[str] | None = None) -> pl.DataFrame:
    """The seeds (SEEDS) that the lists name: all their wallets, or those of the chosen.

    `chosen` holds entity ids and accounts. An account that no list has is a seed of its own.

    Raises:
        InputError: an entity of the lists is chosen that has no wallet there.
    """
    wallets = watchlist.frames["wallets"].select("entity_id", account="address")
    rows = [_seed(row, watchlist) for row in wallets.iter_rows(named=True)]
    every = to_seeds(pl.DataFrame(rows, schema=SEEDS))
    if chosen is None:
        return every
    raw = pl.DataFrame(rows, schema=SEEDS)
    picked = [_picked(raw, every, one, watchlist) for one in chosen]
    return to_seeds(pl.concat([SEEDS.to_frame(), *picked]))


def hit_seeds(hits: pl.DataFrame, watchlist: Watchlist | None = None) -> pl.DataFrame:
    """The seeds (SEEDS) that a screening found: each hit's `query_id` is the account.

    Raises:
        InputError: the hits have no `query_id` or `entity_id`.
    """
    for column in ("query_id", "entity_id"):
        if column not in hits.columns:
            raise InputError("the column is missing", file="hits", field=column)
    pairs = hits.select(pl.col("entity_id", "query_id").cast(pl.String)).unique(maintain_order=True)
    named = pairs.rename({"query_id": "account"})
    if watchlist is None:
        return to_seeds(named)
    rows = [_seed(row, watchlist) for row in named.iter_rows(named=True)]
    return to_seeds(pl.DataFrame(rows, schema=SEEDS))


def tag_seeds(tags: pl.DataFrame, categories: Collection[str]) -> pl.DataFrame:
    """The seeds (SEEDS) that tags name: every address tagged with one of the categories.

    What one label names is one party, `tag:<label>`: evidence of whoever tagged it, no listing.

    Raises:
        InputError: no tag is of such a category; says which categories there are.

    >>> tags = pl.DataFrame({"address": ["0xAB"], "label": ["Tumbler"], "category": ["Mixer"]})
    >>> tag_seeds(tags, ["mixer"]).select("account", "entity_id", "category").rows()
    [('0xab', 'tag:Tumbler', 'mixer')]
    """
    known = to_tags(tags)
    wanted = {category.lower() for category in categories}
    missing = wanted - set(known["category"].drop_nulls())
    if missing:
        there = ", ".join(known["category"].drop_nulls().unique().sort()) or "none"
        raise InputError(f"no tag is of {', '.join(sorted(missing))}: there are {there}")
    chosen = known.filter(pl.col("category").is_in(sorted(wanted)))
    return to_seeds(
        chosen.select(
            "category",
            "confidence",
            account="address",
            tag="label",
            entity_id=pl.format("tag:{}", "label"),
        )
    )


def _ledger(transfers: Transfers) -> Ledger:
    if isinstance(transfers, Ledger):
        return transfers
    if isinstance(transfers, str | Path):
        path = Path(transfers)
        return read_ledger(path, name=path.name)
    return to_ledger(transfers)


def _method(name: TaintMethod | str) -> TaintMethod:
    if name not in set(TaintMethod):
        raise InputError(f"there is no method {name!r}: use {', '.join(TaintMethod)}")
    return TaintMethod(name)


def _direction(name: str | None) -> str | None:
    if name not in {None, "received", "sent"}:
        raise InputError(f"there is no direction {name!r}: use received or sent")
    return name


def _seed(row: Mapping[str, str], watchlist: Watchlist) -> dict[str, object]:
    position = watchlist.positions.get(row["entity_id"])
    party = None if position is None else watchlist.parties[position]
    return {"account": row["account"], "entity_id": row["entity_id"], **_party(party)}


def _party(party: Listed | None) -> dict[str, object]:
    if party is None:
        return {}
    return {
        "seed_name": party.caption,
        "programmes": ", ".join(party.programmes) or None,
        "effect": party.effect,
        "listed_on": party.listed_on,
    }


def _picked(
    raw: pl.DataFrame, every: pl.DataFrame, chosen: str, watchlist: Watchlist
) -> pl.DataFrame:
    if chosen in watchlist.positions:
        wallets = raw.filter(pl.col("entity_id") == chosen)
        if wallets.is_empty():
            raise InputError(f"{chosen} has no wallet on the list: give its accounts with --hits")
        return wallets
    account = to_seeds(pl.DataFrame({"account": [chosen]}))
    listed = every.filter(pl.col("account").is_in(account["account"].implode()))
    return account if listed.is_empty() else listed

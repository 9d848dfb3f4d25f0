"""`screen_wallets`: wallets against a watchlist and tags, with the provenance of every result."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path
from typing import Final

import polars as pl

from sanctionscreen.columns import PROBLEMS, WALLET_HITS, check
from sanctionscreen.errors import InputError
from sanctionscreen.identifiers.addresses import Status
from sanctionscreen.identifiers.cells import addresses_in
from sanctionscreen.intake.counterparties import ArrowStream
from sanctionscreen.intake.table import read_table
from sanctionscreen.intake.wallets import WalletQueries, wallets_from_frame, wallets_from_table
from sanctionscreen.matching.parties import input_digest
from sanctionscreen.matching.policy import Policy, matcher_version
from sanctionscreen.matching.watchlist import Watchlist
from sanctionscreen.results import Counts, PolicyRef, Provenance
from sanctionscreen.value import value
from sanctionscreen.wallets.rows import CLEAN, CLEAN_IN_EXCERPT, LISTED, all_rows
from sanctionscreen.wallets.tag_files import TagFile, Tags
from sanctionscreen.wallets.tagged import TAG_HIT

Wallets = pl.DataFrame | ArrowStream | WalletQueries | Path | str

#: Statuses of addresses that were not screened.
UNSCREENED: Final = tuple(status.value for status in Status if status is not Status.VALID)


@value
class WalletProvenance(Provenance):
    """What a result rests on: that of a screening, and the files of tags."""

    tags: tuple[TagFile, ...]


@dataclass(frozen=True, slots=True)
class WalletScreening:
    """The result of a run, with its provenance.

    `every` is `columns.WALLET_HITS` with all rows; `problems` is `columns.PROBLEMS`: rows that
    were not screened, and fields that were not understood.
    """

    every: pl.DataFrame
    problems: pl.DataFrame
    provenance: WalletProvenance
    notes: tuple[str, ...] = ()

    @property
    def hits(self) -> pl.DataFrame:
        """What must be looked at: all but clean rows without a warning."""
        plain = pl.col("status").is_in([CLEAN, CLEAN_IN_EXCERPT]) & pl.col("entity_id").is_null()
        return self.every.filter(~plain | pl.col("note").is_not_null())

    @property
    def rejects(self) -> pl.DataFrame:
        """The rows that were not screened: PROBLEMS with `screened` false."""
        return self.problems.filter(~pl.col("screened"))


def screen_wallets(
    wallets: Wallets,
    watchlist: Watchlist,
    *,
    tags: Tags | None = None,
    policy: Policy | None = None,
    now: datetime | None = None,
    columns: Mapping[str, Sequence[str]] | None = None,
) -> WalletScreening:
    """What the lists and tags know of each wallet: `listed`, `tag_hit`, `clean` or not screened.

    `wallets` is a path, a polars frame or any Arrow table with a column of addresses or of tags;
    `columns` names columns by role where their headings do not. An address is listed or it is not;
    a label resembles a listed name more or less, and is never more than a `tag_hit`.

    Rows are sorted by input row and address, then the strongest finding first.

    Raises:
        InputError: there is no column of addresses or tags.

    >>> import polars as pl
    >>> found = screen_wallets(pl.DataFrame({"address": ["0xde0b", None]}), Watchlist.bundled())
    >>> found.hits["status"].to_list(), found.provenance.counts.rejected
    (['invalid', 'empty'], 2)
    """
    queries = _checked(wallets, columns)
    rules = Policy.default() if policy is None else policy
    known = Tags.none() if tags is None else tags
    addresses = _addresses(queries.frame)
    rows = all_rows(addresses, queries.frame, watchlist, tags=known.frame, policy=rules)
    every = check(rows, WALLET_HITS, name="wallets")
    problems = _problems(queries, every)
    return WalletScreening(
        every=every,
        problems=problems,
        provenance=WalletProvenance(
            snapshots=watchlist.snapshots,
            policy=PolicyRef.of(rules),
            matcher=matcher_version(rules),
            version=version("sanctionscreen"),
            input_sha256=input_digest(queries.frame),
            screened_at=datetime.now(UTC) if now is None else now,
            counts=_counts(queries, every, problems),
            tags=known.files,
        ),
        notes=queries.notes,
    )


def screen_wallet(
    address: str,
    watchlist: Watchlist,
    *,
    chain: str | None = None,
    tags: Tags | None = None,
    policy: Policy | None = None,
    now: datetime | None = None,
) -> WalletScreening:
    """What the lists and tags know of one address, or of each address in a text.

    >>> screen_wallet("BTC: nothing here", Watchlist.bundled()).every["status"].to_list()
    ['invalid']
    """
    try:
        f"{address}{chain or ''}".encode()
    except UnicodeEncodeError:
        raise InputError("half a character (a lone surrogate)", field="address") from None
    frame = pl.DataFrame({"address": [address], "chain": [chain]}, schema_overrides=_TEXTS)
    return screen_wallets(frame, watchlist, tags=tags, policy=policy, now=now)


_TEXTS: Final = {"address": pl.String, "chain": pl.String}


def _checked(wallets: Wallets, columns: Mapping[str, Sequence[str]] | None) -> WalletQueries:
    if isinstance(wallets, WalletQueries):
        return wallets
    if isinstance(wallets, str | Path):
        path = Path(wallets)
        return wallets_from_table(read_table(path, name=path.name), columns=columns)
    if not isinstance(wallets, pl.DataFrame) and not hasattr(wallets, "__arrow_c_stream__"):
        raise InputError(f"{type(wallets).__name__} is no frame: give a polars or Arrow table")
    return wallets_from_frame(wallets, columns=columns)


def _addresses(queries: pl.DataFrame) -> pl.DataFrame:
    """One row an address of a query (at least one a query), with the number `at`.

    A query with a label and no address is screened by the label: nothing of it is missing.
    """
    found = addresses_in(queries["cell"], queries["asset"]).with_row_index("at")
    told = pl.any_horizontal(pl.col("label", "actor").is_not_null())
    whose = queries.select(query_id="query_id", query_row="row", told=told).with_row_index("cell")
    joined = found.join(whose, on="cell", how="left", maintain_order="left")
    labelled = pl.col("told") & (pl.col("status") == Status.EMPTY.value)
    status = pl.when(labelled).then(pl.lit(Status.VALID.value)).otherwise("status")
    return joined.with_columns(status=status).drop("told")


def _problems(queries: WalletQueries, every: pl.DataFrame) -> pl.DataFrame:
    """The rows that were not screened, one problem each, beside those of the intake."""
    lost = every.filter(pl.col("status").is_in(UNSCREENED)).unique(
        "query_row", keep="first", maintain_order=True
    )
    reason = pl.concat_str(["status", "note"], separator=": ", ignore_nulls=True)
    own = lost.select(
        row="query_row",
        query_id="query_id",
        field=pl.lit("address"),
        reason=reason,
        screened=pl.lit(value=False),
    )
    both = pl.concat([queries.problems, own.cast(PROBLEMS)])
    return both.sort("row", maintain_order=True)


def _counts(queries: WalletQueries, every: pl.DataFrame, problems: pl.DataFrame) -> Counts:
    rejected = problems.filter(~pl.col("screened"))["row"].n_unique()
    lost = queries.problems.filter(~pl.col("screened")).height
    read = queries.frame.height + lost
    hits = every.filter(pl.col("status").is_in([LISTED, TAG_HIT]))
    return Counts(
        read=read,
        screened=read - rejected,
        rejected=rejected,
        with_hits=hits["query_row"].n_unique(),
        hits=hits.height,
    )

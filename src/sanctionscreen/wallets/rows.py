"""Findings, warnings and addresses of which nothing was found → the rows of a result, sorted."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from typing import Final

import polars as pl

from sanctionscreen.columns import EVIDENCE, WALLET_HITS
from sanctionscreen.identifiers.addresses import Status
from sanctionscreen.matching.policy import Policy
from sanctionscreen.matching.watchlist import Watchlist
from sanctionscreen.wallets.exact import listed_matches, resembling
from sanctionscreen.wallets.findings import (
    Row,
    base_row,
    evidence,
    listed_row,
    owner_columns,
    tag_columns,
    tag_reason,
    to_frame,
)
from sanctionscreen.wallets.labelled import match_labels
from sanctionscreen.wallets.listed import Owner, listed_wallets, owners
from sanctionscreen.wallets.tagged import (
    SAID,
    TAG_HIT,
    Labels,
    best_matches,
    tag_hits,
    tag_of,
    tags_of,
    tags_of_queries,
    texts_of,
)

LISTED: Final = "listed"
CLEAN: Final = "clean"
#: Of a list that is only an excerpt: nothing was found in it, which proves little.
CLEAN_IN_EXCERPT: Final = "clean_in_excerpt"
_RANK: Final = {LISTED: 0, TAG_HIT: 1}
_REST: Final = 2
#: A listed address shows so many of its tags among the reasons, the surest first.
_SHOWN_TAGS: Final = 5
_WARNINGS: Final = {
    "key": (
        "same_key",
        "the key of a listed address: who holds one holds the other",
    ),
    "case": ("case_differs", "its letters are those of a listed address in another case"),
    "ends": ("look_alike", "it begins and ends like a listed address, and is another one"),
}

Found = list[tuple[int, Row]]


def all_rows(
    addresses: pl.DataFrame,
    queries: pl.DataFrame,
    watchlist: Watchlist,
    *,
    tags: pl.DataFrame,
    policy: Policy,
) -> pl.DataFrame:
    """WALLET_HITS of every address: by input row and address, the strongest finding first.

    Labels of addresses that are on a list are evidence; only those of the others are screened.
    """
    listed = listed_wallets(watchlist)
    matches = listed_matches(addresses, listed)
    alike = resembling(addresses, listed)
    tagged = pl.concat([tags_of_queries(addresses, queries), tags_of(addresses, tags)])
    on_list = tagged.join(matches, on="at", how="semi", maintain_order="left")
    others = tagged.join(matches, on="at", how="anti", maintain_order="left")
    labels = match_labels(_texts(others), watchlist, policy)
    named = {m.entity_id for matched in labels.values() for m in matched}
    known = owners(watchlist, {*matches["entity_id"], *alike["entity_id"], *named})
    found = [
        *_listed(matches, on_list, known),
        *tag_hits(others, labels, known, watchlist),
    ]
    shown = [
        *found,
        *_explained(addresses, found, alike=alike, tagged=others, labels=labels, known=known),
    ]
    rest = addresses.filter(~pl.col("at").is_in([at for at, _ in shown]))
    rows = pl.concat([_numbered(shown), _plain(rest)])
    return _sorted(rows, excerpt=watchlist.is_excerpt)


def _texts(tagged: pl.DataFrame) -> list[str]:
    """The distinct texts of tags that are screened as labels."""
    told = tagged.select(f"tag_{name}" for name in SAID).unique(maintain_order=True)
    tags = ({name: row[f"tag_{name}"] for name in SAID} for row in told.iter_rows(named=True))
    return list(dict.fromkeys(text for tag in tags for text in texts_of(tag)))


def _listed(
    matches: pl.DataFrame, tagged: pl.DataFrame, known: Mapping[str, Owner]
) -> Iterator[tuple[int, Row]]:
    """The listed addresses, with what tags say of them among the reasons."""
    tags = _by_address(tagged)
    for match in matches.iter_rows(named=True):
        row = listed_row(match, known[match["entity_id"]])
        mine = sorted(tags[match["at"]], key=lambda tag: -(tag["confidence"] or 0.0))[:_SHOWN_TAGS]
        row["evidence"] += [tag_reason(tag) for tag in mine]
        yield match["at"], row | (tag_columns(mine[0]) if mine else {})


def _by_address(tagged: pl.DataFrame) -> dict[int, list[Row]]:
    found: dict[int, list[Row]] = defaultdict(list)
    for row in tagged.iter_rows(named=True):
        found[row["at"]].append(tag_of(row))
    return found


def _explained(
    addresses: pl.DataFrame,
    found: Sequence[tuple[int, Row]],
    *,
    alike: pl.DataFrame,
    tagged: pl.DataFrame,
    labels: Labels,
    known: Mapping[str, Owner],
) -> Iterator[tuple[int, Row]]:
    """Addresses without a finding of which there is something to say: a warning, or a tag."""
    hit = {at for at, _ in found}
    unsound = set(addresses.filter(pl.col("status").is_in(_UNSOUND))["at"])
    warnings: dict[int, list[Row]] = defaultdict(list)
    for row in alike.iter_rows(named=True):
        warnings[row["at"]].append(row)
    quiet = {
        at: [tag for tag in tags if not tag["claim"] and not best_matches(tag, labels)]
        for at, tags in _by_address(tagged).items()
    }
    wanted = ({*warnings, *(at for at, tags in quiet.items() if tags)} - hit) | (unsound & hit)
    listed = {at for at, row in found if row["status"] == LISTED}
    some = addresses.filter(pl.col("at").is_in(sorted(wanted - listed)))
    for address in some.iter_rows(named=True):
        at = address["at"]
        yield (
            at,
            _explain(base_row(address, address["status"]), warnings[at], quiet.get(at, []), known),
        )


_UNSOUND: Final = [Status.INVALID.value, Status.DAMAGED.value, Status.UNSUPPORTED.value]


def _explain(
    row: Row, warnings: Sequence[Row], tags: Sequence[Row], known: Mapping[str, Owner]
) -> Row:
    """The row of an address with what it resembles and what is said of it."""
    for warning in warnings[:1]:
        row |= owner_columns(known[warning["entity_id"]])
        row |= {name: warning[name] for name in ("listed_address", "listed_asset")}
        if warning["how"] == "case":
            row["status"] = Status.DAMAGED.value
            row["note"] = f"damaged, resembles listed address {warning['listed_address']}"
    for warning in warnings[:_SHOWN_TAGS]:
        kind, said = _WARNINGS[warning["how"]]
        shown = f"{warning['listed_asset']} {warning['listed_address']}"
        reason = evidence(kind, row["address"], shown, 0.0, said)
        if reason not in row["evidence"]:  # one address may be on several lists
            row["evidence"].append(reason)
    row["evidence"] += [tag_reason(tag) for tag in tags[:_SHOWN_TAGS]]
    return row | (tag_columns(tags[0]) if tags else {})


def _numbered(found: Sequence[tuple[int, Row]]) -> pl.DataFrame:
    at = pl.Series("at", [at for at, _ in found], dtype=pl.UInt32)
    return to_frame([row for _, row in found]).insert_column(0, at)


def _plain(addresses: pl.DataFrame) -> pl.DataFrame:
    """Addresses of which there is nothing to say but their status."""
    same = {"query_id", "chain", "status", "memo", "note", "query_row"}
    nothing = {name: pl.lit(None, dtype) for name, dtype in WALLET_HITS.items() if name not in same}
    nothing |= {"address": pl.col("text"), "evidence": pl.lit([], pl.List(EVIDENCE))}
    return addresses.with_columns(**nothing).select("at", *WALLET_HITS.names())


def _sorted(rows: pl.DataFrame, *, excerpt: bool) -> pl.DataFrame:
    """In the order of the contract; what is valid and without a finding is clean."""
    clean = CLEAN_IN_EXCERPT if excerpt else CLEAN
    status = pl.col("status").replace({Status.VALID.value: clean})
    rank = pl.col("status").replace_strict(_RANK, default=_REST, return_dtype=pl.UInt8)
    return (
        rows.with_columns(status=status)
        .with_columns(rank=rank)
        .sort(
            ["query_row", "at", "rank", "score", "entity_id", "tag_label", "tag_source"],
            descending=[False, False, False, True, False, False, False],
            nulls_last=True,
            maintain_order=True,
        )
        .select(WALLET_HITS.names())
    )

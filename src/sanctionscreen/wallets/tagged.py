"""Tags of the screened addresses, and labels that resemble listed names → rows."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final, NamedTuple

import polars as pl

from sanctionscreen.matching.watchlist import Watchlist
from sanctionscreen.wallets.findings import (
    Row,
    base_row,
    evidence,
    owner_columns,
    tag_columns,
    tag_reason,
)
from sanctionscreen.wallets.listed import Owner

TAG_HIT: Final = "tag_hit"
_SANCTION: Final = "sanction"
#: What a claim is called among the reasons.
_KINDS: Final = {"sanction": "tag_claims_sanction", "frozen": "tag_frozen", "abuse": "tag_abuse"}
_TAG: Final = ("label", "source", "confidence", "dated", "category", "abuse", "claim", "actor",
               "actor_label", "context", "pack", "line")  # fmt: skip

#: What of a tag is screened as a label.
SAID: Final = ("label", "actor", "actor_label", "context")
#: A context in JSON is for machines: transaction ids and the like.
_MACHINE: Final = "{["


class LabelMatch(NamedTuple):
    """A listed party that a label names or resembles: its name, how near, and why."""

    entity_id: str
    listed_name: str
    score: float
    note: str


Labels = Mapping[str, Sequence[LabelMatch]]


def tags_of(addresses: pl.DataFrame, tags: pl.DataFrame) -> pl.DataFrame:
    """The tags of each address, one row a tag, beside the address's own columns."""
    return addresses.join(
        tags.select("normal", *(pl.col(name).alias(f"tag_{name}") for name in _TAG)),
        on="normal",
        how="inner",
        maintain_order="left",
    )


def tags_of_queries(addresses: pl.DataFrame, queries: pl.DataFrame) -> pl.DataFrame:
    """What the user says of a wallet, as a tag of the first address in its cell."""
    first = addresses.unique("query_row", keep="first", maintain_order=True)
    said = queries.filter(pl.col("label").is_not_null() | pl.col("actor").is_not_null())
    own = said.select(
        pl.col("row").alias("query_row"),
        tag_label=pl.coalesce("label", "actor"),
        tag_source="source",
        tag_confidence="confidence",
        tag_dated=pl.lit(None, pl.Date),
        tag_category=pl.lit(None, pl.String),
        tag_abuse=pl.lit(None, pl.String),
        tag_claim=pl.lit(None, pl.String),
        tag_actor="actor",
        tag_actor_label=pl.lit(None, pl.String),
        tag_context="context",
        tag_pack=pl.lit(None, pl.String),
        tag_line=pl.lit(None, pl.Int64),
    )
    return first.join(own, on="query_row", how="inner", maintain_order="left")


def tag_of(row: Mapping[str, Any]) -> Row:
    """The tag of a row of `tags_of`, with its own column names."""
    return {name: row[f"tag_{name}"] for name in _TAG}


def texts_of(tag: Mapping[str, Any]) -> tuple[str, ...]:
    """What of a tag is compared with listed names: label, actor and context."""
    told = (tag["label"], tag["actor_label"] or tag["actor"], tag["context"])
    return tuple(dict.fromkeys(text for text in told if text and text[0] not in _MACHINE))


def tag_hits(
    tagged: pl.DataFrame,
    labels: Labels,
    owners: Mapping[str, Owner],
    watchlist: Watchlist,
) -> Iterator[tuple[int, Row]]:
    """The rows that tags give: one a listed party that the tag names, or one for its claim.

    `tagged` holds tags of addresses that are on no list. The weight of a tag is its confidence,
    1 where nobody said how sure it is.
    """
    for row in tagged.iter_rows(named=True):
        tag = tag_of(row)
        sure = 1.0 if tag["confidence"] is None else float(tag["confidence"])
        base = base_row(row, TAG_HIT) | tag_columns(tag)
        reasons = list(_claims(tag, watchlist))
        matches = best_matches(tag, labels)
        for text, match in matches:
            named = evidence("label", text, match.listed_name, match.score, match.note)
            yield (
                row["at"],
                base
                | owner_columns(owners[match.entity_id])
                | {
                    "score": round(match.score * sure, 6),
                    "evidence": [named, *reasons],
                },
            )
        if reasons and not matches:
            yield row["at"], base | {"score": tag["confidence"], "evidence": reasons}


def best_matches(tag: Mapping[str, Any], labels: Labels) -> list[tuple[str, LabelMatch]]:
    """For each listed party that a tag names, the text that names it best."""
    best: dict[str, tuple[str, LabelMatch]] = {}
    for text in texts_of(tag):
        for match in labels.get(text, ()):
            known = best.get(match.entity_id)
            if known is None or match.score > known[1].score:
                best[match.entity_id] = (text, match)
    return list(best.values())


def _claims(tag: Mapping[str, Any], watchlist: Watchlist) -> Iterator[Row]:
    """What the tag claims; of a sanction also that no list which was asked knows the address."""
    if tag["claim"] is None:
        return
    yield tag_reason(tag, _KINDS[tag["claim"]])
    if tag["claim"] == _SANCTION:
        for ref in watchlist.snapshots:
            said = f"not on the list of {ref.published_on.isoformat()}"
            yield evidence("not_on_list", tag["label"], ref.list_id, 0.0, said)

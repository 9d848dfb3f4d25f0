"""What was found of wallets → rows of WALLET_HITS, each with its reasons."""

from collections.abc import Mapping, Sequence
from typing import Any, Final

import polars as pl

from sanctionscreen.columns import WALLET_HITS
from sanctionscreen.wallets.listed import Owner

#: Between several assets of one listed address.
BETWEEN: Final = " | "
Row = dict[str, Any]


def evidence(
    kind: str, query: str | None, listed: str | None, weight: float, note: str = ""
) -> Row:
    """One reason, in the shape of columns.EVIDENCE."""
    return {
        "kind": kind, "query": query or "", "listed": listed or "", "weight": weight, "note": note,
    }  # fmt: skip


def base_row(address: Mapping[str, Any], status: str) -> Row:
    """A row with what is known of the address itself; everything else is null."""
    row: Row = dict.fromkeys(WALLET_HITS)
    for column in ("query_id", "query_row", "chain", "memo", "note"):
        row[column] = address[column]
    return row | {"address": address["text"], "status": status, "evidence": []}


def owner_columns(owner: Owner, normal: str | None = None) -> Row:
    """What a row says of the owner; `normal` is the address that is not among the others."""
    listed = owner.listed
    return {
        "entity_id": listed.entity_id,
        "list_id": listed.list_id,
        "owner_name": listed.caption,
        "programmes": list(listed.programmes),
        "effect": listed.effect,
        "listed_on": listed.listed_on,
        "also_on": list(owner.also_on),
        "other_wallets": [shown for text, shown in owner.wallets if text != normal],
        "snapshot_id": owner.snapshot_id,
        "coverage": owner.coverage,
    }


def listed_row(match: Mapping[str, Any], owner: Owner) -> Row:
    """An address that is on a list: whose it is, and whether the chain is the listed one."""
    list_name = f"{owner.listed.list_id} of {owner.published_on}"
    listed = f"{match['listed_asset']} {match['listed_address']}"
    reasons = [evidence("address_same", match["text"], listed, 1.0, f"on {list_name}")]
    exact = match["chain_exact"]
    if exact is False:
        said = f"listed on {match['listed_chain']}; one key holds the address on both chains"
        reasons.append(evidence("chain_differs", match["chain"], match["listed_chain"], 0.0, said))
    if match["listed_note"] is not None:
        note = f"{list_name}: {match['listed_note']}"
        reasons.append(evidence("asset_label_differs", match["chain"], listed, 0.0, note))
    if match["status"] != "valid":
        reasons.append(evidence("address_defect", match["text"], listed, 0.0, match["note"] or ""))
    return (
        base_row(match, "listed")
        | owner_columns(owner, match["normal"])
        | {
            "score": 1.0,
            "evidence": reasons,
            "chain_exact": exact,
            "listed_address": match["listed_address"],
            "listed_asset": match["listed_asset"],
        }
    )


def tag_columns(tag: Mapping[str, Any]) -> Row:
    """What a row says of a tag."""
    return {
        "tag_label": tag["label"],
        "tag_source": tag["source"],
        "tag_confidence": tag["confidence"],
        "tag_date": tag["dated"],
    }


def tag_reason(tag: Mapping[str, Any], kind: str = "tag") -> Row:
    """A tag as a reason: its label, source, date and file; the weight is its confidence."""
    words = (
        tag["source"],
        None if tag["dated"] is None else f"of {tag['dated']}",
        tag["category"],
        tag["abuse"],
        None if tag["pack"] is None else f"{tag['pack']}:{tag['line']}",
    )
    note = "; ".join(word for word in words if word)
    sure = 0.0 if tag["confidence"] is None else tag["confidence"]
    return evidence(kind, tag["label"], tag["actor_label"] or tag["actor"], sure, note)


def to_frame(rows: Sequence[Row]) -> pl.DataFrame:
    """WALLET_HITS of the rows."""
    return pl.DataFrame(list(rows), schema=WALLET_HITS)

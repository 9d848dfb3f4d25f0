"""Wallet findings → text to read on a terminal or on paper: one block a finding."""

from collections.abc import Iterator, Mapping
from typing import Any, Final

import polars as pl

from sanctionscreen.output.layout import harmless

_NOTHING: Final = "nothing found\n"
#: The owner's other wallets are shown up to so many; the other formats hold them all.
_SHOWN_WALLETS: Final = 5


def wallets_text(hits: pl.DataFrame) -> str:
    r"""The findings as text: address and status, whose it is, why, and the owner's other wallets.

    >>> wallets_text(pl.DataFrame())
    'nothing found\n'
    """
    if hits.is_empty():
        return _NOTHING
    return "\n".join(
        "".join(f"{harmless(line)}\n" for line in _lines(hit)) for hit in hits.iter_rows(named=True)
    )


def _lines(hit: Mapping[str, Any]) -> Iterator[str]:
    chain = "" if hit["chain"] is None else f" ({hit['chain']})"
    score = "" if hit["score"] is None else f", score {hit['score']:.3f}"
    yield f"{hit['address'] or hit['tag_label'] or '(empty)'}{chain}: {hit['status']}{score}"
    if hit["entity_id"] is not None:
        listed = "" if hit["listed_on"] is None else f", since {hit['listed_on']}"
        programmes = ", ".join(hit["programmes"]) or "no programme"
        whose = f"{hit['owner_name']}, {hit['entity_id']}"
        yield f"  {whose}: {hit['effect'] or 'no effect'} under {programmes}{listed}"
    if hit["tag_label"] is not None:
        yield f"  tag: {hit['tag_label']} ({hit['tag_source'] or 'no source'})"
    if hit["note"]:
        yield f"  {hit['note']}"
    for reason in hit["evidence"]:
        yield f"  {_reason(reason)}"
    others = hit["other_wallets"] or []
    if others and hit["status"] == "listed":
        more = len(others) - _SHOWN_WALLETS
        shown = ", ".join(others[:_SHOWN_WALLETS])
        yield f"  other wallets of the owner: {shown}{f' and {more} more' if more > 0 else ''}"
    if hit["also_on"]:
        yield f"  the same party on other lists: {', '.join(hit['also_on'])}"


def _reason(reason: Mapping[str, Any]) -> str:
    met = " | ".join(text for text in (reason["query"], reason["listed"]) if text)
    note = f" ({reason['note']})" if reason["note"] else ""
    return f"{reason['kind'].replace('_', ' ')}: {met}{note}"

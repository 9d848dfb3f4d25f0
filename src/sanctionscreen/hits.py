"""Decisions → the rows of HITS, and what a result rests on."""

import hashlib
import json
from collections.abc import Iterator, Mapping
from datetime import datetime
from itertools import repeat
from typing import Final

from sanctionscreen.aliases import AliasesRef, Proofs, alias_evidence, marked_kind, proofs
from sanctionscreen.matching.evidence import Party
from sanctionscreen.matching.matches import NameMatch
from sanctionscreen.matching.policy import Policy, matcher_version, versions
from sanctionscreen.matching.roll import Listed
from sanctionscreen.matching.verdict import Decided
from sanctionscreen.matching.watchlist import Watchlist
from sanctionscreen.results import Columns, Counts, PolicyRef, Provenance, Row
from sanctionscreen.terms import Evidence, EvidenceColumns

_HIT_ID_DIGITS: Final = 16
_JSON: Final = json.JSONEncoder(ensure_ascii=False)


def hit_columns(found: Decided, watchlist: Watchlist, digests: Mapping[int, str]) -> Columns:
    """The columns of HITS without `same_as`; `digests` has the sha256 of each row's record."""
    known = proofs(watchlist.aliases)
    parties, listed = found.party, found.listed
    coverage = {ref.list_id: ref.coverage.value for ref in watchlist.snapshots}
    snapshot = {ref.list_id: ref.snapshot_id for ref in watchlist.snapshots}
    return {
        "query_id": [party.query_id for party in parties],
        "query_name": list(map(_shown, parties, found.match)),
        "score": found.score,
        "entity_id": [one.entity_id for one in listed],
        "list_id": [one.list_id for one in listed],
        "listed_name": [
            one.caption if match is None else match.name.full
            for one, match in zip(listed, found.match, strict=True)
        ],
        "name_kind": [
            name_kind(one, match, known) for one, match in zip(listed, found.match, strict=True)
        ],
        "entity_type": [one.entity_type for one in listed],
        "programmes": [one.programmes for one in listed],
        "effect": [one.effect for one in listed],
        "name_score": found.name_score,
        "hit_id": list(_hit_ids(found, digests)),
        "evidence": found.evidence.and_more(_article_evidence(found, known)),
        "caption": [one.caption for one in listed],
        "listed_on": [one.listed_on for one in listed],
        "threshold": found.threshold,
        "snapshot_id": [snapshot[one.list_id] for one in listed],
        "coverage": [coverage[one.list_id] for one in listed],
        "query_row": [party.row for party in parties],
    }


def rows_of(columns: Columns) -> list[Row]:
    """The same row by row, with a null `same_as`."""
    lists = {
        "programmes": [list(one) for one in columns["programmes"]],
        "evidence": EvidenceColumns(*columns["evidence"]).rows(len(columns["hit_id"])),
        "same_as": repeat(None),
    }
    every = {**columns, **lists}
    return [dict(zip(every, row, strict=True)) for row in zip(*every.values(), strict=False)]


def _shown(party: Party, match: NameMatch | None) -> str:
    """The name of the party that counted, or its first."""
    return next(iter(party.names), "") if match is None else match.query


def name_kind(listed: Listed, match: NameMatch | None, known: Proofs) -> str | None:
    """The kind of the name that counted, as a hit shows it; null where none did."""
    if match is None:
        return None
    proof = known.get((listed.entity_id, match.name.full)) if known else None
    return marked_kind(match.name.kind, proof)


def _article_evidence(found: Decided, known: Proofs) -> Iterator[tuple[int, Evidence]]:
    """What stands behind the names that counted, where articles gave them."""
    pairs = zip(found.listed, found.match, strict=True)
    for number, (listed, match) in enumerate(pairs if known else ()):
        for one in article_evidence(listed, match, known):
            yield number, one


def article_evidence(
    listed: Listed, match: NameMatch | None, known: Proofs
) -> tuple[Evidence, ...]:
    """What stands behind the name that counted, where an article gave it."""
    if match is None:
        return ()
    name = match.name.full
    return alias_evidence(match.query, name, known.get((listed.entity_id, name)))


def _hit_ids(found: Decided, digests: Mapping[int, str]) -> Iterator[str]:
    """The id of each hit: of the texts as a list in JSON, put together as JSON would be."""
    parties = {party.row: party.query_id for party in found.party}
    starts = {
        row: f"[{_JSON.encode(id_)}, {_JSON.encode(digests[row])}, " for row, id_ in parties.items()
    }
    ends = {id_: f"{_JSON.encode(id_)}]" for id_ in {one.entity_id for one in found.listed}}
    for party, listed in zip(found.party, found.listed, strict=True):
        text = starts[party.row] + ends[listed.entity_id]
        yield hashlib.sha256(text.encode()).hexdigest()[:_HIT_ID_DIGITS]


def provenance(
    watchlist: Watchlist, policy: Policy, input_sha256: str, counts: Counts, now: datetime
) -> Provenance:
    """What a result rests on."""
    return Provenance(
        snapshots=watchlist.snapshots,
        aliases=AliasesRef.of(watchlist.aliases),
        policy=PolicyRef.of(policy),
        matcher=matcher_version(policy),
        version=versions()["sanctionscreen"],
        input_sha256=input_sha256,
        screened_at=now,
        counts=counts,
    )

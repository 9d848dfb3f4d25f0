"""Decisions → the rows of HITS, and what a result rests on."""

import hashlib
import json
from collections.abc import Mapping, Sequence
from datetime import datetime
from itertools import repeat
from typing import Final

from sanctionscreen.aliases import AliasesRef, Proof, Proofs, alias_evidence, marked_kind, proofs
from sanctionscreen.matching.evidence import Party
from sanctionscreen.matching.policy import Policy, matcher_version, versions
from sanctionscreen.matching.verdict import Decision
from sanctionscreen.matching.watchlist import Watchlist
from sanctionscreen.results import Columns, Counts, PolicyRef, Provenance, Row
from sanctionscreen.terms import Evidence

_HIT_ID_DIGITS: Final = 16
_JSON: Final = json.JSONEncoder(ensure_ascii=False)


def hit_columns(
    decisions: Sequence[Decision], watchlist: Watchlist, digests: Mapping[int, str]
) -> Columns:
    """The columns of HITS without `same_as`; `digests` has the sha256 of each row's record."""
    known = proofs(watchlist.aliases)
    parties = [one.party for one in decisions]
    listed = [one.listed for one in decisions]
    refs = [watchlist.snapshot(one.list_id) for one in listed]
    return {
        "query_id": [party.query_id for party in parties],
        "query_name": [_shown(one) for one in decisions],
        "score": [one.score for one in decisions],
        "entity_id": [one.entity_id for one in listed],
        "list_id": [one.list_id for one in listed],
        "listed_name": [
            one.listed.caption if one.match is None else one.match.name.full for one in decisions
        ],
        "name_kind": [name_kind(one, known) for one in decisions],
        "entity_type": [one.entity_type for one in listed],
        "programmes": [one.programmes for one in listed],
        "effect": [one.effect for one in listed],
        "name_score": [one.name_score for one in decisions],
        "hit_id": [
            _hit_id(party, digests[party.row], one.entity_id)
            for party, one in zip(parties, listed, strict=True)
        ],
        "evidence": [all_evidence(one, known) for one in decisions],
        "caption": [one.caption for one in listed],
        "listed_on": [one.listed_on for one in listed],
        "threshold": [one.threshold for one in decisions],
        "snapshot_id": [ref.snapshot_id for ref in refs],
        "coverage": [ref.coverage.value for ref in refs],
        "query_row": [party.row for party in parties],
    }


def rows_of(columns: Columns) -> list[Row]:
    """The same row by row, with a null `same_as`."""
    lists = {
        "programmes": [list(one) for one in columns["programmes"]],
        "evidence": [[dict(one) for one in told] for told in columns["evidence"]],
        "same_as": repeat(None),
    }
    every = {**columns, **lists}
    return [dict(zip(every, row, strict=True)) for row in zip(*every.values(), strict=False)]


def _shown(decision: Decision) -> str:
    """The name of the party that counted, or its first."""
    if decision.match is not None:
        return decision.match.query
    return next(iter(decision.party.names), "")


def name_kind(decision: Decision, known: Proofs) -> str | None:
    """The kind of the name that counted, as a hit shows it; null where none did."""
    if decision.match is None:
        return None
    name = decision.match.name
    return marked_kind(name.kind, _proof(decision, known))


def all_evidence(decision: Decision, known: Proofs) -> tuple[Evidence, ...]:
    """The matcher's evidence and, where an article alias counted, the article's."""
    match, proof = decision.match, _proof(decision, known)
    if match is None or proof is None:
        return decision.evidence
    return (*decision.evidence, *alias_evidence(match.query, match.name.full, proof))


def _proof(decision: Decision, known: Proofs) -> Proof | None:
    """What stands behind the name that counted, where an article gave it."""
    if decision.match is None or not known:
        return None
    return known.get((decision.listed.entity_id, decision.match.name.full))


def _hit_id(party: Party, record: str, entity_id: str) -> str:
    """The id of a hit: of the texts as a list in JSON, put together as JSON would be."""
    text = ", ".join(map(_JSON.encode, (party.query_id, record, entity_id)))
    return hashlib.sha256(f"[{text}]".encode()).hexdigest()[:_HIT_ID_DIGITS]


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

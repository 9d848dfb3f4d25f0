"""Decisions → the rows of HITS, and what a result rests on."""

import hashlib
import json
from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Final

from sanctionscreen.aliases import AliasesRef, Proofs, alias_evidence, marked_kind, proofs
from sanctionscreen.matching.evidence import Party
from sanctionscreen.matching.match import Decision
from sanctionscreen.matching.policy import Policy, matcher_version, versions
from sanctionscreen.matching.watchlist import Watchlist
from sanctionscreen.results import Counts, PolicyRef, Provenance, Row
from sanctionscreen.terms import Evidence

_HIT_ID_DIGITS: Final = 16


def hit_rows(
    decisions: Iterable[Decision], watchlist: Watchlist, digests: Mapping[int, str]
) -> list[Row]:
    """The rows of HITS without their `same_as`; `digests` has the sha256 of each row's record."""
    known = proofs(watchlist.aliases)
    return [_hit_row(one, watchlist, digests[one.party.row], known) for one in decisions]


def _hit_row(decision: Decision, watchlist: Watchlist, record: str, known: Proofs) -> Row:
    party, listed, match = decision.party, decision.listed, decision.match
    ref = watchlist.snapshot(listed.list_id)
    shown = next(iter(party.names), "") if match is None else match.query
    return {
        "query_id": party.query_id,
        "query_name": shown,
        "score": decision.score,
        "entity_id": listed.entity_id,
        "list_id": listed.list_id,
        "listed_name": listed.caption if match is None else match.name.full,
        "name_kind": name_kind(decision, known),
        "entity_type": listed.entity_type,
        "programmes": list(listed.programmes),
        "effect": listed.effect,
        "name_score": decision.name_score,
        "hit_id": _hit_id(party, record, listed.entity_id),
        "evidence": [dict(evidence) for evidence in all_evidence(decision, known)],
        "caption": listed.caption,
        "listed_on": listed.listed_on,
        "threshold": decision.threshold,
        "snapshot_id": ref.snapshot_id,
        "coverage": ref.coverage.value,
        "query_row": party.row,
        "same_as": None,
    }


def name_kind(decision: Decision, known: Proofs) -> str | None:
    """The kind of the name that counted, as a hit shows it; null where none did."""
    if decision.match is None:
        return None
    name = decision.match.name
    return marked_kind(name.kind, known.get((decision.listed.entity_id, name.full)))


def all_evidence(decision: Decision, known: Proofs) -> tuple[Evidence, ...]:
    """The matcher's evidence and, where an article alias counted, the article's."""
    if decision.match is None:
        return decision.evidence
    name = decision.match.name
    proof = known.get((decision.listed.entity_id, name.full))
    return (*decision.evidence, *alias_evidence(decision.match.query, name.full, proof))


def _hit_id(party: Party, record: str, entity_id: str) -> str:
    text = json.dumps([party.query_id, record, entity_id], ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()[:_HIT_ID_DIGITS]


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

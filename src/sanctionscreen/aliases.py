"""Article aliases among the names of a watchlist: how hits on them are marked and proven.

They come in as rows of NAMES of the kind `article_alias`; `strength` says whether a person
accepted them, `source` is the proof.
"""

import hashlib
from collections.abc import Iterable, Mapping
from typing import Final, NamedTuple

from sanctionscreen.terms import Evidence
from sanctionscreen.value import Value, value

#: The `strength` of an alias that a person accepted; any other is only proposed.
ACCEPTED: Final = "accepted"
#: What a hit shows as `name_kind` where nobody accepted the alias: a what-if, no hit to act on.
PROPOSED_ALIAS: Final = "proposed_alias"

#: An article alias: entity id, name, strength, source.
Row = tuple[str, str, str, str]


@value
class AliasesRef(Value):
    """Which article aliases a result rests on; two with one sha256 are the same."""

    accepted: int
    proposed: int
    sha256: str

    @classmethod
    def of(cls, aliases: Iterable[Row]) -> "AliasesRef | None":
        """The reference to article aliases; null where there are none."""
        rows = sorted(map(tuple, aliases))
        if not rows:
            return None
        accepted = sum(strength == ACCEPTED for _, _, strength, _ in rows)
        digest = hashlib.sha256(repr(rows).encode()).hexdigest()
        return cls(accepted=accepted, proposed=len(rows) - accepted, sha256=digest)


class Proof(NamedTuple):
    """What stands behind one article alias."""

    is_accepted: bool
    source: str


Proofs = Mapping[tuple[str, str], Proof]


def proofs(aliases: Iterable[Row]) -> Proofs:
    """The proof of each article alias, by entity id and name."""
    return {
        (entity_id, full): Proof(strength == ACCEPTED, source)
        for entity_id, full, strength, source in aliases
    }


def marked_kind(kind: str, proof: Proof | None) -> str:
    """The `name_kind` of a hit: aliases that nobody accepted are told apart.

    >>> marked_kind("article_alias", Proof(False, "")), marked_kind("primary", None)
    ('proposed_alias', 'primary')
    """
    return PROPOSED_ALIAS if proof is not None and not proof.is_accepted else kind


def alias_evidence(query: str, listed: str, proof: Proof | None) -> tuple[Evidence, ...]:
    """The article's own evidence for a hit on an alias; it adds nothing to the score."""
    if proof is None:
        return ()
    kind = "article" if proof.is_accepted else "article_proposed"
    return (Evidence(kind=kind, query=query, listed=listed, weight=0.0, note=proof.source),)

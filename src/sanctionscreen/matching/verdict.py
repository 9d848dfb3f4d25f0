"""The policy's verdict on a pair: the name that counts, its score with all evidence, and why.

Many pairs have one near name and nothing beside it, and few become hits: what explains a hit is
put into words only once it is one.
"""

from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from typing import Final, NamedTuple

from sanctionscreen.matching.evidence import Party
from sanctionscreen.matching.policy import Policy, WeakAliases
from sanctionscreen.matching.roll import Listed, ListedName
from sanctionscreen.matching.score import DIGITS
from sanctionscreen.matching.told import Met, Part, Tells
from sanctionscreen.terms import Evidence, NameKind
from sanctionscreen.text.normalize import normal_form

#: Evidence with which a weak alias of another list needs no stricter threshold.
_AGREEING: Final = frozenset({"birth_same", "country_same"})
#: Evidence that makes a hit under any name.
_PROOFS: Final = frozenset({"identifier_same", "wallet_same"})
#: Other names that met are shown up to so many, the nearest first.
_SHOWN_OTHERS: Final = 3
_HIT: Final = "hit"
_BELOW: Final = "threshold: the score is below it"
_BARRED: Final = "policy: a weak alias of this list only confirms a hit"


class NameMatch(NamedTuple):
    """One of the party's names against one listed name; `told` explains it as its pair `pair`."""

    query: str
    name: ListedName
    score: float
    passes: bool
    pair: int
    told: Tells

    def parts(self) -> tuple[Part, ...]:
        """What met what, and what was left over."""
        return self.told.parts(self.pair)

    def met(self) -> Met:
        """What the gate saw."""
        return self.told.met(self.pair)


#: For each name of a party that is near a listed name all names that it is near.
NameMatches = Mapping[str, Sequence[NameMatch]]


class Decision(NamedTuple):
    """What became of one pair: its scores, the name that counted, and why it is (no) hit."""

    party: Party
    listed: Listed
    match: NameMatch | None
    score: float
    name_score: float
    threshold: float
    is_hit: bool
    reason: str
    evidence: tuple[Evidence, ...]


class Besides(NamedTuple):
    """The evidence on a pair beside its names: what it adds up to, and the least score by it."""

    evidence: tuple[Evidence, ...] = ()
    weight: float = 0.0
    floor: float = 0.0
    kinds: frozenset[str] = frozenset()

    @classmethod
    def of(cls, proofs: Sequence[Evidence], facts: Sequence[Evidence], policy: Policy) -> "Besides":
        """The proofs, then the facts."""
        if not proofs and not facts:
            return _NOTHING
        evidence, rule = (*proofs, *facts), policy.evidence
        floors = {"wallet_same": rule.wallet_floor, "identifier_same": rule.identifier_floor}
        return cls(
            evidence,
            sum(one.weight for one in evidence),
            max((floors[proof.kind] for proof in proofs), default=0.0),
            frozenset(one.kind for one in evidence),
        )


_NOTHING: Final = Besides()


class Verdict(NamedTuple):
    """A pair with the name that counts, of all that are near, before anything is explained."""

    party: Party
    listed: Listed
    matches: Sequence[NameMatch]
    besides: Besides
    match: NameMatch | None
    score: float
    threshold: float
    reason: str

    @property
    def is_hit(self) -> bool:
        """Whether it is to be shown."""
        return self.reason is _HIT

    def decision(self) -> Decision:
        """The verdict with its evidence in words."""
        match, evidence = self.match, self.besides.evidence
        if match is not None:
            others = _others(self.matches, match) if len(self.matches) > 1 else ()
            shown = (_name_evidence("other_name", other) for other in others)
            evidence = (_name_evidence("name", match), *shown, *evidence)
        return Decision(
            party=self.party,
            listed=self.listed,
            match=match,
            score=self.score,
            name_score=0.0 if match is None else round(match.score, DIGITS),
            threshold=self.threshold,
            is_hit=self.is_hit,
            reason=self.reason,
            evidence=evidence,
        )


def verdict(
    party: Party,
    listed: Listed,
    matches: Sequence[NameMatch],
    besides: Besides,
    policy: Policy,
) -> Verdict:
    """The verdict on the best of the names that may cause a hit."""

    def on(match: NameMatch | None) -> Verdict:
        """The score of one name with all evidence, against the threshold of that name."""
        total = besides.weight if match is None else match.score + besides.weight
        score = round(max(min(1.0, max(0.0, total)), besides.floor), DIGITS)
        threshold = _threshold(match, listed.list_id, besides.kinds, policy)
        limit = policy.threshold.hit if threshold is None else threshold
        reason = _BELOW if score < limit else _BARRED if threshold is None else _HIT
        return Verdict(party, listed, matches, besides, match, score, limit, reason)

    if len(matches) > 1:
        return min(map(on, matches), key=_rank)
    return on(matches[0] if matches else None)


def _threshold(
    match: NameMatch | None, list_id: str, evidence: frozenset[str], policy: Policy
) -> float | None:
    """The score from which this name causes a hit; null where it may not cause one."""
    threshold = policy.threshold
    kind = None if match is None or evidence & _PROOFS else match.name.kind
    if kind == NameKind.ARTICLE_ALIAS:
        return threshold.article_alias
    if kind != NameKind.WEAK_ALIAS:
        return threshold.hit
    rule = policy.weak_alias_rule(list_id)
    if rule is WeakAliases.CONFIRM:
        return None
    agreeing = bool(evidence & _AGREEING)
    return threshold.hit if agreeing or rule is WeakAliases.FULL else threshold.strict


def _rank(one: Verdict) -> tuple[bool, bool, "_Nearness"]:
    """Names that cause a hit first, then those that policy forbids to; in each the nearest."""
    if one.match is None:
        raise TypeError("only names are ranked")
    return not one.is_hit, one.score < one.threshold, _nearness(one.match)


_Nearness = tuple[float, float, bool, bool, str, str]


def _nearness(match: NameMatch) -> _Nearness:
    """The higher score first; of equals the same name, the primary one, then by the alphabet."""
    return (
        -match.score,
        0.0 if match.passes else -match.met().both,
        normal_form(match.query) != normal_form(match.name.full),
        match.name.kind != NameKind.PRIMARY,
        match.name.full,
        match.query,
    )


def _others(matches: Iterable[NameMatch], best: NameMatch) -> tuple[NameMatch, ...]:
    """The nearest other listed names, each once."""
    nearest: dict[str, NameMatch] = {}
    for match in sorted(matches, key=_nearness):
        nearest.setdefault(match.name.full, match)
    nearest.pop(best.name.full)
    return tuple(nearest.values())[:_SHOWN_OTHERS]


def _name_evidence(kind: str, match: NameMatch) -> Evidence:
    return Evidence(
        kind=kind,
        query=match.query,
        listed=match.name.full,
        weight=match.score,
        note="; ".join(map(_said, match.parts())),
    )


@lru_cache(maxsize=1 << 14)
def _said(part: Part) -> str:
    """One part of a name score in words: of the same words again and again, in a long list.

    >>> _said(Part("jinbei", "jin bei", "joined", 0.98, 1.0))
    'jinbei = jin bei (joined, 0.98)'
    """
    if not part.listed or not part.query:
        return f"{part.query or part.listed} ({part.how}, weight {part.weight:.2f})"
    if part.similarity == 1.0:
        return f"{part.query} = {part.listed} ({part.how})"
    return f"{part.query} = {part.listed} ({part.how}, {part.similarity:.2f})"

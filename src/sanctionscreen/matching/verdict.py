"""The policy's verdict on pairs: the name that counts, the score with all evidence, and why.

A pair is a party and a listed party; what is said of pairs stands in columns, for a file may have a
hundred thousand of them. Many have one near name and nothing beside it, and few become hits: what
explains a hit is put into words only once it is one.
"""

from collections.abc import Mapping, Sequence
from itertools import islice
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from sanctionscreen.matching.evidence import Party
from sanctionscreen.matching.matches import Matches, NameMatch
from sanctionscreen.matching.policy import Policy, WeakAliases
from sanctionscreen.matching.roll import Listed
from sanctionscreen.matching.score import DIGITS
from sanctionscreen.matching.vocabulary import SIDES, Floats, Ids, ranges
from sanctionscreen.matching.watchlist import Watchlist
from sanctionscreen.terms import Evidence, EvidenceColumns, NameKind
from sanctionscreen.text.normalize import normal_form

#: Evidence with which a weak alias of another list needs no stricter threshold.
_AGREEING: Final = frozenset({"birth_same", "country_same"})
#: Evidence that makes a hit under any name.
_PROOFS: Final = frozenset({"identifier_same", "wallet_same"})
#: Kinds of names for which a policy has thresholds of their own.
_SPECIAL: Final = frozenset({NameKind.WEAK_ALIAS, NameKind.ARTICLE_ALIAS})
#: Other names that met are shown up to so many, the nearest first.
_SHOWN_OTHERS: Final = 3
#: Why a pair is a hit or none, from the best to the worst.
_REASONS: Final = (
    "hit",
    "policy: a weak alias of this list only confirms a hit",
    "threshold: the score is below it",
)
_HIT, _BARRED, _BELOW = range(3)


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


class Decided(NamedTuple):
    """What became of many pairs, in columns: `match` has the names that counted."""

    party: list[Party]
    listed: list[Listed]
    match: list[NameMatch | None]
    score: list[float]
    name_score: list[float]
    threshold: list[float]
    reason: list[str]
    evidence: EvidenceColumns

    @classmethod
    def none(cls) -> "Decided":
        """No pairs."""
        evidence = EvidenceColumns([], [], [], [], [], [])
        return cls([], [], [], [], [], [], [], evidence)

    def decisions(self) -> list[Decision]:
        """Pair by pair."""
        evidence = self.evidence.rows(len(self.party))
        is_hit = [reason == _REASONS[_HIT] for reason in self.reason]
        told = [tuple(map(Evidence.model_validate, some)) for some in evidence]
        return list(map(Decision, *self[:-2], is_hit, self.reason, told))


class Besides(NamedTuple):
    """The evidence on a pair beside its names: what it adds up to, and the least score by it."""

    evidence: tuple[Evidence, ...] = ()
    weight: float = 0.0
    floor: float = 0.0
    kinds: frozenset[str] = frozenset()

    @classmethod
    def of(cls, proofs: Sequence[Evidence], facts: Sequence[Evidence], policy: Policy) -> "Besides":
        """The proofs, then the facts."""
        evidence, rule = (*proofs, *facts), policy.evidence
        floors = {"wallet_same": rule.wallet_floor, "identifier_same": rule.identifier_floor}
        return cls(
            evidence,
            sum(one.weight for one in evidence),
            max((floors[proof.kind] for proof in proofs), default=0.0),
            frozenset(one.kind for one in evidence),
        )


class Pairs(NamedTuple):
    """Pairs of a party and a listed one: positions of both, and what speaks for and against each.

    `matches` are the names of all pairs, at least one row each, `of` the pair of each row, in
    order. A pair that is not in `besides` has nothing beside its names.
    """

    parties: Sequence[Party]
    party: Ids
    listed: Ids
    matches: Matches
    of: Ids
    besides: Mapping[int, Besides]


class Verdicts(NamedTuple):
    """Pairs with the name that counts in each, before anything is explained.

    `nearest` has the rows of the matches, pair by pair, the nearest first; of each pair `best` is
    the row that counts, `reason` a position in the reasons.
    """

    pairs: Pairs
    nearest: Ids
    best: Ids
    score: Floats
    threshold: Floats
    reason: Ids

    @classmethod
    def of(cls, pairs: Pairs, watchlist: Watchlist, policy: Policy) -> "Verdicts":
        """The verdict on the best of the names that may cause a hit."""
        matches, of = pairs.matches, pairs.of
        weight, floor = np.zeros((2, len(pairs.party)))
        for pair, one in pairs.besides.items():
            weight[pair], floor[pair] = one.weight, one.floor
        total = np.maximum(np.clip(matches.score + weight[of], 0.0, 1.0), floor[of])
        score = np.asarray(np.round(total, DIGITS), np.float64)
        threshold, barred = _thresholds(pairs, watchlist, policy)
        reason = np.where(score < threshold, _BELOW, np.where(barred, _BARRED, _HIT))
        nearest = _nearest_first(pairs, watchlist)
        # names that cause a hit first, then those that policy forbids to; in each the nearest
        ranked = nearest[np.lexsort((reason[nearest], of[nearest]))]
        best = ranked[np.searchsorted(of, np.arange(len(pairs.party)))]
        return cls(pairs, nearest, best, score[best], threshold[best], reason[best])

    def hits(self, watchlist: Watchlist) -> "Decided":
        """The hits by party, falling score and entity id, explained."""
        found = np.flatnonzero(self.reason == _HIT)
        listed, number = np.unique(self.pairs.listed[found], return_inverse=True)
        ids = [one.entity_id for one in watchlist.parties.at(listed)]
        place = np.argsort(np.argsort(np.array(ids, object)))
        order = np.lexsort((place[number], -self.score[found], self.pairs.party[found]))
        return self.decided(found[order], watchlist)

    def decided(self, chosen: Ids, watchlist: Watchlist) -> "Decided":
        """Some of the pairs, explained."""
        pairs, best = self.pairs, self.pairs.matches.rows(self.best[chosen])
        return Decided(
            [pairs.parties[party] for party in pairs.party[chosen].tolist()],
            watchlist.parties.at(pairs.listed[chosen]),
            best.each(watchlist.names),
            self.score[chosen].tolist(),
            best.score.tolist(),
            self.threshold[chosen].tolist(),
            [_REASONS[reason] for reason in self.reason[chosen].tolist()],
            self._evidence(chosen, watchlist),
        )

    def _evidence(self, chosen: Ids, watchlist: Watchlist) -> EvidenceColumns:
        """Of each pair the name that counts, other names that met, and what stands beside them."""
        shown, besides = self._shown(chosen, watchlist), self.pairs.besides
        rows = np.array([row for some in shown for row in some], np.int64)
        names = self.pairs.matches.rows(rows)
        return EvidenceColumns(
            [pair for pair, some in enumerate(shown) for _ in some],
            ["other_name" if place else "name" for some in shown for place in range(len(some))],
            [names.queries[query] for query in names.query.tolist()],
            watchlist.names.texts(names.name),
            names.score.tolist(),
            names.notes(),
        ).and_more(
            (number, one)
            for number, pair in enumerate(chosen.tolist())
            if pair in besides
            for one in besides[pair].evidence
        )

    def _shown(self, chosen: Ids, watchlist: Watchlist) -> list[tuple[int, ...]]:
        """Of each pair the row of the name that counts, then the nearest others, each name once."""
        matches, of, best = self.pairs.matches, self.pairs.of, self.best[chosen]
        shown: list[tuple[int, ...]] = list(zip(best.tolist(), strict=True))
        for nameless in np.flatnonzero(matches.name[best] < 0).tolist():
            shown[nameless] = ()
        low, high = (np.searchsorted(of, chosen, side=side) for side in SIDES)
        several = np.flatnonzero(high - low > 1)
        rows = self.nearest[ranges(low[several], high[several])]
        texts, sizes = watchlist.names.texts, (high - low)[several].tolist()
        near = zip(texts(matches.name[rows]), rows.tolist(), strict=True)
        counting = texts(matches.name[best[several]])
        for number, size, full in zip(several.tolist(), sizes, counting, strict=True):
            names = {full: int(best[number])}
            for other, row in islice(near, size):
                names.setdefault(other, row)
            shown[number] = tuple(names.values())[: 1 + _SHOWN_OTHERS]
        return shown


def _thresholds(
    pairs: Pairs, watchlist: Watchlist, policy: Policy
) -> tuple[Floats, NDArray[np.bool_]]:
    """From which score each name causes a hit, and which may cause none.

    That of a hit where it may not: what lies below is told first.
    """
    names, roll = pairs.matches.name, watchlist.roll
    threshold = np.full(len(names), policy.threshold.hit)
    barred = np.zeros(len(names), np.bool_)
    special = np.array([kind in _SPECIAL for kind in roll.kinds], np.bool_)
    named = np.flatnonzero(names >= 0)
    for row in named[special[roll.kind[names[named]]]].tolist():
        pair = int(pairs.of[row])
        kind, listed = roll.kinds[roll.kind[names[row]]], watchlist.parties[int(pairs.listed[pair])]
        kinds = pairs.besides[pair].kinds if pair in pairs.besides else frozenset()
        limit = _threshold(kind, listed.list_id, kinds, policy)
        barred[row] = limit is None
        threshold[row] = policy.threshold.hit if limit is None else limit
    return threshold, barred


def _threshold(kind: str, list_id: str, evidence: frozenset[str], policy: Policy) -> float | None:
    """The score from which a name of that kind causes a hit; null where it may not cause one."""
    threshold = policy.threshold
    if evidence & _PROOFS:
        return threshold.hit
    if kind == NameKind.ARTICLE_ALIAS:
        return threshold.article_alias
    rule = policy.weak_alias_rule(list_id)
    if rule is WeakAliases.CONFIRM:
        return None
    agreeing = bool(evidence & _AGREEING)
    return threshold.hit if agreeing or rule is WeakAliases.FULL else threshold.strict


def _nearest_first(pairs: Pairs, watchlist: Watchlist) -> Ids:
    """The rows of the names, pair by pair, the higher score first.

    Of names that do not pass the gate that of which more meets; of equals as `_by_text` says.
    """
    matches, of = pairs.matches, pairs.of
    both = np.zeros(len(of))
    for row in np.flatnonzero(~matches.passes).tolist():
        both[row] = matches.tells[matches.told[row]].met(int(matches.pair[row])).both
    order = np.lexsort((-both, -matches.score, of))
    columns = (column[order] for column in (of, matches.score, both))
    equal = np.logical_and.reduce([column[1:] == column[:-1] for column in columns])
    runs = np.flatnonzero(np.diff(equal, prepend=False, append=False)).reshape(-1, 2)
    tied = ranges(runs[:, 0], runs[:, 1] + 1)
    number = np.repeat(np.arange(len(runs)), runs[:, 1] + 1 - runs[:, 0]).tolist()
    names = matches.rows(order[tied]).each(watchlist.names)
    texts = [(run, *_by_text(name)) for run, name in zip(number, names, strict=True) if name]
    order[tied] = order[tied[sorted(range(len(tied)), key=texts.__getitem__)]]
    return order


def _by_text(match: NameMatch) -> tuple[bool, bool, str, str]:
    """Of equally near names the same name first, then the primary one, then by the alphabet."""
    query, name = match.query, match.name
    same = normal_form(query) == normal_form(name.full)
    return not same, name.kind != NameKind.PRIMARY, name.full, query

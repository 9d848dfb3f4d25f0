"""Counterparties against a watchlist: candidates → name score → evidence → policy → decisions.

Distinct names are analysed and scored once, however many parties carry them. A decision depends on
the two records and the policy alone, never on what else is on the list or in the file.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence, Set
from functools import cached_property, partial
from itertools import pairwise
from os import cpu_count
from typing import TYPE_CHECKING, Final, NamedTuple

from sanctionscreen.identifiers.numbers import comparable, normal_number
from sanctionscreen.identifiers.wallets import normal_address
from sanctionscreen.matching.evidence import Party, compare_facts
from sanctionscreen.matching.index import NameIndex
from sanctionscreen.matching.meeting import Leads
from sanctionscreen.matching.model import NameModel
from sanctionscreen.matching.name_columns import NameColumns, columns_of
from sanctionscreen.matching.policy import Gate, Policy, WeakAliases
from sanctionscreen.matching.roll import Listed, ListedName, is_personal
from sanctionscreen.matching.score import (
    DIGITS,
    Met,
    Names,
    Part,
    Scored,
    met_of,
    nothing_met,
    parts_of,
    scored,
)
from sanctionscreen.matching.watchlist import Watchlist
from sanctionscreen.terms import Evidence, NameKind
from sanctionscreen.text.analysis import in_natural_order
from sanctionscreen.text.normalize import normal_form

if TYPE_CHECKING:
    from concurrent.futures import Future

#: Names whose words are read at once, and those that are searched one after the other.
_NAMES_AT_FIRST: Final = 1 << 17
_NAMES_AT_ONCE: Final = 500_000
_PART: Final = 1 << 15
#: Evidence with which a weak alias of another list needs no stricter threshold.
_AGREEING: Final = frozenset({"birth_same", "country_same"})
#: Evidence that makes a hit under any name.
_PROOFS: Final = frozenset({"identifier_same", "wallet_same"})

Progress = Callable[[int, int], None]


class NameMatch(NamedTuple):
    """One of the party's names against one listed name.

    When asked, `parts` explains it, and `met` says what the gate saw.
    """

    query: str
    name: ListedName
    score: float
    passes: bool
    parts: Callable[[], tuple[Part, ...]]
    met: Callable[[], Met]


#: For each name of a party that is near a listed name all names that it is near.
NameMatches = Mapping[str, Sequence[NameMatch]]


class _Part(NamedTuple):
    """Some of the names, their columns, and what they find."""

    names: Sequence[str]
    columns: NameColumns
    result: Scored


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


class Matcher:
    """A watchlist under a policy."""

    def __init__(self, watchlist: Watchlist, policy: Policy) -> None:
        self.watchlist = watchlist
        self.policy = policy
        self.model = NameModel.default()

    def decisions(
        self, parties: Iterable[Party], names: Sequence[str], *, progress: Progress | None = None
    ) -> Iterator[Decision]:
        """The hits of the parties in their order, each party's by falling score.

        `names` are the distinct names of all parties.
        """
        yield from self.hits(parties, self.met(names, progress=progress))

    def hits(self, parties: Iterable[Party], met: NameMatches) -> Iterator[Decision]:
        """The hits of parties whose names met listed names as `met` says."""
        for party in parties:
            found = [d for d in self._of_party(party, met) if d.is_hit]
            yield from sorted(found, key=lambda d: (-d.score, d.listed.entity_id))

    def pair(self, party: Party, position: int) -> Decision:
        """What becomes of one party and one listed party, hit or not; says at which step."""
        matches = tuple(self._all_matches(party, position))
        found = self._decide(party, position, matches)
        if found.match is None or found.is_hit or any(match.passes for match in matches):
            return found
        return found._replace(reason=_at_the_gate(found.match.met(), self.policy.gate))

    def met(self, names: Sequence[str], *, progress: Progress | None = None) -> NameMatches:
        """For each name the listed names near enough to matter, whoever bears them."""
        index = self.watchlist.index(self.policy)
        found: dict[str, tuple[NameMatch, ...]] = {}
        done = 0
        for part in self._searched(names, index):
            found.update(self._matches(part, index))
            done += len(part.names)
            if progress is not None:
                progress(done, len(names))
        return found

    def _searched(self, names: Sequence[str], index: NameIndex) -> Iterator["_Part"]:
        """The names in parts, in their order, with what they find.

        Names are read block by block, each word of a block once; a block is searched in parts side
        by side, while the next is read. The first is smaller, so that the search soon begins.
        """
        if len(names) <= _PART:  # threads would take longer to start
            columns = columns_of(names)
            yield self._part(names, columns, index.words(columns), 0, index)
            return
        from concurrent.futures import ThreadPoolExecutor  # noqa: PLC0415  # one name needs none

        with ThreadPoolExecutor(cpu_count()) as threads:
            waiting: list[Future[_Part]] = []
            limits = [0, *range(_NAMES_AT_FIRST, len(names), _NAMES_AT_ONCE), len(names)]
            for start, end in pairwise(limits):
                block = names[start:end]
                columns = columns_of(block)
                words = index.words(columns)
                before, waiting = (
                    waiting,
                    [
                        threads.submit(self._part, block, columns, words, first, index)
                        for first in range(0, len(block), _PART)
                    ],
                )
                yield from (one.result() for one in before)
            yield from (one.result() for one in waiting)

    def _part(
        self,
        names: Sequence[str],
        columns: NameColumns,
        words: Leads,
        first: int,
        index: NameIndex,
    ) -> "_Part":
        """What some of the names find."""
        last = min(first + _PART, len(names))
        part = columns.part(first, last)
        least = self.model.logit(self._lowest)
        pairs = index.found(index.ready(part, words), self.model, least=least)
        result = scored(pairs, part, index.columns, self.model, self.policy)
        return _Part(names[first:last], part, result)

    def _matches(
        self, part: "_Part", index: NameIndex
    ) -> Iterator[tuple[str, tuple[NameMatch, ...]]]:
        """Each name with its matches, against everybody on the list who is written so."""
        names, columns, result = part
        found, entries = result.found, self.watchlist.roll.entries
        starts = result.pairs_of(len(names)).tolist()
        for query in sorted(set(found.query.tolist())):
            matches = [
                NameMatch(
                    names[query],
                    self.watchlist.names[number],
                    float(result.scores[pair]),
                    True,
                    partial(self._parts, pair, result, columns, index),
                    partial(self._met, pair, result, columns, index),
                )
                for pair in range(starts[query], starts[query + 1])
                if result.scores[pair] >= self._lowest
                for number in entries.names_of(found.name[pair])
            ]
            if matches:
                yield names[query], tuple(matches)

    @staticmethod
    def _parts(
        pair: int, result: Scored, columns: NameColumns, index: NameIndex
    ) -> tuple[Part, ...]:
        return parts_of(pair, result.found, *_sides(pair, result, columns, index))

    def _met(self, pair: int, result: Scored, columns: NameColumns, index: NameIndex) -> Met:
        person = bool(result.found.name[pair] >= index.persons_from)
        sides = _sides(pair, result, columns, index)
        return met_of(pair, result.found, *sides, self.policy.gate, person=person)

    @cached_property
    def _lowest(self) -> float:
        """The name score below which no evidence but an identifier or wallet makes a hit."""
        rule, threshold = self.policy.evidence, self.policy.threshold
        births = (
            rule.birth_same,
            rule.birth_close,
            rule.birth_near,
            rule.birth_year_slip,
            rule.birth_differs,
        )
        countries = (rule.country_same, rule.country_differs)
        groups = (births, countries, (rule.gender_differs,), (rule.type_differs,))
        gain = sum(max(0.0, *group) for group in groups)
        least = min(threshold.hit, threshold.article_alias, threshold.strict)
        return least - gain - 10**-DIGITS

    def _of_party(self, party: Party, met: NameMatches) -> Iterator[Decision]:
        by_listed: dict[int, list[NameMatch]] = defaultdict(list)
        for name in party.names:
            for match in met.get(name, ()):
                by_listed[match.name.party].append(match)
        for position in self._by_number(party):
            by_listed.setdefault(position, [])
        for position in sorted(by_listed):
            yield self._decide(party, position, by_listed[position])

    def _by_number(self, party: Party) -> Iterator[int]:
        """The listed parties with an identifier or wallet of the party, whatever the names."""
        for kind, number, country in party.identifiers:
            if self._long_enough(kind, number):
                for listed in self.watchlist.numbers.get(normal_number(kind, number), ()):
                    if comparable(kind, listed.kind) and _may_equal(country, listed.country):
                        yield listed.party
        for address in party.wallets:
            for position, _ in self.watchlist.wallets.get(normal_address(address), ()):
                yield position

    def _decide(self, party: Party, position: int, matches: Sequence[NameMatch]) -> Decision:
        """The policy's verdict on one pair: on the best name that may cause a hit."""
        listed = self.watchlist.parties[position]
        facts = tuple(compare_facts(party, listed, self.policy))
        proofs = tuple(self._proofs(party, position))
        if proofs and not matches:  # other names altogether: show the nearest
            matches = tuple(self._all_matches(party, position))
        verdict = partial(self._verdict, party, listed, facts=facts, proofs=proofs)
        if not matches:
            return verdict(None)
        match, decision = min(((m, verdict(m)) for m in matches), key=lambda pair: _rank(*pair))
        names = (
            _name_evidence("name", match),
            *(_name_evidence("other_name", other) for other in _others(matches, match)),
        )
        return decision._replace(evidence=(*names, *decision.evidence))

    def _verdict(
        self,
        party: Party,
        listed: Listed,
        match: NameMatch | None,
        *,
        facts: Sequence[Evidence],
        proofs: Sequence[Evidence],
    ) -> Decision:
        """The score of one name with all evidence, against the threshold of that name."""
        name_score = 0.0 if match is None else match.score
        evidence = (*proofs, *facts)
        total = name_score + sum(e.weight for e in evidence)
        score = round(max(min(1.0, max(0.0, total)), self._floor(proofs)), DIGITS)
        threshold = self._threshold(match, listed.list_id, {e.kind for e in evidence})
        limit = self.policy.threshold.hit if threshold is None else threshold
        if score < limit:
            reason = "threshold: the score is below it"
        elif threshold is None:
            reason = "policy: a weak alias of this list only confirms a hit"
        else:
            reason = "hit"
        return Decision(
            party=party,
            listed=listed,
            match=match,
            score=score,
            name_score=round(name_score, DIGITS),
            threshold=limit,
            is_hit=reason == "hit",
            reason=reason,
            evidence=evidence,
        )

    def _floor(self, proofs: Sequence[Evidence]) -> float:
        rule = self.policy.evidence
        floors = {"wallet_same": rule.wallet_floor, "identifier_same": rule.identifier_floor}
        return max((floors[proof.kind] for proof in proofs), default=0.0)

    def _threshold(self, match: NameMatch | None, list_id: str, evidence: Set[str]) -> float | None:
        """The score from which this name causes a hit; null where it may not cause one."""
        threshold = self.policy.threshold
        kind = None if match is None or evidence & _PROOFS else match.name.kind
        if kind == NameKind.ARTICLE_ALIAS:
            return threshold.article_alias
        if kind != NameKind.WEAK_ALIAS:
            return threshold.hit
        rule = self.policy.weak_alias_rule(list_id)
        if rule is WeakAliases.CONFIRM:
            return None
        agreeing = bool(evidence & _AGREEING)
        return threshold.hit if agreeing or rule is WeakAliases.FULL else threshold.strict

    def _all_matches(self, party: Party, position: int) -> Iterator[NameMatch]:
        """All names of the party against all of the listed one; 0 where the gate says no."""
        listed = [self.watchlist.names[n] for n in self.watchlist.names_of_party(position)]
        person = is_personal(self.watchlist.parties[position].entity_type)
        texts = [in_natural_order(name.full) if person else name.full for name in listed]
        published = [name.full for name in listed]
        first = 0 if person else len(texts)
        index = NameIndex.build(texts, first, self.policy, published=published)
        columns = columns_of(party.names)
        gated = index.search(columns, self.model)
        passed = set(zip(gated.query.tolist(), gated.name.tolist(), strict=True))
        pairs = index.search(columns, self.model, exhaustive=True, gate=_OPEN)
        result = scored(pairs, columns, index.columns, self.model, self.policy)
        rows = {pair: row for row, pair in enumerate(zip(*pairs[:2], strict=True))}
        mine = Names(columns, columns.weights[int(person)])
        theirs = Names(index.columns, index.weights)
        for q, query in enumerate(party.names):
            for n, name in enumerate(listed):
                row = rows.get((q, n))
                if row is None:
                    nothing = partial(nothing_met, mine, q, theirs, n)
                    yield NameMatch(query, name, 0.0, False, nothing, _met_nothing)
                    continue
                passes = (q, n) in passed
                score = float(result.scores[row]) if passes else 0.0
                explain = partial(self._parts, row, result, columns, index)
                met = partial(self._met, row, result, columns, index)
                yield NameMatch(query, name, score, passes, explain, met)

    def _proofs(self, party: Party, position: int) -> Iterator[Evidence]:
        """Equal identifiers and wallets; different ones prove nothing, for people have several."""
        for kind, number, country in party.identifiers:
            for listed in self.watchlist.numbers.get(normal_number(kind, number), ()):
                alike = comparable(kind, listed.kind) and _may_equal(country, listed.country)
                if listed.party == position and alike and self._long_enough(kind, number):
                    yield Evidence(
                        kind="identifier_same",
                        query=f"{kind} {number}",
                        listed=listed.shown,
                        weight=self.policy.evidence.identifier,
                    )
        for address in party.wallets:
            for owner, shown in self.watchlist.wallets.get(normal_address(address), ()):
                if owner == position:
                    yield Evidence(kind="wallet_same", query=address, listed=shown, weight=1.0)

    def _long_enough(self, kind: str, number: str) -> bool:
        return len(normal_number(kind, number)) >= self.policy.evidence.shortest_identifier


#: Lets every pair pass of which a word meets another.
_OPEN: Final = Gate(alike=0.0, coverage=0.0, query=0.0, listed=0.0, other_script=0.0, letter=0.0)


def _met_nothing() -> Met:
    return Met(0.0, 0.0, 0.0, 0.0)


def _sides(
    pair: int, result: Scored, columns: NameColumns, index: NameIndex
) -> tuple[Names, Names]:
    """Both sides of a pair, weighed as names of the listed one's kind."""
    person = int(result.found.name[pair] >= index.persons_from)
    return Names(columns, columns.weights[person]), Names(index.columns, index.weights)


def _at_the_gate(met: Met, gate: Gate) -> str:
    """Why a pair did not pass, and by how much."""
    if not met.both:
        return "gate: none of the words meet"
    weighs = f"{met.both:.2f} of both names (at least {met.asked:.2f})"
    sides = f"{met.query:.2f} and {met.listed:.2f} of each (one at least {gate.coverage:.2f})"
    return f"gate: too few of the words meet: {weighs}, {sides}"


#: Other names that met are shown up to so many, the nearest first.
_SHOWN_OTHERS: Final = 3


def _may_equal(one: str | None, other: str | None) -> bool:
    """Two countries of issue that do not contradict each other."""
    return one is None or other is None or one == other


def _rank(match: NameMatch, decision: Decision) -> tuple[bool, bool, "_Nearness"]:
    """Names that cause a hit first, then those that policy forbids to; in each the nearest."""
    below = decision.score < decision.threshold
    return not decision.is_hit, below, _nearness(match)


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
        note="; ".join(_said(part) for part in match.parts()),
    )


def _said(part: Part) -> str:
    """One part of a name score in words.

    >>> _said(Part("jinbei", "jin bei", "joined", 0.98, 1.0))
    'jinbei = jin bei (joined, 0.98)'
    """
    if not part.listed or not part.query:
        return f"{part.query or part.listed} ({part.how}, weight {part.weight:.2f})"
    if part.similarity == 1.0:
        return f"{part.query} = {part.listed} ({part.how})"
    return f"{part.query} = {part.listed} ({part.how}, {part.similarity:.2f})"

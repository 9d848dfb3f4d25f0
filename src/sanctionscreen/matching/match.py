"""Counterparties against a watchlist: candidates → name score → evidence → policy → decisions.

Distinct names are analysed and scored once, however many parties carry them. A decision depends on
the two records and the policy alone, never on what else is on the list or in the file.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cached_property
from itertools import pairwise, repeat
from os import cpu_count
from typing import TYPE_CHECKING, Final, NamedTuple

import numpy as np

from sanctionscreen.matching.evidence import Party, compare_facts
from sanctionscreen.matching.index import NameIndex
from sanctionscreen.matching.meeting import Leads
from sanctionscreen.matching.model import NameModel
from sanctionscreen.matching.name_columns import NameColumns, Reader, columns_of
from sanctionscreen.matching.policy import Gate, Policy
from sanctionscreen.matching.proofs import proofs, proven
from sanctionscreen.matching.roll import is_personal
from sanctionscreen.matching.score import DIGITS, Scored, scored
from sanctionscreen.matching.told import Apart, Met, Names, Told
from sanctionscreen.matching.verdict import (
    Besides,
    Decision,
    NameMatch,
    NameMatches,
    Verdict,
    verdict,
)
from sanctionscreen.matching.watchlist import Watchlist
from sanctionscreen.text.analysis import in_natural_order

if TYPE_CHECKING:
    from concurrent.futures import Future

#: Names that are read at once, and those that are searched one after the other.
_BLOCK: Final = 1 << 17
_PART: Final = 1 << 15
#: What is known of so many texts (words as written) is forgotten, and learned anew where needed.
_MOST_TEXTS: Final = 1 << 19

Progress = Callable[[int, int], None]


class _Part(NamedTuple):
    """Some of the names, their columns, and what they find."""

    names: Sequence[str]
    columns: NameColumns
    result: Scored


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
            found = [one for one in self._of_party(party, met) if one.is_hit]
            found.sort(key=lambda one: (-one.score, one.listed.entity_id))
            for one in found:
                yield one.decision()

    def pair(self, party: Party, position: int) -> Decision:
        """What becomes of one party and one listed party, hit or not; says at which step."""
        matches = tuple(self._all_matches(party, position))
        found = self._verdict(party, position, matches).decision()
        if found.match is None or found.is_hit or any(match.passes for match in matches):
            return found
        return found._replace(reason=_at_the_gate(found.match.met(), self.policy.gate))

    def met(self, names: Sequence[str], *, progress: Progress | None = None) -> NameMatches:
        """For each name the listed names near enough to matter, whoever bears them."""
        index = self.watchlist.index(self.policy)
        found: dict[str, list[NameMatch]] = {}
        done = 0
        for part in self._searched(names, index):
            found.update(self._matches(part, index))
            done += len(part.names)
            if progress is not None:
                progress(done, len(names))
        return found

    def _searched(self, names: Sequence[str], index: NameIndex) -> Iterator["_Part"]:
        """The names in parts, in their order, with what they find.

        A block is searched in parts side by side, while the next is read.
        """
        if len(names) <= _PART:  # threads would take longer to start
            columns = columns_of(names)
            yield self._part(names, columns, index.words(columns), 0, index)
            return
        from concurrent.futures import ThreadPoolExecutor  # noqa: PLC0415  # one name needs none

        with ThreadPoolExecutor(cpu_count()) as threads:
            waiting: list[Future[_Part]] = []
            for block, columns, words in _blocks(names, index):
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

    def _matches(self, part: "_Part", index: NameIndex) -> dict[str, list[NameMatch]]:
        """Each name with its matches, against everybody on the list who is written so."""
        names, columns, result = part
        near = np.flatnonzero(result.scores >= self._lowest)
        written, numbers = self.watchlist.roll.entries.bearers(result.found.name[near])
        pairs, told = near[written], self._told(columns, result, index)
        matches = map(
            NameMatch,
            [names[query] for query in result.found.query[pairs].tolist()],
            self.watchlist.names.at(numbers),
            result.scores[pairs].tolist(),
            repeat(True),  # it passes the gate: it was found
            pairs.tolist(),
            repeat(told),
        )
        found: dict[str, list[NameMatch]] = defaultdict(list)
        for match in matches:
            found[match.query].append(match)
        return found

    def _told(self, columns: NameColumns, result: Scored, index: NameIndex) -> Told:
        listed = Names(index.columns, index.weights)
        return Told(result.found, columns, listed, index.persons_from, self.policy.gate)

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

    def _of_party(self, party: Party, met: NameMatches) -> Iterator[Verdict]:
        by_listed: dict[int, list[NameMatch]] = defaultdict(list)
        for name in party.names:
            for match in met.get(name, ()):
                by_listed[match.name.party].append(match)
        for position in proven(party, self.watchlist, self.policy.evidence):
            by_listed.setdefault(position, [])
        for position, matches in by_listed.items():
            yield self._verdict(party, position, matches)

    def _verdict(self, party: Party, position: int, matches: Sequence[NameMatch]) -> Verdict:
        """The policy's verdict on one pair: on the best name that may cause a hit."""
        listed, rule = self.watchlist.parties[position], self.policy.evidence
        facts = compare_facts(party, listed, self.policy)
        proof = tuple(proofs(party, position, self.watchlist, rule))
        if proof and not matches:  # other names altogether: show the nearest
            matches = tuple(self._all_matches(party, position))
        besides = Besides.of(proof, facts, self.policy)
        return verdict(party, listed, matches, besides, self.policy)

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
        told = self._told(columns, result, index)
        rows = {pair: row for row, pair in enumerate(zip(*pairs[:2], strict=True))}
        mine = Names(columns, columns.weights[int(person)])
        theirs = Names(index.columns, index.weights)
        for q, query in enumerate(party.names):
            for n, name in enumerate(listed):
                row = rows.get((q, n))
                if row is None:
                    yield NameMatch(query, name, 0.0, False, 0, Apart(mine, q, theirs, n))
                    continue
                passes = (q, n) in passed
                score = float(result.scores[row]) if passes else 0.0
                yield NameMatch(query, name, score, passes, row, told)


def _blocks(
    names: Sequence[str], index: NameIndex
) -> Iterator[tuple[Sequence[str], NameColumns, Leads]]:
    """The names in blocks, with their columns and what their words meet.

    Of each block only words are looked at that were in none before, but for what is forgotten. The
    first is smaller, so that the search soon begins.
    """
    reader, words, known = Reader(), None, 0
    for start, end in pairwise([0, *range(_PART, len(names), _BLOCK), len(names)]):
        if reader.size > _MOST_TEXTS:
            reader, words, known = Reader(), None, 0
        block = names[start:end]
        columns = reader.columns(block)
        new = index.words(columns, first=known)
        words, known = new if words is None else words.followed_by(new), len(columns.words)
        yield block, columns, words


#: Lets every pair pass of which a word meets another.
_OPEN: Final = Gate(coverage=0.0, query=0.0, listed=0.0, other_script=0.0, letter=0.0)


def _at_the_gate(met: Met, gate: Gate) -> str:
    """Why a pair did not pass, and by how much."""
    if not met.both:
        return "gate: none of the words meet"
    weighs = f"{met.both:.2f} of both names (at least {met.asked:.2f})"
    sides = f"{met.query:.2f} and {met.listed:.2f} of each (one at least {gate.coverage:.2f})"
    return f"gate: too few of the words meet: {weighs}, {sides}"

"""Counterparties against a watchlist: candidates → name score → evidence → policy → decisions.

Distinct names are analysed and scored once, however many parties carry them. A decision depends on
the two records and the policy alone, never on what else is on the list or in the file.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cached_property
from itertools import pairwise, product
from os import cpu_count
from typing import TYPE_CHECKING, Final, NamedTuple

import numpy as np

from sanctionscreen.matching.evidence import Party, compare_facts
from sanctionscreen.matching.index import NameIndex
from sanctionscreen.matching.matches import NAMELESS, Matches
from sanctionscreen.matching.meeting import Leads, LeadsSoFar
from sanctionscreen.matching.model import NameModel
from sanctionscreen.matching.name_columns import NameColumns, Reader, columns_of
from sanctionscreen.matching.policy import Gate, Policy
from sanctionscreen.matching.proofs import proofs, proven
from sanctionscreen.matching.roll import is_personal
from sanctionscreen.matching.score import DIGITS, Scored, scored
from sanctionscreen.matching.told import Apart, Met, Names, Tells, Told
from sanctionscreen.matching.verdict import Besides, Decided, Decision, Pairs, Verdicts
from sanctionscreen.matching.vocabulary import SIDES, Ids, ranges
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

    def hits(self, parties: Iterable[Party], met: Matches) -> Decided:
        """The hits of parties, in their order, each party's by falling score.

        `met` says which listed names are near to the names of all of them.
        """
        asked = list(parties)
        if not len(met.query) and not any(one.is_numbered for one in asked):
            return Decided.none()  # what most single names come to
        pairs = self._pairs(asked, met)
        return Verdicts.of(pairs, self.watchlist, self.policy).hits(self.watchlist)

    def pair(self, party: Party, position: int) -> Decision:
        """What becomes of one party and one listed party, hit or not; says at which step."""
        matches = self._all_matches(party, position)
        besides = {0: self._besides(party, position)}
        first = np.zeros(1, np.int64)
        pairs = Pairs([party], first, first + position, matches, matches.query * 0, besides)
        verdicts = Verdicts.of(pairs, self.watchlist, self.policy)
        (found,) = verdicts.decided(first, self.watchlist).decisions()
        if found.match is None or found.is_hit or matches.passes.any():
            return found
        return found._replace(reason=_at_the_gate(found.match.met(), self.policy.gate))

    def met(self, names: Sequence[str], *, progress: Progress | None = None) -> Matches:
        """For each name the listed names near enough to matter, whoever bears them."""
        index = self.watchlist.index(self.policy)
        found = []
        done = 0
        for part in self._searched(names, index):
            found.append(self._matches(part, index))
            done += len(part.names)
            if progress is not None:
                progress(done, len(names))
        return Matches.joined(found)

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

    def _matches(self, part: "_Part", index: NameIndex) -> Matches:
        """The names against everybody on the list who is written so that it is near."""
        names, columns, result = part
        near = np.flatnonzero(result.scores >= self._lowest)
        written, numbers = self.watchlist.roll.entries.bearers(result.found.name[near])
        pairs = near[written]
        return Matches(
            names,
            [self._told(columns, result, index)],
            result.found.query[pairs],
            numbers,
            result.scores[pairs],
            np.ones(len(pairs), np.bool_),  # they pass the gate: they were found
            pairs * 0,
            pairs,
        )

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

    def _pairs(self, parties: Sequence[Party], met: Matches) -> Pairs:
        """The pairs of a party and a listed one whose names are near, or that a number proves."""
        near, party, listed = _near(parties, met, self.watchlist.roll.party)
        new = (np.diff(party, prepend=-1) | np.diff(listed, prepend=-1)) != 0
        party, listed, of = party[new], listed[new], np.cumsum(new) - 1
        alone = self._proven_alone(parties, party, listed)
        others = [self._all_matches(parties[row], position) for row, position in alone]
        more = np.repeat(np.arange(len(alone)), [len(some.name) for some in others])
        owners, positions = np.array(alone, np.int64).reshape(-1, 2).T
        party, listed = np.concatenate([party, owners]), np.concatenate([listed, positions])
        of = np.concatenate([of, more + new.sum()])
        besides = self._all_besides(parties, party, listed)
        return Pairs(parties, party, listed, Matches.joined([near, *others]), of, besides)

    def _proven_alone(
        self, parties: Sequence[Party], party: Ids, listed: Ids
    ) -> list[tuple[int, int]]:
        """The pairs that an identifier or a wallet proves, but those that stand in the columns."""
        numbered = np.array([one.is_numbered for one in parties], np.bool_)
        rows = numbered[party]
        known = set(zip(party[rows].tolist(), listed[rows].tolist(), strict=True))
        rule = self.policy.evidence
        found = {
            (row, position): None
            for row in np.flatnonzero(numbered).tolist()
            for position in proven(parties[row], self.watchlist, rule)
        }
        return [pair for pair in found if pair not in known]

    def _all_besides(self, parties: Sequence[Party], party: Ids, listed: Ids) -> dict[int, Besides]:
        """The evidence beside the names of every pair with any."""
        tells = np.array([one.is_numbered or one.is_described for one in parties], np.bool_)
        pairs = np.flatnonzero(tells[party])
        rows = zip(pairs.tolist(), party[pairs].tolist(), listed[pairs].tolist(), strict=True)
        found = ((pair, self._besides(parties[row], position)) for pair, row, position in rows)
        return {pair: one for pair, one in found if one.evidence}

    def _besides(self, party: Party, position: int) -> Besides:
        """The evidence beside the names of one pair."""
        proof = tuple(proofs(party, position, self.watchlist, self.policy.evidence))
        facts = compare_facts(party, self.watchlist.parties[position], self.policy)
        return Besides.of(proof, facts, self.policy)

    def _all_matches(self, party: Party, position: int) -> Matches:
        """All names of the party against all of the listed one; 0 where the gate says no."""
        positions = self.watchlist.names_of_party(position)
        if not positions or not party.names:
            return NAMELESS
        published = [self.watchlist.names[n].full for n in positions]
        person = is_personal(self.watchlist.parties[position].entity_type)
        texts = list(map(in_natural_order, published)) if person else published
        first = 0 if person else len(texts)
        index = NameIndex.build(texts, first, self.policy, published=published)
        columns = columns_of(party.names)
        gated = index.search(columns, self.model)
        passed = set(zip(gated.query.tolist(), gated.name.tolist(), strict=True))
        pairs = index.search(columns, self.model, exhaustive=True, gate=_OPEN)
        result = scored(pairs, columns, index.columns, self.model, self.policy)
        found = {pair: row for row, pair in enumerate(zip(*pairs[:2], strict=True))}
        mine = Names(columns, columns.weights[int(person)])
        theirs = Names(index.columns, index.weights)
        tells: list[Tells] = [self._told(columns, result, index)]
        rows: list[tuple[int, int, float, bool, int, int]] = []
        for q, n in product(range(len(party.names)), range(len(positions))):
            row, passes = found.get((q, n)), (q, n) in passed
            if row is None:
                rows.append((q, positions[n], 0.0, passes, len(tells), 0))
                tells.append(Apart(mine, q, theirs, n))
            else:
                score = float(result.scores[row]) if passes else 0.0
                rows.append((q, positions[n], score, passes, 0, row))
        return Matches(party.names, tells, *map(np.array, zip(*rows, strict=True)))


def _near(parties: Sequence[Party], met: Matches, listed_of: Ids) -> tuple[Matches, Ids, Ids]:
    """The names of the parties that met listed names, and the positions of party and listed one.

    In the order of these; names of one pair as the party has them, then as they were met.
    """
    numbers = met.near()
    named = [
        (row, numbers[name])
        for row, one in enumerate(parties)
        for name in one.names
        if name in numbers
    ]
    party, query = np.array(named, np.int64).reshape(-1, 2).T
    low, high = (np.searchsorted(met.query, query, side=side) for side in SIDES)
    rows, party = ranges(low, high), np.repeat(party, high - low)
    listed = listed_of[met.name[rows]]
    order = np.lexsort((listed, party))
    return met.rows(rows[order]), party[order], listed[order]


def _blocks(
    names: Sequence[str], index: NameIndex
) -> Iterator[tuple[Sequence[str], NameColumns, Leads]]:
    """The names in blocks, with their columns and what their words meet.

    Of each block only words are looked at that were in none before, but for what is forgotten. The
    first is smaller, so that the search soon begins.
    """
    reader, words, known = Reader(), LeadsSoFar(), 0
    for start, end in pairwise([0, *range(_PART, len(names), _BLOCK), len(names)]):
        if reader.size > _MOST_TEXTS:
            reader, words, known = Reader(), LeadsSoFar(), 0
        block = names[start:end]
        columns = reader.columns(block)
        leads = index.words(columns, first=known, so_far=words)
        known = len(columns.words)
        yield block, columns, leads


#: Lets every pair pass of which a word meets another.
_OPEN: Final = Gate(coverage=0.0, query=0.0, listed=0.0, other_script=0.0, letter=0.0)


def _at_the_gate(met: Met, gate: Gate) -> str:
    """Why a pair did not pass, and by how much."""
    if not met.both:
        return "gate: none of the words meet"
    weighs = f"{met.both:.2f} of both names (at least {met.asked:.2f})"
    sides = f"{met.query:.2f} and {met.listed:.2f} of each (one at least {gate.coverage:.2f})"
    return f"gate: too few of the words meet: {weighs}, {sides}"

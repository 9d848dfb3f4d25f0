"""The strongest verdict of a rule on each company, its proof, and the words for it."""

from collections import defaultdict
from collections.abc import Sequence
from functools import lru_cache
from typing import Final, NamedTuple

from sanctionscreen.holdings.fixpoint import Edge, Graph
from sanctionscreen.holdings.judging import Blocks, Reached, Run, Status
from sanctionscreen.holdings.network import Network
from sanctionscreen.holdings.settings import UNIT, WHOLE, Kind, Rule, Weight

_SURE: Final = (Kind.OWNERSHIP, Kind.VOTING, Kind.CONTROL)


class Verdict(NamedTuple):
    """What a rule says of one node: by which run, whose reach, and on what basis.

    `held` is every holding of a reached owner in it, `proof` those of owners reached before it;
    the largest first.
    """

    reached: Reached
    run: Run
    basis: Kind
    status: Status
    held: Sequence[Edge]
    proof: Sequence[Edge]

    @property
    def blocks(self) -> Blocks:
        """Whether the rule treats the company as blocked."""
        return self.run.blocks


def verdicts(network: Network, reached: Sequence[Reached], rule: Rule) -> dict[int, Verdict]:
    """The strongest verdict on each company, those with fewer rounds first."""
    left_out = frozenset(range(network.parties, len(network.nodes))).union(
        *(person.certain for person in network.persons)
    )
    best: dict[int, tuple[int, int, int]] = {}
    for number, one in enumerate(reached):
        for strength, run in enumerate(one.runs):
            for node, rounds in run.rounds.items():
                key = strength, rounds, number
                if rounds and node not in left_out and (node not in best or key < best[node]):
                    best[node] = key
    return {
        node: _verdict(network.graph, node, reached[number], strength, rule)
        for node, (strength, _, number) in sorted(best.items())
    }


def _verdict(graph: Graph, node: int, reached: Reached, strength: int, rule: Rule) -> Verdict:
    run = reached.runs[strength]
    every = _held(graph, node, run)
    proof = _earlier(every, node, run)
    basis = _basis(proof, run)
    by_shares = basis is Kind.OWNERSHIP or (basis is Kind.VOTING and rule.votes is Weight.OWNS)
    if not by_shares or run.blocks is Blocks.NO:
        status = Status.CONTROL_INDICATED
    else:
        status = Status.OWNED if run.blocks is Blocks.YES else Status.POSSIBLY_OWNED
    return Verdict(reached, run, basis, status, every, proof)


def _basis(holdings: Sequence[Edge], run: Run) -> Kind:
    """The kind of holding that passes the test in the proof.

    Certain shares say more than control, and a stated control more than shares that may be
    anything.
    """
    sums: dict[Kind, int] = defaultdict(int)
    for edge in holdings:
        sums[edge.kind] += run.bound.of(edge)
    order = _SURE if run.bound.certain else tuple(reversed(_SURE))
    return next(kind for kind in order if kind in run.bars and sums[kind] >= run.bars[kind])


def _held(graph: Graph, node: int, run: Run) -> list[Edge]:
    """Every holding of a reached owner in a company, whenever it was reached; largest first."""
    bars, rounds, share = run.bars, run.rounds, run.bound.of
    found = [
        edge
        for edge in graph.into.get(node, ())
        if edge.owner in rounds and edge.kind in bars and share(edge) > 0
    ]
    if len(found) > 1:
        found.sort(key=lambda edge: (-share(edge), edge.owner, edge.kind))
    return found


def _earlier(holdings: Sequence[Edge], node: int, run: Run) -> list[Edge]:
    """The holdings of owners who were reached before the company."""
    rounds = run.rounds
    own = rounds[node]
    return [edge for edge in holdings if rounds[edge.owner] < own]


def chain(graph: Graph, node: int, verdict: Verdict, *, longest: int) -> tuple[list[Edge], bool]:
    """The holdings from listed owners down to a company, and whether none was left out.

    The nearest to the company are kept where there are more than `longest`.
    """
    run = verdict.run
    found: list[Edge] = []
    todo, seen = [node], {node}
    for company in todo:
        known = company == node
        proof = verdict.proof if known else _earlier(_held(graph, company, run), company, run)
        for edge in proof:
            found.append(edge)
            if run.rounds[edge.owner] and edge.owner not in seen:
                seen.add(edge.owner)
                todo.append(edge.owner)
        if len(found) > longest:
            break
    kept = found[:longest]
    kept.sort(key=lambda edge: run.rounds[edge.owned])
    return kept, len(found) <= longest


def bounds(graph: Graph, node: int, verdict: Verdict) -> tuple[float, float] | None:
    """The least and the most that blocked owners hold, in percent; control has no share."""
    if verdict.basis is Kind.CONTROL:
        return None
    certain, possible = verdict.reached.certain, verdict.reached.possible
    if verdict.blocks is Blocks.NO:
        certain = possible = verdict.run
    least = most = 0
    for edge in graph.into.get(node, ()):
        if edge.kind is verdict.basis:
            least += edge.low if edge.owner in certain.rounds else 0
            most += edge.high if edge.owner in possible.rounds else 0
    return min(least, WHOLE) / UNIT, min(most, WHOLE) / UNIT


_HOW: Final = {
    Kind.OWNERSHIP: "owned",
    Kind.VOTING: "held by a majority of votes",
    Kind.CONTROL: "controlled",
}


def wording(verdict: Verdict, bounds: tuple[float, float] | None, rule: Rule) -> str:
    """The finding in words: owned or controlled by blocked persons, never "listed"."""
    perhaps = "" if verdict.run.bound.certain else "possibly "
    share = "" if bounds is None else f", {percent(*bounds)}"
    harmless = "; this alone does not block" if verdict.blocks is Blocks.NO else ""
    presumed = "; presumption, the contrary can be shown" if rule.presumption else ""
    how = _HOW[verdict.basis]
    return f"{perhaps}{how} by blocked persons{share} ({rule.title}{harmless}{presumed})"


@lru_cache(maxsize=10_000)  # most shares of a register are said many times
def percent(least: float, most: float) -> str:
    """A share as people write it.

    >>> percent(50.0, 50.0), percent(33.333333333, 60.0)
    ('50 %', '33.333333333 to 60 %')
    """
    low, high = (f"{share:.9f}".rstrip("0").rstrip(".") for share in (least, most))
    return f"{low} %" if low == high else f"{low} to {high} %"

"""Who is reached from the blocked: the least fixpoint of a threshold over holdings.

Rounds are synchronous, so the round in which a company is reached depends on the holdings alone,
never on their order. A company is reached by owners of earlier rounds only: cycles and mutual
holdings cannot lift themselves, and every chain ends at a seed.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from operator import attrgetter
from typing import NamedTuple

from sanctionscreen.holdings.settings import Kind


class Edge(NamedTuple):
    """A holding between two nodes by their numbers; `at` is its place in the table."""

    owner: int
    owned: int
    kind: Kind
    low: int
    high: int
    at: int


class Bound(NamedTuple):
    """Which bound of the shares counts, and how it is read from an edge."""

    certain: bool
    of: Callable[[Edge], int]


CERTAIN = Bound(certain=True, of=attrgetter("low"))
POSSIBLE = Bound(certain=False, of=attrgetter("high"))


class Graph:
    """Holdings by owner and by owned company; one in itself counts for nobody and is left out."""

    def __init__(self, edges: Iterable[Edge]) -> None:
        self.edges: tuple[Edge, ...] = tuple(edge for edge in edges if edge.owner != edge.owned)
        self.of_owner: Mapping[int, list[Edge]] = _by(self.edges, attrgetter("owner"))
        self.into: Mapping[int, list[Edge]] = _by(self.edges, attrgetter("owned"))
        self.kinds = frozenset(edge.kind for edge in self.edges)
        self.is_exact = all(edge.low == edge.high for edge in self.edges)


def _by(edges: Sequence[Edge], end: Callable[[Edge], int]) -> Mapping[int, list[Edge]]:
    found: dict[int, list[Edge]] = defaultdict(list)
    for edge in edges:
        found[end(edge)].append(edge)
    return found


def reach(
    graph: Graph, seeds: Iterable[int], bars: Mapping[Kind, int], bound: Bound
) -> dict[int, int]:
    """Each reached node with its round; seeds have round 0.

    A node is reached when what reached owners hold in it adds up to the bar of some kind. Kinds
    without a bar do not count.

    >>> edges = [Edge(0, 1, Kind.OWNERSHIP, 60, 60, 0), Edge(1, 0, Kind.OWNERSHIP, 60, 60, 1)]
    >>> reach(Graph(edges), [], {Kind.OWNERSHIP: 50}, CERTAIN)  # they own each other: nobody's
    {}
    """
    rounds = dict.fromkeys(seeds, 0)
    sums: dict[tuple[int, Kind], int] = defaultdict(int)
    frontier = list(rounds)
    share = bound.of
    number = 0
    while frontier:
        number += 1
        reached = set()
        for owner in frontier:
            for edge in graph.of_owner.get(owner, ()):
                bar = bars.get(edge.kind)
                if bar is None or edge.owned in rounds:
                    continue
                key = edge.owned, edge.kind
                sums[key] += share(edge)
                if sums[key] >= bar:
                    reached.add(edge.owned)
        rounds.update(dict.fromkeys(reached, number))
        frontier = sorted(reached)
    return rounds

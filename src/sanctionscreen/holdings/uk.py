"""The United Kingdom's test of ownership and control.

One designated person must hold more than 50 percent of the shares or of the votes, directly or
through entities in each of which the one above has a majority, or must control the entity. The
holdings of several designated persons are not simply added up. Under a joint arrangement each party
to it is treated as holding the shares of all of them: the table says so in its column `joint`.

Source: regulation 7 and Schedule 1 of the sanctions regulations, such as the Russia (Sanctions) (EU
Exit) Regulations 2019, https://www.legislation.gov.uk/uksi/2019/855/regulation/7; OFSI, UK
financial sanctions general guidance, chapter on ownership and control (aggregation)
"""

from collections import defaultdict
from collections.abc import Iterator, Sequence

from sanctionscreen.holdings.fixpoint import Edge, Graph
from sanctionscreen.holdings.judging import Person, Reached, alone, together
from sanctionscreen.holdings.settings import WHOLE, Kind, Rule


def judge(graph: Graph, persons: Sequence[Person], rule: Rule) -> Iterator[Reached]:
    """Who is reached under the United Kingdom's test; `rule.adds_up` is false as shipped."""
    return together(graph, persons, rule) if rule.adds_up else alone(graph, persons, rule)


class Pool:
    """The holdings of one joint arrangement in one company, as a node between them."""

    def __init__(self, node: int, at: int) -> None:
        self.node = node
        self.at = at
        self.members: list[Edge] = []

    def edges(self) -> Iterator[Edge]:
        """Each party reaches the pool, and the pool holds what all of them hold."""
        for edge in self.members:
            yield edge._replace(owned=self.node, low=WHOLE, high=WHOLE)
        first = self.members[0]
        low = min(WHOLE, sum(edge.low for edge in self.members))
        high = min(WHOLE, sum(edge.high for edge in self.members))
        yield first._replace(owner=self.node, low=low, high=high, at=self.at)


def pools(
    edges: Sequence[Edge], joint: Sequence[str | None], *, first_node: int, first_at: int
) -> dict[tuple[str, int, Kind], Pool]:
    """The joint arrangements, by label, company and kind; `joint` has the label of each edge.

    New nodes and places are numbered from `first_node` and `first_at`.
    """
    found: dict[tuple[str, int, Kind], Pool] = {}
    grouped: dict[tuple[str, int, Kind], list[Edge]] = defaultdict(list)
    for edge, label in zip(edges, joint, strict=True):
        if label is not None:
            grouped[label, edge.owned, edge.kind].append(edge)
    for number, key in enumerate(sorted(grouped)):
        found[key] = Pool(first_node + number, first_at + number)
        found[key].members += grouped[key]
    return found


def pooled(edges: Sequence[Edge], found: dict[tuple[str, int, Kind], Pool]) -> Graph:
    """The graph in which joint holdings run through their arrangement."""
    joint = {edge.at for pool in found.values() for edge in pool.members}
    rest = [edge for edge in edges if edge.at not in joint]
    return Graph([*rest, *(edge for pool in found.values() for edge in pool.edges())])

"""HOLDINGS and MATCHES → numbered nodes, edges, and the blocked persons of a rule."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import polars as pl

from sanctionscreen.holdings import eu, uk, us_ofac
from sanctionscreen.holdings.fixpoint import Edge, Graph
from sanctionscreen.holdings.judging import Person, Reached
from sanctionscreen.holdings.settings import Kind, Rule, RuleId

_KINDS = {kind.value: kind for kind in Kind}


@dataclass(frozen=True, slots=True)
class Network:
    """The holdings of a rule as a graph; `shown` has the row of each edge's `at`.

    The first nodes are owners and companies; behind them stand joint arrangements.
    """

    nodes: tuple[str, ...]
    parties: int
    graph: Graph
    shown: pl.DataFrame
    matches: pl.DataFrame
    persons: tuple[Person, ...]

    def judge(self, rule_id: RuleId, rule: Rule) -> tuple[Reached, ...]:
        """Who is reached under the rule."""
        judges = {RuleId.US_OFAC: us_ofac.judge, RuleId.UK: uk.judge, RuleId.EU: eu.judge}
        return tuple(judges[rule_id](self.graph, self.persons, rule))


def network(holdings: pl.DataFrame, matches: pl.DataFrame, rule_id: RuleId) -> Network:
    """The network of these holdings and of the matches to persons whom the rule blocks.

    Nodes are numbered in the order of the alphabet, so that nothing depends on the order of rows.
    """
    ends = pl.concat([holdings["owner"], holdings["owned"], matches["node"]])
    nodes = tuple(ends.unique().sort().to_list())
    number = {node: at for at, node in enumerate(nodes)}
    columns = [
        [number[node] for node in holdings["owner"].to_list()],
        [number[node] for node in holdings["owned"].to_list()],
        [_KINDS[kind] for kind in holdings["kind"].to_list()],
        holdings["low"].to_list(),
        holdings["high"].to_list(),
        range(holdings.height),
    ]
    edges = [Edge._make(row) for row in zip(*columns, strict=True)]
    persons = _persons(matches, number)
    if rule_id is not RuleId.UK or not holdings["joint"].count():
        return Network(nodes, len(nodes), Graph(edges), holdings, matches, persons)
    return _with_pools(nodes, edges, holdings, matches)


def _with_pools(
    nodes: tuple[str, ...],
    edges: Sequence[Edge],
    holdings: pl.DataFrame,
    matches: pl.DataFrame,
) -> Network:
    joint = holdings["joint"].to_list()
    pools = uk.pools(edges, joint, first_node=len(nodes), first_at=holdings.height)
    names = [f"joint arrangement {label} in {nodes[owned]}" for label, owned, _ in pools]
    last = [list(pool.edges())[-1] for pool in pools.values()]
    rows = [
        {
            "owner": name,
            "owned": nodes[edge.owned],
            "kind": edge.kind.value,
            "low": edge.low,
            "high": edge.high,
            "joint": label,
        }
        for name, edge, (label, _, _) in zip(names, last, pools, strict=True)
    ]
    targets = {
        edge.at: name
        for name, pool in zip(names, pools.values(), strict=True)
        for edge in pool.members
    }
    at = pl.Series([targets.get(place) for place in range(holdings.height)], dtype=pl.String)
    shown = holdings.with_columns(owned=pl.coalesce(at, "owned"))
    added = pl.DataFrame(rows, schema=holdings.schema)
    graph = uk.pooled(edges, pools)
    persons = _persons(matches, {node: number for number, node in enumerate(nodes)})
    return Network(
        nodes=(*nodes, *names),
        parties=len(nodes),
        graph=graph,
        shown=pl.concat([shown, added]),
        matches=matches,
        persons=persons,
    )


def _persons(matches: pl.DataFrame, number: Mapping[str, int]) -> tuple[Person, ...]:
    certain: dict[str, set[int]] = defaultdict(set)
    possible: dict[str, set[int]] = defaultdict(set)
    for node, entity_id, sure in matches.select("node", "entity_id", "certain").iter_rows():
        possible[entity_id].add(number[node])
        if sure:
            certain[entity_id].add(number[node])
    return tuple(
        Person(entity_id, frozenset(certain[entity_id]), frozenset(possible[entity_id]))
        for entity_id in sorted(possible)
    )

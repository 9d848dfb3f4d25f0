"""What a rule found → OWNED: one row a company, with its chain, its owners and its wording."""

from collections import defaultdict
from collections.abc import Mapping
from typing import Final, NamedTuple

import polars as pl

from sanctionscreen.columns import HOLDING, LISTED_OWNER, OWNED
from sanctionscreen.holdings.network import Network
from sanctionscreen.holdings.settings import UNIT, Kind, Rule, RuleId
from sanctionscreen.holdings.verdicts import Verdict, bounds, chain, wording

#: How an owner stands that is a listed party.
LISTED, POSSIBLY_LISTED = "listed", "possibly_listed"
#: Polars divides by multiplying: 30 % would be 30.000000000000004.
_DIGITS: Final = 9
#: The columns of OWNED that are plain values of a verdict.
_PLAIN: Final = pl.Schema(
    {
        name: OWNED[name]
        for name in (
            "company", "status", "blocks", "basis", "min_pct", "max_pct", "wording",
            "chain_complete",
        )
    }
)  # fmt: skip


class _Pairs(NamedTuple):
    """Rows of the result, and beside each the place of a record that belongs to it."""

    rows: list[int]
    places: list[int]

    def add(self, row: int, places: list[int]) -> None:
        """These records belong to the row."""
        self.rows.extend([row] * len(places))
        self.places.extend(places)


class Known(NamedTuple):
    """What is known of nodes: the name to show, and the listed parties they are on any list.

    `listed` has the columns company and also_listed.
    """

    names: Mapping[str, str]
    listed: pl.DataFrame


def owned_frame(
    network: Network,
    found: Mapping[int, Verdict],
    rule_id: RuleId,
    rule: Rule,
    *,
    known: Known,
    longest: int,
) -> pl.DataFrame:
    """The verdicts as OWNED; a chain has `longest` holdings at most.

    Companies on no list come first, then those that another authority lists; by company.
    """
    links, plain = _Links(network), []
    for row, (node, verdict) in enumerate(found.items()):
        share = bounds(network.graph, node, verdict)
        complete = links.add(row, node, verdict, longest)
        least, most = (None, None) if share is None else share
        said = verdict.status, verdict.blocks, verdict.basis
        words = wording(verdict, share, rule)
        plain.append((network.nodes[node], *said, least, most, words, complete))
    columns = zip(_PLAIN, zip(*plain, strict=True), strict=True) if plain else ()
    frame = pl.DataFrame(dict(columns), schema=_PLAIN)
    shown = _shown(network, found, known)
    return (
        frame.join(known.listed, on="company", how="left", maintain_order="left")
        .with_columns(
            rule=pl.lit(rule_id.value),
            company_name=_named(frame["company"], known),
            presumption=pl.lit(rule.presumption),
            listed_owners=_gathered(links.owners, _owners(network, known), frame.height),
            holdings=_gathered(links.holdings, shown, frame.height),
            chain=_gathered(links.chain, shown, frame.height),
            entity_id=pl.format("owned_{}:{}", pl.lit(rule_id.value), "company"),
            also_listed=pl.col("also_listed").fill_null([]),
        )
        .select(OWNED.names())
        .cast(OWNED)
        .sort(pl.col("also_listed").list.len() > 0, "company")
    )


class _Links:
    """Which holdings and matches belong to which row of the result."""

    def __init__(self, network: Network) -> None:
        self.holdings = _Pairs([], [])
        self.chain = _Pairs([], [])
        self.owners = _Pairs([], [])
        self._graph = network.graph
        self._matched = _matched(network)

    def add(self, row: int, node: int, verdict: Verdict, longest: int) -> bool:
        """Whether the chain is complete; its links are then among those of the row."""
        run = verdict.run
        edges, complete = chain(self._graph, node, verdict, longest=longest)
        self.chain.add(row, [edge.at for edge in edges])
        self.holdings.add(row, [edge.at for edge in verdict.held])
        seeds = sorted({edge.owner for edge in edges if run.rounds[edge.owner] == 0})
        who = verdict.reached.entity_id
        of_seeds = [match for seed in seeds for match in self._matched[seed]]
        self.owners.add(row, [at for at, entity_id in of_seeds if who in {None, entity_id}])
        return complete


def _matched(network: Network) -> dict[int, list[tuple[int, str]]]:
    """For each node the rows of the matches and the listed parties that it is."""
    number = {node: at for at, node in enumerate(network.nodes)}
    found: dict[int, list[tuple[int, str]]] = defaultdict(list)
    pairs = network.matches.select("node", "entity_id").iter_rows()
    for at, (node, entity_id) in enumerate(pairs):
        found[number[node]].append((at, entity_id))
    return found


def _gathered(links: _Pairs, records: pl.Series, height: int) -> pl.Series:
    """For each row the list of its records, in the order of the links."""
    listed = (
        pl.DataFrame({"row": links.rows}, schema={"row": pl.Int64})
        .with_columns(record=records.gather(links.places))
        .group_by("row", maintain_order=True)
        .agg("record")
    )
    every = pl.DataFrame({"row": pl.int_range(height, dtype=pl.Int64, eager=True)})
    return every.join(listed, on="row", how="left", maintain_order="left")["record"].fill_null([])


def _named(nodes: pl.Series, known: Known) -> pl.Series:
    return pl.Series([known.names.get(node, node) for node in nodes], dtype=pl.String)


def _shown(network: Network, found: Mapping[int, Verdict], known: Known) -> pl.Series:
    """Each holding as HOLDING: the owner's name and standing, shares in percent."""
    standing = {network.nodes[node]: verdict.status.value for node, verdict in found.items()}
    standing |= dict.fromkeys(network.matches["node"], POSSIBLY_LISTED)
    standing |= dict.fromkeys(network.matches.filter("certain")["node"], LISTED)
    shown = network.shown
    stated = pl.col("kind") != Kind.CONTROL.value
    return (
        shown.with_columns(
            owner_name=_named(shown["owner"], known),
            standing=pl.Series([standing.get(owner) for owner in shown["owner"]], dtype=pl.String),
            min_pct=pl.when(stated).then((pl.col("low") / UNIT).round(_DIGITS)),
            max_pct=pl.when(stated).then((pl.col("high") / UNIT).round(_DIGITS)),
        )
        .select(record=pl.struct([entry.name for entry in HOLDING.fields]).cast(HOLDING))
        .to_series()
    )


def _owners(network: Network, known: Known) -> pl.Series:
    """Each match as LISTED_OWNER."""
    owners = network.matches.with_columns(
        caption=_named(network.matches["entity_id"], known), owner="node"
    )
    record = pl.struct([entry.name for entry in LISTED_OWNER.fields]).cast(LISTED_OWNER)
    return owners.select(record=record).to_series()

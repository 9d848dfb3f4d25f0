"""What a rule finds: who is reached for certain, possibly, or by signs that do not block."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from enum import StrEnum
from typing import Final, NamedTuple

from sanctionscreen.errors import InputError
from sanctionscreen.holdings.fixpoint import CERTAIN, POSSIBLE, Bound, Graph, reach
from sanctionscreen.holdings.settings import Kind, Rule

#: A register connects a person with the companies below it, not everybody with everything: more
#: pairs than this come of holdings without shares, and would fill the memory.
_MOST_PAIRS: Final = 5_000_000
_TOO_MANY: Final = (
    f"the holdings connect more than {_MOST_PAIRS:,} pairs of blocked person and company: give"
    " shares instead of 0 to 100 %, or use a rule that adds up"
)


class Person(NamedTuple):
    """A blocked party and the nodes of the table that are it, for certain or possibly."""

    entity_id: str
    certain: frozenset[int]
    possible: frozenset[int]  # holds the certain ones as well


class Status(StrEnum):
    """How a company stands to blocked persons; none of these means that it is listed."""

    OWNED = "owned"
    POSSIBLY_OWNED = "possibly_owned"
    CONTROL_INDICATED = "control_indicated"


class Blocks(StrEnum):
    """Whether the rule treats the company as blocked."""

    YES = "yes"
    POSSIBLY = "possibly"
    NO = "no"


class Run(NamedTuple):
    """One fixpoint: the round of each node that is reached, and what it means to be reached."""

    rounds: Mapping[int, int]
    bars: Mapping[Kind, int]
    bound: Bound
    blocks: Blocks


class Reached(NamedTuple):
    """The runs for one blocked person, or for all together, the strongest first."""

    runs: tuple[Run, ...]
    entity_id: str | None  # null where the holdings of all persons add up

    @property
    def certain(self) -> Run:
        """What is reached by blocked persons and shares that are certain."""
        return self.runs[0]

    @property
    def possible(self) -> Run:
        """What is reached if every possible match is true and every share as high as it can be."""
        return self.runs[1]


def together(graph: Graph, persons: Sequence[Person], rule: Rule) -> Iterator[Reached]:
    """The reach of all blocked persons, whose holdings add up."""
    certain = frozenset[int]().union(*(person.certain for person in persons))
    possible = frozenset[int]().union(*(person.possible for person in persons))
    yield _reached(graph, certain, possible, rule, None)


def alone(graph: Graph, persons: Iterable[Person], rule: Rule) -> Iterator[Reached]:
    """The reach of each blocked person, whose holdings add up with nobody else's."""
    pairs = 0
    for person in persons:
        if any(node in graph.of_owner for node in person.possible):
            found = _reached(graph, person.certain, person.possible, rule, person.entity_id)
            pairs += len(found.runs[-1].rounds)
            if pairs > _MOST_PAIRS:
                raise InputError(_TOO_MANY, field="owner")
            yield found


def _reached(
    graph: Graph,
    certain: frozenset[int],
    possible: frozenset[int],
    rule: Rule,
    entity_id: str | None,
) -> Reached:
    blocking, every = (
        {kind: bar for kind, bar in bars.items() if kind in graph.kinds}
        for bars in (rule.blocking, rule.bars)
    )
    sure = reach(graph, certain, blocking, CERTAIN)
    same = graph.is_exact and certain == possible  # nothing is open: what is possible is certain
    may = sure if same else reach(graph, possible, blocking, POSSIBLE)
    runs = [
        Run(sure, blocking, CERTAIN, Blocks.YES),
        Run(may, blocking, POSSIBLE, Blocks.POSSIBLY),
    ]
    if every != blocking:
        shown = reach(graph, certain, every, CERTAIN)
        may = shown if same else reach(graph, possible, every, POSSIBLE)
        runs.append(Run(shown, every, CERTAIN, Blocks.NO))
        runs.append(Run(may, every, POSSIBLE, Blocks.NO))
    return Reached(tuple(runs), entity_id)

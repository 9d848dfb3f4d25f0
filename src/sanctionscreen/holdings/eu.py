"""The EU's test of ownership and control, a presumption.

A listed person who has 50 percent or more of the proprietary rights of an entity, or a majority
interest, owns it; holdings of several listed persons are added up. Who controls it (appoints its
management, has the majority of the votes, a dominant influence …) is treated alike. What reaches
such an entity is presumed to reach the listed person, unless the contrary is shown case by case;
so every result says `presumption`.

Source: Council of the EU, Update of the EU Best Practices for the effective implementation of
restrictive measures, 11623/24, 3 July 2024, part "ownership and control",
https://data.consilium.europa.eu/doc/document/ST-11623-2024-INIT/en/pdf; Commission, consolidated
FAQs on Regulation (EU) No 269/2014, asset freeze, question 8 (aggregate ownership)
"""

from collections.abc import Iterator, Sequence

from sanctionscreen.holdings.fixpoint import Graph
from sanctionscreen.holdings.judging import Person, Reached, alone, together
from sanctionscreen.holdings.settings import Rule


def judge(graph: Graph, persons: Sequence[Person], rule: Rule) -> Iterator[Reached]:
    """Who is reached under the EU's test; `rule.adds_up` is true in the shipped settings."""
    return together(graph, persons, rule) if rule.adds_up else alone(graph, persons, rule)

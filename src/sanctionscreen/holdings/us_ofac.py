"""OFAC's 50 percent rule.

An entity that blocked persons own 50 percent or more, directly or indirectly, is blocked itself.
The holdings of all blocked persons are added up, whatever the programme (FAQ 399). Indirectly means
through entities that are 50 percent or more owned themselves (FAQ 401). Control without ownership
does not block, but calls for caution (FAQ 398): it is shown as an indication.

Source: Revised Guidance on Entities Owned by Persons Whose Property and Interests in Property Are
Blocked, 13 August 2014, https://ofac.treasury.gov/media/6186/download; FAQ 398-402,
https://ofac.treasury.gov/faqs/topic/1521
"""

from collections.abc import Iterator, Sequence

from sanctionscreen.holdings.fixpoint import Graph
from sanctionscreen.holdings.judging import Person, Reached, alone, together
from sanctionscreen.holdings.settings import Rule


def judge(graph: Graph, persons: Sequence[Person], rule: Rule) -> Iterator[Reached]:
    """Who is reached under OFAC's rule; `rule.adds_up` is true in the shipped settings."""
    return together(graph, persons, rule) if rule.adds_up else alone(graph, persons, rule)

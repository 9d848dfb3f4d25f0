"""140 made-up sentences about an invented list: half were tuned on, half are reported on."""

import json
from functools import cache
from pathlib import Path
from typing import NamedTuple

import pytest

from articles.invented import SENTENCE_ENTITIES
from sanctionscreen.articles.listed import ListedNames
from sanctionscreen.articles.mentions import find_mentions
from sanctionscreen.articles.passages import Passages
from sanctionscreen.articles.variants import find_variants
from sanctionscreen.matching.watchlist import Watchlist
from sanctionscreen.screening import explain

PATH = Path(__file__).with_name("sentences.jsonl")
WATCHLIST = Watchlist.from_entities(SENTENCE_ENTITIES)
LISTED = ListedNames(WATCHLIST)


class Case(NamedTuple):
    """A sentence, and the variant in it; null for a trap."""

    half: str
    text: str
    kind: str | None
    variant: str | None


@cache
def cases() -> tuple[Case, ...]:
    lines = PATH.read_text(encoding="utf-8").splitlines()
    return tuple(Case(**json.loads(line)) for line in lines)


def found(text: str) -> dict[str, str]:
    """The variants and their kinds."""
    passages = Passages(text)
    mentions = find_mentions(
        passages, LISTED, confirm=lambda name, id_: explain(name, id_, WATCHLIST).name_score
    )
    return {v.text: v.kind.value for v in find_variants(passages, mentions, LISTED)}


def test_there_are_enough_of_both_in_both_halves() -> None:
    sizes = [
        sum(case.half == half and (case.variant is None) is trap for case in cases())
        for half in ("tune", "report")
        for trap in (False, True)
    ]
    assert sizes == [34, 36, 34, 36]


@pytest.mark.parametrize("half", ["tune", "report"])
def test_precision_and_recall(half: str) -> None:
    right = wrong = missed = 0
    for case in cases():
        if case.half == half:
            got, want = set(found(case.text)), {case.variant} - {None}
            right += len(got & want)
            wrong += len(got - want)
            missed += len(want - got)
    assert right / (right + wrong) >= 0.95
    assert right / (right + missed) >= 0.85


@pytest.mark.parametrize(
    "case",
    [pytest.param(c, id=c.text[:40]) for c in cases() if c.half == "tune" and c.variant],
)
def test_the_half_that_was_tuned_on(case: Case) -> None:
    assert list(found(case.text)) == [case.variant]

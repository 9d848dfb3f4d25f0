"""Writes the scores of all golden pairs anew: `python -m tests.golden.refreeze`.

`scores.csv` holds pairs of an invented counterparty (or a listed party written in another way) and
a name of the bundled excerpt. `label` says what a person would decide and is written by hand; so
are new pairs, whose other cells may be empty. `name_score` and `found` (at the default threshold)
are the matcher's. A change of them goes with the commit that causes it and stands under *Scores*
in the changelog.
"""

import csv
from collections.abc import Iterable
from pathlib import Path
from typing import NamedTuple

from sanctionscreen.matching.index import NameIndex
from sanctionscreen.matching.model import NameModel
from sanctionscreen.matching.name_columns import columns_of
from sanctionscreen.matching.policy import Policy
from sanctionscreen.matching.roll import is_personal
from sanctionscreen.matching.score import scored as scored_pairs

SCORES = Path(__file__).with_name("scores.csv")


class Golden(NamedTuple):
    """One pair, as it stands in the file."""

    label: str
    query: str
    listed: str
    entity_type: str
    name_score: str
    found: str


def read() -> list[Golden]:
    """The pairs of the file."""
    with SCORES.open(encoding="utf-8", newline="") as lines:
        return [Golden(**row) for row in csv.DictReader(lines)]


def scored(pair: Golden, policy: Policy) -> Golden:
    """The pair with the score that the matcher gives it, 0 where the gate says no."""
    model, queries = NameModel.default(), columns_of([pair.query])
    index = NameIndex.build([pair.listed], 0 if is_personal(pair.entity_type) else 1, policy)
    pairs = index.search(queries, model)
    scores = scored_pairs(pairs, queries, index.columns, model, policy).scores
    score = float(scores[0]) if len(scores) else 0.0
    found = "hit" if score >= policy.threshold.hit else "no hit"
    return pair._replace(name_score=f"{score:.4f}", found=found)


def write(pairs: Iterable[Golden]) -> None:
    """Writes the pairs to the file."""
    with SCORES.open("w", encoding="utf-8", newline="") as lines:
        writer = csv.writer(lines, lineterminator="\n")
        writer.writerow(Golden._fields)
        writer.writerows(pairs)


if __name__ == "__main__":
    write(scored(pair, Policy.default()) for pair in read())

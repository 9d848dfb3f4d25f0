from collections import defaultdict

import pytest

from golden.refreeze import Golden, read, scored
from sanctionscreen.matching.policy import Policy
from sanctionscreen.matching.watchlist import Watchlist

GOLDEN = read()
LABELS = ("hit", "no hit")
FEWEST = 120
#: Of the pairs that a person calls a hit the matcher finds at least this share …
RECALL = 0.85
#: … and of the others it calls at most this share a hit.
FALSE_HITS = 0.1


def changes() -> list[str]:
    """One line a pair whose score or decision is not the frozen one."""
    policy = Policy.default()
    lines = []
    for before in GOLDEN:
        after = scored(before, policy)
        if after != before:
            what = f"{before.found} → {after.found}" if before.found != after.found else ""
            lines.append(
                f"{before.name_score} → {after.name_score}  {what:16} (label: {before.label}) "
                f"{before.query!r} ~ {before.listed!r}, {before.entity_type}"
            )
    return lines


def test_scores_are_the_frozen_ones() -> None:
    lines = changes()
    assert not lines, "\n".join(
        (
            f"{len(lines)} of {len(GOLDEN)} golden scores changed. If that is meant, run "
            "`python -m tests.golden.refreeze` and say so under Scores in the changelog.",
            *lines,
        )
    )


def test_the_file_is_whole() -> None:
    assert len(GOLDEN) >= FEWEST
    assert {pair.label for pair in GOLDEN} == set(LABELS)
    assert len({(pair.query, pair.listed) for pair in GOLDEN}) == len(GOLDEN)


@pytest.fixture(scope="module")
def types_of_names() -> dict[str, set[str]]:
    watchlist = Watchlist.bundled()
    types = defaultdict(set)
    for name in watchlist.names:
        types[name.full].add(watchlist.parties[name.party].entity_type)
    return types


def test_listed_names_stand_in_the_excerpt(types_of_names: dict[str, set[str]]) -> None:
    wrong = [p for p in GOLDEN if p.entity_type not in types_of_names.get(p.listed, set())]
    assert wrong == []


def test_clean_counterparties_are_nobody_listed(types_of_names: dict[str, set[str]]) -> None:
    listed = {name.casefold() for name in types_of_names}
    assert [p for p in GOLDEN if p.label == "no hit" and p.query.casefold() in listed] == []


def share_found(label: str) -> float:
    pairs: list[Golden] = [pair for pair in GOLDEN if pair.label == label]
    return sum(pair.found == "hit" for pair in pairs) / len(pairs)


def test_labels_are_met_on_the_whole() -> None:
    assert share_found("hit") >= RECALL
    assert share_found("no hit") <= FALSE_HITS

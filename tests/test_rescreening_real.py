"""On OFAC's publications of autumn 2025, a rescreening is the difference of two full screenings.

With the counterparties and the comparison of `benchmarks/rescreen.py`, which measures 100,000.
"""

import polars as pl
import pytest

import benches
from sanctionscreen import ListDiff, Store, diff, screen

pytestmark = pytest.mark.real
DATA = benches.ROOT.parent / "shared/data"
ROWS = 4_000


bench = benches.bench("rescreen")


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory) -> tuple[Store, list[str]]:
    if not (DATA / "ofac").is_dir():
        pytest.skip(f"the real lists are not in {DATA}")
    store, ids = bench.filled(tmp_path_factory.mktemp("real"), DATA)
    return store, ids


@pytest.fixture(scope="module")
def steps(filled: tuple[Store, list[str]]) -> list[ListDiff]:
    store, ids = filled
    return [diff(store, bench.LIST, old=ids[old], new=ids[new]) for old, new in bench.STEPS]


@pytest.fixture(scope="module")
def parties(filled: tuple[Store, list[str]], steps: list[ListDiff]) -> pl.DataFrame:
    store, ids = filled
    lists = [bench.opened(store, one) for one in ids]
    found: pl.DataFrame = bench.counterparties(ROWS, DATA, lists, steps, near=4)
    return found


def test_what_the_publications_changed(steps: list[ListDiff]) -> None:
    counts = [(len(step.added), len(step.removed), len(step.changed)) for step in steps]
    assert counts == [(314, 7, 2), (178, 56, 9), (492, 63, 7)]


@pytest.mark.parametrize("number", range(3), ids=["September to October", "to November", "both"])
def test_a_rescreening_is_the_difference_of_two_full_ones(
    filled: tuple[Store, list[str]], parties: pl.DataFrame, number: int
) -> None:
    store, ids = filled
    old, new = (ids[one] for one in bench.STEPS[number])
    result = bench.rescreened(parties, store, old, new)
    assert set(result.hits["status"]) == {"new", "gone", "moved", "listing"}
    full = [screen(parties, bench.opened(store, one), now=bench.NOW).hits for one in (old, new)]
    assert bench.is_difference(result, *full)
    # The comparison itself tells a hit that is not told, and one that is told falsely.
    assert not bench.is_difference(result, full[0], full[1].slice(1))
    assert not bench.is_difference(result, full[1], full[1])

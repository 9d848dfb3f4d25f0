"""Two real publications of OFAC's list: before and after the designation of Chen Zhi."""

from datetime import UTC, datetime
from pathlib import Path

import polars as pl
import pytest

from sanctionscreen import Store, Watchlist, ownership, rescreen, with_owned

pytestmark = pytest.mark.real
FOLDER = Path(__file__).resolve().parents[3] / "shared/data/ofac"
DAYS = ("2025-09-24", "2025-11-19")
HOLDINGS = pl.DataFrame(
    {
        "owner": ["us_ofac_sdn:55505", "Q1"],
        "owned": ["Q1", "Q2"],
        "owned_name": ["Quillmark Heron Ltd", "Tessaly Marl Ltd"],
        "pct": [60, 50],
    }
)
PARTIES = pl.DataFrame({"name": ["Tessaly Marl", "Oldenmere"]})


@pytest.fixture(scope="module")
def states(tmp_path_factory: pytest.TempPathFactory) -> list[Watchlist]:
    found = []
    for day in DAYS:
        path = FOLDER / f"sdn_advanced_{day}.xml.bz2"
        if not path.exists():
            pytest.skip(f"the real list is not here: {path}")
        store = Store(tmp_path_factory.mktemp(day))
        store.import_list("us_ofac_sdn", [path], now=datetime(2025, 11, 20, tzinfo=UTC))
        found.append(Watchlist.open(store))
    return found


def test_a_designation_blocks_the_companies_below(states: list[Watchlist]) -> None:
    before, after = (ownership(HOLDINGS, listed, owners="id") for listed in states)
    assert before.companies.is_empty()
    assert after.companies.select("company", "status").rows() == [
        ("Q1", "owned"),
        ("Q2", "owned"),
    ]
    then, now = map(with_owned, states, (before, after))
    hits = rescreen(PARTIES, now, since=then).hits
    assert hits.select("status", "query_name", "entity_id").rows() == [
        ("new", "Tessaly Marl", "owned_us_ofac:Q2"),
    ]

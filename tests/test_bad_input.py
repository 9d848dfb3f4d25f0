"""Whatever stands in a name field: it is screened or rejected with a reason, and never crashes."""

from pathlib import Path

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bad_names import BAD
from sanctionscreen import InputError, Watchlist, explain, screen, screen_name

ROWS = [pytest.param(*case, id=name) for name, case in BAD.items()]


@pytest.fixture(scope="module")
def bundled() -> Watchlist:
    return Watchlist.bundled()


@pytest.mark.parametrize(("name", "reason"), ROWS)
def test_what_becomes_of_a_name(bundled: Watchlist, name: str, reason: str | None) -> None:
    if reason is None:
        assert screen_name(name, bundled).hits.is_empty()
        assert not explain(name, "us_ofac_sdn:55505", bundled).is_hit
    else:
        with pytest.raises(InputError, match=reason):
            screen_name(name, bundled)


def test_all_of_them_in_one_file(bundled: Watchlist, tmp_path: Path) -> None:
    """One row takes nothing from another: read = screened + rejected, each with its own reason."""
    path = tmp_path / "bad.parquet"
    pl.DataFrame({"name": [name for name, _ in BAD.values()]}).write_parquet(path)
    result = screen(path, bundled)
    rejected = {row: reason for row, (_, reason) in enumerate(BAD.values(), start=1) if reason}
    told = dict(result.rejects.select("row", "reason").iter_rows())
    assert told.keys() == rejected.keys()
    assert all(reason in told[row] for row, reason in rejected.items())
    counts = result.provenance.counts
    assert (counts.read, counts.screened) == (len(BAD), len(BAD) - len(rejected))
    assert result.hits.is_empty()


@given(st.text(max_size=40))
def test_law_any_text_is_screened_or_rejected(bundled: Watchlist, text: str) -> None:
    result = screen(pl.DataFrame({"name": [text]}), bundled)
    counts = result.provenance.counts
    assert counts.read == counts.screened + counts.rejected == 1
    assert result.hits["score"].is_between(0, 1).all()


@given(st.text(max_size=40))
def test_law_a_listed_name_is_found_beside_any_other_text(bundled: Watchlist, text: str) -> None:
    """What stands in another row changes nothing."""
    names = pl.DataFrame({"name": [text, "Chen Zhi"]})
    hits = screen(names, bundled).hits.filter(query_row=2)
    assert "us_ofac_sdn:55505" in hits["entity_id"]

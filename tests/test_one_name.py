"""One name gives the same result as a table of it alone, though it is made in another way."""

import pickle
from datetime import UTC, date, datetime

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bad_names import BAD
from invented import listed, name
from sanctionscreen import InputError, Screening, Watchlist, screen, screen_name
from sanctionscreen.columns import HITS
from sanctionscreen.intake import one
from sanctionscreen.model import EntityType, NameKind

NOW = datetime(2026, 11, 22, 10, tzinfo=UTC)
ENTITIES = (
    listed("Ottoline Quillfeather", name("Otti", NameKind.WEAK_ALIAS), uid="1"),
    listed("Verdigris Lantern LLC", uid="2", entity_type=EntityType.ORGANISATION),
    listed("陈志", name("Chen Zhi"), uid="3"),
    listed("Quillfeather, Ottoline", uid="4", list_id="yy_invented"),
    listed("Пётр Гусев", uid="5", list_id="yy_invented"),
)
LISTS = {
    "one list": Watchlist.from_entities(ENTITIES[:3], published_on=date(2025, 3, 1)),
    "two lists": Watchlist.from_entities(ENTITIES, published_on=date(2025, 3, 1)),
}
_WORDS = """
Ottoline Otoline Quillfeather Quilfeather Otti Verdigris Lantern LLC 陈志 Chen Zhi Пётр Gusev
Petr , - N/A test & ' \u200b
"""
PARTS = st.sampled_from(_WORDS.split())


def assert_same(found: Screening, table: Screening) -> None:
    assert found.hits.equals(table.hits)
    assert found.hits.schema == table.hits.schema == HITS
    assert found.problems.equals(table.problems)
    assert found.rejects.is_empty()
    assert found.provenance == table.provenance
    assert found.notes == table.notes
    shown = [{**row, "same_as": None} for row in found.rows]
    assert shown == table.hits.with_columns(same_as=None).to_dicts()


def both(text: str, watchlist: Watchlist) -> None:
    table = screen(pl.DataFrame({"name": [text]}), watchlist, now=NOW)
    if table.provenance.counts.screened:
        assert_same(screen_name(text, watchlist, now=NOW), table)
    else:
        with pytest.raises(InputError):
            screen_name(text, watchlist, now=NOW)


@pytest.mark.parametrize("lists", LISTS)
@given(st.lists(PARTS, max_size=4).map(" ".join))
def test_a_name_is_screened_as_a_table_of_one_row(lists: str, text: str) -> None:
    both(text, LISTS[lists])


@pytest.mark.parametrize("text", [text for text, _ in BAD.values()])
def test_so_are_bad_names(text: str) -> None:
    both(text, LISTS["two lists"])


def test_there_are_hits_among_them() -> None:
    result = screen_name("Otoline Quilfeather", LISTS["two lists"], now=NOW)
    assert result.hits["entity_id"].to_list() == ["xx_invented:1", "yy_invented:4"]
    assert len(result.rows) == result.provenance.counts.hits == 2


def test_a_result_can_be_sent_to_another_process() -> None:
    result = screen_name("Chen Zhi", LISTS["one list"], now=NOW)
    assert one.ordinary("Chen Zhi")
    assert_same(pickle.loads(pickle.dumps(result)), result)  # noqa: S301  # our own bytes

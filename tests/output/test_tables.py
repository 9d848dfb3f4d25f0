import unicodedata

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sanctionscreen.columns import HITS
from sanctionscreen.output.layout import harmless
from sanctionscreen.output.tables import frame_table, hits_table

HIT = dict.fromkeys(HITS) | {
    "query_name": "Anna Probe",
    "score": 0.912,
    "entity_id": "invented:1",
    "listed_name": "PRÖBE, Anna",
    "name_kind": "weak_alias",
    "programmes": ["ONE", "TWO"],
    "effect": "blocking",
    "evidence": [
        {"kind": "name", "query": "a", "listed": "b", "weight": 0.9, "note": "one letter differs"},
        {"kind": "birth_year", "query": "a", "listed": "b", "weight": -0.1, "note": ""},
    ],
}


def hits(**change: object) -> pl.DataFrame:
    return pl.DataFrame([HIT | change], schema=HITS)


@pytest.mark.parametrize("width", [80, 120, 200])
def test_the_table_shows_what_matters(width: int) -> None:
    text = hits_table(hits(), width=width)
    words = " ".join(text.split())
    for shown in ("0.912", "Anna Probe", "invented:1", "ONE, TWO", "blocking", "one letter"):
        assert shown in words
    assert all(len(line) <= width for line in text.splitlines())
    assert "\x1b" not in text


def test_colour_only_where_it_is_asked_for() -> None:
    assert "\x1b[1m" in hits_table(hits(), colour=True)


def test_the_environment_changes_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    before = hits_table(hits())
    monkeypatch.setenv("COLUMNS", "40")
    monkeypatch.setenv("FORCE_COLOR", "1")
    assert hits_table(hits()) == before


def test_a_hit_of_unknowns() -> None:
    assert "invented:1" in hits_table(
        pl.DataFrame([dict.fromkeys(HITS) | {"entity_id": "invented:1"}], schema=HITS)
    )


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        pytest.param("a\x1b[2Jb", "a\\x1b[2Jb", id="clear the screen"),
        pytest.param("a\x9b2Jb", "a\\x9b2Jb", id="the same in one byte"),
        pytest.param("a\x07\x08b", "a\\x07\\x08b", id="bell and backspace"),
        pytest.param("a\rb", "a\\rb", id="return"),
        pytest.param("a\u202eb", "a\\u202eb", id="right to left"),
        pytest.param("a\u200bb", "a\\u200bb", id="no width"),
        pytest.param("[red]a[/red]", "[red]a[/red]", id="markup"),
        pytest.param(":smile:", ":smile:", id="emoji"),
        pytest.param("李四", "李四", id="Chinese"),
    ],
)
def test_a_name_cannot_command_the_terminal(name: str, shown: str) -> None:
    assert harmless(name) == shown
    assert shown in hits_table(hits(query_name=name), width=200)
    assert shown in frame_table(pl.DataFrame({"name": [name]}), width=200)


@given(st.text())
def test_law_nothing_but_letters_and_line_ends_is_printed(name: str) -> None:
    text = hits_table(hits(query_name=name, listed_name=name, programmes=[name]))
    found = {unicodedata.category(character) for character in text if character != "\n"}
    assert not found & {"Cc", "Cf", "Zl", "Zp"}


def test_any_frame() -> None:
    frame = pl.DataFrame({"list_id": ["xx"], "lists": [["a", "b"]], "n": [None]})
    words = " ".join(frame_table(frame).split())
    assert words.startswith("list_id lists n")
    assert words.endswith("xx a, b")
    assert frame_table(frame.clear()) == "nothing\n"

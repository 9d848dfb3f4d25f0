import csv
import io
import json
from datetime import UTC, date, datetime
from pathlib import Path

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sanctionscreen.columns import HITS
from sanctionscreen.errors import InputError
from sanctionscreen.output.formats import FORMATS, render, write

META = {"version": "0.1.0", "screened_at": "2026-11-22T10:00:00Z", "counts": {"read": 2}, "ä": "é"}
EVIDENCE = [
    {"kind": "name", "query": "Probe", "listed": "Pröbe", "weight": 0.1 + 0.2, "note": 'a "b"'},
    {"kind": "birth_year", "query": None, "listed": "1962", "weight": -0.5, "note": ""},
]
HIT = dict.fromkeys(HITS) | {
    "query_id": "7",
    "query_name": "Anna Probe",
    "score": 0.912,
    "entity_id": "invented:1",
    "listed_name": "PRÖBE, Anna",
    "name_kind": "alias",
    "programmes": ["ONE", "TWO"],
    "effect": "blocking",
    "evidence": EVIDENCE,
    "listed_on": date(2026, 1, 31),
    "threshold": 0.7,
    "query_row": 3,
}


def hits(*changes: dict[str, object]) -> pl.DataFrame:
    return pl.DataFrame([HIT | change for change in changes or ({},)], schema=HITS)


def table_of(content: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(content.decode(), newline="")))


def test_csv_cells() -> None:
    (row,) = table_of(render(hits(), META, format="csv"))
    assert list(row) == HITS.names()
    assert json.loads(row.pop("evidence")) == EVIDENCE
    assert {column: cell for column, cell in row.items() if cell} == {
        "query_id": "7",
        "query_name": "Anna Probe",
        "score": "0.912",
        "entity_id": "invented:1",
        "listed_name": "PRÖBE, Anna",
        "name_kind": "alias",
        "programmes": "ONE | TWO",
        "effect": "blocking",
        "listed_on": "2026-01-31",
        "threshold": "0.7",
        "query_row": "3",
    }


@pytest.mark.parametrize(
    ("cell", "written"),
    [
        pytest.param("=1+1", "'=1+1", id="equals"),
        pytest.param("+49", "'+49", id="plus"),
        pytest.param("-Probe", "'-Probe", id="minus"),
        pytest.param("@SUM(A1)", "'@SUM(A1)", id="at"),
        pytest.param("\tx", "'\tx", id="tab"),
        pytest.param("\rx", "'\rx", id="return"),
        pytest.param(" =1", " =1", id="a space before it"),
        pytest.param("a=1", "a=1", id="inside"),
        pytest.param("'x", "'x", id="an apostrophe"),
        pytest.param('a,"b"\nc', 'a,"b"\nc', id="delimiter, quote, line end"),
    ],
)
def test_formulas_are_quoted_unless_raw(cell: str, written: str) -> None:
    frame = hits({"query_name": cell, "programmes": [cell]})
    (row,) = table_of(render(frame, META, format="csv"))
    assert (row["query_name"], row["programmes"]) == (written, written)
    (raw,) = table_of(render(frame, META, format="csv", raw_csv=True))
    assert (raw["query_name"], raw["programmes"]) == (cell, cell)


TEXTS = st.text(
    st.sampled_from("=+-@\t\r\n ,;\"'|aé李\x1b") | st.characters(exclude_categories=["Cs"]),
    min_size=1,
).filter(lambda text: "\0" not in text)


@given(st.lists(st.tuples(TEXTS, TEXTS, st.floats(allow_nan=False)), min_size=1, max_size=5))
def test_law_no_text_cell_begins_a_formula(rows: list[tuple[str, str, float]]) -> None:
    frame = pl.DataFrame(rows, schema=["name", "listed", "score"], orient="row")
    frame = frame.with_columns(programmes=pl.concat_list("name", "listed"))
    safe = table_of(render(frame, META, format="csv"))
    raw = table_of(render(frame, META, format="csv", raw_csv=True))
    for cells, name, (first, second, score) in zip(safe, raw, rows, strict=True):
        assert not any(cells[text][0] in "=+-@\t\r" for text in ("name", "listed", "programmes"))
        assert (name["name"], name["listed"]) == (first, second)
        assert float(cells["score"]) == float(name["score"]) == score


@given(st.lists(st.tuples(TEXTS, st.none() | TEXTS, st.floats(allow_nan=False, width=64)
                          .filter(lambda x: abs(x) != float("inf"))), max_size=5))  # fmt: skip
def test_law_json_comes_back(rows: list[tuple[str, str | None, float]]) -> None:
    frame = pl.DataFrame(
        rows, schema={"name": pl.String, "note": pl.String, "score": pl.Float64}, orient="row"
    )
    content = render(frame, META, format="json")
    assert json.loads(content) == {"screening": META, "hits": frame.to_dicts()}
    lines = render(frame, META, format="jsonl").decode().splitlines()
    assert [json.loads(line) for line in lines] == frame.to_dicts()


def test_json_hits() -> None:
    found = json.loads(render(hits({}, {"query_id": "8", "evidence": None}), META, format="json"))
    assert list(found) == ["screening", "hits"]
    assert list(found["hits"][0]) == HITS.names()
    assert found["hits"][0] == HIT | {"listed_on": "2026-01-31"}
    assert found["hits"][1]["evidence"] is None
    wallets = json.loads(render(hits(), META, format="json", rows="wallets"))
    assert list(wallets) == ["screening", "wallets"]


def test_json_holds_nothing_that_ends_a_line_or_commands_a_terminal() -> None:
    text = render(
        hits({"query_name": "a\x9b\x1b\u2028\x85b"}), {"v": "\x9b"}, format="json"
    ).decode()
    assert not set(text) & {"\x9b", "\x1b", "\u2028", "\x85"}
    assert json.loads(text)["hits"][0]["query_name"] == "a\x9b\x1b\u2028\x85b"


def test_parquet_keeps_types_and_provenance() -> None:
    content = render(hits(), META, format="parquet")
    assert pl.read_parquet(io.BytesIO(content)).equals(hits())
    assert json.loads(pl.read_parquet_metadata(io.BytesIO(content))["sanctionscreen"]) == META


@pytest.mark.parametrize("format_", FORMATS)
def test_the_same_hits_give_the_same_bytes(format_: str) -> None:
    whole = hits({}, {"query_id": "8"}, {"query_id": "9"})
    pieces = pl.concat([whole[:1], whole[1:]], rechunk=False)
    assert render(whole, META, format=format_) == render(pieces, META, format=format_)


@pytest.mark.parametrize(
    ("format_", "content"),
    [
        pytest.param("csv", (",".join(HITS.names()) + "\n").encode(), id="csv"),
        pytest.param("json", b'{"screening": {},\n"hits": []}\n', id="json"),
        pytest.param("jsonl", b"", id="jsonl"),
        pytest.param("table", b"no possible match\n", id="table"),
    ],
)
def test_no_hits(format_: str, content: bytes) -> None:
    assert render(pl.DataFrame(schema=HITS), {}, format=format_) == content


def test_other_frames_can_be_written_too() -> None:
    frame = pl.DataFrame(
        {
            "checked_at": [datetime(2026, 11, 22, 11, tzinfo=UTC)],
            "amount": pl.Series(["-1.50"]).str.to_decimal(scale=2),
            "tag": [{"label": "=x", "n": 1}],
            "counts": [[1, 2]],
            "clean": [False],
        }
    )
    (row,) = table_of(render(frame, {}, format="csv"))
    assert row == {
        "checked_at": "2026-11-22T11:00:00Z",
        "amount": "-1.50",
        "tag": '{"label":"=x","n":1}',
        "counts": "1 | 2",
        "clean": "false",
    }
    assert json.loads(render(frame, {}, format="jsonl"))["checked_at"] == "2026-11-22T11:00:00Z"


def test_an_unknown_format_is_refused() -> None:
    with pytest.raises(InputError, match="no format 'xml': use table, csv, json, jsonl, parquet"):
        render(hits(), META, format="xml")


def test_write_to_a_stream_and_to_a_file(tmp_path: Path) -> None:
    stream = io.BytesIO()
    write(hits(), META, target=stream, format="json")
    write(hits(), META, target=tmp_path / "hits.json", format="json")
    assert (tmp_path / "hits.json").read_bytes() == stream.getvalue()
    assert stream.getvalue() == render(hits(), META, format="json")

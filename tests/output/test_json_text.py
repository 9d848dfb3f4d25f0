"""Rows are written as a frame of them is, to the last byte."""

from datetime import date

import polars as pl
from hypothesis import given
from hypothesis import strategies as st

from sanctionscreen.columns import HITS
from sanctionscreen.output.formats import render
from sanctionscreen.output.json_text import is_writable, lines_of, wrapped

TEXTS = st.none() | st.text(max_size=8)
NUMBERS = st.floats(min_value=-1, max_value=1).map(lambda x: round(x, 6)) | st.just(1e-5)
EVIDENCE = st.fixed_dictionaries(
    {"kind": TEXTS, "query": TEXTS, "listed": TEXTS, "weight": NUMBERS, "note": TEXTS}
)
VALUES: dict[str, st.SearchStrategy[object]] = {
    "score": NUMBERS,
    "name_score": NUMBERS,
    "threshold": NUMBERS,
    "programmes": st.lists(st.text(max_size=3), max_size=2),
    "evidence": st.lists(EVIDENCE, max_size=2),
    "listed_on": st.none() | st.dates(min_value=date(1900, 1, 1)),
    "query_row": st.integers(1, 9),
    "same_as": st.none(),
}
ROW = st.fixed_dictionaries({column: VALUES.get(column, TEXTS) for column in HITS})
ROWS = st.lists(ROW.map(lambda row: {column: row[column] for column in HITS}), max_size=3)


@given(ROWS)
def test_rows_are_written_as_a_frame_of_them(rows: list[dict[str, object]]) -> None:
    frame, meta = pl.DataFrame(rows, schema=HITS), {"version": "0.1.0 \x85"}
    if is_writable(rows):
        assert lines_of(rows).encode() == render(frame, {}, format="jsonl")
        assert wrapped(lines_of(rows), meta, "hits") == render(frame, meta, format="json")
    else:
        assert lines_of(rows).encode() != render(frame, {}, format="jsonl")

"""Tables as rows: what no sample shows."""

import gc
import io
import sys

import pytest

from sanctionscreen.sources.reading import Report
from sanctionscreen.sources.rows import csv_rows


def test_rows_that_are_left_in_the_middle_say_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    """A row that is refused ends the reading; the file is closed before the rows are forgotten."""
    heard: list[object] = []
    monkeypatch.setattr(sys, "unraisablehook", heard.append)
    stream = io.BytesIO(b"a,b\r\n1,2\r\n3,4\r\n")
    rows = csv_rows(stream, Report("test"), columns=("a",))
    assert next(rows).take("a") == "1"
    stream.close()
    del rows
    gc.collect()
    assert heard == []

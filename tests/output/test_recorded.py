"""A hit read back from a JSON result."""

import json
from pathlib import Path

import polars as pl
import pytest

from sanctionscreen import InputError, Watchlist, screen
from sanctionscreen.output.formats import write
from sanctionscreen.output.recorded import recorded_hit


@pytest.fixture
def result(tmp_path: Path) -> Path:
    """The JSON of a run on the bundled excerpt."""
    found = screen(pl.DataFrame({"name": ["陳志"]}), Watchlist.bundled())
    path = tmp_path / "run.json"
    write(found.hits, found.provenance.model_dump(mode="json"), target=path, format="json")
    return path


def test_a_hit_comes_back_as_it_was_found(result: Path) -> None:
    first = json.loads(result.read_text(encoding="utf-8"))["hits"][0]
    found = recorded_hit(result, first["hit_id"])
    assert {key: found[key] for key in first} == first
    assert found["snapshot"]["list_id"] == first["list_id"]
    assert found["reason"].startswith("as found on ")


def test_an_unknown_hit_is_named(result: Path) -> None:
    with pytest.raises(InputError, match="0123456789abcdef: no such hit among"):
        recorded_hit(result, "0123456789abcdef")


@pytest.mark.parametrize(
    "content",
    [
        pytest.param("", id="empty"),
        pytest.param("query_id,score\n", id="CSV"),
        pytest.param("[]", id="another JSON"),
        pytest.param('{"hits": []}', id="without provenance"),
    ],
)
def test_other_files_are_refused(tmp_path: Path, content: str) -> None:
    path = tmp_path / "other.json"
    path.write_text(content, encoding="utf-8")
    with pytest.raises(InputError, match=r"other\.json"):
        recorded_hit(path, "x")

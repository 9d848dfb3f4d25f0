"""`benchmarks/original_scripts.py` takes names apart and finds parties by their Latin names."""

import json
import sys
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

import pytest

BENCHMARKS = Path(__file__).resolve().parents[1] / "benchmarks"


@pytest.fixture
def benchmark(monkeypatch: pytest.MonkeyPatch) -> Iterator[ModuleType]:
    monkeypatch.syspath_prepend(str(BENCHMARKS))
    import original_scripts  # type: ignore[import-not-found, unused-ignore]

    yield original_scripts
    for name in ("original_scripts", "quality"):
        sys.modules.pop(name)


def test_names_in_brackets_are_names_of_their_own(benchmark: ModuleType, tmp_path: Path) -> None:
    folder, out = tmp_path / "eu/per_regulation", tmp_path / "R.json"
    folder.mkdir(parents=True)
    (folder / "one.csv").write_text(
        "schema,name,alias\n"
        "Person,Alireza BAHRAMIAN,Ali BAHRAMIAN (علیرضا بهرامیان)\n"
        "Organization,Pale Heron Trading,Бледная Цапля; Something Else\n"
        "Person,Ottoline QUILLFEATHER,Оттолина Квилфеатер\n",
        encoding="utf-8",
    )
    known = [{"raw": "QUILLFEATHER, Ottoline", "names": [], "alias": [], "orig": ["Оттолина"]}]
    (tmp_path / "list.json").write_text(json.dumps(known), encoding="utf-8")
    given = ["--data", str(tmp_path), "--list", str(tmp_path / "list.json"), "--out", str(out)]
    benchmark.main(given)
    found = json.loads(out.read_text(encoding="utf-8"))
    groups = {name: group for half in found.values() for name, group in half.items()}
    assert groups == {
        "Person arabic": {"n": 1, "recall": 1.0},
        "Organization cyrillic": {"n": 1, "recall": 0.0},
    }


@pytest.mark.parametrize(
    ("text", "script"),
    [
        pytest.param("Anna Probe 7", "latin", id="Latin"),
        pytest.param("Фонд Probe", "cyrillic", id="the first that is not Latin"),
        pytest.param("משה", "hebrew", id="Hebrew"),
    ],
)
def test_the_script_of_a_name(benchmark: ModuleType, text: str, script: str) -> None:
    assert benchmark.script_of(text) == script

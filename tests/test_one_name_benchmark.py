"""`benchmarks/one_name.py` measures what it says, of a store and of the excerpt."""

import json
import sys
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

import pytest

from sanctionscreen.matching import compiled
from sanctionscreen.snapshots.store import Store
from snapshots.invented import LIST_ID, NOW, SOURCE, people, publication

BENCHMARKS = Path(__file__).resolve().parents[1] / "benchmarks"


@pytest.fixture
def one_name(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[ModuleType]:
    monkeypatch.syspath_prepend(str(BENCHMARKS))
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    monkeypatch.delenv("SANCTIONSCREEN_STORE", raising=False)
    import one_name  # type: ignore[import-not-found, unused-ignore]

    monkeypatch.setattr(one_name, "IMPORTS", ("json",))
    monkeypatch.setattr(compiled, "_loaded", [compiled._plain()])
    yield one_name
    for name in ("one_name", "speed_names"):
        sys.modules.pop(name)


@pytest.mark.parametrize("of_a_store", [False, True])
def test_the_file_has_every_measure(
    one_name: ModuleType, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, of_a_store: bool
) -> None:
    out, store = tmp_path / "R.json", tmp_path / "store"
    given = ["--rounds", "1", "--names", "12", "--out", str(out), "--data", str(tmp_path)]
    if of_a_store:
        for module in (one_name, sys.modules["speed_names"]):
            monkeypatch.setattr(module, "LIST_ID", LIST_ID)
        (tmp_path / "list.xml").write_bytes(publication(people(30)))
        Store(store).import_list(LIST_ID, [tmp_path / "list.xml"], now=NOW, source=SOURCE)
        given += ["--store", str(store)]
    one_name.main(given)
    found = json.loads(out.read_text(encoding="utf-8"))
    assert found["cold_ms"]["wall"].keys() == {"sanctionscreen name", "python", "import json"}
    assert found["cold_ms"]["ratios"]["sanctionscreen name"] == 1.0
    assert found["cold_ms"]["ratios"]["python"] > 1.0
    assert found["warm_ms"].keys() == {"plain Python", "compiled"}
    assert all(way["median"] > 0 for ways in found["warm_ms"].values() for way in ways.values())
    assert ("build_s" in found) == ("map_ms" in found) == of_a_store

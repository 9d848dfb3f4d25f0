"""`benchmarks/speed.py` writes what it promises, for the same names each time."""

import json
import random
import sys
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

import pytest

BENCHMARKS = Path(__file__).resolve().parents[1] / "benchmarks"
RATIOS = {"cdist_token_sort_ratio", "cdist_ratio_presorted", "sparse_dot_topn", "nomenklatura"}


@pytest.fixture
def speed(monkeypatch: pytest.MonkeyPatch) -> Iterator[ModuleType]:
    monkeypatch.syspath_prepend(str(BENCHMARKS))
    import speed  # type: ignore[import-not-found, unused-ignore]

    yield speed
    for name in ("speed", "speed_names"):
        sys.modules.pop(name)


def _absent(*_: object) -> None:
    raise ModuleNotFoundError(name="nobody")


def test_the_file_has_ours_and_every_ratio(
    speed: ModuleType, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    for name in ("sparse_dot_topn", "nomenklatura"):
        monkeypatch.setitem(speed.PEERS, name, (_absent, 10))
    monkeypatch.setattr(speed, "TIMES", 1)
    monkeypatch.setattr(speed, "SINGLE", 3)
    monkeypatch.delenv("SANCTIONSCREEN_STORE", raising=False)
    out = tmp_path / "R.json"
    given = ["--list-names", "40", "--queries", "30", "--rounds", "3", "--growth", "50"]
    speed.main([*given, "--out", str(out), "--data", str(tmp_path)])
    result = json.loads(out.read_text(encoding="utf-8"))
    assert (result["list"]["names"], result["queries"]) == (40, 30)
    assert result["ours"]["names_per_s"] > 0
    assert result["ours"]["peak_mb"] > 0
    assert len(result["ours"]["names_per_s_rounds"]) == 3
    assert result["ratios"].keys() == RATIOS
    assert result["ratios"]["cdist_ratio_presorted"] > 0
    assert result["peers"]["cdist_token_sort_ratio"]["sample"] == 30
    assert result["ratios"]["nomenklatura"] is None
    assert result["peers"]["nomenklatura"] == {"reason": "nobody is not installed"}
    assert result["growth"]["list_names"].keys() == {"50"}


def test_names_and_queries_follow_from_the_seed(speed: ModuleType, tmp_path: Path) -> None:
    def made() -> tuple[list[object], list[str]]:
        chance = random.Random(7)  # noqa: S311
        names = [speed.Name(f"Anna{at} Probe Bau", "person") for at in range(60)]
        maker = speed.Maker(names, chance)
        return maker.listed(90), speed.queries(2_000, maker, tmp_path)

    listed, asked = made()
    assert (listed, asked) == made()
    assert len(set(listed)) == 90
    assert len(asked) == 2_000
    assert all(asked)


def test_peers_find_the_same_name(speed: ModuleType, tmp_path: Path) -> None:
    listed = [speed.Name("Anna Maria Probe", "person"), speed.Name("Bau GmbH", "organisation")]
    for name in ("cdist_token_sort_ratio", "cdist_ratio_presorted"):
        found = speed.PEERS[name][0](listed, tmp_path)
        assert found(["probe anna maria", "nobody at all"]) == 1

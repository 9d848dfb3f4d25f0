"""What the tests of the command line share: a runner, files of invented parties, a store."""

from functools import partial
from pathlib import Path

import pytest

from cli.harness import Run, run_main
from sanctionscreen.matching.watchlist import Watchlist
from sanctionscreen.snapshots.store import Store
from snapshots.invented import NOW, SOURCE, people, publication


@pytest.fixture(scope="session")
def excerpt() -> Watchlist:
    """The bundled excerpt, read and indexed once: it never changes."""
    return Watchlist.bundled()


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, excerpt: Watchlist) -> Run:
    """Runs the command line in a folder of its own, with an empty store unless told otherwise."""
    monkeypatch.setattr(Watchlist, "bundled", lambda **_: excerpt)
    monkeypatch.setenv("SANCTIONSCREEN_STORE", str(tmp_path / "no store"))
    monkeypatch.chdir(tmp_path)
    return partial(run_main, monkeypatch)


@pytest.fixture
def parties(tmp_path: Path) -> Path:
    """Three counterparties: one with hits, one with none, one that cannot be screened."""
    path = tmp_path / "parties.csv"
    path.write_text("id,name\n1,Prince Group\n2,Ottoline Quillfeather\n3,N/A\n", encoding="utf-8")
    return path


@pytest.fixture
def clean(tmp_path: Path) -> Path:
    """One counterparty without hits."""
    path = tmp_path / "clean.csv"
    path.write_text("id,name\n2,Ottoline Quillfeather\n", encoding="utf-8")
    return path


@pytest.fixture
def listed(tmp_path: Path) -> Path:
    """One counterparty with hits."""
    path = tmp_path / "listed.csv"
    path.write_text("id,name\n1,Prince Group\n", encoding="utf-8")
    return path


@pytest.fixture(scope="session")
def full_store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store with one complete list, of invented people called Nobody UNREAL00001 and so on."""
    folder = tmp_path_factory.mktemp("full")
    (folder / "list.xml").write_bytes(publication(people(30)))
    store = Store(folder / "store")
    outcome = store.import_list(SOURCE.id, [folder / "list.xml"], now=NOW, source=SOURCE)
    assert outcome.outcome == "imported"
    return store.root

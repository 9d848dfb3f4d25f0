"""Indexes kept in a store give what indexes built anew give, and damaged ones are not used."""

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from sanctionscreen.matching import saved
from sanctionscreen.matching.index import NameIndex
from sanctionscreen.matching.model import NameModel
from sanctionscreen.matching.name_columns import columns_of
from sanctionscreen.matching.policy import Gate, Policy
from sanctionscreen.matching.saved import index_key, load_index, save_index
from sanctionscreen.matching.search import Found

pytestmark = pytest.mark.usefixtures("few_buckets")
POLICY, MODEL = Policy.default(), NameModel.default()
NAMES = ["Verdigris Trading LLC", "奎尔贸易有限公司", "Ottoline Quillfeather", "محمد حسين", "陈志"]
QUERIES = columns_of(["Otoline Quilfeather", "Verdigris Trading", "Chen Zhi", "Mohamed Husein"])


@pytest.fixture
def index() -> NameIndex:
    return NameIndex.build(NAMES, 2, POLICY)


def search(index: NameIndex | None) -> Found:
    assert index is not None
    return index.search(QUERIES, MODEL, features=True)


def test_a_saved_index_finds_the_same(index: NameIndex, tmp_path: Path) -> None:
    folder = tmp_path / "indexes" / "one"
    save_index(index, folder)
    found, again = search(index), search(load_index(folder, POLICY))
    assert len(found.query) >= 4
    for column in Found._fields:
        assert np.array_equal(getattr(found, column), getattr(again, column)), column
    loaded = load_index(folder, POLICY)
    assert loaded is not None
    assert loaded.columns.words == index.columns.words
    assert [path.name for path in folder.parent.iterdir()] == ["one"], "nothing half written"


def test_using_it_does_not_change_the_files(index: NameIndex, tmp_path: Path) -> None:
    save_index(index, tmp_path / "one")
    loaded = load_index(tmp_path / "one", POLICY)
    assert loaded is not None
    loaded.listed.whole[:] = 0
    assert load_index(tmp_path / "one", POLICY) is not None


def damage(path: Path) -> None:
    content = bytearray(path.read_bytes())
    content[-1] ^= 1
    path.write_bytes(content)


def shorten(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:-8])


@pytest.mark.parametrize("harm", [damage, shorten, Path.unlink], ids=lambda harm: harm.__name__)
@pytest.mark.parametrize("name", ["keys.hashes.npy", "listed.units.post.npy", "checksums.json"])
def test_a_damaged_index_is_none(
    index: NameIndex, tmp_path: Path, name: str, harm: Callable[[Path], None]
) -> None:
    save_index(index, tmp_path / "one")
    harm(tmp_path / "one" / name)
    assert load_index(tmp_path / "one", POLICY) is None


def test_none_is_there(tmp_path: Path) -> None:
    assert load_index(tmp_path / "none", POLICY) is None


def test_where_nothing_may_be_written_nothing_is(index: NameIndex, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("no folder")
    save_index(index, tmp_path / "file" / "one")
    assert load_index(tmp_path / "file" / "one", POLICY) is None


def test_the_newest_stay(index: NameIndex, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(saved, "_KEPT", 2)
    for name in ("one", "two", "three"):
        save_index(index, tmp_path / name)
    assert {path.name for path in tmp_path.iterdir()} == {"two", "three"}


def test_the_key_follows_names_policy_and_program(monkeypatch: pytest.MonkeyPatch) -> None:
    other = POLICY.model_copy(update={"gate": Gate(coverage=0.4, shared=0.3, letter=0.2)})
    before = index_key("a", POLICY)
    assert before == index_key("a", POLICY)
    assert len({before, index_key("b", POLICY), index_key("a", other)}) == 3
    monkeypatch.setattr(saved, "_program", lambda: "another")
    assert index_key("a", POLICY) != before

"""What is kept on disk gives what is built anew gives, and what is damaged is not used."""

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from sanctionscreen.matching import saved
from sanctionscreen.matching.index import IndexArrays, NameIndex
from sanctionscreen.matching.mapped import read_mapped, write_mapped
from sanctionscreen.matching.model import NameModel
from sanctionscreen.matching.name_columns import columns_of
from sanctionscreen.matching.policy import Policy
from sanctionscreen.matching.saved import Kept
from sanctionscreen.matching.search import Found

pytestmark = pytest.mark.usefixtures("few_buckets")
POLICY, MODEL = Policy.default(), NameModel.default()
NAMES = ["Verdigris Trading LLC", "奎尔贸易有限公司", "Ottoline Quillfeather", "محمد حسين", "陈志"]
QUERIES = columns_of(["Otoline Quilfeather", "Verdigris Trading", "Chen Zhi", "Mohamed Husein"])


@pytest.fixture(scope="module")
def index() -> NameIndex:
    return NameIndex.build(NAMES, 2, POLICY)


@pytest.fixture
def file(index: NameIndex, tmp_path: Path) -> Path:
    write_mapped(IndexArrays(index.listed, index.keys), tmp_path / "folder" / "one")
    return tmp_path / "folder" / "one"


def load(file: Path) -> NameIndex | None:
    arrays = read_mapped(IndexArrays, file)
    return None if arrays is None else NameIndex(*arrays, POLICY)


def search(index: NameIndex | None) -> Found:
    assert index is not None
    return index.search(QUERIES, MODEL, features=True)


def test_a_saved_index_finds_the_same(index: NameIndex, file: Path) -> None:
    found, again = search(index), search(load(file))
    assert len(found.query) >= 4
    for column in Found._fields:
        assert np.array_equal(getattr(found, column), getattr(again, column)), column
    loaded = load(file)
    assert loaded is not None
    assert list(loaded.columns.words) == index.columns.words
    assert loaded.columns.words[1:3] == index.columns.words[1:3]
    assert [path.name for path in file.parent.iterdir()] == ["one"], "nothing half written"


def test_using_it_does_not_change_the_file(file: Path) -> None:
    loaded = load(file)
    assert loaded is not None
    loaded.listed.whole[:] = 0
    assert load(file) is not None


def flip(file: Path, *places: tuple[int, int]) -> None:
    """Changes bits of a file: by byte and number of the bit."""
    content = bytearray(file.read_bytes())
    for byte, bit in places:
        content[byte] ^= 1 << bit
    file.write_bytes(content)


def shorten(file: Path) -> None:
    file.write_bytes(file.read_bytes()[:-8])


def cut(file: Path) -> None:
    file.write_bytes(file.read_bytes()[:-4096])


def lengthen(file: Path) -> None:
    file.write_bytes(file.read_bytes() + bytes(4096))


def empty(file: Path) -> None:
    file.write_bytes(b"")


def swap(file: Path) -> None:
    """Two pages in each other's place."""
    content = file.read_bytes()
    file.write_bytes(content[:8192] + content[12288:16384] + content[8192:12288] + content[16384:])


@pytest.mark.parametrize(
    "harm", [shorten, cut, lengthen, empty, swap, Path.unlink], ids=lambda harm: harm.__name__
)
def test_a_damaged_file_is_none(file: Path, harm: Callable[[Path], None]) -> None:
    assert load(file) is not None
    harm(file)
    assert load(file) is None


@pytest.mark.parametrize("part", range(40))
def test_no_flipped_bit_goes_unseen(file: Path, part: int) -> None:
    byte = part * (file.stat().st_size - 1) // 39
    flip(file, (byte, part % 8))
    assert load(file) is None


@pytest.mark.parametrize("bit", [0, 6, 7])
@pytest.mark.parametrize("apart", [8, 56, 4096, 8192 + 16])
def test_no_two_flipped_bits_cancel_out(file: Path, bit: int, apart: int) -> None:
    flip(file, (8192 + 7, bit), (8192 + 7 + apart, bit))
    assert load(file) is None


def test_none_is_there(tmp_path: Path) -> None:
    assert load(tmp_path / "none") is None


@pytest.fixture
def value(index: NameIndex) -> IndexArrays:
    return IndexArrays(index.listed, index.keys)


def test_where_nothing_may_be_written_nothing_is(value: IndexArrays, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("no folder")
    for folder in (tmp_path / "file" / "folder", None):
        kept = Kept(folder)
        kept.put(value, "index", "a")
        assert kept.get(IndexArrays, "index", "a") is None


def test_the_newest_of_a_kind_stay(
    value: IndexArrays, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(saved, "_KEPT", 2)
    kept = Kept(tmp_path)
    for key in ("one", "two", "three"):
        kept.put(value, "index", key)
    kept.put(value, "roll", "four")
    assert len(list(tmp_path.iterdir())) == 3
    there = [kept.get(IndexArrays, "index", key) is not None for key in ("one", "two", "three")]
    assert there == [False, True, True]


def test_what_is_kept_follows_from_key_and_program(
    value: IndexArrays, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    kept = Kept(tmp_path)
    kept.put(value, "index", "a", "b")
    assert kept.get(IndexArrays, "index", "a", "b") is not None
    assert kept.get(IndexArrays, "index", "a") is None
    assert kept.get(IndexArrays, "index", "a", "c") is None
    monkeypatch.setattr(saved, "_program", lambda: "another")
    assert kept.get(IndexArrays, "index", "a", "b") is None

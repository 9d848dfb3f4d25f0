import os
from pathlib import Path

import pytest

from sanctionscreen.errors import InputError
from sanctionscreen.output.files import atomic


def test_a_crash_leaves_the_earlier_file(tmp_path: Path) -> None:
    path = tmp_path / "hits.csv"
    path.write_bytes(b"earlier")

    def crash() -> None:
        with atomic(path) as stream:
            stream.write(b"half")
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        crash()
    assert path.read_bytes() == b"earlier"
    assert list(tmp_path.iterdir()) == [path]


def test_nobody_sees_a_half_written_file(tmp_path: Path) -> None:
    path = tmp_path / "hits.csv"
    path.write_bytes(b"earlier")
    with atomic(path) as stream:
        stream.write(b"later")
        stream.flush()
        assert path.read_bytes() == b"earlier"
    assert path.read_bytes() == b"later"


def test_the_file_has_the_usual_rights(tmp_path: Path) -> None:
    with atomic(tmp_path / "hits.csv") as stream:
        stream.write(b"x")
    (tmp_path / "other.csv").write_bytes(b"x")
    assert (tmp_path / "hits.csv").stat().st_mode == (tmp_path / "other.csv").stat().st_mode


def test_a_link_is_followed(tmp_path: Path) -> None:
    (tmp_path / "link.csv").symlink_to(tmp_path / "real.csv")
    with atomic(tmp_path / "link.csv") as stream:
        stream.write(b"x")
    assert (tmp_path / "link.csv").is_symlink()
    assert (tmp_path / "real.csv").read_bytes() == b"x"


@pytest.mark.skipif(os.name == "nt", reason="Windows has no /dev/null")
def test_a_device_stays_a_device() -> None:
    with atomic(Path(os.devnull)) as stream:
        stream.write(b"x")
    assert Path(os.devnull).is_char_device()


@pytest.mark.parametrize(
    ("name", "says"),
    [
        pytest.param(".", "this is a folder", id="folder"),
        pytest.param("none/hits.csv", "its folder does not exist", id="no folder"),
    ],
)
def test_paths_that_cannot_be_written(tmp_path: Path, name: str, says: str) -> None:
    with pytest.raises(InputError, match=says), atomic(tmp_path / name):
        pass


def test_a_full_disk_is_said(tmp_path: Path) -> None:
    def fail() -> None:
        with atomic(tmp_path / "hits.csv"):
            raise OSError(28, "No space left on device")

    with pytest.raises(InputError, match="cannot be written: No space left"):
        fail()
    assert not list(tmp_path.iterdir())

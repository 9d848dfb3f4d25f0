"""What the tests of snapshots share."""

import os
import tempfile
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path

import pytest

from sanctionscreen.snapshots.store import Store

_NOBODY = 65534


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return Store(tmp_path / "store")


@pytest.fixture
def shared_folder() -> Iterator[Path]:
    """A folder that every user may enter and list, unlike `tmp_path`."""
    old_mask = os.umask(0o022)
    try:
        with tempfile.TemporaryDirectory() as name:
            folder = Path(name)
            folder.chmod(0o755)
            yield folder
    finally:
        os.umask(old_mask)


@pytest.fixture
def unprivileged() -> Callable[[], AbstractContextManager[None]]:
    """A context without root's right to read and write everything."""
    if os.name != "posix":
        pytest.skip("permissions are tested on POSIX only")
    return _unprivileged


@contextmanager
def _unprivileged() -> Iterator[None]:
    if os.geteuid() != 0:
        yield
        return
    os.seteuid(_NOBODY)
    try:
        yield
    finally:
        os.seteuid(0)

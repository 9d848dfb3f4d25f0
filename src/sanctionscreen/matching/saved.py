"""What is kept of lists on disk: built once for the same lists, policy and program, then mapped.

It is a copy of what can be built again: one that is damaged is built again and never trusted, one
that cannot be written is not.
"""

import json
from contextlib import suppress
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import Any, Final, TypeVar

import numpy as np

from sanctionscreen.installed import installed_version
from sanctionscreen.matching.mapped import read_mapped, write_mapped

#: So many files of a kind stay, the newest.
_KEPT: Final = 8

#: The sources of what is kept: they analyse names, index them, and read the embedded excerpt.
_SOURCES: Final = (
    "text/*.py", "matching/*.py", "sources/bundled*.py", "snapshots/bundle.py",
    "snapshots/frames.py", "model.py",
)  # fmt: skip

T = TypeVar("T")


class Kept:
    """A folder of what is kept; none where nothing may be."""

    def __init__(self, folder: Path | None) -> None:
        self._folder = folder

    def get(self, kind: type[T], ending: str, *key: str) -> T | None:
        """What was kept under a key; nothing where there is none that is whole."""
        if self._folder is None:
            return None
        return read_mapped(kind, self._folder / f"{_named(key)}.{ending}")

    def put(self, value: tuple[Any, ...], ending: str, *key: str) -> None:
        """Keeps a value, where that is possible."""
        if self._folder is None:
            return
        with suppress(OSError):  # a store that may only be read, or no room
            write_mapped(value, self._folder / f"{_named(key)}.{ending}")
            _forget_old(self._folder, ending)


def _named(key: tuple[str, ...]) -> str:
    """The name of a file: what is kept follows from the key and from this very program."""
    return sha256(json.dumps([*key, _program()]).encode()).hexdigest()[:32]


@cache
def _program() -> str:
    """What the program is known by that makes what is kept: its sources, as they are on disk.

    By name, size and time as Python itself knows its compiled files: reading them all takes longer.
    """
    root = Path(__file__).parent.parent
    total = sha256(f"{installed_version('sanctionscreen')} {np.__version__}".encode())
    for some in _SOURCES:
        for source in sorted(root.glob(some)):
            found = source.stat()
            total.update(f"{source.name} {found.st_size} {found.st_mtime_ns}\n".encode())
    return total.hexdigest()


def _forget_old(folder: Path, ending: str) -> None:
    kept = sorted(folder.glob(f"*.{ending}"), key=lambda path: path.stat().st_mtime, reverse=True)
    for path in kept[_KEPT:]:
        path.unlink(missing_ok=True)

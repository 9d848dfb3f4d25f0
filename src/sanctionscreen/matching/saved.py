"""Indexes on disk: built once for the same names, policy and program, then mapped into memory.

A saved index is a folder of plain arrays with their checksums. It is a copy of what can be built
again: one that is damaged is built again and never trusted, one that cannot be written is not.
"""

import json
import zlib
from collections.abc import Iterator
from functools import cache
from hashlib import sha256
from importlib.resources import files
from pathlib import Path
from shutil import rmtree
from tempfile import mkdtemp
from typing import Any, Final, get_type_hints

import numpy as np
from numpy.typing import NDArray

from sanctionscreen.matching.index import NameIndex
from sanctionscreen.matching.neighbours import Keys
from sanctionscreen.matching.policy import Policy, matcher_version
from sanctionscreen.matching.search import Listed

#: So many saved indexes stay, the newest.
_KEPT: Final = 8
_SUMS: Final = "checksums.json"

Array = NDArray[Any]


def index_key(names: str, policy: Policy) -> str:
    """What an index is saved under: the digest of its names, its policy and this very program."""
    text = json.dumps([names, matcher_version(policy), _program()])
    return sha256(text.encode()).hexdigest()[:32]


@cache
def _program() -> str:
    """The digest of the code that makes an index."""
    total = sha256(np.__version__.encode())
    for package in ("sanctionscreen.text", "sanctionscreen.matching"):
        for source in sorted(files(package).iterdir(), key=lambda file: file.name):
            if source.name.endswith(".py"):
                total.update(source.read_bytes())
    return total.hexdigest()


def save_index(index: NameIndex, folder: Path) -> None:
    """Writes the index as a folder, at once or not at all; a folder that is there is replaced."""
    try:
        folder.parent.mkdir(parents=True, exist_ok=True)
        staging = Path(mkdtemp(prefix=".new-", dir=folder.parent))
    except OSError:  # a store that may only be read
        return
    try:
        sums = {}
        for name, array in (*_flat("listed", index.listed), *_flat("keys", index.keys)):
            np.save(staging / f"{name}.npy", array, allow_pickle=False)
            sums[name] = _sum(array)
        (staging / _SUMS).write_text(json.dumps(sums), encoding="utf-8")
        rmtree(folder, ignore_errors=True)
        staging.rename(folder)
        _forget_old(folder.parent)
    except OSError:  # no room, or another process was faster
        rmtree(staging, ignore_errors=True)


def load_index(folder: Path, policy: Policy) -> NameIndex | None:
    """The index saved in a folder, mapped into memory; nothing where none is whole."""
    try:
        sums = json.loads((folder / _SUMS).read_text(encoding="utf-8"))
        arrays = {name: _mapped(folder / f"{name}.npy") for name in sums}
        if any(_sum(array) != sums[name] for name, array in arrays.items()):
            return None
        listed, keys = _made(Listed, "listed", arrays), _made(Keys, "keys", arrays)
    except (OSError, ValueError, KeyError):
        return None
    return NameIndex(listed, keys, policy)


def _mapped(path: Path) -> Array:
    """An array in memory that is read when it is used; changes to it would not reach the file."""
    return np.asarray(np.load(path, mmap_mode="c", allow_pickle=False))


def _sum(array: Array) -> int:
    return zlib.crc32(np.ascontiguousarray(array).data.cast("B")) if array.size else 0


def _flat(name: str, value: object) -> Iterator[tuple[str, Array]]:
    """Every array of a tuple of tuples, by the names that lead to it; strings as lines of text."""
    if isinstance(value, tuple):
        for field, part in zip(type(value).__annotations__, value, strict=True):
            yield from _flat(f"{name}.{field}", part)
    elif isinstance(value, list):
        yield name, np.frombuffer("\n".join(value).encode(), np.uint8)
    else:
        yield name, np.asarray(value)


def _made(kind: Any, name: str, arrays: dict[str, Array]) -> Any:
    """The value of a kind from its arrays."""
    if kind is int:
        return int(arrays[name])
    if kind == list[str]:
        text = arrays[name].tobytes().decode()
        return text.split("\n") if text else []
    if hasattr(kind, "_fields"):
        hints = get_type_hints(kind)
        return kind(*(_made(hints[field], f"{name}.{field}", arrays) for field in kind._fields))
    return arrays[name]


def _forget_old(folder: Path) -> None:
    kept = sorted(folder.iterdir(), key=lambda path: path.stat().st_mtime, reverse=True)
    for path in kept[_KEPT:]:
        rmtree(path, ignore_errors=True)

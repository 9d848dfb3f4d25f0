"""Tuples of arrays in one file, mapped into memory: every byte of it is checked when it is opened.

A file is a head (what it is, and where each array lies) and the arrays. Its digest is over the head
and over sums of the arrays' 64-bit words: of each page, so that no change of one word goes unseen,
nor of two in different pages; and the words at one place of all pages, combined by "exclusive or",
so that two in one page do not cancel out. That is ten times as fast as a cryptographic digest of
every byte. It tells damage, not malice: who may write the file may also write the digest.
"""

import json
import mmap
import os
from collections.abc import Iterator, Sequence
from functools import cached_property
from hashlib import sha256
from math import prod
from pathlib import Path
from typing import Any, Final, TypeVar, overload

import numpy as np
from numpy.typing import NDArray

from sanctionscreen.matching.vocabulary import Hashes

Array = NDArray[Any]
T = TypeVar("T")

_PAGE: Final = 4096
_WORDS: Final = _PAGE // 8
#: Pages that are summed at once, few enough to stay in the processor's cache.
_TOGETHER: Final = 256
_DIGEST: Final = 32
_LENGTH: Final = 8


def write_mapped(value: tuple[Any, ...], path: Path) -> None:
    """Writes a tuple of arrays, at once or not at all; a file that is there is replaced.

    Raises:
        OSError: it cannot be written.
    """
    from tempfile import mkstemp  # noqa: PLC0415  # loads much, and is seldom needed

    path.parent.mkdir(parents=True, exist_ok=True)
    arrays = dict(_flat("", value))
    places, end = {}, 0
    for name, array in arrays.items():
        places[name] = (array.dtype.str, array.shape, end)
        end += -(-array.nbytes // _PAGE) * _PAGE
    head = json.dumps(places).encode()
    body = bytearray(end)
    for name, array in arrays.items():
        at = places[name][2]
        body[at : at + array.nbytes] = np.ascontiguousarray(array).tobytes()
    start = b"".join((_digest(head, body), len(head).to_bytes(_LENGTH, "big"), head))
    handle, staging = mkstemp(prefix=".new-", dir=path.parent)
    try:
        with os.fdopen(handle, "wb") as stream:
            stream.write(start + bytes(-len(start) % _PAGE))
            stream.write(body)
        Path(staging).chmod(path.parent.stat().st_mode & 0o666)  # as who may read the store
        Path(staging).replace(path)
    except OSError:
        Path(staging).unlink(missing_ok=True)
        raise


def read_mapped(kind: type[T], path: Path) -> T | None:
    """The tuple of arrays in a file, mapped; nothing where there is none, or one that is damaged.

    What is written into the arrays does not reach the file.
    """
    try:
        with path.open("rb") as stream:
            mapped = mmap.mmap(stream.fileno(), 0, access=mmap.ACCESS_COPY)
        length = int.from_bytes(mapped[_DIGEST : _DIGEST + _LENGTH], "big")
        head = mapped[_DIGEST + _LENGTH : _DIGEST + _LENGTH + length]
        start = -(-(_DIGEST + _LENGTH + length) // _PAGE) * _PAGE
        if _digest(head, memoryview(mapped)[start:]) != mapped[:_DIGEST]:
            return None
        arrays = {
            name: _array(mapped, dtype, shape, start + at)
            for name, (dtype, shape, at) in json.loads(head).items()
        }
        value: T = _made(kind, "", arrays)
    except (OSError, ValueError, KeyError):
        return None
    return value


def _array(mapped: mmap.mmap, dtype: str, shape: list[int], at: int) -> Array:
    size = prod(shape)
    return np.frombuffer(mapped, dtype, size, at).reshape(shape) if size else np.empty(shape, dtype)


def _digest(head: bytes, body: bytearray | memoryview) -> bytes:
    """The digest of a file: its body is of whole pages."""
    pages: Hashes = np.frombuffer(body, np.uint64).reshape(-1, _WORDS)
    sums, places = np.zeros(len(pages), np.uint64), np.zeros(_WORDS, np.uint64)
    for first in range(0, len(pages), _TOGETHER):
        some = pages[first : first + _TOGETHER]
        np.add.reduce(some, axis=1, out=sums[first : first + _TOGETHER])
        places ^= np.bitwise_xor.reduce(some, axis=0)
    return sha256(head + sums.tobytes() + places.tobytes()).digest()


def _flat(name: str, value: object) -> Iterator[tuple[str, Array]]:
    """Every array of a tuple of tuples, by the names that lead to it; strings as lines of text."""
    if isinstance(value, tuple):
        for field, part in zip(type(value).__annotations__, value, strict=True):
            yield from _flat(f"{name}.{field}", part)
    elif isinstance(value, list):
        yield name, np.frombuffer("\n".join(value).encode(), np.uint8)
    else:
        yield name, np.asarray(value)


class Lines(Sequence[str]):
    """Lines of text that are told apart when the first of them is asked for."""

    def __init__(self, text: Array) -> None:
        self._text = text

    @cached_property
    def _lines(self) -> list[str]:
        text = self._text.tobytes().decode()
        return text.split("\n") if text else []

    @overload
    def __getitem__(self, position: int) -> str: ...
    @overload
    def __getitem__(self, position: slice) -> list[str]: ...
    def __getitem__(self, position: int | slice) -> str | list[str]:
        return self._lines[position]

    def __len__(self) -> int:
        return len(self._lines)


def _made(kind: Any, name: str, arrays: dict[str, Array]) -> Any:
    """The value of a kind from its arrays."""
    if kind is int:
        return int(arrays[name])
    if kind == list[str]:
        return Lines(arrays[name])
    if hasattr(kind, "_fields"):
        parts = kind.__annotations__.items()
        return kind(*(_made(part, f"{name}.{field}", arrays) for field, part in parts))
    return arrays[name]

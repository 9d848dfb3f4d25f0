"""A path or stream → its bytes: unpacked where it is compressed, and never more than a limit."""

import bz2
import gzip
import io
import lzma
import sys
import zlib
from collections.abc import Callable
from pathlib import Path
from typing import BinaryIO, Final, Protocol

from sanctionscreen.errors import InputError, UnreadableInput

if sys.version_info >= (3, 14):
    from compression import zstd
else:
    from backports import zstd

#: 2 GiB: ten million rows of 200 bytes. The whole file is held in memory.
MAX_BYTES: Final = 2 * 1024**3


class _Readable(Protocol):
    def read(self, size: int, /) -> bytes: ...


_PACKED: Final[tuple[tuple[bytes, str, Callable[[BinaryIO], _Readable]], ...]] = (
    (b"\x1f\x8b", "gzip", lambda packed: gzip.GzipFile(fileobj=packed)),
    (b"BZh", "bzip2", bz2.BZ2File),
    (b"\xfd7zXZ\x00", "xz", lzma.LZMAFile),
    (b"\x28\xb5\x2f\xfd", "zstd", zstd.ZstdFile),
)
_BROKEN: Final = (OSError, EOFError, zlib.error, lzma.LZMAError, zstd.ZstdError)

#: The endings of compressed files; the ending before them names the format.
PACKED_SUFFIXES: Final = frozenset({".gz", ".bz2", ".xz", ".zst"})


def read_bytes(source: Path | BinaryIO, *, name: str, max_bytes: int = MAX_BYTES) -> bytes:
    """The content of a file or stream, unpacked if it is gzip, bzip2, xz or zstd.

    The limit holds for the unpacked bytes as well: a small file cannot fill the memory.

    Raises:
        InputError: the file is absent, a folder, not readable, or opened as text.
        UnreadableInput: it is over the limit, or its compression is damaged or cut off.

    >>> read_bytes(io.BytesIO(gzip.compress(b"name")), name="-")
    b'name'
    """
    content = _raw(source, name, max_bytes)
    for magic, packing, unpack in _PACKED:
        if content.startswith(magic):
            try:
                unpacked = unpack(io.BytesIO(content)).read(max_bytes + 1)
            except _BROKEN:
                raise UnreadableInput(
                    f"the {packing} compression is damaged or cut off: copy the file again",
                    file=name,
                ) from None
            return _within(unpacked, name, max_bytes)
    return content


def _raw(source: Path | BinaryIO, name: str, max_bytes: int) -> bytes:
    if not isinstance(source, Path):
        content = source.read(max_bytes + 1)
        if not isinstance(content, bytes):
            raise InputError("the stream gives text: open it in binary mode ('rb')", file=name)
        return _within(content, name, max_bytes)
    try:
        if source.is_dir():
            raise InputError("this is a folder: name one file in it", file=name)
        with source.open("rb") as stream:
            return _within(stream.read(max_bytes + 1), name, max_bytes)
    except FileNotFoundError:
        raise InputError("there is no such file: check the path", file=name) from None
    except OSError as error:
        raise InputError(f"it cannot be read: {error.strerror}", file=name) from None


def _within(content: bytes, name: str, max_bytes: int) -> bytes:
    if len(content) > max_bytes:
        raise UnreadableInput(
            f"it holds more than {max_bytes:,} bytes: split it, or raise the limit", file=name
        )
    return content

"""A publication on disk → its files as bounded byte streams, whatever it is compressed with."""

import bz2
import gzip
import hashlib
import io
import lzma
import sys
import zipfile
import zlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path, PureWindowsPath
from typing import BinaryIO, Final, NamedTuple, cast

from sanctionscreen.errors import ParseError, UnreadableInput

if sys.version_info >= (3, 14):
    from compression import zstd
else:
    from backports import zstd

_CHUNK: Final = 1 << 20
_MAX_FILES: Final = 64
_MAX_NAME: Final = 200  # bytes; file systems take 255, and `.zst` is put behind it
#: A compressed file that grows beyond this factor is an attack, not a list (XML reaches 40).
_MAX_RATIO: Final = 500
#: What is kept can be damaged later: the frame's checksum tells.
_KEPT_OPTIONS: Final[Mapping[int, int]] = {zstd.CompressionParameter.checksum_flag: 1}

HEAD_BYTES: Final = 4096

#: What the standard library raises for a file that is cut off, damaged, encrypted or of a variant
#: it cannot read; RuntimeError means a password or an unknown method, UnicodeDecodeError a name.
_UNREADABLE: Final = (
    OSError,
    EOFError,
    RuntimeError,
    UnicodeDecodeError,
    lzma.LZMAError,
    zipfile.BadZipFile,
    zlib.error,
    zstd.ZstdError,
)


class Unpacked(NamedTuple):
    """One file of a publication, kept: its name, sha256 and size after decompression."""

    name: str
    sha256: str
    size: int
    head: bytes


class _Opened(NamedTuple):
    """One file of a publication, open: where it comes from and how large it may become."""

    path: Path
    name: str
    stream: BinaryIO
    max_bytes: int


def keep(paths: Sequence[Path], folder: Path, *, max_bytes: int) -> tuple[Unpacked, ...]:
    """Writes every file of a publication into the folder as `<name>.zst`, and says what it wrote.

    Reads plain files, .gz, .bz2, .xz, .zst, .zip, and folders of such; `max_bytes` bounds all of
    them together.

    Raises:
        UnreadableInput: a file is missing, empty, not what its suffix claims, or too large; two
            have one name; or there is none.
        OSError: the folder cannot be written.
    """
    kept: dict[str, Unpacked] = {}
    left = max_bytes
    for path in paths:
        for file in _files(path, left):
            if file.name in kept:
                raise UnreadableInput(f"two files are called {file.name}", file=str(path))
            if len(kept) == _MAX_FILES:
                raise UnreadableInput(f"more than {_MAX_FILES} files", file=str(path))
            kept[file.name] = _keep_one(file._replace(max_bytes=min(left, file.max_bytes)), folder)
            left -= kept[file.name].size
    if not kept:
        raise UnreadableInput("there is no file in it", file=", ".join(map(str, paths)) or None)
    return tuple(kept.values())


def _files(path: Path, max_bytes: int) -> Iterator[_Opened]:
    """The files in a file or folder, by lower-case base name without the compression's suffix."""
    suffix = path.suffix.lower()
    with _reading(path):
        if path.is_dir():
            for child in sorted(path.iterdir()):
                if child.is_file():
                    yield from _files(child, max_bytes)
        elif suffix == ".zip":
            with zipfile.ZipFile(path) as archive:
                for member in archive.infolist():
                    if not member.is_dir():
                        name = _plain_name(member.filename, path)
                        with archive.open(member) as stream:
                            yield _Opened(path, name, cast("BinaryIO", stream), _bound(path))
        elif suffix in _OPENERS:
            with _OPENERS[suffix](path) as stream:
                yield _Opened(path, _plain_name(path.stem, path), stream, _bound(path))
        else:
            with path.open("rb") as stream:
                yield _Opened(path, _plain_name(path.name, path), stream, max_bytes)


_OPENERS: Final = cast(
    "Mapping[str, Callable[[Path], AbstractContextManager[BinaryIO]]]",
    {".gz": gzip.GzipFile, ".bz2": bz2.BZ2File, ".xz": lzma.LZMAFile, ".zst": zstd.ZstdFile},
)


@contextmanager
def _reading(path: Path) -> Iterator[None]:
    """Says of everything that goes wrong while reading a file that the file cannot be read."""
    try:
        yield
    except _UNREADABLE as error:
        raise UnreadableInput(f"cannot be read: {error}", file=str(path)) from error


def _bound(path: Path) -> int:
    """How many bytes a compressed file may become."""
    return path.stat().st_size * _MAX_RATIO + _CHUNK


def _plain_name(text: str, path: Path) -> str:
    """The last part of a path of any system, lower-case: never a way out of a folder."""
    name = PureWindowsPath(text).name.lower()
    if not name.isprintable() or not 0 < len(name.encode()) <= _MAX_NAME:
        raise UnreadableInput(f"a file in it has the name {text[:_MAX_NAME]!r}", file=str(path))
    return name


def _keep_one(file: _Opened, folder: Path) -> Unpacked:
    digest = hashlib.sha256()
    size = 0
    head = b""
    with zstd.open(folder / f"{file.name}.zst", "wb", options=_KEPT_OPTIONS) as out:
        for chunk in _chunks(file):
            head = head or chunk[:HEAD_BYTES]
            size += len(chunk)
            if size > file.max_bytes:
                reason = f"larger than {file.max_bytes:,} bytes unpacked"
                raise UnreadableInput(reason, file=str(file.path))
            digest.update(chunk)
            out.write(chunk)
    if size == 0:
        raise UnreadableInput("the file is empty", file=str(file.path))
    return Unpacked(file.name, digest.hexdigest(), size, head)


def _chunks(file: _Opened) -> Iterator[bytes]:
    """The bytes of a file; only reading it is guarded here, what is done with them is not."""
    with _reading(file.path):
        while chunk := file.stream.read(_CHUNK):
            yield chunk


@contextmanager
def reopened(folder: Path, names: Sequence[str]) -> Iterator[dict[str, BinaryIO]]:
    """The kept files of those names as byte streams, decompressed while reading."""
    streams: dict[str, BinaryIO] = {}
    try:
        for name in names:
            opened = cast("io.RawIOBase", zstd.open(folder / f"{name}.zst", "rb"))
            streams[name] = cast("BinaryIO", io.BufferedReader(opened, _CHUNK))
        yield streams
    except (EOFError, zstd.ZstdError) as error:
        raise ParseError(f"the kept raw file is damaged: {error}") from error
    finally:
        for stream in streams.values():
            stream.close()


def content_digest(files: Sequence[Unpacked]) -> str:
    """One sha256 for a publication: that of its only file, or of all names and digests."""
    if len(files) == 1:
        return files[0].sha256
    joined = "\n".join(f"{file.name} {file.sha256}" for file in sorted(files))
    return hashlib.sha256(joined.encode()).hexdigest()

"""Writing a file whole or not at all."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from sanctionscreen.errors import InputError


@contextmanager
def atomic(path: Path) -> Iterator[BinaryIO]:
    """A stream whose content stands at `path` once the block has ended well, else not at all.

    It is written beside the target and then moved over it: a crash leaves the earlier file. A link
    is followed; a device or pipe (`/dev/stdout`) is written to directly.

    Raises:
        InputError: the folder is absent, the path is a folder, or the disk refuses.

    >>> from tempfile import TemporaryDirectory
    >>> with TemporaryDirectory() as folder:
    ...     with atomic(Path(folder) / "hits.csv") as stream:
    ...         size = stream.write(b"query_id")
    ...     [file.name for file in Path(folder).iterdir()]
    ['hits.csv']
    """
    target = Path(os.path.realpath(path))
    if target.is_dir():
        raise InputError("this is a folder: name a file in it", file=str(path))
    if not target.parent.is_dir():
        raise InputError("its folder does not exist: create it first", file=str(path))
    special = target.exists() and not target.is_file()
    partial = target if special else target.with_name(f".{target.name}.{os.getpid()}.partial")
    try:
        with partial.open("wb") as stream:
            yield stream
            stream.flush()
            if not special:
                os.fsync(stream.fileno())
        if not special:
            partial.replace(target)
    except OSError as error:
        raise InputError(f"it cannot be written: {error.strerror}", file=str(path)) from error
    finally:
        if not special:
            partial.unlink(missing_ok=True)

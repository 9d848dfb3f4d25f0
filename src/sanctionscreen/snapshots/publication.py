"""One publication of a list as it was read: kept files in, frames out."""

import gc
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from types import MappingProxyType
from typing import NamedTuple

from sanctionscreen.model import Problem
from sanctionscreen.snapshots import unpack
from sanctionscreen.snapshots.frames import Frames, digest, to_frames
from sanctionscreen.sources.formats import choose
from sanctionscreen.sources.manifest import ListSource
from sanctionscreen.sources.reading import Report, Unread


class Publication(NamedTuple):
    """What was read: the kept files, the frames, what was odd, and by which reader.

    `published_on` is null where the files do not say it, as the legacy CSV of OFAC.
    """

    files: tuple[unpack.Unpacked, ...]
    frames: Frames
    published_on: date | None
    problems: tuple[Problem, ...]
    format: str
    parser_version: int
    sha256: str
    entities_sha256: str
    published_count: int | None = None
    unread: Mapping[str, Unread] = MappingProxyType({})


def read_publication(source: ListSource, paths: Sequence[Path], raw: Path) -> Publication:
    """Keeps the files in the folder `raw`, which it makes, and reads them.

    Raises:
        UnreadableInput: a file cannot be unpacked.
        ParseError: the files are not understood, or of another list.
    """
    raw.mkdir()
    files = unpack.keep(paths, raw, max_bytes=source.max_bytes)
    heads = {file.name: file.head for file in files}
    format_, reader, members = choose(heads, source)
    report = Report(source.id, source.unread)
    with unpack.reopened(raw, members) as streams, _paused_collection():
        frames = to_frames(reader.read(streams, report))
    return Publication(
        files=files,
        frames=frames,
        published_on=report.published_on,
        problems=tuple(report.problems),
        format=format_,
        parser_version=reader.VERSION,
        sha256=unpack.content_digest(files),
        entities_sha256=digest(frames),
        published_count=report.published_count,
        unread=report.unread,
    )


@contextmanager
def _paused_collection() -> Iterator[None]:
    """No cyclic garbage collection while a list is read.

    Millions of small live objects and no cycles: the collector would find nothing and take half
    of the time.
    """
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_enabled:
            gc.enable()

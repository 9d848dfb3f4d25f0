"""Writing one frozen state of a list to disk: its frames, and the manifest of what they are."""

import hashlib
import io
from datetime import date, datetime
from importlib.metadata import version
from pathlib import Path
from typing import Final

import polars as pl

from sanctionscreen.snapshots.guards import INCOMPLETE, counts_of
from sanctionscreen.snapshots.manifest import FRAMES_VERSION, Coverage, RawFile, SnapshotManifest
from sanctionscreen.snapshots.publication import Publication
from sanctionscreen.snapshots.snapshot import MANIFEST
from sanctionscreen.sources.manifest import ListSource

_SHORT: Final = 12


def write_snapshot(
    folder: Path,
    publication: Publication,
    source: ListSource,
    *,
    accepted: tuple[str, ...],
    now: datetime,
    undated: date,
    fetched_at: datetime | None = None,
) -> SnapshotManifest:
    """Writes the frames of a publication and the manifest that says what they are.

    `undated` is the day that stands in for one that the files do not say. The files came at
    `fetched_at`; by default now.
    """
    digests = {
        name: _write_frame(folder / f"{name}.parquet", frame)
        for name, frame in publication.frames.items()
    }
    published_on = publication.published_on or undated
    manifest = SnapshotManifest(
        list_id=source.id,
        snapshot_id=_snapshot_id(published_on, publication),
        # Fewer parties than a whole list ever has: never claim completeness for it.
        coverage=Coverage.EXCERPT if INCOMPLETE.intersection(accepted) else Coverage.COMPLETE,
        sha256=publication.sha256,
        entities_sha256=publication.entities_sha256,
        published_on=published_on,
        dated=publication.published_on is not None,
        fetched_at=fetched_at or now,
        made_at=now,
        title=source.title,
        authority=source.authority,
        licence=source.licence,
        attribution=source.attribution,
        format=publication.format,
        parser_version=publication.parser_version,
        frames_version=FRAMES_VERSION,
        library_version=version("sanctionscreen"),
        files=tuple(
            RawFile(name=file.name, sha256=file.sha256, size=file.size)
            for file in publication.files
        ),
        frames=digests,
        counts=counts_of(publication.frames),
        accepted=accepted,
        problems=publication.problems,
    )
    (folder / MANIFEST).write_text(manifest.model_dump_json(indent=2), encoding="utf-8")
    return manifest


def _write_frame(path: Path, frame: pl.DataFrame) -> str:
    """Writes a frame and returns the sha256 of what should now be in the file.

    By way of memory, because polars reports a full disk as an error of computation.
    """
    buffer = io.BytesIO()
    frame.write_parquet(buffer, compression="zstd")
    path.write_bytes(buffer.getbuffer())
    return hashlib.sha256(buffer.getbuffer()).hexdigest()


def _snapshot_id(published_on: date, publication: Publication) -> str:
    """The id of a snapshot: over what was fetched, and over what was read from it."""
    both = f"{publication.sha256} {publication.entities_sha256}"
    short = hashlib.sha256(both.encode()).hexdigest()[:_SHORT]
    return f"{published_on.isoformat()}-{short}"

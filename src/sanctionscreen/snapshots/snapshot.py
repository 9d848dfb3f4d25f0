"""One frozen state of one list, on disk: writing it and reading it back."""

import hashlib
import io
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime
from importlib.metadata import version
from pathlib import Path
from typing import Final

import polars as pl

from sanctionscreen.columns import check
from sanctionscreen.errors import StoreError
from sanctionscreen.snapshots.frames import SCHEMAS, Frames
from sanctionscreen.snapshots.guards import INCOMPLETE, counts_of, programmes_of
from sanctionscreen.snapshots.manifest import FRAMES_VERSION, Coverage, RawFile, SnapshotManifest
from sanctionscreen.snapshots.publication import Publication
from sanctionscreen.sources.manifest import ListSource

MANIFEST: Final = "manifest.json"
_SHORT: Final = 12


class Snapshot:
    """One frozen state of one list; frames are read from disk when asked for."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        try:
            text = (folder / MANIFEST).read_text(encoding="utf-8")
            self.manifest = SnapshotManifest.model_validate_json(text)
        except (OSError, ValueError) as error:
            raise StoreError(f"{folder}: the snapshot cannot be read: {error}") from error

    @property
    def snapshot_id(self) -> str:
        """The id that results name: publication date and twelve hex digits."""
        return self.manifest.snapshot_id

    @property
    def made_at(self) -> datetime:
        """When its files were read."""
        return self.manifest.made_at or self.manifest.fetched_at

    @property
    def order(self) -> tuple[date, datetime, datetime, str]:
        """Sorts the snapshots of a list: by publication, by when it came, by when it was read."""
        found = self.manifest
        return found.published_on, found.fetched_at, self.made_at, found.snapshot_id

    def frame(self, name: str) -> pl.DataFrame:
        """One of the seven frames (`entities`, `names`, …), checked against its schema.

        Raises:
            StoreError: the file is missing, its bytes are not those that were written, or another
                version wrote it.
        """
        if self.manifest.frames_version != FRAMES_VERSION:
            reason = f"made by another version; run: sanctionscreen rebuild {self.manifest.list_id}"
            raise StoreError(f"{self.folder}: {reason}")
        frame = self._as_written(name)
        try:
            return check(frame, SCHEMAS[name], name=str(self._path(name)))
        except ValueError as error:
            raise StoreError(f"{self._path(name)}: the frame cannot be read: {error}") from error

    def programmes(self) -> dict[str, int]:
        """How many parties stand under each programme; of a snapshot of any version.

        Raises:
            StoreError: the file is missing, or its bytes are not those that were written.
        """
        return programmes_of({"designations": self._as_written("designations")})

    def _path(self, name: str) -> Path:
        return self.folder / f"{name}.parquet"

    def _as_written(self, name: str) -> pl.DataFrame:
        path = self._path(name)
        try:
            data = path.read_bytes()
            if hashlib.sha256(data).hexdigest() != self.manifest.frames.get(name):
                raise StoreError(f"{path}: the file is damaged: its sha256 is not the manifest's")
            return pl.read_parquet(io.BytesIO(data))
        except (OSError, pl.exceptions.PolarsError) as error:
            raise StoreError(f"{path}: the frame cannot be read: {error}") from error

    def frames(self) -> Frames:
        """All seven frames by name."""
        return {name: self.frame(name) for name in SCHEMAS}


class StoredFrames(Mapping[str, pl.DataFrame]):
    """The frames of several snapshots, one after the other; each is read when it is asked for."""

    def __init__(self, snapshots: Sequence[Snapshot]) -> None:
        self._snapshots = tuple(snapshots)
        self._read: dict[str, pl.DataFrame] = {}

    def __getitem__(self, name: str) -> pl.DataFrame:
        """One of the seven frames.

        Raises:
            StoreError: as `Snapshot.frame` does.
        """
        if name not in SCHEMAS:
            raise KeyError(name)
        if name not in self._read:
            self._read[name] = pl.concat([one.frame(name) for one in self._snapshots])
        return self._read[name]

    def __iter__(self) -> Iterator[str]:
        return iter(SCHEMAS)

    def __len__(self) -> int:
        return len(SCHEMAS)


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

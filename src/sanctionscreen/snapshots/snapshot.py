"""One frozen state of one list, on disk: writing it and reading it back."""

import hashlib
import io
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Final

from sanctionscreen.errors import StoreError
from sanctionscreen.snapshots.manifest import FRAMES, FRAMES_VERSION, SnapshotManifest

if TYPE_CHECKING:
    import polars as pl

    from sanctionscreen.snapshots.frames import Frames

MANIFEST: Final = "manifest.json"


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

    def frame(self, name: str) -> "pl.DataFrame":
        """One of the seven frames (`entities`, `names`, …), checked against its schema.

        Raises:
            StoreError: the file is missing, its bytes are not those that were written, or another
                version wrote it.
        """
        if self.manifest.frames_version != FRAMES_VERSION:
            reason = f"made by another version; run: sanctionscreen rebuild {self.manifest.list_id}"
            raise StoreError(f"{self.folder}: {reason}")
        from sanctionscreen.columns import check  # noqa: PLC0415  # imports polars
        from sanctionscreen.snapshots.frames import SCHEMAS  # noqa: PLC0415

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
        from sanctionscreen.snapshots.guards import programmes_of  # noqa: PLC0415

        return programmes_of({"designations": self._as_written("designations")})

    def _path(self, name: str) -> Path:
        return self.folder / f"{name}.parquet"

    def _as_written(self, name: str) -> "pl.DataFrame":
        import polars as pl  # noqa: PLC0415  # one name is screened without a frame

        path = self._path(name)
        try:
            data = path.read_bytes()
            if hashlib.sha256(data).hexdigest() != self.manifest.frames.get(name):
                raise StoreError(f"{path}: the file is damaged: its sha256 is not the manifest's")
            return pl.read_parquet(io.BytesIO(data))
        except (OSError, pl.exceptions.PolarsError) as error:
            raise StoreError(f"{path}: the frame cannot be read: {error}") from error

    def frames(self) -> "Frames":
        """All seven frames by name."""
        return {name: self.frame(name) for name in FRAMES}


class LateFrames(Mapping[str, "pl.DataFrame"]):
    """The seven frames of a watchlist; each is read when it is asked for, and then kept."""

    def __init__(self, read: "Callable[[str], pl.DataFrame]") -> None:
        self._read = read
        self._known: dict[str, pl.DataFrame] = {}

    def __getitem__(self, name: str) -> "pl.DataFrame":
        if name not in FRAMES:
            raise KeyError(name)
        if name not in self._known:
            self._known[name] = self._read(name)
        return self._known[name]

    def __iter__(self) -> Iterator[str]:
        return iter(FRAMES)

    def __len__(self) -> int:
        return len(FRAMES)


def stored_frames(snapshots: Sequence[Snapshot]) -> LateFrames:
    """The frames of several snapshots, one after the other; with the errors of `Snapshot.frame`."""

    def read(name: str) -> "pl.DataFrame":
        import polars as pl  # noqa: PLC0415  # one name is screened without a frame

        return pl.concat([one.frame(name) for one in snapshots])

    return LateFrames(read)

"""What a snapshot says about itself: `manifest.json` beside its frames."""

from datetime import date, datetime
from enum import StrEnum
from typing import Final

from sanctionscreen.model import Problem, Record, Text

#: Rises when frames change shape, so that old snapshots are rebuilt from their raw files.
FRAMES_VERSION: Final = 1


class Coverage(StrEnum):
    """Whether a snapshot is the whole list or a part of it."""

    COMPLETE = "complete"
    EXCERPT = "excerpt"


class RawFile(Record):
    """One file as it was read, after decompression."""

    name: Text
    sha256: Text
    size: int


class SnapshotManifest(Record):
    """Where a snapshot comes from, what it holds, and what made it.

    Not `dated`: the files do not say when they were published, `published_on` is when they came.
    `frames` has the sha256 of each parquet file: most flipped bits would go unnoticed by polars.
    """

    list_id: Text
    snapshot_id: Text
    coverage: Coverage
    sha256: Text
    entities_sha256: Text
    published_on: date
    dated: bool
    fetched_at: datetime
    title: Text
    authority: Text
    licence: Text
    attribution: Text
    format: Text
    parser_version: int
    frames_version: int
    library_version: Text
    files: tuple[RawFile, ...]
    frames: dict[str, str]
    counts: dict[str, int]
    accepted: tuple[Text, ...] = ()
    problems: tuple[Problem, ...] = ()


class ListState(Record):
    """What the store did last with a list; `checked_at` is the last successful check."""

    checked_at: datetime
    outcome: Text
    reason: str


class OutcomeKind(StrEnum):
    """How an import or refresh of one list ended."""

    IMPORTED = "imported"
    UNCHANGED = "unchanged"
    REFUSED = "refused"
    FAILED = "failed"


class Outcome(Record):
    """The end of one import: what happened, why, and which snapshot is current now."""

    list_id: Text
    outcome: OutcomeKind
    reason: str
    snapshot_id: Text | None
    entities: int
    seconds: float
    problems: tuple[Problem, ...] = ()

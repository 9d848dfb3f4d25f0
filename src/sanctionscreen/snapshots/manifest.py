"""What a snapshot says about itself: `manifest.json` beside its frames."""

from dataclasses import field
from datetime import date, datetime
from enum import StrEnum
from typing import Final

from sanctionscreen.terms import Problem
from sanctionscreen.value import Value, value

#: The frames of a snapshot.
FRAMES: Final = (
    "entities", "names", "identifiers", "wallets", "designations", "addresses", "relations",
)  # fmt: skip
#: Rises when frames change shape, so that old snapshots are rebuilt from their raw files.
FRAMES_VERSION: Final = 1


class Coverage(StrEnum):
    """Whether a snapshot is the whole list or a part of it."""

    COMPLETE = "complete"
    EXCERPT = "excerpt"


@value
class RawFile(Value):
    """One file as it was read, after decompression."""

    name: str
    sha256: str
    size: int


@value
class SnapshotManifest(Value):
    """Where a snapshot comes from, what it holds, and what made it.

    Not `dated`: the files do not say when they were published, `published_on` is when they came.
    `fetched_at` is when they came, `made_at` when they were read; null in snapshots of before it
    was kept, which were read when they came.
    `frames` has the sha256 of each parquet file: most flipped bits would go unnoticed by polars.
    """

    list_id: str
    snapshot_id: str
    coverage: Coverage
    sha256: str
    entities_sha256: str
    published_on: date
    dated: bool
    fetched_at: datetime
    made_at: datetime | None = None
    title: str
    authority: str
    licence: str
    attribution: str
    format: str
    parser_version: int
    frames_version: int
    library_version: str
    files: tuple[RawFile, ...]
    frames: dict[str, str]
    counts: dict[str, int]
    accepted: tuple[str, ...] = ()
    problems: tuple[Problem, ...] = ()


@value
class Validators(Value):
    """What a publisher said of a file, to be shown to it at the next request."""

    etag: str | None = None
    last_modified: str | None = None


@value
class Switch(Value):
    """A snapshot that became current, and when.

    `reason` says which guards were overridden for it. `checked_at` is the last successful check
    while it was current; null in states of before it was kept.
    """

    at: datetime
    snapshot_id: str
    reason: str = ""
    checked_at: datetime | None = None


@value
class ListState(Value):
    """What the store did last with a list; `checked_at` is the last successful check.

    `switches` says which snapshot was current since when. `validators` are those of the files that
    `validated` was made of, by address, under the readers of that digest: they say nothing of
    another snapshot, nor whether a mended reader would read the same.
    """

    checked_at: datetime
    outcome: str
    reason: str
    switches: tuple[Switch, ...] = ()
    validated: str | None = None
    readers: str | None = None
    validators: dict[str, Validators] = field(default_factory=dict)


class OutcomeKind(StrEnum):
    """How an import or refresh of one list ended."""

    IMPORTED = "imported"
    UNCHANGED = "unchanged"
    REFUSED = "refused"
    FAILED = "failed"


@value
class Rebuilt(Value):
    """The end of reading the kept files of one snapshot again.

    `rebuilt_id` is the snapshot that has the new reading; the same one where that says the same, or
    where it was refused or failed. `entities` and `problems` are of the new reading.
    """

    list_id: str
    snapshot_id: str
    outcome: OutcomeKind
    reason: str
    rebuilt_id: str
    entities: int
    seconds: float
    problems: tuple[Problem, ...] = ()


@value
class Outcome(Value):
    """The end of one import: what happened, why, and which snapshot is current now."""

    list_id: str
    outcome: OutcomeKind
    reason: str
    snapshot_id: str | None
    entities: int
    seconds: float
    problems: tuple[Problem, ...] = ()

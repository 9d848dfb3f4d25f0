"""From the files of a publication to a finished folder of a snapshot, or why it is refused."""

from collections.abc import Iterator, Sequence, Set
from datetime import date, datetime
from pathlib import Path
from typing import Final, NamedTuple

from sanctionscreen.errors import ListError, UnreadableInput
from sanctionscreen.model import Problem
from sanctionscreen.snapshots.freezing import write_snapshot
from sanctionscreen.snapshots.guards import Previous, Refusal, refusals, unread_fields
from sanctionscreen.snapshots.manifest import OutcomeKind, SnapshotManifest
from sanctionscreen.snapshots.publication import Publication, read_publication
from sanctionscreen.snapshots.snapshot import Snapshot
from sanctionscreen.sources.manifest import ListSource

RAW: Final = "raw"


class Offered(NamedTuple):
    """A publication that is offered to a store.

    `previous` is what the guards compare it with. `accept` names the guards that are overridden,
    `undated` is the day that stands in for one that the files do not say. `fetched_at` is when the
    files came, where that is not now.
    """

    source: ListSource
    paths: Sequence[Path]
    previous: Snapshot | None
    accept: Set[str]
    undated: date
    now: datetime
    fetched_at: datetime | None = None


class Taken(NamedTuple):
    """How it ended; `manifest` is that of the finished folder, null where there is none."""

    kind: OutcomeKind
    reason: str = ""
    problems: tuple[Problem, ...] = ()
    manifest: SnapshotManifest | None = None


def take(offered: Offered, staging: Path) -> Taken:
    """What becomes of a publication; a fault of its own is an outcome, not an error.

    Raises:
        StoreError: the snapshot that it is compared with is damaged.
        OSError: the folder cannot be written.
    """
    try:
        publication = read_publication(offered.source, offered.paths, staging / RAW)
    except (ListError, UnreadableInput) as error:
        return Taken(OutcomeKind.FAILED, str(error))
    is_same = _says_the_same(offered.previous, publication)
    # What says the same needs no other guard; but a field that nobody reads may say more.
    spoken = tuple(unread_fields(publication.unread) if is_same else _spoken(offered, publication))
    refused = [refusal for refusal in spoken if refusal.guard not in offered.accept]
    if refused:
        return Taken(OutcomeKind.REFUSED, _in_words(refused), publication.problems)
    if is_same:
        return Taken(OutcomeKind.UNCHANGED, problems=publication.problems)
    manifest = write_snapshot(
        staging,
        publication,
        offered.source,
        accepted=tuple(dict.fromkeys(refusal.guard for refusal in spoken)),
        now=offered.now,
        fetched_at=offered.fetched_at,
        undated=offered.undated,
    )
    reason = f"accepted: {_in_words(spoken)}" if spoken else ""
    return Taken(OutcomeKind.IMPORTED, reason, publication.problems, manifest)


def _says_the_same(previous: Snapshot | None, publication: Publication) -> bool:
    """Whether the snapshot before, which must not be damaged then, holds the same entities."""
    if previous is None or previous.manifest.entities_sha256 != publication.entities_sha256:
        return False
    previous.frames()
    return True


def _spoken(offered: Offered, publication: Publication) -> Iterator[Refusal]:
    """What the guards say of a publication."""
    known = None
    if offered.previous is not None:
        current = offered.previous.manifest
        known = Previous(
            published_on=current.published_on if current.dated else None,
            counts=current.counts,
            programmes=offered.previous.programmes(),
        )
    return refusals(
        publication.frames,
        offered.source,
        published_on=publication.published_on,
        previous=known,
        published_count=publication.published_count,
        unread=publication.unread,
    )


def _in_words(spoken: Sequence[Refusal]) -> str:
    return "; ".join(f"{refusal.reason} [{refusal.guard}]" for refusal in spoken)

"""From the files of a publication to a finished folder of a snapshot, or why it is refused."""

from collections.abc import Sequence, Set
from datetime import date, datetime
from pathlib import Path
from typing import Final, NamedTuple

from sanctionscreen.errors import ListError, RefusedList, UnreadableInput
from sanctionscreen.model import Problem
from sanctionscreen.snapshots.guards import Previous, Refusal, refusals
from sanctionscreen.snapshots.manifest import OutcomeKind, SnapshotManifest
from sanctionscreen.snapshots.publication import Publication, read_publication
from sanctionscreen.snapshots.snapshot import Snapshot, write_snapshot
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
        return _frozen(offered, publication, staging)
    except RefusedList as error:
        return Taken(OutcomeKind.REFUSED, error.reason)
    except (ListError, UnreadableInput) as error:
        return Taken(OutcomeKind.FAILED, str(error))


def _frozen(offered: Offered, publication: Publication, staging: Path) -> Taken:
    """Asks the guards, then writes frames and manifest."""
    previous = offered.previous
    if previous is not None and previous.manifest.entities_sha256 == publication.entities_sha256:
        previous.frames()  # a damaged snapshot is never called unchanged
        return Taken(OutcomeKind.UNCHANGED, problems=publication.problems)
    overridden = _overridden(offered, publication)
    manifest = write_snapshot(
        staging,
        publication,
        offered.source,
        accepted=tuple(dict.fromkeys(refusal.guard for refusal in overridden)),
        now=offered.now,
        fetched_at=offered.fetched_at,
        undated=offered.undated,
    )
    reason = f"accepted: {_in_words(overridden)}" if overridden else ""
    return Taken(OutcomeKind.IMPORTED, reason, publication.problems, manifest)


def _overridden(offered: Offered, publication: Publication) -> tuple[Refusal, ...]:
    """What the guards said and was overridden by name; refuses if anything was not."""
    known = None
    if offered.previous is not None:
        current = offered.previous.manifest
        known = Previous(
            published_on=current.published_on if current.dated else None,
            counts=current.counts,
            programmes=offered.previous.programmes(),
        )
    spoken = tuple(
        refusals(
            publication.frames,
            offered.source,
            published_on=publication.published_on,
            previous=known,
            published_count=publication.published_count,
        )
    )
    refused = [refusal for refusal in spoken if refusal.guard not in offered.accept]
    if refused:
        raise RefusedList(_in_words(refused), source=offered.source.id)
    return spoken


def _in_words(spoken: Sequence[Refusal]) -> str:
    return "; ".join(f"{refusal.reason} [{refusal.guard}]" for refusal in spoken)

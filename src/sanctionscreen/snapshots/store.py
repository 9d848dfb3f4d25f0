"""The store on disk: snapshots of lists, never overwritten, one of each list current.

    <store>/lists/<list id>/<snapshot id>/{manifest.json, raw/*.zst, <frame>.parquet}
    <store>/lists/<list id>/{current, state.json, .lock, .staging/}

`current` is a small file replaced in one step, a snapshot is a folder renamed into place in one
step, so a crash at any moment leaves the last good state. Readers never wait; writers of one list
exclude each other by an operating-system lock that dies with its process.
"""

import shutil
import time
from collections.abc import Iterator, Mapping, Sequence, Set
from contextlib import contextmanager, suppress
from datetime import date, datetime
from pathlib import Path
from typing import Final, NamedTuple

import filelock

from sanctionscreen.errors import (
    InputError,
    ListError,
    MissingList,
    RefusedList,
    StoreError,
    StoreLocked,
    UnreadableInput,
)
from sanctionscreen.model import Problem
from sanctionscreen.snapshots.disk import rename_folder
from sanctionscreen.snapshots.guards import GUARDS, Previous, Refusal, programmes_of, refusals
from sanctionscreen.snapshots.manifest import (
    ListState,
    Outcome,
    OutcomeKind,
    SnapshotManifest,
    Validators,
)
from sanctionscreen.snapshots.pointers import CURRENT, Journal
from sanctionscreen.snapshots.publication import Publication, read_publication
from sanctionscreen.snapshots.snapshot import MANIFEST, Snapshot, write_snapshot
from sanctionscreen.sources.manifest import ListSource, list_source

RAW: Final = "raw"
STAGING: Final = ".staging"


class _Result(NamedTuple):
    """How an import ended."""

    kind: OutcomeKind
    reason: str = ""
    problems: tuple[Problem, ...] = ()


class Store:
    """Snapshots of lists in one folder; made when first written to."""

    def __init__(self, root: Path) -> None:
        self.root = root

    def list_ids(self) -> tuple[str, ...]:
        """The lists that have a current snapshot, sorted.

        Raises:
            StoreError: the store is there and cannot be read: never the same as an empty one.
        """
        try:
            folders = sorted((self.root / "lists").iterdir())
            return tuple(folder.name for folder in folders if _is_there(folder / CURRENT))
        except FileNotFoundError:
            return ()
        except OSError as error:
            raise StoreError(f"{self.root}: cannot be read: {error}") from error

    def snapshot_ids(self, list_id: str) -> tuple[str, ...]:
        """The ids of every snapshot of a list, oldest publication first."""
        folders = self._folder(list_id).glob(f"*/{MANIFEST}")
        return tuple(sorted(path.parent.name for path in folders if path.parent.name != STAGING))

    def current(self, list_id: str) -> Snapshot:
        """The snapshot that screening uses.

        Raises:
            MissingList: the store has none of that list; says how to get one.
            StoreError: it cannot be read.
        """
        snapshot_id = self._journal(list_id).current()
        if snapshot_id is None:
            hint = (
                f"get it: sanctionscreen refresh {list_id}, or sanctionscreen import {list_id} FILE"
            )
            raise MissingList(f"not in the store {self.root}; {hint}", source=list_id)
        return self.snapshot(list_id, snapshot_id)

    def snapshot(self, list_id: str, snapshot_id: str) -> Snapshot:
        """One snapshot of a list by its id.

        Raises:
            StoreError: it is not there, or cannot be read.
        """
        return Snapshot(self._folder(list_id) / snapshot_id)

    def state(self, list_id: str) -> ListState | None:
        """What was done last with a list; null before its first snapshot.

        Raises:
            StoreError: it cannot be read.
        """
        return self._journal(list_id).state()

    def checked_at(self, snapshot: Snapshot) -> datetime:
        """When it was last made sure that a snapshot is the list.

        That is the last import or refresh that ended with it, an answered "not modified" included.

        Raises:
            StoreError: the state of the list cannot be read.
        """
        return last_check(snapshot, self.state(snapshot.manifest.list_id))

    def validators(self, list_id: str) -> Mapping[str, Validators]:
        """What the publisher said of the files of the current snapshot, by address."""
        return self._journal(list_id).validators()

    def note_validators(self, list_id: str, found: Mapping[str, Validators]) -> None:
        """Keeps what the publisher said of the files of the current snapshot."""
        with self.locked(list_id):
            self._journal(list_id).note_validators(found)

    def note_unchanged(self, list_id: str, *, now: datetime) -> Outcome:
        """The outcome where the publisher says that nothing has changed: a successful check.

        Raises:
            StoreError: the current snapshot is damaged; then nothing may be called unchanged.
        """
        with self.locked(list_id):
            current = self.current(list_id)
            current.frames()
            self._journal(list_id).record(OutcomeKind.UNCHANGED, "", now=now)
        return self._outcome(list_id, _Result(OutcomeKind.UNCHANGED), 0.0)

    def note_failed(self, list_id: str, reason: str, *, now: datetime) -> Outcome:
        """The outcome where the list could not be had; the snapshot before stays current."""
        with suppress(StoreLocked), self.locked(list_id):
            self._journal(list_id).record(OutcomeKind.FAILED, reason, now=now)
        return self._outcome(list_id, _Result(OutcomeKind.FAILED, reason), 0.0)

    def import_list(
        self,
        list_id: str,
        paths: Sequence[Path],
        *,
        now: datetime,
        accept: Set[str] = frozenset(),
        source: ListSource | None = None,
        published_on: date | None = None,
    ) -> Outcome:
        """Freezes a publication from disk and makes it current if every guard agrees.

        Returns one outcome: `imported`, `unchanged` (the same entities are current already),
        `refused` (a guard spoke; override it by name in `accept`, which is recorded) or `failed`
        (the files cannot be read). Whatever happens, the previous snapshot stays usable.
        `published_on` stands in for a date that the files do not say.

        Raises:
            UnknownList: there is no manifest of that list.
            InputError: `accept` names something that is no guard.
            StoreLocked: another process is importing the same list.
            StoreError: the store cannot be written, or its current snapshot is damaged.
        """
        found = list_source(list_id) if source is None else source
        unknown = accept - set(GUARDS)
        if unknown:
            reason = f"no guard {', '.join(sorted(unknown))}; there are {', '.join(GUARDS)}"
            raise InputError(reason, field="accept")
        started = time.monotonic()
        try:
            with self._writing(found.id) as staging:
                day = published_on or now.date()
                result = self._try(found, paths, staging, now=now, day=day, accept=accept)
                self._journal(found.id).record(result.kind, result.reason, now=now)
        except OSError as error:
            raise StoreError(f"{self.root}: cannot be written: {error}") from error
        return self._outcome(found.id, result, time.monotonic() - started)

    def _outcome(self, list_id: str, result: _Result, seconds: float) -> Outcome:
        """What is told of an import: how it ended, and what is current now."""
        current = self._previous(list_id)
        return Outcome(
            list_id=list_id,
            outcome=result.kind,
            reason=result.reason,
            snapshot_id=None if current is None else current.snapshot_id,
            entities=0 if current is None else current.manifest.counts["entities"],
            seconds=round(seconds, 3),
            problems=result.problems,
        )

    def _journal(self, list_id: str) -> Journal:
        return Journal(self._folder(list_id))

    def _folder(self, list_id: str) -> Path:
        return self.root / "lists" / list_id

    def _previous(self, list_id: str) -> Snapshot | None:
        """The current snapshot; null where the store has none of that list."""
        try:
            return self.current(list_id)
        except MissingList:
            return None

    @contextmanager
    def locked(self, list_id: str) -> Iterator[Path]:
        """The folder of one list, held alone; the lock dies with its process.

        Raises:
            StoreLocked: another process holds it.
        """
        folder = self._folder(list_id)
        folder.mkdir(parents=True, exist_ok=True)
        try:
            with filelock.FileLock(folder / ".lock", timeout=0):
                yield folder
        except filelock.Timeout:
            raise StoreLocked(f"{folder}: another process is writing to this list") from None

    @contextmanager
    def _writing(self, list_id: str) -> Iterator[Path]:
        """A staging folder of one list; what a killed process left is swept away."""
        with self.locked(list_id) as folder:
            staging = folder / STAGING
            shutil.rmtree(staging, ignore_errors=True)
            staging.mkdir()
            try:
                yield staging
            finally:
                shutil.rmtree(staging, ignore_errors=True)

    def _try(
        self,
        source: ListSource,
        paths: Sequence[Path],
        staging: Path,
        *,
        now: datetime,
        day: date,
        accept: Set[str],
    ) -> _Result:
        """What becomes of a publication; a fault of its own is an outcome, not an error."""
        try:
            publication = read_publication(source, paths, staging / RAW)
            return self._freeze(source, publication, staging, now=now, day=day, accept=accept)
        except RefusedList as error:
            return _Result(OutcomeKind.REFUSED, error.reason)
        except (ListError, UnreadableInput) as error:
            return _Result(OutcomeKind.FAILED, str(error))

    def _freeze(
        self,
        source: ListSource,
        publication: Publication,
        staging: Path,
        *,
        now: datetime,
        day: date,
        accept: Set[str],
    ) -> _Result:
        """Asks the guards, then writes frames and manifest and makes them current."""
        previous = self._previous(source.id)
        if (
            previous is not None
            and previous.manifest.entities_sha256 == publication.entities_sha256
        ):
            previous.frames()  # a damaged snapshot is never called unchanged
            return _Result(OutcomeKind.UNCHANGED, problems=publication.problems)
        overridden = _ask_guards(source, publication, previous, accept)
        guards = tuple(dict.fromkeys(refusal.guard for refusal in overridden))
        manifest = write_snapshot(
            staging, publication, source, accepted=guards, now=now, undated=day
        )
        self._publish(staging, manifest)
        reason = f"accepted: {_in_words(overridden)}" if overridden else ""
        return _Result(OutcomeKind.IMPORTED, reason, publication.problems)

    def _publish(self, staging: Path, manifest: SnapshotManifest) -> None:
        """Moves a finished staging folder into place and points `current` at it."""
        folder = self._folder(manifest.list_id)
        target = folder / manifest.snapshot_id
        if target.exists():
            Snapshot(target).frames()  # never point at a damaged one
        else:
            rename_folder(staging, target)
        Journal(folder).switch(manifest.snapshot_id)


def last_check(
    snapshot: Snapshot, state: ListState | None, *, until: datetime | None = None
) -> datetime:
    """The last successful check that ended with a snapshot, up to a time; at least its fetching."""
    switches = () if state is None else state.switches
    checks = [
        one.checked_at or one.at for one in switches if one.snapshot_id == snapshot.snapshot_id
    ]
    if state is not None and (not switches or switches[-1].snapshot_id == snapshot.snapshot_id):
        checks.append(state.checked_at)
    known = [one for one in checks if until is None or one <= until]
    return max([snapshot.manifest.fetched_at, *known])


def _is_there(path: Path) -> bool:
    """Whether a file exists; unlike `Path.exists` never "no" because it may not be looked at."""
    try:
        path.stat()
    except (FileNotFoundError, NotADirectoryError):
        return False
    return True


def _ask_guards(
    source: ListSource, publication: Publication, previous: Snapshot | None, accept: Set[str]
) -> tuple[Refusal, ...]:
    """What the guards said and was overridden by name; refuses if anything was not."""
    known = None
    if previous is not None:
        current = previous.manifest
        known = Previous(
            published_on=current.published_on if current.dated else None,
            counts=current.counts,
            programmes=programmes_of({"designations": previous.frame("designations")}),
        )
    spoken = tuple(
        refusals(
            publication.frames,
            source,
            published_on=publication.published_on,
            previous=known,
            published_count=publication.published_count,
        )
    )
    refused = [refusal for refusal in spoken if refusal.guard not in accept]
    if refused:
        raise RefusedList(_in_words(refused), source=source.id)
    return spoken


def _in_words(spoken: Sequence[Refusal]) -> str:
    return "; ".join(f"{refusal.reason} [{refusal.guard}]" for refusal in spoken)

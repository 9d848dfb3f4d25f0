"""The store on disk: snapshots of lists, never overwritten, one of each list current.

    <store>/lists/<list id>/<snapshot id>/{manifest.json, raw/*.zst, <frame>.parquet}
    <store>/lists/<list id>/{current, state.json, .lock, .staging/}

`current` is a small file replaced in one step, a snapshot is a folder renamed into place in one
step, so a crash at any moment leaves the last good state. Readers never wait; writers of one list
exclude each other by an operating-system lock that dies with its process.
"""

import time
from collections.abc import Iterator, Mapping, Sequence, Set
from contextlib import contextmanager, suppress
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Final

from sanctionscreen.errors import (
    InputError,
    MissingList,
    StoreError,
    StoreLocked,
)
from sanctionscreen.snapshots.disk import rename_folder
from sanctionscreen.snapshots.manifest import (
    ListState,
    Outcome,
    OutcomeKind,
    Rebuilt,
    SnapshotManifest,
    Validators,
)
from sanctionscreen.snapshots.pointers import CURRENT, Journal
from sanctionscreen.snapshots.snapshot import MANIFEST, Snapshot

# What writes a store reads lists, which takes longer to import than one name to screen.
if TYPE_CHECKING:
    from sanctionscreen.snapshots.taking import Offered, Taken
    from sanctionscreen.sources.manifest import ListSource

STAGING: Final = ".staging"


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

    def validators(self, list_id: str, readers: str) -> Mapping[str, Validators]:
        """What the publisher said of the files of the current snapshot, by address.

        Nothing where other readers (see `readers_digest`) read it: they may read it better.
        """
        return self._journal(list_id).validators(readers)

    def note_validators(self, list_id: str, found: Mapping[str, Validators], readers: str) -> None:
        """Keeps what the publisher said of the files of the current snapshot."""
        with self.locked(list_id):
            self._journal(list_id).note_validators(found, readers)

    def note_unchanged(self, list_id: str, *, now: datetime) -> Outcome:
        """The outcome where the publisher says that nothing has changed: a successful check.

        Raises:
            StoreError: the current snapshot is damaged; then nothing may be called unchanged.
        """
        from sanctionscreen.snapshots.taking import Taken  # noqa: PLC0415

        with self.locked(list_id):
            current = self.current(list_id)
            current.frames()
            self._journal(list_id).record(OutcomeKind.UNCHANGED, "", now=now)
        return self._outcome(list_id, Taken(OutcomeKind.UNCHANGED), 0.0)

    def note_failed(self, list_id: str, reason: str, *, now: datetime) -> Outcome:
        """The outcome where the list could not be had; the snapshot before stays current."""
        from sanctionscreen.snapshots.taking import Taken  # noqa: PLC0415

        with suppress(StoreLocked), self.locked(list_id):
            self._journal(list_id).record(OutcomeKind.FAILED, reason, now=now)
        return self._outcome(list_id, Taken(OutcomeKind.FAILED, reason), 0.0)

    def import_list(
        self,
        list_id: str,
        paths: Sequence[Path],
        *,
        now: datetime,
        accept: Set[str] = frozenset(),
        source: "ListSource | None" = None,
    ) -> Outcome:
        """Freezes a publication from disk and makes it current if every guard agrees.

        Returns one outcome: `imported`, `unchanged` (the same entities are current already),
        `refused` (a guard spoke; override it by name in `accept`, which is recorded) or `failed`
        (the files cannot be read). Whatever happens, the previous snapshot stays usable.

        Raises:
            UnknownList: there is no manifest of that list.
            InputError: `accept` names something that is no guard.
            StoreLocked: another process is importing the same list.
            StoreError: the store cannot be written, or its current snapshot is damaged.
        """
        from sanctionscreen.snapshots.taking import Offered, take  # noqa: PLC0415
        from sanctionscreen.sources.manifest import list_source  # noqa: PLC0415

        found = list_source(list_id) if source is None else source
        _check_guards(accept)
        started = time.monotonic()
        with self._writing(found.id) as staging:
            offered = Offered(
                source=found,
                paths=paths,
                previous=self._previous(found.id),
                accept=accept,
                undated=now.date(),
                now=now,
            )
            taken = take(offered, staging)
            if taken.manifest is not None:
                self._place(staging, taken.manifest)
                self._journal(found.id).switch(taken.manifest.snapshot_id)
            self._journal(found.id).record(taken.kind, taken.reason, now=now)
        return self._outcome(found.id, taken, time.monotonic() - started)

    def rebuild(
        self,
        list_id: str,
        snapshot_id: str,
        *,
        now: datetime,
        accept: Set[str] = frozenset(),
        source: "ListSource | None" = None,
    ) -> Rebuilt:
        """What became of the kept files of a snapshot, read again after a reader was mended.

        What is read otherwise makes a new snapshot of the same publication, compared by the guards
        with the old one, which stays. The new one is current where the old one was. Nobody asked
        the publisher: it counts as no check.

        Raises:
            UnknownList: there is no manifest of that list.
            InputError: `accept` names something that is no guard.
            StoreLocked: another process is writing to the list.
            StoreError: the store holds no such snapshot, or cannot be read or written.
        """
        from sanctionscreen.snapshots.taking import take  # noqa: PLC0415
        from sanctionscreen.sources.manifest import list_source  # noqa: PLC0415

        found = list_source(list_id) if source is None else source
        _check_guards(accept)
        started = time.monotonic()
        old = self.snapshot(list_id, snapshot_id)
        with self._writing(list_id) as staging:
            taken = take(_again(found, old, accept=accept, now=now), staging)
            if taken.manifest is not None:
                self._place(staging, taken.manifest)
            if self._journal(list_id).current() == snapshot_id:
                self._note_rebuilt(list_id, taken, old, now=now)
        manifest = taken.manifest or old.manifest
        return Rebuilt(
            list_id=list_id,
            snapshot_id=snapshot_id,
            outcome=taken.kind,
            reason=taken.reason,
            rebuilt_id=manifest.snapshot_id,
            entities=manifest.counts["entities"],
            seconds=round(time.monotonic() - started, 3),
            problems=taken.problems,
        )

    def _note_rebuilt(self, list_id: str, taken: "Taken", old: Snapshot, *, now: datetime) -> None:
        """Makes the new reading of the current snapshot current, and writes down how it ended."""
        journal = self._journal(list_id)
        checked_at = self.checked_at(old)
        if taken.manifest is not None:
            journal.switch(taken.manifest.snapshot_id)
        journal.record(taken.kind, taken.reason, now=now, checked_at=checked_at)

    def _outcome(self, list_id: str, taken: "Taken", seconds: float) -> Outcome:
        """What is told of an import: how it ended, and what is current now."""
        current = self._previous(list_id)
        return Outcome(
            list_id=list_id,
            outcome=taken.kind,
            reason=taken.reason,
            snapshot_id=None if current is None else current.snapshot_id,
            entities=0 if current is None else current.manifest.counts["entities"],
            seconds=round(seconds, 3),
            problems=taken.problems,
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
        import filelock  # noqa: PLC0415

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
        import shutil  # noqa: PLC0415  # loads every way to pack files, which readers need not

        try:
            with self.locked(list_id) as folder:
                staging = folder / STAGING
                shutil.rmtree(staging, ignore_errors=True)
                staging.mkdir()
                try:
                    yield staging
                finally:
                    shutil.rmtree(staging, ignore_errors=True)
        except OSError as error:
            raise StoreError(f"{self.root}: cannot be written: {error}") from error

    def _place(self, staging: Path, manifest: SnapshotManifest) -> None:
        """Moves a finished staging folder into place."""
        target = self._folder(manifest.list_id) / manifest.snapshot_id
        if target.exists():
            Snapshot(target).frames()  # never point at a damaged one
        else:
            rename_folder(staging, target)


def _check_guards(accept: Set[str]) -> None:
    from sanctionscreen.snapshots.guards import GUARDS  # noqa: PLC0415

    unknown = accept - set(GUARDS)
    if unknown:
        reason = f"no guard {', '.join(sorted(unknown))}; there are {', '.join(GUARDS)}"
        raise InputError(reason, field="accept")


def _again(source: "ListSource", old: Snapshot, *, accept: Set[str], now: datetime) -> "Offered":
    """The kept files of a snapshot as a publication: what was accepted once stays accepted."""
    from sanctionscreen.snapshots.taking import RAW, Offered  # noqa: PLC0415

    manifest = old.manifest
    return Offered(
        source=source,
        paths=[old.folder / RAW / f"{file.name}.zst" for file in manifest.files],
        previous=old,
        accept=frozenset(accept) | set(manifest.accepted),
        undated=manifest.published_on,
        now=now,
        fetched_at=manifest.fetched_at,
    )


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

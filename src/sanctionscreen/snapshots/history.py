"""The snapshots of a store over time: as of a day, as known then, verified, rebuilt, pruned."""

import hashlib
import shutil
from collections.abc import Iterator, Mapping, Set
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Final

from pydantic import Field

from sanctionscreen.errors import MissingList, ParseError, StoreError
from sanctionscreen.model import Record, Text
from sanctionscreen.snapshots import unpack
from sanctionscreen.snapshots.frames import digest
from sanctionscreen.snapshots.manifest import RawFile, Rebuilt
from sanctionscreen.snapshots.snapshot import Snapshot
from sanctionscreen.snapshots.store import STAGING, Store, last_check
from sanctionscreen.snapshots.taking import RAW
from sanctionscreen.sources.manifest import ListSource

_CHUNK: Final = 1 << 20


class Past(Store):
    """A store as it stands in the past: `current` is what was published, or known, then.

    `as_of` is a day of publication, `known_at` a time at which this store held something; with
    both, the newest publication up to that day among what was held by then.
    """

    def __init__(
        self, root: Path, *, as_of: date | None = None, known_at: datetime | None = None
    ) -> None:
        super().__init__(root)
        self._as_of = as_of
        self._known_at = known_at

    def list_ids(self) -> tuple[str, ...]:
        """The lists that had a snapshot then."""
        return tuple(one for one in super().list_ids() if self._found(one) is not None)

    def current(self, list_id: str) -> Snapshot:
        """The snapshot of a list that was the newest then.

        Raises:
            MissingList: there was none; says which is the oldest.
        """
        found = self._found(list_id)
        if found is None:
            super().current(list_id)  # a list that is not there at all says so
            oldest = self._snapshots(list_id)[0].snapshot_id
            when = self._as_of or self._known_at
            reason = f"the store holds nothing of {when}; its oldest snapshot is {oldest}"
            raise MissingList(reason, source=list_id)
        return found

    def checked_at(self, snapshot: Snapshot) -> datetime:
        """When it was last made sure, as far as was known then, that a snapshot is the list.

        Raises:
            StoreError: the state of the list cannot be read.
        """
        state = self.state(snapshot.manifest.list_id)
        return last_check(snapshot, state, until=self._known_at)

    def _snapshots(self, list_id: str) -> list[Snapshot]:
        return [self.snapshot(list_id, one) for one in self.snapshot_ids(list_id)]

    def _found(self, list_id: str) -> Snapshot | None:
        candidates = self._snapshots(list_id)
        if self._known_at is not None:
            if self._as_of is None:
                return self._switched(list_id, candidates, self._known_at)
            candidates = [one for one in candidates if one.made_at <= self._known_at]
        day = self._as_of
        dated = [one for one in candidates if day is None or one.manifest.published_on <= day]
        return max(dated, key=lambda one: one.order, default=None)

    def _switched(self, list_id: str, candidates: list[Snapshot], at: datetime) -> Snapshot | None:
        """The snapshot that was current then, by what the store wrote down."""
        state = self.state(list_id)
        made = [] if state is None else [one for one in state.switches if one.at <= at]
        if made:
            return self.snapshot(list_id, made[-1].snapshot_id)
        if state is not None and state.switches:
            return None
        # A store from before switches were written down: what had been fetched by then.
        known = [one for one in candidates if one.made_at <= at]
        return max(known, key=lambda one: one.made_at, default=None)


class Pinned(Store):
    """A store in which some lists stand at the snapshots named; it has no others."""

    def __init__(self, root: Path, snapshots: Mapping[str, str]) -> None:
        super().__init__(root)
        self._pinned = dict(snapshots)

    def list_ids(self) -> tuple[str, ...]:
        """The lists that were named."""
        return tuple(sorted(self._pinned))

    def current(self, list_id: str) -> Snapshot:
        """The snapshot that was named.

        Raises:
            MissingList: the list was not named, or the store does not hold the snapshot any more.
        """
        wanted = self._pinned.get(list_id)
        if wanted not in self.snapshot_ids(list_id):
            raise MissingList(f"the store holds no snapshot {wanted}", source=list_id)
        return self.snapshot(list_id, str(wanted))


class Damage(Record):
    """One thing of a snapshot that is not as it was written."""

    list_id: Text
    snapshot_id: Text
    file: Text
    reason: Text


def verify(store: Store) -> tuple[Damage, ...]:
    """Everything in the store that is not what was written, every byte hashed again.

    Empty means: each frame, each raw file and each snapshot's digest is as on the day it was made.

    Raises:
        StoreError: the store cannot be read.
    """
    return tuple(
        damage
        for list_id in store.list_ids()
        for snapshot_id in store.snapshot_ids(list_id)
        for damage in _verified(store, list_id, snapshot_id)
    )


def _verified(store: Store, list_id: str, snapshot_id: str) -> Iterator[Damage]:
    def damage(file: str, reason: str) -> Damage:
        return Damage(list_id=list_id, snapshot_id=snapshot_id, file=file, reason=reason)

    try:
        snapshot = store.snapshot(list_id, snapshot_id)
        if snapshot.snapshot_id != snapshot_id:
            yield damage("manifest.json", f"is of {snapshot.snapshot_id}")
        for file in snapshot.manifest.files:
            if reason := _raw_damage(snapshot.folder / RAW / f"{file.name}.zst", file):
                yield damage(f"raw/{file.name}.zst", reason)
        if digest(snapshot.frames()) != snapshot.manifest.entities_sha256:
            yield damage("*.parquet", "the entities are not those of the manifest")
    except StoreError as error:
        yield damage("*", str(error))


def _raw_damage(path: Path, file: RawFile) -> str | None:
    """What is wrong with a kept raw file; null where nothing is."""
    total, size = hashlib.sha256(), 0
    try:
        with unpack.reopened(path.parent, [file.name]) as streams:
            stream = streams[file.name]
            while chunk := stream.read(_CHUNK):
                total.update(chunk)
                size += len(chunk)
    except (OSError, ValueError, StoreError, ParseError) as error:
        return f"cannot be read: {error}"
    if (total.hexdigest(), size) != (file.sha256, file.size):
        return "its bytes are not those that were fetched"
    return None


def publications(store: Store, list_id: str) -> tuple[str, ...]:
    """The newest reading of every publication that is kept: the current one, then newest first.

    Raises:
        MissingList: the store holds no such list.
    """
    current = store.current(list_id)
    every = [store.snapshot(list_id, one) for one in store.snapshot_ids(list_id)]
    newest = {one.manifest.sha256: one for one in sorted(every, key=lambda one: one.order)}
    newest[current.manifest.sha256] = current
    others = sorted(newest.values(), key=lambda one: one.order, reverse=True)
    ids = (one.snapshot_id for one in (current, *others))
    return tuple(dict.fromkeys(ids))


def rebuild(
    store: Store,
    list_id: str,
    *,
    now: datetime,
    accept: Set[str] = frozenset(),
    source: ListSource | None = None,
) -> tuple[Rebuilt, ...]:
    """What became of every kept publication, read again after a reader was mended.

    A publication that now reads otherwise has a new snapshot, and its old one stays: the list as of
    a day is the new reading, what was known at a time before is the old one. `unchanged` means that
    the mended reader reads the same.

    Raises:
        MissingList: the store holds no such list.
        UnknownList: there is no manifest of that list.
        InputError: `accept` names something that is no guard.
        StoreLocked: another process is writing to the list.
        StoreError: the store cannot be read or written.
    """
    return tuple(
        store.rebuild(list_id, one, now=now, accept=accept, source=source)
        for one in publications(store, list_id)
    )


class Retention(Record):
    """Which snapshots stay: the current one, the newest, those of the last days, one a month."""

    last: int = Field(default=5, ge=1)
    days: int = Field(default=400, ge=0)
    months: int = Field(default=84, ge=0)  # seven years of month ends


def prune(
    store: Store, list_id: str, rule: Retention, *, now: datetime, dry_run: bool = False
) -> tuple[str, ...]:
    """The ids of the snapshots that no rule keeps, oldest first; they are then gone.

    With `dry_run` they are only named.

    Raises:
        MissingList: the store holds no such list.
        StoreLocked: another process is writing to it.
    """
    with store.locked(list_id) as folder:
        kept = _kept(store, list_id, rule, now)
        gone = tuple(one for one in store.snapshot_ids(list_id) if one not in kept)
        if not dry_run:
            for snapshot_id in gone:
                doomed = folder / STAGING
                shutil.rmtree(doomed, ignore_errors=True)
                (folder / snapshot_id).rename(doomed)  # in one step: never half a snapshot
                shutil.rmtree(doomed)
    return gone


def _kept(store: Store, list_id: str, rule: Retention, now: datetime) -> set[str]:
    """The snapshots that stay; the readings of one publication stay or go together."""
    current = store.current(list_id).manifest.sha256
    snapshots = [store.snapshot(list_id, one) for one in store.snapshot_ids(list_id)]
    readings = {one.manifest.sha256: one for one in sorted(snapshots, key=lambda one: one.order)}
    published = sorted(readings.values(), key=lambda one: one.order)
    since = now - timedelta(days=rule.days)
    recent = {one.manifest.sha256 for one in published if one.manifest.fetched_at >= since}
    first = now.year * 12 + now.month - rule.months
    ends: dict[int, str] = {}
    for one in published:
        month = one.manifest.published_on.year * 12 + one.manifest.published_on.month
        if month > first:
            ends[month] = one.manifest.sha256  # the last one of its month
    newest = {one.manifest.sha256 for one in published[-rule.last :]}
    kept = {current, *recent, *newest, *ends.values()}
    return {one.snapshot_id for one in snapshots if one.manifest.sha256 in kept}

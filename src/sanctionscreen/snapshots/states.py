"""What a store holds, a row a list: from when, how many, how old."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta

from sanctionscreen.errors import StaleList
from sanctionscreen.model import Record, Text
from sanctionscreen.snapshots.manifest import Coverage
from sanctionscreen.snapshots.store import Store

_SECONDS_PER_HOUR = 3600


class ListRow(Record):
    """One list as `sanctionscreen lists` shows it; `age_hours` counts from the last good check."""

    list_id: Text
    snapshot_id: Text
    coverage: Coverage
    published_at: date
    fetched_at: datetime | None
    checked_at: datetime | None
    entities: int
    names: int
    wallets: int
    age_hours: float
    licence: Text
    attribution: Text


def list_rows(store: Store, *, now: datetime) -> tuple[ListRow, ...]:
    """The current snapshot of every list in the store, by list id.

    Raises:
        StoreError: a snapshot or state cannot be read.
    """
    return tuple(_row(store, list_id, now) for list_id in store.list_ids())


def _row(store: Store, list_id: str, now: datetime) -> ListRow:
    current = store.current(list_id)
    manifest, checked_at = current.manifest, store.checked_at(current)
    return ListRow(
        list_id=list_id,
        snapshot_id=manifest.snapshot_id,
        coverage=manifest.coverage,
        published_at=manifest.published_on,
        fetched_at=manifest.fetched_at,
        checked_at=checked_at,
        entities=manifest.counts["entities"],
        names=manifest.counts["names"],
        wallets=manifest.counts["wallets"],
        age_hours=round((now - checked_at).total_seconds() / _SECONDS_PER_HOUR, 1),
        licence=manifest.licence,
        attribution=manifest.attribution,
    )


def require_fresh(
    store: Store, list_ids: Iterable[str] | None = None, *, max_age: timedelta, now: datetime
) -> None:
    """Nothing, if every list was checked within that time; an answered "not modified" is a check.

    Raises:
        StaleList: a list was not; says since when, and what to run.
        StoreError: a snapshot or state cannot be read.
    """
    wanted = store.list_ids() if list_ids is None else tuple(list_ids)
    for list_id in wanted:
        row = _row(store, list_id, now)
        checked_at = row.checked_at or now
        if now - checked_at > max_age:
            limit = max_age.total_seconds() / _SECONDS_PER_HOUR
            reason = (
                f"last checked {row.age_hours:g} hours ago ({checked_at:%Y-%m-%d %H:%M} UTC), more "
                f"than {limit:g}; run: sanctionscreen refresh {list_id}"
            )
            raise StaleList(reason, source=list_id)

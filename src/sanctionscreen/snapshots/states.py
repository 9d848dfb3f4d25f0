"""What a store holds, a row a list: from when, how many, how old."""

from datetime import date, datetime

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
    manifest = store.current(list_id).manifest
    state = store.state(list_id)
    checked_at = manifest.fetched_at if state is None else state.checked_at
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

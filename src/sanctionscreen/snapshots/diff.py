"""What changed between two states of a list, entity by entity and field by field.

Every statement of an entity is one row of (entity, field, value); what only the old state has is
gone, what only the new one has is added. So the order of a list, of its rows and of its sets is no
change.
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import Final

import polars as pl

from sanctionscreen.errors import MissingList
from sanctionscreen.model import Record, Text
from sanctionscreen.snapshots.frames import SCHEMAS, Frames, unordered
from sanctionscreen.snapshots.snapshot import Snapshot
from sanctionscreen.snapshots.store import Store

#: Columns that say nothing of their own: ids, and the caption, which is one of the names.
_DERIVED: Final = frozenset({"entity_id", "list_id", "uid", "caption"})
#: A uid that is a hash moves with the fields that it is made of; see `derived_uid`.
_HASHED: Final = ":h-"


class FieldChange(Record):
    """The statements of one field that are gone, and those that came; each as JSON."""

    field: Text
    gone: tuple[str, ...]
    came: tuple[str, ...]


class EntityChange(Record):
    """One party that was added, removed or changed; `fields` is empty for the first two."""

    entity_id: Text
    caption: Text
    fields: tuple[FieldChange, ...] = ()


class ReIdentified(Record):
    """A party that has another uid: its list has none, and the hash of its fields moved."""

    old_id: Text
    new_id: Text
    caption: Text


class ListDiff(Record):
    """The step from one snapshot of a list to another."""

    list_id: Text
    old: Text
    new: Text
    added: tuple[EntityChange, ...]
    removed: tuple[EntityChange, ...]
    changed: tuple[EntityChange, ...]
    re_identified: tuple[ReIdentified, ...] = ()


def diff(store: Store, list_id: str, *, old: str | None = None, new: str | None = None) -> ListDiff:
    """What changed in a list from one snapshot to another.

    `old` and `new` are snapshot ids or publication dates (`2025-10-14`: the newest up to that day);
    by default the current snapshot and the one published before it.

    Raises:
        MissingList: the store holds no such list or snapshot, or only one of it.
    """
    after = store.current(list_id) if new is None else found(store, list_id, new)
    before = _before(store, list_id, after) if old is None else found(store, list_id, old)
    return diff_frames(
        before.frames(),
        after.frames(),
        list_id=list_id,
        old=before.snapshot_id,
        new=after.snapshot_id,
    )


def found(store: Store, list_id: str, named: str) -> Snapshot:
    """The snapshot of that id, or the newest published up to that day.

    Raises:
        MissingList: there is none.
    """
    ids = store.snapshot_ids(list_id)
    if named in ids:
        return store.snapshot(list_id, named)
    snapshots = [store.snapshot(list_id, one) for one in ids]
    dated = [one for one in snapshots if one.manifest.published_on.isoformat() <= named]
    if not _is_day(named) or not dated:
        reason = f"no snapshot {named}; there are {', '.join(ids) or 'none'}"
        raise MissingList(reason, source=list_id)
    return max(dated, key=lambda one: one.order)


_DAY_LENGTH: Final = len("2025-10-14")


def _is_day(text: str) -> bool:
    return len(text) == _DAY_LENGTH and text.replace("-", "").isdecimal()


def _before(store: Store, list_id: str, after: Snapshot) -> Snapshot:
    """The newest snapshot of an older publication; another reading of the same one is none."""
    others = [store.snapshot(list_id, one) for one in store.snapshot_ids(list_id)]
    older = [
        one
        for one in others
        if one.order < after.order and one.manifest.sha256 != after.manifest.sha256
    ]
    if not older:
        raise MissingList("the store holds only one publication of it", source=list_id)
    return max(older, key=lambda one: one.order)


def diff_frames(before: Frames, after: Frames, *, list_id: str, old: str, new: str) -> ListDiff:
    """What changed between the frames of two states, sorted by entity id."""
    captions = _captions(before) | _captions(after)
    was, now = set(before["entities"]["entity_id"]), set(after["entities"]["entity_id"])
    removed, added = sorted(was - now), sorted(now - was)
    renamed = _re_identified(before, after, removed, added)
    moved = {one.old_id for one in renamed} | {one.new_id for one in renamed}
    changes = _changes(before, after, was & now)
    return ListDiff(
        list_id=list_id,
        old=old,
        new=new,
        added=tuple(_plain(one, captions) for one in added if one not in moved),
        removed=tuple(_plain(one, captions) for one in removed if one not in moved),
        changed=tuple(
            EntityChange(entity_id=one, caption=captions[one], fields=fields)
            for one, fields in sorted(changes.items())
        ),
        re_identified=tuple(renamed),
    )


def touched(before: Frames, after: Frames) -> frozenset[str]:
    """The ids of every entity that is not the same in both states, in either of them."""
    was, now = set(before["entities"]["entity_id"]), set(after["entities"]["entity_id"])
    return frozenset((was ^ now) | _changes(before, after, was & now).keys())


def _captions(frames: Frames) -> dict[str, str]:
    return dict(frames["entities"].select("entity_id", "caption").iter_rows())


def _plain(entity_id: str, captions: Mapping[str, str]) -> EntityChange:
    return EntityChange(entity_id=entity_id, caption=captions[entity_id])


def _statements(frames: Frames) -> pl.DataFrame:
    """Every statement: entity_id, field, value (JSON); equal ones counted, so that none is lost."""
    parts = (_of_parts(name, frames[name]) for name in SCHEMAS if name != "entities")
    pieces = (*_of_entities(frames["entities"]), *parts)
    return pl.concat(pieces).group_by("entity_id", "field", "value").len("times")


def _of_entities(entities: pl.DataFrame) -> Iterator[pl.DataFrame]:
    """A row a value of each column of the parties themselves; sets have a row a member."""
    for column in entities.columns:
        if column in _DERIVED:
            continue
        told = entities.select("entity_id", pl.col(column).alias("value"))
        if isinstance(entities.schema[column], pl.List):
            told = told.explode("value", empty_as_null=True)
        told = told.filter(pl.col("value").is_not_null())
        yield told.select(
            "entity_id",
            pl.lit(column).alias("field"),
            pl.struct("value").struct.json_encode().alias("value"),
        )


def _of_parts(name: str, frame: pl.DataFrame) -> pl.DataFrame:
    told = pl.DataFrame([unordered(column) for column in frame])
    said = pl.struct(pl.all().exclude("entity_id")).struct.json_encode()
    return told.select("entity_id", pl.lit(name).alias("field"), said.alias("value"))


def _changes(before: Frames, after: Frames, both: set[str]) -> dict[str, tuple[FieldChange, ...]]:
    """The fields that differ of every entity that is in both states."""
    common = pl.DataFrame({"entity_id": sorted(both)}, schema={"entity_id": pl.String})
    was = _statements(before).join(common, on="entity_id", how="semi")
    now = _statements(after).join(common, on="entity_id", how="semi")
    keys = ["entity_id", "field", "value", "times"]
    gone = was.join(now, on=keys, how="anti").with_columns(side=pl.lit("gone"))
    came = now.join(was, on=keys, how="anti").with_columns(side=pl.lit("came"))
    moved: dict[str, dict[str, dict[str, list[str]]]] = {}
    for row in pl.concat([gone, came]).sort("entity_id", "field", "value").iter_rows(named=True):
        field = moved.setdefault(row["entity_id"], {}).setdefault(row["field"], {})
        field.setdefault(row["side"], []).append(row["value"])
    return {
        entity_id: tuple(
            FieldChange(
                field=field, gone=tuple(sides.get("gone", ())), came=tuple(sides.get("came", ()))
            )
            for field, sides in fields.items()
        )
        for entity_id, fields in moved.items()
    }


def _re_identified(
    before: Frames, after: Frames, removed: Sequence[str], added: Sequence[str]
) -> list[ReIdentified]:
    """Parties whose hashed uid moved: one stable set of fields still agrees, and with one only.

    The set is the names and the dates of birth, or the identifiers.
    """
    old = {one for one in removed if _HASHED in one}
    new = {one for one in added if _HASHED in one}
    if not old or not new:
        return []
    captions = _captions(after)
    found: dict[str, str] = {}
    for keys_of in (_named, _numbered):
        was, now = keys_of(before, old - found.keys()), keys_of(after, new - {*found.values()})
        for key, ids in was.items():
            if len(ids) == 1 and len(now.get(key, ())) == 1:
                found[ids[0]] = now[key][0]
    return [
        ReIdentified(old_id=one, new_id=other, caption=captions[other])
        for one, other in sorted(found.items())
    ]


_Keys = dict[tuple[object, ...], list[str]]


def _named(frames: Frames, ids: set[str]) -> _Keys:
    """The entities by all of their names and dates of birth."""
    rows = frames["names"].filter(pl.col("entity_id").is_in(sorted(ids)))
    names = rows.group_by("entity_id").agg(pl.col("full").unique().sort())
    born = frames["entities"].select(
        "entity_id", pl.struct("births").struct.json_encode().alias("births")
    )
    keys: _Keys = {}
    for entity_id, texts, births in names.join(born, on="entity_id").sort("entity_id").iter_rows():
        keys.setdefault((tuple(texts), births), []).append(entity_id)
    return keys


def _numbered(frames: Frames, ids: set[str]) -> _Keys:
    """The entities by each of their identifiers."""
    rows = frames["identifiers"].filter(pl.col("entity_id").is_in(sorted(ids)))
    keys: _Keys = {}
    for entity_id, kind, number in rows.select("entity_id", "kind", "number").iter_rows():
        keys.setdefault((kind, number), []).append(entity_id)
    return keys

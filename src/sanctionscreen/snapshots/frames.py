"""Entities → the frames of a snapshot, and back."""

import hashlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import islice
from typing import Any, Final

import polars as pl

from sanctionscreen import columns
from sanctionscreen.model import Entity

Frames = Mapping[str, pl.DataFrame]

SCHEMAS: Final[Mapping[str, pl.Schema]] = {
    "entities": columns.ENTITIES,
    "names": columns.NAMES,
    "identifiers": columns.IDENTIFIERS,
    "wallets": columns.WALLETS,
    "designations": columns.DESIGNATIONS,
    "addresses": columns.ADDRESSES,
    "relations": columns.RELATIONS,
}
_PARTS: Final = tuple(name for name in SCHEMAS if name != "entities")


#: Large, because a string column of polars takes a block of memory however few rows it has.
_BATCH: Final = 5000


def to_frames(entities: Iterable[Entity]) -> dict[str, pl.DataFrame]:
    """The seven frames of a snapshot; rows in the entities' order.

    Consumes a stream in batches, so that a list is never in memory as objects and as frames.
    """
    pieces: dict[str, list[pl.DataFrame]] = {
        name: [schema.to_frame()] for name, schema in SCHEMAS.items()
    }
    stream = iter(entities)
    while batch := list(islice(stream, _BATCH)):
        for name, frame in _batch_frames(batch):
            pieces[name].append(frame)
    return {name: pl.concat(frames).rechunk() for name, frames in pieces.items()}


def _batch_frames(batch: Sequence[Entity]) -> Iterator[tuple[str, pl.DataFrame]]:
    """The frames of some entities, one after the other."""
    rows = [
        {**entity.model_dump(), "entity_id": entity.entity_id, "caption": entity.caption}
        for entity in batch
    ]
    own = columns.ENTITIES
    yield "entities", pl.DataFrame([{c: row[c] for c in own} for row in rows], schema=own)
    for name in _PARTS:
        parts = [{"entity_id": row["entity_id"], **part} for row in rows for part in row[name]]
        yield name, pl.DataFrame(parts, schema=SCHEMAS[name])


def to_entities(frames: Frames) -> Iterator[Entity]:
    """The entities of a snapshot's frames, in order: the inverse of `to_frames`."""
    parts: dict[str, dict[str, list[dict[str, Any]]]] = {}
    for name in _PARTS:
        by_entity: dict[str, list[dict[str, Any]]] = {}
        for row in frames[name].iter_rows(named=True):
            by_entity.setdefault(row.pop("entity_id"), []).append(row)
        parts[name] = by_entity
    for row in frames["entities"].iter_rows(named=True):
        entity_id = row.pop("entity_id")
        row.pop("caption")
        collected = {name: tuple(parts[name].get(entity_id, ())) for name in _PARTS}
        yield Entity.model_validate(row | collected)


#: Columns that say nothing of their own: a caption is one of the names.
_DERIVED: Final = frozenset({"caption"})
#: The only list whose order means something: `parts` make up a name. Births, titles, measures …
#: are sets that publishers write down in any order.
_ORDERED: Final = frozenset({"parts"})


def digest(frames: Frames) -> str:
    """The sha256 of what the frames say, whatever order their rows and sets have.

    Two publications with the same digest hold the same entities, whatever their bytes.
    """
    total = hashlib.sha256()
    for name in sorted(frames):
        told = [unordered(column) for column in frames[name] if column.name not in _DERIVED]
        total.update(f"{name}\n".encode())
        total.update(b"".join(sorted(_row_digests(pl.DataFrame(told)))))
    return total.hexdigest()


def _row_digests(frame: pl.DataFrame) -> Iterator[bytes]:
    """The sha256 of every row; a few at a time, since texts of all rows would double the memory."""
    for piece in frame.iter_slices(_BATCH):
        texts = piece.select(pl.struct(pl.all()).struct.json_encode()).to_series()
        yield from (hashlib.sha256(text.encode()).digest() for text in texts)


def unordered(column: pl.Series) -> pl.Series:
    """The column with its sets as sorted texts: much faster than sorting lists of structs."""
    name = column.name
    if not isinstance(column.dtype, pl.List) or name in _ORDERED:
        return column
    members = column.to_frame().with_row_index("row").explode(name, empty_as_null=True)
    texts = members.select("row", pl.struct(name).struct.json_encode().alias(name))
    return texts.sort("row", name).group_by("row", maintain_order=True).agg(name)[name]

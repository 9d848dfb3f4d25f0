"""Watchlist: one or more snapshots, indexed for matching."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime
from functools import cached_property
from pathlib import Path
from typing import Final, NamedTuple, overload

import numpy as np
import polars as pl

from sanctionscreen.errors import MissingList
from sanctionscreen.identifiers.numbers import normal_number
from sanctionscreen.identifiers.wallets import normal_address
from sanctionscreen.matching.index import NameIndex
from sanctionscreen.matching.policy import Policy
from sanctionscreen.matching.saved import index_key, load_index, save_index
from sanctionscreen.matching.vocabulary import Ids, offsets
from sanctionscreen.model import Effect, Entity, EntityType, Record, Text
from sanctionscreen.snapshots.bundle import read_bundle
from sanctionscreen.snapshots.frames import SCHEMAS, Frames, digest, to_frames
from sanctionscreen.snapshots.manifest import Coverage
from sanctionscreen.snapshots.store import Store
from sanctionscreen.text.analysis import in_natural_order

#: The effects from the one that forbids most; an entity shows its strongest.
_STRENGTH: Final = (
    Effect.BLOCKING,
    Effect.SPECIAL_MEASURE,
    Effect.SECTORAL,
    Effect.INVESTMENT,
    Effect.EXPORT,
    Effect.TRAVEL,
    Effect.OTHER,
)


class SnapshotRef(Record):
    """Which state of which list a result rests on; stands in every result.

    `checked_at` is when it was last made sure that this is the list, null where nobody can say. It
    is context: the others say what the list was, and two refs of one `key` are of the same state.
    """

    list_id: Text
    snapshot_id: Text
    sha256: Text
    coverage: Coverage
    published_on: date
    fetched_at: datetime | None
    checked_at: datetime | None = None
    title: Text
    authority: Text
    licence: Text
    attribution: Text
    entities: int

    @property
    def key(self) -> tuple[str, str, str]:
        """What is the same of two references to the same state of a list."""
        return self.list_id, self.snapshot_id, self.sha256


class Listed(NamedTuple):
    """What matching needs to know of a listed party."""

    entity_id: str
    list_id: str
    entity_type: str
    caption: str
    births: tuple[tuple[date, date], ...]
    gender: str | None
    countries: frozenset[str]
    programmes: tuple[str, ...]
    effect: str | None
    listed_on: date | None


class ListedName(NamedTuple):
    """One name of one listed party, by the party's position."""

    party: int
    full: str
    kind: str


class Entries(NamedTuple):
    """The distinct written names by kind, and the positions of the names that each is.

    Those of text i are name[at[i]:at[i + 1]]. Names of persons start at `persons_from`; a name
    that both bear stands twice, for it is weighed by other rules.
    """

    texts: tuple[str, ...]
    persons_from: int
    at: Ids
    name: Ids

    def names_of(self, number: int) -> list[int]:
        """The positions of the names that are written so."""
        found: list[int] = self.name[self.at[number] : self.at[number + 1]].tolist()
        return found

    def written(self) -> list[str]:
        """The names as they are indexed: those of persons with the family name last."""
        persons = map(in_natural_order, self.texts[self.persons_from :])
        return [*self.texts[: self.persons_from], *persons]


class ListedNumber(NamedTuple):
    """One identifier of one listed party."""

    party: int
    kind: str
    country: str | None
    shown: str


def is_personal(entity_type: str) -> bool:
    """Whether names of that type are judged as names of persons; so are those of unknown type."""
    return entity_type in {EntityType.PERSON, EntityType.UNKNOWN}


class Watchlist:
    """Listed parties to screen against; made by `open`, `bundled` or `from_entities`."""

    def __init__(
        self, frames: Frames, snapshots: Sequence[SnapshotRef], *, indexes: Path | None = None
    ) -> None:
        """`indexes` is a folder to keep indexes in: only for the snapshots as they are."""
        self.frames = frames
        self.snapshots = tuple(snapshots)
        self._folder = indexes
        self._indexes: dict[str, NameIndex] = {}

    @classmethod
    def open(cls, store: Store, list_ids: Iterable[str] | None = None) -> "Watchlist":
        """The current snapshots of the named lists, or of every list the store has.

        Raises:
            MissingList: a named list is not in the store, or the store is empty.
        """
        wanted = store.list_ids() if list_ids is None else tuple(dict.fromkeys(list_ids))
        if not wanted:
            raise MissingList(f"the store {store.root} holds no list")
        snapshots = [store.current(list_id) for list_id in wanted]
        refs = [
            SnapshotRef(
                **snapshot.manifest.model_dump(include=set(SnapshotRef.model_fields)),
                checked_at=store.checked_at(snapshot),
                entities=snapshot.manifest.counts["entities"],
            )
            for snapshot in snapshots
        ]
        frames = _joined([snapshot.frames() for snapshot in snapshots])
        return cls(frames, refs, indexes=store.root / "indexes")

    @classmethod
    def bundled(cls) -> "Watchlist":
        """The embedded excerpt: the Prince Group network, with its age; never a whole list."""
        lists = read_bundle()
        refs = [
            SnapshotRef(
                list_id=one.list_id,
                snapshot_id=f"{one.as_of.isoformat()}-{one.sha256[:12]}",
                sha256=one.sha256,
                coverage=Coverage.EXCERPT,
                published_on=one.as_of,
                fetched_at=None,
                title=one.title,
                authority=one.authority,
                licence=one.licence,
                attribution=one.attribution,
                entities=len(one.entities),
            )
            for one in lists
        ]
        return cls(to_frames(entity for one in lists for entity in one.entities), refs)

    @classmethod
    def from_entities(
        cls, entities: Iterable[Entity], *, published_on: date = date.min, title: str = "own list"
    ) -> "Watchlist":
        """The given entities as a watchlist, one snapshot a list id; the id is their digest's."""
        frames = to_frames(entities)
        refs = []
        for list_id in frames["entities"]["list_id"].unique(maintain_order=True):
            own = _of_list(frames, list_id)
            sha256 = digest(own)
            refs.append(
                SnapshotRef(
                    list_id=list_id,
                    snapshot_id=f"{published_on.isoformat()}-{sha256[:12]}",
                    sha256=sha256,
                    coverage=Coverage.COMPLETE,
                    published_on=published_on,
                    fetched_at=None,
                    title=title,
                    authority=list_id,
                    licence="the user's own",
                    attribution=list_id,
                    entities=own["entities"].height,
                )
            )
        return cls(frames, refs)

    @property
    def is_excerpt(self) -> bool:
        """Whether any of its lists is not complete, so that finding nothing proves little."""
        return any(ref.coverage is Coverage.EXCERPT for ref in self.snapshots)

    def snapshot(self, list_id: str) -> SnapshotRef:
        """The snapshot a list's entities come from."""
        return self._snapshots[list_id]

    @cached_property
    def _snapshots(self) -> dict[str, SnapshotRef]:
        return {ref.list_id: ref for ref in self.snapshots}

    @cached_property
    def parties(self) -> Sequence[Listed]:
        """Every listed party, in the order of the snapshots; each is made when it is asked for."""
        return _Parties(self.frames["entities"], self.frames["designations"])

    @cached_property
    def positions(self) -> Mapping[str, int]:
        """Each party's position in `parties` by its entity id."""
        return {id_: number for number, id_ in enumerate(self.frames["entities"]["entity_id"])}

    @cached_property
    def names(self) -> Sequence[ListedName]:
        """Every name of every party; each is made when it is asked for."""
        return _Names(self.frames["names"], self._party_of_name)

    @cached_property
    def _party_of_name(self) -> Ids:
        """The position of the party of each name."""
        return _positions_in(self.frames["entities"], self.frames["names"])

    @cached_property
    def entries(self) -> "Entries":
        """The distinct written names, those of persons last: what the index holds."""
        types = self.frames["entities"]["entity_type"].to_list()
        personal = np.array([is_personal(kind) for kind in types], np.bool_)
        names = pl.DataFrame(
            {"person": personal[self._party_of_name], "full": self.frames["names"]["full"]}
        ).with_row_index("name")
        alike = names.group_by("person", "full", maintain_order=True).agg("name")
        alike = alike.sort("person", maintain_order=True)
        return Entries(
            texts=tuple(alike["full"].to_list()),
            persons_from=alike.height - int(alike["person"].sum()),
            at=offsets(alike["name"].list.len().to_numpy()),
            name=alike["name"].explode().to_numpy().astype(np.int64),
        )

    def names_of_party(self, party: int) -> list[int]:
        """The positions of a party's names."""
        found: list[int] = np.flatnonzero(self._party_of_name == party).tolist()
        return found

    @cached_property
    def numbers(self) -> Mapping[str, tuple[ListedNumber, ...]]:
        """The identifiers by the normal form of their number."""
        rows = self.frames["identifiers"].select(
            "entity_id", "kind", "number", "country", "published_as", "validity"
        )
        found: dict[str, list[ListedNumber]] = {}
        for entity_id, kind, number, country, published_as, validity in rows.iter_rows():
            shown = f"{published_as} {number}" + (f" ({validity})" if validity else "")
            listed = ListedNumber(self.positions[entity_id], kind, country, shown)
            found.setdefault(normal_number(kind, number), []).append(listed)
        return {number: tuple(parties) for number, parties in found.items()}

    @cached_property
    def wallets(self) -> Mapping[str, tuple[tuple[int, str], ...]]:
        """The parties by the normal form of their wallet addresses, with the published text."""
        found: dict[str, list[tuple[int, str]]] = {}
        for entity_id, address, asset, _ in self.frames["wallets"].iter_rows():
            shown = f"{asset} {address}"
            found.setdefault(normal_address(address), []).append((self.positions[entity_id], shown))
        return {address: tuple(parties) for address, parties in found.items()}

    def index(self, policy: Policy) -> NameIndex:
        """The index of the distinct names under a policy: built once, kept in the store.

        No threshold shapes it, so that policies that differ by that alone share one.
        """
        policy = policy.with_threshold(Policy.default().threshold.hit)
        if policy.digest not in self._indexes:
            folder = self._folder and self._folder / index_key(self._names_digest, policy)
            saved = load_index(folder, policy) if folder else None
            index = self._built(policy) if saved is None else saved
            if folder and saved is None:
                save_index(index, folder)
            self._indexes[policy.digest] = index
        return self._indexes[policy.digest]

    def _built(self, policy: Policy) -> NameIndex:
        entries = self.entries
        return NameIndex.build(
            entries.written(), entries.persons_from, policy, published=entries.texts
        )

    @property
    def _names_digest(self) -> str:
        """What the names of the snapshots follow from, in their order."""
        return " ".join(f"{ref.list_id} {ref.snapshot_id} {ref.sha256}" for ref in self.snapshots)


def _joined(all_frames: Sequence[Frames]) -> Frames:
    return {name: pl.concat([frames[name] for frames in all_frames]) for name in SCHEMAS}


def _of_list(frames: Frames, list_id: str) -> Frames:
    prefix = f"{list_id}:"
    return {
        name: frame.filter(pl.col("entity_id").str.starts_with(prefix))
        for name, frame in frames.items()
    }


def _positions_in(entities: pl.DataFrame, rows: pl.DataFrame) -> Ids:
    """The position of the entity of each row."""
    parties = entities.select("entity_id").with_row_index("party")
    found = rows.select("entity_id").join(
        parties, on="entity_id", how="left", maintain_order="left"
    )
    return found["party"].to_numpy().astype(np.int64)


class _Names(Sequence[ListedName]):
    """The names of a frame, each made when it is asked for."""

    def __init__(self, names: pl.DataFrame, party: Ids) -> None:
        self._party, self._full, self._kind = party, names["full"], names["kind"]

    def __len__(self) -> int:
        return len(self._party)

    def __iter__(self) -> Iterator[ListedName]:
        columns = self._party.tolist(), self._full.to_list(), self._kind.to_list()
        return map(ListedName, *columns)

    @overload
    def __getitem__(self, position: int) -> ListedName: ...
    @overload
    def __getitem__(self, position: slice) -> Sequence[ListedName]: ...
    def __getitem__(self, position: int | slice) -> ListedName | Sequence[ListedName]:
        if isinstance(position, slice):
            return [self[at] for at in range(*position.indices(len(self)))]
        return ListedName(int(self._party[position]), self._full[position], self._kind[position])


_Designation = tuple[str, str, date | None]


class _Parties(Sequence[Listed]):
    """The listed parties of frames, each made at its first use."""

    def __init__(self, entities: pl.DataFrame, designations: pl.DataFrame) -> None:
        self._entities = entities
        self._known: dict[int, Listed] = {}
        party = _positions_in(entities, designations)
        order = np.argsort(party, kind="stable")
        shown = designations.select("programme", "effect", "listed_on")
        self._designations = shown[order]
        self._at = np.searchsorted(party[order], np.arange(entities.height + 1))

    def __len__(self) -> int:
        return self._entities.height

    @overload
    def __getitem__(self, position: int) -> Listed: ...
    @overload
    def __getitem__(self, position: slice) -> Sequence[Listed]: ...
    def __getitem__(self, position: int | slice) -> Listed | Sequence[Listed]:
        if isinstance(position, slice):
            return [self[at] for at in range(*position.indices(len(self)))]
        if not 0 <= position < len(self):
            raise IndexError(position)
        if position not in self._known:
            row = self._entities.row(position, named=True)
            own = self._designations[self._at[position] : self._at[position + 1]]
            self._known[position] = _listed(row, own.rows())
        return self._known[position]


def _listed(row: Mapping[str, object], designations: Sequence[_Designation]) -> Listed:
    births = row["births"] if isinstance(row["births"], list) else []
    countries = row["countries"] if isinstance(row["countries"], list) else []
    effects = {effect for _, effect, _ in designations}
    days = [day for _, _, day in designations if day is not None]
    return Listed(
        entity_id=str(row["entity_id"]),
        list_id=str(row["list_id"]),
        entity_type=str(row["entity_type"]),
        caption=str(row["caption"]),
        births=tuple((birth["start"], birth["end"]) for birth in births),
        gender=None if row["gender"] is None else str(row["gender"]),
        countries=frozenset(tie["code"] for tie in countries if tie["code"] is not None),
        programmes=tuple(dict.fromkeys(programme for programme, _, _ in designations)),
        effect=next((effect.value for effect in _STRENGTH if effect in effects), None),
        listed_on=min(days, default=None),
    )

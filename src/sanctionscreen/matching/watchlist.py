"""Watchlist: one or more snapshots, indexed for matching."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from functools import cache, cached_property
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from sanctionscreen.errors import MissingList
from sanctionscreen.identifiers.numbers import normal_number
from sanctionscreen.identifiers.wallets import normal_address
from sanctionscreen.matching.index import IndexArrays, NameIndex
from sanctionscreen.matching.policy import Policy, matcher_version
from sanctionscreen.matching.roll import Alias, Names, Parties, Roll
from sanctionscreen.matching.saved import Kept
from sanctionscreen.snapshots.bundle import bundle_sha256, read_bundle
from sanctionscreen.snapshots.manifest import Coverage
from sanctionscreen.snapshots.snapshot import LateFrames, stored_frames
from sanctionscreen.snapshots.store import Store
from sanctionscreen.value import Value, value

if TYPE_CHECKING:
    import polars as pl

    from sanctionscreen.model import Entity
    from sanctionscreen.snapshots.frames import Frames


@value
class SnapshotRef(Value):
    """Which state of which list a result rests on; stands in every result.

    `checked_at` is when it was last made sure that this is the list, null where nobody can say. It
    is context: the others say what the list was, and two refs of one `key` are of the same state.
    """

    list_id: str
    snapshot_id: str
    sha256: str
    coverage: Coverage
    published_on: date
    fetched_at: datetime | None
    checked_at: datetime | None = None
    title: str
    authority: str
    licence: str
    attribution: str
    entities: int

    @property
    def key(self) -> tuple[str, str, str]:
        """What is the same of two references to the same state of a list."""
        return self.list_id, self.snapshot_id, self.sha256


class ListedNumber(NamedTuple):
    """One identifier of one listed party."""

    party: int
    kind: str
    country: str | None
    shown: str


class Watchlist:
    """Listed parties to screen against; made by `open`, `bundled` or `from_entities`."""

    def __init__(
        self, frames: "Frames", snapshots: Sequence[SnapshotRef], *, indexes: Path | None = None
    ) -> None:
        """`indexes` is a folder to keep indexes in: only for the snapshots as they are."""
        self.frames = frames
        self.snapshots = tuple(snapshots)
        self._kept = Kept(indexes)
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
                list_id=snapshot.manifest.list_id,
                snapshot_id=snapshot.manifest.snapshot_id,
                sha256=snapshot.manifest.sha256,
                coverage=snapshot.manifest.coverage,
                published_on=snapshot.manifest.published_on,
                fetched_at=snapshot.manifest.fetched_at,
                checked_at=store.checked_at(snapshot),
                title=snapshot.manifest.title,
                authority=snapshot.manifest.authority,
                licence=snapshot.manifest.licence,
                attribution=snapshot.manifest.attribution,
                entities=snapshot.manifest.counts["entities"],
            )
            for snapshot in snapshots
        ]
        return cls(stored_frames(snapshots), refs, indexes=store.root / "indexes")

    @classmethod
    def bundled(cls, *, indexes: Path | None = None) -> "Watchlist":
        """The embedded excerpt: the Prince Group network, with its age; never a whole list.

        `indexes` is a folder to keep in what is made of it, so that the next start need not.
        """
        kept, state = Kept(indexes), bundle_sha256()
        told = kept.get(_Told, "refs", state)
        if told is None:
            told = _Told([ref.model_dump_json() for ref in _bundled_refs()])
            kept.put(told, "refs", state)
        refs = [SnapshotRef.model_validate_json(line) for line in told.refs]
        return cls(LateFrames(_bundled_frame), refs, indexes=indexes)

    @classmethod
    def from_entities(
        cls, entities: "Iterable[Entity]", *, published_on: date = date.min, title: str = "own list"
    ) -> "Watchlist":
        """The given entities as a watchlist, one snapshot a list id; the id is their digest's."""
        from sanctionscreen.snapshots.frames import digest, to_frames  # noqa: PLC0415

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
    def roll(self) -> Roll:
        """What matching asks of the listed: kept in the store, made from the frames else."""
        kept = self._kept.get(Roll, "roll", self._state)
        if kept is None:
            from sanctionscreen.matching.enrolled import enrol  # noqa: PLC0415  # reads frames

            kept = enrol(self.frames)
            self._kept.put(kept, "roll", self._state)
        return kept

    @cached_property
    def parties(self) -> Parties:
        """Every listed party, in the order of the snapshots; each is made at its first use."""
        return self.roll.parties

    @cached_property
    def positions(self) -> Mapping[str, int]:
        """Each party's position in `parties` by its entity id."""
        return {id_: number for number, id_ in enumerate(self.frames["entities"]["entity_id"])}

    @cached_property
    def names(self) -> Names:
        """Every name of every party; each is made when it is asked for."""
        return self.roll.names

    @cached_property
    def aliases(self) -> tuple[Alias, ...]:
        """The names that articles gave, not lists."""
        return self.roll.article_aliases()

    def names_of_party(self, party: int) -> list[int]:
        """The positions of a party's names."""
        found: list[int] = np.flatnonzero(self.roll.party == party).tolist()
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
            self._indexes[policy.digest] = self._index(policy)
        return self._indexes[policy.digest]

    def _index(self, policy: Policy) -> NameIndex:
        key = self._state, matcher_version(policy)
        arrays = self._kept.get(IndexArrays, "index", *key)
        if arrays is not None:
            return NameIndex(*arrays, policy)
        roll = self.roll
        published = roll.published()
        index = NameIndex.build(
            roll.indexed(published), roll.entries.persons_from, policy, published=published
        )
        self._kept.put(IndexArrays(index.listed, index.keys), "index", *key)
        return index

    @property
    def _state(self) -> str:
        """What the frames of the snapshots follow from, in their order."""
        return " ".join(f"{ref.list_id} {ref.snapshot_id} {ref.sha256}" for ref in self.snapshots)


class _Told(NamedTuple):
    """References to snapshots as JSON."""

    refs: list[str]


def _bundled_refs() -> list[SnapshotRef]:
    return [
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
        for one in read_bundle()
    ]


def _bundled_frame(name: str) -> "pl.DataFrame":
    return _bundled_frames()[name]


@cache
def _bundled_frames() -> "Frames":
    from sanctionscreen.snapshots.frames import to_frames  # noqa: PLC0415  # imports polars

    return to_frames(entity for one in read_bundle() for entity in one.entities)


def _of_list(frames: "Frames", list_id: str) -> "Frames":
    import polars as pl  # noqa: PLC0415  # one name is screened without a frame

    prefix = f"{list_id}:"
    return {
        name: frame.filter(pl.col("entity_id").str.starts_with(prefix))
        for name, frame in frames.items()
    }

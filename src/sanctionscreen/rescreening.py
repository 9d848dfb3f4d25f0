"""Screening again only what a change of the lists can touch, with the change that caused it.

A score depends on the two records alone. So a hit on an entity that is the same in both states is
the same hit, and screening everybody against the entities that differ, in both states, gives every
difference between two full screenings. It needs no column and no file of the earlier run but which
snapshots it used.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import Any, Final

import polars as pl

from sanctionscreen.aliases import AliasesRef
from sanctionscreen.columns import HITS, check
from sanctionscreen.errors import InputError, MissingList
from sanctionscreen.intake.counterparties import Counterparties
from sanctionscreen.matching.policy import Policy, matcher_version
from sanctionscreen.matching.watchlist import SnapshotRef, Watchlist
from sanctionscreen.results import Provenance
from sanctionscreen.screening import Parties, as_counterparties, screen, with_links
from sanctionscreen.snapshots.diff import EntityChange, diff_frames, found
from sanctionscreen.snapshots.frames import SCHEMAS, Frames
from sanctionscreen.snapshots.history import Past, Pinned
from sanctionscreen.snapshots.store import Store

#: One row a hit that is not as it was: `status` is new, gone, moved (another score) or listing (the
#: same score on a listing that changed); the columns of the hit are those of now, of a hit that is
#: gone those of then. `change` says in JSON what changed in the listing.
CHANGED_HITS: Final = pl.Schema(
    [
        ("status", pl.String()),
        *HITS.items(),
        ("old_score", pl.Float64()),
        ("change", pl.String()),
    ]
)
_KEYS: Final = ("query_row", "entity_id")
_DAY_LENGTH: Final = len("2025-10-14")
#: Lists of companies that blocked persons own: computed from holdings, in no store.
COMPUTED: Final = "owned_"


@dataclass(frozen=True, slots=True)
class Rescreening:
    """What is different against an earlier state of the lists.

    `hits` is CHANGED_HITS, in the order of the input, then falling score. `since` are the snapshots
    of then; `touched` counts the entities that differ.
    """

    hits: pl.DataFrame
    problems: pl.DataFrame
    provenance: Provenance
    since: tuple[SnapshotRef, ...]
    touched: int


def rescreen(
    parties: Parties,
    watchlist: Watchlist,
    *,
    since: Watchlist,
    policy: Policy | None = None,
    now: datetime | None = None,
    columns: Mapping[str, Sequence[str]] | None = None,
) -> Rescreening:
    """The hits that are new, gone or different since an earlier state of the lists.

    Equal to the difference of two full screenings, with less work: everybody is screened against
    the entities that differ only. Taking their names apart is the greater part of what is left.

    Raises:
        InputError: nothing of the input can be screened.

    >>> import polars as pl
    >>> now = Watchlist.bundled()
    >>> same = rescreen(pl.DataFrame({"name": ["Chen Zhi"]}), now, since=now)
    >>> same.touched, same.hits.height
    (0, 0)
    """
    checked = as_counterparties(parties, columns)
    changes = _changes(since, watchlist)
    was, is_now = _only(since, changes), _only(watchlist, changes)
    looked = screen(checked, _both(was, is_now), policy=policy, now=now, links=False)
    touched = replace(checked, frame=_rows(checked.frame, looked.hits["query_row"]))
    old, new = (with_links(_hits(touched, only, policy), whole)
                for only, whole in ((was, since), (is_now, watchlist)))  # fmt: skip
    counts = {"with_hits": new["query_row"].n_unique(), "hits": new.height}
    provenance = looked.provenance.model_copy(
        update={
            "snapshots": watchlist.snapshots,
            "aliases": AliasesRef.of(watchlist.aliases),
            "counts": looked.provenance.counts.model_copy(update=counts),
        }
    )
    return Rescreening(
        hits=check(_compared(old, new, changes), CHANGED_HITS, name="changed hits"),
        problems=looked.problems,
        provenance=provenance,
        since=since.snapshots,
        touched=len(changes),
    )


#: Behind the entity ids of then, where both states stand side by side.
_THEN: Final = "\x1fthen"


def _both(was: Watchlist, is_now: Watchlist) -> Watchlist:
    """Both states as one watchlist, which says in one look which counterparties meet either.

    Taking apart the names of everybody costs most of a rescreening, and is done once this way.
    """
    marked = pl.col("entity_id") + _THEN
    frames = {
        name: pl.concat([is_now.frames[name], was.frames[name].with_columns(entity_id=marked)])
        for name in SCHEMAS
    }
    by_list = {ref.list_id: ref for ref in (*was.snapshots, *is_now.snapshots)}
    return Watchlist(frames, tuple(by_list.values()))


def _rows(frame: pl.DataFrame, rows: pl.Series) -> pl.DataFrame:
    return frame.filter(pl.col("row").is_in(rows.implode()))


def _hits(parties: Counterparties, watchlist: Watchlist, policy: Policy | None) -> pl.DataFrame:
    if watchlist.frames["entities"].is_empty() or parties.frame.is_empty():
        return HITS.to_frame()
    return screen(parties, watchlist, policy=policy, links=False).hits


def _changes(since: Watchlist, watchlist: Watchlist) -> dict[str, EntityChange]:
    """Every entity that differs, with its change; lists whose snapshot is the same are not read."""
    before = {ref.key for ref in since.snapshots}
    known = {ref.list_id for ref in watchlist.snapshots if ref.key in before}
    was, is_now = _other_lists(since.frames, known), _other_lists(watchlist.frames, known)
    step = diff_frames(was, is_now, list_id="-", old="-", new="-")
    changed = {one.entity_id: one for one in (*step.added, *step.removed, *step.changed)}
    for moved in step.re_identified:
        for entity_id in (moved.old_id, moved.new_id):
            changed[entity_id] = EntityChange(entity_id=entity_id, caption=moved.caption)
    return changed


def _other_lists(frames: Frames, list_ids: set[str]) -> Frames:
    """The frames without those lists."""
    if not list_ids:
        return frames
    entities = frames["entities"].filter(~pl.col("list_id").is_in(sorted(list_ids)))
    return _of(frames, entities["entity_id"])


def _only(watchlist: Watchlist, changes: Mapping[str, EntityChange]) -> Watchlist:
    """The watchlist with the entities that differ, under its own snapshots."""
    ids = pl.Series(sorted(changes), dtype=pl.String)
    return Watchlist(_of(watchlist.frames, ids), watchlist.snapshots)


def _of(frames: Frames, ids: pl.Series) -> Frames:
    return {name: frames[name].filter(pl.col("entity_id").is_in(ids.implode())) for name in SCHEMAS}


def _compared(
    old: pl.DataFrame, new: pl.DataFrame, changes: Mapping[str, EntityChange]
) -> pl.DataFrame:
    """The hits of both runs side by side, by input row and entity."""
    earlier = old.select(*_KEYS, old_score="score")
    now = new.join(earlier, on=_KEYS, how="left", maintain_order="left")
    status = (
        pl.when(pl.col("old_score").is_null())
        .then(pl.lit("new"))
        .when(pl.col("old_score") != pl.col("score"))
        .then(pl.lit("moved"))
        .otherwise(pl.lit("listing"))
    )
    gone = old.join(new.select(_KEYS), on=_KEYS, how="anti").with_columns(
        old_score="score", status=pl.lit("gone")
    )
    both = pl.concat([now.with_columns(status=status), gone.select(*now.columns, "status")])
    ordered = both.sort(
        "query_row", "score", "entity_id", descending=[False, True, False], maintain_order=True
    )
    texts = {one: _in_words(change) for one, change in changes.items()}
    changed = pl.col("entity_id").replace_strict(texts, return_dtype=pl.String, default=None)
    return ordered.with_columns(change=changed).select(CHANGED_HITS.names())


def _in_words(change: EntityChange) -> str:
    """The change of a listing as JSON; without fields it was added, removed or re-identified."""
    fields = [field.model_dump(mode="json") for field in change.fields]
    return json.dumps(fields, ensure_ascii=False)


# --- The earlier state ------------------------------------------------------------------------


def watchlist_since(
    store: Store,
    since: str,
    *,
    list_ids: Sequence[str] | None = None,
    policy: Policy | None = None,
) -> Watchlist:
    """The lists as an earlier run used them: the JSON result of it, a day, or a snapshot id.

    Raises:
        InputError: the result is none of ours, or another policy or matcher made it: its scores do
            not compare with those of now.
        MissingList: the store does not hold what was used then.
    """
    path = Path(since)
    if path.suffix == ".json":
        return Watchlist.open(Pinned(store.root, _recorded(path, policy)), list_ids)
    if len(since) == _DAY_LENGTH and since.replace("-", "").isdecimal():
        try:
            day = datetime.fromisoformat(since).date()
        except ValueError as error:
            raise InputError(f"{since} is no day: {error}", field="--since") from None
        then = Past(store.root, as_of=day)
        return Watchlist.open(then, list_ids or then.list_ids() or store.list_ids())
    owners = [one for one in list_ids or store.list_ids() if since in store.snapshot_ids(one)]
    if not owners:
        raise MissingList(f"no snapshot {since} in the store {store.root}")
    current = {one: store.current(one).snapshot_id for one in list_ids or store.list_ids()}
    pinned = current | {owners[0]: found(store, owners[0], since).snapshot_id}
    return Watchlist.open(Pinned(store.root, pinned), list_ids)


def _recorded(path: Path, policy: Policy | None) -> dict[str, str]:
    """The snapshots that a recorded result used, if its scores compare with those of now."""
    try:
        meta: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))["screening"]
        refs = [ref for ref in meta["snapshots"] if not str(ref["list_id"]).startswith(COMPUTED)]
        snapshots = {str(one["list_id"]): str(one["snapshot_id"]) for one in refs}
        made_by = (str(meta["policy"]["sha256"]), str(meta["matcher"]))
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise InputError(f"no JSON result of a screening: {error}", file=str(path)) from error
    rules = Policy.default() if policy is None else policy
    if made_by != (rules.digest, matcher_version(rules)):
        reason = "made with another policy or matcher: its scores do not compare, screen in full"
        raise InputError(reason, file=str(path))
    return snapshots

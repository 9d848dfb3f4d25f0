"""What must hold before a snapshot becomes current: each guard says what is wrong, or nothing."""

from collections.abc import Iterator, Mapping
from datetime import date
from types import MappingProxyType
from typing import Final, NamedTuple

import polars as pl

from sanctionscreen.snapshots.frames import Frames
from sanctionscreen.sources.manifest import ListSource
from sanctionscreen.sources.reading import Unread


class Refusal(NamedTuple):
    """A guard's name (to be overridden by `--accept NAME`) and what it found."""

    guard: str
    reason: str


class Previous(NamedTuple):
    """What the guards need to know of the snapshot that is current; null = it is not dated."""

    published_on: date | None
    counts: Mapping[str, int]
    programmes: Mapping[str, int] = MappingProxyType({})


#: The names of all guards, for `--accept`.
GUARDS: Final = (
    "unread", "licence", "another_list", "count", "bounds", "filled", "shrunk", "programme",
    "older",
)  # fmt: skip
#: So many unread fields are named; all of them stand among the problems.
_SHOWN: Final = 5
#: A snapshot that was accepted against one of these may lack parties: it is an excerpt.
INCOMPLETE: Final = frozenset({"bounds", "count"})


def counts_of(frames: Frames) -> dict[str, int]:
    """How many entities by type, names, wallets … the frames hold; keys sorted within each kind."""
    by_type = frames["entities"].group_by("entity_type").len().sort("entity_type").iter_rows()
    return {
        **dict(by_type),
        **{name: frame.height for name, frame in frames.items()},
    }


def programmes_of(frames: Frames) -> dict[str, int]:
    """How many parties stand under each programme."""
    listed = frames["designations"].select("entity_id", "programme").unique()
    return dict(listed.group_by("programme").len().sort("programme").iter_rows())


def unread_fields(unread: Mapping[str, Unread]) -> Iterator[Refusal]:
    """The refusal for fields that nobody reads and the manifest does not ignore."""
    if not unread:
        return
    named = [
        f"{field} (first in record {one.record}, in {one.records:,})"
        for field, one in list(unread.items())[:_SHOWN]
    ]
    more = f" and {len(unread) - _SHOWN} more" if len(unread) > _SHOWN else ""
    many = f"{len(unread)} fields" if len(unread) > 1 else "a field"
    yield Refusal("unread", f"{many} that nobody reads: {', '.join(named)}{more}")


def refusals(
    frames: Frames,
    source: ListSource,
    *,
    published_on: date | None,
    previous: Previous | None,
    published_count: int | None = None,
    unread: Mapping[str, Unread] = MappingProxyType({}),
) -> Iterator[Refusal]:
    """Every reason against making the frames the current snapshot of the list.

    `published_on` is null where the files do not say it, `published_count` where the publisher does
    not say how many records there are. `unread` are the fields that nobody reads.
    """
    counts = counts_of(frames)
    yield from unread_fields(unread)
    if source.opt_in:
        yield Refusal("licence", f"its licence is: {source.licence}")
    yield from _another_list(frames, source)
    if published_count is not None and published_count != counts["entities"]:
        found = counts["entities"]
        yield Refusal("count", f"{found:,} parties, the publisher counts {published_count:,}")
    outside = tuple(_outside(counts, source))
    yield from outside
    if not outside:  # what share of an excerpt has a field says nothing of the list
        yield from _unfilled(frames, source)
    if previous is not None:
        yield from _older(published_on, previous.published_on)
        yield from _shrunk(counts, source, previous)
        yield from _programmes(frames, source, previous)


def _outside(counts: Mapping[str, int], source: ListSource) -> Iterator[Refusal]:
    for kind, (low, high) in source.bounds.items():
        found = counts.get(kind, 0)
        if not low <= found <= high:
            yield Refusal("bounds", f"{found:,} {kind}, expected {low:,} to {high:,}")


def _unfilled(frames: Frames, source: ListSource) -> Iterator[Refusal]:
    """Fields that far fewer parties have than ever did: lost by the publisher, or by a reader."""
    entities = frames["entities"]
    for field, low in source.filled.items():
        if field in frames:
            having = frames[field]["entity_id"].n_unique()
        else:
            having = entities.filter(_states(field, entities)).height
        share = having / max(entities.height, 1)
        if share < low:
            yield Refusal("filled", f"{share:.0%} of the parties have {field}, expected {low:.0%}")


def _states(field: str, entities: pl.DataFrame) -> pl.Expr:
    """Whether a party states anything in that column."""
    column = pl.col(field)
    is_list = isinstance(entities.schema[field], pl.List)
    return column.list.len() > 0 if is_list else column.is_not_null()


def _shrunk(counts: Mapping[str, int], source: ListSource, previous: Previous) -> Iterator[Refusal]:
    for kind in dict.fromkeys((*source.bounds, "names")):
        before, now = previous.counts.get(kind, 0), counts.get(kind, 0)
        if before and (before - now) / before > source.shrink.max_share:
            yield Refusal("shrunk", f"{now:,} {kind}, the current snapshot has {before:,}")


def _programmes(frames: Frames, source: ListSource, previous: Previous) -> Iterator[Refusal]:
    """Programmes that lost most of their parties: sub-lists have vanished for days."""
    now = programmes_of(frames)
    rules = source.shrink
    for programme, before in previous.programmes.items():
        left = now.get(programme, 0)
        if before >= rules.programme_from and (before - left) / before > rules.programme_share:
            reason = f"{left:,} parties under {programme}, the current snapshot has {before:,}"
            yield Refusal("programme", reason)


def _another_list(frames: Frames, source: ListSource) -> Iterator[Refusal]:
    """Two lists of one publisher may have the same format; the entries say which one it is."""
    if source.list_name is None:
        return
    listed = frames["designations"].filter(pl.col("list_name") == source.list_name)
    strangers = frames["entities"].height - listed["entity_id"].n_unique()
    if strangers:
        yield Refusal(
            "another_list", f"{strangers:,} parties do not stand on the {source.list_name!r}"
        )


def _older(published_on: date | None, previous: date | None) -> Iterator[Refusal]:
    """A publication without a date could be of any day: it never replaces one with a date."""
    if previous is None:
        return
    if published_on is None:
        yield Refusal("older", f"does not say when it was published, current is {previous}")
    elif published_on < previous:
        yield Refusal("older", f"published {published_on}, current is {previous}")

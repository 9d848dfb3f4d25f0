"""What must hold before a snapshot becomes current: each guard says what is wrong, or nothing."""

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Final, NamedTuple

import polars as pl

from sanctionscreen.snapshots.frames import Frames
from sanctionscreen.sources.manifest import ListSource


class Refusal(NamedTuple):
    """A guard's name (to be overridden by `--accept NAME`) and what it found."""

    guard: str
    reason: str


class Previous(NamedTuple):
    """What the guards need to know of the snapshot that is current; null = it is not dated."""

    published_on: date | None
    counts: Mapping[str, int]


#: The names of all guards, for `--accept`.
GUARDS: Final = ("another_list", "bounds", "shrunk", "older")


def counts_of(frames: Frames) -> dict[str, int]:
    """How many entities by type, names, wallets … the frames hold; keys sorted within each kind."""
    by_type = frames["entities"].group_by("entity_type").len().sort("entity_type").iter_rows()
    return {
        **dict(by_type),
        **{name: frame.height for name, frame in frames.items()},
    }


def refusals(
    frames: Frames, source: ListSource, *, published_on: date | None, previous: Previous | None
) -> Iterator[Refusal]:
    """Every reason against making the frames the current snapshot of the list.

    `published_on` is null where the files do not say it.
    """
    counts = counts_of(frames)
    yield from _another_list(frames, source)
    for kind, (low, high) in source.bounds.items():
        found = counts.get(kind, 0)
        if not low <= found <= high:
            yield Refusal("bounds", f"{found:,} {kind}, expected {low:,} to {high:,}")
    if previous is None:
        return
    yield from _older(published_on, previous.published_on)
    for kind in dict.fromkeys((*source.bounds, "names")):
        before, now = previous.counts.get(kind, 0), counts.get(kind, 0)
        if before and (before - now) / before > source.shrink.max_share:
            yield Refusal("shrunk", f"{now:,} {kind}, the current snapshot has {before:,}")


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

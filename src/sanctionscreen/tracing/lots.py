"""Lots, draws and fates of single outputs: what a chain of unspent outputs is followed with."""

from bisect import bisect_right
from collections import deque
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Final, NamedTuple

from sanctionscreen.tracing.tables import NONE, OTHER

START: Final = NONE
"""Where a piece has no earlier output: it starts here."""


class Piece(NamedTuple):
    """An amount (base units) of one label, and the output that brought it."""

    amount: int
    label: int
    via: int


class Part(NamedTuple):
    """How much of an output has a label; over how many hops at least; the output before (after).

    `amount` is null under poison, which knows no amounts.
    """

    amount: int | None
    hops: int
    via: int


#: output → label → part; outputs without a seed's or unknown value are absent.
Parts = dict[int, dict[int, Part]]


class Lot(NamedTuple):
    """What is left of one run of one transfer: `start` is its place in the transfer."""

    amount: int
    label: int
    transfer: int
    start: int


class Draw(NamedTuple):
    """A stretch of a transfer that went on in a later one, and where it lies in that."""

    start: int
    amount: int
    child: int
    child_start: int


class Fate(NamedTuple):
    """A stretch of a transfer that came to a seed in the end."""

    start: int
    amount: int
    label: int
    child: int


def cleanness(lot: Lot) -> int:
    """Seeds' lots first, then those of unknown origin, then others; each in their order."""
    return 0 if lot.label >= 0 else 1 if lot.label != OTHER else 2


def shared_out(lots: Iterable[Lot], amounts: Sequence[int]) -> list[list[Lot]]:
    """The lots in their order, cut to the amounts; the last ones get less where lots are short.

    >>> [[lot.amount for lot in share] for share in shared_out([Lot(3, 0, 0, 0)], [2, 7])]
    [[2], [1]]
    """
    rest = deque(lots)
    shares: list[list[Lot]] = []
    for amount in amounts:
        share, wanted = [], amount
        while rest and wanted:
            lot = rest.popleft()
            if lot.amount > wanted:
                kept = lot.amount - wanted
                rest.appendleft(lot._replace(amount=kept, start=lot.start + wanted))
                lot = lot._replace(amount=wanted)
            share.append(lot)
            wanted -= lot.amount
        shares.append(share)
    return shares


def fates_of(
    draws: Iterable[Draw], fates: Mapping[int, Sequence[Fate]], parts: Parts
) -> tuple[list[Fate], dict[int, Part]]:
    """What became of a transfer by its draws: stretch by stretch, and in sum."""
    found = _drawn_on(draws, fates)
    return found, _summed(found, parts)


def _drawn_on(draws: Iterable[Draw], fates: Mapping[int, Sequence[Fate]]) -> list[Fate]:
    return _joined(fate for draw in draws for fate in _within(fates.get(draw.child, ()), draw))


def _within(fates: Sequence[Fate], draw: Draw) -> Iterator[Fate]:
    """The fates of a later transfer that lie in a draw, as places of the earlier one."""
    end = draw.child_start + draw.amount
    first = max(0, bisect_right(fates, draw.child_start, key=_start) - 1)
    for fate in fates[first:]:
        if fate.start >= end:
            return
        begin, stop = max(fate.start, draw.child_start), min(fate.start + fate.amount, end)
        if begin < stop:
            place = draw.start + begin - draw.child_start
            yield Fate(place, stop - begin, fate.label, draw.child)


def _start(fate: Fate) -> int:
    return fate.start


def _joined(fates: Iterable[Fate]) -> list[Fate]:
    """The fates in order of place, neighbours of one label and one way as one."""
    joined: list[Fate] = []
    for fate in sorted(fates):
        last = joined[-1] if joined else None
        alike = last is not None and (last.label, last.child) == (fate.label, fate.child)
        if last is not None and alike and last.start + last.amount == fate.start:
            joined[-1] = last._replace(amount=last.amount + fate.amount)
        else:
            joined.append(fate)
    return joined


def _summed(fates: Sequence[Fate], parts: Parts) -> dict[int, Part]:
    """The sum, hops and way onwards for each seed."""
    found: dict[int, Part] = {}
    for fate in fates:
        hops = parts[fate.child][fate.label].hops + 1 if fate.child != START else 1
        known = found.get(fate.label)
        amount = fate.amount + ((known.amount or 0) if known else 0)
        if known is None or hops < known.hops:
            found[fate.label] = Part(amount, hops, fate.child)
        else:
            found[fate.label] = known._replace(amount=amount)
    return found


def record(parts: Parts, at: int, pieces: Sequence[Piece]) -> None:
    """Nothing; `parts` then holds the transfer's sum, hops and way back for each label."""
    if len(pieces) == 1 and pieces[0].label == OTHER:
        return
    found: dict[int, Part] = {}
    for amount, label, via in pieces:
        if label == OTHER:
            continue
        hops = parts[via][label].hops + 1 if via != START else 1
        known = found.get(label)
        if known is None:
            found[label] = Part(amount, hops, via)
        elif hops < known.hops:
            found[label] = Part((known.amount or 0) + amount, hops, via)
        else:
            found[label] = Part((known.amount or 0) + amount, known.hops, known.via)
    if found:
        parts[at] = found

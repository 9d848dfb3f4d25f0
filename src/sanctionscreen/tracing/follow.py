"""Following value transfer by transfer: what every method shares.

A *piece* is an amount with a label: the seed it comes from, `OTHER` (paid in by an account that
no seed's value touched, or by a service) or `UNKNOWN` (spent by an account beyond all that the
ledger shows it had). A method is a *pool*: how an account's pieces mix, and which leave first.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import Final, NamedTuple, Protocol

from sanctionscreen.tracing.network import Flow

OTHER: Final = -1
UNKNOWN: Final = -2
#: Where a piece has no earlier transfer: it starts here.
START: Final = -1


class Piece(NamedTuple):
    """An amount (base units) of one label, and the transfer that brought it."""

    amount: int
    label: int
    via: int


class Part(NamedTuple):
    """How much of a transfer has a label; over how many hops at least; the transfer before (after).

    `amount` is null under poison, which knows no amounts.
    """

    amount: int | None
    hops: int
    via: int


#: transfer → label → part; transfers without a seed's or unknown value are absent.
Parts = dict[int, dict[int, Part]]


class Pool(Protocol):
    """How the value of accounts mixes under one method."""

    def take(self, at: int, node: int, amount: int) -> Sequence[Piece]:
        """The pieces that leave with a transfer; fewer than the amount if the node has less."""

    def take_batch(
        self, batch: Sequence[int], node: int, amounts: Sequence[int]
    ) -> Sequence[Sequence[Piece]]:
        """The same for the transfers of one transaction, which leave at once."""

    def put(self, at: int, node: int, pieces: Sequence[Piece], parts: Mapping[int, Part]) -> None:
        """Nothing; the pieces of a transfer, summed in `parts`, are then in the node's pool."""

    def held(self) -> Iterable[tuple[int, int, int]]:
        """What is in the pools at the end: node, label, amount."""

    def sent(self, flow: Flow) -> Parts:
        """How much of each transfer came to each seed in the end, after the whole run."""


class Followed(NamedTuple):
    """The result of one run: parts by transfer in both directions, and what is held at the end."""

    received: Parts
    sent: Parts
    held: tuple[tuple[int, int, int], ...]


def follow(flow: Flow, pool: Pool, batches: Iterable[Sequence[int]] | None = None) -> Followed:
    """Every transfer's composition by label, in one pass in order of time.

    `batches` are rows that one transaction spends at once; without them each row is by itself.
    """
    received: Parts = {}
    if batches is None and not flow.partner:
        _one_by_one(flow, pool, received)
    else:
        _together(flow, pool, received, batches or ((at,) for at in range(len(flow))))
    return Followed(received, pool.sent(flow), tuple(pool.held()))


def _one_by_one(flow: Flow, pool: Pool, received: Parts) -> None:
    """The pass where nothing leaves at once and nothing changes its asset: nearly every ledger."""
    carries, label, nothing = flow.carries, flow.label, dict[int, Part]()
    rows = zip(flow.source, flow.target, flow.amount, strict=True)
    for at, (source, target, amount) in enumerate(rows):
        if carries[source]:
            pieces = _whole(flow, source, pool.take(at, source, amount), amount)
            record(received, at, pieces)
        else:
            pieces = (Piece(amount, label.get(source, OTHER), START),)
            if pieces[0].label != OTHER:
                record(received, at, pieces)
        if carries[target]:
            pool.put(at, target, pieces, received.get(at, nothing))


def _together(flow: Flow, pool: Pool, received: Parts, batches: Iterable[Sequence[int]]) -> None:
    """The pass in its full form: rows that leave at once, and values that change their asset."""
    leaving: dict[int, Sequence[Piece]] = {}
    for batch in batches:
        for at, pieces in zip(batch, _spend(flow, pool, batch, leaving), strict=True):
            record(received, at, pieces)
            if flow.takes_in(at):
                pool.put(at, flow.target[at], pieces, received.get(at, {}))
            elif flow.partner.get(at, START) > at:
                leaving[at] = pieces


def _spend(
    flow: Flow, pool: Pool, batch: Sequence[int], leaving: dict[int, Sequence[Piece]]
) -> Sequence[Sequence[Piece]]:
    node = flow.source[batch[0]]
    amounts = [flow.amount[at] for at in batch]
    label = flow.label.get(node)
    if label is not None:
        return [[Piece(amount, label, START)] for amount in amounts]
    if flow.partner and (out := flow.partner.get(batch[0], len(flow))) < batch[0]:
        return [converted(leaving.pop(out), out, flow.amount[out], amounts[0])]
    if not flow.carries[node]:
        return [[Piece(amount, OTHER, START)] for amount in amounts]
    if len(batch) == 1:
        return [_whole(flow, node, pool.take(batch[0], node, amounts[0]), amounts[0])]
    together = pool.take_batch(batch, node, amounts)
    return [_whole(flow, node, taken, a) for taken, a in zip(together, amounts, strict=True)]


def _whole(flow: Flow, node: int, taken: Sequence[Piece], amount: int) -> Sequence[Piece]:
    """The pieces with what the ledger never showed coming in, as a piece of its own."""
    missing = amount - sum([piece[0] for piece in taken])
    if flow.explained[node]:
        return [*taken, Piece(missing, UNKNOWN, START)] if missing else taken
    # No seed's value came here: nobody asks where this account had its value from.
    return [Piece(amount, OTHER, START)]


def converted(pieces: Sequence[Piece], out: int, before: int, after: int) -> list[Piece]:
    """The pieces of a value that became another asset: the same shares of the new amount.

    Bounds are rounded down, so the pieces add up to the new amount exactly.

    >>> [piece.amount for piece in converted([Piece(1, 0, 7), Piece(2, OTHER, 7)], 9, 3, 100)]
    [33, 67]
    """
    scaled, passed = [], 0
    for piece in pieces:
        start = passed * after // before
        passed += piece.amount
        scaled.append(Piece(passed * after // before - start, piece.label, out))
    return scaled


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

"""The methods in words of Python: slow, plain, and what the kernels must equal, part by part.

Accounts hold lots or mixtures as objects; whole numbers are Python's own, of any size.
"""

from bisect import bisect_right
from collections import defaultdict, deque
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import NamedTuple, Protocol

import polars as pl

from sanctionscreen.tracing.flow import Flow as Arrays
from sanctionscreen.tracing.lots import (
    START,
    Draw,
    Fate,
    Lot,
    Part,
    Parts,
    Piece,
    cleanness,
    record,
    shared_out,
)
from sanctionscreen.tracing.methods import TaintMethod
from sanctionscreen.tracing.tables import NONE, OTHER, UNKNOWN, units


@dataclass(frozen=True, slots=True)
class Flow:
    """The rows of a flow as lists."""

    source: list[int]
    target: list[int]
    amount: list[int]
    label: dict[int, int]
    carries: list[bool]
    explained: list[bool]
    leads: list[bool]
    partner: dict[int, int]

    def __len__(self) -> int:
        return len(self.source)

    def leading(self) -> Iterator[int]:
        return (at for at in range(len(self) - 1, -1, -1) if self.leads[at])

    def takes_in(self, at: int) -> bool:
        """Whether the row's target keeps what arrives: not where the row leaves its asset."""
        return self.carries[self.target[at]] and self.partner.get(at, -1) < at


def as_lists(flow: Arrays) -> Flow:
    return Flow(
        source=flow.source.tolist(),
        target=flow.target.tolist(),
        amount=units(flow.amount).to_list(),
        label={node: label for node, label in enumerate(flow.label.tolist()) if label != OTHER},
        carries=flow.carries.tolist(),
        explained=flow.explained.tolist(),
        leads=flow.leads.tolist(),
        partner={at: other for at, other in enumerate(flow.partner.tolist()) if other != NONE},
    )


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

    def underway(self, pieces: Sequence[Piece]) -> Sequence[Piece]:
        """The pieces as they are between two assets."""

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
    _together(flow, pool, received, batches or ((at,) for at in range(len(flow))))
    return Followed(received, pool.sent(flow), tuple(pool.held()))


def _together(flow: Flow, pool: Pool, received: Parts, batches: Iterable[Sequence[int]]) -> None:
    """The pass in its full form: rows that leave at once, and values that change their asset."""
    leaving: dict[int, Sequence[Piece]] = {}
    for batch in batches:
        spent = list(zip(batch, _spend(flow, pool, batch, leaving), strict=True))
        if flow.carries[flow.source[batch[0]]]:  # of what leaves at once the largest comes first
            spent.sort(key=lambda row: -flow.amount[row[0]])
        for at, pieces in spent:
            record(received, at, pieces)
            if flow.takes_in(at):
                pool.put(at, flow.target[at], pieces, received.get(at, {}))
            elif flow.partner.get(at, START) > at:
                leaving[at] = pool.underway(pieces)


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
    return [piece for piece in scaled if piece.amount]


class Fifo:
    """What came first leaves first."""

    def __init__(self, leads: list[bool]) -> None:
        self._leads = leads
        self._lots: dict[int, deque[Lot]] = defaultdict(deque)
        self._draws: dict[int, list[Draw]] = defaultdict(list)

    def take(self, at: int, node: int, amount: int) -> list[Piece]:
        """The oldest lots, the last of them cut."""
        lots, pieces, taken = self._lots.get(node), [], 0
        while lots and taken < amount:
            lot, rest = self._cut(lots, amount - taken)
            if rest is not None:
                self._back(lots, rest)
            pieces.append(self._drawn(lot, at, taken))
            taken += lot.amount
        return pieces

    def take_batch(
        self, batch: Sequence[int], node: int, amounts: Sequence[int]
    ) -> list[list[Piece]]:
        """One transfer after the other, in their order."""
        pairs = zip(batch, amounts, strict=True)
        return [self.take(at, node, amount) for at, amount in pairs]

    def put(self, at: int, node: int, pieces: Sequence[Piece], parts: Mapping[int, Part]) -> None:
        """Nothing; the pieces are then the newest lots, neighbours of one label as one lot."""
        del parts
        lots, start = self._lots[node], 0
        run, label = 0, OTHER
        for amount, kind, _ in pieces:
            if kind != label and run:
                lots.append(Lot(run, label, at, start))
                start, run = start + run, 0
            run, label = run + amount, kind
        if run:
            lots.append(Lot(run, label, at, start))

    def underway(self, pieces: Sequence[Piece]) -> Sequence[Piece]:
        """In their order."""
        return pieces

    def held(self) -> Iterator[tuple[int, int, int]]:
        """What is left in the lots: node, label, amount."""
        for node, lots in self._lots.items():
            for lot in lots:
                yield node, lot.label, lot.amount

    def sent(self, flow: Flow) -> Parts:
        """How much of each transfer came to each seed: its units followed onwards, lot by lot."""
        fates: dict[int, list[Fate]] = {}
        parts: Parts = {}
        for at in flow.leading():
            found = self._fates(flow, at, fates)
            if found:
                fates[at] = found
                parts[at] = _summed(found, parts)
        return parts

    def _fates(self, flow: Flow, at: int, fates: dict[int, list[Fate]]) -> list[Fate]:
        seed = flow.label.get(flow.target[at])
        if seed is not None:
            return [Fate(0, flow.amount[at], seed, START)]
        partner = flow.partner.get(at, START)
        if partner > at:
            return _scaled(fates.get(partner, ()), partner, flow.amount[partner], flow.amount[at])
        return _drawn_on(self._draws.get(at, ()), fates)

    def _pop(self, node: int, amount: int) -> Iterator[Lot]:
        """Lots up to the amount, the last of them cut."""
        lots = self._lots.get(node)
        taken = 0
        while lots and taken < amount:
            lot, rest = self._cut(lots, amount - taken)
            if rest is not None:
                self._back(lots, rest)
            yield lot
            taken += lot.amount

    @staticmethod
    def _cut(lots: deque[Lot], wanted: int) -> tuple[Lot, Lot | None]:
        """The oldest lot, or its beginning and the rest."""
        lot = lots.popleft()
        amount, label, transfer, start = lot
        if amount <= wanted:
            return lot, None
        rest = Lot(amount - wanted, label, transfer, start + wanted)
        return Lot(wanted, label, transfer, start), rest

    @staticmethod
    def _back(lots: deque[Lot], rest: Lot) -> None:
        lots.appendleft(rest)

    def _drawn(self, lot: Lot, at: int, begun: int) -> Piece:
        amount, label, transfer, start = lot
        if self._leads[at]:
            self._draws[transfer].append(Draw(start, amount, at, begun))
        return Piece(amount, label, transfer)


class Lifo(Fifo):
    """What came last leaves first."""

    @staticmethod
    def _cut(lots: deque[Lot], wanted: int) -> tuple[Lot, Lot | None]:
        """The newest lot, or its end and the rest."""
        lot = lots.pop()
        if lot.amount <= wanted:
            return lot, None
        amount, label, transfer, start = lot
        kept = amount - wanted
        return Lot(wanted, label, transfer, start + kept), Lot(kept, label, transfer, start)

    @staticmethod
    def _back(lots: deque[Lot], rest: Lot) -> None:
        lots.append(rest)


class Tiho(Fifo):
    """What came first leaves first; of one transaction the largest outputs are tainted first."""

    def take_batch(
        self, batch: Sequence[int], node: int, amounts: Sequence[int]
    ) -> list[list[Piece]]:
        """The oldest lots of all transfers together: tainted ones to the largest transfer first."""
        lots = list(self._pop(node, sum(amounts)))
        order = sorted(range(len(batch)), key=lambda place: -amounts[place])
        shares = shared_out(sorted(lots, key=cleanness), [amounts[place] for place in order])
        taken: list[list[Piece]] = [[] for _ in batch]
        for place, share in zip(order, shares, strict=True):
            begun = 0
            for lot in share:
                taken[place].append(self._drawn(lot, batch[place], begun))
                begun += lot.amount
        return taken


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


def _scaled(fates: Sequence[Fate], child: int, before: int, after: int) -> list[Fate]:
    """The fates of the leg that arrived, in the amounts of the leg that left."""
    scaled = []
    for fate in fates:
        begin = fate.start * after // before
        end = (fate.start + fate.amount) * after // before
        scaled.append(Fate(begin, end - begin, fate.label, child))
    return [fate for fate in scaled if fate.amount]


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


#: Who gives what rounding left over: other value first, so that no seed's share is rounded up.
_ROUNDING = (OTHER, UNKNOWN)


class Haircut:
    """Accounts as mixtures; every transfer is a sample of its account's mixture."""

    def __init__(self, leads: list[bool]) -> None:
        self._leads = leads
        self._mixed: dict[int, dict[int, int]] = defaultdict(dict)
        self._total: dict[int, int] = defaultdict(int)
        self._near: dict[tuple[int, int], tuple[int, int]] = {}
        self._before: dict[int, int] = {}
        self._after: dict[int, int] = {}

    def take(self, at: int, node: int, amount: int) -> list[Piece]:
        """The transfer's share of every part of the mixture."""
        total, mixed = self._total[node], self._mixed[node]
        if self._leads[at]:
            self._before[at] = total
        self._total[node] = max(0, total - amount)
        if amount >= total:
            shares = dict(mixed)
            mixed.clear()
        else:
            shares = sample(mixed, total, amount)
            for label, share in shares.items():
                mixed[label] -= share
        near = self._near
        return [
            Piece(share, label, START if label == OTHER else near[node, label][1])
            for label, share in shares.items()
            if share
        ]

    def take_batch(
        self, batch: Sequence[int], node: int, amounts: Sequence[int]
    ) -> list[list[Piece]]:
        """One transfer after the other: a sample of what a sample left is as good."""
        pairs = zip(batch, amounts, strict=True)
        return [self.take(at, node, amount) for at, amount in pairs]

    def put(self, at: int, node: int, pieces: Sequence[Piece], parts: Mapping[int, Part]) -> None:
        """Nothing; the pieces are then in the mixture."""
        mixed, total = self._mixed[node], self._total[node]
        for label, part in parts.items():
            if not mixed.get(label) or part.hops < self._near[node, label][0]:
                self._near[node, label] = (part.hops, at)
        for amount, label, _ in pieces:
            mixed[label] = mixed.get(label, 0) + amount
            total += amount
        self._total[node] = total
        if self._leads[at]:
            self._after[at] = total

    def underway(self, pieces: Sequence[Piece]) -> Sequence[Piece]:
        """As one mixture."""
        mixed: dict[int, Piece] = {}
        for piece in pieces:
            known = mixed.get(piece.label, piece._replace(amount=0))
            mixed[piece.label] = known._replace(amount=known.amount + piece.amount)
        return list(mixed.values())

    def held(self) -> Iterator[tuple[int, int, int]]:
        """What is left in the mixtures: node, label, amount."""
        for node, mixed in self._mixed.items():
            for label, amount in mixed.items():
                if amount:
                    yield node, label, amount

    def sent(self, flow: Flow) -> Parts:
        """How much of each transfer came to each seed, by the mixtures of the run just made.

        Goes back through the transfers: a mixture's destined value is shared by what it was mixed
        of, as it stood then. Shares are rounded down at each step.
        """
        destined: dict[int, dict[int, Part]] = defaultdict(dict)
        parts: Parts = {}
        for at in flow.leading():
            found = self._found(flow, at, destined, parts)
            if found:
                parts[at] = found
                if at in self._before:
                    self._give_back(at, flow, found, destined[flow.source[at]])
        return parts

    def _found(
        self, flow: Flow, at: int, destined: dict[int, dict[int, Part]], parts: Parts
    ) -> dict[int, Part]:
        """What of a transfer came to seeds: all of it, or its share of the mixture it went into."""
        amount, node = flow.amount[at], flow.target[at]
        seed = flow.label.get(node)
        if seed is not None:
            return {seed: Part(amount, 1, START)}
        partner = flow.partner.get(at, START)
        if partner > at:
            scale = flow.amount[partner]
            shares = parts.get(partner, {})
            return {
                label: Part((part.amount or 0) * amount // scale, part.hops + 1, partner)
                for label, part in shares.items()
                if (part.amount or 0) * amount // scale
            }
        if at not in self._after:
            return {}
        return _withdrawn(destined[node], amount, self._after[at])

    def _give_back(
        self, at: int, flow: Flow, found: dict[int, Part], pool: dict[int, Part]
    ) -> None:
        """Adds the transfer's destined value to the mixture that it came from."""
        amount, before = flow.amount[at], self._before[at]
        for label, part in found.items():
            covered = (part.amount or 0) * min(amount, before) // amount
            known = pool.get(label)
            if covered and (known is None or part.hops + 1 < known.hops):
                pool[label] = Part(
                    covered + ((known.amount or 0) if known else 0), part.hops + 1, at
                )
            elif covered and known is not None:
                pool[label] = known._replace(amount=(known.amount or 0) + covered)


def sample(mixed: dict[int, int], total: int, amount: int) -> dict[int, int]:
    """The shares of a transfer: each part rounded down, the rest from what is not a seed's.

    >>> sample({0: 3, OTHER: 7}, 10, 5)
    {0: 1, -1: 4}
    """
    if len(mixed) == 1:
        return dict.fromkeys(mixed, amount)
    shares = {label: part * amount // total for label, part in mixed.items()}
    missing = amount - sum(shares.values())
    for label in (*_ROUNDING, *mixed):
        if not missing:
            break
        extra = min(missing, mixed.get(label, 0) - shares.get(label, 0))
        if extra:
            shares[label] = shares.get(label, 0) + extra
            missing -= extra
    return shares


def _withdrawn(pool: dict[int, Part], amount: int, total: int) -> dict[int, Part]:
    """A transfer's share of what of a mixture came to seeds; the pool keeps the rest."""
    found = {}
    for label, part in list(pool.items()):
        share = (part.amount or 0) * amount // total
        if share:
            found[label] = part._replace(amount=share)
        if share == part.amount:
            del pool[label]
        else:
            pool[label] = part._replace(amount=(part.amount or 0) - share)
    return found


def poison(flow: Flow) -> Followed:
    """Every transfer that can have carried a seed's value, or value to a seed; in order of time."""
    return Followed(_poisoned(flow), _poisoning(flow), ())


def _poisoned(flow: Flow) -> Parts:
    near: dict[int, dict[int, Part]] = defaultdict(dict)
    parts: Parts = {}
    for at in range(len(flow)):
        label, partner = flow.label.get(flow.source[at]), flow.partner.get(at, len(flow))
        if label is not None:
            found = {label: Part(None, 1, START)}
        elif partner < at:
            ways = parts.get(partner, {})
            found = {known: Part(None, part.hops + 1, partner) for known, part in ways.items()}
        else:
            found = dict(near.get(flow.source[at], {}))
        if found:
            parts[at] = found
            if flow.takes_in(at):
                _come(near[flow.target[at]], found, at)
    return parts


def _poisoning(flow: Flow) -> Parts:
    near: dict[int, dict[int, Part]] = defaultdict(dict)
    parts: Parts = {}
    for at in range(len(flow) - 1, -1, -1):
        label, partner = flow.label.get(flow.target[at]), flow.partner.get(at, START)
        if label is not None:
            found = {label: Part(None, 1, START)}
        elif partner > at:
            ways = parts.get(partner, {})
            found = {known: Part(None, part.hops + 1, partner) for known, part in ways.items()}
        else:
            found = dict(near.get(flow.target[at], {})) if flow.takes_in(at) else {}
        if found:
            parts[at] = found
            if flow.carries[flow.source[at]] and not START < partner < at:
                _come(near[flow.source[at]], found, at)
    return parts


def _come(near: dict[int, Part], found: dict[int, Part], at: int) -> None:
    """Notes the way over this transfer for each seed to which it is the shortest so far."""
    for label, part in found.items():
        known = near.get(label)
        if known is None or part.hops + 1 < known.hops:
            near[label] = Part(None, part.hops + 1, at)


def followed(arrays: Arrays, method: TaintMethod, tx_ids: pl.Series) -> Followed:
    """The composition of every row under a method."""
    flow = as_lists(arrays)
    match method:
        case TaintMethod.POISON:
            return poison(flow)
        case TaintMethod.HAIRCUT:
            return follow(flow, Haircut(flow.leads))
        case TaintMethod.FIFO:
            return follow(flow, Fifo(flow.leads))
        case TaintMethod.LIFO:
            return follow(flow, Lifo(flow.leads))
        case TaintMethod.TIHO:
            return follow(flow, Tiho(flow.leads), _batches(flow, tx_ids))


def _batches(flow: Flow, tx_ids: pl.Series) -> Iterable[Sequence[int]]:
    """Neighbouring rows of one transaction and one source: what TIHO shares out at once."""
    keys = [
        (tx, node, None if tx is not None and at not in flow.partner else at)
        for at, (tx, node) in enumerate(zip(tx_ids, flow.source, strict=True))
    ]
    return [list(group) for _, group in groupby(range(len(flow)), key=keys.__getitem__)]

"""FIFO, LIFO and TIHO: accounts hold lots in order, and every unit can be followed back.

FIFO: what came first leaves first (Clayton's case, 1816). LIFO: what came last leaves first. TIHO:
as FIFO, but of the outputs of one transaction the largest get the tainted lots first.
Source: Anderson, Shumailov, Ahmed 2018 (FIFO); Tironsakkul et al. 2019, arXiv 1906.05754 (TIHO).
"""

from bisect import bisect_right
from collections import defaultdict, deque
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from sanctionscreen.tracing.follow import OTHER, START, Part, Parts, Piece
from sanctionscreen.tracing.network import Flow


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


class Fifo:
    """What came first leaves first."""

    def __init__(self, leads: bytes) -> None:
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

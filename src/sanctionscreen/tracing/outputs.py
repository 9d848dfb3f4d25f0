"""Unspent outputs: transactions spend earlier outputs whole, so every unit has its own way.

A projection of such a chain to (source, target, amount) no longer says which output paid which; so
the outputs themselves are followed, and the rows of the ledger only tell who paid whom.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Final

import numpy as np
import polars as pl

from sanctionscreen.tracing import tables
from sanctionscreen.tracing.flow import Flow
from sanctionscreen.tracing.follow import Followed
from sanctionscreen.tracing.lots import (
    START,
    Draw,
    Fate,
    Lot,
    Part,
    Parts,
    Piece,
    cleanness,
    fates_of,
    record,
    shared_out,
)
from sanctionscreen.tracing.methods import TaintMethod
from sanctionscreen.tracing.spends import Outputs, Spend
from sanctionscreen.tracing.tables import OTHER, UNKNOWN, Numbers, halves, units

Share = Callable[[Sequence[Lot], Sequence[int]], list[list[Lot]]]


def follow_outputs(outputs: Outputs, flow: Flow, method: TaintMethod) -> Followed:
    """The composition of every output under a method, and what of it came to a seed in the end."""
    run = _Run(outputs, flow, method)
    made = {output for spend in outputs.spends for output in spend.made}
    for number in range(len(outputs.owner)):
        if number not in made:
            run.lots[number] = [_origin(outputs, flow, number, UNKNOWN)]
    for spend in outputs.spends:
        run.step(spend)
    return Followed(
        received=_table(run.rows(run.received)),
        sent=_table(run.rows(run.sent())),
        held=_held(list(run.held())),
        counted=method is not TaintMethod.POISON,
    )


def _table(parts: Parts) -> Numbers:
    """The parts as a table: the one before, or after, of each by its place."""
    keys = [(row, label) for row, found in parts.items() for label in found]
    place = {key: at for at, key in enumerate(keys)}
    found = [parts[row][label] for row, label in keys]
    table = np.zeros((len(keys), tables.PART_COLUMNS), dtype=np.int64)
    table[:, tables.ROW] = [row for row, _ in keys]
    table[:, tables.LABEL] = [label for _, label in keys]
    table[:, tables.HOPS] = [part.hops for part in found]
    table[:, tables.PART] = [
        place.get((part.via, label), START) for part, (_, label) in zip(found, keys, strict=True)
    ]
    return _with_amounts(table, [part.amount or 0 for part in found])


def _held(rows: Sequence[tuple[int, int, int]]) -> Numbers:
    """Rows of node, label and amount as a table of lots."""
    table = np.zeros((len(rows), tables.LOT_COLUMNS), dtype=np.int64)
    table[:, tables.NODE] = [node for node, _, _ in rows]
    table[:, tables.LABEL] = [label for _, label, _ in rows]
    return _with_amounts(table, [amount for _, _, amount in rows])


def _with_amounts(table: Numbers, amounts: Sequence[int]) -> Numbers:
    table[:, tables.AMOUNT : tables.AMOUNT + 2] = halves(pl.Series(amounts, dtype=pl.Int128))
    return table


def _origin(outputs: Outputs, flow: Flow, number: int, label: int) -> Lot:
    owner = outputs.owner[number]
    seed = int(flow.label[owner])
    known = seed if seed != OTHER else label if flow.carries[owner] else OTHER
    return Lot(outputs.amount[number], known, number, 0)


class _Run:
    """One pass over the transactions."""

    def __init__(self, outputs: Outputs, flow: Flow, method: TaintMethod) -> None:
        self.outputs, self.flow, self.method = outputs, flow, method
        self._moved = units(flow.amount).to_list()
        self.lots: dict[int, list[Lot]] = {}
        self.received: Parts = {}
        self._draws: dict[int, list[Draw]] = defaultdict(list)
        self._spent: set[int] = set()

    def step(self, spend: Spend) -> None:
        """Spends and makes the outputs of a transaction."""
        outputs, poisoned = self.outputs, self.method is TaintMethod.POISON
        self._spent.update(spend.spent)
        inputs = [lot for output in spend.spent for lot in self.lots[output]]
        amounts = [outputs.amount[output] for output in spend.made]
        for output, taken in zip(spend.made, SHARES[self.method](inputs, amounts), strict=True):
            pieces = [Piece(lot.amount, lot.label, self._via(lot)) for lot in taken]
            missing = outputs.amount[output] - sum(lot.amount for lot in taken)
            if missing > 0 and not poisoned:
                # New coins come from nobody; what spends too little has inputs that are not shown.
                pieces.append(Piece(missing, UNKNOWN if spend.spent else OTHER, START))
            record(self.received, output, pieces)
            self._draw(output, taken)
            self.lots[output] = self._kept(output, pieces)

    def _via(self, lot: Lot) -> int:
        """The output before: none where its value starts there, at a seed or out of the dark."""
        known = self.received.get(lot.transfer, {})
        seed = self._seed(lot.transfer)
        return lot.transfer if lot.label in known and seed == OTHER else START

    def _seed(self, output: int) -> int:
        """The number of the seed that owns the output; `OTHER` if none does."""
        return int(self.flow.label[self.outputs.owner[output]])

    def _draw(self, output: int, taken: Iterable[Lot]) -> None:
        begun = 0
        for lot in taken:
            self._draws[lot.transfer].append(Draw(lot.start, lot.amount, output, begun))
            begun += lot.amount

    def _kept(self, output: int, pieces: Iterable[Piece]) -> list[Lot]:
        """What the output holds: a seed's or service's is its own, whatever came in."""
        owner = self.outputs.owner[output]
        if not self.flow.carries[owner]:
            return [_origin(self.outputs, self.flow, output, OTHER)]
        if self.method is TaintMethod.POISON:
            return [Lot(0, label, output, 0) for label in {OTHER, *(p.label for p in pieces)}]
        lots: list[Lot] = []
        start = 0
        for piece in pieces:
            lots.append(Lot(piece.amount, piece.label, output, start))
            start += piece.amount
        return _merged(lots)

    def held(self) -> Iterator[tuple[int, int, int]]:
        """What unspent outputs hold: node, label, amount."""
        for number, lots in self.lots.items():
            owner = self.outputs.owner[number]
            if number not in self._spent and self.flow.carries[owner]:
                yield from ((owner, lot.label, lot.amount) for lot in lots)

    def sent(self) -> Parts:
        """What of each output came to each seed."""
        parts: Parts = {}
        fates: dict[int, list[Fate]] = {}
        made = (output for spend in self.outputs.spends for output in spend.made)
        for output in sorted(made, reverse=True):
            seed = self._seed(output)
            if seed != OTHER:
                found = {seed: Part(self.outputs.amount[output], 1, START)}
                fates[output] = [Fate(0, self.outputs.amount[output], seed, START)]
            elif not self.flow.carries[self.outputs.owner[output]]:
                continue
            else:
                found = self._destined(output, parts, fates)
            if found:
                parts[output] = found
        return parts

    def _destined(self, output: int, parts: Parts, fates: dict[int, list[Fate]]) -> dict[int, Part]:
        draws = self._draws.get(output, ())
        if self.method in {TaintMethod.HAIRCUT, TaintMethod.POISON}:
            return _in_proportion(draws, parts, self.outputs.amount, self.method)
        found, summed = fates_of(draws, fates, parts)
        fates[output] = found
        return summed

    def rows(self, parts: Parts) -> Parts:
        """The same parts by rows of the ledger: of several payers each in proportion."""
        told: Parts = {}
        place: dict[tuple[int, int], int] = {}
        for output, found in parts.items():
            for row, label, amount in self._split(output, found):
                told.setdefault(row, {})[label] = found[label]._replace(amount=amount)
                place.setdefault((output, label), row)
        return {
            row: {
                label: part._replace(via=place.get((part.via, label), START))
                for label, part in found.items()
            }
            for row, found in told.items()
        }

    def _split(
        self, output: int, found: Mapping[int, Part]
    ) -> Iterator[tuple[int, int, int | None]]:
        """The parts of an output as (row, label, amount): no row gets more than it moves."""
        rows = self.outputs.rows[output]
        if self.method is TaintMethod.POISON:
            yield from ((row, label, None) for row in rows for label in found)
            return
        lots = [Lot(part.amount or 0, label, output, 0) for label, part in found.items()]
        rest = self.outputs.amount[output] - sum(lot.amount for lot in lots)
        shares = in_proportion(
            [*lots, Lot(rest, OTHER, output, 0)], [self._moved[row] for row in rows]
        )
        for row, share in zip(rows, shares, strict=True):
            yield from ((row, lot.label, lot.amount) for lot in share if lot.label != OTHER)


def _merged(lots: Sequence[Lot]) -> list[Lot]:
    """Neighbours of one label as one lot."""
    merged: list[Lot] = []
    for lot in lots:
        if merged and merged[-1].label == lot.label:
            merged[-1] = merged[-1]._replace(amount=merged[-1].amount + lot.amount)
        else:
            merged.append(lot)
    return merged


def _in_proportion(
    draws: Iterable[Draw], parts: Parts, amounts: Sequence[int], method: TaintMethod
) -> dict[int, Part]:
    """What of an output came to each seed by the share that it has in later outputs."""
    found: dict[int, Part] = {}
    for draw in draws:
        for label, part in parts.get(draw.child, {}).items():
            share = (part.amount or 0) * draw.amount // amounts[draw.child]
            known = found.get(label)
            if not share and method is TaintMethod.HAIRCUT:
                continue
            total = share + ((known.amount or 0) if known else 0)
            if known is None or part.hops + 1 < known.hops:
                found[label] = Part(total, part.hops + 1, draw.child)
            else:
                found[label] = known._replace(amount=total)
    return found


def first_first(lots: Sequence[Lot], amounts: Sequence[int]) -> list[list[Lot]]:
    """FIFO: inputs by vin fill outputs by vout; the fee takes the tail."""
    return shared_out(lots, amounts)


def last_first(lots: Sequence[Lot], amounts: Sequence[int]) -> list[list[Lot]]:
    """LIFO: inputs from the last to the first fill outputs by vout; the fee takes the tail."""
    return shared_out(reversed(lots), amounts)


def largest_first(lots: Sequence[Lot], amounts: Sequence[int]) -> list[list[Lot]]:
    """TIHO: tainted inputs fill the largest output first; the fee is last of all."""
    order = sorted(range(len(amounts) - 1), key=lambda place: -amounts[place])
    order.append(len(amounts) - 1)
    shares = shared_out(sorted(lots, key=cleanness), [amounts[place] for place in order])
    by_place = dict(zip(order, shares, strict=True))
    return [by_place[place] for place in range(len(amounts))]


def in_proportion(lots: Sequence[Lot], amounts: Sequence[int]) -> list[list[Lot]]:
    """Haircut: every output gets its share of every lot; what rounding leaves, the largest first.

    >>> tainted, clean = Lot(3, 0, 0, 0), Lot(7, -1, 1, 0)
    >>> [[lot.amount for lot in share] for share in in_proportion([tainted, clean], [2, 7, 1])]
    [[2], [3, 4], [1]]
    """
    total = sum(amounts)
    if not total:
        return [[] for _ in amounts]
    shares = [[lot.amount * amount // total for amount in amounts] for lot in lots]
    room = [amount - sum(share[place] for share in shares) for place, amount in enumerate(amounts)]
    order = sorted(range(len(amounts)), key=lambda place: (-amounts[place], place))
    for lot, share in zip(lots, shares, strict=True):
        left = lot.amount - sum(share)
        for place in order:
            extra = min(left, room[place])
            share[place] += extra
            room[place] -= extra
            left -= extra
    return [
        [
            lot._replace(amount=share[place])
            for lot, share in zip(lots, shares, strict=True)
            if share[place]
        ]
        for place in range(len(amounts))
    ]


def everywhere(lots: Sequence[Lot], amounts: Sequence[int]) -> list[list[Lot]]:
    """Poison: one tainted input taints every output."""
    return [list(lots) for _ in amounts]


SHARES: Final[Mapping[TaintMethod, Share]] = {
    TaintMethod.POISON: everywhere,
    TaintMethod.HAIRCUT: in_proportion,
    TaintMethod.FIFO: first_first,
    TaintMethod.LIFO: last_first,
    TaintMethod.TIHO: largest_first,
}

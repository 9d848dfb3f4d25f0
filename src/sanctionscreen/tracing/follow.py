"""Following value row by row: the tables of a run, and the kernels that fill them.

A kernel stops where a table is full; it then gets longer ones, and goes on where it was.
"""

from collections.abc import Callable
from typing import Final, NamedTuple

import numpy as np

from sanctionscreen.tracing import tables as t
from sanctionscreen.tracing.compiled import Kernels, kernels
from sanctionscreen.tracing.flow import Flow
from sanctionscreen.tracing.tables import Book, Numbers

#: From so many rows on a run pays for loading what is compiled.
_ENOUGH: Final = 20_000
#: Nodes that are no account, behind the others: what leaves at once is set apart there.
_SHELVES: Final = 3
_FEWEST: Final = 64


class Together(NamedTuple):
    """Rows that one transaction spends at once: the table of turns, and by row where it draws."""

    turns: Numbers
    source: Numbers


class Followed(NamedTuple):
    """The result of one run: parts by row in both directions, and the lots held at the end.

    `counted` is false under poison, which knows no amounts: all of them are zero then.
    """

    received: Numbers
    sent: Numbers
    held: Numbers
    counted: bool = True


def follow_lots(
    flow: Flow, *, newest_first: bool = False, together: Together | None = None
) -> Followed:
    """Accounts hold lots in order: the oldest leave first, or the newest."""
    run = _kernels(flow)
    book = _run(run.follow_lots, _book(flow, together), newest_first)
    draws = book.stretches[: book.cursor[t.STRETCHES]]
    draws = draws[np.lexsort((draws[:, t.START + 1], draws[:, t.START], draws[:, t.ROW]))]
    drawn = np.searchsorted(draws[:, t.ROW], np.arange(len(flow) + 1))
    back = _run(run.settle_lots, _book(flow), draws, drawn)
    return Followed(_parts(book), _parts(back), _held(book))


def follow_mixtures(flow: Flow) -> Followed:
    """Accounts are mixtures: each row takes its share of every part."""
    run, empty = _kernels(flow), _book(flow)
    book = _run(run.follow_mixtures, empty)
    back = _run(run.settle_mixtures, _book(flow)._replace(moves=book.moves))
    return Followed(_parts(book), _parts(back), _held(book))


def follow_poison(flow: Flow) -> Followed:
    """Whatever value of a seed can have reached is tainted. No amounts, only ways and hops."""
    run, book, back = _kernels(flow).follow_poison, _book(flow), _book(flow)
    back.moves[:, [t.SOURCE, t.TARGET]] = back.moves[:, [t.TARGET, t.SOURCE]]
    back = back._replace(turns=np.ascontiguousarray(back.turns[::-1]))
    received, sent = (_parts(_run(run, one)) for one in (book, back))
    return Followed(received, sent, np.zeros((0, t.LOT_COLUMNS), dtype=np.int64), counted=False)


def _kernels(flow: Flow) -> Kernels:
    return kernels(len(flow), _ENOUGH)


def _book(flow: Flow, together: Together | None = None) -> Book:
    """Empty tables for a run over the flow."""
    cursor = np.zeros(t.CURSOR_PLACES, dtype=np.int64)
    cursor[t.FREE] = t.NONE
    labels = int(flow.label.max(initial=t.OTHER)) + 1 - t.UNKNOWN
    rows = max(len(flow), _FEWEST)
    return Book(
        turns=one_by_one(len(flow)) if together is None else together.turns,
        moves=_moves(flow, flow.source if together is None else together.source),
        nodes=_nodes(flow),
        parts=np.zeros((rows, t.PART_COLUMNS), dtype=np.int64),
        lots=np.zeros((rows, t.LOT_COLUMNS), dtype=np.int64),
        stretches=np.zeros((max(int(flow.leads.sum()), _FEWEST), t.STRETCH_COLUMNS), np.int64),
        latest=np.full(labels, t.NONE, dtype=np.int64),
        cursor=cursor,
    )


def one_by_one(rows: int) -> Numbers:
    """The turns of rows each of which leaves by itself, in their order."""
    turns = np.zeros((rows, t.TURN_COLUMNS), dtype=np.int64)
    turns[:, t.TURN_ROW] = np.arange(rows)
    turns[:, t.APART] = t.NONE
    return turns


def _moves(flow: Flow, source: Numbers | t.Places) -> Numbers:
    moves = np.zeros((len(flow), t.MOVE_COLUMNS), dtype=np.int64)
    moves[:, t.LEADS] = flow.leads
    moves[:, t.AMOUNT : t.AMOUNT + 2] = flow.amount
    moves[:, t.PARTNER] = flow.partner
    moves[:, t.SOURCE] = source
    moves[:, t.TARGET] = flow.target
    moves[:, t.STEP] = ~flow.arrives
    return moves


def _nodes(flow: Flow) -> Numbers:
    """The nodes of the flow and the shelves, all of them empty."""
    nodes = np.zeros((len(flow.label) + _SHELVES, t.NODE_COLUMNS), dtype=np.int64)
    nodes[:, [t.FIRST, t.LAST, t.HINT]] = t.NONE
    for column, of_flow, of_shelf in (
        (t.LABEL, flow.label, t.OTHER),
        (t.CARRIES, flow.carries, True),
        (t.EXPLAINED, flow.explained, True),
    ):
        nodes[:, column] = of_shelf
        nodes[: len(of_flow), column] = of_flow
    return nodes


def _run(kernel: Callable[..., bool], book: Book, *more: object) -> Book:
    """The book when the kernel has gone through all rows."""
    while not kernel(book, *more):
        book = book._replace(
            parts=_longer(book.parts, book.cursor, t.PARTS),
            lots=_longer(book.lots, book.cursor, t.LOTS),
            stretches=_longer(book.stretches, book.cursor, t.STRETCHES),
        )
    return book


def _longer(table: Numbers, cursor: Numbers, used: int) -> Numbers:
    """The table with room for what is needed, and as much again as it has now."""
    needed = int(cursor[used] + cursor[t.NEED])
    if needed <= len(table):
        return table
    longer = np.zeros((max(needed, 2 * len(table)), table.shape[1]), dtype=np.int64)
    longer[: len(table)] = table
    return longer


def _parts(book: Book) -> Numbers:
    return book.parts[: book.cursor[t.PARTS]].copy()


def _held(book: Book) -> Numbers:
    """The lots that are in chains: those that are free hold nothing."""
    lots = book.lots[: book.cursor[t.MADE]]
    return lots[lots[:, t.AMOUNT : t.AMOUNT + 2].any(axis=1)]

"""Chains of lots, and the parts of rows: what every method does with them; plain or compiled."""

from sanctionscreen.tracing.tables import (
    AMOUNT,
    BEGIN,
    FIRST,
    FREE,
    HINT,
    HOPS,
    LABEL,
    LAST,
    LOTS,
    MADE,
    MANY,
    NEED,
    NEXT,
    NODE,
    NONE,
    PART,
    PARTS,
    ROW,
    STEP,
    STRETCHES,
    UNKNOWN,
    Book,
    Wide,
)
from sanctionscreen.tracing.wide_kernel import ZERO, add, get, put


def has_room(book: Book, need: int) -> bool:
    """Whether each table that grows has room for so many more; the cursor then says how many."""
    cursor = book.cursor
    cursor[NEED] = need
    parts: int = cursor[PARTS] + need
    lots: int = cursor[LOTS] + need
    stretches: int = cursor[STRETCHES] + need
    return parts <= len(book.parts) and lots <= len(book.lots) and stretches <= len(book.stretches)


def part_of(book: Book, row: int, label: int, amount: Wide, via: int) -> int:
    """The part of a row with this label: a new one, or the one there with more in it."""
    parts = book.parts
    hops = book.moves[row, STEP]
    if via != NONE:
        hops += parts[via, HOPS]
    part: int = book.latest[label - UNKNOWN]
    if part >= book.moves[row, BEGIN]:
        put(parts, part, AMOUNT, add(get(parts, part, AMOUNT), amount))
        if hops < parts[part, HOPS]:
            parts[part, HOPS] = hops
            parts[part, PART] = via
        return part
    part = book.cursor[PARTS]
    book.cursor[PARTS] += 1
    book.latest[label - UNKNOWN] = part
    parts[part, ROW] = row
    parts[part, LABEL] = label
    put(parts, part, AMOUNT, amount)
    parts[part, HOPS] = hops
    parts[part, PART] = via
    return part


def new_lot(book: Book, node: int, label: int, amount: Wide, part: int) -> int:
    """A lot of the node that stands in no chain yet."""
    lots, cursor = book.lots, book.cursor
    lot: int = cursor[FREE]
    if lot == NONE:
        lot = cursor[MADE]
        cursor[MADE] += 1
    else:
        cursor[FREE] = lots[lot, NEXT]
    cursor[LOTS] += 1
    book.nodes[node, MANY] += 1
    lots[lot, NEXT] = NONE
    lots[lot, NODE] = node
    lots[lot, LABEL] = label
    put(lots, lot, AMOUNT, amount)
    lots[lot, PART] = part
    return lot


def append(book: Book, node: int, lot: int) -> None:
    """Nothing; the lot is then the last of the node's chain."""
    nodes = book.nodes
    if nodes[node, FIRST] == NONE:
        nodes[node, FIRST] = lot
    else:
        book.lots[nodes[node, LAST], NEXT] = lot
    nodes[node, LAST] = lot


def prepend(book: Book, node: int, lot: int) -> None:
    """Nothing; the lot is then the first of the node's chain."""
    nodes = book.nodes
    if nodes[node, FIRST] == NONE:
        nodes[node, LAST] = lot
    book.lots[lot, NEXT] = nodes[node, FIRST]
    nodes[node, FIRST] = lot


def join(book: Book, node: int, other: int) -> None:
    """Nothing; the other node's chain is then the end of the node's."""
    nodes = book.nodes
    if nodes[other, FIRST] == NONE:
        return
    if nodes[node, FIRST] == NONE:
        nodes[node, FIRST] = nodes[other, FIRST]
    else:
        book.lots[nodes[node, LAST], NEXT] = nodes[other, FIRST]
    nodes[node, LAST] = nodes[other, LAST]
    nodes[node, MANY] += nodes[other, MANY]
    nodes[other, FIRST] = NONE
    nodes[other, MANY] = 0


def drop_first(book: Book, node: int) -> None:
    """Nothing; the node's first lot is then gone, and its place free."""
    lots, nodes, cursor = book.lots, book.nodes, book.cursor
    lot = nodes[node, FIRST]
    nodes[node, FIRST] = lots[lot, NEXT]
    nodes[node, MANY] -= 1
    put(lots, lot, AMOUNT, ZERO)
    lots[lot, NEXT] = cursor[FREE]
    cursor[FREE] = lot
    cursor[LOTS] -= 1


def lot_of(book: Book, node: int, label: int) -> int:
    """The node's lot of a label, `NONE` if it has none; from the one behind the last found on.

    Labels mostly come in the order in which they stand.
    """
    lots, nodes = book.lots, book.nodes
    begin = nodes[node, HINT]
    lot: int = begin
    while lot != NONE and lots[lot, LABEL] != label:
        lot = lots[lot, NEXT]
    if lot == NONE:
        lot = nodes[node, FIRST]
        while lot != begin and lots[lot, LABEL] != label:
            lot = lots[lot, NEXT]
        if lot == begin:
            return NONE
    nodes[node, HINT] = lots[lot, NEXT]
    return lot

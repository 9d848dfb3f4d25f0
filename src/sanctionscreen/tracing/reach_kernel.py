"""Reach and poison: where value can have gone, in order of time; plain or compiled."""

from sanctionscreen.tracing.chain_kernel import append, has_room, lot_of, new_lot, part_of
from sanctionscreen.tracing.tables import (
    BEGIN,
    CARRIES,
    END,
    FIRST,
    HOPS,
    LABEL,
    MANY,
    NEXT,
    NONE,
    PART,
    PARTS,
    SOURCE,
    TARGET,
    TURN,
    TURN_ROW,
    Book,
    Mask,
    Places,
)
from sanctionscreen.tracing.wide_kernel import ZERO


def scan(come: Places, go: Places, reached: Mask, may: Mask) -> None:
    """Nothing; `reached` is then true of all nodes that the rows reach in their order."""
    for row in range(len(come)):
        if reached[come[row]]:
            reached[go[row]] = may[go[row]]


def scan_back(come: Places, go: Places, reached: Mask, may: Mask) -> None:
    """Nothing; the same from the last row to the first."""
    for row in range(len(come) - 1, -1, -1):
        if reached[come[row]]:
            reached[go[row]] = may[go[row]]


def follow_poison(book: Book) -> bool:
    """Whether all rows are followed: each carries every label that has reached its source.

    False: a table is full, go on with longer ones.
    """
    turns, moves, lots, nodes, cursor = (
        book.turns, book.moves, book.lots, book.nodes, book.cursor,
    )  # fmt: skip
    for turn in range(cursor[TURN], len(turns)):
        cursor[TURN] = turn
        row = turns[turn, TURN_ROW]
        source = moves[row, SOURCE]
        if not has_room(book, nodes[source, MANY] + 2):
            return False
        moves[row, BEGIN] = cursor[PARTS]
        if nodes[source, LABEL] >= 0:
            _reach(book, row, nodes[source, LABEL], NONE)
        elif nodes[source, CARRIES]:
            lot = nodes[source, FIRST]
            while lot != NONE:
                _reach(book, row, lots[lot, LABEL], lots[lot, PART])
                lot = lots[lot, NEXT]
        moves[row, END] = cursor[PARTS]
    return True


def _reach(book: Book, row: int, label: int, via: int) -> None:
    """Nothing; the label has then reached the row and its target."""
    lots, target = book.lots, book.moves[row, TARGET]
    part = part_of(book, row, label, ZERO, via)
    if not book.nodes[target, CARRIES]:
        return
    lot = lot_of(book, target, label)
    if lot == NONE:
        append(book, target, new_lot(book, target, label, ZERO, part))
    elif book.parts[part, HOPS] < book.parts[lots[lot, PART], HOPS]:
        lots[lot, PART] = part

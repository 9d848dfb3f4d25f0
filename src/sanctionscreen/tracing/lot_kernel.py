"""Lots in order, forward: FIFO, LIFO and TIHO; plain or compiled.

FIFO: what came first leaves first (Clayton's case, 1816). LIFO: what came last leaves first. TIHO:
as FIFO, but of the outputs of one transaction the largest get the tainted lots first.
Source: Anderson, Shumailov, Ahmed 2018 (FIFO); Tironsakkul et al. 2019, arXiv 1906.05754 (TIHO).
"""

from sanctionscreen.tracing.chain_kernel import (
    append,
    drop_first,
    has_room,
    join,
    new_lot,
    part_of,
    prepend,
)
from sanctionscreen.tracing.tables import (
    AMOUNT,
    APART,
    BEGIN,
    CARRIES,
    END,
    EXPLAINED,
    FIRST,
    LABEL,
    LAST,
    LEADS,
    MANY,
    NONE,
    OTHER,
    OTHER_ROW,
    PART,
    PARTNER,
    PARTS,
    PLACE,
    ROW,
    SOURCE,
    START,
    STRETCHES,
    TARGET,
    TOGETHER,
    TURN,
    TURN_ROW,
    UNKNOWN,
    Book,
    Wide,
)
from sanctionscreen.tracing.wide_kernel import ZERO, add, get, least, less, put, share, subtract


def follow_lots(book: Book, newest_first: bool) -> bool:
    """Whether all rows are followed: each takes lots of its source, and is lots of its target.

    Draws are noted of rows that can come to a seed. False: a table is full, go on with longer ones.
    """
    turns, moves, nodes, cursor = book.turns, book.moves, book.nodes, book.cursor
    for turn in range(cursor[TURN], len(turns)):
        cursor[TURN] = turn
        row, apart = turns[turn, TURN_ROW], turns[turn, APART]
        source = moves[row, SOURCE]
        if not has_room(book, nodes[source if apart == NONE else apart, MANY] + 3):
            return False
        if apart != NONE:
            _set_apart(book, turn)
        moves[row, BEGIN] = cursor[PARTS]
        if nodes[source, CARRIES]:
            _take(book, row, newest_first)
        else:
            amount = get(moves, row, AMOUNT)
            _bring(book, row, nodes[source, LABEL], amount, NONE, ZERO, newest_first)
        moves[row, END] = cursor[PARTS]
    return True


def _take(book: Book, row: int, newest_first: bool) -> None:
    """Nothing; the row's amount has then left its source: lots in their order, the last one cut."""
    moves, lots, nodes = book.moves, book.lots, book.nodes
    source, amount = moves[row, SOURCE], get(moves, row, AMOUNT)
    came = moves[row, PARTNER] != NONE and moves[row, PARTNER] < row
    wanted = get(moves, moves[row, PARTNER], AMOUNT) if came else amount
    explained = nodes[source, EXPLAINED]
    taken, begun = ZERO, ZERO
    while nodes[source, FIRST] != NONE and less(taken, wanted):
        lot = nodes[source, FIRST]
        label = lots[lot, LABEL] if explained else OTHER
        via = lots[lot, PART] if explained else NONE
        drawn = least(get(lots, lot, AMOUNT), subtract(wanted, taken))
        if moves[row, LEADS] and not came:
            _note(book, lot, drawn, row, taken, newest_first)
        _cut(book, source, lot, drawn, newest_first)
        taken = add(taken, drawn)
        # Of another asset the same shares: bounds are rounded down, so that the sum is exact.
        end = share(taken, amount, wanted) if came else taken
        _bring(book, row, label, subtract(end, begun), via, begun, newest_first)
        begun = end
    missing = UNKNOWN if explained else OTHER
    _bring(book, row, missing, subtract(amount, begun), NONE, begun, newest_first)


def _note(book: Book, lot: int, drawn: Wide, row: int, place: Wide, newest_first: bool) -> None:
    """Nothing; it is then noted that this stretch of the lot's row went on in the row."""
    lots, draws, at = book.lots, book.stretches, book.cursor[STRETCHES]
    start = get(lots, lot, START)
    if newest_first:
        start = add(start, subtract(get(lots, lot, AMOUNT), drawn))
    draws[at, ROW] = lots[lot, ROW]
    put(draws, at, START, start)
    put(draws, at, AMOUNT, drawn)
    draws[at, OTHER_ROW] = row
    put(draws, at, PLACE, place)
    book.cursor[STRETCHES] += 1


def _cut(book: Book, node: int, lot: int, drawn: Wide, newest_first: bool) -> None:
    """Nothing; so much is then gone of the node's first lot: its beginning, or its end."""
    lots = book.lots
    if less(drawn, get(lots, lot, AMOUNT)):
        put(lots, lot, AMOUNT, subtract(get(lots, lot, AMOUNT), drawn))
        if not newest_first:
            put(lots, lot, START, add(get(lots, lot, START), drawn))
    else:
        drop_first(book, node)


def _bring(
    book: Book, row: int, label: int, amount: Wide, via: int, begun: Wide, newest_first: bool
) -> None:
    """Nothing; the amount is then a part of the row, and in a lot of its target."""
    moves, lots, nodes = book.moves, book.lots, book.nodes
    target = moves[row, TARGET]
    if amount == ZERO:
        return
    part = NONE if label == OTHER else part_of(book, row, label, amount, via)
    if not nodes[target, CARRIES]:
        return
    on_top = newest_first and moves[row, PARTNER] <= row  # between two assets the order stays
    near = nodes[target, FIRST if on_top else LAST]
    if nodes[target, FIRST] != NONE and lots[near, ROW] == row and lots[near, LABEL] == label:
        put(lots, near, AMOUNT, add(get(lots, near, AMOUNT), amount))
        return
    lot = new_lot(book, target, label, amount, part)
    lots[lot, ROW] = row
    put(lots, lot, START, begun)
    if on_top:
        prepend(book, target, lot)
    else:
        append(book, target, lot)


def _set_apart(book: Book, turn: int) -> None:
    """Nothing; what leaves at once is then out of its node: seeds' lots first, other value last."""
    turns, moves, lots, nodes = book.turns, book.moves, book.lots, book.nodes
    node, apart = turns[turn, APART], moves[turns[turn, TURN_ROW], SOURCE]
    nodes[apart, EXPLAINED] = nodes[node, EXPLAINED]
    wanted = ZERO
    for one in range(turn, turn + turns[turn, TOGETHER]):
        wanted = add(wanted, get(moves, turns[one, TURN_ROW], AMOUNT))
    while nodes[node, FIRST] != NONE and less(ZERO, wanted):
        lot = nodes[node, FIRST]
        label = lots[lot, LABEL]
        drawn = least(get(lots, lot, AMOUNT), wanted)
        shelf = apart + (0 if label >= 0 else 1 if label == UNKNOWN else 2)
        copy = new_lot(book, shelf, label, drawn, lots[lot, PART])
        lots[copy, ROW] = lots[lot, ROW]
        put(lots, copy, START, get(lots, lot, START))
        append(book, shelf, copy)
        _cut(book, node, lot, drawn, False)
        wanted = subtract(wanted, drawn)
    join(book, apart, apart + 1)
    join(book, apart, apart + 2)

"""Lots in order, back: which stretches of each row came to which seed in the end.

The draws that the way forward noted are followed from the last row to the first. Plain or compiled.
"""

from sanctionscreen.tracing.chain_kernel import has_room, part_of
from sanctionscreen.tracing.tables import (
    AMOUNT,
    BEGIN,
    END,
    FIRST_FATE,
    LABEL,
    LAST_FATE,
    LEADS,
    NONE,
    OTHER_ROW,
    PART,
    PARTNER,
    PARTS,
    PLACE,
    START,
    STRETCHES,
    TARGET,
    TURN,
    Book,
    Numbers,
    Wide,
)
from sanctionscreen.tracing.wide_kernel import ZERO, add, get, least, less, put, share, subtract


def settle_lots(book: Book, draws: Numbers, drawn: Numbers) -> bool:
    """Whether all rows are settled; `draws` by row and start, those of a row from `drawn` on.

    False: a table is full, go on with longer ones.
    """
    moves, fates, cursor = book.moves, book.stretches, book.cursor
    for turn in range(cursor[TURN], len(moves)):
        cursor[TURN] = turn
        row = len(moves) - 1 - turn
        if not moves[row, LEADS]:
            continue
        if not has_room(book, _fates_at_most(book, row, draws, drawn)):
            return False
        moves[row, FIRST_FATE] = cursor[STRETCHES]
        _settle(book, row, draws, drawn)
        moves[row, LAST_FATE] = cursor[STRETCHES]
        moves[row, BEGIN] = cursor[PARTS]
        for fate in range(moves[row, FIRST_FATE], moves[row, LAST_FATE]):
            amount = get(fates, fate, AMOUNT)
            fates[fate, PART] = part_of(book, row, fates[fate, LABEL], amount, fates[fate, PART])
        moves[row, END] = cursor[PARTS]
    return True


def _settle(book: Book, row: int, draws: Numbers, drawn: Numbers) -> None:
    """Nothing; the fates of the row then stand in order of their places."""
    moves, fates = book.moves, book.stretches
    amount, partner = get(moves, row, AMOUNT), moves[row, PARTNER]
    seed = book.nodes[moves[row, TARGET], LABEL]
    if seed >= 0:
        _tell(book, row, ZERO, amount, seed, NONE, NONE)
    elif partner > row:
        scale = get(moves, partner, AMOUNT)
        for fate in range(moves[partner, FIRST_FATE], moves[partner, LAST_FATE]):
            end = add(get(fates, fate, START), get(fates, fate, AMOUNT))
            start = share(get(fates, fate, START), amount, scale)
            moved = subtract(share(end, amount, scale), start)
            _tell(book, row, start, moved, fates[fate, LABEL], partner, fates[fate, PART])
    else:
        for draw in range(drawn[row], drawn[row + 1]):
            _settle_draw(book, row, draws, draw)


def _settle_draw(book: Book, row: int, draws: Numbers, draw: int) -> None:
    """Nothing; what of a stretch came to seeds then stands among the row's fates."""
    fates, child = book.stretches, draws[draw, OTHER_ROW]
    begin, place = get(draws, draw, PLACE), get(draws, draw, START)
    end = add(begin, get(draws, draw, AMOUNT))
    for fate in range(_first_beyond(book, begin, child), book.moves[child, LAST_FATE]):
        start = get(fates, fate, START)
        if not less(start, end):
            return
        stop = least(add(start, get(fates, fate, AMOUNT)), end)
        start = begin if less(start, begin) else start
        moved = add(place, subtract(start, begin))
        amount = subtract(stop, start)
        _tell(book, row, moved, amount, fates[fate, LABEL], child, fates[fate, PART])


def _fates_at_most(book: Book, row: int, draws: Numbers, drawn: Numbers) -> int:
    """No more fates than this can the row have."""
    moves, fates, most = book.moves, book.stretches, 1
    partner = moves[row, PARTNER]
    if partner > row:
        most += moves[partner, LAST_FATE] - moves[partner, FIRST_FATE]
    for draw in range(drawn[row], drawn[row + 1]):
        child, begin = draws[draw, OTHER_ROW], get(draws, draw, PLACE)
        end = add(begin, get(draws, draw, AMOUNT))
        fate = _first_beyond(book, begin, child)
        while fate < moves[child, LAST_FATE] and less(get(fates, fate, START), end):
            fate += 1
            most += 1
    return most


def _first_beyond(book: Book, place: Wide, row: int) -> int:
    """The first fate of a row that ends beyond a place."""
    fates, high = book.stretches, book.moves[row, LAST_FATE]
    low: int = book.moves[row, FIRST_FATE]
    while low < high:
        middle = (low + high) // 2
        if less(place, add(get(fates, middle, START), get(fates, middle, AMOUNT))):
            high = middle
        else:
            low = middle + 1
    return low


def _tell(
    book: Book, row: int, start: Wide, amount: Wide, label: int, other: int, part: int
) -> None:
    """Nothing; the stretch is then a fate: joined to the one before if they are one."""
    fates, at = book.stretches, book.cursor[STRETCHES]
    if amount == ZERO:
        return
    last = at - 1
    own = last >= book.moves[row, FIRST_FATE]
    if own and fates[last, LABEL] == label and fates[last, OTHER_ROW] == other:
        end = add(get(fates, last, START), get(fates, last, AMOUNT))
        if end == start:
            put(fates, last, AMOUNT, add(get(fates, last, AMOUNT), amount))
            return
    put(fates, at, START, start)
    put(fates, at, AMOUNT, amount)
    fates[at, LABEL] = label
    fates[at, OTHER_ROW] = other
    fates[at, PART] = part
    book.cursor[STRETCHES] += 1

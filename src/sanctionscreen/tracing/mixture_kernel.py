"""Haircut: an account's value is one mixture, and each row takes its share of every part.

Shares are rounded down to whole base units; what is missing to the row's amount comes from the rest
of the mixture. So nothing is lost or made, over any number of rows. Plain or compiled.
Source: Möser, Böhme, Breuker 2014 (haircut).
"""

from sanctionscreen.tracing.chain_kernel import (
    append,
    drop_first,
    has_room,
    lot_of,
    new_lot,
    part_of,
)
from sanctionscreen.tracing.tables import (
    AFTER,
    AMOUNT,
    BEFORE,
    BEGIN,
    CARRIES,
    END,
    EXPLAINED,
    FIRST,
    HINT,
    HOPS,
    LABEL,
    LEADS,
    MANY,
    NEXT,
    NONE,
    OTHER,
    PART,
    PARTNER,
    PARTS,
    SOURCE,
    START,
    TARGET,
    TURN,
    TURN_ROW,
    UNKNOWN,
    Book,
    Wide,
)
from sanctionscreen.tracing.wide_kernel import ZERO, add, get, least, less, put, share, subtract


def follow_mixtures(book: Book) -> bool:
    """Whether all rows are followed: each takes a sample of its source's mixture to its target's.

    False: a table is full, go on with longer ones.
    """
    turns, moves, nodes, cursor = book.turns, book.moves, book.nodes, book.cursor
    for turn in range(cursor[TURN], len(turns)):
        cursor[TURN] = turn
        row = turns[turn, TURN_ROW]
        source, amount = moves[row, SOURCE], get(moves, row, AMOUNT)
        if not has_room(book, nodes[source, MANY] + 2):
            return False
        moves[row, BEGIN] = cursor[PARTS]
        if not nodes[source, CARRIES]:
            _bring(book, row, nodes[source, LABEL], amount, NONE)
        else:
            total = get(nodes, source, AMOUNT)
            put(moves, row, BEFORE, total)
            if moves[row, PARTNER] != NONE and moves[row, PARTNER] < row:
                _take_all(book, row, amount, total)
            elif less(amount, total):
                _take_sample(book, row, amount, total)
            else:
                _take_all(book, row, total, total)
                missing = UNKNOWN if nodes[source, EXPLAINED] else OTHER
                _bring(book, row, missing, subtract(amount, total), NONE)
        put(moves, row, AFTER, get(nodes, moves[row, TARGET], AMOUNT))
        moves[row, END] = cursor[PARTS]
    return True


def _take_all(book: Book, row: int, amount: Wide, total: Wide) -> None:
    """Nothing; the whole mixture has then left, as so much: of another asset the same shares."""
    lots, nodes, source = book.lots, book.nodes, book.moves[row, SOURCE]
    taken, begun = ZERO, ZERO
    while nodes[source, FIRST] != NONE:
        lot = nodes[source, FIRST]
        label, part = lots[lot, LABEL], lots[lot, PART]
        taken = add(taken, get(lots, lot, AMOUNT))
        end = taken if amount == total else share(taken, amount, total)
        drop_first(book, source)
        _bring_from(book, row, source, label, subtract(end, begun), part)
        begun = end
    put(nodes, source, AMOUNT, ZERO)
    nodes[source, HINT] = NONE


def _take_sample(book: Book, row: int, amount: Wide, total: Wide) -> None:
    """Nothing; the amount has then left: the share of every part, rounded down, and the rest."""
    lots, nodes, source = book.lots, book.nodes, book.moves[row, SOURCE]
    missing = amount
    lot = nodes[source, FIRST]
    while lot != NONE:
        sampled = share(get(lots, lot, AMOUNT), amount, total)
        put(lots, lot, START, sampled)
        missing = subtract(missing, sampled)
        lot = lots[lot, NEXT]
    if missing != ZERO:
        # Other value gives what rounding left over, so that no seed's share is rounded up.
        missing = _give_more(book, lot_of(book, source, OTHER), missing)
        missing = _give_more(book, lot_of(book, source, UNKNOWN), missing)
    lot = nodes[source, FIRST]
    while lot != NONE:
        missing = _give_more(book, lot, missing)
        sampled = get(lots, lot, START)
        put(lots, lot, AMOUNT, subtract(get(lots, lot, AMOUNT), sampled))
        _bring_from(book, row, source, lots[lot, LABEL], sampled, lots[lot, PART])
        lot = lots[lot, NEXT]
    put(nodes, source, AMOUNT, subtract(total, amount))


def _give_more(book: Book, lot: int, missing: Wide) -> Wide:
    """What is still missing when the lot has given all of it that it can."""
    if lot == NONE or missing == ZERO:
        return missing
    sampled = get(book.lots, lot, START)
    more = least(missing, subtract(get(book.lots, lot, AMOUNT), sampled))
    put(book.lots, lot, START, add(sampled, more))
    return subtract(missing, more)


def _bring_from(book: Book, row: int, source: int, label: int, amount: Wide, part: int) -> None:
    """Nothing; a sample of the source is then a part of the row, and in its target's mixture."""
    known = label != OTHER and book.nodes[source, EXPLAINED]
    _bring(book, row, label if known else OTHER, amount, part if known else NONE)


def _bring(book: Book, row: int, label: int, amount: Wide, via: int) -> None:
    """Nothing; the amount is then a part of the row, and in its target's mixture."""
    nodes, target = book.nodes, book.moves[row, TARGET]
    if amount == ZERO:
        return
    part = NONE if label == OTHER else part_of(book, row, label, amount, via)
    if nodes[target, CARRIES]:
        _pour(book, target, label, amount, part)
        put(nodes, target, AMOUNT, add(get(nodes, target, AMOUNT), amount))


def _pour(book: Book, node: int, label: int, amount: Wide, part: int) -> None:
    """Nothing; the amount is then in the node's lot of that label, with the nearest way to it."""
    lots, lot = book.lots, lot_of(book, node, label)
    if lot == NONE:
        append(book, node, new_lot(book, node, label, amount, part))
        return
    held = get(lots, lot, AMOUNT)
    nearer = part != NONE and book.parts[part, HOPS] < book.parts[lots[lot, PART], HOPS]
    if held == ZERO or nearer:
        lots[lot, PART] = part
    put(lots, lot, AMOUNT, add(held, amount))


def settle_mixtures(book: Book) -> bool:
    """Whether all rows are settled, the last first: how much of each came to which seed.

    What a mixture gave to seeds is shared by what it was mixed of, as it stood before the row left
    it, and after the row came. Shares are rounded down at each step.
    """
    moves, nodes, cursor = book.moves, book.nodes, book.cursor
    for turn in range(cursor[TURN], len(moves)):
        cursor[TURN] = turn
        row = len(moves) - 1 - turn
        if not moves[row, LEADS]:
            continue
        partner = moves[row, PARTNER]
        ways = moves[partner, END] - moves[partner, BEGIN] if partner > row else 0
        if not has_room(book, nodes[moves[row, TARGET], MANY] + ways + 1):
            return False
        moves[row, BEGIN] = cursor[PARTS]
        _settle(book, row)
        moves[row, END] = cursor[PARTS]
        came = partner != NONE and partner < row
        if nodes[moves[row, SOURCE], CARRIES] and not came:
            _give_back(book, row)
    return True


def _settle(book: Book, row: int) -> None:
    """Nothing; what of the row came to seeds is then in its parts: all, or a share."""
    moves, parts, lots, nodes = book.moves, book.parts, book.lots, book.nodes
    target, amount, partner = moves[row, TARGET], get(moves, row, AMOUNT), moves[row, PARTNER]
    seed = nodes[target, LABEL]
    if seed >= 0:
        part_of(book, row, seed, amount, NONE)
    elif partner > row:
        scale = get(moves, partner, AMOUNT)
        for part in range(moves[partner, BEGIN], moves[partner, END]):
            sampled = share(get(parts, part, AMOUNT), amount, scale)
            if sampled != ZERO:
                part_of(book, row, parts[part, LABEL], sampled, part)
    elif nodes[target, CARRIES]:
        lot, total = nodes[target, FIRST], get(moves, row, AFTER)
        while lot != NONE:
            sampled = share(get(lots, lot, AMOUNT), amount, total)
            if sampled != ZERO:
                part_of(book, row, lots[lot, LABEL], sampled, lots[lot, PART])
                put(lots, lot, AMOUNT, subtract(get(lots, lot, AMOUNT), sampled))
            lot = lots[lot, NEXT]


def _give_back(book: Book, row: int) -> None:
    """Nothing; what of the row came to seeds is then owed to the mixture that it came from."""
    moves, parts = book.moves, book.parts
    source, amount = moves[row, SOURCE], get(moves, row, AMOUNT)
    covered = least(amount, get(moves, row, BEFORE))
    for part in range(moves[row, BEGIN], moves[row, END]):
        owed = share(get(parts, part, AMOUNT), covered, amount)
        if owed != ZERO:
            _pour(book, source, parts[part, LABEL], owed, part)

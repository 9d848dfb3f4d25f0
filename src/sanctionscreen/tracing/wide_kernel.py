"""Whole numbers below 2^126 as two halves, (high, low) = high * 2^63 + low; plain or compiled.

Machine words end at 2^63, which is nine ether in wei; no sum of a ledger comes to 2^126.
"""

from typing import Final

from sanctionscreen.tracing.tables import Numbers, Wide

#: The largest half.
HALF: Final = 2**63 - 1
_BITS: Final = 63
ZERO: Final = (0, 0)


def get(table: Numbers, at: int, column: int) -> Wide:
    """The number that stands there in a table."""
    return table[at, column], table[at, column + 1]


def put(table: Numbers, at: int, column: int, number: Wide) -> None:
    """Nothing; the number then stands there in the table."""
    table[at, column], table[at, column + 1] = number


def add(one: Wide, other: Wide) -> Wide:
    """The sum.

    >>> add((0, HALF), (0, 1))
    (1, 0)
    """
    if one[1] > HALF - other[1]:
        return one[0] + other[0] + 1, one[1] - (HALF - other[1]) - 1
    return one[0] + other[0], one[1] + other[1]


def subtract(one: Wide, other: Wide) -> Wide:
    """The difference to a number that is no larger.

    >>> subtract((1, 0), (0, 1)) == (0, HALF)
    True
    """
    if one[1] < other[1]:
        return one[0] - other[0] - 1, HALF - (other[1] - one[1]) + 1
    return one[0] - other[0], one[1] - other[1]


def less(one: Wide, other: Wide) -> bool:
    """Whether the one is below the other."""
    return one[0] < other[0] or (one[0] == other[0] and one[1] < other[1])


def least(one: Wide, other: Wide) -> Wide:
    """The smaller one."""
    return other if less(other, one) else one


def share(part: Wide, amount: Wide, total: Wide) -> Wide:
    """The part's share of an amount out of the total, rounded down; the part is within the total.

    >>> share((0, 3), (0, 5), (0, 10)), share((0, HALF), (5, 0), (1, 0)) == (4, HALF - 4)
    ((0, 1), True)
    """
    small = part[0] == 0 and amount[0] == 0 and total[0] == 0
    if small and (part[1] == 0 or amount[1] <= HALF // part[1]):
        return 0, part[1] * amount[1] // total[1]
    return _long_share(part, amount, total)


def _long_share(part: Wide, amount: Wide, total: Wide) -> Wide:
    """The same by long multiplication: no step leaves the total."""
    quotient, rest = ZERO, ZERO
    for bit in range(2 * _BITS - 1, -1, -1):
        quotient, rest = _more(add(quotient, quotient), rest, rest, total)
        half = amount[0] if bit >= _BITS else amount[1]
        if half >> (bit % _BITS) & 1:
            quotient, rest = _more(quotient, rest, part, total)
    return quotient


def _more(quotient: Wide, rest: Wide, part: Wide, total: Wide) -> tuple[Wide, Wide]:
    """The quotient and rest with a part more, that is within the total."""
    room = subtract(total, part)
    if less(rest, room):
        return quotient, add(rest, part)
    return add(quotient, (0, 1)), subtract(rest, room)

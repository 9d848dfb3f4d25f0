"""What the kernels read and fill: tables of whole numbers, whose columns have names here.

An amount, or a place in one, takes two columns: it is two halves (`wide_kernel`). Parts, lots and
stretches grow: whoever calls a kernel makes them longer when it stops for want of room.
"""

from typing import Final, NamedTuple

import numpy as np
import polars as pl
from numpy.typing import NDArray

Numbers = NDArray[np.int64]
#: Numbers of nodes, by row.
Places = NDArray[np.int32]
Mask = NDArray[np.bool_]
#: A number below 2^126 as two halves.
Wide = tuple[int, int]

#: The label of value that no seed's value touched, and of what services pay.
OTHER: Final = -1
#: The label of what an account spent beyond all that the ledger shows it had.
UNKNOWN: Final = -2
#: No row, no lot, no part: here a value starts.
NONE: Final = -1

# Columns that several tables have stand at one place. PART is the part that a lot or a fate belongs
# to; of a part it is the one before (after).
LABEL: Final = 0
AMOUNT: Final = 1
PART: Final = 3
ROW: Final = 4
START: Final = 5

#: Parts: how much of a row has a label; over how many hops at least; and the part before (after).
HOPS: Final = 5
PART_COLUMNS: Final = 6

#: Lots: what is left of one run of one row, `START` being its place in the row; and the lot behind.
#: In a mixture a lot is all that has one label, `PART` the nearest way it came, `START` a sample.
NODE: Final = 7
NEXT: Final = 8
LOT_COLUMNS: Final = 9

#: Stretches of rows. A draw went on in the row `OTHER_ROW`, at a place. A fate came to the seed
#: `LABEL` in the end, over the row `OTHER_ROW`.
OTHER_ROW: Final = 7
PLACE: Final = 8
STRETCH_COLUMNS: Final = 10

#: Moves, by row: whether its value can come to a seed; the other leg of a row that changes its
#: asset; its nodes; where its parts begin and end, and its fates; what its source held before it
#: left, and its target after it came; how many hops it is: none where one record has two legs.
LEADS: Final = 0
PARTNER: Final = 3
SOURCE: Final = 4
TARGET: Final = 5
BEGIN: Final = 6
END: Final = 7
FIRST_FATE: Final = 8
LAST_FATE: Final = 9
BEFORE: Final = 10
AFTER: Final = 12
STEP: Final = 14
MOVE_COLUMNS: Final = 15

#: Turns: the row; how many rows leave at once with it, from what the node `APART` holds (0: alone).
TURN_ROW: Final = 0
TOGETHER: Final = 1
APART: Final = 2
TURN_COLUMNS: Final = 3

#: Nodes: the seed's number or `OTHER`; what they hold in all (`AMOUNT`); their first lot and last,
#: how many they are, and where to look first for a label; whether they hold value at all, and
#: whether a lack of it is told.
FIRST: Final = 3
LAST: Final = 4
MANY: Final = 5
HINT: Final = 6
CARRIES: Final = 7
EXPLAINED: Final = 8
NODE_COLUMNS: Final = 9

#: What a cursor counts: the turn that comes next, and the room that it needs; parts and stretches
#: so far; lots in use, lots ever made, and the first that is free again.
TURN: Final = 0
NEED: Final = 1
PARTS: Final = 2
STRETCHES: Final = 3
LOTS: Final = 4
MADE: Final = 5
FREE: Final = 6
CURSOR_PLACES: Final = 7
_HALF: Final = pl.lit(2**63, pl.Int128)


class Book(NamedTuple):
    """All tables of a run; `latest` has the last part of each label, from `UNKNOWN` on."""

    turns: Numbers
    moves: Numbers
    nodes: Numbers
    parts: Numbers
    lots: Numbers
    stretches: Numbers
    latest: Numbers
    cursor: Numbers


def halves(units: pl.Series) -> Numbers:
    """Whole numbers (Int128) as two halves each.

    >>> halves(pl.Series([5, 2**63 + 1], dtype=pl.Int128)).tolist()
    [[0, 5], [1, 1]]
    """
    unit = units.to_frame("unit")
    both = unit.select(
        high=(pl.col("unit") // _HALF).cast(pl.Int64), low=(pl.col("unit") % _HALF).cast(pl.Int64)
    )
    return np.ascontiguousarray(both.to_numpy())


def units(amount: Numbers) -> pl.Series:
    """Two halves each as whole numbers (Int128).

    >>> units(np.array([[0, 5], [1, 1]])).to_list() == [5, 2**63 + 1]
    True
    """
    both = pl.DataFrame({"high": amount[:, 0], "low": amount[:, 1]}).cast(pl.Int128)
    return both.select(amount=pl.col("high") * _HALF + pl.col("low")).to_series()


def amounts(table: Numbers) -> pl.Series:
    """The amounts of a table as whole numbers (Int128)."""
    return units(table[:, AMOUNT : AMOUNT + 2])

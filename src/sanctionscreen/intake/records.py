"""What every reader of a file format gives: the rows it kept, and those it lost with the reason."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import polars as pl

from sanctionscreen.columns import PROBLEMS
from sanctionscreen.errors import InputError


@dataclass(frozen=True, slots=True)
class Table:
    """A user's file as a frame, not yet understood.

    `rows` holds the number of every kept row: records count from 1, the heading does not count, nor
    do blank lines. `lost` (PROBLEMS) holds the records that could not be read, so the numbers in
    `rows` and `lost` together are 1, 2, 3 … without a gap. `notes` are sentences for the user.
    """

    frame: pl.DataFrame
    rows: pl.Series
    lost: pl.DataFrame
    notes: tuple[str, ...] = ()

    @property
    def read(self) -> int:
        """How many records the file holds: kept and lost."""
        return self.frame.height + self.lost.height


def table(
    frame: pl.DataFrame, lost: Mapping[int, str] | None = None, notes: Sequence[str] = ()
) -> Table:
    """The table of the kept rows and of the lost ones, by their record numbers.

    >>> table(pl.DataFrame({"name": ["Anna Probe"]}), {1: "cut off"}).rows.to_list()
    [2]
    """
    missing = dict(lost or {})
    numbers = pl.int_range(1, frame.height + len(missing) + 1, dtype=pl.Int64, eager=True)
    if missing:
        gaps = pl.Series(sorted(missing), dtype=pl.Int64)
        numbers = numbers.filter(~numbers.is_in(gaps.implode()))
    problems = pl.DataFrame(
        {
            "row": sorted(missing),
            "query_id": [None] * len(missing),
            "field": [None] * len(missing),
            "reason": [missing[row] for row in sorted(missing)],
            "screened": [False] * len(missing),
        },
        schema=PROBLEMS,
    )
    return Table(frame, numbers.alias("row"), problems, tuple(notes))


def headings(cells: Sequence[str | None], *, name: str) -> list[str]:
    """The names of the columns: trimmed, and `column 3` where the third has no heading.

    Raises:
        InputError: two columns have one name; says which.

    >>> headings([" id", None, "name"], name="parties.csv")
    ['id', 'column 2', 'name']
    """
    named = [
        " ".join((cell or "").encode(errors="replace").decode().split()) or f"column {place}"
        for place, cell in enumerate(cells, start=1)
    ]
    double = [column for column, times in Counter(named).items() if times > 1]
    if double:
        raise InputError(
            f"several columns are headed {', '.join(map(repr, double))}: give each its own heading",
            file=name,
        )
    return named


_SPACE_ONLY: Final = ""


def filled(frame: pl.DataFrame) -> pl.DataFrame:
    """The same texts without space around them; null where nothing is left."""
    trimmed = frame.with_columns(pl.col(pl.String).str.strip_chars())
    return trimmed.with_columns(
        pl.when(pl.col(column) != _SPACE_ONLY).then(pl.col(column))
        for column, dtype in frame.schema.items()
        if dtype == pl.String
    )


def count(number: int, noun: str) -> str:
    """A number with its noun: `1 blank line`, `2 blank lines`.

    >>> count(1, "blank line"), count(1200, "blank line")
    ('1 blank line', '1,200 blank lines')
    """
    return f"{number:,} {noun}" if number == 1 else f"{number:,} {noun}s"

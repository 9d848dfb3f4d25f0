"""CSV and its relatives → a table: any usual delimiter, and no row lost without a word.

The standard `csv` module reads in strict mode, because only that notices a quote that closes in the
middle of a cell: the sign of a quote that was never closed and swallowed rows. Where it complains,
the one line where the quote opened is lost with a reason, and reading goes on at the next line.
"""

import csv
import io
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import islice
from typing import Final

import polars as pl

from sanctionscreen.errors import UnreadableInput
from sanctionscreen.intake.encodings import Decoded, decode, is_damaged
from sanctionscreen.intake.records import Table, count, filled, headings, table

_DELIMITERS: Final = (",", ";", "\t", "|")
#: No file uses it (ASCII 31): a file of one column is read as one, commas and all.
_NO_DELIMITER: Final = "\x1f"
_SEP_LINE: Final = re.compile(r'^"?sep=([^\w\s"]|\t)"?\s*$', re.IGNORECASE)
_LONGEST_CELL: Final = 131_072
_PROBE_RECORDS: Final = 100
#: Cells that become columns at once: enough to be fast, few enough to stay small in memory.
_BLOCK: Final = 400_000
#: Over three cells or over three lines it is no accident that every line looks like a row.
_TELLING: Final = 3


@dataclass(slots=True)
class _Gathered:
    """The records of a file so far: kept ones in blocks of columns, lost ones by number.

    `cells` holds the open block's rows one after the other: a million small lists would keep the
    garbage collector busy for longer than the reading takes.
    """

    header: list[str]
    number: int = 0
    blank: int = 0
    trailing: int = 0
    lost: dict[int, str] = field(default_factory=dict)
    blocks: list[pl.DataFrame] = field(default_factory=list)
    cells: list[str] = field(default_factory=list)

    def lose(self, reason: str) -> None:
        self.number += 1
        self.lost[self.number] = reason

    def close_block(self) -> None:
        width = len(self.header)
        columns = {column: self.cells[at::width] for at, column in enumerate(self.header)}
        self.blocks.append(pl.DataFrame(columns, schema=dict.fromkeys(self.header, pl.String)))
        self.cells = []


def read(content: bytes, *, name: str, encoding: str | None = None, tabs: bool = False) -> Table:
    r"""The table of a delimited text file; `tabs` says that the delimiter is the tab.

    A row with another number of cells than the heading is lost with a reason, unless the cells
    beyond the heading are all empty. Wholly blank rows are counted in a note, and are no rows.

    Raises:
        UnreadableInput: the file is empty or no text.
        InputError: two columns have one heading.

    >>> read(b'id;name\n1;Anna Probe\n2;"Ben\n3;Cleo\n', name="-").lost["reason"].to_list()
    ['cell 2 opens a quote that is not closed (line 3 of the file)']
    """
    decoded = decode(content, name=name, encoding=encoding)
    notes = [] if decoded.note is None else [decoded.note]
    text = decoded.text.removesuffix("\x1a")  # how DOS ends a text
    if "\0" in text:
        notes.append(f"{count(text.count(chr(0)), 'zero byte')} left out of the text")
        text = text.replace("\0", "")
    lines = _lines(text)
    start = _next_filled(lines, 0)
    stated = _SEP_LINE.match(lines[start]) if start < len(lines) else None
    if stated:
        start = _next_filled(lines, start + 1)
    if start == len(lines):
        raise UnreadableInput("the file is empty: it needs a heading row and records", file=name)
    delimiter = stated.group(1) if stated else _delimiter(lines[start:], tabs=tabs)
    gathered = _gather(lines, start, delimiter, name=name, decoded=decoded)
    if gathered.blank:
        notes.append(f"{count(gathered.blank, 'blank line')} skipped")
    if gathered.trailing:
        cells = count(gathered.trailing, "row")
        notes.append(f"{cells} with empty cells beyond the heading: those cells are left out")
    return table(filled(pl.concat(gathered.blocks)), gathered.lost, notes)


def _lines(text: str) -> list[str]:
    """The lines with their ends, which are LF, CRLF or CR only: a cell may hold any other."""
    content = io.BytesIO(text.encode("utf-8", errors="surrogatepass"))
    return list(io.TextIOWrapper(content, "utf-8", errors="surrogatepass", newline=""))


def _next_filled(lines: Sequence[str], at: int) -> int:
    return next((place for place in range(at, len(lines)) if lines[place].strip()), len(lines))


def _delimiter(lines: Sequence[str], *, tabs: bool) -> str:
    """The delimiter that splits most of the first records as it splits the heading."""
    best, best_score = _NO_DELIMITER, (0.0, 0)
    for candidate in ("\t",) if tabs and "\t" in lines[0] else _DELIMITERS:
        try:
            sample = [
                len(cells)
                for cells in islice(csv.reader(iter(lines), delimiter=candidate), _PROBE_RECORDS)
                if cells
            ]
        except csv.Error:
            sample = [len(cells) for cells in csv.reader(lines[:1], delimiter=candidate)]
        width = sample[0] if sample else 1
        score = (sum(size == width for size in sample) / max(1, len(sample)), width)
        if width > 1 and score > best_score:
            best, best_score = candidate, score
    return best


def _gather(
    lines: Sequence[str], start: int, delimiter: str, *, name: str, decoded: Decoded
) -> _Gathered:
    heading, start = _heading(lines, start, delimiter, name=name, decoded=decoded)
    gathered = _Gathered(headings(heading, name=name))
    width = len(gathered.header)
    records = _records(lines, start, delimiter, width, damaged=decoded.damaged)
    for cells in records:
        if isinstance(cells, str):
            gathered.lose(cells)
        elif not any(map(str.strip, cells)):
            gathered.blank += 1
        elif len(cells) == width:
            gathered.number += 1
            gathered.cells += cells
        elif len(cells) > width and not any(map(str.strip, cells[width:])):
            gathered.number += 1
            gathered.trailing += 1
            gathered.cells += cells[:width]
        else:
            gathered.lose(f"{count(len(cells), 'cell')} where the heading has {width:,}")
        if len(gathered.cells) >= _BLOCK:
            gathered.close_block()
    gathered.close_block()
    return gathered


def _heading(
    lines: Sequence[str], start: int, delimiter: str, *, name: str, decoded: Decoded
) -> tuple[list[str], int]:
    """The heading row, which may have line ends in quotes, and the line after it."""
    csv.field_size_limit(_LONGEST_CELL)  # a list reader may have moved it
    reader = csv.reader(lines[start:], delimiter=delimiter, strict=True, skipinitialspace=True)
    cells: list[str] | str
    try:
        cells, read = next(reader), reader.line_num
    except csv.Error:
        cells, read = _salvaged(lines[start], start, delimiter), 1
    if decoded.damaged and any(map(is_damaged, lines[start : start + read])):
        cells = _broken_bytes(start)
    if isinstance(cells, str):
        raise UnreadableInput(f"the heading row cannot be read: {cells}", file=name)
    return cells, start + read


def _records(
    lines: Sequence[str], start: int, delimiter: str, width: int, *, damaged: bool
) -> Iterator[list[str] | str]:
    """The cells of each record, or the reason why it is lost."""
    at = start
    while at < len(lines):
        remaining = map(lines.__getitem__, range(at, len(lines)))
        reader = csv.reader(remaining, delimiter=delimiter, strict=True, skipinitialspace=True)
        begun = at
        try:
            for cells in reader:
                ended = at + reader.line_num
                if ended - begun > 1 and _swallowed(lines[begun:ended], delimiter, width):
                    raise csv.Error  # noqa: TRY301  # the one way to lose a line is below
                if damaged and any(map(is_damaged, lines[begun:ended])):
                    yield _broken_bytes(begun)
                else:
                    yield cells
                begun = ended
        except csv.Error:
            broken = damaged and is_damaged(lines[begun])
            yield _broken_bytes(begun) if broken else _salvaged(lines[begun], begun, delimiter)
            at = begun + 1
        else:
            return


def _broken_bytes(at: int) -> str:
    return f"bytes that are not UTF-8 (line {at + 1:,} of the file)"


def _swallowed(lines: Sequence[str], delimiter: str, width: int) -> bool:
    """Whether a record over several lines is really several rows inside a stray pair of quotes."""
    if width < _TELLING and len(lines) < _TELLING:
        return False
    bare = csv.reader(lines, delimiter=delimiter, quoting=csv.QUOTE_NONE)
    return all(len(cells) == width for cells in bare)


def _salvaged(line: str, at: int, delimiter: str) -> list[str] | str:
    """The cells of a line with a sloppy but closed quote (`"Probe" Ltd`), else the reason."""
    where = f"(line {at + 1:,} of the file)"
    sentinel = "end\n"
    try:
        found = list(csv.reader([line, sentinel], delimiter=delimiter, skipinitialspace=True))
    except csv.Error:
        return f"a cell longer than {csv.field_size_limit():,} characters {where}"
    if len(found) == 2 and found[1] == ["end"]:  # noqa: PLR2004  # the line and the sentinel
        return found[0]
    cell = len(found[0])
    return f"cell {cell} opens a quote that is not closed {where}"

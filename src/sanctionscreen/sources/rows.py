"""Tables of lists: CSV and workbooks as rows whose cells are taken one by one, then closed."""

import csv
import io
import sys
import zipfile
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import BinaryIO, Final

import fastexcel

from sanctionscreen.errors import ParseError
from sanctionscreen.sources.reading import Report
from sanctionscreen.sources.record import Place, Placed

#: A workbook that unpacks to more than this is an attack, not a list.
_MAX_UNPACKED: Final = 1_000_000_000
#: fastexcel writes every date with a time; midnight means that there is none.
_MIDNIGHT: Final = " 00:00:00"
#: The longest cell that is read: a statement of reasons has some 30,000 characters.
_MAX_CELL: Final = 4_000_000
_SHOWN: Final = 5


class RowRecord(Placed):
    """One row whose cells are taken by their column; an empty cell is null."""

    __slots__ = ("_cells",)

    def __init__(self, cells: dict[str, str], place: Place) -> None:
        super().__init__(place)
        self._cells = cells

    def take(self, column: str) -> str | None:
        """The trimmed cell; null where it is empty or the table has no such column."""
        return self._cells.pop(column, "").strip() or None

    def need(self, column: str) -> str:
        """The trimmed cell.

        Raises:
            ParseError: it is empty, or the table has no such column.
        """
        text = self.take(column)
        if text is None:
            raise self.error(f"field {column}: missing")
        return text

    def many(self, column: str, *separators: str) -> list[str]:
        """The values of a cell that holds several; none where it is empty.

        >>> row = RowRecord({"a": "x; y|z"}, Place(Report("test")))
        >>> row.many("a", ";", "|")
        ['x', 'y', 'z']
        """
        text = self._cells.pop(column, "")
        for separator in separators[1:]:
            text = text.replace(separator, separators[0])
        pieces = text.split(separators[0]) if separators else [text]
        return [piece.strip() for piece in pieces if piece.strip()]

    def columns(self, prefix: str = "") -> tuple[str, ...]:
        """The columns with that prefix that nobody took yet."""
        return tuple(column for column in self._cells if column.startswith(prefix))

    def close(self) -> None:
        """Leaves what nobody took to the report: the columns with a cell that is not blank."""
        for column, cell in self._cells.items():
            if cell.strip():
                self.leave(column)


def csv_rows(
    stream: BinaryIO,
    report: Report,
    *,
    columns: Sequence[str],
    delimiter: str = ",",
    preamble: Callable[[Sequence[str]], bool] | None = None,
) -> Iterator[RowRecord]:
    """The rows under the heading, each by its columns; read as a stream, UTF-8 with or without BOM.

    `columns` are those that must be there. `preamble` is shown every line above the heading and
    says whether it is one.

    Raises:
        ParseError: not UTF-8, cut off, or a column is missing or stands twice.
    """
    csv.field_size_limit(min(_MAX_CELL, sys.maxsize))
    text = io.TextIOWrapper(stream, encoding="utf-8-sig", newline="")
    lines = _Lines(text)
    reader = csv.reader(lines, delimiter=delimiter, strict=True)
    numbered = ((f"line {reader.line_num}", cells) for cells in reader if cells)
    try:
        heading = next(reader, [])
        while preamble is not None and preamble(heading):
            heading = next(reader, [])
        yield from _rows(_checked(heading, columns, report), numbered, report)
        if not lines.ended:
            where = f"line {reader.line_num}"
            report.problem(where, "end", "no line end behind the last line: perhaps cut off in it")
    except (csv.Error, UnicodeDecodeError) as error:
        where = f"line {reader.line_num}"
        reason = f"not well-formed, probably cut off: {error}"
        raise ParseError(reason, source=report.list_id, record=where) from error
    finally:
        if not stream.closed:  # else the rows were left in the middle, and the file with them
            text.detach()


class _Lines:
    """The lines of a text, which remembers whether the last one had an end."""

    def __init__(self, text: Iterable[str]) -> None:
        self._text = text
        self.ended = True

    def __iter__(self) -> Iterator[str]:
        """Each line with its end."""
        for line in self._text:
            self.ended = line.endswith(("\n", "\r"))
            yield line


def xlsx_rows(
    stream: BinaryIO, report: Report, *, columns: Sequence[str], sheet: str | None = None
) -> Iterator[RowRecord]:
    """The rows of a workbook's first (or named) sheet, every cell as text, dates in ISO form.

    Raises:
        ParseError: no workbook, damaged, too large when unpacked, or a column is missing.
    """
    content = stream.read()
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            unpacked = sum(member.file_size for member in packed.infolist())
        if unpacked > _MAX_UNPACKED:
            raise ParseError(f"unpacks to {unpacked:,} bytes", source=report.list_id)
        workbook = fastexcel.read_excel(content)
        loaded = workbook.load_sheet(
            0 if sheet is None else sheet, header_row=None, dtypes="string"
        )
        table = loaded.to_polars().rows()
    except (zipfile.BadZipFile, fastexcel.FastExcelError, OSError, ValueError) as error:
        raise ParseError(f"the workbook cannot be read: {error}", source=report.list_id) from error
    texts = ([_plain(cell) for cell in row] for row in table)
    numbered = ((f"row {number}", row) for number, row in enumerate(texts, 1) if any(row))
    _, heading = next(numbered, ("", []))
    yield from _rows(_checked(heading, columns, report), numbered, report)


def _plain(cell: str | None) -> str:
    """A cell as text; `_x000D_` is how a workbook writes a carriage return."""
    return (cell or "").removesuffix(_MIDNIGHT).replace("_x000D_", "").replace("\r", "")


def _checked(heading: Sequence[str], columns: Sequence[str], report: Report) -> list[str]:
    names = [" ".join(name.split()) for name in heading]
    missing = [column for column in columns if column not in names]
    if missing:
        shown = ", ".join(names[:_SHOWN]) or "nothing"
        reason = f"no column {', '.join(missing)}; the table begins with {shown}"
        raise ParseError(reason, source=report.list_id)
    twice = {name for name in names if name and names.count(name) > 1}
    if twice:
        raise ParseError(f"two columns {', '.join(sorted(twice))}", source=report.list_id)
    return names


def _rows(
    names: Sequence[str], numbered: Iterable[tuple[str, list[str]]], report: Report
) -> Iterator[RowRecord]:
    for where, cells in numbered:
        if len(cells) != len(names):
            reason = f"{len(cells)} cells under {len(names)} columns, probably cut off"
            raise ParseError(reason, source=report.list_id, record=where)
        yield RowRecord(dict(zip(names, cells, strict=True)), Place(report, where))

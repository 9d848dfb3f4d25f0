"""An Excel workbook → a table of texts, as Excel shows them: ISO dates, 7 for 7.0."""

import io
import re
import zipfile
from typing import Final

import fastexcel
import polars as pl

from sanctionscreen.errors import InputError, UnreadableInput
from sanctionscreen.intake.records import Table, count, filled, headings, table

#: fastexcel writes every date with a time; midnight means that there is none.
_MIDNIGHT: Final = r"^(\d{4}-\d{2}-\d{2}) 00:00:00$"
_UNNAMED: Final = re.compile(r"column \d+$")


def read(content: bytes, *, name: str, max_bytes: int, sheet: str | None = None) -> Table:
    """The table of one sheet, the first unless `sheet` names another; the first row is the heading.

    Every cell is read as text: typed by Excel, `0012` would be 12 and `n/a` in a column of numbers
    nothing.

    Raises:
        UnreadableInput: no workbook, damaged, over the limit when unpacked, or an empty sheet.
        InputError: there is no such sheet, or two columns have one heading.
    """
    _within(content, name, max_bytes)
    try:
        workbook = fastexcel.read_excel(content)
        chosen = _sheet_name(workbook.sheet_names, sheet, name)
        loaded = workbook.load_sheet(chosen, header_row=None, dtypes="string")
        cells = loaded.to_polars()
    except fastexcel.FastExcelError:
        raise UnreadableInput(
            "the workbook cannot be read: save it again in Excel as .xlsx", file=name
        ) from None
    notes = []
    if len(workbook.sheet_names) > 1 and sheet is None:
        notes.append(f"only the first of {len(workbook.sheet_names)} sheets was read")
    frame, blank = _records(cells, name)
    if blank:
        notes.append(f"{count(blank, 'blank line')} skipped")
    return table(frame, notes=notes)


def _within(content: bytes, name: str, max_bytes: int) -> None:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            unpacked = sum(member.file_size for member in packed.infolist())
    except (zipfile.BadZipFile, NotImplementedError, OSError, ValueError):
        raise UnreadableInput(
            "the workbook is damaged or cut off: copy it again", file=name
        ) from None
    if unpacked > max_bytes:
        raise UnreadableInput(
            f"the workbook holds more than {max_bytes:,} bytes: save the sheet as CSV", file=name
        )


def _sheet_name(sheets: list[str], wanted: str | None, name: str) -> str:
    if wanted is not None and wanted not in sheets:
        raise InputError(
            f"there is no sheet {wanted!r}: the workbook has {', '.join(map(repr, sheets))}",
            file=name,
        )
    if not sheets:
        raise UnreadableInput("the workbook has no sheet", file=name)
    return wanted if wanted is not None else sheets[0]


def _records(cells: pl.DataFrame, name: str) -> tuple[pl.DataFrame, int]:
    texts = filled(cells.with_columns(pl.all().str.replace(_MIDNIGHT, "$1")))
    present = pl.any_horizontal(pl.all().is_not_null())
    heading_at = texts.select(present.arg_true().first()).item() if texts.width else None
    if heading_at is None:
        raise UnreadableInput("the sheet is empty: it needs a heading row and records", file=name)
    header = headings(texts.row(heading_at), name=name)
    below = texts.slice(heading_at + 1).rename(dict(zip(texts.columns, header, strict=True)))
    frame = below.filter(present)
    empty = [c for c in header if _UNNAMED.match(c) and frame[c].null_count() == frame.height]
    return frame.drop(empty), below.height - frame.height

"""A file or stream of the user → a table, by what it is called and what it holds."""

import io
from pathlib import Path, PurePath
from typing import BinaryIO, Final

import polars as pl

from sanctionscreen.errors import InputError, UnreadableInput
from sanctionscreen.intake import delimited, documents, workbook
from sanctionscreen.intake.files import MAX_BYTES, PACKED_SUFFIXES, read_bytes
from sanctionscreen.intake.records import Table, table

__all__ = ["FORMATS", "Table", "read_table"]

#: The formats that a user can name.
FORMATS: Final = ("csv", "tsv", "parquet", "jsonl", "json", "xlsx")
_BY_SUFFIX: Final = {
    ".csv": "csv",
    ".tsv": "tsv",
    ".tab": "tsv",
    ".parquet": "parquet",
    ".pq": "parquet",
    ".jsonl": "jsonl",
    ".ndjson": "jsonl",
    ".json": "json",
    ".xlsx": "xlsx",
    ".xlsm": "xlsx",
}
_SIGNS: Final = (
    (b"PAR1", "parquet", "a Parquet file"),
    (b"PK\x03\x04", "xlsx", "an Excel workbook or a zip"),
    (b"\xd0\xcf\x11\xe0", "", "an old or locked Office file: save it as .xlsx without a password"),
    (b"%PDF", "", "a PDF document: give the table itself, as CSV or XLSX"),
    (b"\x89PNG", "", "a picture: give the table itself, as CSV or XLSX"),
    (b"\xff\xd8\xff", "", "a picture: give the table itself, as CSV or XLSX"),
    (b"<?xml", "", "an XML document: save the table as CSV or XLSX"),
    (b"<!DOCTYPE", "", "a web page: save the table as CSV or XLSX"),
    (b"<html", "", "a web page: save the table as CSV or XLSX"),
)
_TEXT: Final = frozenset({"csv", "tsv", "json", "jsonl"})
_HEAD: Final = 512


def read_table(
    source: Path | BinaryIO,
    *,
    name: str,
    format: str | None = None,  # noqa: A002  # the word of the command line
    encoding: str | None = None,
    sheet: str | None = None,
    max_bytes: int = MAX_BYTES,
) -> Table:
    r"""The records of a CSV, TSV, Parquet, JSON lines, JSON or XLSX file; lost ones with a reason.

    The format is that of `name`'s ending, also before .gz, .bz2, .xz or .zst; without one (as for
    stdin) it is seen from the content. Text formats and XLSX give texts, null where a cell is
    empty; Parquet keeps its types. Records count from 1, without the heading and blank lines.

    Raises:
        UnreadableInput: the file is empty, too large, damaged, or not of the format.
        InputError: it cannot be opened, an option is unknown, or two columns have one heading.

    >>> read_table(io.BytesIO(b"name;dob\nAnna Probe;1962\n"), name="-").frame.columns
    ['name', 'dob']
    """
    if format is not None and format not in FORMATS:
        raise InputError(f"there is no format {format!r}: use {', '.join(FORMATS)}", file=name)
    content = read_bytes(source, name=name, max_bytes=max_bytes)
    if not content.strip():
        raise UnreadableInput("the file is empty: it needs a heading row and records", file=name)
    chosen = _format(content, name, format)
    if chosen == "parquet":
        return _parquet(content, name)
    if chosen == "xlsx":
        return workbook.read(content, name=name, max_bytes=max_bytes, sheet=sheet)
    if chosen in {"json", "jsonl"}:
        return documents.read(content, name=name, encoding=encoding)
    return delimited.read(content, name=name, encoding=encoding, tabs=chosen == "tsv")


def _format(content: bytes, name: str, stated: str | None) -> str:
    found, description = _sign(content)
    claimed = stated or _claimed(name)
    if not found and description:
        raise UnreadableInput(f"this is {description}", file=name)
    if claimed is None:
        return found or _text_format(content)
    if claimed in _TEXT and found:
        raise UnreadableInput(
            f"this is {description}, not {claimed}: rename it or say that the format is {found}",
            file=name,
        )
    if claimed not in _TEXT and found != claimed:
        raise UnreadableInput(
            f"this is no {claimed} file: rename it or say which format it has", file=name
        )
    if claimed in {"csv", "tsv"} and _is_document(content):
        raise UnreadableInput(
            f"this is JSON, not {claimed}: rename it or say that the format is jsonl", file=name
        )
    return claimed


def _claimed(name: str) -> str | None:
    path = PurePath(name)
    if path.suffix.lower() in PACKED_SUFFIXES:
        path = path.with_suffix("")
    return _BY_SUFFIX.get(path.suffix.lower())


def _sign(content: bytes) -> tuple[str, str]:
    head = content[:_HEAD].lstrip(b"\xef\xbb\xbf \t\r\n")
    for sign, found, description in _SIGNS:
        if head[: len(sign)].lower() == sign.lower():
            return found, description
    return "", ""


def _text_format(content: bytes) -> str:
    head = content[:_HEAD].lstrip(b"\xef\xbb\xbf \t\r\n")
    return "jsonl" if head[:1] in {b"{", b"["} else "csv"


def _is_document(content: bytes) -> bool:
    head = content[:_HEAD].lstrip(b"\xef\xbb\xbf \t\r\n")
    return head[:1] in {b"{", b"["} and head[1:].lstrip()[:1] in {b'"', b"{", b"}"}


def _parquet(content: bytes, name: str) -> Table:
    try:
        return table(pl.read_parquet(io.BytesIO(content)))
    except (pl.exceptions.PolarsError, pl.exceptions.PanicException):
        raise UnreadableInput(
            "the Parquet file is damaged or cut off: write or copy it again", file=name
        ) from None

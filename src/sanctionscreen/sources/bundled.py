"""The embedded excerpt in `lists/bundled/`: one fact a row, each with its own source → entities.

Curated by hand, so the reader forgives nothing: whatever it does not understand is an error with
file, row and field, never a problem to be counted. `lists/bundled/README.md` describes the rows.
"""

import csv
import io
from collections.abc import Iterator
from datetime import date
from hashlib import sha256
from typing import Final

from sanctionscreen.errors import ParseError
from sanctionscreen.model import Entity
from sanctionscreen.sources.bundled_facts import FACTS, Draft
from sanctionscreen.sources.bundled_row import COLUMNS, Row
from sanctionscreen.sources.reading import Files, Report

VERSION: Final = 1

_HEADER: Final = ",".join(COLUMNS).encode()
_UID_DIGITS: Final = 12


def recognises(name: str, head: bytes) -> bool:
    """Whether the file is a CSV that begins with the header of the bundled lists.

    >>> recognises("x.csv", b"uid,fact,value,kind,country,date,other,source")
    True
    """
    return name.endswith(".csv") and head.startswith(_HEADER)


def derived_uid(regime: str, primary_name: str, listed_on: date | None) -> str:
    """The uid of a party whose list gives it none: a hash of regime, name and first listing.

    Upper and lower case and runs of spaces make no difference; the empty text stands for a date
    that is not known. Source: docs/design.md, "Store on disk".

    >>> derived_uid("311", "Huione  GROUP", date(2025, 10, 16))
    'h-c64e6de77102'
    """
    name = " ".join(primary_name.casefold().split())
    day = "" if listed_on is None else listed_on.isoformat()
    return f"h-{sha256(f'{regime}|{name}|{day}'.encode()).hexdigest()[:_UID_DIGITS]}"


def read(files: Files, report: Report) -> Iterator[Entity]:
    """The parties of the bundled lists, in the order of their rows; a file is a list.

    All or nothing: every row of every file is checked before the first party comes out.

    Raises:
        ParseError: a row is not understood, has no source, or refers to a party that is not
            there; or the only file is of another list than the report.
    """
    lists = [_List(name, stream.read()) for name, stream in files.items()]
    if len(lists) == 1 and lists[0].list_id != report.list_id:
        reason = f"is list {lists[0].list_id}, not {report.list_id}"
        raise ParseError(reason, source=lists[0].file)
    report.published_on = max((one.as_of for one in lists), default=None)
    report.published_count = sum(len(one.drafts) for one in lists)
    known = {one.list_id: one.drafts for one in lists}
    yield from [
        draft.complete(one.list_id, known) for one in lists for draft in one.drafts.values()
    ]


class _List:
    """One file: its list, its date and its parties by uid."""

    def __init__(self, file: str, data: bytes) -> None:
        self.file = file
        self.drafts: dict[str, Draft] = {}
        rows = _rows(file, data)
        head = next(rows, None)
        if head is None:
            raise ParseError("no rows", source=file)
        self.list_id, self.as_of = _read_head(head)
        current: Draft | None = None
        for row in rows:
            current = self._draft_of(row, current)
            fact = row.need("fact")
            if fact not in FACTS:
                raise row.wrong("fact", f"unknown fact {fact!r}")
            FACTS[fact](row, current)
            row.close()

    def _draft_of(self, row: Row, current: Draft | None) -> Draft:
        uid = row.need("uid")
        if current is not None and current.uid == uid:
            return current
        if uid in self.drafts:
            raise row.wrong("uid", f"{uid} has rows further up: the rows of a party stand together")
        self.drafts[uid] = draft = Draft(row, uid)
        return draft


def _rows(file: str, data: bytes) -> Iterator[Row]:
    """The rows below the header, with the number of their line in the file."""
    try:
        lines = csv.reader(io.StringIO(data.decode(), newline=""), strict=True)
        header = next(lines, [])
        if tuple(header) != COLUMNS:
            odd = sorted(set(header) ^ set(COLUMNS)) or header
            raise ParseError(
                f"field {odd[0] if odd else '-'}: the columns must be {', '.join(COLUMNS)}",
                source=file,
                record="1",
            )
        seen: set[tuple[str, ...]] = set()
        for cells in lines:
            row = Row(file, lines.line_num, cells)
            if tuple(cells) in seen:
                raise row.wrong("fact", "the same row stands further up")
            seen.add(tuple(cells))
            yield row
    except UnicodeDecodeError as error:
        raise ParseError(f"not UTF-8: {error.reason}", source=file) from error
    except csv.Error as error:
        raise ParseError(f"not CSV: {error}", source=file) from error


def _read_head(row: Row) -> tuple[str, date]:
    """List id and date of the newest official record, from the row that opens a file."""
    if row.need("fact") != "list":
        raise row.wrong("fact", "the first row must be the list itself")
    if row.take("kind") != "excerpt":
        raise row.wrong("kind", "a bundled list is an excerpt")
    list_id, as_of = row.need("value"), row.day("date", row.need("date"))
    row.day("compiled_on", row.note("compiled_on") or "")
    row.close()
    return list_id, as_of

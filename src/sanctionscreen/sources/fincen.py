"""FinCEN's special measures (sections 311 and 9714) → entities: its table, and a table of details.

The official page is an HTML table: name, finding, proposed rule, final rule, rescinded. A rescinded
measure is no party. The names of branches and subsidiaries stand in the rules themselves; who
transcribes them keeps a CSV (`Measure, Relationship, Type, Name …`), of which those under the
measure are read: the institution itself, the ones that a rule aims at or names as included.

Source: FinCEN, "311 and 9714 Special Measures"
(https://www.fincen.gov/resources/statutes-and-regulations/311-and-9714-special-measures).
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from html.parser import HTMLParser
from typing import Final

from sanctionscreen.errors import ParseError
from sanctionscreen.model import (
    Designation,
    Effect,
    Entity,
    EntityType,
    ListingEvent,
    Name,
    NameKind,
    unique,
)
from sanctionscreen.sources.bundled import derived_uid
from sanctionscreen.sources.parts import script_of
from sanctionscreen.sources.reading import Files, Report, only_stream
from sanctionscreen.sources.record import Place
from sanctionscreen.sources.rows import RowRecord

REGIME: Final = "311"
_FOOTNOTE: Final = re.compile(r"[*†‡]+")
#: "Infobank (Includes Belmetalnergo); renamed Trustbank": one institution, three names.
_EXTRA: Final = re.compile(
    r"\s*\((?:Includes |including )?(?P<included>[^()]+)\)|[;,]?\s*renamed (?P<renamed>[^()]+)$",
    re.IGNORECASE,
)
_NONE: Final = frozenset({"", "-", "--", "---", "n/a"})
_DAY: Final = re.compile(r"\d{1,2}/\d{1,2}/\d{2,4}|[A-Z][a-z]+ \d{1,2}, \d{4}")
_STEPS: Final = ("finding", "proposed", "final")


def plain_name(text: str) -> str:
    """The name without footnote marks, with single spaces."""
    return " ".join(_FOOTNOTE.sub("", text).split())


def names_of(text: str) -> Iterator[Name]:
    """The name without its footnote marks, then the names that stand in brackets behind it.

    >>> [name.full for name in names_of("Infobank (Includes Belmetalnergo); renamed Trustbank ***")]
    ['Infobank', 'Belmetalnergo', 'Trustbank']
    """
    plain = plain_name(text)
    extras = [one for found in _EXTRA.finditer(plain) for one in found.groups() if one]
    first = _EXTRA.sub("", plain).strip(" ;,") or plain
    yield Name(full=first, kind=NameKind.PRIMARY, script=script_of(first))
    for extra in extras:
        yield Name(full=extra.strip(), kind=NameKind.ALIAS, script=script_of(extra))


# --- The official page ------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class FincenPage:
    """The reader of the page of special measures."""

    VERSION: int = 1

    def recognises(self, name: str, head: bytes) -> bool:
        """Whether the file is an HTML page; its table is looked for when it is read.

        >>> FincenPage().recognises("311.html", b"<!DOCTYPE html><html>")
        True
        """
        return name.endswith((".html", ".htm")) or b"<html" in head.lower()

    def read(self, files: Files, report: Report) -> Iterator[Entity]:
        """The institutions under a measure or a proposed one, in the order of the table.

        Raises:
            ParseError: not UTF-8, or without the table of special measures.
        """
        parser = _Table()
        try:
            parser.feed(only_stream(files, report).read().decode("utf-8"))
        except UnicodeDecodeError as error:
            raise ParseError(f"the page is not UTF-8: {error}", source=report.list_id) from error
        parser.close()
        if not parser.rows or not parser.ended:
            reason = "no table `special-measures-table`, or it is cut off"
            raise ParseError(reason, source=report.list_id)
        heading, *rows = parser.rows
        columns = [_step(cell) for cell in heading]
        for number, cells in enumerate(rows, 1):
            place = Place(report, f"row {number}")
            if len(cells) == 1:  # a footnote under the table
                continue
            if len(cells) != len(columns):
                raise ParseError(
                    f"{len(cells)} cells under {len(columns)} columns",
                    source=report.list_id,
                    record=place.record_id,
                )
            row = RowRecord(dict(zip(columns, cells, strict=True)), place)
            entity = _from_page(row)
            if entity is not None:
                yield entity


def _step(heading: str) -> str:
    """The column by its heading; the first one has none."""
    lower = heading.lower()
    words = ("finding", "proposed", "final", "rescinded")
    return next((word for word in words if word in lower), "name" if not lower.strip() else lower)


def _from_page(row: RowRecord) -> Entity | None:
    written = row.need("name")
    row.place.record_id = plain_name(written)
    rescinded = (row.take("rescinded") or "").lower()
    days = {step: _day(row.take(step), row, step) for step in _STEPS}
    row.close()
    if rescinded not in _NONE:
        return None
    names = unique(names_of(written))
    events = tuple(
        ListingEvent(on=day, legal_basis=f"31 U.S.C. 5318A, {step}")
        for step, day in days.items()
        if day is not None
    )
    listed_on = days["final"] or days["finding"] or days["proposed"]
    proposed = "" if days["final"] else " (proposed)"
    return Entity(
        list_id=row.report.list_id,
        uid=derived_uid(REGIME, names[0].full, listed_on),
        entity_type=EntityType.ORGANISATION,
        names=names,
        designations=(
            Designation(
                programme=f"{REGIME}{proposed}",
                authority="FinCEN",
                effect=Effect.SPECIAL_MEASURE,
                list_name="311 and 9714 Special Measures",
                events=events,
                listed_on=listed_on,
            ),
        ),
    )


def _day(text: str | None, row: RowRecord, step: str) -> date | None:
    """The first day in a cell, month first as Americans write; `---` is none."""
    if (text or "").strip().lower() in _NONE:
        return None
    found = _DAY.search(text or "")
    for form in ("%m/%d/%Y", "%m/%d/%y", "%B %d, %Y"):
        try:
            return datetime.strptime(found[0] if found else "", form).date()  # noqa: DTZ007
        except ValueError:
            continue
    row.problem(step, f"not a date: {text!r}")
    return None


class _Table(HTMLParser):
    """The texts of the cells of the table of special measures; nothing else of the page."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.rows: list[list[str]] = []
        self.ended = False
        self._inside = False
        self._cell = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Follows tables, rows and cells."""
        if tag == "table" and dict(attrs).get("id") == "special-measures-table":
            self._inside = True
        elif self._inside and tag == "tr":
            self.rows.append([])
        elif self._inside and tag in {"td", "th"} and self.rows:
            self.rows[-1].append("")
            self._cell = True
        elif self._cell and tag == "br":
            self.rows[-1][-1] += " "

    def handle_endtag(self, tag: str) -> None:
        """Leaves cells and the table."""
        if tag in {"td", "th"}:
            self._cell = False
        elif tag == "table" and self._inside:
            self._inside = self._cell = False
            self.ended = True
            self.rows = [row for row in self.rows if row]

    def handle_data(self, data: str) -> None:
        """Adds text to the open cell."""
        if self._cell:
            self.rows[-1][-1] += data


PAGE: Final = FincenPage()

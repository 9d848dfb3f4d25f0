"""Australia's consolidated list (DFAT, a workbook) → entities.

A row a name: `8438` is the primary name, `8438a` an alias of the same party. Cells repeat in the
rows of a party, and some differ; every value that any row states is kept. Dates of birth are text,
numbers or dates; several stand in one cell, with commas or as `a) … b) …`.

Source: Department of Foreign Affairs and Trade, "Consolidated List"
(https://www.dfat.gov.au/international-relations/security/sanctions/consolidated-list).
"""

import re
from collections.abc import Iterator
from datetime import date
from typing import Final

from sanctionscreen.errors import ParseError
from sanctionscreen.identifiers.kinds import kind_of
from sanctionscreen.model import (
    CountryRole,
    DateRange,
    Designation,
    Detail,
    Effect,
    Entity,
    EntityType,
    Identifier,
    ListingEvent,
    Name,
    NameKind,
    unique,
)
from sanctionscreen.sources.dates import whole
from sanctionscreen.sources.parts import (
    Gathered,
    Nobody,
    address,
    country,
    lettered,
    maybe_date,
    script_of,
    stated,
    tie,
)
from sanctionscreen.sources.reading import Files, Report, only_stream
from sanctionscreen.sources.rows import RowRecord, xlsx_rows

VERSION: Final = 1

_REFERENCE: Final = re.compile(r"(\d+)\s*[a-z]*", re.IGNORECASE)
_TYPES: Final = {
    "individual": EntityType.PERSON,
    "entity": EntityType.ORGANISATION,
    "vessel": EntityType.VESSEL,
}
_NAME_TYPES: Final = {
    "primary name": NameKind.PRIMARY,
    "original script": NameKind.ALIAS,
    "alias": NameKind.ALIAS,
    "formerly known as": NameKind.FORMER,
}
_STRENGTHS: Final = frozenset({None, "strong", "weak"})
#: The columns that say what is forbidden, the strongest first.
_MEASURES: Final = {
    "Targeted Financial Sanction": Effect.BLOCKING,
    "Travel Ban": Effect.TRAVEL,
    "Arms Embargo": Effect.EXPORT,
    "Maritime Restriction": Effect.OTHER,
}
_COLUMNS: Final = ("Reference", "Name of Individual or Entity", "Type", "Name Type")


def recognises(name: str, head: bytes) -> bool:
    r"""Whether the file is a workbook; its heading is compressed and is looked at when it is read.

    >>> recognises("Australian_Sanctions_Consolidated_List.xlsx", b"PK\x03\x04")
    True
    """
    return head.startswith(b"PK\x03\x04") and not name.endswith(".zip")


def read(files: Files, report: Report) -> Iterator[Entity]:
    """The parties in the order of their first row; the newest control date is the list's date.

    Raises:
        ParseError: no workbook, damaged, or a column is missing.
    """
    drafts: dict[str, _Draft] = {}
    for row in xlsx_rows(only_stream(files, report), report, columns=_COLUMNS):
        reference = row.need("Reference")
        found = _REFERENCE.fullmatch(reference)
        if found is None:
            raise row.error(f"field Reference: {reference!r} is no reference")
        row.place.record_id = reference
        drafts.setdefault(found[1], _Draft(found[1], report)).add(row)
        row.close()
    if not drafts:
        raise ParseError("no party in it", source=report.list_id)
    for uid in tuple(drafts):
        yield drafts.pop(uid).complete()


class _Draft:
    """A party while its rows are read."""

    def __init__(self, uid: str, report: Report) -> None:
        self._uid = uid
        self._report = report
        self._type: EntityType | None = None
        self._parts = Gathered()
        self._programmes: dict[tuple[str, Effect, tuple[str, ...]], dict[ListingEvent, None]] = {}

    def add(self, row: RowRecord) -> None:
        """Takes every cell of a row."""
        self._add_type(row)
        self._add_name(row)
        self._parts.add("births", *_births(row))
        for place in lettered(_plain(row, "Place of Birth")):
            self._parts.add("birth_places", place)
        for land in row.many("Citizenship", ";"):
            self._parts.add("countries", *tie(CountryRole.CITIZENSHIP, land, row))
        for text in lettered(_plain(row, "Address")):
            land = text.rpartition(",")[2].strip()  # the last words need be no country
            self._parts.add("addresses", *address(row, lines=(text,), code=country(land, Nobody())))
        self._add_number(row)
        if text := _plain(row, "Additional Information"):
            self._parts.add("remarks", text)
        self._add_designation(row)

    def _add_type(self, row: RowRecord) -> None:
        word = row.need("Type")
        found = _TYPES.get(word.lower())
        if found is None:
            row.problem("Type", f"unknown type of party {word!r}")
        if self._type is not None and found is not self._type:
            row.problem("Type", f"{word} and {self._type} under one reference")
        self._type = self._type or found

    def _add_name(self, row: RowRecord) -> None:
        word, strength = row.need("Name Type"), row.take("Alias Strength")
        full = stated(row.need("Name of Individual or Entity"))
        if full is None:
            raise row.error("a party without a name")
        kind = _NAME_TYPES.get(word.lower())
        if kind is None:
            row.problem("Name Type", f"unknown type of name {word!r}, read as an alias")
        if (None if strength is None else strength.lower()) not in _STRENGTHS:
            row.problem("Alias Strength", f"unknown strength {strength!r}, read as strong")
        if (strength or "").lower() == "weak":
            kind = NameKind.WEAK_ALIAS
        self._parts.add(
            "names",
            Name(
                full=full,
                kind=kind or NameKind.ALIAS,
                strength=strength,
                published_as=word,
                script=script_of(full),
            ),
        )

    def _add_number(self, row: RowRecord) -> None:
        number, label = row.take("IMO Number"), "IMO number"
        if number is not None:
            document = Identifier(kind=kind_of(label), published_as=label, number=number)
            self._parts.add("identifiers", document)

    def _add_designation(self, row: RowRecord) -> None:
        measures = tuple(name for name in _MEASURES if (row.take(name) or "").lower() == "true")
        effects = [_MEASURES[name] for name in measures]
        programme = stated(row.take("Committees")) or "unknown programme"
        listing, basis = (
            _plain(row, "Listing Information"),
            _plain(row, "Instrument of Designation"),
        )
        event = ListingEvent(on=_first_day(listing), legal_basis=basis or None)
        key = (programme, effects[0] if effects else Effect.OTHER, measures)
        self._programmes.setdefault(key, {})[event] = None
        if listing and maybe_date(listing) is None:
            self._parts.add("details", Detail(kind="listing information", text=listing))
        control = maybe_date(row.take("Control Date"))
        if control is not None:
            newest = self._report.published_on
            self._report.published_on = max(newest or control.start, control.start)

    def complete(self) -> Entity:
        """The party with what all of its rows state."""
        names = unique(one for one in self._parts.of("names") if isinstance(one, Name))
        return Entity.model_validate(
            {
                **self._parts.fields(),
                "list_id": self._report.list_id,
                "uid": self._uid,
                "entity_type": self._type or EntityType.UNKNOWN,
                "names": sorted(names, key=lambda name: name.kind is not NameKind.PRIMARY),
                "designations": tuple(map(self._designation, self._programmes)),
                "remarks": "\n".join(map(str, self._parts.of("remarks"))) or None,
            }
        )

    def _designation(self, key: tuple[str, Effect, tuple[str, ...]]) -> Designation:
        programme, effect, measures = key
        events = tuple(self._programmes[key])
        days = [event.on for event in events if event.on is not None]
        return Designation(
            programme=programme,
            authority="DFAT (Australia)",
            effect=effect,
            list_name="Consolidated List",
            measures=measures,
            events=events,
            listed_on=min(days, default=None),
        )


def _plain(row: RowRecord, column: str) -> str:
    return " ".join((row.take(column) or "").split())


_WRITTEN_DAY: Final = re.compile(
    r"\b\d{1,2}(?:st|nd|rd|th)?\.? "
    r"(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]*\.? \d{4}"
)


def _first_day(text: str) -> date | None:
    """The first day that a text names: `Listed on 25 Jan. 2001 (amended on …)`."""
    found = maybe_date(text)
    if found is None and (written := _WRITTEN_DAY.search(text)):
        found = maybe_date(written[0].replace(".", ""))
    return None if found is None else found.start


_DAY: Final = re.compile(r"\d{4}-\d{2}-\d{2}|\d{1,2}/\d{1,2}/\d{4}|\d{1,2}/\d{4}|\d{4}")
_SEPARATORS: Final = re.compile(r"[,;\n]|(?<=\d{4}) (?=\d)|(?<=\d{4})\.(?=\d)")


_MONTH: Final = re.compile(r"(0?[1-9]|1[0-2])/((?:19|20)\d{2})")


def _month(text: str) -> DateRange | None:
    """The month of `08/1961`; null for any other text."""
    found = _MONTH.fullmatch(text)
    return None if found is None else whole(int(found[2]), int(found[1]))


def _births(row: RowRecord) -> Iterator[DateRange]:
    """The alternatives of one cell; what is no date is reported, the dates in it are kept."""
    text = (row.take("Date of Birth") or "").replace("\xa0", " ").replace("Approximately:", "")
    for item in lettered(text):
        for piece in _SEPARATORS.split(item):
            plain = piece.strip(" ,.")
            if not plain:
                continue
            found = _month(plain) or maybe_date(plain)
            if found is not None:
                yield found
                continue
            row.problem("Date of Birth", f"not a date: {plain!r}; the dates in it are kept")
            inside = (maybe_date(one) for one in _DAY.findall(plain))
            yield from (one for one in inside if one is not None)

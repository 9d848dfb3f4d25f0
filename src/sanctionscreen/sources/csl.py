"""The Consolidated Screening List of the United States (CSV, JSON) → entities.

It joins lists of the Departments of Commerce, State and the Treasury. The Treasury's part is
OFAC's, which `us_ofac_sdn` and `us_ofac_cons` read from the source: those records are left out.

Source: International Trade Administration, "Consolidated Screening List"
(https://www.trade.gov/consolidated-screening-list).
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from sanctionscreen.errors import ParseError
from sanctionscreen.identifiers.kinds import kind_of
from sanctionscreen.model import (
    Address,
    CountryRole,
    CountryTie,
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
from sanctionscreen.sources.bundled import derived_uid
from sanctionscreen.sources.csl_json import UNIT, json_rows
from sanctionscreen.sources.parts import Nobody, address, country, date_range, maybe_date, tie
from sanctionscreen.sources.reading import Files, Report, only_stream
from sanctionscreen.sources.rows import RowRecord, csv_rows

_OFAC: Final = "Treasury Department"
_TYPES: Final = {
    "individual": EntityType.PERSON,
    "entity": EntityType.ORGANISATION,
    "vessel": EntityType.VESSEL,
    "aircraft": EntityType.AIRCRAFT,
}
#: What each list forbids. Source: https://www.trade.gov/consolidated-screening-list
_EFFECTS: Final = (
    ("Bureau of Industry and Security", Effect.EXPORT),
    ("ITAR Debarred", Effect.EXPORT),
    ("Nonproliferation Sanctions", Effect.EXPORT),
)
#: Stands behind names of the State Department, and is no part of them.
_SUCCESSORS: Final = re.compile(r"[;,]?\s*and any successor, sub-unit, or subsidiary thereof\.?$")
_SEPARATOR: Final = "; "
_ALPHA_2: Final = re.compile(r"[A-Z]{2}")
_LABELS: Final = re.compile(r"^(?:a\.?k\.?a\.?|f\.?k\.?a\.?|and)[:\s]\s*", re.IGNORECASE)
_TEXTS: Final = (
    "title",
    "vessel_type",
    "gross_tonnage",
    "gross_registered_tonnage",
    "vessel_owner",
    "end_date",
    "standard_order",
    "license_requirement",
    "license_policy",
)


@dataclass(frozen=True, slots=True)
class CslCsv:
    """The reader of `consolidated.csv`."""

    VERSION: int = 1

    def recognises(self, name: str, head: bytes) -> bool:  # noqa: ARG002  # the name says nothing
        """Whether the heading is that of the screening list.

        >>> CslCsv().recognises("x", b"_id,source,entity_number,type,programs,name")
        True
        """
        return b"source,entity_number,type" in head

    def read(self, files: Files, report: Report) -> Iterator[Entity]:
        """The parties that no list of OFAC has, in published order; the file states no date.

        Raises:
            ParseError: not UTF-8, cut off, or a column is missing.
        """
        columns = ("source", "entity_number", "type", "name")
        rows = csv_rows(only_stream(files, report), report, columns=columns)
        yield from _entities(rows, _SEPARATOR.strip(), report)


@dataclass(frozen=True, slots=True)
class CslJson:
    """The reader of `consolidated.json`."""

    VERSION: int = 1

    def recognises(self, name: str, head: bytes) -> bool:  # noqa: ARG002  # the name says nothing
        """Whether the file begins like the JSON of the screening list.

        >>> CslJson().recognises("x", b'{"total": 1, "results": [{"id": "1", "entity_number": 7')
        True
        """
        return head.lstrip()[:1] == b"{" and b'"results"' in head

    def read(self, files: Files, report: Report) -> Iterator[Entity]:
        """The parties that no list of OFAC has, in published order.

        Raises:
            ParseError: no JSON, cut off, or without results.
        """
        rows = json_rows(only_stream(files, report), report)
        yield from _entities(rows, UNIT, report)


def _entities(rows: Iterator[RowRecord], separator: str, report: Report) -> Iterator[Entity]:
    seen: set[str] = set()
    for row in rows:
        source = row.need("source")
        if _OFAC in source:
            continue
        yield _entity(row, source, separator, seen)
    if not seen:
        raise ParseError("no party in it beside those of OFAC", source=report.list_id)


def _entity(row: RowRecord, source: str, separator: str, seen: set[str]) -> Entity:
    published = row.take("_id")
    row.place.record_id = published or row.record_id
    written = " ".join(row.need("name").split())
    full = _SUCCESSORS.sub("", written)
    if "�" in full or re.search(r"\w\?\w", full):
        row.problem("name", "a letter is lost in the publication itself: `?`")
    programmes = row.many("programs", separator)
    start = row.take("start_date")
    day = None if start is None else _day(start, row)
    notice = row.take("federal_register_notice")
    uid = published or derived_uid(source, full, day)
    while uid in seen:  # one party, two orders: the notice tells them apart
        uid = derived_uid(source, f"{uid} {full} {notice}", day)
    seen.add(uid)
    entity_type = _type(row)
    entity = Entity(
        list_id=row.report.list_id,
        uid=uid,
        entity_type=entity_type,
        names=unique(_names(full, row.many("alt_names", separator))),
        births=unique(_births(row, separator)),
        birth_places=tuple(dict.fromkeys(row.many("places_of_birth", separator))),
        countries=unique(_ties(row, separator)),
        identifiers=unique(_identifiers(row, separator, entity_type)),
        addresses=unique(_addresses(row, separator)),
        designations=_designations(source, programmes, day, notice, row),
        details=unique(_details(row, full != written)),
        remarks=row.take("remarks"),
    )
    row.close()
    return entity


def _day(text: str, row: RowRecord) -> date | None:
    found = date_range(text, row, field="start_date")
    return None if found is None else found.start


def _type(row: RowRecord) -> EntityType:
    """The type; the lists of Commerce state none, and hold persons and companies."""
    word = row.take("type")
    if word is None:
        return EntityType.UNKNOWN
    found = _TYPES.get(word.lower())
    if found is None:
        row.problem("type", f"unknown type of party {word!r}")
    return found or EntityType.UNKNOWN


def _names(full: str, others: Sequence[str]) -> Iterator[Name]:
    yield Name(full=full, kind=NameKind.PRIMARY)
    for other in others:
        plain = _LABELS.sub("", " ".join(other.split())).strip(" .;")
        if plain:
            yield Name(full=plain, kind=NameKind.ALIAS)


def _births(row: RowRecord, separator: str) -> Iterator[DateRange]:
    for text in row.many("dates_of_birth", separator):
        found = date_range(text, row, field="dates_of_birth")
        if found is not None:
            yield found


def _ties(row: RowRecord, separator: str) -> Iterator[CountryTie]:
    roles = {
        "nationalities": CountryRole.NATIONALITY,
        "citizenships": CountryRole.CITIZENSHIP,
        "vessel_flag": CountryRole.FLAG,
    }
    for column, role in roles.items():
        for text in row.many(column, separator):
            yield from tie(role, text, row)


def _addresses(row: RowRecord, separator: str) -> Iterator[Address]:
    """Addresses whose last part is the country's code, where it is one."""
    for text in row.many("addresses", separator):
        land = text.rpartition(",")[2].strip()
        code = country(land, Nobody()) if _ALPHA_2.fullmatch(land) else None
        yield from address(row, lines=(text,), code=code)


def _identifiers(row: RowRecord, separator: str, entity_type: EntityType) -> Iterator[Identifier]:
    """Numbers, written `Passport, 836238033, KP` or in an older order `KP, 836238033, Passport`."""
    for text in row.many("ids", separator):
        pieces = [piece.strip() for piece in text.split(",")]
        codes = [piece for piece in pieces if _ALPHA_2.fullmatch(piece)]
        rest = [piece for piece in pieces if piece not in codes]
        numbers = [piece for piece in rest if re.search(r"\d", piece)]
        labels = [piece for piece in rest if piece not in numbers]
        if not numbers or not labels:
            row.problem("ids", f"not a number with its kind: {text!r}")
            continue
        yield Identifier(
            kind=kind_of(labels[0], entity_type),
            published_as=labels[0],
            number=numbers[0],
            country=codes[0] if codes else None,
            note=", ".join((*numbers[1:], *labels[1:])) or None,
        )
    sign = row.take("call_sign")
    if sign is not None:
        label = "Vessel Call Sign"
        yield Identifier(kind=kind_of(label), published_as=label, number=sign)


def _designations(
    source: str,
    programmes: Sequence[str],
    day: date | None,
    notice: str | None,
    row: RowRecord,
) -> tuple[Designation, ...]:
    list_name, _, authority = source.partition(" - ")
    effect = next((found for word, found in _EFFECTS if word in source), None)
    if effect is None:
        row.problem_once("source", f"unknown list {source!r}, its effect is kept as `other`")
    return tuple(
        Designation(
            programme=programme,
            authority=authority or "United States",
            effect=effect or Effect.OTHER,
            list_name=list_name,
            events=(ListingEvent(on=day, legal_basis=notice),),
            listed_on=day,
        )
        for programme in dict.fromkeys(programmes or [_short(list_name)])
    )


def _short(list_name: str) -> str:
    """The usual short name of a list: `EL` of `Entity List (EL)`."""
    found = re.search(r"\(([A-Z]+)\)", list_name)
    return found[1] if found else list_name


def _details(row: RowRecord, successors: bool) -> Iterator[Detail]:
    if successors:
        yield Detail(kind="scope", text="and any successor, sub-unit, or subsidiary thereof")
    for column in _TEXTS:
        text = row.take(column)
        if text is not None:
            if column == "end_date" and maybe_date(text) is None:
                row.problem(column, f"not a date: {text!r}")
            yield Detail(kind=column.replace("_", " "), text=text)


CSV: Final = CslCsv()
JSON: Final = CslJson()

"""Canada's consolidated autonomous sanctions list (SEMA and JVCFOA) → entities.

The list has no ids: schedule and item are renumbered. A uid is the hash of regime, name and first
listing. Names of elements became bilingual once (`LastName-NomDeFamille`): what stands before the
hyphen counts. Dates may be Excel's serial numbers, and aliases are written in any way.

Source: Global Affairs Canada, "Consolidated Canadian Autonomous Sanctions List"
(https://www.international.gc.ca).
"""

import re
from collections.abc import Iterator
from datetime import date, timedelta
from typing import Final

from sanctionscreen.errors import ParseError
from sanctionscreen.identifiers.kinds import kind_of
from sanctionscreen.model import (
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
    NamePart,
    unique,
)
from sanctionscreen.sources.bundled import derived_uid
from sanctionscreen.sources.dates import parse
from sanctionscreen.sources.parts import maybe_date, script_of, stated
from sanctionscreen.sources.reading import Files, Report, only_stream
from sanctionscreen.sources.record import XmlRecord
from sanctionscreen.sources.xml import records
from sanctionscreen.text.words import legal_form

VERSION: Final = 1


def recognises(name: str, head: bytes) -> bool:  # noqa: ARG001  # the name says nothing
    """Whether the file begins like the Canadian list, whatever its name.

    >>> recognises("x", b"<data-set><record><Country>Belarus</Country>")
    True
    """
    return b"<data-set" in head and b"<record>" in head and b"<Country" in head


def read(files: Files, report: Report) -> Iterator[Entity]:
    """The parties in published order; the newest listing is the list's date, it states no other.

    Raises:
        ParseError: cut off, not well-formed, with a DTD, or it holds no party.
    """
    seen: set[str] = set()
    stream = only_stream(files, report)
    for number, record in enumerate(
        records(stream, report, root="data-set", tags=frozenset({"record"})), 1
    ):
        record.place.record_id = f"record {number}"
        yield _entity(_Fields(record), seen)
    if not seen:
        raise ParseError("no party in it", source=report.list_id)


class _Fields:
    """The fields of one record by their English names."""

    def __init__(self, record: XmlRecord) -> None:
        self.record = record
        self._texts = {tag.partition("-")[0]: record.child_text(tag) for tag in record.tags()}

    def take(self, name: str) -> str | None:
        """The field with single spaces; null where it is absent or blank."""
        return stated(self._texts.pop(name, None))

    def close(self) -> None:
        """Leaves the fields that nobody took to the report."""
        for name in self._texts:
            self.record.leave(f"record/{name}")
        self.record.close()


def _entity(fields: _Fields, seen: set[str]) -> Entity:
    record, report = fields.record, fields.record.report
    regime = _english(fields.take("Country") or "") or "unknown regime"
    last, first, whole = (fields.take(tag) for tag in ("LastName", "GivenName", "EntityOrShip"))
    imo, title = fields.take("ShipIMONumber"), _title(fields)
    entity_type = _type(last, first, imo)
    name = _primary(last, first, whole, record)
    listed = fields.take("DateOfListing")
    listed_on = None if listed is None else _date(listed, record, "DateOfListing")
    day = None if listed_on is None else listed_on.start
    born = list(_births(fields.take("DateOfBirthOrShipBuildDate"), record))
    schedule, item = fields.take("Schedule"), fields.take("Item")
    aliases = fields.take("Aliases") or fields.take("Alias")
    fields.close()
    if day is not None:
        report.published_on = max(report.published_on or day, day)
    is_ship = entity_type is EntityType.VESSEL
    basis = f"Schedule {schedule}, item {item}" if schedule else f"item {item}"
    return Entity(
        list_id=report.list_id,
        uid=_uid(regime, name.full, day, (*map(str, born), imo or "", basis), seen),
        entity_type=entity_type,
        names=unique((name, *_aliases(aliases, entity_type))),
        births=() if is_ship else unique(born),
        titles=(title,) if title and not is_ship else (),
        identifiers=() if imo is None else (_imo(imo),),
        designations=(
            Designation(
                programme=regime,
                authority="Global Affairs Canada",
                # Ships are barred from ports and services; nothing of theirs is frozen.
                effect=Effect.OTHER if is_ship else Effect.BLOCKING,
                list_name="Consolidated Canadian Autonomous Sanctions List",
                events=(ListingEvent(on=day, legal_basis=basis),),
                listed_on=day,
            ),
        ),
        details=unique(_ship_details(title, born) if is_ship else ()),
    )


def _title(fields: _Fields) -> str | None:
    names = ("TitleOrShipType", "TitleOrShip", "Title")
    found = [text for name in names if (text := fields.take(name))]
    return _english(found[0]) if found else None


def _english(text: str) -> str:
    """The half before the first separator of two languages.

    >>> _english("Russia / Russie"), _english("Oil Tanker | Pétrolier")
    ('Russia', 'Oil Tanker')
    """
    return re.split(r"\s/\s|\s*\|\s*", text)[0].strip()


def _type(last: str | None, first: str | None, imo: str | None) -> EntityType:
    if imo is not None:
        return EntityType.VESSEL
    return EntityType.PERSON if last or first else EntityType.ORGANISATION


def _imo(number: str) -> Identifier:
    label = "IMO number"
    return Identifier(kind=kind_of(label), published_as=label, number=number)


def _ship_details(title: str | None, built: list[DateRange]) -> Iterator[Detail]:
    if title is not None:
        yield Detail(kind="ship type", text=title)
    for one in built:
        yield Detail(kind="build date", text=one.start.isoformat()[:4])


def _uid(regime: str, name: str, day: date | None, more: tuple[str, ...], seen: set[str]) -> str:
    """The hash of regime, name and listing; namesakes listed together take one field more."""
    uid = derived_uid(regime, name, day)
    for number in range(1, len(more) + 1):
        if uid not in seen:
            break
        uid = derived_uid(regime, " ".join((name, *more[:number])), day)
    seen.add(uid)
    return uid


# --- Dates ------------------------------------------------------------------------------------

#: Excel counts days from here; numbers of five digits are such dates.
_EXCEL_EPOCH: Final = date(1899, 12, 30)
_SERIAL: Final = re.compile(r"\d{5}")
#: `Sep-76`: two digits of a year; nobody born after it is on the list.
_SHORT_YEAR: Final = re.compile(r"([A-Za-z]{3})-(\d{2})")
_EARLY: Final = re.compile(r".*?early (\d{3})0s.*")


def _births(text: str | None, record: XmlRecord) -> Iterator[DateRange]:
    """The dates of birth in one field, `1970 or 1971`; prose with a year in it is kept as it is."""
    for piece in re.split(r"\s+(?:or|OR)\s+|[;]", text or ""):
        if plain := piece.strip():
            found = _date(plain, record, "DateOfBirthOrShipBuildDate")
            if found is not None:
                yield found


def _date(text: str, record: XmlRecord, field: str) -> DateRange | None:
    if _SERIAL.fullmatch(text):
        return DateRange.day(_EXCEL_EPOCH + timedelta(days=int(text)))
    if short := _SHORT_YEAR.fullmatch(text):
        return maybe_date(f"{short[1]} 19{short[2]}")
    if early := _EARLY.fullmatch(text):
        return parse(f"circa {early[1]}0-{early[1]}4")
    found = maybe_date(text)
    if found is None:
        record.problem(field, f"not a date: {text!r}")
    return found


# --- Names ------------------------------------------------------------------------------------


def _primary(last: str | None, first: str | None, whole: str | None, record: XmlRecord) -> Name:
    pieces = [(kind, text) for kind, text in (("last", last), ("first", first)) if text]
    if whole is not None and pieces:
        record.problem("EntityOrShip", f"a person who is also {whole!r}: kept in the name")
    full = whole or ", ".join(text for _, text in pieces)
    if not full:
        raise record.error("a record without a name")
    parts = tuple(NamePart(kind=kind, text=text) for kind, text in pieces)
    several = parts if len(parts) > 1 else ()
    return Name(full=full, kind=NameKind.PRIMARY, script=script_of(full), parts=several)


_LABEL: Final = re.compile(
    r"^\(?(?:Arabic|Belarusian|Chinese|Cyrillic|English|Farsi|French|Kurdish|Persian|Russian|"
    r"Spanish|Ukrainian|also known as|a\.?k\.?a\.?|formerly)\b[ \w]{0,20}?:\s*",
    re.IGNORECASE,
)
_HARD: Final = re.compile(r"\s*;\s*|\s+\|\s+|\s+(?:or|aka|a\.k\.a\.)\s+|\s+/\s+")


def _aliases(text: str | None, entity_type: EntityType) -> Iterator[Name]:
    """The names in the free text of aliases.

    >>> [name.full for name in _aliases("Аня; Anya ORLOV, Ania ORLOV", EntityType.PERSON)]
    ['Аня', 'Anya ORLOV', 'Ania ORLOV']
    >>> [name.full for name in _aliases("Баранов, Олег", EntityType.PERSON)]  # family name first
    ['Баранов, Олег']
    """
    for piece in _HARD.split(text or ""):
        for one in _at_commas(piece, entity_type):
            plain = _LABEL.sub("", one).strip(" ,;")
            if plain:
                yield Name(full=plain, kind=NameKind.ALIAS, script=script_of(plain))


#: A piece so short is a legal form in some alphabet (`ООО`), not a name of its own.
_FORM_LETTERS: Final = 4


def _at_commas(text: str, entity_type: EntityType) -> list[str]:
    """The names between commas, where those do not part one name.

    A piece of one word belongs to the name before it: a given name, or a legal form.
    """
    pieces = [piece.strip() for piece in text.split(",") if piece.strip()]
    if entity_type is EntityType.PERSON:
        whole = all(len(piece.split()) > 1 for piece in pieces)
        return pieces if whole else [text]
    found: list[str] = []
    for piece in pieces:
        words = tuple(piece.casefold().replace(".", "").split())
        if found and (legal_form(words) is not None or len(piece) <= _FORM_LETTERS):
            found[-1] = f"{found[-1]}, {piece}"
        else:
            found.append(piece)
    return found

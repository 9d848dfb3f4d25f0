"""OFAC's classic XML → entities: SDN.XML and CONSOLIDATED.XML, which share one schema.

The file does not say which of the two lists it is, and an entry is under a blocking measure on the
one and under another on the other. So there are two readers; the bounds of the two manifests tell
the files apart.

Source: OFAC, "SDN XML schema" (https://ofac.treasury.gov/sanctions-list-service).
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from sanctionscreen.errors import ParseError
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
    Name,
    NameKind,
    NamePart,
    Relation,
    RelationKind,
    unique,
)
from sanctionscreen.sources.ofac_classic_ids import Ids
from sanctionscreen.sources.ofac_legacy_parties import CONSOLIDATED_LIST, SDN_LIST, non_sdn_effect
from sanctionscreen.sources.ofac_reference import (
    IDENTIFIER_FEATURES,
    fitted,
)
from sanctionscreen.sources.parts import address, date_range, tie
from sanctionscreen.sources.reading import Files, Report, only_stream
from sanctionscreen.sources.record import XmlRecord
from sanctionscreen.sources.xml import records

_TYPES: Final = {
    "Individual": EntityType.PERSON,
    "Entity": EntityType.ORGANISATION,
    "Vessel": EntityType.VESSEL,
    "Aircraft": EntityType.AIRCRAFT,
}
_ALIASES: Final = {"a.k.a.": NameKind.ALIAS, "f.k.a.": NameKind.FORMER, "n.k.a.": NameKind.ALIAS}
_STRENGTHS: Final = frozenset({"strong", "weak"})


def recognises_head(head: bytes) -> bool:
    """Whether a file begins like the classic XML, whatever its name.

    >>> recognises_head(b'<?xml version="1.0"?><sdnList xmlns="x">')
    True
    """
    return b"<sdnList" in head


@dataclass(frozen=True, slots=True)
class Classic:
    """The reader of the one list or of the other."""

    list_name: str
    VERSION: int = 1

    def recognises(self, name: str, head: bytes) -> bool:  # noqa: ARG002  # the name says nothing
        """Whether the file begins like the classic XML, whatever its name."""
        return recognises_head(head)

    def read(self, files: Files, report: Report) -> Iterator[Entity]:
        """The parties of one publication, in published order.

        Raises:
            ParseError: the file is cut off, not well-formed, has a DTD, or holds no party.
        """
        tags = frozenset({"publshInformation", "sdnEntry"})
        stream = only_stream(files, report)
        found = 0
        for record in records(stream, report, root="sdnList", tags=tags):
            if record.tag == "publshInformation":
                _read_head(record)
            else:
                found += 1
                yield _entity(record, self.list_name)
        if not found:
            raise ParseError("no party in it", source=report.list_id)


SDN: Final = Classic(SDN_LIST)
NON_SDN: Final = Classic(CONSOLIDATED_LIST)


def _read_head(record: XmlRecord) -> None:
    """The date of publication and OFAC's own count of the records."""
    record.place.record_id = "head"
    written = record.child_text("Publish_Date")
    count = record.child_text("Record_Count")
    record.close()
    try:
        if written is not None:
            # American: month first
            record.report.published_on = datetime.strptime(written, "%m/%d/%Y").date()  # noqa: DTZ007
        if count is not None:
            record.report.published_count = int(count.replace(",", ""))
    except ValueError as error:
        raise record.error(f"the head is not understood: {error}") from error


def _entity(record: XmlRecord, list_name: str) -> Entity:
    uid = record.child_text("uid")
    if uid is None:
        raise record.error("an entry without a uid")
    record.place.record_id = uid
    entity_type = _entity_type(record)
    ids = Ids(record)
    remarks = record.child_text("remarks")
    vessel = record.one("vesselInfo")
    shown, details = ([], []) if vessel is None else _vessel(vessel)
    entity = Entity(
        list_id=record.report.list_id,
        uid=uid,
        entity_type=entity_type,
        names=unique(_names(record, entity_type)),
        births=unique(_births(record)),
        birth_places=tuple(dict.fromkeys(_values(record, "placeOfBirth", "placeOfBirth"))),
        gender=ids.gender,
        titles=tuple(_titles(record)),
        countries=unique(
            (*_ties(record), *ids.ties, *(one for one in shown if isinstance(one, CountryTie)))
        ),
        identifiers=unique(
            fitted(one, entity_type)
            for one in (*ids.identifiers, *shown)
            if isinstance(one, Identifier)
        ),
        wallets=unique(ids.wallets),
        addresses=unique(_addresses(record)),
        designations=tuple(_designations(record, list_name)),
        relations=unique(_relations(remarks or "")),
        details=unique((*ids.details, *details)),
        remarks=remarks,
    )
    record.close()
    return entity


_LINKED: Final = re.compile(r"\(Linked To: (.+?)\)(?=;|\s*$|\s*\()")


def _relations(remarks: str) -> Iterator[Relation]:
    """The parties that a remark names as `(Linked To: …)`; by words only, the file has no ids."""
    for found in _LINKED.finditer(remarks):
        yield Relation(kind=RelationKind.OTHER, published_as="Linked To", other_name=found[1])


def _entity_type(record: XmlRecord) -> EntityType:
    word = record.child_text("sdnType")
    found = _TYPES.get(word or "")
    if found is None:
        record.problem("sdnType", f"unknown type of party {word!r}")
        return EntityType.UNKNOWN
    return found


def _titles(record: XmlRecord) -> list[str]:
    title = record.child_text("title")
    return [] if title is None else [one.strip() for one in title.split(";") if one.strip()]


# --- Names ------------------------------------------------------------------------------------


def _names(record: XmlRecord, entity_type: EntityType) -> Iterator[Name]:
    yield _name(record, NameKind.PRIMARY, entity_type)
    for alias in record.group("akaList", "aka"):
        word, strength = alias.child_text("type"), alias.child_text("category")
        kind = _ALIASES.get(word or "")
        if kind is None:
            alias.problem("aka/type", f"unknown kind of alias {word!r}, read as a.k.a.")
        if strength not in _STRENGTHS:
            alias.problem("aka/category", f"unknown strength {strength!r}, read as strong")
        if strength == "weak":
            kind = NameKind.WEAK_ALIAS
        name = _name(alias, kind or NameKind.ALIAS, entity_type)
        alias.close()
        yield name.model_copy(update={"strength": strength, "published_as": word})


def _name(record: XmlRecord, kind: NameKind, entity_type: EntityType) -> Name:
    """The name as OFAC prints it: `LAST, First`."""
    last, first = record.child_text("lastName"), record.child_text("firstName")
    pieces = [piece for piece in (last, first) if piece is not None]
    if not pieces:
        raise record.error("a name without text")
    full = (", " if entity_type is EntityType.PERSON else " ").join(pieces)
    named = (("last", last), ("first", first))
    parts = tuple(NamePart(kind=key, text=text) for key, text in named if text and len(pieces) > 1)
    return Name(full=full, kind=kind, parts=parts)


# --- Dates, countries, addresses, vessels ------------------------------------------------------


def _values(record: XmlRecord, stem: str, field: str) -> list[str]:
    """The texts in a `<stem>List` of `<stem>Item`s, the main entry first as published."""
    found = []
    for item in record.group(f"{stem}List", f"{stem}Item"):
        text = item.child_text(field)
        item.close()
        if text is not None:
            found.append(text)
    return found


def _births(record: XmlRecord) -> Iterator[DateRange]:
    for written in _values(record, "dateOfBirth", "dateOfBirth"):
        found = date_range(written, record, field="dateOfBirth")
        if found is not None:
            yield found


def _ties(record: XmlRecord) -> Iterator[CountryTie]:
    roles = (("nationality", CountryRole.NATIONALITY), ("citizenship", CountryRole.CITIZENSHIP))
    for stem, role in roles:
        for item in record.group(f"{stem}List", stem):
            yield from tie(role, item.child_text("country"), item)
            item.close()


def _addresses(record: XmlRecord) -> Iterator[Address]:
    for item in record.group("addressList", "address"):
        lines = [item.child_text(f"address{number}") for number in (1, 2, 3)]
        yield from address(
            item,
            lines=lines,
            city=item.child_text("city"),
            region=item.child_text("stateOrProvince"),
            postal_code=item.child_text("postalCode"),
            country_text=item.child_text("country"),
        )
        item.close()


_VESSEL_DETAILS: Final = {
    "vesselType": "VESSEL TYPE",
    "vesselOwner": "Vessel Owner",
    "tonnage": "Vessel Tonnage",
    "grossRegisteredTonnage": "Vessel Gross Registered Tonnage",
}


def _vessel(vessel: XmlRecord) -> tuple[list[Identifier | CountryTie], list[Detail]]:
    """What only vessels have; labels as in OFAC's advanced XML."""
    shown: list[Identifier | CountryTie] = [
        *tie(CountryRole.FLAG, vessel.child_text("vesselFlag"), vessel)
    ]
    sign = vessel.child_text("callSign")
    if sign is not None:
        label = "Vessel Call Sign"
        shown.append(Identifier(kind=IDENTIFIER_FEATURES[label], published_as=label, number=sign))
    texts = [(label, vessel.child_text(tag)) for tag, label in _VESSEL_DETAILS.items()]
    vessel.close()
    return shown, [Detail(kind=label, text=text) for label, text in texts if text is not None]


def _designations(record: XmlRecord, list_name: str) -> Iterator[Designation]:
    programmes = record.group_texts("programList", "program")
    if not programmes:
        record.problem("programList", "the party is under no programme")
    for programme in dict.fromkeys(programmes):
        effect = Effect.BLOCKING if list_name == SDN_LIST else non_sdn_effect(programme)
        yield Designation(programme=programme, authority="OFAC", effect=effect, list_name=list_name)

"""One `sanctionEntity` of the European Union's list → an Entity."""

from collections.abc import Iterator
from datetime import date
from typing import Final

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
    IdentifierKind,
    ListingEvent,
    NameKind,
    Precision,
    Validity,
    unique,
)
from sanctionscreen.sources import parts
from sanctionscreen.sources.dates import between, whole
from sanctionscreen.sources.eu_names import Names
from sanctionscreen.sources.parts import stated
from sanctionscreen.sources.record import XmlRecord
from sanctionscreen.sources.wallet_text import wallets_in

_TYPES: Final = {"person": EntityType.PERSON, "enterprise": EntityType.ORGANISATION}
_NO_COUNTRY: Final = "00"
#: Codes of documents that say more than their description does.
_KINDS: Final = {
    "passport": IdentifierKind.PASSPORT,
    "id": IdentifierKind.NATIONAL_ID,
    "ssn": IdentifierKind.NATIONAL_ID,
    "fiscalcode": IdentifierKind.TAX_ID,
    "regnumber": IdentifierKind.REGISTRATION,
    "swiftbic": IdentifierKind.BIC,
    "imo": IdentifierKind.IMO,
}
_FLAGS: Final = ("knownFalse", "knownExpired", "reportedLost", "revokedByIssuer", "diplomatic")


def read_entity(record: XmlRecord) -> Entity:
    """The party of one element, each attribute and child of it taken."""
    logical = record.attribute("logicalId")
    uid = record.optional("euReferenceNumber") or f"logical-{logical}"
    record.place.record_id = uid
    entity_type = _entity_type(record)
    names = Names(record)
    remarks = record.texts("remark")
    births, places = _births(record)
    addresses, contacts = _addresses(record)
    said = " \n".join((*remarks, *names.remarks))
    entity = Entity(
        list_id=record.report.list_id,
        uid=uid,
        entity_type=entity_type,
        names=unique(sorted(names.names, key=lambda name: name.kind is not NameKind.PRIMARY)),
        births=unique(births),
        birth_places=tuple(dict.fromkeys(places)),
        gender=names.gender,
        titles=tuple(dict.fromkeys(names.titles)),
        countries=unique(_citizenships(record)),
        identifiers=unique(_identifications(record, entity_type)),
        wallets=wallets_in(said),
        addresses=unique(addresses),
        designations=tuple(_designations(record)),
        details=unique((*names.details, *contacts, *_details(record))),
        remarks="\n".join(dict.fromkeys(remarks)) or None,
    )
    record.close()
    return entity


def _entity_type(record: XmlRecord) -> EntityType:
    subject = record.one("subjectType")
    code = None if subject is None else subject.optional("code")
    if subject is not None:
        subject.close()
    found = _TYPES.get(code or "", EntityType.ORGANISATION if code == "entity" else None)
    if found is None:
        record.problem("subjectType", f"unknown type of party {code!r}")
        return EntityType.UNKNOWN
    return found


def _country(record: XmlRecord) -> tuple[str | None, str | None]:
    """A country as described and by its code; `UNKNOWN` and `00` are none."""
    text = stated(record.optional("countryDescription"))
    given = record.optional("countryIso2Code")
    if given == _NO_COUNTRY:
        given = None
    code = parts.country(text or given, record)
    return text or given, code


# --- Births, places, countries ----------------------------------------------------------------


def _births(record: XmlRecord) -> tuple[list[DateRange], list[str]]:
    births: list[DateRange] = []
    places: list[str] = []
    for item in record.many("birthdate"):
        born = _birth(item)
        births += [] if born is None else [born]
        tags = ("place", "city", "region", "zipCode")
        text, _ = _country(item)
        pieces = [stated(item.optional(tag)) for tag in tags]
        if place := ", ".join(dict.fromkeys(one for one in (*pieces, text) if one)):
            places.append(place)
        places += [one for one in map(stated, item.texts("remark")) if one and not place]
        item.close()
    return births, places


def _birth(item: XmlRecord) -> DateRange | None:
    circa = item.optional("circa") == "true"
    day = item.optional("birthdate")
    numbers = [item.optional(tag) for tag in ("year", "monthOfYear", "dayOfMonth")]
    first, last = item.optional("yearRangeFrom"), item.optional("yearRangeTo")
    try:
        if first is not None or last is not None:
            start, end = whole(int(first or last or 0)), whole(int(last or first or 0))
            return between(start.start, end.end, approximate=circa)
        if day is not None:
            found = DateRange.day(date.fromisoformat(day[:10]))
        elif numbers[0] is not None:
            year, month, number = (int(one) if one else None for one in numbers)
            found = whole(year or 0, month, number if month else None)
        else:
            return None
    except ValueError as error:
        item.problem("birthdate", f"not a date: {error}")
        return None
    return found.model_copy(update={"precision": Precision.CIRCA}) if circa else found


def _citizenships(record: XmlRecord) -> Iterator[CountryTie]:
    for item in record.many("citizenship"):
        text, code = _country(item)
        item.close()
        if text is not None:
            yield CountryTie(role=CountryRole.CITIZENSHIP, text=text, code=code)


def _addresses(record: XmlRecord) -> tuple[list[Address], list[Detail]]:
    addresses: list[Address] = []
    contacts: list[Detail] = []
    for item in record.many("address"):
        text, code = _country(item)
        box = stated(item.optional("poBox"))
        addresses += parts.address(
            item,
            lines=(
                item.optional("street"),
                None if box is None else f"P.O. Box {box}",
                item.optional("place"),
            ),
            city=item.optional("city"),
            region=item.optional("region"),
            postal_code=item.optional("zipCode"),
            country_text=text,
            code=code,
        )
        contacts += [Detail(kind="address remark", text=one) for one in item.texts("remark")]
        for contact in item.many("contactInfo"):
            kind, value = contact.optional("key"), contact.optional("value") or contact.text()
            contact.close()
            if value is not None:
                contacts.append(Detail(kind=kind or "contact", text=value))
        item.close()
    return addresses, contacts


# --- Documents, regulations -------------------------------------------------------------------


def _identifications(record: XmlRecord, entity_type: EntityType) -> Iterator[Identifier]:
    for item in record.many("identification"):
        code = item.optional("identificationTypeCode") or ""
        label = item.optional("identificationTypeDescription") or code or "document"
        text, country = _country(item)
        flags = [flag for flag in _FLAGS if item.optional(flag) == "true"]
        holder, region = stated(item.optional("nameOnDocument")), stated(item.optional("region"))
        said = [f"name on document: {holder}"] if holder else []
        said += [region] if region else []
        notes = [*flags, *said, *item.texts("remark")]
        latin = stated(item.optional("latinNumber"))
        number = stated(item.optional("number")) or latin
        issued = item.optional("issuedDate") or item.optional("issueDate")
        dated = [issued or item.optional("validFrom"), item.optional("validTo")]
        first, last = (parts.date_range(one, item, field="identification") for one in dated)
        authority = stated(item.optional("issuedBy"))
        item.close()
        if number is None:
            record.problem("identification", f"a document without a number: {label}")
            continue
        kind = _KINDS.get(code) or kind_of(label, entity_type)
        numbers = dict.fromkeys((number, latin or number))
        for one in numbers:
            yield Identifier(
                kind=kind,
                published_as=label,
                number=one,
                country=country,
                country_text=text,
                validity=Validity.FRAUDULENT if "knownFalse" in flags else None,
                authority=authority,
                issued=first,
                expires=last,
                note="; ".join(notes) or None,
            )


def _designations(record: XmlRecord) -> Iterator[Designation]:
    """One designation a programme; the regulations that changed the entry are its events."""
    listed_on = parts.day(record.optional("designationDate"), record, field="designationDate")
    found: dict[str, list[tuple[date | None, str | None]]] = {}
    for item in record.many("regulation"):
        programme = stated(item.optional("programme")) or "unknown programme"
        on = item.optional("entryIntoForceDate") or item.optional("publicationDate")
        day = parts.day(on, item, field="regulation")
        title = stated(item.optional("numberTitle"))
        item.close()
        found.setdefault(programme, []).append((day, title))
    if not found:
        record.problem("regulation", "an entity under no regulation")
        found["unknown programme"] = []
    for programme, days in found.items():
        known = [day for day, _ in days if day is not None]
        yield Designation(
            programme=programme,
            authority="Council of the EU",
            effect=Effect.BLOCKING,
            list_name="EU financial sanctions",
            events=unique(ListingEvent(on=day, legal_basis=title) for day, title in days),
            listed_on=listed_on or min(known, default=None),
        )


def _details(record: XmlRecord) -> Iterator[Detail]:
    for field in ("designationDetails", "unitedNationId"):
        text = stated(record.optional(field))
        if text is not None:
            yield Detail(kind=field, text=text)

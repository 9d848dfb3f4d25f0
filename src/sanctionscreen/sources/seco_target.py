"""One `target` of the Swiss list: read at once, completed when all places are known."""

import re
from collections.abc import Iterator, Mapping
from typing import Final

from sanctionscreen.identifiers.kinds import kind_of
from sanctionscreen.model import (
    Address,
    CountryRole,
    CountryTie,
    DateRange,
    Designation,
    Detail,
    Entity,
    EntityType,
    Gender,
    Identifier,
    ListingEvent,
    Name,
    NameKind,
    Relation,
    RelationKind,
    unique,
)
from sanctionscreen.sources import parts
from sanctionscreen.sources.parts import stated
from sanctionscreen.sources.record import XmlRecord
from sanctionscreen.sources.seco_names import names_of
from sanctionscreen.sources.seco_parts import (
    PlaceParts,
    Places,
    Programme,
    birth_of,
    effect_of,
    modifications,
    place_of,
)

_NUMBER: Final = re.compile(
    r"(?P<label>(?:IMO|Tax\w*|State|Business|Registration|VAT|Identification|INN|OGRN|KPP)\b"
    r"[\w /()]{0,40}?)\s*:\s*(?P<number>[A-Z0-9][\w/ -]*\d\w*)\.?",
    re.IGNORECASE,
)
_SEXES: Final = {"male": Gender.MALE, "female": Gender.FEMALE}
_RELATIONS: Final = {
    "owned-by": RelationKind.OWNED_OR_CONTROLLED_BY,
    "controlled-by": RelationKind.OWNED_OR_CONTROLLED_BY,
    "owner-of": RelationKind.OWNS_OR_CONTROLS,
    "family-member-of": RelationKind.FAMILY,
    "related-to": RelationKind.ASSOCIATE,
    "associated-with": RelationKind.ASSOCIATE,
    "acting-on-behalf-of": RelationKind.ACTING_FOR,
}


class Target:
    """A target as read; its addresses wait for the places."""

    def __init__(self, record: XmlRecord) -> None:
        self._witness = record
        self._uid = record.attribute("ssid")
        own = record.optional("sanctions-set-id")
        self._sets = [*([own] if own else []), *record.texts("sanctions-set-id")]
        self._foreign = record.texts("foreign-identifier")
        self._names: list[Name] = []
        self._births: list[DateRange] = []
        self._ties: list[CountryTie] = []
        self._documents: list[Identifier] = []
        self._located: list[tuple[bool, str | None, PlaceParts]] = []
        self._details: list[Detail] = []
        self._relations: list[Relation] = []
        self._gender: Gender | None = None
        self._type = EntityType.UNKNOWN
        self._read_party(record)
        self.delisted, self._days = modifications(record)
        record.close()

    def complete(self, programmes: Mapping[str, Programme], places: Places) -> Entity:
        """The party, with its places and programmes."""
        located = [
            (born, self._joined(place_id, own, places)) for born, place_id, own in self._located
        ]
        addresses = [one for born, found in located if not born for one in found]
        birth_places = [one.text for born, found in located if born for one in found]
        return Entity(
            list_id=self._witness.report.list_id,
            uid=self._uid,
            entity_type=self._type,
            names=unique(sorted(self._names, key=lambda name: name.kind is not NameKind.PRIMARY)),
            births=unique(self._births),
            birth_places=tuple(dict.fromkeys(birth_places)),
            gender=self._gender,
            countries=unique(self._ties),
            identifiers=unique(self._documents),
            addresses=unique(addresses),
            designations=tuple(self._designations(programmes)),
            relations=unique(self._relations),
            details=unique(self._details),
        )

    def _joined(self, place_id: str | None, own: PlaceParts, places: Places) -> tuple[Address, ...]:
        place = places.get(place_id or "")
        if place_id is not None and place is None:
            self._witness.problem("place-id", f"there is no place {place_id}")
        place = place or PlaceParts()
        return parts.address(
            self._witness,
            lines=(*own.lines, *place.lines),
            city=own.city or place.city,
            region=own.region or place.region,
            postal_code=own.postal_code or place.postal_code,
            country_text=own.country_text or place.country_text,
            code=own.country or place.country,
        )

    def _designations(self, programmes: Mapping[str, Programme]) -> Iterator[Designation]:
        """One designation an ordinance; the sanctions sets are its measures."""
        measures: dict[str, list[str]] = {}
        ordinances: dict[str, str | None] = {}
        for ssid in dict.fromkeys(self._sets):
            found = programmes.get(ssid)
            if found is None:
                self._witness.problem("sanctions-set-id", f"there is no sanctions set {ssid}")
                found = Programme("unknown programme", None, None)
            measures.setdefault(found.key, []).extend([found.measure] if found.measure else [])
            ordinances[found.key] = found.ordinance
        for key, texts in measures.items():
            yield Designation(
                programme=key,
                authority="SECO (Switzerland)",
                effect=effect_of(texts),
                list_name="Swiss sanctions list",
                measures=tuple(dict.fromkeys(texts)),
                events=tuple(
                    ListingEvent(on=day, legal_basis=ordinances[key]) for day in self._days
                ),
                listed_on=min(self._days, default=None),
            )

    def _read_party(self, record: XmlRecord) -> None:
        kinds = {
            "individual": EntityType.PERSON,
            "entity": EntityType.ORGANISATION,
            "object": EntityType.UNKNOWN,
        }
        for tag, entity_type in kinds.items():
            party = record.one(tag)
            if party is not None:
                self._type = entity_type
                self._read_body(party)
                party.close()
        if not self._names:
            raise record.error("a target without a name")

    def _read_body(self, party: XmlRecord) -> None:
        sex = party.optional("sex")
        self._gender = _SEXES.get(sex or "")
        kind = party.optional("object-type")
        if kind is not None:
            found = {"vessel": EntityType.VESSEL, "aircraft": EntityType.AIRCRAFT}.get(kind)
            self._type = found or EntityType.UNKNOWN
            if found is None:
                self._details.append(Detail(kind="object type", text=kind))
        for identity in party.many("identity"):
            self._read_identity(identity)
            identity.close()
        for tag in ("justification", "other-information"):
            for item in party.many(tag):
                self._read_prose(tag, stated(item.text()))
                item.close()
        for item in party.many("generic-attribute"):
            label = item.optional("name") or "attribute"
            self._read_prose(label, stated(item.text()))
            item.close()
        for item in party.many("relation"):
            self._read_relation(item, party.report.list_id)

    def _read_prose(self, kind: str, text: str | None) -> None:
        """A free text; `IMO Number: 8405270` alone in one is a number."""
        if text is None:
            return
        found = _NUMBER.fullmatch(text)
        if found is None:
            self._details.append(Detail(kind=kind, text=text))
            return
        label = " ".join(found["label"].split())
        number = Identifier(
            kind=kind_of(label, self._type), published_as=label, number=found["number"].strip()
        )
        self._documents.append(number)

    def _read_relation(self, item: XmlRecord, list_id: str) -> None:
        word, other = item.optional("relation-type") or "relation", item.optional("target-id")
        remark = item.child_text("remark")
        item.close()
        kind = _RELATIONS.get(word, RelationKind.OTHER)
        other_id = None if other is None else f"{list_id}:{other}"
        self._relations.append(
            Relation(kind=kind, published_as=word, other_id=other_id, quality=remark)
        )

    def _read_identity(self, identity: XmlRecord) -> None:
        for name in identity.many("name"):
            self._names += names_of(name)
        for item in identity.many("day-month-year"):
            born = birth_of(item)
            self._births += [] if born is None else [born]
        for item in identity.many("nationality"):
            self._read_nationality(item)
        for tag in ("address", "place-of-birth"):
            for item in identity.many(tag):
                place_id = item.optional("place-id")
                self._located.append((tag == "place-of-birth", place_id, place_of(item)))
                item.close()
        for item in identity.many("identification-document"):
            self._read_document(item)

    def _read_nationality(self, item: XmlRecord) -> None:
        country = item.one("country")
        if country is not None:
            code, text = country.optional("iso-code"), stated(country.text())
            country.close()
            if text or code:
                role = CountryRole.NATIONALITY
                self._ties.append(CountryTie(role=role, text=text or code or "", code=code))
        item.close()

    def _read_document(self, item: XmlRecord) -> None:
        label = item.optional("document-type") or "document"
        number, remark = stated(item.child_text("number")), item.child_text("remark")
        issuer = item.one("issuer")
        code = text = None
        if issuer is not None:
            code, text = issuer.optional("code"), stated(issuer.text())
            issuer.close()
        tags = ("date-of-issue", "expiry-date")
        issued, expires = (parts.date_range(item.child_text(t), item, field=t) for t in tags)
        item.close()
        if number is None:
            item.problem("identification-document", f"{label} without a number")
            return
        self._documents.append(
            Identifier(
                kind=kind_of(label.replace("-", " "), self._type),
                published_as=label,
                number=number,
                country=code or parts.country(text, item),
                country_text=text,
                issued=issued,
                expires=expires,
                note=remark,
            )
        )

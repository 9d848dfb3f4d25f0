"""What each fact of a bundled list says of its party: row → part of an Entity."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
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
    Gender,
    Identifier,
    ListingEvent,
    Name,
    NameKind,
    NamePart,
    Relation,
    RelationKind,
    Validity,
    Wallet,
)
from sanctionscreen.sources.bundled_row import Row

_PART_KINDS: Final = ("whole", "last", "first", "middle", "maiden", "patronymic", "matronymic")
#: Letters up to here are Latin; a name with any other must say its script.
_LAST_LATIN: Final = 0x24F


@dataclass(slots=True)
class Draft:
    """A party while its rows are read."""

    first: Row
    uid: str
    types: list[EntityType] = field(default_factory=list)
    names: list[Name] = field(default_factory=list)
    births: list[DateRange] = field(default_factory=list)
    birth_places: list[str] = field(default_factory=list)
    genders: list[Gender] = field(default_factory=list)
    titles: list[str] = field(default_factory=list)
    countries: list[CountryTie] = field(default_factory=list)
    identifiers: list[Identifier] = field(default_factory=list)
    wallets: list[Wallet] = field(default_factory=list)
    addresses: list[Address] = field(default_factory=list)
    designations: list[Designation] = field(default_factory=list)
    relations: list[tuple[Row, Relation]] = field(default_factory=list)
    details: list[Detail] = field(default_factory=list)

    def complete(self, list_id: str, known: Mapping[str, Mapping[str, "Draft"]]) -> Entity:
        """The party, its relations resolved among the lists at hand."""
        if len(self.types) != 1 or len(self.genders) > 1:
            raise self.first.wrong("fact", f"{self.uid} needs one type and at most one gender")
        if not self.names or not self.designations:
            raise self.first.wrong("fact", f"{self.uid} has no name or no designation")
        return Entity(
            list_id=list_id,
            uid=self.uid,
            entity_type=self.types[0],
            names=tuple(self.names),
            births=tuple(self.births),
            birth_places=tuple(self.birth_places),
            gender=next(iter(self.genders), None),
            titles=tuple(self.titles),
            countries=tuple(self.countries),
            identifiers=tuple(self.identifiers),
            wallets=tuple(self.wallets),
            addresses=tuple(self.addresses),
            designations=tuple(self.designations),
            relations=tuple(_resolved(row, tie, list_id, known) for row, tie in self.relations),
            details=tuple(self.details),
        )


def _resolved(
    row: Row, relation: Relation, list_id: str, known: Mapping[str, Mapping[str, Draft]]
) -> Relation:
    """The relation with the full id of the other party; checks uid and name where they can be."""
    if relation.other_id is None:
        return relation
    other_list, colon, uid = relation.other_id.partition(":")
    if not colon:
        other_list, uid = list_id, relation.other_id
    if (relation.kind is RelationKind.SAME_AS) != (other_list != list_id):
        raise row.wrong("value", "same_as leads to another list, every other relation stays on one")
    if other_list in known:
        other = known[other_list].get(uid)
        if other is None:
            raise row.wrong("value", f"there is no {uid} on {other_list}")
        if relation.other_name not in {name.full for name in other.names}:
            raise row.wrong("other", f"{relation.other_name!r} is not a name of {uid}")
    return relation.model_copy(update={"other_id": f"{other_list}:{uid}"})


def _type(row: Row, draft: Draft) -> None:
    draft.types.append(row.word("value", EntityType))


def _name(row: Row, draft: Draft) -> None:
    full, script = row.need("value"), row.note("script")
    if script is None and any(c.isalpha() and ord(c) > _LAST_LATIN for c in full):
        raise row.wrong("other", "a name that is not in Latin letters needs its script")
    kind = row.word("kind", NameKind)
    if kind is NameKind.ARTICLE_ALIAS:
        raise row.wrong("kind", "no list publishes an article alias")
    parts = tuple(NamePart(kind=key, text=text) for key, text in row.notes(*_PART_KINDS))
    draft.names.append(
        Name(
            full=full,
            kind=kind,
            strength=row.note("strength"),
            published_as=row.note("published_as"),
            script=script or "Latn",
            language=row.note("language"),
            parts=parts or (NamePart(kind="whole", text=full),),
            source=row.source,
        )
    )


def _birth(row: Row, draft: Draft) -> None:
    draft.births.append(row.period("date", row.need("date")))


def _birth_place(row: Row, draft: Draft) -> None:
    draft.birth_places.append(row.need("value"))


def _gender(row: Row, draft: Draft) -> None:
    draft.genders.append(row.word("value", Gender))


def _title(row: Row, draft: Draft) -> None:
    draft.titles.append(row.need("value"))


def _country(row: Row, draft: Draft) -> None:
    role, text = row.word("kind", CountryRole), row.need("value")
    draft.countries.append(CountryTie(role=role, text=text, code=row.country(), source=row.source))


def _identifier(row: Row, draft: Draft) -> None:
    published_as = row.need("kind")
    issued, expires, validity = (row.note(key) for key in ("issued", "expires", "validity"))
    draft.identifiers.append(
        Identifier(
            kind=kind_of(published_as),
            published_as=published_as,
            number=row.need("value"),
            country=row.country(),
            country_text=row.note("country_text"),
            validity=None if validity is None else row.enum("validity", validity, Validity),
            issued=None if issued is None else row.period("issued", issued),
            expires=None if expires is None else row.period("expires", expires),
            note=row.note("note"),
            source=row.source,
        )
    )


def _wallet(row: Row, draft: Draft) -> None:
    wallet = Wallet(address=row.need("value"), asset=row.need("kind"), source=row.source)
    draft.wallets.append(wallet)


def _address(row: Row, draft: Draft) -> None:
    draft.addresses.append(
        Address(
            text=row.need("value"),
            city=row.note("city"),
            region=row.note("region"),
            postal_code=row.note("postal_code"),
            country=row.country(),
            country_text=row.note("country_text"),
            source=row.source,
        )
    )


def _designation(row: Row, draft: Draft) -> None:
    day, basis, authority = row.take("date"), row.note("legal_basis"), row.note("authority")
    if authority is None:
        raise row.wrong("other", "a designation needs its authority")
    listed_on = None if day is None else row.day("date", day)
    draft.designations.append(
        Designation(
            programme=row.need("value"),
            authority=authority,
            effect=row.word("kind", Effect),
            list_name=row.note("list_name"),
            measures=tuple(text for _, text in row.notes("measure")),
            events=(ListingEvent(on=listed_on, legal_basis=basis),) if listed_on or basis else (),
            listed_on=listed_on,
            source=row.source,
        )
    )


def _relation(row: Row, draft: Draft) -> None:
    kind, other, name = row.word("kind", RelationKind), row.take("value"), row.note("other_name")
    if name is None:
        raise row.wrong("other", "a relation needs other_name")
    published_as = row.note("published_as")
    if published_as is None:
        raise row.wrong("other", "a relation needs published_as")
    relation = Relation(
        kind=kind,
        published_as=published_as,
        other_id=other,
        other_name=name,
        quality=row.note("quality"),
        source=row.source,
    )
    draft.relations.append((row, relation))


def _detail(row: Row, draft: Draft) -> None:
    draft.details.append(Detail(kind=row.need("kind"), text=row.need("value"), source=row.source))


FACTS: Final[Mapping[str, Callable[[Row, Draft], None]]] = {
    "type": _type,
    "name": _name,
    "birth": _birth,
    "birth_place": _birth_place,
    "gender": _gender,
    "title": _title,
    "country": _country,
    "identifier": _identifier,
    "wallet": _wallet,
    "address": _address,
    "designation": _designation,
    "relation": _relation,
    "detail": _detail,
}

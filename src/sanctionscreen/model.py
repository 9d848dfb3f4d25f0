"""The records of a list: an Entity and its parts, frozen.

Records stand at the two ends of the library only: a reader makes them from a list file, and an
explanation is made of them. Between the ends every row lives in a frame (`columns.py`).

Null means "the list does not say", never "no" and never an empty text.
"""

from collections.abc import Iterable
from datetime import date
from typing import Annotated, Self, TypeVar

from pydantic import BaseModel, ConfigDict, StringConstraints, model_validator

from sanctionscreen.terms import (
    CountryRole,
    Effect,
    EntityType,
    Evidence,
    Gender,
    IdentifierKind,
    NameKind,
    Precision,
    Problem,
    RelationKind,
    Validity,
)

__all__ = [
    "Address",
    "Cited",
    "CountryRole",
    "CountryTie",
    "DateRange",
    "Designation",
    "Detail",
    "Effect",
    "Entity",
    "EntityType",
    "Evidence",
    "Gender",
    "Identifier",
    "IdentifierKind",
    "ListingEvent",
    "Name",
    "NameKind",
    "NamePart",
    "Precision",
    "Problem",
    "Record",
    "Relation",
    "RelationKind",
    "Text",
    "Validity",
    "Wallet",
    "unique",
]

Text = Annotated[str, StringConstraints(min_length=1)]


class Record(BaseModel):
    """The base of every record: frozen, no unknown fields, one shape."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Cited(Record):
    """A part that may cite its own source; null = the list record it stands on says it."""

    source: Text | None = None


_R = TypeVar("_R", bound=Record)


class DateRange(Record):
    """A date as far as the list knows it: first and last possible day, both included.

    >>> DateRange.year(1962).start, DateRange.year(1962).end
    (datetime.date(1962, 1, 1), datetime.date(1962, 12, 31))
    """

    start: date
    end: date
    precision: Precision

    @classmethod
    def day(cls, day: date) -> Self:
        """The range of exactly one day."""
        return cls(start=day, end=day, precision=Precision.DAY)

    @classmethod
    def year(cls, year: int) -> Self:
        """The range of one whole calendar year."""
        return cls(start=date(year, 1, 1), end=date(year, 12, 31), precision=Precision.YEAR)

    @model_validator(mode="after")
    def _ordered(self) -> Self:
        if self.end < self.start:
            raise ValueError(f"a date range ends ({self.end}) before it starts ({self.start})")
        return self


class NamePart(Record):
    """One part of a name with the kind the list gives it (`last`, `first`, `whole` …)."""

    kind: Text
    text: Text


class Name(Cited):
    """A name as published: parts in published order, script and language where stated.

    `strength` and `published_as` are the list's own words (`low`, `F.K.A.`), unchanged.
    """

    full: Text
    kind: NameKind
    strength: Text | None = None
    published_as: Text | None = None
    script: Text | None = None  # ISO 15924
    language: Text | None = None  # BCP 47
    parts: tuple[NamePart, ...] = ()


class Identifier(Cited):
    """A document or registration number, with the country that issued it (ISO 3166 alpha-2)."""

    kind: IdentifierKind
    published_as: Text
    number: Text
    country: Text | None = None
    country_text: Text | None = None
    validity: Validity | None = None
    authority: Text | None = None
    issued: DateRange | None = None
    expires: DateRange | None = None
    note: Text | None = None


class Wallet(Cited):
    """A wallet address exactly as published; `asset` is the list's label, not the chain."""

    address: Text
    asset: Text


class Address(Cited):
    """A postal address; `text` is the whole, the rest are its parts where the list splits it."""

    text: Text
    city: Text | None = None
    region: Text | None = None
    postal_code: Text | None = None
    country: Text | None = None
    country_text: Text | None = None


class CountryTie(Cited):
    """A country the entity belongs to, with the reason; `code` is ISO 3166 alpha-2."""

    role: CountryRole
    text: Text
    code: Text | None = None


class ListingEvent(Record):
    """A day on which the entity was listed, and the legal basis given for it."""

    on: date | None = None
    legal_basis: Text | None = None


class Designation(Cited):
    """One programme under which an entity is listed, by whom, since when, with what effect."""

    programme: Text
    authority: Text
    effect: Effect
    list_name: Text | None = None
    measures: tuple[Text, ...] = ()
    events: tuple[ListingEvent, ...] = ()
    listed_on: date | None = None


class Relation(Cited):
    """A tie to another entity; `other_id` is null where the list names it by words only."""

    kind: RelationKind
    published_as: Text
    other_id: Text | None = None
    other_name: Text | None = None
    quality: Text | None = None
    former: bool = False
    period: DateRange | None = None


class Detail(Cited):
    """Anything else the list states: `kind` is the list's own label."""

    kind: Text
    text: Text


class Entity(Record):
    """A listed party with everything one list record says of it.

    `entity_id` is `<list_id>:<uid>`, the uid being the official one. Several `births` are
    alternatives, never an envelope.
    """

    list_id: Text
    uid: Text
    entity_type: EntityType
    names: tuple[Name, ...]
    births: tuple[DateRange, ...] = ()
    birth_places: tuple[Text, ...] = ()
    gender: Gender | None = None
    titles: tuple[Text, ...] = ()
    countries: tuple[CountryTie, ...] = ()
    identifiers: tuple[Identifier, ...] = ()
    wallets: tuple[Wallet, ...] = ()
    addresses: tuple[Address, ...] = ()
    designations: tuple[Designation, ...] = ()
    relations: tuple[Relation, ...] = ()
    details: tuple[Detail, ...] = ()
    remarks: Text | None = None

    @model_validator(mode="after")
    def _named(self) -> Self:
        if not self.names:
            raise ValueError(f"{self.entity_id} has no name")
        return self

    @property
    def entity_id(self) -> str:
        """The id that hits, files and other lists refer to."""
        return f"{self.list_id}:{self.uid}"

    @property
    def caption(self) -> str:
        """The name to show: the first primary name in Latin script, else the first name."""
        primary = [name for name in self.names if name.kind is NameKind.PRIMARY]
        latin = [name for name in primary if name.script in (None, "Latn")]
        return next(iter((*latin, *primary, *self.names))).full


def unique(records: Iterable[_R]) -> tuple[_R, ...]:
    """The records in their order, each equal one once."""
    return tuple(dict.fromkeys(records))

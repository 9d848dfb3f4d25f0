"""The words of the model that stand in every result: kinds of things, and evidence.

Null means "the list does not say", never "no" and never an empty text.
"""

from collections.abc import Iterable
from enum import StrEnum
from typing import NamedTuple

from sanctionscreen.value import Value, value


class EntityType(StrEnum):
    """What a listed party is."""

    PERSON = "person"
    ORGANISATION = "organisation"
    VESSEL = "vessel"
    AIRCRAFT = "aircraft"
    UNKNOWN = "unknown"


class NameKind(StrEnum):
    """How a name stands on the list; `article_alias` is the only kind no list publishes."""

    PRIMARY = "primary"
    ALIAS = "alias"
    WEAK_ALIAS = "weak_alias"
    FORMER = "former"
    ARTICLE_ALIAS = "article_alias"


class Precision(StrEnum):
    """How exactly the list knows a date."""

    DAY = "day"
    MONTH = "month"
    YEAR = "year"
    CIRCA = "circa"
    RANGE = "range"


class Gender(StrEnum):
    """The gender a list states."""

    MALE = "male"
    FEMALE = "female"


class Validity(StrEnum):
    """Whether the list calls an identity document genuine."""

    VALID = "valid"
    FRAUDULENT = "fraudulent"


class Effect(StrEnum):
    """What a designation forbids; nothing is ever called just "sanctioned"."""

    BLOCKING = "blocking"
    SECTORAL = "sectoral"
    SPECIAL_MEASURE = "special_measure"
    INVESTMENT = "investment"
    EXPORT = "export"
    TRAVEL = "travel"
    OTHER = "other"


class CountryRole(StrEnum):
    """Why a country stands on an entity."""

    NATIONALITY = "nationality"
    CITIZENSHIP = "citizenship"
    REGISTRATION = "registration"
    FLAG = "flag"
    FORMER_FLAG = "former_flag"


class IdentifierKind(StrEnum):
    """The family of an identifier: only identifiers of one family are compared."""

    PASSPORT = "passport"
    NATIONAL_ID = "national_id"
    TAX_ID = "tax_id"
    REGISTRATION = "registration"
    LEI = "lei"
    BIC = "bic"
    IMO = "imo"
    MMSI = "mmsi"
    CALL_SIGN = "call_sign"
    AIRCRAFT = "aircraft"
    SECURITY = "security"
    OTHER = "other"


class RelationKind(StrEnum):
    """What ties an entity to another one; read "entity <kind> other"."""

    OWNED_OR_CONTROLLED_BY = "owned_or_controlled_by"
    OWNS_OR_CONTROLS = "owns_or_controls"
    ACTING_FOR = "acting_for"
    SUPPORTS = "supports"
    FAMILY = "family"
    ASSOCIATE = "associate"
    LEADER_OF = "leader_of"
    SIGNIFICANT_ROLE_IN = "significant_role_in"
    PROPERTY_OF = "property_of"
    SAME_AS = "same_as"
    OTHER = "other"


@value
class Problem(Value):
    """Something a reader met and did not understand: kept, counted and shown, never swallowed."""

    record: str
    field: str
    reason: str

    def _check(self) -> None:
        if not (self.record and self.field and self.reason):
            raise ValueError("a problem without a record, a field or a reason")


@value
class Evidence(Value):
    """One reason for or against a hit, with the two values that met.

    `weight` is what it added to (or took from) the score.
    """

    kind: str
    query: str
    listed: str
    weight: float
    note: str = ""

    def _check(self) -> None:
        if not self.kind:
            raise ValueError("evidence of no kind")


class EvidenceColumns(NamedTuple):
    """The evidence on many pairs in columns, pair by pair: whose it is, and its fields."""

    of: list[int]
    kind: list[str]
    query: list[str]
    listed: list[str]
    weight: list[float]
    note: list[str]

    def and_more(self, more: Iterable[tuple[int, Evidence]]) -> "EvidenceColumns":
        """These with more evidence behind that on the same pair.

        >>> names = ["Anna", "Bert"]
        >>> some = EvidenceColumns([0, 1], ["name"] * 2, names, names, [1.0] * 2, [""] * 2)
        >>> more = Evidence(kind="birth_same", query="1987", listed="1987", weight=0.1)
        >>> some.and_more([(0, more)]).kind
        ['name', 'birth_same', 'name']
        """
        added = [(of, *(told for _, told in one)) for of, one in more]
        if not added:
            return self
        rows = [*zip(*self, strict=True), *added]
        rows.sort(key=lambda row: row[0])
        return EvidenceColumns(*map(list, zip(*rows, strict=True)))

    def rows(self, size: int) -> list[list[dict[str, object]]]:
        """The fields of the evidence on each of so many pairs."""
        found: list[list[dict[str, object]]] = [[] for _ in range(size)]
        fields = self._fields[1:]
        for of, *told in zip(*self, strict=True):
            found[of].append(dict(zip(fields, told, strict=True)))
        return found

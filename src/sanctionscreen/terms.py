"""The words of the model that stand in every result: kinds of things, and evidence.

Null means "the list does not say", never "no" and never an empty text.
"""

from enum import StrEnum

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

"""Features of OFAC's advanced XML: birth dates, countries, wallets, vessel data and the rest."""

from dataclasses import dataclass, field
from functools import cache
from typing import TYPE_CHECKING, Final

from sanctionscreen.model import (
    Address,
    CountryRole,
    CountryTie,
    DateRange,
    Detail,
    Gender,
    Identifier,
    Precision,
    Wallet,
)
from sanctionscreen.sources.ofac_dates import read_period
from sanctionscreen.sources.ofac_reference import (
    COUNTRY_FEATURES,
    DETAIL_FEATURES,
    IDENTIFIER_FEATURES,
    WALLET_FEATURE,
)
from sanctionscreen.sources.record import XmlRecord
from sanctionscreen.territories import code_of

if TYPE_CHECKING:
    from sanctionscreen.sources.ofac_parties import Lookup
    from sanctionscreen.sources.ofac_places import Place

_GENDERS: Final = {"Male": Gender.MALE, "Female": Gender.FEMALE}
#: Features that become a fact unless their value is of another shape than ever seen.
_FACTS: Final = frozenset({"Birthdate", "Gender"})
#: Reliabilities that say nothing special; any other is kept as a detail beside the fact.
_PLAIN: Final = frozenset({"Unknown", "Confirmed"})


@dataclass(slots=True)
class Facts:
    """What the features of one party say, in published order."""

    births: list[DateRange] = field(default_factory=list)
    birth_places: list[str] = field(default_factory=list)
    gender: Gender | None = None
    titles: list[str] = field(default_factory=list)
    countries: list[CountryTie] = field(default_factory=list)
    identifiers: list[Identifier] = field(default_factory=list)
    wallets: list[Wallet] = field(default_factory=list)
    addresses: list[Address] = field(default_factory=list)
    details: list[Detail] = field(default_factory=list)


@dataclass(slots=True)
class Value:
    """The content of one feature version: text, looked-up word, period or place."""

    text: str | None
    period: DateRange | None
    place: "Place | None"
    reliability: str
    note: str | None

    def shown(self) -> str:
        """The value in words, whatever it is made of."""
        if self.text is not None:
            return self.text
        if self.period is not None:
            return show_period(self.period)
        addresses = () if self.place is None else self.place.addresses()
        return addresses[0].text if addresses else ""


def show_period(period: DateRange) -> str:
    """A period as ISO text: `2015-03-01`, `2015-03-01/2015-03-31`, `circa 1991-01-01/1991-12-31`.

    >>> show_period(DateRange.year(1991))
    '1991-01-01/1991-12-31'
    """
    circa = "circa " if period.precision is Precision.CIRCA else ""
    if period.start == period.end:
        return f"{circa}{period.start.isoformat()}"
    return f"{circa}{period.start.isoformat()}/{period.end.isoformat()}"


def read_feature(record: XmlRecord, lookup: "Lookup", facts: Facts) -> None:
    """Adds a Feature to the facts; an unknown feature type is kept as a detail and reported."""
    label = lookup.word("FeatureType", record.attribute("FeatureTypeID"), record)
    for version in record.many("FeatureVersion"):
        value = _value(version, lookup)
        if not value.shown():
            if label == "Location" and value.place is not None:
                continue  # a thousand locations hold nothing at all; nothing is lost
            record.problem(label, "a feature without a value")
            continue
        _keep(label, value, facts, record)
        if value.reliability not in _PLAIN:
            facts.details.append(
                Detail(kind=f"reliability: {value.reliability}", text=f"{label}: {value.shown()}")
            )
        if value.note is not None:
            facts.details.append(Detail(kind=f"comment: {label}", text=value.note))
    record.close()


def _value(version: XmlRecord, lookup: "Lookup") -> Value:
    reliability = lookup.word("Reliability", version.attribute("ReliabilityID"), version)
    note = version.child_text("Comment")
    period = version.one("DatePeriod")
    place = _place(version, lookup)
    texts: list[str] = []
    for detail in version.many("VersionDetail"):
        looked_up = detail.optional("DetailReferenceID")
        word = None if looked_up is None else lookup.word("DetailReference", looked_up, version)
        texts.extend(piece for piece in (word, detail.text()) if piece is not None)
        detail.close()
    version.close()
    if len(texts) > 1:
        version.problem("VersionDetail", f"{len(texts)} values in one, joined")
    text = "; ".join(texts) or None
    return Value(text, None if period is None else read_period(period), place, reliability, note)


def _place(version: XmlRecord, lookup: "Lookup") -> "Place | None":
    reference = version.one("VersionLocation")
    if reference is None:
        return None
    key = reference.attribute("LocationID")
    reference.close()
    place = lookup.places.get(key)
    if place is None:
        version.problem("VersionLocation", f"there is no location {key}")
    return place


def _keep(label: str, value: Value, facts: Facts, record: XmlRecord) -> None:
    shown = value.shown()
    if label.startswith(WALLET_FEATURE):
        asset = label.removeprefix(WALLET_FEATURE)
        facts.wallets.append(Wallet(address=shown, asset=asset))
    elif label == "Location":
        facts.addresses.extend(() if value.place is None else value.place.addresses())
    elif label == "Birthdate" and value.period is not None:
        facts.births.append(value.period)
    elif label == "Place of Birth":
        facts.birth_places.append(shown)
    elif label == "Title":
        facts.titles.append(shown)
    elif label == "Gender" and facts.gender in (None, _GENDERS.get(shown)) and shown in _GENDERS:
        facts.gender = _GENDERS[shown]
    elif label in COUNTRY_FEATURES:
        code = None if value.place is None else value.place.country
        facts.countries.append(_tie(COUNTRY_FEATURES[label], shown, code or code_of(shown)))
    elif label in IDENTIFIER_FEATURES:
        kind = IDENTIFIER_FEATURES[label]
        facts.identifiers.append(Identifier(kind=kind, published_as=label, number=shown))
    else:
        facts.details.append(Detail(kind=label, text=shown))
        if label in _FACTS:
            record.problem(label, f"{shown!r} not understood, kept as a detail")
        elif label not in DETAIL_FEATURES:
            record.problem(label, "unknown feature type, kept as a detail")


@cache
def _tie(role: CountryRole, text: str, code: str | None) -> CountryTie:
    """One record for the thousands of parties that share it."""
    return CountryTie(role=role, text=text, code=code)

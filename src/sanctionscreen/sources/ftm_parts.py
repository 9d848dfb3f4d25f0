"""What FollowTheMoney says of a party: names, numbers, papers, sanctions."""

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any, Final

from sanctionscreen.identifiers.kinds import kind_of
from sanctionscreen.model import (
    CountryRole,
    CountryTie,
    DateRange,
    Designation,
    Detail,
    Effect,
    EntityType,
    Gender,
    Identifier,
    IdentifierKind,
    ListingEvent,
    Name,
    NameKind,
    RelationKind,
    Wallet,
)
from sanctionscreen.sources.parts import date_range, maybe_date, script_of, tie
from sanctionscreen.sources.reading import Report

#: Schemas that are parties; a CryptoWallet is one where the list names no owner.
TYPES: Final = {
    "Person": EntityType.PERSON,
    "Company": EntityType.ORGANISATION,
    "Organization": EntityType.ORGANISATION,
    "LegalEntity": EntityType.UNKNOWN,
    "PublicBody": EntityType.ORGANISATION,
    "Vessel": EntityType.VESSEL,
    "Airplane": EntityType.AIRCRAFT,
    "CryptoWallet": EntityType.UNKNOWN,
    "Asset": EntityType.UNKNOWN,
    "Vehicle": EntityType.UNKNOWN,
    "Security": EntityType.UNKNOWN,
}
SANCTION: Final = frozenset({"Sanction"})
PAPERS: Final = frozenset({"Identification", "Passport"})
#: Ties: schema → property of the one side, of the other side, what the first is to the second.
TIES: Final = {
    "Ownership": ("asset", "owner", RelationKind.OWNED_OR_CONTROLLED_BY),
    "Directorship": ("director", "organization", RelationKind.LEADER_OF),
    "Family": ("person", "relative", RelationKind.FAMILY),
    "Associate": ("person", "associate", RelationKind.ASSOCIATE),
    "Membership": ("member", "organization", RelationKind.OTHER),
    "Employment": ("employee", "employer", RelationKind.OTHER),
    "Representation": ("agent", "client", RelationKind.ACTING_FOR),
    "UnknownLink": ("subject", "object", RelationKind.OTHER),
    "Succession": ("successor", "predecessor", RelationKind.OTHER),
}
_TOPICS: Final = {
    "sanction": Effect.OTHER,
    "sanction.counter": Effect.OTHER,
    "debarment": Effect.OTHER,
    "export.control": Effect.EXPORT,
    "invest.ban": Effect.INVESTMENT,
    "reg.warn": Effect.OTHER,
}
TARGETED: Final = frozenset({"sanction", "debarment", "export.control", "invest.ban"})
_BLOCKING: Final = ("asset freeze", "freez", "block")
_NAMES: Final = {
    "name": NameKind.PRIMARY,
    "alias": NameKind.ALIAS,
    "weakAlias": NameKind.WEAK_ALIAS,
    "previousName": NameKind.FORMER,
    "abbreviation": NameKind.WEAK_ALIAS,
}
_COUNTRIES: Final = {
    "nationality": CountryRole.NATIONALITY,
    "citizenship": CountryRole.CITIZENSHIP,
    "jurisdiction": CountryRole.REGISTRATION,
    "mainCountry": CountryRole.REGISTRATION,
    "flag": CountryRole.FLAG,
    "pastFlags": CountryRole.FORMER_FLAG,
}
_NUMBERS: Final = {
    "passportNumber": IdentifierKind.PASSPORT,
    "idNumber": IdentifierKind.NATIONAL_ID,
    "socialSecurityNumber": IdentifierKind.NATIONAL_ID,
    "taxNumber": IdentifierKind.TAX_ID,
    "innCode": IdentifierKind.TAX_ID,
    "vatCode": IdentifierKind.TAX_ID,
    "registrationNumber": IdentifierKind.REGISTRATION,
    "ogrnCode": IdentifierKind.REGISTRATION,
    "okpoCode": IdentifierKind.REGISTRATION,
    "kppCode": IdentifierKind.REGISTRATION,
    "uscCode": IdentifierKind.REGISTRATION,
    "dunsCode": IdentifierKind.REGISTRATION,
    "npiCode": IdentifierKind.REGISTRATION,
    "leiCode": IdentifierKind.LEI,
    "swiftBic": IdentifierKind.BIC,
    "imoNumber": IdentifierKind.IMO,
    "mmsi": IdentifierKind.MMSI,
    "callSign": IdentifierKind.CALL_SIGN,
    "registrationMark": IdentifierKind.AIRCRAFT,
    "serialNumber": IdentifierKind.AIRCRAFT,
    "isin": IdentifierKind.SECURITY,
    "isinCode": IdentifierKind.SECURITY,
    "ticker": IdentifierKind.SECURITY,
}
#: Properties that repeat what others say, or say who wrote it; see the manifest.
_IGNORED: Final = frozenset(
    {"firstName", "lastName", "middleName", "secondName", "fatherName", "motherName", "topics",
     "country", "addressEntity", "sourceUrl", "publisher", "publisherUrl", "retrievedAt",
     "modifiedAt", "createdAt", "programId", "wikidataId", "nameSuffix", "matronymic", "holder"}
)  # fmt: skip


class Line:
    """The witness of one party."""

    def __init__(self, report: Report, key: str) -> None:
        self._report = report
        self._key = key

    def problem(self, field: str, reason: str) -> None:
        """Keeps one thing that was not understood."""
        self._report.problem(self._key, field, reason)

    def problem_once(self, field: str, reason: str) -> None:
        """The same, kept once."""
        self._report.problem_once(self._key, field, reason)


def names_of(properties: Mapping[str, list[str]]) -> Iterator[Name]:
    """All names; of the several that OpenSanctions gathered as `name`, each is a primary one."""
    for field, kind in _NAMES.items():
        for text in properties.get(field, ()):
            if plain := " ".join(text.split()):
                yield Name(full=plain, kind=kind, published_as=field, script=script_of(plain))


def dates_of(texts: list[str], witness: Line) -> Iterator[DateRange]:
    """The dates of birth."""
    for text in texts:
        found = date_range(text, witness, field="birthDate")
        if found is not None:
            yield found


def gender_of(words: list[str], witness: Line) -> Gender | None:
    """The gender where exactly one is stated."""
    known = [word.lower() for word in words if word.lower() in set(Gender)]
    if words and len(set(known)) != 1:
        witness.problem("gender", f"not one gender: {', '.join(words)}")
    return Gender(known[0]) if len(set(known)) == 1 else None


def countries_of(
    properties: Mapping[str, list[str]], entity_type: EntityType, witness: Line
) -> Iterator[CountryTie]:
    """The countries with their reasons; of one that is no person, also a bare country."""
    found = False
    for field, role in _COUNTRIES.items():
        for text in properties.get(field, ()):
            found = True
            yield from tie(role, text, witness)
    if not found and entity_type is not EntityType.PERSON:
        for text in properties.get("country", ()):
            yield from tie(CountryRole.REGISTRATION, text, witness)


def numbers_of(properties: Mapping[str, list[str]]) -> Iterator[Identifier]:
    """The numbers that stand on the party itself."""
    for field, kind in _NUMBERS.items():
        for number in properties.get(field, ()):
            yield Identifier(kind=kind, published_as=field, number=number)


def papers_of(around: list[Mapping[str, Any]], witness: Line) -> Iterator[Identifier]:
    """The identity documents that other lines add."""
    for line in around:
        properties = line["properties"]
        if line["schema"] not in PAPERS:
            continue
        label = next(iter(properties.get("type", ())), line["schema"])
        country = next(iter(properties.get("country", ())), None)
        kind = IdentifierKind.PASSPORT if line["schema"] == "Passport" else kind_of(label)
        for number in properties.get("number", ()):
            yield Identifier(
                kind=kind,
                published_as=label,
                number=number,
                country=None if country is None else country.upper(),
                authority=next(iter(properties.get("authority", ())), None),
            )
        if not properties.get("number"):
            witness.problem("number", f"a document without a number: {label}")


def wallets_of(schema: str, properties: Mapping[str, list[str]]) -> Iterator[Wallet]:
    """The keys of a wallet."""
    if schema == "CryptoWallet":
        asset = next(iter(properties.get("currency", ())), "unlabelled")
        for key in properties.get("publicKey", ()):
            yield Wallet(address=key, asset=asset)


def designations_of(
    line: Mapping[str, Any], around: list[Mapping[str, Any]]
) -> Iterator[Designation]:
    """One designation a sanction; the topics where no sanction is given."""
    found = False
    for other in around:
        if other["schema"] in SANCTION:
            found = True
            yield _designation(other["properties"], line)
    if not found:
        topics = [topic for topic in line["properties"].get("topics", ()) if topic in TARGETED]
        for topic in topics:
            yield Designation(
                programme=topic,
                authority="as gathered by OpenSanctions",
                effect=_TOPICS[topic],
            )


def _designation(properties: Mapping[str, list[str]], line: Mapping[str, Any]) -> Designation:
    def first(field: str) -> str | None:
        return next(iter(properties.get(field, ())), None)

    measures = tuple(properties.get("provisions", ()))
    joined = " ".join(measures).lower()
    topics = line["properties"].get("topics", ())
    own = [_TOPICS[topic] for topic in topics if topic in TARGETED]
    effect = Effect.BLOCKING if any(word in joined for word in _BLOCKING) else own[0]
    days = [day for day in map(maybe_date, _days(properties)) if day is not None]
    listed_on: date | None = min((day.start for day in days), default=None)
    ended = first("endDate")
    if ended is not None:
        measures = (*measures, f"ended {ended}")
    basis = next(iter((*properties.get("reason", ()), *properties.get("summary", ()))), None)
    return Designation(
        programme=first("program") or first("programId") or "unknown programme",
        authority=first("authority") or "as gathered by OpenSanctions",
        effect=effect,
        list_name=", ".join(line.get("datasets", ())) or None,
        measures=measures,
        events=(ListingEvent(on=listed_on, legal_basis=basis),),
        listed_on=listed_on,
    )


def _days(properties: Mapping[str, list[str]]) -> list[str]:
    return [*properties.get("startDate", ()), *properties.get("listingDate", ())]


def details_of(properties: Mapping[str, list[str]], line: Mapping[str, Any]) -> Iterator[Detail]:
    """Every further property as a detail under its own name."""
    read = {*_NAMES, *_COUNTRIES, *_NUMBERS, *_IGNORED}
    read |= {"birthDate", "birthPlace", "gender", "title", "position", "address", "notes"}
    read |= {"publicKey", "currency"}
    for field in sorted(properties.keys() - read):
        for text in properties[field]:
            if text.strip():
                yield Detail(kind=field, text=text)
    for dataset in line.get("datasets", ()):
        yield Detail(kind="dataset", text=dataset)

"""What FollowTheMoney says of a party: names, numbers, papers, sanctions."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Final

from sanctionscreen.identifiers.kinds import kind_of
from sanctionscreen.model import (
    Address,
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
    Relation,
    RelationKind,
    Wallet,
)
from sanctionscreen.sources.parts import address, date_range, maybe_date, script_of, tie
from sanctionscreen.sources.reading import Report
from sanctionscreen.sources.record import Place, Placed

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
TIES: Final[Mapping[str, tuple[str, str, RelationKind]]] = {
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


class Line(Placed):
    """One entity of the file: its properties are taken one by one, what is left is told."""

    def __init__(self, report: Report, line: Mapping[str, Any]) -> None:
        super().__init__(Place(report, line["id"]))
        self.schema: str = line["schema"]
        self.datasets: tuple[str, ...] = tuple(line.get("datasets", ()))
        self._properties: dict[str, list[str]] = {
            field: [plain for text in texts if (plain := text.strip())]
            for field, texts in line["properties"].items()
        }

    def take(self, *fields: str) -> list[str]:
        """The values of these properties."""
        return [text for field in fields for text in self._properties.pop(field, ())]

    def one(self, *fields: str) -> str | None:
        """The first value of these properties; null where there is none."""
        return next(iter(self.take(*fields)), None)

    def rest(self) -> Iterator[tuple[str, str]]:
        """Every property with its value that nobody took and the manifest does not ignore."""
        for field in sorted(self._properties):
            if not self.report.ignores(f"{self.schema}/{field}"):
                yield from ((field, text) for text in self._properties[field])
        self._properties.clear()

    def close(self) -> None:
        """Leaves the properties that nobody took to the report."""
        for field in self._properties:
            self.leave(f"{self.schema}/{field}")


def names_of(line: Line, caption: str) -> Iterator[Name]:
    """All names; of the several that OpenSanctions gathered as `name`, each is a primary one.

    The caption stands in where there is none.
    """
    for field, kind in _NAMES.items():
        texts = line.take(field) or ([caption] if kind is NameKind.PRIMARY else [])
        for text in texts:
            plain = " ".join(text.split())
            yield Name(full=plain, kind=kind, published_as=field, script=script_of(plain))


def dates_of(line: Line) -> Iterator[DateRange]:
    """The dates of birth."""
    for text in line.take("birthDate"):
        found = date_range(text, line, field="birthDate")
        if found is not None:
            yield found


def gender_of(line: Line) -> Gender | None:
    """The gender where exactly one is stated."""
    words = line.take("gender")
    known = [word.lower() for word in words if word.lower() in set(Gender)]
    if words and len(set(known)) != 1:
        line.problem("gender", f"not one gender: {', '.join(words)}")
    return Gender(known[0]) if len(set(known)) == 1 else None


def countries_of(line: Line, entity_type: EntityType) -> Iterator[CountryTie]:
    """The countries with their reasons; of one that is no person, also a bare country."""
    found = False
    for field, role in _COUNTRIES.items():
        for text in line.take(field):
            found = True
            yield from tie(role, text, line)
    if entity_type is EntityType.PERSON:
        return
    for text in line.take("country"):
        if not found:
            yield from tie(CountryRole.REGISTRATION, text, line)


def numbers_of(line: Line) -> Iterator[Identifier]:
    """The numbers that stand on the party itself."""
    for field, kind in _NUMBERS.items():
        for number in line.take(field):
            yield Identifier(kind=kind, published_as=field, number=number)


def papers_of(papers: Iterable[Line]) -> Iterator[Identifier]:
    """The identity documents that other lines add."""
    for line in papers:
        label = line.one("type") or line.schema
        numbers = list(dict.fromkeys(line.take("number", "passportNumber")))
        country = line.one("country")
        authority = line.one("authority")
        issued, expires = (
            date_range(line.one(field), line, field=field) for field in ("startDate", "endDate")
        )
        line.take("holder")
        said = [*line.take("summary"), *(f"{field} {text}" for field, text in line.rest())]
        kind = IdentifierKind.PASSPORT if line.schema == "Passport" else kind_of(label)
        for number in numbers:
            yield Identifier(
                kind=kind,
                published_as=label,
                number=number,
                country=None if country is None else country.upper(),
                authority=authority,
                issued=issued,
                expires=expires,
                note="; ".join(said) or None,
            )
        if not numbers:
            line.problem("number", f"a document without a number: {label}")


def place_of(line: Line) -> tuple[Address, ...]:
    """The address of a line: whole where it is given whole, else its parts."""
    full, remarks, box = line.take("full", "name"), line.take("remarks"), line.one("postOfficeBox")
    street = [*line.take("street", "street2"), *([f"P.O. Box {box}"] if box else [])]
    city, region = line.one("city"), line.one("region", "state")
    post, code = line.one("postalCode"), line.one("country")
    line.close()
    return address(
        line,
        lines=(*remarks, *(full[:1] or street)),
        city=None if full else city,
        region=None if full else region,
        postal_code=None if full else post,
        code=None if code is None else code.upper(),
    )


def wallets_of(line: Line) -> Iterator[Wallet]:
    """The keys of a wallet."""
    if line.schema == "CryptoWallet":
        asset = line.one("currency") or "unlabelled"
        for key in line.take("publicKey"):
            yield Wallet(address=key, asset=asset)


def designations_of(
    sanctions: Iterable[Line], line: Line, details: list[Detail]
) -> Iterator[Designation]:
    """One designation a sanction; the topics where no sanction is given.

    What a sanction says beyond a designation is added to the details.
    """
    topics = [topic for topic in line.take("topics") if topic in TARGETED]
    found = False
    for sanction in sanctions:
        found = True
        yield _designation(sanction, line, _TOPICS[topics[0]])
        details += [Detail(kind=f"sanction {field}", text=text) for field, text in sanction.rest()]
    if not found:
        for topic in topics:
            yield Designation(
                programme=topic,
                authority="as gathered by OpenSanctions",
                effect=_TOPICS[topic],
            )


def _designation(sanction: Line, line: Line, topic: Effect) -> Designation:
    sanction.take("entity")
    measures = tuple(sanction.take("provisions"))
    joined = " ".join(measures).lower()
    days = [maybe_date(text) for text in sanction.take("startDate", "listingDate")]
    listed_on = min((day.start for day in days if day is not None), default=None)
    ended = sanction.one("endDate")
    if ended is not None:
        measures = (*measures, f"ended {ended}")
    return Designation(
        programme=sanction.one("program", "programId") or "unknown programme",
        authority=sanction.one("authority") or "as gathered by OpenSanctions",
        effect=Effect.BLOCKING if any(word in joined for word in _BLOCKING) else topic,
        list_name=", ".join(line.datasets) or None,
        measures=measures,
        events=(ListingEvent(on=listed_on, legal_basis=sanction.one("reason", "summary")),),
        listed_on=listed_on,
    )


def tie_of(line: Line) -> Relation:
    """What a line says that a party is to another one, whom it does not name yet."""
    _, _, kind = TIES[line.schema]
    word = line.one("role", "relationship") or line.schema
    since, until = line.one("startDate"), line.one("endDate")
    said = [f"since {since}"] if since else []
    said += [f"until {until}"] if until else []
    said += [f"{field} {text}" for field, text in line.rest()]
    return Relation(kind=kind, published_as=f"{word} ({'; '.join(said)})" if said else word)


def details_of(line: Line) -> Iterator[Detail]:
    """Every further property as a detail under its own name."""
    for field, text in line.rest():
        yield Detail(kind=field, text=text)
    for dataset in line.datasets:
        yield Detail(kind="dataset", text=dataset)

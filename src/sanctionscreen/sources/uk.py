"""The UK Sanctions List → entities: its CSV, and its XML.

The CSV has a row a name and address, which repeats the rest; the XML has an element a designation.
Both fill the same draft. Since 28 January 2026 this is the only list of the United Kingdom.

Source: FCDO, "Format guide for the UK Sanctions List"
(https://www.gov.uk/guidance/format-guide-for-the-uk-sanctions-list).
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from sanctionscreen.errors import ParseError
from sanctionscreen.model import Entity
from sanctionscreen.sources.dates import parse
from sanctionscreen.sources.reading import Files, Report, only_stream
from sanctionscreen.sources.record import XmlRecord
from sanctionscreen.sources.rows import RowRecord, csv_rows
from sanctionscreen.sources.uk_draft import NAME_PARTS, Draft
from sanctionscreen.sources.xml import records

_REPORT_DATE: Final = "Report Date"
#: What must be there; the other columns may be missing, an unknown one is reported.
_COLUMNS: Final = ("Unique ID", "Name 6", "Name type", "Regime Name", "Date Designated")
_LINES: Final = tuple(f"Address Line {number}" for number in range(1, 7))


@dataclass(frozen=True, slots=True)
class UkCsv:
    """The reader of `UK-Sanctions-List.csv`."""

    VERSION: int = 1

    def recognises(self, name: str, head: bytes) -> bool:  # noqa: ARG002  # the name says nothing
        r"""Whether the heading is that of the UK list, with or without the line of its date.

        >>> UkCsv().recognises("x", b"Report Date: 13-Feb-2026\r\nUnique ID,OFSI Group ID,")
        True
        """
        return b"Unique ID" in head and b"OFSI Group ID" in head and b"<" not in head[:200]

    def read(self, files: Files, report: Report) -> Iterator[Entity]:
        """The parties in the order of their first row; the rows of one need not be together.

        Raises:
            ParseError: not UTF-8, cut off, or a column is missing.
        """

        def preamble(cells: Sequence[str]) -> bool:
            text = " ".join(cells).strip()
            if not text.startswith(_REPORT_DATE):
                return False
            report.published_on = _date(text.removeprefix(_REPORT_DATE).strip(" :"), report)
            return True

        drafts: dict[str, Draft] = {}
        stream = only_stream(files, report)
        for row in csv_rows(stream, report, columns=_COLUMNS, preamble=preamble):
            uid = row.need("Unique ID")
            row.place.record_id = uid
            _read_row(row, drafts.setdefault(uid, Draft(uid, report)))
            row.close()
        yield from _completed(drafts, report)


def _date(text: str, report: Report) -> date | None:
    try:
        return parse(text).start
    except ValueError:
        report.problem("head", "Report Date", f"not a date: {text!r}")
        return None


def _completed(drafts: dict[str, Draft], report: Report) -> Iterator[Entity]:
    if not drafts:
        raise ParseError("no party in it", source=report.list_id)
    for uid in tuple(drafts):
        yield drafts.pop(uid).complete()


def _read_row(row: RowRecord, draft: Draft) -> None:
    """What one row adds: most of it stands in the other rows of the party too."""
    draft.add_type(row.take("Designation Type") or row.take("Individual, Entity, Ship"), row)
    parts = {number: row.take(f"Name {number}") for number in NAME_PARTS}
    draft.add_name(parts, row.take("Name type"), row.take("Alias strength"), row)
    draft.add_other_script(
        row.take("Name non-latin script"),
        row.take("Non-latin script type"),
        row.take("Non-latin script language"),
    )
    draft.add_regime(
        row.take("Regime Name"),
        row.many("Sanctions Imposed", "|"),
        row.take("Designation source"),
        row.take("Date Designated"),
        row,
    )
    lines = [row.take(line) for line in _LINES]
    draft.add_address(lines, row.take("Address Postal Code"), row.take("Address Country"), row)
    draft.add_text(row.take("Other Information"), row.take("UK Statement of Reasons"))
    for title in (row.take("Title"), *row.many("Position", "|")):
        draft.add_title(title)
    _read_person(row, draft)
    _read_company_or_ship(row, draft)
    for label in ("Phone number", "Website", "Email address"):
        draft.add_detail(label, row.take(label))
    draft.add_detail("UN Reference Number", row.take("UN Reference Number"))
    draft.add_detail("OFSI Group ID", row.take("OFSI Group ID"))


def _read_person(row: RowRecord, draft: Draft) -> None:
    for born in row.many("D.O.B", "|"):
        draft.add_birth(born, row)
    draft.add_birth_place(row.take("Town of birth"), row.take("Country of birth"))
    for land in row.many("Nationality(/ies)", "|"):
        draft.add_nationality(land, row)
    draft.add_gender(row.take("Gender"), row)
    draft.add_document(
        "Passport", row.take("Passport number"), row.take("Passport additional information")
    )
    draft.add_document(
        "National Identifier",
        row.take("National Identifier number"),
        row.take("National Identifier additional information"),
    )


def _read_company_or_ship(row: RowRecord, draft: Draft) -> None:
    draft.add_detail("Type of entity", row.take("Type of entity"))
    for number in row.many("Business registration number (s)", "|"):
        draft.add_document("Business registration number", number, None)
    for column in ("Parent company", "Subsidiaries"):
        for other in row.many(column, "|"):
            draft.add_relation(column, other)
    for column in ("Current owner/operator (s)", "Previous owner/operator (s)"):
        for other in row.many(column, "|"):
            draft.add_relation(column, other)
    draft.add_document("IMO number", row.take("IMO number"), None)
    draft.add_flag(row.take("Current believed flag of ship"), row)
    for flag in row.many("Previous flags", "|", ";"):
        draft.add_flag(flag, row, former=True)
    draft.add_document(
        "Hull identification number", row.take("Hull identification number (HIN)"), None
    )
    for label in ("Type of ship", "Tonnage of ship", "Length of ship", "Year Built"):
        draft.add_detail(label, row.take(label))


# --- XML --------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class UkXml:
    """The reader of `UK-Sanctions-List.xml`."""

    VERSION: int = 1

    def recognises(self, name: str, head: bytes) -> bool:  # noqa: ARG002  # the name says nothing
        """Whether the file begins like the XML of the UK list.

        >>> UkXml().recognises("x", b"<?xml version='1.0'?><Designations>")
        True
        """
        return b"<Designations" in head

    def read(self, files: Files, report: Report) -> Iterator[Entity]:
        """The parties in published order.

        Raises:
            ParseError: cut off, not well-formed, or with a DTD.
        """
        tags = frozenset({"DateGenerated", "Designation"})
        stream = only_stream(files, report)
        drafts: dict[str, Draft] = {}
        for record in records(stream, report, root="Designations", tags=tags):
            if record.tag == "DateGenerated":
                report.published_on = _date(record.text() or "", report)
                record.close()
                continue
            uid = record.child_text("UniqueID")
            if uid is None:
                raise record.error("a designation without a UniqueID")
            record.place.record_id = uid
            read_designation(record, drafts.setdefault(uid, Draft(uid, report)))
            record.close()
        yield from _completed(drafts, report)


def read_designation(record: XmlRecord, draft: Draft) -> None:
    """What one `Designation` element says."""
    draft.add_type(record.child_text("IndividualEntityShip"), record)
    for name in record.group("Names", "Name"):
        parts = {number: name.child_text(f"Name{number}") for number in NAME_PARTS}
        draft.add_name(parts, name.child_text("NameType"), name.child_text("AliasStrength"), name)
        name.close()
    for name in record.group("NonLatinNames", "NonLatinName"):
        draft.add_other_script(
            name.child_text("NameNonLatinScript"),
            name.child_text("NonLatinScriptType"),
            name.child_text("NonLatinScriptLanguage"),
        )
        name.close()
    draft.add_regime(
        record.child_text("RegimeName"),
        [one.strip() for one in (record.child_text("SanctionsImposed") or "").split("|") if one],
        record.child_text("DesignationSource"),
        record.child_text("DateDesignated"),
        record,
    )
    for item in record.group("Addresses", "Address"):
        lines = [item.child_text(f"AddressLine{number}") for number in range(1, 7)]
        post, land = item.child_text("AddressPostalCode"), item.child_text("AddressCountry")
        draft.add_address(lines, post, land, item)
        item.close()
    draft.add_text(record.child_text("OtherInformation"), record.child_text("UKStatementofReasons"))
    for title in record.group_texts("Titles", "Title"):
        draft.add_title(title)
    for group, tag, label in _CONTACTS:
        for text in record.group_texts(group, tag):
            draft.add_detail(label, text)
    for wallet in record.group_texts("CryptoWalletAddresses", "CryptoWalletAddress"):
        draft.add_wallets(wallet)
    draft.add_detail("UN Reference Number", record.child_text("UNReferenceNumber"))
    draft.add_detail("OFSI Group ID", record.child_text("OFSIGroupID"))
    for person in record.group("IndividualDetails", "Individual"):
        _read_individual(person, draft)
    for company in record.group("EntityDetails", "Entity"):
        _read_entity(company, draft)
    for ship in record.group("ShipDetails", "Ship"):
        _read_ship(ship, draft)


_CONTACTS: Final = (
    ("PhoneNumbers", "PhoneNumber", "Phone number"),
    ("EmailAddresses", "EmailAddress", "Email address"),
    ("Websites", "Website", "Website"),
)


def _read_individual(person: XmlRecord, draft: Draft) -> None:
    for born in person.group_texts("DOBs", "DOB"):
        draft.add_birth(born, person)
    for place in person.group("BirthDetails", "Location"):
        draft.add_birth_place(place.child_text("TownOfBirth"), place.child_text("CountryOfBirth"))
        place.close()
    for land in person.group_texts("Nationalities", "Nationality"):
        draft.add_nationality(land, person)
    for gender in person.group_texts("Genders", "Gender"):
        draft.add_gender(gender, person)
    for title in (*person.group_texts("Positions", "Position"), person.child_text("Title")):
        draft.add_title(title)
    for group, tag, label in (
        ("PassportDetails", "Passport", "Passport"),
        ("NationalIdentifierDetails", "NationalIdentifier", "National Identifier"),
    ):
        for paper in person.group(group, tag):
            number = paper.child_text(f"{tag}Number")
            draft.add_document(label, number, paper.child_text(f"{tag}AdditionalInformation"))
            paper.close()
    person.close()


def _read_entity(company: XmlRecord, draft: Draft) -> None:
    for number in company.group_texts("BusinessRegistrationNumbers", "BusinessRegistrationNumber"):
        draft.add_document("Business registration number", number, None)
    for text in company.group_texts("TypeOfEntities", "TypeOfEntity"):
        draft.add_detail("Type of entity", text)
    for other in company.group_texts("ParentCompanies", "ParentCompany"):
        draft.add_relation("Parent company", other)
    for other in company.group_texts("Subsidiaries", "Subsidiary"):
        draft.add_relation("Subsidiaries", other)
    company.close()


def _read_ship(ship: XmlRecord, draft: Draft) -> None:
    for number in ship.group_texts("IMONumbers", "IMONumber"):
        draft.add_document("IMO number", number, None)
    for number in ship.group_texts("HINs", "HIN"):
        draft.add_document("Hull identification number", number, None)
    for when in ("Current", "Previous"):
        for other in ship.group_texts(f"{when}OwnerOperators", f"{when}OwnerOperator"):
            draft.add_relation(f"{when} owner/operator (s)", other)
    for flag in ship.group_texts("CurrentBelievedFlagOfShips", "CurrentBelievedFlagOfShip"):
        draft.add_flag(flag, ship)
    for flag in ship.group_texts("PreviousFlags", "PreviousFlag"):
        draft.add_flag(flag, ship, former=True)
    for group, tag, label in (
        ("TypeOfShipDetails", "TypeOfShip", "Type of ship"),
        ("TonnageOfShipDetails", "TonnageOfShip", "Tonnage of ship"),
        ("LengthOfShipDetails", "LengthOfShip", "Length of ship"),
        ("YearsBuilt", "YearBuilt", "Year Built"),
    ):
        for text in ship.group_texts(group, tag):
            draft.add_detail(label, text)
    ship.close()


CSV: Final = UkCsv()
XML: Final = UkXml()

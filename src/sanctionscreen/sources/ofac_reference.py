"""The reference values of OFAC's advanced XML: ids → words, and what the words mean to us."""

import re
from typing import Final

from sanctionscreen.errors import ParseError
from sanctionscreen.identifiers.kinds import kind_of
from sanctionscreen.model import (
    CountryRole,
    EntityType,
    Identifier,
    IdentifierKind,
    RelationKind,
)
from sanctionscreen.sources.reading import Report
from sanctionscreen.sources.record import XmlRecord

#: Attributes of a reference value that carry a second meaning; the rest only group values.
_EXTRA: Final = {"Country": "ISO2", "Script": "ScriptCode", "PartySubType": "PartyTypeID"}

#: Scripts that OFAC does not write in ISO 15924.
SCRIPTS: Final = {"Hebrew": "Hebr", "Japanese": "Jpan", "Korean": "Kore", "Latin": "Latn"}

PART_KINDS: Final = {
    "Last Name": "last",
    "First Name": "first",
    "Middle Name": "middle",
    "Maiden Name": "maiden",
    "Patronymic": "patronymic",
    "Matronymic": "matronymic",
    "Nickname": "nickname",
    "Entity Name": "whole",
    "Vessel Name": "whole",
    "Aircraft Name": "whole",
}

COUNTRY_FEATURES: Final = {
    "Nationality Country": CountryRole.NATIONALITY,
    "Citizenship Country": CountryRole.CITIZENSHIP,
    "Nationality of Registration": CountryRole.REGISTRATION,
    "Registration Country": CountryRole.REGISTRATION,
    "Vessel Flag": CountryRole.FLAG,
    "Other Vessel Flag": CountryRole.FLAG,
    "Former Vessel Flag": CountryRole.FORMER_FLAG,
}

IDENTIFIER_FEATURES: Final = {
    "Vessel Call Sign": IdentifierKind.CALL_SIGN,
    "Other Vessel Call Sign": IdentifierKind.CALL_SIGN,
    "SWIFT/BIC": IdentifierKind.BIC,
    "BIK (RU)": IdentifierKind.REGISTRATION,
    "D-U-N-S Number": IdentifierKind.REGISTRATION,
    "MICEX Code": IdentifierKind.SECURITY,
    "ISIN": IdentifierKind.SECURITY,
    "Equity Ticker": IdentifierKind.SECURITY,
    "Aircraft Construction Number (also called L/N or S/N or F/N)": IdentifierKind.AIRCRAFT,
    "Aircraft Manufacturer's Serial Number (MSN)": IdentifierKind.AIRCRAFT,
    "Aircraft Mode S Transponder Code": IdentifierKind.AIRCRAFT,
    "Aircraft Tail Number": IdentifierKind.AIRCRAFT,
    "Previous Aircraft Tail Number": IdentifierKind.AIRCRAFT,
}

WALLET_FEATURE: Final = "Digital Currency Address - "

#: Features kept as details: their label says all. A feature in none of these tables is reported.
DETAIL_FEATURES: Final = frozenset(
    {
        "VESSEL TYPE",
        "Vessel Owner",
        "Vessel Tonnage",
        "Vessel Gross Registered Tonnage",
        "Vessel Year of Build",
        "Other Vessel Type",
        "Website",
        "Email Address",
        "Phone Number",
        "Aircraft Manufacture Date",
        "Aircraft Model",
        "Aircraft Operator",
        "IFCA Determination -",
        "Additional Sanctions Information -",
        "Executive Order 13662 Directive Determination -",
        "UN/LOCODE",
        "Secondary sanctions risk:",
        "CAATSA Section 235 Information:",
        "Executive Order 13846 information:",
        "Transactions Prohibited For Persons Owned or Controlled By U.S. Financial Institutions:",
        "Organization Established Date",
        "Organization Type:",
        "Target Type",
        "PEESA Information:",
        "Executive Order 14024 Directive Information -",
        "Executive Order 14024 Directive Information",
        "Listing Date (EO 14024 Directive 2):",
        "Effective Date (EO 14024 Directive 2):",
        "Listing Date (EO 14024 Directive 3):",
        "Effective Date (EO 14024 Directive 3):",
    }
)

RELATION_KINDS: Final = {
    "Associate Of": RelationKind.ASSOCIATE,
    "Providing support to": RelationKind.SUPPORTS,
    "Acting for or on behalf of": RelationKind.ACTING_FOR,
    "Owned or Controlled By": RelationKind.OWNED_OR_CONTROLLED_BY,
    "Family member of": RelationKind.FAMILY,
    "playing a significant role in": RelationKind.SIGNIFICANT_ROLE_IN,
    "Leader or official of": RelationKind.LEADER_OF,
    "Principal Executive Officer": RelationKind.LEADER_OF,
    "Owns, controls, or operates": RelationKind.OWNS_OR_CONTROLS,
    "Property in the interest of": RelationKind.PROPERTY_OF,
}

_PARTY_TYPES: Final = {"Individual": EntityType.PERSON, "Entity": EntityType.ORGANISATION}
_TRANSPORT: Final = {"Vessel": EntityType.VESSEL, "Aircraft": EntityType.AIRCRAFT}


class Reference:
    """The words behind the ids of one publication."""

    def __init__(self, record: XmlRecord) -> None:
        self._source = record.report.list_id
        self._words: dict[str, dict[str, str]] = {}
        self._extras: dict[str, dict[str, str]] = {}
        for group in record.tags():
            values = record.one(group)
            if values is not None:
                self._read_set(values)
        record.close()

    def _read_set(self, values: XmlRecord) -> None:
        for name in values.tags():
            words = self._words.setdefault(name, {})
            extras = self._extras.setdefault(name, {})
            for value in values.many(name):
                key = value.attribute("ID")
                words[key] = value.text() or ""
                extra = value.optional(_EXTRA[name]) if name in _EXTRA else None
                if extra is not None:
                    extras[key] = extra
                value.close()
        values.close()

    def word(self, name: str, key: str, record_id: str) -> str:
        """The text of a reference value.

        Raises:
            ParseError: the publication does not define the id it uses.
        """
        found = self._words.get(name, {}).get(key)
        if not found:
            raise ParseError(
                f"{name} {key} is not among the reference values",
                source=self._source,
                record=record_id,
            )
        return found

    def has(self, name: str, word: str) -> bool:
        """Whether a set of reference values has the word."""
        return word in self._words.get(name, {}).values()

    def second(self, name: str, key: str) -> str | None:
        """The second attribute of a reference value (ISO2, ScriptCode, PartyTypeID), or null."""
        return self._extras.get(name, {}).get(key)

    def script(self, key: str, record_id: str) -> str:
        """The ISO 15924 code of a script id."""
        self.word("Script", key, record_id)
        code = self.second("Script", key) or "Zyyy"
        return SCRIPTS.get(code, code)

    def entity_type(self, sub_type: str, record_id: str, report: Report) -> EntityType:
        """What a party is, by its sub-type; unknown and reported where the words are new."""
        word = self.word("PartySubType", sub_type, record_id)
        party = self.second("PartySubType", sub_type) or ""
        party_word = self.word("PartyType", party, record_id)
        found = _TRANSPORT.get(word) or _PARTY_TYPES.get(party_word)
        if found is None:
            report.problem(record_id, "PartySubType", f"unknown party type {party_word}/{word}")
            return EntityType.UNKNOWN
        return found


_LEI: Final = re.compile(r"[A-Z0-9]{18}[0-9]{2}")
_IMO: Final = re.compile(r"[0-9]{7}")


def document_kind(published_as: str, number: str) -> IdentifierKind:
    """The family of a document: its label's, unless the number says better.

    OFAC files a vessel's IMO number as a registration and its owner's IMO number as a company
    number, both with `IMO` inside the number; most legal entity numbers are LEIs.

    >>> document_kind("Company Number", "IMO 0000012").value
    'imo'
    """
    if number.startswith("IMO"):
        return IdentifierKind.IMO
    if published_as == "Vessel Registration Identification":
        return IdentifierKind.IMO if _IMO.fullmatch(number) else IdentifierKind.OTHER
    if published_as == "Legal Entity Number" and _LEI.fullmatch(number):
        return IdentifierKind.LEI
    return IDENTIFIER_FEATURES.get(published_as) or kind_of(published_as)


def fitted(document: Identifier, entity_type: EntityType) -> Identifier:
    """The document in the family that its label means for a party of that type."""
    if document.kind is not IdentifierKind.NATIONAL_ID:
        return document
    return document.model_copy(update={"kind": kind_of(document.published_as, entity_type)})

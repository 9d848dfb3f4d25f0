"""The family of every kind of document that OFAC names, and of what customers write."""

import bz2
import re
from pathlib import Path

import pytest

from sanctionscreen.identifiers.kinds import kind_of
from sanctionscreen.model import EntityType, IdentifierKind
from sanctionscreen.sources.ofac_reference import IDENTIFIER_FEATURES

REAL = Path(__file__).resolve().parents[3] / "shared/data/ofac/sdn_advanced_2025-11-19.xml.bz2"

#: Every document type of OFAC's reference values of 19 Nov 2025, read one by one against the
#: numbers that stand under it: who holds it, of which country, what shape.
OFAC = {
    IdentifierKind.PASSPORT: (
        "British National Overseas Passport",
        "Diplomatic Passport",
        "Passport",
        "Stateless Person Passport",
        "Travel Document Number",
    ),
    IdentifierKind.NATIONAL_ID: (
        "Bosnian Personal ID No.",
        "C.U.I.",  # Guatemala; the Romanian ones are of companies
        "C.U.I.P.",
        "C.U.R.P.",
        "CNP (Personal Numerical Code)",
        "Cartilla de Servicio Militar Nacional",
        "Cedula No.",
        "Citizen's Card Number",
        "Credencial electoral",  # Mexico's voter card is its identity card
        "D.N.I.",
        "Electoral Registry No.",
        "Federal ID Card",
        "I.F.E.",
        "Identification Number",
        "Kenyan ID No.",
        "LE Number",  # Libreta Electoral of Peru
        "Moroccan Personal ID No.",
        "N.I.E.",
        "National Foreign ID Number",
        "National ID No.",
        "Numero de Identidad",
        "Personal ID Card",
        "Refugee ID Card",
        "Residency Number",
        "Romanian Permanent Resident",
        "SSN",
        "Stateless Person ID Card",
        "Tarjeta de Identidad",
        "Tazkira National ID Card",
        "Turkish Identification Number",
        "UAE Identification",
    ),
    IdentifierKind.TAX_ID: (
        "C.I.F.",
        "C.U.I.T.",
        "Fiscal Code",
        "Italian Fiscal Code",
        "N.I.F.",
        "NIT #",
        "Numero Unico de Identificacao Tributaria (NUIT)",
        "Paraguayan tax identification number",
        "R.F.C.",
        "RFC",
        "RIF #",
        "RTN",
        "RUC #",
        "Romanian Tax Registration",
        "Tax ID No.",
        "US FEIN",
        "V.A.T. Number",
    ),
    IdentifierKind.REGISTRATION: (
        "Afghan Money Service Provider License Number",
        "Branch Unit Number",
        "Business Number",
        "Business Registration Document #",
        "Business Registration Number",
        "C.I.N.",  # Corporate Identification Number of India
        "C.R. No.",
        "Central Registration System Number",
        "Certificate of Incorporation Number",
        "Chamber of Commerce Number",
        "Commercial Registry Number",
        "Company Number",
        "Dubai Chamber of Commerce Membership No.",
        "Economic Register Number (CBLS)",
        "Enterprise Number",
        "File Number",  # Delaware
        "Folio Mercantil No.",
        "Global Intermediary Identification Number",
        "Government Gazette Number",  # under which the Russian OKPO stands
        "Istanbul Chamber of Comm. No.",
        "Legal Entity Number",  # a LEI where it has a LEI's shape; that the reader decides
        "License",  # of companies only
        "MSB Registration Number",
        "Matricula Mercantil No",
        "Organization Code",
        "Permit Number",
        "Public Registration Number",
        "Registered Charity No.",
        "Registration Certificate Number (Dubai)",
        "Registration ID",
        "Registration Number",
        "Romanian C.R.",
        "Russian State Individual Business Registration Number Pattern (OGRNIP)",
        "SRE Permit No.",
        "Tourism License No.",
        "Trade License No.",
        "UK Company Number",
        "Unified Social Credit Code (USCC)",
        "United Social Credit Code Certificate (USCCC)",
    ),
    IdentifierKind.IMO: ("Vessel Registration Identification",),
    IdentifierKind.MMSI: ("MMSI",),
    IdentifierKind.AIRCRAFT: ("Aircraft Serial Identification",),
    IdentifierKind.OTHER: (
        "Birth Certificate Number",  # "365": of the certificate, not of the person
        "Chinese Commercial Code",  # spells a name in digits
        "Driver's License No.",
        "Immigration No.",
        "Military Registration Number",
        "Pilot License Number",
        "Public Security and Immigration No.",
        "Seafarer's Identification Document",
        "Serial No.",
        "Trademark number",
        "VisaNumberID",
    ),
}


@pytest.mark.parametrize(
    ("published_as", "kind"),
    [pytest.param(word, kind, id=word) for kind, words in OFAC.items() for word in words],
)
def test_document_types_of_ofac(published_as: str, kind: IdentifierKind) -> None:
    assert kind_of(published_as) is kind


@pytest.mark.parametrize(
    ("published_as", "kind"),
    [pytest.param(word, kind, id=word) for word, kind in IDENTIFIER_FEATURES.items()],
)
def test_identifying_features_of_ofac(published_as: str, kind: IdentifierKind) -> None:
    assert kind_of(published_as) is kind


@pytest.mark.parametrize(
    ("published_as", "kind"),
    [
        pytest.param("passport no.", IdentifierKind.PASSPORT, id="passport"),
        pytest.param("PASSPORT", IdentifierKind.PASSPORT, id="in capitals"),
        pytest.param("Reisepass / passport", IdentifierKind.PASSPORT, id="two languages"),
        pytest.param("National Identification Number", IdentifierKind.NATIONAL_ID, id="UN"),
        pytest.param("national identification card", IdentifierKind.NATIONAL_ID, id="EU card"),
        pytest.param("Identity card", IdentifierKind.NATIONAL_ID, id="identity card"),
        pytest.param("ID number", IdentifierKind.NATIONAL_ID, id="ID number"),
        pytest.param("Social security number", IdentifierKind.NATIONAL_ID, id="social security"),
        pytest.param("Residence permit", IdentifierKind.NATIONAL_ID, id="residence permit"),
        pytest.param("Voter registration card", IdentifierKind.NATIONAL_ID, id="voter card"),
        pytest.param("tax id", IdentifierKind.TAX_ID, id="tax id"),
        pytest.param("VAT registration number", IdentifierKind.TAX_ID, id="VAT registration"),
        pytest.param("INN", IdentifierKind.TAX_ID, id="Russian tax number"),
        pytest.param("Codice fiscale", IdentifierKind.TAX_ID, id="Italian tax number"),
        pytest.param("company registration no", IdentifierKind.REGISTRATION, id="company"),
        pytest.param(
            "Company identification number",
            IdentifierKind.REGISTRATION,
            id="company identification",
        ),
        pytest.param("OGRN", IdentifierKind.REGISTRATION, id="Russian register"),
        pytest.param("Commercial register HRB", IdentifierKind.REGISTRATION, id="German register"),
        pytest.param("DUNS", IdentifierKind.REGISTRATION, id="D-U-N-S"),
        pytest.param("LEI", IdentifierKind.LEI, id="LEI"),
        pytest.param("Legal Entity Identifier", IdentifierKind.LEI, id="LEI in words"),
        pytest.param("SWIFT code", IdentifierKind.BIC, id="SWIFT"),
        pytest.param("Bank Identifier Code", IdentifierKind.BIC, id="BIC in words"),
        pytest.param("IMO number", IdentifierKind.IMO, id="IMO"),
        pytest.param("IMO company number", IdentifierKind.IMO, id="IMO of a company"),
        pytest.param("Maritime Mobile Service Identity", IdentifierKind.MMSI, id="MMSI in words"),
        pytest.param("ISIN", IdentifierKind.SECURITY, id="ISIN"),
        pytest.param("Driving licence", IdentifierKind.OTHER, id="driving licence"),
        pytest.param("Drivers license", IdentifierKind.OTHER, id="driver's license"),
        pytest.param("Vehicle identification number", IdentifierKind.OTHER, id="vehicle"),
        pytest.param("Work permit", IdentifierKind.OTHER, id="work permit"),
        pytest.param("lucky number", IdentifierKind.OTHER, id="no document"),
        pytest.param("", IdentifierKind.OTHER, id="nothing"),
        # words that hold the letters of another one
        pytest.param("Imola Club card", IdentifierKind.OTHER, id="not an IMO number"),
        pytest.param("cubic capacity", IdentifierKind.OTHER, id="not a BIC"),
        pytest.param("winning unit", IdentifierKind.OTHER, id="not an INN, not a NIT"),
        pytest.param("companion", IdentifierKind.OTHER, id="not a N.I.E."),
    ],
)
def test_words_of_customers_and_other_lists(published_as: str, kind: IdentifierKind) -> None:
    assert kind_of(published_as) is kind


@pytest.mark.parametrize(
    ("published_as", "entity_type", "kind"),
    [
        pytest.param(
            "National ID No.", EntityType.PERSON, IdentifierKind.NATIONAL_ID, id="of a person"
        ),
        pytest.param(
            "National ID No.",
            EntityType.ORGANISATION,
            IdentifierKind.REGISTRATION,
            id="of a company: Iran numbers them so",
        ),
        pytest.param(
            "Identification Number",
            EntityType.VESSEL,
            IdentifierKind.REGISTRATION,
            id="of a vessel",
        ),
        pytest.param(
            "Identification Number",
            EntityType.UNKNOWN,
            IdentifierKind.NATIONAL_ID,
            id="of nobody knows whom",
        ),
        pytest.param("Passport", EntityType.VESSEL, IdentifierKind.PASSPORT, id="no other family"),
    ],
)
def test_the_type_of_the_party_decides_what_words_leave_open(
    published_as: str, entity_type: EntityType, kind: IdentifierKind
) -> None:
    assert kind_of(published_as, entity_type) is kind


@pytest.mark.real
def test_real_document_types_all_stand_in_the_table() -> None:
    if not REAL.exists():
        pytest.skip(f"the real list is not here: {REAL}")
    with bz2.open(REAL) as stream:
        head = stream.read(250_000).decode("utf-8", "ignore")
    published = re.findall(r'<IDRegDocType ID="\d+">([^<]*)<', head)
    assert len(published) == 106
    assert set(published) == {word for words in OFAC.values() for word in words}

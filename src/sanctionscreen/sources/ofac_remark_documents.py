"""Documents and registrations in OFAC's Remarks field: `Passport AB1 (Peru) expires 02 Feb 2030`.

Source of the labels: the reference values `IDRegDocType` and `FeatureType` of OFAC's advanced XML,
which names the same things with the same words, and the labels that only older remarks use.
"""

import re
from typing import Final

from sanctionscreen.model import DateRange, Identifier, Record, Text
from sanctionscreen.sources import dates
from sanctionscreen.sources.ofac_reference import IDENTIFIER_FEATURES, document_kind
from sanctionscreen.territories import code_of

#: Documents and registrations: a number, then in brackets the country, then its dates.
DOCUMENTS: Final = (
    *IDENTIFIER_FEATURES,
    "Afghan Money Service Provider License Number",
    "Aircraft Serial Identification",
    "Birth Certificate Number",
    "Bosnian Personal ID No.",
    "Branch Unit Number",
    "British National Overseas Passport",
    "Business Number",
    "Business Registration Document #",
    "Business Registration Number",
    "C.I.F.",
    "C.I.N.",
    "C.R. No.",
    "C.U.I.",
    "C.U.I.P.",
    "C.U.I.T.",
    "C.U.R.P.",
    "CNP (Personal Numerical Code)",
    "Cartilla de Servicio Militar Nacional",
    "Cedula No.",
    "Central Registration System Number",
    "Certificate of Incorporation Number",
    "Chamber of Commerce Number",
    "Chinese Commercial Code",
    "Citizen's Card Number",
    "Commercial Registry Number",
    "Company ID",
    "Company Number",
    "Credencial electoral",
    "D.N.I.",
    "Diplomatic Passport",
    "Driver's License No.",
    "Dubai Chamber of Commerce Membership No.",
    "Economic Register Number (CBLS)",
    "Electoral Registry No.",
    "Enterprise Number",
    "Federal ID Card",
    "File Number",
    "Fiscal Code",
    "Folio Mercantil No.",
    "Global Intermediary Identification Number",
    "Government Gazette Number",
    "I.F.E.",
    "Identification Number",
    "Immigration No.",
    "Istanbul Chamber of Comm. No.",
    "Italian Fiscal Code",
    "Kenyan ID No.",
    "LE Number",
    "Legal Entity Number",
    "License",
    "MMSI",
    "MSB Registration Number",
    "Matricula Mercantil No",
    "Military Registration Number",
    "Moroccan Personal ID No.",
    "N.I.E.",
    "N.I.F.",
    "NIT #",
    "National Foreign ID Number",
    "National ID No.",
    "Numero Unico de Identificacao Tributaria (NUIT)",
    "Numero de Identidad",
    "Organization Code",
    "Paraguayan tax identification number",
    "Passport",
    "Permit Number",
    "Personal ID Card",
    "Pilot License Number",
    "Public Registration Number",
    "Public Security and Immigration No.",
    "R.F.C.",
    "RFC",
    "RIF #",
    "RTN",
    "RUC #",
    "Refugee ID Card",
    "Registered Charity No.",
    "Registration Certificate Number (Dubai)",
    "Registration ID",
    "Registration Number",
    "Residency Number",
    "Romanian C.R.",
    "Romanian Permanent Resident",
    "Romanian Tax Registration",
    "Russian State Individual Business Registration Number Pattern (OGRNIP)",
    "SRE Permit No.",
    "SSN",
    "Seafarer's Identification Document",
    "Serial No.",
    "Stateless Person ID Card",
    "Stateless Person Passport",
    "Tarjeta de Identidad",
    "Tax ID No.",
    "Tazkira National ID Card",
    "Tourism License No.",
    "Trade License No.",
    "Trademark number",
    "Travel Document Number",
    "Turkish Identification Number",
    "UAE Identification",
    "UK Company Number",
    "US FEIN",
    "Unified Social Credit Code (USCC)",
    "United Social Credit Code Certificate (USCCC)",
    "V.A.T. Number",
    "Vessel Registration Identification",
    "VisaNumberID",
)


class Trouble(Record):
    """A fragment with a known label whose value was not understood; the fragment is a Detail."""

    field: Text
    reason: Text


def unknown_country(text: str, code: str | None) -> tuple[Trouble, ...]:
    """The trouble that a country is not known to us; none where the list itself knows none.

    >>> unknown_country("Narnia", None)[0].reason, unknown_country("None Identified", None)
    ("'Narnia' is no country known to us", ())
    """
    if code is not None or text.casefold() in {"none identified", "undetermined", "unknown"}:
        return ()
    return (Trouble(field="country", reason=f"{text!r} is no country known to us"),)


def read_date(value: str) -> DateRange:
    """The day or days of a written date, as remarks write them too.

    Raises:
        ValueError: it is none.

    >>> [read_date(text).precision.value for text in ("1960 to 1962", "circa 1979-1982")]
    ['range', 'circa']
    """
    spaced = re.sub(r"\b(\d{4})-(\d{4})\b", r"\1 to \2", value)
    plain = re.sub(r"\bto circa\b", "to", spaced)
    if plain != spaced and not plain.startswith("circa"):
        plain = f"circa {plain}"
    try:
        return dates.parse(plain)
    except ValueError:
        raise ValueError(f"not a date: {value!r}") from None


_DAY: Final = r"(?:(?:\d{1,2} )?[A-Z][a-z]{2,8} )?\d{4}"
_DAYS: Final = rf"{_DAY}(?: to {_DAY})?"
_DATED: Final = re.compile(
    rf"(?P<rest>.*?)(?:,? issued (?P<issued>{_DAYS}))?(?:,? expires (?P<expires>{_DAYS}))?\.?"
)
# The number itself may hold brackets ("D48(9)"), but never after a space.
_BRACKET: Final = re.compile(r"(?P<rest>.+?) \((?P<inside>[^()]*(?:\([^()]*\)[^()]*)?)\)")
# "411 issued under the name …", "No. 59 at Commercial Registry of …": the number, then words.
_WORDY: Final = re.compile(
    r"(?P<rest>.*?\d\S*?),? (?P<words>(?:issued|expired|at|in|and|under)\b.*)"
)
_BARE_COUNTRY: Final = re.compile(r"(?P<rest>.*\d\S*?),? (?P<country>[A-Z][a-z]{3}[A-Za-z ]*)")
# A lower-case word is prose that a number has run into; "13/Abc Def (Ghi)019" is a number.
_PROSE: Final = re.compile(r"\b[a-z]{3,}\b|\bDate\b")
# Numbers of a city's chamber of commerce: the bracket names the city.
_CITY_REGISTRIES: Final = frozenset({"Matricula Mercantil No"})


def read_document(label: str, value: str) -> tuple[Identifier | Trouble, ...]:
    """A document with its number, country and dates: `AB1 (Peru) issued 1 Jan 2020 expires 2030`.

    The last bracket is the country; one before it (`(Delaware) (United States)`), or one that names
    no country (a city's registry), becomes the note.

    Raises:
        ValueError: there is no number, or it has run into prose.

    >>> document, = read_document("Folio Mercantil No.", "123 (Jalisco) (Mexico) issued 2005")
    >>> document.number, document.country, document.note
    ('123', 'MX', 'Jalisco')
    """
    dated = _DATED.fullmatch(value)
    rest, issued, expires = (value, None, None) if dated is None else dated.groups()
    number, country_text, country, notes = _country_and_notes(rest)
    troubles: list[Trouble] = []
    if country is None and label not in _CITY_REGISTRIES:
        troubles += (trouble for note in notes for trouble in unknown_country(note, None))
    if wordy := _WORDY.fullmatch(number):
        number, notes = wordy["rest"], [wordy["words"], *notes]
        reason = f"words after the number of {label}, kept as its note: {value!r}"
        troubles.append(Trouble(field="remarks", reason=reason))
    if _PROSE.search(number) or not (label in IDENTIFIER_FEATURES or re.search(r"\d", number)):
        raise ValueError(f"not a number of {label}")
    document = Identifier(
        kind=document_kind(label, number),
        published_as=label,
        number=number,
        country=country,
        country_text=country_text,
        issued=read_date(issued) if issued else None,
        expires=read_date(expires) if expires else None,
        note="; ".join(notes) or None,
    )
    return (document, *troubles)


def _country_and_notes(rest: str) -> tuple[str, str | None, str | None, list[str]]:
    """What is left of a value, its country as text and code, and what else stands in brackets."""
    country_text = country = None
    notes: list[str] = []
    while bracket := _BRACKET.fullmatch(rest):
        rest, inside = bracket["rest"].strip(), bracket["inside"].strip()
        code = code_of(inside) or code_of(inside.partition(".")[0])  # "Cabo Verde.  Previously …"
        if country is None and not notes and code is not None:
            country_text, country = inside, code
        elif inside:
            notes.insert(0, inside)
    if country is None and not notes and (bare := _BARE_COUNTRY.fullmatch(rest)):
        country = code_of(bare["country"])
        if country is not None:
            rest, country_text = bare["rest"], bare["country"]
    return rest, country_text, country, notes

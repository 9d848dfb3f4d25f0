"""The grammar of OFAC's Remarks field, fragment by fragment; parties and numbers are invented."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sanctionscreen.model import (
    CountryRole,
    CountryTie,
    DateRange,
    Detail,
    Gender,
    Identifier,
    IdentifierKind,
    Name,
    NameKind,
    Precision,
    Relation,
    RelationKind,
    Wallet,
)
from sanctionscreen.sources.ofac_remark_documents import Trouble
from sanctionscreen.sources.ofac_remarks import (
    BirthPlace,
    Statement,
    Title,
    fragments,
    read_remarks,
)


def _days(start: str, end: str, precision: str) -> DateRange:
    return DateRange(
        start=date.fromisoformat(start),
        end=date.fromisoformat(end),
        precision=Precision(precision),
    )


def _day(day: str) -> DateRange:
    return DateRange.day(date.fromisoformat(day))


def _weak(full: str, word: str = "a.k.a.") -> Name:
    return Name(full=full, kind=NameKind.WEAK_ALIAS, strength="weak", published_as=word)


def _link(name: str) -> Relation:
    return Relation(kind=RelationKind.OTHER, published_as="Linked To", other_name=name)


def _tie(role: str, text: str, code: str | None) -> CountryTie:
    return CountryTie(role=CountryRole(role), text=text, code=code)


def _paper(kind: str, label: str, number: str, country: str | None = None) -> Identifier:
    """A document whose country is Peru or none."""
    return Identifier(
        kind=IdentifierKind(kind),
        published_as=label,
        number=number,
        country=country,
        country_text="Peru" if country else None,
    )


def _detail(kind: str, text: str) -> Detail:
    return Detail(kind=kind, text=text)


@pytest.mark.parametrize(
    ("remarks", "expected"),
    [
        pytest.param("DOB 05 Mar 1961", _day("1961-03-05"), id="birth, day"),
        pytest.param("DOB Mar 1961", _days("1961-03-01", "1961-03-31", "month"), id="birth, month"),
        pytest.param("DOB 1961.", DateRange.year(1961), id="birth, year and full stop"),
        pytest.param(
            "alt. DOB circa 1961", _days("1961-01-01", "1961-12-31", "circa"), id="birth, circa"
        ),
        pytest.param(
            "DOB 1960 to 1962", _days("1960-01-01", "1962-12-31", "range"), id="birth, years"
        ),
        pytest.param(
            "DOB 26 Sep 1946 to 07 Dec 1946",
            _days("1946-09-26", "1946-12-07", "range"),
            id="birth, days",
        ),
        pytest.param(
            "DOB circa 1979-1982", _days("1979-01-01", "1982-12-31", "circa"), id="birth, hyphen"
        ),
        pytest.param(
            "DOB 1950 to circa 1952",
            _days("1950-01-01", "1952-12-31", "circa"),
            id="birth, circa in the middle",
        ),
        pytest.param(
            "POB Piedra Inventada, Peru", BirthPlace(text="Piedra Inventada, Peru"), id="place"
        ),
        pytest.param("Alt. POB: Lima", BirthPlace(text="Lima"), id="place, capital and colon"),
        pytest.param("Gender Male", Gender.MALE, id="male"),
        pytest.param("Gender Female.", Gender.FEMALE, id="female"),
        pytest.param("nationality Peru", _tie("nationality", "Peru", "PE"), id="nationality"),
        pytest.param(
            "alt. nationality Korea, North",
            _tie("nationality", "Korea, North", "KP"),
            id="nationality with a comma",
        ),
        pytest.param("citizen Peru", _tie("citizenship", "Peru", "PE"), id="citizen"),
        pytest.param("alt. citizen Chile", _tie("citizenship", "Chile", "CL"), id="alt. citizen"),
        pytest.param(
            "Nationality of Registration Panama",
            _tie("registration", "Panama", "PA"),
            id="registration",
        ),
        pytest.param(
            "alt. Former Vessel Flag Malta", _tie("former_flag", "Malta", "MT"), id="former flag"
        ),
        pytest.param("Other Vessel Flag Togo", _tie("flag", "Togo", "TG"), id="other flag"),
        pytest.param(
            "Former Vessel Flag None Identified",
            _tie("former_flag", "None Identified", None),
            id="flag that the list does not know: no trouble",
        ),
        pytest.param("Alternate Title:  Colonel.", Title(text="Colonel"), id="title"),
        pytest.param("a.k.a. 'EL ZORRO'.", _weak("EL ZORRO"), id="weak alias"),
        pytest.param("f.k.a. 'OLD CO.'", _weak("OLD CO.", "f.k.a."), id="weak former name"),
        pytest.param("d.b.a. 'SHOP'", _weak("SHOP", "d.b.a."), id="weak trade name"),
        pytest.param("a.k.a. ''ABD AL-INVENTED'", _weak("'ABD AL-INVENTED"), id="ayn first"),
        pytest.param("a.k.a. 'ZORRO''.", _weak("ZORRO'"), id="apostrophe last"),
        pytest.param("a.k.a. 'ONE; TWO'", _weak("ONE; TWO"), id="semicolon within quotes"),
        pytest.param("Linked To: SOME PARTY.", _link("SOME PARTY"), id="link"),
        pytest.param("Linked To: ROSAS, S.A.", _link("ROSAS, S.A."), id="link, stop of the name"),
        pytest.param("Linked To: HU, Bo, Jr.", _link("HU, Bo, Jr."), id="link, Jr."),
        pytest.param(
            "Digital Currency Address - XBT 1InventedAddress",
            Wallet(address="1InventedAddress", asset="XBT"),
            id="wallet",
        ),
        pytest.param(
            "alt. Digital Currency Address - USDT TInventedAddress.",
            Wallet(address="TInventedAddress", asset="USDT"),
            id="alt. wallet and full stop",
        ),
    ],
)
def test_a_fragment_becomes_one_statement(remarks: str, expected: Statement) -> None:
    assert read_remarks(remarks) == (expected,)


@pytest.mark.parametrize(
    ("remarks", "expected"),
    [
        pytest.param(
            "Passport AB1 (Peru)", _paper("passport", "Passport", "AB1", "PE"), id="plain"
        ),
        pytest.param("alt. Passport X 99", _paper("passport", "Passport", "X 99"), id="no country"),
        pytest.param(
            "Passport No.: AB1", _paper("passport", "Passport", "AB1"), id="No. and colon"
        ),
        pytest.param(
            "C.U.R.P. # AB1 (Peru).", _paper("national_id", "C.U.R.P.", "AB1", "PE"), id="#"
        ),
        pytest.param(
            "Diplomatic Passport D1", _paper("passport", "Diplomatic Passport", "D1"), id="longer"
        ),
        pytest.param(
            "Passport AB1 Peru", _paper("passport", "Passport", "AB1", "PE"), id="bare country"
        ),
        pytest.param(
            "National ID No. D48(9) (Peru)",
            _paper("national_id", "National ID No.", "D48(9)", "PE"),
            id="bracket in the number",
        ),
        pytest.param("NIT # 8-7 (Peru)", _paper("tax_id", "NIT #", "8-7", "PE"), id="NIT"),
        pytest.param("Tax ID No. 1 (Peru)", _paper("tax_id", "Tax ID No.", "1", "PE"), id="tax"),
        pytest.param(
            "Company Number 1.", _paper("registration", "Company Number", "1"), id="company"
        ),
        pytest.param(
            "Unified Social Credit Code (USCC) 9X (Peru)",
            _paper("registration", "Unified Social Credit Code (USCC)", "9X", "PE"),
            id="bracket in the label",
        ),
        pytest.param(
            "Vessel Registration Identification IMO 0000012",
            _paper("imo", "Vessel Registration Identification", "IMO 0000012"),
            id="ship's IMO number",
        ),
        pytest.param(
            "Identification Number IMO 0000012.",
            _paper("imo", "Identification Number", "IMO 0000012"),
            id="owner's IMO number",
        ),
        pytest.param("MMSI 990000001", _paper("mmsi", "MMSI", "990000001"), id="MMSI"),
        pytest.param("SWIFT/BIC INVEPEPL", _paper("bic", "SWIFT/BIC", "INVEPEPL"), id="no digit"),
        pytest.param(
            "Aircraft Tail Number ZZ-INV",
            _paper("aircraft", "Aircraft Tail Number", "ZZ-INV"),
            id="tail number",
        ),
        pytest.param(
            "alt. Equity Ticker INV PE", _paper("security", "Equity Ticker", "INV PE"), id="ticker"
        ),
        pytest.param("ISIN XX0000000000", _paper("security", "ISIN", "XX0000000000"), id="ISIN"),
        pytest.param(
            "Legal Entity Number INVENTED000000000039",
            _paper("lei", "Legal Entity Number", "INVENTED000000000039"),
            id="LEI",
        ),
        pytest.param(
            "Legal Entity Number 85 (Peru)",
            _paper("registration", "Legal Entity Number", "85", "PE"),
            id="no LEI",
        ),
    ],
)
def test_a_document_has_number_and_country(remarks: str, expected: Identifier) -> None:
    assert read_remarks(remarks) == (expected,)


@pytest.mark.parametrize(
    ("remarks", "changes"),
    [
        pytest.param(
            "Passport AB1 (Peru) issued 01 Feb 2015 expires 31 Jan 2025.",
            {"issued": _day("2015-02-01"), "expires": _day("2025-01-31")},
            id="issued and expires",
        ),
        pytest.param(
            "Passport AB1 (Peru) issued 1968", {"issued": DateRange.year(1968)}, id="issued, year"
        ),
        pytest.param(
            "Passport AB1 (Peru) expires Jan 2007",
            {"expires": _days("2007-01-01", "2007-01-31", "month")},
            id="expires, month",
        ),
        pytest.param(
            "Passport AB1 (Peru) expires 01 Jan 2026 to 31 Dec 2026",
            {"expires": _days("2026-01-01", "2026-12-31", "range")},
            id="expires, range",
        ),
        pytest.param("Passport AB1 (Lima) (Peru)", {"note": "Lima"}, id="place before the country"),
        pytest.param(
            "Passport AB1 (Peru.  Previously Inca.)",
            {"country_text": "Peru.  Previously Inca."},
            id="two names of a country",
        ),
    ],
)
def test_a_document_has_dates_and_notes(remarks: str, changes: dict[str, object]) -> None:
    plain = _paper("passport", "Passport", "AB1", "PE")
    assert read_remarks(remarks) == (plain.model_copy(update=changes),)


@pytest.mark.parametrize(
    ("remarks", "expected"),
    [
        pytest.param("Website www.inv.example", _detail("Website", "www.inv.example"), id="site"),
        pytest.param(
            "alt. Email Address a@inv.example", _detail("Email Address", "a@inv.example"), id="mail"
        ),
        pytest.param("Email:a@inv.example.", _detail("Email", "a@inv.example"), id="no space"),
        pytest.param("Phone No. 000-55", _detail("Phone", "000-55"), id="phone"),
        pytest.param("Telephone (0)(55)", _detail("Telephone", "(0)(55)"), id="phone in brackets"),
        pytest.param(
            "Secondary sanctions risk: sections 510.201 and 510.210",
            _detail("Secondary sanctions risk:", "sections 510.201 and 510.210"),
            id="secondary sanctions",
        ),
        pytest.param(
            "Additional Sanctions Information - Subject to Secondary Sanctions",
            _detail("Additional Sanctions Information -", "Subject to Secondary Sanctions"),
            id="additional information",
        ),
        pytest.param(
            "alt. Executive Order 13846 information: FOREIGN EXCHANGE.  Sec. 5(a)(ii)",
            _detail("Executive Order 13846 information:", "FOREIGN EXCHANGE.  Sec. 5(a)(ii)"),
            id="menu of measures",
        ),
        pytest.param(
            "PAIPA Section 2 Information: BANKING",
            _detail("PAIPA Section 2 Information:", "BANKING"),
            id="menu of a new act",
        ),
        pytest.param(
            "Listing Date (EO 14024 Directive 1a): 22 Feb 2022",
            _detail("Listing Date (EO 14024 Directive 1a):", "22 Feb 2022"),
            id="listing date of a directive",
        ),
        pytest.param(
            "Effective Date (CMIC) 02 Aug 2021",
            _detail("Effective Date (CMIC)", "02 Aug 2021"),
            id="effective date without colon",
        ),
        pytest.param(
            "Organization Established Date Apr 2018",
            _detail("Organization Established Date", "Apr 2018"),
            id="established",
        ),
        pytest.param(
            "Organization Type: Accounting, bookkeeping and auditing activities; tax consultancy",
            _detail(
                "Organization Type:",
                "Accounting, bookkeeping and auditing activities; tax consultancy",
            ),
            id="semicolon within a value",
        ),
        pytest.param(
            "Target Type State-Owned Enterprise.",
            _detail("Target Type", "State-Owned Enterprise"),
            id="target type",
        ),
        pytest.param("Member of nothing.", _detail("remark", "Member of nothing"), id="free text"),
        pytest.param(
            "Licensed trader", _detail("remark", "Licensed trader"), id="a label is a whole word"
        ),
        pytest.param(
            "Founder (of this; and of that)",
            _detail("remark", "Founder (of this; and of that)"),
            id="semicolon within brackets",
        ),
    ],
)
def test_the_rest_becomes_a_detail(remarks: str, expected: Detail) -> None:
    assert read_remarks(remarks) == (expected,)


@pytest.mark.parametrize(
    "remarks",
    [
        pytest.param("DOB unknown", id="birth"),
        pytest.param("DOB 31 Feb 1960", id="no day of the calendar"),
        pytest.param("DOB 1962 to 1960", id="range backwards"),
        pytest.param("DOB", id="nothing after the label"),
        pytest.param("Gender Other", id="gender"),
        pytest.param("a.k.a. 'EL ZORRO", id="open quote"),
        pytest.param("Passport issued in Lima", id="document without a number"),
        pytest.param("NIT # Provisional (Colombia)", id="number without a digit"),
        pytest.param("Passport 1, Peru, Issue Date 1 May 2006", id="number run into prose"),
        pytest.param("Digital Currency Address - XBT", id="wallet without address"),
        pytest.param("Digital Currency Address XBT 1Invented", id="wallet without dash"),
        pytest.param("Organization Established Date soon", id="date of a detail"),
        pytest.param("Lunar Residence Number 123 (Peru)", id="document of a new kind"),
    ],
)
def test_a_known_label_with_an_unknown_value_is_kept_and_reported(remarks: str) -> None:
    detail, trouble = read_remarks(remarks)

    assert detail == _detail("remark", remarks)
    assert isinstance(trouble, Trouble)
    assert repr(remarks) in trouble.reason


@pytest.mark.parametrize(
    ("remarks", "kept"),
    [
        pytest.param("nationality Narnia", _tie("nationality", "Narnia", None), id="nationality"),
        pytest.param(
            "Passport AB1 (Narnia)",
            _paper("passport", "Passport", "AB1").model_copy(update={"note": "Narnia"}),
            id="document",
        ),
    ],
)
def test_an_unknown_country_is_kept_and_reported(remarks: str, kept: Statement) -> None:
    reason = "'Narnia' is no country known to us"
    assert read_remarks(remarks) == (kept, Trouble(field="country", reason=reason))


def test_the_city_of_a_registry_is_no_trouble() -> None:
    (document,) = read_remarks("Matricula Mercantil No 12 (Medellin)")
    assert isinstance(document, Identifier)
    assert (document.number, document.note) == ("12", "Medellin")


def test_words_after_a_number_become_its_note() -> None:
    document, trouble = read_remarks("Passport 411 issued under the name of Nobody")
    assert isinstance(document, Identifier)
    assert (document.number, document.note) == ("411", "issued under the name of Nobody")
    assert isinstance(trouble, Trouble)


def test_fragments_of_a_whole_remark() -> None:
    remarks = "DOB 1960;; POB Lima;arrested 1 Apr 2003; Linked To: A, INC.; "
    assert fragments(remarks) == [
        "DOB 1960",
        "POB Lima",
        "arrested 1 Apr 2003",
        "Linked To: A, INC.",
    ]


@given(st.text(alphabet=st.sampled_from("ab 1.;:'()-")) | st.text())
def test_every_fragment_becomes_at_least_one_statement(text: str) -> None:
    assert len(read_remarks(text)) >= len(fragments(text))


@given(
    st.sampled_from(["DOB", "POB", "Passport", "alt. Passport", "Linked To:", "Gender", "citizen"]),
    st.text(alphabet=st.sampled_from("aZ19 .,()-'")).filter(str.strip),
)
def test_no_value_of_a_known_label_is_lost(label: str, value: str) -> None:
    statements = read_remarks(f"{label} {value}")
    shown = " ".join(str(s) if isinstance(s, Gender) else s.model_dump_json() for s in statements)
    assert all(word.strip(".,()") in shown for word in value.split() if word.strip(".,()"))

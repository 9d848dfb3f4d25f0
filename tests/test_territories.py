"""Countries as official lists and customers write them."""

import bz2
import json
import lzma
import re
import unicodedata
from collections import Counter
from pathlib import Path

import pytest
from babel import Locale
from hypothesis import given
from hypothesis import strategies as st

from sanctionscreen.territories import code_of

REAL = Path(__file__).resolve().parents[2] / "shared/data/ofac"


@pytest.mark.parametrize(
    ("text", "code"),
    [
        # OFAC
        pytest.param("Korea, North", "KP", id="OFAC: Korea, North"),
        pytest.param("Korea, South", "KR", id="OFAC: Korea, South"),
        pytest.param("Burma", "MM", id="OFAC: Burma"),
        pytest.param("Bahamas, The", "BS", id="OFAC: Bahamas, The"),
        pytest.param("The Gambia", "GM", id="OFAC: The Gambia"),
        pytest.param("Bosnia and Herzegovina", "BA", id="OFAC: Bosnia and Herzegovina"),
        pytest.param("Trinidad and Tobago", "TT", id="OFAC: Trinidad and Tobago"),
        pytest.param("Antigua and Barbuda", "AG", id="OFAC: Antigua and Barbuda"),
        pytest.param("Sao Tome and Principe", "ST", id="OFAC: Sao Tome and Principe"),
        pytest.param("Saint Kitts and Nevis", "KN", id="OFAC: Saint Kitts and Nevis"),
        pytest.param("St. Vincent and Grenadines", "VC", id="OFAC: St. Vincent and Grenadines"),
        pytest.param("Congo, Democratic Republic of the", "CD", id="OFAC: Congo, Democratic …"),
        pytest.param("Congo, Republic of the", "CG", id="OFAC: Congo, Republic of the"),
        pytest.param("Cote d Ivoire", "CI", id="OFAC: Cote d Ivoire"),
        pytest.param("Virgin Islands, British", "VG", id="OFAC: Virgin Islands, British"),
        pytest.param("Virgin Islands, U.S.", "VI", id="OFAC: Virgin Islands, U.S."),
        pytest.param("Man, Isle of", "IM", id="OFAC: Man, Isle of"),
        pytest.param("North Macedonia, The Republic of", "MK", id="OFAC: North Macedonia, …"),
        pytest.param("Republic of Palau", "PW", id="OFAC: Republic of Palau"),
        pytest.param("West Bank", "PS", id="OFAC: West Bank"),
        pytest.param("Region: Gaza", "PS", id="OFAC: Region: Gaza"),
        pytest.param("Region: North Gaza", "PS", id="OFAC: Region: North Gaza"),
        pytest.param("Region: Northern Mali", "ML", id="OFAC: Region: Northern Mali"),
        pytest.param("Region: Iran", "IR", id="OFAC: Region: Iran"),
        pytest.param("Palestinian", "PS", id="OFAC: Palestinian"),
        pytest.param("Kosovo", "XK", id="OFAC: Kosovo"),
        pytest.param("Macau", "MO", id="OFAC: Macau"),
        # UN
        pytest.param("Democratic People's Republic of Korea", "KP", id="UN: DPRK"),
        pytest.param("Iran (Islamic Republic of)", "IR", id="UN: Iran"),
        pytest.param("Syrian Arab Republic", "SY", id="UN: Syria"),
        pytest.param("Russian Federation", "RU", id="UN: Russia"),
        pytest.param("United Republic of Tanzania", "TZ", id="UN: Tanzania"),
        pytest.param("Bolivia (Plurinational State of)", "BO", id="UN: Bolivia"),
        pytest.param("Venezuela (Bolivarian Republic of)", "VE", id="UN: Venezuela"),
        pytest.param("Lao People's Democratic Republic", "LA", id="UN: Laos"),
        pytest.param("Viet Nam", "VN", id="UN: Viet Nam"),
        pytest.param("Côte d'Ivoire", "CI", id="UN: Côte d'Ivoire"),
        pytest.param("Türkiye", "TR", id="UN: Türkiye"),
        pytest.param("State of Palestine", "PS", id="UN: State of Palestine"),
        pytest.param("China, Hong Kong Special Administrative Region", "HK", id="UN: Hong Kong"),
        pytest.param("United States of America", "US", id="UN: United States"),
        pytest.param(
            "United Kingdom of Great Britain and Northern Ireland", "GB", id="UN: United Kingdom"
        ),
        # UK
        pytest.param("Korea, Democratic People's Republic of", "KP", id="UK: DPRK"),
        pytest.param("Congo (Democratic Republic)", "CD", id="UK: Congo"),
        pytest.param("Occupied Palestinian Territories", "PS", id="UK: Palestine"),
        pytest.param("Myanmar (Burma)", "MM", id="UK: Myanmar (Burma)"),
        pytest.param("Isle of Man", "IM", id="UK: Isle of Man"),
        # EU, Canada, Australia, Switzerland
        pytest.param("KOREA, DEMOCRATIC PEOPLE’S REPUBLIC OF", "KP", id="EU: DPRK"),
        pytest.param("Republic of Moldova", "MD", id="EU: Moldova"),
        pytest.param("MOLDOVA, REPUBLIC OF", "MD", id="EU: Moldova in capitals"),
        pytest.param("Kyrgyz Republic", "KG", id="EU: Kyrgyz Republic"),
        pytest.param("Russia / Russie", "RU", id="CA: Russia"),
        pytest.param("Myanmar (Burma) / Myanmar (Birmanie)", "MM", id="CA: Myanmar"),
        pytest.param(
            "Democratic People's Republic of Korea (North Korea)", "KP", id="AU: North Korea"
        ),
        pytest.param("Slovak Republic", "SK", id="AU: Slovak Republic"),
        pytest.param("Deutschland", "DE", id="German"),
        pytest.param("Россия", "RU", id="Russian"),
        pytest.param("中国", "CN", id="Chinese"),
        pytest.param("المملكة العربية السعودية", "SA", id="Arabic"),
        # customers
        pytest.param("US", "US", id="alpha-2"),
        pytest.param(" de ", "DE", id="alpha-2, small, with blanks"),
        pytest.param("DEU", "DE", id="alpha-3"),
        pytest.param("408", "KP", id="numeric"),
        pytest.param("U.S.A.", "US", id="U.S.A."),
        pytest.param("UK", "GB", id="UK"),
        pytest.param("England", "GB", id="England"),
        pytest.param("UAE", "AE", id="UAE"),
        pytest.param("Hong Kong SAR", "HK", id="Hong Kong SAR"),
        pytest.param("Hong Kong, China", "HK", id="Hong Kong, China"),
        pytest.param("P.R.C.", "CN", id="P.R.C."),
        pytest.param("People's Republic of China", "CN", id="People's Republic of China"),
        pytest.param("Republic of China", "TW", id="Republic of China is Taiwan"),
        pytest.param("Republic of Korea", "KR", id="Republic of Korea is the South"),
        pytest.param("Republic of the Congo", "CG", id="Republic of the Congo"),
        pytest.param("Kingdom of Saudi Arabia", "SA", id="Kingdom of …"),
        pytest.param("Sultanate of Oman", "OM", id="Sultanate of …"),
        pytest.param("Dominican Republic", "DO", id="Dominican Republic is not Dominica"),
        pytest.param("Commonwealth of Dominica", "DM", id="Dominica"),
        pytest.param("Guinea-Bissau", "GW", id="Guinea-Bissau is not Guinea"),
        pytest.param("South Sudan", "SS", id="South Sudan is not Sudan"),
        pytest.param("Canary Islands", "ES", id="a part with a reserved code"),
        pytest.param("XKX", "XK", id="Kosovo, alpha-3"),
        pytest.param("NAM", "NA", id="Namibia, alpha-3"),
    ],
)
def test_code_of(text: str, code: str) -> None:
    assert code_of(text) == code


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("", id="empty"),
        pytest.param(" - ", id="a dash"),
        pytest.param("undetermined", id="OFAC knows none"),
        pytest.param("None Identified", id="OFAC knows no flag"),
        pytest.param("Unknown", id="unknown"),
        pytest.param("Stateless", id="stateless"),
        pytest.param("N/A", id="not applicable"),
        pytest.param("NA", id="not available, not Namibia"),
        pytest.param("ZZ", id="code of no country"),
        pytest.param("XX", id="code of nobody"),
        pytest.param("EU", id="a union"),
        pytest.param("European Union", id="a union by name"),
        pytest.param("Korea", id="which Korea"),
        pytest.param("Virgin Islands", id="which Virgin Islands"),
        pytest.param("Netherlands Antilles", id="dissolved into several"),
        pytest.param("Soviet Union", id="dissolved into fifteen"),
        pytest.param("Region: Crimea", id="disputed"),
        pytest.param("Turkish Republic of Northern Cyprus", id="recognised by one state"),
        pytest.param("Guinea (Equatorial)", id="two names that disagree"),
        pytest.param("US / UK", id="two countries"),
        pytest.param("Oz", id="invented"),
        pytest.param("Republic of Nowhere", id="an invented republic"),
        pytest.param("Russia " * 50, id="prose"),
    ],
)
def test_code_of_no_country(text: str) -> None:
    assert code_of(text) is None


# --- Laws -------------------------------------------------------------------------------------

_NAMES = sorted(
    (name, code)
    for code, name in Locale.parse("en").territories.items()
    if re.fullmatch(r"[A-Z]{2}", code)
    and code not in {"AC", "CP", "CQ", "DG", "EA", "EU", "EZ", "IC", "QO", "TA", "UN", "XA", "XB"}
    and code != "ZZ"
)


@pytest.mark.parametrize(("name", "code"), [pytest.param(*pair, id=pair[1]) for pair in _NAMES])
def test_every_country_by_name_and_code(name: str, code: str) -> None:
    without_accents = "".join(
        c for c in unicodedata.normalize("NFD", name) if not unicodedata.combining(c)
    )
    spellings = {name, name.upper(), name.replace("&", "and"), without_accents}
    if code != "NA":  # see the table above
        spellings |= {code, code.lower()}
    assert {spelling: code_of(spelling) for spelling in spellings} == dict.fromkeys(spellings, code)


@given(text=st.text(max_size=120))
def test_any_text_has_a_code_of_two_letters_or_none(text: str) -> None:
    found = code_of(text)
    assert found is None or re.fullmatch(r"[A-Z]{2}", found)


# --- The real list ----------------------------------------------------------------------------

#: Country texts of OFAC that mean no single country of today.
_NO_COUNTRY = {
    "undetermined": "OFAC's word for none",
    "Netherlands Antilles": "dissolved in 2010 into BQ, CW and SX",
    "Unknown": "a flag that OFAC does not know",
    "None Identified": "a vessel that flew no flag",
}


@pytest.mark.real
def test_real_reference_countries() -> None:
    path = REAL / "sdn_advanced_2025-11-19.xml.bz2"
    if not path.exists():
        pytest.skip(f"the real list is not here: {path}")
    with bz2.open(path) as stream:
        head = stream.read(200_000).decode("utf-8", "ignore")
    countries = re.findall(r'<Country ID="\d+"(?: ISO2="(\w+)")?>([^<]*)<', head)
    assert len(countries) == 186
    assert {text for _, text in countries if code_of(text) is None} <= _NO_COUNTRY.keys()
    assert {text: code_of(text) for iso, text in countries if iso and code_of(text) != iso} == {}
    assert {text: code_of(text) for iso, text in countries if not iso} == {
        "Kosovo": "XK",
        "Netherlands Antilles": None,
        "Region: Gaza": "PS",
        "Region: Northern Mali": "ML",
        "West Bank": "PS",
        "undetermined": None,
    }


@pytest.mark.real
def test_real_nationalities_and_flags() -> None:
    path = REAL / "oracle_sdn_2025-11-19.jsonl.xz"
    if not path.exists():
        pytest.skip(f"the oracle is not here: {path}")
    with lzma.open(path, "rt", encoding="utf-8") as lines:
        features = [feature for line in lines for feature in json.loads(line)["features"]]
    texts = Counter(
        value["Unknown"] if isinstance(value, dict) else value
        for label, (value, *_), _ in features
        if "Country" in label or "Flag" in label or "Nationality" in label
    )
    assert texts.total() > 8_000
    assert {text for text in texts if code_of(text) is None} == {"Unknown", "None Identified"}

"""Countries and territories as lists and customers write them → ISO 3166-1 alpha-2.

Names come from Unicode CLDR (babel) in the languages below; spellings that only official lists
use stand in `_LIST_SPELLINGS`.
"""

import re
import unicodedata
from functools import cache, lru_cache
from typing import Final

from babel import Locale
from babel.core import get_global

_LANGUAGES: Final = ("en", "fr", "es", "de", "pt", "it", "ru", "zh", "zh_Hant", "ar")

#: Spellings of OFAC, UN, EU, UK and customers that CLDR does not have; folded, → alpha-2. They
#: come before every rule: "Republic of China" is not China, "Korea, Republic of" is not the North.
_LIST_SPELLINGS: Final = {
    "america": "US",
    "bahamas the": "BS",
    "birmanie": "MM",
    "bolivarian republic of venezuela": "VE",
    "bolivia plurinational state of": "BO",
    "bosnia": "BA",
    "british": "GB",
    "burma": "MM",
    "byelorussia": "BY",
    "cape verde": "CV",
    "china hong kong special administrative region": "HK",
    "china macao special administrative region": "MO",
    "china republic of": "TW",
    "chinese taipei": "TW",
    "congo": "CG",
    "congo democratic republic": "CD",
    "congo democratic republic of the": "CD",
    "congo drc": "CD",
    "congo republic of the": "CG",
    "cote d ivoire": "CI",
    "czech republic": "CZ",
    "democratic peoples rep of korea": "KP",
    "democratic peoples republic of korea": "KP",
    "democratic republic of congo": "CD",
    "democratic republic of the congo": "CD",
    "democratic republic of timor leste": "TL",
    "dprk": "KP",
    "dr congo": "CD",
    "drc": "CD",
    "east timor": "TL",
    "eire": "IE",
    "emirates": "AE",
    "england": "GB",
    "falkland islands malvinas": "FK",
    "federated states micronesia": "FM",
    "federated states of micronesia": "FM",
    "france metropolitan": "FR",
    "gambia the": "GM",
    "gaza": "PS",
    "gaza strip": "PS",
    "great britain": "GB",
    "holland": "NL",
    "holy see": "VA",
    "hong kong": "HK",
    "hong kong china": "HK",
    "hong kong sar": "HK",
    "hong kong special administrative region": "HK",
    "iran islamic republic of": "IR",
    "islamic republic of iran": "IR",
    "ivory coast": "CI",
    "korea democratic peoples republic of": "KP",
    "korea dpr": "KP",
    "korea north": "KP",
    "korea republic of": "KR",
    "korea south": "KR",
    "kosovo": "XK",
    "ksa": "SA",
    "kyrgyz republic": "KG",
    "lao pdr": "LA",
    "lao peoples democratic republic": "LA",
    "libyan arab jamahiriya": "LY",
    "macao": "MO",
    "macao sar": "MO",
    "macau": "MO",
    "macau sar": "MO",
    "macedonia": "MK",
    "macedonia the former yugoslav republic of": "MK",
    "man isle of": "IM",
    "micronesia federated states of": "FM",
    "moldova republic of": "MD",
    "myanmar": "MM",
    "north gaza": "PS",
    "north macedonia the republic of": "MK",
    "northern gaza": "PS",
    "northern ireland": "GB",
    "northern macedonia": "MK",
    "northern mali": "ML",
    "occupied palestinian territories": "PS",
    "occupied palestinian territory": "PS",
    "palestine": "PS",
    "palestine state of": "PS",
    "palestinian": "PS",
    "palestinian territory": "PS",
    "peoples republic of china": "CN",
    "pitcairn": "PN",
    "prc": "CN",
    "region gaza": "PS",
    "republic of china": "TW",
    "republic of korea": "KR",
    "rok": "KR",
    "russian federation": "RU",
    "saint helena": "SH",
    "scotland": "GB",
    "slovak republic": "SK",
    "south korea": "KR",
    "st helena": "SH",
    "st kitts and nevis": "KN",
    "st kitts nevis": "KN",
    "state of palestine": "PS",
    "swaziland": "SZ",
    "syrian arab republic": "SY",
    "taiwan province of china": "TW",
    "taiwan republic of china": "TW",
    "tanzania united republic of": "TZ",
    "the former yugoslav republic of macedonia": "MK",
    "the netherlands": "NL",
    "turkey": "TR",
    "turkiye": "TR",
    "uae": "AE",
    "uk": "GB",
    "united kingdom of great britain and northern ireland": "GB",
    "united republic of tanzania": "TZ",
    "united states of america": "US",
    "us virgin islands": "VI",
    "vatican": "VA",
    "venezuela bolivarian republic of": "VE",
    "viet nam": "VN",
    "vietnam socialist republic of": "VN",
    "virgin islands british": "VG",
    "virgin islands u s": "VI",
    "virgin islands us": "VI",
    "wales": "GB",
    "west bank": "PS",
    "xkx": "XK",
    "zaire": "CD",
}

_ALPHA_2: Final = re.compile(r"[A-Z]{2}")
#: Codes of CLDR that name a union, a test region or nothing.
_NO_COUNTRY: Final = frozenset({"ZZ", "EU", "EZ", "UN", "QO", "XA", "XB"})
#: Codes that ISO 3166-1 only reserves → the country they are a part of.
_RESERVED: Final = {
    "AC": "SH", "CP": "FR", "CQ": "GG", "DG": "IO", "EA": "ES", "IC": "ES", "TA": "SH",
}  # fmt: skip

#: What lists and customers write where they know no country; a statement of ignorance, not a
#: country. `NA` stands for "not available" far more often than for Namibia, and a country that
#: nobody stated would speak against a hit.
_UNDETERMINED: Final = frozenset(
    {"undetermined", "unknown", "stateless", "none", "none identified", "na"}
)

#: "Bosnia and Herzegovina" is "Bosnia & Herzegovina" in CLDR, "The Gambia" is "Gambia".
_SMALL_WORDS: Final = re.compile(r"\b(?:and|the|of)\b")
_FORM: Final = (
    r"(?:\w+ )*?(?:republic|kingdom|sultanate|principality|commonwealth|union|grand duchy)"
)
#: "Republic of Moldova", "Iran, Islamic Republic of", "Region: Iran".
_STATE_FORM: Final = re.compile(rf"^(?:{_FORM} of |region )|(?: {_FORM} of)(?: the)?$")
#: No country has a longer name; a longer text is prose in the wrong column.
_LONGEST: Final = 100
#: Two names of one country: "Russia / Russie", "Burma (Myanmar)".
_TWO_NAMES: Final = re.compile(r"[()/]")
#: "U.S.A.", "P.R.C."
_INITIALS: Final = re.compile(r"\w(?: \w)+")


def _fold(text: str) -> str:
    decomposed = unicodedata.normalize("NFKD", text.casefold())
    plain = "".join(c for c in decomposed if not unicodedata.combining(c))
    words = re.sub(r"[\W_]+", " ", re.sub(r"['’]", "", plain)).strip()
    if _INITIALS.fullmatch(words):
        return words.replace(" ", "")
    return re.sub(r"\bsaint\b", "st", words)


def _bare(key: str) -> str:
    return " ".join(_SMALL_WORDS.sub(" ", key).split())


@cache
def _codes() -> dict[str, str]:
    codes: dict[str, str] = {}
    for language in reversed(_LANGUAGES):  # English last: it wins where names collide
        for code, name in Locale.parse(language).territories.items():
            if _ALPHA_2.fullmatch(code) and code not in _NO_COUNTRY:
                codes[_fold(name)] = _RESERVED.get(code, code)
    return codes | _LIST_SPELLINGS


@cache
def _bare_codes() -> dict[str, str]:
    return {_bare(name): code for name, code in _codes().items()}


@cache
def _aliases() -> dict[str, list[str]]:
    aliases: dict[str, list[str]] = get_global("territory_aliases")  # type: ignore[assignment]
    return aliases


@lru_cache(maxsize=1 << 16)
def code_of(text: str) -> str | None:
    """The ISO 3166-1 alpha-2 code of a country as written; null where it names none.

    Reads alpha-2, alpha-3 and numeric codes, names in ten languages and the lists' own spellings;
    `XK` stands for Kosovo; `NA` is no country, `NAM` and `Namibia` are. Source: Unicode CLDR by way
    of babel.

    >>> code_of("Korea, North"), code_of("VIRGIN ISLANDS, BRITISH"), code_of("CYP"), code_of("Oz")
    ('KP', 'VG', 'CY', None)
    >>> code_of("Iran, Islamic Republic of"), code_of("Burma (Myanmar)"), code_of("US / UK")
    ('IR', 'MM', None)
    """
    key = _fold(text[:_LONGEST])
    if not key or key in _UNDETERMINED or len(text) > _LONGEST:
        return None
    upper = key.upper()
    if upper in _code_set():
        return upper
    return _codes().get(key) or _single_alias(upper) or _by_rule(key) or _of_two_names(text)


@cache
def _code_set() -> frozenset[str]:
    return frozenset(_codes().values())


def _single_alias(upper: str) -> str | None:
    targets = _aliases().get(upper, [])
    return targets[0] if len(targets) == 1 else None


def _by_rule(key: str) -> str | None:
    """The code of a name without its small words, then also without its form of state."""
    names = (_bare(key), _bare(_STATE_FORM.sub("", key)))
    return next((_bare_codes()[name] for name in names if name in _bare_codes()), None)


def _of_two_names(text: str) -> str | None:
    """The code that all parts of `one (other)` or `one / other` agree on."""
    parts = [part for part in _TWO_NAMES.split(text) if part.strip()]
    if len(parts) < 2:  # noqa: PLR2004  # one name only
        return None
    codes = {code_of(part) for part in parts}
    return codes.pop() if len(codes) == 1 else None

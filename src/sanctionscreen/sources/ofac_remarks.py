"""The grammar of OFAC's Remarks field: one text → what it states, piece by piece.

A remark is a row of fragments joined by `; `, the last one with a full stop: `DOB 1960; alt. DOB
circa 1962; POB Lima, Peru; Passport A1 (Peru) expires 02 Feb 2030; Linked To: SOME PARTY.`
A fragment is a label and a value, or free text. Every fragment becomes a statement; where a label
is known and its value is not understood, a Trouble stands beside it.
"""

import re
from collections.abc import Callable, Iterable, Mapping
from typing import Final, TypeAlias

from sanctionscreen.model import (
    CountryRole,
    CountryTie,
    DateRange,
    Detail,
    Gender,
    Identifier,
    Name,
    NameKind,
    Record,
    Relation,
    RelationKind,
    Text,
    Wallet,
)
from sanctionscreen.sources.ofac_reference import (
    COUNTRY_FEATURES,
    DETAIL_FEATURES,
    WALLET_FEATURE,
)
from sanctionscreen.sources.ofac_remark_documents import (
    DOCUMENTS,
    Trouble,
    read_date,
    read_document,
    unknown_country,
)
from sanctionscreen.territories import code_of

LINKED_TO: Final = "Linked To:"
REMARK: Final = "remark"


class BirthPlace(Record):
    """Where a person was born, as written."""

    text: Text


class Title(Record):
    """An office or honour, as written."""

    text: Text


#: A bare DateRange is a birth.
Statement: TypeAlias = (
    DateRange
    | BirthPlace
    | Gender
    | Title
    | Name
    | CountryTie
    | Identifier
    | Wallet
    | Relation
    | Detail
    | Trouble
)
_Handler = Callable[[str, str], tuple[Statement, ...]]

# "…Palestinian;arrested 23 Apr 2002": three remarks lack the space. One organisation type, the
# ISIC class "Accounting, bookkeeping and auditing activities; tax consultancy", holds a semicolon.
_SEPARATOR: Final = re.compile(r"(?<!auditing activities);(?:\s+|(?=[a-z;])|$)")
# "S.A. DE C.V." and "CO., LTD." keep their full stop: OFAC does not double it at the end.
_ABBREVIATED: Final = re.compile(
    r"(?:\b\w\.\w|\b(?:co|corp|inc|ltd|jr|sr|bros|est))\.$", re.IGNORECASE
)


def read_remarks(remarks: str) -> tuple[Statement, ...]:
    """What a whole remark states, in its order; free text as a Detail of kind `remark`.

    >>> [type(part).__name__ for part in read_remarks("DOB 1960; a.k.a. 'EL ZORRO'; Doctor.")]
    ['DateRange', 'Name', 'Detail']
    >>> read_remarks("Linked To: INVENTADA, S.A.")[0].other_name  # the stop belongs to the name
    'INVENTADA, S.A.'
    """
    return tuple(
        statement for fragment in fragments(remarks) for statement in _read_fragment(fragment)
    )


def fragments(remarks: str) -> list[str]:
    """The pieces of a remark without the full stop at its end.

    >>> fragments("DOB 1960; a.k.a. 'ONE; TWO'; Doctor.")
    ['DOB 1960', "a.k.a. 'ONE; TWO'", 'Doctor']
    """
    pieces = [piece.strip() for piece in _SEPARATOR.split(remarks) if piece.strip()]
    if pieces and not _ABBREVIATED.search(pieces[-1]):
        pieces[-1] = pieces[-1].removesuffix(".").rstrip()
    whole: list[str] = []
    for piece in pieces:
        if whole and _closes(whole[-1], piece):
            whole[-1] = f"{whole[-1]}; {piece}"
        elif piece:
            whole.append(piece)
    return whole


def _closes(opened: str, piece: str) -> bool:
    """Whether a piece ends the quotation or bracket that the one before it left open."""
    if _ALIAS_START.match(opened) and not opened.endswith("'"):
        return piece.endswith("'") and not _ALIAS_START.match(piece)
    return opened.count("(") > opened.count(")") and piece.count(")") > piece.count("(")


def _read_fragment(fragment: str) -> tuple[Statement, ...]:
    """The statements of one fragment; never none."""
    try:
        return _understood(fragment)
    except ValueError as error:
        reason = f"{error}, kept as a remark: {fragment!r}"
        return (Detail(kind=REMARK, text=fragment), Trouble(field="remarks", reason=reason))


def _understood(fragment: str) -> tuple[Statement, ...]:
    """The statements of one fragment; raises ValueError where its label promises what it lacks."""
    if alias := _ALIAS_START.match(fragment):
        return _weak_alias(alias["word"], fragment[alias.end() :])
    if found := _LABEL.match(fragment):
        label, value = found["label"], fragment[found.end() :].strip()
        if not value:
            raise ValueError(f"{label!r} without a value")
        return _handler(label)(label, value)
    if found := _NEW_LABEL.match(fragment):
        raise ValueError(f"{found['label']!r} is no label known to us")
    return (Detail(kind=REMARK, text=fragment),)


# --- Names, persons, ties, wallets ------------------------------------------------------------

_COUNTRIES: Final[Mapping[str, CountryRole]] = COUNTRY_FEATURES | {
    "nationality": CountryRole.NATIONALITY,
    "citizen": CountryRole.CITIZENSHIP,
}
_ALIAS_START: Final = re.compile(r"(?:alt\. )?(?P<word>[afn]\.k\.a\.|d\.b\.a\.) '")


def _weak_alias(word: str, rest: str) -> tuple[Statement, ...]:
    """A weak alias: OFAC puts strong ones into ALT.CSV, weak ones in quotes into the remark."""
    name = rest.removesuffix("'").strip()
    if name == rest or not name:
        raise ValueError("a weak alias without its closing quote")
    return (Name(full=name, kind=NameKind.WEAK_ALIAS, strength="weak", published_as=word),)


def _birth(_: str, value: str) -> tuple[Statement, ...]:
    return (read_date(value),)


def _birth_place(_: str, value: str) -> tuple[Statement, ...]:
    return (BirthPlace(text=value),)


def _title(_: str, value: str) -> tuple[Statement, ...]:
    return (Title(text=value),)


def _gender(_: str, value: str) -> tuple[Statement, ...]:
    return (Gender(value.lower()),)


def _country(label: str, value: str) -> tuple[Statement, ...]:
    tie = CountryTie(role=_COUNTRIES[label], text=value, code=code_of(value))
    return (tie, *unknown_country(value, tie.code))


def _linked_to(_: str, value: str) -> tuple[Statement, ...]:
    return (Relation(kind=RelationKind.OTHER, published_as="Linked To", other_name=value),)


def _text_detail(label: str, value: str) -> tuple[Statement, ...]:
    return (Detail(kind=label, text=value),)


def _dated_detail(label: str, value: str) -> tuple[Statement, ...]:
    read_date(value)  # raises where it is no date
    return (Detail(kind=label, text=value),)


_WALLET: Final = re.compile(r"(?P<asset>[A-Z0-9]{2,10})\s+(?P<address>\S+)")


def _wallet(_: str, value: str) -> tuple[Statement, ...]:
    found = _WALLET.fullmatch(value)
    if found is None:
        raise ValueError("a digital currency address without asset and address")
    return (Wallet(address=found["address"], asset=found["asset"]),)


# --- Labels -----------------------------------------------------------------------------------

#: Details whose value must be a date: one that is not has a word we do not know in it.
_DATES: Final = (
    "Organization Established Date",
    "Aircraft Manufacture Date",
    "Vessel Year of Build",
)

#: Details whose value may be anything; two more families of labels are patterns of the grammar.
#: The upper-case ones stand in remarks of before 2012.
_TEXTS: Final = (
    *sorted(label for label in DETAIL_FEATURES.difference(_DATES) if " Date (" not in label),
    "Issuer Name",
    "Email",
    "EMAIL",
    "Fax",
    "FAX",
    "Phone",
    "PHONE",
    "TELEX",
    "Telephone",
)

_TITLES: Final = ("Title", "Alternate Title")

_HANDLERS: Final[Mapping[str, _Handler]] = {
    "DOB": _birth,
    "POB": _birth_place,
    "Gender": _gender,
    LINKED_TO: _linked_to,
    WALLET_FEATURE.strip(): _wallet,
    **dict.fromkeys(_TITLES, _title),
    **dict.fromkeys(_COUNTRIES, _country),
    **dict.fromkeys(_DATES, _dated_detail),
    **dict.fromkeys(_TEXTS, _text_detail),
    **dict.fromkeys(DOCUMENTS, read_document),
}
# As in "Listing Date (EO 14024 Directive 1a): 22 Feb 2022", "Effective Date (CMIC) 02 Aug 2021".
_DATE_LABEL: Final = r"(?:Listing|Effective|Purchase/Sales For Divestment) Date \([^()]*\):?"
# As in "Executive Order 13846 information: FOREIGN EXCHANGE", "PAIPA Section 2 Information: …".
_MEASURE_LABEL: Final = r"(?:Executive Order \d+|[A-Z]+ Section \d+)(?: Directive)? [Ii]nformation:"


def _alternatives(labels: Iterable[str]) -> str:
    return "|".join(re.escape(label) for label in sorted(labels, key=len, reverse=True))


# "alt." says only that it is not the first of its kind; "Passport No.: 1" is "Passport 1".
_LABEL: Final = re.compile(
    rf"(?:[Aa]lt\. )?(?P<label>{_DATE_LABEL}|{_MEASURE_LABEL}|{_alternatives(_HANDLERS)})"
    r"(?=[\s:,]|$)(?: (?:No\.|\#)(?=[: ]))?[:,]?"
)
# What looks like a document or wallet of a kind that OFAC has added since.
_NEW_LABEL: Final = re.compile(
    r"(?:[Aa]lt\. )?(?P<label>Digital Currency|[A-Z]\S*(?: \S+){0,6}?"
    r" (?:Number|No\.|ID|\#|Code|Card|Certificate|Passport)):?(?= \S*\d| Address)"
)


def _handler(label: str) -> _Handler:
    """What reads the values of a label: its own entry, or its pattern's."""
    if label in _HANDLERS:
        return _HANDLERS[label]
    return _dated_detail if re.fullmatch(_DATE_LABEL, label) else _text_detail

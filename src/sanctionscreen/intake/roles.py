"""The columns of a user's file → what they mean, by their usual headings or as the user says."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Final

from sanctionscreen.errors import InputError
from sanctionscreen.intake.headings import HEADINGS, OWNERS, Role
from sanctionscreen.intake.words import LEGAL_FORMS, fold, fold_camel, folded
from sanctionscreen.sources import dates
from sanctionscreen.territories import code_of

#: Roles of which a row has one value: of several columns the most telling heading wins.
SINGLE: Final = frozenset({Role.QUERY_ID, Role.TYPE, Role.GENDER, Role.ID_TYPE, Role.ID_COUNTRY})
NUMBERS: Final = (
    Role.ID_NUMBER, Role.PASSPORT, Role.NATIONAL_ID, Role.TAX_ID, Role.REGISTRATION_NUMBER,
    Role.LEI, Role.BIC, Role.IMO, Role.MMSI,
)  # fmt: skip
NAMES: Final = (Role.NAME, Role.FIRST_NAME, Role.LAST_NAME, Role.NATIVE_NAME, Role.ALIAS)
_TO_SCREEN: Final = frozenset({*NAMES, *NUMBERS, Role.WALLET})
_CODE_LENGTH, _LONG_NUMBER, _ADDRESS_LENGTH = 3, 4, 24


@dataclass(frozen=True, slots=True)
class Roles:
    """Which column means what; `ignored` columns mean nothing to us. Both in the file's order."""

    columns: Mapping[Role, tuple[str, ...]]
    ignored: tuple[str, ...] = ()

    def of(self, role: Role) -> tuple[str, ...]:
        """The columns of a role, none if the file has none."""
        return self.columns.get(role, ())

    @property
    def used(self) -> tuple[str, ...]:
        """Every column that has a role, once."""
        return tuple(dict.fromkeys(c for columns in self.columns.values() for c in columns))


def recognise(
    columns: Sequence[str], overrides: Mapping[str, Sequence[str]] | None = None
) -> Roles:
    """What each column means; `overrides` (role → columns) win over what its heading says.

    A role that is overridden has exactly the columns given for it.

    Raises:
        InputError: an override names an unknown role or column, or gives several columns to a role
            that has one; or no column holds a name, a number or a wallet.

    >>> recognise(["Kunden-Nr", "Nachname", "Vorname", "Geb.-Datum", "Umsatz"]).ignored
    ('Umsatz',)
    """
    claimed = _claims(columns, overrides or {})
    taken = {column for given in claimed.values() for column in given}
    found: dict[Role, list[str]] = {role: list(given) for role, given in claimed.items()}
    for column in columns:
        role = None if column in taken else _role(column)
        if role is not None and role not in claimed:
            found.setdefault(role, []).append(column)
    for role in SINGLE & found.keys() - claimed.keys():
        found[role] = sorted(found[role], key=_rank)[:1]
    if not _TO_SCREEN & found.keys():
        raise _nothing_to_screen(columns)
    used = {column for given in found.values() for column in given}
    ignored = tuple(column for column in columns if column not in used)
    return Roles({role: tuple(found[role]) for role in Role if role in found}, ignored)


def _claims(
    columns: Sequence[str], overrides: Mapping[str, Sequence[str]]
) -> dict[Role, tuple[str, ...]]:
    claims = {}
    for word, given in overrides.items():
        if word not in set(Role):
            raise InputError(f"there is no role {word!r}: use one of {', '.join(Role)}")
        role = Role(word)
        claims[role] = tuple(dict.fromkeys(_existing(column, columns) for column in given))
        if role in SINGLE and len(claims[role]) > 1:
            raise InputError(f"the role {word} has one column, not {len(claims[role])}")
    return claims


def _existing(column: str, columns: Sequence[str]) -> str:
    alike = [known for known in columns if fold_camel(known) == fold_camel(column)]
    if column in columns:
        return column
    if len(alike) == 1:
        return alike[0]
    raise InputError(f"there is no column {column!r}: the input has {_listed(columns)}")


@cache
def _vocabulary() -> dict[str, tuple[int, Role]]:
    known: dict[str, tuple[int, Role]] = {}
    for role, words in HEADINGS.items():
        for rank, word in enumerate(folded(words)):
            known.setdefault(word, (rank, role))
    return known


def _meaning(column: str) -> tuple[tuple[int, int], Role] | None:
    for place, form in enumerate(_forms(column)):
        if form in _vocabulary():
            rank, role = _vocabulary()[form]
            return (place, rank), role
    return None


def _forms(column: str) -> Iterable[str]:
    """The heading, then without what is in brackets, without a number, without its owner."""
    bare = re.sub(r"[(\[{（【].*?[)\]}）】]", " ", column)
    for text in dict.fromkeys((fold_camel(column), fold_camel(bare))):
        single = re.sub(r"\s*\d+$", "", text)
        yield text
        yield single
        owner, _, rest = single.partition(" ")
        if owner in OWNERS:
            yield rest


def _role(column: str) -> Role | None:
    meaning = _meaning(column)
    return None if meaning is None else meaning[1]


def _rank(column: str) -> tuple[int, int]:
    meaning = _meaning(column)
    return (0, 0) if meaning is None else meaning[0]


def seems_data(columns: Sequence[str]) -> bool:
    """Whether a heading row looks like a record: it holds a date, a number, a country, a company.

    >>> seems_data(["Anna Probe", "1962-01-31"]), seems_data(["Bezeichnung", "Umsatz 2025"])
    (True, False)
    """
    return any(map(_is_value, columns))


def _is_value(heading: str) -> bool:
    text = heading.strip()
    if re.fullmatch(rf"[\d\W_]{{{_LONG_NUMBER},}}|\d+", text) or "@" in text:
        return True
    if len(text) > _CODE_LENGTH and code_of(text) is not None:
        return True
    if len(text) >= _ADDRESS_LENGTH and re.fullmatch(r"(?=.*\d)[A-Za-z0-9]+", text):
        return True
    try:
        dates.parse(text)
    except ValueError:
        return bool(LEGAL_FORMS & set(fold(text).split()))
    return True


def _nothing_to_screen(columns: Sequence[str]) -> InputError:
    if seems_data(columns):  # the headings would be a party's data: they are not shown
        return InputError(
            "no heading is known and the first row seems to be data: put a heading row above it,"
            " such as id,name,birth_date,country"
        )
    return InputError(
        "no column is known to hold a name, an identity number or a wallet; the columns are"
        f" {_listed(columns)}: say which one it is with --column name=COLUMN"
    )


def _listed(columns: Sequence[str]) -> str:
    return ", ".join(map(repr, columns)) or "none"

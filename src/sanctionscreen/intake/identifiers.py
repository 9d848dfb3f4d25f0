"""The number columns of a table → the identifiers of each party, with family and country."""

from collections.abc import Sequence
from typing import Final

import polars as pl

from sanctionscreen.columns import COUNTERPARTIES
from sanctionscreen.intake import cells, values
from sanctionscreen.intake.headings import NUMBER_KINDS, Role
from sanctionscreen.intake.roles import NUMBERS, Roles
from sanctionscreen.model import IdentifierKind

#: Numbers that a country issues: `id_country` is theirs where the file has no `id_number`.
_NATIONAL: Final = frozenset(
    {Role.PASSPORT, Role.NATIONAL_ID, Role.TAX_ID, Role.REGISTRATION_NUMBER}
)
#: Software that knows a missing number only as a float writes all of them as floats: 12345.0.
_FLOAT: Final = r"^(\d+)\.0$"
#: A number of zeros only says that there is none.
_ZEROS: Final = r"^[0\W_]*$"


def identifiers(texts: pl.DataFrame, roles: Roles) -> tuple[pl.Series, pl.DataFrame]:
    """The identifiers of each row as in COUNTERPARTIES, and the countries that could not be read.

    `id_type` says what the `id_number` is (`other` without it), `id_country` who issued it. A
    cell may hold several numbers between `|` or `;`; `N/A` and zeros are none.

    >>> from sanctionscreen.intake.roles import recognise
    >>> rows = pl.DataFrame({"id_number": ["X 12"], "id_type": ["Reisepass"], "id_country": ["DE"]})
    >>> identifiers(rows, recognise(rows.columns))[0].to_list()
    [[{'kind': 'passport', 'number': 'X 12', 'country': 'DE'}]]
    """
    countries, findings = _countries(texts, roles)
    found = [
        _long(texts[field], _kind(texts, roles, role), _country(countries, roles, role))
        for role in NUMBERS
        for field in roles.of(role)
    ]
    return _gathered(found, texts.height), findings


def _countries(texts: pl.DataFrame, roles: Roles) -> tuple[pl.Series, pl.DataFrame]:
    given = [texts[field] for field in roles.of(Role.ID_COUNTRY)]
    if not given:
        nobody = pl.repeat(None, texts.height, dtype=pl.String, eager=True)
        return nobody, pl.DataFrame(schema=values.FINDINGS)
    codes, findings = values.countries(given)
    return codes.list.first(), findings


def _kind(texts: pl.DataFrame, roles: Roles, role: Role) -> pl.Series:
    types = roles.of(Role.ID_TYPE)
    if role is Role.ID_NUMBER and types:
        return values.identifier_kinds(texts[types[0]])
    kind = NUMBER_KINDS.get(role, IdentifierKind.OTHER)
    return pl.repeat(kind.value, texts.height, dtype=pl.String, eager=True)


def _country(countries: pl.Series, roles: Roles, role: Role) -> pl.Series:
    if role is Role.ID_NUMBER or (role in _NATIONAL and not roles.of(Role.ID_NUMBER)):
        return countries
    return pl.repeat(None, len(countries), dtype=pl.String, eager=True)


def _long(numbers: pl.Series, kind: pl.Series, country: pl.Series) -> pl.DataFrame:
    """One row a number."""
    frame = pl.DataFrame(
        [kind.alias("kind"), cells.split(numbers).alias("number"), country.alias("country")]
    ).with_row_index("at")
    number = pl.col("number")
    each = frame.filter(number.list.len() > 0).explode("number")
    each = each.with_columns(number.str.replace(_FLOAT, "$1"))
    return each.filter(cells.says_something(number) & ~number.str.contains(_ZEROS))


def _gathered(found: Sequence[pl.DataFrame], height: int) -> pl.Series:
    dtype = COUNTERPARTIES["identifiers"]
    rows = pl.DataFrame({"at": pl.int_range(height, dtype=pl.UInt32, eager=True)})
    if not found or all(frame.is_empty() for frame in found):
        return pl.repeat([], height, dtype=dtype, eager=True)
    each = pl.concat(found).unique(maintain_order=True)
    record = pl.struct("kind", "number", "country").alias("identifiers")
    gathered = each.group_by("at", maintain_order=True).agg(record)
    joined = rows.join(gathered, on="at", how="left", maintain_order="left")
    return joined["identifiers"].cast(dtype).fill_null([])

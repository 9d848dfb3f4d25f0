"""Texts of optional fields → dates, countries, types, genders; each distinct text is read once."""

import re
from collections.abc import Callable, Sequence
from datetime import date
from functools import cache
from typing import Final

import polars as pl

from sanctionscreen.columns import DATE_RANGE, TEXT
from sanctionscreen.identifiers.kinds import kind_of
from sanctionscreen.intake.cells import SEPARATORS, joined
from sanctionscreen.intake.headings import HEADINGS, NUMBER_KINDS
from sanctionscreen.intake.words import GENDERS, NOTHING, TYPES, fold, fold_camel, folded
from sanctionscreen.model import DateRange, EntityType, Gender, IdentifierKind
from sanctionscreen.sources import dates
from sanctionscreen.territories import code_of

#: A birth before is a typing error, or of nobody whom a list or a bank knows; after, as well.
_EARLIEST, _LATEST = date(1850, 1, 1), date(2100, 12, 31)
#: What a problem says; never the value itself.
_NO_DATE: Final = "not a date that can be read: write it as 1962-01-31, 1962-01 or 1962"
_NO_BIRTH: Final = f"a date of birth before {_EARLIEST.year} or after {_LATEST.year}"
_NO_COUNTRY: Final = "not a country: write its name or ISO code"
_NO_TYPE: Final = "not a known type: write person, organisation, vessel or aircraft"
_NO_GENDER: Final = "not a known gender: write male or female"

_STATELESS: Final = frozenset({"stateless", "staatenlos", "apatride", "apatrida"})
_Cells = tuple[str | None, ...]
_Value = list[str] | str | None
#: The value of a row's cells, and for each cell a reason where it could not be read.
_Read = tuple[_Value, list[str | None]]

FINDINGS: Final = pl.Schema({"at": pl.UInt32(), "field": TEXT, "reason": TEXT})


def births(columns: Sequence[pl.Series]) -> tuple[pl.Series, pl.DataFrame]:
    """The possible dates of birth of each row, as List(DATE_RANGE), and what could not be read.

    >>> values, findings = births([pl.Series("dob", ["1962 | 1963-01-02", "soon"])])
    >>> values.list.len().to_list(), findings["at"].to_list()
    ([2, 0], [1])
    """
    return _by_distinct(columns, _births, pl.List(TEXT), _ranges)


def countries(columns: Sequence[pl.Series]) -> tuple[pl.Series, pl.DataFrame]:
    """The ISO codes of each row's countries, as List(String), and what could not be read.

    >>> countries([pl.Series("country", ["Korea, North", "DE, France", "Narnia"])])[0].to_list()
    [['KP'], ['DE', 'FR'], []]
    """
    return _by_distinct(columns, _countries, pl.List(TEXT))


def entity_types(columns: Sequence[pl.Series]) -> tuple[pl.Series, pl.DataFrame]:
    """The entity type of each row, as String, and what could not be read.

    >>> entity_types([pl.Series("type", ["P", "Ship", "Sandwich"])])[0].to_list()
    ['person', 'vessel', None]
    """
    return _by_distinct(columns, _type, TEXT)


def genders(columns: Sequence[pl.Series]) -> tuple[pl.Series, pl.DataFrame]:
    """The gender of each row, as String, and what could not be read; `X` is null and no mistake.

    >>> genders([pl.Series("sex", ["F", "Herr", "X", "?!"])])[0].to_list()
    ['female', 'male', None, None]
    """
    return _by_distinct(columns, _gender, TEXT)


def identifier_kinds(column: pl.Series) -> pl.Series:
    """The family of identifier that each row's words for it mean; `other` where there are none.

    >>> identifier_kinds(pl.Series("id_type", ["Reisepass", "Tax ID", None])).to_list()
    ['passport', 'tax_id', 'other']
    """
    return _by_distinct([column], lambda cells: (_kind(cells[0] or ""), [None]), TEXT)[0]


@cache
def _kind_words() -> dict[str, IdentifierKind]:
    return {word: kind for role, kind in NUMBER_KINDS.items() for word in folded(HEADINGS[role])}


def _kind(words: str) -> str:
    return (_kind_words().get(fold(words)) or kind_of(words)).value


def _by_distinct(
    columns: Sequence[pl.Series],
    read: Callable[[_Cells], _Read],
    dtype: pl.DataType,
    shaped: Callable[[pl.Series], pl.Series] = pl.Series.rechunk,
) -> tuple[pl.Series, pl.DataFrame]:
    fields = [column.name for column in columns]
    keys = [f"cell {place}" for place in range(len(columns))]
    cells = pl.DataFrame(
        [joined(column).alias(key) for key, column in zip(keys, columns, strict=True)]
    )
    distinct = cells.unique(maintain_order=True)
    found = [read(row) for row in distinct.iter_rows()]
    values = pl.Series("value", [value for value, _ in found], dtype=dtype)
    which = cells.join(
        distinct.with_row_index("which"), on=keys, how="left", nulls_equal=True,
        maintain_order="left",
    )["which"]  # fmt: skip
    findings = [
        finding(
            field, pl.Series([reasons[place] for _, reasons in found], dtype=TEXT).gather(which)
        )
        for place, field in enumerate(fields)
    ]
    return shaped(values).gather(which), pl.concat(findings).sort("at", maintain_order=True)


def finding(field: str, reasons: pl.Series) -> pl.DataFrame:
    """The findings (`FINDINGS`) of one column: a row for each reason that is not null.

    >>> finding("dob", pl.Series([None, "not a date"])).rows()
    [(1, 'dob', 'not a date')]
    """
    frame = reasons.alias("reason").to_frame()
    found = frame.select(pl.row_index("at"), pl.lit(field).alias("field"), "reason")
    return found.drop_nulls("reason").cast(FINDINGS)


def _pieces(cell: str | None) -> list[str]:
    return [part.strip() for part in re.split(SEPARATORS, cell or "") if part.strip()]


def _says_nothing(piece: str) -> bool:
    folded_piece = fold(piece)
    return not folded_piece or folded_piece in NOTHING


def _births(cells: _Cells) -> _Read:
    ranges: list[tuple[int, DateRange]] = []
    reasons: list[str | None] = []
    for place, cell in enumerate(cells):
        reason = None
        for piece in _pieces(cell):
            try:
                found = dates.parse(piece.removesuffix(".0"))  # a year that was a float
            except ValueError:
                reason = reason if _says_nothing(piece) else _NO_DATE
                continue
            if found.start < _EARLIEST or found.end > _LATEST:
                reason = _NO_BIRTH
            else:
                ranges.append((place, found))
        reasons.append(reason)
    kept = dict.fromkeys(found for place, found in ranges if not _said_better(place, found, ranges))
    return [f"{found.start}/{found.end}/{found.precision}" for found in kept], reasons


def _ranges(written: pl.Series) -> pl.Series:
    """`1962-01-01/1962-12-31/year` → DATE_RANGE; polars takes 1.5 s to make 27,000 of dicts."""
    part = pl.element().str.split("/").list
    fields = (
        part.get(0).str.to_date("%Y-%m-%d").alias("start"),
        part.get(1).str.to_date("%Y-%m-%d").alias("end"),
        part.get(2).alias("precision"),
    )
    return written.list.eval(pl.struct(fields)).cast(pl.List(DATE_RANGE))


def _said_better(place: int, loose: DateRange, ranges: Sequence[tuple[int, DateRange]]) -> bool:
    """Whether another column holds a part of this range: the year of birth beside the day."""
    return any(
        other != place
        and loose.start <= found.start <= found.end <= loose.end
        and (loose.start, loose.end) != (found.start, found.end)
        for other, found in ranges
    )


def _countries(cells: _Cells) -> _Read:
    codes: list[str] = []
    reasons: list[str | None] = []
    for cell in cells:
        reason = None
        for piece in _pieces(cell):
            found = _codes(piece)
            codes += found
            if not found and not _says_nothing(piece) and fold(piece) not in _STATELESS:
                reason = _NO_COUNTRY
        reasons.append(reason)
    return list(dict.fromkeys(codes)), reasons


def _codes(piece: str) -> list[str]:
    """The country, or the countries if every part between commas is one (`Korea, North` is one)."""
    whole = code_of(piece)
    if whole is not None:
        return [whole]
    parts = [code_of(part) for part in piece.split(",") if part.strip()]
    codes = [code for code in parts if code is not None]
    return codes if len(codes) == len(parts) else []


@cache
def _type_words() -> dict[str, EntityType]:
    return {word: kind for kind, words in TYPES.items() for word in folded(words)}


@cache
def _gender_words() -> dict[str, Gender | None]:
    return {word: gender for gender, words in GENDERS.items() for word in folded(words)}


def _type(cells: _Cells) -> _Read:
    key = fold(cells[0] or "")
    if not key or key in NOTHING:
        return None, [None]
    found = _type_words().get(key) or _type_words().get(fold_camel(cells[0] or ""))
    return (None, [_NO_TYPE]) if found is None else (found.value, [None])


def _gender(cells: _Cells) -> _Read:
    key = fold(cells[0] or "")
    if not cells[0] or key in NOTHING:
        return None, [None]
    if key not in _gender_words():
        return None, [_NO_GENDER]
    found = _gender_words()[key]
    return None if found is None else found.value, [None]

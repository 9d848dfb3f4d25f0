"""The name columns of a table → the names of each party, and what stands there instead of one."""

from dataclasses import dataclass
from typing import Final

import polars as pl

from sanctionscreen.intake.cells import (
    has_letter_or_digit,
    is_name,
    is_part,
    joined,
    listed,
    no_names,
    split,
)
from sanctionscreen.intake.headings import Role
from sanctionscreen.intake.roles import Roles
from sanctionscreen.intake.values import FINDINGS, finding
from sanctionscreen.intake.words import LONGEST

_TOO_LONG: Final = f"a name longer than {LONGEST:,} characters"
_PLACEHOLDER: Final = "only a placeholder, no name"
_NO_LETTER: Final = "no letter or digit in the name"


@dataclass(frozen=True, slots=True)
class Names:
    """The names of each row, and what was found wrong with them (`FINDINGS`).

    `too_long` rows cannot be screened; `unusable` ones have a cell that holds no name.
    """

    names: pl.Series
    too_long: pl.DataFrame
    unusable: pl.DataFrame


@dataclass(frozen=True, slots=True)
class _Source:
    field: str
    cells: pl.Series  # List(String), placeholders still in it
    tells: bool  # whether a placeholder in it is worth a word


def names(texts: pl.DataFrame, roles: Roles) -> Names:
    """The names of each row: full, joined from parts, native, aliases; distinct and in that order.

    Where a file has `Name` and `Vorname` but no surname, the `Name` is taken for the surname unless
    it holds the first name already.

    >>> rows = pl.DataFrame({"Name": ["Probe", "Anna Probe"], "Vorname": ["Anna", "Anna"]})
    >>> known = Roles({Role.NAME: ("Name",), Role.FIRST_NAME: ("Vorname",)})
    >>> names(rows, known).names.to_list()
    [['Anna Probe'], ['Anna Probe']]
    """
    sources = _sources(texts, roles)
    if not sources:
        empty = pl.DataFrame(schema=FINDINGS)
        return Names(
            pl.repeat([], texts.height, dtype=pl.List(pl.String), eager=True), empty, empty
        )
    keys = [f"source {place}" for place in range(len(sources))]
    usable = pl.DataFrame(
        [_usable(source.cells).alias(key) for key, source in zip(keys, sources, strict=True)]
    )
    unusable = [
        _unusable(source, usable[key])
        for key, source in zip(keys, sources, strict=True)
        if source.tells
    ]
    together = pl.concat_list(keys)
    distinct = together if len(keys) == 1 else together.list.unique(maintain_order=True)
    return Names(
        usable.select(distinct.alias("names")).to_series(),
        pl.concat([_too_long(source) for source in sources]),
        pl.concat([pl.DataFrame(schema=FINDINGS), *unusable]),
    )


def _sources(texts: pl.DataFrame, roles: Roles) -> list[_Source]:
    full = [_Source(field, listed(texts[field]), tells=True) for field in roles.of(Role.NAME)]
    parts = _parts(texts, roles)
    if full and parts is not None and parts.by_name is not None:
        full[0] = _Source(full[0].field, parts.by_name, tells=True)
    native = [
        _Source(field, listed(texts[field]), tells=False) for field in roles.of(Role.NATIVE_NAME)
    ]
    aliases = [_Source(field, split(texts[field]), tells=False) for field in roles.of(Role.ALIAS)]
    return [*full, *([] if parts is None else [parts.source]), *native, *aliases]


@dataclass(frozen=True, slots=True)
class _Parts:
    """The names joined from parts; `by_name` is what is then left of the column `Name`."""

    source: _Source
    by_name: pl.Series | None = None


def _parts(texts: pl.DataFrame, roles: Roles) -> _Parts | None:
    columns = {role: roles.of(role) for role in (Role.FIRST_NAME, Role.MIDDLE_NAME, Role.LAST_NAME)}
    fields = [field for given in columns.values() for field in given]
    if not fields:
        return None
    frame = pl.DataFrame(
        {
            role.value: _one(texts, given) if given else pl.Series([None], dtype=pl.String)
            for role, given in columns.items()
            if given
        }
    )
    missing = [role for role in (Role.FIRST_NAME, Role.LAST_NAME) if not columns[role]]
    full = roles.of(Role.NAME)
    if not full:
        return _Parts(_Source(fields[-1], _together(frame), tells=True))
    frame = frame.with_columns(joined(texts[full[0]], " ").alias("name"))
    if len(missing) != 1:
        return _Parts(_Source(fields[-1], _both(frame), tells=False))
    return _filled(frame, missing[0], fields[-1])


def _one(texts: pl.DataFrame, fields: tuple[str, ...]) -> pl.Series:
    """The parts of several columns (`first_name_1`, `first_name_2`) in one text."""
    parts = pl.DataFrame([joined(texts[field], " ").alias(field) for field in fields])
    usable = [pl.when(is_part(pl.col(field))).then(pl.col(field)) for field in fields]
    text = pl.concat_str(usable, separator=" ", ignore_nulls=True)
    return parts.select(pl.when(text != "").then(text)).to_series()


_ORDER: Final = (Role.FIRST_NAME.value, Role.MIDDLE_NAME.value, Role.LAST_NAME.value)


def _together(frame: pl.DataFrame) -> pl.Series:
    parts = [pl.col(part) for part in _ORDER if part in frame.columns]
    text = pl.concat_str(parts, separator=" ", ignore_nulls=True)
    return listed(frame.select(pl.when(text != "").then(text)).to_series())


def _both(frame: pl.DataFrame) -> pl.Series:
    """The parts joined, where there are a first and a last one or else no full name.

    A first name alone beside the full name would find everybody who is called so.
    """
    ends = [pl.col(part).is_not_null() for part in (_ORDER[0], _ORDER[2]) if part in frame.columns]
    complete = pl.all_horizontal(ends) if len(ends) > 1 else pl.lit(value=False)
    text = _together(frame).list.first().alias("text")
    useful = complete | pl.col("name").is_null()
    return listed(frame.with_columns(text).select(pl.when(useful).then("text")).to_series())


def _filled(frame: pl.DataFrame, missing: Role, field: str) -> _Parts:
    """`Name` in the place of the part that the file has no column for."""
    known = _ORDER[0] if missing is Role.LAST_NAME else _ORDER[2]
    name, part = pl.col("name"), pl.col(known)
    inside = name.str.to_lowercase().str.contains(part.str.to_lowercase(), literal=True)
    apart = (part.is_not_null() & name.is_not_null() & ~inside & is_name(name)).fill_null(
        value=False
    )
    both = frame.with_columns(pl.when(apart).then(name).alias(missing.value), apart=apart)
    useful = pl.col("apart") | pl.col("name").is_null()
    text = _together(both).list.first().alias("text")
    parts = both.with_columns(text).select(pl.when(useful).then("text")).to_series()
    whole = name.str.contains(" ", literal=True)
    left = both.select(pl.when(~pl.col("apart") | whole).then(name)).to_series()
    return _Parts(_Source(field, listed(parts), tells=False), listed(left))


def _usable(cells: pl.Series) -> pl.Series:
    """The lists without what is no name."""
    never = no_names(cells.explode(empty_as_null=True, keep_nulls=True))
    if never.is_empty():
        return cells
    # Few texts as a literal: a series would be looked up anew for each list.
    return cells.list.eval(pl.element().filter(~pl.element().is_in(never.to_list())))


def _too_long(source: _Source) -> pl.DataFrame:
    long = pl.element().str.len_chars() > LONGEST
    reason = pl.when(long).then(pl.lit(_TOO_LONG)).drop_nulls().first()
    return finding(source.field, source.cells.list.eval(reason).list.first())


def _unusable(source: _Source, usable: pl.Series) -> pl.DataFrame:
    said = pl.when(has_letter_or_digit(pl.element())).then(pl.lit(_PLACEHOLDER))
    reason = pl.when(~is_name(pl.element())).then(said.otherwise(pl.lit(_NO_LETTER)))
    at = (usable.list.len() < source.cells.list.len()).arg_true()
    reasons = source.cells.gather(at).list.eval(reason.drop_nulls()).list.first()
    found = pl.DataFrame([at.alias("at"), reasons.alias("reason")])
    named = found.select("at", pl.lit(source.field).alias("field"), "reason")
    return named.drop_nulls("reason").cast(FINDINGS)

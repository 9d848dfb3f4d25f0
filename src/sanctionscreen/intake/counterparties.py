"""A table or frame → COUNTERPARTIES, and PROBLEMS for every row and field that could not be used.

The law: rows read = rows of COUNTERPARTIES + rows of PROBLEMS with `screened` false. Each row that
is not screened stands in PROBLEMS exactly once. Lists in COUNTERPARTIES are empty, never null.
Reasons name the field (the column's heading); they never show what stood in it.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final, Protocol

import polars as pl

from sanctionscreen.columns import COUNTERPARTIES, PROBLEMS, check
from sanctionscreen.errors import InputError
from sanctionscreen.intake import cells, values, wallet_cells
from sanctionscreen.intake.headings import Role
from sanctionscreen.intake.identifiers import identifiers
from sanctionscreen.intake.names import Names, names
from sanctionscreen.intake.records import Table
from sanctionscreen.intake.roles import NAMES, NUMBERS, Roles, recognise

_NOTHING: Final = "nothing to screen: no name, identity number or wallet"
_COUNTRY_ROLES: Final = (Role.COUNTRY, Role.NATIONALITY, Role.CITIZENSHIP)


class ArrowStream(Protocol):
    """Any table that speaks the Arrow C stream interface: polars, pandas, pyarrow, DuckDB."""

    def __arrow_c_stream__(self, requested_schema: object | None = None) -> object:
        """The table as an Arrow stream."""


@dataclass(frozen=True, slots=True)
class Counterparties:
    """The parties that can be screened, and what was wrong with the others or their fields.

    `frame` is COUNTERPARTIES, `problems` PROBLEMS; `roles` says how the columns were understood,
    null where the frame came ready made.
    """

    frame: pl.DataFrame
    problems: pl.DataFrame
    roles: Roles | None = None
    notes: tuple[str, ...] = ()

    @property
    def rejected(self) -> int:
        """How many rows are not screened."""
        return self.problems.filter(~pl.col("screened")).height

    @property
    def read(self) -> int:
        """How many rows were read: those to screen and those rejected."""
        return self.frame.height + self.rejected


def from_table(
    table: Table, *, columns: Mapping[str, Sequence[str]] | None = None
) -> Counterparties:
    """The checked parties of a file that was read; records it lost are problems as well.

    Raises:
        InputError: no column can be screened, or `columns` (role → columns) names an unknown one.
    """
    roles = recognise(table.frame.columns, columns)
    parties, problems = to_counterparties(table.frame, roles, table.rows)
    both = pl.concat([table.lost, problems]).sort("row", maintain_order=True)
    return Counterparties(parties, both, roles, table.notes)


def from_frame(
    frame: pl.DataFrame | ArrowStream, *, columns: Mapping[str, Sequence[str]] | None = None
) -> Counterparties:
    """The checked parties of any frame; one that has the columns of COUNTERPARTIES passes as it is.

    Raises:
        InputError: no column can be screened, `columns` (role → columns) names an unknown one, or
            a ready-made frame has a wrong dtype or lacks a row number, an id or anything to screen.

    >>> known = from_frame(pl.DataFrame({"name": ["Anna Probe", "N/A"], "dob": ["1962", "1963"]}))
    >>> known.read, known.frame["query_id"].to_list(), known.problems["reason"].to_list()
    (2, ['1'], ['only a placeholder, no name'])
    """
    given = _frame(frame)
    if set(given.columns) == set(COUNTERPARTIES):
        return Counterparties(_ready(given), pl.DataFrame(schema=PROBLEMS))
    roles = recognise(given.columns, columns)
    rows = pl.int_range(1, given.height + 1, dtype=pl.Int64, eager=True)
    parties, problems = to_counterparties(given, roles, rows)
    return Counterparties(parties, problems, roles)


def _frame(frame: pl.DataFrame | ArrowStream) -> pl.DataFrame:
    if isinstance(frame, pl.DataFrame):
        return frame
    if not hasattr(frame, "__arrow_c_stream__"):
        kind = type(frame).__name__
        raise InputError(f"{kind} is no frame: give a polars DataFrame or any Arrow table")
    return pl.DataFrame(frame)


def _ready(given: pl.DataFrame) -> pl.DataFrame:
    checked = check(given, COUNTERPARTIES, name="counterparties")
    checked = checked.with_columns(pl.col(pl.List).fill_null([]))
    for column in ("row", "query_id"):
        if checked[column].null_count():
            raise InputError("a value is missing", file="counterparties", field=column)
    if checked["row"].n_unique() != checked.height:
        raise InputError("two rows have one number", file="counterparties", field="row")
    if not checked.select(_has_something().all()).item():
        raise InputError("a row has nothing to screen", file="counterparties", field="names")
    return checked


def _has_something() -> pl.Expr:
    return pl.any_horizontal(pl.col(column).list.len() > 0 for column in _SCREENED_BY)


_SCREENED_BY: Final = ("names", "identifiers", "wallets")


def to_counterparties(
    frame: pl.DataFrame, roles: Roles, rows: pl.Series
) -> tuple[pl.DataFrame, pl.DataFrame]:
    """The parties that can be screened (COUNTERPARTIES) and all that could not be read (PROBLEMS).

    `rows` holds the number of each row of `frame`. A row with nothing to screen, or with a name
    beyond 1,000 characters, is rejected; a field that cannot be read is null, and its row stays.

    Raises:
        InputError: cells of a column have a type that cannot be read as text.

    >>> frame = pl.DataFrame({"name": ["Anna Probe", None], "dob": ["soon", "1962"]})
    >>> parties, problems = to_counterparties(frame, recognise(frame.columns), pl.Series([1, 2]))
    >>> parties["row"].to_list(), problems.select("row", "field", "screened").rows()
    ([1], [(1, 'dob', True), (2, 'name', False)])
    """
    texts = pl.DataFrame([cells.texts(frame, column) for column in roles.used])
    named = names(texts, roles)
    fields, findings = _fields(texts, roles)
    row = rows.cast(pl.Int64).alias("row")
    parties = pl.DataFrame(
        [row, _query_ids(texts, roles, row), named.names.alias("names"), *fields]
    )
    parties = parties.select(COUNTERPARTIES.names()).cast(COUNTERPARTIES)
    rejected = _rejected(parties, named, roles)
    kept = pl.concat([named.unusable, findings]).join(rejected, on="at", how="anti")
    problems = pl.concat(
        [rejected.with_columns(screened=pl.lit(value=False)), kept.with_columns(screened=True)]
    )
    at = pl.row_index("at")
    screened = parties.with_columns(at).join(rejected, on="at", how="anti", maintain_order="left")
    return screened.select(COUNTERPARTIES.names()), _problems(problems, parties)


def _fields(texts: pl.DataFrame, roles: Roles) -> tuple[list[pl.Series], pl.DataFrame]:
    """Every column but row, query_id and names; and what could not be read in them."""
    found: list[pl.Series] = []
    findings = [pl.DataFrame(schema=values.FINDINGS)]
    for column, read, wanted in (
        ("entity_type", values.entity_types, (Role.TYPE,)),
        ("gender", values.genders, (Role.GENDER,)),
        ("births", values.births, (Role.BIRTH_DATE,)),
        ("countries", values.countries, _COUNTRY_ROLES),
        ("wallets", wallet_cells.wallets, (Role.WALLET,)),
    ):
        given = [texts[field] for role in wanted for field in roles.of(role)]
        if given:
            value, wrong = read(given)
            found.append(value.alias(column))
            findings.append(wrong)
        else:
            found.append(_empty(column, texts.height))
    numbers, wrong = identifiers(texts, roles)
    findings.append(wrong)
    return [
        *found,
        numbers.alias("identifiers"),
        _addresses(texts, roles).alias("addresses"),
    ], pl.concat(findings)


def _empty(column: str, height: int) -> pl.Series:
    dtype = COUNTERPARTIES[column]
    value: list[str] | None = [] if isinstance(dtype, pl.List) else None
    return pl.Series(column, [value], dtype).new_from_index(0, height)


def _addresses(texts: pl.DataFrame, roles: Roles) -> pl.Series:
    """One address a row, its lines and parts joined by commas; several from a column of lists."""
    given = [texts[field] for field in roles.of(Role.ADDRESS)]
    several = [column for column in given if isinstance(column.dtype, pl.List)]
    single = [column for column in given if not isinstance(column.dtype, pl.List)]
    if not given:
        return _empty("addresses", texts.height)
    parts = pl.concat_list([pl.col(column.name) for column in single]) if single else None
    whole = []
    if parts is not None:
        usable = parts.list.eval(pl.element().filter(cells.says_something(pl.element())))
        text = usable.list.unique(maintain_order=True).list.join(", ")
        whole = [cells.listed(texts.select(pl.when(text != "").then(text)).to_series())]
    columns = [*whole, *(cells.listed(column) for column in several)]
    named = pl.DataFrame([column.alias(str(place)) for place, column in enumerate(columns)])
    return named.select(pl.concat_list(pl.all()).list.unique(maintain_order=True)).to_series()


def _query_ids(texts: pl.DataFrame, roles: Roles, row: pl.Series) -> pl.Series:
    given = [cells.joined(texts[field]) for field in roles.of(Role.QUERY_ID)]
    numbers = row.cast(pl.String)
    frame = pl.DataFrame([column.alias("id") for column in given] + [numbers.alias("number")])
    return frame.select(pl.coalesce(pl.all()).alias("query_id")).to_series()


def _rejected(parties: pl.DataFrame, named: Names, roles: Roles) -> pl.DataFrame:
    """The rows that cannot be screened, each once, with the most telling reason."""
    without = parties.select(pl.row_index("at"), some=_has_something()).filter(~pl.col("some"))
    first = next(field for role in (*NAMES, *NUMBERS, Role.WALLET) for field in roles.of(role))
    reason = pl.lit(_NOTHING).alias("reason")
    empty = without.select("at", pl.lit(first).alias("field"), reason).cast(values.FINDINGS)
    instead = named.unusable.join(without, on="at", how="semi")
    every = pl.concat([named.too_long, instead, empty])
    return every.unique("at", keep="first", maintain_order=True)


def _problems(findings: pl.DataFrame, parties: pl.DataFrame) -> pl.DataFrame:
    whose = parties.select(pl.row_index("at"), "row", "query_id")
    joined = findings.join(whose, on="at", how="left", maintain_order="left")
    return joined.select(PROBLEMS.names()).cast(PROBLEMS).sort("row", maintain_order=True)

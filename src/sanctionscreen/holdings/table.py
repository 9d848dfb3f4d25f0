"""The user's table of holdings → HOLDINGS, the names in it, and every problem met on the way.

A row whose owner or owned company is not said is rejected. Every other row is used; what cannot be
read in it widens its bounds and is reported.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

import polars as pl

from sanctionscreen.columns import HOLDINGS, PROBLEMS
from sanctionscreen.errors import InputError
from sanctionscreen.holdings.columns import HoldingRole, recognise
from sanctionscreen.holdings.conflicts import one_each, problems, within_whole
from sanctionscreen.holdings.kinds import UNKNOWN_KIND, kinds
from sanctionscreen.holdings.settings import WHOLE, Kind, OwnershipRules
from sanctionscreen.holdings.shares import MISSING, combined
from sanctionscreen.intake import cells
from sanctionscreen.intake.records import Table
from sanctionscreen.sources import dates

#: An id as most are: visible characters of ASCII, one of them a digit. It needs no cleaning, and
#: it is no word for "unknown".
_PLAIN: Final = r"^[!-~]*[0-9][!-~]*$"
#: A cell with a digit is an id or a name, never a word for "unknown".
_DIGIT: Final = r"[0-9]"
_DETAILS: Final = (
    HoldingRole.OWNER_NAME,
    HoldingRole.OWNER_TYPE,
    HoldingRole.OWNER_COUNTRY,
    HoldingRole.OWNER_BIRTH_DATE,
)
_NOBODY: Final = "says nobody: the row cannot be used"
_ITSELF: Final = "a company's holding in itself: it counts for nobody"
_NO_DATE: Final = "not a date: taken as undated"
_FRACTIONS: Final = (
    "no share is above 1: shares are percent, 0.5 is half a percent; give 50 for a half"
)


@dataclass(frozen=True, slots=True)
class Holdings:
    """A checked table of holdings.

    `frame` is HOLDINGS, `problems` PROBLEMS (`screened` false: the row is not used). `names` has
    node and name; `details` has the owner of each row with what the row says of it, as texts.
    """

    frame: pl.DataFrame
    problems: pl.DataFrame
    names: pl.DataFrame
    details: pl.DataFrame
    read: int
    notes: tuple[str, ...] = ()

    @property
    def owners(self) -> pl.DataFrame:
        """Each owner once with the different things that its rows say of it, as lists of texts."""
        said = [role.value for role in _DETAILS if role.value in self.details.columns]
        unsaid = [role.value for role in _DETAILS if role.value not in said]
        grouped = self.details.group_by("owner", maintain_order=True)
        every = grouped.agg(pl.col(said).drop_nulls().unique(maintain_order=True))
        nothing = pl.lit([], dtype=pl.List(pl.String))
        return every.with_columns(nothing.alias(name) for name in unsaid)

    @property
    def rejected(self) -> int:
        """How many rows are not used."""
        return self.problems.filter(~pl.col("screened")).height


def from_table(
    table: Table, rules: OwnershipRules, *, columns: Mapping[str, Sequence[str]] | None = None
) -> Holdings:
    """The checked holdings of a file that was read, and all that could not be used as it stands.

    Raises:
        InputError: a column that is needed is missing, or `columns` (role → columns) names an
            unknown one.
    """
    roles = recognise(table.frame.columns, columns)
    read = _Read(table, roles)
    frame, found = _shaped(read, roles)
    single, repeated = one_each(frame)
    sound, over = within_whole(single, tolerance=rules.table.sum_tolerance)
    every = pl.concat([table.lost, read.rejects, found, repeated, over])
    details = [read.column(role) for role in _DETAILS if role in roles]
    fractions = (_FRACTIONS,) if _only_fractions(frame) else ()
    return Holdings(
        frame=sound,
        problems=every.sort("row", maintain_order=True),
        names=_names(read, roles),
        details=pl.DataFrame([read.ends["owner"], *details]),
        read=table.read,
        notes=(*table.notes, *fractions),
    )


class _Read:
    """The rows that name both ends: `ends` has row, owner and owned; `rejects` are the others."""

    def __init__(self, table: Table, roles: Mapping[HoldingRole, str]) -> None:
        row = table.rows.cast(pl.Int64).alias("row")
        (owners, owner), (companies, owned) = _ends(table.frame, roles[_OWNER], roles[_OWNED])
        usable = owner & owned
        every = pl.DataFrame([row, owners.alias("owner"), companies.alias("owned")])
        self.ends = every if usable.all() else every.filter(usable)
        self.frame = table.frame if usable.all() else table.frame.filter(usable)
        self.rejects = _rejects(pl.DataFrame([row, owner.alias("owner")]).filter(~usable))
        self._roles = roles

    def column(self, role: HoldingRole) -> pl.Series:
        """The texts of an optional column; null where there is none."""
        if role not in self._roles:
            nothing = pl.Series(role.value, [None], dtype=pl.String)
            return nothing.new_from_index(0, self.frame.height)
        return cells.joined(cells.texts(self.frame, self._roles[role])).alias(role.value)

    def meaning(self, role: HoldingRole, of: Callable[[pl.Series], pl.DataFrame]) -> pl.DataFrame:
        """What the cells of an optional column mean; each different one is looked at once."""
        stated = self.frame[self._roles[role]] if role in self._roles else self.column(role)
        if stated.dtype.is_nested():
            stated = self.column(role)
        given = stated.alias("given").to_frame()
        different = given.head(1) if stated.null_count() == stated.len() else given.unique()
        meant = of(cells.texts(different, "given"))
        if different.height == 1:
            return pl.DataFrame([column.new_from_index(0, given.height) for column in meant])
        return given.join(
            different.hstack(meant), on="given", how="left", nulls_equal=True, maintain_order="left"
        ).drop("given")


_OWNER, _OWNED = HoldingRole.OWNER, HoldingRole.OWNED


def _ends(frame: pl.DataFrame, *columns: str) -> list[tuple[pl.Series, pl.Series]]:
    """The cells of each column as texts, and whether each says somebody."""
    ids = [_ids(frame, column).alias(str(place)) for place, column in enumerate(columns)]
    plain = pl.all().str.contains(_PLAIN).fill_null(value=False)
    says = pl.DataFrame(ids).select(plain)  # at once: each column has a core of its own
    return [_named(*both) for both in zip(ids, says, strict=True)]


def _ids(frame: pl.DataFrame, column: str) -> pl.Series:
    ids = frame[column] if frame[column].dtype == pl.String else cells.texts(frame, column)
    if ids.dtype != pl.String:
        raise InputError("a holding has one owner and one company a row", field=column)
    return ids


def _named(ids: pl.Series, says: pl.Series) -> tuple[pl.Series, pl.Series]:
    """The ids with those cleaned that are not plain, and whether each says somebody."""
    others = (~says).arg_true()
    if others.is_empty():
        return ids, says
    looked_at = cells.texts(ids.gather(others).to_frame("id"), "id")
    somebody = pl.col("id").str.contains(_DIGIT) | cells.is_name(pl.col("id"))
    named = looked_at.to_frame().select(somebody.fill_null(value=False)).to_series()
    return ids.scatter(others, looked_at), says.scatter(others, named)


def _rejects(nobody: pl.DataFrame) -> pl.DataFrame:
    field = pl.when("owner").then(pl.lit("owned")).otherwise(pl.lit("owner"))
    return nobody.select(
        row="row",
        query_id=pl.lit(None, dtype=pl.String),
        field=field,
        reason=pl.lit(_NOBODY),
        screened=pl.lit(value=False),
    ).cast(PROBLEMS)


def _shaped(read: _Read, roles: Mapping[HoldingRole, str]) -> tuple[pl.DataFrame, pl.DataFrame]:
    """The rows as HOLDINGS, and what could not be read in their cells."""
    single, least, most = (
        read.frame[roles[role]] if role in roles else None
        for role in (HoldingRole.PCT, HoldingRole.MIN_PCT, HoldingRole.MAX_PCT)
    )
    share = combined(read.frame.height, single=single, least=least, most=most)
    optional = [read.column(role) for role in (HoldingRole.SOURCE, HoldingRole.JOINT)]
    kind = read.meaning(HoldingRole.KIND, kinds)
    as_of = read.meaning(HoldingRole.AS_OF, _dates)
    control = pl.col("kind") == Kind.CONTROL.value
    unstated = control & (pl.col("reason") == MISSING).fill_null(value=False)
    bounds = pl.col("low", "high")
    shaped = (
        pl.LazyFrame([*read.ends, *kind, *share, *as_of, *optional])
        .with_columns(
            low=pl.when(unstated).then(WHOLE).when("known").then("low").otherwise(0),
            reason=pl.when(~unstated).then("reason"),
        )
        .with_columns(pl.when(~control | (bounds <= 0)).then(bounds).otherwise(WHOLE))
        .collect()
    )
    found, itself = _odd(shaped)
    others = shaped if itself.is_empty() else shaped.filter(pl.col("owner") != pl.col("owned"))
    return others.select(HOLDINGS.names()).cast(HOLDINGS), found


def _odd(shaped: pl.DataFrame) -> tuple[pl.DataFrame, pl.DataFrame]:
    """What could not be read in the cells, and the rows of companies that hold themselves."""
    unread = ~pl.col("known") | pl.col("reason").is_not_null() | pl.col("wrong")
    same = pl.col("owner") == pl.col("owned")
    at = shaped.select(unread).to_series() | (shaped["owner"] == shaped["owned"])
    odd = shaped[at.arg_true()]
    itself = odd.filter(same)
    found = [
        problems(odd.filter(~pl.col("known")), "kind", pl.lit(UNKNOWN_KIND)),
        problems(odd.filter(pl.col("reason").is_not_null()), "share", pl.col("reason")),
        problems(odd.filter("wrong"), "as_of", pl.lit(_NO_DATE)),
        problems(itself, "owned", pl.lit(_ITSELF)),
    ]
    return pl.concat(found), itself


def _dates(texts: pl.Series) -> pl.DataFrame:
    """The last possible day of each date, and whether a cell holds something else."""
    as_of = pl.Series("as_of", [None if text is None else _day(text) for text in texts], pl.Date)
    return pl.DataFrame([as_of, (texts.is_not_null() & as_of.is_null()).alias("wrong")])


def _day(text: str) -> date | None:
    try:
        return dates.parse(text).end
    except ValueError:
        return None


def _only_fractions(frame: pl.DataFrame) -> bool:
    """Whether all shares look like parts of one instead of percent."""
    stated = (pl.col("kind") != Kind.CONTROL.value) & (pl.col("high") < WHOLE)
    highest = frame.select(pl.when(stated).then("high").max()).item()
    return isinstance(highest, int) and 0 < highest <= WHOLE // 100


def _names(read: _Read, roles: Mapping[HoldingRole, str]) -> pl.DataFrame:
    """The names of nodes, each once: node, name."""
    found = [pl.DataFrame(schema={"node": pl.String, "name": pl.String})]
    for end, role in (("owner", HoldingRole.OWNER_NAME), ("owned", HoldingRole.OWNED_NAME)):
        if role in roles:
            named = pl.DataFrame([read.ends[end].alias("node"), read.column(role).alias("name")])
            found.append(named.drop_nulls())
    return pl.concat(found).unique(maintain_order=True)

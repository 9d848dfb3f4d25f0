"""The user's table of holdings → HOLDINGS, the names in it, and every problem met on the way.

A row whose owner or owned company is not said is rejected. Every other row is used; what cannot be
read in it widens its bounds and is reported.
"""

from collections.abc import Mapping, Sequence
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
from sanctionscreen.holdings.shares import combined
from sanctionscreen.intake import cells
from sanctionscreen.intake.records import Table
from sanctionscreen.sources import dates

#: Of the cells of an id only those with such a character can need cleaning.
_UNUSUAL: Final = r"[^!-~]"
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
        said = pl.exclude("row", "owner", "owned").drop_nulls().unique(maintain_order=True)
        return self.details.group_by("owner", maintain_order=True).agg(said)

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
    raw = _raw(table.frame, roles).with_columns(table.rows.cast(pl.Int64).alias("row"))
    nobody = raw.filter(~(pl.col("owner_says") & pl.col("owned_says")))
    used = raw.filter(pl.col("owner_says") & pl.col("owned_says"))
    frame, found = _shaped(used, table.frame, roles, table.rows)
    single, repeated = one_each(frame)
    sound, over = within_whole(single, tolerance=rules.table.sum_tolerance)
    every = pl.concat([table.lost, _rejects(nobody), found, repeated, over])
    fractions = (_FRACTIONS,) if _only_fractions(frame) else ()
    return Holdings(
        frame=sound,
        problems=every.sort("row", maintain_order=True),
        names=_names(used, table, roles),
        details=_beside(used, table, roles, _DETAILS),
        read=table.read,
        notes=(*table.notes, *fractions),
    )


def _raw(frame: pl.DataFrame, roles: Mapping[HoldingRole, str]) -> pl.DataFrame:
    ends = {end: _ids(frame, roles[end]).alias(end.value) for end in (_OWNER, _OWNED)}
    says = [_says_somebody(column).alias(f"{end.value}_says") for end, column in ends.items()]
    return pl.DataFrame([*ends.values(), *says])


_OWNER, _OWNED = HoldingRole.OWNER, HoldingRole.OWNED


def _ids(frame: pl.DataFrame, column: str) -> pl.Series:
    """The cells of owners or companies as texts; cleaned where they hold anything unusual."""
    texts = frame[column]
    if texts.dtype != pl.String:
        texts = cells.texts(frame, column)
        if texts.dtype != pl.String:
            raise InputError("a holding has one owner and one company a row", field=column)
        return texts
    unusual = texts.str.contains(_UNUSUAL) | (texts == "")
    if not unusual.any():
        return texts
    clean = cells.texts(texts.filter(unusual).to_frame(), column)
    at = unusual.arg_true()
    return texts.scatter(at, clean)


def _says_somebody(ids: pl.Series) -> pl.Series:
    """Whether a cell names somebody: it is not empty and no word for "unknown"."""
    wordless = ids.is_not_null() & ids.str.contains(_DIGIT)
    words = ids.filter(~wordless.fill_null(value=False))
    named = words.to_frame("id").select(cells.is_name(pl.col("id")).fill_null(value=False))
    says = wordless.fill_null(value=False)
    return says.scatter((~says).arg_true(), named.to_series()) if words.len() else says


def _rejects(nobody: pl.DataFrame) -> pl.DataFrame:
    field = pl.when("owner_says").then(pl.lit("owned")).otherwise(pl.lit("owner"))
    return nobody.select(
        row="row",
        query_id=pl.lit(None, dtype=pl.String),
        field=field,
        reason=pl.lit(_NOBODY),
        screened=pl.lit(value=False),
    ).cast(PROBLEMS)


def _shaped(
    used: pl.DataFrame, frame: pl.DataFrame, roles: Mapping[HoldingRole, str], rows: pl.Series
) -> tuple[pl.DataFrame, pl.DataFrame]:
    """The rows as HOLDINGS, and what could not be read in their cells."""
    kept = frame.filter(rows.cast(pl.Int64).is_in(used["row"].implode())) if (
        used.height < frame.height
    ) else frame  # fmt: skip
    kind = kinds(_column(kept, roles, HoldingRole.KIND))
    single, least, most = (
        kept[roles[role]] if role in roles else None
        for role in (HoldingRole.PCT, HoldingRole.MIN_PCT, HoldingRole.MAX_PCT)
    )
    share = combined(kept.height, single=single, least=least, most=most)
    as_of = _dates(_column(kept, roles, HoldingRole.AS_OF))
    control = pl.col("kind") == Kind.CONTROL.value
    unstated = control & pl.col("reason").is_not_null() & pl.col("reason").str.starts_with("no ")
    shaped = pl.DataFrame(
        [
            *used.select("row", "owner", "owned"),
            *kind,
            *share,
            as_of["as_of"],
            as_of["wrong"],
            _column(kept, roles, HoldingRole.SOURCE).alias("source"),
            _column(kept, roles, HoldingRole.JOINT).alias("joint"),
        ]
    ).with_columns(
        low=pl.when(unstated).then(WHOLE).when("known").then("low").otherwise(0),
        high=pl.when(control & (pl.col("high") > 0)).then(WHOLE).otherwise("high"),
        reason=pl.when(~unstated).then("reason"),
    )
    shaped = shaped.with_columns(
        low=pl.when(control & (pl.col("low") > 0)).then(WHOLE).otherwise("low")
    )
    itself = shaped.filter(pl.col("owner") == pl.col("owned"))
    found = [
        problems(shaped.filter(~pl.col("known")), "kind", pl.lit(UNKNOWN_KIND)),
        problems(shaped.filter(pl.col("reason").is_not_null()), "share", pl.col("reason")),
        problems(shaped.filter("wrong"), "as_of", pl.lit(_NO_DATE)),
        problems(itself, "owned", pl.lit(_ITSELF)),
    ]
    others = shaped.filter(pl.col("owner") != pl.col("owned"))
    return others.select(HOLDINGS.names()).cast(HOLDINGS), pl.concat(found)


def _column(frame: pl.DataFrame, roles: Mapping[HoldingRole, str], role: HoldingRole) -> pl.Series:
    """The texts of an optional column; null where there is none."""
    if role not in roles:
        return pl.Series(role.value, [None], dtype=pl.String).new_from_index(0, frame.height)
    return cells.joined(cells.texts(frame, roles[role])).alias(role.value)


def _dates(texts: pl.Series) -> pl.DataFrame:
    """The last possible day of each date, and whether a cell holds something else."""
    days = {text: _day(text) for text in texts.unique().drop_nulls().to_list()}
    as_of = texts.replace_strict(days, default=None, return_dtype=pl.Date).alias("as_of")
    return pl.DataFrame([as_of, (texts.is_not_null() & as_of.is_null()).alias("wrong")])


def _day(text: str) -> date | None:
    try:
        return dates.parse(text).end
    except ValueError:
        return None


def _only_fractions(frame: pl.DataFrame) -> bool:
    """Whether all shares look like parts of one instead of percent."""
    shares = frame.filter(pl.col("kind") != Kind.CONTROL.value, pl.col("high") < WHOLE)
    highest = shares["high"].max()
    return isinstance(highest, int) and 0 < highest <= WHOLE // 100


def _names(used: pl.DataFrame, table: Table, roles: Mapping[HoldingRole, str]) -> pl.DataFrame:
    """The names of nodes, each once: node, name."""
    found = [pl.DataFrame(schema={"node": pl.String, "name": pl.String})]
    for end, role in (("owner", HoldingRole.OWNER_NAME), ("owned", HoldingRole.OWNED_NAME)):
        if role in roles:
            named = _beside(used, table, roles, (role,))
            found.append(named.select(node=end, name=role.value).drop_nulls())
    return pl.concat(found).unique(maintain_order=True)


def _beside(
    used: pl.DataFrame,
    table: Table,
    roles: Mapping[HoldingRole, str],
    wanted: Sequence[HoldingRole],
) -> pl.DataFrame:
    columns = [_column(table.frame, roles, role) for role in wanted]
    beside = pl.DataFrame([table.rows.cast(pl.Int64).alias("row"), *columns])
    return used.select("row", "owner", "owned").join(beside, on="row", maintain_order="left")

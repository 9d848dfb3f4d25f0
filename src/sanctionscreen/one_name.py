"""One name against a watchlist: the same as a table of that name alone gives, without a table."""

from datetime import UTC, datetime
from functools import partial
from typing import TYPE_CHECKING

from sanctionscreen.errors import InputError
from sanctionscreen.hits import hit_columns, provenance, rows_of
from sanctionscreen.intake import one
from sanctionscreen.matching.evidence import Party
from sanctionscreen.matching.match import Matcher
from sanctionscreen.matching.policy import Policy
from sanctionscreen.matching.watchlist import Watchlist
from sanctionscreen.results import Columns, Counts, Rows, Screening, hits_frame

if TYPE_CHECKING:
    import polars as pl


def screen_name(
    name: str,
    watchlist: Watchlist,
    *,
    policy: Policy | None = None,
    now: datetime | None = None,
) -> Screening:
    """The hits of one name.

    Raises:
        InputError: the name holds nothing to screen.
    """
    if not one.ordinary(name):
        return _as_table(name, watchlist, policy, now)
    rules = Policy.default() if policy is None else policy
    matcher = Matcher(watchlist, rules)
    found = matcher.hits([_party(name)], matcher.met([name]))
    columns = hit_columns(found, watchlist, {one.ROW: one.record_digest(name)})
    rows = rows_of(columns)
    counts = Counts(read=1, screened=1, rejected=0, with_hits=min(1, len(rows)), hits=len(rows))
    at = datetime.now(UTC) if now is None else now
    return Screening(
        hits=Rows(rows, partial(_frame, columns, watchlist)),
        problems=Rows((), _no_problem),
        provenance=provenance(watchlist, rules, one.input_digest(name), counts, at),
    )


def _party(name: str) -> Party:
    return Party(
        row=one.ROW,
        query_id=one.ID,
        names=(name,),
        entity_type=None,
        gender=None,
        births=(),
        countries=frozenset(),
        identifiers=(),
        wallets=(),
    )


def _frame(columns: Columns, watchlist: Watchlist) -> "pl.DataFrame":
    from sanctionscreen.screening import with_links  # noqa: PLC0415  # imports polars

    return with_links(hits_frame(columns), watchlist)


def _no_problem() -> "pl.DataFrame":
    from sanctionscreen.columns import PROBLEMS  # noqa: PLC0415  # imports polars

    return PROBLEMS.to_frame()


def _as_table(
    name: str, watchlist: Watchlist, policy: Policy | None, now: datetime | None
) -> Screening:
    """The hits of a name that has to be tidied first."""
    from sanctionscreen.screening import named, screen  # noqa: PLC0415  # imports polars

    result = screen(named(name), watchlist, policy=policy, now=now)
    if result.provenance.counts.screened == 0:
        raise InputError(result.problems["reason"][0], field="name")
    return result

"""`ownership`: a table of holdings in, companies that blocked persons own or control out."""

from pathlib import Path
from typing import Annotated, Any

import polars as pl
import typer

from sanctionscreen.cli import options as opt
from sanctionscreen.cli import results
from sanctionscreen.cli.ending import leave
from sanctionscreen.cli.opening import lists_used
from sanctionscreen.cli.writing import put
from sanctionscreen.errors import InputError
from sanctionscreen.holdings.picture import page
from sanctionscreen.holdings.tree import tree_text
from sanctionscreen.holdings.verdicts import percent
from sanctionscreen.intake.table import read_table
from sanctionscreen.matching.policy import Policy
from sanctionscreen.matching.watchlist import Watchlist
from sanctionscreen.owned import (
    Owners,
    Ownership,
    OwnershipRules,
    Relations,
    RuleId,
    holdings_from_table,
    ownership,
    with_owned,
)

RuleOption = Annotated[
    list[RuleId] | None,
    typer.Option("--rule", help="Whose rule (repeat); default: each that has a list."),
]
RulesOption = Annotated[
    Path | None, typer.Option("--rules", help="TOML file with the thresholds of the rules.")
]
OwnersOption = Annotated[
    Owners, typer.Option("--owners", help="Match owners by entity id, or by name as well.")
]
RelationsOption = Annotated[
    Relations, typer.Option("--relations", help="What the lists say of control counts, or not.")
]
DecisionsOption = Annotated[
    Path | None,
    typer.Option("--decisions", help="Table of owner, entity_id, decision (same, different)."),
]
CompanyOption = Annotated[
    list[str] | None, typer.Option("--company", help="This company only, by id (repeat).")
]
TreeOption = Annotated[bool, typer.Option("--tree", help="Print the ownership trees.")]
PictureOption = Annotated[
    Path | None, typer.Option("--picture", help="Draw the ownership trees here (HTML).")
]


def ownership_command(
    file: opt.FileArgument,
    rule: RuleOption = None,
    rules: RulesOption = None,
    owners: OwnersOption = Owners.BY_NAME,
    relations: RelationsOption = Relations.USE,
    decisions: DecisionsOption = None,
    company: CompanyOption = None,
    tree: TreeOption = False,
    picture: PictureOption = None,
    store: opt.StoreOption = None,
    lists: opt.ListOption = None,
    policy: opt.PolicyOption = None,
    threshold: opt.ThresholdOption = None,
    column: opt.ColumnOption = None,
    format_: opt.FormatOption = None,
    output: opt.OutputOption = None,
    rejects: opt.RejectsOption = None,
    summary: opt.SummaryOption = None,
    input_format: opt.InputFormatOption = None,
    encoding: opt.EncodingOption = None,
    exit_code: opt.ExitCodeOption = False,
    allow_unscreened: opt.AllowUnscreenedOption = False,
    raw_csv: opt.RawCsvOption = False,
    require_complete: opt.CompleteOption = False,
    as_of: opt.AsOfOption = None,
    known_at: opt.KnownAtOption = None,
    max_age: opt.MaxAgeOption = None,
    now: opt.NowOption = None,
    quiet: opt.QuietOption = False,
) -> None:
    """Find who is blocked without being on a list: companies that blocked persons own."""
    chosen = opt.choose_format(format_, output)
    thresholds = OwnershipRules.default() if rules is None else OwnershipRules.read(rules)
    matcher = opt.read_policy(policy, threshold, None)
    read = results.read_file(file, input_format, encoding)
    holdings = holdings_from_table(read, thresholds, columns=opt.read_columns(column))
    when = opt.When(as_of, known_at, max_age, now)
    watchlist = opt.open_watchlist(
        store, lists, require_complete=require_complete, quiet=quiet, when=when
    )
    result = ownership(
        holdings,
        watchlist,
        rule_ids=rule,
        rules=thresholds,
        owners=owners,
        relations=relations,
        decisions=None if decisions is None else read_table(decisions, name=decisions.name).frame,
        policy=matcher,
        now=opt.utc(now),
    )
    shown = _of_companies(result.companies, company)
    _write_rejects(result, rejects)
    results.write_summary(result, summary)
    if picture is not None:
        put(_page(result, shown), picture)
    if tree:
        put("\n".join(tree_text(row) for row in shown.iter_rows(named=True)).encode(), output)
    else:
        _write(result, shown, chosen, output, raw_csv=raw_csv)
    _say_result(result, quiet=quiet)
    _leave(result, shown, exit_code=exit_code, allow_unscreened=allow_unscreened)


def with_holdings(
    watchlist: Watchlist, holdings: Path | None, *, policy: Policy, quiet: bool
) -> Watchlist:
    """The watchlist with the companies that blocked persons own by a table, if there is one."""
    if holdings is None:
        return watchlist
    result = ownership(holdings, watchlist, policy=policy)
    _write_rejects(result, None)
    _say_result(result, quiet=quiet)
    return with_owned(watchlist, result)


def _of_companies(companies: pl.DataFrame, wanted: list[str] | None) -> pl.DataFrame:
    """The rows of the companies asked for, by id or name.

    Raises:
        InputError: one of them is not among the findings.
    """
    if not wanted:
        return companies
    known = {*companies["company"], *companies["company_name"]}
    if set(wanted) - known:
        raise InputError("no such company among the findings", field="--company")
    asked = pl.col("company").is_in(wanted) | pl.col("company_name").is_in(wanted)
    return companies.filter(asked)


def _page(result: Ownership, shown: pl.DataFrame) -> bytes:
    made = f"Computed {result.provenance.computed_at:%Y-%m-%d %H:%M} UTC against {_lists(result)}"
    title = "Companies that blocked persons own or control"
    return page(shown.to_dicts(), title=title, notes=[made]).encode()


def _lists(result: Ownership) -> str:
    return lists_used(result.provenance.snapshots)


def _write(
    result: Ownership,
    shown: pl.DataFrame,
    format_: opt.Format,
    output: Path | None,
    *,
    raw_csv: bool,
) -> None:
    rows = _readable(shown) if format_ is opt.Format.TABLE else shown
    about = results.meta(result)
    results.write(rows, about, format_, output, called="companies", raw_csv=raw_csv)


def _readable(companies: pl.DataFrame) -> pl.DataFrame:
    """The findings in six columns, for people."""
    rows = [
        {
            "rule": row["rule"],
            "company": row["company_name"],
            "status": row["status"].replace("_", " "),
            "blocks": row["blocks"] + (" (presumed)" if row["presumption"] else ""),
            "share": "" if row["min_pct"] is None else percent(row["min_pct"], row["max_pct"]),
            "through": _through(row),
        }
        for row in companies.iter_rows(named=True)
    ]
    names = ("rule", "company", "status", "blocks", "share", "through")
    return pl.DataFrame(rows, schema=dict.fromkeys(names, pl.String))


def _through(row: dict[str, Any]) -> str:
    """The direct owners and the blocked persons behind them."""
    direct = dict.fromkeys(link["owner_name"] for link in row["holdings"])
    listed = dict.fromkeys(owner["caption"] for owner in row["listed_owners"])
    behind = [name for name in listed if name not in direct]
    return ", ".join(direct) + (f" < {', '.join(behind)}" if behind else "")


def _write_rejects(result: Ownership, rejects: Path | None) -> None:
    """The rows that were not used; a row of holdings has no id of its own."""
    results.write_rejects(result.rejects.drop("query_id"), rejects, what="not used")


def _say_result(result: Ownership, *, quiet: bool) -> None:
    counts = result.provenance.counts
    results.say_problems(result, quiet=quiet, what="used with a rule")
    opt.say(
        f"{counts.read} read, {counts.used} used, {counts.rejected} rejected, "
        f"{counts.matched} owners matched, {counts.companies} findings; lists: {_lists(result)}",
        quiet=quiet,
    )


def _leave(
    result: Ownership, shown: pl.DataFrame, *, exit_code: bool, allow_unscreened: bool
) -> None:
    leave(
        rejected=result.provenance.counts.rejected,
        found=not shown.is_empty(),
        exit_code=exit_code,
        allow_unscreened=allow_unscreened,
    )

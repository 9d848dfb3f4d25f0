"""`ownership`: a table of holdings in, companies that blocked persons own or control out."""

import json
import sys
from pathlib import Path
from typing import Annotated, Any, Final

import polars as pl
import typer

from sanctionscreen.cli import options as opt
from sanctionscreen.cli.results import lists_used
from sanctionscreen.cli.writing import put, terminal_width
from sanctionscreen.errors import InputError
from sanctionscreen.holdings.picture import page
from sanctionscreen.holdings.tree import tree_text
from sanctionscreen.holdings.verdicts import percent
from sanctionscreen.intake.table import read_table
from sanctionscreen.matching.policy import Policy
from sanctionscreen.matching.watchlist import Watchlist
from sanctionscreen.output.formats import render
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

HITS: Final = 1
UNSCREENED: Final = 4
_SHOWN_PROBLEMS: Final = 20


def ownership_command(
    file: Annotated[str, typer.Argument(help="CSV, TSV, Parquet, JSON lines or XLSX; `-`: stdin.")],
    rule: Annotated[
        list[RuleId] | None,
        typer.Option("--rule", help="Whose rule (repeat); default: each that has a list."),
    ] = None,
    rules: Annotated[
        Path | None, typer.Option("--rules", help="TOML file with the thresholds of the rules.")
    ] = None,
    owners: Annotated[
        Owners, typer.Option("--owners", help="Match owners by entity id, or by name as well.")
    ] = Owners.BY_NAME,
    relations: Annotated[
        Relations, typer.Option("--relations", help="What the lists say of control counts, or not.")
    ] = Relations.USE,
    decisions: Annotated[
        Path | None,
        typer.Option("--decisions", help="Table of owner, entity_id, decision (same, different)."),
    ] = None,
    company: Annotated[
        list[str] | None, typer.Option("--company", help="This company only, by id (repeat).")
    ] = None,
    tree: Annotated[bool, typer.Option("--tree", help="Print the ownership trees.")] = False,
    picture: Annotated[
        Path | None, typer.Option("--picture", help="Draw the ownership trees here (HTML).")
    ] = None,
    store: opt.StoreOption = None,
    lists: opt.ListOption = None,
    policy: opt.PolicyOption = None,
    threshold: opt.ThresholdOption = None,
    column: opt.ColumnOption = None,
    format_: opt.FormatOption = None,
    output: opt.OutputOption = None,
    rejects: Annotated[
        Path | None, typer.Option(help="Write rows that were not used here (CSV).")
    ] = None,
    summary: Annotated[
        Path | None, typer.Option(help="Write provenance, counts and problems here (JSON).")
    ] = None,
    input_format: Annotated[str | None, typer.Option(help="Format of FILE; default: seen.")] = None,
    encoding: Annotated[str | None, typer.Option(help="Encoding of FILE; default: seen.")] = None,
    exit_code: Annotated[
        bool, typer.Option("--exit-code", help="Exit 1 if there are companies.")
    ] = False,
    allow_unscreened: Annotated[
        bool, typer.Option("--allow-unscreened", help="Exit 0 although rows were not used.")
    ] = False,
    raw_csv: Annotated[
        bool, typer.Option("--raw-csv", help="Do not quote cells against spreadsheet formulas.")
    ] = False,
    require_complete: opt.CompleteOption = False,
    as_of: opt.AsOfOption = None,
    known_at: opt.KnownAtOption = None,
    max_age: opt.MaxAgeOption = None,
    now: opt.NowOption = None,
    quiet: opt.QuietOption = False,
) -> None:
    """Find who is blocked without being on a list: companies that blocked persons own."""
    chosen = opt.choose_format(format_, output)
    matcher = opt.read_policy(policy, threshold, None)
    thresholds = OwnershipRules.default() if rules is None else OwnershipRules.read(rules)
    stream = sys.stdin.buffer if file == "-" else Path(file)
    name = "-" if file == "-" else Path(file).name
    read = read_table(stream, name=name, format=input_format, encoding=encoding)
    watchlist = opt.open_watchlist(
        store,
        lists,
        require_complete=require_complete,
        quiet=quiet,
        when=opt.When(as_of, known_at, max_age, now),
    )
    result = ownership(
        holdings_from_table(read, thresholds, columns=opt.read_columns(column)),
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
    if summary is not None:
        put(_summary(result), summary)
    if picture is not None:
        put(_page(result, shown), picture)
    if tree:
        put("\n".join(tree_text(row) for row in shown.iter_rows(named=True)).encode(), output)
    else:
        _write(result, shown, chosen, output, raw_csv=raw_csv)
    _say_result(result, quiet=quiet)
    if result.provenance.counts.rejected and not allow_unscreened:
        raise typer.Exit(UNSCREENED)
    if exit_code and not shown.is_empty():
        raise typer.Exit(HITS)


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


def _meta(result: Ownership) -> dict[str, Any]:
    meta: dict[str, Any] = result.provenance.model_dump(mode="json")
    return meta


def _write(
    result: Ownership,
    shown: pl.DataFrame,
    format_: opt.Format,
    output: Path | None,
    *,
    raw_csv: bool,
) -> None:
    terminal = output is None and sys.stdout.isatty()
    table = format_ is opt.Format.TABLE
    content = render(
        _readable(shown) if table else shown,
        _meta(result),
        format=format_.value,
        rows="companies",
        raw_csv=raw_csv,
        width=terminal_width() if terminal else None,
        colour=terminal,
    )
    put(content, output)


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
    """The rows that were not used go to the file, or to stderr, every one: never silent."""
    rows = result.rejects.drop("screened", "query_id")
    if rejects is not None:
        put(render(rows, {}, format="csv"), rejects)
    elif not rows.is_empty():
        opt.say("\n".join(_problem(row, "not used") for row in rows.iter_rows(named=True)))


def _problem(row: dict[str, Any], what: str) -> str:
    field = "" if row["field"] is None else f", field {row['field']}"
    return f"row {row['row']}{field}: {what}: {row['reason']}"


def _summary(result: Ownership) -> bytes:
    used = result.problems.filter(pl.col("screened")).drop("screened", "query_id")
    content = {"screening": _meta(result), "notes": result.notes, "warnings": used.to_dicts()}
    return (json.dumps(content, ensure_ascii=False, indent=2) + "\n").encode()


def _say_result(result: Ownership, *, quiet: bool) -> None:
    counts = result.provenance.counts
    for note in result.notes:
        opt.say(note, quiet=quiet)
    warnings = result.problems.filter(pl.col("screened"))
    for row in warnings.head(_SHOWN_PROBLEMS).iter_rows(named=True):
        opt.say(_problem(row, "used with a rule"), quiet=quiet)
    if warnings.height > _SHOWN_PROBLEMS:
        opt.say(f"… and {warnings.height - _SHOWN_PROBLEMS} more; see --summary FILE", quiet=quiet)
    opt.say(
        f"{counts.read} read, {counts.used} used, {counts.rejected} rejected, "
        f"{counts.matched} owners matched, {counts.companies} findings; lists: {_lists(result)}",
        quiet=quiet,
    )

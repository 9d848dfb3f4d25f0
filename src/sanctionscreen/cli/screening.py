"""`screen`, `name` and `explain`: parties in, explained hits out."""

import json
import os
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Any, Final

import polars as pl
import typer
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from sanctionscreen.cli import options as opt
from sanctionscreen.cli.aliases import ProposedOption, widened
from sanctionscreen.cli.lists import lists_used
from sanctionscreen.cli.ownership import with_holdings
from sanctionscreen.cli.writing import put, terminal_width
from sanctionscreen.errors import InputError
from sanctionscreen.intake.counterparties import Counterparties, from_table
from sanctionscreen.intake.table import read_table
from sanctionscreen.matching.match import Progress as Report
from sanctionscreen.output.explanations import explanation_text
from sanctionscreen.output.formats import render
from sanctionscreen.output.recorded import recorded_hit
from sanctionscreen.screening import Screening, explain, screen, screen_name

HITS: Final = 1
UNSCREENED: Final = 4
#: Shorter runs end before a bar could be read.
_BAR_FROM: Final = 20_000
_SHOWN_PROBLEMS: Final = 20


def screen_command(
    file: Annotated[str, typer.Argument(help="CSV, TSV, Parquet, JSON lines or XLSX; `-`: stdin.")],
    store: opt.StoreOption = None,
    lists: opt.ListOption = None,
    policy: opt.PolicyOption = None,
    threshold: opt.ThresholdOption = None,
    weak_aliases: opt.WeakOption = None,
    include_proposed: ProposedOption = False,
    column: opt.ColumnOption = None,
    format_: opt.FormatOption = None,
    output: opt.OutputOption = None,
    rejects: Annotated[
        Path | None, typer.Option(help="Write rows that were not screened here (CSV).")
    ] = None,
    summary: Annotated[
        Path | None, typer.Option(help="Write provenance and counts here (JSON).")
    ] = None,
    holdings: Annotated[
        Path | None,
        typer.Option(help="Table of holdings: companies that blocked persons own count as well."),
    ] = None,
    input_format: Annotated[str | None, typer.Option(help="Format of FILE; default: seen.")] = None,
    encoding: Annotated[str | None, typer.Option(help="Encoding of FILE; default: seen.")] = None,
    exit_code: Annotated[
        bool, typer.Option("--exit-code", help="Exit 1 if there are hits.")
    ] = False,
    allow_unscreened: Annotated[
        bool, typer.Option("--allow-unscreened", help="Exit 0 although rows were not screened.")
    ] = False,
    no_links: Annotated[
        bool, typer.Option("--no-links", help="Do not name the same party's other entries.")
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
    """Screen a file of counterparties: explained hits, worst first within each row."""
    chosen = opt.choose_format(format_, output)
    rules = opt.read_policy(policy, threshold, weak_aliases)
    parties = read_parties(file, input_format, encoding, opt.read_columns(column))
    watchlist = opt.open_watchlist(
        store,
        lists,
        require_complete=require_complete,
        quiet=quiet,
        when=opt.When(as_of, known_at, max_age, now),
    )
    watchlist = widened(watchlist, store, now=now, include_proposed=include_proposed)
    watchlist = with_holdings(watchlist, holdings, policy=rules, quiet=quiet)
    with _bar(parties.frame.height, quiet=quiet) as report:
        result = screen(
            parties,
            watchlist,
            policy=rules,
            now=opt.utc(now),
            progress=report,
            links=not no_links,
        )
    _write_rejects(result, rejects)
    _write_summary(result, summary)
    _write(result, chosen, output, raw_csv=raw_csv)
    _say_result(result, parties, quiet=quiet)
    _leave(result, exit_code=exit_code, allow_unscreened=allow_unscreened)


def name_command(
    name: Annotated[str, typer.Argument(help="The name, in any script.")],
    store: opt.StoreOption = None,
    lists: opt.ListOption = None,
    policy: opt.PolicyOption = None,
    threshold: opt.ThresholdOption = None,
    weak_aliases: opt.WeakOption = None,
    include_proposed: ProposedOption = False,
    format_: opt.FormatOption = None,
    output: opt.OutputOption = None,
    exit_code: Annotated[
        bool, typer.Option("--exit-code", help="Exit 1 if there are hits.")
    ] = False,
    require_complete: opt.CompleteOption = False,
    as_of: opt.AsOfOption = None,
    known_at: opt.KnownAtOption = None,
    max_age: opt.MaxAgeOption = None,
    now: opt.NowOption = None,
    quiet: opt.QuietOption = False,
) -> None:
    """Screen one name: a ranked table."""
    default = opt.Format.TABLE if output is None else None
    chosen = opt.choose_format(format_ or default, output)
    rules = opt.read_policy(policy, threshold, weak_aliases)
    watchlist = opt.open_watchlist(
        store,
        lists,
        require_complete=require_complete,
        quiet=quiet,
        when=opt.When(as_of, known_at, max_age, now),
    )
    watchlist = widened(watchlist, store, now=now, include_proposed=include_proposed)
    result = screen_name(name, watchlist, policy=rules, now=opt.utc(now))
    _write(result, chosen, output, raw_csv=False)
    _leave(result, exit_code=exit_code, allow_unscreened=True)


def explain_command(
    query: Annotated[
        str | None, typer.Argument(help="A name, or a file with exactly one counterparty.")
    ] = None,
    entity_id: Annotated[str | None, typer.Argument(help="Such as us_ofac_sdn:55505.")] = None,
    result: Annotated[
        Path | None, typer.Option("--result", help="JSON result of an earlier run, with --hit.")
    ] = None,
    hit: Annotated[str | None, typer.Option("--hit", help="The hit_id in that result.")] = None,
    store: opt.StoreOption = None,
    lists: opt.ListOption = None,
    policy: opt.PolicyOption = None,
    threshold: opt.ThresholdOption = None,
    weak_aliases: opt.WeakOption = None,
    include_proposed: ProposedOption = False,
    column: opt.ColumnOption = None,
    format_: opt.FormatOption = None,
    output: opt.OutputOption = None,
    as_of: opt.AsOfOption = None,
    known_at: opt.KnownAtOption = None,
    quiet: opt.QuietOption = False,
) -> None:
    """Explain one pair, hit or not: every part and weight, and the step that dropped it."""
    if format_ is None and output is not None:
        format_ = opt.choose_format(None, output)
    if format_ not in {None, opt.Format.TABLE, opt.Format.JSON}:
        raise InputError("explain writes table or json", field="--format")
    if result is not None and hit is not None and query is None:
        found = dict(recorded_hit(result, hit))
    elif query is not None and entity_id is not None and result is None and hit is None:
        rules = opt.read_policy(policy, threshold, weak_aliases)
        asked = _asked(query, opt.read_columns(column))
        when = opt.When(as_of, known_at)
        watchlist = opt.open_watchlist(store, lists, require_complete=False, quiet=quiet, when=when)
        watchlist = widened(watchlist, store, now=None, include_proposed=include_proposed)
        found = explain(asked, entity_id, watchlist, policy=rules).model_dump(mode="json")
    else:
        raise InputError("give QUERY and ENTITY_ID, or --result FILE and --hit HIT_ID")
    if format_ is opt.Format.JSON:
        put(f"{json.dumps(found, ensure_ascii=False, indent=2)}\n".encode(), output)
    else:
        put(explanation_text(found).encode(), output)


def _asked(query: str, columns: dict[str, list[str]]) -> str | Counterparties:
    """The counterparty in a file of that name, else the name itself."""
    if os.path.isfile(query):  # noqa: PTH113  # Path.is_file raises for a name of 300 characters
        return read_parties(query, None, None, columns)
    return query


def read_parties(
    file: str, input_format: str | None, encoding: str | None, columns: dict[str, list[str]]
) -> Counterparties:
    """The checked counterparties of a file, or of stdin."""
    if file == "-":
        table = read_table(sys.stdin.buffer, name="-", format=input_format, encoding=encoding)
    else:
        path = Path(file)
        table = read_table(path, name=path.name, format=input_format, encoding=encoding)
    return from_table(table, columns=columns)


class _bar:  # noqa: N801  # reads as a word in `with`
    """A progress bar on stderr for long runs at a terminal; else nothing."""

    def __init__(self, rows: int, *, quiet: bool) -> None:
        shown = rows >= _BAR_FROM and not quiet and sys.stderr.isatty()
        self._progress = _progress() if shown else None

    def __enter__(self) -> Report | None:
        if self._progress is None:
            return None
        progress = self._progress.__enter__()
        task = progress.add_task("names", total=None)
        return lambda done, total: progress.update(task, completed=done, total=total)

    def __exit__(self, *details: Any) -> None:
        if self._progress is not None:
            self._progress.__exit__(*details)


def _progress() -> Progress:
    from rich.console import Console  # noqa: PLC0415  # only for the bar

    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn())
    return Progress(*columns, TimeRemainingColumn(), console=Console(stderr=True), transient=True)


def _meta(result: Screening) -> dict[str, Any]:
    meta: dict[str, Any] = result.provenance.model_dump(mode="json")
    return meta


def _write(result: Screening, format_: opt.Format, output: Path | None, *, raw_csv: bool) -> None:
    terminal = output is None and sys.stdout.isatty()
    content = render(
        result.hits,
        _meta(result),
        format=format_.value,
        raw_csv=raw_csv,
        width=terminal_width() if terminal else None,
        colour=terminal,
    )
    if format_ is opt.Format.TABLE:  # the other formats name the snapshot in every row
        content += f"{_lists_used(result)}\n".encode()
    put(content, output)


def _lists_used(result: Screening) -> str:
    return f"lists: {lists_used(result.provenance.snapshots)}"


def _write_rejects(result: Screening, rejects: Path | None) -> None:
    """The unscreened rows go to the file, or to stderr, every one: they are never silent."""
    rows = result.rejects.drop("screened")
    if rejects is not None:
        put(render(rows, {}, format="csv"), rejects)
    elif not rows.is_empty():
        lines = [_problem_line(row, "screened") for row in rows.iter_rows(named=True)]
        opt.say("\n".join(lines))


def _problem_line(row: Mapping[str, Any], not_what: str) -> str:
    field = "" if row["field"] is None else f", field {row['field']}"
    return f"row {row['row']}{field}: not {not_what}: {row['reason']}"


def _write_summary(result: Screening, summary: Path | None) -> None:
    if summary is None:
        return
    problems = result.problems.filter(pl.col("screened")).drop("screened", "query_id")
    content = {"screening": _meta(result), "notes": result.notes, "warnings": problems.to_dicts()}
    put((json.dumps(content, ensure_ascii=False, indent=2) + "\n").encode(), summary)


def _say_result(result: Screening, parties: Counterparties, *, quiet: bool) -> None:
    counts = result.provenance.counts
    for note in result.notes:
        opt.say(note, quiet=quiet)
    if parties.roles is not None and parties.roles.ignored:
        opt.say(f"columns not used: {', '.join(parties.roles.ignored)}", quiet=quiet)
    warnings = result.problems.filter(pl.col("screened"))
    for row in warnings.head(_SHOWN_PROBLEMS).iter_rows(named=True):
        opt.say(_problem_line(row, "used"), quiet=quiet)
    if warnings.height > _SHOWN_PROBLEMS:
        opt.say(f"… and {warnings.height - _SHOWN_PROBLEMS} more; see --summary FILE", quiet=quiet)
    opt.say(
        f"{counts.read} read, {counts.screened} screened, {counts.rejected} rejected, "
        f"{counts.with_hits} with hits, {counts.hits} hits; {_lists_used(result)}",
        quiet=quiet,
    )


def _leave(result: Screening, *, exit_code: bool, allow_unscreened: bool) -> None:
    counts = result.provenance.counts
    if counts.rejected and not allow_unscreened:
        raise typer.Exit(UNSCREENED)
    if exit_code and counts.hits:
        raise typer.Exit(HITS)

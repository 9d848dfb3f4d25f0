"""`screen`, `name` and `explain`: parties in, explained hits out."""

import json
import os
from pathlib import Path
from typing import Annotated

import typer

from sanctionscreen.cli import options as opt
from sanctionscreen.cli import results
from sanctionscreen.cli.aliases import widened
from sanctionscreen.cli.ending import leave
from sanctionscreen.cli.opening import lists_used
from sanctionscreen.cli.progress import progress_bar
from sanctionscreen.cli.writing import put
from sanctionscreen.errors import InputError
from sanctionscreen.intake.counterparties import Counterparties, from_table
from sanctionscreen.matching.ofac_score import with_ofac_scores
from sanctionscreen.matching.watchlist import Watchlist
from sanctionscreen.output.explanations import explanation_text
from sanctionscreen.output.recorded import recorded_hit
from sanctionscreen.results import Screening
from sanctionscreen.screening import explain, screen


def screen_command(
    file: opt.FileArgument,
    store: opt.StoreOption = None,
    lists: opt.ListOption = None,
    policy: opt.PolicyOption = None,
    threshold: opt.ThresholdOption = None,
    weak_aliases: opt.WeakOption = None,
    include_proposed: opt.ProposedOption = False,
    column: opt.ColumnOption = None,
    format_: opt.FormatOption = None,
    output: opt.OutputOption = None,
    rejects: opt.RejectsOption = None,
    summary: opt.SummaryOption = None,
    holdings: opt.HoldingsOption = None,
    input_format: opt.InputFormatOption = None,
    encoding: opt.EncodingOption = None,
    exit_code: opt.ExitCodeOption = False,
    allow_unscreened: opt.AllowUnscreenedOption = False,
    no_links: Annotated[
        bool, typer.Option("--no-links", help="Do not name the same party's other entries.")
    ] = False,
    ofac_score: opt.OfacScoreOption = False,
    raw_csv: opt.RawCsvOption = False,
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
    if holdings is not None:  # most have none, and it takes long to import
        from sanctionscreen.cli.ownership import with_holdings  # noqa: PLC0415

        watchlist = with_holdings(watchlist, holdings, policy=rules, quiet=quiet)
    with progress_bar(parties.frame.height, quiet=quiet) as report:
        result = screen(
            parties,
            watchlist,
            policy=rules,
            now=opt.utc(now),
            progress=report,
            links=not no_links,
        )
    result = with_scores(result, watchlist, wanted=ofac_score)
    results.write_rejects(result.rejects, rejects)
    results.write_summary(result, summary)
    write(result, chosen, output, raw_csv=raw_csv)
    _say_result(result, parties, quiet=quiet)
    _leave(result, exit_code=exit_code, allow_unscreened=allow_unscreened)


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
    include_proposed: opt.ProposedOption = False,
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
    return from_table(results.read_file(file, input_format, encoding), columns=columns)


def with_scores(result: Screening, watchlist: Watchlist, *, wanted: bool) -> Screening:
    """The result, with a column of OFAC's scores where that is wanted."""
    return result.with_hits(with_ofac_scores(result.hits, watchlist)) if wanted else result


def write(result: Screening, format_: opt.Format, output: Path | None, *, raw_csv: bool) -> None:
    """Nothing; the result is then on stdout or in the file."""
    lists = f"lists: {lists_used(result.provenance.snapshots)}"  # else in every row
    about = results.meta(result)
    results.write(result.hits, about, format_, output, raw_csv=raw_csv, below=lists)


def _say_result(result: Screening, parties: Counterparties, *, quiet: bool) -> None:
    counts = result.provenance.counts
    if parties.roles is not None and parties.roles.ignored:
        opt.say(f"columns not used: {', '.join(parties.roles.ignored)}", quiet=quiet)
    results.say_problems(result, quiet=quiet)
    opt.say(
        f"{counts.read} read, {counts.screened} screened, {counts.rejected} rejected, "
        f"{counts.with_hits} with hits, {counts.hits} hits; "
        f"lists: {lists_used(result.provenance.snapshots)}",
        quiet=quiet,
    )


def _leave(result: Screening, *, exit_code: bool, allow_unscreened: bool) -> None:
    counts = result.provenance.counts
    leave(
        rejected=counts.rejected,
        found=counts.hits > 0,
        exit_code=exit_code,
        allow_unscreened=allow_unscreened,
    )

"""`name`: one name in, explained hits out; imports no more than that takes."""

from pathlib import Path
from typing import Annotated

import typer

from sanctionscreen.cli import options as opt
from sanctionscreen.cli.aliases import ProposedOption, widened
from sanctionscreen.cli.ending import leave, lists_used
from sanctionscreen.cli.writing import put, terminal_width
from sanctionscreen.matching.watchlist import Watchlist
from sanctionscreen.one_name import screen_name
from sanctionscreen.results import Screening


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
    ofac_score: opt.OfacScoreOption = False,
    exit_code: opt.ExitCodeOption = False,
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
    if chosen is opt.Format.TABLE and not ofac_score:
        _put_table(result, output)
    else:
        _put(result, chosen, output, watchlist, ofac_score=ofac_score)
    found = result.provenance.counts.hits > 0
    leave(rejected=0, found=found, exit_code=exit_code, allow_unscreened=True)


def _put_table(result: Screening, output: Path | None) -> None:
    """The hits as a table, row by row: a frame takes longer to import than the name to screen."""
    from sanctionscreen.output.hits_text import hits_text  # noqa: PLC0415

    width = terminal_width() if output is None else None
    text = hits_text(result.rows, width=width, colour=width is not None)
    put(f"{text}lists: {lists_used(result.provenance.snapshots)}\n".encode(), output)


def _put(
    result: Screening,
    format_: opt.Format,
    output: Path | None,
    watchlist: Watchlist,
    *,
    ofac_score: bool,
) -> None:
    from sanctionscreen.cli.screening import with_scores, write  # noqa: PLC0415  # imports polars

    write(with_scores(result, watchlist, wanted=ofac_score), format_, output, raw_csv=False)

"""`rescreen`: what a change of the lists changed for the user's counterparties."""

from pathlib import Path
from typing import Annotated, Any

import typer

from sanctionscreen.cli import options as opt
from sanctionscreen.cli import results
from sanctionscreen.cli.aliases import widened
from sanctionscreen.cli.ending import leave
from sanctionscreen.cli.opening import lists_used
from sanctionscreen.cli.ownership import with_holdings
from sanctionscreen.cli.screening import read_parties
from sanctionscreen.rescreening import Rescreening, rescreen, watchlist_since

#: What a terminal has room for.
_SHOWN = ("status", "query_id", "query_name", "score", "old_score", "entity_id", "listed_name")


def rescreen_command(
    file: Annotated[str, typer.Argument(help="The counterparties, as for `screen`.")],
    since: Annotated[
        str,
        typer.Option(help="JSON result of the earlier run, a day (2025-10-14) or a snapshot id."),
    ],
    store: opt.StoreOption = None,
    lists: opt.ListOption = None,
    holdings: opt.HoldingsOption = None,
    policy: opt.PolicyOption = None,
    threshold: opt.ThresholdOption = None,
    weak_aliases: opt.WeakOption = None,
    column: opt.ColumnOption = None,
    format_: opt.FormatOption = None,
    output: opt.OutputOption = None,
    exit_code: Annotated[
        bool, typer.Option("--exit-code", help="Exit 1 if a hit is new, gone or different.")
    ] = False,
    allow_unscreened: opt.AllowUnscreenedOption = False,
    max_age: opt.MaxAgeOption = None,
    now: opt.NowOption = None,
    quiet: opt.QuietOption = False,
) -> None:
    """Screen again only what changed in the lists: new hits, hits that are gone, other scores."""
    chosen = opt.choose_format(format_, output)
    rules = opt.read_policy(policy, threshold, weak_aliases)
    parties = read_parties(file, None, None, opt.read_columns(column))
    opened = opt.open_store(store)
    watchlist = opt.open_watchlist(
        store,
        lists or opened.list_ids(),
        require_complete=False,
        quiet=quiet,
        when=opt.When(max_age=max_age, now=now),
    )
    earlier = watchlist_since(opened, since, list_ids=lists, policy=rules)
    # The same aliases on both sides: what differs is the lists' doing.
    watchlist, earlier = (
        widened(one, store, now=now, include_proposed=False) for one in (watchlist, earlier)
    )
    watchlist = with_holdings(watchlist, holdings, policy=rules, quiet=quiet)
    earlier = with_holdings(earlier, holdings, policy=rules, quiet=True)
    result = rescreen(parties, watchlist, since=earlier, policy=rules, now=opt.utc(now))
    _write(result, chosen, output)
    _say(result, quiet=quiet)
    leave(
        rejected=result.provenance.counts.rejected,
        found=not result.hits.is_empty(),
        exit_code=exit_code,
        allow_unscreened=allow_unscreened,
    )


def _write(result: Rescreening, format_: opt.Format, output: Path | None) -> None:
    meta: dict[str, Any] = result.provenance.model_dump(mode="json")
    meta["since"] = [ref.model_dump(mode="json") for ref in result.since]
    meta["touched"] = result.touched
    hits = result.hits.select(_SHOWN) if format_ is opt.Format.TABLE else result.hits
    results.write(hits, meta, format_, output)


def _say(result: Rescreening, *, quiet: bool) -> None:
    counts = dict(result.hits.group_by("status").len().iter_rows())
    told = ", ".join(
        f"{counts.get(word, 0)} {word}" for word in ("new", "gone", "moved", "listing")
    )
    then = ", ".join(f"{ref.list_id} {ref.snapshot_id}" for ref in result.since)
    now = lists_used(result.provenance.snapshots)
    opt.say(
        f"{result.touched} parties changed on the lists; hits: {told}; from {then} to {now}",
        quiet=quiet,
    )

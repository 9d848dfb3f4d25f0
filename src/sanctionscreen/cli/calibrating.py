"""`calibrate`: the user's own names in, alerts and recall at each threshold out."""

import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Any

import polars as pl
import typer

from sanctionscreen.calibration import Calibration, calibrate
from sanctionscreen.calibration.measure import BUDGET, LOWEST, PER_CLASS
from sanctionscreen.cli import options as opt
from sanctionscreen.cli import results
from sanctionscreen.cli.aliases import widened
from sanctionscreen.cli.ending import leave
from sanctionscreen.cli.opening import lists_used
from sanctionscreen.cli.progress import progress_bar
from sanctionscreen.cli.screening import read_parties
from sanctionscreen.cli.writing import put, terminal_width
from sanctionscreen.output.curve_page import curve_page
from sanctionscreen.output.curve_svg import curve_svg
from sanctionscreen.output.formats import render
from sanctionscreen.variants import CLASSES

#: A terminal shows every fifth threshold, and those that are marked.
_SHOWN_STEPS = 20


def calibrate_command(
    file: opt.FileArgument,
    budget: Annotated[
        float, typer.Option(min=0, help="Alerts per 10,000 parties that you can look at.")
    ] = BUDGET,
    seed: Annotated[int, typer.Option(help="Draws the listed names that are changed.")] = 1,
    per_class: Annotated[
        int, typer.Option(min=1, help="Variants of each class and kind of party, at most.")
    ] = PER_CLASS,
    lowest: Annotated[
        float, typer.Option(min=0, max=1, help="The lowest threshold to measure.")
    ] = LOWEST,
    classes: Annotated[
        Path | None, typer.Option(help="Write recall by class at every threshold here.")
    ] = None,
    variants: Annotated[
        Path | None, typer.Option(help="Write every variant with its score here.")
    ] = None,
    report: Annotated[
        Path | None, typer.Option(help="Write a page with the curves here (HTML).")
    ] = None,
    svg: Annotated[
        Path | None, typer.Option("--svg", help="Write a picture of the curves here (SVG).")
    ] = None,
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
    input_format: opt.InputFormatOption = None,
    encoding: opt.EncodingOption = None,
    allow_unscreened: opt.AllowUnscreenedOption = False,
    require_complete: opt.CompleteOption = False,
    as_of: opt.AsOfOption = None,
    known_at: opt.KnownAtOption = None,
    max_age: opt.MaxAgeOption = None,
    now: opt.NowOption = None,
    quiet: opt.QuietOption = False,
) -> None:
    """Measure alerts and recall on your own names, and the threshold for a budget of alerts."""
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
    with progress_bar(parties.frame.height, quiet=quiet) as progress:
        result = calibrate(
            parties,
            watchlist,
            policy=rules,
            budget=budget,
            lowest=lowest,
            per_class=per_class,
            seed=seed,
            now=opt.utc(now),
            progress=progress,
        )
    results.write_rejects(result.rejects, rejects)
    results.write_summary(result, summary)
    for frame, path in ((result.classes, classes), (result.variants, variants)):
        if path is not None:
            put(
                render(frame, results.meta(result), format=opt.choose_format(None, path).value),
                path,
            )
    _draw(result, report, svg)
    _write(result, chosen, output)
    _say(result, quiet=quiet)
    leave(
        rejected=result.provenance.counts.rejected,
        found=False,
        exit_code=False,
        allow_unscreened=allow_unscreened,
    )


def _write(result: Calibration, format_: opt.Format, output: Path | None) -> None:
    terminal = output is None and sys.stdout.isatty()
    width = terminal_width() if terminal else None
    if format_ is opt.Format.TABLE:
        tables = (_curve(result), _classes(result))
        text = b"\n".join(
            render(frame, {}, format="table", width=width, colour=terminal) for frame in tables
        )
        put(text + f"{_rests_on(result)}\n".encode(), output)
        return
    shown = result.classes.filter(threshold=result.shown_at).drop("threshold")
    meta = results.meta(result) | {"classes": shown.to_dicts()}
    put(render(result.thresholds, meta, format=format_.value, rows="thresholds"), output)


def _curve(result: Calibration) -> pl.DataFrame:
    """The thresholds for people: every fifth, and those that are marked."""
    scaled = pl.col("threshold") * _SHOWN_STEPS
    whole = (scaled - scaled.round()).abs() < 1 / _SHOWN_STEPS**3
    shown = result.thresholds.filter(whole | pl.col("is_policy") | pl.col("is_recommended"))
    rows = [
        {
            "threshold": f"{row['threshold']:.2f}",
            "": " ".join(w for w in ("policy", "recommended") if row[f"is_{w}"]),
            "alerts": row["alerts"],
            "per 10,000": f"{row['alerts_per_10000']:.1f}",
            "95 %": f"{row['alerts_low']:.1f} to {row['alerts_high']:.1f}",
            "recall": _share(row["recall"]),
            "95 % ": _interval(row),
            "mean of classes": _share(row["class_recall"]),
        }
        for row in shown.iter_rows(named=True)
    ]
    return pl.DataFrame(rows)


def _classes(result: Calibration) -> pl.DataFrame:
    """Recall by class at the threshold shown, the kinds of party side by side."""
    rows = [
        {
            "kind": row["entity_type"],
            f"class at {result.shown_at:.2f}": row["variant_class"],
            "variants": row["variants"],
            "found": row["found"],
            "recall": _share(row["recall"]),
            "95 %": _interval(row),
        }
        for row in result.classes.filter(threshold=result.shown_at).iter_rows(named=True)
    ]
    return pl.DataFrame(rows)


def _interval(row: Mapping[str, Any]) -> str:
    low, high = row["recall_low"], row["recall_high"]
    return "" if low is None else f"{low:.3f} to {high:.3f}"


def _share(value: float | None) -> str:
    return "" if value is None else f"{value:.3f}"


def _rests_on(result: Calibration) -> str:
    of = result.provenance
    return (
        f"{of.counts.names:,} names of {of.counts.screened:,} parties; {of.counts.variants:,} "
        f"variants in {of.counts.classes} classes, seed {of.seed}; "
        f"lists: {lists_used(of.snapshots)}; "
        f"policy {of.policy.name} {of.policy.sha256[:12]}"
    )


def _draw(result: Calibration, report: Path | None, svg: Path | None) -> None:
    of = result.provenance
    if svg is not None:
        title = "Calibration: " + ", ".join(f"{r.list_id} {r.snapshot_id}" for r in of.snapshots)
        put(curve_svg(result.thresholds, title=title, budget=of.budget).encode(), svg)
    if report is not None:
        meta = {"rests on": _rests_on(result), **results.meta(result), **of.counts.model_dump()}
        page = curve_page(
            result.thresholds,
            result.classes,
            shown_at=result.shown_at,
            budget=of.budget,
            says={one.name: one.says for one in CLASSES},
            meta=meta,
            notes=(_recommended(result), *result.notes),
        )
        put(page.encode(), report)


def _recommended(result: Calibration) -> str:
    found, budget = result.provenance.recommended, result.provenance.budget
    if found is None:
        return f"for {budget:g} alerts per 10,000: no threshold"
    recall = "" if found.recall is None else f"; recall {found.recall:.3f}"
    return (
        f"for {budget:g} alerts per 10,000: threshold {found.threshold:.2f} with "
        f"{found.alerts_per_10000:.1f} (95 %: {found.alerts_low:.1f} to {found.alerts_high:.1f})"
        f"{recall}"
    )


def _say(result: Calibration, *, quiet: bool) -> None:
    results.say_problems(result, quiet=quiet)
    opt.say(f"{_recommended(result)}; {_rests_on(result)}", quiet=quiet)

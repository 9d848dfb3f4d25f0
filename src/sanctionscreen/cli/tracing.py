"""`trace`: a transfer table in, exposures to listed parties out."""

import sys
from collections.abc import Mapping
from datetime import datetime
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Final

import polars as pl
import typer

from sanctionscreen.cli import options as opt
from sanctionscreen.cli import results
from sanctionscreen.cli.ending import leave
from sanctionscreen.cli.opening import lists_used
from sanctionscreen.cli.pictures import draw
from sanctionscreen.errors import InputError
from sanctionscreen.intake.table import read_table
from sanctionscreen.matching.watchlist import Watchlist
from sanctionscreen.money import Tracing, hit_seeds, listed_seeds, tag_seeds, trace
from sanctionscreen.output.tables import without_zeros
from sanctionscreen.tracing.elliptic import ELLIPTIC, read_elliptic
from sanctionscreen.tracing.ledger import Ledger, read_ledger
from sanctionscreen.tracing.output_tables import outputs_ledger
from sanctionscreen.tracing.parties import SERVICES, TAGS
from sanctionscreen.wallets import read_tags

_CATEGORY: Final = "category:"
#: What a terminal shows of an exposure; the other formats have every column.
_SHOWN: Final = (
    "account", "asset", "seed_entity", "seed_name", "tag", "method", "direction", "amount", "share",
    "unknown_share", "hops", "effect",
)  # fmt: skip


class Direction(StrEnum):
    """Which way value went."""

    RECEIVED = "received"
    SENT = "sent"


DAYS: Final = ["%Y-%m-%d", "%Y-%m-%dT%H:%M:%S"]
SeedOption = Annotated[
    list[str] | None,
    typer.Option(
        "--seed",
        help="Start from an account, entity id or category:NAME of tags; default: listed wallets.",
    ),
]
HitsOption = Annotated[
    Path | None,
    typer.Option("--hits", help="Hits of `screen`: their query_id are accounts to start from."),
]
TagsOption = Annotated[
    list[Path] | None,
    typer.Option("--tags", help="TagPacks or tables of tags: services absorb value (repeat)."),
]
LinksOption = Annotated[
    Path | None,
    typer.Option("--links", help="Table tx_out, tx_in: one value in two assets (bridges)."),
]
InputsOption = Annotated[
    Path | None,
    typer.Option("--inputs", help="Table of inputs: TRANSFERS are the outputs of a UTXO chain."),
]
MethodOption = Annotated[
    str, typer.Option("--method", help="Of poison, haircut, fifo, lifo, tiho; by commas.")
]
ThroughOption = Annotated[
    list[str] | None,
    typer.Option("--through", help="A category of tags that does not absorb (repeat)."),
]
CategoryOption = Annotated[
    list[str] | None,
    typer.Option("--category", help="Tell direct exposure to this category only (repeat)."),
]


DirectionOption = Annotated[Direction | None, typer.Option(help="Only this way; default: both.")]
HopsOption = Annotated[
    int | None, typer.Option(min=1, help="Only exposures over at most so many transfers.")
]
ShareOption = Annotated[
    float | None, typer.Option(min=0, max=1, help="Only indirect exposures from this share on.")
]
SinceOption = Annotated[
    datetime | None, typer.Option(formats=DAYS, help="Count from here on (UTC).")
]
UntilOption = Annotated[
    datetime | None, typer.Option(formats=DAYS, help="Count before this (UTC).")
]
LayoutOption = Annotated[
    str,
    typer.Option(
        help="Layout of TRANSFERS: auto, amlworld, saml-d, amlsim, elliptic++ (a folder)."
    ),
]
AssetOption = Annotated[
    str | None, typer.Option(help="The asset, where TRANSFERS has no column for it.")
]
ReportOption = Annotated[
    Path | None, typer.Option(help="Write a page that draws the flows here (HTML).")
]
SvgOption = Annotated[
    Path | None, typer.Option("--svg", help="Write a picture of the flows here (SVG).")
]
FlowsOption = Annotated[int, typer.Option(min=1, help="Draw so many flows in the picture.")]


def trace_command(
    transfers: opt.FileArgument,
    seed: SeedOption = None,
    hits: HitsOption = None,
    tags: TagsOption = None,
    links: LinksOption = None,
    inputs: InputsOption = None,
    method: MethodOption = "fifo,haircut",
    direction: DirectionOption = None,
    max_hops: HopsOption = None,
    min_share: ShareOption = None,
    since: SinceOption = None,
    until: UntilOption = None,
    through: ThroughOption = None,
    category: CategoryOption = None,
    layout: LayoutOption = "auto",
    asset: AssetOption = None,
    column: opt.ColumnOption = None,
    store: opt.StoreOption = None,
    lists: opt.ListOption = None,
    format_: opt.FormatOption = None,
    output: opt.OutputOption = None,
    rejects: opt.RejectsOption = None,
    summary: opt.SummaryOption = None,
    report: ReportOption = None,
    svg: SvgOption = None,
    flows: FlowsOption = 300,
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
    """Trace transfers: what each account received from, or sent to, listed parties."""
    chosen = opt.choose_format(format_, output)
    if inputs is not None:
        ledger = _outputs(transfers, inputs, asset or "BTC", input_format)
    else:
        ledger = _ledger(transfers, layout, opt.read_columns(column), asset, input_format, encoding)
    when = opt.When(as_of, known_at, max_age, now)
    watchlist = opt.open_watchlist(
        store, lists, require_complete=require_complete, quiet=quiet, when=when
    )
    known_tags = _tags(tags)
    result = trace(
        ledger,
        _seeds(seed, hits, watchlist, known_tags),
        method=[name.strip() for name in method.lower().split(",") if name.strip()],
        tags=known_tags,
        direction=direction,
        max_hops=max_hops,
        min_share=min_share,
        since=opt.moment(since),
        until=opt.moment(until),
        links=None if links is None else read_table(links, name=links.name).frame,
        services=SERVICES - set(through or ()),
        categories=category,
        snapshots=watchlist.snapshots,
        now=opt.utc(now),
    )
    _write_beside(result, rejects, summary)
    draw(result, report, svg, flows)
    _write(result, chosen, output, raw_csv=raw_csv)
    _say_result(result, quiet=quiet)
    _leave(result, exit_code=exit_code, allow_unscreened=allow_unscreened)


def _ledger(
    file: str,
    layout: str,
    columns: Mapping[str, list[str]],
    asset: str | None,
    input_format: str | None,
    encoding: str | None,
) -> Ledger:
    if layout == ELLIPTIC:
        return read_elliptic(Path(file))
    source = sys.stdin.buffer if file == "-" else Path(file)
    name = "-" if file == "-" else Path(file).name
    return read_ledger(
        source,
        name=name,
        layout=layout,
        columns=columns,
        asset=asset,
        format=input_format,
        encoding=encoding,
    )


def _outputs(file: str, inputs: Path, asset: str, input_format: str | None) -> Ledger:
    made = read_table(Path(file), name=Path(file).name, format=input_format).frame
    spent = read_table(inputs, name=inputs.name, format=input_format).frame
    return outputs_ledger(made, spent, asset=asset)


def _seeds(
    seed: list[str] | None, hits: Path | None, watchlist: Watchlist, tags: pl.DataFrame | None
) -> pl.DataFrame:
    """The seeds that the options name; all listed wallets where they name none."""
    found = [] if hits is None else [hit_seeds(read_table(hits, name=hits.name).frame, watchlist)]
    others = [one for one in seed or () if not one.startswith(_CATEGORY)]
    if categories := [one.removeprefix(_CATEGORY) for one in seed or () if one not in others]:
        found.append(tag_seeds(TAGS.to_frame() if tags is None else tags, categories))
    if others or not found:
        found.append(listed_seeds(watchlist, others or None))
    return pl.concat(found)


def _tags(paths: list[Path] | None) -> pl.DataFrame | None:
    if not paths:
        return None
    known = read_tags(paths)
    if known.frame.is_empty():
        raise InputError("no tag in it", file=", ".join(path.name for path in paths))
    return known.frame.with_columns(address="normal")


def _write_beside(result: Tracing, rejects: Path | None, summary: Path | None) -> None:
    """The rows that were not traced, and what the result rests on."""
    results.write_rejects(result.rejects, rejects, what="not traced")
    results.write_summary(
        result,
        summary,
        balance=result.balance.to_dicts(),
        seeds=result.seeds.to_dicts(),
        services=result.services.to_dicts(),
    )


def _write(result: Tracing, format_: opt.Format, output: Path | None, *, raw_csv: bool) -> None:
    is_table = format_ is opt.Format.TABLE
    shown = result.exposures.select(_SHOWN).with_columns(without_zeros("amount"))
    rows = shown if is_table else result.exposures
    about = results.meta(result)
    results.write(rows, about, format_, output, called="exposures", raw_csv=raw_csv)


def _say_result(result: Tracing, *, quiet: bool) -> None:
    results.say_problems(result, quiet=quiet, what="used with a doubt")
    counts = result.provenance.counts
    if not counts.seeds:
        opt.say("no seed stands in these transfers: there is nothing to trace")
    lists = lists_used(result.provenance.snapshots)
    opt.say(
        f"{counts.read} read, {counts.traced} traced, {counts.rejected} rejected; {counts.seeds} "
        f"seeds, {counts.accounts} accounts exposed, {counts.exposures} exposures; lists: {lists}",
        quiet=quiet,
    )


def _leave(result: Tracing, *, exit_code: bool, allow_unscreened: bool) -> None:
    counts = result.provenance.counts
    leave(
        rejected=counts.rejected,
        found=counts.exposures > 0,
        exit_code=exit_code,
        allow_unscreened=allow_unscreened,
    )

"""`wallets`, `wallet` and `tags`: addresses and labels in, findings out; tags made ready."""

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
from sanctionscreen.intake.table import read_table
from sanctionscreen.intake.wallets import WalletQueries, wallets_from_table
from sanctionscreen.output.formats import render
from sanctionscreen.output.wallets import wallets_text
from sanctionscreen.wallets import Tags, WalletScreening, read_tags, screen_wallet, screen_wallets

HITS: Final = 1
UNSCREENED: Final = 4
_SHOWN_PROBLEMS: Final = 20
_FOUND: Final = ("listed", "tag_hit")

TagsOption = Annotated[
    list[Path] | None,
    typer.Option("--tags", help="TagPacks, tables of tags, or a folder of them (repeat)."),
]
AllOption = Annotated[bool, typer.Option("--all", help="Print clean wallets as well.")]
ExitOption = Annotated[
    bool, typer.Option("--exit-code", help="Exit 1 if a wallet is listed or tagged.")
]


def wallets_command(
    file: Annotated[str, typer.Argument(help="CSV, TSV, Parquet, JSON lines or XLSX; `-`: stdin.")],
    tags: TagsOption = None,
    all_: AllOption = False,
    store: opt.StoreOption = None,
    lists: opt.ListOption = None,
    policy: opt.PolicyOption = None,
    threshold: opt.ThresholdOption = None,
    column: opt.ColumnOption = None,
    format_: opt.FormatOption = None,
    output: opt.OutputOption = None,
    rejects: Annotated[
        Path | None, typer.Option(help="Write rows that were not screened here (CSV).")
    ] = None,
    summary: Annotated[
        Path | None, typer.Option(help="Write provenance and counts here (JSON).")
    ] = None,
    input_format: Annotated[str | None, typer.Option(help="Format of FILE; default: seen.")] = None,
    encoding: Annotated[str | None, typer.Option(help="Encoding of FILE; default: seen.")] = None,
    exit_code: ExitOption = False,
    allow_unscreened: Annotated[
        bool, typer.Option("--allow-unscreened", help="Exit 0 although rows were not screened.")
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
    """Screen a file of wallet addresses and tags: listed, tagged, clean, or not screened."""
    chosen = opt.choose_format(format_, output)
    rules = opt.read_policy(policy, threshold, None)
    queries = _read(file, input_format, encoding, opt.read_columns(column))
    known = _tags(tags, quiet=quiet)
    watchlist = opt.open_watchlist(
        store,
        lists,
        require_complete=require_complete,
        quiet=quiet,
        when=opt.When(as_of, known_at, max_age, now),
    )
    result = screen_wallets(queries, watchlist, tags=known, policy=rules, now=opt.utc(now))
    _write_rejects(result, rejects)
    if summary is not None:
        put(_summary(result), summary)
    _write(result, chosen, output, every=all_, raw_csv=raw_csv)
    _say_result(result, quiet=quiet)
    _leave(result, exit_code=exit_code, allow_unscreened=allow_unscreened)


def wallet_command(
    address: Annotated[str, typer.Argument(help="The address, or a text with addresses.")],
    chain: Annotated[str | None, typer.Option(help="Its chain or asset, if it is known.")] = None,
    tags: TagsOption = None,
    store: opt.StoreOption = None,
    lists: opt.ListOption = None,
    policy: opt.PolicyOption = None,
    threshold: opt.ThresholdOption = None,
    format_: opt.FormatOption = None,
    output: opt.OutputOption = None,
    exit_code: ExitOption = False,
    require_complete: opt.CompleteOption = False,
    as_of: opt.AsOfOption = None,
    known_at: opt.KnownAtOption = None,
    max_age: opt.MaxAgeOption = None,
    now: opt.NowOption = None,
    quiet: opt.QuietOption = False,
) -> None:
    """Screen one wallet address: a table, clean or not."""
    chosen = opt.choose_format(format_ or (opt.Format.TABLE if output is None else None), output)
    rules = opt.read_policy(policy, threshold, None)
    known = _tags(tags, quiet=quiet)
    watchlist = opt.open_watchlist(
        store,
        lists,
        require_complete=require_complete,
        quiet=quiet,
        when=opt.When(as_of, known_at, max_age, now),
    )
    result = screen_wallet(
        address, watchlist, chain=chain, tags=known, policy=rules, now=opt.utc(now)
    )
    _write(result, chosen, output, every=True, raw_csv=False)
    _leave(result, exit_code=exit_code, allow_unscreened=False)


def tags_command(
    paths: Annotated[list[Path], typer.Argument(help="TagPacks, tables, or folders of them.")],
    output: opt.OutputOption = None,
    format_: opt.FormatOption = None,
    quiet: opt.QuietOption = False,
) -> None:
    """Read tags and write them as one table; a Parquet file of them loads in no time."""
    chosen = opt.choose_format(format_, output)
    known = read_tags(paths)
    _say_problems(known, quiet=quiet)
    meta = {"tags": [file.model_dump(mode="json") for file in known.files]}
    width = terminal_width() if output is None else None
    put(render(known.frame, meta, format=chosen.value, rows="tags", width=width), output)
    counted = f"{known.frame.height} tags of {len(known.files)} files"
    opt.say(f"{counted}, {known.problems.height} problems", quiet=quiet)


def _tags(paths: list[Path] | None, *, quiet: bool) -> Tags:
    known = read_tags(paths) if paths else Tags.none()
    if known.problems.height:
        said = f"{known.problems.height} problems in the files of tags"
        opt.say(f"{said}: see `sanctionscreen tags`", quiet=quiet)
    return known


def _say_problems(known: Tags, *, quiet: bool) -> None:
    for file, line, field, reason in known.problems.iter_rows():
        where = "" if field is None else f", {field}"
        opt.say(f"{file}:{line}{where}: {reason}", quiet=quiet)


def _read(
    file: str, input_format: str | None, encoding: str | None, columns: dict[str, list[str]]
) -> WalletQueries:
    source = sys.stdin.buffer if file == "-" else Path(file)
    name = file if file == "-" else Path(file).name
    table = read_table(source, name=name, format=input_format, encoding=encoding)
    try:
        return wallets_from_table(table, columns=columns)
    except InputError as error:
        raise InputError(error.reason, file=name) from error


def _meta(result: WalletScreening) -> dict[str, Any]:
    meta: dict[str, Any] = result.provenance.model_dump(mode="json")
    return meta


def _write(
    result: WalletScreening, format_: opt.Format, output: Path | None, *, every: bool, raw_csv: bool
) -> None:
    rows = result.every if every else result.hits
    if format_ is opt.Format.TABLE:
        put(f"{wallets_text(rows)}\n{_lists_used(result)}\n".encode(), output)
    else:
        put(render(rows, _meta(result), format=format_.value, raw_csv=raw_csv), output)


def _lists_used(result: WalletScreening) -> str:
    used = lists_used(result.provenance.snapshots)
    tags = [f"{file.name} ({file.tags})" for file in result.provenance.tags[:_SHOWN_PROBLEMS]]
    return f"lists: {used}" + (f"; tags: {', '.join(tags)}" if tags else "")


def _write_rejects(result: WalletScreening, rejects: Path | None) -> None:
    """The unscreened rows go to the file, or to stderr, every one: they are never silent."""
    rows = result.rejects.drop("screened")
    if rejects is not None:
        put(render(rows, {}, format="csv"), rejects)
    elif not rows.is_empty():
        opt.say("\n".join(_line(row, "screened") for row in rows.iter_rows(named=True)))


def _line(row: dict[str, Any], not_what: str) -> str:
    field = "" if row["field"] is None else f", field {row['field']}"
    return f"row {row['row']}{field}: not {not_what}: {row['reason']}"


def _summary(result: WalletScreening) -> bytes:
    warnings = result.problems.filter(pl.col("screened")).drop("screened", "query_id")
    content = {"screening": _meta(result), "notes": result.notes, "warnings": warnings.to_dicts()}
    return (json.dumps(content, ensure_ascii=False, indent=2) + "\n").encode()


def _say_result(result: WalletScreening, *, quiet: bool) -> None:
    counts = result.provenance.counts
    for note in result.notes:
        opt.say(note, quiet=quiet)
    warnings = result.problems.filter(pl.col("screened"))
    for row in warnings.head(_SHOWN_PROBLEMS).iter_rows(named=True):
        opt.say(_line(row, "used"), quiet=quiet)
    opt.say(
        f"{counts.read} read, {counts.screened} screened, {counts.rejected} rejected, "
        f"{counts.with_hits} with hits, {counts.hits} hits; {_lists_used(result)}",
        quiet=quiet,
    )


def _leave(result: WalletScreening, *, exit_code: bool, allow_unscreened: bool) -> None:
    if result.provenance.counts.rejected and not allow_unscreened:
        raise typer.Exit(UNSCREENED)
    if exit_code and result.every["status"].is_in(_FOUND).any():
        raise typer.Exit(HITS)

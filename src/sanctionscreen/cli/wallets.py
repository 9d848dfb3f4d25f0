"""`wallets`, `wallet` and `tags`: addresses and labels in, findings out; tags made ready."""

from pathlib import Path
from typing import Annotated, Final

import typer

from sanctionscreen.cli import options as opt
from sanctionscreen.cli import results
from sanctionscreen.cli.ending import leave
from sanctionscreen.cli.opening import lists_used
from sanctionscreen.cli.writing import put
from sanctionscreen.errors import InputError
from sanctionscreen.intake.wallets import WalletQueries, wallets_from_table
from sanctionscreen.output.wallets import wallets_text
from sanctionscreen.wallets import Tags, WalletScreening, read_tags, screen_wallet, screen_wallets

_FOUND: Final = ("listed", "tag_hit")

TagsOption = Annotated[
    list[Path] | None,
    typer.Option("--tags", help="TagPacks, tables of tags, or a folder of them (repeat)."),
]
AllOption = Annotated[bool, typer.Option("--all", help="Print clean wallets as well.")]


def wallets_command(
    file: opt.FileArgument,
    tags: TagsOption = None,
    all_: AllOption = False,
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
    results.write_rejects(result.rejects, rejects)
    results.write_summary(result, summary)
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
    exit_code: opt.ExitCodeOption = False,
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
    known = _some_tags(paths, quiet=quiet)
    meta = {"tags": [file.model_dump(mode="json") for file in known.files]}
    results.write(known.frame, meta, chosen, output, called="tags")
    counted = f"{known.frame.height} tags of {len(known.files)} files"
    opt.say(f"{counted}, {known.problems.height} problems", quiet=quiet)


def _tags(paths: list[Path] | None, *, quiet: bool) -> Tags:
    known = _some_tags(paths, quiet=True) if paths else Tags.none()
    if known.problems.height:
        said = f"{known.problems.height} problems in the files of tags"
        opt.say(f"{said}: see `sanctionscreen tags`", quiet=quiet)
    return known


def _some_tags(paths: list[Path], *, quiet: bool) -> Tags:
    """The tags of the files, with what is wrong in them said.

    Raises:
        InputError: something is wrong with every tag: nothing could be read.
    """
    known = read_tags(paths)
    _say_problems(known, quiet=quiet)
    if known.frame.is_empty() and known.problems.height:
        file, line, _, reason = known.problems.row(0)
        raise InputError(f"no tag could be read: {reason}", file=f"{file}:{line}")
    return known


def _say_problems(known: Tags, *, quiet: bool) -> None:
    for file, line, field, reason in known.problems.iter_rows():
        where = "" if field is None else f", {field}"
        opt.say(f"{file}:{line}{where}: {reason}", quiet=quiet)


def _read(
    file: str, input_format: str | None, encoding: str | None, columns: dict[str, list[str]]
) -> WalletQueries:
    table = results.read_file(file, input_format, encoding)
    try:
        return wallets_from_table(table, columns=columns)
    except InputError as error:
        raise InputError(error.reason, file=Path(file).name) from error


def _write(
    result: WalletScreening, format_: opt.Format, output: Path | None, *, every: bool, raw_csv: bool
) -> None:
    rows = result.every if every else result.hits
    if format_ is opt.Format.TABLE:
        put(f"{wallets_text(rows)}\n{_lists_used(result)}\n".encode(), output)
    else:
        results.write(rows, results.meta(result), format_, output, raw_csv=raw_csv)


def _lists_used(result: WalletScreening) -> str:
    used = lists_used(result.provenance.snapshots)
    tags = [f"{file.name} ({file.tags})" for file in result.provenance.tags[: results.SHOWN]]
    return f"lists: {used}" + (f"; tags: {', '.join(tags)}" if tags else "")


def _say_result(result: WalletScreening, *, quiet: bool) -> None:
    counts = result.provenance.counts
    results.say_problems(result, quiet=quiet)
    opt.say(
        f"{counts.read} read, {counts.screened} screened, {counts.rejected} rejected, "
        f"{counts.with_hits} with hits, {counts.hits} hits; {_lists_used(result)}",
        quiet=quiet,
    )


def _leave(result: WalletScreening, *, exit_code: bool, allow_unscreened: bool) -> None:
    leave(
        rejected=result.provenance.counts.rejected,
        found=bool(result.every["status"].is_in(_FOUND).any()),
        exit_code=exit_code,
        allow_unscreened=allow_unscreened,
    )

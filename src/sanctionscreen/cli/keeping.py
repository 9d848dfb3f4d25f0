"""`verify`, `rebuild` and `prune`: the care of a store."""

from pathlib import Path
from typing import Annotated, Final

import typer

from sanctionscreen.cli import options as opt
from sanctionscreen.cli.lists import LIST_TROUBLE, as_line
from sanctionscreen.cli.writing import put, put_rows
from sanctionscreen.output.tables import harmless
from sanctionscreen.snapshots.history import Retention, prune, rebuild, verify
from sanctionscreen.snapshots.manifest import OutcomeKind
from sanctionscreen.sources.manifest import read_manifest

_DEFAULT: Final = Retention()


def verify_command(
    store: opt.StoreOption = None,
    format_: opt.FormatOption = None,
    quiet: opt.QuietOption = False,
) -> None:
    """Hash everything in the store again; exit 3 if anything is not as it was written."""
    opened = opt.open_store(store)
    found = verify(opened)
    if format_ in {None, opt.Format.TABLE}:
        for one in found:
            line = f"{one.list_id} {one.snapshot_id} {one.file}: {one.reason}"
            put(f"{harmless(line)}\n".encode(), None)
    else:
        put_rows([one.model_dump(mode="json") for one in found], None, format_=format_)
    checked = sum(len(opened.snapshot_ids(one)) for one in opened.list_ids())
    opt.say(f"{checked} snapshots verified, {len(found)} damaged files", quiet=quiet)
    if found:
        raise typer.Exit(LIST_TROUBLE)


def rebuild_command(
    source_ids: Annotated[
        list[str] | None, typer.Argument(help="Which lists; default: all in the store.")
    ] = None,
    accept: Annotated[
        list[str] | None,
        typer.Option("--accept", help="Override one guard by its name; recorded in the snapshot."),
    ] = None,
    source: Annotated[
        Path | None, typer.Option("--source", help="Manifest (TOML) of a list of your own.")
    ] = None,
    store: opt.StoreOption = None,
    now: opt.NowOption = None,
) -> None:
    """Read the kept files of the current snapshots again, after a reader was mended."""
    opened = opt.open_store(store)
    own = None if source is None else read_manifest(source)
    wanted = source_ids or ([own.id] if own is not None else list(opened.list_ids()))
    bad = False
    for one in wanted:
        manifest = own if own is not None and own.id == one else None
        outcome = rebuild(
            opened, one, now=opt.utc(now), accept=frozenset(accept or ()), source=manifest
        )
        put(f"{harmless(as_line(outcome))}\n".encode(), None)
        bad = bad or outcome.outcome in {OutcomeKind.REFUSED, OutcomeKind.FAILED}
    if bad:
        raise typer.Exit(LIST_TROUBLE)


def prune_command(
    source_ids: Annotated[
        list[str] | None, typer.Argument(help="Which lists; default: all in the store.")
    ] = None,
    last: Annotated[
        int, typer.Option(min=1, help="Keep so many of the newest snapshots.")
    ] = _DEFAULT.last,
    days: Annotated[
        int, typer.Option(min=0, help="Keep what was fetched within so many days.")
    ] = _DEFAULT.days,
    months: Annotated[
        int, typer.Option(min=0, help="Keep the last snapshot of each of so many months.")
    ] = _DEFAULT.months,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Only name what would be deleted.")
    ] = False,
    store: opt.StoreOption = None,
    now: opt.NowOption = None,
    quiet: opt.QuietOption = False,
) -> None:
    """Delete old snapshots that no rule keeps; the current one always stays."""
    opened = opt.open_store(store)
    rule = Retention(last=last, days=days, months=months)
    gone = 0
    for one in source_ids or opened.list_ids():
        for snapshot_id in prune(opened, one, rule, now=opt.utc(now), dry_run=dry_run):
            put(f"{one} {snapshot_id}\n".encode(), None)
            gone += 1
    opt.say(f"{gone} snapshots {'would be ' if dry_run else ''}deleted", quiet=quiet)

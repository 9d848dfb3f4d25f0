"""`verify`, `rebuild` and `prune`: the care of a store."""

from typing import Annotated, Final

import typer

from sanctionscreen.cli import options as opt
from sanctionscreen.cli.lists import LIST_TROUBLE
from sanctionscreen.cli.refreshing import SourcesOption
from sanctionscreen.cli.writing import put, put_rows
from sanctionscreen.errors import ListError, StoreError
from sanctionscreen.output.layout import harmless
from sanctionscreen.snapshots.history import Retention, prune, publications, verify
from sanctionscreen.snapshots.manifest import OutcomeKind, Rebuilt
from sanctionscreen.sources.manifest import read_manifest

_DEFAULT: Final = Retention()
_BAD: Final = frozenset({OutcomeKind.REFUSED, OutcomeKind.FAILED})


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
    current: Annotated[
        bool, typer.Option("--current", help="Only the current snapshot, not all that are kept.")
    ] = False,
    accept: Annotated[
        list[str] | None,
        typer.Option("--accept", help="Override one guard by its name; recorded in the snapshot."),
    ] = None,
    sources: SourcesOption = None,
    store: opt.StoreOption = None,
    format_: opt.FormatOption = None,
    now: opt.NowOption = None,
) -> None:
    """Read the kept files of every publication again, after a reader was mended."""
    opened = opt.open_store(store)
    own = {source.id: source for source in map(read_manifest, sources or ())}
    told: list[Rebuilt] = []
    trouble = False
    for list_id in source_ids or [*own] or opened.list_ids():
        try:
            for one in publications(opened, list_id)[: 1 if current else None]:
                done = opened.rebuild(
                    list_id,
                    one,
                    now=opt.utc(now),
                    accept=frozenset(accept or ()),
                    source=own.get(list_id),
                )
                told.append(done)
                if format_ in {None, opt.Format.TABLE}:
                    put(f"{harmless(_as_line(done))}\n".encode(), None)
        except (ListError, StoreError) as error:  # the other lists are still done
            trouble = True
            opt.say(f"sanctionscreen: {error}")
    if format_ not in {None, opt.Format.TABLE}:
        rows = [one.model_dump(mode="json", exclude={"problems"}) for one in told]
        put_rows(rows, None, format_=format_)
    if trouble or any(one.outcome in _BAD for one in told):
        raise typer.Exit(LIST_TROUBLE)


def _as_line(done: Rebuilt) -> str:
    """What became of a publication, as a line for a person."""
    reason = f": {done.reason}" if done.reason else ""
    now = "" if done.rebuilt_id == done.snapshot_id else f" as {done.rebuilt_id}"
    return (
        f"{done.list_id} {done.snapshot_id}: {done.outcome.value}{now}{reason}; "
        f"{done.entities} entities; {done.seconds:.1f} s"
    )


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

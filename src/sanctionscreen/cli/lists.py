"""`import` and `lists`: list files into the store, and what the store holds."""

from datetime import date
from pathlib import Path
from typing import Annotated, Final

import typer

from sanctionscreen.cli import options as opt
from sanctionscreen.cli.results import SHOWN, say_first
from sanctionscreen.cli.writing import put, put_rows
from sanctionscreen.errors import InputError
from sanctionscreen.matching.watchlist import Watchlist
from sanctionscreen.output.layout import harmless
from sanctionscreen.snapshots.manifest import Outcome, OutcomeKind
from sanctionscreen.snapshots.states import ListRow, list_rows
from sanctionscreen.sources.manifest import ListSource, read_manifest

LIST_TROUBLE: Final = 3
#: What a terminal has room for without breaking the ids, which people copy.
_SHOWN_COLUMNS: Final = {
    "list_id", "snapshot_id", "coverage", "published_at", "entities", "age_hours", "licence",
}  # fmt: skip


def import_command(
    source_id: Annotated[str, typer.Argument(help="Which list it is, such as us_ofac_sdn.")],
    files: Annotated[
        list[Path], typer.Argument(help="Plain, .gz, .bz2, .xz, .zst, .zip, or a folder of files.")
    ],
    accept: Annotated[
        list[str] | None,
        typer.Option("--accept", help="Override one guard by its name; recorded in the snapshot."),
    ] = None,
    source: Annotated[
        Path | None, typer.Option("--source", help="Manifest (TOML) of a list of your own.")
    ] = None,
    store: opt.StoreOption = None,
    format_: opt.FormatOption = None,
    now: opt.NowOption = None,
    quiet: opt.QuietOption = False,
) -> None:
    """Import a list file from disk: parsed, guarded, frozen, then current."""
    outcome = opt.open_store(store).import_list(
        source_id,
        files,
        now=opt.utc(now),
        accept=frozenset(accept or ()),
        source=None if source is None else _own(source, source_id),
    )
    lines = [f"record {one.record}, {one.field}: {one.reason}" for one in outcome.problems[:SHOWN]]
    rest = "all stand in the snapshot's manifest.json"
    say_first(lines, len(outcome.problems), quiet=quiet, rest=rest)
    if format_ in {None, opt.Format.TABLE}:
        put(f"{harmless(as_line(outcome))}\n".encode(), None)
    else:
        put_rows([outcome.model_dump(mode="json", exclude={"problems"})], None, format_=format_)
    if outcome.outcome in {OutcomeKind.REFUSED, OutcomeKind.FAILED}:
        raise typer.Exit(LIST_TROUBLE)


def _own(path: Path, source_id: str) -> ListSource:
    """The manifest of the user's own list.

    Raises:
        InputError: it is of another list than the one named.
    """
    found = read_manifest(path)
    if found.id != source_id:
        raise InputError(f"it is of the list {found.id}, not {source_id}", file=str(path))
    return found


def as_line(outcome: Outcome) -> str:
    """An outcome as a line for a person."""
    reason = f": {outcome.reason}" if outcome.reason else ""
    current = "no snapshot" if outcome.snapshot_id is None else outcome.snapshot_id
    return (
        f"{outcome.list_id}: {outcome.outcome.value}{reason}; current: {current}, "
        f"{outcome.entities} entities; {outcome.seconds:.1f} s"
    )


def lists_command(
    store: opt.StoreOption = None,
    format_: opt.FormatOption = None,
    output: opt.OutputOption = None,
    now: opt.NowOption = None,
    quiet: opt.QuietOption = False,
) -> None:
    """Show which lists are there: from when, how many entities, how old, under what licence."""
    opened = opt.open_store(store)
    rows = list_rows(opened, now=opt.utc(now))
    if not rows:
        opt.say("the store is empty; without a list the bundled excerpt is used:", quiet=quiet)
        rows = _excerpt_rows(opt.utc(now).date())
    chosen = opt.choose_format(format_, output)
    columns = _SHOWN_COLUMNS if chosen is opt.Format.TABLE else None
    shown = [row.model_dump(mode="json", include=columns) for row in rows]
    put_rows(shown, output, format_=chosen)


def _excerpt_rows(today: date) -> tuple[ListRow, ...]:
    """The bundled excerpt's lists; their age counts from the newest official record used."""
    watchlist = Watchlist.bundled()
    names = watchlist.frames["names"]["entity_id"].str.split(":").list.first()
    wallets = watchlist.frames["wallets"]["entity_id"].str.split(":").list.first()
    return tuple(
        ListRow(
            list_id=ref.list_id,
            snapshot_id=ref.snapshot_id,
            coverage=ref.coverage,
            published_at=ref.published_on,
            fetched_at=None,
            checked_at=None,
            entities=ref.entities,
            names=int((names == ref.list_id).sum()),
            wallets=int((wallets == ref.list_id).sum()),
            age_hours=float((today - ref.published_on).days * 24),
            licence=ref.licence,
            attribution=ref.attribution,
        )
        for ref in watchlist.snapshots
    )

"""`refresh` and `diff`: lists from their publishers into the store, and what that changed."""

import json
import os
import signal
import sys
import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from types import FrameType
from typing import Annotated, Final

import polars as pl
import typer
from rich.console import Console
from rich.progress import BarColumn, DownloadColumn, Progress, TextColumn, TransferSpeedColumn

from sanctionscreen.cli import options as opt
from sanctionscreen.cli.lists import LIST_TROUBLE, as_line
from sanctionscreen.cli.writing import put, put_rows
from sanctionscreen.errors import SanctionScreenError
from sanctionscreen.output.formats import render
from sanctionscreen.output.layout import harmless
from sanctionscreen.snapshots.diff import EntityChange, ListDiff, diff
from sanctionscreen.snapshots.fetch import Fetcher, Limits
from sanctionscreen.snapshots.manifest import Outcome, OutcomeKind
from sanctionscreen.snapshots.refresh import Report, refresh
from sanctionscreen.sources.manifest import ListSource, list_source, read_manifest

_BAD: Final = frozenset({OutcomeKind.REFUSED, OutcomeKind.FAILED})
#: How often a watch looks whether it is to end, and how long it then waits for what runs.
_LOOK_S, _GRACE_S = 0.2, 5.0
#: A cell of a table has room for so many characters.
_SHOWN: Final = 70
#: A diff as rows.
_ROWS: Final = pl.Schema(
    dict.fromkeys(("change", "entity_id", "caption", "field", "gone", "came"), pl.String())
)

SourcesOption = Annotated[
    list[Path] | None,
    typer.Option("--source", help="Manifest (TOML) of a list of your own (repeat)."),
]


def refresh_command(
    source_ids: Annotated[
        list[str] | None,
        typer.Argument(help="Which lists; default: those in the store, or all if it is empty."),
    ] = None,
    accept: Annotated[
        list[str] | None,
        typer.Option("--accept", help="Override one guard by its name; recorded in the snapshot."),
    ] = None,
    watch: Annotated[
        str | None,
        typer.Option("--watch", metavar="EVERY", help="Stay, and refresh every so often: 6h."),
    ] = None,
    mirror: Annotated[
        str | None,
        typer.Option(help="Folder or address with LIST_ID/FILE, instead of the publishers."),
    ] = None,
    proxy: Annotated[
        str | None, typer.Option(envvar="HTTPS_PROXY", help="Address of a proxy.")
    ] = None,
    timeout: Annotated[
        str, typer.Option(metavar="TIME", help="Longest time for one file.")
    ] = "30m",
    sources: SourcesOption = None,
    store: opt.StoreOption = None,
    format_: opt.FormatOption = None,
    now: opt.NowOption = None,
    quiet: opt.QuietOption = False,
) -> None:
    """Fetch lists that have changed: guarded, frozen, then current. One outcome a list."""
    limits = Limits(total_s=opt.read_age(timeout).total_seconds())
    fetcher = Fetcher(limits=limits, proxy=proxy)
    wanted = read_sources(source_ids, sources)
    opened = opt.open_store(store)

    def once() -> tuple[Outcome, ...]:
        with _bars(quiet=quiet or watch is not None) as report:
            return refresh(
                opened,
                wanted,
                now=opt.utc(now),
                accept=frozenset(accept or ()),
                fetcher=fetcher,
                mirror=mirror,
                progress=report,
            )

    if watch is not None:
        _watch(once, opt.read_age(watch).total_seconds(), format_)
        return
    outcomes = once()
    _write(outcomes, format_)
    if any(one.outcome in _BAD for one in outcomes):
        raise typer.Exit(LIST_TROUBLE)


def read_sources(
    source_ids: Sequence[str] | None, manifests: Sequence[Path] | None
) -> list[str | ListSource] | None:
    """The lists named by id or by a manifest of their own; null for the default ones."""
    own = [read_manifest(path) for path in manifests or ()]
    by_id = {source.id: source for source in own}
    named: list[str | ListSource] = []
    for one in source_ids or ():
        found = by_id.pop(one, None)
        named.append(found or one)
        if found is None:
            list_source(one)  # an unknown id is bad use, before anything is fetched
    return [*named, *by_id.values()] or None


def _write(outcomes: Sequence[Outcome], format_: opt.Format | None) -> None:
    if format_ in {None, opt.Format.TABLE}:
        text = "".join(f"{harmless(as_line(one))}\n" for one in outcomes)
        put(text.encode(), None)
    else:
        rows = [one.model_dump(mode="json", exclude={"problems"}) for one in outcomes]
        put_rows(rows, None, format_=format_)


class _bars:  # noqa: N801  # reads as a word in `with`
    """A progress bar a list on stderr at a terminal; else nothing."""

    def __init__(self, *, quiet: bool) -> None:
        self._progress: Progress | None = None
        self._tasks: dict[str, int] = {}
        self._lock = threading.Lock()
        if not quiet and sys.stderr.isatty():
            columns = (TextColumn("{task.description}"), BarColumn(), DownloadColumn())
            console = Console(stderr=True)
            self._progress = Progress(
                *columns, TransferSpeedColumn(), console=console, transient=True
            )

    def __enter__(self) -> Report | None:
        if self._progress is None:
            return None
        self._progress.__enter__()
        return self._told

    def _told(self, list_id: str, done: int, total: int | None) -> None:
        progress = self._progress
        if progress is not None:
            with self._lock:
                if list_id not in self._tasks:
                    self._tasks[list_id] = progress.add_task(list_id, total=total)
                progress.update(self._tasks[list_id], completed=done, total=total)  # type: ignore[arg-type]

    def __exit__(self, *_: object) -> None:
        if self._progress is not None:
            self._progress.__exit__(None, None, None)


def _watch(
    once: Callable[[], tuple[Outcome, ...]], seconds: float, format_: opt.Format | None
) -> None:
    """Refreshes for ever; a failure is told and tried again, SIGTERM and SIGINT end it cleanly.

    What runs then has a few seconds to end by itself: a store survives being left at any moment.
    """
    stopped = threading.Event()

    def stop(_number: int, _frame: FrameType | None) -> None:
        stopped.set()

    def attempt() -> None:
        try:
            _write(once(), format_)
        except (SanctionScreenError, OSError) as error:
            opt.say(f"sanctionscreen: {datetime.now(UTC):%Y-%m-%d %H:%M} {error}")

    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, stop)
    while not stopped.is_set():
        running = threading.Thread(target=attempt)
        running.start()
        while running.is_alive() and not stopped.is_set():
            running.join(_LOOK_S)
        running.join(_GRACE_S)
        if running.is_alive():
            opt.say("sanctionscreen: ended in the middle of a refresh; what was current still is")
            sys.stdout.flush()
            os._exit(0)  # nothing else ends a thread that waits for a server
        stopped.wait(seconds)


# --- diff -------------------------------------------------------------------------------------


def diff_command(
    source_id: Annotated[str, typer.Argument(help="Which list.")],
    old: Annotated[
        str | None, typer.Argument(help="Snapshot id or day; default: the one before NEW.")
    ] = None,
    new: Annotated[
        str | None, typer.Argument(help="Snapshot id or day; default: the current one.")
    ] = None,
    store: opt.StoreOption = None,
    format_: opt.FormatOption = None,
    output: opt.OutputOption = None,
) -> None:
    """Show what changed in a list: added, removed and changed parties, field by field."""
    chosen = opt.choose_format(format_, output)
    found = diff(opt.open_store(store), source_id, old=old, new=new)
    if chosen is opt.Format.JSON:
        content = json.dumps(found.model_dump(mode="json"), ensure_ascii=False, indent=2)
        put(f"{content}\n".encode(), output)
    elif chosen is opt.Format.TABLE:
        put("".join(f"{harmless(line)}\n" for line in _as_lines(found)).encode(), output)
    else:
        rows = pl.DataFrame(_as_rows(found), schema=_ROWS)
        put(render(rows, {}, format=chosen.value), output)


def _as_lines(found: ListDiff) -> list[str]:
    lines = [
        f"{found.list_id}: {found.old} → {found.new}: {len(found.added)} added, "
        f"{len(found.removed)} removed, {len(found.changed)} changed"
        + (f", {len(found.re_identified)} re-identified" if found.re_identified else "")
    ]
    for sign, changes in (("+", found.added), ("-", found.removed), ("~", found.changed)):
        for one in changes:
            lines.append(f"{sign} {one.entity_id}  {one.caption}")
            lines += [f"    {line}" for line in _fields(one)]
    lines += [f"= {one.old_id} → {one.new_id}  {one.caption}" for one in found.re_identified]
    return lines


def _fields(change: EntityChange) -> list[str]:
    return [
        f"{field.field}: {sign} {_short(text)}"
        for field in change.fields
        for sign, texts in (("-", field.gone), ("+", field.came))
        for text in texts
    ]


def _short(text: str) -> str:
    """A statement without what it does not state, cut where a line ends.

    >>> _short('{"value": {"role": "flag", "text": "Panama", "code": null}}')
    'role flag; text Panama'
    """
    shown = "; ".join(_said(json.loads(text)))
    return shown if len(shown) <= _SHOWN else f"{shown[:_SHOWN]}…"


def _said(statement: Mapping[str, object]) -> Iterator[str]:
    """What a statement states, field by field."""
    for key, value in statement.items():
        if isinstance(value, dict):
            yield from _said(value)
        elif value not in (None, [], ""):
            yield f"{value}" if key == "value" else f"{key} {value}"


def _as_rows(found: ListDiff) -> list[dict[str, str | None]]:
    """One row an added or removed party, one a statement of a changed one."""
    none = dict.fromkeys(("field", "gone", "came"))
    rows: list[dict[str, str | None]] = []
    for word, changes in (("added", found.added), ("removed", found.removed)):
        rows += [
            {"change": word, "entity_id": one.entity_id, "caption": one.caption, **none}
            for one in changes
        ]
    for one in found.changed:
        base = {"change": "changed", "entity_id": one.entity_id, "caption": one.caption}
        for field in one.fields:
            rows += [{**base, "field": field.field, "gone": t, "came": None} for t in field.gone]
            rows += [{**base, "field": field.field, "gone": None, "came": t} for t in field.came]
    rows += [
        {"change": "re-identified", "entity_id": one.new_id, "caption": one.caption,
         "field": "uid", "gone": one.old_id, "came": one.new_id}
        for one in found.re_identified
    ]  # fmt: skip
    return rows

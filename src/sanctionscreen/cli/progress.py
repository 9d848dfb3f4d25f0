"""A progress bar on stderr, for long runs at a terminal."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

from sanctionscreen.matching.match import Progress as Report

#: Shorter runs end before a bar could be read.
_BAR_FROM: Final = 20_000


@contextmanager
def progress_bar(rows: int, *, quiet: bool) -> Iterator[Report | None]:
    """What a run tells its progress to; null where nobody would see a bar."""
    if rows < _BAR_FROM or quiet or not sys.stderr.isatty():
        yield None
        return
    from rich.console import Console  # noqa: PLC0415  # only for the bar
    from rich.progress import (  # noqa: PLC0415
        BarColumn,
        MofNCompleteColumn,
        Progress,
        TextColumn,
        TimeRemainingColumn,
    )

    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn())
    console = Console(stderr=True)
    with Progress(*columns, TimeRemainingColumn(), console=console, transient=True) as shown:
        task = shown.add_task("names", total=None)
        yield lambda done, total: shown.update(task, completed=done, total=total)

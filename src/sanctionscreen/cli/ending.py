"""How a command ends: what its result rests on, and its exit code."""

from collections.abc import Iterable
from typing import Final

import typer

from sanctionscreen.matching.watchlist import SnapshotRef

#: Exit codes of a run that went well: there are findings (with --exit-code); rows were left out.
FOUND: Final = 1
UNSCREENED: Final = 4


def lists_used(refs: Iterable[SnapshotRef]) -> str:
    """The states of the lists that a result rests on, and when each was last checked (UTC)."""
    return ", ".join(
        f"{ref.list_id} {ref.snapshot_id} ({ref.coverage.value}{_checked(ref)})" for ref in refs
    )


def _checked(ref: SnapshotRef) -> str:
    return "" if ref.checked_at is None else f", checked {ref.checked_at:%Y-%m-%d %H:%M}"


def leave(*, rejected: int, found: bool, exit_code: bool, allow_unscreened: bool) -> None:
    """Nothing, or the end of the command with the exit code that the contract names.

    Raises:
        typer.Exit: rows were left out and that is not allowed, or there are findings.
    """
    if rejected and not allow_unscreened:
        raise typer.Exit(UNSCREENED)
    if exit_code and found:
        raise typer.Exit(FOUND)

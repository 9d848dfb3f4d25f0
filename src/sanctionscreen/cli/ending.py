"""How a command ends: its exit code."""

from typing import Final

import typer

#: Exit codes of a run that went well: there are findings (with --exit-code); rows were left out.
FOUND: Final = 1
UNSCREENED: Final = 4


def leave(*, rejected: int, found: bool, exit_code: bool, allow_unscreened: bool) -> None:
    """Nothing, or the end of the command with the exit code that the contract names.

    Raises:
        typer.Exit: rows were left out and that is not allowed, or there are findings.
    """
    if rejected and not allow_unscreened:
        raise typer.Exit(UNSCREENED)
    if exit_code and found:
        raise typer.Exit(FOUND)

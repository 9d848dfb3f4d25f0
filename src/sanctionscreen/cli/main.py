"""The application: its commands, and what becomes of errors.

Exit codes: 0 every row was screened; 1 hits (with --exit-code); 2 bad use or unreadable input;
3 a list is missing, refused or failed; 4 rows were not screened; 70 a defect of ours.
"""

import sys
from pathlib import Path
from typing import Annotated, Final

import typer

from sanctionscreen.cli.commands import add_commands
from sanctionscreen.cli.options import say
from sanctionscreen.errors import (
    InputError,
    ListError,
    PolicyError,
    StoreError,
    UnknownList,
)

BAD_USE: Final = 2
LIST_TROUBLE: Final = 3
DEFECT: Final = 70


def _show_version(wanted: bool) -> None:
    if wanted:
        from importlib.metadata import version  # noqa: PLC0415  # slow to import

        typer.echo(f"sanctionscreen {version('sanctionscreen')}")
        raise typer.Exit


def _root(
    _version: Annotated[
        bool,
        typer.Option("--version", callback=_show_version, is_eager=True, help="Show the version."),
    ] = False,
) -> None:
    """Screen parties against sanctions lists on your own machine."""


def application(only: str | None = None) -> typer.Typer:
    """The application: with the one command named, or with all of them where it is none."""
    app = typer.Typer(
        name="sanctionscreen",
        help="Screen parties against sanctions lists on your own machine.",
        no_args_is_help=True,
        add_completion=False,
        pretty_exceptions_enable=False,
    )
    app.callback()(_root)
    add_commands(app, only)
    return app


def main() -> None:
    """Runs the command line and exits with its code."""
    wanted = next(iter(sys.argv[1:]), None)
    try:
        application(wanted)()
    except (InputError, PolicyError, UnknownList) as error:
        _fail(str(error), BAD_USE)
    except (ListError, StoreError) as error:
        _fail(str(error), LIST_TROUBLE)
    except Exception as error:  # the last resort: a defect has its own exit code
        _fail(_defect(error), DEFECT)


def _fail(text: str, code: int) -> None:
    say(f"sanctionscreen: {text}")
    sys.exit(code)


def _defect(error: Exception) -> str:
    """Where it happened, without the message: that may hold a counterparty's name."""
    import traceback  # noqa: PLC0415

    frames = traceback.extract_tb(error.__traceback__)
    where = " < ".join(f"{f.name} ({Path(f.filename).name}:{f.lineno})" for f in frames[:-6:-1])
    return f"a defect of ours, please report it: {type(error).__name__} in {where}"

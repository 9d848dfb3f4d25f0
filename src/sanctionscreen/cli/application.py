"""The application: its commands and their options, as typer reads them."""

from typing import Annotated

import typer

from sanctionscreen.cli.commands import add_commands
from sanctionscreen.installed import installed_version


def _show_version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"sanctionscreen {installed_version('sanctionscreen')}")
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

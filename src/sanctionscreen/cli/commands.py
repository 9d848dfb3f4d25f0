"""The commands by name: a command's module is imported when that command is wanted."""

from importlib import import_module
from typing import Final

import typer

#: Module and function of each command, in the order of the help.
COMMANDS: Final = {
    "screen": ("screening", "screen_command"),
    "name": ("naming", "name_command"),
    "explain": ("screening", "explain_command"),
    "why-not": ("screening", "explain_command"),
    "calibrate": ("calibrating", "calibrate_command"),
    "wallets": ("wallets", "wallets_command"),
    "wallet": ("wallets", "wallet_command"),
    "tags": ("wallets", "tags_command"),
    "trace": ("tracing", "trace_command"),
    "ownership": ("ownership", "ownership_command"),
    "import": ("lists", "import_command"),
    "lists": ("lists", "lists_command"),
    "refresh": ("refreshing", "refresh_command"),
    "diff": ("refreshing", "diff_command"),
    "rescreen": ("rescreening", "rescreen_command"),
    "verify": ("keeping", "verify_command"),
    "rebuild": ("keeping", "rebuild_command"),
    "prune": ("keeping", "prune_command"),
}
ARTICLES: Final = {
    "add": ("articles", "add_command"),
    "list": ("articles", "list_command"),
    "show": ("articles", "show_command"),
    "accept": ("review", "accept_command"),
    "reject": ("review", "reject_command"),
    "withdraw": ("review", "withdraw_command"),
    "notes": ("articles", "notes_command"),
    "export": ("review", "export_overlay_command"),
    "import": ("review", "import_overlay_command"),
}
_HELP: Final = {"why-not": "The same as `explain`."}


def add_commands(app: typer.Typer, only: str | None = None) -> None:
    """Adds the one command named, or all of them where none of that name is there."""
    for name, (module, function) in COMMANDS.items():
        if only in {None, name} or only not in {*COMMANDS, "articles"}:
            _add(app, name, module, function)
    if only not in COMMANDS:
        app.add_typer(_articles())


def _articles() -> typer.Typer:
    app = typer.Typer(
        name="articles",
        help="Read articles, and decide which name variants in them are used in screening.",
        no_args_is_help=True,
    )
    for name, (module, function) in ARTICLES.items():
        _add(app, name, module, function)
    return app


def _add(app: typer.Typer, name: str, module: str, function: str) -> None:
    command = getattr(import_module(f"sanctionscreen.cli.{module}"), function)
    app.command(name, help=_HELP.get(name))(command)

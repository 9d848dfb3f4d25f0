"""The application: its commands, and what becomes of errors.

Exit codes: 0 every row was screened; 1 hits (with --exit-code); 2 bad use or unreadable input;
3 a list is missing, refused or failed; 4 rows were not screened; 70 a defect of ours.
"""

import sys
import traceback
from importlib.metadata import version
from pathlib import Path
from typing import Annotated, Final

import typer

from sanctionscreen.cli.articles import add_command, list_command, notes_command, show_command
from sanctionscreen.cli.keeping import prune_command, rebuild_command, verify_command
from sanctionscreen.cli.lists import import_command, lists_command
from sanctionscreen.cli.options import say
from sanctionscreen.cli.ownership import ownership_command
from sanctionscreen.cli.refreshing import diff_command, refresh_command
from sanctionscreen.cli.rescreening import rescreen_command
from sanctionscreen.cli.review import (
    accept_command,
    export_overlay_command,
    import_overlay_command,
    reject_command,
    withdraw_command,
)
from sanctionscreen.cli.screening import explain_command, name_command, screen_command
from sanctionscreen.cli.tracing import trace_command
from sanctionscreen.cli.wallets import tags_command, wallet_command, wallets_command
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

app = typer.Typer(
    name="sanctionscreen",
    help="Screen parties against sanctions lists on your own machine.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)


def _show_version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"sanctionscreen {version('sanctionscreen')}")
        raise typer.Exit


@app.callback()
def _root(
    _version: Annotated[
        bool,
        typer.Option("--version", callback=_show_version, is_eager=True, help="Show the version."),
    ] = False,
) -> None:
    """Screen parties against sanctions lists on your own machine."""


app.command("screen")(screen_command)
app.command("name")(name_command)
app.command("explain")(explain_command)
app.command("why-not", help="The same as `explain`.")(explain_command)
app.command("wallets")(wallets_command)
app.command("wallet")(wallet_command)
app.command("tags")(tags_command)
app.command("trace")(trace_command)
app.command("ownership")(ownership_command)
app.command("import")(import_command)
app.command("lists")(lists_command)
app.command("refresh")(refresh_command)
app.command("diff")(diff_command)
app.command("rescreen")(rescreen_command)
app.command("verify")(verify_command)
app.command("rebuild")(rebuild_command)
app.command("prune")(prune_command)

articles_app = typer.Typer(
    name="articles",
    help="Read articles, and decide which name variants in them are used in screening.",
    no_args_is_help=True,
)
articles_app.command("add")(add_command)
articles_app.command("list")(list_command)
articles_app.command("show")(show_command)
articles_app.command("accept")(accept_command)
articles_app.command("reject")(reject_command)
articles_app.command("withdraw")(withdraw_command)
articles_app.command("notes")(notes_command)
articles_app.command("export")(export_overlay_command)
articles_app.command("import")(import_overlay_command)
app.add_typer(articles_app)


def main() -> None:
    """Runs the command line and exits with its code."""
    try:
        app()
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
    frames = traceback.extract_tb(error.__traceback__)
    where = " < ".join(f"{f.name} ({Path(f.filename).name}:{f.lineno})" for f in frames[:-6:-1])
    return f"a defect of ours, please report it: {type(error).__name__} in {where}"

"""Write docs/cli.md from the help texts of the commands.

Run: python docs/make_cli.py
"""

from pathlib import Path
from typing import Final

import typer
from typer.testing import CliRunner

from sanctionscreen.cli.application import application

PAGE: Final = Path(__file__).with_name("cli.md")
HEAD: Final = """# Command line

<!-- Made by docs/make_cli.py: change the help texts of the commands, not this page. -->

Results go to stdout. Words and progress go to stderr; they name rows and fields, never a
counterparty. The exit codes are on the page [Results](results.md#exit-codes).
"""


def help_text(*command: str) -> str:
    """What `sanctionscreen COMMAND --help` prints, without colours and boxes."""
    app = application(*command[:1])
    app.rich_markup_mode = None
    done = CliRunner().invoke(app, [*command, "--help"], prog_name="sanctionscreen")
    return "\n".join(line.rstrip() for line in done.output.strip().splitlines())


def render() -> str:
    """The whole page."""
    sections = [HEAD, _block(help_text())]
    commands = typer.main.get_command(application()).commands  # type: ignore[attr-defined]
    for name, command in commands.items():
        sections += [f"## {name}\n", _block(help_text(name))]
        for inner in getattr(command, "commands", {}):
            sections += [f"### {name} {inner}\n", _block(help_text(name, inner))]
    return "\n".join(sections)


def _block(text: str) -> str:
    return f"```text\n{text}\n```\n"


if __name__ == "__main__":
    PAGE.write_text(render(), encoding="utf-8")

"""Every command and option explains itself, stands in the docs, and has its twin in Python."""

import inspect
import re
from pathlib import Path

import pytest
import typer.main

import sanctionscreen
from cli.harness import Run
from sanctionscreen.cli.main import app

COMMANDS = [str(command.name) for command in app.registered_commands]
DOCS = Path(__file__).resolve().parents[2] / "docs" / "cli.md"
#: The public function behind each command.
TWINS = {
    "screen": sanctionscreen.screen,
    "name": sanctionscreen.screen_name,
    "explain": sanctionscreen.explain,
    "why-not": sanctionscreen.explain,
    "import": sanctionscreen.Store.import_list,
}


def test_version(run: Run) -> None:
    ran = run("--version")
    assert ran.code == 0
    assert re.fullmatch(r"sanctionscreen \d+\.\d+\.\d+\n", ran.text)


def test_the_root_names_every_command(run: Run) -> None:
    text = run("--help").text
    assert all(command in text for command in COMMANDS)


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_and_option_has_help(run: Run, command: str) -> None:
    ran = run(command, "--help")
    assert (ran.code, ran.err) == (0, "")
    known = typer.main.get_command(app).commands[command]  # type: ignore[attr-defined]
    assert known.help
    for parameter in known.params:
        assert parameter.help, f"{command} {parameter.name}"
        assert parameter.help.endswith("."), f"{command} {parameter.name}"


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_stands_in_the_docs(command: str) -> None:
    if DOCS.exists():
        assert f"sanctionscreen {command}" in DOCS.read_text(encoding="utf-8")


@pytest.mark.parametrize("command", sorted(set(COMMANDS) - {"lists"} | set(TWINS)))
def test_every_command_has_a_public_twin_with_a_docstring(command: str) -> None:
    assert inspect.getdoc(TWINS[command])
    assert command in COMMANDS

"""The command line explains itself: version, help, docs."""

import re
from pathlib import Path

import pytest

from cli.harness import Run
from sanctionscreen.cli.application import application

COMMANDS = [str(command.name) for command in application().registered_commands]
DOCS = Path(__file__).resolve().parents[2] / "docs" / "cli.md"


def test_version(run: Run) -> None:
    ran = run("--version")
    assert ran.code == 0
    assert re.fullmatch(r"sanctionscreen \d+\.\d+\.\d+\n", ran.text)


def test_the_root_names_every_command(run: Run) -> None:
    text = run("--help").text
    assert all(command in text for command in COMMANDS)


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_has_help(run: Run, command: str) -> None:
    ran = run(command, "--help")
    assert (ran.code, ran.err) == (0, "")
    assert f"sanctionscreen {command}" in ran.text


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_stands_in_the_docs(command: str) -> None:
    if DOCS.exists():
        assert f"sanctionscreen {command}" in DOCS.read_text(encoding="utf-8")

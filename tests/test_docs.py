"""The pages say what the code does: what is made from the code is up to date, links hold."""

import inspect
import re
import runpy
import shlex
from pathlib import Path
from typing import Any

import pytest
import typer

import sanctionscreen
from sanctionscreen import errors
from sanctionscreen.cli.application import application
from sanctionscreen.columns import HITS, WALLET_HITS
from sanctionscreen.tracing.exposures import EXPOSURES

ROOT = Path(__file__).resolve().parents[1]
DOCS = ROOT / "docs"
PAGES = sorted([*DOCS.glob("*.md"), *ROOT.glob("*.md")])
TABLES: dict[str, Any] = runpy.run_path(str(DOCS / "make_tables.py"))


def _text(path: Path) -> str:
    return path.read_text(encoding="utf-8")


def _ids(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def test_command_line_page_is_up_to_date() -> None:
    made = runpy.run_path(str(DOCS / "make_cli.py"))
    assert made["render"]() == _text(DOCS / "cli.md"), "run: python docs/make_cli.py"


@pytest.mark.parametrize("name", TABLES["TABLES"])
def test_tables_are_up_to_date(name: str) -> None:
    page = _text(ROOT / TABLES["TABLES"][name][0])
    assert TABLES["render"](page, name) == page, "run: python docs/make_tables.py"


def test_every_setting_of_the_policy_is_explained() -> None:
    assert TABLES["SETTINGS"].keys() == TABLES["settings"]().keys()


@pytest.mark.parametrize("name", sanctionscreen.__all__)
def test_public_names_are_on_the_api_page(name: str) -> None:
    assert f"::: sanctionscreen.{name}\n" in _text(DOCS / "api.md")


@pytest.mark.parametrize("column", HITS)
def test_columns_of_hits_are_explained(column: str) -> None:
    assert f"| `{column}` |" in _text(DOCS / "results.md")


@pytest.mark.parametrize("column", WALLET_HITS)
def test_columns_of_wallet_hits_are_explained(column: str) -> None:
    assert f"| `{column}` |" in _text(DOCS / "wallets.md")


@pytest.mark.parametrize("column", EXPOSURES)
def test_columns_of_exposures_are_explained(column: str) -> None:
    assert f"| `{column}` |" in _text(DOCS / "tracing.md")


def test_tree_of_errors_is_that_of_the_code() -> None:
    tree = inspect.getdoc(errors)
    assert tree is not None
    drawn = [line.strip() for line in tree.splitlines() if "──" in line]
    assert drawn
    page = _text(DOCS / "errors.md")
    assert [line for line in drawn if line not in page] == []


@pytest.mark.parametrize("page", PAGES, ids=_ids)
def test_links_lead_to_files(page: Path) -> None:
    links = re.findall(r"\]\(([^)#\s]+)[^)]*\)", _text(page))
    local = [link for link in links if not link.startswith("https://")]
    assert [link for link in local if not (page.parent / link).exists()] == []


def _commands(text: str) -> list[list[str]]:
    """The words of each call of `sanctionscreen` in the blocks of shell commands."""
    blocks = re.findall(r"```bash\n(.*?)```", text, re.DOTALL)
    parts = [part for block in blocks for part in re.split(r"&&|\n", block)]
    words = [shlex.split(part, comments=True) for part in parts]
    return [call[1:] for call in words if call and Path(call[0]).name == "sanctionscreen"]


CALLS = [
    pytest.param(call, id=f"{_ids(page)}: {' '.join(call)}")
    for page in PAGES
    for call in _commands(_text(page))
]


@pytest.mark.parametrize("call", CALLS)
def test_commands_and_their_options_exist(call: list[str]) -> None:
    command = typer.main.get_command(application()).commands[call[0]]  # type: ignore[attr-defined]
    if hasattr(command, "commands"):
        command = command.commands[call[1]]
    options = {option for one in command.params for option in one.opts}
    assert [word for word in call if word.startswith("--") and word not in options] == []


def test_the_readme_has_two_commands_to_set_up() -> None:
    start = _text(ROOT / "README.md").partition("## Start")[2].partition("\n## ")[0]
    blocks = re.findall(r"```bash\n(.*?)```", start, re.DOTALL)
    assert [len(block.strip().splitlines()) for block in blocks] == [1, 1]


def test_examples_in_python_run(tmp_path: Path) -> None:
    for page in (ROOT / "README.md", DOCS / "index.md", DOCS / "api.md"):
        for number, block in enumerate(re.findall(r"```python\n(.*?)```", _text(page), re.DOTALL)):
            script = tmp_path / f"{page.stem}_{number}.py"
            script.write_text(block, encoding="utf-8")
            runpy.run_path(str(script))


@pytest.mark.parametrize("page", PAGES, ids=_ids)
def test_no_page_names_a_registry_or_a_machine(page: Path) -> None:
    text = _text(page)
    assert not re.search(r"pypi\.|py\w+hosted|npmjs|/root/|/home/|/work/|/tmp/", text)


@pytest.mark.parametrize("page", PAGES, ids=_ids)
def test_no_page_holds_both_sides_of_a_merge(page: Path) -> None:
    assert not re.search(r"^(<<<<<<<|=======$|>>>>>>>)", _text(page), re.MULTILINE)


def test_the_readme_leads_to_every_page() -> None:
    led = set(re.findall(r"\]\(docs/([a-z]+\.md)", _text(ROOT / "README.md")))
    assert {page.name for page in DOCS.glob("*.md")} - led == set()

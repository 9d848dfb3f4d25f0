"""The house has floors: a module imports its own part or a lower floor, and nothing from above."""

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import NamedTuple

import pytest

import sanctionscreen

ROOT = Path(sanctionscreen.__file__).parent

#: Parts of the package by floor; those of one floor do not know each other. `docs/design.md` has
#: the same table in words.
FLOORS = (
    {"errors", "installed", "value"},
    {"terms"},
    {"text", "territories", "model", "columns"},
    {"identifiers", "settings", "variants"},
    {"sources", "tags"},
    {"snapshots", "intake", "output"},
    {"aliases", "holdings", "matching", "tracing"},
    {"results"},
    {"hits"},
    {"screening"},
    {"one_name"},
    {"articles", "calibration", "money", "owned", "rescreening", "wallets"},
    {"cli", "__init__"},
    {"__main__"},
)
FLOOR_OF = {part: floor for floor, parts in enumerate(FLOORS) for part in parts}

#: Libraries that stand in some parts only; none of them where the set is empty.
CONFINED = {
    "babel": {"territories"},
    "fastexcel": {"intake", "sources"},
    "filelock": {"snapshots"},
    "httpx": {"snapshots"},
    "htmldate": {"articles"},
    "lxml": {"articles"},
    "numpy": {"identifiers", "matching", "holdings", "tracing"},
    "opencc": {"text"},
    "platformdirs": {"cli"},
    "pypinyin": {"text"},
    "random": set[str](),
    "rapidfuzz": {"matching", "text"},
    "numba": {"matching", "tracing"},
    "readability": {"articles"},
    "requests": set[str](),
    "rich": {"cli", "output"},
    "secrets": set[str](),
    "stamina": {"snapshots"},
    "socket": {"snapshots"},
    "typer": {"cli"},
    "urllib": {"articles", "snapshots"},
    "yaml": {"tags"},
}
#: Whoever calls these reads the environment or the clock.
ENVIRONMENT = {"environ", "environb", "getenv", "getenvb", "expanduser", "home", "cwd", "getcwd"}
CLOCK = {"now", "utcnow", "today", "time", "time_ns", "monotonic", "perf_counter", "localtime"}


class Use(NamedTuple):
    """One thing that a module uses, and where."""

    part: str
    where: str
    what: str


def _part(path: Path) -> str:
    return path.relative_to(ROOT).with_suffix("").parts[0]


@cache
def _trees() -> tuple[tuple[Path, ast.Module], ...]:
    paths = sorted(ROOT.rglob("*.py"))
    return tuple((path, ast.parse(path.read_text(encoding="utf-8"))) for path in paths)


def _imported(node: ast.AST) -> Iterator[str]:
    """The full names that an import statement asks for."""
    if isinstance(node, ast.Import):
        yield from (alias.name for alias in node.names)
    elif isinstance(node, ast.ImportFrom):
        assert node.level == 0, "imports are absolute"
        yield from (f"{node.module}.{alias.name}" for alias in node.names)


def _imports() -> list[Use]:
    return [
        Use(_part(path), f"{path.relative_to(ROOT)}:{getattr(node, 'lineno', 0)}", name)
        for path, tree in _trees()
        for node in ast.walk(tree)
        for name in _imported(node)
    ]


def _reads() -> list[Use]:
    """Every `thing.name` and every bare `name` that is read."""
    return [
        Use(
            _part(path),
            f"{path.relative_to(ROOT)}:{node.lineno}",
            node.attr if isinstance(node, ast.Attribute) else node.id,
        )
        for path, tree in _trees()
        for node in ast.walk(tree)
        if isinstance(node, ast.Attribute | ast.Name) and isinstance(node.ctx, ast.Load)
    ]


def test_every_part_has_a_floor() -> None:
    assert {_part(path) for path, _ in _trees()} == FLOOR_OF.keys()


def test_no_part_imports_a_higher_floor_or_its_neighbour() -> None:
    wrong = []
    for use in _imports():
        package, _, rest = use.what.partition(".")
        other = rest.partition(".")[0]
        if package == "sanctionscreen" and other != use.part:
            known = FLOOR_OF.get(other, FLOOR_OF["__init__"])
            if known >= FLOOR_OF[use.part]:
                wrong.append(f"{use.where} imports {use.what}")
    assert wrong == []


@pytest.mark.parametrize("library", CONFINED)
def test_libraries_stay_in_their_part(library: str) -> None:
    strangers = [
        use.where
        for use in _imports()
        if use.what.partition(".")[0] == library and use.part not in CONFINED[library]
    ]
    assert strangers == []


def test_only_the_command_line_reads_the_environment() -> None:
    assert [use for use in _reads() if use.what in ENVIRONMENT and use.part != "cli"] == []


def test_the_clock_is_read_above_the_matcher_or_in_the_store() -> None:
    allowed = {"cli", "one_name", "owned", "screening", "snapshots", "wallets"}
    called = [use for use in _reads() if use.what in CLOCK and use.part not in allowed]
    assert [use for use in called if not _is_argument(use)] == []


def _is_argument(use: Use) -> bool:
    """Whether the name is one that the function was given: `now` and friends come in."""
    path = ROOT / use.where.partition(":")[0]
    tree = ast.parse(path.read_text(encoding="utf-8"))
    given = {node.arg for node in ast.walk(tree) if isinstance(node, ast.arg)}
    return use.what in given

"""The errors: the drawn tree is the real one, and a message is made of its facts."""

import inspect
import pickle
import re

import pytest

from sanctionscreen import errors
from sanctionscreen.errors import (
    InputError,
    ListError,
    MissingList,
    ParseError,
    PolicyError,
    SanctionScreenError,
    StoreError,
    StoreLocked,
    UnknownList,
    UnreadableInput,
)


def _drawn() -> dict[str, str | None]:
    """Name → parent as the tree in the module's docstring draws them."""
    parents: dict[str, str | None] = {}
    branch: list[str] = []
    drawing = (errors.__doc__ or "").split("\n\n")[1]
    for line in drawing.splitlines():
        found = re.fullmatch(r" {4}((?:│   |    )*)([├└]── )?(\w+)(?: .*)?", line)
        assert found is not None, f"not a line of the tree: {line!r}"
        depth = len(found[1]) // 4 + bool(found[2])
        branch = [*branch[:depth], found[3]]
        parents[found[3]] = branch[-2] if depth else None
    return parents


def _defined() -> dict[str, str | None]:
    """Name → parent as the classes of the module are."""
    classes = {
        name: kind
        for name, kind in inspect.getmembers(errors, inspect.isclass)
        if kind.__module__ == errors.__name__
    }
    return {
        name: next((base.__name__ for base in kind.__bases__ if base.__name__ in classes), None)
        for name, kind in classes.items()
    }


def test_the_drawn_tree_is_the_real_one() -> None:
    assert _drawn() == _defined()


def test_the_tree_has_one_root() -> None:
    assert [name for name, parent in _defined().items() if parent is None] == [
        "SanctionScreenError"
    ]
    assert issubclass(SanctionScreenError, Exception)


@pytest.mark.parametrize("name", _defined())
def test_every_error_says_what_it_is(name: str) -> None:
    doc = getattr(errors, name).__doc__ or ""
    assert doc.endswith(".")


@pytest.mark.parametrize(
    ("error", "message"),
    [
        pytest.param(InputError("empty"), "empty", id="input, nothing known"),
        pytest.param(InputError("empty", file="a.csv"), "a.csv: empty", id="file"),
        pytest.param(
            InputError("no name", file="a.csv", row=3, field="name"),
            "a.csv, row 3, field name: no name",
            id="file, row and field",
        ),
        pytest.param(InputError("no name", row=0), "row 0: no name", id="row 0 is a row"),
        pytest.param(UnreadableInput("no CSV", file="a"), "a: no CSV", id="unreadable"),
        pytest.param(ListError("broken"), "broken", id="list, nothing known"),
        pytest.param(ParseError("cut off", source="un_sc"), "un_sc: cut off", id="source"),
        pytest.param(
            ParseError("no name", source="un_sc", record="7"),
            "un_sc, record 7: no name",
            id="source and record",
        ),
        pytest.param(ParseError("too few", record="7"), "record 7: too few", id="record"),
        pytest.param(StoreLocked("busy"), "busy", id="store"),
        pytest.param(PolicyError("no weight"), "no weight", id="policy"),
    ],
)
def test_message(error: SanctionScreenError, message: str) -> None:
    assert str(error) == message


def test_facts_stand_as_attributes() -> None:
    lost = InputError("no name", file="a.csv", row=3, field="name")
    assert (lost.reason, lost.file, lost.row, lost.field) == ("no name", "a.csv", 3, "name")
    broken = ParseError("cut off", source="un_sc", record="7")
    assert (broken.reason, broken.source, broken.record) == ("cut off", "un_sc", "7")


@pytest.mark.parametrize(
    ("kind", "caught_as"),
    [
        pytest.param(UnreadableInput, InputError, id="unreadable input is wrong input"),
        pytest.param(InputError, ValueError, id="wrong input is a wrong value"),
        pytest.param(PolicyError, ValueError, id="a wrong policy is a wrong value"),
        pytest.param(UnknownList, ListError, id="unknown list"),
        pytest.param(MissingList, ListError, id="missing list"),
        pytest.param(ParseError, ListError, id="parse error"),
        pytest.param(StoreLocked, StoreError, id="locked store"),
    ],
)
def test_errors_are_caught_at_every_grain(
    kind: type[SanctionScreenError], caught_as: type[Exception]
) -> None:
    with pytest.raises(caught_as):
        raise kind("reason")


@pytest.mark.parametrize(
    "kind", [pytest.param(ListError, id="list"), pytest.param(StoreError, id="store")]
)
def test_a_broken_list_is_no_wrong_value(kind: type[SanctionScreenError]) -> None:
    """A caller that catches ValueError for his own input must not swallow a broken list."""
    assert not issubclass(kind, ValueError)


@pytest.mark.parametrize(
    "error",
    [
        pytest.param(InputError("no name", file="a.csv", row=3, field="name"), id="input"),
        pytest.param(ParseError("cut off", source="un_sc", record="7"), id="list"),
    ],
)
def test_errors_travel_between_processes(error: SanctionScreenError) -> None:
    copy = pickle.loads(pickle.dumps(error))  # noqa: S301  # our own bytes
    assert (type(copy), str(copy), vars(copy)) == (type(error), str(error), vars(error))

"""Formats of other packages: an entry point adds one, and a broken one says so."""

from collections.abc import Iterator
from importlib.metadata import EntryPoint

import pytest

from sanctionscreen.errors import ListError
from sanctionscreen.model import Entity, EntityType, Name, NameKind
from sanctionscreen.sources import formats
from sanctionscreen.sources.formats import OWN_TABLE, reader_of
from sanctionscreen.sources.reading import Files, Report
from snapshots.invented import SOURCE


class Foreign:
    """A reader as another package would bring it."""

    VERSION = 1

    @staticmethod
    def recognises(name: str, head: bytes) -> bool:
        return name.endswith(".foreign") and bool(head)

    @staticmethod
    def read(files: Files, report: Report) -> Iterator[Entity]:
        for stream in files.values():
            for line in stream:
                yield Entity(
                    list_id=report.list_id,
                    uid=line.decode().strip(),
                    entity_type=EntityType.PERSON,
                    names=(Name(full=line.decode().strip(), kind=NameKind.PRIMARY),),
                )


@pytest.fixture
def installed(monkeypatch: pytest.MonkeyPatch) -> None:
    points = [
        EntryPoint("foreign", f"{__name__}:Foreign", formats.ENTRY_POINTS),
        EntryPoint("gone", "no_such_package:reader", formats.ENTRY_POINTS),
        EntryPoint("half", "json:dumps", formats.ENTRY_POINTS),
    ]

    def entry_points(*, group: str, name: str) -> list[EntryPoint]:
        return [one for one in points if (one.group, one.name) == (group, name)]

    monkeypatch.setattr(formats, "entry_points", entry_points)


@pytest.mark.usefixtures("installed")
def test_another_package_adds_a_format() -> None:
    source = SOURCE.model_copy(update={"formats": ("foreign", "ofac_advanced_xml")})
    name, reader, members = formats.choose({"x.foreign": b"a"}, source)
    assert (name, members) == ("foreign", ("x.foreign",))
    assert reader.VERSION == 1


@pytest.mark.usefixtures("installed")
@pytest.mark.parametrize(
    ("name", "says"),
    [
        pytest.param("gone", "cannot be loaded", id="not installed"),
        pytest.param("half", "has no VERSION, recognises, read", id="no reader"),
        pytest.param("nothing", "no format 'nothing'; there are ofac_advanced_xml", id="unknown"),
        pytest.param(OWN_TABLE, r"has no \[columns\]", id="a table without a mapping"),
    ],
)
def test_a_format_that_cannot_be_used_says_why(name: str, says: str) -> None:
    with pytest.raises(ListError, match=says):
        reader_of(name, SOURCE)

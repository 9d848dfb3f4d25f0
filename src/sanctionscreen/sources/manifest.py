"""ListSource: what a list is and what a sound publication of it looks like, from `lists/*.toml`."""

import tomllib
from functools import cache
from pathlib import Path
from typing import Annotated, Final

from pydantic import AfterValidator, Field

from sanctionscreen.errors import ListError, UnknownList
from sanctionscreen.model import Record, Text
from sanctionscreen.sources.folder import lists_dir
from sanctionscreen.sources.own_table import ColumnMapping, TableOptions

Share = Annotated[float, Field(ge=0, le=1)]
Count = Annotated[int, Field(ge=0)]


def _ordered(bounds: tuple[int, int]) -> tuple[int, int]:
    low, high = bounds
    if high < low:
        raise ValueError(f"the lowest number, {low:,}, is above the highest, {high:,}")
    return bounds


Bounds = Annotated[tuple[Count, Count], AfterValidator(_ordered)]


class Shrink(Record):
    """How much may be gone against the previous snapshot, of a type and of a programme.

    Programmes are looked at where `programme_from` parties or more stand under one: small ones do
    end. They may lose most: 52 of OFAC's 76 parties under BALKANS-EO14033 were delisted at once.
    """

    max_share: Share = 0.1
    programme_share: Share = 0.9
    programme_from: Count = 10


class ListSource(Record):
    """A published list: names, licence, formats, and the guards of its publications.

    `ignored` are fields that are not read, with the reason; any other that nobody reads refuses the
    publication. `scope` says in words which records and statements are left out, and why.
    """

    id: Text
    title: Text
    authority: Text
    publisher: Text
    homepage: Text
    download: tuple[Text, ...] = ()
    opt_in: bool = False
    licence: Text
    attribution: Text
    formats: Annotated[tuple[Text, ...], Field(min_length=1)]
    list_name: Text | None = None
    max_bytes: Annotated[int, Field(gt=0)] = 1_000_000_000
    bounds: dict[str, Bounds] = Field(default_factory=dict)
    shrink: Shrink = Shrink()
    filled: dict[str, Share] = Field(default_factory=dict)
    columns: ColumnMapping | None = None
    table: TableOptions = TableOptions()
    ignored: dict[str, Text] = Field(default_factory=dict)
    scope: dict[str, Text] = Field(default_factory=dict)

    @property
    def unread(self) -> frozenset[str]:
        """The fields of a publication that are not read, and need not be; see `Report.ignored`."""
        return frozenset((*self.ignored, *self.table.ignore))


#: Manifests lie directly in the folder; bundled/ and samples/ hold data.
_SUFFIX: Final = ".toml"


def list_ids() -> tuple[str, ...]:
    """The ids of all lists that have a manifest, sorted."""
    return tuple(sorted(path.stem for path in lists_dir().glob(f"*{_SUFFIX}")))


@cache
def list_source(list_id: str) -> ListSource:
    """The manifest of one list.

    Raises:
        UnknownList: there is no manifest of that id; says which there are.
        ListError: the manifest itself is wrong.
    """
    if list_id not in list_ids():
        known = ", ".join(list_ids())
        raise UnknownList(f"no such list; there are: {known}", source=list_id)
    return read_manifest(lists_dir() / f"{list_id}{_SUFFIX}")


def read_manifest(path: Path) -> ListSource:
    """The manifest in a file.

    Raises:
        ListError: it cannot be read, is not TOML, is of another list than its name says, or a
            field is missing, unknown or of a wrong type.
    """
    try:
        source = ListSource.model_validate(tomllib.loads(path.read_text(encoding="utf-8")))
    except (OSError, ValueError) as error:
        raise ListError(f"the manifest is wrong: {error}", source=path.stem) from error
    if source.id != path.stem:
        raise ListError(f"the manifest is of another list, {source.id}", source=path.stem)
    return source

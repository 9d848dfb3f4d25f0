"""Which module reads which format, and which format a set of files has."""

import hashlib
from collections.abc import Mapping
from importlib.metadata import EntryPoint, entry_points
from typing import Final, cast

from sanctionscreen.errors import ListError, ParseError
from sanctionscreen.sources import (
    bundled,
    csl,
    dfat,
    eu,
    fincen,
    fincen_details,
    ofac_advanced,
    ofac_classic,
    ofac_legacy,
    opensanctions,
    seco,
    sema,
    uk,
    un,
)
from sanctionscreen.sources.manifest import ListSource
from sanctionscreen.sources.own_table import OwnTable
from sanctionscreen.sources.reading import Reader

READERS: Final[Mapping[str, Reader]] = {
    "ofac_advanced_xml": cast("Reader", ofac_advanced),
    "ofac_sdn_xml": cast("Reader", ofac_classic.SDN),
    "ofac_non_sdn_xml": cast("Reader", ofac_classic.NON_SDN),
    "ofac_legacy_csv": cast("Reader", ofac_legacy),
    "uk_csv": cast("Reader", uk.CSV),
    "uk_xml": cast("Reader", uk.XML),
    "un_xml": cast("Reader", un),
    "eu_fsf_xml": cast("Reader", eu.XML),
    "eu_fsf_csv": cast("Reader", eu.CSV),
    "seco_xml": cast("Reader", seco),
    "sema_xml": cast("Reader", sema),
    "dfat_xlsx": cast("Reader", dfat),
    "csl_csv": cast("Reader", csl.CSV),
    "csl_json": cast("Reader", csl.JSON),
    "fincen_page": cast("Reader", fincen.PAGE),
    "fincen_details_csv": cast("Reader", fincen_details.DETAILS),
    "opensanctions_ftm": cast("Reader", opensanctions.FTM),
    "opensanctions_simple_csv": cast("Reader", opensanctions.SIMPLE),
    "bundled_csv": cast("Reader", bundled),
}

#: The entry points by which other packages add a format: name → a module or object that reads.
ENTRY_POINTS: Final = "sanctionscreen.formats"
#: The format of a list that brings its own mapping of columns.
OWN_TABLE: Final = "own_table"


def reader_of(format_: str, source: ListSource) -> Reader:
    """The reader of a format: ours, that of the list's own mapping, or one of another package.

    Raises:
        ListError: there is none of that name, or the format needs a mapping that is not there.
    """
    if format_ in READERS:
        return READERS[format_]
    if format_ == OWN_TABLE:
        if source.columns is None:
            raise ListError("its manifest has no [columns]", source=source.id)
        return cast("Reader", OwnTable(source.columns, source.table, source.authority))
    for point in entry_points(group=ENTRY_POINTS, name=format_):
        return _loaded(point, source)
    known = ", ".join((*READERS, OWN_TABLE))
    raise ListError(f"no format {format_!r}; there are {known}", source=source.id)


def _loaded(point: EntryPoint, source: ListSource) -> Reader:
    """What an entry point names, if it has what a reader has."""
    try:
        found = point.load()
    except (ImportError, AttributeError) as error:
        reason = f"format {point.name!r} of {point.value} cannot be loaded: {error}"
        raise ListError(reason, source=source.id) from error
    missing = [name for name in ("VERSION", "recognises", "read") if not hasattr(found, name)]
    if missing:
        reason = f"format {point.name!r} of {point.value} has no {', '.join(missing)}"
        raise ListError(reason, source=source.id)
    return cast("Reader", found)


def readers_digest(source: ListSource) -> str:
    """The sha256 over everything of us that decides how a list is read: another one, read anew.

    Raises:
        ListError: one of its formats is not known.
    """
    versions = [(name, reader_of(name, source).VERSION) for name in source.formats]
    mapping = source.model_dump_json(include={"columns", "table"})
    return hashlib.sha256(f"{versions} {mapping}".encode()).hexdigest()


_SHOWN: Final = 60


def choose(heads: Mapping[str, bytes], source: ListSource) -> tuple[str, Reader, tuple[str, ...]]:
    """The first of a list's formats that the files have, its reader, and the files of it.

    `heads` are the first bytes of each file by its lower-case name.

    Raises:
        ParseError: none of the files is of any of the formats; shows how the first one begins.
    """
    for name in source.formats:
        reader = reader_of(name, source)
        members = tuple(file for file, head in heads.items() if reader.recognises(file, head))
        if members:
            return name, reader, members
    file, head = next(iter(heads.items()), ("no file", b""))
    begins = head[:_SHOWN].decode("utf-8", "replace").strip()
    raise ParseError(
        f"{file} is none of {', '.join(source.formats)}; it begins with {begins!r}",
        source=source.id,
    )

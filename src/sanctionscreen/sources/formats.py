"""Which module reads which format, and which format a set of files has."""

from collections.abc import Mapping, Sequence
from typing import Final, cast

from sanctionscreen.errors import ParseError
from sanctionscreen.sources import bundled, ofac_advanced, ofac_legacy
from sanctionscreen.sources.reading import Reader

READERS: Final[Mapping[str, Reader]] = {
    "ofac_advanced_xml": cast("Reader", ofac_advanced),
    "ofac_legacy_csv": cast("Reader", ofac_legacy),
    "bundled_csv": cast("Reader", bundled),
}

_SHOWN: Final = 60


def choose(
    heads: Mapping[str, bytes], formats: Sequence[str], *, list_id: str
) -> tuple[str, tuple[str, ...]]:
    """The first of a list's formats that the files have, and the files that are of it.

    `heads` are the first bytes of each file by its lower-case name.

    Raises:
        ParseError: none of the files is of any of the formats; shows how the first one begins.
    """
    for name in formats:
        reader = READERS[name]
        members = tuple(file for file, head in heads.items() if reader.recognises(file, head))
        if members:
            return name, members
    file, head = next(iter(heads.items()), ("no file", b""))
    begins = head[:_SHOWN].decode("utf-8", "replace").strip()
    raise ParseError(
        f"{file} is none of {', '.join(formats)}; it begins with {begins!r}", source=list_id
    )

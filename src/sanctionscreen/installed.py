"""Which version of a library is installed."""

import os
import sys
from functools import cache


def installed_version(library: str) -> str:
    """The version of an installed library: what `importlib.metadata` says, ten times as fast.

    It stands in the name of a folder beside the library; where it does not, the folder is opened.

    Raises:
        PackageNotFoundError: it is not installed.
    """
    version = _versions().get(_folded(library))
    if version is None:
        from importlib import metadata  # noqa: PLC0415  # reads mail headers, so it takes long

        version = metadata.version(library)
    return version


@cache
def _versions() -> dict[str, str]:
    """The versions by name: of two folders with one name Python takes the first on its path."""
    found: dict[str, str] = {}
    for place in sys.path:
        for folder in _folders(place):
            name, _, version = folder.removesuffix(".dist-info").rpartition("-")
            found.setdefault(_folded(name), version)
    return found


def _folders(place: str) -> list[str]:
    try:
        names = os.listdir(place or ".")  # noqa: PTH208  # a path of each would take ten times as long
        return sorted(name for name in names if name.endswith(".dist-info"))
    except OSError:  # an archive, or nothing at all
        return []


def _folded(name: str) -> str:
    return name.lower().replace("-", "_").replace(".", "_")

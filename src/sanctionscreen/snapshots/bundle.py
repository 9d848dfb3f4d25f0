"""The embedded excerpt of `lists/bundled/`, list by list."""

import hashlib
import io
import tomllib
from datetime import date
from functools import cache
from typing import TYPE_CHECKING, NamedTuple

from sanctionscreen.sources.folder import lists_dir

if TYPE_CHECKING:
    from sanctionscreen.model import Entity


class BundledList(NamedTuple):
    """One list of the excerpt: its parties, and the newest official record they rest on."""

    list_id: str
    title: str
    authority: str
    licence: str
    attribution: str
    as_of: date
    sha256: str
    entities: "tuple[Entity, ...]"


def bundle_sha256() -> str:
    """The sha256 of all files of the excerpt."""
    total = hashlib.sha256()
    for path in sorted((lists_dir() / "bundled").iterdir()):
        content = path.read_bytes()
        total.update(f"{path.name} {len(content)}\n".encode() + content)
    return total.hexdigest()


@cache
def read_bundle() -> tuple[BundledList, ...]:
    """Every list of the excerpt, in the order of its manifest.

    Raises:
        ParseError: a row is not understood; cannot happen in a released version.
    """
    from sanctionscreen.sources import bundled  # noqa: PLC0415  # reads parties one by one
    from sanctionscreen.sources.reading import Report  # noqa: PLC0415

    folder = lists_dir() / "bundled"
    manifest = tomllib.loads((folder / "manifest.toml").read_text(encoding="utf-8"))
    files = {str(one["file"]): (folder / str(one["file"])).read_bytes() for one in manifest["list"]}
    streams = {name: io.BytesIO(data) for name, data in files.items()}
    entities = tuple(bundled.read(streams, Report("bundled")))
    return tuple(
        BundledList(
            list_id=str(one["id"]),
            title=str(one["title"]),
            authority=str(one["authority"]),
            licence=str(one["licence"]),
            attribution=str(one["attribution"]),
            as_of=one["as_of"],
            sha256=hashlib.sha256(files[str(one["file"])]).hexdigest(),
            entities=tuple(entity for entity in entities if entity.list_id == one["id"]),
        )
        for one in manifest["list"]
    )

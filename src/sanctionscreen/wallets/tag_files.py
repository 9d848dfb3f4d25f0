"""Files of tags → Tags: TagPacks in YAML, tables, and what this library wrote itself."""

import hashlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import polars as pl

from sanctionscreen.columns import TAGS, check
from sanctionscreen.errors import InputError
from sanctionscreen.intake.files import read_bytes
from sanctionscreen.intake.table import read_table
from sanctionscreen.tags import table, tagpack
from sanctionscreen.tags.check import check_tags
from sanctionscreen.value import Value, value

_YAML: Final = frozenset({".yaml", ".yml"})
#: Sixty times the largest public pack.
_MAX_BYTES: Final = 256 * 1024**2


@value
class TagFile(Value):
    """A file of tags that a result rests on."""

    name: str
    sha256: str
    tags: int


@dataclass(frozen=True, slots=True)
class Tags:
    """Tags of wallets, where they come from, and what of the files was not understood.

    `frame` is `columns.TAGS`; `problems` names file, line, field and reason.
    """

    frame: pl.DataFrame
    files: tuple[TagFile, ...]
    problems: pl.DataFrame

    @classmethod
    def none(cls) -> "Tags":
        """No tags at all."""
        return cls(TAGS.to_frame(), (), tagpack.TAG_PROBLEMS.to_frame())


def read_tags(paths: Path | str | Iterable[Path | str]) -> Tags:
    """The tags in files or folders: TagPacks (YAML), CSV, Parquet, JSON, issuers' freeze lists.

    A defect of one tag is a problem with its file and line; the others are read. A folder is read
    with all that is below it, in the order of the names.

    Raises:
        InputError: a path does not exist, or a table has no addresses or labels.
    """
    given = [paths] if isinstance(paths, Path | str) else list(paths)
    files = [file for path in given for file in _files(Path(path))]
    raws, ready, problems, known = [], [], [], []
    actors: dict[str, str] = {}
    for name, path in _named(files):
        content = read_bytes(path, name=name, max_bytes=_MAX_BYTES)
        sha256 = hashlib.sha256(content).hexdigest()
        if path.suffix.lower() in _YAML:
            pack = tagpack.read(content, name=name)
            raws.append(pack.tags)
            actors.update(pack.actors)
            problems.append(pack.problems)
            count = pack.tags.height
        else:
            frame = read_table(path, name=name).frame
            count = frame.height
            if set(frame.columns) == set(TAGS):
                ready.append(check(frame.cast(TAGS), TAGS, name=name))
            else:
                raws.append(table.from_frame(frame, name=name))
        known.append(TagFile(name=name, sha256=sha256, tags=count))
    checked, wrong = check_tags(pl.concat([tagpack.RAW_TAGS.to_frame(), *raws]), actors)
    return Tags(
        frame=pl.concat([checked, *ready]),
        files=tuple(known),
        problems=pl.concat([tagpack.TAG_PROBLEMS.to_frame(), *problems, wrong]),
    )


def _files(path: Path) -> Iterator[Path]:
    if path.is_dir():
        yield from sorted(one for one in path.rglob("*") if _is_tags(one))
    elif path.exists():
        yield path
    else:
        raise InputError("there is no such file or folder: check the path", file=str(path))


def _is_tags(path: Path) -> bool:
    endings = {*_YAML, ".csv", ".parquet", ".jsonl"}
    return path.is_file() and path.suffix.lower() in endings and not path.name.startswith(".")


def _named(files: Sequence[Path]) -> Iterator[tuple[str, Path]]:
    """Each file with its name, and with its folder's where two have one name."""
    names = [file.name for file in files]
    for file in files:
        double = names.count(file.name) > 1
        yield (f"{file.parent.name}/{file.name}" if double else file.name), file

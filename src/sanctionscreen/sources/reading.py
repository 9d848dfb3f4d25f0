"""What a reader is: named byte streams of one list in, entities out, everything odd reported."""

import re
from collections.abc import Iterator, Mapping, Set
from dataclasses import dataclass, field
from datetime import date
from typing import BinaryIO, Final, Protocol

from sanctionscreen.errors import ParseError
from sanctionscreen.model import Entity, Problem

#: The files of one publication by lower-case file name; one for most lists.
Files = Mapping[str, BinaryIO]


@dataclass(slots=True)
class Unread:
    """A field that nobody reads: the first record that has it, and how many have it."""

    record: str
    records: int = 0

    def said(self) -> str:
        """How many records have it, in words."""
        return f"not read by anybody, in {self.records:,} record{'s' if self.records > 1 else ''}"


#: `owner@attribute` or `owner/child`; a column has neither.
_FIELD: Final = re.compile(r"(?P<owner>[^@/ ]+)(?P<sign>[@/])(?P<name>[^@/]+)")


@dataclass(slots=True)
class Report:
    """What a reader found out beside the entities; filled while the entities are consumed.

    `ignored` are the fields that the list's manifest says are not read: `owner@attribute`,
    `owner/child`, `@attribute` or `child` of any owner, `owner/*`, or a column. `met` are those of
    them that the files had, `unread` the fields that nobody read and nobody ignores.
    """

    list_id: str
    ignored: Set[str] = frozenset()
    published_on: date | None = None
    published_count: int | None = None
    met: set[str] = field(default_factory=set)
    unread: dict[str, Unread] = field(default_factory=dict)
    _problems: list[Problem] = field(default_factory=list)
    _once: set[tuple[str, str]] = field(default_factory=set)
    _passed: set[str] = field(default_factory=set)

    @property
    def problems(self) -> list[Problem]:
        """Everything odd: what was not understood, then the fields that nobody read."""
        left = (
            Problem(record=one.record, field=name, reason=one.said())
            for name, one in self.unread.items()
        )
        return [*self._problems, *left]

    def leave(self, record: str, field_name: str) -> None:
        """Counts a field of a record that nobody read, unless the manifest ignores it."""
        if not self.ignores(field_name):
            self.unread.setdefault(field_name, Unread(record)).records += 1

    def ignores(self, field_name: str) -> bool:
        """Whether the manifest says that a field, which was met, is not read."""
        if field_name not in self._passed:
            key = self._ignoring(field_name)
            if key is None:
                return False
            self._passed.add(field_name)
            self.met.add(key)
        return True

    def _ignoring(self, field_name: str) -> str | None:
        """The entry of the manifest that ignores a field; null where none does."""
        keys = [field_name]
        if found := _FIELD.fullmatch(field_name):
            owner, sign, name = found.groups()
            keys += [f"@{name}"] if sign == "@" else [name, f"{owner}/*"]
        return next((key for key in keys if key in self.ignored), None)

    def problem(self, record: str, field_name: str, reason: str) -> None:
        """Keeps one thing that was met and not understood; the record itself is still read."""
        self._problems.append(Problem(record=record, field=field_name, reason=reason))

    def problem_once(self, record: str, field_name: str, reason: str) -> None:
        """The same, where every record would say it again: kept with the first one only."""
        if (field_name, reason) not in self._once:
            self._once.add((field_name, reason))
            self.problem(record, field_name, reason)


def only_stream(files: Files, report: Report) -> BinaryIO:
    """The one file of a publication.

    Raises:
        ParseError: there are several, or none.
    """
    if len(files) != 1:
        found = ", ".join(sorted(files)) or "nothing"
        raise ParseError(f"expected one file, found {found}", source=report.list_id)
    return next(iter(files.values()))


class Reader(Protocol):
    """A module of `sources/` that reads one list format."""

    #: Part of the snapshot id: a mended parser makes a new snapshot of the same file.
    VERSION: int

    @staticmethod
    def recognises(name: str, head: bytes) -> bool:
        """Whether a file of that name, beginning with these bytes, is (a part of) this format."""

    @staticmethod
    def read(files: Files, report: Report) -> Iterator[Entity]:
        """The entities of one publication, in published order.

        Raises:
            ParseError: the file is cut off, not well-formed, or of another list.
        """

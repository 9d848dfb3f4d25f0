"""What a reader is: named byte streams of one list in, entities out, everything odd reported."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import BinaryIO, Protocol

from sanctionscreen.errors import ParseError
from sanctionscreen.model import Entity, Problem

#: The files of one publication by lower-case file name; one for most lists.
Files = Mapping[str, BinaryIO]


@dataclass(slots=True)
class Report:
    """What a reader found out beside the entities; filled while the entities are consumed."""

    list_id: str
    published_on: date | None = None
    published_count: int | None = None
    problems: list[Problem] = field(default_factory=list)
    _once: set[tuple[str, str]] = field(default_factory=set)

    def problem(self, record: str, field_name: str, reason: str) -> None:
        """Keeps one thing that was met and not understood; the record itself is still read."""
        self.problems.append(Problem(record=record, field=field_name, reason=reason))

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

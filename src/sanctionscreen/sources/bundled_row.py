"""One row of a bundled list: its cells are taken one by one, and what is left is an error."""

import re
from datetime import date
from enum import StrEnum
from typing import Final, TypeVar

from sanctionscreen.errors import ParseError
from sanctionscreen.model import DateRange
from sanctionscreen.sources import dates

COLUMNS: Final = ("uid", "fact", "value", "kind", "country", "date", "other", "source")

_E = TypeVar("_E", bound=StrEnum)
_ALPHA_2: Final = re.compile(r"[A-Z]{2}")
_DAY_MONTH_YEAR: Final = re.compile(r"\d{4}(?:-\d{2}){0,2}")


class Row:
    """A row with a source; `take` and `note` hand out its cells, `close` refuses a remainder."""

    def __init__(self, file: str, line: int, cells: list[str]) -> None:
        self._file = file
        self._line = line
        if len(cells) != len(COLUMNS):
            raise self.wrong("-", f"{len(cells)} cells instead of {len(COLUMNS)}")
        self._cells = dict(zip(COLUMNS, cells, strict=True))
        for column, cell in self._cells.items():
            if cell != cell.strip():
                raise self.wrong(column, "space at the beginning or the end")
        self.source = self.need("source")
        self._notes = self._read_notes(self._cells.pop("other"))

    def wrong(self, column: str, reason: str) -> ParseError:
        """The error to raise, with file, row and field."""
        return ParseError(f"field {column}: {reason}", source=self._file, record=str(self._line))

    def take(self, column: str) -> str | None:
        """The cell, which then counts as understood; null where it is empty."""
        return self._cells.pop(column, None) or None

    def need(self, column: str) -> str:
        """The cell.

        Raises:
            ParseError: it is empty.
        """
        cell = self.take(column)
        if cell is None:
            raise self.wrong(column, "missing")
        return cell

    def notes(self, *keys: str) -> list[tuple[str, str]]:
        """The notes of these keys from `other`, in written order."""
        if not self._notes:
            return []
        found = [pair for pair in self._notes if pair[0] in keys]
        self._notes = [pair for pair in self._notes if pair[0] not in keys]
        return found

    def note(self, key: str) -> str | None:
        """The only note of that key; null where there is none.

        Raises:
            ParseError: there are several.
        """
        found = self.notes(key)
        if len(found) > 1:
            raise self.wrong("other", f"{key} stands {len(found)} times")
        return found[0][1] if found else None

    def word(self, column: str, words: type[_E]) -> _E:
        """The cell as one of the words allowed there."""
        return self.enum(column, self.need(column), words)

    def enum(self, column: str, text: str, words: type[_E]) -> _E:
        """The text as one of the words.

        Raises:
            ParseError: it is none of them.
        """
        try:
            return words(text)
        except ValueError:
            raise self.wrong(column, f"{text!r} is none of {', '.join(words)}") from None

    def country(self) -> str | None:
        """The ISO 3166-1 alpha-2 code of the row; null where it has none."""
        code = self.take("country")
        if code is not None and not _ALPHA_2.fullmatch(code):
            raise self.wrong("country", f"not an alpha-2 code: {code!r}")
        return code

    def day(self, column: str, text: str) -> date:
        """The day that a text in ISO form means.

        Raises:
            ParseError: it is no day.
        """
        try:
            return date.fromisoformat(text)
        except ValueError:
            raise self.wrong(column, f"not a day as YYYY-MM-DD: {text!r}") from None

    def period(self, column: str, text: str) -> DateRange:
        """The days that `1956`, `1956-07`, `1956-07-05` or `1956-07-05/1956-07-09` mean.

        Raises:
            ParseError: it is none of these.
        """
        first, _, last = text.partition("/")
        try:
            start = _whole(first)
            return dates.between(start.start, _whole(last).end) if last else start
        except ValueError:
            raise self.wrong(column, f"not a date: {text!r}") from None

    def close(self) -> None:
        """Ends the row.

        Raises:
            ParseError: a cell or a note was not taken, so nobody understands it.
        """
        for column, cell in self._cells.items():
            if cell:
                raise self.wrong(column, "must be empty for this kind of fact")
        if self._notes:
            raise self.wrong("other", f"unknown note {self._notes[0][0]!r} for this kind of fact")

    def _read_notes(self, text: str) -> list[tuple[str, str]]:
        pairs = []
        for piece in text.split("; ") if text else []:
            key, colon, value = piece.partition(": ")
            if not (colon and key and value):
                raise self.wrong("other", f"not a note as `key: text`: {piece!r}")
            pairs.append((key, value))
        return pairs


def _whole(text: str) -> DateRange:
    if not _DAY_MONTH_YEAR.fullmatch(text):
        raise ValueError(f"not a date: {text!r}")
    return dates.whole(*(int(part) for part in text.split("-")))

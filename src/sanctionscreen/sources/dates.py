"""Dates as lists and customers write them → ranges of days with their precision."""

import re
from calendar import monthrange
from datetime import date
from typing import Final

from sanctionscreen.model import DateRange, Precision

_MONTHS: Final = {
    name: number
    for number, names in enumerate(
        (
            "jan january", "feb february", "mar march", "apr april", "may", "jun june",
            "jul july", "aug august", "sep sept september", "oct october", "nov november",
            "dec december",
        ),
        start=1,
    )
    for name in names.split()
}  # fmt: skip
#: No list and no customer knows a birth before; `01/01/0001` is a computer's null.
_EARLIEST_YEAR: Final = 1000
#: Longer than any written date: a text that is none.
_LONGEST: Final = 80


def whole(year: int, month: int | None = None, day: int | None = None) -> DateRange:
    """The range that a year, a month or a day covers.

    Raises:
        ValueError: there is no such day.

    >>> whole(1962, 2).end
    datetime.date(1962, 2, 28)
    """
    if month is None:
        return DateRange.year(year)
    if day is None:
        last = monthrange(year, month)[1]
        return DateRange(
            start=date(year, month, 1), end=date(year, month, last), precision=Precision.MONTH
        )
    return DateRange.day(date(year, month, day))


def between(start: date, end: date, *, approximate: bool = False) -> DateRange:
    """The range from one day to another, with the precision that its ends show.

    >>> between(date(1960, 1, 1), date(1960, 12, 31)).precision.value
    'year'
    """
    return DateRange(start=start, end=end, precision=_precision(start, end, approximate))


def _precision(start: date, end: date, approximate: bool) -> Precision:
    if approximate:
        return Precision.CIRCA
    if start == end:
        return Precision.DAY
    if start.day == 1 and end.day == monthrange(end.year, end.month)[1] and start.year == end.year:
        if start.month == end.month:
            return Precision.MONTH
        if (start.month, end.month) == (1, 12):
            return Precision.YEAR
    return Precision.RANGE


def parse(text: str) -> DateRange:
    """The range of days that a written date means; day before month where both are numbers.

    Reads `1962`, `Jan 1962`, `01 Jan 1962`, `31-Jan-1962`, `January 31, 1962`, `1962-01-31`,
    `31/01/1962`, `31.1.1962`, `19620131`, `circa 1962`, `1960 to 1962`, `1960-1962`, and timestamps
    of which only the day counts. What is not known may be written `dd`, `mm`, `xx` or `00`. The
    apostrophe by which spreadsheets mark a text is no part of it.

    Raises:
        ValueError: the text is no date, or no day of the calendar.

    >>> parse("1960 to 1962").end, parse("circa 1962").precision.value
    (datetime.date(1962, 12, 31), 'circa')
    >>> parse("03/04/1962").start  # day first, unless that is impossible
    datetime.date(1962, 4, 3)
    >>> parse("dd/mm/1962") == parse("'00/00/1962") == parse("1962")
    True
    """
    if len(text) > _LONGEST:
        raise ValueError("not a date: far too long")
    plain = " ".join(text.split()).strip("'‘’").rstrip(".").strip()
    found = _maybe_circa(plain) or _several(plain)
    if found is None:
        raise ValueError(f"not a date: {text!r}")
    return found


_ABOUT: Final = r"(?:circa|approximately|approx\.?|about|around)\s|(?:ca?\.?|~)\s?(?=\d)"
_CIRCA: Final = re.compile(rf"(?:{_ABOUT})\s*(.+)", re.IGNORECASE)
_WORDS_BETWEEN: Final = re.compile(
    r"(?:(?:between|from)\s)?(.+?)\s(?:to|and|until|[-–—])\s(.+)", re.IGNORECASE
)
_ISO_DAY: Final = r"\d{4}(?:-\d{2}(?:-\d{2})?)?"
_INTERVAL: Final = re.compile(rf"({_ISO_DAY})/({_ISO_DAY})|(\d{{4}})[-–—](\d{{4}})")


def _several(text: str) -> DateRange | None:
    """The range from one written date to another; circa where one of them is."""
    found = _WORDS_BETWEEN.fullmatch(text) or _INTERVAL.fullmatch(text)
    if found is None:
        circa = _CIRCA.fullmatch(text)
        found = None if circa is None else _INTERVAL.fullmatch(circa[1])
        ends = [] if found is None else [_as_circa(_single(end)) for end in found.groups() if end]
    else:
        ends = [_maybe_circa(end) for end in found.groups() if end]
    first, last = ends or (None, None)
    if first is None or last is None:
        return None
    if last.end < first.start:
        raise ValueError(f"a range of dates ends before it starts: {text!r}")
    circa_end = Precision.CIRCA in (first.precision, last.precision)
    precision = Precision.CIRCA if circa_end else Precision.RANGE
    return DateRange(start=first.start, end=last.end, precision=precision)


def _maybe_circa(text: str) -> DateRange | None:
    circa = _CIRCA.fullmatch(text)
    return _single(text) if circa is None else _as_circa(_single(circa[1]))


def _as_circa(found: DateRange | None) -> DateRange | None:
    return None if found is None else found.model_copy(update={"precision": Precision.CIRCA})


_TIME: Final = r"(?:[T ]\d{1,2}:\d{2}.*|Z|[+-]\d{2}:\d{2})?"
_BLANK: Final = r"dd|mm|xx|DD|MM|XX"
_YEAR: Final = re.compile(r"(\d{4})(?:\.0)?")  # 1962.0: a column of years with gaps
_YEAR_FIRST: Final = re.compile(
    rf"(\d{{4}})([-/.])(\d{{1,2}}|{_BLANK})(?:\2(\d{{1,2}}|{_BLANK}){_TIME})?"
)
_DAY_FIRST: Final = re.compile(
    rf"(\d{{1,2}}|{_BLANK})([-/.])(\d{{1,2}}|{_BLANK})\2(\d{{4}}){_TIME}"
)
_COMPACT: Final = re.compile(r"((?:1[89]|20)\d\d)(\d\d)(\d\d)")
_WRITTEN: Final = re.compile(
    rf"(?:(\d{{1,2}})(?:st|nd|rd|th)?[ \-./]+)?([A-Za-z]{{3,9}})\.?,?[ \-/]*(\d{{4}}){_TIME}"
)
_AMERICAN: Final = re.compile(
    rf"([A-Za-z]{{3,9}})\.? (\d{{1,2}})(?:st|nd|rd|th)?,? (\d{{4}}){_TIME}"
)


def _single(text: str) -> DateRange | None:
    return _in_numbers(text) or _in_words(text)


def _in_numbers(text: str) -> DateRange | None:
    if found := _YEAR.fullmatch(text):
        return _known(found[1], 0, 0)
    if found := _YEAR_FIRST.fullmatch(text):
        return _known(found[1], _number(found[3]), _number(found[4]))
    if found := _COMPACT.fullmatch(text):
        return _known(found[1], int(found[2]), int(found[3]))
    if found := _DAY_FIRST.fullmatch(text):
        return _day_first(_number(found[1]), _number(found[3]), found[4])
    return None


def _in_words(text: str) -> DateRange | None:
    if found := _WRITTEN.fullmatch(text):
        return _written(found[3], found[2], _number(found[1]))
    if found := _AMERICAN.fullmatch(text):
        return _written(found[3], found[1], int(found[2]))
    return None


def _number(text: str | None) -> int:
    """The number, 0 for a part that is missing or a placeholder."""
    return int(text) if text is not None and text.isdigit() else 0


def _known(year: str, month: int, day: int) -> DateRange | None:
    """The day, month or year, as far as it is known; 0 = not known."""
    if int(year) < _EARLIEST_YEAR:
        return None
    return whole(int(year), month or None, day or None)


def _written(year: str, month_name: str, day: int) -> DateRange | None:
    month = _MONTHS.get(month_name.casefold())
    return None if month is None else _known(year, month, day)


def _day_first(day: int, month: int, year: str) -> DateRange | None:
    if month > 12 >= day > 0:  # noqa: PLR2004  # 01/31/1962 can only be American
        return _known(year, day, month)
    return _known(year, month, day)

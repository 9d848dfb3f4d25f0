"""Dates of OFAC's advanced XML: a period of two boundaries, each a range of days."""

from datetime import date
from typing import NamedTuple

from sanctionscreen.model import DateRange
from sanctionscreen.sources import dates
from sanctionscreen.sources.record import XmlRecord


class Boundary(NamedTuple):
    """One end of a period: its first and last possible day."""

    first: date
    last: date
    approximate: bool


class Span(NamedTuple):
    """The two ends of a DatePeriod; null where the period is open or empty."""

    start: Boundary | None
    end: Boundary | None


def read_day(record: XmlRecord) -> date:
    """The day of an element with Year, Month and Day.

    Raises:
        ParseError: a part is missing, or there is no such day.
    """
    parts = [record.child_text(tag) for tag in ("Year", "Month", "Day")]
    record.close()
    try:
        year, month, day = (int(part or "") for part in parts)
        return date(year, month, day)
    except ValueError:
        raise record.error(f"not a date: {'-'.join(part or '?' for part in parts)}") from None


def read_span(record: XmlRecord) -> Span:
    """The two ends of a DatePeriod, each as far as it is stated."""
    start, end = record.one("Start"), record.one("End")
    note = record.one("Comment")
    if note is not None and note.text() is not None:  # empty ones are everywhere
        record.leave("DatePeriod/Comment")
    record.close()
    return Span(
        None if start is None else _boundary(start), None if end is None else _boundary(end)
    )


def read_period(record: XmlRecord) -> DateRange | None:
    """First to last possible day of a DatePeriod; null where it is empty (measures have such).

    A birth or a document has both ends; where one is missing the other is taken and it is reported.

    Raises:
        ParseError: the period ends before it starts.
    """
    span = read_span(record)
    if (span.start is None) != (span.end is None):
        record.problem("DatePeriod", "one end is missing, the other is taken for it")
    return closed(span, record)


def closed(span: Span, record: XmlRecord) -> DateRange | None:
    """The days from a span's first to its last; null where it states neither end.

    Raises:
        ParseError: the span ends before it starts.
    """
    bounds = [bound for bound in span if bound is not None]
    if not bounds:
        return None
    first, last = bounds[0].first, bounds[-1].last
    if last < first:
        raise record.error(f"a period that ends ({last}) before it starts ({first})")
    return dates.between(first, last, approximate=any(bound.approximate for bound in bounds))


def _boundary(record: XmlRecord) -> Boundary:
    approximate = record.optional("Approximate") == "true"
    first, last = record.one("From"), record.one("To")
    record.close()
    if first is None or last is None:
        raise record.error("a date boundary without From or To")
    return Boundary(read_day(first), read_day(last), approximate)

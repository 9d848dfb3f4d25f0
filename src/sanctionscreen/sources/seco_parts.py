"""Programmes, places, modifications and dates of the Swiss list."""

import re
from datetime import date
from typing import Final, NamedTuple, TypeAlias

from sanctionscreen.model import (
    DateRange,
    Effect,
    Precision,
)
from sanctionscreen.sources import parts
from sanctionscreen.sources.dates import whole
from sanctionscreen.sources.parts import stated
from sanctionscreen.sources.record import XmlRecord


class Programme(NamedTuple):
    """What a sanctions set is part of: its key, its ordinance, and the set's own words."""

    key: str
    ordinance: str | None
    measure: str | None


class PlaceParts(NamedTuple):
    """A place, or what an address adds to one; null = not stated."""

    lines: tuple[str, ...] = ()
    city: str | None = None
    region: str | None = None
    postal_code: str | None = None
    country_text: str | None = None
    country: str | None = None


Programmes: TypeAlias = dict[str, Programme]
Places: TypeAlias = dict[str, PlaceParts]

_DELISTED: Final = "de-listed"
_LISTED: Final = "listed"
_TRAVEL: Final = re.compile(r"travel|entry|transit", re.IGNORECASE)
_SECTORAL: Final = re.compile(r"money and capital market|sectoral", re.IGNORECASE)
_FINANCIAL: Final = re.compile(r"financ|freez|asset|individuals and entities", re.IGNORECASE)


def read_place(record: XmlRecord, places: Places) -> None:
    """Keeps a place by its id."""
    ssid = record.attribute("ssid")
    places[ssid] = place_of(record)
    record.close()


def place_of(record: XmlRecord) -> PlaceParts:
    """The fields that a place and an address share."""
    country = record.one("country")
    text = code = None
    if country is not None:
        code, text = country.optional("iso-code"), stated(country.text())
        country.close()
    box = stated(record.child_text("p-o-box"))
    lines = (
        stated(record.child_text("c-o")),
        stated(record.child_text("address-details")),
        None if box is None else f"P.O. Box {box}",
        stated(record.child_text("remarks")),
    )
    return PlaceParts(
        lines=tuple(line for line in lines if line),
        city=stated(record.child_text("location")),
        region=stated(record.child_text("area")),
        postal_code=stated(record.child_text("zip-code")),
        country_text=text,
        country=code,
    )


def effect_of(measures: list[str]) -> Effect:
    """What the sanctions sets forbid; sets that name no measure freeze assets, as most do."""
    joined = " ".join(measures)
    if _FINANCIAL.search(joined) or not joined:
        return Effect.BLOCKING
    if _SECTORAL.search(joined):
        return Effect.SECTORAL
    return Effect.TRAVEL if _TRAVEL.search(joined) else Effect.OTHER


def modifications(record: XmlRecord) -> tuple[bool, list[date]]:
    """Whether the newest modification took the target off, and the days on which it was listed."""
    steps: list[tuple[date, int, str]] = []
    listed: list[date] = []
    for number, item in enumerate(record.many("modification")):
        word = item.optional("modification-type") or ""
        written = item.optional("effective-date") or item.optional("publication-date")
        day = parts.day(written or item.optional("enactment-date"), item, field="modification")
        item.close()
        # The newest stands first; one without a date keeps that place.
        steps.append((day or date.min, -number, word))
        if word == _LISTED and day is not None:
            listed.append(day)
    last = max(steps, default=(date.min, 0, ""))
    return last[2] == _DELISTED, listed


def birth_of(item: XmlRecord) -> DateRange | None:
    """The day, month or year of a birth; circa where its quality is low."""
    year, month, day = (item.optional(tag) for tag in ("year", "month", "day"))
    circa = item.optional("quality") == "low"
    item.close()
    if year is None:
        return None
    try:
        number = int(day) if day and month else None
        found = whole(int(year), int(month) if month else None, number)
    except ValueError as error:
        item.problem("day-month-year", f"not a date: {error}")
        return None
    return found.model_copy(update={"precision": Precision.CIRCA}) if circa else found

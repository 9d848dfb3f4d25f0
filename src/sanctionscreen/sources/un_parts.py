"""Births, documents and places of an entry of the United Nations' list."""

from collections.abc import Iterator

from sanctionscreen.identifiers.kinds import kind_of
from sanctionscreen.model import (
    Address,
    CountryRole,
    CountryTie,
    DateRange,
    Detail,
    EntityType,
    Identifier,
)
from sanctionscreen.sources.dates import between, whole
from sanctionscreen.sources.parts import (
    address,
    country,
    date_range,
    maybe_date,
    stated,
    tie,
)
from sanctionscreen.sources.record import XmlRecord


def births(record: XmlRecord) -> tuple[list[DateRange], list[Detail]]:
    """The dates of birth, and the notes on them that are no dates."""
    found: list[DateRange] = []
    notes: list[Detail] = []
    for item in record.many("INDIVIDUAL_DATE_OF_BIRTH"):
        approximate = (item.child_text("TYPE_OF_DATE") or "").upper() == "APPROXIMATELY"
        note = item.child_text("NOTE")
        born = _birth(item, approximate=approximate)
        item.close()
        if born is None and (told := maybe_date(note)) is not None:  # such as "Nov. 1973"
            born, note = told, None
        found += [] if born is None else [born]
        notes += [] if note is None else [Detail(kind="birth note", text=note)]
    return found, notes


def _birth(item: XmlRecord, *, approximate: bool) -> DateRange | None:
    day, year = stated(item.child_text("DATE")), stated(item.child_text("YEAR"))
    first, last = stated(item.child_text("FROM_YEAR")), stated(item.child_text("TO_YEAR"))
    try:
        if first is not None or last is not None:
            start, end = whole(int(first or last or 0)), whole(int(last or first or 0))
            return between(start.start, end.end, approximate=approximate)
    except ValueError as error:
        item.problem("FROM_YEAR", f"not a range of years: {error}")
        return None
    written = day or year
    if written is None:
        return None
    return date_range(f"circa {written}" if approximate else written, item, field="DATE")


def birth_places(record: XmlRecord) -> Iterator[str]:
    """The places of birth, each as one text."""
    for item in record.many("INDIVIDUAL_PLACE_OF_BIRTH"):
        tags = ("STREET", "CITY", "STATE_PROVINCE", "COUNTRY", "NOTE")
        texts = [stated(item.child_text(tag)) for tag in tags]
        item.close()
        if place := ", ".join(text for text in texts if text):
            yield place


def ties(record: XmlRecord) -> Iterator[CountryTie]:
    """The nationalities."""
    for tag in ("NATIONALITY", "NATIONALITY2"):
        for text in values(record, tag):
            yield from tie(CountryRole.NATIONALITY, text, record)


def documents(record: XmlRecord) -> Iterator[Identifier | Detail]:
    """The documents with a number, and as details those that are only described."""
    for item in record.many("INDIVIDUAL_DOCUMENT"):
        tags = ("TYPE_OF_DOCUMENT2", "TYPE_OF_DOCUMENT")
        labels = [label for tag in tags if (label := stated(item.child_text(tag)))]
        number = stated(item.child_text("NUMBER"))
        lands = [stated(item.child_text(t)) for t in ("ISSUING_COUNTRY", "COUNTRY_OF_ISSUE")]
        land = next((one for one in lands if one), None)
        city, note = stated(item.child_text("CITY_OF_ISSUE")), item.child_text("NOTE")
        issued = date_range(item.child_text("DATE_OF_ISSUE"), item, field="DATE_OF_ISSUE")
        item.close()
        label = " / ".join(labels) or "document"
        if number is not None:
            yield Identifier(
                kind=kind_of(label, EntityType.PERSON),
                published_as=label,
                number=number,
                country=country(land, item),
                country_text=land,
                authority=city,
                issued=issued,
                note=note,
            )
        elif labels or note is not None:  # a document that the list only describes
            yield Detail(kind=label, text=note or f"no number stated{f', {land}' if land else ''}")


def addresses(record: XmlRecord) -> Iterator[Address]:
    """The addresses; a note such as `as of early 2016` stands in the text."""
    for item in record.many(f"{record.tag}_ADDRESS"):
        note = item.child_text("NOTE")
        yield from address(
            item,
            lines=(item.child_text("STREET"), note),
            city=item.child_text("CITY"),
            region=item.child_text("STATE_PROVINCE"),
            postal_code=item.child_text("ZIP_CODE"),
            country_text=item.child_text("COUNTRY"),
        )
        item.close()


def values(record: XmlRecord, tag: str) -> list[str]:
    """The texts of the `VALUE`s in all children of that name."""
    found = []
    for child in record.many(tag):
        found += [" ".join(text.split()) for text in child.texts("VALUE")]
        child.close()
    return found

"""Sanctions entries of OFAC's advanced XML: which list, programme, measures and events."""

from collections.abc import Sequence
from functools import cache
from typing import TYPE_CHECKING, Final

from sanctionscreen.model import Designation, Effect, ListingEvent
from sanctionscreen.sources.ofac_dates import read_day, read_period
from sanctionscreen.sources.record import XmlRecord

if TYPE_CHECKING:
    from sanctionscreen.sources.ofac_parties import Lookup

_PROGRAMME: Final = "Program"
_SDN_LIST: Final = "SDN List"
_SECTORAL: Final = ("Sectoral", "Directive")


def read_entry(record: XmlRecord, lookup: "Lookup") -> None:
    """Keeps a SanctionsEntry as one designation a programme."""
    list_name = lookup.word("List", record.attribute("ListID"), record)
    profile = record.attribute("ProfileID")
    events = tuple(_event(event, lookup) for event in record.many("EntryEvent"))
    programmes: list[str] = []
    measures: list[str] = []
    for measure in record.many("SanctionsMeasure"):
        kind = lookup.word("SanctionsType", measure.attribute("SanctionsTypeID"), record)
        note = measure.child_text("Comment")
        period = measure.one("DatePeriod")
        measure.close()
        if period is not None and read_period(period) is not None:
            measure.leave("SanctionsMeasure/DatePeriod")  # so far a measure held until it is lifted
        if kind == _PROGRAMME and note is not None:
            programmes.append(note)
        else:
            measures.append(kind if note is None else f"{kind}: {note}")
    record.close()
    for programme in programmes:
        lookup.designations[profile].append(
            _designation(programme, list_name, tuple(measures), events)
        )
    if not programmes:
        record.problem("SanctionsMeasure", "an entry without a programme")


@cache
def _designation(
    programme: str, list_name: str, measures: tuple[str, ...], events: tuple[ListingEvent, ...]
) -> Designation:
    """One record for all parties designated alike on one day."""
    return Designation(
        programme=programme,
        authority="OFAC",
        effect=effect_of(list_name, measures),
        list_name=list_name,
        measures=measures,
        events=events,
        listed_on=min((event.on for event in events if event.on is not None), default=None),
    )


def _event(record: XmlRecord, lookup: "Lookup") -> ListingEvent:
    basis = lookup.word("LegalBasis", record.attribute("LegalBasisID"), record)
    kind = lookup.word("EntryEventType", record.attribute("EntryEventTypeID"), record)
    if kind != "Created":
        record.problem("EntryEventType", f"unknown event {kind}")
    day = record.one("Date")
    note = record.child_text("Comment")
    record.close()
    if note is not None:
        basis = f"{basis} ({note})"
    return ListingEvent(
        on=None if day is None else read_day(day), legal_basis=None if basis == "Unknown" else basis
    )


def effect_of(list_name: str, measures: Sequence[str]) -> Effect:
    """What an entry on one of OFAC's lists forbids.

    The SDN list blocks, also the few entries that state no measure "Block". The lists of the
    Consolidated publication do not, also where they state one: sectoral directives forbid certain
    dealings only. Source: OFAC FAQ 91, 371 and the heads of the lists.

    >>> effect_of("SDN List", ["NDAA Special Conditions"]).value
    'blocking'
    >>> effect_of("Consolidated List", ["Block", "13662 Sectoral Directive 1"]).value
    'sectoral'
    """
    if list_name == _SDN_LIST:
        return Effect.BLOCKING
    sectoral = any(word in text for word in _SECTORAL for text in (list_name, *measures))
    return Effect.SECTORAL if sectoral else Effect.OTHER

"""OFAC's SDN_ADVANCED.XML and CONS_ADVANCED.XML → entities.

The sections come in the order reference values, locations, documents, parties, relationships,
sanctions entries; a party is complete only at the end. So the file is read once as a stream, each
element is dropped as soon as it is read, and the drafts of the parties are completed last.

Source: OFAC, "Advanced Sanctions Data Model" (https://ofac.treasury.gov/sanctions-list-service).
"""

from collections.abc import Iterator
from typing import Final

from sanctionscreen.errors import ParseError
from sanctionscreen.model import Entity
from sanctionscreen.sources.ofac_dates import read_day
from sanctionscreen.sources.ofac_documents import read_document
from sanctionscreen.sources.ofac_entries import read_entry
from sanctionscreen.sources.ofac_parties import Draft, Lookup, read_party, read_relation
from sanctionscreen.sources.ofac_places import read_place
from sanctionscreen.sources.ofac_reference import Reference
from sanctionscreen.sources.reading import Files, Report
from sanctionscreen.sources.record import XmlRecord
from sanctionscreen.sources.xml import records

VERSION: Final = 1

_RECORDS: Final = frozenset(
    {
        "DateOfIssue",
        "ReferenceValueSets",
        "Location",
        "IDRegDocument",
        "DistinctParty",
        "ProfileRelationship",
        "SanctionsEntry",
    }
)
#: Sections of the root; SanctionsEntryLinks has been empty in every publication seen.
_SECTIONS: Final = frozenset(
    {
        "Locations",
        "IDRegDocuments",
        "DistinctParties",
        "ProfileRelationships",
        "SanctionsEntries",
        "SanctionsEntryLinks",
    }
)


def recognises(name: str, head: bytes) -> bool:  # noqa: ARG001  # the name says nothing
    """Whether the file begins like the advanced XML, whatever its name.

    >>> recognises("x.xml", b'<?xml version="1.0"?><Sanctions Version="3">')
    True
    """
    return b"<Sanctions " in head or b"<Sanctions>" in head


def read(files: Files, report: Report) -> Iterator[Entity]:
    """The parties of one publication, in published order, each with all its parts.

    Raises:
        ParseError: the file is cut off, not well-formed, has a DTD, or refers to ids it lacks.
    """
    if len(files) != 1:
        found = ", ".join(sorted(files)) or "nothing"
        raise ParseError(f"expected one file, found {found}", source=report.list_id)
    (stream,) = files.values()
    lookup = Lookup(report)
    drafts: dict[str, Draft] = {}
    for record in records(stream, report, root="Sanctions", tags=_RECORDS, sections=_SECTIONS):
        _dispatch(record, lookup, drafts)
    if report.published_on is None or not drafts:
        raise ParseError("no date of issue or no party in it", source=report.list_id)
    lookup.report_unused(drafts)
    for profile in tuple(drafts):
        yield drafts.pop(profile).complete(lookup)


def _dispatch(record: XmlRecord, lookup: Lookup, drafts: dict[str, Draft]) -> None:
    record.place.record_id = record.peek("FixedRef") or record.peek("ID") or record.tag
    match record.tag:
        case "DateOfIssue":
            lookup.report.published_on = read_day(record)
        case "ReferenceValueSets":
            lookup.reference = Reference(record)
        case "Location":
            read_place(record, lookup)
        case "IDRegDocument":
            read_document(record, lookup)
        case "DistinctParty":
            draft = read_party(record, lookup)
            lookup.register(draft, record)
            drafts[draft.profile] = draft
        case "ProfileRelationship":
            read_relation(record, lookup)
        case _:
            read_entry(record, lookup)

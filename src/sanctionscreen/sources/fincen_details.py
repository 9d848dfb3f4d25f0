"""A CSV of details transcribed from FinCEN's rules → entities; see `fincen.py`."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from sanctionscreen.errors import ParseError
from sanctionscreen.identifiers.kinds import kind_of
from sanctionscreen.model import (
    CountryRole,
    Designation,
    Detail,
    Effect,
    Entity,
    EntityType,
    Identifier,
    ListingEvent,
    Name,
    NameKind,
)
from sanctionscreen.sources.bundled import derived_uid
from sanctionscreen.sources.fincen import REGIME, names_of, plain_name
from sanctionscreen.sources.parts import Gathered, address, script_of, stated, tie
from sanctionscreen.sources.reading import Files, Report, only_stream
from sanctionscreen.sources.rows import RowRecord, csv_rows

#: Who of the details is under the measure; owners, relatives and others are only mentioned.
_UNDER: Final = frozenset({"self", "target"})
_INCLUDED: Final = "sanction"
_MENTIONED: Final = frozenset({"subsidiary", "owner", "related"})
_TYPES: Final = {"Person": EntityType.PERSON}


@dataclass(frozen=True, slots=True)
class FincenDetails:
    """The reader of a CSV of details transcribed from the rules."""

    VERSION: int = 1

    def recognises(self, name: str, head: bytes) -> bool:  # noqa: ARG002  # the name says nothing
        """Whether the heading is that of the table of details.

        >>> FincenDetails().recognises("x.csv", b"Measure,Relationship,Type,Name,Alias")
        True
        """
        return b"Measure,Relationship,Type,Name" in head

    def read(self, files: Files, report: Report) -> Iterator[Entity]:
        """Those under a measure, in the order of their first row.

        Raises:
            ParseError: not UTF-8, cut off, or a column is missing.
        """
        drafts: dict[tuple[str, str], _Draft] = {}
        columns = ("Measure", "Relationship", "Name", "Source URL")
        for row in csv_rows(only_stream(files, report), report, columns=columns):
            measure, relationship = row.need("Measure"), row.need("Relationship")
            topics, name = row.many("Topics", ";"), row.need("Name")
            if relationship not in _UNDER | _MENTIONED:
                row.leave(f"Relationship {relationship}")
            if relationship in _UNDER or _INCLUDED in topics:
                key = (measure, plain_name(name).casefold())
                drafts.setdefault(key, _Draft(measure, name)).add(row)
                row.close()
        if not drafts:
            raise ParseError("no party in it", source=report.list_id)
        for draft in drafts.values():
            yield draft.complete(report.list_id)


class _Draft:
    """One institution while the rows that state something of it are read."""

    def __init__(self, measure: str, name: str) -> None:
        self._measure = plain_name(measure)
        self._names = dict.fromkeys(names_of(name))
        self._type = EntityType.ORGANISATION
        self._parts = Gathered()
        self._sources: dict[str, None] = {}

    def add(self, row: RowRecord) -> None:
        """Takes the cells of a row."""
        row.place.record_id = f"{self._measure}, {row.record_id}"
        self._type = _TYPES.get(row.take("Type") or "", self._type)
        for alias in row.many("Alias", ";"):
            self._names[Name(full=alias, kind=NameKind.ALIAS, script=script_of(alias))] = None
        land = row.take("Country")
        self._parts.add("countries", *tie(CountryRole.REGISTRATION, land, row))
        for text in row.many("Address", ";"):
            self._parts.add("addresses", *address(row, lines=(text,)))
        for number in row.many("Registration number", ";"):
            label = "Registration number"
            kind = kind_of(label, EntityType.ORGANISATION)
            self._parts.add("identifiers", Identifier(kind=kind, published_as=label, number=number))
        if note := stated(row.take("Notes")):
            self._parts.add("details", Detail(kind="notes", text=note))
        self._sources[row.need("Source URL")] = None

    def complete(self, list_id: str) -> Entity:
        """The institution with what all of its rows state."""
        names = tuple(self._names)
        events = tuple(ListingEvent(legal_basis=source) for source in self._sources)
        return Entity.model_validate(
            {
                "list_id": list_id,
                "uid": derived_uid(f"{REGIME} {self._measure}", names[0].full, None),
                "entity_type": self._type,
                "names": names,
                "designations": (
                    Designation(
                        programme=f"{REGIME} {self._measure}",
                        authority="FinCEN",
                        effect=Effect.SPECIAL_MEASURE,
                        list_name="311 and 9714 Special Measures",
                        events=events,
                    ),
                ),
                **self._parts.fields(),
            }
        )


DETAILS: Final = FincenDetails()

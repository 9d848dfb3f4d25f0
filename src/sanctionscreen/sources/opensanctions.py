"""OpenSanctions data → entities: FollowTheMoney (`entities.ftm.json`) and `targets.simple.csv`.

OpenSanctions gathers lists and puts parties of several lists into one. Its data is CC BY-NC 4.0:
the list is opt-in. Only those it calls sanctioned (or debarred, or export-controlled) become
parties; politically exposed persons, relatives and owners do not.

Source: https://www.opensanctions.org/docs/bulk/, https://followthemoney.tech.
"""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final

from sanctionscreen.errors import ParseError
from sanctionscreen.model import (
    CountryRole,
    Designation,
    Detail,
    Effect,
    Entity,
    EntityType,
    Identifier,
    IdentifierKind,
    Name,
    NameKind,
    unique,
)
from sanctionscreen.sources.ftm_entity import Graph
from sanctionscreen.sources.ftm_parts import TYPES
from sanctionscreen.sources.parts import address, date_range, script_of, tie
from sanctionscreen.sources.reading import Files, Report, only_stream
from sanctionscreen.sources.rows import RowRecord, csv_rows

#: A line is one entity; the longest seen has some 300,000 characters.
_MAX_LINE: Final = 16_000_000


@dataclass(frozen=True, slots=True)
class Ftm:
    """The reader of `entities.ftm.json`."""

    VERSION: int = 2

    def recognises(self, name: str, head: bytes) -> bool:  # noqa: ARG002  # the name says nothing
        """Whether the file begins like FollowTheMoney in JSON lines.

        >>> Ftm().recognises("x", b'{"id": "NK-1", "caption": "A", "schema": "Person"')
        True
        """
        start = head.lstrip()
        return start.startswith(b"{") and b'"schema"' in start and b'"id"' in start

    def read(self, files: Files, report: Report) -> Iterator[Entity]:
        """The sanctioned parties, in published order, each with what other entities add to it.

        Raises:
            ParseError: a line is no JSON, or too long: the file is cut off or no FollowTheMoney.
        """
        graph = Graph(report)
        stream = only_stream(files, report)
        number = 0
        while line := stream.readline(_MAX_LINE):
            number += 1
            if line.strip():
                graph.add(_parsed(line, number, report))
        if not graph.targets:
            raise ParseError("no sanctioned party in it", source=report.list_id)
        for key in tuple(graph.targets):
            yield graph.complete(key)


def _parsed(line: bytes, number: int, report: Report) -> dict[str, Any]:
    where = f"line {number}"
    try:
        found = json.loads(line)
    except (ValueError, RecursionError) as error:
        reason = f"no JSON, probably cut off: {error}"
        raise ParseError(reason, source=report.list_id, record=where) from error
    if not isinstance(found, dict) or not {"id", "schema", "properties"} <= found.keys():
        reason = "no entity of FollowTheMoney"
        raise ParseError(reason, source=report.list_id, record=where)
    return found


# --- targets.simple.csv -----------------------------------------------------------------------

_COLUMNS: Final = ("id", "schema", "name", "aliases", "birth_date", "countries", "identifiers")


@dataclass(frozen=True, slots=True)
class Simple:
    """The reader of `targets.simple.csv`, which says less: one row a target."""

    VERSION: int = 1

    def recognises(self, name: str, head: bytes) -> bool:  # noqa: ARG002  # the name says nothing
        """Whether the heading is that of the simple table.

        >>> Simple().recognises("x", b"id,schema,name,aliases,birth_date,countries,addresses")
        True
        """
        plain = head.replace(b'"', b"")
        return plain.lstrip(b"\xef\xbb\xbf").startswith(b"id,schema,name,aliases,birth_date")

    def read(self, files: Files, report: Report) -> Iterator[Entity]:
        """The targets under a sanction, in published order; those without one are left out.

        Raises:
            ParseError: not UTF-8, cut off, or a column is missing.
        """
        found = 0
        for row in csv_rows(only_stream(files, report), report, columns=_COLUMNS):
            uid = row.need("id")
            row.place.record_id = uid
            sanctions = row.many("sanctions", ";")
            programmes = row.many("program_ids", ";") or sanctions
            seen = row.take("last_change") or row.take("last_seen")
            born = None if seen is None else date_range(seen, row, field="last_change")
            if born is not None:
                newest = report.published_on
                report.published_on = max(newest or born.start, born.start)
            if programmes:
                found += 1
                yield _from_row(row, uid, programmes, sanctions)
        if not found:
            raise ParseError("no sanctioned party in it", source=report.list_id)


def _from_row(row: RowRecord, uid: str, programmes: list[str], sanctions: list[str]) -> Entity:
    entity_type = TYPES.get(row.need("schema"), EntityType.UNKNOWN)
    names = [(row.need("name"), NameKind.PRIMARY)]
    names += [(alias, NameKind.ALIAS) for alias in row.many("aliases", ";")]
    births = [date_range(one, row, field="birth_date") for one in row.many("birth_date", ";")]
    role = CountryRole.NATIONALITY if entity_type is EntityType.PERSON else CountryRole.REGISTRATION
    details = [(label, row.many(label, ";")) for label in ("phones", "emails", "dataset")]
    entity = Entity(
        list_id=row.report.list_id,
        uid=uid,
        entity_type=entity_type,
        names=unique(Name(full=text, kind=kind, script=script_of(text)) for text, kind in names),
        births=unique(born for born in births if born is not None),
        countries=unique(
            one for land in row.many("countries", ";") for one in tie(role, land, row)
        ),
        identifiers=unique(
            Identifier(kind=IdentifierKind.OTHER, published_as="identifier", number=number)
            for number in row.many("identifiers", ";")
        ),
        addresses=unique(
            one for text in row.many("addresses", ";") for one in address(row, lines=(text,))
        ),
        designations=tuple(
            Designation(
                programme=programme,
                authority="as gathered by OpenSanctions",
                effect=Effect.OTHER,  # the table does not say what a sanction forbids
                measures=tuple(sanctions),
            )
            for programme in dict.fromkeys(programmes)
        ),
        details=tuple(Detail(kind=label, text=text) for label, texts in details for text in texts),
    )
    row.close()
    return entity


FTM: Final = Ftm()
SIMPLE: Final = Simple()

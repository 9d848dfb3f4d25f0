"""FollowTheMoney entities put together: a party, and the sanctions, papers and ties around it."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from typing import Any, Final

from sanctionscreen.model import Address, Detail, Entity, Relation, unique
from sanctionscreen.sources.ftm_parts import (
    PAPERS,
    SANCTION,
    TARGETED,
    TIES,
    TYPES,
    Line,
    countries_of,
    dates_of,
    designations_of,
    details_of,
    gender_of,
    names_of,
    numbers_of,
    papers_of,
    place_of,
    tie_of,
    wallets_of,
)
from sanctionscreen.sources.parts import address, maybe_date
from sanctionscreen.sources.reading import Report

#: What a line says beside its properties, as far as it is read.
_READ: Final = frozenset(
    {"id", "schema", "caption", "properties", "datasets", "last_change", "last_seen"}
)


def is_target(entity: Mapping[str, Any]) -> bool:
    """Whether OpenSanctions calls an entity sanctioned, debarred or under export control."""
    topics = set(entity["properties"].get("topics", ()))
    return entity["schema"] in TYPES and bool(topics & TARGETED)


class Graph:
    """The lines of a file: the targets whole, and of the rest what may concern a target."""

    def __init__(self, report: Report) -> None:
        self.report = report
        self.targets: dict[str, Mapping[str, Any]] = {}
        self._captions: dict[str, str] = {}
        self._addresses: dict[str, Mapping[str, Any]] = {}
        self._around: defaultdict[str, list[Mapping[str, Any]]] = defaultdict(list)

    def add(self, line: Mapping[str, Any]) -> None:
        """Keeps one line."""
        schema, key = line["schema"], line["id"]
        for field in line.keys() - _READ:
            self.report.leave(key, f"line/{field}")
        self._date(line)
        if schema in TYPES:
            self._captions[key] = line.get("caption") or key
            if is_target(line):
                self.targets[key] = line
        elif schema == "Address":
            self._addresses[key] = line
        elif schema in _OWNERS:
            for owner in line["properties"].get(_OWNERS[schema], ()):
                self._around[owner].append(line)
        else:
            self.report.leave(key, f"schema {schema}")

    def _date(self, line: Mapping[str, Any]) -> None:
        """The newest change of any entity is the date of the file, which states no other."""
        found = maybe_date(line.get("last_change") or line.get("last_seen"))
        if found is not None:
            newest = self.report.published_on
            self.report.published_on = max(newest or found.start, found.start)

    def complete(self, key: str) -> Entity:
        """The party with everything that other lines add to it."""
        line = self._line(self.targets[key])
        around = [self._line(one) for one in self._around.pop(key, ())]
        entity_type = TYPES[line.schema]
        said: list[Detail] = []
        return Entity(
            list_id=self.report.list_id,
            uid=key,
            entity_type=entity_type,
            names=unique(names_of(line, self._captions[key])),
            births=unique(dates_of(line)),
            birth_places=tuple(dict.fromkeys(line.take("birthPlace"))),
            gender=gender_of(line),
            titles=tuple(dict.fromkeys(line.take("title", "position"))),
            countries=unique(countries_of(line, entity_type)),
            identifiers=unique(
                (*numbers_of(line), *papers_of(one for one in around if one.schema in PAPERS))
            ),
            wallets=tuple(wallets_of(line)),
            addresses=unique(self._places(line)),
            designations=unique(
                designations_of((one for one in around if one.schema in SANCTION), line, said)
            ),
            relations=unique(
                tie for one in around if one.schema in TIES for tie in self._relations(one)
            ),
            remarks="\n".join(line.take("notes")) or None,
            details=unique((*said, *details_of(line))),
        )

    def _line(self, line: Mapping[str, Any]) -> Line:
        return Line(self.report, line)

    def _places(self, line: Line) -> Iterator[Address]:
        for text in line.take("address"):
            yield from address(line, lines=(text,))
        for key in line.take("addressEntity"):
            if key in self._addresses:
                yield from place_of(self._line(self._addresses[key]))

    def _relations(self, line: Line) -> Iterator[Relation]:
        one, other, _ = TIES[line.schema]
        line.take(one)
        others = line.take(other)
        tie = tie_of(line)
        for key in others:
            other_id = f"{self.report.list_id}:{key}" if key in self.targets else None
            named = {"other_id": other_id, "other_name": self._captions.get(key)}
            yield tie.model_copy(update=named)


#: The property by which a line belongs to a party.
_OWNERS: Final = {
    **dict.fromkeys(SANCTION, "entity"),
    **dict.fromkeys(PAPERS, "holder"),
    **{schema: one for schema, (one, _, _) in TIES.items()},
}

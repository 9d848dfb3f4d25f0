"""FollowTheMoney entities put together: a party, and the sanctions, papers and ties around it."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from typing import Any

from sanctionscreen.model import (
    Address,
    Entity,
    Relation,
    unique,
)
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
    wallets_of,
)
from sanctionscreen.sources.parts import address, maybe_date
from sanctionscreen.sources.reading import Report


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
        self._addresses: dict[str, Mapping[str, list[str]]] = {}
        self._around: defaultdict[str, list[Mapping[str, Any]]] = defaultdict(list)
        self._tied: defaultdict[str, list[tuple[str, Mapping[str, Any]]]] = defaultdict(list)

    def add(self, line: Mapping[str, Any]) -> None:
        """Keeps one line."""
        schema, key = line["schema"], line["id"]
        properties = line["properties"]
        self._date(line)
        if schema in TYPES:
            self._captions[key] = line.get("caption") or key
            if is_target(line):
                self.targets[key] = line
        elif schema == "Address":
            self._addresses[key] = properties
        elif schema in SANCTION:
            for owner in properties.get("entity", ()):
                self._around[owner].append(line)
        elif schema in PAPERS:
            for owner in properties.get("holder", ()):
                self._around[owner].append(line)
        elif schema in TIES:
            one, _, _ = TIES[schema]
            for owner in properties.get(one, ()):
                self._tied[owner].append((schema, properties))
        else:
            self.report.problem_once(key, "schema", f"unknown schema {schema!r}, not read")

    def _date(self, line: Mapping[str, Any]) -> None:
        """The newest change of any entity is the date of the file, which states no other."""
        found = maybe_date(line.get("last_change") or line.get("last_seen"))
        if found is not None:
            newest = self.report.published_on
            self.report.published_on = max(newest or found.start, found.start)

    def complete(self, key: str) -> Entity:
        """The party with everything that other lines add to it."""
        line = self.targets[key]
        witness = Line(self.report, key)
        properties = dict(line["properties"])
        around = self._around.pop(key, [])
        wallets = tuple(wallets_of(line["schema"], properties))
        shown = properties.pop("name", []) or [self._captions[key]]
        entity_type = TYPES[line["schema"]]
        return Entity(
            list_id=self.report.list_id,
            uid=key,
            entity_type=entity_type,
            names=unique(names_of({"name": shown} | properties)),
            births=unique(dates_of(properties.get("birthDate", ()), witness)),
            birth_places=tuple(dict.fromkeys(properties.get("birthPlace", ()))),
            gender=gender_of(properties.get("gender", ()), witness),
            titles=tuple(
                dict.fromkeys((*properties.get("title", ()), *properties.get("position", ())))
            ),
            countries=unique(countries_of(properties, entity_type, witness)),
            identifiers=unique((*numbers_of(properties), *papers_of(around, witness))),
            wallets=wallets,
            addresses=unique(self._places(properties, witness)),
            designations=unique(designations_of(line, around)),
            relations=unique(self._relations(key)),
            details=unique(details_of(properties, line)),
            remarks="\n".join(properties.get("notes", ())) or None,
        )

    def _places(self, properties: Mapping[str, list[str]], witness: "Line") -> Iterator[Address]:
        for text in properties.get("address", ()):
            yield from address(witness, lines=(text,))
        for key in properties.get("addressEntity", ()):
            found = self._addresses.get(key, {})
            full, city = found.get("full", []), found.get("city", [])
            country = [code.upper() for code in found.get("country", [])]
            yield from address(
                witness,
                lines=full or found.get("street", []),
                city=None if full else next(iter(city), None),
                code=next(iter(country), None),
            )

    def _relations(self, key: str) -> Iterator[Relation]:
        for schema, properties in self._tied.pop(key, []):
            _, other, kind = TIES[schema]
            words = properties.get("role") or properties.get("relationship") or [schema]
            for other_key in properties.get(other, ()):
                listed = other_key in self.targets
                yield Relation(
                    kind=kind,
                    published_as=words[0],
                    other_id=f"{self.report.list_id}:{other_key}" if listed else None,
                    other_name=self._captions.get(other_key),
                )

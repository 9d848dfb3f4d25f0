"""OFAC's advanced XML: three real publications, the newest one against an independent oracle."""

import bz2
import csv
import gc
import json
import lzma
import re
from collections import Counter, defaultdict
from collections.abc import Callable, Hashable, Iterable, Mapping
from datetime import date
from pathlib import Path
from typing import Any, BinaryIO, cast

import pytest

from sanctionscreen.model import Effect, Entity, EntityType
from sanctionscreen.sources import ofac_advanced
from sanctionscreen.sources.manifest import list_source
from sanctionscreen.sources.ofac_features import show_period
from sanctionscreen.sources.ofac_reference import (
    COUNTRY_FEATURES,
    IDENTIFIER_FEATURES,
    PART_KINDS,
    SCRIPTS,
    WALLET_FEATURE,
)
from sanctionscreen.sources.reading import Report

pytestmark = pytest.mark.real
REAL = Path(__file__).resolve().parents[3] / "shared/data/ofac"
_NEWEST = "2025-11-19"
_ORACLE = REAL / f"oracle_sdn_{_NEWEST}.jsonl.xz"
_PUBLICATIONS = {"2025-09-24": 17_938, "2025-10-14": 18_245, _NEWEST: 18_367}
_Party = Mapping[str, Any]
_Bag = Counter[Hashable]


def _publication(day: str) -> tuple[dict[str, Entity], Report]:
    path = REAL / f"sdn_advanced_{day}.xml.bz2"
    if not path.exists():
        pytest.skip(f"the real list is not here: {path}")
    report = Report("us_ofac_sdn", list_source("us_ofac_sdn").unread)
    gc.disable()  # millions of records that live to the end: collecting them costs a third
    try:
        with bz2.open(path) as stream:
            entities = ofac_advanced.read({"a.xml": cast("BinaryIO", stream)}, report)
            return {entity.uid: entity for entity in entities}, report
    finally:
        gc.enable()


@pytest.fixture(scope="session")
def newest() -> tuple[dict[str, Entity], Report]:
    return _publication(_NEWEST)


@pytest.fixture(scope="session")
def oracle() -> dict[str, _Party]:
    if not _ORACLE.exists():
        pytest.skip(f"the oracle is not here: {_ORACLE}")
    with lzma.open(_ORACLE, "rt", encoding="utf-8") as lines:
        return {party["id"]: party for party in map(json.loads, lines)}


@pytest.mark.parametrize("day", _PUBLICATIONS)
def test_real_publications_have_no_problems(day: str, request: pytest.FixtureRequest) -> None:
    read = request.getfixturevalue("newest") if day == _NEWEST else _publication(day)
    entities, report = read
    assert report.problems == []
    assert report.published_on == date.fromisoformat(day)
    assert len(entities) == _PUBLICATIONS[day]


def test_real_parties_are_those_of_the_oracle(
    newest: tuple[dict[str, Entity], Report], oracle: dict[str, _Party]
) -> None:
    assert list(newest[0]) == list(oracle)


# A field of a party is a bag of plain tuples, once as the oracle tells it and once as we read it.
# We drop exact repetitions, so our bag may hold a value fewer times than the oracle's, not more.

_TYPES = {"1": "vessel", "2": "aircraft", "3": "organisation", "4": "person"}
_SCRIPTS = {
    "Arabic": "Arab", "Armenian": "Armn", "Chinese Simplified": "Hans",
    "Chinese Traditional": "Hant", "Cyrillic": "Cyrl", "Georgian": "Geor", "Greek": "Grek",
    "Hangul": "Hang", **SCRIPTS,
}  # fmt: skip


def _oracle_names(party: _Party) -> Iterable[Hashable]:
    for name in party["names"]:
        kinds = tuple(PART_KINDS[kind] for kind, _, _ in name["parts"])
        joined = " ".join(text for _, text, _ in name["parts"])
        (script,) = {_SCRIPTS[script] for _, _, script in name["parts"]}
        yield joined, kinds, script, name["type"], name["low_quality"] == "true"


def _our_names(entity: Entity) -> Iterable[Hashable]:
    for name in entity.names:
        kinds = tuple(part.kind for part in name.parts)
        joined = " ".join(part.text for part in name.parts)
        yield joined, kinds, name.script, name.published_as, name.strength == "low"


def _oracle_documents(party: _Party) -> Iterable[Hashable]:
    for paper in party["ids"]:
        dates = paper.get("Issue Date"), paper.get("Expiration Date")
        yield paper["type"], paper["number"], paper["country"], paper["validity"].lower(), *dates


def _our_documents(entity: Entity) -> Iterable[Hashable]:
    for paper in entity.identifiers:
        if paper.published_as not in IDENTIFIER_FEATURES:
            dates = (
                None if day is None else show_period(day) for day in (paper.issued, paper.expires)
            )
            yield (
                paper.published_as,
                paper.number,
                paper.country_text,
                None if paper.validity is None else paper.validity.value,
                *dates,
            )


def _oracle_relations(party: _Party) -> Iterable[Hashable]:
    for word, other, former in party["relations"]:
        yield word, f"us_ofac_sdn:{other}", former == "true"


def _our_relations(entity: Entity) -> Iterable[Hashable]:
    for tie in entity.relations:
        yield tie.published_as.partition(" (")[0], tie.other_id, tie.former


def _oracle_designations(party: _Party) -> Iterable[Hashable]:
    for entry in party["entries"]:
        measures = tuple(
            kind if note is None else f"{kind}: {note}"
            for kind, note in entry["programs"]
            if kind != "Program"
        )
        events = tuple(
            (day, None if basis == "Unknown" else basis) for day, basis in entry["events"]
        )
        for kind, programme in entry["programs"]:
            if kind == "Program":
                yield entry["list"], programme, measures, events


def _our_designations(entity: Entity) -> Iterable[Hashable]:
    for listing in entity.designations:
        events = tuple(
            (None if event.on is None else event.on.isoformat(), event.legal_basis)
            for event in listing.events
        )
        yield listing.list_name, listing.programme, listing.measures, events


_PLACE_PARTS = (
    "ADDRESS1", "ADDRESS2", "ADDRESS3", "CITY", "STATE/PROVINCE", "POSTAL CODE", "REGION",
    "Unknown", "COUNTRY",
)  # fmt: skip


#: Countries and regions to which OFAC gives no ISO code.
_NOT_IN_ISO = {
    "Kosovo": "XK",
    "West Bank": "PS",
    "Region: Gaza": "PS",
    "Region: Northern Mali": "ML",
}


def _oracle_addresses(party: _Party) -> Iterable[Hashable]:
    for label, (place, *_), _ in party["features"]:
        if label != "Location":
            continue
        known = {part: text for part, text in place.items() if text != "undetermined"}
        if known.keys() - {"AREA"}:  # 1,062 locations hold nothing at all
            text = ", ".join(known[part] for part in _PLACE_PARTS if part in known)
            region = known.get("STATE/PROVINCE") or known.get("REGION")
            country = known.get("COUNTRY", "")
            code = place["AREA"][0] or _NOT_IN_ISO.get(country)
            yield text, known.get("CITY"), region, known.get("POSTAL CODE"), country or None, code


def _our_addresses(entity: Entity) -> Iterable[Hashable]:
    for place in entity.addresses:
        country = place.country_text, place.country
        yield place.text, place.city, place.region, place.postal_code, *country


def _plain_features(party: _Party) -> Iterable[tuple[str, str, str]]:
    """Label, value in words and reliability of every feature but locations."""
    for label, (value, *more), reliability in party["features"]:
        assert not more
        if label != "Location":
            yield label, value["Unknown"] if isinstance(value, dict) else value, reliability


_SINGLE: dict[str, Callable[[Entity], Iterable[str]]] = {
    "Birthdate": lambda entity: (show_period(birth) for birth in entity.births),
    "Place of Birth": lambda entity: entity.birth_places,
    "Title": lambda entity: entity.titles,
    "Gender": lambda entity: () if entity.gender is None else (entity.gender.value.capitalize(),),
}


def _oracle_features(party: _Party) -> Iterable[Hashable]:
    for label, value, reliability in _plain_features(party):
        yield COUNTRY_FEATURES.get(label, label), value
        if reliability not in {"Unknown", "Confirmed"}:
            yield f"reliability: {reliability}", f"{label}: {value}"


def _our_features(entity: Entity) -> Iterable[Hashable]:
    """Everything but the `circa` of a date, which the oracle leaves out."""
    for label, values in _SINGLE.items():
        yield from ((label, value.removeprefix("circa ")) for value in values(entity))
    yield from ((tie.role, tie.text) for tie in entity.countries)
    yield from ((WALLET_FEATURE + wallet.asset, wallet.address) for wallet in entity.wallets)
    for paper in entity.identifiers:
        if paper.published_as in IDENTIFIER_FEATURES:
            yield paper.published_as, paper.number
    for detail in entity.details:
        if not detail.kind.startswith("comment: "):
            yield detail.kind, detail.text.replace(": circa ", ": ").removeprefix("circa ")


_FIELDS: dict[
    str, tuple[Callable[[_Party], Iterable[Hashable]], Callable[[Entity], Iterable[Hashable]]]
] = {
    "type": (
        lambda party: [_TYPES[party["subtype_id"]]],
        lambda entity: [entity.entity_type.value],
    ),
    "names": (_oracle_names, _our_names),
    "documents": (_oracle_documents, _our_documents),
    "relations": (_oracle_relations, _our_relations),
    "designations": (_oracle_designations, _our_designations),
    "addresses": (_oracle_addresses, _our_addresses),
    "features": (_oracle_features, _our_features),
    "remarks": (lambda party: [party["comment"] or None], lambda entity: [entity.remarks]),
}

#: Every party in which we differ from the oracle, with the reason; all others must agree.
_BLANKS = "two blanks in a row within a name; we keep one"
_EXPLAINED = {
    "names": dict.fromkeys(
        (
            "8740", "9595", "10923", "11297", "11608", "13116", "16886", "26785", "37684", "38138",
            "38139", "48870", "51802", "55929",
        ),
        _BLANKS,
    ),
}  # fmt: skip
#: How many values the oracle has of a field, and how many of them are exact repetitions within
#: a party, of which we keep one.
_TOLD = {
    "type": (18_367, 0),
    "names": (48_482, 2),
    "documents": (21_078, 2),
    "relations": (8_194, 0),
    "designations": (22_011, 0),
    "addresses": (21_012, 0),
    "features": (53_854, 11),
    "remarks": (18_367, 0),
}
#: Second spellings of an address: in another script or with accents. The oracle leaves them out.
_SECOND_SPELLINGS = 221


def _compare(
    field: str, entities: Mapping[str, Entity], oracle: Mapping[str, _Party]
) -> Iterable[tuple[str, _Bag, _Bag]]:
    told, read = _FIELDS[field]
    for uid, party in oracle.items():
        yield uid, Counter(told(party)), Counter(read(entities[uid]))


def _second_spellings(told: _Bag, read: _Bag) -> set[Hashable]:
    return {place for place in read.keys() - told.keys() if not str(place).isascii()}


@pytest.mark.parametrize("field", _FIELDS)
def test_real_list_against_the_oracle(
    field: str, newest: tuple[dict[str, Entity], Report], oracle: dict[str, _Party]
) -> None:
    different: dict[str, tuple[_Bag, _Bag]] = {}
    total = repeated = second = 0
    for uid, told, read in _compare(field, newest[0], oracle):
        total += told.total()
        if field == "addresses":
            second += len(_second_spellings(told, read))
            for place in _second_spellings(told, read):
                del read[place]
        if told.keys() != read.keys() or read - told:
            different[uid] = (told - read, read - told)
        else:
            repeated += (told - read).total()
    explained = _EXPLAINED.get(field, {})
    assert {uid: bags for uid, bags in different.items() if uid not in explained} == {}
    assert explained.keys() - different.keys() == set(), "explained, but no longer different"
    assert (total, repeated) == _TOLD[field]
    assert second == (_SECOND_SPELLINGS if field == "addresses" else 0)


# --- Against OFAC's own print -----------------------------------------------------------------

_LEGACY = {
    "legacy_2021-07-07/sdn.csv": 1,
    "legacy_2021-07-07/alt.csv": 3,
    "legacy_2026-08-02_partial/ofac_alt.csv": 3,
}
#: Persons whose names of the same letters stand otherwise in the CSV files of another year.
_PRINTED_OTHERWISE = {
    "7923": "JULKIPLI SALIM Y SALAMUDDIN: printed without its comma",
    "10616": "MEZA JR., Arturo: `JR.,` is part of the given name in the XML",
    "24029": "RAFAT NEJAD, Gholamreza: in one word by now",
    "25140": "AL-AMIN, Muhammad 'Abdallah: without hyphen and apostrophe by now",
}


def _printed() -> Iterable[tuple[str, str]]:
    """Number and name of every row of the legacy files."""
    for name, column in _LEGACY.items():
        path = REAL / name
        if not path.exists():
            pytest.skip(f"the real list is not here: {path}")
        with path.open(encoding="ascii", newline="") as lines:
            yield from ((row[0], row[column]) for row in csv.reader(lines) if len(row) > column)


def _letters(name: str) -> str:
    return re.sub(r"[\W_]+", "", name.casefold())


def _spelling(name: str) -> str:
    return " ".join(name.casefold().replace('"', "'").split())


def test_real_names_are_written_as_ofac_prints_them(
    newest: tuple[dict[str, Entity], Report],
) -> None:
    compared, different = 0, set()
    for uid, printed in _printed():
        entity = newest[0].get(uid)
        if entity is None or entity.entity_type is not EntityType.PERSON:
            continue  # the name of an organisation is one part: nothing is joined
        ours = [n.full for n in entity.names if _letters(n.full) == _letters(printed)]
        compared += bool(ours)
        if ours and _spelling(printed) not in map(_spelling, ours):
            different.add(uid)
    assert compared == 17_835
    assert different == _PRINTED_OTHERWISE.keys()


# --- What else must hold of it ----------------------------------------------------------------


def test_real_countries_have_codes(newest: tuple[dict[str, Entity], Report]) -> None:
    unknown = Counter(
        tie.text for entity in newest[0].values() for tie in entity.countries if tie.code is None
    ) + Counter(
        place.country_text or "no country"
        for entity in newest[0].values()
        for place in entity.addresses
        if place.country is None
    )
    assert unknown == {
        "Unknown": 7,
        "None Identified": 2,
        "no country": 86,
        "Netherlands Antilles": 2,
    }


def test_real_effects(newest: tuple[dict[str, Entity], Report]) -> None:
    effects = defaultdict(set)
    for entity in newest[0].values():
        for listing in entity.designations:
            effects[listing.list_name].add(listing.effect)
    assert effects == {
        "SDN List": {Effect.BLOCKING},
        "Sectoral Sanctions Identifications List": {Effect.SECTORAL},
        "Consolidated List": {Effect.SECTORAL, Effect.OTHER},
        "Non-SDN Palestinian Legislative Council List": {Effect.OTHER},
    }

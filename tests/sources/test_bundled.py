import io
import json
import lzma
import tomllib
from collections import Counter
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from sanctionscreen.errors import ParseError
from sanctionscreen.model import (
    Effect,
    Entity,
    IdentifierKind,
    NameKind,
    Precision,
    RelationKind,
    Validity,
)
from sanctionscreen.sources import bundled
from sanctionscreen.sources.reading import Report
from sanctionscreen.territories import code_of

BUNDLED = Path(__file__).resolve().parents[2] / "lists" / "bundled"
ORACLE = Path(__file__).resolve().parents[3] / "shared/data/ofac/oracle_sdn_2025-11-19.jsonl.xz"

#: Parties of the publication of 2025-11-19 that a later one changed; the newer state is bundled.
CHANGED_SINCE = {
    "55941": "renamed from CHEN, Xiao'er to HU, Xiaowei by 2026-08-02, with new documents and ties"
}


def read_list(list_id: str) -> tuple[list[Entity], Report]:
    report = Report(list_id)
    with (BUNDLED / f"{list_id}.csv").open("rb") as stream:
        return list(bundled.read({f"{list_id}.csv": stream}, report)), report


@pytest.fixture(scope="module")
def entities() -> dict[str, Entity]:
    files = {path.name: io.BytesIO(path.read_bytes()) for path in sorted(BUNDLED.glob("*.csv"))}
    return {entity.entity_id: entity for entity in bundled.read(files, Report("bundled"))}


@pytest.fixture(scope="module")
def chen_zhi(entities: dict[str, Entity]) -> Entity:
    return entities["us_ofac_sdn:55505"]


@pytest.mark.parametrize(
    ("list_id", "parties", "wallets", "as_of"),
    [
        pytest.param("us_ofac_sdn", 181, 81, date(2026, 9, 9), id="146 + 34 + Xinbi Guarantee"),
        pytest.param("uk_sanctions", 22, 2, date(2026, 4, 29), id="12 of 2025, 10 of 2026"),
        pytest.param("eu_fsf", 10, 0, date(2026, 7, 30), id="7 persons, 3 entities"),
        pytest.param("us_fincen_311", 7, 0, date(2026, 6, 25), id="6 in force, 1 proposed"),
    ],
)
def test_list_has_its_parties(list_id: str, parties: int, wallets: int, as_of: date) -> None:
    found, report = read_list(list_id)

    assert len(found) == parties == report.published_count
    assert sum(len(entity.wallets) for entity in found) == wallets
    assert report.published_on == as_of
    assert not report.problems
    assert {entity.list_id for entity in found} == {list_id}


def test_manifest_says_what_the_files_say() -> None:
    manifest = tomllib.loads((BUNDLED / "manifest.toml").read_text(encoding="utf-8"))["list"]

    assert {entry["file"] for entry in manifest} == {path.name for path in BUNDLED.glob("*.csv")}
    for entry in manifest:
        found, report = read_list(entry["id"])
        authorities = {part.authority for entity in found for part in entity.designations}
        assert entry["as_of"] == report.published_on
        assert authorities == {entry["authority"]}
        assert entry["coverage"] == "excerpt"
        assert entry["compiled_on"] >= entry["as_of"]
        assert all(entry[key] for key in ("title", "licence", "attribution"))
        assert entry["official_url"].startswith("https://")


def test_ids_are_unique_over_all_lists(entities: dict[str, Entity]) -> None:
    assert len(entities) == 220


def test_every_part_cites_a_source(entities: dict[str, Entity]) -> None:
    for entity in entities.values():
        parts = (
            *entity.names,
            *entity.countries,
            *entity.identifiers,
            *entity.wallets,
            *entity.addresses,
            *entity.designations,
            *entity.relations,
            *entity.details,
        )
        assert all(part.source for part in parts), entity.entity_id


def test_reading_twice_gives_the_same(entities: dict[str, Entity]) -> None:
    alone = [entity for path in BUNDLED.glob("*.csv") for entity in read_list(path.stem)[0]]

    assert {entity.entity_id: entity for entity in alone} == entities


def test_chen_zhi_names_and_birth(chen_zhi: Entity) -> None:
    names = [(name.full, name.kind, name.script) for name in chen_zhi.names]

    assert names == [
        ("Chen, Zhi", NameKind.PRIMARY, "Latn"),
        ("陈志", NameKind.PRIMARY, "Hans"),
    ]
    assert [(part.kind, part.text) for part in chen_zhi.names[1].parts] == [
        ("last", "陈"),
        ("first", "志"),
    ]
    assert [birth.start for birth in chen_zhi.births] == [date(1987, 12, 16)]
    assert chen_zhi.births[0].precision is Precision.DAY
    assert {tie.code for tie in chen_zhi.countries} == {"CN", "KH", "VU", "CY"}


def test_chen_zhi_has_two_fraudulent_of_four_documents(chen_zhi: Entity) -> None:
    documents = {one.number: (one.published_as, one.validity) for one in chen_zhi.identifiers}

    assert documents == {
        "N00081108": ("Passport", Validity.FRAUDULENT),
        "RV047996": ("Passport", Validity.FRAUDULENT),
        "K00395168": ("Passport", Validity.VALID),
        "010868617": ("National ID No.", Validity.VALID),
    }


def test_chen_zhi_has_29_wallets_labelled_as_published(chen_zhi: Entity) -> None:
    assert len({wallet.address for wallet in chen_zhi.wallets}) == 29
    assert {wallet.asset for wallet in chen_zhi.wallets} == {"XBT"}


def test_chen_zhi_acts_for_the_group_and_stands_on_three_lists(chen_zhi: Entity) -> None:
    ties = Counter(tie.kind for tie in chen_zhi.relations)
    other = {tie.other_id for tie in chen_zhi.relations if tie.kind is RelationKind.ACTING_FOR}

    assert other == {"us_ofac_sdn:53054"}
    assert ties == {RelationKind.ACTING_FOR: 1, RelationKind.SAME_AS: 2}
    (designation,) = chen_zhi.designations
    assert (designation.programme, designation.effect) == ("TCO", Effect.BLOCKING)
    assert designation.listed_on == date(2025, 10, 14)
    assert designation.events[0].legal_basis == "Executive Order 13581 (TCO)"


def test_renamed_party_has_the_newest_name_first(entities: dict[str, Entity]) -> None:
    hu = entities["us_ofac_sdn:55941"]

    assert hu.caption == "HU, Xiaowei"
    assert [(name.full, name.kind) for name in hu.names[1:]] == [
        ("CHEN, Xiao'er", NameKind.ALIAS),
        ("WU, An Ming", NameKind.ALIAS),
        ("HU, Shi", NameKind.WEAK_ALIAS),
    ]
    assert "primary name in the publication of 2025-11-19" in (hu.names[1].source or "")


def test_weak_aliases_stay_weak(entities: dict[str, Entity]) -> None:
    weak = [
        (entity.entity_id, name.full)
        for entity in entities.values()
        for name in entity.names
        if name.kind is NameKind.WEAK_ALIAS
    ]

    assert ("us_ofac_sdn:57863", "KOFI") in weak
    assert ("us_ofac_sdn:55956", "Zhu, Jack") in weak
    assert all(entity_id.startswith("us_ofac_sdn:") for entity_id, _ in weak)


@pytest.mark.parametrize(
    ("list_id", "effect"),
    [
        pytest.param("us_ofac_sdn", Effect.BLOCKING, id="OFAC blocks"),
        pytest.param("uk_sanctions", Effect.BLOCKING, id="UK freezes"),
        pytest.param("eu_fsf", Effect.BLOCKING, id="EU freezes"),
        pytest.param("us_fincen_311", Effect.SPECIAL_MEASURE, id="section 311 never blocks"),
    ],
)
def test_list_has_one_effect(entities: dict[str, Entity], list_id: str, effect: Effect) -> None:
    parties = [entity for entity in entities.values() if entity.list_id == list_id]

    assert {part.effect for entity in parties for part in entity.designations} == {effect}


def test_only_the_proposed_measure_has_no_date(entities: dict[str, Entity]) -> None:
    undated = [
        (entity.caption, part.programme)
        for entity in entities.values()
        for part in entity.designations
        if part.listed_on is None
    ]

    assert undated == [("H-Pay Service PLC", "311 (proposed)")]


def test_same_as_is_symmetric_and_crosses_lists(entities: dict[str, Entity]) -> None:
    links = {
        (entity.entity_id, tie.other_id)
        for entity in entities.values()
        for tie in entity.relations
        if tie.kind is RelationKind.SAME_AS
    }

    assert len(links) == 2 * 14
    assert links == {(there, here) for here, there in links}
    assert ("us_ofac_sdn:55505", "uk_sanctions:GHR0179") in links
    assert all(here.split(":")[0] != (there or "").split(":")[0] for here, there in links)


def test_linked_persons_share_a_day_of_birth(entities: dict[str, Entity]) -> None:
    for entity in entities.values():
        for tie in entity.relations:
            if tie.kind is RelationKind.SAME_AS:
                other = entities[tie.other_id or ""]
                assert entity.births == other.births, entity.entity_id
                assert entity.entity_type is other.entity_type


def test_every_relation_resolves(entities: dict[str, Entity]) -> None:
    by_words = set()
    for entity in entities.values():
        for tie in entity.relations:
            if tie.other_id is None:
                by_words.add(tie.other_name)
            else:
                assert tie.other_name in {name.full for name in entities[tie.other_id].names}

    assert by_words == {
        "Huione LTD",
        "Huione Pay Inc",
        "Panda Commercial Bank PLC",
        "Tudou Guarantee",
    }


def test_parties_named_by_words_only_are_no_targets(entities: dict[str, Entity]) -> None:
    listed = {name.full.casefold() for entity in entities.values() for name in entity.names}

    assert listed.isdisjoint({"huione ltd", "huione pay inc", "tudou guarantee", "panda bank"})


def test_derived_uids_follow_the_rule(entities: dict[str, Entity]) -> None:
    for entity in entities.values():
        if entity.list_id in {"eu_fsf", "us_fincen_311"}:
            (designation,) = entity.designations
            regime = designation.programme.removesuffix(" (proposed)")
            rule = bundled.derived_uid(regime, entity.names[0].full, designation.listed_on)
            assert entity.uid == rule, entity.caption


def test_country_codes_agree_with_the_published_text(entities: dict[str, Entity]) -> None:
    for entity in entities.values():
        pairs = [(tie.text, tie.code) for tie in entity.countries]
        pairs += [(one.country_text or "", one.country) for one in entity.identifiers]
        pairs += [(one.country_text or "", one.country) for one in entity.addresses]
        for text, code in pairs:
            assert code_of(text) in {None, code}, (entity.entity_id, text)


def test_identifier_families_are_known(entities: dict[str, Entity]) -> None:
    kinds = {one.kind for entity in entities.values() for one in entity.identifiers}

    assert IdentifierKind.OTHER not in kinds


# --- broken rows -----------------------------------------------------------------------------

HEADER = "uid,fact,value,kind,country,date,other,source"
GOOD = f"""{HEADER}
,list,xx_made_up,excerpt,,2026-01-02,compiled_on: 2026-01-03,list of 2026-01-02
7,type,person,,,,,entry 7
7,name,"Vexel, Ana",primary,,,last: Vexel; first: Ana,entry 7
7,birth,,,,1987-12,,entry 7
7,country,Narnia,nationality,ZZ,,,entry 7
7,identifier,A1,Passport,ZZ,,validity: fraudulent; issued: 2018-09-11,entry 7
7,designation,MADE-UP,blocking,,2026-01-01,authority: Nobody; measure: One; measure: Two,entry 7
7,relation,8,family,,,other_name: Orbo Vexel; published_as: brother,entry 7
8,type,person,,,,,entry 8
8,name,Orbo Vexel,primary,,,,entry 8
8,designation,MADE-UP,blocking,,,authority: Nobody,entry 8
"""


def parse(text: str, list_id: str = "xx_made_up") -> list[Entity]:
    return list(bundled.read({"made_up.csv": io.BytesIO(text.encode())}, Report(list_id)))


def test_good_rows_are_read() -> None:
    ana, orbo = parse(GOOD)

    assert (ana.entity_id, orbo.entity_id) == ("xx_made_up:7", "xx_made_up:8")
    assert ana.births[0].precision is Precision.MONTH
    assert ana.designations[0].measures == ("One", "Two")
    assert ana.relations[0].other_id == "xx_made_up:8"
    assert [part.kind for part in orbo.names[0].parts] == ["whole"]


def test_recognises_its_header_only() -> None:
    assert bundled.recognises("us_ofac_sdn.csv", GOOD.encode())
    assert not bundled.recognises("us_ofac_sdn.csv", b"36,AEROCARIBBEAN AIRLINES,-0- ,CUBA")
    assert not bundled.recognises("readme.md", GOOD.encode())


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        pytest.param(HEADER, f"{HEADER},note", "1: field note", id="unknown column"),
        pytest.param(",date,", ",", "1: field date", id="missing column"),
        pytest.param(",list,", ",lists,", "2: field fact", id="no list row"),
        pytest.param("excerpt", "complete", "2: field kind", id="not an excerpt"),
        pytest.param(": 2026-01-03", ": soon", "2: field compiled_on", id="compiled never"),
        pytest.param("7,type,person", "7,typ,person", "3: field fact", id="unknown fact"),
        pytest.param("7,type,person", "7,type,lion", "3: field value", id="unknown type"),
        pytest.param("7,type,person", ",type,person", "3: field uid", id="no uid"),
        pytest.param("person,,,,,entry 7", "person,,,,,", "3: field source", id="no source"),
        pytest.param(",entry 7", ", entry 7", "3: field source", id="space in front"),
        pytest.param("person,,,,,entry 7", "person,entry 7", "3: field -", id="too few cells"),
        pytest.param("person,,,,,", "person,,ZZ,,,", "3: field country", id="cell without use"),
        pytest.param("Ana,entry", "Ana; nick: An,entry", "4: field other", id="unknown note"),
        pytest.param("first: Ana", "first Ana", "4: field other", id="note without a key"),
        pytest.param("primary,,,last", "article_alias,,,last", "4: field kind", id="article alias"),
        pytest.param('"Vexel, Ana"', "Вексель", "4: field other", id="Cyrillic without script"),
        pytest.param("1987-12,", "14/10/1987,", "5: field date", id="date not in ISO form"),
        pytest.param("1987-12,", "1987-13,", "5: field date", id="no such month"),
        pytest.param("1987-12,", ",", "5: field date", id="birth without a date"),
        pytest.param("ality,ZZ", "ality,zz", "6: field country", id="not alpha-2"),
        pytest.param("fraudulent", "forged", "7: field validity", id="unknown validity"),
        pytest.param("2018-09-11", "2018-09-31", "7: field issued", id="no such day"),
        pytest.param("2026-01-01", "2026-01", "8: field date", id="listing without a day"),
        pytest.param(",blocking", ",sanctioned", "8: field kind", id="unknown effect"),
        pytest.param("authority: Nobody; ", "", "8: field other", id="no authority"),
        pytest.param("relation,8", "relation,9", "9: field value", id="relation to nobody"),
        pytest.param("relation,8", "relation,x:8", "9: field value", id="relation off the list"),
        pytest.param("family", "same_as", "9: field value", id="same as on the same list"),
        pytest.param("Orbo Vexel;", "Orba Vexel;", "9: field other", id="not a name of 8"),
        pytest.param("; published_as: brother", "", "9: field other", id="relation unnamed"),
        pytest.param("other_name: Orbo Vexel; ", "", "9: field other", id="relation to no name"),
        pytest.param(
            "first: Ana", "last: Ana; script: Latn; script: Latn", "4: field other", id="note twice"
        ),
        pytest.param("8,type,person,,,,,entry 8\n", "", "10: field fact", id="no type"),
        pytest.param(
            "8,designation,MADE-UP,blocking,,,authority: Nobody,entry 8\n",
            "",
            "10: field fact",
            id="no designation",
        ),
        pytest.param("8,name", "8,title", "11: field kind", id="title with a kind"),
        pytest.param("8,designation", "7,designation", "12: field uid", id="rows torn apart"),
        pytest.param("8,name", "8,type,person,,,,,entry 8\n8,name", "11: field fact", id="twice"),
    ],
)
def test_broken_row_is_refused(old: str, new: str, message: str) -> None:
    broken = GOOD.replace(old, new, 1)
    assert broken != GOOD

    with pytest.raises(ParseError) as caught:
        parse(broken)

    assert str(caught.value).startswith(f"made_up.csv, record {message}:")


@pytest.mark.parametrize(
    ("text", "message"),
    [
        pytest.param("", "the columns must be", id="empty"),
        pytest.param(f"{HEADER}\n", "no rows", id="header only"),
        pytest.param(f'{HEADER}\n"unclosed', "not CSV", id="open quote"),
    ],
)
def test_broken_file_is_refused(text: str, message: str) -> None:
    with pytest.raises(ParseError, match=message):
        parse(text)


def test_file_that_is_not_utf8_is_refused() -> None:
    stream = io.BytesIO(GOOD.replace("Ana", "Añna").encode("latin-1"))

    with pytest.raises(ParseError, match=r"made_up\.csv: not UTF-8"):
        list(bundled.read({"made_up.csv": stream}, Report("xx_made_up")))


def test_file_of_another_list_is_refused() -> None:
    with pytest.raises(ParseError, match="is list xx_made_up, not us_ofac_sdn"):
        parse(GOOD, "us_ofac_sdn")


# --- against an independent flattening of the official list -----------------------------------

Facts = set[tuple[Any, ...]]
PARTS = {
    "Last Name": "last",
    "First Name": "first",
    "Middle Name": "middle",
    "Entity Name": "whole",
}
SCRIPTS = {"Latin": "Latn", "Chinese Simplified": "Hans", "Chinese Traditional": "Hant"}
WALLET = "Digital Currency Address - "


def oracle_names(party: dict[str, Any]) -> Facts:
    kinds = {"Name": NameKind.PRIMARY, "A.K.A.": NameKind.ALIAS, "F.K.A.": NameKind.FORMER}
    return {
        (
            NameKind.WEAK_ALIAS if name["low_quality"] == "true" else kinds[name["type"]],
            name["type"],
            SCRIPTS[name["parts"][0][2]],
            tuple((PARTS[kind], text) for kind, text, _ in name["parts"]),
        )
        for name in party["names"]
    }


def our_names(entity: Entity) -> Facts:
    return {
        (name.kind, name.published_as, name.script, tuple((p.kind, p.text) for p in name.parts))
        for name in entity.names
    }


def oracle_features(party: dict[str, Any], *labels: str) -> Iterator[tuple[str, str]]:
    for label, values, _ in party["features"]:
        if label.startswith(labels):
            yield from ((label, value) for value in values)


def oracle_identifiers(party: dict[str, Any]) -> Facts:
    documents = {
        (one["type"], one["number"], one["country"], one["validity"]) for one in party["ids"]
    }
    return documents | {(*pair, None, None) for pair in oracle_features(party, "SWIFT/BIC")}


def our_identifiers(entity: Entity) -> Facts:
    return {
        (
            one.published_as,
            one.number,
            one.country_text,
            None if one.validity is None else one.validity.value.capitalize(),
        )
        for one in entity.identifiers
    }


def oracle_wallets(party: dict[str, Any]) -> Facts:
    return {(label.removeprefix(WALLET), text) for label, text in oracle_features(party, WALLET)}


def our_wallets(entity: Entity) -> Facts:
    return {(wallet.asset, wallet.address) for wallet in entity.wallets}


def oracle_births(party: dict[str, Any]) -> Facts:
    days = [text.partition("/") for _, text in oracle_features(party, "Birthdate")]
    return {(first, last or first) for first, _, last in days}


def our_births(entity: Entity) -> Facts:
    return {(birth.start.isoformat(), birth.end.isoformat()) for birth in entity.births}


def oracle_relations(party: dict[str, Any]) -> Facts:
    return {(word, f"us_ofac_sdn:{other}") for word, other, _ in party["relations"]}


def our_relations(entity: Entity) -> Facts:
    return {
        (tie.published_as, tie.other_id)
        for tie in entity.relations
        if tie.kind is not RelationKind.SAME_AS  # ours alone: no list publishes it
    }


def oracle_listing(party: dict[str, Any]) -> Facts:
    return {
        (entry["list"], programme, *event)
        for entry in party["entries"]
        for kind, programme in entry["programs"]
        for event in entry["events"]
        if kind == "Program"
    }


def our_listing(entity: Entity) -> Facts:
    return {
        (part.list_name, part.programme, str(event.on), event.legal_basis)
        for part in entity.designations
        for event in part.events
    }


def oracle_details(party: dict[str, Any]) -> Facts:
    labels = ("Organization", "Website", "Target Type", "Place of Birth")
    return set(oracle_features(party, *labels))


def our_details(entity: Entity) -> Facts:
    places = {("Place of Birth", place) for place in entity.birth_places}
    return {(detail.kind, detail.text) for detail in entity.details} | places


@pytest.fixture(scope="module")
def oracle() -> dict[str, dict[str, Any]]:
    if not ORACLE.exists():
        pytest.skip(f"the flattened SDN list of 2025-11-19 is not at {ORACLE}")
    listed: dict[str, dict[str, Any]] = {}
    with lzma.open(ORACLE, "rt", encoding="utf-8") as lines:
        for line in lines:
            party = json.loads(line)
            if ("SDN List", "TCO", "2025-10-14", "Executive Order 13581 (TCO)") in oracle_listing(
                party
            ):
                listed[party["id"]] = party
    return listed


@pytest.mark.real
def test_all_146_of_october_2025_are_bundled(
    entities: dict[str, Entity], oracle: dict[str, dict[str, Any]]
) -> None:
    ours = {
        entity.uid
        for entity in entities.values()
        if entity.list_id == "us_ofac_sdn"
        and entity.designations[0].listed_on == date(2025, 10, 14)
    }

    assert len(oracle) == 146
    assert ours == oracle.keys()


@pytest.mark.real
@pytest.mark.parametrize(
    ("ours", "theirs"),
    [
        pytest.param(our_names, oracle_names, id="names"),
        pytest.param(our_identifiers, oracle_identifiers, id="identifiers"),
        pytest.param(our_wallets, oracle_wallets, id="wallets"),
        pytest.param(our_births, oracle_births, id="births"),
        pytest.param(our_relations, oracle_relations, id="relations"),
        pytest.param(our_listing, oracle_listing, id="listing"),
        pytest.param(our_details, oracle_details, id="details"),
    ],
)
def test_unchanged_parties_equal_the_official_list(
    entities: dict[str, Entity],
    oracle: dict[str, dict[str, Any]],
    ours: Callable[[Entity], Facts],
    theirs: Callable[[dict[str, Any]], Facts],
) -> None:
    unchanged = oracle.keys() - CHANGED_SINCE.keys()

    differing = {
        uid: (ours(entities[f"us_ofac_sdn:{uid}"]), theirs(oracle[uid]))
        for uid in unchanged
        if ours(entities[f"us_ofac_sdn:{uid}"]) != theirs(oracle[uid])
    }

    assert not differing


@pytest.mark.real
def test_exceptions_are_still_needed(
    entities: dict[str, Entity], oracle: dict[str, dict[str, Any]]
) -> None:
    for uid in CHANGED_SINCE:
        assert our_names(entities[f"us_ofac_sdn:{uid}"]) != oracle_names(oracle[uid])

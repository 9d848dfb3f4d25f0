"""OFAC's advanced XML: the invented sample, fact by fact."""

import io
from datetime import date
from pathlib import Path

import pytest

from sanctionscreen.model import (
    Address,
    CountryRole,
    DateRange,
    Designation,
    Detail,
    Effect,
    Entity,
    EntityType,
    Gender,
    Identifier,
    IdentifierKind,
    ListingEvent,
    NameKind,
    NamePart,
    Precision,
    Relation,
    RelationKind,
    Validity,
    Wallet,
)
from sanctionscreen.sources import ofac_advanced
from sanctionscreen.sources.manifest import list_source
from sanctionscreen.sources.ofac_entries import effect_of
from sanctionscreen.sources.reading import Report

IGNORED = list_source("us_ofac_sdn").unread
SAMPLE = Path(__file__).resolve().parents[2] / "lists/samples/sdn_advanced.xml"
TEXT = SAMPLE.read_text(encoding="utf-8")
PERSON, COMPANY, VESSEL, AIRCRAFT, BANK, OFFICIAL = (f"99010{n}" for n in range(1, 7))


def _read(content: bytes | str) -> tuple[dict[str, Entity], Report]:
    raw = content.encode() if isinstance(content, str) else content
    report = Report("test", IGNORED)
    entities = ofac_advanced.read({"sdn_advanced.xml": io.BytesIO(raw)}, report)
    return {entity.uid: entity for entity in entities}, report


def _day(year: int, month: int, day: int) -> DateRange:
    return DateRange.day(date(year, month, day))


@pytest.fixture(scope="module")
def sample() -> dict[str, Entity]:
    entities, report = _read(TEXT)
    assert report.problems == []
    assert report.published_on == date(2025, 11, 19)
    return entities


# --- The sample -------------------------------------------------------------------------------


def test_sample_keeps_the_published_order(sample: dict[str, Entity]) -> None:
    assert list(sample) == [PERSON, COMPANY, VESSEL, AIRCRAFT, BANK, OFFICIAL]


@pytest.mark.parametrize(
    ("uid", "entity_type", "caption", "remarks"),
    [
        pytest.param(PERSON, EntityType.PERSON, "XUGOU, Ceshi", "an invented person", id="person"),
        pytest.param(
            COMPANY,
            EntityType.ORGANISATION,
            "QUILLFEATHER EXAMPLE HOLDINGS LTD.",
            None,
            id="organisation",
        ),
        pytest.param(VESSEL, EntityType.VESSEL, "INVENTED STAR", None, id="vessel"),
        pytest.param(AIRCRAFT, EntityType.AIRCRAFT, "ZZ-INV", None, id="aircraft"),
    ],
)
def test_sample_parties(
    sample: dict[str, Entity],
    uid: str,
    entity_type: EntityType,
    caption: str,
    remarks: str | None,
) -> None:
    entity = sample[uid]
    assert (entity.entity_id, entity.entity_type) == (f"test:{uid}", entity_type)
    assert (entity.caption, entity.remarks) == (caption, remarks)


@pytest.mark.parametrize(
    ("uid", "expected"),
    [
        pytest.param(
            PERSON,
            [
                ("XUGOU, Ceshi", NameKind.PRIMARY, "Name", "Latn"),
                ("虚构测试", NameKind.PRIMARY, "Name", "Hans"),
                ("Ceshi Alan XUGOU", NameKind.ALIAS, "A.K.A.", "Latn"),
                ("THE PLACEHOLDER", NameKind.WEAK_ALIAS, "A.K.A.", "Latn"),
            ],
            id="two primary names, an alias in other order, a weak alias",
        ),
        pytest.param(
            COMPANY,
            [
                ("QUILLFEATHER EXAMPLE HOLDINGS LTD.", NameKind.PRIMARY, "Name", "Latn"),
                ("QUILLFEATHER BANK", NameKind.FORMER, "F.K.A.", "Latn"),
                ("КВИЛЛФЕЗЕР ХОЛДИНГ", NameKind.ALIAS, "N.K.A.", "Cyrl"),
            ],
            id="a former name with two blanks, a name now used",
        ),
        pytest.param(
            OFFICIAL,
            [
                ("VALDIVAR QUILLAN, Teodoro", NameKind.PRIMARY, "Name", "Latn"),
                ("ВАЛЬДИВАР, Теодоро", NameKind.ALIAS, "A.K.A.", "Cyrl"),
                ("발테오", NameKind.ALIAS, "A.K.A.", "Kore"),
            ],
            id="two family names, three scripts",
        ),
    ],
)
def test_sample_names(
    sample: dict[str, Entity], uid: str, expected: list[tuple[str, NameKind, str, str]]
) -> None:
    names = sample[uid].names
    assert [(n.full, n.kind, n.published_as, n.script) for n in names] == expected
    assert [n.strength for n in names] == [
        "low" if kind is NameKind.WEAK_ALIAS else None for _, kind, _, _ in expected
    ]


def test_sample_name_parts(sample: dict[str, Entity]) -> None:
    assert sample[PERSON].names[2].parts == (
        NamePart(kind="first", text="Ceshi"),
        NamePart(kind="middle", text="Alan"),
        NamePart(kind="last", text="XUGOU"),
    )


def test_sample_births_are_alternatives(sample: dict[str, Entity]) -> None:
    assert sample[PERSON].births == (
        _day(1961, 3, 5),
        DateRange(start=date(1960, 1, 1), end=date(1962, 12, 31), precision=Precision.RANGE),
        DateRange(start=date(1963, 1, 1), end=date(1963, 12, 31), precision=Precision.CIRCA),
    )


def test_sample_facts_of_a_person(sample: dict[str, Entity]) -> None:
    person = sample[PERSON]
    assert person.birth_places == ("Nowhere, China",)
    assert person.gender is Gender.MALE
    assert person.titles == ("Minister of Invented Affairs",)
    assert [(tie.role, tie.text, tie.code) for tie in person.countries] == [
        (CountryRole.NATIONALITY, "China", "CN")
    ]
    assert person.wallets == (
        Wallet(address="1EhSv4rPK599EXQYpTr3HK6JDH6RbGCXUZ", asset="XBT"),
        Wallet(address="TCXjbDa7XDywrVHhxPUvsuX48ztsvywZ1a", asset="TRX"),
    )


@pytest.mark.parametrize(
    ("uid", "expected"),
    [
        pytest.param(
            PERSON,
            Identifier(
                kind=IdentifierKind.PASSPORT,
                published_as="Passport",
                number="X0000000",
                country="CN",
                country_text="China",
                validity=Validity.FRAUDULENT,
            ),
            id="fraudulent passport",
        ),
        pytest.param(
            PERSON,
            Identifier(
                kind=IdentifierKind.NATIONAL_ID,
                published_as="National ID No.",
                number="44-5566-7",
                country="PE",
                country_text="Peru",
                validity=Validity.VALID,
                authority="issued in Piedra Inventada, Peru",
                issued=_day(2015, 2, 1),
                expires=DateRange.year(2025),
            ),
            id="national id with dates and place",
        ),
        pytest.param(
            COMPANY,
            Identifier(
                kind=IdentifierKind.IMO,
                published_as="Company Number",
                number="IMO 0000024",
                country="CY",
                country_text="Cyprus",
                validity=Validity.VALID,
                authority="Invented Maritime Registry",
            ),
            id="IMO number of a company",
        ),
        pytest.param(
            COMPANY,
            Identifier(
                kind=IdentifierKind.LEI,
                published_as="Legal Entity Number",
                number="INVENTED000000000093",
                validity=Validity.VALID,
            ),
            id="LEI",
        ),
        pytest.param(
            COMPANY,
            Identifier(
                kind=IdentifierKind.REGISTRATION,
                published_as="Identification Number",
                number="HE 000000",
                country="CY",
                country_text="Cyprus",
                validity=Validity.VALID,
                note="an invented number",
            ),
            id="a company has no identity card",
        ),
        pytest.param(
            VESSEL,
            Identifier(
                kind=IdentifierKind.IMO,
                published_as="Vessel Registration Identification",
                number="IMO 0000012",
                validity=Validity.VALID,
            ),
            id="IMO number of a vessel",
        ),
        pytest.param(
            VESSEL,
            Identifier(
                kind=IdentifierKind.CALL_SIGN, published_as="Vessel Call Sign", number="9ZZZ9"
            ),
            id="call sign, a feature",
        ),
        pytest.param(
            AIRCRAFT,
            Identifier(
                kind=IdentifierKind.AIRCRAFT, published_as="Aircraft Tail Number", number="ZZ-INV"
            ),
            id="tail number, a feature",
        ),
    ],
)
def test_sample_identifiers(sample: dict[str, Entity], uid: str, expected: Identifier) -> None:
    assert expected in sample[uid].identifiers


@pytest.mark.parametrize(
    ("uid", "expected"),
    [
        pytest.param(
            PERSON,
            (
                Address(
                    text="No. 7 Invented Road, Nowhere, China",
                    city="Nowhere",
                    country="CN",
                    country_text="China",
                ),
                Address(
                    text="虚构路7号, 无名市, China",
                    city="无名市",
                    country="CN",
                    country_text="China",
                ),
            ),
            id="in two scripts",
        ),
        pytest.param(
            COMPANY,
            (
                Address(
                    text="Quillfeather House, 12 Placeholder Street, Examplia, 0000, Cyprus",
                    city="Examplia",
                    postal_code="0000",
                    country="CY",
                    country_text="Cyprus",
                ),
            ),
            id="all parts",
        ),
        pytest.param(
            OFFICIAL,
            (Address(text="Region: Gaza", country="PS", country_text="Region: Gaza"),),
            id="a country without ISO code",
        ),
        pytest.param(VESSEL, (), id="a location that says nothing"),
    ],
)
def test_sample_addresses(
    sample: dict[str, Entity], uid: str, expected: tuple[Address, ...]
) -> None:
    assert sample[uid].addresses == expected


def test_sample_flags(sample: dict[str, Entity]) -> None:
    assert [(tie.role, tie.text, tie.code) for tie in sample[VESSEL].countries] == [
        (CountryRole.FLAG, "Comoros", "KM"),
        (CountryRole.FORMER_FLAG, "Panama", "PA"),
        (CountryRole.FORMER_FLAG, "None Identified", None),
    ]


@pytest.mark.parametrize(
    ("uid", "expected"),
    [
        pytest.param(
            COMPANY,
            [
                Relation(
                    kind=RelationKind.OWNED_OR_CONTROLLED_BY,
                    published_as="Owned or Controlled By",
                    other_id=f"test:{PERSON}",
                    quality="High",
                )
            ],
            id="owned or controlled by",
        ),
        pytest.param(
            OFFICIAL,
            [
                Relation(
                    kind=RelationKind.LEADER_OF,
                    published_as="Leader or official of (since 2020-04-15)",
                    other_id=f"test:{COMPANY}",
                ),
                Relation(
                    kind=RelationKind.FAMILY,
                    published_as="Family member of (by marriage)",
                    other_id=f"test:{PERSON}",
                    former=True,
                    period=DateRange(
                        start=date(2015, 1, 1), end=date(2020, 4, 14), precision=Precision.RANGE
                    ),
                ),
            ],
            id="to this day, and for a period",
        ),
        pytest.param(PERSON, [], id="none: a tie stands on the party it starts from"),
    ],
)
def test_sample_relations(sample: dict[str, Entity], uid: str, expected: list[Relation]) -> None:
    assert list(sample[uid].relations) == expected


def test_sample_designation(sample: dict[str, Entity]) -> None:
    assert sample[COMPANY].designations[1] == Designation(
        programme="CYBER2",
        authority="OFAC",
        effect=Effect.BLOCKING,
        list_name="SDN List",
        measures=("Block",),
        events=(
            ListingEvent(on=date(2025, 10, 14), legal_basis="Executive Order 13581 (TCO)"),
            ListingEvent(on=date(2019, 5, 2)),
        ),
        listed_on=date(2019, 5, 2),
    )


def test_sample_party_on_two_lists(sample: dict[str, Entity]) -> None:
    assert [(d.list_name, d.programme, d.effect) for d in sample[BANK].designations] == [
        ("SDN List", "UKRAINE-EO13662", Effect.BLOCKING),
        ("SDN List", "RUSSIA-EO14024", Effect.BLOCKING),
        ("Sectoral Sanctions Identifications List", "UKRAINE-EO13662", Effect.SECTORAL),
        ("Sectoral Sanctions Identifications List", "RUSSIA-EO14024", Effect.SECTORAL),
    ]


@pytest.mark.parametrize(
    ("uid", "kind", "text"),
    [
        pytest.param(COMPANY, "Website", "www.quillfeather.example", id="website"),
        pytest.param(
            COMPANY,
            "Organization Established Date",
            "circa 2015-01-01/2015-12-31",
            id="approximate date",
        ),
        pytest.param(VESSEL, "VESSEL TYPE", "Crude Oil Tanker", id="looked-up word"),
        pytest.param(VESSEL, "reliability: False", "Vessel Flag: Comoros", id="a false flag"),
        pytest.param(
            PERSON,
            "reliability: Reported",
            "Birthdate: circa 1963-01-01/1963-12-31",
            id="a reported birth",
        ),
        pytest.param(
            PERSON, "comment: Digital Currency Address - TRX", "No tokens.", id="a comment"
        ),
    ],
)
def test_sample_details(sample: dict[str, Entity], uid: str, kind: str, text: str) -> None:
    assert Detail(kind=kind, text=text) in sample[uid].details


def test_read_takes_bytes_in_any_portion() -> None:
    class OneByOne(io.BytesIO):
        def read(self, size: int | None = -1, /) -> bytes:
            return super().read(min(97, size or 97))

    report = Report("test", IGNORED)
    entities = list(ofac_advanced.read({"a.xml": OneByOne(TEXT.encode())}, report))
    assert entities == list(_read(TEXT)[0].values())


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16"])
def test_read_other_encodings(encoding: str) -> None:
    raw = TEXT.replace('encoding="utf-8"', f'encoding="{encoding[:6].rstrip("-")}"').encode(
        encoding
    )
    assert _read(raw)[0] == _read(TEXT)[0]


@pytest.mark.parametrize(
    ("head", "expected"),
    [
        pytest.param(TEXT[:600].encode(), True, id="the sample"),
        pytest.param(b"\xef\xbb\xbf<?xml version='1.0'?><Sanctions>", True, id="byte order mark"),
        pytest.param(b"<sdnList xmlns='x'>", False, id="the classic XML"),
        pytest.param(b"<SanctionsList>", False, id="a longer name"),
        pytest.param(b"<!DOCTYPE html><html>", False, id="HTML"),
        pytest.param(b"", False, id="nothing"),
    ],
)
def test_recognises(head: bytes, expected: bool) -> None:
    assert ofac_advanced.recognises("any.xml", head) is expected


@pytest.mark.parametrize(
    ("list_name", "measures", "effect"),
    [
        pytest.param("SDN List", ["Block"], Effect.BLOCKING, id="SDN"),
        pytest.param(
            "SDN List", ["13662 Sectoral Directive 3"], Effect.BLOCKING, id="SDN without Block"
        ),
        pytest.param(
            "Sectoral Sanctions Identifications List", ["Block"], Effect.SECTORAL, id="SSI"
        ),
        pytest.param(
            "Consolidated List",
            ["Executive Order 14024 Directive 2", "Block"],
            Effect.SECTORAL,
            id="Consolidated, a directive",
        ),
        pytest.param(
            "Consolidated List", ["Reject", "Block"], Effect.OTHER, id="Consolidated, no directive"
        ),
        pytest.param(
            "Non-SDN Palestinian Legislative Council List", ["Block"], Effect.OTHER, id="NS-PLC"
        ),
    ],
)
def test_effect_of(list_name: str, measures: list[str], effect: Effect) -> None:
    assert effect_of(list_name, measures) is effect

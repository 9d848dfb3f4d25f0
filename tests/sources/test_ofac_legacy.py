"""OFAC's legacy CSV files: the invented sample, ways to be broken, the real list of 2021."""

import io
from collections import Counter
from collections.abc import Mapping
from pathlib import Path

import pytest

from sanctionscreen.errors import ParseError
from sanctionscreen.model import Effect, Entity, EntityType, NameKind, RelationKind
from sanctionscreen.sources import ofac_legacy
from sanctionscreen.sources.reading import Report

SAMPLE = Path(__file__).resolve().parents[2] / "lists/samples/ofac_legacy"
REAL = Path(__file__).resolve().parents[3] / "shared/data/ofac/legacy_2021-07-07"
NULL = "-0- "
ORGANISATION = f'7,"INVENTED LTD",{NULL},"SDGT"' + f",{NULL}" * 8 + "\r\n"
PERSON = '7,"NOBODY, Nemo","individual","SDGT"' + f",{NULL}" * 8 + "\r\n"


def _files(**changes: bytes | str | None) -> dict[str, bytes]:
    """One invented organisation in four files; a change replaces a file, null takes it away."""
    contents: dict[str, bytes | str | None] = {
        "sdn": ORGANISATION,
        "add": f'7,1,{NULL},"Lima","Peru",{NULL}\r\n',
        "alt": f'7,1,"aka","INV",{NULL}\r\n',
        "sdn_comments": "",
        **changes,
    }
    return {
        f"{stem}.csv": text.encode() + b"\x1a" if isinstance(text, str) else text
        for stem, text in contents.items()
        if text is not None
    }


def _read(files: Mapping[str, bytes]) -> tuple[list[Entity], Report]:
    report = Report(list_id="test")
    streams = {name: io.BytesIO(content) for name, content in files.items()}
    return list(ofac_legacy.read(streams, report)), report


def _one(**changes: bytes | str | None) -> tuple[Entity, Report]:
    (entity,), report = _read(_files(**changes))
    return entity, report


def _problems(report: Report) -> list[tuple[str, str]]:
    return [(problem.record, problem.field) for problem in report.problems]


def _sample() -> dict[str, Entity]:
    entities, report = _read({path.name: path.read_bytes() for path in SAMPLE.glob("*.csv")})
    assert report.problems == []
    return {entity.uid: entity for entity in entities}


# --- The sample -------------------------------------------------------------------------------


def test_sample_keeps_the_published_order() -> None:
    assert list(_sample()) == ["990001", "990002", "990003", "990004", "990005"]


def test_sample_person() -> None:
    person = _sample()["990001"].model_dump(
        mode="json", exclude_defaults=True, exclude={"remarks", "identifiers", "births"}
    )
    assert person == {
        "list_id": "test",
        "uid": "990001",
        "entity_type": "person",
        "names": [
            {
                "full": "VALDIVAR QUILLAN, Teodoro, Jr.",
                "kind": "primary",
                "parts": [
                    {"kind": "last", "text": "VALDIVAR QUILLAN"},
                    {"kind": "first", "text": "Teodoro"},
                    {"kind": "suffix", "text": "Jr."},
                ],
            },
            {
                "full": "VALDIVAR, Teo",
                "kind": "alias",
                "published_as": "aka",
                "parts": [{"kind": "last", "text": "VALDIVAR"}, {"kind": "first", "text": "Teo"}],
            },
            {
                "full": "EL INVENTADO",
                "kind": "weak_alias",
                "strength": "weak",
                "published_as": "a.k.a.",
            },
            {
                "full": "O'QUILLAN, Teo",
                "kind": "weak_alias",
                "strength": "weak",
                "published_as": "f.k.a.",
                "parts": [{"kind": "last", "text": "O'QUILLAN"}, {"kind": "first", "text": "Teo"}],
            },
        ],
        "birth_places": ["Piedra Inventada, Peru", "Lima, Peru"],
        "gender": "male",
        "titles": ["Colonel", "Deputy Minister of Invented Affairs"],  # once, though told twice
        "countries": [
            {"role": "nationality", "text": "Peru", "code": "PE"},
            {"role": "citizenship", "text": "Chile", "code": "CL"},
        ],
        "addresses": [
            {
                "text": "Calle Inventada 12, Lima 15001, Peru",
                "city": "Lima",
                "postal_code": "15001",
                "country": "PE",
                "country_text": "Peru",
            }
        ],
        "designations": [
            {
                "programme": programme,
                "authority": "OFAC",
                "effect": "blocking",
                "list_name": "SDN List",
            }
            for programme in ("SDGT", "IFSR")
        ],
        "relations": [
            {
                "kind": "other",
                "published_as": "Linked To",
                "other_id": "test:990002",
                "other_name": "QUILLFEATHER EXCHANGE",
            },
            {"kind": "other", "published_as": "Linked To", "other_name": "PARTY OF NO LIST"},
        ],
        "details": [{"kind": "remark", "text": "Brother of nobody"}],
    }


def test_sample_remark_goes_on_in_the_comments_within_a_wallet() -> None:
    exchange = _sample()["990002"]
    assert exchange.remarks is not None
    assert exchange.remarks[983:1017] == "1MkRZbwvmEJvZyJ2uiPVgQBcromDs3mwJf"
    assert [(wallet.asset, wallet.address) for wallet in exchange.wallets] == [
        ("ETH", "0x1b1418889636c5d8ca44be174f8b60593de6c16e"),
        ("TRX", "TCuWWLapgYLrozEJGCSM7Zrx6YzDgiPL1y"),
        ("XBT", "1MkRZbwvmEJvZyJ2uiPVgQBcromDs3mwJf"),
        ("XBT", "1511zwxrE2XS78JvQVhThWw6b6fJ2LotnG"),
    ]
    assert exchange.relations[0].other_id == "test:990001"
    assert [(name.kind, name.published_as) for name in exchange.names] == [
        (NameKind.PRIMARY, None),
        (NameKind.FORMER, "fka"),
        (NameKind.ALIAS, "nka"),
        (NameKind.WEAK_ALIAS, "a.k.a."),
    ]


def test_sample_vessel_aircraft_and_organisation() -> None:
    sample = _sample()
    vessel, aircraft, organisation = (sample[f"99000{number}"] for number in (3, 4, 5))

    assert vessel.entity_type is EntityType.VESSEL
    assert [(i.kind.value, i.number) for i in vessel.identifiers] == [
        ("call_sign", "9ZZZ9"),
        ("imo", "IMO 0000012"),
        ("mmsi", "990000001"),
    ]
    assert [(tie.role.value, tie.code) for tie in vessel.countries] == [
        ("flag", "PA"),
        ("former_flag", "MT"),
        ("former_flag", None),
    ]
    assert [(detail.kind, detail.text) for detail in vessel.details] == [
        ("VESSEL TYPE", "Crude Oil Tanker"),
        ("Vessel Tonnage", "318,000"),
        ("Vessel Gross Registered Tonnage", "163,660"),
        ("Vessel Owner", "Quillfeather Shipping Ltd."),
    ]
    assert vessel.relations[0].other_id == "test:990005"
    assert aircraft.entity_type is EntityType.AIRCRAFT
    assert {identifier.kind.value for identifier in aircraft.identifiers} == {"aircraft"}
    assert organisation.entity_type is EntityType.ORGANISATION
    assert organisation.remarks is None
    (address,) = organisation.addresses
    assert (address.region, address.country, address.country_text) == ("Gaza", "PS", "Region: Gaza")


def test_sample_has_the_quirks_of_the_real_files() -> None:
    for path in SAMPLE.glob("*.csv"):
        content = path.read_bytes()
        assert content.endswith(b"\r\n\x1a")
        assert content.count(b"\n") == content.count(b"\r\n")
        assert content.isascii()
    assert b",-0- ," in (SAMPLE / "sdn.csv").read_bytes()


# --- What the files mean ----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "head", "expected"),
    [
        pytest.param("SDN.CSV", b'36,"A', True, id="any case"),
        pytest.param("cons_comments.csv", b"\x1a", True, id="comments without a row"),
        pytest.param("alt.csv", b"", True, id="empty: ours, and refused by read"),
        pytest.param("x/add.csv", b"\xef\xbb\xbf36,1", True, id="folder and byte order mark"),
        pytest.param("sdn.csv", b"<!DOCTYPE html>", False, id="an error page"),
        pytest.param("sdn.csv", b"ent_num,name", False, id="somebody's header"),
        pytest.param("names.csv", b'36,"A', False, id="another name"),
    ],
)
def test_recognises(name: str, head: bytes, expected: bool) -> None:
    assert ofac_legacy.recognises(name, head) is expected


@pytest.mark.parametrize(
    ("programme", "effect"),
    [
        pytest.param("UKRAINE-EO13662", Effect.SECTORAL, id="sectoral directives"),
        pytest.param("RUSSIA-EO14024", Effect.SECTORAL, id="directives of 2022"),
        pytest.param("CMIC-EO13959", Effect.INVESTMENT, id="Chinese military companies"),
        pytest.param("NS-PLC", Effect.OTHER, id="legislative council"),
        pytest.param("BRAND-NEW", Effect.OTHER, id="unknown programme"),
    ],
)
def test_effect_of_the_non_sdn_lists(programme: str, effect: Effect) -> None:
    files = _files(sdn=ORGANISATION.replace("SDGT", programme))
    names = ("cons_prim.csv", "cons_add.csv", "cons_alt.csv", "cons_comments.csv")
    (entity,), _ = _read(dict(zip(names, files.values(), strict=True)))
    (designation,) = entity.designations
    assert (designation.list_name, designation.effect) == ("Consolidated List", effect)
    assert designation.listed_on is None


def test_file_names_in_any_case() -> None:
    (entity,), report = _read({name.upper(): content for name, content in _files().items()})
    assert [name.full for name in entity.names] == ["INVENTED LTD", "INV"]
    assert report.problems == []


@pytest.mark.parametrize(
    ("place", "expected"),
    [
        pytest.param("Havana", ("Havana", None, None), id="city"),
        pytest.param("Zurich CH-8022", ("Zurich", None, "CH-8022"), id="postal code"),
        pytest.param("London EC2R 7HD", ("London", None, "EC2R 7HD"), id="code of two words"),
        pytest.param("Miami, FL", ("Miami", "FL", None), id="region"),
        pytest.param("Colima, Colima 28000", ("Colima", "Colima", "28000"), id="all three"),
        pytest.param("Unit 5, Zone 2, Baghdad", (None, None, None), id="no telling"),
    ],
)
def test_place_of_an_address(place: str, expected: tuple[str | None, ...]) -> None:
    entity, _ = _one(add=f'7,1,"Street 1","{place}","Peru",{NULL}\r\n')
    (address,) = entity.addresses
    assert address.text == f"Street 1, {place}, Peru"
    assert (address.city, address.region, address.postal_code) == expected


def test_remarks_of_aliases_and_addresses_become_details() -> None:
    entity, _ = _one(alt='7,1,"aka","INV","note"\r\n', add='7,1,"Street 1","A","Peru","closed"\r\n')
    assert [(detail.kind, detail.text) for detail in entity.details] == [
        ("alias remark", "INV: note"),
        ("address remark", "closed"),
    ]


@pytest.mark.parametrize(
    ("other", "link", "resolved"),
    [
        pytest.param("SOME PARTY", "SOME PARTY.", True, id="the remark's full stop"),
        pytest.param("SOME BROS.", "SOME BROS.", True, id="the name's full stop"),
        pytest.param("SOME A.B. LIMITADA.", "SOME A.B. LIMITADA.", True, id="a stop that was cut"),
        pytest.param("SOME CO", "SOME CO.", True, id="a stop that was kept"),
        pytest.param("INV", "INV.", True, id="an alias of one party"),
        pytest.param("OTHER", "NO PARTY.", False, id="nobody"),
    ],
)
def test_links_are_resolved_by_name(other: str, link: str, resolved: bool) -> None:
    linked = ORGANISATION.rstrip().removesuffix(NULL.strip()) + f'"Linked To: {link}"\r\n'
    alias = f'8,2,"aka","INV",{NULL}\r\n' if other == "INV" else ""
    second = ORGANISATION.replace("7", "8", 1).replace("INVENTED LTD", other.replace("INV", "X"))
    entities, _ = _read(_files(sdn=linked + second, alt=alias))
    (relation,) = entities[0].relations
    assert relation.kind is RelationKind.OTHER
    assert relation.other_id == ("test:8" if resolved else None)


def test_a_link_that_two_parties_answer_to_stays_open() -> None:
    linked = ORGANISATION.rstrip().removesuffix(NULL.strip()) + '"Linked To: TWIN."\r\n'
    twins = "".join(
        ORGANISATION.replace("7", uid, 1).replace("INVENTED LTD", "TWIN") for uid in "89"
    )
    entities, _ = _read(_files(sdn=linked + twins))
    (relation,) = entities[0].relations
    assert (relation.other_id, relation.other_name) == (None, "TWIN")


# --- Broken files -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        pytest.param({"alt": None}, "missing: alt.csv", id="a file missing"),
        pytest.param({"cons_prim": ORGANISATION}, "expected the files of one list", id="two lists"),
        pytest.param({"sdn": b""}, "sdn.csv is empty", id="empty"),
        pytest.param({"sdn_comments": b"\r\n"}, "sdn_comments.csv is empty", id="only a line end"),
        pytest.param({"sdn": ""}, "no party in sdn.csv", id="no party"),
        pytest.param(
            {"sdn": ORGANISATION * 2}, "record 7 (sdn.csv, line 2): the party", id="twice"
        ),
        pytest.param(
            {"sdn": ORGANISATION.replace('"INVENTED LTD"', NULL)}, "without a name", id="no name"
        ),
        pytest.param({"add": '7,1,"Lima"\r\n'}, "add.csv, line 1: 3 columns", id="columns"),
        pytest.param({"alt": "\r\n"}, "alt.csv, line 1: 0 columns", id="an empty line"),
        pytest.param({"alt": '"x",1,"aka","A",-0- \r\n'}, "no number of a party", id="no number"),
        pytest.param({"alt": b'7,1,"aka","IN'}, "cut off", id="cut within quotes"),
        pytest.param({"alt": b'7,1,"aka","INV\r\n'}, "cut off", id="quotes open at a line end"),
        pytest.param({"alt": b'7,1,"aka","IN\x1a'}, "cut off", id="quotes open at the end mark"),
        pytest.param({"alt": b'7,1,"aka","INV",-0'}, "cut off", id="cut within the last cell"),
        pytest.param({"alt": b'\x1a7,1,"aka","B",-0- \r\n'}, "goes on after", id="mark in front"),
        pytest.param({"alt": b'7,1,"aka","\x81\xff",-0- \r\n'}, "neither UTF-8", id="no text"),
    ],
)
def test_broken_files_are_refused(changes: dict[str, bytes | str | None], message: str) -> None:
    with pytest.raises(ParseError) as caught:
        _read(_files(**changes))
    assert message in str(caught.value)
    assert caught.value.source == "test"


@pytest.mark.parametrize(
    ("changes", "problems"),
    [
        pytest.param(
            {"alt": f'7,1,"aka","INV",{NULL}\r\n'.encode()}, [("alt.csv", "end mark")], id="no 0x1A"
        ),
        pytest.param({"add": f'9,1,{NULL},"Lima","Peru",{NULL}\r\n'}, [("9", "add.csv")], id="add"),
        pytest.param({"alt": f'9,1,"aka","X",{NULL}\r\n' * 2}, [("9", "alt.csv")] * 2, id="alt"),
        pytest.param({"sdn_comments": '9,"X"\r\n'}, [("9", "sdn_comments.csv")], id="comments"),
        pytest.param({"notes": "x"}, [("notes.csv", "file")], id="a fifth file"),
        pytest.param({"sdn_comments": '7,"X"\r\n'}, [("7", "remarks")], id="nothing to go on with"),
        pytest.param({"alt": f'7,1,"bka","X",{NULL}\r\n'}, [("7", "alias")], id="kind of alias"),
        pytest.param({"alt": f'7,1,"aka",{NULL},{NULL}\r\n'}, [("7", "alias")], id="no alias"),
        pytest.param(
            {"add": f'7,1,{NULL},{NULL},"Narnia",{NULL}\r\n'}, [("7", "country")], id="far"
        ),
        pytest.param({"sdn": ORGANISATION.replace(NULL, '"ufo"', 1)}, [("7", "type")], id="type"),
        pytest.param(
            {"sdn": ORGANISATION.replace('"SDGT"', NULL)}, [("7", "programme")], id="none"
        ),
    ],
)
def test_oddities_are_reported(
    changes: dict[str, bytes | str | None], problems: list[tuple[str, str]]
) -> None:
    _, report = _one(**changes)
    assert _problems(report) == problems


def test_a_remark_cut_off_without_continuation_is_reported() -> None:
    remark = ORGANISATION.rstrip().removesuffix(NULL.strip()) + f'"{"x" * 1000}"\r\n'
    entity, report = _one(sdn=remark)
    assert entity.remarks == "x" * 1000
    assert _problems(report) == [("7", "remarks")]


def test_the_space_at_the_cut_is_a_part_of_the_remark() -> None:
    start = "x" * 985 + "; Passport AB1 "
    assert len(start) == 1000
    remark = ORGANISATION.rstrip().removesuffix(NULL.strip()) + f'"{start}"\r\n'
    entity, _ = _one(sdn=remark, sdn_comments='7,"(Peru)."\r\n')
    assert entity.identifiers[-1].country == "PE"


def test_an_unknown_country_is_reported_once_a_file() -> None:
    row = f'7,1,{NULL},"A","Narnia",{NULL}\r\n'
    _, report = _one(add=row + row.replace("A", "B"))
    assert _problems(report) == [("7", "country")]


def test_two_genders_are_reported() -> None:
    sdn = PERSON.rstrip().removesuffix(NULL.strip()) + '"Gender Male; alt. Gender Female."\r\n'
    entity, report = _one(sdn=sdn)
    assert entity.gender is not None
    assert _problems(report) == [("7", "gender")]


def test_another_encoding_is_read_and_reported() -> None:
    entity, report = _one(alt=f'7,1,"aka","MUÑOZ",{NULL}\r\n'.encode("cp1252") + b"\x1a")
    assert entity.names[1].full == "MUÑOZ"
    assert _problems(report) == [("alt.csv", "encoding")]


# --- The real list of 7 July 2021 -------------------------------------------------------------


@pytest.fixture(scope="module")
def real() -> tuple[dict[str, Entity], Report]:
    """The whole SDN list as published on 7 July 2021."""
    if not REAL.is_dir():
        pytest.skip(f"the real list is not beside the checkout: {REAL}")
    entities, report = _read({path.name: path.read_bytes() for path in REAL.glob("*.csv")})
    return {entity.uid: entity for entity in entities}, report


@pytest.mark.real
def test_real_counts(real: tuple[dict[str, Entity], Report]) -> None:
    entities = real[0].values()
    assert Counter(entity.entity_type.value for entity in entities) == {
        "person": 4620,
        "organisation": 3673,
        "vessel": 406,
        "aircraft": 277,
    }
    # ALT.CSV has 11,910 rows, two of which repeat a name of their party.
    assert Counter(name.kind.value for entity in entities for name in entity.names) == {
        "primary": 8976,
        "alias": 11539,
        "former": 369,
        "weak_alias": 2442,
    }
    assert sum(len(entity.wallets) for entity in entities) == 97
    assert sum(len(entity.births) for entity in entities) == 5124
    links = [relation for entity in entities for relation in entity.relations]
    assert (len(links), sum(link.other_id is None for link in links)) == (3408, 9)


@pytest.mark.real
def test_real_remarks_lose_no_wallet_and_no_weak_alias(
    real: tuple[dict[str, Entity], Report],
) -> None:
    for entity in real[0].values():
        remarks = entity.remarks or ""
        weak = [name for name in entity.names if name.kind is NameKind.WEAK_ALIAS]
        assert remarks.count("Digital Currency Address - ") == len(entity.wallets)
        assert sum(remarks.count(f"{word} '") for word in ("k.a.", "b.a.")) == len(weak)


@pytest.mark.real
@pytest.mark.parametrize(
    ("uid", "asset", "address"),
    [
        pytest.param("30518", "XBT", "1GqChmWqGtsaLrGbHfgdrV5Nkvahtjjuxr", id="within the address"),
        pytest.param(
            "29703", "ETH", "0x8576acc5c05d6ce88f4e49bf65bdf0c62f91353c", id="within the label"
        ),
    ],
)
def test_real_wallets_across_the_cut(
    real: tuple[dict[str, Entity], Report], uid: str, asset: str, address: str
) -> None:
    wallets = [(wallet.asset, wallet.address) for wallet in real[0][uid].wallets]
    assert (asset, address) in wallets


@pytest.mark.real
def test_real_problems_are_few_and_explained(real: tuple[dict[str, Entity], Report]) -> None:
    problems = real[1].problems
    # This copy of the comments lacks its end mark. Ten remarks are prose around a document:
    # "Passport issued in Sarajevo", a red notice of Interpol, numbers with a story behind them.
    others = Counter(problem.field for problem in problems if problem.field != "country")
    assert others == {"end mark": 1, "remarks": 10}
    # "possibly Palestinian", "Eritrean" and the Netherlands Antilles, which are no more; the rest
    # are spellings that the table of territories may learn.
    assert 3 <= len(problems) - others.total() <= 11

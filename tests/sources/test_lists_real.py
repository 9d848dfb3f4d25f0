"""The real publications: every record read, every field taken, nothing odd but what is known."""

import csv
import io
from collections import Counter
from pathlib import Path
from typing import Final

import pytest

import benches
from sanctionscreen.model import Entity
from sanctionscreen.sources.formats import READERS
from sanctionscreen.sources.manifest import ListSource, list_source
from sanctionscreen.sources.own_table import ColumnMapping, OwnTable, TableOptions
from sanctionscreen.sources.reading import Report

pytestmark = pytest.mark.real
DATA: Final = Path(__file__).resolve().parents[3] / "shared/data"


def read(format_: str, list_id: str, *paths: str) -> tuple[list[Entity], Report]:
    files = [DATA / path for path in paths]
    if not all(file.exists() for file in files):
        pytest.skip(f"the real list is not here: {files[0]}")
    report = Report(list_id, list_source(list_id).unread)
    streams = {file.name.lower(): io.BytesIO(file.read_bytes()) for file in files}
    return list(READERS[format_].read(streams, report)), report


#: format, list, file → parties by type, names, how many problems, the date of publication.
LISTS: Final = [
    pytest.param(
        "ofac_non_sdn_xml", "us_ofac_cons", "ofac/non_sdn/consolidated.xml",
        {"organisation": 363, "person": 80}, 1579, 0, "2025-03-28", id="Non-SDN",
    ),
    pytest.param(
        "un_xml", "un_sc", "un/un_consolidated_2026-02-27.xml",
        {"person": 730, "organisation": 273}, 4195, 1, "2026-02-27", id="UN, new",
    ),
    pytest.param(
        "un_xml", "un_sc", "un/un_consolidated_2025-11-21.xml",
        {"person": 727, "organisation": 273}, 4194, 1, "2025-11-20", id="UN, old",
    ),
    pytest.param(
        "sema_xml", "ca_sema", "ca/sema_2025-06-08.xml",
        {"person": 3334, "organisation": 1316, "vessel": 109}, 8323, 0, "2025-03-20", id="Canada",
    ),
    pytest.param(
        "dfat_xlsx", "au_dfat", "au/dfat_consolidated_2026-08-02.xlsx",
        {"person": 2543, "organisation": 1041, "vessel": 262}, 11_048, 10, "2026-07-21",
        id="Australia",
    ),
    pytest.param(
        "csl_csv", "us_csl", "csl/csl_watchman_excerpt.csv", {"unknown": 47}, 52, 0, None,
        id="CSL, 28 columns",
    ),
    pytest.param(
        "csl_csv", "us_csl", "csl/csl_consolidated_watchman_sample.csv", {"unknown": 6}, 12, 1,
        None, id="CSL, 29 columns",
    ),
    pytest.param(
        "fincen_details_csv", "us_fincen_311", "fincen/fincen_special_measures_details.csv",
        {"organisation": 219}, 303, 1, None, id="FinCEN",
    ),
    pytest.param(
        "seco_xml", "ch_seco", "ch/seco_format_sample_2024-01-17.xml", {"person": 3}, 3, 1,
        "2024-01-17", id="Switzerland, format sample",
    ),
    pytest.param(
        "eu_fsf_xml", "eu_fsf", "eu/eu_fsf_schema_sample.xml", {"organisation": 2}, 2, 2,
        "2026-08-05", id="EU, schema sample",
    ),
    pytest.param(
        "uk_xml", "uk_sanctions", "uk/uk_sanctions_list_schema_sample.xml", {"unknown": 2}, 2, 4,
        "2026-08-20", id="UK, schema sample",
    ),
]  # fmt: skip


@pytest.mark.parametrize(
    ("format_", "list_id", "path", "types", "names", "problems", "published_on"), LISTS
)
def test_a_real_list_is_read_whole(  # noqa: PLR0917  # a row of the table
    format_: str,
    list_id: str,
    path: str,
    types: dict[str, int],
    names: int,
    problems: int,
    published_on: str | None,
) -> None:
    entities, report = read(format_, list_id, path)
    assert Counter(entity.entity_type.value for entity in entities) == types
    assert len({entity.uid for entity in entities}) == len(entities)
    assert sum(len(entity.names) for entity in entities) == names
    assert len(report.problems) == problems, report.problems[:5]
    assert not [problem for problem in report.problems if "not read" in problem.reason]
    found = None if report.published_on is None else report.published_on.isoformat()
    assert found == published_on
    assert all(entity.designations for entity in entities)


def test_the_classic_xml_and_the_csv_of_the_non_sdn_list_agree() -> None:
    xml, _ = read("ofac_non_sdn_xml", "us_ofac_cons", "ofac/non_sdn/consolidated.xml")
    stems = ("prim", "add", "alt", "comments")
    report = Report("us_ofac_cons", list_source("us_ofac_cons").unread)
    streams = {}
    for stem in stems:
        path = DATA / f"ofac/non_sdn/cons_{stem}_watchman.csv"
        streams[f"cons_{stem}.csv"] = io.BytesIO(path.read_bytes())
    table = {e.uid: e for e in READERS["ofac_legacy_csv"].read(streams, report)}
    both = [(entity, table[entity.uid]) for entity in xml if entity.uid in table]
    assert len(both) > 380
    same = sum(one.names[0].full.casefold() == two.names[0].full.casefold() for one, two in both)
    assert same / len(both) > 0.97  # the two files are not of the same day


# --- The United Kingdom: the official table, put together again from a third party's tables ------


def test_the_real_parties_of_the_united_kingdom() -> None:
    if not (DATA / "uk").is_dir():
        pytest.skip(f"the real list is not in {DATA}")
    uk_table = benches.bench("uk_table")
    report = Report("uk_sanctions", list_source("uk_sanctions").unread)
    streams = {"uk.csv": io.BytesIO(uk_table.official_uk_table(DATA))}
    entities = list(READERS["uk_csv"].read(streams, report))
    published = list(uk_table.rows_of(DATA / "uk/uksl_20260507_subjects.csv"))
    assert len(entities) == len(published)
    types = Counter(entity.entity_type.value for entity in entities)
    wanted = Counter(row["subject_type"] for row in published)
    assert (types["person"], types["organisation"], types["vessel"]) == (
        wanted["individual"], wanted["entity"], wanted["ship"],
    )  # fmt: skip
    chen = next(entity for entity in entities if entity.uid == "GHR0179")
    assert "Zhi" in chen.caption
    assert sum(bool(entity.births) for entity in entities) > 3000
    assert len(report.problems) < 40, report.problems[:10]


# --- An own mapping, tried on tables that nobody made for us -------------------------------------

JOURNAL: Final = ColumnMapping.model_validate(
    {
        "name": "name",
        "alias": "alias",
        "weak_alias": "weakAlias",
        "former": "previousName",
        "type": "schema",
        "gender": "gender",
        "title": "position",
        "birth_date": "birthDate",
        "birth_place": "birthPlace",
        "nationality": "nationality",
        "registration": ["jurisdiction", "country"],
        "flag": "flag",
        "address": "address",
        "programme": "programKey",
        "legal_basis": "celex",
        "listed_on": "startDate",
        "remarks": "notes",
        "details": [
            "recordId", "annex", "measure", "reason", "appearance", "ethnicity", "fatherName",
            "motherName", "incorporationDate", "legalForm", "sector", "phone", "email", "website",
        ],
        "identifiers": {
            "Passport": "passportNumber",
            "National ID": "idNumber",
            "Tax ID": ["taxNumber", "innCode"],
            "Registration number": ["registrationNumber", "ogrnCode", "kppCode", "okpoCode"],
            "LEI": "leiCode",
            "SWIFT/BIC": "swiftBic",
            "ticker ISIN": "ticker",
            "IMO": "imoNumber",
            "MMSI": "mmsi",
        },
    }
)  # fmt: skip


def test_an_own_mapping_reads_the_journal_of_the_european_union() -> None:
    folder = DATA / "eu/per_regulation"
    if not folder.exists():
        pytest.skip(f"the real tables are not here: {folder}")
    types = {
        "Person": "person", "LegalEntity": "organisation", "Organization": "organisation",
        "Company": "organisation", "Vessel": "vessel", "Asset": "unknown",
    }  # fmt: skip
    options = TableOptions.model_validate({"types": types, "separator": ";"})
    reader = OwnTable(JOURNAL, options, "Council of the EU")
    report = Report("eu_journal")
    streams = {
        path.name: io.BytesIO(path.read_bytes())
        for path in sorted(folder.glob("*.csv"))
        if path.read_text(encoding="utf-8-sig").startswith("celex,")
    }
    filled = {name: data for name, data in streams.items() if data.getvalue().count(b"\n") > 1}
    entities = list(reader.read(filled, report))
    lines = sum(
        1 for data in filled.values() for _ in csv.reader(io.StringIO(data.getvalue().decode()))
    )
    assert len(entities) == lines - len(filled) > 7000
    unread = [problem for problem in report.problems if "not read" in problem.reason]
    assert unread == []


def test_manifests_do_not_leak_into_each_other() -> None:
    assert ListSource.model_fields["columns"].default is None

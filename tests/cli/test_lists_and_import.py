"""`lists` and `import`: what the store holds, and what becomes of a file."""

import gzip
import json
import shutil
import zipfile
from pathlib import Path

import pytest

from cli.harness import Run
from sanctionscreen.sources.folder import lists_dir

SAMPLES = lists_dir() / "samples"
SAMPLE = SAMPLES / "sdn_advanced.xml"
LIST_KEYS = [
    "list_id",
    "snapshot_id",
    "coverage",
    "published_at",
    "fetched_at",
    "checked_at",
    "entities",
    "names",
    "wallets",
    "age_hours",
    "licence",
    "attribution",
]
OUTCOME_KEYS = ["list_id", "outcome", "reason", "snapshot_id", "entities", "seconds"]
ACCEPTED = ("--accept", "bounds", "--format", "json")


def test_lists_in_json_are_an_array_with_exactly_the_keys_of_the_contract(
    run: Run, full_store: Path
) -> None:
    args = ("lists", "--store", full_store, "--format", "json", "--now", "2025-12-02T12:00:00")
    ran = run(*args)
    (row,) = ran.json
    assert list(row) == LIST_KEYS
    assert row["snapshot_id"].startswith("2025-03-01-")
    del row["snapshot_id"]
    assert row == {
        "list_id": "xx_invented",
        "coverage": "complete",
        "published_at": "2025-03-01",
        "fetched_at": "2025-12-01T12:00:00Z",
        "checked_at": "2025-12-01T12:00:00Z",
        "entities": 30,
        "names": 30,
        "wallets": 10,
        "age_hours": 24.0,
        "licence": "none",
        "attribution": "Source: nobody",
    }
    run(*args, "--output", "lists.json")
    assert Path("lists.json").read_bytes() == ran.out


def test_lists_of_an_empty_store_are_those_of_the_excerpt(run: Run) -> None:
    ran = run("lists", "--format", "json", "--now", "2026-11-22")
    assert ran.code == 0
    assert "the store is empty" in ran.err
    assert {row["coverage"] for row in ran.json} == {"excerpt"}
    assert all(list(row) == LIST_KEYS for row in ran.json)
    ofac = ran.json[0]
    assert (ofac["list_id"], ofac["published_at"], ofac["checked_at"]) == (
        "us_ofac_sdn",
        "2026-09-09",
        None,
    )
    assert ofac["age_hours"] == 74 * 24


@pytest.mark.parametrize("format_", ["table", "csv", "jsonl", "parquet"])
def test_lists_in_every_format(run: Run, format_: str) -> None:
    ran = run("lists", "--format", format_)
    assert ran.code == 0
    if format_ == "parquet":
        assert ran.frame.columns == LIST_KEYS
    else:
        assert "us_fincen_311" in ran.text


def test_import_in_json_is_an_array_with_exactly_the_keys_of_the_contract(run: Run) -> None:
    ran = run("import", "us_ofac_sdn", SAMPLE, *ACCEPTED, "--store", "s")
    assert ran.code == 0
    (outcome,) = ran.json
    assert list(outcome) == OUTCOME_KEYS
    assert outcome["list_id"] == "us_ofac_sdn"
    assert outcome["outcome"] == "imported"
    assert outcome["reason"].startswith("accepted: ")
    assert outcome["snapshot_id"].startswith("2025-11-19-")
    assert outcome["entities"] == 6
    assert outcome["seconds"] > 0
    again = run("import", "us_ofac_sdn", SAMPLE, *ACCEPTED, "--store", "s")
    assert again.code == 0
    assert again.json[0]["outcome"] == "unchanged"
    assert again.json[0]["snapshot_id"] == outcome["snapshot_id"]


def test_a_refused_list_leaves_the_current_one(run: Run) -> None:
    first = run("import", "us_ofac_sdn", SAMPLE, *ACCEPTED, "--store", "s").json[0]
    Path("short.xml").write_bytes(SAMPLE.read_bytes()[:-2000])
    ran = run("import", "us_ofac_sdn", "short.xml", "--format", "json", "--store", "s")
    assert ran.code == 3
    (outcome,) = ran.json
    assert list(outcome) == OUTCOME_KEYS
    assert outcome["outcome"] == "failed"
    assert outcome["reason"]
    assert (outcome["snapshot_id"], outcome["entities"]) == (first["snapshot_id"], 6)
    (row,) = run("lists", "--store", "s", "--format", "json").json
    assert (row["snapshot_id"], row["coverage"]) == (first["snapshot_id"], "excerpt")


@pytest.mark.parametrize(("format_", "starts"), [("csv", "list_id,outcome"), ("jsonl", '{"list_')])
def test_import_in_other_formats(run: Run, format_: str, starts: str) -> None:
    ran = run("import", "us_ofac_sdn", "absent.xml", "--format", format_)
    assert ran.code == 3
    assert ran.text.startswith(starts)


def test_import_prints_one_line(run: Run) -> None:
    ran = run("import", "us_ofac_sdn", SAMPLE, "--accept", "bounds", "--store", "s")
    assert ran.text.startswith("us_ofac_sdn: imported: accepted: ")
    assert "current: 2025-11-19-" in ran.text
    assert ran.text.count("\n") == 1


@pytest.mark.parametrize("packed", ["gz", "zip", "legacy folder", "legacy files"])
def test_import_of_other_wrappings(run: Run, packed: str) -> None:
    legacy = SAMPLES / "ofac_legacy"
    paths = [Path(f"list.{packed}")]
    if packed == "gz":
        paths[0].write_bytes(gzip.compress(SAMPLE.read_bytes()))
    elif packed == "zip":
        with zipfile.ZipFile(paths[0], "w") as archive:
            archive.write(SAMPLE, "SDN_ADVANCED.XML")
    elif packed == "legacy folder":
        shutil.copytree(legacy, paths[0])
    else:
        paths = sorted(legacy.iterdir())
    ran = run("import", "us_ofac_sdn", *paths, *ACCEPTED, "--store", "s")
    assert ran.code == 0
    assert ran.json[0]["outcome"] == "imported"


def test_an_imported_excerpt_says_so_in_every_output(run: Run, listed: Path) -> None:
    run("import", "us_ofac_sdn", SAMPLE, *ACCEPTED, "--store", "s")
    ran = run("screen", listed, "--store", "s")
    assert ran.code == 0
    assert "us_ofac_sdn 2025-11-19-" in ran.err
    assert "(excerpt, checked " in ran.err
    found = json.loads(run("screen", listed, "--store", "s", "--format", "json").out)
    assert found["screening"]["snapshots"][0]["coverage"] == "excerpt"
    assert run("screen", listed, "--store", "s", "--require-complete").code == 3

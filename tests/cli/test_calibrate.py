"""`calibrate` on the command line."""

import json
from pathlib import Path

import polars as pl
import pytest

from cli.harness import NOW, Run
from sanctionscreen import Policy

COMMON = ("--per-class", "3", "--now", NOW)


def test_a_table_for_people(run: Run, parties: Path) -> None:
    ran = run("calibrate", parties, *COMMON, "--budget", "5000", "--format", "table")
    assert ran.code == 4  # N/A was not screened
    lines = ran.text.splitlines()
    assert lines[0].split()[:2] == ["threshold", "alerts"]
    shipped = f"{Policy.default().threshold.hit:.2f}"
    assert any(line.split()[:2] == [shipped, "policy"] for line in lines)
    assert any("class at" in line for line in lines)
    assert "2 names of 2 parties" in lines[-1]
    assert "seed 1" in lines[-1]
    assert "lists: us_ofac_sdn" in lines[-1]
    assert "policy default" in lines[-1]
    assert "row 3, field name: not screened: only a placeholder" in ran.err
    assert "for 5000 alerts per 10,000: threshold 0.50 with 5000.0" in ran.err
    assert "2 parties cannot prove a budget" in ran.err


def test_json_has_thresholds_classes_and_provenance(run: Run, clean: Path) -> None:
    ran = run("calibrate", clean, *COMMON, "--format", "json")
    assert ran.code == 0
    about = ran.json["screening"]
    assert about["recommended"]["threshold"] == 0.5
    assert (about["seed"], about["budget"], about["counts"]["read"]) == (1, 20.0, 1)
    assert {one["variant_class"] for one in about["classes"]} >= {"typo", "order"}
    assert [row["threshold"] for row in ran.json["thresholds"]][:2] == [0.5, 0.51]
    assert run("calibrate", clean, *COMMON, "--format", "json").out == ran.out


def test_csv_has_a_row_a_threshold(run: Run, clean: Path) -> None:
    rows = run("calibrate", clean, *COMMON).rows
    assert len(rows) == 51
    assert rows[0].keys() >= {"threshold", "alerts_per_10000", "recall", "class_recall"}


def test_files(run: Run, clean: Path, tmp_path: Path) -> None:
    names = {
        "--classes": "c.csv", "--variants": "v.parquet", "--report": "r.html", "--svg": "r.svg",
        "--summary": "s.json", "--rejects": "j.csv",
    }  # fmt: skip
    files = [part for option, name in names.items() for part in (option, tmp_path / name)]
    assert run("calibrate", clean, *COMMON, *files).code == 0
    assert pl.read_csv(tmp_path / "c.csv").columns[:3] == [
        "threshold", "variant_class", "entity_type",
    ]  # fmt: skip
    assert pl.read_parquet(tmp_path / "v.parquet").height > 50
    assert (tmp_path / "r.html").read_text().startswith("<!DOCTYPE html>")
    assert (tmp_path / "r.svg").read_text().startswith("<svg")
    assert json.loads((tmp_path / "s.json").read_text())["screening"]["seed"] == 1
    assert (tmp_path / "j.csv").read_text().startswith("row,query_id,field,reason")


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        pytest.param(["--budget", "-1"], "--budget", id="budget"),
        pytest.param(["--lowest", "0.9"], "0.9 is not between 0", id="lowest"),
        pytest.param(["--classes", "c.xlsx"], "no format ends in .xlsx", id="ending"),
    ],
)
def test_bad_use(run: Run, clean: Path, arguments: list[str], says: str) -> None:
    ran = run("calibrate", clean, *COMMON, *arguments)
    assert ran.code == 2
    assert says in ran.err


def test_no_such_list(run: Run, clean: Path) -> None:
    assert run("calibrate", clean, "--list", "xx_none").code == 3


def test_the_excerpt_is_named_and_can_be_refused(run: Run, clean: Path) -> None:
    assert "NOT a sanctions list" in run("calibrate", clean, *COMMON).err
    assert run("calibrate", clean, "--require-complete").code == 3


def test_from_stdin(run: Run) -> None:
    ran = run("calibrate", "-", *COMMON, "--format", "json", stdin=b"name\nTallow Pemberwick\n")
    assert ran.json["screening"]["counts"]["names"] == 1


def test_ofac_score_on_request(run: Run, listed: Path) -> None:
    plain = run("screen", listed, "--now", NOW, "--format", "csv")
    scored = run("screen", listed, "--now", NOW, "--format", "csv", "--ofac-score")
    assert "ofac_score" not in plain.rows[0]
    assert list(scored.rows[0])[-1] == "ofac_score"
    best = {row["entity_id"]: row["ofac_score"] for row in scored.rows}
    assert best["us_ofac_sdn:55564"] == "100"  # PRINCE GROUP PLC.
    table = run("name", "Prince Group", "--ofac-score")
    assert table.text.split()[:2] == ["Score", "OFAC"]
    assert run("name", "Prince Group").text.split()[:2] == ["Score", "Query"]

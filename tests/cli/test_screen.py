"""`screen`: every way in, every way out, and what goes to which stream."""

import json
from importlib.resources import files
from pathlib import Path

import polars as pl
import pytest

from cli.harness import NOW, Run
from sanctionscreen.columns import HITS
from sanctionscreen.sources.folder import lists_dir

SAMPLE = lists_dir() / "samples" / "sdn_advanced.xml"

# --- out ------------------------------------------------------------------------------------------


def test_csv(run: Run, parties: Path) -> None:
    ran = run("screen", parties, "--format", "csv")
    assert list(ran.rows[0]) == HITS.names()
    best = ran.rows[0]
    assert (best["query_id"], best["query_name"]) == ("1", "Prince Group")
    assert {"us_ofac_sdn:53054", "us_ofac_sdn:55564"} <= {row["entity_id"] for row in ran.rows}
    assert json.loads(best["evidence"])[0]["kind"] == "name"
    assert best["coverage"] == "excerpt"
    assert best["snapshot_id"].startswith("20")
    assert b"\r" not in ran.out


def test_json_has_exactly_the_keys_of_the_contract(run: Run, parties: Path) -> None:
    found = run("screen", parties, "--format", "json", "--now", NOW).json
    assert list(found) == ["screening", "hits"]
    screening = found["screening"]
    assert list(screening) == [
        "snapshots",
        "policy",
        "matcher",
        "version",
        "input_sha256",
        "screened_at",
        "counts",
    ]
    assert screening["screened_at"] == "2026-11-22T10:00:00Z"
    assert list(screening["policy"]) == ["name", "sha256", "threshold"]
    counts = screening["counts"]
    assert list(counts) == ["read", "screened", "rejected", "with_hits", "hits"]
    assert (counts["read"], counts["screened"], counts["rejected"]) == (3, 2, 1)
    assert (counts["with_hits"], counts["hits"]) == (1, len(found["hits"]))
    for ref in screening["snapshots"]:
        assert len(ref["sha256"]) == 64
        assert ref["coverage"] == "excerpt"
        assert ref["snapshot_id"].startswith(ref["published_on"])
    assert list(found["hits"][0]) == HITS.names()


def test_json_lines(run: Run, parties: Path) -> None:
    whole = run("screen", parties, "--format", "json").json["hits"]
    lines = run("screen", parties, "--format", "jsonl").text.splitlines()
    assert [json.loads(line) for line in lines] == whole


def test_parquet(run: Run, parties: Path) -> None:
    args = ("screen", parties, "--now", NOW, "--format")
    ran = run(*args, "parquet")
    assert ran.frame.schema == HITS
    Path("hits.parquet").write_bytes(ran.out)
    metadata = pl.read_parquet_metadata("hits.parquet")["sanctionscreen"]
    assert json.loads(metadata) == run(*args, "json").json["screening"]


def test_the_table_names_the_lists_with_their_dates_also_where_nothing_was_found(
    run: Run, listed: Path, clean: Path
) -> None:
    for path, shown in ((listed, "us_ofac_sdn:53054"), (clean, "no possible match")):
        text = run("screen", path, "--format", "table", "--quiet").text
        assert shown in text
        assert "lists: us_ofac_sdn 2026-" in text.splitlines()[-1]
        assert text.count("(excerpt)") == 4


def test_csv_is_the_format_of_a_pipe(run: Run, listed: Path) -> None:
    assert run("screen", listed).out == run("screen", listed, "--format", "csv").out


@pytest.mark.parametrize("ending", ["csv", "json", "jsonl", "parquet", "table"])
def test_the_output_file_holds_what_stdout_would(run: Run, listed: Path, ending: str) -> None:
    args = ("screen", listed, "--now", NOW)
    ran = run(*args, "--output", f"hits.{ending}")
    assert (ran.code, ran.out) == (0, b"")
    assert Path(f"hits.{ending}").read_bytes() == run(*args, "--format", ending).out


@pytest.mark.parametrize(
    ("error", "code"),
    [
        pytest.param(OSError(28, "No space left on device"), 2, id="full disk"),
        pytest.param(RuntimeError("Ottoline Quillfeather"), 70, id="crash"),
    ],
)
def test_a_crash_leaves_the_old_output(
    run: Run, listed: Path, monkeypatch: pytest.MonkeyPatch, error: Exception, code: int
) -> None:
    def fail(_descriptor: int) -> None:
        raise error

    Path("hits.csv").write_bytes(b"of yesterday")
    monkeypatch.setattr("sanctionscreen.output.files.os.fsync", fail)
    assert run("screen", listed, "--output", "hits.csv").code == code
    assert Path("hits.csv").read_bytes() == b"of yesterday"
    assert {path.name for path in Path.cwd().iterdir()} == {"hits.csv", "listed.csv"}


@pytest.mark.parametrize(
    ("cell", "quoted"),
    [
        ("=Prince Group", "'=Prince Group"),
        ("+Prince Group", "'+Prince Group"),
        ("@Prince Group", "'@Prince Group"),
        ("-Prince Group", "'-Prince Group"),
        ("Prince =Group", "Prince =Group"),
    ],
)
def test_csv_cells_that_a_spreadsheet_would_run(run: Run, cell: str, quoted: str) -> None:
    content = f"id,name\n{cell},{cell}\n".encode()
    safe = run("screen", "-", stdin=content).rows[0]
    raw = run("screen", "-", "--raw-csv", stdin=content).rows[0]
    assert (safe["query_id"], safe["query_name"]) == (quoted, quoted)
    assert (raw["query_id"], raw["query_name"]) == (cell, cell)
    found = run("screen", "-", "--format", "json", stdin=content).json["hits"][0]
    assert (found["query_id"], found["query_name"]) == (cell, cell)


# --- words, rejects, summary ----------------------------------------------------------------------


def test_stdout_has_data_only_and_stderr_words_only(run: Run, parties: Path) -> None:
    ran = run("screen", parties)
    assert ran.text.startswith("query_id,")
    assert "NOT a sanctions list" in ran.err
    assert "sanctionscreen import us_ofac_sdn" in ran.err
    assert "3 read, 2 screened, 1 rejected, 1 with hits" in ran.err
    assert "row 3, field name: not screened: only a placeholder, no name" in ran.err


def test_quiet_leaves_warnings_only(run: Run, parties: Path, clean: Path) -> None:
    said = run("screen", parties, "--quiet").err.splitlines()
    assert [line.split(":")[0] for line in said] == [
        "no list in the store",
        "row 3, field name",
    ]
    assert len(run("screen", clean, "-q").err.splitlines()) == 1


def test_every_unscreened_row_is_said(run: Run) -> None:
    content = "id,name\n" + "".join(f"A{row},N/A\n" for row in range(1, 41))
    ran = run("screen", "-", "--quiet", stdin=content.encode())
    said = [line for line in ran.err.splitlines() if "not screened" in line]
    assert [line.split(",")[0] for line in said] == [f"row {row}" for row in range(1, 41)]


def test_rejects_go_to_a_file(run: Run) -> None:
    content = b'id,name,dob\n7,Prince Group,soon\n8,N/A,1962\n9,"Ottoline\n'
    ran = run("screen", "-", "--rejects", "rejects.csv", stdin=content)
    assert ran.code == 4
    assert "not screened" not in ran.err
    rejects = pl.read_csv("rejects.csv", infer_schema=False)
    assert rejects.columns == ["row", "query_id", "field", "reason"]
    assert rejects.rows() == [
        ("2", "8", "name", "only a placeholder, no name"),
        ("3", None, None, "cell 2 opens a quote that is not closed (line 4 of the file)"),
    ]


def test_rejects_are_written_where_nothing_was_rejected(run: Run, clean: Path) -> None:
    assert run("screen", clean, "--rejects", "rejects.csv").code == 0
    assert Path("rejects.csv").read_bytes() == b"row,query_id,field,reason\n"


def test_a_field_that_was_not_used_is_said_and_its_row_screened(run: Run) -> None:
    content = b"name,dob,comment\nPrince Group,soon,x\n"
    ran = run("screen", "-", stdin=content)
    assert ran.code == 0
    assert ran.rows
    assert "row 1, field dob: not used: not a date that can be read" in ran.err
    assert "columns not used: comment" in ran.err


@pytest.mark.parametrize("format_", ["csv", "json", "table"])
def test_summary_has_provenance_and_counts_for_every_format(
    run: Run, parties: Path, format_: str
) -> None:
    args = ("screen", parties, "--now", NOW, "--format")
    run(*args, format_, "--summary", "summary.json")
    summary = json.loads(Path("summary.json").read_bytes())
    assert list(summary) == ["screening", "notes", "warnings"]
    assert summary["screening"] == run(*args, "json").json["screening"]


# --- in -------------------------------------------------------------------------------------------

ROWS = "id;name;dob\n1;Prince Group;\n2;Hélène Quillfeather;08.03.1962\n"


@pytest.mark.parametrize(
    ("content", "options"),
    [
        pytest.param(ROWS.encode(), "", id="semicolons"),
        pytest.param(("\ufeffsep=;\r\n" + ROWS.replace("\n", "\r\n")).encode(), "", id="Excel"),
        pytest.param(ROWS.encode("cp1252"), "", id="cp1252, guessed"),
        pytest.param(ROWS.encode("cp1252"), "--encoding cp1252", id="cp1252, stated"),
        pytest.param(ROWS.encode("utf-16"), "", id="UTF-16"),
        pytest.param(ROWS.replace(";", "\t").encode(), "--input-format tsv", id="tabs"),
        pytest.param(
            '{"id": 1, "name": "Prince Group"}\n'
            '{"id": 2, "name": "Hélène Quillfeather", "dob": "08.03.1962"}\n'.encode(),
            "", id="JSON lines, seen",
        ),
    ],
)  # fmt: skip
def test_stdin_in_every_shape_is_the_same_input(run: Run, content: bytes, options: str) -> None:
    expected = run("screen", "-", "--format", "json", "--now", NOW, stdin=ROWS.encode())
    found = run("screen", "-", "--format", "json", "--now", NOW, *options.split(), stdin=content)
    assert (found.code, found.out) == (0, expected.out)


def test_columns_are_named_by_role(run: Run) -> None:
    content = b"wer,auch,wann\nOttoline Quillfeather,Prince Group,1962\n"
    assert run("screen", "-", stdin=content).code == 2
    columns = ("--column", "name=wer", "--column", "name=auch", "--column", "birth_date=wann")
    ran = run("screen", "-", *columns, stdin=content)
    assert ran.code == 0
    assert {row["query_name"] for row in ran.rows} == {"Prince Group"}
    assert "columns not used" not in ran.err


# --- lists and policy -----------------------------------------------------------------------------


def test_a_store_with_a_list_is_used_instead_of_the_excerpt(run: Run, full_store: Path) -> None:
    content = b"name\nUnreal00007 Nobody\nPrince Group\n"
    for chosen in ((), ("--list", "xx_invented"), ("--require-complete",)):
        ran = run("screen", "-", "--store", full_store, *chosen, stdin=content)
        assert ran.code == 0
        assert ran.rows[0]["entity_id"] == "xx_invented:990000007"
        assert {row["list_id"] for row in ran.rows} == {"xx_invented"}
        assert ran.rows[0]["coverage"] == "complete"
        assert "excerpt" not in ran.err


def test_the_store_can_come_from_the_environment(
    run: Run, full_store: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SANCTIONSCREEN_STORE", str(full_store))
    assert run("name", "Unreal00007 Nobody", "--exit-code").code == 1
    missing = run("name", "x", "--list", "xx_invented", "--list", "us_ofac_sdn")
    assert (missing.code, missing.out) == (3, b"")
    assert "us_ofac_sdn: not in the store" in missing.err


def test_threshold_and_policy_file(run: Run, listed: Path) -> None:
    usual = run("screen", listed).rows
    strict = run("screen", listed, "--threshold", "0.995").rows
    assert {row["listed_name"] for row in strict} == {"PRINCE GROUP PLC."}
    text = (files("sanctionscreen.matching") / "default_policy.toml").read_text(encoding="utf-8")
    Path("mine.toml").write_text(text.replace('"default"', '"mine"'), encoding="utf-8")
    ran = run("screen", listed, "--policy", "mine.toml", "--format", "json").json
    assert ran["screening"]["policy"]["name"] == "mine"
    assert len(ran["hits"]) == len(usual)


@pytest.mark.parametrize(("rule", "found"), [(None, 0), ("confirm", 0), ("strict", 1), ("full", 1)])
def test_what_a_weak_alias_of_ofac_may_do(
    run: Run, tmp_path: Path, rule: str | None, found: int
) -> None:
    store = tmp_path / "store"
    args = ("--accept", "bounds", "--store", store)
    assert run("import", "us_ofac_sdn", SAMPLE, *args).code == 0
    options = () if rule is None else ("--weak-aliases", rule)
    ran = run("name", "The Placeholder", "--store", store, "--format", "csv", *options)
    assert [row["name_kind"] for row in ran.rows] == ["weak_alias"] * found

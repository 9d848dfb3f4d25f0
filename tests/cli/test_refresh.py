"""refresh, diff, rescreen and the care of the store from the command line."""

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from cli.harness import NOW, Run
from sanctionscreen.sources.manifest import list_source
from snapshots import faults
from snapshots.faults import Faulty
from snapshots.invented import AUTUMN, SUMMER, people, publication

LIST = "xx_invented"
GOOD, NEWER = publication(people(20), on=SUMMER), publication(people(22), on=AUTUMN)


@pytest.fixture
def server() -> Iterator[Faulty]:
    with faults.serving(GOOD) as running:
        yield running


@pytest.fixture
def own(server: Faulty, tmp_path: Path) -> Path:
    """The manifest of an own list that the server publishes."""
    path = tmp_path / f"{LIST}.toml"
    fields = list_source("us_ofac_sdn").ignored
    ignored = "".join(f'"{field}" = "{reason}"\n' for field, reason in fields.items())
    path.write_text(
        f"""id = "{LIST}"
title = "Invented"
authority = "Nobody"
publisher = "Nobody"
homepage = "https://list.example"
licence = "none"
attribution = "nobody"
download = ["{server.url}"]
formats = ["ofac_advanced_xml"]
bounds.person = [5, 5000]
[ignored]
{ignored}"""
    )
    return path


@pytest.fixture
def store(tmp_path: Path) -> Path:
    return tmp_path / "store"


@pytest.fixture
def filled(run: Run, own: Path, store: Path, server: Faulty) -> Path:
    """A store with two publications."""
    assert run("refresh", "--source", own, "--store", store, "--now", "2025-06-02").code == 0
    server.content = NEWER
    assert run("refresh", "--source", own, "--store", store, "--now", "2025-09-02").code == 0
    return store


def test_refresh_prints_one_outcome_a_list(run: Run, own: Path, store: Path) -> None:
    ran = run("refresh", LIST, "--source", own, "--store", store, "--format", "json", "--now", NOW)
    (outcome,) = ran.json
    assert ran.code == 0
    assert list(outcome) == [
        "list_id", "outcome", "reason", "snapshot_id", "entities", "seconds",
    ]  # fmt: skip
    assert (outcome["outcome"], outcome["entities"]) == ("imported", 20)
    again = run("refresh", "--source", own, "--store", store)
    assert (again.code, "xx_invented: unchanged" in again.text) == (0, True)


@pytest.mark.parametrize(
    ("plan", "word"),
    [
        pytest.param(faults.status(404), "failed", id="failed"),
        pytest.param(faults.other(publication(people(2), on=AUTUMN)), "refused", id="refused"),
    ],
)
def test_a_list_in_trouble_is_exit_3(  # noqa: PLR0917  # fixtures, and a row of the table
    run: Run, own: Path, filled: Path, server: Faulty, plan: faults.Answer, word: str
) -> None:
    server.plan = [plan]
    ran = run("refresh", "--source", own, "--store", filled, "--format", "json")
    assert (ran.code, ran.json[0]["outcome"]) == (3, word)
    assert ran.json[0]["snapshot_id"].startswith("2025-09-01")


def test_an_unknown_list_is_exit_2(run: Run, store: Path) -> None:
    assert run("refresh", "no_such_list", "--store", store).code == 2


def test_a_new_field_is_refused_named_and_accepted_by_name(
    run: Run, own: Path, filled: Path, server: Faulty
) -> None:
    server.content = publication(people(24), on=AUTUMN).replace(
        b"<Profile ", b'<Profile Novelty="x" '
    )
    command = ("refresh", "--source", own, "--store", filled, "--format", "json")
    refused = run(*command)
    (outcome,) = refused.json
    assert (refused.code, outcome["outcome"], outcome["entities"]) == (3, "refused", 22)
    assert "Profile@Novelty (first in record 990000001, in 24) [unread]" in outcome["reason"]
    accepted = run(*command, "--accept", "unread")
    assert (accepted.code, accepted.json[0]["entities"]) == (0, 24)


def test_diff_as_json_has_its_contract(run: Run, filled: Path) -> None:
    ran = run("diff", LIST, "--store", filled, "--format", "json")
    assert ran.code == 0
    assert list(ran.json) == [
        "list_id", "old", "new", "added", "removed", "changed", "re_identified",
    ]  # fmt: skip
    assert (len(ran.json["added"]), ran.json["removed"]) == (2, [])


@pytest.mark.parametrize("format_", ["table", "csv", "jsonl"])
def test_diff_for_people_and_tables(run: Run, filled: Path, format_: str) -> None:
    ran = run("diff", LIST, "2025-06-01", "2025-09-01", "--store", filled, "--format", format_)
    assert ran.code == 0
    assert ran.text.count("UNREAL00021") == 1


def test_diff_for_people_is_a_line_a_statement(run: Run, filled: Path) -> None:
    ran = run("diff", LIST, "2025-06-01", "2025-09-01", "--store", filled, "--format", "table")
    first, *others = ran.text.splitlines()
    assert first.endswith("2 added, 0 removed, 0 changed")
    assert [line[:2] for line in others] == ["+ ", "+ "]


@pytest.mark.parametrize("format_", ["table", "csv", "json", "jsonl", "parquet"])
def test_a_diff_without_a_change_is_an_answer(run: Run, filled: Path, format_: str) -> None:
    same = ("2025-06-01", "2025-06-01")
    ran = run("diff", LIST, *same, "--store", filled, "--format", format_)
    assert (ran.code, ran.err) == (0, "")
    if format_ == "csv":
        assert ran.text == "change,entity_id,caption,field,gone,came\n"


def test_rescreen_tells_new_hits(run: Run, filled: Path, tmp_path: Path) -> None:
    file = tmp_path / "customers.csv"
    file.write_text("id,name\n7,Nobody UNREAL00021\n8,Nobody UNREAL00003\n")
    ran = run(
        "rescreen", file, "--since", "2025-06-01", "--store", filled, "--format", "json",
        "--exit-code", "--now", NOW,
    )  # fmt: skip
    assert ran.code == 1
    exact = {(hit["status"], hit["query_id"]) for hit in ran.json["hits"] if hit["score"] == 1.0}
    assert exact == {("new", "7")}
    assert ran.json["screening"]["touched"] == 2


def test_rescreen_since_a_result(run: Run, own: Path, store: Path, server: Faulty,
                                 tmp_path: Path) -> None:  # fmt: skip
    file, result = tmp_path / "customers.csv", tmp_path / "last.json"
    file.write_text("id,name\n7,Nobody UNREAL00021\n")
    run("refresh", "--source", own, "--store", store)
    assert run("screen", file, "--store", store, "--output", result).code == 0
    server.content = NEWER
    run("refresh", "--source", own, "--store", store)
    ran = run("rescreen", file, "--since", result, "--store", store, "--format", "csv")
    assert [row["status"] for row in ran.rows] == ["new"] * len(ran.rows)
    assert ran.rows


def test_as_of_known_at_and_max_age(run: Run, filled: Path) -> None:
    def hits(*options: str) -> int:
        ran = run("name", "UNREAL00021 Nobody", "--store", filled, "--format", "json", *options)
        assert ran.code == 0
        return sum(hit["score"] > 0.99 for hit in ran.json["hits"])

    assert (hits(), hits("--as-of", "2025-08-31"), hits("--as-of", "2025-09-01")) == (1, 0, 1)
    assert (hits("--known-at", "2025-09-01"), hits("--known-at", "2025-09-03")) == (0, 1)
    # The times that we write are read again.
    (listed,) = run("lists", "--store", filled, "--format", "json").json
    assert hits("--known-at", listed["fetched_at"]) == 1
    assert hits("--known-at", "2025-09-01T23:30:00-01:00") == hits("--known-at", "2025-09-02")
    fresh = ("--max-age", "36h", "--now", "2025-09-03")
    assert hits(*fresh) == 1
    stale = run("name", "x y", "--store", filled, "--max-age", "36h", "--now", "2025-09-04")
    assert (stale.code, "run: sanctionscreen refresh" in stale.err) == (3, True)
    before = run("name", "x y", "--store", filled, "--as-of", "2020-01-01")
    assert before.code == 3  # never the excerpt instead


def test_verify_rebuild_and_prune(run: Run, own: Path, filled: Path) -> None:
    assert run("verify", "--store", filled).code == 0
    assert "unchanged" in run("rebuild", "--source", own, "--store", filled).text
    gone = run("prune", "--last", "1", "--days", "0", "--months", "0", "--store", filled)
    assert (gone.code, gone.text.startswith(f"{LIST} 2025-06-01-")) == (0, True)
    (frame,) = filled.glob("lists/*/2025*/names.parquet")
    frame.write_bytes(b"PAR1")
    assert run("verify", "--store", filled, "--format", "json").code == 3


def test_an_own_table_is_imported_by_its_mapping(run: Run, store: Path) -> None:
    samples = Path(__file__).resolve().parents[2] / "lists/samples"
    manifest, table = samples / "own_list.toml", samples / "own_list.csv"
    ran = run("import", "own_list", table, "--source", manifest, "--store", store)
    assert (ran.code, "imported" in ran.text) == (0, True)
    assert run("import", "another", table, "--source", manifest, "--store", store).code == 2
    found = run("name", "Weizhi Pang", "--store", store, "--format", "json").json["hits"]
    assert [hit["entity_id"] for hit in found] == ["own_list:K-1"]


def test_an_own_table_under_another_mapping_is_another_snapshot(
    run: Run, store: Path, tmp_path: Path
) -> None:
    samples = Path(__file__).resolve().parents[2] / "lists/samples"
    text = (samples / "own_list.toml").read_text(encoding="utf-8")
    manifest, table = tmp_path / "own_list.toml", samples / "own_list.csv"
    alias = 'alias = "Also known as"\n'
    outcomes = []
    ignored = 'ignore = ["Comment", "Also known as"]'
    for mapping in (text.replace(alias, "").replace('ignore = ["Comment"]', ignored), text):
        manifest.write_text(mapping, encoding="utf-8")
        command = ("import", "own_list", table, "--source", manifest, "--store", store)
        (outcome,) = run(*command, "--format", "json").json
        outcomes.append(outcome)
    assert [one["outcome"] for one in outcomes] == ["imported", "imported"]
    assert outcomes[0]["snapshot_id"] != outcomes[1]["snapshot_id"]
    hits = run("name", "Weizhi Pang", "--store", store, "--format", "json").json["hits"]
    assert [hit["entity_id"] for hit in hits] == ["own_list:K-1"]


def test_rebuild_reads_all_or_the_current_one(run: Run, own: Path, filled: Path) -> None:
    command = ("rebuild", "--source", own, "--store", filled)
    assert run(*command).text.count("unchanged") == 2
    (only,) = run(*command, "--current", "--format", "json").json
    assert (only["outcome"], only["rebuilt_id"]) == ("unchanged", only["snapshot_id"])
    assert only["snapshot_id"].startswith("2025-09-01")


def test_rebuild_goes_on_with_the_other_lists(run: Run, own: Path, filled: Path) -> None:
    ran = run("rebuild", "us_ofac_sdn", LIST, "--source", own, "--store", filled)
    assert (ran.code, ran.text.count("unchanged")) == (3, 2)
    assert "us_ofac_sdn: not in the store" in ran.err


def test_a_list_with_terms_must_be_accepted(run: Run, store: Path) -> None:
    sample = Path(__file__).resolve().parents[2] / "lists/samples/targets.simple.csv"
    command = ("import", "opensanctions", sample, "--store", store, "--accept", "bounds")
    refused = run(*command)
    assert (refused.code, "NonCommercial" in refused.text) == (3, True)
    assert run(*command, "--accept", "licence").code == 0


def test_a_list_that_was_not_there_then_is_named(run: Run, filled: Path) -> None:
    sample = Path(__file__).resolve().parents[2] / "lists/samples/csl.json"
    run("import", "us_csl", sample, "--store", filled, "--accept", "bounds", "--now", "2026-01-01")
    command = ("name", "UNREAL00021 Nobody", "--store", filled, "--quiet", "--format", "json")
    then = run(*command, "--as-of", "2025-09-01")
    assert [one["list_id"] for one in then.json["screening"]["snapshots"]] == [LIST]
    assert then.err.startswith("not used: us_csl: the store holds nothing of 2025-09-01")
    assert run(*command).err == ""


def test_a_day_before_every_list_says_which_is_the_oldest(
    run: Run, filled: Path, tmp_path: Path
) -> None:
    file = tmp_path / "file.csv"
    file.write_text("name\nUNREAL00021 Nobody\n", encoding="utf-8")
    for command in (
        ("rescreen", file, "--since", "2019-11-20"),
        ("screen", file, "--as-of", "2019-11-20"),
    ):
        ran = run(*command, "--store", filled)
        assert ran.code == 3
        assert f"{LIST}: the store holds nothing of 2019-11-20; its oldest snapshot is" in ran.err


@pytest.mark.skipif(os.name != "posix", reason="signals of POSIX")
def test_watch_survives_failures_and_ends_on_sigterm(
    own: Path, store: Path, server: Faulty
) -> None:
    server.plan = [faults.status(404), faults.whole]
    command = [sys.executable, "-m", "sanctionscreen", "refresh", "--source", str(own), "--watch",
               "0.005m", "--store", str(store), "--format", "json"]  # fmt: skip
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        current = store / "lists" / LIST / "current"
        until = time.monotonic() + 60
        while not current.exists() and time.monotonic() < until:
            time.sleep(0.05)
        process.send_signal(signal.SIGTERM)
        out, err = process.communicate(timeout=60)
    assert (process.returncode, err) == (0, b"")
    words = [line for line in out.decode().splitlines() if '"outcome"' in line]
    assert '"failed"' in words[0]
    assert any('"imported"' in word for word in words)
    assert json.loads(out.decode().partition("]\n")[0] + "]")


@pytest.mark.skipif(os.name != "posix", reason="signals of POSIX")
def test_watch_ends_on_sigterm_in_the_middle_of_a_download(
    own: Path, store: Path, server: Faulty
) -> None:
    endless = b" " * 4_000_000  # at twenty bytes a second
    server.plan, server.content = [faults.trickle_for_ever], endless
    command = [sys.executable, "-m", "sanctionscreen", "refresh", "--source", str(own), "--watch",
               "6h", "--store", str(store)]  # fmt: skip
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        until = time.monotonic() + 60
        while not server.seen and time.monotonic() < until:
            time.sleep(0.05)
        started = time.monotonic()
        process.send_signal(signal.SIGTERM)
        out, err = process.communicate(timeout=60)
    assert time.monotonic() - started < 9  # containers wait ten seconds
    assert (process.returncode, out) == (0, b"")
    assert b"in the middle of a refresh" in err
    assert not (store / "lists" / LIST / "current").exists()

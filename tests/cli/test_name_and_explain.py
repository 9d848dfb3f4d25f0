"""`name`, `explain` and `why-not`: one name, one pair."""

import json
import re
from pathlib import Path

import pytest

from cli.harness import NOW, Run

CHEN_ZHI = "us_ofac_sdn:55505"


def test_name_prints_a_ranked_table(run: Run) -> None:
    ran = run("name", "Prince Group")
    assert ran.code == 0
    words = " ".join(ran.text.split())
    assert words.startswith("Score Query Listed name Entity")
    assert "us_ofac_sdn:55564" in words
    assert "blocking" in words
    assert "TCO" in words
    assert "(excerpt)" in words
    scores = [float(line.split()[0]) for line in ran.text.splitlines() if line[1:3] in {"0.", "1."}]
    assert scores == sorted(scores, reverse=True)
    assert len(scores) >= 2


@pytest.mark.parametrize(
    "words",
    [
        ("Prince Group",),
        ("陳志", "--quiet"),
        ("-q", "Ottoline Quillfeather"),
        ("--store", "nothing", "Prince Group"),
        ("--store", "", "Prince Group"),
        ("N/A",),
        ("",),
        (" ",),
        ("\udcff",),
        ("two", "names"),
        ("Prince Group", "--store"),
        ("--store", "-q", "Prince Group"),
        ("--nothing", "Prince Group"),
        ("Prince Group", "--format", "xml"),
        ("Prince Group", "--format"),
        ("--", "-q"),
        (),
    ],
)
def test_a_name_without_options_is_answered_as_the_parser_would(
    run: Run, monkeypatch: pytest.MonkeyPatch, words: tuple[str, ...]
) -> None:
    plain = run("name", *words)
    monkeypatch.setattr("sanctionscreen.cli.one_name.plainly", lambda _: None)
    assert plain == run("name", *words)
    assert plain.out or plain.code


@pytest.mark.parametrize("format_", ["table", "csv", "json", "jsonl"])
@pytest.mark.parametrize("name", ["Nobody UNREAL00001", "Ottoline Quillfeather", "Unreal00002"])
def test_a_name_is_written_as_a_file_of_it_alone(
    run: Run, full_store: Path, tmp_path: Path, format_: str, name: str
) -> None:
    (tmp_path / "one.csv").write_text(f"name\n{name}\n", encoding="utf-8")
    given = ("--store", full_store, "--format", format_)
    quick = run("name", name, *given)
    parsed = run("name", name, *given, "--now", NOW)
    table = run("screen", "one.csv", *given, "--now", NOW)
    assert parsed.out == table.out
    assert _undated(quick.text) == _undated(parsed.text)


def _undated(text: str) -> str:
    return re.sub('"screened_at": "[^"]*"', "", text)


def test_name_in_json_is_a_screening(run: Run) -> None:
    found = run("name", "陳志", "--format", "json", "--now", NOW).json
    assert list(found) == ["screening", "hits"]
    assert CHEN_ZHI in {hit["entity_id"] for hit in found["hits"]}
    assert found["screening"]["counts"]["read"] == 1


def test_a_special_measure_is_shown_as_one(run: Run) -> None:
    text = run("name", "Huione Group").text
    assert "special_measure" in " ".join(text.split())
    assert "blocking" not in text


def test_name_to_a_file(run: Run) -> None:
    ran = run("name", "Prince Group", "--output", "hits.json")
    assert (ran.code, ran.out) == (0, b"")
    assert list(json.loads(Path("hits.json").read_bytes())) == ["screening", "hits"]


@pytest.mark.parametrize("command", ["explain", "why-not"])
def test_explain_says_why_a_pair_is_no_hit(run: Run, command: str) -> None:
    ran = run(command, "Prince George Hotel", "us_ofac_sdn:53054")
    assert ran.code == 0
    assert "no hit: gate: too few of the words meet" in ran.text
    assert "(excerpt, published 2026-" in ran.text
    assert "policy default " in ran.text


def test_explain_shows_every_part_and_weight(run: Run) -> None:
    text = run("explain", "CHEN Zhi", CHEN_ZHI).text
    assert "HIT: hit; score 1.000" in text
    assert "other name" in text
    assert "陈志" in text


def test_explain_in_json(run: Run) -> None:
    found = run("explain", "Chen Zhi", CHEN_ZHI, "--format", "json").json
    assert (found["is_hit"], found["reason"], found["entity_id"]) == (True, "hit", CHEN_ZHI)
    assert found["evidence"][0]["kind"] == "name"
    assert list(found["policy"]) == ["name", "sha256", "threshold"]
    assert found["snapshot"]["coverage"] == "excerpt"
    run("explain", "Chen Zhi", CHEN_ZHI, "--output", "pair.json")
    assert json.loads(Path("pair.json").read_bytes()) == found


def test_explain_takes_a_file_with_one_counterparty(run: Run, parties: Path) -> None:
    Path("one.csv").write_text("wer,dob,country\nChen Zhi,1962-03-08,Singapore\n", encoding="utf-8")
    text = run("explain", "one.csv", CHEN_ZHI, "--column", "name=wer").text
    assert "no hit: threshold: the score is below it" in text
    assert "birth differs" in text
    assert "country differs" in text
    ran = run("explain", parties, CHEN_ZHI)
    assert (ran.code, ran.out) == (2, b"")
    assert "expected one counterparty, got 2" in ran.err


def test_a_hit_of_an_earlier_run_is_explained_as_it_was_found(run: Run, listed: Path) -> None:
    run("screen", listed, "--now", NOW, "--output", "run.json")
    hit = json.loads(Path("run.json").read_bytes())["hits"][0]
    args = ("explain", "--result", "run.json", "--hit", hit["hit_id"])
    text = run(*args).text
    assert "HIT: as found on 2026-11-22T10:00:00Z; score 0." in text
    assert "(excerpt, published 2026-" in text
    found = run(*args, "--format", "json").json
    assert {key: found[key] for key in hit} == hit


@pytest.mark.parametrize(
    ("args", "says"),
    [
        pytest.param("", "give QUERY and ENTITY_ID, or --result", id="nothing"),
        pytest.param("Prince", "give QUERY and ENTITY_ID", id="half a pair"),
        pytest.param("--result run.json", "--hit HIT_ID", id="no hit id"),
        pytest.param("Prince a:1 --result run.json --hit x", "give QUERY", id="both"),
        pytest.param("--result run.json --hit 00", "no such hit among", id="unknown hit"),
        pytest.param("--result listed.csv --hit 00", "listed.csv: cannot be read", id="CSV"),
        pytest.param("--result absent.json --hit 00", "absent.json: ", id="no file"),
    ],
)
def test_what_explain_cannot_do(run: Run, listed: Path, args: str, says: str) -> None:
    run("screen", listed, "--output", "run.json")
    ran = run("explain", *args.split())
    assert (ran.code, ran.out) == (2, b"")
    assert says in ran.err


@pytest.mark.parametrize(
    "args",
    [
        pytest.param(("name", "Ottoline " * 40), id="name"),
        pytest.param(("explain", "Ottoline " * 40, CHEN_ZHI), id="explain"),
    ],
)
def test_a_long_name_is_no_path(run: Run, args: tuple[str, ...]) -> None:
    assert run(*args).code == 0


@pytest.mark.parametrize("encoding", ["ascii", "cp1252", "utf-8"])
@pytest.mark.parametrize(
    "args",
    [
        pytest.param(("name", "陳志"), id="name"),
        pytest.param(("name", "陳志", "--format", "json"), id="name, JSON"),
        pytest.param(("explain", "陳志", CHEN_ZHI), id="explain"),
        pytest.param(("explain", "陳志", CHEN_ZHI, "--format", "json"), id="explain, JSON"),
        pytest.param(("lists", "--format", "json"), id="lists, JSON"),
    ],
)
def test_data_is_utf8_whatever_the_terminal_speaks(
    run: Run, args: tuple[str, ...], encoding: str
) -> None:
    ran = run(*args, encoding=encoding)
    assert ran.code == 0
    assert ("陳志" if "lists" not in args else "© European Union") in ran.out.decode("utf-8")


def test_a_name_cannot_command_the_terminal(run: Run) -> None:
    for args in (("name",), ("explain",)):
        entity = (CHEN_ZHI,) if args == ("explain",) else ()
        ran = run(*args, "Chen\x1b[2J Zhi\u202e", *entity)
        assert ran.code == 0
        assert "\x1b" not in ran.text
        assert "\u202e" not in ran.text


def test_bytes_that_are_no_text_are_bad_use(run: Run) -> None:
    """A shell hands over `$'\\xff'` as half a character."""
    for args in (("name", "Probe \udcff"), ("explain", "Probe \udcff", CHEN_ZHI)):
        ran = run(*args)
        assert ran.code == 2
        assert "half a character" in ran.err

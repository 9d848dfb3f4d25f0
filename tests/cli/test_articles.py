"""`articles`: from a file to a hit, and what is said of bad input."""

from pathlib import Path

import pytest

from cli.harness import Run

TEXT = (
    "Chen Zhi, also known as Vincent Okonjo Chen, was extradited on Tuesday, officials of the "
    "ministry said in the capital, where the founder of Prince Group had lived for many years and "
    "owned a bank, a hotel and an airline, as well as houses in many other places of the world.\n"
)
NOW = ("--now", "2026-01-09")


@pytest.fixture
def article(tmp_path: Path) -> Path:
    path = tmp_path / "article.txt"
    path.write_text(TEXT, encoding="utf-8")
    return path


@pytest.fixture
def alias_id(run: Run, article: Path) -> str:
    done = run("articles", "add", str(article), "--outlet", "Example Courier", *NOW)
    assert done.code == 0
    rows = run("articles", "list", "--format", "json", *NOW).json
    return str(next(row["id"] for row in rows if row["variant"] == "Vincent Okonjo Chen"))


def test_add_says_what_became_of_each_input(run: Run, article: Path, tmp_path: Path) -> None:
    (tmp_path / "empty.txt").touch()
    done = run("articles", "add", str(article), "empty.txt", "none.txt", "--format", "csv", *NOW)
    rows = done.rows
    assert [row["outcome"] for row in rows] == ["added", "failed", "failed"]
    assert (rows[0]["mentions"], rows[1]["reason"]) == ("2", "it is empty")
    assert done.code == 4


@pytest.mark.parametrize(
    ("given", "reason"),
    [
        pytest.param("empty.txt", "it cannot be read", id="no file"),
        pytest.param("http://127.0.0.1/a", "no public address", id="a private address"),
    ],
)
def test_nothing_readable(run: Run, given: str, reason: str) -> None:
    done = run("articles", "add", given, "--format", "json", *NOW)
    assert reason in done.json[0]["reason"]
    assert done.code == 2


def test_list_has_the_columns_that_scripts_rely_on(run: Run, alias_id: str) -> None:
    (row,) = [
        row
        for row in run("articles", "list", "--format", "json", *NOW).json
        if row["id"] == alias_id
    ]
    assert list(row) == [
        "id", "entity_id", "variant", "kind", "score", "state", "quote", "source", "published_at",
    ]  # fmt: skip
    assert (row["kind"], row["state"], row["source"]) == ("aka", "proposed", "Example Courier")


def test_accept_screen_withdraw(run: Run, alias_id: str) -> None:
    def kinds(*options: str) -> set[str]:
        done = run("name", "Vincent Okonjo Chen", "--format", "json", *NOW, *options)
        return {hit["name_kind"] for hit in done.json["hits"]}

    decision = ("--by", "R. Roe", "--reason", "court papers", *NOW)
    assert "article_alias" not in kinds()
    assert "proposed_alias" in kinds("--include-proposed")
    assert run("articles", "accept", alias_id[:9], *decision).code == 0
    assert "article_alias" in kinds()
    assert run("articles", "withdraw", alias_id, *decision).code == 0
    assert "article_alias" not in kinds()


def test_a_what_if_run_says_so(run: Run, alias_id: str, parties: Path) -> None:
    done = run("screen", str(parties), "--include-proposed", "--quiet", "--allow-unscreened")
    assert "WHAT IF" in done.err


def test_show(run: Run, alias_id: str) -> None:
    text = run("articles", "show", alias_id).text
    for part in ("Vincent Okonjo Chen", "Example Courier", "kind: aka 0.9", "characters"):
        assert part in text
    found = run("articles", "show", alias_id, "--format", "json").json
    assert found["witnesses"] == 1


def test_state_filter(run: Run, alias_id: str) -> None:
    run("articles", "reject", alias_id, "--by", "x", "--reason", "y", *NOW)
    done = run("articles", "list", "--state", "rejected", "--format", "json", *NOW)
    assert [row["id"] for row in done.json] == [alias_id]


def test_a_decision_that_cannot_be_taken(run: Run, alias_id: str) -> None:
    done = run("articles", "withdraw", alias_id, "--by", "x", "--reason", "y", *NOW)
    assert done.code == 2
    assert "only what is accepted can be withdrawn" in done.err


def test_export_and_import(run: Run, alias_id: str, tmp_path: Path) -> None:
    run("articles", "export", "--output", "team.jsonl")
    store = ("--store", str(tmp_path / "other"))
    assert run("articles", "import", "team.jsonl", *store, *NOW).code == 0
    rows = run("articles", "list", "--format", "json", *store, *NOW).json
    assert alias_id in {row["id"] for row in rows}


def test_import_of_something_else(run: Run, tmp_path: Path) -> None:
    (tmp_path / "bad.jsonl").write_text("{}\n", encoding="utf-8")
    done = run("articles", "import", "bad.jsonl", *NOW)
    assert done.code == 2
    assert "bad.jsonl, row 1" in done.err


def test_notes_are_off_by_default(run: Run, article: Path) -> None:
    run("articles", "add", str(article), *NOW)
    assert run("articles", "notes", "--format", "json").json == []


def test_notes(run: Run, tmp_path: Path) -> None:
    text = TEXT + "The Indonesian embassy said 1,440 citizens were freed."
    (tmp_path / "a.txt").write_text(text, encoding="utf-8")
    run("articles", "add", "a.txt", "--notes", "--outlet", "A", *NOW)
    (row,) = run("articles", "notes", "--topic", "ID: persons", "--format", "json").json
    assert (row["value"], row["who"], row["source"]) == (1440, "Indonesian embassy", "A")

"""`ownership`, and `screen --holdings`."""

from pathlib import Path

import pytest

from cli.harness import NOW, Run

HOLDINGS = """owner,owner_name,owned,owned_name,pct,kind,as_of,source
us_ofac_sdn:55505,,Q1,Ottoline Quillfeather Ltd,60,ownership,2026-01-31,register
Q1,,Q2,Second Quillfeather Ltd,50,ownership,2026-02-28,return
"""
BROKEN = "N/A,,Q3,,80,,,\nP9,Anna Probe,Q4,,abc,,soon,\n"
OFAC = ("--rule", "us_ofac", "--relations", "ignore", "--now", NOW)


@pytest.fixture
def holdings(tmp_path: Path) -> Path:
    """A table of two holdings."""
    path = tmp_path / "holdings.csv"
    path.write_text(HOLDINGS, encoding="utf-8")
    return path


def test_csv(run: Run, holdings: Path) -> None:
    ran = run("ownership", holdings, *OFAC)
    assert ran.code == 0
    assert [(row["company"], row["status"]) for row in ran.rows] == [
        ("Q1", "owned"),
        ("Q2", "owned"),
    ]


def test_json_names_lists_and_rules(run: Run, holdings: Path) -> None:
    ran = run("ownership", holdings, *OFAC, "--format", "json")
    meta = ran.json["screening"]
    assert [len(ran.json["companies"]), meta["rules"]["ids"]] == [2, ["us_ofac"]]
    assert meta["counts"] == {"read": 2, "used": 2, "rejected": 0, "matched": 1, "companies": 2}
    assert ran.out == run("ownership", holdings, *OFAC, "--format", "json").out


def test_parquet_keeps_the_chain(run: Run, holdings: Path) -> None:
    frame = run("ownership", holdings, *OFAC, "--format", "parquet").frame
    assert [len(chain) for chain in frame["chain"]] == [1, 2]


def test_table_and_tree(run: Run, holdings: Path) -> None:
    assert "Ottoline" in run("ownership", holdings, *OFAC, "--format", "table").text
    ran = run("ownership", holdings, *OFAC, "--tree", "--company", "Q2")
    assert ran.text.splitlines()[0].startswith("Second Quillfeather Ltd (Q2): owned by blocked")
    assert "register, row 1" in ran.text


def test_an_unknown_company_is_bad_use(run: Run, holdings: Path) -> None:
    ran = run("ownership", holdings, *OFAC, "--company", "Q9")
    assert (ran.code, "no such company" in ran.err) == (2, True)


def test_stdin(run: Run) -> None:
    assert len(run("ownership", "-", *OFAC, stdin=HOLDINGS.encode()).rows) == 2


def test_bad_rows_are_told_and_the_good_ones_used(run: Run, holdings: Path, tmp_path: Path) -> None:
    holdings.write_text(HOLDINGS + BROKEN, encoding="utf-8")
    ran = run("ownership", holdings, *OFAC)
    assert (ran.code, len(ran.rows)) == (4, 2)
    assert "row 3, field owner: not used" in ran.err
    assert "row 4, field share: used with a rule: not a number" in ran.err
    kept, told = tmp_path / "rejects.csv", tmp_path / "summary.json"
    ran = run(
        "ownership", holdings, *OFAC, "--allow-unscreened", "--rejects", kept, "--summary", told
    )
    assert (ran.code, "not used" in ran.err) == (0, False)
    assert kept.read_text().splitlines()[1].startswith("3,owner,")
    assert '"as_of"' in told.read_text()


def test_exit_code(run: Run, holdings: Path) -> None:
    assert run("ownership", holdings, *OFAC, "--exit-code").code == 1


def test_a_rule_without_list(run: Run, holdings: Path, full_store: Path) -> None:
    ran = run("ownership", holdings, "--store", full_store, "--rule", "uk")
    assert (ran.code, "rule uk: no list of it is there" in ran.err) == (3, True)


def test_own_rules(run: Run, holdings: Path, tmp_path: Path) -> None:
    rules = tmp_path / "rules.toml"
    rules.write_text("name = 'mine'\n", encoding="utf-8")
    ran = run("ownership", holdings, *OFAC, "--rules", rules)
    assert (ran.code, "us_ofac: Field required" in ran.err) == (2, True)
    assert run("ownership", holdings, *OFAC, "--rules", tmp_path / "none").code == 2


def test_decisions(run: Run, holdings: Path, tmp_path: Path) -> None:
    decisions = tmp_path / "decisions.csv"
    decisions.write_text("owner,entity_id,decision\nZhi Chen,us_ofac_sdn:55505,same\n")
    holdings.write_text("owner,owned,pct\nZhi Chen,Quillfeather,60\n")
    said = [
        [row["status"] for row in run("ownership", holdings, *OFAC, *options).rows]
        for options in ((), ("--decisions", decisions))
    ]
    assert said == [["possibly_owned"], ["owned"]]


def test_screening_with_holdings(run: Run, holdings: Path, tmp_path: Path) -> None:
    parties = tmp_path / "clients.csv"
    parties.write_text("id,name\n1,Second Quillfeather Limited\n", encoding="utf-8")
    ran = run("screen", parties, "--holdings", holdings)
    assert {row["list_id"] for row in ran.rows} == {"owned_us_ofac", "owned_eu"}
    assert run("screen", parties).rows == []


def test_picture(run: Run, holdings: Path, tmp_path: Path) -> None:
    page = tmp_path / "trees.html"
    assert run("ownership", holdings, *OFAC, "--picture", page).code == 0
    assert page.read_text(encoding="utf-8").count("<svg") == 2

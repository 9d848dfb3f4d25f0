"""`wallets`, `wallet` and `tags` as a script calls them."""

import json
from pathlib import Path

import polars as pl
import pytest

from cli.harness import NOW, Run
from sanctionscreen import Watchlist
from wallets import invented as inv

CLEAN = "0x" + "cd34" * 10


@pytest.fixture
def run(run: Run, monkeypatch: pytest.MonkeyPatch) -> Run:
    """The runner, with an invented list in place of the excerpt."""
    monkeypatch.setattr(Watchlist, "bundled", lambda **_: inv.watchlist())
    return run


@pytest.fixture
def wallets(tmp_path: Path) -> Path:
    path = tmp_path / "wallets.csv"
    rows = ["id,address,tag", f"a,{inv.HEX},", f"b,{CLEAN},=Corner bakery", "c,nothing,", "d,,"]
    path.write_text("\n".join(rows), encoding="utf-8")
    return path


def test_findings_and_what_was_not_screened_are_printed(run: Run, wallets: Path) -> None:
    ran = run("wallets", wallets)
    assert ran.code == 4
    assert [(row["query_id"], row["status"]) for row in ran.rows] == [
        ("a", "listed"),
        ("c", "invalid"),
        ("d", "empty"),
    ]
    first = list(ran.rows[0])[:12]
    assert first == [
        "query_id", "address", "chain", "status", "entity_id", "list_id", "owner_name",
        "programmes", "tag_label", "tag_source", "score", "evidence",
    ]  # fmt: skip
    assert "row 3, field address: not screened: invalid" in ran.err
    assert "4 read, 2 screened, 2 rejected, 1 with hits, 1 hits" in ran.err


def test_all_rows_and_formulas(run: Run, wallets: Path) -> None:
    rows = run("wallets", wallets, "--all").rows
    assert [row["status"] for row in rows] == ["listed", "clean", "invalid", "empty"]
    assert rows[1]["tag_label"] == "'=Corner bakery"


def test_files_and_formats(run: Run, wallets: Path) -> None:
    ran = run(
        "wallets", wallets, "--format", "json", "--rejects", "r.csv", "--summary", "s.json",
        "--now", NOW, "--allow-unscreened", "--quiet",
    )  # fmt: skip
    assert (ran.code, ran.err.count("not screened")) == (0, 0)
    assert list(ran.json) == ["screening", "hits"]
    assert ran.json["screening"]["counts"]["rejected"] == 2
    assert Path("r.csv").read_text(encoding="utf-8").count("\n") == 3
    assert json.loads(Path("s.json").read_bytes())["screening"] == ran.json["screening"]


@pytest.mark.parametrize(
    ("address", "code"),
    [
        pytest.param(inv.HEX, 1, id="listed"),
        pytest.param(CLEAN, 0, id="clean"),
        pytest.param("nothing", 4, id="not screened"),
    ],
)
def test_one_wallet(run: Run, address: str, code: int) -> None:
    assert run("wallet", address, "--exit-code").code == code


def test_one_wallet_as_text(run: Run) -> None:
    text = run("wallet", inv.HEX, "--chain", "BSC").text
    assert f"{inv.HEX} (BSC): listed, score 1.000" in text
    assert "Quorvex Exchange, aa_list:1: blocking under CYBER9, since 2025-03-04" in text
    assert "listed on ETH; one key holds the address on both chains" in text
    assert f"other wallets of the owner: XBT {inv.LEGACY}" in text
    assert "the same party on other lists: bb_list:9" in text
    assert "lists: aa_list 2026-01-02" in text


def test_tags_are_read_and_used(run: Run, tmp_path: Path) -> None:
    pack = tmp_path / "pack.yaml"
    pack.write_text(
        f"label: OFAC\nsource: s\ncurrency: ETH\ntags:\n- address: '{CLEAN}'\n- adress: x\n",
        encoding="utf-8",
    )
    ran = run("tags", pack, "--output", "tags.parquet")
    assert ran.code == 0
    assert "pack.yaml:6, adress: there is no such field" in ran.err
    assert pl.read_parquet("tags.parquet")["label"].to_list() == ["OFAC"]
    text = run("wallet", CLEAN, "--tags", "tags.parquet").text
    assert f"{CLEAN} (ETH): tag_hit" in text
    assert "not on the list of 2026-01-02" in text
    assert "tags: tags.parquet (1)" in text


def test_a_file_without_addresses_is_bad_use(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "x.csv"
    path.write_text("Umsatz\n1\n", encoding="utf-8")
    ran = run("wallets", path)
    assert ran.code == 2
    assert "x.csv: no column is known to hold an address or a tag" in ran.err


def test_files_of_which_no_tag_can_be_read_are_no_tags(run: Run, tmp_path: Path) -> None:
    """Else somebody would believe that wallets were compared with them."""
    broken = tmp_path / "broken.yaml"
    broken.write_text('title: t\ncreator: c\ntags:\n- address: "0x\n', encoding="utf-8")
    for command in (
        ("tags", broken, "--output", "tags.parquet"),
        ("wallet", CLEAN, "--tags", broken),
    ):
        ran = run(*command)
        assert ran.code == 2
        assert "no tag could be read" in ran.err
    assert not Path("tags.parquet").exists()

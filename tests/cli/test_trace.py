"""`trace`: transfers in, exposures out; what is read, said and written."""

import json
from pathlib import Path

import pytest

from cli.harness import NOW, Run

#: Listed for Chen Zhi in the bundled excerpt: us_ofac_sdn:55505.
LISTED = "bc1qnujzvts45qka3cr2eqqw8ur3q6g6s0ze2wlk5m"
CONTRACT = (
    "account,asset,seed_entity,tag,category,confidence,method,direction,amount,"
    "amount_before_listing,amount_after_listing,share,hops,first_at,last_at,path"
)
TRANSFERS = f"""tx_hash,block_timestamp,from,to,value,token
t1,2025-10-01T10:00:00Z,{LISTED},bc1qone,3.00000000,BTC
t2,2025-10-02T10:00:00Z,bc1qtwo,bc1qone,7.00000000,BTC
t3,2025-10-20T10:00:00Z,bc1qone,bc1qshop,5.00000000,BTC
t4,2025-10-21T10:00:00Z,bc1qshop,bc1qend,5.00000000,BTC
"""
TAGS = "address,label,category,source\nbc1qshop,Example Exchange,exchange,https://example.org\n"


@pytest.fixture
def transfers(tmp_path: Path) -> Path:
    path = tmp_path / "transfers.csv"
    path.write_text(TRANSFERS, encoding="utf-8")
    return path


@pytest.fixture
def tags(tmp_path: Path) -> Path:
    path = tmp_path / "tags.csv"
    path.write_text(TAGS, encoding="utf-8")
    return path


def _told(rows: list[dict[str, str]]) -> set[tuple[str, str, str]]:
    return {(row["account"], row["method"], row["amount"]) for row in rows}


def test_listed_wallets_are_the_seeds(run: Run, transfers: Path) -> None:
    ran = run("trace", transfers)
    assert ran.code == 0
    assert ran.text.startswith(CONTRACT)
    assert {row["seed_entity"] for row in ran.rows} == {"us_ofac_sdn:55505"}
    assert ("bc1qshop", "fifo", "3.00000000") in _told(ran.rows)
    assert ("bc1qend", "haircut", "1.50000000") in _told(ran.rows)
    assert {row["effect"] for row in ran.rows} == {"blocking"}


def test_the_split_is_at_the_day_of_listing(run: Run, transfers: Path) -> None:
    rows = run("trace", transfers, "--method", "fifo").rows
    split = {
        row["account"]: (float(row["amount_before_listing"]), float(row["amount_after_listing"]))
        for row in rows
        if row["method"] == "fifo"
    }
    assert split == {"bc1qone": (3, 0), "bc1qshop": (0, 3), "bc1qend": (0, 3)}


def test_a_category_of_tags_is_a_seed(run: Run, transfers: Path, tags: Path) -> None:
    """A service that is asked for is followed, not absorbed; listed wallets are then no seeds."""
    ran = run("trace", transfers, "--tags", tags, "--seed", "category:Exchange")
    followed = {
        (row["account"], row["direction"], row["amount"])
        for row in ran.rows
        if row["method"] == "fifo" and row["seed_entity"] == "tag:Example Exchange"
    }
    assert ("bc1qend", "received", "5.00000000") in followed
    assert ("bc1qtwo", "sent", "2.00000000") in followed
    assert {row["category"] for row in ran.rows if row["method"] == "fifo"} == {"exchange"}


def test_a_category_that_no_tag_has(run: Run, transfers: Path, tags: Path) -> None:
    ran = run("trace", transfers, "--tags", tags, "--seed", "category:mixer")
    assert ran.code == 2
    assert "there are exchange" in ran.err


def test_services_absorb_by_their_tags(run: Run, transfers: Path, tags: Path) -> None:
    stopped = run("trace", transfers, "--tags", tags).rows
    assert {row["account"] for row in stopped} == {"bc1qone", "bc1qshop"}
    assert {row["account_category"] for row in stopped} == {"", "exchange"}
    through = run("trace", transfers, "--tags", tags, "--through", "exchange").rows
    assert "bc1qend" in {row["account"] for row in through}


@pytest.mark.parametrize(
    ("options", "accounts"),
    [
        pytest.param(["--max-hops", "1"], {"bc1qone"}, id="hops"),
        pytest.param(["--min-share", "0.5", "--method", "haircut"], {"bc1qone"}, id="share"),
        pytest.param(["--direction", "sent"], set(), id="direction"),
        pytest.param(["--since", "2025-10-21", "--method", "fifo"], {"bc1qend"}, id="since"),
        pytest.param(["--until", "2025-10-02"], {"bc1qone"}, id="until"),
        pytest.param(["--seed", "bc1qtwo", "--max-hops", "1"], {"bc1qone"}, id="own id"),
        pytest.param(["--seed", "us_ofac_sdn:55505", "--max-hops", "1"], {"bc1qone"}, id="entity"),
        pytest.param(["--seed", "nobody"], set(), id="a seed that never appears"),
    ],
)  # fmt: skip
def test_options_choose(run: Run, transfers: Path, options: list[str], accounts: set[str]) -> None:
    ran = run("trace", transfers, *options)
    assert (ran.code, {row["account"] for row in ran.rows}) == (0, accounts)


def test_hits_are_seeds(run: Run, transfers: Path, tmp_path: Path) -> None:
    hits = tmp_path / "hits.csv"
    hits.write_text("query_id,entity_id\nbc1qtwo,us_ofac_sdn:55505\n", encoding="utf-8")
    rows = run("trace", transfers, "--hits", hits, "--method", "lifo").rows
    assert {row["seed_entity"] for row in rows} == {"us_ofac_sdn:55505"}
    assert ("bc1qshop", "lifo", "5.00000000") in _told(rows)


def test_links_join_two_assets(run: Run, tmp_path: Path) -> None:
    moved = tmp_path / "moved.csv"
    moved.write_text(
        "tx,timestamp,source,target,amount,asset\n"
        f"t1,2025-10-20,{LISTED},bc1qone,2,BTC\nt2,2025-10-21,bc1qone,bridge,2,BTC\n"
        "t3,2025-10-22,bridge,0xaa,30,ETH\n",
        encoding="utf-8",
    )
    links = tmp_path / "links.csv"
    links.write_text("tx_out,tx_in\nt2,t3\nt9,t3\n", encoding="utf-8")
    ran = run("trace", moved, "--links", links, "--method", "fifo")
    assert ("0xaa", "ETH", "30.00") not in _told(ran.rows)
    assert [row["amount"] for row in ran.rows if row["account"] == "0xaa"] == ["30.00000000"]
    assert "1 of 2 links not used" in ran.err


def test_a_chain_of_outputs(run: Run, tmp_path: Path) -> None:
    outputs, inputs = tmp_path / "outputs.csv", tmp_path / "inputs.csv"
    outputs.write_text(
        "txid,vout,block_time,address,value\n"
        f"t1,0,2025-10-20,{LISTED},3\nt1,1,2025-10-20,bc1qx,7\n"
        "t2,0,2025-10-21,bc1qb,2\nt2,1,2025-10-21,bc1qc,7\n",
        encoding="utf-8",
    )
    inputs.write_text("txid,vin,prev_tx,prev_vout\nt2,0,t1,0\nt2,1,t1,1\n", encoding="utf-8")
    ran = run("trace", outputs, "--inputs", inputs, "--method", "fifo")
    assert {row for row in _told(ran.rows) if row[1] == "fifo"} == {
        ("bc1qb", "fifo", "2"),
        ("bc1qc", "fifo", "1"),
    }


def test_json_has_its_provenance_and_is_the_same_twice(run: Run, transfers: Path) -> None:
    once, again = (run("trace", transfers, "--format", "json", "--now", NOW) for _ in range(2))
    assert once.out == again.out
    told = once.json["screening"]
    assert (told["methods"], told["counts"]["traced"]) == (["fifo", "haircut"], 4)
    assert len(once.json["exposures"]) == told["counts"]["exposures"]


def test_bad_rows_are_told_and_the_rest_traced(run: Run, transfers: Path, tmp_path: Path) -> None:
    transfers.write_text(f"{TRANSFERS}t5,2025-10-22,bc1qend,bc1qx,oops,BTC\n", encoding="utf-8")
    ran = run("trace", transfers, "--rejects", tmp_path / "rejects.csv")
    assert ran.code == 4
    assert "t5,amount,not a number" in (tmp_path / "rejects.csv").read_text("utf-8")
    assert run("trace", transfers, "--allow-unscreened").code == 0
    assert "row 5, field amount: not traced: not a number" in run("trace", transfers).err


def test_the_summary_has_the_books(run: Run, transfers: Path, tmp_path: Path) -> None:
    run("trace", transfers, "--summary", tmp_path / "run.json")
    told = json.loads((tmp_path / "run.json").read_text("utf-8"))
    books = told["balance"][0]
    assert (books["method"], float(books["left_seed"]), float(books["held"])) == ("fifo", 3, 3)
    assert [seed["account"] for seed in told["seeds"]] == [LISTED]


@pytest.mark.parametrize(
    ("options", "code", "says"),
    [
        pytest.param(["--method", "lucky"], 2, "no method 'lucky'", id="method"),
        pytest.param(["--layout", "swift"], 2, "no layout 'swift'", id="layout"),
        pytest.param(["--seed", "us_ofac_sdn:53054"], 2, "has no wallet", id="no wallet"),
        pytest.param(["--exit-code"], 1, "", id="exposures, asked"),
        pytest.param(["--require-complete"], 3, "only an excerpt", id="excerpt refused"),
        pytest.param(["--format", "table"], 0, "", id="table"),
    ],
)
def test_exit_codes(run: Run, transfers: Path, options: list[str], code: int, says: str) -> None:
    ran = run("trace", transfers, *options)
    assert ran.code == code
    assert says in ran.err


def test_report_and_picture(run: Run, transfers: Path, tmp_path: Path) -> None:
    page, picture = tmp_path / "report.html", tmp_path / "flows.svg"
    assert run("trace", transfers, "--report", page, "--svg", picture).code == 0
    assert "fifo, 3 of 3 flows" in page.read_text("utf-8")
    assert picture.read_text("utf-8").count("<path") == 3

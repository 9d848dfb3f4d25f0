"""The examples run offline as a stranger runs them, and say what they are there to say."""

import csv
import subprocess
import sys
from pathlib import Path

import pytest

EXAMPLES = Path(__file__).resolve().parents[1] / "examples"


def _said(script: str, *arguments: str) -> str:
    command = [sys.executable, str(EXAMPLES / script), *arguments]
    done = subprocess.run(command, capture_output=True, check=True, encoding="utf-8", timeout=120)
    assert done.stderr == ""
    return done.stdout


def _paragraphs(said: str) -> dict[str, str]:
    """What `screen_csv.py` says of each counterparty, by its id."""
    found: dict[str, str] = {}
    query_id = ""
    for line in said.splitlines():
        if line[:1] == "C":
            query_id = line.split()[0]
        found[query_id] = found.get(query_id, "") + line + "\n"
    return found


@pytest.fixture(scope="module")
def screened() -> dict[str, str]:
    return _paragraphs(_said("screen_csv.py"))


@pytest.mark.parametrize(
    ("query_id", "expected"),
    [
        pytest.param("C003", "us_ofac_sdn:55505", id="word order"),
        pytest.param("C003", "birth_same", id="the same birthday"),
        pytest.param("C004", "us_ofac_sdn:55505", id="traditional characters"),
        pytest.param("C006", "us_ofac_sdn:55862", id="letters"),
        pytest.param("C007", "us_ofac_sdn:55998", id="joined words"),
        pytest.param("C008", "us_ofac_sdn:53054", id="the head of a name"),
        pytest.param("C008", "us_ofac_sdn:55564", id="a missing legal form"),
        pytest.param("C011", "us_ofac_sdn:55465", id="another spelling of a legal form"),
        pytest.param("C012", "us_ofac_sdn:55979", id="a letter in a person's name"),
        pytest.param("C013", "us_ofac_sdn:55956", id="a name in Chinese only"),
        pytest.param("C014", "identifier_same", id="a passport under another name"),
        pytest.param("C015", "wallet_same", id="a wallet under another name"),
        pytest.param("C016", "special_measure: 311", id="no blocking listing"),
        pytest.param("C017", "NOT SCREENED, name: only a placeholder", id="a placeholder"),
        pytest.param("C023", "us_ofac_sdn:55939", id="a legal form in words"),
        pytest.param("C024", "us_ofac_sdn:55470", id="capitals"),
    ],
)
def test_what_the_file_shows(query_id: str, expected: str, screened: dict[str, str]) -> None:
    assert expected in screened[query_id]


def test_clean_counterparties_have_no_hits(screened: dict[str, str]) -> None:
    with (EXAMPLES / "counterparties.csv").open(encoding="utf-8") as file:
        ids = {row["id"] for row in csv.DictReader(file)}
    clean = {
        "C001", "C002", "C005", "C009", "C010", "C018", "C019", "C020", "C021", "C022", "C025",
    }  # fmt: skip
    assert ids - screened.keys() == clean


def test_provenance_is_told(screened: dict[str, str]) -> None:
    last = list(screened.values())[-1]
    assert "25 read, 24 screened, 13 with hits" in last
    assert last.count("(excerpt)") == 4


def test_pairs_are_explained() -> None:
    pairs = _said("explain_pair.py").split("\n\n")
    assert ": HIT\n" in pairs[0]
    assert "prince = prince" in pairs[0]
    assert "NO HIT (gate" in pairs[1]
    assert ": HIT\n" in pairs[2]
    assert "NO HIT" in pairs[3]
    assert "halochat" in pairs[3]


def test_ownership() -> None:
    said = _said("ownership.py").splitlines()
    findings = [line.partition(" by blocked")[0] for line in said if line[0] != " "][:6]
    assert findings == [
        "us_ofac: Quillmark Heron Holding Ltd: owned",
        "us_ofac: Tessaly Marl Trading Ltd: owned",
        "us_ofac: Ferrowick Dale Ltd: possibly owned",
        "uk: Quillmark Heron Holding Ltd: owned",
        "eu: Quillmark Heron Holding Ltd: owned",
        "eu: Tessaly Marl Trading Ltd: owned",
    ]
    assert "  Quillmark Heron Holding Ltd holds 40 % of Q2 (annual return, 2026-02-28)" in said
    hits = [line.split(":")[1].split(",")[0].strip() for line in said[-2:]]
    assert hits == ["owned_eu", "owned_us_ofac"]


def test_own_list() -> None:
    hit, end = _said("own_list.py").splitlines()
    assert hit.startswith("Orlanda Zyndarowa: ")
    assert hit.endswith("Zyndarova, Orlanda (Exit after review)")
    assert end == "2 screened against own list"


def test_article_alias() -> None:
    lines = _said("article_alias.py").splitlines()
    assert lines[0] == "before: []"
    assert "proposed: Tobias Lindqvist-Chen (aka) for us_ofac_sdn:55505" in lines
    assert lines[-1].startswith("after: us_ofac_sdn:55505 article_alias accepted by R. Roe")


def test_wallets() -> None:
    said = _said("screen_wallets.py")
    statuses = [line.split()[:2] for line in said.splitlines() if line[0] == "W"]
    assert ["W01", "listed"] in statuses
    assert "look_alike: it begins and ends like a listed address" in said
    assert ["W03", "tag_hit"] in statuses
    assert ["W04", "clean_in_excerpt"] in statuses
    assert ["W05", "damaged"] in statuses
    assert ["W06", "unsupported"] in statuses
    assert ["W07", "empty"] in statuses
    assert "7 read, 3 screened, 2 with hits" in said


def test_transfers_are_traced() -> None:
    said = _said("trace_transfers.py")
    assert "cedar        fifo     100.00% of what it received, 3.00000000 BTC" in said
    assert "cedar        haircut   30.00% of what it received, 0.90000000 BTC" in said
    assert "dogwood      fifo      37.50%" in said
    assert "unknown 62%: t1 > t3 > t5" in said
    assert "elm " not in said
    assert "row 7 not traced, amount: not a number" in said


def test_a_threshold_is_chosen() -> None:
    said = _said("calibrate.py").splitlines()
    assert [line[:4] for line in said[:6]] == ["0.50", "0.60", "0.70", "0.80", "0.90", "1.00"]
    assert any(line.startswith("for 5000 per 10,000: 0.") or ": none" in line for line in said)
    assert any(line.startswith("weak: ") for line in said)

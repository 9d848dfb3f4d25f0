"""The check values of the literature and of hand calculation, method by method."""

from collections.abc import Mapping
from decimal import Decimal

import polars as pl
import pytest

from sanctionscreen.money import trace
from sanctionscreen.tracing.ledger import to_ledger
from sanctionscreen.tracing.methods import TaintMethod
from tracing.worlds import amounts, ledger_of, trace_text

#: 3 stolen, then 7 clean, into A; A pays 3 to B, then 7 to C.
CLAYTON = "S>A 3.00, X>A 7.00, A>B 3.00, A>C 7.00"
CYCLE = "S>A 5, A>B 5, B>A 5, A>B 2"
EARLY = "X>A 4, A>C 4, S>A 3, A>D 3"
SHORT = "S>A 5, A>B 8"


@pytest.mark.parametrize(
    ("world", "method", "expected"),
    [
        pytest.param(CLAYTON, "haircut", {"A": 3, "B": 0.9, "C": 2.1}, id="haircut"),
        pytest.param(CLAYTON, "fifo", {"A": 3, "B": 3}, id="FIFO"),
        pytest.param(CLAYTON, "lifo", {"A": 3, "C": 3}, id="LIFO"),
        pytest.param(CLAYTON, "poison", {"A": None, "B": None, "C": None}, id="poison"),
        pytest.param(EARLY, "fifo", {"A": 3, "D": 3}, id="paid before taint came: untouched"),
        pytest.param(EARLY, "poison", {"A": None, "D": None}, id="poison respects time"),
        pytest.param(CYCLE, "fifo", {"A": 10, "B": 7}, id="cycle: received twice, counted twice"),
        pytest.param(SHORT, "fifo", {"A": 5, "B": 5}, id="withdrawal beyond the balance"),
        pytest.param(SHORT, "haircut", {"A": 5, "B": 5}, id="the same under haircut"),
    ],
)
def test_received(world: str, method: str, expected: Mapping[str, float | None]) -> None:
    found = trace_text(world, "S", methods=[TaintMethod(method)])
    assert amounts(found, method) == expected


@pytest.mark.parametrize("asset", ["EUR", "BTC", "0xToken"])
def test_whole_numbers_of_any_asset_are_shared_out_finely(asset: str) -> None:
    transfers = pl.DataFrame(
        {
            "timestamp": ["2025-01-01", "2025-01-02", "2025-01-03", "2025-01-04"],
            "source": ["S", "X", "A", "A"],
            "target": ["A", "A", "B", "C"],
            "amount": [3, 7, 3, 7],
            "asset": asset,
        }
    )
    found = trace(transfers, pl.DataFrame({"account": ["S"]}), method=["haircut"]).exposures
    shares = found.filter(pl.col("account").is_in(["B", "C"])).select("account", "amount").rows()
    assert shares == [("B", Decimal("0.9")), ("C", Decimal("2.1"))]


@pytest.mark.parametrize("amount", ["1000000000000000001", "1000000"])
def test_satoshi_and_wei_have_no_fractions(amount: str) -> None:
    ledger = ledger_of(f"S>A {amount}", asset=["ETH"])
    assert ledger.scale == 0


@pytest.mark.parametrize(
    ("world", "method", "held"),
    [
        pytest.param(CYCLE, "fifo", 5, id="cycle: A 3 and B 2"),
        pytest.param(CLAYTON, "haircut", 3, id="haircut"),
        pytest.param("S>A 5, A>S 5", "fifo", 0, id="all came back"),
    ],
)
def test_held_at_the_end(world: str, method: str, held: float) -> None:
    found = trace_text(world, "S", methods=[TaintMethod(method)])
    assert float(found.balance["held"].sum()) == held


#: A's 5 and Y's 6 go to B; B pays 5 to the listed S.
TO_SEED = "X>A 5, A>B 4, Y>B 6, B>S 5"


@pytest.mark.parametrize(
    ("method", "expected"),
    [
        pytest.param("fifo", {"X": 4, "A": 4, "Y": 1, "B": 5}, id="FIFO"),
        pytest.param("lifo", {"Y": 5, "B": 5}, id="LIFO"),
        pytest.param("haircut", {"X": 2, "A": 2, "Y": 3, "B": 5}, id="haircut"),
        pytest.param("poison", dict.fromkeys("XAYB"), id="poison"),
    ],
)
def test_sent(method: str, expected: Mapping[str, float | None]) -> None:
    found = trace_text(TO_SEED, "S", methods=[TaintMethod(method)])
    assert amounts(found, method, "sent") == expected


def test_unknown_origin_is_told_and_never_clean() -> None:
    found = trace_text(SHORT, "S", methods=[TaintMethod.FIFO])
    row = found.exposures.filter(account="B", method="fifo").row(0, named=True)
    told = [float(row[name]) for name in ("amount", "unknown_amount", "total_amount")]
    assert told == [5, 3, 8]
    assert row["unknown_share"] == 3 / 8


def test_hops_first_time_and_way() -> None:
    found = trace_text("S>A 4, A>B 2, B>C 2, A>C 1, A>C 1", "S", methods=[TaintMethod.FIFO])
    row = found.exposures.filter(account="C", method="fifo").row(0, named=True)
    assert row["path"] == ["t1", "t4"]
    assert (row["hops"], row["transfers"]) == (2, 3)
    assert (row["first_at"].day, row["last_at"].day) == (3, 5)


def test_way_to_a_seed_starts_at_the_account() -> None:
    found = trace_text(TO_SEED, "S", methods=[TaintMethod.FIFO])
    row = found.exposures.filter(account="X", method="fifo", direction="sent").row(0, named=True)
    assert row["path"] == ["t1", "t2", "t4"]


def test_amounts_are_split_by_the_day_of_listing() -> None:
    days = ", ".join(["S>A 1"] * 12)
    found = trace_text(days, "S", methods=[TaintMethod.FIFO])
    row = found.exposures.filter(account="A", method="fifo").row(0, named=True)
    split = (row["amount_before_listing"], row["amount_after_listing"])
    assert tuple(map(float, split)) == (9, 3)


def test_services_absorb() -> None:
    found = trace_text(
        "S>A 5, A>EX 5, EX>B 5", "S", methods=[TaintMethod.FIFO], tags={"EX": "exchange"}
    )
    assert amounts(found, "fifo") == {"A": 5, "EX": 5}
    assert float(found.balance["absorbed"].sum()) == 5


def test_a_seed_that_is_a_service_stays_a_seed() -> None:
    found = trace_text("S>A 5, A>B 5", "S", methods=[TaintMethod.FIFO], tags={"S": "exchange"})
    assert amounts(found, "fifo") == {"A": 5, "B": 5}


def test_tiho_gives_taint_to_the_largest_output() -> None:
    found = trace_text("S>A 3, X>A 7, A>B 2, A>C 8", "S", methods=[TaintMethod.TIHO])
    assert amounts(found, "tiho") == {"A": 3, "B": 2, "C": 1}


def test_a_record_in_two_currencies_is_one_transfer() -> None:
    """S pays dollars that arrive as euros: a direct dealing, over one hop, told once."""
    paid = pl.DataFrame(
        {
            "timestamp": ["2025-01-01", "2025-01-02", "2025-01-03"],
            "from_bank": "1",
            "from_account": ["S", "A", "B"],
            "to_bank": "1",
            "to_account": ["A", "B", "T"],
            "amount_paid": ["100.00", "45.00", "45.00"],
            "payment_currency": ["USD", "EUR", "EUR"],
            "amount_received": ["90.00", "45.00", "50.00"],
            "receiving_currency": ["EUR", "EUR", "USD"],
        }
    )
    ledger = to_ledger(paid, layout="amlworld")
    found = trace(ledger, pl.DataFrame({"account": ["1:S", "1:T"]}), method=["poison", "fifo"])
    told = found.exposures.select("account", "method", "direction", "amount", "hops", "path").rows()
    one, two, three = ["row 1"], ["row 1", "row 2"], ["row 1", "row 2", "row 3"]
    assert [row for row in told if row[0] in {"1:A", "1:B"} and row[2] == "received"] == [
        ("1:A", "direct", "received", Decimal("90.00"), 1, one),
        ("1:A", "fifo", "received", Decimal("90.00"), 1, one),
        ("1:A", "poison", "received", None, 1, one),
        ("1:B", "fifo", "received", Decimal("45.00"), 2, two),
        ("1:B", "poison", "received", None, 2, two),
    ]
    assert [row for row in told if row[0] == "1:B" and row[2] == "sent"] == [
        ("1:B", "direct", "sent", Decimal("45.00"), 1, ["row 3"]),
        ("1:B", "fifo", "sent", Decimal("45.00"), 1, ["row 3"]),
        ("1:B", "poison", "sent", None, 1, ["row 3"]),
    ]
    assert ("1:T", "fifo", "received", Decimal("50.00"), 3, three) in told

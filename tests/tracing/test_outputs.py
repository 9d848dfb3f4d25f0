"""Unspent outputs: the check values of the literature, and the same laws as for accounts."""

from collections.abc import Mapping, Sequence

import polars as pl
import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from sanctionscreen.tracing.balance import CAME, WENT
from sanctionscreen.tracing.methods import TaintMethod
from sanctionscreen.tracing.output_tables import outputs_ledger
from sanctionscreen.tracing.tracer import Found, Question, trace_ledger
from tracing.worlds import amounts, seeds_of, tags_of

#: tx → (inputs as "tx:vout", outputs as "owner amount").
Chain = Mapping[str, tuple[Sequence[str], Sequence[str]]]


def _traced(chain: Chain, *methods: TaintMethod, seeds: Sequence[str] = ("S",)) -> Found:
    made = [
        (tx, vout, f"2025-01-{day:02}", *paid.split())
        for day, (tx, (_, outputs)) in enumerate(chain.items(), start=1)
        for vout, paid in enumerate(outputs)
    ]
    spent = [
        (tx, vin, *one.split(":"))
        for tx, (inputs, _) in chain.items()
        for vin, one in enumerate(inputs)
    ]
    outputs = pl.DataFrame(
        made, schema=["tx_id", "vout", "time", "address", "amount"], orient="row"
    )
    inputs = pl.DataFrame(
        spent,
        schema=dict.fromkeys(("tx_id", "vin", "prev_tx", "prev_vout"), pl.String),
        orient="row",
        strict=False,
    )
    ledger = outputs_ledger(outputs, inputs)
    assert ledger.rejected == 0
    asked = Question(methods=methods or tuple(TaintMethod))
    return trace_ledger(ledger, seeds_of(*seeds), tags_of({"EX": "exchange"}), asked)


#: 3 tainted and 7 clean go into one transaction: outputs 2 and 7, fee 1.
MIXED: Chain = {
    "t1": ((), ("S 3", "X 7")),
    "t2": (("t1:0",), ("A 3",)),
    "t3": (("t1:1",), ("A 7",)),
    "t4": (("t2:0", "t3:0"), ("B 2", "C 7")),
}


@pytest.mark.parametrize(
    ("method", "expected"),
    [
        pytest.param("poison", {"A": None, "B": None, "C": None}, id="poison: both"),
        pytest.param("fifo", {"A": 3, "B": 2, "C": 1}, id="FIFO: 2 and 1"),
        pytest.param("lifo", {"A": 3, "C": 2}, id="LIFO: 0 and 2, 1 in the fee"),
        pytest.param("tiho", {"A": 3, "C": 3}, id="TIHO: 0 and 3"),
        pytest.param("haircut", {"A": 3, "C": 3}, id="haircut: 0 and 2, the 1 left to the largest"),
    ],
)
def test_received(method: str, expected: Mapping[str, float | None]) -> None:
    assert amounts(_traced(MIXED, TaintMethod(method)), method) == expected


def test_the_miner_takes_the_tail() -> None:
    books = _traced(MIXED, TaintMethod.LIFO).balance.row(0, named=True)
    assert (books["left_seed"], books["fees"], books["held"]) == (3, 1, 2)


#: X's 5 and Y's 6 are spent together: 4 to B (5 of X first), 7 to C; B and C pay the listed S.
SENT: Chain = {
    "t1": ((), ("X 5", "Y 6")),
    "t2": (("t1:0", "t1:1"), ("B 4", "C 7")),
    "t3": (("t2:0",), ("S 4",)),
}


@pytest.mark.parametrize(
    ("method", "expected"),
    [
        pytest.param("fifo", {"B": 4, "X": 1, "Y": 2}, id="several payers: in proportion"),
        pytest.param("poison", {"B": None, "X": None, "Y": None}, id="poison"),
    ],
)
def test_sent(method: str, expected: Mapping[str, float | None]) -> None:
    found = _traced(SENT, TaintMethod(method))
    told = amounts(found, method, "sent")
    assert told.keys() == expected.keys()
    if method == "fifo":
        assert sum(told[payer] or 0 for payer in "XY") == 4


def test_change_is_no_exposure() -> None:
    chain: Chain = {
        "t1": ((), ("S 5",)),
        "t2": (("t1:0",), ("A 5",)),
        "t3": (("t2:0",), ("B 1", "A 4")),
        "t4": (("t3:1",), ("B 1", "A 3")),
    }
    found = _traced(chain, TaintMethod.FIFO)
    assert amounts(found, "fifo") == {"A": 5, "B": 2}
    row = found.exposures.filter(account="A", method="fifo").row(0, named=True)
    assert (row["share"], row["hops"], row["path"]) == (1, 1, ["t2"])


def test_no_payer_pays_more_taint_than_it_pays() -> None:
    """B and A put one tainted coin each into t3: B received one of its two, not both."""
    chain: Chain = {
        "t1": ((), ("S 1", "T 1")),
        "t2": (("t1:0", "t1:1"), ("B 1", "A 1")),
        "t3": (("t2:0", "t2:1"), ("B 2",)),
    }
    told = _traced(chain, TaintMethod.TIHO, seeds=("S", "T")).exposures.filter(
        account="B", method="tiho"
    )
    assert [float(told[column].sum()) for column in ("amount", "total_amount")] == [2, 4]


def test_ways_lead_over_change() -> None:
    chain: Chain = {
        "t1": ((), ("S 5",)),
        "t2": (("t1:0",), ("A 5",)),
        "t3": (("t2:0",), ("A 4", "Z 1")),
        "t4": (("t3:0",), ("B 4",)),
    }
    row = _traced(chain, TaintMethod.FIFO).exposures.filter(account="B").row(0, named=True)
    assert row["path"] == ["t2", "t3", "t4"]


def test_services_absorb() -> None:
    chain: Chain = {
        "t1": ((), ("S 5",)),
        "t2": (("t1:0",), ("EX 5",)),
        "t3": (("t2:0",), ("B 5",)),
    }
    assert amounts(_traced(chain, TaintMethod.FIFO), "fifo") == {"EX": 5}


def test_an_input_that_is_not_shown_is_of_unknown_origin() -> None:
    chain: Chain = {"t1": ((), ("S 3",)), "t2": (("t1:0", "t0:9"), ("A 10",))}
    found = _traced(chain, TaintMethod.FIFO)
    row = found.exposures.filter(account="A", method="fifo").row(0, named=True)
    assert [float(row[name]) for name in ("amount", "unknown_amount")] == [3, 7]


@st.composite
def chains(draw: st.DrawFn) -> Chain:
    """Transactions that spend one to three unspent outputs and pay one to three owners."""
    made: dict[str, tuple[tuple[str, ...], tuple[str, ...]]] = {
        "t0": ((), ("S 50", "X 70", "T 20", "A 33"))
    }
    unspent = {f"t0:{place}": amount for place, amount in enumerate((50, 70, 20, 33))}
    for number in range(1, draw(st.integers(1, 12))):
        wanted = draw(st.integers(1, min(3, len(unspent))))
        spent = draw(st.permutations(sorted(unspent)))[:wanted]
        total = sum(unspent.pop(one) for one in spent)
        cuts = sorted(draw(st.sets(st.integers(1, max(1, total - 1)), max_size=3)))
        values = [b - a for a, b in zip([0, *cuts], cuts, strict=False)] or [total]
        owners = [draw(st.sampled_from(("A", "B", "S", "T", "EX", "C"))) for _ in values]
        made[f"t{number}"] = (
            tuple(spent),
            tuple(f"{owner} {value}" for owner, value in zip(owners, values, strict=True)),
        )
        unspent |= {f"t{number}:{place}": value for place, value in enumerate(values)}
        if not unspent:
            break
    return made


@settings(max_examples=20, phases=[Phase.generate])
@given(chains())
def test_what_left_the_seeds_is_somewhere(chain: Chain) -> None:
    books = _traced(chain, seeds=("S", "T")).balance
    came, went = (books.select(pl.sum_horizontal(side)).to_series() for side in (CAME, WENT))
    assert came.to_list() == went.to_list()


@settings(max_examples=20, phases=[Phase.generate])
@given(chains())
def test_shares_are_shares(chain: Chain) -> None:
    told = _traced(chain, seeds=("S", "T")).exposures.filter(pl.col("method") != "direct")
    parts = told.group_by("account", "method", "direction").agg(
        pl.col("amount").sum(), pl.col("total_amount").first()
    )
    assert parts.filter(pl.col("amount") > pl.col("total_amount")).is_empty()

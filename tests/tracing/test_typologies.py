"""Typologies: each shape is found whole, and what only looks like it is left alone."""

from collections.abc import Callable
from dataclasses import replace

import polars as pl
import pytest

from sanctionscreen.tracing import typologies
from sanctionscreen.tracing.ledger import Ledger, to_ledger
from sanctionscreen.tracing.typologies import SHAPES

Detector = Callable[[Ledger], pl.DataFrame]


def _ledger(text: str) -> Ledger:
    """`day source>target amount` by line; hours as fractions of a day."""
    rows = [line.split() for line in text.strip().splitlines()]
    moved = [pair.split(">") for _, pair, _ in rows]
    frame = pl.DataFrame(
        {
            "timestamp": [1_735_689_600 + round(float(day) * 86_400) for day, _, _ in rows],
            "source": [source for source, _ in moved],
            "target": [target for _, target in moved],
            "amount": [amount for _, _, amount in rows],
            "asset": ["EUR"] * len(rows),
        }
    )
    return to_ledger(frame)


def _lines(*lines: str) -> str:
    return "\n".join(lines)


MANY_IN = _lines(*(f"{at / 2} p{at}>hub 5000" for at in range(8)))
MANY_OUT = _lines(*(f"{at / 2} hub>p{at} 5000" for at in range(8)))
SLOW_IN = _lines(*(f"{at * 10} p{at}>hub 5000" for at in range(8)))
GATHERED = _lines(
    *(f"{at / 4} p{at}>hub 1000" for at in range(5)),
    *(f"{3 + at / 4} hub>q{at} 950" for at in range(5)),
)
KEPT = _lines(
    *(f"{at / 4} p{at}>hub 1000" for at in range(5)),
    *(f"{3 + at / 4} hub>q{at} 100" for at in range(5)),
)
#: The same hub lives on before and after: only the two windows must match.
EARNING = _lines(
    GATHERED,
    *(f"{30 + at * 8} p{at % 3}>hub 1000" for at in range(7)),
    *(f"{33 + at * 8} hub>q{at % 3} 100" for at in range(7)),
)
SPREAD = _lines(
    *(f"{at / 4} a>m{at} {1000 + at}" for at in range(4)),
    *(f"{2 + at / 4} m{at}>z {950 + at}" for at in range(4)),
)
ROUND = "0 a>b 1000\n1 b>c 950\n2 c>d 900\n3 d>a 880"
BACKWARDS = "3 a>b 1000\n2 b>c 950\n1 c>d 900\n0 d>a 880"
PEELED = _lines(
    "0 a>b 9000", "0.5 b>x 500", "1 b>c 8500", "1.5 c>y 400",
    "2 c>d 8100", "2.5 d>w 300", "3 d>e 7800", "4 e>f 7500",
)  # fmt: skip
LAYER = _lines(*(f"{at / 9} s{at // 3}>t{at % 3} {900 + at}" for at in range(9)))
TWO_LAYERS = _lines(LAYER, *(f"{3 + at / 9} t{at // 3}>u{at % 3} {800 + at}" for at in range(9)))
BELOW = _lines(*(f"{at} a>b{at % 2} {9000 + 100 * at}" for at in range(5)))
ABOVE = _lines(*(f"{at} a>b{at % 2} {10_000 + 100 * at}" for at in range(5)))
MULE = "0 x>m 1000\n0.2 m>y 960\n9 z>m 2000\n9.3 m>v 1900"
#: Wages and rent before and after change nothing, what does not go on in the spell does.
LIVING = _lines("0 w>m 9000", "2 m>r 700", "20 x>m 1000", "20.2 m>y 960", "23 z>m 2000",
    "23.3 m>v 1900", "25 u>m 800", "26.2 m>t 790", "60 w>m 9000")  # fmt: skip
SELDOM = "0 x>m 1000\n0.2 m>y 960\n40 z>m 2000\n40.3 m>v 1900"
MIXED = "0 x>m 1000\n0.2 m>y 960\n4 w>m 9000\n9 z>m 2000\n9.3 m>v 1900"
SAVER = "0 x>m 1000\n0.2 m>y 960\n9 z>m 9000\n30 w>m 9000"


@pytest.mark.parametrize(
    ("name", "world", "found"),
    [
        pytest.param("fan_in", MANY_IN, range(1, 9), id="fan-in"),
        pytest.param("fan_in", SLOW_IN, [], id="the same over months"),
        pytest.param("fan_in", MANY_OUT, [], id="the other way"),
        pytest.param("fan_out", MANY_OUT, range(1, 9), id="fan-out"),
        pytest.param("gather_scatter", GATHERED, range(1, 11), id="gather-scatter"),
        pytest.param("gather_scatter", KEPT, [], id="most is kept"),
        pytest.param("gather_scatter", EARNING, range(1, 11), id="ordinary income besides"),
        pytest.param("scatter_gather", SPREAD, range(1, 9), id="scatter-gather"),
        pytest.param("cycle", ROUND, range(1, 5), id="cycle"),
        pytest.param("cycle", BACKWARDS, [], id="against time: no cycle"),
        pytest.param("peel_chain", PEELED, range(1, 9), id="peel chain with its peels"),
        pytest.param("bipartite", LAYER, range(1, 10), id="bipartite"),
        pytest.param("stack", TWO_LAYERS, range(1, 19), id="stack"),
        pytest.param("stack", LAYER, [], id="one layer is no stack"),
        pytest.param("structuring", BELOW, range(1, 6), id="structuring"),
        pytest.param("structuring", ABOVE, [], id="above the threshold"),
        pytest.param("pass_through", MULE, range(1, 5), id="pass-through"),
        pytest.param("pass_through", LIVING, range(3, 9), id="mule with wages; once a day later"),
        pytest.param("pass_through", SELDOM, [], id="now and then"),
        pytest.param("pass_through", MIXED, [], id="most stays in the spell"),
        pytest.param("pass_through", SAVER, [], id="most stays"),
    ],
)
def test_shapes(name: str, world: str, found: range | list[int]) -> None:
    detector: Detector = getattr(typologies, name)
    shapes = detector(_ledger(world))
    assert shapes.schema == SHAPES
    assert sorted(set(shapes["row"])) == list(found)
    assert set(shapes["typology"]) <= {name}


@pytest.mark.parametrize("name", [name for name in typologies.__all__ if name != "SHAPES"])
def test_no_transfers_no_shapes(name: str) -> None:
    ledger = _ledger("0 a>b 1")
    empty = replace(ledger, transfers=ledger.transfers.clear())
    assert getattr(typologies, name)(empty).is_empty()


def test_the_account_in_the_middle_is_named() -> None:
    shapes = typologies.fan_in(_ledger(MANY_IN))
    assert set(shapes["account"]) == {"hub"}
    assert set(shapes["shape"]) == {1}


def _in_two_currencies(fee: str) -> Ledger:
    """Eight payers in dollars of one hub that takes euros, each with a fee."""
    payers = [f"p{at}" for at in range(8)]
    frame = pl.DataFrame(
        {
            "timestamp": [1_735_689_600 + 3_600 * at for at in range(8)],
            "from_bank": "1",
            "from_account": payers,
            "to_bank": "1",
            "to_account": "hub",
            "amount_paid": "5000",
            "payment_currency": "USD",
            "amount_received": "4500",
            "receiving_currency": "EUR",
        }
    )
    rows = to_ledger(frame, layout="amlworld")
    charged = to_ledger(
        frame.select(
            "timestamp", "from_account", "to_account", amount="amount_paid", fee=pl.lit(fee)
        )
    )
    return rows if fee == "0" else charged


@pytest.mark.parametrize(
    ("fee", "hub"),
    [pytest.param("0", "1:hub", id="two currencies"), pytest.param("3", "hub", id="fees")],
)
def test_shapes_are_of_accounts_alone(fee: str, hub: str) -> None:
    found = typologies.fan_in(_in_two_currencies(fee))
    assert found.select("account", "row").rows() == [(hub, row) for row in range(1, 9)]

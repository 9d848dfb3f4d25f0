"""The kernels: wide numbers, plain and compiled alike, tables that grow."""

import random
from collections.abc import Callable
from typing import Any

import numba
import numpy as np
import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sanctionscreen.tracing import compiled, follow, tables
from sanctionscreen.tracing import wide_kernel as wide
from sanctionscreen.tracing.flow import Flow, reach, to_flow
from sanctionscreen.tracing.ledger import to_ledger
from sanctionscreen.tracing.methods import TaintMethod, followed
from sanctionscreen.tracing.network import build_network

NUMBERS = st.one_of(st.integers(0, 100), st.integers(0, 2**63), st.integers(0, 2**125 - 1))


def _halves(number: int) -> tuple[int, int]:
    return divmod(number, 2**63)


def _number(halves: tuple[int, int]) -> int:
    return halves[0] * 2**63 + halves[1]


@given(NUMBERS, NUMBERS)
def test_sums_and_differences_are_exact(one: int, other: int) -> None:
    low, high = sorted((one, other))
    assert _number(wide.add(_halves(one), _halves(other))) == one + other
    assert _number(wide.subtract(_halves(high), _halves(low))) == high - low
    assert wide.less(_halves(one), _halves(other)) == (one < other)
    assert wide.least(_halves(one), _halves(other)) == _halves(low)


@given(NUMBERS, NUMBERS, st.integers(0, 2**125))
def test_shares_are_exact(part: int, more: int, amount: int) -> None:
    total = max(1, min(part + more, 2**126 - 1))
    told = wide.share(_halves(min(part, total)), _halves(amount), _halves(total))
    assert _number(told) == min(part, total) * amount // total


def _flow(rows: int, accounts: int, *, largest: int) -> tuple[Flow, pl.Series]:
    """The flow of random transfers of three seeds, in transactions of one to three rows."""
    chance = random.Random(rows)  # noqa: S311
    tx, ids = 0, list[str]()
    while len(ids) < rows:
        tx += 1
        ids += [f"t{tx}"] * min(chance.randint(1, 3), rows - len(ids))
    source = [chance.randrange(accounts) for _ in ids]
    frame = pl.DataFrame(
        {
            "timestamp": pl.Series(range(10**15, 10**15 + rows)).cast(pl.Datetime("us")),
            "source": [str(one) for one in source],
            "target": [str((one + chance.randrange(1, accounts)) % accounts) for one in source],
            "amount": [str(chance.randint(1, largest)) for _ in ids],
            "tx_id": ids,
            "seq": list(range(rows)),
        }
    )
    seeds = pl.DataFrame({"account": ["0", "1", "2"], "label": [0, 1, 1]})
    network = build_network(to_ledger(frame), seeds, ["3"])
    flow = to_flow(network, reach(network))
    return flow, network.transfers["tx_id"].gather(flow.row)


@pytest.mark.parametrize("method", list(TaintMethod))
@pytest.mark.parametrize("largest", [pytest.param(50, id="cents"), pytest.param(10**22, id="wei")])
def test_compiled_says_what_plain_says(
    monkeypatch: pytest.MonkeyPatch, method: TaintMethod, largest: int
) -> None:
    flow, ids = _flow(600, 40, largest=largest)
    plain = followed(flow, method, ids)
    monkeypatch.setattr(follow, "_ENOUGH", 0)
    fast = followed(flow, method, ids)
    assert len(plain.received) > 300
    for one, other in zip(plain[:3], fast[:3], strict=True):
        assert isinstance(one, np.ndarray)
        assert np.array_equal(one, other)


def test_tables_get_longer_where_one_row_moves_many_lots() -> None:
    """Two seeds pay by turns into one account, which then pays out everything at once."""
    turns = 300
    paid = [(f"{at % 2}", "hub", "1") for at in range(turns)] + [("hub", "end", str(turns))]
    source, target, amount = (list(column) for column in zip(*paid, strict=True))
    frame = pl.DataFrame({"source": source, "target": target, "amount": amount})
    frame = frame.with_columns(seq=pl.int_range(pl.len()), timestamp=pl.lit("2025-01-01"))
    seeds = pl.DataFrame({"account": ["0", "1", "end"], "label": [0, 1, 2]})
    network = build_network(to_ledger(frame), seeds, [])
    told = followed(to_flow(network, reach(network)), TaintMethod.FIFO)
    assert len(told.sent) == turns + 1  # the lots of the hub, one by one, came to the end
    last = told.received[told.received[:, tables.ROW] == turns]
    assert tables.amounts(last).to_list() == [turns // 2 * 100] * 2  # in cents


def test_without_a_directory_for_what_is_compiled(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[dict[str, object]] = []

    def refuse(**options: object) -> Callable[..., Any]:
        asked.append(options)
        if "cache" in options:
            raise RuntimeError("no locator available")
        return lambda function: function

    monkeypatch.setattr(numba, "njit", refuse)
    run = compiled._compiled.__wrapped__()
    assert run == compiled._ENTRIES
    assert len(asked) == 2 * len(run)

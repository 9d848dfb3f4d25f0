"""The ledger: amounts exact, one order, every bad row told with its row, field and reason."""

import io
from decimal import Decimal

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sanctionscreen.errors import InputError
from sanctionscreen.money import trace
from sanctionscreen.tracing import ordering
from sanctionscreen.tracing.layouts import TransferRole
from sanctionscreen.tracing.ledger import read_ledger, to_ledger
from sanctionscreen.tracing.numbers import distinct
from sanctionscreen.tracing.rows import priced, reason, scale_of, typed_rows, usable

GOOD = {
    "tx_id": "t",
    "seq": "1",
    "timestamp": "2025-10-14T08:00:00Z",
    "source": "A",
    "target": "B",
    "amount": "1.5",
    "asset": "EUR",
    "fee": "0",
}


def _rows(*changes: dict[str, str | None]) -> pl.DataFrame:
    made = [{**GOOD, "seq": str(at), **change} for at, change in enumerate(changes)]
    return pl.DataFrame(made, schema=dict.fromkeys(GOOD, pl.String))


@pytest.mark.parametrize(
    ("change", "field", "reason"),
    [
        pytest.param({"timestamp": "14.10.2025"}, "timestamp", "not an ISO time", id="day first"),
        pytest.param({"timestamp": None}, "timestamp", "not an ISO time", id="no time"),
        pytest.param({"source": " "}, "source", "empty", id="no source"),
        pytest.param({"target": None}, "target", "empty", id="no target"),
        pytest.param({"asset": None}, "asset", "empty", id="no asset where others have one"),
        pytest.param({"amount": None}, "amount", "empty", id="no amount"),
        pytest.param({"amount": "ten"}, "amount", "not a number", id="a word"),
        pytest.param({"amount": "1,234"}, "amount", "not a number", id="1.234 or 1234?"),
        pytest.param({"amount": "NaN"}, "amount", "not a number", id="NaN"),
        pytest.param({"amount": "1e99"}, "amount", "not a number", id="a hundred digits"),
        pytest.param({"amount": "0.00"}, "amount", "not above zero", id="zero"),
        pytest.param({"amount": "-5"}, "amount", "not above zero", id="negative"),
        pytest.param({"amount": "0." + "1" * 19}, "amount", "more than 2 decimals", id="too fine"),
        pytest.param({"amount": "9" * 37}, "amount", "over 38 digits", id="too large"),
        pytest.param({"seq": "first"}, "seq", "not a whole number", id="seq"),
        pytest.param({"fee": "free"}, "fee", "not a number", id="fee"),
        pytest.param({"fee": "-1"}, "fee", "below zero", id="negative fee"),
        pytest.param({"fee": "9" * 37}, "fee", "over 38 digits", id="fee too large"),
    ],
)
def test_a_bad_row_is_told_and_the_rest_is_used(
    change: dict[str, str | None], field: str, reason: str
) -> None:
    ledger = to_ledger(_rows({}, change, {}))
    told = ledger.problems.filter(~pl.col("screened")).row(0, named=True)
    assert (told["row"], told["field"], ledger.rejected) == (2, field, 1)
    assert told["reason"].startswith(reason)
    assert ledger.transfers["row"].to_list() == [1, 3]


@pytest.mark.parametrize(
    ("written", "amount"),
    [
        pytest.param("1000000000000000000000000000001", 10**30 + 1, id="10^30"),
        pytest.param("1e18", 10**18, id="exponent"),
        pytest.param("+7", 7, id="plus"),
        pytest.param("1,234,567", 1234567, id="thousands"),
        pytest.param(" 5 ", 5, id="spaces"),
    ],
)
def test_amounts_are_exact(written: str, amount: int) -> None:
    assert to_ledger(_rows({"amount": written})).transfers["amount"].to_list() == [amount]


@pytest.mark.parametrize(
    "cells",
    [
        pytest.param(["7", "10", "250"], id="texts"),
        pytest.param([7, 10, 250], id="whole numbers"),
        pytest.param([Decimal("7.0"), Decimal("10.0"), Decimal("250.0")], id="decimals"),
        pytest.param([7.0, 10.0, 250.0], id="binary fractions"),
    ],
)
def test_amounts_of_every_type_are_the_same(cells: list[object]) -> None:
    rows = _rows({}, {}, {}).with_columns(amount=pl.Series(cells))
    assert to_ledger(rows).transfers["amount"].to_list() == [7, 10, 250]


CELLS = st.sampled_from(
    (
        "", " ", "0", "-0", "-1", "1", "1.50", "+2", "0.001", "1e3", "1,234", "1,234.5", "x",
        "9" * 37, "9" * 38, "9" * 39, "0." + "1" * 18, "0." + "1" * 19, "1." + "0" * 30, "NaN",
    )
)  # fmt: skip


@settings(max_examples=300)
@given(st.lists(st.tuples(CELLS, CELLS, CELLS), min_size=1, max_size=6))
def test_a_row_is_used_or_has_a_reason(cells: list[tuple[str, str, str]]) -> None:
    """Rows are tested fast first; only those that fail are asked why: both must agree."""
    made: list[dict[str, str | None]]
    made = [{"amount": amount, "fee": fee, "seq": seq} for amount, fee, seq in cells]
    table = _rows(*made).drop("tx_id").with_columns(source=pl.lit("A"))
    roles = {TransferRole(column): column for column in table.columns}
    rows = typed_rows(table, roles, table["amount"], days=False, asset=None)
    scale = scale_of(rows)
    told = priced(rows, scale).select(good=usable(scale), reason=reason(scale))
    assert told["good"].to_list() == told["reason"].is_null().to_list()


def test_amounts_are_never_binary_fractions() -> None:
    ledger = to_ledger(_rows({"amount": "0.1"}, {"amount": "0.2"}))
    assert ledger.transfers["amount"].sum() == Decimal("0.3")


def test_amounts_that_overflow_together_are_refused() -> None:
    rows = pl.concat([_rows({"amount": "9" * 36})] * 200)
    with pytest.raises(InputError, match="amounts of EUR add up to over"):
        to_ledger(rows)


def test_floats_are_used_and_told() -> None:
    frame = pl.DataFrame(
        {"time": ["2025-01-01"], "from": ["A"], "to": ["B"], "value": [0.1], "asset": ["EUR"]}
    )
    ledger = to_ledger(frame)
    assert ledger.transfers["amount"].to_list() == [Decimal("0.1")]
    assert "amounts are binary fractions: taken as their shortest decimal text" in ledger.notes


@pytest.mark.parametrize(
    ("changes", "reason", "used"),
    [
        pytest.param([{"seq": "1"}, {"seq": "1"}], ordering.REPEATED, True, id="repetition"),
        pytest.param(
            [{"seq": "1"}, {"seq": "1", "target": "C"}], ordering.CONFLICTING, False, id="conflict"
        ),
        pytest.param([{"target": "A"}], ordering.SELF, True, id="self transfer"),
        pytest.param(
            [{"seq": None, "tx_id": "x"}, {"seq": None, "source": "B", "target": "C"}],
            ordering.TIED,
            True,
            id="order unknown",
        ),
    ],
)
def test_doubts_are_decided_by_a_rule_and_told(
    changes: list[dict[str, str | None]], reason: str, *, used: bool
) -> None:
    told = to_ledger(_rows(*changes)).problems
    assert set(told["reason"]) == {reason.partition(": ")[2]}
    assert told["screened"].all() is used


def test_a_repetition_counts_once_and_two_payments_without_id_twice() -> None:
    twice: list[dict[str, str | None]] = [{"seq": "1"}, {"seq": "1"}]
    assert to_ledger(_rows(*twice)).transfers.height == 1
    assert to_ledger(_rows(*twice).drop("tx_id")).transfers.height == 2


def test_outputs_of_one_transaction_are_no_conflict() -> None:
    ledger = to_ledger(_rows({"seq": None}, {"seq": None, "target": "C"}))
    assert ledger.transfers.height == 2


def test_a_fee_is_a_movement() -> None:
    moved = to_ledger(_rows({"fee": "0.25"})).named.select("target", "amount").rows()
    assert moved == [("B", Decimal("1.5")), ("(fees)", Decimal("0.25"))]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        pytest.param("0xAE05eB856C", "0xae05eb856c", id="checksum case"),
        pytest.param("DE89 3704 0044 0532 0130 00", "de89370400440532013000", id="IBAN"),
        pytest.param(" Till 7", "Till 7", id="spaces around"),
        pytest.param(
            "1 A1zP1eP5QGefi2DMPTfTL5SLmv7DivfNa", "1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfNa", id="base58"
        ),
    ],
)
def test_two_spellings_are_one_account(one: str, other: str) -> None:
    moved = to_ledger(_rows({"source": one}, {"source": other})).transfers
    assert moved["source"].n_unique() == 1


def test_names_in_brackets_are_accounts() -> None:
    moved = pl.DataFrame({"time": ["2025-01-01"], "from": ["S"], "to": ["(till)"], "value": ["1"]})
    told = trace(moved, pl.DataFrame({"account": ["S"]})).exposures
    assert set(told["account"]) == {"(till)"}


def test_texts_of_one_hash_stay_apart(monkeypatch: pytest.MonkeyPatch) -> None:
    texts = pl.Series(["b", None, "a", "b", "c"])
    monkeypatch.setattr(pl.Series, "hash", lambda column: pl.Series([7] * len(column)))
    place, distinct_ = distinct(texts)
    assert distinct_.gather(place).to_list() == ["b", None, "a", "b", "c"]


def test_case_of_ids_and_base58_is_kept() -> None:
    moved = to_ledger(_rows({"source": "acc-a"}, {"source": "ACC-A"})).transfers
    assert moved["source"].n_unique() == 2


def test_order_is_time_then_seq_then_file() -> None:
    ledger = to_ledger(
        _rows(
            {"timestamp": "2025-10-15", "seq": "2", "target": "2"},
            {"timestamp": "2025-10-15", "seq": "1", "target": "1"},
            {"timestamp": "2025-10-14T23:00:00-05:00", "seq": "9", "target": "3"},
        )
    )
    assert ledger.named["target"].to_list() == ["1", "2", "3"]


AMLWORLD = b"""Timestamp,From Bank,Account,To Bank,Account,Amount Received,Receiving Currency,Amount Paid,Payment Currency,Payment Format,Is Laundering
2022/09/01 00:20,010,8000A,011,8000B,3697.34,US Dollar,3697.34,US Dollar,Wire,0
2022/09/01 00:21,010,8000A,012,8000C,10.50,Euro,12.34,US Dollar,ACH,1
"""  # noqa: E501  # as it is published
SAML_D = b"""Time,Date,Sender_account,Receiver_account,Amount,Payment_currency,Received_currency,Sender_bank_location,Receiver_bank_location,Payment_type,Is_laundering,Laundering_type
10:35:19,2022-10-07,8724731955,2769355426,1459.15,UK pounds,UK pounds,UK,UK,Cash Deposit,0,Normal_Cash_Deposits
"""  # noqa: E501
AMLSIM = b"sourceNodeId,targetNodeId,value,time\n360,18984,103.55,1\n"


@pytest.mark.parametrize(
    ("content", "layout", "expected"),
    [
        pytest.param(
            AMLWORLD,
            "amlworld",
            [
                ("010:8000A", "011:8000B", "USD", Decimal("3697.34")),
                ("010:8000A", "(exchange)", "USD", Decimal("12.34")),
                ("(exchange)", "012:8000C", "EUR", Decimal("10.50")),
            ],
            id="AMLworld: an exchange has two legs",
        ),
        pytest.param(
            SAML_D,
            "saml-d",
            [("8724731955", "2769355426", "GBP", Decimal("1459.15"))],
            id="SAML-D: date and time apart",
        ),
        pytest.param(
            AMLSIM,
            "amlsim",
            [("360", "18984", "unstated", Decimal("103.55"))],
            id="AMLSim: times are steps",
        ),
    ],
)
def test_layouts(content: bytes, layout: str, expected: list[tuple[str, ...]]) -> None:
    ledger = read_ledger(io.BytesIO(content), name="transfers.csv", layout=layout)
    moved = ledger.named.select("source", "target", pl.col("asset").cast(pl.String), "amount")
    assert moved.rows() == expected


@pytest.mark.parametrize(
    ("call", "says"),
    [
        pytest.param(
            lambda: to_ledger(pl.DataFrame({"a": [1]})), "no column for timestamp", id="columns"
        ),
        pytest.param(
            lambda: to_ledger(_rows({}), layout="swift"), "no layout 'swift'", id="layout"
        ),
        pytest.param(
            lambda: to_ledger(_rows({}), columns={"payer": ["a"]}), "no role 'payer'", id="role"
        ),
        pytest.param(
            lambda: to_ledger(_rows({}), columns={"source": ["a"]}), "no column 'a'", id="column"
        ),
        pytest.param(
            lambda: read_ledger(io.BytesIO(SAML_D), name="x.csv", layout="amlworld"),
            "headings",
            id="not the layout",
        ),
        pytest.param(
            lambda: to_ledger(_rows({}).with_columns(amount=pl.lit(value=True))),
            "Boolean",
            id="no amounts",
        ),
    ],
)
def test_what_cannot_be_read_is_refused(call: object, says: str) -> None:
    with pytest.raises(InputError, match=says):
        call()  # type: ignore[operator]


def test_an_empty_ledger_is_a_ledger() -> None:
    ledger = to_ledger(_rows())
    assert (ledger.transfers.height, ledger.read, ledger.rejected) == (0, 0, 0)


def test_a_hundred_broken_rows_of_many() -> None:
    rows = 20_000
    frame = pl.DataFrame(
        {
            "timestamp": ["2025-10-14"] * rows,
            "seq": list(range(rows)),
            "source": [f"a{at % 977}" for at in range(rows)],
            "target": [f"b{at % 733}" for at in range(rows)],
            "amount": ["oops" if at % 200 == 7 else "1.25" for at in range(rows)],
            "asset": ["EUR"] * rows,
        }
    )
    ledger = to_ledger(frame)
    assert ledger.problems["row"].to_list() == list(range(8, rows, 200))
    assert set(ledger.problems["reason"]) == {"not a number"}
    assert ledger.transfers.height == rows - 100

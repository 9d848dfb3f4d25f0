"""Elliptic++: transactions stand between addresses, in the order in which they spend each other."""

from decimal import Decimal
from pathlib import Path

import polars as pl
import pytest

from sanctionscreen.errors import InputError
from sanctionscreen.money import trace
from sanctionscreen.tracing.elliptic import read_elliptic

#: Transaction 7 spends what 9 made, in the same step, though it stands first in the file.
FILES = {
    "txs_features.csv": "txId,Time step,Local_feature_1,fees,in_BTC_total,out_BTC_total\n"
    "7,3,0.1,0.00000001,2.0,1.99999999\n9,3,0.1,0,4,4\n4,1,-0.2,,,\n",
    "txs_edgelist.csv": "txId1,txId2\n9,7\n",
    "AddrTx_edgelist.csv": "input_address,txId\nmule,7\nseed,9\n",
    "TxAddr_edgelist.csv": "txId,output_address\n7,a\n7,b\n7,c\n9,mule\n9,rest\n4,x\n",
}


def _folder(path: Path, **changes: str) -> Path:
    for name, text in (FILES | changes).items():
        (path / name).write_text(text, encoding="utf-8")
    return path


def test_value_goes_through_transactions_in_the_order_of_spending(tmp_path: Path) -> None:
    ledger = read_elliptic(_folder(tmp_path))
    assert ledger.named.select("source", "target", "amount").rows() == [
        ("seed", "tx:9", Decimal("4.00000000")),
        ("tx:9", "mule", Decimal("2.00000000")),
        ("tx:9", "rest", Decimal("2.00000000")),
        ("mule", "tx:7", Decimal("2.00000000")),
        ("tx:7", "a", Decimal("0.66666667")),
        ("tx:7", "b", Decimal("0.66666666")),
        ("tx:7", "c", Decimal("0.66666666")),
    ]
    found = trace(ledger, pl.DataFrame({"account": ["seed"]}), method=["haircut"]).exposures
    reached = found.filter(pl.col("account") == "a").select("amount", "hops", "share").rows()
    assert reached == [(Decimal("0.66666667"), 4, 1.0)]


def test_what_is_estimated_or_missing_is_told(tmp_path: Path) -> None:
    ledger = read_elliptic(_folder(tmp_path))
    assert ledger.notes[0].startswith("5 of 8 amounts are even parts")
    assert ledger.problems.filter(~pl.col("screened")).select("query_id", "reason").rows() == [
        ("4", "empty")
    ]


def test_the_folders_of_the_repository_are_known(tmp_path: Path) -> None:
    for name, text in FILES.items():
        below = "Transactions Dataset" if name.startswith("txs") else "Actors Dataset"
        (tmp_path / below).mkdir(exist_ok=True)
        (tmp_path / below / name).write_text(text, encoding="utf-8")
    assert read_elliptic(tmp_path).transfers.height == 7


@pytest.mark.parametrize(
    ("file", "text", "reason"),
    [
        pytest.param(
            "AddrTx_edgelist.csv",
            "version https://git-lfs.github.com/spec/v1\noid sha256:00\nsize 9\n",
            "a pointer in place of the file",
            id="only a pointer to the file",
        ),
        pytest.param(
            "txs_edgelist.csv", "txId1,txId2\n9,7\n7,9\n", "in a circle", id="a circle of spending"
        ),
        pytest.param("txs_features.csv", "txId,Time step\n7,3\n", "in_BTC_total", id="no totals"),
    ],
)
def test_other_files_are_refused(tmp_path: Path, file: str, text: str, reason: str) -> None:
    with pytest.raises(InputError, match=reason):
        read_elliptic(_folder(tmp_path, **{file: text}))


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    (_folder(tmp_path) / "TxAddr_edgelist.csv").unlink()
    with pytest.raises(InputError, match="TxAddr_edgelist"):
        read_elliptic(tmp_path)

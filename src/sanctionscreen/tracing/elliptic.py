"""The files of Elliptic++ → a ledger in which each transaction is an account between its addresses.

The data say which addresses pay into a transaction, which it pays, and how much in all; not how
much each. So nobody is said to have paid anybody: value goes from addresses to the transaction and
on to addresses. Where a side has several, its total is divided evenly among them, and a note counts
those estimates. What a transaction does not pay on is its fee, and stays with it. Times are 49
steps; within one, a transaction comes after those whose value it spends.

Source: Elmougy and Liu 2023, Demystifying Fraudulent Transactions and Illicit Nodes in the Bitcoin
Network for Financial Forensics; https://github.com/git-disl/EllipticPlusPlus
"""

from collections.abc import Sequence
from dataclasses import replace
from graphlib import CycleError, TopologicalSorter
from pathlib import Path
from typing import Final

import polars as pl

from sanctionscreen.errors import InputError
from sanctionscreen.tracing.exposures import in_units
from sanctionscreen.tracing.ledger import Ledger, to_ledger

#: The name of the layout.
ELLIPTIC: Final = "elliptic++"
#: The files, and those of their columns that are read.
_PAID_IN: Final = ("AddrTx_edgelist.csv", ("input_address", "txId"))
_PAID_OUT: Final = ("TxAddr_edgelist.csv", ("txId", "output_address"))
_TOTALS: Final = ("txs_features.csv", ("txId", "Time step", "in_BTC_total", "out_BTC_total"))
_SPENDS: Final = ("txs_edgelist.csv", ("txId1", "txId2"))
#: The folders in which the repository keeps them.
_FOLDERS: Final = (".", "Actors Dataset", "Transactions Dataset")
_DECIMALS: Final = 8
#: What both sides of a transaction have.
_LEG: Final = ("tx_id", "timestamp", "amount", "place", "leg", "sharing")


def read_elliptic(folder: Path) -> Ledger:
    """The ledger of a folder with the files of Elliptic++, also as the repository lays them out.

    An account is an address, or a transaction written `tx:<txId>`. Two addresses are so two
    transfers apart. A transaction without totals is rejected, row by row.

    Raises:
        InputError: a file or column is missing, or transactions spend each other in a circle.
    """
    totals = _read(folder, *_TOTALS)
    order = _order(totals, _read(folder, *_SPENDS))
    paid_in = _parts(_read(folder, *_PAID_IN), order, "in_BTC_total")
    paid_out = _parts(_read(folder, *_PAID_OUT), order, "out_BTC_total")
    legs = [
        paid_in.select(*_LEG, source="input_address", target="account", side=0),
        paid_out.select(*_LEG, source="account", target="output_address", side=1),
    ]
    both = pl.concat(legs).sort("place", "side", "leg")
    moved = in_units(both.with_columns(seq=pl.int_range(pl.len())), _DECIMALS)
    ledger = to_ledger(moved, layout=ELLIPTIC, asset="BTC")
    shared = both.filter(pl.col("sharing") > 1).height
    note = (
        f"{shared} of {both.height} amounts are even parts of what a transaction paid or was paid: "
        "the data do not say whose was whose"
    )
    return replace(ledger, notes=(note, *ledger.notes))


def _read(folder: Path, name: str, columns: Sequence[str]) -> pl.DataFrame:
    """The columns of a file as texts."""
    found = [folder / below / name for below in _FOLDERS if (folder / below / name).is_file()]
    if not found:
        raise InputError("the folder has no such file of Elliptic++", file=name)
    try:
        return pl.read_csv(found[0], columns=list(columns), infer_schema=False)
    except pl.exceptions.PolarsError:
        wanted = ", ".join(columns)
        reason = f"no table with the columns {wanted}; a pointer in place of the file, from git?"
        raise InputError(reason, file=name) from None


def _order(totals: pl.DataFrame, spends: pl.DataFrame) -> pl.DataFrame:
    """The transactions with their place in the order of steps, and of spending within one."""
    sorter = TopologicalSorter[str](dict.fromkeys(totals["txId"].to_list(), ()))
    for earlier, later in spends.select("txId1", "txId2").iter_rows():
        sorter.add(later, earlier)
    try:
        places = {tx: place for place, tx in enumerate(sorter.static_order())}
    except CycleError as error:
        reason = f"transactions spend each other in a circle: {', '.join(error.args[1])}"
        raise InputError(reason, file=_SPENDS[0]) from None
    step = pl.col("Time step").cast(pl.Int64, strict=False)
    return (
        totals.with_columns(
            spent=pl.Series([places[tx] for tx in totals["txId"].to_list()], dtype=pl.Int64),
            timestamp=step,
        )
        .sort("timestamp", "spent")
        .with_row_index("place")
    )


def _parts(edges: pl.DataFrame, order: pl.DataFrame, total: str) -> pl.DataFrame:
    """One row an address of a transaction, with its even part of the total in satoshi.

    `sharing` says among how many; the first have one more where it does not come out even.
    """
    known = edges.with_row_index("leg").join(
        order.select("txId", "place", "timestamp", total=total), on="txId", how="left"
    )
    whole = (pl.col("total").cast(pl.Float64, strict=False) * 10**_DECIMALS).round().cast(pl.Int128)
    counted = known.with_columns(
        whole=whole, sharing=pl.len().over("txId"), turn=pl.col("leg").rank("ordinal").over("txId")
    )
    one_more = (pl.col("turn") <= pl.col("whole") % pl.col("sharing")).cast(pl.Int128)
    return counted.with_columns(
        amount=pl.col("whole") // pl.col("sharing") + one_more,
        account=pl.format("tx:{}", "txId"),
        tx_id="txId",
    )

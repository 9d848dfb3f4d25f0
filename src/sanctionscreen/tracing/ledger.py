"""Transfers from a file or frame → a ledger: exact, in one total order, every bad row told."""

import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, Final

import polars as pl

from sanctionscreen.columns import PROBLEMS
from sanctionscreen.intake.files import MAX_BYTES, read_bytes
from sanctionscreen.intake.records import Table, count
from sanctionscreen.intake.table import read_table
from sanctionscreen.tracing import ordering
from sanctionscreen.tracing.assets import UNSTATED, unknown_assets
from sanctionscreen.tracing.layouts import (
    Layout,
    TransferRole,
    layout_of,
    recognise_transfers,
    rename_headings,
)
from sanctionscreen.tracing.numbers import numbered_accounts
from sanctionscreen.tracing.rows import (
    EXCHANGE,
    FEES,
    movements,
    priced,
    problems,
    reason,
    scale_of,
    typed_rows,
    usable,
)
from sanctionscreen.tracing.spends import Outputs

_SHOWN_ASSETS: Final = 10


@dataclass(frozen=True, slots=True)
class Ledger:
    """Transfers ready to be traced, in their total order.

    `transfers` has one row a movement: row (the record's number in the input, from 1), tx_id, seq,
    timestamp (UTC), chain, source, target, asset, amount (Decimal, units of the asset), link.
    Source and target are numbers: places in `accounts`, the names in their order. A fee is a
    movement of its own, to `(fees)`. Two rows that share a `link` are one value that left as one
    asset and came back as another. `problems` (PROBLEMS): rows that are not used (`screened`
    false), and used ones with a doubt. `scale`: decimals of every amount. `outputs`: the chain of
    unspent outputs itself, where the ledger is one.
    """

    transfers: pl.DataFrame
    accounts: pl.Series
    problems: pl.DataFrame
    scale: int
    read: int
    notes: tuple[str, ...] = ()
    outputs: Outputs | None = None

    @property
    def named(self) -> pl.DataFrame:
        """The transfers with the names of source and target in place of their numbers."""
        sides = (self.accounts.gather(self.transfers[s]).alias(s) for s in ("source", "target"))
        return self.transfers.with_columns(sides)

    @property
    def rejected(self) -> int:
        """How many records of the input are not used."""
        return self.problems.filter(~pl.col("screened"))["row"].n_unique()


def read_ledger(
    source: Path | BinaryIO,
    *,
    name: str,
    layout: str = "auto",
    columns: Mapping[str, Sequence[str]] | None = None,
    asset: str | None = None,
    format: str | None = None,  # noqa: A002  # the word of the command line
    encoding: str | None = None,
    max_bytes: int = MAX_BYTES,
) -> Ledger:
    """The ledger of a CSV, TSV, Parquet, JSON lines, JSON or XLSX file.

    Raises:
        InputError: a column that is needed is missing, or the layout is not that of the file.
        UnreadableInput: the file is empty, too large, damaged, or not of the format.
    """
    known = layout_of(layout)
    content = rename_headings(read_bytes(source, name=name, max_bytes=max_bytes), known)
    table = read_table(
        io.BytesIO(content), name=name, format=format, encoding=encoding, max_bytes=max_bytes
    )
    return _ledger(table, known, columns or {}, asset)


def to_ledger(
    frame: pl.DataFrame,
    *,
    layout: str = "auto",
    columns: Mapping[str, Sequence[str]] | None = None,
    asset: str | None = None,
) -> Ledger:
    """The ledger of a frame, with the columns that its headings or `columns` say.

    >>> ledger = to_ledger(pl.DataFrame({
    ...     "time": ["2025-10-14", "2025-10-15"], "from": ["A", "B"], "to": ["B", "C"],
    ...     "amount": ["0.1", "-1"], "asset": ["BTC", "BTC"]}))
    >>> ledger.transfers["amount"].to_list(), ledger.problems["reason"].to_list()
    ([Decimal('0.10000000')], ['not above zero'])
    """
    rows = pl.int_range(1, frame.height + 1, dtype=pl.Int64, eager=True).alias("row")
    whole = Table(frame, rows, pl.DataFrame(schema=PROBLEMS))
    return _ledger(whole, layout_of(layout), columns or {}, asset)


def _ledger(
    table: Table, layout: Layout, columns: Mapping[str, Sequence[str]], asset: str | None
) -> Ledger:
    frame = layout.prepare(table.frame)
    roles = recognise_transfers(frame.columns, columns)
    rows = typed_rows(frame, roles, table.rows, days=layout.days, asset=asset)
    source, target, accounts = numbered_accounts(rows["source"], rows["target"], (FEES, EXCHANGE))
    scale = scale_of(rows)
    told = priced(rows.with_columns(source=source, target=target), scale)
    good = told.select(usable(scale)).to_series()
    lost = problems(told.filter(~good).with_columns(reason=reason(scale)), used=False)
    kept = told if good.all() else told.filter(good)
    transfers, doubts = ordering.in_total_order(movements(kept, accounts, scale))
    every = pl.concat([table.lost, lost, doubts]).sort("row", "reason")
    notes = (*table.notes, *_notes(frame, roles, transfers, doubts, asset))
    return Ledger(transfers, accounts, every, scale, table.read, notes)


def _notes(
    frame: pl.DataFrame,
    roles: Mapping[TransferRole, str],
    transfers: pl.DataFrame,
    doubts: pl.DataFrame,
    asset: str | None,
) -> list[str]:
    notes = []
    if TransferRole.ASSET not in roles:
        notes.append(f"no column for the asset: every row is {asset or UNSTATED}")
    if frame.schema[roles[TransferRole.AMOUNT]].is_float():
        notes.append("amounts are binary fractions: taken as their shortest decimal text")
    strange = unknown_assets(transfers["asset"].cast(pl.String))
    if strange:
        names = ", ".join(strange[:_SHOWN_ASSETS])
        notes.append(f"{count(len(strange), 'asset')} not known, each kept apart: {names}")
    for reason_, times in doubts["reason"].value_counts().sort("reason").iter_rows():
        notes.append(f"{count(times, 'row')}: {reason_}")
    return notes

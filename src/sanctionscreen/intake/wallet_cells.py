"""Wallet columns of counterparties → their addresses, bare; and those that cannot be checked."""

from collections.abc import Sequence
from typing import Final

import polars as pl

from sanctionscreen.identifiers.addresses import Status
from sanctionscreen.identifiers.cells import addresses_in
from sanctionscreen.intake import cells
from sanctionscreen.intake.values import FINDINGS

#: No wallet address holds a comma or a space.
_BETWEEN: Final = r"[|;,\s]+"


def wallets(columns: Sequence[pl.Series]) -> tuple[pl.Series, pl.DataFrame]:
    """The addresses of each row, each once, and what could not be checked (FINDINGS).

    An address that is not sound stays as it is written: a list may have the same error.

    >>> given = pl.Series("btc", ["BTC: 1BpEi6DfDAUFd7GtittLSdBeYJvcoaVggu", "x1"])
    >>> found, wrong = wallets([given])
    >>> found.to_list(), wrong.select("at", "field").rows()
    ([['1BpEi6DfDAUFd7GtittLSdBeYJvcoaVggu'], ['x1']], [(1, 'btc')])
    """
    read = [_column(column) for column in columns]
    named = pl.DataFrame([found.alias(str(place)) for place, (found, _) in enumerate(read)])
    joined = named.select(pl.concat_list(pl.all()).list.unique(maintain_order=True)).to_series()
    return joined, pl.concat([wrong for _, wrong in read])


def _column(column: pl.Series) -> tuple[pl.Series, pl.DataFrame]:
    frame = column.rename("cell").to_frame().with_row_index("at")
    if isinstance(column.dtype, pl.List):
        frame = frame.explode("cell", empty_as_null=True)
    given = frame.drop_nulls("cell")
    given = given.filter(cells.says_something(pl.col("cell")))
    found = addresses_in(given["cell"])
    valid = pl.col("status") == Status.VALID.value
    rows = found.join(given.with_row_index("number"), left_on="cell", right_on="number")
    sound = rows.filter(valid).select("at", address="text")
    broken = rows.filter(~valid)
    words = broken.select("at", address="cell_right").with_columns(
        cells.split(broken["cell_right"], _BETWEEN).alias("address")
    )
    raw = words.explode("address", empty_as_null=True)
    raw = raw.filter(cells.says_something(pl.col("address")))
    every = pl.concat([sound, raw]).group_by("at").agg(pl.col("address"))
    whole = pl.DataFrame({"at": pl.arange(0, len(column), dtype=pl.UInt32, eager=True)})
    lists = whole.join(every, on="at", how="left", maintain_order="left")["address"]
    reason = pl.format("{}: compared letter by letter only", "note")
    wrong = broken.select("at", pl.lit(column.name).alias("field"), reason.alias("reason"))
    return lists.fill_null([]), wrong.cast(FINDINGS).sort("at")

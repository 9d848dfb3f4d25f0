"""A table of bridges and exchanges → the ledger with rows that are one value in two assets."""

from dataclasses import replace
from typing import Final

import polars as pl

from sanctionscreen.errors import InputError
from sanctionscreen.tracing.ledger import Ledger
from sanctionscreen.tracing.numbers import code_of
from sanctionscreen.tracing.rows import FEES

#: One row a passage: the transfer that went in, and the one that came out.
LINKS: Final = ("tx_out", "tx_in")


def with_links(ledger: Ledger, links: pl.DataFrame) -> Ledger:
    """The ledger in which the value of `tx_out` goes on as `tx_in`, whatever asset that is in.

    `links` has the columns tx_out and tx_in: ids of transfers. A passage is left out, and a note
    says so, where an id is not that of exactly one transfer, or what comes out is not the later.

    Raises:
        InputError: a column is missing.
    """
    for column in LINKS:
        if column not in links.columns:
            raise InputError("the column is missing", file="links", field=column)
    at = ledger.transfers.with_row_index("at").filter(
        pl.col("target") != code_of(FEES, ledger.accounts)
    )
    once = at.filter(pl.col("tx_id").is_not_null() & pl.struct("tx_id").is_unique())
    places = dict(once.select("tx_id", "at").iter_rows())
    wanted = links.select(pl.col(column).cast(pl.String) for column in LINKS).unique(
        maintain_order=True
    )
    pairs = [(places.get(out), places.get(into)) for out, into in wanted.iter_rows()]
    good = [(out, into) for out, into in pairs if out is not None and into is not None]
    named: dict[int, str] = {}
    for number, (out, into) in enumerate(good):
        if out < into and out not in named and into not in named:
            named[out] = named[into] = f"link {number}"
    lost = len(pairs) - len(named) // 2
    notes = ledger.notes
    if lost:
        notes = (*notes, f"{lost} of {len(pairs)} links not used: no two transfers in that order")
    link = pl.Series("at", list(named), dtype=pl.UInt32), pl.Series("link_", list(named.values()))
    told = pl.DataFrame([link[0], link[1].cast(pl.String)])
    joined = ledger.transfers.with_row_index("at").join(
        told, on="at", how="left", maintain_order="left"
    )
    transfers = joined.with_columns(link=pl.coalesce("link_", "link")).drop("at", "link_")
    return replace(ledger, transfers=transfers, notes=notes)

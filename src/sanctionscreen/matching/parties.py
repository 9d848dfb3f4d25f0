"""COUNTERPARTIES frame → parties to match, and the digests of their records."""

import hashlib
from collections.abc import Collection, Iterator
from typing import Final

import polars as pl

from sanctionscreen.matching.evidence import Party

#: What a record is, for its digest: the same party in another row or file is the same record.
_RECORD: Final = pl.struct(pl.exclude("row", "query_id"))


def parties_of(frame: pl.DataFrame) -> Iterator[Party]:
    """Each row as a Party, in order."""
    for row in frame.iter_rows(named=True):
        yield Party(
            row=row["row"],
            query_id=row["query_id"],
            names=tuple(row["names"]),
            entity_type=row["entity_type"],
            gender=row["gender"],
            births=tuple((birth["start"], birth["end"]) for birth in row["births"]),
            countries=frozenset(row["countries"]),
            identifiers=tuple((i["kind"], i["number"], i["country"]) for i in row["identifiers"]),
            wallets=tuple(row["wallets"]),
        )


def may_hit(frame: pl.DataFrame, names: Collection[str]) -> pl.DataFrame:
    """The rows with one of these names, an identifier or a wallet: others cannot hit."""
    near = pl.Series(list(names), dtype=pl.String).implode()
    named = pl.col("names").list.eval(pl.element().is_in(near)).list.any()
    numbered = (pl.col("identifiers").list.len() > 0) | (pl.col("wallets").list.len() > 0)
    return frame.filter(named | numbered)


def distinct_names(frame: pl.DataFrame) -> list[str]:
    """The distinct names of all parties, sorted: batches do not depend on the file's order."""
    return frame["names"].explode().drop_nulls().unique().sort().to_list()


def record_digests(frame: pl.DataFrame) -> dict[int, str]:
    """The sha256 of each party's record by its row number, without the row number and id."""
    encoded = frame.select("row", _RECORD.struct.json_encode().alias("record"))
    return {row: hashlib.sha256(text.encode()).hexdigest() for row, text in encoded.iter_rows()}


def input_digest(frame: pl.DataFrame) -> str:
    """The sha256 of all checked rows in order: the same from CSV, Parquet and Arrow."""
    total = hashlib.sha256()
    for piece in frame.iter_slices(100_000):
        rows = piece.select(pl.struct(pl.all()).struct.json_encode()).to_series()
        total.update("\n".join((*rows.to_list(), "")).encode())
    return total.hexdigest()

"""COUNTERPARTIES frame → parties to match, and the digests of their records."""

import hashlib
import io
from collections.abc import Collection, Iterator
from typing import Final

import polars as pl

from sanctionscreen.matching.evidence import Party

#: What a record is, for its digest: the same party in another row or file is the same record.
_RECORD: Final = pl.struct(pl.exclude("row", "query_id"))

#: Rows that are put into JSON at once.
_TOGETHER: Final = 50_000


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
    names = frame["names"].explode().drop_nulls().sort()
    return names.rle().struct.field("value").to_list()  # faster than to look for distinct ones


def record_digests(frame: pl.DataFrame) -> dict[int, str]:
    """The sha256 of each party's record by its row number, without the row number and id."""
    encoded = frame.select("row", _RECORD.struct.json_encode().alias("record"))
    return {row: hashlib.sha256(text.encode()).hexdigest() for row, text in encoded.iter_rows()}


def input_digest(frame: pl.DataFrame) -> str:
    """The sha256 of all checked rows in order: the same from CSV, Parquet and Arrow."""
    total = hashlib.sha256()
    for piece in frame.iter_slices(_TOGETHER):
        lines = io.BytesIO()  # JSON as of `json_encode`, a row a line
        piece.write_ndjson(lines)
        total.update(lines.getbuffer())
    return total.hexdigest()

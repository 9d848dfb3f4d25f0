"""A frame of results → bytes: CSV, JSON, JSON lines, Parquet or a table; always the same bytes.

Texts in CSV that a spreadsheet would take for a formula begin with an apostrophe. OWASP ("CSV
Injection") names = + - @ TAB CR as first characters; a space before them is not among them, for a
spreadsheet takes ` =1` as text, so such a text stays as it is. Numbers are never touched: -0.2 is
one. Source: https://owasp.org/www-community/attacks/CSV_Injection
"""

import io
import json
from collections.abc import Mapping
from pathlib import Path
from typing import BinaryIO, Final

import polars as pl

from sanctionscreen.errors import InputError
from sanctionscreen.output.files import atomic
from sanctionscreen.output.json_text import escaped, wrapped
from sanctionscreen.output.tables import frame_table, hits_table, is_hits

#: What a result can be written as.
FORMATS: Final = ("table", "csv", "json", "jsonl", "parquet")
#: Between the items of a list in one CSV cell.
LIST_SEPARATOR: Final = " | "
#: The key of the provenance in a Parquet file's metadata.
PARQUET_KEY: Final = "sanctionscreen"
_FORMULA: Final = r"^[=+\-@\t\r]"
_ZSTD_LEVEL, _ROW_GROUP = 3, 131_072


def write(
    frame: pl.DataFrame,
    meta: Mapping[str, object],
    *,
    target: Path | BinaryIO,
    format: str,  # noqa: A002  # the word of the command line
    rows: str = "hits",
    raw_csv: bool = False,
    width: int | None = None,
    colour: bool = False,
) -> None:
    """Nothing; the rendered frame is then in the stream, or in the file: whole or not at all.

    Raises:
        InputError: the format is unknown, or the file cannot be written.
    """
    content = render(
        frame, meta, format=format, rows=rows, raw_csv=raw_csv, width=width, colour=colour
    )
    if isinstance(target, Path):
        with atomic(target) as stream:
            stream.write(content)
    else:
        target.write(content)


def render(
    frame: pl.DataFrame,
    meta: Mapping[str, object],
    *,
    format: str,  # noqa: A002  # the word of the command line
    rows: str = "hits",
    raw_csv: bool = False,
    width: int | None = None,
    colour: bool = False,
) -> bytes:
    """The frame in a format, with its provenance where the format has a place for it.

    `meta` holds what JSON can hold. JSON is `{"screening": meta, rows: [...]}`; Parquet has `meta`
    in its metadata; CSV, JSON lines and the table have the rows only. `width` (in columns) and
    `colour` are for the table.

    Raises:
        InputError: the format is unknown.

    >>> hits = pl.DataFrame({"query_name": ["=Probe"], "score": [-0.5], "programmes": [["A", "B"]]})
    >>> print(render(hits, {}, format="csv").decode())
    query_name,score,programmes
    '=Probe,-0.5,A | B
    <BLANKLINE>
    """
    if format == "csv":
        return csv_bytes(frame, raw=raw_csv)
    if format == "json":
        return json_bytes(frame, meta, rows=rows)
    if format == "jsonl":
        return _lines(frame).encode()
    if format == "parquet":
        return parquet_bytes(frame, meta)
    if format == "table":
        shown = hits_table if is_hits(frame) else frame_table
        return shown(frame, width=width, colour=colour).encode()
    raise InputError(f"there is no format {format!r}: use {', '.join(FORMATS)}")


def csv_bytes(frame: pl.DataFrame, *, raw: bool = False) -> bytes:
    """The frame as CSV: UTF-8, commas, LF; lists joined by ` | `, records as JSON, null empty."""
    flat = frame.select(_flat(column, dtype) for column, dtype in frame.schema.items())
    if not raw:
        text = pl.col(pl.String)
        formula = text.str.contains(_FORMULA)
        flat = flat.with_columns(pl.when(formula).then("'" + text).otherwise(text).name.keep())
    buffer = io.BytesIO()
    flat.write_csv(buffer)
    return buffer.getvalue()


def _flat(column: str, dtype: pl.DataType) -> pl.Expr:
    cell = pl.col(column)
    if isinstance(dtype, pl.Struct):
        return cell.struct.json_encode()
    if isinstance(dtype, pl.List) and isinstance(dtype.inner, pl.Struct):
        items = cell.list.eval(pl.element().struct.json_encode()).list.join(",")
        return pl.format("[{}]", items).alias(column)
    if isinstance(dtype, pl.List):
        text = cell.cast(pl.List(pl.String)).list.join(LIST_SEPARATOR)
        return pl.when(text != "").then(text).alias(column)
    return _timed(column, dtype)


def _timed(column: str, dtype: pl.DataType) -> pl.Expr:
    """Times as ISO 8601, in UTC where they have a zone: `2026-11-22T10:00:00Z`."""
    cell = pl.col(column)
    if not isinstance(dtype, pl.Datetime):
        return cell
    if dtype.time_zone is None:
        return cell.dt.strftime("%Y-%m-%dT%H:%M:%S")
    return cell.dt.convert_time_zone("UTC").dt.strftime("%Y-%m-%dT%H:%M:%SZ")


def _lines(frame: pl.DataFrame) -> str:
    timed = frame.select(_timed(column, dtype) for column, dtype in frame.schema.items())
    buffer = io.BytesIO()
    timed.write_ndjson(buffer)
    return escaped(buffer.getvalue().decode())


def json_bytes(frame: pl.DataFrame, meta: Mapping[str, object], *, rows: str = "hits") -> bytes:
    """The provenance and the rows as one JSON object; a row a line, keys in the columns' order.

    >>> print(json_bytes(pl.DataFrame({"score": [1.0]}), {"version": "0.1.0"}).decode())
    {"screening": {"version": "0.1.0"},
    "hits": [
    {"score":1.0}
    ]}
    <BLANKLINE>
    """
    return wrapped(_lines(frame), meta, rows)


def parquet_bytes(frame: pl.DataFrame, meta: Mapping[str, object]) -> bytes:
    """The frame as Parquet with its types, and the provenance as JSON in the file's metadata."""
    provenance = json.dumps(meta, ensure_ascii=False, allow_nan=False)
    buffer = io.BytesIO()
    frame.rechunk().write_parquet(
        buffer,
        compression="zstd",
        compression_level=_ZSTD_LEVEL,
        statistics=True,
        row_group_size=_ROW_GROUP,
        metadata={PARQUET_KEY: provenance},
    )
    return buffer.getvalue()

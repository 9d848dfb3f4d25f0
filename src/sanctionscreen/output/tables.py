"""A frame of results → a table to read on a terminal or on paper."""

import polars as pl

from sanctionscreen.columns import HITS
from sanctionscreen.output.hits_text import hits_text
from sanctionscreen.output.layout import cell, harmless, new_table, printed


def without_zeros(column: str) -> pl.Expr:
    """The exact amounts of a column as people write them: no zeros at the end of the decimals.

    >>> frame = pl.DataFrame({"amount": ["1000.00000000", "0.50", "100"]}).cast(pl.Decimal(38, 8))
    >>> frame.select(without_zeros("amount")).to_series().to_list()
    ['1000', '0.5', '100']
    """
    written = pl.col(column).cast(pl.String)
    short = written.str.strip_chars_end("0").str.strip_chars_end(".")
    return pl.when(written.str.contains(".", literal=True)).then(short).otherwise(written)


def is_hits(frame: pl.DataFrame) -> bool:
    """Whether the frame is HITS: it has its first columns, the ones that scripts rely on."""
    return set(HITS.names()) <= set(frame.columns)


def hits_table(hits: pl.DataFrame, *, width: int | None = None, colour: bool = False) -> str:
    r"""The hits as text: score, query, listed name, entity id, programmes, effect and why.

    >>> hits_table(pl.DataFrame(schema=HITS))
    'no possible match\n'
    """
    return hits_text(hits.rows(named=True), width=width, colour=colour)


def frame_table(frame: pl.DataFrame, *, width: int | None = None, colour: bool = False) -> str:
    """Any frame as text, a column each; lists joined by commas, null left empty.

    >>> print(frame_table(pl.DataFrame({"list_id": ["xx"], "entities": [7]}), width=40))
     list_id   entities
     ──────────────────
     xx               7
    <BLANKLINE>
    """
    if frame.is_empty():
        return "nothing\n"
    table = new_table()
    for column, dtype in frame.schema.items():
        right = "right" if dtype.is_numeric() else "left"
        table.add_column(harmless(column), justify=right, overflow="fold")  # type: ignore[arg-type]
    for row in frame.iter_rows():
        table.add_row(*(cell(value) for value in row))
    return printed(table, width, colour=colour)

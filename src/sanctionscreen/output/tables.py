"""A frame of results → a table to read on a terminal or on paper."""

import io
import unicodedata
from collections.abc import Mapping, Sequence
from typing import Any, Final

import polars as pl
from rich.box import SIMPLE_HEAD
from rich.console import Console
from rich.table import Table
from rich.text import Text

from sanctionscreen.columns import HITS

#: Where nobody says how wide the terminal is.
DEFAULT_WIDTH: Final = 120
#: Below this width the reasons have no column of their own; longer ids than this may be broken.
_WIDE, _ID_WIDTH = 110, 28
#: One more column takes so much.
_OFAC_WIDTH: Final = 12
#: Control, format (such as right-to-left override), line and paragraph separator.
_COMMANDS: Final = frozenset({"Cc", "Cf", "Zl", "Zp"})
_NO_HITS: Final = "no possible match\n"


def harmless(text: str) -> str:
    r"""The text with every character that could command a terminal written out.

    >>> harmless("Probe\x1b[2JLtd \u202egnp")
    'Probe\\x1b[2JLtd \\u202egnp'
    """
    if text.isascii() and text.isprintable():
        return text
    return "".join(
        character.encode("unicode_escape").decode()
        if unicodedata.category(character) in _COMMANDS
        else character
        for character in text
    )


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
    if hits.is_empty():
        return _NO_HITS
    scored = "ofac_score" in hits.columns
    narrow = (width or DEFAULT_WIDTH) < _WIDE + _OFAC_WIDTH * scored
    table = _table()
    table.add_column("Score", justify="right", no_wrap=True)
    if scored:
        table.add_column("OFAC", justify="right", no_wrap=True)
    table.add_column("Query", ratio=3, overflow="fold")
    table.add_column("Listed name", ratio=4, overflow="fold")
    longest = hits["entity_id"].str.len_chars().max()
    shown = min(_ID_WIDTH, longest if isinstance(longest, int) else 0)
    table.add_column("Entity", ratio=3, min_width=shown, overflow="fold")
    if not narrow:
        table.add_column("Programmes", ratio=2, overflow="fold")
        table.add_column("Effect", ratio=2, overflow="fold")
        table.add_column("Why", ratio=5, overflow="fold")
    for hit in hits.iter_rows(named=True):
        score, *cells = _narrow_cells(hit) if narrow else _hit_cells(hit)
        table.add_row(score, *([_cell(hit["ofac_score"])] if scored else []), *cells)
    return _printed(table, width, colour=colour)


def _hit_cells(hit: Mapping[str, Any]) -> list[Text]:
    kind = (hit["name_kind"] or "name").replace("_", " ")
    score = None if hit["score"] is None else f"{hit['score']:.3f}"
    listed = f"{hit['listed_name'] or ''} ({kind})"
    effects = (hit["programmes"], hit["effect"], why(hit["evidence"]))
    return [
        _cell(value) for value in (score, hit["query_name"], listed, hit["entity_id"], *effects)
    ]


def _narrow_cells(hit: Mapping[str, Any]) -> list[Text]:
    """The same in four columns: why below the listed name, effect and programmes below the id."""
    score, query, listed, entity, programmes, effect, reasons = _hit_cells(hit)
    below = Text(": ").join(part for part in (effect, programmes) if part)
    return [score, query, _lines(listed, reasons), _lines(entity, below)]


def _lines(*texts: Text) -> Text:
    return Text("\n").join(text for text in texts if text)


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
    table = _table()
    for column, dtype in frame.schema.items():
        right = "right" if dtype.is_numeric() else "left"
        table.add_column(harmless(column), justify=right, overflow="fold")  # type: ignore[arg-type]
    for row in frame.iter_rows():
        table.add_row(*(_cell(cell) for cell in row))
    return _printed(table, width, colour=colour)


def why(evidence: Sequence[Mapping[str, str | float | None]] | None) -> str:
    """The reasons for and against a hit in one line, in their order, each with its weight.

    >>> why([{"kind": "birth_year", "weight": -0.2}, {"note": "same name", "weight": 1.0}])
    'birth year -0.20; same name +1.00'
    """
    parts = []
    for reason in evidence or ():
        words = reason.get("note") or str(reason.get("kind") or "").replace("_", " ")
        weight = reason.get("weight")
        parts.append(f"{words}" if weight is None else f"{words} {float(weight):+.2f}")
    return "; ".join(parts)


def _table() -> Table:
    return Table(box=SIMPLE_HEAD, pad_edge=False, header_style="bold")


def _cell(value: object) -> Text:
    """The cell as it is written: no markup is read in it, no command reaches the terminal."""
    if value is None:
        return Text("")
    if isinstance(value, list):
        return Text(harmless(", ".join(map(str, value))))
    return Text(harmless(str(value)))


def _printed(table: Table, width: int | None, *, colour: bool) -> str:
    stream = io.StringIO()
    console = Console(
        file=stream,
        width=width or DEFAULT_WIDTH,
        force_terminal=colour,
        color_system="standard" if colour else None,
        legacy_windows=False,
        emoji=False,
        markup=False,
        highlight=False,
        _environ={},  # rich would ask COLUMNS and NO_COLOR; only the command line reads them
    )
    console.print(table)
    lines = (line.rstrip() for line in stream.getvalue().split("\n"))
    return "\n".join(line for line in lines if line) + "\n"

"""Hits as a table of columns that share the width."""

from collections.abc import Mapping, Sequence
from typing import Any, Final

from rich.text import Text

from sanctionscreen.output.hits_text import why
from sanctionscreen.output.layout import DEFAULT_WIDTH, cell, new_table, printed

#: Below this width the reasons have no column of their own; longer ids than this may be broken.
_WIDE, _ID_WIDTH = 110, 28
#: One more column takes so much.
_OFAC_WIDTH: Final = 12


def drawn(hits: Sequence[Mapping[str, Any]], *, width: int | None, colour: bool) -> str:
    """The rows of HITS, of which there are some, as a table."""
    scored = "ofac_score" in hits[0]
    narrow = (width or DEFAULT_WIDTH) < _WIDE + _OFAC_WIDTH * scored
    table = new_table()
    table.add_column("Score", justify="right", no_wrap=True)
    if scored:
        table.add_column("OFAC", justify="right", no_wrap=True)
    table.add_column("Query", ratio=3, overflow="fold")
    table.add_column("Listed name", ratio=4, overflow="fold")
    shown = min(_ID_WIDTH, max(len(hit["entity_id"] or "") for hit in hits))
    table.add_column("Entity", ratio=3, min_width=shown, overflow="fold")
    if not narrow:
        table.add_column("Programmes", ratio=2, overflow="fold")
        table.add_column("Effect", ratio=2, overflow="fold")
        table.add_column("Why", ratio=5, overflow="fold")
    for hit in hits:
        score, *cells = _narrow_cells(hit) if narrow else _hit_cells(hit)
        table.add_row(score, *([cell(hit["ofac_score"])] if scored else []), *cells)
    return printed(table, width, colour=colour)


def _hit_cells(hit: Mapping[str, Any]) -> list[Text]:
    kind = (hit["name_kind"] or "name").replace("_", " ")
    score = None if hit["score"] is None else f"{hit['score']:.3f}"
    listed = f"{hit['listed_name'] or ''} ({kind})"
    effects = (hit["programmes"], hit["effect"], why(hit["evidence"]))
    return [cell(value) for value in (score, hit["query_name"], listed, hit["entity_id"], *effects)]


def _narrow_cells(hit: Mapping[str, Any]) -> list[Text]:
    """The same in four columns: why below the listed name, effect and programmes below the id."""
    score, query, listed, entity, programmes, effect, reasons = _hit_cells(hit)
    below = Text(": ").join(part for part in (effect, programmes) if part)
    return [score, query, _lines(listed, reasons), _lines(entity, below)]


def _lines(*texts: Text) -> Text:
    return Text("\n").join(text for text in texts if text)

"""Hits → a table to read."""

from collections.abc import Mapping, Sequence
from typing import Any, Final

from rich.text import Text

from sanctionscreen.output.layout import DEFAULT_WIDTH, cell, new_table, printed

#: Below this width the reasons have no column of their own; longer ids than this may be broken.
_WIDE, _ID_WIDTH = 110, 28
#: One more column takes so much.
_OFAC_WIDTH: Final = 12
_NO_HITS: Final = "no possible match\n"


def hits_text(
    hits: Sequence[Mapping[str, Any]], *, width: int | None = None, colour: bool = False
) -> str:
    r"""The rows of HITS as text: score, query, listed name, entity id, programmes, effect and why.

    >>> hits_text([])
    'no possible match\n'
    """
    if not hits:
        return _NO_HITS
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

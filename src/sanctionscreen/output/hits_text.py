"""Hits → a table to read."""

from collections.abc import Mapping, Sequence
from typing import Any, Final

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
    # Most names have no hit, and what draws a table takes longer to import than a name to screen.
    from sanctionscreen.output.hits_drawn import drawn  # noqa: PLC0415

    return drawn(hits, width=width, colour=colour)


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

"""What every HTML page of results is made of: it holds all it needs, loads nothing, escapes all."""

import json
from collections.abc import Iterable, Mapping, Sequence
from html import escape
from importlib.resources import files
from typing import Final

from sanctionscreen.output.layout import harmless

#: The least that four digits after the point can say.
_LEAST: Final = 1e-4


def head(title: str, style: str) -> str:
    """The head of a page, with a policy that forbids it to load or to send anything.

    >>> "default-src 'none'" in head("<b>", "")
    True
    """
    return (
        '<!DOCTYPE html>\n<html lang="en"><head><meta charset="utf-8">\n'
        '<meta http-equiv="Content-Security-Policy" content="default-src \'none\'; '
        "script-src 'unsafe-inline'; style-src 'unsafe-inline'; img-src data:\">\n"
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{escape(title)}</title>\n<style>{_STYLE}{style}</style></head><body>\n"
    )


def embedded(name: str, value: object) -> str:
    r"""The value as JSON in an element of that id, for scripts; no text in it can end the element.

    >>> embedded("rows", ["</script>"])
    '<script type="application/json" id="rows">["\\u003c/script\\u003e"]</script>'
    """
    text = json.dumps(value, ensure_ascii=True, allow_nan=False, separators=(",", ":"))
    safe = text.replace("<", "\\u003c").replace(">", "\\u003e").replace("&", "\\u0026")
    return f'<script type="application/json" id="{name}">{safe}</script>'


def library() -> str:
    """ECharts as a script: vendored whole, with its licence in it."""
    text = files("sanctionscreen.output").joinpath("vendor/echarts.min.js").read_text("utf-8")
    safe = text.replace("</script", "<\\/script")
    return f"<script>{safe}</script>"


def facts(meta: Mapping[str, object], notes: Sequence[str] = ()) -> str:
    """Names and values as a table, then the notes."""
    shown = {key: value for key, value in meta.items() if not isinstance(value, (dict, list))}
    rows = "".join(
        f"<tr><th>{escape(key.replace('_', ' '))}</th><td>{cell(value)}</td></tr>"
        for key, value in shown.items()
    )
    said = "".join(f"<li>{cell(note)}</li>" for note in notes)
    return f"<table>{rows}</table><ul>{said}</ul>"


def table(columns: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    """Rows as a table, under the columns' names."""
    top = "".join(f"<th>{escape(column.replace('_', ' '))}</th>" for column in columns)
    body = "".join(
        "<tr>" + "".join(f"<td>{cell(value)}</td>" for value in row) + "</tr>" for row in rows
    )
    return f"<table><tr>{top}</tr>{body}</table>"


def cell(value: object) -> str:
    """A value as text, escaped; four digits after the point, null empty.

    >>> cell(None), cell(0.5), cell(1e-9), cell(["a", "<b>"])  # little is not nothing
    ('', '0.5000', '&lt;0.0001', 'a → &lt;b&gt;')
    """
    if value is None:
        return ""
    if isinstance(value, float):
        return "&lt;0.0001" if 0 < value < _LEAST / 2 else f"{value:.4f}"
    if isinstance(value, list):
        return escape(harmless(" → ".join(map(str, value))))
    return escape(harmless(str(value)))


_STYLE = """
body { font: 14px/1.45 sans-serif; margin: 1.5rem; color: #1c1c1c }
table { border-collapse: collapse; font-size: 12px }
th, td { border: 1px solid #ddd; padding: 2px 6px; text-align: left; overflow-wrap: anywhere }
th { background: #f4f4f4; white-space: nowrap }
.wide { overflow-x: auto }
.key span { display: inline-block; width: .8em; height: .8em; margin: 0 .3em 0 1em }
"""

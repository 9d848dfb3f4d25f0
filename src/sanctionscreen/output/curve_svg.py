"""A calibration's curves → SVG for documents: alerts above, recall below, by threshold."""

from collections.abc import Callable, Iterator, Sequence
from html import escape
from math import ceil, floor, log10
from typing import Final, NamedTuple

import polars as pl

from sanctionscreen.output.layout import harmless

ALERTS, RECALL = "#b3261e", "#2f5d8a"
_WIDTH, _HEIGHT, _LEFT, _TOP, _GAP = 640.0, 190.0, 70.0, 46.0, 46.0
_RIGHT, _BOTTOM = 24.0, 44.0
_TICKS: Final = 4
_STEPS: Final = (1.0, 2.0, 2.5, 5.0, 10.0)
#: Thresholds below the axis stand so far apart.
_APART: Final = 0.05
_EPSILON: Final = 1e-9

_Place = Callable[[float], float]


class _Panel(NamedTuple):
    """One drawing area: which columns it draws, in which colour, up to which value."""

    title: str
    value: str
    low: str
    high: str
    colour: str
    most: float
    top: float
    shown: Callable[[float], str]


def curve_svg(thresholds: pl.DataFrame, *, title: str, budget: float) -> str:
    """The curves with their 95 % bands, the budget, and the marked thresholds.

    `thresholds` is THRESHOLDS of a calibration, of at least one row.
    """
    left, right = _range(thresholds["threshold"])
    width, height = _LEFT + _WIDTH + _RIGHT, _TOP + 2 * _HEIGHT + _GAP + _BOTTOM
    most = _rounded(max(1.0, budget, *thresholds["alerts_high"]))
    panels = (
        _Panel("Alerts per 10,000", "alerts_per_10000", "alerts_low", "alerts_high", ALERTS, most,
               _TOP, lambda value: f"{value:,g}"),
        _Panel("Recall on variants", "recall", "recall_low", "recall_high", RECALL, 1.0,
               _TOP + _HEIGHT + _GAP, lambda value: f"{value:.2f}"),
    )  # fmt: skip

    def x(threshold: float) -> float:
        return _LEFT + _WIDTH * (threshold - left) / (right - left)

    parts = [
        '<svg xmlns="http://www.w3.org/2000/svg" font-family="sans-serif" font-size="11" '
        f'viewBox="0 0 {width:.0f} {height:.0f}" width="{width:.0f}" height="{height:.0f}">',
        '<rect width="100%" height="100%" fill="#fff"/>',
        _text(12, 22, title, 'font-size="15"'),
        *(part for panel in panels for part in _drawn(panel, thresholds, x)),
        *_axis(x, left, right, panels),
        *_marks(x, thresholds, panels, budget),
        "</svg>\n",
    ]
    return "\n".join(parts)


def _range(thresholds: pl.Series) -> tuple[float, float]:
    low, high = float(thresholds.to_list()[0]), float(thresholds.to_list()[-1])
    return low, high if high > low else low + 1


def _rounded(most: float) -> float:
    """The next value that divides into ticks of 1, 2, 2.5 or 5 times a power of ten.

    >>> _rounded(69.8), _rounded(8.0)
    (80.0, 8.0)
    """
    power = 10.0 ** floor(log10(most / _TICKS))
    return next(_TICKS * step * power for step in _STEPS if _TICKS * step * power >= most)


def _y(panel: _Panel) -> _Place:
    return lambda value: panel.top + _HEIGHT * (1 - value / panel.most)


def _drawn(panel: _Panel, rows: pl.DataFrame, x: _Place) -> Iterator[str]:
    y = _y(panel)
    yield (
        f'<rect x="{_LEFT}" y="{panel.top}" width="{_WIDTH}" height="{_HEIGHT}" fill="none" '
        'stroke="#ccc"/>'
    )
    yield _text(_LEFT, panel.top - 8, panel.title, f'fill="{panel.colour}"')
    for tick in range(_TICKS + 1):
        value = panel.most * tick / _TICKS
        yield _text(_LEFT - 8, y(value) + 4, panel.shown(value), 'text-anchor="end"')
    known = rows.filter(pl.col(panel.value).is_not_null())
    low = _points(known, panel.low, x, y)
    high = _points(known, panel.high, x, y)
    band = " ".join((*low, *reversed(high)))
    yield f'<polygon points="{band}" fill="{panel.colour}" fill-opacity=".18"/>'
    line = " ".join(_points(known, panel.value, x, y))
    yield f'<polyline points="{line}" fill="none" stroke="{panel.colour}" stroke-width="2"/>'


def _points(rows: pl.DataFrame, column: str, x: _Place, y: _Place) -> list[str]:
    places = rows.select("threshold", column).iter_rows()
    return [f"{x(threshold):.1f},{y(value):.1f}" for threshold, value in places]


def _axis(x: _Place, left: float, right: float, panels: Sequence[_Panel]) -> Iterator[str]:
    bottom = panels[-1].top + _HEIGHT
    for tick in range(ceil(left / _APART - _EPSILON), floor(right / _APART + _EPSILON) + 1):
        label = f"{tick * _APART:.2f}"
        yield _text(x(tick * _APART), bottom + 16, label, 'text-anchor="middle"')
    yield _text(_LEFT + _WIDTH / 2, bottom + 34, "threshold", 'text-anchor="middle"')


def _marks(x: _Place, rows: pl.DataFrame, panels: Sequence[_Panel], budget: float) -> Iterator[str]:
    """The budget as a line across, the marked thresholds as lines down."""
    level = _y(panels[0])(budget)
    yield _line(_LEFT, level, _LEFT + _WIDTH, level)
    yield _text(_LEFT + _WIDTH - 4, level - 4, f"budget {budget:g}", 'text-anchor="end"')
    top, bottom = panels[0].top, panels[-1].top + _HEIGHT
    for number, (column, word) in enumerate((("is_policy", "policy"), _RECOMMENDED)):
        for threshold in rows.filter(column)["threshold"]:
            yield _line(x(threshold), top, x(threshold), bottom)
            said = f"{word} {threshold:.2f}"
            yield _text(x(threshold) + 4, top + 14 + 14 * number, said, "")


_RECOMMENDED: Final = ("is_recommended", "recommended")


def _line(x: float, y: float, to_x: float, to_y: float) -> str:
    return (
        f'<line x1="{x:.1f}" y1="{y:.1f}" x2="{to_x:.1f}" y2="{to_y:.1f}" stroke="#555" '
        'stroke-dasharray="5 4"/>'
    )


def _text(x: float, y: float, text: str, extra: str) -> str:
    return f'<text x="{x:.1f}" y="{y:.1f}" {extra}>{escape(harmless(text))}</text>'

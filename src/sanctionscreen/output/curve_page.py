"""A calibration → one HTML page with its curves, its classes, and what they rest on."""

from collections.abc import Mapping, Sequence
from html import escape
from typing import Any, Final

import polars as pl

from sanctionscreen.output.curve_svg import ALERTS, RECALL
from sanctionscreen.output.page import embedded, facts, head, library, table

_COLUMNS: Final = (
    "threshold", "alerts", "alerts_per_10000", "alerts_low", "alerts_high", "recall", "recall_low",
    "recall_high", "class_recall",
)  # fmt: skip
_MARKS: Final = ("is_policy", "is_recommended")
_CLASS_COLUMNS: Final = (
    "entity_type", "variant_class", "variants", "found", "recall", "recall_low", "recall_high",
)  # fmt: skip


def curve_page(
    thresholds: pl.DataFrame,
    classes: pl.DataFrame,
    *,
    shown_at: float,
    budget: float,
    says: Mapping[str, str],
    meta: Mapping[str, object],
    notes: Sequence[str] = (),
) -> str:
    """The page: alerts and recall by threshold, recall by class at a threshold that one chooses.

    `thresholds` is THRESHOLDS and `classes` CLASS_RECALL of a calibration; `says` has a sentence on
    each class, `meta` and `notes` what the figures rest on. It opens at `shown_at`.
    """
    data = {
        "budget": budget,
        "shown": shown_at,
        "curve": thresholds.select(*_COLUMNS, "is_policy", "is_recommended").to_dict(
            as_series=False
        ),
        "classes": _by_threshold(classes),
        "colours": {"alerts": ALERTS, "recall": RECALL},
    }
    choices = "".join(
        f'<option value="{at}"{" selected" if one == shown_at else ""}>{one:.3f}</option>'
        for at, one in enumerate(thresholds["threshold"])
    )
    own = classes.filter(threshold=shown_at)
    explained = "".join(
        f"<li><b>{escape(name)}</b>: {escape(words)}</li>" for name, words in says.items()
    )
    return "".join(
        (
            head("Calibration", _STYLE),
            _INTRODUCTION,
            '<div id="curve"></div>\n<h2>Recall by class of variants</h2>\n',
            f'<p><label>at threshold <select id="at">{choices}</select></label></p>\n',
            f'<div id="classes"></div>\n<ul>{explained}</ul>\n',
            "<h2>Thresholds</h2>\n",
            f'<div class="wide">{table(_COLUMNS, thresholds.select(_COLUMNS).iter_rows())}</div>\n',
            f"<h2>Classes at {shown_at:.3f}</h2>\n",
            f'<div class="wide">{table(_CLASS_COLUMNS, own.select(_CLASS_COLUMNS).rows())}</div>\n',
            f"<h2>What this rests on</h2>{facts(meta, notes)}\n",
            embedded("data", data),
            library(),
            f"<script>{_SCRIPT}</script>\n</body></html>\n",
        )
    )


def _by_threshold(classes: pl.DataFrame) -> list[list[list[Any]]]:
    """For each threshold the classes: name with kind, recall, low, high."""
    name = pl.format("{}: {}", "entity_type", "variant_class")
    groups = classes.sort("threshold", "entity_type", "variant_class").group_by(
        "threshold", maintain_order=True
    )
    figures = ("recall", "recall_low", "recall_high")
    return [[list(row) for row in group.select(name, *figures).iter_rows()] for _, group in groups]


_STYLE: Final = """
#curve { width: 100%; height: 620px; border: 1px solid #ccc }
#classes { width: 100%; height: 1000px; border: 1px solid #ccc }
"""
_INTRODUCTION: Final = """<h1>What a threshold costs, and what it finds</h1>
<p>Alerts are parties of your own file with at least one hit; nobody knows how many of them are
listed indeed. Recall is the share of changed names of the list that find their own party, by name
alone. Bands are 95 % intervals.</p>
"""
_SCRIPT: Final = """
const data = JSON.parse(document.getElementById('data').textContent);
const curve = data.curve, x = curve.threshold;
const pairs = values => values.map((value, at) => [x[at], value]);
const band = (name, low, high, colour, panel) => [
  {name: name, type: 'line', xAxisIndex: panel, yAxisIndex: panel, stack: name, symbol: 'none',
   lineStyle: {opacity: 0}, data: pairs(low), tooltip: {show: false}, silent: true},
  {name: name, type: 'line', xAxisIndex: panel, yAxisIndex: panel, stack: name, symbol: 'none',
   lineStyle: {opacity: 0}, areaStyle: {color: colour, opacity: .18},
   data: pairs(high.map((value, at) => value === null ? null : value - low[at])),
   tooltip: {show: false}, silent: true}];
const marks = panel => {
  const lines = [];
  x.forEach((value, at) => {
    const words = [curve.is_policy[at] && 'policy', curve.is_recommended[at] && 'recommended']
      .filter(Boolean);
    if (words.length) lines.push({xAxis: value, label: {formatter: words.join(', ') + ' ' + value,
      position: 'insideEndTop'}});
  });
  if (panel === 0) lines.push({yAxis: data.budget, label: {formatter: 'budget ' + data.budget,
    position: 'insideEndTop'}});
  return {symbol: 'none', lineStyle: {color: '#555', type: 'dashed'}, data: lines};
};
const line = (name, values, colour, panel) => ({name: name, type: 'line', symbol: 'none',
  xAxisIndex: panel, yAxisIndex: panel, color: colour, data: pairs(values),
  markLine: marks(panel)});
const chart = echarts.init(document.getElementById('curve'));
chart.setOption({
  animation: false,
  legend: {top: 4, data: ['alerts per 10,000', 'recall', 'mean recall of classes']},
  tooltip: {trigger: 'axis', confine: true},
  axisPointer: {link: [{xAxisIndex: 'all'}]},
  grid: [{top: 50, height: 230, left: 70, right: 30}, {top: 340, height: 220, left: 70, right: 30}],
  xAxis: [0, 1].map(panel => ({gridIndex: panel, type: 'value', min: x[0], max: x[x.length - 1],
    name: panel ? 'threshold' : '', nameLocation: 'middle', nameGap: 28})),
  yAxis: [{gridIndex: 0, name: 'alerts per 10,000', min: 0},
          {gridIndex: 1, name: 'recall', min: 0, max: 1}],
  series: [
    ...band('alerts, 95 %', curve.alerts_low, curve.alerts_high, data.colours.alerts, 0),
    line('alerts per 10,000', curve.alerts_per_10000, data.colours.alerts, 0),
    ...band('recall, 95 %', curve.recall_low, curve.recall_high, data.colours.recall, 1),
    line('recall', curve.recall, data.colours.recall, 1),
    {...line('mean recall of classes', curve.class_recall, '#6b6b6b', 1), markLine: undefined,
     lineStyle: {type: 'dotted'}}]
});
const bars = echarts.init(document.getElementById('classes'));
function draw(at) {
  const rows = [...(data.classes[at] || [])].reverse();
  bars.setOption({
    animation: false,
    tooltip: {confine: true, formatter: part => echarts.format.encodeHTML(rows[part.dataIndex][0]) +
      ': ' + part.value[0].toFixed(3) + ' (95 %: ' + rows[part.dataIndex][2].toFixed(3) + ' to ' +
      rows[part.dataIndex][3].toFixed(3) + ')'},
    grid: {left: 210, right: 30, top: 20, bottom: 30},
    xAxis: {type: 'value', min: 0, max: 1},
    yAxis: {type: 'category', data: rows.map(row => row[0]), axisLabel: {interval: 0}},
    series: [
      {type: 'bar', color: data.colours.recall, itemStyle: {opacity: .6},
       data: rows.map((row, at) => [row[1], at])},
      {type: 'custom', data: rows.map((row, at) => [row[1], at]), silent: true,
       renderItem: (_, api) => {
         const at = api.value(1);
         const low = api.coord([rows[at][2], at]), high = api.coord([rows[at][3], at]);
         return {type: 'line', shape: {x1: low[0], y1: low[1], x2: high[0], y2: high[1]},
                 style: {stroke: '#1c1c1c', lineWidth: 2}};
       }}]
  }, true);
}
const choice = document.getElementById('at');
choice.onchange = () => draw(choice.value);
draw(choice.value);
window.onresize = () => { chart.resize(); bars.resize(); };
"""

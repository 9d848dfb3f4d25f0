"""A tracing → one HTML page that draws its flows: it holds all it needs and loads nothing."""

from collections.abc import Mapping, Sequence
from html import escape
from typing import Any, Final

import polars as pl

from sanctionscreen.output.flow_layout import Picture, picture
from sanctionscreen.output.flow_svg import COLOURS, least_named, named, short
from sanctionscreen.output.layout import harmless
from sanctionscreen.output.page import embedded, facts, head, library, table
from sanctionscreen.output.tables import without_zeros

#: How many flows the page can show; it opens with the first.
SIZES: Final = (300, 1_000, 5_000)
_ROWS: Final = 200
#: What a row of the page's table says.
_COLUMNS: Final = (
    "account", "asset", "seed_entity", "seed_name", "tag", "method", "direction", "amount", "share",
    "unknown_share", "hops", "effect", "path",
)  # fmt: skip


def flow_page(
    exposures: pl.DataFrame,
    edges: pl.DataFrame,
    roles: Mapping[str, str],
    *,
    meta: Mapping[str, object],
    notes: Sequence[str] = (),
) -> str:
    """The page: the flows of each method, a table of the exposures, and what they rest on.

    `edges` is EDGES, `exposures` is EXPOSURES; `roles` says which accounts are `seed` or `service`.
    Every text in it is escaped; a policy in its head forbids it to load or to send anything.
    """
    views = [
        _view(edges.filter(pl.col("method") == method), dict(roles), method, size)
        for method in edges["method"].unique(maintain_order=True)
        for size in _sizes(edges.filter(pl.col("method") == method).height)
    ]
    options = "".join(
        f'<option value="{number}">{escape(view["name"])}</option>'
        for number, view in enumerate(views)
    )
    return "".join(
        (
            head("Tracing", _STYLE),
            _PAGE.format(options=options, table=_table(exposures), facts=facts(meta, notes)),
            embedded("views", views),
            embedded("colours", COLOURS),
            library(),
            f"<script>{_SCRIPT}</script>\n</body></html>\n",
        )
    )


def _sizes(height: int) -> list[int]:
    """The sizes that differ from each other for so many flows."""
    return [size for at, size in enumerate(SIZES) if at == 0 or height > SIZES[at - 1]]


def _view(edges: pl.DataFrame, roles: dict[str, str], method: str, size: int) -> dict[str, Any]:
    drawn = picture(edges, roles, heaviest=size)
    return {
        "name": f"{method}, {len(drawn.lines):,} of {edges.height:,} flows",
        "nodes": _nodes(drawn),
        "lines": [
            [
                line.source,
                line.target,
                line.amount or 1.0,
                line.shown,
                line.transfers,
                line.direction,
            ]
            for line in drawn.lines
        ],
    }


def _nodes(drawn: Picture) -> list[list[object]]:
    least = least_named(drawn.nodes)
    return [
        [
            harmless(node.name),
            short(harmless(node.name)) if named(node, least) else "",
            node.role,
            round(node.x),
            round(node.y),
        ]
        for node in drawn.nodes
    ]


def _table(exposures: pl.DataFrame) -> str:
    """The largest exposures by share, each with its method."""
    order = ["share", "account", "seed_entity", "method", "direction"]
    largest = exposures.sort(order, descending=[True, False, False, False, False], nulls_last=True)
    shown = largest.head(_ROWS).select(_COLUMNS).with_columns(without_zeros("amount"))
    rows = table(_COLUMNS, shown.iter_rows())
    left = exposures.height - min(_ROWS, exposures.height)
    more = f"<p>{left:,} more in the table that the command writes.</p>" if left else ""
    return f"{rows}{more}"


_STYLE: Final = "#flow { width: 100%; height: 72vh; border: 1px solid #ccc }"
_PAGE: Final = """<h1>Where the money went</h1>
<p>A share is a figure of one method, named with it: the same money has other shares under other
methods. What the transfers do not show is of unknown origin, never clean.</p>
<p><label>Show <select id="view">{options}</select></label>
<span class="key"><span style="background:#b3261e"></span>seed
<span style="background:#6b6b6b"></span>service (absorbs)
<span style="background:#2f5d8a"></span>account
<span style="background:#c9772b"></span>received from a seed
<span style="background:#3f8f6b"></span>sent to a seed</span></p>
<div id="flow"></div>
<h2>Exposures</h2><div class="wide">{table}</div>
<h2>What this rests on</h2>{facts}
"""
_SCRIPT: Final = """
const read = id => JSON.parse(document.getElementById(id).textContent);
const views = read('views'), colours = read('colours');
const ways = {received: '#c9772b', sent: '#3f8f6b'};
const chart = echarts.init(document.getElementById('flow'));
const plain = echarts.format.encodeHTML;
function draw(view) {
  const heaviest = Math.max(1, ...view.lines.map(line => line[2]));
  const crowded = view.nodes.length > 120;
  const opacity = view.lines.length > 600 ? .15 : crowded ? .35 : .6;
  chart.setOption({
    animation: false,
    tooltip: {confine: true, formatter: part => plain(part.data.told || '')},
    series: [{
      type: 'graph', layout: 'none', roam: true, scaleLimit: {min: .1, max: 40},
      edgeSymbol: ['none', 'arrow'], edgeSymbolSize: crowded ? 4 : 7,
      labelLayout: {hideOverlap: true},
      emphasis: {focus: 'adjacency'},
      data: view.nodes.map(node => ({
        name: node[0], told: node[0] + ' (' + node[2] + ')', x: node[3], y: node[4],
        symbolSize: node[2] === 'seed' ? 18 : crowded ? 7 : 11,
        itemStyle: {color: colours[node[2]]},
        label: {show: true, position: 'bottom', fontSize: 10, formatter: node[1],
                color: '#1c1c1c', textBorderColor: '#fff', textBorderWidth: 2}
      })),
      links: view.lines.map(line => ({
        source: line[0], target: line[1],
        told: view.nodes[line[0]][0] + ' \\u2192 ' + view.nodes[line[1]][0] + ': ' + line[3] +
              ' in ' + line[4] + ' transfers, ' + line[5],
        lineStyle: {color: ways[line[5]], opacity, curveness: .12,
                    width: .6 + 5 * Math.log10(1 + 9 * line[2] / heaviest)}
      }))
    }]
  }, true);
}
const choice = document.getElementById('view');
choice.onchange = () => draw(views[choice.value]);
if (views.length) draw(views[0]);
window.onresize = () => chart.resize();
"""

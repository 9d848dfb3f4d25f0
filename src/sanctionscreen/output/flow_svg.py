"""A picture of flows → SVG for documents: nothing in it moves, loads or runs."""

from html import escape
from math import log10
from typing import Final

from sanctionscreen.output.flow_layout import LAYER, RECEIVED, Line, Node, Picture
from sanctionscreen.output.layout import harmless

COLOURS: Final = {"seed": "#b3261e", "service": "#6b6b6b", "account": "#2f5d8a"}
_LINE: Final = {RECEIVED: "#c9772b", "sent": "#3f8f6b"}
_MARGIN, _WIDE, _NARROW = 130.0, 6.0, 0.8
#: So many accounts have their names beside them: the seeds, the services, the largest.
_NAMED: Final = 60
#: Longer names are shown by both ends, as people compare addresses.
_SHOWN, _HEAD, _TAIL = 20, 8, 6


def flow_svg(drawn: Picture, *, title: str) -> str:
    """The picture as SVG; every account's name stands in it in full, as a tooltip.

    >>> from sanctionscreen.output.flow_layout import Picture
    >>> "no flow" in flow_svg(Picture((), (), 0), title="FIFO")
    True
    """
    if not drawn.nodes:
        return f'{_head(0, 0, 400, 80)}<text x="20" y="40">{escape(title)}: no flow</text></svg>\n'
    left, right = (pick(node.x for node in drawn.nodes) for pick in (min, max))
    top, bottom = (pick(node.y for node in drawn.nodes) for pick in (min, max))
    width, height = right - left + 2 * _MARGIN, bottom - top + 2 * _MARGIN
    least = least_named(drawn.nodes)
    heaviest = max((line.amount or 1.0) for line in drawn.lines)
    rest = f"; {drawn.left_out} smaller flows not drawn" if drawn.left_out else ""
    parts = [
        _head(left - _MARGIN, top - _MARGIN, width, height),
        f'<text x="{left - _MARGIN + 12:.0f}" y="{top - _MARGIN + 24:.0f}" font-size="15">'
        f"{_text(title + rest)}</text>",
        *(_path(line, drawn.nodes, heaviest) for line in drawn.lines),
        *(_dot(node, labelled=named(node, least)) for node in drawn.nodes),
        "</svg>\n",
    ]
    return "\n".join(parts)


def _head(x: float, y: float, width: float, height: float) -> str:
    return (
        '<svg xmlns="http://www.w3.org/2000/svg" font-family="sans-serif" font-size="10" '
        f'viewBox="{x:.0f} {y:.0f} {width:.0f} {height:.0f}" width="{width:.0f}" '
        f'height="{height:.0f}"><rect x="{x:.0f}" y="{y:.0f}" width="100%" height="100%" '
        'fill="#fff"/>'
    )


def _path(line: Line, nodes: tuple[Node, ...], heaviest: float) -> str:
    one, two = nodes[line.source], nodes[line.target]
    bend = LAYER / 2 if two.x >= one.x else -LAYER / 2
    share = log10(1 + 9 * (line.amount or 1.0) / heaviest)
    told = f"{one.name} → {two.name}: {line.shown} in {line.transfers} transfers, {line.direction}"
    return (
        f'<path d="M{one.x:.1f} {one.y:.1f}C{one.x + bend:.1f} {one.y:.1f} {two.x - bend:.1f} '
        f'{two.y:.1f} {two.x:.1f} {two.y:.1f}" fill="none" stroke="{_LINE[line.direction]}" '
        f'stroke-opacity=".55" stroke-width="{_NARROW + _WIDE * share:.1f}">'
        f"<title>{_text(told)}</title></path>"
    )


def _dot(node: Node, *, labelled: bool) -> str:
    size = 9 if node.role == "seed" else 6
    name = short(node.name) if labelled else ""
    return (
        f'<circle cx="{node.x:.1f}" cy="{node.y:.1f}" r="{size}" fill="{COLOURS[node.role]}">'
        f"<title>{_text(node.name)}</title></circle>"
        f'<text x="{node.x:.1f}" y="{node.y + 18:.1f}" text-anchor="middle" '
        f'stroke="#fff" stroke-width="3" paint-order="stroke">{_text(name)}</text>'
    )


def least_named(nodes: tuple[Node, ...]) -> float:
    """The amount from which an account has its name beside it."""
    amounts = sorted((node.amount for node in nodes), reverse=True)
    return amounts[_NAMED - 1] if len(amounts) > _NAMED else 0.0


def named(node: Node, least: float) -> bool:
    """Whether the account's name stands beside it; all names stand in the tooltips."""
    return node.role != "account" or node.amount >= least


def short(name: str) -> str:
    """The name, or both its ends where it is long.

    >>> short("bc1qnujzvts45qka3cr2eqqw8ur3q6g6s0ze2wlk5m")
    'bc1qnujz…2wlk5m'
    """
    return name if len(name) <= _SHOWN else f"{name[:_HEAD]}…{name[-_TAIL:]}"


def _text(text: str) -> str:
    return escape(harmless(text))

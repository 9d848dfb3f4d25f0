"""Flows between accounts → where each account stands in a picture: seeds in the middle, in layers.

What received value stands to the right of the seeds, by hops; what sent value to them, to the left.
"""

from collections import defaultdict
from dataclasses import dataclass
from typing import Any, Final

import polars as pl

#: How far layers stand apart, and accounts of one layer at least and at most.
LAYER: Final = 260.0
ROW: Final = 34.0
_WIDEST_ROW: Final = 110.0
#: A screen is about so many times as wide as high: a picture of few accounts fills it, too.
_SCREEN: Final = 1.6
#: A layer with more accounts than this stands in several columns, so far apart.
_TALLEST: Final = 40
COLUMN: Final = 90.0
#: Passes of ordering each layer by the neighbours of its accounts: more change nothing to see.
_PASSES: Final = 6
RECEIVED: Final = "received"


@dataclass(frozen=True, slots=True)
class Node:
    """An account in the picture."""

    name: str
    role: str
    x: float
    y: float
    amount: float


@dataclass(frozen=True, slots=True)
class Line:
    """A flow in the picture, from and to accounts by their place in `nodes`."""

    source: int
    target: int
    amount: float | None
    shown: str
    transfers: int
    direction: str


@dataclass(frozen=True, slots=True)
class Picture:
    """What is drawn; `left_out` counts the flows that are too small to be among the lines."""

    nodes: tuple[Node, ...]
    lines: tuple[Line, ...]
    left_out: int


def picture(edges: pl.DataFrame, roles: dict[str, str], *, heaviest: int = 300) -> Picture:
    """The heaviest flows of one method with the place of every account.

    `edges` is EDGES of one method; `roles` says of accounts whether they are `seed` or `service`.
    Of several assets each has its own lines; weights compare by rank in the asset, for amounts of
    two assets do not compare.
    """
    weight = pl.col("amount").cast(pl.Float64).fill_null(pl.col("transfers").cast(pl.Float64))
    ranked = edges.with_columns(
        weight=weight, rank=weight.rank("ordinal", descending=True).over("asset", "chain")
    )
    order = ["rank", "hops", "source", "target", "direction"]
    shown = ranked.sort(order).head(heaviest).to_dicts()
    layers = _layers(shown, roles)
    places = _places(layers, shown)
    sums: dict[str, float] = defaultdict(float)
    for edge in shown:
        sums[edge["target"]] += edge["weight"]
    names = sorted(places)
    numbers = {name: number for number, name in enumerate(names)}
    nodes = (Node(name, roles.get(name, "account"), *places[name], sums[name]) for name in names)
    lines = (_line(edge, numbers) for edge in shown)
    return Picture(tuple(nodes), tuple(lines), edges.height - len(shown))


def _line(edge: dict[str, Any], numbers: dict[str, int]) -> Line:
    amount = "" if edge["amount"] is None else f"{edge['amount'].normalize():f} {edge['asset']}"
    return Line(
        source=numbers[edge["source"]],
        target=numbers[edge["target"]],
        amount=None if edge["amount"] is None else float(edge["amount"]),
        shown=amount,
        transfers=edge["transfers"],
        direction=edge["direction"],
    )


def _layers(edges: list[dict[str, Any]], roles: dict[str, str]) -> dict[str, int]:
    """The layer of each account: its hops from the seeds, below zero on the way to them."""
    layers = {name: 0 for name, role in roles.items() if role == "seed"}
    for edge in sorted(edges, key=lambda edge: edge["hops"]):
        hops = edge["hops"]
        near, far = (edge["source"], edge["target"])
        if edge["direction"] == RECEIVED:
            layers.setdefault(near, hops - 1)
            layers.setdefault(far, hops)
        else:
            layers.setdefault(far, 1 - hops)
            layers.setdefault(near, -hops)
    seen = {edge[side] for edge in edges for side in ("source", "target")}
    return {name: layer for name, layer in layers.items() if name in seen}


def _places(layers: dict[str, int], edges: list[dict[str, Any]]) -> dict[str, tuple[float, float]]:
    """Each account's place: layers side by side, in each the neighbours of neighbours together."""
    rows: dict[int, list[str]] = defaultdict(list)
    for name in sorted(layers):
        rows[layers[name]].append(name)
    near: dict[str, list[str]] = defaultdict(list)
    for edge in edges:
        near[edge["source"]].append(edge["target"])
        near[edge["target"]].append(edge["source"])
    heights = {name: float(place) for row in rows.values() for place, name in enumerate(row)}
    for _ in range(_PASSES):
        for layer in sorted(rows, key=abs):
            wanted = {name: _middle(name, near[name], heights) for name in rows[layer]}
            rows[layer].sort(key=lambda name, at=wanted: (at[name], name))  # type: ignore[misc]
            middle = (len(rows[layer]) - 1) / 2
            heights.update({name: place - middle for place, name in enumerate(rows[layer])})
    return _columns(rows)


def _columns(rows: dict[int, list[str]]) -> dict[str, tuple[float, float]]:
    """Layers from the middle outwards; one with many accounts stands in several columns."""
    columns: list[tuple[float, list[str]]] = []
    for way in (1, -1):
        x = 0.0
        for layer in sorted((one for one in rows if one * way > 0 or one == 0), key=abs):
            x += LAYER * way if layer else 0.0
            for number, at in enumerate(range(0, len(rows[layer]), _TALLEST)):
                x += COLUMN * way if number else 0.0
                columns.append((x, rows[layer][at : at + _TALLEST]))
    return _spread(columns)


def _spread(columns: list[tuple[float, list[str]]]) -> dict[str, tuple[float, float]]:
    """The accounts of each column over the height of the picture, none too far from the next."""
    width = max((x for x, _ in columns), default=0.0) - min((x for x, _ in columns), default=0.0)
    height = max(width / _SCREEN, *(ROW * len(column) for _, column in columns), ROW)
    places: dict[str, tuple[float, float]] = {}
    for x, column in columns:
        apart = min(_WIDEST_ROW, height / len(column))
        middle = (len(column) - 1) / 2
        places |= {name: (x, (y - middle) * apart) for y, name in enumerate(column)}
    return places


def _middle(name: str, near: list[str], heights: dict[str, float]) -> float:
    return sum(heights[other] for other in near) / len(near) if near else heights[name]

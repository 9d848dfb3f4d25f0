"""Reliability diagram: of pairs scored so, how many are the same party?

    python benchmarks/reliability.py --list LIST.json[.xz] --set SET.json[.xz] --svg PICTURE.svg
        --out R.json [--half A|B]

Of each query its best hit counts. Queries that name a listed party weigh together as much as the
ordinary ones, for that is what the scores are calibrated to; strangers made of listed parts are
left out, as in learning.
"""

import argparse
import json
from collections.abc import Sequence
from itertools import pairwise
from pathlib import Path
from typing import NamedTuple

from quality import FLOOR, best_scores, entities, half_of, load
from sanctionscreen import Policy, Watchlist, WeakAliases

STEPS = (0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 0.97, 0.995, 1.0)
SIDE, EDGE = 320, 48


class Bin(NamedTuple):
    """Scores from `low` on: their weighted mean, the share that is right, and how many queries."""

    low: float
    score: float
    right: float
    n: int


def bins(rows: Sequence[tuple[float, bool, float]]) -> list[Bin]:
    """Score, whether right, and weight of each query → one row a step that has any."""
    found = []
    for low, high in pairwise(STEPS):
        own = [row for row in rows if low <= row[0] < high or row[0] == high == 1.0]
        weight = sum(w for *_, w in own)
        if own:
            score = sum(s * w for s, _, w in own) / weight
            right = sum(r * w for _, r, w in own) / weight
            found.append(Bin(low, round(score, 4), round(right, 4), len(own)))
    return found


def drawn(found: Sequence[Bin]) -> str:
    """The diagram: score to the right, share that is right upwards, the ideal as a line."""

    def place(x: float, y: float) -> tuple[float, float]:
        return round(EDGE + x * SIDE, 1), round(EDGE + (1 - y) * SIDE, 1)

    whole = SIDE + 2 * EDGE
    left, bottom = place(0, 0)
    right, top = place(1, 1)
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {whole} {whole}" role="img" '
        'font-family="sans-serif" font-size="12" fill="#333">',
        "<title>Share of true matches by score</title>",
        f'<rect x="{left}" y="{top}" width="{SIDE}" height="{SIDE}" fill="#fff" stroke="#999"/>',
        f'<line x1="{left}" y1="{bottom}" x2="{right}" y2="{top}" stroke="#bbb" '
        'stroke-dasharray="4 4"/>',
    ]
    for tick in (0.0, 0.25, 0.5, 0.75, 1.0):
        x, y = place(tick, tick)
        parts.append(f'<text x="{x}" y="{bottom + 18}" text-anchor="middle">{tick:g}</text>')
        parts.append(f'<text x="{left - 8}" y="{y + 4}" text-anchor="end">{tick:g}</text>')
    points = [place(row.score, row.right) for row in found]
    path = " ".join(f"{x},{y}" for x, y in points)
    parts.append(f'<polyline points="{path}" fill="none" stroke="#1f6f8b" stroke-width="2"/>')
    for (x, y), row in zip(points, found, strict=True):
        parts.append(
            f'<circle cx="{x}" cy="{y}" r="4" fill="#1f6f8b"><title>score {row.score:g}: '
            f"{row.right:.0%} right of {row.n}</title></circle>"
        )
    middle = EDGE + SIDE / 2
    parts.append(f'<text x="{middle}" y="{whole - 8}" text-anchor="middle">score</text>')
    parts.append(
        f'<text x="14" y="{middle}" text-anchor="middle" transform="rotate(-90 14 {middle})">'
        "share that is the same party</text>"
    )
    return "\n".join([*parts, "</svg>"]) + "\n"


def main() -> None:
    """Screens the set, counts and draws."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--list", type=Path, required=True)
    parser.add_argument("--set", type=Path, required=True)
    parser.add_argument("--svg", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--half", choices=["A", "B"])
    options = parser.parse_args()
    variants = load(options.set)
    sets = {
        kind: [q for q in variants[kind] if options.half in {None, half_of(q)}]
        for kind in ("pos", "neg")
    }
    lowest = Policy.default().with_threshold(FLOOR).with_weak_aliases(WeakAliases.FULL)
    watchlist = Watchlist.from_entities(entities(load(options.list)))
    found = best_scores([*sets["pos"], *sets["neg"]], watchlist, lowest)
    rows = []
    for queries in sets.values():
        for query in queries:
            hits = found[query["id"]]
            best = max(hits.values(), default=0.0)
            right = any(hits.get(entity, 0.0) >= best for entity in query.get("entity", ()))
            rows.append((best, best > 0 and right, 1 / len(queries)))
    result = bins(rows)
    options.svg.write_text(drawn(result), encoding="utf-8")
    options.out.write_text(json.dumps([row._asdict() for row in result], indent=1))
    for row in result:
        print(f"from {row.low:g}: score {row.score:.3f}, right {row.right:.3f} ({row.n} queries)")


if __name__ == "__main__":
    main()

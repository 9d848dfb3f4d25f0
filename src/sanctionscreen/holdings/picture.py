"""The ownership trees of findings as one HTML page that needs nothing else.

Positions are computed here and drawn as SVG: no script, no font, no picture from elsewhere. Every
text is escaped, and a content policy in the page forbids scripts and connections, whatever a name
may hold.
"""

from collections.abc import Iterator, Mapping, Sequence
from html import escape
from typing import Any, Final, NamedTuple
from unicodedata import east_asian_width

from sanctionscreen.holdings.tree import Branch, tree
from sanctionscreen.output.layout import harmless

#: Sizes in pixels of the picture.
_WIDTH, _HEIGHT, _GAP_X, _GAP_Y, _MARGIN = 230, 78, 84, 18, 12
#: Columns of a line in a box (names are bold); a longer text is cut, and stands whole where the
#: pointer rests.
_COLUMNS: Final = {"name": 27}
_OTHER_COLUMNS: Final = 34
#: More trees than this make a page that no browser shows well.
MOST_TREES: Final = 500

_HEAD: Final = """<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<title>Ownership</title>
<style>
body { font: 15px/1.45 system-ui, sans-serif; margin: 2rem auto; max-width: 1200px; padding: 0 1rem;
       color: #1c2733; background: #fff; }
h1 { font-size: 1.5rem; margin-bottom: .3rem; } h2 { font-size: 1.15rem; margin: 2.4rem 0 .2rem; }
p { margin: .2rem 0 .8rem; } .said { color: #445566; } .scroll { overflow-x: auto; }
svg text { font: 12px system-ui, sans-serif; fill: #1c2733; } svg .name { font-weight: 600; }
svg .share { font-weight: 600; paint-order: stroke; stroke: #fff; stroke-width: 4px; }
svg .source { fill: #5b6b7b; font-size: 11px; }
svg path { fill: none; stroke: #8796a5; stroke-width: 1.4; } svg rect { stroke-width: 1.4; }
.company { fill: #fff4d6; stroke: #b7791f; } .listed { fill: #fde3e3; stroke: #b42318; }
.possibly { fill: #fff; stroke: #b42318; stroke-dasharray: 5 3; }
.between { fill: #eef3f8; stroke: #5b7a99; }
.key span { display: inline-block; padding: .1rem .6rem; border: 1.4px solid; margin-right: .6rem; }
.key .company { background: #fff4d6; border-color: #b7791f; }
.key .listed { background: #fde3e3; border-color: #b42318; }
.key .possibly { border: 1.4px dashed #b42318; }
.key .between { background: #eef3f8; border-color: #5b7a99; }
@media print { .scroll { overflow: visible; } h2 { break-before: auto; } svg { max-width: 100%; } }
</style>
</head>
<body>
"""


class _Box(NamedTuple):
    """A branch with its place: the upper edge, and how many steps it is from the company."""

    branch: Branch
    top: float
    depth: int
    children: tuple["_Box", ...]


def page(companies: Sequence[Mapping[str, Any]], *, title: str, notes: Sequence[str] = ()) -> str:
    """The trees of rows of OWNED as an HTML page: listed owners left, companies right.

    >>> page([], title="<Holdings>").count("&lt;Holdings&gt;")
    1
    """
    shown = companies[:MOST_TREES]
    parts = [
        _HEAD,
        f"<h1>{_safe(title)}</h1>\n",
        *(f'<p class="said">{_safe(note)}</p>\n' for note in notes),
        '<p class="key"><span class="listed">listed party</span>'
        '<span class="possibly">possibly listed</span>'
        '<span class="between">company between</span>'
        '<span class="company">the company</span></p>\n',
        *(_section(row) for row in shown),
        "<p>Nothing was found.</p>\n" if not companies else "",
    ]
    if len(companies) > len(shown):
        parts.append(f"<p>{len(companies) - len(shown)} more findings are not drawn.</p>\n")
    return "".join((*parts, "</body>\n</html>\n"))


def _section(row: Mapping[str, Any]) -> str:
    cut = "" if row["chain_complete"] else " The chain is longer than what is drawn."
    return (
        f"<section>\n<h2>{_safe(row['company_name'])}</h2>\n"
        f'<p class="said">{_safe(row["wording"])}. Status {_safe(row["status"])}; '
        f"blocks: {_safe(row['blocks'])}; id {_safe(row['company'])}.{cut}</p>\n"
        f'<div class="scroll">{_svg(tree(row))}</div>\n</section>\n'
    )


def _svg(root: Branch) -> str:
    box, height = _placed(root, 0.0, 0)
    depth = max(one.depth for one in _every(box))
    right = (depth + 1) * _WIDTH + depth * _GAP_X + 2 * _MARGIN
    bottom = height + 2 * _MARGIN
    drawn = "".join((*_links(box, depth), *_boxes(box, depth)))
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{right:.0f}" height="{bottom:.0f}" '
        f'viewBox="0 0 {right:.0f} {bottom:.0f}" role="img">\n{drawn}</svg>\n'
    )


def _placed(branch: Branch, top: float, depth: int) -> tuple[_Box, float]:
    """The branch and its owners one below the other beside it, and how high they are together."""
    boxes, at = [], top
    for owner in branch.owners:
        box, height = _placed(owner, at, depth + 1)
        boxes.append(box)
        at += height + _GAP_Y
    height = max(_HEIGHT, at - top - _GAP_Y)
    own = (boxes[0].top + boxes[-1].top) / 2 if boxes else top
    return _Box(branch, own, depth, tuple(boxes)), height


def _every(box: _Box) -> Iterator[_Box]:
    yield box
    for child in box.children:
        yield from _every(child)


def _left(box: _Box, depth: int) -> float:
    return _MARGIN + (depth - box.depth) * (_WIDTH + _GAP_X)


def _links(root: _Box, depth: int) -> Iterator[str]:
    """A line from each owner to what it holds, with the share on it."""
    for box in _every(root):
        for child in box.children:
            x, y = _left(child, depth) + _WIDTH, _MARGIN + child.top + _HEIGHT / 2
            to_x, to_y = _left(box, depth), _MARGIN + box.top + _HEIGHT / 2
            middle = (x + to_x) / 2
            yield (
                f'<path d="M{x:.1f},{y:.1f} C{middle:.1f},{y:.1f} {middle:.1f},{to_y:.1f} '
                f'{to_x:.1f},{to_y:.1f}"/>\n'
                f'<text class="share" x="{x + 5:.1f}" y="{y - 5:.1f}">'
                f"{_safe(child.branch.holding)}</text>\n"
            )


def _boxes(root: _Box, depth: int) -> Iterator[str]:
    for box in _every(root):
        left, top = _left(box, depth), _MARGIN + box.top
        yield (
            f"<g><title>{_safe(_whole(box.branch))}</title>"
            f'<rect class="{_class(box)}" x="{left:.1f}" y="{top:.1f}" width="{_WIDTH}" '
            f'height="{_HEIGHT}" rx="6"/>\n'
        )
        for place, (kind, line) in enumerate(_texts(box)):
            columns = _COLUMNS.get(kind, _OTHER_COLUMNS)
            at = f'x="{left + 8:.1f}" y="{top + 18 + 17 * place:.1f}"'
            yield f'<text class="{kind}" {at}>{_safe(_cut(line, columns))}</text>\n'
        yield "</g>\n"


def _class(box: _Box) -> str:
    if box.depth == 0:
        return "company"
    if box.branch.is_listed:
        return "possibly" if box.branch.standing.startswith("possibly") else "listed"
    return "between"


def _texts(box: _Box) -> list[tuple[str, str]]:
    """The lines in a box: name, id, how it stands, and the source of its holding."""
    branch = box.branch
    listed = "; ".join(party.removeprefix(f"{branch.name} ") for party in branch.listed)
    standing = "" if box.depth == 0 else branch.standing
    lines = [
        ("name", branch.name),
        ("id", listed or (branch.node if branch.node != branch.name else "")),
        ("standing", standing + (", see above" if branch.repeated else "")),
        ("source", branch.source),
    ]
    return [(kind, line) for kind, line in lines if line]


def _whole(branch: Branch) -> str:
    parts = (branch.name, branch.node, branch.standing, *branch.listed, branch.holding)
    return "\n".join(part for part in (*parts, branch.source) if part)


def _cut(line: str, columns: int) -> str:
    """The text as far as it fits; Chinese characters take two columns."""
    kept = 0
    for place, letter in enumerate(line):
        kept += 2 if east_asian_width(letter) in "WF" else 1
        if kept > columns:
            return f"{line[: max(0, place - 1)]}…"
    return line


def _safe(text: str) -> str:
    return escape(harmless(text), quote=True)

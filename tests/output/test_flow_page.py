"""The picture of flows: a page that loads nothing, escapes everything, and stays readable."""

import json
import re

import polars as pl
import pytest

from sanctionscreen.output.flow_layout import picture
from sanctionscreen.output.flow_page import flow_page
from sanctionscreen.output.flow_svg import flow_svg
from sanctionscreen.tracing.methods import TaintMethod
from sanctionscreen.tracing.tracer import Found
from tracing.worlds import trace_text

EVIL = "</script><script>alert(1)</script>"


def _found(seed: str = "S", accounts: int = 6) -> Found:
    world = ", ".join(f"{seed}>a{at} {at + 2}, a{at}>b 1, b>{seed} 1" for at in range(accounts))
    return trace_text(world, seed, methods=[TaintMethod.FIFO, TaintMethod.HAIRCUT])


def _page(found: Found, seed: str = "S") -> str:
    return flow_page(found.exposures, found.edges, {seed: "seed"}, meta={"version": "1"})


def _own(page: str) -> str:
    """The page without the library that draws."""
    return re.sub(r"<script>(?:(?!</script>).){100000,}</script>", "", page, flags=re.DOTALL)


def test_the_page_loads_nothing() -> None:
    page = _own(_page(_found()))
    assert len(page) < 60_000
    assert "default-src 'none'" in page
    assert re.findall(r"(?:src|href)=|https?://|url\(|@import", page) == []


def test_every_text_is_escaped() -> None:
    page = _own(_page(_found(EVIL), EVIL))
    assert EVIL not in page
    assert "alert(1)" in page


def test_both_methods_are_side_by_side() -> None:
    page = _own(_page(_found()))
    assert re.findall(r"<option[^>]*>(\w+),", page) == ["fifo", "haircut"]
    views = json.loads(re.findall(r'id="views">(.*?)</script>', page, re.DOTALL)[0])
    assert {node[2] for node in views[0]["nodes"]} == {"seed", "account"}


@pytest.mark.parametrize(
    ("heaviest", "lines"),
    [
        pytest.param(300, None, id="all"),
        pytest.param(5, 5, id="the heaviest"),
    ],
)
def test_the_heaviest_flows_are_drawn(heaviest: int, lines: int | None) -> None:
    edges = _found(accounts=20).edges.filter(method="fifo")
    drawn = picture(edges, {"S": "seed"}, heaviest=heaviest)
    assert len(drawn.lines) == (edges.height if lines is None else lines)
    assert drawn.left_out == edges.height - len(drawn.lines)
    amounts = [line.amount or 0 for line in drawn.lines]
    assert amounts == sorted(amounts, reverse=True)


def test_no_two_accounts_stand_in_one_place() -> None:
    edges = _found(accounts=120).edges.filter(method="haircut")
    drawn = picture(edges, {"S": "seed"}, heaviest=5_000)
    places = [(node.x, node.y) for node in drawn.nodes]
    assert len(set(places)) == len(places)
    assert next(node.x for node in drawn.nodes if node.role == "seed") == 0


def test_few_accounts_fill_the_picture_too() -> None:
    found = trace_text("S>a 9, T>a 9, a>b 9, a>c 9, b>d 9", "S", "T", methods=[TaintMethod.FIFO])
    drawn = picture(found.edges, {"S": "seed", "T": "seed"})
    places = {node.name: (node.x, node.y) for node in drawn.nodes}
    assert abs(places["S"][1] - places["T"][1]) >= 100  # names below them are not over each other
    width, height = (max(at) - min(at) for at in zip(*places.values(), strict=True))
    assert 1 < width / height < 8


def test_amounts_are_written_without_zeros_at_the_end() -> None:
    found = trace_text("S>a 100.50, a>b 20.00", "S", methods=[TaintMethod.FIFO])
    assert {line.shown for line in picture(found.edges, {"S": "seed"}).lines} == {
        "100.5 EUR",
        "20 EUR",
    }
    assert re.findall(r"<td>(100\.50?|20[.0]*)</td>", _own(_page(found))) == [
        "100.5",
        "100.5",
        "20",
    ]


def test_the_picture_for_documents_is_well_formed_and_escaped() -> None:
    edges = _found(EVIL).edges.filter(method="fifo")
    drawn = flow_svg(picture(edges, {EVIL: "seed"}), title="Flows <by> fifo")
    assert "<script" not in drawn
    assert "Flows &lt;by&gt; fifo" in drawn
    assert drawn.count("<path") == edges.height
    assert drawn.startswith("<svg ")
    assert drawn.endswith("</svg>\n")


def test_no_flow_is_a_page_too() -> None:
    found = trace_text("X>Y 1", "S", methods=[TaintMethod.FIFO])
    page = flow_page(found.exposures, found.edges, {}, meta={})
    assert "<h2>Exposures</h2>" in page
    empty = pl.DataFrame(schema=found.edges.schema)
    assert "no flow" in flow_svg(picture(empty, {}), title="FIFO")

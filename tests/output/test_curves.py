"""The curves of a calibration as a page and as a picture: they load nothing and escape all."""

import json
import re
from xml.etree import ElementTree

import polars as pl
import pytest

from sanctionscreen import Calibration, Policy, Watchlist, calibrate
from sanctionscreen.output.curve_page import curve_page
from sanctionscreen.output.curve_svg import curve_svg

EVIL = "</script><script>alert(1)</script>"


@pytest.fixture(scope="module")
def result() -> Calibration:
    own = pl.DataFrame({"name": ["Prince Group", "Ottoline Quillfeather", "Prince Holdng"]})
    return calibrate(own, Watchlist.bundled(), per_class=3, budget=4_000)


def page(result: Calibration) -> str:
    made = curve_page(
        result.thresholds,
        result.classes,
        shown_at=result.shown_at,
        budget=4_000,
        says={EVIL: EVIL},
        meta={"list": EVIL},
        notes=[EVIL],
    )
    return re.sub(r"<script>(?:(?!</script>).){100000,}</script>", "", made, flags=re.DOTALL)


def test_the_page_loads_nothing_and_escapes_all(result: Calibration) -> None:
    own = page(result)
    assert "default-src 'none'" in own
    assert re.findall(r"(?:src|href)=|https?://|url\(|@import", own) == []
    assert EVIL not in own
    assert "alert(1)" in own


def test_the_page_has_every_threshold_and_class(result: Calibration) -> None:
    own = page(result)
    data = json.loads(re.findall(r'id="data">(.*?)</script>', own, re.DOTALL)[0])
    assert data["curve"]["threshold"] == result.thresholds["threshold"].to_list()
    assert data["curve"]["alerts_per_10000"] == result.thresholds["alerts_per_10000"].to_list()
    assert len(data["classes"]) == result.thresholds.height
    at = result.classes.filter(threshold=result.shown_at)
    assert len(data["classes"][0]) == at.height
    assert own.count("<option") == result.thresholds.height
    assert own.count(" selected>") == 1


def drawn(thresholds: pl.DataFrame, budget: float = 4_000) -> ElementTree.Element:
    svg = curve_svg(thresholds, title="Curves <of> a list", budget=budget)
    assert "<script" not in svg
    return ElementTree.fromstring(svg)  # noqa: S314  # our own


def test_the_picture_is_well_formed_and_has_both_curves(result: Calibration) -> None:
    svg = drawn(result.thresholds)
    names = [child.tag.rpartition("}")[2] for child in svg]
    assert names.count("polyline") == names.count("polygon") == 2
    texts = [child.text for child in svg if child.text]
    assert "Curves <of> a list" in texts
    assert {f"policy {Policy.default().threshold.hit:.2f}", "budget 4000"} <= set(texts)
    assert any(text.startswith("recommended 0.") for text in texts)


def test_every_point_lies_in_the_picture(result: Calibration) -> None:
    svg = drawn(result.thresholds, budget=0)
    width, height = (float(svg.attrib[side]) for side in ("width", "height"))
    for child in svg:
        points = [tuple(map(float, p.split(","))) for p in child.get("points", "").split()]
        assert all(0 <= x <= width and 0 <= y <= height for x, y in points)


def test_a_list_without_variants_has_a_picture_too(result: Calibration) -> None:
    without = result.thresholds.with_columns(pl.lit(None, pl.Float64).alias("recall"))
    assert drawn(without) is not None

"""The page of trees: whole, still, and harmless."""

import re
from html.parser import HTMLParser

import polars as pl
import pytest

from holdings.invented import found
from sanctionscreen.holdings.picture import MOST_TREES, page

_DEEP = "X 60 A; A 60 B; A 30 C; B 30 C; Y 10 C"


class _Reader(HTMLParser):
    """Every tag with its attributes, and every text."""

    def __init__(self) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.texts: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        self.texts.append(data)


def read(html: str) -> _Reader:
    reader = _Reader()
    reader.feed(html)
    return reader


def rows(text: str, rule: str = "us_ofac") -> pl.DataFrame:
    return found(text, rule).companies


def test_nothing_is_loaded_and_nothing_runs() -> None:
    html = page(rows(_DEEP).to_dicts(), title="Trees", notes=["made today"])
    tags = {tag for tag, _ in read(html).tags}
    assert tags & {"script", "link", "img", "iframe", "object", "a"} == set()
    assert "url(" not in html
    assert set(re.findall(r"https?://[^\"' ]+", html)) == {"http://www.w3.org/2000/svg"}
    assert "default-src 'none'" in html


def test_names_are_texts_whatever_they_hold() -> None:
    (row,) = rows("X 60 A").to_dicts()
    evil = "</text><script>alert(1)</script>\u202e\x1b[2J\"'&"
    html = page([{**row, "company_name": evil, "wording": evil, "company": evil}], title=evil)
    reader = read(html)
    assert "script" not in {tag for tag, _ in reader.tags}
    assert any("<script>alert(1)</script>" in text for text in reader.texts)
    assert "\x1b" not in html
    assert "\u202e" not in html


def test_every_party_has_a_box_and_every_holding_a_share() -> None:
    (row,) = rows(_DEEP).filter(pl.col("company") == "C").to_dicts()
    reader = read(page([row], title="C"))
    boxes = [attrs for tag, attrs in reader.tags if tag == "rect"]
    lines = [attrs for tag, attrs in reader.tags if tag == "path"]
    assert len(boxes) == len(lines) + 1 == 6  # C; B and A twice (once drawn out), X, Y
    assert {box["class"] for box in boxes} == {"company", "between", "listed"}
    assert {"60 %", "30 %", "10 %"} <= set(reader.texts)


@pytest.mark.parametrize("text", [_DEEP, "; ".join(f"X {6} A{n}; A{n} 5 B" for n in range(9))])
def test_boxes_do_not_cover_each_other(text: str) -> None:
    many = "; ".join(f"X 60 A{n}; A{n} 10 B" for n in range(9))
    for row in [*rows(text).to_dicts(), *rows(many).to_dicts()]:
        reader = read(page([row], title="one"))
        places = [
            (float(attrs["x"] or 0), float(attrs["y"] or 0))
            for tag, attrs in reader.tags
            if tag == "rect"
        ]
        for place, (x, y) in enumerate(places):
            assert all(
                abs(x - other_x) >= 250 or abs(y - other_y) >= 78
                for other_x, other_y in places[place + 1 :]
            )


def test_many_owners_fit_on_a_screen_side_by_side_with_their_company() -> None:
    many = "; ".join(f"X 60 A{n}; A{n} 5 B" for n in range(12))
    (row,) = rows(many).filter(pl.col("company") == "B").to_dicts()
    (picture,) = (attrs for tag, attrs in read(page([row], title="B")).tags if tag == "svg")
    assert int(picture["width"] or 0) <= 1_000


def test_possibly_listed_owners_look_so() -> None:
    (row,) = rows("X 60 A").to_dicts()
    row["chain"][0]["standing"] = "possibly_listed"
    assert 'rect class="possibly"' in page([row], title="A")


def test_long_and_wide_names_are_cut_but_stand_whole_in_the_title() -> None:
    (row,) = rows("X 60 A").to_dicts()
    for name in ("Quillmark " * 10, "集团" * 30):
        html = page([{**row, "company_name": name}], title="A")
        assert "…" in html
        assert f"<title>{name}" in html


def test_a_page_says_what_it_leaves_out() -> None:
    (row,) = rows("X 60 A").to_dicts()
    html = page([{**row, "chain_complete": False}] * (MOST_TREES + 2), title="many")
    assert "2 more findings are not drawn" in html
    assert "The chain is longer" in html
    assert "Nothing was found" in page([], title="none")

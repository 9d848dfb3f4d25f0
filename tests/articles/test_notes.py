"""Notes: figures with who says so, bodies, places; no person who is on no list."""

from datetime import UTC, datetime

import pytest

from articles.invented import WATCHLIST
from sanctionscreen.articles.article import read_article
from sanctionscreen.articles.figures import Figure, FigureKind, find_figures
from sanctionscreen.articles.notes import Claim, Notes, side_by_side
from sanctionscreen.articles.passages import Passages
from sanctionscreen.articles.reader import ArticleReader
from sanctionscreen.articles.source import Source

READER = ArticleReader(WATCHLIST)


def notes(text: str, outlet: str | None = None) -> Notes:
    article = read_article(
        text.encode(), now=datetime(2026, 1, 9, tzinfo=UTC), source=Source(outlet=outlet)
    )
    return READER.notes(article)


def figures(text: str) -> list[Figure]:
    passages = Passages(text)
    return [f for sentence in passages.sentences for f in find_figures(passages, sentence)]


def claim(text: str) -> Claim:
    (one,) = notes(text).claims
    return one


@pytest.mark.parametrize(
    ("text", "kind", "value", "unit", "bound"),
    [
        pytest.param("worth $12.5 billion", "money", 12.5e9, "USD", None, id="dollars"),
        pytest.param("as much as $US19 billion", "money", 19e9, "USD", "most", id="at most"),
        pytest.param("18.4 trillion won", "money", 18.4e12, "KRW", None, id="a word"),
        pytest.param("more than 2,752 citizens", "count", 2752, "citizens", "least", id="persons"),
        pytest.param("a minimum of 10 workshops", "count", 10, "workshops", "least", id="sites"),
        pytest.param("over ten compounds", "count", 10, "compounds", "least", id="in words"),
        pytest.param("nearly half of output", "share", 0.5, "share", "most", id="half"),
        pytest.param("some 17 percent", "share", 0.17, "share", "about", id="percent"),
        pytest.param("12 months", "duration", 12, "months", None, id="months"),
        pytest.param("on October 14", "date", None, "10-14", None, id="a day"),
        pytest.param("in early January", "date", None, "01", None, id="a month"),
        pytest.param(
            "on 3 apples in 2024", "count", 3, "apples in", None, id="years are no counts"
        ),
    ],
)
def test_figures(text: str, kind: str, value: float | None, unit: str, bound: str | None) -> None:
    found = figures(text)[0]
    assert (found.kind, found.value, found.unit, found.bound) == (kind, value, unit, bound)


def test_a_range_has_two_ends() -> None:
    (found,) = figures("between $12 billion and $19 billion")
    assert (found.kind, found.value, found.upper) == (FigureKind.MONEY, 12e9, 19e9)


@pytest.mark.parametrize(
    ("text", "who"),
    [
        pytest.param(
            "The Indonesian embassy said 12 citizens left.", "Indonesian embassy", id="an embassy"
        ),
        pytest.param(
            "According to the Humanity Institute, 12 people left.", "Humanity Institute", id="body"
        ),
        pytest.param("Officials report closing 12 compounds.", "Officials", id="an office"),
        pytest.param("Quan Zhao said 12 people left.", "Quan Zhao", id="a listed person"),
        pytest.param("Hanne Okrug said 12 people left.", "a person quoted", id="anybody else"),
        pytest.param("Some 12 people left.", None, id="the article"),
    ],
)
def test_who_says_so(text: str, who: str | None) -> None:
    assert claim(text).who == who


def test_contradictions_stand_side_by_side() -> None:
    told = notes("The Indonesian embassy said 1,440 of its nationals were freed.", "A")
    other = notes("More than 2,752 Indonesian citizens asked for help.", "B")
    found = side_by_side([told, other])["ID: persons"]
    assert [(n.caption, c.value, c.bound) for n, c in found] == [
        ("A", 1440, None),
        ("B", 2752, "least"),
    ]


def test_nobody_who_is_not_listed_is_noted() -> None:
    text = (
        "Mehira Sands told the Humanity Institute in Bavet that Quan Zhao held 12 people. Hanne "
        "Okrug, an expert from Sen Li, agreed that 3 Okrugs were there. Regent Group denied it."
    )
    found = notes(text)
    assert found.listed == ("xx_list:1", "xx_list:2", "xx_list:3")
    assert found.organisations == ("Humanity Institute", "Regent Group")
    assert [(place.name, place.country) for place in found.places] == [("Bavet", "KH")]
    written = found.model_dump_json()
    assert not [name for name in ("Mehira", "Hanne", "Okrug", "Sen Li") if name in written]


def test_claims_are_slices_of_the_text() -> None:
    text = "In Poipet, police said they closed 31 compounds and seized $3.5 million on March 3."
    assert all(text[c.start : c.end].strip() == c.text for c in notes(text).claims)

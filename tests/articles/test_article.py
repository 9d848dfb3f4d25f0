"""Articles in: what comes of each kind of file, good and bad."""

import hashlib
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from sanctionscreen.articles.article import MAX_BYTES, Article, read_article
from sanctionscreen.articles.source import Source, canonical_url
from sanctionscreen.errors import InputError, UnreadableInput

NOW = datetime(2026, 1, 9, tzinfo=UTC)
SENTENCE = "The chairman of Regent Group, Quan Zhao, was held in the capital by the police. "
BODY = SENTENCE * 8
PAGE = f"""<!DOCTYPE html>
<html lang="en-GB"><head><title>Held | Example</title>
<meta property="og:title" content="Regent chief held">
<meta property="og:site_name" content="The Example Courier">
<link rel="canonical" href="https://www.example.org/regent?utm_source=x">
<script type="application/ld+json">{{"@graph": [{{"@type": "NewsArticle", "headline": "H",
"author": [{{"name": "Jo Writer"}}], "datePublished": "2026-01-08T10:00:00Z"}}]}}</script>
<script>alert("Tibalt Zandor")</script></head><body>
<nav><ul><li>Home</li><li>Subscribe now</li></ul></nav>
<article><h1>Regent chief held</h1><p>{BODY}</p>
<ul><li>Individual: Quan Zhao, alias <b>Master</b> Quan;</li><li>Entity: Regent PLC</li></ul>
<table><tr><td>Vessel</td><td>Amber Horizon</td></tr></table><p>{BODY}</p></article>
<footer>Cookies &amp; terms</footer></body></html>"""


def read(content: bytes, **options: str) -> Article:
    return read_article(content, now=NOW, name="probe", **options)  # type: ignore[arg-type]


def test_plain_text_is_kept_as_it_is() -> None:
    raw = f"Regent chief held\n\n{BODY}".encode()
    article = read(raw)
    assert article.text == raw.decode()
    assert article.sha256 == hashlib.sha256(raw).hexdigest()
    assert (article.source.title, article.source.language) == ("Regent chief held", "en")
    assert article.warnings == ()


def test_what_a_page_says_of_itself() -> None:
    source = read(PAGE.encode()).source
    assert source.title == "Regent chief held"
    assert source.outlet == "The Example Courier"
    assert source.author == "Jo Writer"
    assert source.published_on == date(2026, 1, 8)
    assert source.language == "en"


def test_the_body_of_a_page_with_its_lists_and_tables() -> None:
    article = read(PAGE.encode())
    assert "Individual: Quan Zhao, alias Master Quan;" in article.text
    assert "Entity: Regent PLC" in article.text
    assert "Amber Horizon" in article.text
    assert article.text.count("Quan Zhao, was held") == 16
    assert not {"alert", "Cookies", "Subscribe", "<"} & set(article.text.split())
    assert article.canonical_url == "https://www.example.org/regent?utm_source=x"


def test_what_the_user_states_goes_before_what_the_page_says() -> None:
    stated = Source(outlet="Own Desk", published_on=date(2026, 1, 7))
    source = read_article(PAGE.encode(), now=NOW, source=stated).source
    assert (source.outlet, source.published_on, source.author) == (
        "Own Desk", date(2026, 1, 7), "Jo Writer",
    )  # fmt: skip


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        pytest.param(b"", "it is empty", id="empty"),
        pytest.param(b" \n\t ", "it is empty", id="blank"),
        pytest.param(b"%PDF-1.7 ...", "this is a PDF", id="PDF"),
        pytest.param(b"PK\x03\x04abc", "this is a ZIP", id="ZIP"),
        pytest.param(bytes(range(256)) * 20, "this is no text", id="binary"),
        pytest.param(b"x " * 5_000_001, "more than 5 MB", id="10 MB"),
        pytest.param(b"<html><body></body></html>", "no text is in it", id="an empty page"),
        pytest.param(b"<!doctype html><script>x</script>", "no text", id="only a script"),
    ],
)
def test_what_is_no_article(content: bytes, reason: str) -> None:
    with pytest.raises(UnreadableInput, match=f"probe: {reason}"):
        read(content)


@pytest.mark.parametrize(
    ("content", "warning"),
    [
        pytest.param(
            "Le président du groupe a été arrêté à Paris. ".encode("cp1252") * 9,
            "encoding guessed: cp1252",
            id="another encoding",
        ),
        pytest.param(
            ("Le groupe est dans la ville avec le président, qui dit une chose. " * 9).encode(),
            "language fr",
            id="French",
        ),
        pytest.param("قال رئيس المجموعة إنه لم يغادر. ".encode() * 9, "language ar", id="Arabic"),
        pytest.param(
            f"{SENTENCE}Subscribe to continue reading.".encode(), "a stub of 19", id="a paywall"
        ),
        pytest.param(SENTENCE.encode(), "only 15 words", id="a teaser"),
    ],
)
def test_what_a_reader_should_know(content: bytes, warning: str) -> None:
    article = read(content)
    assert [note for note in article.warnings if note.startswith(warning)]


@pytest.mark.parametrize("encoding", ["utf-16", "utf-8-sig", "utf-16-le"])
def test_encodings(encoding: str) -> None:
    assert read(BODY.encode(encoding)).text == BODY


def test_a_stated_encoding_that_does_not_fit() -> None:
    with pytest.raises(UnreadableInput, match="is not ascii text"):
        read("Zürich".encode(), encoding="ascii")


def test_a_file_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="it cannot be read"):
        read_article(tmp_path / "none.txt", now=NOW)


def test_deeply_nested_pages_are_read() -> None:
    page = b"<html><body>" + b"<div>" * 1000 + BODY.encode() + b"</div>" * 1000
    assert "Quan Zhao" in read(page).text


def test_broken_pages_are_read() -> None:
    page = f'<html><script type="application/ld+json">{{"a": [</script><p>{BODY}<p><b>{BODY}'
    assert read(page.encode()).text.count("Quan Zhao") == 16


@pytest.mark.parametrize(
    ("one", "other"),
    [
        pytest.param("https://example.org/a/", "http://www.example.org/a#x", id="not the scheme"),
        pytest.param("https://example.org/a?id=1", "https://example.org/a", id="not the page"),
    ],
)
def test_different_addresses_stay_different(one: str, other: str) -> None:
    assert canonical_url(one) != canonical_url(other)


def test_the_limit_is_generous() -> None:
    assert len(read(b"word " * (MAX_BYTES // 5)).text) == MAX_BYTES

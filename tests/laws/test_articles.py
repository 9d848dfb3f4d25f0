"""What holds for every text: places are slices, nothing crashes, nobody unlisted gets a name."""

from datetime import UTC, datetime
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from articles.invented import ENTITIES, WATCHLIST
from sanctionscreen.articles.article import read_article
from sanctionscreen.articles.quotes import LONGEST
from sanctionscreen.articles.reader import ArticleReader

READER = ArticleReader(WATCHLIST)
NOW = datetime(2026, 1, 9, tzinfo=UTC)
LISTED = frozenset(one.entity_id for one in ENTITIES)
#: Pieces of news: listed and unlisted names, cues, marks, other scripts.
PIECES = st.sampled_from(
    [
        "Quan Zhao", "Zhao Quan", "Quan", "Regent Group", "Velmorin Guarantee", "Tibalt Zandor",
        "Dmitri Ostrakhov", "Tibalt “Tib” Zandor", "权照", "警方说权照被捕", "Mehira",
        "Hanne Okrug", "Theo Zandrine", "RGTCO", "Ярослав", "فيصل", "ព្រីនស៍", "(a.k.a.",
        ", also known as", "formerly", "rebranded as", ", whose real name is", "nicknamed",
        "said", "a survivor called", "the wife of", "'s", "“", "”", '"', "(", ")", ",", ".",
        "\n", "—", "$3.7 billion", "4,120", "people", "in Bavet", "on October 14", "\u202e",
        "\u200b", "\ufeff", "Mr.", "of", "and",
    ]
)  # fmt: skip
TEXTS = st.lists(PIECES, min_size=1, max_size=30).map(" ".join)


@given(TEXTS)
def test_places_are_slices_of_the_stored_text(text: str) -> None:
    article = read_article(f"x {text}".encode(), now=NOW)
    read = READER.read(article)
    for mention in read.mentions:
        assert article.text[mention.start : mention.end] == mention.text
    for proposal in read.proposals:
        for one in proposal.sightings:
            assert article.text[one.start : one.end] == proposal.variant
            assert article.text[one.quote_start :].startswith(one.quote)
            assert 0 < len(one.quote) <= LONGEST
            assert 0 < one.score <= 1


@given(TEXTS)
def test_only_listed_parties_get_names_and_only_new_ones(text: str) -> None:
    read = READER.read(read_article(f"x {text}".encode(), now=NOW))
    for proposal in read.proposals:
        assert proposal.entity_id in LISTED
        assert not READER.listed.bearers(proposal.variant) or proposal.kind == "native_script"
    assert {i for mention in read.mentions for i in mention.entity_ids} <= LISTED


@given(TEXTS)
def test_mentions_do_not_overlap(text: str) -> None:
    found = READER.read(read_article(f"x {text}".encode(), now=NOW)).mentions
    assert all(a.end <= b.start for a, b in pairwise(found))


@given(st.binary(min_size=1, max_size=400))
def test_any_bytes_are_read_or_refused(content: bytes) -> None:
    try:
        article = read_article(content, now=NOW)
    except ValueError:  # InputError and its kinds
        return
    READER.notes(article)

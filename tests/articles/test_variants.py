"""What a variant must be, must not be, and how it is cited."""

from datetime import UTC, datetime

import pytest

from articles.invented import LISTED, confirm
from sanctionscreen.articles.article import read_article
from sanctionscreen.articles.proposals import AliasProposal, merged, propose
from sanctionscreen.articles.quotes import LONGEST
from sanctionscreen.articles.source import Source

NOW = datetime(2026, 1, 9, tzinfo=UTC)
FULL = "Quan Zhao was held. "


def proposals(text: str, source: Source | None = None) -> tuple[AliasProposal, ...]:
    article = read_article(text.encode(), now=NOW, source=source)
    return propose(article, LISTED, confirm=confirm).proposals


def variants(text: str) -> dict[str, str]:
    """Each variant and its party's uid."""
    return {p.variant: p.entity_id.removeprefix("xx_list:") for p in proposals(text)}


def test_a_short_form_is_proposed_for_the_party_it_shortens() -> None:
    (one,) = proposals(f"{FULL}Regent Group denied it.")
    assert (one.entity_id, one.variant, one.kind) == ("xx_list:1", "Regent Group", "short_form")
    assert one.sightings[0].also == ("xx_list:3",)


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("Regent Group denied it.", id="no anchor"),
        pytest.param(FULL + "Quan denied it.", id="a family name"),
        pytest.param("Neak Oknha Quan Zhao gave.", id="an honorific"),
        pytest.param("Velmorin Guarantee paid.", id="a dropped legal form is no variant"),
        pytest.param(
            "Pavel Dorn, a researcher, said so. Quan Zhao, also known as Pavel Dorn, left.",
            id="an expert's name",
        ),
        pytest.param(
            "A survivor called Mehira fled. Quan Zhao, alias Mehira, was held.", id="a victim's"
        ),
        pytest.param("Quan Zhao, also known as Tibalt Zandor, left.", id="another listed party's"),
        pytest.param("Quan Zhao, also known as Zhao Quan, left.", id="his own, turned round"),
        pytest.param("Quan Zhao, also known as Cambodia, left.", id="a country"),
        pytest.param("Quan Zhao was formerly Deputy Governor.", id="an office"),
    ],
)
def test_no_variant(text: str) -> None:
    assert variants(text) == {}


def test_a_variant_belongs_to_the_party_beside_it() -> None:
    text = "Quan Zhao met Tibalt Zandor, also known as Theo Zandrine, in Ream."
    assert variants(text) == {"Theo Zandrine": "10"}


def test_an_unlisted_party_gets_no_variant_and_no_record() -> None:
    assert proposals("Harro Lint, also known as Harry Flint, fled with Edda Marsh.") == ()


@pytest.mark.parametrize(
    ("text", "factor"),
    [
        pytest.param("Quan Zhao, reportedly known as Vincent Quan, left.", "hedged", id="hedged"),
        pytest.param("Quan Zhao, also known as Vincent, left.", "one word", id="one word"),
    ],
)
def test_what_weakens_a_sighting(text: str, factor: str) -> None:
    (one,) = proposals(text)
    assert factor in one.sightings[0].parts


def test_a_quote_is_a_slice_of_the_text() -> None:
    text = f"{FULL}“He is Quan Zhao, also known as Vincent Quan,” the police in the capital said."
    (one,) = proposals(text)
    sighting = one.sightings[0]
    assert text[sighting.start : sighting.end] == one.variant
    assert text[sighting.quote_start :].startswith(sighting.quote)


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("Mehira said that Quan Zhao, alias Vincent Quan, hit people.", id="before"),
        pytest.param("Quan Zhao, alias Vincent Quan, was seen by Mehira.", id="behind"),
        pytest.param("Quan Zhao, alias Vincent Quan, hit Mehira, then he left Ream.", id="within"),
        pytest.param("Mehira: Quan Zhao, alias Vincent Quan, hit Mehira.", id="on both sides"),
    ],
)
def test_a_quote_names_no_bystander(text: str) -> None:
    (one,) = proposals(text)
    assert "Mehira" not in one.sightings[0].quote
    assert "alias Vincent Quan" in one.sightings[0].quote


def test_a_quote_is_short() -> None:
    long = ", ".join(["and so on and so forth"] * 40)
    (one,) = proposals(f"Quan Zhao, alias Vincent Quan, left, {long}.")
    assert len(one.sightings[0].quote) <= LONGEST


TOLD = "Quan Zhao, alias Vincent Quan, left. Some 4,120 people fled and $3.7 billion vanished."
RETOLD = "Of 4,120 who fled and the $3.7 billion one thing is sure: Quan Zhao, a.k.a. Vincent Quan."
OTHER = "Police named Quan Zhao, also known as Vincent Quan, after 31 raids worth $12 million."


@pytest.mark.parametrize(
    ("texts", "witnesses"),
    [
        pytest.param([(TOLD, "A"), (RETOLD, "B")], 1, id="a retelling"),
        pytest.param([(TOLD, "A"), (OTHER, "B")], 2, id="two stories"),
        pytest.param([(TOLD, "A"), (OTHER, "A")], 1, id="one outlet"),
        pytest.param([(TOLD, "A"), (TOLD, "A")], 1, id="one article twice"),
        pytest.param([(TOLD, "A"), (OTHER, "B"), (RETOLD, "C")], 2, id="two of three"),
    ],
)
def test_rewrites_of_one_story_count_once(texts: list[tuple[str, str]], witnesses: int) -> None:
    found = [one for text, outlet in texts for one in proposals(text, Source(outlet=outlet))]
    (one,) = merged(found).values()
    assert one.witnesses == witnesses
    single = max(sighting.score for sighting in one.sightings)
    assert one.score == pytest.approx(1 - (1 - single) ** witnesses, abs=1e-4)


@pytest.mark.parametrize(
    ("source", "score"),
    [
        pytest.param(Source(url="https://home.treasury.gov/news/x"), 0.9, id="an authority"),
        pytest.param(Source(outlet="Reuters"), 0.81, id="a wire"),
        pytest.param(Source(outlet="Example Courier"), 0.72, id="a newspaper"),
        pytest.param(Source(), 0.63, id="nobody knows"),
        pytest.param(Source(url="https://x.medium.com/y"), 0.45, id="a blog"),
        pytest.param(Source(url="https://notreasury.gov.example/"), 0.72, id="no authority's host"),
    ],
)
def test_the_source_counts(source: Source, score: float) -> None:
    (one,) = proposals("Quan Zhao, also known as Vincent Quan, left.", source)
    assert one.score == score

"""The bundled proposals: well-formed, sourced, of listed parties, and nobody's decision."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from sanctionscreen.articles.archive import Articles
from sanctionscreen.articles.listed import ListedNames
from sanctionscreen.articles.review import AliasState, Overlay
from sanctionscreen.articles.scores import product
from sanctionscreen.articles.widen import with_aliases
from sanctionscreen.matching.watchlist import Watchlist
from sanctionscreen.one_name import screen_name
from sanctionscreen.sources.folder import lists_dir

NOW = datetime(2026, 12, 1, tzinfo=UTC)
PATH = lists_dir() / "bundled" / "prince_group_aliases.jsonl"


@pytest.fixture(scope="module")
def excerpt() -> Watchlist:
    return Watchlist.bundled()


@pytest.fixture
def articles(tmp_path: Path) -> Articles:
    articles = Articles(tmp_path)
    lines = PATH.read_text(encoding="utf-8").splitlines()
    done = articles.import_events(lines, name=PATH.name, now=NOW)
    assert (done.added, done.problems) == (len(lines), ())
    return articles


@pytest.fixture
def overlay(articles: Articles) -> Overlay:
    return articles.overlay()


def test_nobody_has_accepted_any(overlay: Overlay) -> None:
    assert {one.review_state for one in overlay.aliases.values()} == {AliasState.PROPOSED}


def test_each_has_a_public_source_and_no_article_text(overlay: Overlay) -> None:
    for alias in overlay.aliases.values():
        for one in alias.proposal.sightings:
            assert one.url is not None
            assert one.url.startswith("https://")
            assert one.outlet is not None
            assert one.quote == alias.proposal.variant
            assert one.score == product(one.parts)


def test_each_is_new_and_of_a_listed_party(overlay: Overlay, excerpt: Watchlist) -> None:
    listed = ListedNames(excerpt)
    for alias in overlay.aliases.values():
        assert alias.proposal.entity_id in listed.types
        assert alias.proposal.listed_name == listed.captions[alias.proposal.entity_id]
        assert listed.bearers(alias.proposal.variant) == frozenset() or not (
            alias.proposal.variant.isascii()
        )


@pytest.mark.parametrize("name", ["Vincent Chen", "太子集团控股", "ព្រីនស៍ ហូលឌីង គ្រុប"])
def test_accepting_one_causes_the_hit(articles: Articles, excerpt: Watchlist, name: str) -> None:
    assert screen_name(name, excerpt).hits.is_empty()
    overlay = articles.overlay()
    (id_,) = (
        one.proposal.id
        for one in overlay.aliases.values()
        if one.proposal.variant == name and one.proposal.entity_id.startswith("us_ofac_sdn")
    )
    articles.accept(id_, by="R. Roe", reason="two sources", at=NOW)
    wide = with_aliases(excerpt, articles.overlay(), on=NOW.date())
    (hit,) = screen_name(name, wide, now=NOW).hits.iter_rows(named=True)
    assert (hit["name_kind"], hit["score"]) == ("article_alias", 1.0)
    assert "accepted by R. Roe" in hit["evidence"][-1]["note"]

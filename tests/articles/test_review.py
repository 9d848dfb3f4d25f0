"""Decisions on proposals: who, when, why, what they allow, and that nothing is lost."""

from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import TypedDict

import polars as pl
import pytest

from articles.invented import ENTITIES, LISTED, WATCHLIST
from sanctionscreen.articles.archive import Articles
from sanctionscreen.articles.article import read_article
from sanctionscreen.articles.reader import ArticleReader
from sanctionscreen.articles.review import AliasState
from sanctionscreen.articles.source import Source
from sanctionscreen.articles.widen import with_aliases
from sanctionscreen.errors import InputError, StoreError
from sanctionscreen.matching.watchlist import Watchlist
from sanctionscreen.model import NameKind
from sanctionscreen.output.formats import render
from sanctionscreen.rescreening import rescreen
from sanctionscreen.results import Screening
from sanctionscreen.screening import explain, screen

NOW = datetime(2026, 1, 9, 12, tzinfo=UTC)
TODAY = NOW.date()
TEXT = b"Quan Zhao, also known as Vincent Okonjo Quan, was held, and so was Regent Group."
PARTIES = pl.DataFrame({"name": ["Vincent Okonjo Quan", "Regent Group", "Ottoline Quillfeather"]})


class By(TypedDict):
    """Who decides, and why."""

    by: str
    reason: str


BY: By = {"by": "R. Roe", "reason": "the court papers say so"}


@pytest.fixture
def articles(tmp_path: Path) -> Articles:
    return Articles(tmp_path)


@pytest.fixture
def alias_id(articles: Articles) -> str:
    add(articles, TEXT, "Example Courier")
    return next(i for i, a in articles.overlay().aliases.items() if "Vincent" in a.proposal.variant)


def add(articles: Articles, text: bytes, outlet: str | None = None, at: datetime = NOW) -> str:
    article = read_article(text, now=at, source=Source(outlet=outlet), name="probe")
    return ArticleReader(WATCHLIST).add(article, text, articles).outcome


def run(articles: Articles, on: date = TODAY, *, include_proposed: bool = False) -> Screening:
    overlay = articles.overlay()
    wide = with_aliases(WATCHLIST, overlay, on=on, include_proposed=include_proposed)
    return screen(PARTIES, wide, now=NOW)


def as_bytes(result: Screening) -> bytes:
    return render(result.hits, result.provenance.model_dump(mode="json"), format="json")


def kinds(result: Screening, name: str) -> list[str]:
    return result.hits.filter(query_name=name)["name_kind"].to_list()


# --- use in screening -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    "decide",
    [
        pytest.param(None, id="only proposed"),
        pytest.param("reject", id="rejected"),
        pytest.param("withdraw", id="accepted and withdrawn"),
    ],
)
def test_without_acceptance_results_are_the_same_bytes(
    articles: Articles, alias_id: str, decide: str | None
) -> None:
    before = as_bytes(screen(PARTIES, WATCHLIST, now=NOW))
    if decide == "withdraw":
        articles.accept(alias_id, at=NOW, **BY)
    if decide is not None:
        getattr(articles, decide)(alias_id, at=NOW + timedelta(hours=1), **BY)
    assert as_bytes(run(articles)) == before


def test_an_accepted_alias_causes_a_hit_with_its_proof(articles: Articles, alias_id: str) -> None:
    assert kinds(run(articles), "Vincent Okonjo Quan") == []
    articles.accept(alias_id, at=NOW, **BY)
    result = run(articles)
    hit = result.hits.row(by_predicate=pl.col("query_name") == "Vincent Okonjo Quan", named=True)
    assert (hit["entity_id"], hit["name_kind"]) == ("xx_list:2", NameKind.ARTICLE_ALIAS)
    assert hit["threshold"] == 0.88
    article = next(e for e in hit["evidence"] if e["kind"] == "article")
    assert article["weight"] == 0
    for part in (
        "R. Roe",
        "2026-01-09",
        "the court papers say so",
        "Example Courier",
        "“Quan Zhao",
    ):
        assert part in article["note"]
    aliases = result.provenance.aliases
    assert aliases is not None
    assert (aliases.accepted, aliases.proposed) == (1, 0)


def test_an_accepted_alias_moves_no_other_pair(articles: Articles, alias_id: str) -> None:
    before = run(articles).hits
    articles.accept(alias_id, at=NOW, **BY)
    after = run(articles).hits.filter(pl.col("name_kind") != "article_alias")
    assert after.equals(before)


def test_what_if_hits_say_so(articles: Articles, alias_id: str) -> None:
    result = run(articles, include_proposed=True)
    assert kinds(result, "Vincent Okonjo Quan") == ["proposed_alias"]
    evidence = result.hits.filter(query_name="Vincent Okonjo Quan")["evidence"][0].to_list()
    assert "accepted by nobody" in next(
        e["note"] for e in evidence if e["kind"] == "article_proposed"
    )
    aliases = result.provenance.aliases
    assert aliases is not None
    assert (aliases.accepted, aliases.proposed) == (0, 2)


def test_explain_shows_the_proof_too(articles: Articles, alias_id: str) -> None:
    articles.accept(alias_id, at=NOW, **BY)
    wide = with_aliases(WATCHLIST, articles.overlay(), on=TODAY)
    found = explain("Vincent Okonjo Quan", "xx_list:2", wide)
    assert found.name_kind == NameKind.ARTICLE_ALIAS
    assert "article" in [piece["kind"] for piece in found.evidence]


def test_an_alias_expires(articles: Articles, alias_id: str) -> None:
    last = TODAY + timedelta(days=30)
    articles.accept(alias_id, at=NOW, expires_on=last, **BY)
    assert kinds(run(articles, last), "Vincent Okonjo Quan") == ["article_alias"]
    assert kinds(run(articles, last + timedelta(days=1)), "Vincent Okonjo Quan") == []
    state = articles.overlay().alias(alias_id).state(on=last + timedelta(days=1))
    assert state is AliasState.EXPIRED


def test_a_delisted_party_has_no_aliases(articles: Articles, alias_id: str) -> None:
    articles.accept(alias_id, at=NOW, **BY)
    rest = Watchlist.from_entities([one for one in ENTITIES if one.uid != "2"])
    assert with_aliases(rest, articles.overlay(), on=TODAY) is rest
    listed = frozenset(rest.frames["entities"]["entity_id"])
    state = articles.overlay().alias(alias_id).state(on=TODAY, listed=listed)
    assert state is AliasState.DELISTED


def test_rescreening_tells_that_a_delisted_party_is_gone(articles: Articles, alias_id: str) -> None:
    articles.accept(alias_id, at=NOW, **BY)
    rest = Watchlist.from_entities([one for one in ENTITIES if one.uid != "2"])
    before, after = (with_aliases(one, articles.overlay(), on=TODAY) for one in (WATCHLIST, rest))
    hits = rescreen(PARTIES, after, since=before, now=NOW).hits
    gone = hits.filter(query_name="Vincent Okonjo Quan")
    assert gone["status"].to_list() == ["gone"]
    assert gone["name_kind"].to_list() == ["article_alias"]


def test_an_article_alias_makes_no_anchor_of_its_own(articles: Articles, alias_id: str) -> None:
    articles.accept(alias_id, at=NOW, **BY)
    wide = with_aliases(WATCHLIST, articles.overlay(), on=TODAY)
    text = b"Vincent Okonjo Quan, also known as Third Name, was held."
    assert ArticleReader(wide).read(read_article(text, now=NOW)).proposals == ()


# --- the log --------------------------------------------------------------------------------------


def test_the_same_article_twice_is_one_sighting(articles: Articles) -> None:
    assert [add(articles, TEXT, "A"), add(articles, TEXT, "A")] == ["added", "unchanged"]
    assert all(len(a.proposal.sightings) == 1 for a in articles.overlay().aliases.values())


def test_another_article_is_another_sighting(articles: Articles, alias_id: str) -> None:
    add(articles, b"Police hold Vincent Okonjo Quan, whose real name is Quan Zhao.", "Daily Heron")
    proposal = articles.overlay().alias(alias_id).proposal
    assert [one.outlet for one in proposal.sightings] == ["Example Courier", "Daily Heron"]
    assert proposal.witnesses == 2


def test_the_article_is_kept_as_it_came(articles: Articles) -> None:
    add(articles, TEXT)
    (sha256,) = articles.documents.digests()
    article = articles.article(sha256)
    assert article is not None
    assert articles.documents.raw(sha256) == TEXT
    for alias in articles.overlay().aliases.values():
        for one in alias.proposal.sightings:
            assert article.text[one.start : one.end] == alias.proposal.variant
            assert article.text[one.quote_start :].startswith(one.quote)


def test_an_article_without_listed_parties_is_kept_too(articles: Articles) -> None:
    assert add(articles, b"It rained in the capital, and nobody was there to see it.") == "added"
    assert len(articles.documents.digests()) == 1
    assert articles.overlay().aliases == {}


@pytest.mark.parametrize(
    ("steps", "refused"),
    [
        pytest.param([], "withdraw", id="withdraw what is proposed"),
        pytest.param(["accept"], "accept", id="accept twice"),
        pytest.param(["accept"], "reject", id="reject what is accepted"),
        pytest.param(["reject"], "withdraw", id="withdraw what is rejected"),
    ],
)
def test_decisions_that_make_no_sense(
    articles: Articles, alias_id: str, steps: list[str], refused: str
) -> None:
    for step in steps:
        getattr(articles, step)(alias_id, at=NOW, **BY)
    with pytest.raises(InputError, match="only what is"):
        getattr(articles, refused)(alias_id, at=NOW, **BY)


def test_every_decision_stays_in_the_log(articles: Articles, alias_id: str) -> None:
    articles.reject(alias_id, at=NOW, by="A. Doe", reason="one source")
    articles.accept(alias_id, at=NOW + timedelta(days=1), by="R. Roe", reason="second source")
    articles.withdraw(alias_id, at=NOW + timedelta(days=2), by="A. Doe", reason="a mistake")
    alias = articles.overlay().alias(alias_id)
    assert [event.by for event in alias.decisions] == ["A. Doe", "R. Roe", "A. Doe"]
    assert alias.review_state is AliasState.WITHDRAWN


@pytest.mark.parametrize(
    ("arguments", "reason"),
    [
        pytest.param({"by": " ", "reason": "x"}, "field by: state it", id="nobody"),
        pytest.param({"by": "x", "reason": ""}, "field reason: state it", id="no reason"),
        pytest.param(
            {"by": "x", "reason": "y", "expires_on": date(2026, 1, 8)},
            "not before today",
            id="past",
        ),
    ],
)
def test_incomplete_decisions(
    articles: Articles, alias_id: str, arguments: dict[str, str], reason: str
) -> None:
    with pytest.raises(InputError, match=reason):
        articles.accept(alias_id, at=NOW, **arguments)  # type: ignore[arg-type]
    assert articles.overlay().alias(alias_id).review_state is AliasState.PROPOSED


@pytest.mark.parametrize("id_", ["", "zz", "nothing"])
def test_unknown_ids(articles: Articles, alias_id: str, id_: str) -> None:
    with pytest.raises(InputError, match=r"no proposal|proposals begin so"):
        articles.accept(id_, at=NOW, **BY)


def test_a_line_cut_off_by_a_crash_was_never_written(articles: Articles, alias_id: str) -> None:
    log = articles.root / "log.jsonl"
    whole = log.read_bytes()
    log.write_bytes(whole + b'{"at": "2026')
    articles.accept(alias_id, at=NOW, **BY)
    assert log.read_bytes().startswith(whole)
    assert articles.overlay().alias(alias_id).review_state is AliasState.ACCEPTED


def test_a_damaged_log_is_never_taken_for_an_empty_one(articles: Articles, alias_id: str) -> None:
    log = articles.root / "log.jsonl"
    log.write_bytes(log.read_bytes().replace(b'"at"', b'"ta"', 1))
    with pytest.raises(StoreError, match=r"damaged: log\.jsonl, row 1"):
        articles.overlay()


# --- sharing --------------------------------------------------------------------------------------


def test_export_and_import_give_the_same_overlay(
    articles: Articles, alias_id: str, tmp_path: Path
) -> None:
    articles.accept(alias_id, at=NOW, **BY)
    other = Articles(tmp_path / "other")
    lines = articles.exported()
    done = other.import_events(lines, name="team.jsonl", now=NOW)
    assert (done.read, done.added, done.known) == (3, 3, 0)
    assert other.overlay().aliases == articles.overlay().aliases
    again = other.import_events(lines, name="team.jsonl", now=NOW)
    assert (again.added, again.known) == (0, 3)


def test_decisions_of_others_may_be_left_out(
    articles: Articles, alias_id: str, tmp_path: Path
) -> None:
    articles.accept(alias_id, at=NOW, **BY)
    other = Articles(tmp_path / "other")
    other.import_events(articles.exported(), name="x", now=NOW, proposals_only=True)
    assert other.overlay().alias(alias_id).review_state is AliasState.PROPOSED


def test_an_older_decision_does_not_undo_a_newer_one(
    articles: Articles, alias_id: str, tmp_path: Path
) -> None:
    other = Articles(tmp_path / "other")
    other.import_events(articles.exported(), name="x", now=NOW)
    other.accept(alias_id, at=NOW, by="old", reason="old")
    articles.reject(alias_id, at=NOW + timedelta(days=1), by="new", reason="new")
    articles.import_events(other.exported(), name="x", now=NOW + timedelta(days=2))
    assert articles.overlay().alias(alias_id).review_state is AliasState.REJECTED


def test_bad_lines_are_named_and_good_ones_taken(
    articles: Articles, alias_id: str, tmp_path: Path
) -> None:
    articles.accept(alias_id, at=NOW, **BY)
    first, second, decision = articles.exported()
    lines = [
        "not json",
        first,
        second.replace("xx_list:1", "xx_list:9"),
        decision.replace("2026-01-09T12", "2027-01-09T12"),
        decision.replace('"by":"R. Roe",', ""),
        decision.replace('"decision"', '"decided"'),
        "",
    ]
    done = Articles(tmp_path / "other").import_events(lines, name="team.jsonl", now=NOW)
    assert (done.read, done.added) == (6, 1)
    assert [problem.record for problem in done.problems] == [
        f"team.jsonl, row {row}" for row in (1, 3, 4, 5, 6)
    ]


def test_the_list_is_never_written_to(articles: Articles, alias_id: str) -> None:
    before = WATCHLIST.frames["names"].clone()
    articles.accept(alias_id, at=NOW, **BY)
    run(articles)
    assert WATCHLIST.frames["names"].equals(before)
    assert LISTED.watchlist is WATCHLIST

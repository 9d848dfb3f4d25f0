"""The five seed articles beside the checkout, against the excerpt: every target, nobody else."""

import json
import re
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from sanctionscreen.articles.article import read_article
from sanctionscreen.articles.figures import FigureKind
from sanctionscreen.articles.listed import ListedNames
from sanctionscreen.articles.mentions import Confirm, find_mentions
from sanctionscreen.articles.notes import Notes, side_by_side
from sanctionscreen.articles.passages import Passages
from sanctionscreen.articles.proposals import AliasProposal, Read, merged, propose
from sanctionscreen.articles.reader import ArticleReader
from sanctionscreen.matching.watchlist import Watchlist
from sanctionscreen.screening import explain

pytestmark = pytest.mark.real
SHARED = Path(__file__).resolve().parents[3] / "shared"
SEEDS = SHARED / "seeds"
if not SEEDS.exists():
    pytest.skip(f"the seed articles are not here: {SEEDS}", allow_module_level=True)


@cache
def gold() -> tuple[dict[str, Any], ...]:
    lines = (SHARED / "data/facts/seed_gold.jsonl").read_text(encoding="utf-8").splitlines()
    return tuple(json.loads(line) for line in lines)


@cache
def texts() -> dict[str, str]:
    return {path.name: path.read_text(encoding="utf-8") for path in sorted(SEEDS.glob("*.txt"))}


@pytest.fixture(scope="module")
def excerpt() -> Watchlist:
    return Watchlist.bundled()


@pytest.fixture(scope="module")
def listed(excerpt: Watchlist) -> ListedNames:
    return ListedNames(excerpt)


def confirmed(excerpt: Watchlist) -> Confirm:
    return lambda text, entity_id: explain(text, entity_id, excerpt).name_score


@pytest.fixture(scope="module")
def read(excerpt: Watchlist, listed: ListedNames) -> dict[str, Read]:
    now = datetime(2026, 1, 30, tzinfo=UTC)
    return {
        path.name: propose(read_article(path, now=now), listed, confirm=confirmed(excerpt))
        for path in sorted(SEEDS.glob("*.txt"))
    }


@pytest.fixture(scope="module")
def proposals(read: dict[str, Read]) -> list[AliasProposal]:
    return list(merged(one for article in read.values() for one in article.proposals).values())


def test_all_targets_and_no_false_one(excerpt: Watchlist, listed: ListedNames) -> None:
    targets = {
        (row["file"], row["start"], row["end"])
        for row in gold()
        if row["is_target"] and row["kind"] in {"name", "short_name"}
    }
    assert len(targets) == 24

    found = {
        (file, mention.start, mention.end)
        for file, text in texts().items()
        for mention in find_mentions(Passages(text), listed, confirm=confirmed(excerpt))
    }
    assert found == targets


def test_exactly_one_proposal(proposals: list[AliasProposal]) -> None:
    (one,) = proposals
    assert (one.entity_id, one.variant, one.kind) == (
        "us_ofac_sdn:53054", "Prince Group", "short_form",
    )  # fmt: skip
    assert {sighting.also for sighting in one.sightings} == {("us_ofac_sdn:55564",)}


def test_rewrites_count_once(proposals: list[AliasProposal]) -> None:
    (one,) = proposals
    assert (len(one.sightings), one.witnesses) == (4, 3)


def test_quotes_are_slices_and_name_no_bystander(read: dict[str, Read]) -> None:
    for file, article in read.items():
        strangers = {
            row["text"]
            for row in gold()
            if row["file"] == file and row["type"] == "PERSON" and not row["is_target"]
        }
        for proposal in article.proposals:
            for sighting in proposal.sightings:
                text = texts()[file]
                assert text[sighting.quote_start :].startswith(sighting.quote)
                assert text[sighting.start : sighting.end] == proposal.variant
                assert len(sighting.quote) <= 300
                assert not [name for name in strangers if name in sighting.quote]


def test_no_proposal_is_a_mention_of_anybody_else(proposals: list[AliasProposal]) -> None:
    others = {row["text"].casefold() for row in gold() if not row["is_target"]}
    assert others.isdisjoint(one.variant.casefold() for one in proposals)


def test_figures_and_who_says_so(excerpt: Watchlist) -> None:
    """46 of the 49 annotated figures are found; two of the others are no figures."""
    reader, now = ArticleReader(excerpt), datetime(2026, 1, 30, tzinfo=UTC)
    notes = {p.name: reader.notes(read_article(p, now=now)) for p in sorted(SEEDS.glob("*.txt"))}
    lines = (SHARED / "data/facts/seed_facts.jsonl").read_text(encoding="utf-8").splitlines()
    facts = [json.loads(line) for line in lines]
    found = [fact for fact in facts if _is_noted(fact, notes[fact["file"]])]
    assert (len(found), len(facts)) == (46, 49)
    indonesians = {claim.value for _, claim in side_by_side(notes.values())["ID: persons"]}
    assert {1440, 2752, 3400} <= indonesians
    revenue = {claim.value for _, claim in side_by_side(notes.values())["USD a year"]}
    assert {12.5e9, 19e9} <= revenue


def _is_noted(fact: dict[str, Any], notes: Notes) -> bool:
    """Whether a claim at that place has the annotated value."""
    claims = [c for c in notes.claims if c.start < fact["end"] and fact["start"] < c.end]
    wanted = fact["value"] if isinstance(fact["value"], list) else [fact["value"]]
    told = [value for claim in claims for value in (claim.value, claim.upper)]
    units = [claim.unit for claim in claims if claim.kind == FigureKind.DATE]
    return bool(claims) and all(
        value in told
        or (isinstance(value, str) and any(u[:2] == value[:2] or value in u for u in units))
        for value in wanted
    )


def test_notes_hold_no_person_who_is_not_listed(excerpt: Watchlist) -> None:
    reader, now = ArticleReader(excerpt), datetime(2026, 1, 30, tzinfo=UTC)
    strangers = {row["text"] for row in gold() if row["type"] == "PERSON" and not row["is_target"]}
    for path in sorted(SEEDS.glob("*.txt")):
        written = reader.notes(read_article(path, now=now)).model_dump_json(exclude={"caption"})
        assert not [name for name in strangers if re.search(rf"\b{name}\b", written)]

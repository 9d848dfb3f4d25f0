"""The five seed articles beside the checkout, against the excerpt: every target, nobody else."""

import json
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from sanctionscreen.articles.listed import ListedNames
from sanctionscreen.articles.mentions import find_mentions
from sanctionscreen.articles.passages import Passages
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


def test_all_targets_and_no_false_one(excerpt: Watchlist, listed: ListedNames) -> None:
    targets = {
        (row["file"], row["start"], row["end"])
        for row in gold()
        if row["is_target"] and row["kind"] in {"name", "short_name"}
    }
    assert len(targets) == 24

    def confirm(text: str, entity_id: str) -> float:
        return explain(text, entity_id, excerpt).name_score

    found = {
        (file, mention.start, mention.end)
        for file, text in texts().items()
        for mention in find_mentions(Passages(text), listed, confirm=confirm)
    }
    assert found == targets

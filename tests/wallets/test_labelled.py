"""Labels against listed names: whole results, and the set of labels made for it."""

import csv
from pathlib import Path

import polars as pl
import pytest

from sanctionscreen import Entity, Policy, Watchlist, screen_wallets
from sanctionscreen.model import EntityType, Name, NameKind, Wallet
from sanctionscreen.wallets.labelled import match_labels
from wallets import invented as inv

LABELS = Path(__file__).resolve().parents[2] / "benchmarks/labels"
CLEAN = "0x" + "cd34" * 10


@pytest.fixture(scope="module")
def watchlist() -> Watchlist:
    return inv.watchlist()


def test_a_label_is_a_tag_hit_weighed_by_its_confidence(watchlist: Watchlist) -> None:
    wallets = pl.DataFrame(
        {
            "address": [CLEAN, None],
            "tag": ["Quorvex Exchange 3", "ZindelMixer"],
            "confidence": [40, None],
        }
    )
    result = screen_wallets(wallets, watchlist)
    rows = result.every.select("status", "entity_id", "score", "tag_label").rows()
    assert rows == [
        ("tag_hit", "aa_list:1", 0.4, "Quorvex Exchange 3"),
        ("tag_hit", "bb_list:9", 0.4, "Quorvex Exchange 3"),
        ("tag_hit", "aa_list:2", 1.0, "ZindelMixer"),
        ("tag_hit", "bb_list:8", 1.0, "ZindelMixer"),
    ]
    assert result.every["evidence"][0][0]["kind"] == "label"
    assert result.every["other_wallets"][0].len() == 3
    assert result.provenance.counts.rejected == 0


def test_actor_and_context_are_screened_too(watchlist: Watchlist) -> None:
    wallets = pl.DataFrame(
        {"tag": ["x", "y"], "actor": ["Quorvex Exchange", None], "context": [None, "Zindel Mixer"]}
    )
    every = screen_wallets(wallets, watchlist).every
    assert every["entity_id"].to_list() == ["aa_list:1", "bb_list:9", "aa_list:2", "bb_list:8"]


def test_the_threshold_of_the_policy_holds_for_labels(watchlist: Watchlist) -> None:
    labels = ["Quorvex Exchange", "Quorwex Exchange"]
    strict = match_labels(labels, watchlist, Policy.default().with_threshold(1.0))
    assert list(strict) == labels[:1]
    assert list(match_labels(labels, watchlist, Policy.default())) == labels


def test_a_broken_address_with_a_named_label_is_both(watchlist: Watchlist) -> None:
    wallets = pl.DataFrame({"address": ["broken"], "tag": ["Zindel Mixer"]})
    every = screen_wallets(wallets, watchlist).every
    assert every["status"].to_list() == ["tag_hit", "tag_hit", "invalid"]


def _rows(name: str) -> list[dict[str, str]]:
    with (LABELS / name).open(encoding="utf-8") as file:
        return list(csv.DictReader(file))


@pytest.fixture(scope="module")
def named() -> tuple[Watchlist, dict[str, str]]:
    """The names that the set of labels means, as a list of their own, with wallets."""
    names = sorted({name for row in _rows("positive.csv") for name in row["listed"].split(" + ")})
    people = {name for name in names if ", " in name and not name.endswith((".", "Inc."))}
    entities = [
        Entity(
            list_id="own",
            uid=str(number),
            entity_type=EntityType.PERSON if name in people else EntityType.ORGANISATION,
            names=(Name(full=name, kind=NameKind.PRIMARY),),
            wallets=(Wallet(asset="ETH", address=f"0x{number:040x}"),),
        )
        for number, name in enumerate(names)
    ]
    return Watchlist.from_entities(entities), {e.names[0].full: e.entity_id for e in entities}


def test_the_set_of_labels(named: tuple[Watchlist, dict[str, str]]) -> None:
    """Against the names alone; benchmarks/wallet_labels.py measures against the full list."""
    watchlist, ids = named
    positive = _rows("positive.csv")
    negative = [row["label"] for row in _rows("negative.csv")]
    assert (len(positive), len(negative)) >= (150, 150)
    found = match_labels(
        [*(row["label"] for row in positive), *negative], watchlist, Policy.default()
    )
    got = {label: {match.entity_id for match in matches} for label, matches in found.items()}
    right = [
        all(ids[name] in got.get(row["label"], ()) for name in row["listed"].split(" + "))
        for row in positive
    ]
    assert sum(right) / len(right) >= 0.9
    assert sum(label in got for label in negative) / len(negative) <= 0.05

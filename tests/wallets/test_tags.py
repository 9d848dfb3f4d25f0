"""Tags beside the lists: evidence, claims, and never a designation."""

from pathlib import Path

import polars as pl
import pytest

from sanctionscreen import InputError, Tags, Watchlist, read_tags, screen_wallet, screen_wallets
from sanctionscreen.columns import TAGS
from wallets import invented as inv

OTHER = "0x" + "cd34" * 10
PACK = f"""
title: Invented pack
creator: nobody
source: https://example.org/list
currency: ETH
confidence: authority_data
lastmod: 2025-05-06
tags:
- address: {inv.HEX}
  label: Quorvex deposit
- address: {OTHER}
  label: on the OFAC list
- address: '{OTHER[:-1]}0'
  label: Thief
  abuse: ransomware
- address: '{OTHER[:-1]}1'
  label: Market
  category: exchange
  confidence: service_data
"""


@pytest.fixture(scope="module")
def watchlist() -> Watchlist:
    return inv.watchlist()


@pytest.fixture(scope="module")
def tags(tmp_path_factory: pytest.TempPathFactory) -> Tags:
    path = tmp_path_factory.mktemp("tags") / "pack.yaml"
    path.write_text(PACK, encoding="utf-8")
    return read_tags(path)


def kinds(row: dict[str, object]) -> list[str]:
    return [one["kind"] for one in row["evidence"]]  # type: ignore[attr-defined]


def test_a_tag_of_a_listed_address_is_evidence(watchlist: Watchlist, tags: Tags) -> None:
    (row,) = screen_wallet(inv.HEX, watchlist, tags=tags).every.to_dicts()
    assert row["status"] == "listed"
    assert kinds(row) == ["address_same", "tag"]
    assert (row["tag_label"], row["tag_source"]) == ("Quorvex deposit", "https://example.org/list")


def test_a_tag_that_claims_a_sanction_is_no_designation(watchlist: Watchlist, tags: Tags) -> None:
    (row,) = screen_wallet(OTHER, watchlist, tags=tags).every.to_dicts()
    assert (row["status"], row["entity_id"], row["score"]) == ("tag_hit", None, 0.6)
    assert kinds(row) == ["tag_claims_sanction", "not_on_list", "not_on_list"]
    assert row["evidence"][1]["note"] == "not on the list of 2026-01-02"


def test_an_abuse_is_a_tag_hit_and_a_service_is_said_of_a_clean_wallet(
    watchlist: Watchlist, tags: Tags
) -> None:
    abused = screen_wallet(f"{OTHER[:-1]}0", watchlist, tags=tags).every.row(0, named=True)
    assert (abused["status"], kinds(abused)) == ("tag_hit", ["tag_abuse"])
    service = screen_wallet(f"{OTHER[:-1]}1", watchlist, tags=tags)
    (row,) = service.every.to_dicts()
    assert (row["status"], row["tag_label"], kinds(row)) == ("clean", "Market", ["tag"])
    assert service.hits.is_empty()


def test_the_result_names_the_files_of_tags(watchlist: Watchlist, tags: Tags) -> None:
    (file,) = screen_wallet(OTHER, watchlist, tags=tags).provenance.tags
    assert (file.name, file.tags, len(file.sha256)) == ("pack.yaml", 4, 64)


def test_a_row_with_a_tag_and_no_address_is_screened_by_its_tag(watchlist: Watchlist) -> None:
    wallets = pl.DataFrame({"address": [None, None], "tag": ["Corner bakery", None]})
    result = screen_wallets(wallets, watchlist)
    assert result.every["status"].to_list() == ["clean", "empty"]
    assert result.provenance.counts.rejected == 1


def test_tables_and_what_we_wrote_ourselves_are_read(tags: Tags, tmp_path: Path) -> None:
    tags.frame.write_parquet(tmp_path / "own.parquet")
    (tmp_path / "issuer_freeze.csv").write_text(f"address,token\n{OTHER},USDT\n", encoding="utf-8")
    again = read_tags(tmp_path)
    assert again.frame.schema == TAGS
    assert again.frame.height == tags.frame.height + 1
    frozen = again.frame.filter(pl.col("claim") == "frozen")
    assert frozen["label"].to_list() == ["USDT frozen by its issuer"]


def test_a_path_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="no such file or folder"):
        read_tags(tmp_path / "nothing.yaml")

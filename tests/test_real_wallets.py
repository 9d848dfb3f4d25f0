"""The addresses of OFAC's list and the public tag packs, all of them."""

import json
from pathlib import Path

import polars as pl
import pytest

from sanctionscreen import Entity, Tags, Watchlist, read_tags, screen_wallets
from sanctionscreen.identifiers.base58 import encode_checked
from sanctionscreen.model import EntityType, Name, NameKind, Wallet
from sanctionscreen.wallets.tag_files import TagFile

pytestmark = pytest.mark.real
CRYPTO = Path(__file__).resolve().parents[2] / "shared/data/crypto"
RANDOM = 100_000


def _needed(path: Path) -> Path:
    if not path.exists():
        pytest.skip(f"the real data are not here: {path}")
    return path


def _own_list(rows: list[tuple[str, str, str, str]], list_id: str) -> Watchlist:
    """A user's own list: owner id, owner's name, asset, address."""
    owners: dict[tuple[str, str], list[Wallet]] = {}
    for uid, name, asset, address in rows:
        owners.setdefault((uid, name), []).append(Wallet(address=address, asset=asset))
    return Watchlist.from_entities(
        Entity(
            list_id=list_id,
            uid=uid,
            entity_type=EntityType.UNKNOWN,
            names=(Name(full=name, kind=NameKind.PRIMARY),),
            wallets=tuple(dict.fromkeys(wallets)),
        )
        for (uid, name), wallets in owners.items()
    )


@pytest.fixture(scope="module")
def of_2025() -> tuple[pl.DataFrame, Watchlist]:
    rows = pl.read_csv(_needed(CRYPTO / "ofac_addresses_2025-11-19.csv"), infer_schema=False)
    owners = rows.select("sdn_id", "sdn_name", "asset", "address").rows()
    return rows, _own_list(owners, "us_ofac_sdn")


def test_every_address_of_2025_is_found(of_2025: tuple[pl.DataFrame, Watchlist]) -> None:
    rows, watchlist = of_2025
    result = screen_wallets(rows.select("address"), watchlist)
    listed = result.every.filter(pl.col("status") == "listed")
    assert listed["query_row"].n_unique() == rows.height == 761
    expected = rows.with_row_index("query_row", 1).select(
        pl.col("query_row").cast(pl.Int64), entity_id=pl.format("us_ofac_sdn:{}", "sdn_id")
    )
    assert expected.join(listed, on=["query_row", "entity_id"], how="anti").is_empty()


def test_a_tron_address_filed_under_xbt_is_found(of_2025: tuple[pl.DataFrame, Watchlist]) -> None:
    rows, watchlist = of_2025
    odd = rows.filter(pl.col("asset") == "XBT", pl.col("address").str.starts_with("T"))
    (found,) = screen_wallets(odd.select("address"), watchlist).every.to_dicts()
    assert (found["status"], found["chain"], found["listed_asset"]) == ("listed", "TRX", "XBT")
    assert "asset_label_differs" in {one["kind"] for one in found["evidence"]}


def test_every_address_of_2026_is_found_on_the_users_own_list() -> None:
    known = json.loads(_needed(CRYPTO / "ofac_addresses_2026-08-20.json").read_text("utf-8"))
    rows = [
        (str(one["entity_id"]), one["entity_name"], ticker, one["address"])
        for one in known["addresses"]
        for ticker in one["ofac_tickers"]
    ]
    texts = pl.DataFrame({"address": [one["address"] for one in known["addresses"]]})
    every = screen_wallets(texts, _own_list(rows, "own")).every
    assert texts.height == 961
    assert every.filter(pl.col("status") == "listed")["query_row"].n_unique() == 961


def test_a_feed_that_lost_its_case_is_never_listed_but_told(
    of_2025: tuple[pl.DataFrame, Watchlist],
) -> None:
    rows, watchlist = of_2025
    case_matters = rows.filter(pl.col("address") != pl.col("address").str.to_lowercase())
    base58 = case_matters.filter(~pl.col("address").str.starts_with("0x"))
    lower = base58.select(pl.col("address").str.to_lowercase())
    every = screen_wallets(lower, watchlist).every
    assert lower.height > 500
    assert set(every["status"]) == {"damaged"}
    assert every["note"].str.starts_with("damaged, resembles listed address").all()


def test_no_random_address_is_a_hit(of_2025: tuple[pl.DataFrame, Watchlist]) -> None:
    _, watchlist = of_2025
    numbers = range(1, RANDOM // 4 + 1)
    hashes = [
        (number * 0x9E3779B97F4A7C15F39CC0605CEDC834 % 2**160).to_bytes(20) for number in numbers
    ]
    texts = [
        *(encode_checked(bytes([version]) + row) for version in (0, 5, 65) for row in hashes),
        *(f"0x{row.hex()}" for row in hashes),
    ]
    every = screen_wallets(pl.DataFrame({"address": texts}), watchlist).every
    assert every.height == RANDOM
    assert set(every["status"]) == {"clean"}


@pytest.fixture(scope="module")
def ofac_pack() -> Tags:
    return read_tags(_needed(CRYPTO / "tagpacks/packs/ofac.yaml"))


def test_a_pack_that_copies_a_list_is_no_list(
    ofac_pack: Tags, of_2025: tuple[pl.DataFrame, Watchlist]
) -> None:
    """The pack is of February 2024; 92 of its 572 addresses were delisted, or are cut off in it."""
    _, watchlist = of_2025
    assert ofac_pack.files == (
        TagFile(name="ofac.yaml", sha256=ofac_pack.files[0].sha256, tags=572),
    )
    every = screen_wallets(ofac_pack.frame.select("address"), watchlist, tags=ofac_pack).every
    first = every.unique("query_row", keep="first", maintain_order=True)
    assert dict(first["status"].value_counts().iter_rows()) == {"listed": 480, "tag_hit": 92}
    tagged = first.filter(pl.col("status") == "tag_hit")
    notes = tagged["evidence"].list.eval(pl.element().struct.field("note"))
    assert notes.list.contains("not on the list of 0001-01-01").all()
    assert tagged["entity_id"].null_count() == 92


def test_every_public_pack_is_read() -> None:
    known = read_tags(_needed(CRYPTO / "tagpacks"))
    assert sum(file.tags for file in known.files) == 237_962
    assert known.frame.height == 237_938  # 24 stand there twice
    assert len(known.files) == 81
    assert known.frame["actor_label"].drop_nulls().len() > 40_000
    told = known.problems.group_by("field").len().sort("len")
    assert dict(told.iter_rows()) == {None: 24, "address": 29, "asset": 91, "confidence": 153}

"""Wallets against an invented list: what hits, what only resembles, what is not screened."""

from datetime import UTC, date, datetime

import polars as pl
import pytest

from sanctionscreen import InputError, Watchlist, screen, screen_wallet, screen_wallets
from sanctionscreen.columns import WALLET_HITS
from sanctionscreen.identifiers.base58 import encode_checked
from wallets import invented as inv

NOW = datetime(2026, 11, 23, tzinfo=UTC)


@pytest.fixture(scope="module")
def watchlist() -> Watchlist:
    return inv.watchlist()


def found(text: str, watchlist: Watchlist, chain: str | None = None) -> dict[str, object]:
    every = screen_wallet(text, watchlist, chain=chain).every
    return every.row(0, named=True)


@pytest.mark.parametrize(
    ("text", "chain", "entity_id", "exact"),
    [
        pytest.param(inv.LEGACY, None, "aa_list:1", True, id="as it stands on the list"),
        pytest.param(inv.LEGACY, "BTC", "aa_list:1", True, id="with its chain"),
        pytest.param(inv.LEGACY, "BSV", "aa_list:1", False, id="the same text on a fork"),
        pytest.param(inv.CASHADDR, None, "aa_list:1", False, id="the same key as cashaddr"),
        pytest.param(inv.GOLD, None, "aa_list:1", False, id="the same key on Bitcoin Gold"),
        pytest.param(inv.HEX, "ETH", "aa_list:1", True, id="EIP-55"),
        pytest.param(inv.HEX.lower(), "ETH", "aa_list:1", True, id="in small letters"),
        pytest.param(inv.HEX.lower(), "BSC", "aa_list:1", False, id="on another EVM chain"),
        pytest.param(inv.HEX.lower(), None, "aa_list:1", None, id="EVM, chain not known"),
        pytest.param(inv.USDT_HEX, "ARB", "aa_list:2", None, id="listed as a token"),
        pytest.param(inv.TRON, "TRX", "aa_list:2", True, id="TRON, listed as XBT"),
        pytest.param("41" + inv.HASH.hex(), None, "aa_list:2", True, id="TRON in hex"),
        pytest.param(inv.SEGWIT.upper(), None, "aa_list:2", True, id="bech32 in capitals"),
        pytest.param(f"to BTC: {inv.SEGWIT}!", None, "aa_list:2", True, id="in a sentence"),
        pytest.param(inv.CUT, None, "aa_list:1", None, id="cut off on the list itself"),
        pytest.param(inv.HEX.replace("eB", "Eb"), None, "aa_list:1", None, id="EIP-55 wrong"),
        pytest.param(inv.LEGACY, "Cardano", "aa_list:1", None, id="a chain that is not known"),
    ],
)
def test_listed(
    text: str, chain: str | None, entity_id: str, exact: bool | None, watchlist: Watchlist
) -> None:
    row = found(text, watchlist, chain)
    assert (row["status"], row["entity_id"], row["score"]) == ("listed", entity_id, 1.0)
    assert row["chain_exact"] is exact


def test_a_listed_wallet_tells_its_owner(watchlist: Watchlist) -> None:
    row = found(inv.HEX, watchlist)
    assert row["owner_name"] == "Quorvex Exchange"
    assert row["programmes"] == ["CYBER9"]
    assert row["effect"] == "blocking"
    assert row["listed_on"] == inv.DAY
    assert row["also_on"] == ["bb_list:9"]
    assert row["other_wallets"] == [f"XBT {inv.LEGACY}", f"XMR {inv.CUT}"]
    assert "aa_list of 2026-01-02" in str(row["evidence"])


def test_one_row_an_owner_and_every_list(watchlist: Watchlist) -> None:
    every = screen_wallet(inv.LEGACY, watchlist).every
    assert every["entity_id"].to_list() == ["aa_list:1", "bb_list:9"]
    assert every["also_on"].to_list() == [["bb_list:9"], ["aa_list:1"]]


def test_a_label_that_is_not_the_chain_is_told(watchlist: Watchlist) -> None:
    evidence = screen_wallet(inv.TRON, watchlist).every["evidence"][0]
    notes = {one["kind"]: one["note"] for one in evidence}
    assert notes["asset_label_differs"] == (
        "aa_list of 2026-01-02: stated as XBT, but it is an address of TRX"
    )


def test_the_same_party_on_other_lists_is_that_of_the_links() -> None:
    """As in the screening of parties: a name alone is nothing; with birth and country it is."""
    one = inv.person("1", "Anna Probe", date(1962, 3, 5), list_id="aa_list")
    listed = one.model_copy(update={"wallets": inv.entity("x", "x", ("ETH", inv.HEX)).wallets})
    same = inv.person("2", "PROBE, Anna", date(1962, 3, 5), list_id="bb_list")
    other = inv.person("3", "Anna Probe", date(1970, 3, 5), list_id="cc_list")
    watchlist = Watchlist.from_entities([listed, same, other])
    assert found(inv.HEX, watchlist)["also_on"] == ["bb_list:2"]
    hits = screen(pl.DataFrame({"name": ["Anna Probe"]}), watchlist).hits
    (row,) = hits.filter(entity_id="aa_list:1").to_dicts()
    assert [entry["entity_id"] for entry in row["same_as"]] == ["bb_list:2"]


@pytest.mark.parametrize(
    ("text", "status", "kind"),
    [
        pytest.param(inv.LEGACY.lower(), "damaged", "case_differs", id="small letters"),
        pytest.param(inv.TRON.upper(), "damaged", "case_differs", id="capitals"),
        pytest.param(
            inv.SEGWIT[:9] + inv.SEGWIT[9:].upper(), "damaged", "case_differs", id="mixed bech32"
        ),
        pytest.param(
            encode_checked(b"\x30" + inv.HASH), "clean", "same_key", id="a key's Litecoin"
        ),
        pytest.param(f"0x{inv.HASH.hex()}", "clean", "same_key", id="a TRON key's EVM address"),
        pytest.param("0xAE05" + "0" * 32 + "c181", "invalid", "look_alike", id="EIP-55 wrong"),
        pytest.param("0xae05" + "0" * 32 + "c181", "clean", "look_alike", id="poisoning"),
    ],
)
def test_what_only_resembles_is_no_hit(
    text: str, status: str, kind: str, watchlist: Watchlist
) -> None:
    result = screen_wallet(text, watchlist)
    (row,) = result.hits.to_dicts()  # a warning is always printed
    assert row["status"] == status
    assert row["score"] is None
    assert row["entity_id"] is not None
    assert [one["kind"] for one in row["evidence"]] == [kind]
    assert result.provenance.counts.hits == 0
    if status == "damaged":
        assert row["note"].startswith("damaged, resembles listed address ")


@pytest.mark.parametrize(
    ("text", "chain", "status"),
    [
        pytest.param("", None, "empty", id="empty"),
        pytest.param("no address", None, "invalid", id="no address"),
        pytest.param(encode_checked(b"\x05" + inv.HASH)[:-1] + "1", None, "invalid", id="checksum"),
        pytest.param(encode_checked(b"\x05" + inv.HASH).lower(), None, "damaged", id="its case"),
        pytest.param(encode_checked(b"\x6f" + inv.HASH), None, "unsupported", id="test network"),
        pytest.param(inv.USDT_HEX[:-1] + "0", "Cardano", "unsupported", id="unknown chain"),
    ],
)
def test_what_is_not_screened_is_always_told(
    text: str, chain: str | None, status: str, watchlist: Watchlist
) -> None:
    result = screen_wallet(text, watchlist, chain=chain)
    assert result.hits["status"].to_list() == [status]
    assert result.rejects.height == result.provenance.counts.rejected == 1


def test_clean_wallets_are_in_every_and_not_in_hits(watchlist: Watchlist) -> None:
    result = screen_wallet(inv.USDT_HEX[:-2] + "77", watchlist)
    assert result.every["status"].to_list() == ["clean"]
    assert result.hits.is_empty()
    assert result.provenance.counts.rejected == 0


def test_nothing_found_in_an_excerpt_is_called_so() -> None:
    every = screen_wallet(inv.USDT_HEX, Watchlist.bundled()).every
    assert every["status"].to_list() == ["clean_in_excerpt"]


def test_rows_keep_their_order_and_several_addresses_of_a_cell(watchlist: Watchlist) -> None:
    wallets = pl.DataFrame(
        {"ref": ["x", "y", "z"], "wallet": ["", f"{inv.XRP}, {inv.HEX}", inv.LEGACY]}
    )
    result = screen_wallets(wallets, watchlist, now=NOW)
    assert result.every.schema == WALLET_HITS
    assert result.every.select("query_id", "status").rows() == [
        ("x", "empty"),
        ("y", "clean"),
        ("y", "listed"),
        ("z", "listed"),
        ("z", "listed"),
    ]
    counts = result.provenance.counts
    assert (counts.read, counts.screened, counts.rejected) == (3, 2, 1)
    assert (counts.with_hits, counts.hits) == (2, 3)


class Arrow:
    """A table of another library: it speaks the Arrow C stream interface, and no more."""

    def __init__(self, frame: pl.DataFrame) -> None:
        self.frame = frame

    def __arrow_c_stream__(self, requested_schema: object | None = None) -> object:
        return self.frame.__arrow_c_stream__(requested_schema)


def test_the_same_rows_give_the_same_result(watchlist: Watchlist) -> None:
    wallets = pl.DataFrame({"address": [inv.LEGACY, inv.HEX, "x"]})
    one = screen_wallets(wallets, watchlist, now=NOW)
    two = screen_wallets(Arrow(wallets), watchlist, now=NOW)
    assert one.every.equals(two.every)
    assert one.provenance == two.provenance


def test_a_table_without_addresses_or_tags_is_refused(watchlist: Watchlist) -> None:
    with pytest.raises(InputError, match="--column address=COLUMN"):
        screen_wallets(pl.DataFrame({"Umsatz": ["1"]}), watchlist)
    with pytest.raises(InputError, match="no frame"):
        screen_wallets([1], watchlist)  # type: ignore[arg-type]


def test_half_a_character_is_bad_input(watchlist: Watchlist) -> None:
    with pytest.raises(InputError, match="half a character"):
        screen_wallet("\udcff", watchlist)


def test_columns_can_be_named_and_a_bad_confidence_is_told(watchlist: Watchlist) -> None:
    wallets = pl.DataFrame({"x": [inv.HEX], "tag": ["a"], "confidence": ["rather"]})
    result = screen_wallets(wallets, watchlist, columns={"address": ["x"]})
    assert result.every["status"].to_list() == ["listed"]
    assert result.problems.select("field", "screened").rows() == [("confidence", True)]

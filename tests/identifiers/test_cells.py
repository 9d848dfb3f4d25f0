"""Messy cells: an address among words, several in one, broken over lines."""

import polars as pl
import pytest

from sanctionscreen.identifiers.cells import FOUND, addresses_in

LEGACY = "1BpEi6DfDAUFd7GtittLSdBeYJvcoaVggu"
SEGWIT = "bc1qw508d6qejxtdg4y5r3zarvary0c5xw7kv8f3t4"
HEX = "0xae05eb856cb28c156d9722094f5eefd5693bc181"


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        pytest.param(f"BTC: {SEGWIT}", [SEGWIT], id="its chain before it"),
        pytest.param(f"{SEGWIT}.\n", [SEGWIT], id="punctuation and a line break behind it"),
        pytest.param(f"{SEGWIT[:20]}\n{SEGWIT[20:]}", [SEGWIT], id="broken over two lines"),
        pytest.param(f"{SEGWIT[:9]}\u200b{SEGWIT[9:]}", [SEGWIT], id="zero width inside"),
        pytest.param(f"wallet（{HEX}）", [HEX], id="full-width brackets"),
        pytest.param(f"{LEGACY};{SEGWIT} / {LEGACY}", [LEGACY, SEGWIT], id="several, each once"),
        pytest.param(f"bitcoin:{LEGACY}?amount=0.5", [LEGACY], id="a payment link"),
        pytest.param(f"ethereum:pay-{HEX}@1", [HEX], id="EIP-681"),
        pytest.param(f"https://etherscan.io/address/{HEX}", [HEX], id="a link"),
    ],
)
def test_addresses_in(cell: str, expected: list[str]) -> None:
    found = addresses_in(pl.Series([cell]))
    assert found.filter(pl.col("status") == "valid")["normal"].to_list() == expected
    assert found.schema == FOUND


def test_a_cell_without_an_address_is_one_row_that_says_why() -> None:
    found = addresses_in(pl.Series(["Anna Probe's wallet, I think", None]))
    assert found["status"].to_list() == ["invalid", "empty"]


@pytest.mark.parametrize(
    "broken",
    [
        pytest.param(f"{LEGACY[:-1]}x", id="a wrong checksum"),
        pytest.param("0xde0b", id="cut off"),
        pytest.param(LEGACY.lower(), id="its case destroyed"),
    ],
)
def test_a_broken_address_beside_a_sound_one_is_told(broken: str) -> None:
    found = addresses_in(pl.Series([f"{HEX}; {broken} (old)"]))
    assert found["text"].to_list() == [HEX, broken]
    assert found["status"][1] != "valid"


def test_cells_keep_their_order_and_chain() -> None:
    found = addresses_in(pl.Series(["x", f"pay {HEX}"]), pl.Series([None, "ARB"]))
    assert found.select("cell", "chain").rows() == [(0, None), (1, "ARB")]

import pytest

from sanctionscreen.identifiers.wallets import normal_address

HEX = "0xAE05eB856CB28c156d9722094F5eEfD5693Bc181"
BECH32 = "bc1qar0srrr7xfkvy5l643lydnw9re59gtzzwf5mdq"
BASE58 = "3EynPFpoGTPxU9m5bPaEDEUxUanzh7vgQP"
CASHADDR = "qpm2qsznhks23z7629mms6s4cwef74vcwvy22gdx6a"
LEGACY = "1BpEi6DfDAUFd7GtittLSdBeYJvcoaVggu"


@pytest.mark.parametrize(
    ("written", "address"),
    [
        pytest.param(HEX, HEX.lower(), id="checksummed"),
        pytest.param(HEX.upper(), HEX.lower(), id="in capitals, the prefix too"),
        pytest.param(f"  {HEX[:20]} {HEX[20:]}\n", HEX.lower(), id="spaces"),
        pytest.param(f"\u200b{HEX}\ufeff", HEX.lower(), id="zero width"),
        pytest.param(f"\u202a{HEX[:9]}\u00ad{HEX[9:]}\u202c", HEX.lower(), id="from a PDF"),
        pytest.param(BECH32, BECH32, id="bech32"),
        pytest.param(BECH32.upper(), BECH32, id="bech32 in capitals"),
        pytest.param(BASE58, BASE58, id="Base58 keeps its case"),
        pytest.param(BASE58.swapcase(), BASE58.swapcase(), id="another Base58"),
        pytest.param(f"bitcoincash:{CASHADDR}", LEGACY, id="the prefix of Bitcoin Cash"),
        pytest.param(f"BitcoinCash: {CASHADDR}", LEGACY, id="the prefix in capitals"),
        pytest.param(CASHADDR, LEGACY, id="Bitcoin Cash without a prefix"),
        pytest.param("41" + "ab" * 20, "TRcvCk5fLxxgRc7KopfPXb3GzUqZMjcKkn", id="TRON in hex"),
        pytest.param("", "", id="empty"),
    ],
)
def test_normal_address(written: str, address: str) -> None:
    assert normal_address(written) == address
    assert normal_address(address) == address


def test_an_address_that_mixes_cases_where_none_may_be_mixed_stays_as_it_is() -> None:
    assert normal_address(BECH32[:10] + BECH32[10:].upper()) != BECH32

"""Addresses of one key: each leads to all the others."""

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sanctionscreen.identifiers.addresses import normalise
from sanctionscreen.identifiers.base58 import encode_checked
from sanctionscreen.identifiers.siblings import siblings

KEYS = st.binary(min_size=20, max_size=20)


def form_of(text: str) -> str:
    return str(normalise(pl.Series([text]))["form"][0])


@given(KEYS)
def test_law_siblings_are_sound_and_know_each_other(key: bytes) -> None:
    address = encode_checked(b"\x00" + key)
    found = set(siblings("p2pkh", address))
    assert {form_of(text) for text in found} == {
        "ltc_p2pkh", "dash_p2pkh", "doge_p2pkh", "zec_transparent", "segwit", "ltc_segwit",
    }  # fmt: skip
    for text in found:
        assert {text, *siblings(form_of(text), text)} == {address, *found}


@given(KEYS)
def test_law_tron_and_evm_lead_to_each_other(key: bytes) -> None:
    (tron,) = siblings("evm", f"0x{key.hex()}")
    assert form_of(tron) == "tron"
    assert list(siblings("tron", tron)) == [f"0x{key.hex()}"]


@pytest.mark.parametrize(
    ("form", "text"),
    [
        pytest.param("p2sh", encode_checked(b"\x05" + bytes(20)), id="a script"),
        pytest.param("zec_transparent", encode_checked(b"\x1c\xbd" + bytes(20)), id="Zcash script"),
        pytest.param("cashaddr", encode_checked(b"\x05" + bytes(20)), id="cashaddr of a script"),
        pytest.param("taproot", "bc1p" + "q" * 58, id="taproot tweaks its key"),
        pytest.param("segwit", "bc1q" + "q" * 58, id="segwit script"),
        pytest.param("solana", "4Nd1mYQzvgaHRhHFQHRVbMfBVZvPCT6yeGqs5pVQFPdD", id="other curves"),
    ],
)
def test_forms_that_hide_the_key_have_none(form: str, text: str) -> None:
    assert list(siblings(form, text)) == []

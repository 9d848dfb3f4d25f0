"""The one spelling of an account: a wallet address, an IBAN, or an internal id as it stands."""

import re
from typing import Final

import polars as pl

from sanctionscreen.identifiers.wallets import normal_address

_HEX: Final = r"^0[xX][0-9a-fA-F]+$"
#: What may be written in several ways: with spaces or signs that show nothing, as bech32 in
#: capitals, with a prefix, or an IBAN in groups of four.
_SEVERAL: Final = (
    r"\s|[\x{00AD}\x{200B}-\x{200F}\x{2060}-\x{206F}\x{FEFF}]|^(?:BC|TB|LTC)1[0-9A-Z]+$"
    r"|(?i:^bitcoincash:)|^[A-Za-z]{2}\d{2}[0-9A-Za-z]{11,30}$"
)
_IBAN: Final = re.compile(r"[A-Z]{2}\d{2}[0-9A-Z]{11,30}")
#: ISO 13616: a valid IBAN, rotated and read as a number, leaves this remainder modulo 97.
_MODULUS, _REMAINDER = 97, 1
_UNSEEN: Final = re.compile(r"[\s\u00ad\u200b-\u200f\u2060-\u206f\ufeff]+")


def normal_accounts(texts: pl.Series) -> pl.Series:
    """The account of each text in its one spelling, so that two spellings are one account.

    Hexadecimal addresses are lower case; an IBAN whose check digits are right is without spaces,
    in capitals; internal ids stay as they are, also their case.

    >>> normal_accounts(pl.Series(["0xAb12", "de89 3704 0044 0532 0130 00", "Till 7"])).to_list()
    ['0xab12', 'DE89370400440532013000', 'Till 7']
    """
    frame = texts.str.strip_chars().to_frame("text")
    told = frame.select(
        pl.when(pl.col("text").str.contains(_HEX))
        .then(pl.col("text").str.to_lowercase())
        .otherwise("text")
    ).to_series()
    odd = told.filter(told.str.contains(_SEVERAL)).unique()
    if odd.is_empty():
        return told
    return told.replace(odd, pl.Series([_normal(text) for text in odd], dtype=pl.String))


def _normal(text: str) -> str:
    compact = _UNSEEN.sub("", text)
    if is_iban(compact.upper()):
        return compact.upper()
    address = normal_address(text)
    return address if _is_address(compact) else " ".join(text.split())


def _is_address(compact: str) -> bool:
    """Whether it is written as an address: then spaces and prefixes in it mean nothing."""
    bech32 = re.fullmatch(r"(?:bc|tb|ltc|bitcoincash:)1?[0-9a-z]{20,}", compact, re.IGNORECASE)
    base58 = re.fullmatch(r"[13TLrDX][1-9A-HJ-NP-Za-km-z]{24,60}", compact)
    return bool(bech32 or base58 or re.fullmatch(_HEX, compact))


def is_iban(text: str) -> bool:
    """Whether the text is an IBAN without spaces whose check digits are right.

    Source: ISO 13616, ISO 7064 (MOD 97-10).

    >>> is_iban("DE89370400440532013000"), is_iban("DE89370400440532013001")
    (True, False)
    """
    if not _IBAN.fullmatch(text):
        return False
    digits = "".join(str(int(character, 36)) for character in text[4:] + text[:4])
    return int(digits) % _MODULUS == _REMAINDER

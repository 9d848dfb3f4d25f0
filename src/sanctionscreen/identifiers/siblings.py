"""One key, several addresses: the other texts under which the key of an address holds money.

An address is the hash of a key with the mark of a chain. Who holds the key of a listed address
holds these as well, though no list names them.
"""

from collections.abc import Iterator, Mapping
from typing import Final

from sanctionscreen.identifiers.base58 import BITCOIN, encode_checked
from sanctionscreen.identifiers.bech32 import CHARSET, encode_key_hash

_HASH: Final = 20  # bytes
#: How a hash of one public key is written on chains that hash it alike.
_KEY_PREFIXES: Final[Mapping[str, bytes]] = {
    "p2pkh": b"\x00",
    "ltc_p2pkh": b"\x30",
    "dash_p2pkh": b"\x4c",
    "doge_p2pkh": b"\x1e",
    "zec_transparent": b"\x1c\xb8",
}
_SEGWIT: Final[Mapping[str, str]] = {"segwit": "bc", "ltc_segwit": "ltc"}
_TRON: Final = b"\x41"
_SEGWIT_LENGTH: Final = len("bc1q") + 38
_TRANSPARENT_KEY: Final = "t1"


def siblings(form: str, normal: str) -> Iterator[str]:
    """The normal texts of the same key in other forms; none where the form hides the key.

    Bitcoin and its kin hash a key alike, and so do TRON and the EVM; scripts have no key.

    >>> list(siblings("evm", "0x" + "00" * 20))
    ['T9yD14Nj9j7xAB4dbGeiX9h8unkKHxuWwb']
    >>> next(siblings("p2sh", "3EynPFpoGTPxU9m5bPaEDEUxUanzh7vgQP"), None) is None
    True
    """
    if form == "evm":
        yield encode_checked(_TRON + bytes.fromhex(normal[2:]))
    elif form == "tron":
        yield f"0x{_payload(normal)[-_HASH:].hex()}"
    else:
        key = _key_hash(form, normal)
        if key is not None:
            found = (encode_checked(prefix + key) for prefix in _KEY_PREFIXES.values())
            bech32 = (encode_key_hash(prefix, key) for prefix in _SEGWIT.values())
            yield from (text for text in (*found, *bech32) if text != normal)


def _key_hash(form: str, normal: str) -> bytes | None:
    """The hash of a public key in the address, null where it is that of a script or unknown."""
    if form == "zec_transparent" and not normal.startswith(_TRANSPARENT_KEY):
        return None
    if form in _KEY_PREFIXES or (form in {"cashaddr", "btg_p2pkh"} and normal[0] == "1"):
        return _payload(normal)[-_HASH:]
    prefix = _SEGWIT.get(form)
    if prefix is None or len(normal) != _SEGWIT_LENGTH + len(prefix) - 2:
        return None
    return _witness_key(prefix, normal)


def _payload(text: str) -> bytes:
    """Version and hash of a sound Base58Check text."""
    number = 0
    for character in text:
        number = number * 58 + BITCOIN.index(character)
    return number.to_bytes(_HASH + 6)[:-4]


def _witness_key(prefix: str, text: str) -> bytes:
    number = 0
    for character in text[len(prefix) + 2 : -6]:
        number = number << 5 | CHARSET.index(character)
    return number.to_bytes(_HASH)

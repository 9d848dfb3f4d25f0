"""Wallet addresses in the prose of a list, with the label before them where there is one.

The UK and the EU write addresses into remarks: `ETH: 0x12…`, `wallet address: bc1q…`. An address
that is cut off is kept as published; whether it is sound is told when wallets are screened.
"""

import hashlib
import re
from typing import Final

from sanctionscreen.model import Wallet, unique

_BASE58: Final = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz"
_ADDRESS: Final = re.compile(
    r"(?:\b(?P<label>[A-Z][A-Z0-9-]{1,9})\s*[:\-–]?\s*)?"
    r"(?<![0-9A-Za-z])(?P<address>0x[0-9a-fA-F]{40}(?![0-9a-fA-F])"
    r"|(?:bc1|ltc1|BC1|LTC1)[02-9ac-hj-np-zAC-HJ-NP-Z]{11,87}"
    r"|[13T][1-9A-HJ-NP-Za-km-z]{24,34}|[48][1-9A-HJ-NP-Za-km-z]{94})(?![0-9A-Za-z])"
)
#: What stands as the asset where the prose names none: the list does not say.
_UNLABELLED: Final = "unlabelled"
_CHECKED: Final = frozenset("13T")
_CHECKSUM: Final = 4


def wallets_in(text: str) -> tuple[Wallet, ...]:
    """The wallets that a text names, each once, in order.

    >>> [w.asset for w in wallets_in("BTC: bc1qwtz3zv95x2flu4w26kgfepf529z5, also 0x" + "ab" * 20)]
    ['BTC', 'unlabelled']
    """
    found = []
    for match in _ADDRESS.finditer(text):
        address = match["address"]
        if address[0] not in _CHECKED or _sound(address):
            found.append(Wallet(address=address, asset=match["label"] or _UNLABELLED))
    return unique(found)


def _sound(address: str) -> bool:
    """Whether the Base58 checksum holds: without one, any long word could be an address."""
    number = 0
    for char in address:
        number = number * 58 + _BASE58.index(char)
    leading = len(address) - len(address.lstrip("1"))
    raw = b"\0" * leading + number.to_bytes((number.bit_length() + 7) // 8, "big")
    digest = hashlib.sha256(hashlib.sha256(raw[:-_CHECKSUM]).digest()).digest()
    return digest[:_CHECKSUM] == raw[-_CHECKSUM:]

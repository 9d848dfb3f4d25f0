"""The text that two wallet addresses must share to be the same one."""

import re
import unicodedata
from functools import lru_cache
from typing import Final

#: Hexadecimal and bech32 addresses have no meaning in their case; Base58 ones do.
_CASELESS: Final = re.compile(r"0x[0-9a-fA-F]+|[a-zA-Z]{1,10}1[02-9ac-hj-np-zAC-HJ-NP-Z]{20,100}")
#: Spaces and what shows nothing: soft hyphens, zero widths, writing directions.
_INVISIBLE: Final = re.compile(r"[\s\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff]+")
_CASHADDR: Final = re.compile(r"bitcoincash:", re.IGNORECASE)


@lru_cache(maxsize=1 << 16)
def normal_address(text: str) -> str:
    """The address without spaces, invisible characters and prefix; lower case where case is free.

    Checksums are not verified here, and the chain is not told.

    >>> normal_address(" 0xAE05eB856CB28c156d9722094F5eEfD5693Bc181")
    '0xae05eb856cb28c156d9722094f5eefd5693bc181'
    >>> normal_address("3EynPFpoGTPxU9m5bPaEDEUxUanzh7vgQP")  # Base58: the case is the address
    '3EynPFpoGTPxU9m5bPaEDEUxUanzh7vgQP'
    """
    compact = _INVISIBLE.sub("", unicodedata.normalize("NFKC", text))
    compact = _CASHADDR.sub("", compact)
    mixed = compact != compact.lower() and compact != compact.upper()
    if compact[:2].lower() == "0x":
        return compact.lower()
    return compact if mixed or not _CASELESS.fullmatch(compact) else compact.lower()

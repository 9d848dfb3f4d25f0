"""The text that two wallet addresses must share to be the same one."""

import re
from functools import lru_cache
from typing import Final

#: Addresses whose normal text is what is written: Base58 of Bitcoin, Dash, Dogecoin, TRON …
_AS_WRITTEN: Final = re.compile(
    r"[13LDXtTr][1-9A-HJ-NP-Za-km-z]{24,34}|0x[0-9a-f]{40}|bc1[02-9ac-hj-np-z]{11,71}"
)
_EVM: Final = re.compile(r"0[xX][0-9a-fA-F]{40}")
#: Spaces and what shows nothing: soft hyphens, zero widths, writing directions.
_INVISIBLE: Final = re.compile(r"[\s\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff]+")


@lru_cache(maxsize=1 << 16)
def normal_address(text: str) -> str:
    """The normal text of one address, whatever way it is written in; else the bare text.

    For whole columns there is `addresses.normalise`.

    >>> normal_address(" 0xAE05eB856CB28c156d9722094F5eEfD5693Bc181")
    '0xae05eb856cb28c156d9722094f5eefd5693bc181'
    >>> normal_address("3EynPFpoGTPxU9m5bPaEDEUxUanzh7vgQP")  # Base58: the case is the address
    '3EynPFpoGTPxU9m5bPaEDEUxUanzh7vgQP'
    """
    compact = _INVISIBLE.sub("", text)
    if _AS_WRITTEN.fullmatch(compact):
        return compact
    if _EVM.fullmatch(compact):
        return compact.lower()
    import polars as pl  # noqa: PLC0415  # most names come without a wallet

    from sanctionscreen.identifiers.addresses import normalise  # noqa: PLC0415

    return normalise(pl.Series([compact]))["normal"][0] or ""

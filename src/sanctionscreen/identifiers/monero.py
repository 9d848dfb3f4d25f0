"""Monero's addresses: Base58 in blocks of eight bytes, checked by Keccak.

Source: Monero's protocol specification.
"""

from typing import Final

import numpy as np
import polars as pl

from sanctionscreen.identifiers import base58
from sanctionscreen.identifiers.chains import POSITION
from sanctionscreen.identifiers.forms import Positions, Reading, put
from sanctionscreen.identifiers.keccak import keccak256

_FORMS: Final = {18: "xmr_standard", 42: "xmr_subaddress", 19: "xmr_integrated"}
_TEST_NETWORKS: Final = (53, 54, 63, 24, 25, 36)
_STANDARD_VERSION: Final = 18
#: A block of so many digits is so many bytes; the last one is shorter.
_BLOCK, _BLOCK_BYTES = 11, 8
_LAST, _LAST_BYTES = 7, 5
_STANDARD, _INTEGRATED = 69, 77  # bytes
_STANDARD_LENGTH: Final = 95  # characters
_CHECKSUM: Final = 4  # bytes


def monero(texts: pl.Series) -> Reading:
    """Standard addresses and sub-addresses; an integrated one is its standard one and an id."""
    size = _STANDARD if len(texts[0]) == _STANDARD_LENGTH else _INTEGRATED
    rows, good = _bytes(texts)
    good &= (_checksums(rows[:, :-_CHECKSUM]) == rows[:, -_CHECKSUM:]).all(axis=1)
    positions = np.where(good, _table(size)[rows[:, 0]], 0).astype(np.uint8)
    at = np.flatnonzero(positions == POSITION["xmr_integrated"])
    if not len(at):
        return Reading(positions, texts)
    ids = [row.tobytes().hex() for row in rows[at, 65:73]]
    none = pl.repeat(None, len(texts), dtype=pl.String, eager=True)
    standard = np.concatenate([rows[at, :1], rows[at, 1:65]], axis=1)
    standard[:, 0] = _STANDARD_VERSION
    return Reading(positions, put(texts, at, _texts(standard)), memo=put(none, at, ids))


def _table(size: int) -> Positions:
    """The form of each version byte among addresses of that size."""
    table = np.zeros(256, np.uint8)
    for version, name in _FORMS.items():
        if (name == "xmr_integrated") == (size == _INTEGRATED):
            table[version] = POSITION[name]
    table[[*_TEST_NETWORKS]] = POSITION["test_network"]
    return table


def _checksums(bodies: base58.Bytes) -> base58.Bytes:
    return keccak256(bodies)[:, :_CHECKSUM]


def _bytes(texts: pl.Series) -> tuple[base58.Bytes, base58.Flags]:
    values = base58.digits(base58.characters(texts), base58.BITCOIN)
    pieces, good = [], np.ones(len(texts), np.bool_)
    for start in range(0, values.shape[1], _BLOCK):
        block = values[:, start : start + _BLOCK]
        length = _BLOCK_BYTES if block.shape[1] == _BLOCK else _LAST_BYTES
        piece, fits = base58.number_bytes(block, length)
        pieces.append(piece)
        good &= fits
    return np.concatenate(pieces, axis=1), good


def _texts(bodies: base58.Bytes) -> list[str]:
    whole = np.concatenate([bodies, _checksums(bodies)], axis=1)
    blocks = [whole[:, at : at + _BLOCK_BYTES] for at in range(0, whole.shape[1], _BLOCK_BYTES)]
    values = [
        base58.digit_values(block, _BLOCK if block.shape[1] == _BLOCK_BYTES else _LAST)
        for block in blocks
    ]
    return base58.texts_of(np.concatenate(values, axis=1))

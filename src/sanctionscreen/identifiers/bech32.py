"""Bech32, bech32m and cashaddr in columns: texts of one length → their values, checked at once.

Sources: BIP 173, BIP 350, the cashaddr specification of Bitcoin Cash.
"""

from collections.abc import Sequence
from functools import cache
from typing import Final, NamedTuple

import numpy as np
import polars as pl
from numpy.typing import NDArray

from sanctionscreen.identifiers.base58 import Bytes, Flags, characters, digits

CHARSET: Final = "qpzry9x8gf2tvdw0s3jn54khce6mua7l"
BECH32: Final = 1
BECH32M: Final = 0x2BC830A3
_NO_DIGIT: Final = 255
_CHECKSUM_BECH32, _CHECKSUM_CASHADDR = 6, 8


class _Code(NamedTuple):
    """A BCH code over groups of five bits: its generators and the bits of its remainder."""

    generators: tuple[int, ...]
    bits: int


_BECH32: Final = _Code((0x3B6A57B2, 0x26508E6D, 0x1EA119FA, 0x3D4233DD, 0x2A1462B3), 30)
_CASHADDR: Final = _Code((0x98F2BC8E61, 0x79B76D99E2, 0xF33E5FB3C4, 0xAE2EABE2A8, 0x1E4F43E470), 40)


@cache
def _table(code: _Code) -> NDArray[np.uint64]:
    """What the five bits that fall out do to the remainder, by their value."""
    table = np.zeros(32, np.uint64)
    for top in range(32):
        for bit, generator in enumerate(code.generators):
            if top >> bit & 1:
                table[top] ^= np.uint64(generator)
    return table


def _remainders(values: Bytes, code: _Code, start: Sequence[int]) -> NDArray[np.uint64]:
    """The remainder of each row after the values of the prefix in `start`."""
    low, table = np.uint64((1 << (code.bits - 5)) - 1), _table(code)
    found = np.ones(values.shape[0], np.uint64)
    prefix = [np.full(values.shape[0], value, np.uint8) for value in start]
    for column in (*prefix, *values.T):
        top_bits = found >> np.uint64(code.bits - 5)
        found = ((found & low) << np.uint64(5)) ^ column ^ table[top_bits]
    return found


def decode(prefix: str, rests: pl.Series) -> tuple[Bytes, NDArray[np.uint64], Flags]:
    """The values after `prefix` and `1`, without checksum; which constant it met; what is sound.

    The texts (lower case, without prefix) have one length.

    >>> rests = pl.Series(["qw508d6qejxtdg4y5r3zarvary0c5xw7kv8f3t4"])
    >>> values, constant, good = decode("bc", rests)
    >>> bool(good[0]), int(constant[0]) == BECH32, values.shape
    (True, True, (1, 33))
    """
    values = digits(characters(rests), CHARSET)
    good = (values != _NO_DIGIT).all(axis=1)
    values = np.where(good[:, None], values, 0)
    start = [ord(c) >> 5 for c in prefix] + [0] + [ord(c) & 31 for c in prefix]
    constant = _remainders(values, _BECH32, start)
    known = (constant == BECH32) | (constant == BECH32M)
    return values[:, :-_CHECKSUM_BECH32], constant, good & known


def encode_key_hash(prefix: str, key_hash: bytes) -> str:
    """The segwit address (version 0) of the 20-byte hash of a key.

    >>> encode_key_hash("bc", bytes.fromhex("751e76e8199196d454941c45d1b3a323f1433bd6"))
    'bc1qw508d6qejxtdg4y5r3zarvary0c5xw7kv8f3t4'
    """
    bits = int.from_bytes(key_hash)
    program = [0, *(bits >> 5 * at & 31 for at in reversed(range(len(key_hash) * 8 // 5)))]
    start = [ord(c) >> 5 for c in prefix] + [0] + [ord(c) & 31 for c in prefix]
    row = np.array([[*program, *[0] * _CHECKSUM_BECH32]], np.uint8)
    check = int(_remainders(row, _BECH32, start)[0]) ^ BECH32
    values = [*program, *(check >> 5 * at & 31 for at in reversed(range(_CHECKSUM_BECH32)))]
    return f"{prefix}1{''.join(CHARSET[value] for value in values)}"


def is_witness_program(values: Bytes, constant: NDArray[np.uint64]) -> Flags:
    """Whether values are a witness version and program as BIP 141 and BIP 350 allow them."""
    version, program = values[:, 0], values[:, 1:]
    size, padding = divmod(program.shape[1] * 5, 8)
    if padding >= 5 or not 2 <= size <= 40:  # noqa: PLR2004  # BIP 173: whole groups; BIP 141
        return np.zeros(values.shape[0], np.bool_)
    padded = program[:, -1] & ((1 << padding) - 1) == 0
    first = (version == 0) & (constant == BECH32) & (size in {20, 32})
    later = (version >= 1) & (version <= 16) & (constant == BECH32M)  # noqa: PLR2004  # BIP 141
    return np.asarray(padded & (first | later))


def decode_cashaddr(prefix: str, rests: pl.Series) -> tuple[Bytes, Bytes, Flags]:
    """Kind (0 key hash, 1 script hash) and 20-byte hash of cashaddr texts of 42 characters.

    >>> rests = pl.Series(["qpm2qsznhks23z7629mms6s4cwef74vcwvy22gdx6a"])
    >>> kind, hashes, good = decode_cashaddr("bitcoincash", rests)
    >>> int(kind[0]), hashes[0].tobytes().hex()[:8], bool(good[0])
    (0, '76a04053', True)
    """
    values = digits(characters(rests), CHARSET)
    good = (values != _NO_DIGIT).all(axis=1)
    values = np.where(good[:, None], values, 0)
    start = [ord(c) & 31 for c in prefix] + [0]
    good &= _remainders(values, _CASHADDR, start) == 1
    bits = np.unpackbits(values[:, :-_CHECKSUM_CASHADDR, None], axis=2)[:, :, 3:]
    packed = np.packbits(bits.reshape(values.shape[0], -1), axis=1)
    kind = (packed[:, 0] >> 3).astype(np.uint8)
    hashes, padding = packed[:, 1:21], packed[:, 21]
    good &= (packed[:, 0] & 0b10000111 == 0) & (kind <= 1) & (padding == 0)
    return kind, np.ascontiguousarray(hashes), good

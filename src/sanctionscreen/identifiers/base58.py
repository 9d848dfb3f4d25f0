"""Base58 in columns: texts of one length → the bytes they stand for, checked, all at once.

A number of 25 to 35 bytes is held in limbs of 32 bits, one row of limbs for all texts, so that a
million addresses take a hundred operations on columns instead of a hundred million on numbers.
"""

from collections.abc import Sequence
from hashlib import sha256
from typing import Final

import numpy as np
from numpy.typing import NDArray

BITCOIN: Final = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz"
RIPPLE: Final = "rpshnaf39wBUDNEGHJKLM4PQRST7VWXYZ2bcdeCg65jkm8oFqi1tuvAxyz"
CHECKSUM: Final = 4  # bytes

Bytes = NDArray[np.uint8]
Flags = NDArray[np.bool_]

_NO_DIGIT: Final = 255
#: Five digits at once: 58 to the fifth is the highest power below 2 to the 32nd.
_AT_ONCE: Final = 5
_SEVERAL: Final = 58**_AT_ONCE
_LIMB: Final = 32


def characters(texts: Sequence[str]) -> Bytes:
    """The characters of ASCII texts of one length, a row a text."""
    return np.frombuffer("".join(texts).encode("ascii"), np.uint8).reshape(len(texts), -1)


def digits(texts: Bytes, alphabet: str) -> Bytes:
    """The value of each character in the alphabet; 255 where it is no digit."""
    table = np.full(256, _NO_DIGIT, np.uint8)
    table[np.frombuffer(alphabet.encode(), np.uint8)] = np.arange(len(alphabet))
    return table[texts]


def decode(texts: Sequence[str], size: int, *, alphabet: str = BITCOIN) -> tuple[Bytes, Flags]:
    """The `size` bytes of each text, and whether it stands for exactly so many bytes.

    The texts have one length. Each leading zero byte is written as one leading zero digit.

    >>> found, good = decode(["1BoatSLRHtKNngkdXEeobR76b53LETtpyT"], 25)
    >>> found[0, :3].tobytes().hex(), bool(good[0])
    ('007680', True)
    """
    values = digits(characters(texts), alphabet)
    good = (values != _NO_DIGIT).all(axis=1)
    values = np.where(good[:, None], values, 0)
    limbs, fits = _limbs(values, -(-size // 4))
    whole = np.ascontiguousarray(limbs[::-1].T.astype(">u4")).view(np.uint8)
    spare = whole.shape[1] - size
    fits &= (whole[:, :spare] == 0).all(axis=1)
    found = np.ascontiguousarray(whole[:, spare:])
    return found, good & fits & (_leading_zeros(found) == _leading_zeros(values))


def _limbs(values: Bytes, count: int) -> tuple[NDArray[np.uint64], Flags]:
    """The numbers that the digits make, in limbs from the lowest, and whether they fit."""
    rows, length = values.shape
    limbs = np.zeros((count, rows), np.uint64)
    fits = np.ones(rows, np.bool_)
    low, shift = np.uint64((1 << _LIMB) - 1), np.uint64(_LIMB)
    for start in range(0, length, _AT_ONCE):
        piece = values[:, start : start + _AT_ONCE]
        carry = np.zeros(rows, np.uint64)
        for column in piece.T:
            carry = carry * np.uint64(58) + column
        factor = np.uint64(58 ** piece.shape[1])
        for limb in limbs:
            carry += limb * factor
            limb[:] = carry & low
            carry >>= shift
        fits &= carry == 0
    return limbs, fits


def _leading_zeros(rows: Bytes) -> NDArray[np.int64]:
    some = rows != 0
    return np.asarray(np.where(some.any(axis=1), some.argmax(axis=1), rows.shape[1]))


def checksum_holds(found: Bytes) -> Flags:
    """Whether the last four bytes of each row are the double SHA-256 of the bytes before.

    Source: Bitcoin's Base58Check.
    """
    size = found.shape[1]
    body = size - CHECKSUM
    raw = found.tobytes()
    expected = b"".join(
        sha256(sha256(raw[at : at + body]).digest()).digest()[:CHECKSUM]
        for at in range(0, len(raw), size)
    )
    wanted = np.frombuffer(expected, np.uint8).reshape(-1, CHECKSUM)
    return np.asarray((found[:, body:] == wanted).all(axis=1))


def encode_checked(payload: bytes, alphabet: str = BITCOIN) -> str:
    """The Base58Check text of version and hash.

    >>> encode_checked(bytes(21))
    '1111111111111111111114oLvT2'
    """
    whole = payload + sha256(sha256(payload).digest()).digest()[:CHECKSUM]
    number, found = int.from_bytes(whole), []
    while number:
        number, piece = divmod(number, _SEVERAL)
        for _ in range(_AT_ONCE):
            piece, digit = divmod(piece, len(alphabet))
            found.append(alphabet[digit])
    text = "".join(reversed(found)).lstrip(alphabet[0])
    return alphabet[0] * (len(whole) - len(whole.lstrip(b"\0"))) + text

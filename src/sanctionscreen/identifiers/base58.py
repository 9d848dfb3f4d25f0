"""Base58 in columns: texts of one length → the bytes they stand for, checked, all at once.

A number of 25 to 35 bytes is held in limbs of 32 bits, one row of limbs for all texts, so that a
million addresses take a hundred operations on columns instead of a hundred million on numbers.
"""

from hashlib import sha256
from math import ceil
from typing import Final

import numpy as np
import polars as pl
from numpy.typing import NDArray

BITCOIN: Final = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz"
RIPPLE: Final = "rpshnaf39wBUDNEGHJKLM4PQRST7VWXYZ2bcdeCg65jkm8oFqi1tuvAxyz"
CHECKSUM: Final = 4  # bytes
_DIGEST: Final = 32  # bytes
#: A byte takes up to so many digits.
_DIGITS_A_BYTE: Final = 1.38

Bytes = NDArray[np.uint8]
Flags = NDArray[np.bool_]

_NO_DIGIT: Final = 255
#: Five digits at once: 58 to the fifth is the highest power below 2 to the 32nd.
_AT_ONCE: Final = 5
_SEVERAL: Final = 58**_AT_ONCE
_LIMB: Final = 32
_LIMB_BYTES: Final = 4


def characters(texts: pl.Series) -> Bytes:
    """The characters of ASCII texts of one length, a row a text."""
    joined = "".join(texts.to_list()).encode("ascii")
    return np.frombuffer(joined, np.uint8).reshape(len(texts), -1)


def digits(texts: Bytes, alphabet: str) -> Bytes:
    """The value of each character in the alphabet; 255 where it is no digit."""
    table = np.full(256, _NO_DIGIT, np.uint8)
    table[np.frombuffer(alphabet.encode(), np.uint8)] = np.arange(len(alphabet))
    return table[texts]


def decode(texts: pl.Series, size: int, *, alphabet: str = BITCOIN) -> tuple[Bytes, Flags]:
    """The `size` bytes of each text, and whether it stands for exactly so many bytes.

    The texts have one length. Each leading zero byte is written as one leading zero digit.

    >>> found, good = decode(pl.Series(["1BoatSLRHtKNngkdXEeobR76b53LETtpyT"]), 25)
    >>> found[0, :3].tobytes().hex(), bool(good[0])
    ('007680', True)
    """
    values = digits(characters(texts), alphabet)
    found, good = number_bytes(values, size)
    return found, good & (_leading_zeros(found) == _leading_zeros(values))


def number_bytes(values: Bytes, size: int) -> tuple[Bytes, Flags]:
    """The `size` bytes of the number that each row of digits makes, and whether it has so many.

    A row with a value that is no digit is not good.
    """
    good = (values != _NO_DIGIT).all(axis=1)
    limbs, fits = _limbs(np.where(good[:, None], values, 0), -(-size // _LIMB_BYTES))
    whole = np.ascontiguousarray(limbs[::-1].T.astype(">u4")).view(np.uint8)
    spare = whole.shape[1] - size
    fits &= (whole[:, :spare] == 0).all(axis=1)
    return np.ascontiguousarray(whole[:, spare:]), good & fits


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
    body = found.shape[1] - CHECKSUM
    return np.asarray((found[:, body:] == _checksums(found[:, :body])).all(axis=1))


def _checksums(rows: Bytes) -> Bytes:
    """The first bytes of the double SHA-256 of each row."""
    raw, size = rows.tobytes(), rows.shape[1]
    digests = [
        sha256(sha256(raw[at : at + size]).digest()).digest() for at in range(0, len(raw), size)
    ]
    return np.frombuffer(b"".join(digests), np.uint8).reshape(-1, _DIGEST)[:, :CHECKSUM]


def digit_values(rows: Bytes, length: int) -> Bytes:
    """The last `length` digits of the number that each row of bytes makes.

    >>> digit_values(np.array([[1, 0]], np.uint8), 3).tolist()  # 256 = 4 * 58 + 24
    [[0, 4, 24]]
    """
    count, size = rows.shape
    padded = np.zeros((count, -size % _LIMB_BYTES + size), np.uint8)
    padded[:, -size:] = rows
    limbs = padded.view(">u4").astype(np.uint64).T.copy()
    groups = -(-length // _AT_ONCE)
    values = np.zeros((groups * _AT_ONCE, count), np.uint8)
    for group in reversed(range(groups)):
        rest = np.zeros(count, np.uint64)
        for limb in limbs:
            rest = rest << np.uint64(_LIMB) | limb
            limb[:], rest = np.divmod(rest, np.uint64(_SEVERAL))
        for at in reversed(range(group * _AT_ONCE, (group + 1) * _AT_ONCE)):
            rest, values[at] = np.divmod(rest, np.uint64(58))
    return np.ascontiguousarray(values[-length:].T)


def texts_of(values: Bytes, alphabet: str = BITCOIN) -> list[str]:
    """The text of each row of digits."""
    table = np.frombuffer(alphabet.encode(), np.uint8)
    length, joined = values.shape[1], table[values].tobytes().decode()
    return [joined[at : at + length] for at in range(0, len(joined), length)]


def encode_checked_rows(payloads: Bytes, alphabet: str = BITCOIN) -> list[str]:
    """The Base58Check texts of rows of version and hash.

    >>> encode_checked_rows(np.zeros((1, 21), np.uint8))
    ['1111111111111111111114oLvT2']
    """
    whole = np.concatenate([payloads, _checksums(payloads)], axis=1)
    values = digit_values(whole, ceil(whole.shape[1] * _DIGITS_A_BYTE))
    spare = _leading_zeros(values) - _leading_zeros(whole)
    texts = texts_of(values, alphabet)
    return [text[drop:] for text, drop in zip(texts, spare.tolist(), strict=True)]


def encode_checked(payload: bytes, alphabet: str = BITCOIN) -> str:
    """The Base58Check text of one version and hash.

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

"""Keccak-256 in columns: the digests of many short messages of one length, all at once.

Ethereum and Monero took Keccak before NIST changed its padding, so that hashlib's SHA3 gives other
digests. A library would be called once an address; here the 24 rounds run once for all.

Source: the Keccak reference, version 3.0.
"""

from typing import Final

import numpy as np
from numpy.typing import NDArray

from sanctionscreen.identifiers.base58 import Bytes

_RATE, _DIGEST = 136, 32  # bytes
_LANES, _SIDE, _WORD = 25, 5, 64
#: So many messages at once stay in the processor's cache.
_AT_ONCE: Final = 8192
_ROUNDS: Final = 24

Lanes = list[NDArray[np.uint64]]


def _round_constants() -> list[np.uint64]:
    """The constants from the shift register that defines them."""
    constants, register = [], 1
    for _ in range(_ROUNDS):
        constant = 0
        for power in range(7):
            if register & 1:
                constant |= 1 << ((1 << power) - 1)
            register = register << 1 ^ (0x171 if register & 0x80 else 0)
        constants.append(np.uint64(constant))
    return constants


def _moves() -> list[tuple[int, int, int]]:
    """For the steps rho and pi: from which lane, to which lane, turned by how many bits."""
    moves, (x, y) = [(0, 0, 0)], (1, 0)
    for step in range(_LANES - 1):
        turn = (step + 1) * (step + 2) // 2 % _WORD
        nx, ny = y, (2 * x + 3 * y) % _SIDE
        moves.append((x + _SIDE * y, nx + _SIDE * ny, turn))
        x, y = nx, ny
    return moves


_CONSTANTS: Final = _round_constants()
_MOVES: Final = _moves()


def _turned(lane: NDArray[np.uint64], by: int) -> NDArray[np.uint64]:
    if not by:
        return lane
    turned = lane << np.uint64(by)
    turned |= lane >> np.uint64(_WORD - by)  # in place: half the time of a third column
    return turned


def _permuted(lanes: Lanes) -> Lanes:
    for constant in _CONSTANTS:
        columns = [
            lanes[x] ^ lanes[x + 5] ^ lanes[x + 10] ^ lanes[x + 15] ^ lanes[x + 20]
            for x in range(_SIDE)
        ]
        mixed = [columns[x - 1] ^ _turned(columns[(x + 1) % _SIDE], 1) for x in range(_SIDE)]
        moved = list(lanes)
        for source, target, turn in _MOVES:
            moved[target] = _turned(lanes[source] ^ mixed[source % _SIDE], turn)
        lanes = [
            moved[at] ^ (~moved[row + (at + 1) % _SIDE] & moved[row + (at + 2) % _SIDE])
            for row in range(0, _LANES, _SIDE)
            for at in range(row, row + _SIDE)
        ]
        lanes[0] = lanes[0] ^ constant
    return lanes


def keccak256(messages: Bytes) -> Bytes:
    """The 32-byte digest of each row; a row has at most 135 bytes.

    >>> keccak256(np.zeros((1, 0), np.uint8))[0].tobytes().hex()[:16]
    'c5d2460186f7233c'
    """
    rows, length = messages.shape
    blocks = np.zeros((rows, _RATE), np.uint8)
    blocks[:, :length] = messages
    blocks[:, length] ^= 0x01
    blocks[:, _RATE - 1] ^= 0x80
    pieces = [_digests(blocks[at : at + _AT_ONCE]) for at in range(0, rows, _AT_ONCE)]
    return np.concatenate(pieces) if pieces else np.zeros((0, _DIGEST), np.uint8)


def _digests(blocks: Bytes) -> Bytes:
    words = np.ascontiguousarray(blocks).view("<u8").T
    empty = np.zeros(blocks.shape[0], np.uint64)
    lanes: Lanes = [
        *(np.ascontiguousarray(word) for word in words),
        *[empty] * (_LANES - len(words)),
    ]
    digest = np.stack(_permuted(lanes)[: _DIGEST // 8], axis=1)
    return digest.astype("<u8").view(np.uint8)

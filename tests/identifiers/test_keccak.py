"""Published digests, of one message and of many at once."""

import numpy as np
import pytest

from sanctionscreen.identifiers.keccak import keccak256


@pytest.mark.parametrize(
    ("message", "digest"),
    [
        pytest.param(
            b"", "c5d2460186f7233c927e7db2dcc703c0e500b653ca82273b7bfad8045d85a470", id="0"
        ),
        pytest.param(
            b"abc", "4e03657aea45a94fc7d47ba826c8d667c0d1e6e33a64a036ec44f58fa12d6c45", id="3"
        ),
    ],
)
def test_published_digests(message: bytes, digest: str) -> None:
    rows = np.frombuffer(message * 5000, np.uint8).reshape(5000, -1)
    found = keccak256(rows)
    assert found.shape == (5000, 32)
    assert {row.tobytes().hex() for row in found} == {digest}


def test_no_message() -> None:
    assert keccak256(np.zeros((0, 5), np.uint8)).shape == (0, 32)

"""Words that are few edits apart, by symmetric deletes over whole columns of words.

Two words within k edits share a string that each reaches by at most k deletions. Those strings are
compared by 64-bit hashes, computed for all deletions of all words at once from prefix sums; what
shares a hash is verified by the real edit distance, so that a collision costs time only. The few
words too long for that are compared outright.

Source: W. Garbe's SymSpell for the idea; distance: optimal string alignment (rapidfuzz).
"""

from collections.abc import Callable, Sequence
from itertools import combinations
from typing import Final

import numpy as np
from numpy.typing import NDArray
from rapidfuzz.distance import OSA
from rapidfuzz.process import cpdist

Hashes = NDArray[np.uint64]
Ids = NDArray[np.int64]

_BASE: Final = 0x9E3779B97F4A7C15 | 1  # odd, so that it has an inverse modulo 2^64
_INVERSE: Final = pow(_BASE, -1, 1 << 64)
#: The deletions of longer words would be too many: those meet all words of about their length.
_LONGEST: Final = 30


class Neighbourhood:
    """A vocabulary, ready to say which of its words are near to others."""

    def __init__(self, vocabulary: Sequence[str], max_edits: Callable[[int], int]) -> None:
        self._words = list(vocabulary)
        self._max_edits = max_edits
        hashes, ids = _all_deletions(self._words, max_edits)
        order = np.argsort(hashes, kind="stable")
        self._hashes, self._ids = hashes[order], ids[order]
        self._long_words = self._long(self._words)

    def near(self, words: Sequence[str]) -> tuple[Ids, Ids, NDArray[np.int64]]:
        """Every pair of one of the words and a near word of the vocabulary, with their distance.

        Returns: positions in `words`, positions in the vocabulary, edits; sorted by both.
        """
        hashes, ids = _all_deletions(list(words), self._max_edits)
        low = np.searchsorted(self._hashes, hashes, side="left")
        high = np.searchsorted(self._hashes, hashes, side="right")
        mine = np.repeat(ids, high - low)
        theirs = self._ids[ranges(low, high)]
        pairs = np.concatenate([np.stack([mine, theirs], axis=1), self._long_pairs(words)])
        keys = np.unique(pairs @ np.array([len(self._words) + 1, 1]))
        mine, theirs = np.divmod(keys, np.int64(len(self._words) + 1))
        return self._verified(words, mine, theirs)

    def _long_pairs(self, words: Sequence[str]) -> Ids:
        """The pairs with a word too long for deletions whose lengths may be near enough."""
        pairs = [
            (i, j)
            for i, length in self._long(words)
            for j, other in self._long_words
            if max(length, other) > _LONGEST
            and abs(length - other) <= self._max_edits(min(length, other))
        ]
        return np.array(pairs, np.int64).reshape(-1, 2)

    def _long(self, words: Sequence[str]) -> list[tuple[int, int]]:
        """Words that may be near one beyond the longest, by position, with their lengths."""
        sizes = [len(word) for word in words]
        long = {size for size in set(sizes) if size + self._max_edits(size) > _LONGEST}
        return [(position, size) for position, size in enumerate(sizes) if size in long]

    def _verified(
        self, words: Sequence[str], mine: Ids, theirs: Ids
    ) -> tuple[Ids, Ids, NDArray[np.int64]]:
        left = [words[i] for i in mine]
        right = [self._words[i] for i in theirs]
        distance = np.asarray(cpdist(left, right, scorer=OSA.distance), dtype=np.int64)
        allowed = np.fromiter(
            (self._max_edits(min(len(a), len(b))) for a, b in zip(left, right, strict=True)),
            dtype=np.int64,
            count=len(left),
        )
        keep = distance <= allowed
        return mine[keep], theirs[keep], distance[keep]


def ranges(low: NDArray[np.intp], high: NDArray[np.intp]) -> NDArray[np.intp]:
    """The numbers of every half-open range, one range after the other.

    >>> ranges(np.array([3, 7, 9]), np.array([5, 7, 10])).tolist()
    [3, 4, 9]
    """
    sizes = high - low
    ends = np.cumsum(sizes)
    total = int(ends[-1]) if len(ends) else 0
    before: NDArray[np.intp] = np.repeat(ends - sizes - low, sizes)
    numbers: NDArray[np.intp] = np.arange(total, dtype=np.intp) - before
    return numbers


def _all_deletions(words: Sequence[str], max_edits: Callable[[int], int]) -> tuple[Hashes, Ids]:
    """The hashes of all words with up to their number of letters deleted, and whose each is.

    A word may be compared with one a few letters shorter that allows fewer edits; the number of
    deletions is that of the word itself, so it is never too small.
    """
    by_length: dict[int, list[int]] = {}
    for position, word in enumerate(words):
        by_length.setdefault(len(word), []).append(position)
    hashes: list[Hashes] = [np.empty(0, np.uint64)]
    ids: list[Ids] = [np.empty(0, np.int64)]
    for length, positions in sorted(by_length.items()):
        block = _deletions([words[p] for p in positions], length, max_edits(length))
        hashes.append(block.ravel())
        ids.append(np.repeat(np.asarray(positions, np.int64), block.shape[1]))
    return np.concatenate(hashes), np.concatenate(ids)


def _deletions(words: Sequence[str], length: int, edits: int) -> Hashes:
    """One row a word of equal length: the hashes of the word and of its deletions."""
    letters = np.array([[ord(c) for c in word] for word in words], np.uint64)
    letters = letters.reshape(len(words), length)
    powers = np.array([pow(_BASE, i + 1, 1 << 64) for i in range(length)], np.uint64)
    sums = np.zeros((len(words), length + 1), np.uint64)
    np.cumsum(letters * powers, axis=1, out=sums[:, 1:])
    columns = [sums[:, length]]
    if length <= _LONGEST:
        for count in range(1, min(edits, length - 1) + 1):
            columns.extend(
                _without(sums, deleted, length) for deleted in combinations(range(length), count)
            )
    return np.stack(columns, axis=1)


def _without(sums: Hashes, deleted: Sequence[int], length: int) -> Hashes:
    """The hashes with the letters at these positions deleted: later letters move to the left."""
    total = np.zeros(len(sums), np.uint64)
    start = 0
    for count, position in enumerate((*deleted, length)):
        shift = np.uint64(pow(_INVERSE, count, 1 << 64))
        total += (sums[:, position] - sums[:, start]) * shift
        start = position + 1
    return total

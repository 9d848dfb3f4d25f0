"""How alike two words are: by spelling, by sound, by the consonants of a script without vowels.

Distances are whole numbers of hundredths of an edit, so that they are the same on every machine.
The loops stand in `word_kernel.py`; here are the costs, and the call for columns of pairs.
"""

from collections.abc import Sequence
from functools import cache
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from sanctionscreen.matching.compiled import kernels
from sanctionscreen.matching.policy import WordRule
from sanctionscreen.matching.vocabulary import Ids, Vocabulary, vocabulary_of
from sanctionscreen.matching.word_kernel import WIDEST

Scores = NDArray[np.float64]

#: By what rule two words are alike.
EQUAL: Final = 0
SPELLING: Final = 1
SOUND: Final = 2
SHORT: Final = 3
SCRIPT: Final = 4
JOINED: Final = 5
INITIAL: Final = 6
CUT: Final = 7
SAID: Final = (
    "equal",
    "spelling",
    "sound",
    "short for the same name",
    "consonants of the script",
    "joined",
    "initial",
    "cut short",
)

_EDIT: Final = 100
_SIGNS: Final = 128


class Likeness(NamedTuple):
    """For each pair its similarity in [0, 1] and the rule it comes from."""

    similarity: Scores
    kind: Ids


class Costs(NamedTuple):
    """Hundredths of an edit: for one sign instead of another, and for one sign more or less."""

    change: NDArray[np.int64]
    gap: NDArray[np.int64]


#: Signs that stand for one another, with the cost: habits of romanisation, then of scanners.
_ALIKE: Final = (
    ("aeiouy", 45), ("ae", 20), ("ou", 20), ("iye", 25), ("vu", 35), ("vo", 50), ("jyi", 35),
    ("kgq", 25), ("xhk", 30), ("xg", 50), ("xCj", 50), ("sz", 25), ("zdt", 45), ("ts", 50),
    ("bpv", 40), ("vf", 25), ("pf", 50), ("SC", 35), ("SsZ", 50), ("jgCZ", 40), ("zZj", 40),
    ("mn", 70), ("lr", 70), ("Cks", 55), ("Ct", 60), ("ao", 35),
    ("il", 45), ("uv", 35), ("ek", 60), ("hb", 60), ("hn", 70), ("tf", 70), ("do", 75),
    ("qo", 75), ("ef", 75),
)  # fmt: skip
#: What a script without short vowels makes alike, beside the above.
_ALIKE_UNVOWELLED: Final = (
    ("aeiou", 10), ("yie", 10), ("vuo", 10), ("hxk", 30), ("zdts", 35), ("tS", 50), ("gkq", 20),
    ("jgZ", 35), ("pb", 25),
)  # fmt: skip
#: Digits and the letters they look like.
_LOOKS: Final = tuple(
    (pair, 0) for pair in ["0o", "1i", "1l", "2z", "3e", "4a", "5s", "6g", "7t", "8b", "9g"]
)  # fmt: skip


def _matrix(*tables: tuple[tuple[str, int], ...]) -> NDArray[np.int64]:
    change = np.full((_SIGNS, _SIGNS), _EDIT, np.int64)
    for signs, cost in (row for table in tables for row in table):
        for one in signs:
            for other in signs:
                change[ord(one), ord(other)] = min(change[ord(one), ord(other)], cost)
    np.fill_diagonal(change, 0)
    return change


def _gap(*rows: tuple[str, int]) -> NDArray[np.int64]:
    gap = np.full(_SIGNS, _EDIT, np.int64)
    for signs, cost in rows:
        gap[[ord(sign) for sign in signs]] = cost
    return gap


@cache
def _all_costs() -> tuple[NDArray[np.int64], ...]:
    """The costs in the order of the kernel: spelling, sound, consonants; digits as letters."""
    return (
        _gap(),
        _matrix(_ALIKE),
        _gap(("aeiou", 50), ("yh", 40)),
        _matrix(_ALIKE, _ALIKE_UNVOWELLED),
        _gap(("aeiou", 12), ("yvh", 30)),
        _matrix(_LOOKS),
    )


def compare(
    mine: Ids, theirs: Ids, left: Vocabulary, right: Vocabulary, rule: WordRule
) -> Likeness:
    """The similarity of each pair of different words, by their positions in two vocabularies."""
    likes, kinds = np.zeros(len(mine)), np.zeros(len(mine), np.int64)
    costs = np.array(
        [
            rule.scanned_cost, rule.sound_cost, rule.digit_cost, rule.nickname,
            rule.least, rule.least_short,
        ]
    )  # fmt: skip
    kernels(len(mine)).compare(
        mine, theirs, left.sort, right.sort, left.consonants, right.consonants,
        *left.raw, *right.raw, *left.scanned, *right.scanned, *left.spoken, *right.spoken,
        left.formal_at, left.formal, right.formal_at, right.formal, *_all_costs(), costs,
        likes, kinds, *(np.zeros(WIDEST + 1, np.int64) for _ in range(3)),
    )  # fmt: skip
    return Likeness(likes, kinds)


def likeness(left: Sequence[str], right: Sequence[str], rule: WordRule) -> Likeness:
    """The similarity of each pair of different words; 0 where they are other words.

    >>> from sanctionscreen.matching.policy import Policy
    >>> rule = Policy.default().word
    >>> found = likeness(["gais", "misha", "2480"], ["qais", "mikhail", "248"], rule)
    >>> found.similarity.round(2).tolist(), [SAID[kind] for kind in found.kind]
    ([0.93, 0.88, 0.0], ['sound', 'short for the same name', 'spelling'])
    """
    pairs = np.arange(len(left), dtype=np.int64)
    return compare(pairs, pairs, vocabulary_of(left), vocabulary_of(right), rule)

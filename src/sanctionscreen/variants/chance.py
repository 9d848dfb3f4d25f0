"""Choices that follow from a seed: the same on every machine, in any order, in every version.

A generator of pseudo-random numbers gives what comes next; here every name has choices of its own,
so that a variant does not depend on what else stands on the list.
"""

from collections.abc import Sequence
from hashlib import blake2b
from typing import TypeVar

_T = TypeVar("_T")


class Chance:
    """The choices made for one thing under one seed.

    >>> Chance(7, "typo", "Anna Probe").below(100) == Chance(7, "typo", "Anna Probe").below(100)
    True
    """

    def __init__(self, seed: int, *about: str) -> None:
        self._key = "\x1f".join((str(seed), *about)).encode()
        self._made = 0

    def number(self) -> int:
        """The next number, of 64 bits."""
        self._made += 1
        made = self._made.to_bytes(4, "big")
        return int.from_bytes(blake2b(self._key + made, digest_size=8).digest(), "big")

    def below(self, limit: int) -> int:
        """A number from 0 on, below the limit."""
        return self.number() % limit

    def pick(self, choices: Sequence[_T]) -> _T:
        """One of the choices."""
        return choices[self.below(len(choices))]

    def some(self, choices: Sequence[_T], count: int) -> list[_T]:
        """So many different ones of the choices, or all where there are fewer; in their order."""
        order = sorted(range(len(choices)), key=lambda _: self.number())
        return [choices[at] for at in sorted(order[:count])]

"""Which listed names the names of parties are near: in columns, a row a pair of names."""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from sanctionscreen.matching.roll import ListedName, Names
from sanctionscreen.matching.told import Met, Part, Tells, said
from sanctionscreen.matching.vocabulary import Floats, Ids


class NameMatch(NamedTuple):
    """One of the party's names against one listed name; `told` explains it as its pair `pair`."""

    query: str
    name: ListedName
    score: float
    passes: bool
    told: Tells
    pair: int

    def parts(self) -> tuple[Part, ...]:
        """What met what, and what was left over."""
        (parts,) = self.told.parts(np.array([self.pair]))
        return parts

    def met(self) -> Met:
        """What the gate saw."""
        return self.told.met(self.pair)


class Matches(NamedTuple):
    """Names of parties against listed names: the score of each pair, and whether the gate lets it.

    `query` is a position in `queries`, `name` that of a listed name, both -1 where there is none;
    `told` is a position in `tells`: who explains it, as its pair `pair`.
    """

    queries: Sequence[str]
    tells: Sequence[Tells]
    query: Ids
    name: Ids
    score: Floats
    passes: NDArray[np.bool_]
    told: Ids
    pair: Ids

    @classmethod
    def joined(cls, several: Sequence["Matches"]) -> "Matches":
        """Those of several, one after the other."""
        if len(several) == 1:
            return several[0]
        queries = [query for some in several for query in some.queries]
        tells = [tell for some in several for tell in some.tells]
        return cls(
            queries,
            tells,
            _behind([some.query for some in several], [len(some.queries) for some in several]),
            np.concatenate([some.name for some in several]),
            np.concatenate([some.score for some in several]),
            np.concatenate([some.passes for some in several]),
            _behind([some.told for some in several], [len(some.tells) for some in several]),
            np.concatenate([some.pair for some in several]),
        )

    def rows(self, rows: Ids) -> "Matches":
        """Some of them."""
        return Matches(
            self.queries,
            self.tells,
            self.query[rows],
            self.name[rows],
            self.score[rows],
            self.passes[rows],
            self.told[rows],
            self.pair[rows],
        )

    def near(self) -> dict[str, int]:
        """The queries that are near to any name, with their positions; the rows stand in order."""
        first = np.flatnonzero(np.diff(self.query, prepend=-1))
        return {self.queries[query]: query for query in self.query[first].tolist()}

    def each(self, names: Names) -> list[NameMatch | None]:
        """One after the other; null where there is no name."""
        named = self.name >= 0
        some = self.rows(np.flatnonzero(named))
        matches = map(
            NameMatch,
            [self.queries[query] for query in some.query.tolist()],
            names.at(some.name),
            some.score.tolist(),
            some.passes.tolist(),
            [self.tells[told] for told in some.told.tolist()],
            some.pair.tolist(),
        )
        return [next(matches) if one else None for one in named.tolist()]

    def notes(self) -> list[str]:
        """What met what in each, and what was left over, in words; there is a name in each."""
        found = [""] * len(self.told)
        for number in np.flatnonzero(np.bincount(self.told)).tolist():
            rows = np.flatnonzero(self.told == number)
            parts = self.tells[number].parts(self.pair[rows])
            for row, some in zip(rows.tolist(), parts, strict=True):
                found[row] = "; ".join(map(said, some))
        return found


#: Nothing that is near to anything: what is judged where a pair has no names.
NAMELESS = Matches(
    (), (), np.array([-1]), np.array([-1]), np.zeros(1), np.array([True]), np.array([-1]),
    np.array([-1]),
)  # fmt: skip


def _behind(positions: Sequence[Ids], sizes: Sequence[int]) -> Ids:
    """Positions in several sequences as such in all of them; -1 stays."""
    starts = np.cumsum([0, *sizes[:-1]])
    return np.concatenate(
        [
            np.where(some < 0, some, some + start)
            for some, start in zip(positions, starts, strict=True)
        ]
    )

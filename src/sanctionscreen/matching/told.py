"""Why two names score as they do, part by part: what met what, and what was left over."""

from collections.abc import Iterator
from functools import cached_property, lru_cache
from itertools import repeat
from typing import Final, NamedTuple, Protocol

import numpy as np
from numpy.typing import NDArray

from sanctionscreen.matching.likeness import CUT, INITIAL, SAID
from sanctionscreen.matching.name_columns import NameColumns
from sanctionscreen.matching.policy import Gate
from sanctionscreen.matching.score import DIGITS
from sanctionscreen.matching.score_kernel import HEAD, SAME
from sanctionscreen.matching.search import Found, shares
from sanctionscreen.matching.vocabulary import Floats, Ids, offsets, ranges
from sanctionscreen.text.analysis import Mark

#: How the parts of two names with one normal form are explained.
SAME_NAME: Final = "the same"


class Part(NamedTuple):
    """Words that met, or a word left over; `how` says by what rule, `weight` what it counts."""

    query: str
    listed: str
    how: str
    similarity: float
    weight: float


class Names(NamedTuple):
    """One side of comparisons: the columns, and what each word weighs there."""

    columns: NameColumns
    weights: Floats


class Met(NamedTuple):
    """What the meetings of a pair weigh, as the gate sees it: shares of each name, and of both.

    `asked` is the share of both that the gate asks for.
    """

    query: float
    listed: float
    both: float
    asked: float


class Tells(Protocol):
    """Who can say why two names score as they do."""

    def parts(self, pair: int) -> tuple[Part, ...]:
        """What met what, the most telling first; then what was left over on either side."""

    def met(self, pair: int) -> Met:
        """What the gate saw."""


class Told:
    """Why the pairs of one search score as they do: laid out for all pairs once somebody asks.

    `persons_from` is the first listed name that is of a person: its words, and the query's beside
    it, are weighed as those of persons.
    """

    def __init__(
        self, found: Found, queries: NameColumns, listed: Names, persons_from: int, gate: Gate
    ) -> None:
        self._found = found
        self._queries = queries
        self._listed = listed
        self._persons_from = persons_from
        self._gate = gate

    def parts(self, pair: int) -> tuple[Part, ...]:
        """What met what, the most telling first; then what was left over on either side."""
        at, parts = self._parts
        return tuple(parts[at[pair] : at[pair + 1]])

    def met(self, pair: int) -> Met:
        """What the gate saw; initials and words cut short meet behind it."""
        found, mine, theirs = self._found, self._mine, self._theirs
        met_q = met_n = 0.0
        for meeting in np.flatnonzero(self._meets == pair).tolist():
            if found.met_kind[meeting] not in {INITIAL, CUT}:
                like = float(found.met_like[meeting])
                told = like * like
                met_q += told * mine.held(pair, int(found.met_query[meeting]))[1]
                met_n += told * theirs.held(pair, int(found.met_listed[meeting]))[1]
        whole_q, whole_n = (sum(side.of_pair(pair).weights) for side in (mine, theirs))
        whole = whole_q + whole_n
        asked = self._asked(pair, whole_q, whole_n)
        return Met(met_q / whole_q, met_n / whole_n, (met_q + met_n) / whole, asked / whole)

    def _asked(self, pair: int, whole_q: float, whole_n: float) -> float:
        """What must meet because of either side."""
        query, name, gate = int(self._found.query[pair]), int(self._found.name[pair]), self._gate
        person = name >= self._persons_from
        mine = _asked(self._queries, query, gate.query, gate, whole_q, person=person)
        return mine + _asked(self._listed.columns, name, gate.listed, gate, whole_n, person=person)

    @cached_property
    def _mine(self) -> "_Words":
        person = (self._found.name >= self._persons_from).astype(np.int64)
        return _Words.of(self._queries, self._queries.weights, self._found.query, person)

    @cached_property
    def _theirs(self) -> "_Words":
        name = self._found.name
        return _Words.of(self._listed.columns, self._listed.weights[None], name, name * 0)

    @cached_property
    def _meets(self) -> Ids:
        """The pair of each meeting."""
        return np.repeat(np.arange(len(self._found.met)), np.diff(self._found.met, prepend=0))

    @cached_property
    def _parts(self) -> tuple[list[int], list[Part]]:
        """Where the parts of each pair begin, and those of all pairs one after the other."""
        found, mine, theirs = self._found, self._mine, self._theirs
        same = (found.flags & SAME) != 0
        left = np.where(found.flags & HEAD, "only describes it", "only on the list")
        queries, only_queries = mine.left(same, self._meets, found.met_query)
        listed, only_listed = theirs.left(same, self._meets, found.met_listed)
        parts = [
            *map(self._same, np.flatnonzero(same).tolist()),
            *self._met_parts(np.flatnonzero(~same[self._meets])),
            *map(_only_in_the_query, *mine.told(only_queries)),
            *map(_only_listed, *theirs.told(only_listed), left[listed].tolist()),
        ]
        pairs = np.flatnonzero(same), self._meets[~same[self._meets]], queries, listed
        pair = np.concatenate(pairs)
        at = offsets(np.bincount(pair, minlength=len(same)))
        return at.tolist(), [parts[one] for one in np.argsort(pair, kind="stable").tolist()]

    def _same(self, pair: int) -> Part:
        mine, theirs = self._mine.of_pair(pair), self._theirs.of_pair(pair)
        return Part(" ".join(mine.words), " ".join(theirs.words), SAME_NAME, 1.0, 1.0)

    def _met_parts(self, meetings: Ids) -> Iterator[Part]:
        """What met what."""
        found, mine, theirs = self._found, self._mine, self._theirs
        columns = (found.met_query, found.met_listed, found.met_like, found.met_kind)
        rows = zip(*(column[meetings].tolist() for column in (self._meets, *columns)), strict=True)
        for pair, query, listed, like, kind in rows:
            word, weight = mine.held(pair, query)
            other, other_weight = theirs.held(pair, listed)
            yield _met_part(word, other, kind, like, max(weight, other_weight))


class Apart(NamedTuple):
    """Two names of which no word meets another."""

    mine: Names
    query: int
    theirs: Names
    name: int

    def parts(self, _: int) -> tuple[Part, ...]:
        """Every word of either."""
        mine, theirs = _side(self.mine, self.query), _side(self.theirs, self.name)
        return (
            *map(_only_in_the_query, *mine),
            *map(_only_listed, *theirs, repeat("only on the list")),
        )

    def met(self, _: int) -> Met:
        """Nothing."""
        return Met(0.0, 0.0, 0.0, 0.0)


class _Side(NamedTuple):
    """Words of a name, and what each weighs in it."""

    words: list[str]
    weights: list[float]


def _side(names: Names, name: int) -> _Side:
    start, end = names.columns.words_at[name : name + 2].tolist()
    every = names.columns.words
    words = [every[word] for word in names.columns.word[start:end].tolist()]
    return _Side(words, names.weights[start:end].tolist())


class _Words(NamedTuple):
    """The words of one side of every pair: those of pair i from at[i] to at[i + 1]."""

    at: list[int]
    pair: Ids
    place: Ids
    words: list[str]
    weights: list[float]

    @classmethod
    def of(cls, columns: NameColumns, weights: Floats, names: Ids, kind: Ids) -> "_Words":
        """The words of these names, weighed as names of each one's kind."""
        low, high = columns.words_at[names], columns.words_at[names + 1]
        rows, at = ranges(low, high), offsets(high - low)
        pair = np.repeat(np.arange(len(names)), high - low)
        every = columns.words
        return cls(
            at.tolist(),
            pair,
            np.arange(len(rows)) - at[pair],
            [every[word] for word in columns.word[rows].tolist()],
            weights[kind[pair], rows].tolist(),
        )

    def of_pair(self, pair: int) -> _Side:
        """Those of one pair."""
        low, high = self.at[pair], self.at[pair + 1]
        return _Side(self.words[low:high], self.weights[low:high])

    def held(self, pair: int, mask: int) -> tuple[str, float]:
        """Those of a mask as one text, and what they weigh together."""
        rows = [self.at[pair] + place for place in _places(mask)]
        if len(rows) == 1:  # nearly always
            return self.words[rows[0]], self.weights[rows[0]]
        return " ".join(self.words[row] for row in rows), sum(self.weights[row] for row in rows)

    def left(self, same: NDArray[np.bool_], meets: Ids, masks: Ids) -> tuple[Ids, list[int]]:
        """Those in no mask of their pair, as pairs and rows; none of pairs that are the same."""
        seen = np.where(same, -1, 0)
        np.bitwise_or.at(seen, meets, masks)
        rows = np.flatnonzero((seen[self.pair] >> self.place) & 1 == 0)
        return self.pair[rows], rows.tolist()

    def told(self, rows: list[int]) -> _Side:
        """Words and weights."""
        return _Side([self.words[row] for row in rows], [self.weights[row] for row in rows])


@lru_cache(maxsize=1 << 12)
def _places(mask: int) -> tuple[int, ...]:
    """Where a mask has ones."""
    return tuple(place for place in range(mask.bit_length()) if mask >> place & 1)


@lru_cache(maxsize=1 << 14)
def _met_part(query: str, listed: str, kind: int, like: float, weight: float) -> Part:
    return Part(query, listed, SAID[kind], round(like, DIGITS), round(weight, DIGITS))


@lru_cache(maxsize=1 << 14)
def _only_in_the_query(word: str, weight: float) -> Part:
    return Part(word, "", "only in the query", 0.0, weight)


@lru_cache(maxsize=1 << 14)
def _only_listed(word: str, weight: float, how: str) -> Part:
    return Part("", word, how, 0.0, weight)


def _asked(
    names: NameColumns, name: int, share: float, gate: Gate, whole: float, *, person: bool
) -> float:
    """What must meet because of one side."""
    one = names.part(name, name + 1)
    letters = int(np.count_nonzero(one.marks & Mark.LETTER)) if person else 0
    return float(shares(one, share, gate)[0]) * whole - gate.letter * letters

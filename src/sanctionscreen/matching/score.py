"""The name score: how alike two names are, explained part by part.

The kernels align the words of two names and sum the model's trees; here that becomes a score in
[0, 1], with the few rules that no model may overrule, and words that say what met what.
"""

from collections.abc import Sequence
from functools import cached_property, lru_cache
from typing import Final, NamedTuple, Protocol

import numpy as np
from numpy.typing import NDArray

from sanctionscreen.matching.likeness import CUT, INITIAL, SAID
from sanctionscreen.matching.model import NameModel
from sanctionscreen.matching.name_columns import NameColumns
from sanctionscreen.matching.policy import Gate, Policy
from sanctionscreen.matching.score_kernel import ALONE, HEAD, MOVED, REORDERED, REVERSED, SAME
from sanctionscreen.matching.search import Found, shares
from sanctionscreen.matching.vocabulary import Floats, Ids
from sanctionscreen.text.analysis import Mark

#: How the parts of two names with one normal form are explained.
SAME_NAME: Final = "the same"
#: Scores are rounded to so many digits: the last bits of a sum are nobody's evidence.
DIGITS: Final = 6


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


class Scored(NamedTuple):
    """Scored pairs of a block of queries with the listed names, in the order they were found."""

    found: Found
    scores: Floats

    def pairs_of(self, queries: int) -> Ids:
        """Where the pairs of each query begin, and where the last end."""
        starts: Ids = np.searchsorted(self.found.query, np.arange(queries + 1)).astype(np.int64)
        return starts


def scored(
    found: Found, queries: NameColumns, listed: NameColumns, model: NameModel, policy: Policy
) -> Scored:
    """The score of each pair; 1 for equal normal forms only.

    A name in Chinese characters equals another in them by its characters, not by its sound.
    """
    scores = np.minimum(model.scores(found.logit), policy.threshold.most)
    scores[(found.flags & REORDERED) != 0] = policy.threshold.most
    head = (found.flags & HEAD) != 0
    scores[head] = np.maximum(scores[head], policy.organisation.head * _least_alike(found, head))
    alone = (found.flags & ALONE) != 0
    scores[alone] *= policy.person.one_word
    reverse = (found.flags & REVERSED) != 0
    scores[reverse] *= policy.person.reversed
    moved = (found.flags & MOVED) != 0
    scores[moved] *= policy.organisation.letters_moved
    mine, theirs = queries.han[found.query], listed.han[found.name]
    both = (mine != 0) & (theirs != 0)
    same = (found.flags & SAME) != 0
    scores[both] = np.where(same[both], policy.han.same_reading, 0.0)
    scores[(same & ~both) | (both & (mine == theirs))] = 1.0
    return Scored(found, np.asarray(np.round(scores, DIGITS), np.float64))


def _least_alike(found: Found, chosen: NDArray[np.bool_]) -> Floats:
    """How alike the words are that met in each chosen pair, the least of them."""
    pairs = np.flatnonzero(chosen)
    ends = np.concatenate([[0], found.met])
    likes = [found.met_like[ends[pair] : ends[pair + 1]].min() for pair in pairs]
    return np.array(likes, np.float64)


class Tells(Protocol):
    """Who can say why two names score as they do."""

    def parts(self, pair: int) -> tuple[Part, ...]:
        """What met what, the most telling first; then what was left over on either side."""

    def met(self, pair: int) -> Met:
        """What the gate saw."""


class Told:
    """Why the pairs of one search score as they do, said of a pair when somebody asks.

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
        self._mine: dict[tuple[int, bool], _Side] = {}

    @cached_property
    def _pairs(self) -> "_Pairs":
        found = self._found
        return _Pairs(*(column.tolist() for column in (found.query, found.name, found.flags)))

    @cached_property
    def _meetings(self) -> "_Meetings":
        return _Meetings(self._found)

    def parts(self, pair: int) -> tuple[Part, ...]:
        """What met what, the most telling first; then what was left over on either side."""
        mine, theirs = self._sides(pair)
        flags = self._pairs.flags[pair]
        if flags & SAME:
            return (Part(" ".join(mine.words), " ".join(theirs.words), SAME_NAME, 1.0, 1.0),)
        left = "only describes it" if flags & HEAD else "only on the list"
        parts, seen_mine, seen_theirs = [], 0, 0
        for query, listed, like, kind in self._meetings.of(pair):
            parts.append(_part(mine.held(query), theirs.held(listed), like, kind))
            seen_mine |= query
            seen_theirs |= listed
        left = "only describes it" if flags & HEAD else "only on the list"
        return (
            *parts,
            *_left_of_query(mine, seen_mine),
            *_left_of_listed(theirs, seen_theirs, left),
        )

    def met(self, pair: int) -> Met:
        """What the gate saw; initials and words cut short meet behind it."""
        mine, theirs = self._sides(pair)
        met_q = met_n = 0.0
        for query, listed, like, kind in self._meetings.of(pair):
            if kind not in {INITIAL, CUT}:
                told = like * like if like >= self._gate.alike else 0.0
                met_q += told * sum(mine.held(query).weights)
                met_n += told * sum(theirs.held(listed).weights)
        whole_q, whole_n = sum(mine.weights), sum(theirs.weights)
        whole = whole_q + whole_n
        asked = self._asked(pair, whole_q, whole_n)
        return Met(met_q / whole_q, met_n / whole_n, (met_q + met_n) / whole, asked / whole)

    def _asked(self, pair: int, whole_q: float, whole_n: float) -> float:
        """What must meet because of either side."""
        query, name, gate = self._pairs.query[pair], self._pairs.name[pair], self._gate
        person = name >= self._persons_from
        mine = _asked(self._queries, query, gate.query, gate, whole_q, person=person)
        return mine + _asked(self._listed.columns, name, gate.listed, gate, whole_n, person=person)

    def _sides(self, pair: int) -> tuple["_Side", "_Side"]:
        """The words of both, weighed as names of the listed one's kind."""
        query, name = self._pairs.query[pair], self._pairs.name[pair]
        person = name >= self._persons_from
        mine = self._mine.get((query, person))
        if mine is None:  # a query may meet many names
            mine = _side(Names(self._queries, self._queries.weights[int(person)]), query)
            self._mine[query, person] = mine
        return mine, _side(self._listed, name)


class Apart(NamedTuple):
    """Two names of which no word meets another."""

    mine: Names
    query: int
    theirs: Names
    name: int

    def parts(self, _: int) -> tuple[Part, ...]:
        """Every word of either."""
        mine, theirs = _side(self.mine, self.query), _side(self.theirs, self.name)
        return (*_left_of_query(mine, 0), *_left_of_listed(theirs, 0, "only on the list"))

    def met(self, _: int) -> Met:
        """Nothing."""
        return Met(0.0, 0.0, 0.0, 0.0)


class _Pairs(NamedTuple):
    query: list[int]
    name: list[int]
    flags: list[int]


class _Meetings:
    """Which words of each pair met, as masks, how alike they are, and by what rule."""

    def __init__(self, found: Found) -> None:
        self._ends = [*found.met.tolist(), 0]  # so that nothing stands before the first
        columns = (found.met_query, found.met_listed, found.met_like, found.met_kind)
        self._rows = list(zip(*(column.tolist() for column in columns), strict=True))

    def of(self, pair: int) -> Sequence[tuple[int, int, float, int]]:
        """The meetings of one pair, the most telling first."""
        return self._rows[self._ends[pair - 1] : self._ends[pair]]


class _Side(NamedTuple):
    """Words of a name, and what each weighs in it."""

    words: list[str]
    weights: list[float]

    def held(self, mask: int) -> "_Side":
        """The words of a mask."""
        places = _places(mask)
        return _Side([self.words[p] for p in places], [self.weights[p] for p in places])

    def left(self, mask: int) -> list[tuple[str, float]]:
        """The others."""
        pairs = enumerate(zip(self.words, self.weights, strict=True))
        return [pair for place, pair in pairs if not mask >> place & 1]


@lru_cache(maxsize=1 << 12)
def _places(mask: int) -> tuple[int, ...]:
    """Where a mask has ones."""
    return tuple(place for place in range(mask.bit_length()) if mask >> place & 1)


def _side(names: Names, name: int) -> _Side:
    start, end = names.columns.words_at[name : name + 2].tolist()
    every = names.columns.words
    words = [every[word] for word in names.columns.word[start:end].tolist()]
    return _Side(words, names.weights[start:end].tolist())


def _part(mine: _Side, theirs: _Side, like: float, kind: int) -> Part:
    return Part(
        " ".join(mine.words),
        " ".join(theirs.words),
        SAID[kind],
        round(like, DIGITS),
        round(max(sum(mine.weights), sum(theirs.weights)), DIGITS),
    )


def _left_of_query(side: _Side, mask: int) -> list[Part]:
    return [Part(word, "", "only in the query", 0.0, weight) for word, weight in side.left(mask)]


def _left_of_listed(side: _Side, mask: int, how: str) -> list[Part]:
    return [Part("", word, how, 0.0, weight) for word, weight in side.left(mask)]


def _asked(
    names: NameColumns, name: int, share: float, gate: Gate, whole: float, *, person: bool
) -> float:
    """What must meet because of one side."""
    one = names.part(name, name + 1)
    letters = int(np.count_nonzero(one.marks & Mark.LETTER)) if person else 0
    return float(shares(one, share, gate)[0]) * whole - gate.letter * letters

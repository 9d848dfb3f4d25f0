"""Why two names score as they do, part by part: what met what, and what was left over."""

from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import pairwise, repeat
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


@lru_cache(maxsize=1 << 14)
def said(part: Part) -> str:
    """One part of a name score in words: of the same words again and again, in a long list.

    >>> said(Part("jinbei", "jin bei", "joined", 0.98, 1.0))
    'jinbei = jin bei (joined, 0.98)'
    """
    if not part.listed or not part.query:
        return f"{part.query or part.listed} ({part.how}, weight {part.weight:.2f})"
    if part.similarity == 1.0:
        return f"{part.query} = {part.listed} ({part.how})"
    return f"{part.query} = {part.listed} ({part.how}, {part.similarity:.2f})"


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

    def parts(self, pairs: Ids) -> Sequence[tuple[Part, ...]]:
        """Of each pair what met what, the most telling first; then what was left over."""

    def met(self, pair: int) -> Met:
        """What the gate saw."""


class Told:
    """Why the pairs of one search score as they do.

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

    def parts(self, pairs: Ids) -> list[tuple[Part, ...]]:
        """Of each pair what met what, the most telling first; then what was left over."""
        return self._laid(pairs).parts()

    def met(self, pair: int) -> Met:
        """What the gate saw; initials and words cut short meet behind it."""
        found, mine, theirs = self._laid(np.array([pair]))[:3]
        rows = np.flatnonzero(~np.isin(found.met_kind, (INITIAL, CUT)))
        told, first = np.square(found.met_like[rows]), rows * 0
        met_q = sum((told * mine.held(first, found.met_query[rows])[1]).tolist())
        met_n = sum((told * theirs.held(first, found.met_listed[rows])[1]).tolist())
        whole_q, whole_n = sum(mine.weights.tolist()), sum(theirs.weights.tolist())
        whole = whole_q + whole_n
        asked = self._asked(pair, whole_q, whole_n)
        return Met(met_q / whole_q, met_n / whole_n, (met_q + met_n) / whole, asked / whole)

    def _asked(self, pair: int, whole_q: float, whole_n: float) -> float:
        """What must meet because of either side."""
        query, name, gate = int(self._found.query[pair]), int(self._found.name[pair]), self._gate
        person = name >= self._persons_from
        mine = _asked(self._queries, query, gate.query, gate, whole_q, person=person)
        return mine + _asked(self._listed.columns, name, gate.listed, gate, whole_n, person=person)

    def _laid(self, pairs: Ids) -> "_Laid":
        found = _some(self._found, pairs)
        person = (found.name >= self._persons_from).astype(np.int64)
        listed = self._listed
        return _Laid(
            found,
            _Words.of(self._queries, self._queries.weights, found.query, person),
            _Words.of(listed.columns, listed.weights[None], found.name, found.name * 0),
            np.repeat(np.arange(len(pairs)), np.diff(found.met, prepend=0)),
        )


def _some(found: Found, pairs: Ids) -> Found:
    """Some of the pairs with their meetings; without log-odds and features."""
    starts, ends = np.concatenate([[0], found.met])[pairs], found.met[pairs]
    meets = ranges(starts, ends)
    return found._replace(
        query=found.query[pairs],
        name=found.name[pairs],
        flags=found.flags[pairs],
        met=np.cumsum(ends - starts),
        met_query=found.met_query[meets],
        met_listed=found.met_listed[meets],
        met_like=found.met_like[meets],
        met_kind=found.met_kind[meets],
    )


class _Laid(NamedTuple):
    """Pairs, the words on either side of each, and the pair of each meeting."""

    found: Found
    mine: "_Words"
    theirs: "_Words"
    meets: Ids

    def parts(self) -> list[tuple[Part, ...]]:
        """Of each pair what met what, then what was left over on either side."""
        found, mine, theirs, meets = self
        same = (found.flags & SAME) != 0
        left = np.where(found.flags & HEAD, "only describes it", "only on the list")
        queries, only_queries = mine.left(same, meets, found.met_query)
        listed, only_listed = theirs.left(same, meets, found.met_listed)
        met = np.flatnonzero(~same[meets])
        parts = [
            *map(self._same, np.flatnonzero(same).tolist()),
            *self._met_parts(met),
            *map(_only_in_the_query, *mine.told(only_queries)),
            *map(_only_listed, *theirs.told(only_listed), left[listed].tolist()),
        ]
        pair = np.concatenate([np.flatnonzero(same), meets[met], queries, listed])
        ordered = [parts[one] for one in np.argsort(pair, kind="stable").tolist()]
        ends = np.cumsum(np.bincount(pair, minlength=len(same))).tolist()
        return [tuple(ordered[low:high]) for low, high in pairwise([0, *ends])]

    def _same(self, pair: int) -> Part:
        mine, theirs = self.mine.of_pair(pair), self.theirs.of_pair(pair)
        return Part(" ".join(mine), " ".join(theirs), SAME_NAME, 1.0, 1.0)

    def _met_parts(self, meetings: Ids) -> Iterator[Part]:
        """What met what."""
        found, pairs = self.found, self.meets[meetings]
        words, weights = self.mine.held(pairs, found.met_query[meetings])
        others, other_weights = self.theirs.held(pairs, found.met_listed[meetings])
        return map(
            _met_part,
            words,
            others,
            found.met_kind[meetings].tolist(),
            found.met_like[meetings].tolist(),
            np.maximum(weights, other_weights).tolist(),
        )


class Apart(NamedTuple):
    """Two names of which no word meets another."""

    mine: Names
    query: int
    theirs: Names
    name: int

    def parts(self, _: Ids) -> list[tuple[Part, ...]]:
        """Every word of either."""
        mine, theirs = _side(self.mine, self.query), _side(self.theirs, self.name)
        left = map(_only_listed, *theirs, repeat("only on the list"))
        return [(*map(_only_in_the_query, *mine), *left)]

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

    at: Ids
    pair: Ids
    place: Ids
    words: list[str]
    weights: Floats

    @classmethod
    def of(cls, columns: NameColumns, weights: Floats, names: Ids, kind: Ids) -> "_Words":
        """The words of these names, weighed as names of each one's kind."""
        low, high = columns.words_at[names], columns.words_at[names + 1]
        rows, at = ranges(low, high), offsets(high - low)
        pair = np.repeat(np.arange(len(names)), high - low)
        every = columns.words
        words = [every[word] for word in columns.word[rows].tolist()]
        return cls(at, pair, np.arange(len(rows)) - at[pair], words, weights[kind[pair], rows])

    def of_pair(self, pair: int) -> list[str]:
        """Those of one pair."""
        return self.words[self.at[pair] : self.at[pair + 1]]

    def held(self, pairs: Ids, masks: Ids) -> tuple[list[str], Floats]:
        """Those of each pair's mask as one text, and what they weigh together."""
        lowest = np.frexp((masks & -masks).astype(np.float64))[1] - 1  # the place of a power of 2
        rows = self.at[pairs] + lowest
        words, weights = [self.words[row] for row in rows.tolist()], self.weights[rows]
        for number in np.flatnonzero(masks & (masks - 1)).tolist():  # few hold several
            start, mask = int(self.at[pairs[number]]), int(masks[number])
            several = [start + place for place in range(mask.bit_length()) if mask >> place & 1]
            words[number] = " ".join(self.words[row] for row in several)
            weights[number] = sum(self.weights[several].tolist())
        return words, weights

    def left(self, same: NDArray[np.bool_], meets: Ids, masks: Ids) -> tuple[Ids, Ids]:
        """Those in no mask of their pair, as pairs and rows; none of pairs that are the same."""
        seen = np.where(same, -1, 0)
        np.bitwise_or.at(seen, meets, masks)
        rows = np.flatnonzero((seen[self.pair] >> self.place) & 1 == 0)
        return self.pair[rows], rows

    def told(self, rows: Ids) -> _Side:
        """Words and weights."""
        return _Side([self.words[row] for row in rows.tolist()], self.weights[rows].tolist())


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

"""The name score: how alike two names are, explained part by part.

The kernels align the words of two names and sum the model's trees; here that becomes a score in
[0, 1], with the few rules that no model may overrule, and words that say what met what.
"""

from collections.abc import Iterator
from typing import Final, NamedTuple

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
    """One side of a comparison: the columns, and what each word weighs in one kind of name."""

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


def parts_of(pair: int, found: Found, queries: Names, listed: Names) -> tuple[Part, ...]:
    """What met what in one pair, the most telling first; then what was left over on either side."""
    query, name = int(found.query[pair]), int(found.name[pair])
    mine, theirs = _words(queries, query), _words(listed, name)
    if found.flags[pair] & SAME:
        return (Part(" ".join(mine[0]), " ".join(theirs[0]), SAME_NAME, 1.0, 1.0),)
    first = int(found.met[pair - 1]) if pair else 0
    meetings = range(first, int(found.met[pair]))
    parts = [_part(found, meeting, mine, theirs) for meeting in meetings]
    seen_mine = seen_theirs = 0
    for meeting in meetings:
        seen_mine |= int(found.met_query[meeting])
        seen_theirs |= int(found.met_listed[meeting])
    left = "only describes it" if found.flags[pair] & HEAD else "only on the list"
    parts += [Part(w, "", "only in the query", 0.0, x) for w, x in _left(mine, seen_mine)]
    parts += [Part("", w, left, 0.0, x) for w, x in _left(theirs, seen_theirs)]
    return tuple(parts)


def met_of(
    pair: int, found: Found, queries: Names, listed: Names, gate: Gate, *, person: bool
) -> Met:
    """What the gate saw of one pair; initials and words cut short meet behind it."""
    query, name = int(found.query[pair]), int(found.name[pair])
    mine, theirs = _words(queries, query), _words(listed, name)
    met_q = met_n = 0.0
    for meeting in range(int(found.met[pair - 1]) if pair else 0, int(found.met[pair])):
        if found.met_kind[meeting] not in {INITIAL, CUT}:
            like = float(found.met_like[meeting])
            told = like * like if like >= gate.alike else 0.0
            met_q += told * sum(x for _, x in _held(mine, int(found.met_query[meeting])))
            met_n += told * sum(x for _, x in _held(theirs, int(found.met_listed[meeting])))
    whole_q, whole_n = sum(mine[1]), sum(theirs[1])
    asked = _asked(queries, query, gate.query, gate, whole_q, person=person)
    asked += _asked(listed, name, gate.listed, gate, whole_n, person=person)
    whole = whole_q + whole_n
    return Met(met_q / whole_q, met_n / whole_n, (met_q + met_n) / whole, asked / whole)


def _asked(
    names: Names, name: int, share: float, gate: Gate, whole: float, *, person: bool
) -> float:
    """What must meet because of one side."""
    one = names.columns.part(name, name + 1)
    letters = int(np.count_nonzero(one.marks & Mark.LETTER)) if person else 0
    return float(shares(one, share, gate)[0]) * whole - gate.letter * letters


_Side = tuple[list[str], list[float]]


def nothing_met(queries: Names, query: int, listed: Names, name: int) -> tuple[Part, ...]:
    """The parts of a pair of which no word meets another."""
    mine, theirs = _words(queries, query), _words(listed, name)
    return (
        *(Part(word, "", "only in the query", 0.0, x) for word, x in _left(mine, 0)),
        *(Part("", word, "only on the list", 0.0, x) for word, x in _left(theirs, 0)),
    )


def _words(side: Names, name: int) -> _Side:
    start, end = int(side.columns.words_at[name]), int(side.columns.words_at[name + 1])
    words = [side.columns.words[i] for i in side.columns.word[start:end]]
    return words, [float(weight) for weight in side.weights[start:end]]


def _part(found: Found, meeting: int, mine: _Side, theirs: _Side) -> Part:
    query, listed = int(found.met_query[meeting]), int(found.met_listed[meeting])
    weight = max(sum(x for _, x in _held(side, m)) for side, m in ((mine, query), (theirs, listed)))
    return Part(
        " ".join(word for word, _ in _held(mine, query)),
        " ".join(word for word, _ in _held(theirs, listed)),
        SAID[int(found.met_kind[meeting])],
        round(float(found.met_like[meeting]), DIGITS),
        round(weight, DIGITS),
    )


def _held(side: _Side, mask: int) -> Iterator[tuple[str, float]]:
    for position, pair in enumerate(zip(*side, strict=True)):
        if mask >> position & 1:
            yield pair


def _left(side: _Side, mask: int) -> Iterator[tuple[str, float]]:
    for position, pair in enumerate(zip(*side, strict=True)):
        if not mask >> position & 1:
            yield pair

"""Which units of the list the words of queries meet: equal, near, or written together."""

from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from sanctionscreen.matching.compiled import kernels
from sanctionscreen.matching.gate_kernel import ONE, SORTS
from sanctionscreen.matching.likeness import EQUAL, JOINED
from sanctionscreen.matching.name_columns import NameColumns, joins_of
from sanctionscreen.matching.neighbours import Keys, near_words, unvowelled_words
from sanctionscreen.matching.policy import WordRule
from sanctionscreen.matching.units import Units
from sanctionscreen.matching.vocabulary import (
    Floats,
    Growing,
    Ids,
    Vocabulary,
    ranges,
    vocabulary_of,
)
from sanctionscreen.text.analysis import Mark
from sanctionscreen.text.arabic import SKELETON
from sanctionscreen.text.words import unvowelled_names

#: Units of more names than this are leads of a sort of their own: most of the work is theirs.
_CROWD: Final = 64


class Meetings(NamedTuple):
    """Units of the list that something meets, from at[i] on: which words, how alike, by what rule.

    `mask` marks the words of the query; for a word alone it is not used.
    """

    at: Ids
    unit: Ids
    mask: Ids
    like: Floats
    kind: Ids

    def sorted(self, size: int) -> "Meetings":
        """The meetings of so many owners in order; before, `at` says whose each is.

        Most stand in it already, which a stable sort of one number each makes use of.
        """
        order = np.argsort(self.at * (self.unit.max(initial=0) + 1) + self.unit, kind="stable")
        at = np.searchsorted(self.at[order], np.arange(size + 1)).astype(np.int64)
        kind = self.kind[order].astype(np.int64)
        return Meetings(at, self.unit[order], self.mask[order], self.like[order], kind)


_NO: Final = np.empty(0, np.int64)
_NONE: Final = Meetings(_NO, _NO, _NO, np.empty(0), _NO)


class Leads(NamedTuple):
    """What words meet, in the order and with the facts that the search asks for.

    Those of word w and sort s stand from at[3 * w + s] on; that row of `tells` and `names` says
    what is known of them all. Sorts and columns are those of `gate_kernel`.
    """

    at: Ids
    lead: NDArray[np.int32]
    like: Floats
    tells: Floats
    names: Ids


class LeadsSoFar:
    """What words meet as leads, block by block: what is known of the former is not copied."""

    def __init__(self) -> None:
        self._at = Growing(np.zeros(1, np.int64))
        self._lead = Growing(np.zeros((0, 6), np.int32))
        self._like = Growing(np.zeros((0, 3)))
        self._tells = Growing(np.zeros((0, 3)))
        self._names = Growing(np.zeros((0, 3), np.int64))

    def followed_by(self, met: Meetings, units: Units) -> Leads:
        """The leads of all words so far, and behind them those of the words of these meetings."""
        rows, size = SORTS * (len(met.at) - 1), len(met.unit)
        before = len(self._lead.whole)
        at = np.zeros(rows + 1, np.int64)
        lead, like = self._lead.more(size), self._like.more(size)
        tells, names = self._tells.more(rows), self._names.more(rows)
        tells[:], names[:] = 0.0, 0
        kernels(size).arrange(
            met.at, met.unit, met.like, met.kind, units.about, ONE, _CROWD,
            at, lead, like, tells, names,
        )  # fmt: skip
        self._at.more(rows)[:] = at[1:] + before
        columns = (self._at, self._lead, self._like, self._tells, self._names)
        return Leads(*(column.whole for column in columns))


class Ready(NamedTuple):
    """Queries with what their distinct words meet, and what neighbours joined meet."""

    names: NameColumns
    words: Leads
    joins: Meetings


def meetings_of_words(
    queries: NameColumns,
    units: Units,
    keys: Keys,
    listed: Vocabulary,
    rule: WordRule,
    *,
    first: int = 0,
) -> Meetings:
    """The units of the list that each distinct word of the queries meets, from one word on."""
    words, mine = queries.words[first:], queries.vocabulary.since(first)
    near = near_words(words, mine, keys, listed, rule)
    bare = unvowelled_words(words, keys, listed, rule)
    same, theirs = units.words.matches(mine.hashes)
    once, joins = units.joins.matches(mine.hashes)
    word = np.concatenate([near.mine, bare.mine, same, once])
    return Meetings(
        word,
        np.concatenate([near.theirs, bare.theirs, theirs, joins + units.first_join]),
        np.zeros(len(word), np.int64),
        np.concatenate(
            [near.similarity, bare.similarity, np.ones(len(same)), np.full(len(once), rule.joined)]
        ),
        np.concatenate(
            [near.kind, bare.kind, np.full(len(same), EQUAL), np.full(len(once), JOINED)]
        ),
    ).sorted(len(words))


def meetings_of_joins(
    queries: NameColumns, units: Units, keys: Keys, listed: Vocabulary, rule: WordRule
) -> Meetings:
    """For each query its neighbours joined that meet a word of the list."""
    joins = joins_of(queries, units.words.hashes)
    at, unit = units.words.matches(joins.hash)
    bare = _unvowelled(queries, keys, listed, rule)
    return Meetings(
        np.concatenate([joins.name[at], bare.at]),
        np.concatenate([unit, bare.unit]),
        np.concatenate([joins.mask[at], bare.mask]),
        np.concatenate([np.full(len(at), rule.joined), bare.like]),
        np.concatenate([np.full(len(at), JOINED), bare.kind]),
    ).sorted(len(queries.words_at) - 1)


def _unvowelled(queries: NameColumns, keys: Keys, listed: Vocabulary, rule: WordRule) -> Meetings:
    """Neighbours joined, one in a script without vowels, and the words near to them; `at` = whose.

    There "Mati ullah" and "Matiullah" are not equal when joined, only alike. The other may be one
    of the names in such a script that are known: the "Ali" of "Alireza".
    """
    bare = (queries.marks & Mark.SKELETON) != 0
    second = np.flatnonzero(bare[1:] | bare[:-1]) + 1
    if not len(second):
        return _NONE
    texts: dict[str, int] = {}
    rows: list[tuple[int, int, int]] = []
    known = unvowelled_names()
    name = np.searchsorted(queries.words_at, second, side="right") - 1
    for place, owner in zip(second.tolist(), name.tolist(), strict=True):
        first = place - 1 - int(queries.words_at[owner])
        both = [queries.words[queries.word[i]] for i in (place - 1, place)]
        if first >= 0 and all(word[0] == SKELETON or word in known for word in both):
            text = "".join(word.removeprefix(SKELETON) for word in both)
            rows.append((owner, 0b11 << first, texts.setdefault(SKELETON + text, len(texts))))
    words = list(texts)
    near = near_words(words, vocabulary_of(words), keys, listed, rule)
    whose, mask, which = np.array(rows, np.int64).reshape(-1, 3).T
    low = np.searchsorted(near.mine, np.arange(len(words)))
    high = np.searchsorted(near.mine, np.arange(len(words)), side="right")
    times = high[which] - low[which]
    at = ranges(low[which], high[which])
    return Meetings(
        np.repeat(whose, times), near.theirs[at], np.repeat(mask, times),
        near.similarity[at], near.kind[at],
    )  # fmt: skip

"""The index of listed names: which names hold which word, in arrays that can lie on disk.

A pair of names is a candidate if it passes the *gate*: what meets, as far as it is alike, weighs a
policy's share of either name and of both together. `search` finds exactly those pairs: it skips
only what a bound proves to fail (`kernel.py`).
"""

from collections.abc import Sequence
from typing import Final, NamedTuple

import numpy as np

from sanctionscreen.matching.compiled import kernels
from sanctionscreen.matching.kernel import FEATURES
from sanctionscreen.matching.likeness import EQUAL, JOINED
from sanctionscreen.matching.model import NameModel
from sanctionscreen.matching.name_columns import NameColumns, columns_of, joins_of, ranges
from sanctionscreen.matching.neighbours import Keys, keys_of, near_words
from sanctionscreen.matching.policy import Policy
from sanctionscreen.matching.vocabulary import Floats, Hashes, Ids, hashes_of, vocabulary_of
from sanctionscreen.text.analysis import Mark
from sanctionscreen.text.arabic import SKELETON
from sanctionscreen.text.normalize import normal_form

#: In log-odds: lower than any score.
_NEVER: Final = -1e9


class Found(NamedTuple):
    """Pairs that pass the gate: query, listed name, log-odds, flags and (if asked) features.

    The meetings of pair i are those up to met[i]: the words of both that met, as masks, how alike
    they are and by what rule.
    """

    query: Ids
    name: Ids
    logit: Floats
    flags: Ids
    features: Floats
    met: Ids
    met_query: Ids
    met_listed: Ids
    met_like: Floats
    met_kind: Ids


class Units(NamedTuple):
    """What names are found by: their words, and neighbours joined, by number.

    Unit u is word u of the vocabulary; from `first_join` on they are joined words, by sorted hash.
    `at`, `unit` and `mask` give the units of each name, by unit; `post_*` the names of each unit,
    those of persons from `mid` on, with what it weighs there.
    """

    at: Ids
    unit: Ids
    mask: Ids
    sizes: Ids
    join_hashes: Hashes
    post_at: Ids
    post_mid: Ids
    post_name: Ids
    post_weight: Floats


class NameIndex:
    """Listed names, indexed: those of anything else first, then those of persons."""

    def __init__(
        self, columns: NameColumns, persons_from: int, units: Units, keys: Keys, policy: Policy
    ) -> None:
        self.columns = columns
        self.persons_from = persons_from
        self.units = units
        self.keys = keys
        self.policy = policy
        rows = np.repeat(np.arange(len(columns.words_at) - 1), np.diff(columns.words_at))
        of_person = rows >= persons_from
        self.weights = np.where(of_person, columns.weights[1], columns.weights[0])
        self.whole = np.bincount(rows, self.weights, minlength=len(columns.words_at) - 1)
        letters = rows[(columns.marks & Mark.LETTER) != 0]
        self.initials = np.bincount(letters, minlength=len(columns.words_at) - 1)

    @classmethod
    def build(
        cls,
        names: Sequence[str],
        persons_from: int,
        policy: Policy,
        *,
        published: Sequence[str] | None = None,
    ) -> "NameIndex":
        """The index of names, of which those from `persons_from` on are of persons.

        `published` is how the list writes them, where `names` are in another order.
        """
        columns = columns_of(names)
        if published is not None:
            columns = columns._replace(normal=hashes_of([normal_form(one) for one in published]))
        units = _units(columns, persons_from)
        return cls(columns, persons_from, units, keys_of(columns.words, policy.word), policy)

    def search(
        self,
        queries: NameColumns,
        model: NameModel,
        *,
        least: float = _NEVER,
        features: bool = False,
        exhaustive: bool = False,
    ) -> Found:
        """Every pair that passes the gate and scores at least so much, by query and name.

        `exhaustive` looks at every pair instead of those the index finds: the same, slowly.
        """
        ready = self.ready(queries)
        return self.found(ready, model, least=least, features=features, exhaustive=exhaustive)

    def ready(self, queries: NameColumns) -> "Ready":
        """The queries with the units of the list that their words meet."""
        return Ready(queries, self._near(queries), self._extra(queries))

    def found(
        self,
        ready: "Ready",
        model: NameModel,
        *,
        least: float = _NEVER,
        features: bool = False,
        exhaustive: bool = False,
    ) -> Found:
        """What `search` finds for queries made ready."""
        queries, near, extra = ready
        size = len(queries.words_at) - 1
        listed, units, rule = self.columns, self.units, self.policy
        result = kernels(size).search(
            size, rule.gate.coverage, rule.gate.shared, rule.gate.letter, rule.word.initial,
            rule.organisation.head_weight, float(least), FEATURES if features else 0, exhaustive,
            queries.words_at, queries.word, *queries.weights, queries.marks, queries.letters,
            queries.normal, queries.forms, *extra, *near,
            listed.words_at, self.weights, listed.marks, listed.letters, listed.normal,
            listed.forms, self.whole, self.initials, self.persons_from,
            units.at, units.unit, units.mask, units.sizes,
            units.post_at, units.post_mid, units.post_name, units.post_weight,
            model.trees, model.values, model.at, model.base,
        )  # fmt: skip
        return Found(*result)

    def _near(self, queries: NameColumns) -> tuple[Ids, Ids, Floats, Ids]:
        """For each word of the queries the units that it meets, how alike, by what rule."""
        words, listed, rule = queries.words, self.columns, self.policy.word
        near = near_words(words, queries.vocabulary, self.keys, listed.vocabulary, rule)
        mine, theirs = _matches(queries.vocabulary.hashes, listed.vocabulary.hashes)
        once, joins = _matches(queries.vocabulary.hashes, self.units.join_hashes)
        word = np.concatenate([near.mine, mine, once])
        unit = np.concatenate([near.theirs, theirs, joins + len(listed.words)])
        like = np.concatenate(
            [near.similarity, np.ones(len(mine)), np.full(len(once), rule.joined)]
        )
        kind = np.concatenate([near.kind, np.full(len(mine), EQUAL), np.full(len(once), JOINED)])
        order = np.lexsort((unit, word))
        at = np.searchsorted(word[order], np.arange(len(words) + 1))
        return at, unit[order], like[order], kind[order].astype(np.int64)

    def _extra(self, queries: NameColumns) -> "Extra":
        """For each query its neighbours joined that meet a word of the list."""
        joins = joins_of(queries)
        at, unit = _matches(joins.hash, self.columns.vocabulary.hashes)
        name, mask, like = joins.name[at], joins.mask[at], np.full(len(at), self.policy.word.joined)
        kind = np.full(len(at), JOINED)
        bare = self._unvowelled(queries)
        name, mask = np.concatenate([name, bare.at]), np.concatenate([mask, bare.mask])
        unit, like = np.concatenate([unit, bare.unit]), np.concatenate([like, bare.like])
        kind = np.concatenate([kind, bare.kind])
        order = np.lexsort((unit, mask, name))
        starts = np.searchsorted(name[order], np.arange(len(queries.words_at)))
        return Extra(starts.astype(np.int64), mask[order], unit[order], like[order], kind[order])

    def _unvowelled(self, queries: NameColumns) -> "Extra":
        """Neighbours joined in a script without vowels and the words near to them; `at` = whose.

        There "Mati ullah" and "Matiullah" are not equal when joined, only alike.
        """
        texts: dict[str, int] = {}
        rows: list[tuple[int, int, int]] = []
        second = np.flatnonzero(queries.marks[1:] & queries.marks[:-1] & Mark.SKELETON) + 1
        name = np.searchsorted(queries.words_at, second, side="right") - 1
        for place, owner in zip(second.tolist(), name.tolist(), strict=True):
            first = place - 1 - int(queries.words_at[owner])
            if first >= 0:
                one, other = (queries.words[queries.word[i]] for i in (place - 1, place))
                joined = texts.setdefault(one + other.removeprefix(SKELETON), len(texts))
                rows.append((owner, 0b11 << first, joined))
        words, listed, rule = list(texts), self.columns, self.policy.word
        near = near_words(words, vocabulary_of(words), self.keys, listed.vocabulary, rule)
        whose, mask, text = np.array(rows, np.int64).reshape(-1, 3).T
        low = np.searchsorted(near.mine, np.arange(len(words)))
        high = np.searchsorted(near.mine, np.arange(len(words)), side="right")
        times = high[text] - low[text]
        at = ranges(low[text], high[text])
        return Extra(
            np.repeat(whose, times), np.repeat(mask, times),
            near.theirs[at], near.similarity[at], near.kind[at],
        )  # fmt: skip


class Ready(NamedTuple):
    """Queries with what their words meet: per word where its units begin, unit, how alike, how."""

    names: NameColumns
    near: tuple[Ids, Ids, Floats, Ids]
    extra: "Extra"


class Extra(NamedTuple):
    """Joined words of queries that meet a unit of the list: which words, which unit, how alike."""

    at: Ids
    mask: Ids
    unit: Ids
    like: Floats
    kind: Ids


def _matches(hashes: Hashes, listed: Hashes) -> tuple[Ids, Ids]:
    """The positions of equal hashes on both sides; listed ones are distinct."""
    order = np.argsort(listed, kind="stable")
    if not len(order):
        return np.empty(0, np.int64), np.empty(0, np.int64)
    place = np.minimum(np.searchsorted(listed[order], hashes), len(order) - 1)
    found = np.flatnonzero(listed[order[place]] == hashes)
    return found, order[place[found]]


def _units(columns: NameColumns, persons_from: int) -> Units:
    joins = joins_of(columns)
    join_hashes, first, join = np.unique(joins.hash, return_index=True, return_inverse=True)
    names = len(columns.words_at) - 1
    rows = np.repeat(np.arange(names), np.diff(columns.words_at))
    position = np.arange(len(rows)) - columns.words_at[rows]
    name = np.concatenate([rows, joins.name])
    unit = np.concatenate([columns.word, join + len(columns.words)])
    mask = np.concatenate([np.int64(1) << position, joins.mask])
    order = np.lexsort((mask, unit, name))
    name, unit, mask = name[order], unit[order], mask[order]
    weight = _mask_weights(columns, persons_from, name, mask)
    count = len(columns.words) + len(join_hashes)
    post = np.lexsort((name, unit))
    post_at = np.searchsorted(unit[post], np.arange(count + 1)).astype(np.int64)
    persons = np.concatenate([[0], np.cumsum(name[post] < persons_from)])
    sizes = [len(word) for word in columns.words]
    return Units(
        at=np.searchsorted(name, np.arange(names + 1)).astype(np.int64),
        unit=unit,
        mask=mask,
        sizes=np.concatenate([np.array(sizes, np.int64), joins.length[first]]),
        join_hashes=join_hashes,
        post_at=post_at,
        post_mid=post_at[:-1] + persons[post_at[1:]] - persons[post_at[:-1]],
        post_name=name[post],
        post_weight=weight[post],
    )


def _mask_weights(columns: NameColumns, persons_from: int, name: Ids, mask: Ids) -> Floats:
    """What the words of each mask weigh in their name."""
    total = np.zeros(len(name))
    sizes = np.diff(columns.words_at)[name]
    kind = (name >= persons_from).astype(np.int64)
    for position in range(int(sizes.max(initial=0))):
        held = np.flatnonzero((mask >> position) & 1)
        at = columns.words_at[name[held]] + position
        total[held] += columns.weights[kind[held], at]
    return total

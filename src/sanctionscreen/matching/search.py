"""The search: the two kernels over blocks of queries, and memory for them to work in."""

from collections.abc import Iterator
from typing import Any, Final, NamedTuple

import numpy as np

from sanctionscreen.matching import gate_kernel, score_kernel
from sanctionscreen.matching.compiled import Kernels, kernels
from sanctionscreen.matching.meeting import Ready
from sanctionscreen.matching.model import NameModel
from sanctionscreen.matching.name_columns import NameColumns, single_letters
from sanctionscreen.matching.policy import Gate, Policy
from sanctionscreen.matching.units import Sorted, Units, kind_weights
from sanctionscreen.matching.vocabulary import Floats, Hashes, Ids, ranges
from sanctionscreen.text.analysis import MAX_WORDS, Mark

#: Pairs that pass the gate are judged so many at a time.
_ROOM: Final = 1 << 14
#: To search a name takes plain Python about as long as to compare so many pairs of words.
_STEPS: Final = 100
#: Wider than any rounding of a sum of trees.
_SLACK: Final = 1e-6
#: Mixes the hashes of words before they are summed: those of words are sums themselves.
_ODD: Final = np.uint64(0xBF58476D1CE4E5B9)


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


class Listed(NamedTuple):
    """The listed names: columns, units, what each word and name weighs, letters in each.

    `bags` is of their words in any order, `normals` has the hashes of their normal forms sorted.
    """

    columns: NameColumns
    persons_from: int
    units: Units
    weights: Floats
    whole: Floats
    letters: Ids
    bags: Hashes
    normals: Sorted

    @classmethod
    def of(cls, columns: NameColumns, persons_from: int, units: Units) -> "Listed":
        """The listed names with what follows from their columns."""
        names = len(columns.words_at) - 1
        rows = np.repeat(np.arange(names), np.diff(columns.words_at))
        weights = kind_weights(columns, persons_from)
        whole = np.bincount(rows, weights, minlength=names).astype(np.float64)
        letters = single_letters(columns)
        bags, normals = bags_of(columns), Sorted.of(columns.normal)
        return cls(columns, persons_from, units, weights, whole, letters, bags, normals)


class Against(NamedTuple):
    """The listed names as the kernels see them under one gate: made once an index."""

    listed: Listed
    gate: Gate
    names: gate_kernel.Listed
    side: score_kernel.Side

    @classmethod
    def of(cls, listed: Listed, gate: Gate) -> "Against":
        """The listed names under a gate."""
        side = _side(listed.columns, listed.weights, listed.weights, listed.bags)
        return cls(listed, gate, _names(listed, gate), side)


def bags_of(columns: NameColumns) -> Hashes:
    """A hash of the words of each name, whatever their order."""
    mixed = columns.vocabulary.hashes[columns.word]
    mixed = (mixed ^ (mixed >> np.uint64(29))) * _ODD
    sums = np.concatenate([np.zeros(1, np.uint64), np.cumsum(mixed ^ (mixed >> np.uint64(32)))])
    bags: Hashes = np.diff(sums[columns.words_at])
    return bags


def search(
    ready: Ready,
    against: Against,
    forest: score_kernel.Forest,
    policy: Policy,
    *,
    least: float,
    features: bool,
    exhaustive: bool,
) -> Found:
    """Every pair that passes the gate and scores at least so much, by query and listed name.

    `exhaustive` looks at every listed name.
    """
    size = len(ready.names.words_at) - 1
    run = kernels(size * _STEPS)
    judge = _judge(run, ready.names, against, forest, policy, least=least, features=features)
    blocks = [judge(block) for block in _passed(run, ready, against, exhaustive=exhaustive)]
    return _sorted(_joined(blocks, score_kernel.FEATURES if features else 0))


def _passed(
    run: Kernels, ready: Ready, against: Against, *, exhaustive: bool
) -> Iterator[gate_kernel.Passed]:
    """The pairs that pass the gate, so many at a time; overwritten by the next."""
    size = len(ready.names.words_at) - 1
    gate, listed = against.gate, against.listed
    asked = _asked(ready, listed, gate)
    least = float(against.names.share.min(initial=1.0))
    rule = gate_kernel.Rule(gate.coverage, least, gate.letter, exhaustive)
    work = _scratch(ready, listed.units, len(listed.whole))
    room, first = _ROOM, 0
    passed = _room_for(room)
    while first < size:
        pairs, meets, following = run.search(first, size, rule, asked, against.names, work, passed)
        if following == first:  # one query alone fills it
            room *= 2
            passed = _room_for(room)
            continue
        first = following
        yield gate_kernel.Passed(
            passed.query[:pairs], passed.name[:pairs], passed.met[:pairs],
            passed.parts[:meets], passed.reals[:meets],
        )  # fmt: skip


def _room_for(pairs: int) -> gate_kernel.Passed:
    return gate_kernel.Passed(
        np.empty(pairs, np.int64), np.empty(pairs, np.int64), np.empty(pairs, np.int64),
        np.empty((pairs * 4, 4), np.int64), np.empty((pairs * 4, 3)),
    )  # fmt: skip


def shares(columns: NameColumns, share: float, gate: Gate) -> Floats:
    """What of each name must meet: less where its script says little of how it sounds."""
    names = len(columns.words_at) - 1
    rows = np.repeat(np.arange(names), np.diff(columns.words_at))
    other = (columns.marks & (Mark.SKELETON | Mark.SYLLABLE)) != 0
    found = np.full(names, share)
    found[rows[other]] = min(share, gate.other_script)
    return found


def _asked(ready: Ready, listed: Listed, gate: Gate) -> gate_kernel.Asked:
    names, words, joins = ready
    low, high = listed.normals.between(names.normal)
    last = np.maximum(names.words_at[1:] - 1, 0)  # that of a name without words is another's
    return gate_kernel.Asked(
        order=np.argsort(names.word[last], kind="stable") if len(names.word) else last,
        at=names.words_at, word=names.word, other=names.weights[0], person=names.weights[1],
        letters=single_letters(names), share=shares(names, gate.query, gate), normal=names.normal,
        same_at=np.stack([low, high], axis=1).astype(np.int64),
        lead_at=words.at, lead=words.lead, lead_like=words.like, lead_tells=words.tells,
        lead_names=words.names,
        extra_at=joins.at, extra_unit=joins.unit, extra_mask=joins.mask, extra_like=joins.like,
        extra_kind=joins.kind,
    )  # fmt: skip


def _names(listed: Listed, gate: Gate) -> gate_kernel.Listed:
    columns, units = listed.columns, listed.units
    share = shares(columns, gate.listed, gate)
    return gate_kernel.Listed(
        persons_from=listed.persons_from, first_join=units.first_join,
        at=columns.words_at, weights=listed.weights, whole=listed.whole,
        letters=listed.letters, share=share, normal=columns.normal, same=listed.normals.place,
        units_at=units.at, units=units.unit, unit_masks=units.mask, unit_weights=units.weight,
        about=units.about, post=units.post, beside=units.beside,
    )  # fmt: skip


def _scratch(ready: Ready, units: Units, names: int) -> gate_kernel.Scratch:
    """Memory for the longest query: no name has more meetings than entries times repeats."""
    met = np.diff(ready.words.at[:: gate_kernel.SORTS])[ready.names.word]
    ends = np.concatenate([[0], np.cumsum(met)])[ready.names.words_at]
    entries = int((np.diff(ends) + np.diff(ready.joins.at)).max(initial=0))
    meetings, leads = entries * units.repeats, gate_kernel.SORTS * MAX_WORDS
    return gate_kernel.Scratch(
        turns=np.zeros(4, np.int64), told=np.zeros((2, gate_kernel.PLACES), np.float32),
        joined=np.zeros(2), bucket=np.zeros(gate_kernel.BUCKETS, np.int64),
        held=np.zeros((names, 4), np.int32), led=np.zeros((entries, 3), np.int64),
        found=np.zeros(names, np.int32), seen=np.zeros(names, np.int32),
        entries=np.zeros((entries, 4), np.int64), facts=np.zeros((entries, 4)),
        ranked=np.zeros((leads, 2), np.int64), limits=np.zeros((leads + 1, 3)),
        summed=np.zeros((MAX_WORDS, 2)),
        parts=np.zeros((meetings, 4), np.int64), reals=np.zeros((meetings, 4)),
        chosen=np.zeros(MAX_WORDS, np.int64),
    )  # fmt: skip


def _judge(
    run: Kernels,
    queries: NameColumns,
    against: Against,
    forest: score_kernel.Forest,
    policy: Policy,
    *,
    least: float,
    features: bool,
) -> Any:
    """The judge of pairs that passed the gate: those of interest, with what is known of them."""
    rule = score_kernel.Rule(policy.word.initial, policy.organisation.head_weight, float(least))
    mine = _side(queries, queries.weights[0], queries.weights[1], bags_of(queries))
    work = score_kernel.Scratch(
        np.zeros((MAX_WORDS, 4), np.int64), np.zeros((MAX_WORDS, 3)),
        np.zeros(score_kernel.FEATURES), np.zeros(5), np.zeros(5),
    )  # fmt: skip
    sizes = np.diff(queries.words_at)
    width = score_kernel.FEATURES if features else 0

    def judge(passed: gate_kernel.Passed) -> score_kernel.Kept:
        count = len(passed.query)
        room = len(passed.parts) + int(sizes[passed.query].sum())  # every word may be an initial
        kept = score_kernel.Kept(
            query=np.empty(count, np.int64), name=np.empty(count, np.int64),
            met=np.empty(count, np.int64), logit=np.empty(count),
            flags=np.empty(count, np.int64), features=np.empty((count, width)),
            parts=np.empty((room, 3), np.int64), reals=np.empty(room),
        )  # fmt: skip
        pairs, meets = run.judge(
            count, against.listed.persons_from, rule, mine, against.side, forest, passed, work, kept
        )
        return score_kernel.Kept(
            *(column[:pairs].copy() for column in kept[:6]),
            *(column[:meets].copy() for column in kept[6:]),
        )

    return judge


def _side(columns: NameColumns, other: Floats, person: Floats, bags: Hashes) -> score_kernel.Side:
    return score_kernel.Side(
        columns.words_at, other, person, columns.marks, columns.opening, columns.normal,
        bags, columns.forms,
    )  # fmt: skip


def forest_of(model: NameModel) -> score_kernel.Forest:
    """The model's trees, and the most that each and those after it can add."""
    most = model.values.max(axis=1, initial=0) if len(model.values) else np.zeros(0)
    rest = np.zeros(len(most))
    for kind in range(2):
        low, high = model.at[kind], model.at[kind + 1]
        rest[low:high] = np.cumsum(most[low:high][::-1])[::-1] + _SLACK
    return score_kernel.Forest(
        model.at, model.base, np.ascontiguousarray(model.trees[:, ::2]).astype(np.int64),
        np.ascontiguousarray(model.trees[:, 1::2]), model.values, rest,
    )  # fmt: skip


def _joined(blocks: list[score_kernel.Kept], width: int) -> score_kernel.Kept:
    """All blocks as one."""
    if not blocks:
        ids, floats = np.empty(0, np.int64), np.empty(0)
        parts, features = np.empty((0, 3), np.int64), np.empty((0, width))
        return score_kernel.Kept(ids, ids, ids, floats, ids, features, parts, floats)
    ends = np.cumsum([0, *(len(block.reals) for block in blocks)])
    met = [block.met + end for block, end in zip(blocks, ends, strict=False)]
    whole = score_kernel.Kept(*(np.concatenate(columns) for columns in zip(*blocks, strict=True)))
    return whole._replace(met=np.concatenate(met))


def _sorted(kept: score_kernel.Kept) -> Found:
    """The pairs by query and listed name."""
    order = np.lexsort((kept.name, kept.query))
    starts = np.concatenate([[0], kept.met[:-1]])[order] if len(order) else kept.met
    ends = kept.met[order]
    rows = ranges(starts, ends)
    return Found(
        query=kept.query[order],
        name=kept.name[order],
        logit=kept.logit[order],
        flags=kept.flags[order],
        features=kept.features[order],
        met=np.cumsum(ends - starts),
        met_query=kept.parts[rows, 0],
        met_listed=kept.parts[rows, 1],
        met_like=kept.reals[rows],
        met_kind=kept.parts[rows, 2],
    )

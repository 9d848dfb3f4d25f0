"""The name score: how alike two names are.

The kernels align the words of two names and sum the model's trees; here that becomes a score in
[0, 1], with the few rules that no model may overrule. `told.py` says what met what.
"""

from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from sanctionscreen.matching.model import NameModel
from sanctionscreen.matching.name_columns import NameColumns
from sanctionscreen.matching.policy import Policy
from sanctionscreen.matching.score_kernel import ALONE, HEAD, MOVED, REORDERED, REVERSED, SAME
from sanctionscreen.matching.search import Found
from sanctionscreen.matching.vocabulary import Floats

#: Scores are rounded to so many digits: the last bits of a sum are nobody's evidence.
DIGITS: Final = 6


class Scored(NamedTuple):
    """Scored pairs of a block of queries with the listed names, in the order they were found."""

    found: Found
    scores: Floats


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

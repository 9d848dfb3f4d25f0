"""The name model: small trees over the features of two names, summed to log-odds.

Each tree asks about one feature, then about one of two others: a sum of curves and of pairs of
features, learned by `benchmarks/train.py` and kept as a table. Part of the policy's digest.
"""

import hashlib
from collections.abc import Iterator, Sequence
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from sanctionscreen.matching import score_kernel

Floats = NDArray[np.float64]
Ids = NDArray[np.int64]

_KINDS: Final = ("organisation", "person")
_TABLE: Final = files("sanctionscreen.matching") / "name_model.tsv"


def _feature_names() -> Iterator[str]:
    others = {"FEATURES", "HEAD", "SAME", "ALONE", "REVERSED", "REORDERED", "MOVED"}
    numbered = {
        number: name
        for name, number in vars(score_kernel).items()
        if name.isupper() and name[0] != "_" and name not in others
    }
    yield from (numbered[i] for i in range(score_kernel.FEATURES))


#: The features by position.
FEATURE_NAMES: Final = tuple(_feature_names())


class NameModel(NamedTuple):
    """Trees for names of anything else, then of persons: trees[at[k]:at[k + 1]].

    A row of `trees`: feature and limit asked first; feature and limit asked where the first is at
    most its limit; feature and limit asked else. A row of `values`: the four answers. `slope`
    holds slope and offset that turn the sum into the log-odds of a true match.
    """

    trees: Floats
    values: Floats
    at: Ids
    base: Floats
    slope: Floats

    @classmethod
    def empty(cls) -> "NameModel":
        """A model that says nothing of any pair."""
        return cls(
            np.zeros((0, 6)), np.zeros((0, 4)), np.zeros(3, np.int64), np.zeros(2), np.array([1, 0])
        )

    @classmethod
    def default(cls) -> "NameModel":
        """The shipped model."""
        return _default()

    def write(self, path: Path) -> None:
        """Writes the model as a table of text."""
        lines = ["# kind <TAB> six columns of a tree <TAB> four answers; by benchmarks/train.py"]
        lines.append("scale\t" + "\t".join(f"{x:.6g}" for x in (*self.slope, *self.base)))
        for kind, name in enumerate(_KINDS):
            for row in range(self.at[kind], self.at[kind + 1]):
                cells = (*self.trees[row], *self.values[row])
                lines.append("\t".join((name, *(f"{cell:.9g}" for cell in cells))))
        path.write_text("\n".join(lines) + "\n", encoding="utf-8")

    def scores(self, logits: Floats) -> Floats:
        """The scores in [0, 1] of sums of trees: the probability that a pair is the same party.

        Calibrated where half of what is screened is listed.
        """
        slope, offset = self.slope
        scores: Floats = 1.0 / (1.0 + np.exp(-(slope * logits + offset)))
        return scores

    def logit(self, score: float) -> float:
        """The sum of trees that a score comes from; minus infinity for 0."""
        slope, offset = (float(x) for x in self.slope)
        if score <= 0:
            return -np.inf
        return (float(np.log(score / (1 - score))) - offset) / slope if score < 1 else np.inf

    def shares(self, features: Sequence[float], *, person: bool) -> dict[str, float]:
        """What each feature, or pair of features that a tree asks together, gave to the sum."""
        given: dict[str, float] = {}
        kind = int(person)
        for row in range(self.at[kind], self.at[kind + 1]):
            first, limit, low, low_limit, high, high_limit = self.trees[row]
            side = features[int(first)] > limit
            second, second_limit = (high, high_limit) if side else (low, low_limit)
            answer = self.values[row][2 * side + (features[int(second)] > second_limit)]
            name = FEATURE_NAMES[int(first)]
            given[name] = given.get(name, 0.0) + float(answer)
        return given


@cache
def _default() -> NameModel:
    rows = [
        line.split("\t")
        for line in _TABLE.read_text(encoding="utf-8").splitlines()
        if not line.startswith("#")
    ]
    slope, offset, *base = (float(cell) for cell in rows[0][1:])
    cells = np.array([[float(cell) for cell in row[1:]] for row in rows[1:]])
    count = sum(row[0] == _KINDS[0] for row in rows[1:])
    return NameModel(
        np.ascontiguousarray(cells[:, :6]),
        np.ascontiguousarray(cells[:, 6:]),
        np.array([0, count, len(cells)], np.int64),
        np.array(base),
        np.array([slope, offset]),
    )


@cache
def digest() -> str:
    """The sha256 of the shipped model."""
    return hashlib.sha256(_TABLE.read_bytes()).hexdigest()

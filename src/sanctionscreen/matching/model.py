"""The name model: small trees over the features of two names, summed to log-odds.

Each tree asks about one feature, then about one of two others, and so on: a sum of curves and of
features that belong together, learned by `benchmarks/train.py` and kept as a table. Part of the
policy's digest.
"""

import hashlib
from collections.abc import Iterator, Sequence
from functools import cache
from pathlib import Path
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from sanctionscreen.matching import score_kernel
from sanctionscreen.matching.score_kernel import DEPTH

Floats = NDArray[np.float64]
Ids = NDArray[np.int64]

_KINDS: Final = ("organisation", "person")
_TABLE: Final = Path(__file__).with_name("name_model.tsv")


def _feature_names() -> Iterator[str]:
    others = {"FEATURES", "DEPTH", "HEAD", "SAME", "ALONE", "REVERSED", "REORDERED", "MOVED"}
    numbered = {
        number: name
        for name, number in vars(score_kernel).items()
        if name.isupper() and name[0] != "_" and name not in others
    }
    yield from (numbered[i] for i in range(score_kernel.FEATURES))


#: Questions and answers of a tree.
QUESTIONS: Final = 2**DEPTH - 1
ANSWERS: Final = 2**DEPTH
#: The features by position.
FEATURE_NAMES: Final = tuple(_feature_names())


class NameModel(NamedTuple):
    """Trees for names of anything else, then of persons: trees[at[k]:at[k + 1]].

    A row of `trees`: feature and limit of each question; behind question k the one asked where the
    feature is at most its limit (2k + 1), and the one asked else (2k + 2). A row of `values`: the
    answers. `slope` holds slope and offset that turn the sum into the log-odds of a true match.
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
            np.zeros((0, 2 * QUESTIONS)),
            np.zeros((0, ANSWERS)),
            np.zeros(3, np.int64),
            np.zeros(2),
            np.array([1, 0]),
        )

    @classmethod
    def default(cls) -> "NameModel":
        """The shipped model."""
        return _default()

    def write(self, path: Path) -> None:
        """Writes the model as a table of text."""
        lines = [
            "# kind, then feature and limit of each question, then answers: benchmarks/train.py"
        ]
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
        """What each feature gave to the sum, by the trees that ask it first."""
        given: dict[str, float] = {}
        kind = int(person)
        for row in range(self.at[kind], self.at[kind + 1]):
            asked, limits = self.trees[row, ::2].astype(int), self.trees[row, 1::2]
            node = 0
            for _ in range(DEPTH):
                node = 2 * node + 1 + int(features[asked[node]] > limits[node])
            answer = self.values[row, node - QUESTIONS]
            name = FEATURE_NAMES[asked[0]]
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
        np.ascontiguousarray(cells[:, : 2 * QUESTIONS]),
        np.ascontiguousarray(cells[:, 2 * QUESTIONS :]),
        np.array([0, count, len(cells)], np.int64),
        np.array(base),
        np.array([slope, offset]),
    )


@cache
def digest() -> str:
    """The sha256 of the shipped model."""
    return hashlib.sha256(_TABLE.read_bytes()).hexdigest()

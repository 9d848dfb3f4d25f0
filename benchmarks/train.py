"""Learns the name model: small monotone trees over the features of pairs that pass the gate.

    python benchmarks/learning_set.py --list LIST.json.xz --data ../shared/data --seed 21 \
        --per-class 400 --clean 60000 --near 10000 --out made_21.json
    python benchmarks/train.py --list LIST.json.xz --set SET.json.xz --made made_21.json \
        --out src/sanctionscreen/matching/name_model.tsv

These two made the shipped model, with the code of the commit that docs/matching.md names. Only
queries of the named half of the entities are learned from, so that the other half can report. What
`learning_set.py` changed itself counts less than SET. `--without CLASS` (repeat) leaves a class of
variants out of learning. Negatives are mined anew in each round: the strangers that the model of
the round before scores highest.

Needs scikit-learn (1.9 for the shipped model). The same input gives the same model.
"""

import argparse
import json
import lzma
import re
import zlib
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray
from sklearn.ensemble import HistGradientBoostingClassifier
from sklearn.linear_model import LogisticRegression

from sanctionscreen import Policy
from sanctionscreen.matching.index import NameIndex
from sanctionscreen.matching.model import ANSWERS, FEATURE_NAMES, QUESTIONS, NameModel
from sanctionscreen.matching.name_columns import columns_of
from sanctionscreen.matching.score_kernel import DEPTH

Query = Mapping[str, Any]
Floats = NDArray[np.float64]
Ids = NDArray[np.int64]

ROUNDS = 3
TREES = 100
RATE = 0.12
#: What all strangers made of listed words count together, and all clean names; one wrong entity.
NEAR, CLEAN, WRONG = 4200.0, 20000.0, 0.5
#: Of the negatives those that score less than nearly all right pairs teach nothing.
EASY = 0.005
#: Classes of variants count alike, small ones less.
CLASS_WEIGHT, CLASS_LEAST = 180.0, 75
#: Names that a list itself gives in another script count more: they are no inventions. So do
#: ordinary names in another script, for they are few.
ORIGINAL = 5.0
FOREIGN = 1.8
#: A person among names of anything else: few of those learned from state no type, many users' do.
OTHER_KIND = 5.0
#: Ordinary companies meet more listed names than ordinary persons do, and no date of birth tells
#: them apart.
COMPANY = 1.4
#: What else `learning_set.py` made of listed names counts less: it says what else there is, and
#: not how often.
MADE = 1.0
#: So do names of ships, which are often one word: few classes have them.
VESSEL = 2.0
#: How many names are cut or lose their vowels, and the widths of fields that cut.
WORN = 600
WIDTHS = (18, 20, 22, 27, 35)
INNER_VOWEL = r"(?<=\w)[aeiouAEIOU](?=\w)"
#: The score must not fall (1) or not rise (-1) with these features.
RISING = [
    "COVER_QUERY",
    "COVER_LISTED",
    "SHARED",
    "MEAN_ALIKE",
    "LEAST_ALIKE",
    "LEAST_SHORT",
    "EQUAL_SHARE",
    "IN_ORDER",
    "HEAD_MEETS",
    "TOLD",
]
FALLING = [
    "AGAINST",
    "AGAINST_SHARE",
    "NUMBERS_LEFT",
    "FORMS_LEFT",
    "HEAVIEST_ADDED",
    "HEAVIEST_OMITTED",
    "EDITS",
    "INITIALS_LEFT",
    "HEADS_DIFFER",
    "REST_QUERY",
    "REST_LISTED",
]


class Pairs(NamedTuple):
    """Scored pairs of a set, and facts of its queries.

    Of each pair: whose query, whether right, the features, whether the listed name is of a person,
    and of the query's kind. Of each query: sort, half, weight.
    """

    query: Ids
    right: NDArray[np.bool_]
    features: Floats
    person: NDArray[np.bool_]
    same_kind: NDArray[np.bool_]
    sort: NDArray[np.str_]
    half: NDArray[np.str_]
    weight: Floats


def load(path: Path) -> Any:
    """The JSON of a file, packed or not."""
    if path.suffix == ".xz":
        with lzma.open(path, "rt", encoding="utf-8") as file:
            return json.load(file)
    return json.loads(path.read_text(encoding="utf-8"))


def may_be_listed(query: Query) -> bool:
    """Whether a made-up company is written in another script: some such are real, and listed."""
    return query["cls"] == "clean_faker_companies" and is_foreign(query)


def is_foreign(query: Query) -> bool:
    """Whether a query is written in another script than Latin."""
    return re.search("[\u0370-\u1dff\u2e80-\uffff]", query["query"]) is not None


def half_of(query: Query) -> str:
    """The half a query belongs to: that of its entity; of its text where it has none."""
    key = min(query.get("entity", [query["query"]]))
    return "AB"[zlib.crc32(str(key).encode()) % 2]


class Listing(NamedTuple):
    """The indexed names of a list, whose each is, and of what kind."""

    names: NameIndex
    entity: list[str]
    kind: NDArray[np.str_]


def listed_of(rows: Iterable[Query]) -> Listing:
    """The names of all entities, indexed."""
    names: list[tuple[str, str, str]] = []
    for row in rows:
        names += [(n, row["id"], row["kind"]) for n in (*row["names"], *row["alias"]) if n.strip()]
    names.sort(key=lambda name: name[2] == "Person")
    persons_from = sum(kind != "Person" for _, _, kind in names)
    index = NameIndex.build([text for text, _, _ in names], persons_from, Policy.default())
    return Listing(index, [entity for _, entity, _ in names], np.array([k for _, _, k in names]))


def pairs_of(listed: Listing, queries: Sequence[tuple[str, Query]]) -> Pairs:
    """Every pair of a query and a listed name of its kind that passes the gate."""
    columns = columns_of([query["query"] for _, query in queries])
    found = listed.names.search(columns, NameModel.empty(), features=True)
    kinds = np.array([query["kind"] for _, query in queries])
    sorts = np.array([sort for sort, _ in queries])
    same = kinds[found.query] == listed.kind[found.name]
    # Ordinary parties of unstated type meet names of every kind, and must not be found there.
    keep = same | (sorts[found.query] == "neg")
    whose, name = found.query[keep], found.name[keep]
    entities = [set(query.get("entity", ())) for _, query in queries]
    right = [listed.entity[n] in entities[q] for q, n in zip(whose, name, strict=True)]
    return Pairs(
        query=whose,
        right=np.array(right, np.bool_),
        features=found.features[keep],
        sort=sorts,
        person=listed.kind[name] == "Person",
        same_kind=same[keep],
        half=np.array([half_of(query) for _, query in queries]),
        weight=weights_of(queries),
    )


def worn(rows: Sequence[Query]) -> list[tuple[str, Query]]:
    """More true queries, of listed names as written: cut off by a short field, without vowels.

    As many of a class and kind as any other class has; which entities, follows from their ids.
    """
    made: Counter[tuple[str, str]] = Counter()
    queries: list[tuple[str, Query]] = []
    for row in sorted(rows, key=lambda row: zlib.crc32(row["id"].encode())):
        name, kind = row["raw"], row["kind"]
        width = WIDTHS[zlib.crc32(name.encode()) % len(WIDTHS)]
        classes = {"cut": name[:width].rstrip(), "vowels": re.sub(INNER_VOWEL, "", name)}
        for cls, text in classes.items():
            if text != name and made[cls, kind] < WORN:
                made[cls, kind] += 1
                query = {"query": text, "kind": kind, "cls": cls, "entity": [row["id"]]}
                queries.append(("pos", query | {"counts": 1.0}))
    return queries


def weights_of(queries: Sequence[tuple[str, Query]]) -> Floats:
    """What each query counts in learning: those of one sort, or of one class, together alike."""
    sorts = Counter(sort for sort, _ in queries)
    classes = Counter((q["kind"], q["cls"]) for sort, q in queries if sort == "pos")
    return np.array(
        [
            true_weight(query, classes[query["kind"], query["cls"]])
            if sort == "pos"
            else false_weight(sort, query, sorts[sort])
            for sort, query in queries
        ]
    )


def true_weight(query: Query, count: int) -> float:
    """What a query that names a listed party counts, of so many of its class."""
    weight: float = CLASS_WEIGHT / max(CLASS_LEAST, count)
    weight *= ORIGINAL if query["cls"].startswith("original") else query.get("counts", 1.0)
    return weight * (VESSEL if query["kind"] == "Vessel" else 1.0)


def false_weight(sort: str, query: Query, count: int) -> float:
    """What a stranger or an ordinary name counts, of so many of its sort."""
    if sort == "near":
        return NEAR / count
    weight = CLEAN / count * (FOREIGN if is_foreign(query) else 1.0)
    return weight * (COMPANY if query["kind"] == "Organization" else 1.0)


def ranks(query: Ids, score: Floats) -> Ids:
    """The rank of each pair among those of its query, 0 for the highest score."""
    order = np.lexsort((-score, query))
    first = np.flatnonzero(np.diff(query[order], prepend=-1))
    rank = np.empty(len(order), np.int64)
    rank[order] = np.arange(len(order)) - np.repeat(first, np.diff(np.append(first, len(order))))
    return rank


def rows_of(pairs: Pairs, score: Floats, learned: NDArray[np.bool_]) -> tuple[Ids, Ids, Floats]:
    """The pairs to learn from: each query's best right one and its hardest wrong ones."""
    sort = pairs.sort[pairs.query]
    best = pairs.right & (ranks(pairs.query, np.where(pairs.right, score, -1e9)) == 0)
    by_kind = pairs.query * 2 + pairs.person
    wrong = ranks(by_kind, np.where(pairs.right, -1e9, score))
    rows = [np.flatnonzero(best & learned[pairs.query])]
    weights = [pairs.weight[pairs.query[rows[0]]]]
    for name, most, factor in (("pos", 1, WRONG), ("neg", 3, None), ("near", 2, None)):
        chosen = np.flatnonzero(
            ~pairs.right & (sort == name) & (wrong < most) & learned[pairs.query]
        )
        each = pairs.weight[pairs.query[chosen]] if factor is None else np.full(len(chosen), factor)
        each = np.where(pairs.same_kind[chosen], each, OTHER_KIND * each)
        rows.append(chosen)
        weights.append(each / (1 + wrong[chosen]))
    labels = np.concatenate([np.full(len(r), i == 0, np.int64) for i, r in enumerate(rows)])
    every, weight = np.concatenate(rows), np.concatenate(weights)
    hard = (labels == 1) | (score[every] >= np.quantile(score[rows[0]], EASY))
    return every[hard], labels[hard], weight[hard]


def first_guess(features: Floats) -> Floats:
    """A score by hand, to find the first hard negatives."""
    at = {name: features[:, i] for i, name in enumerate(FEATURE_NAMES)}
    cover = np.maximum(at["COVER_QUERY"], at["COVER_LISTED"])
    against = at["AGAINST"] + at["AGAINST_SHARE"]
    guess: Floats = 0.7 * at["SHARED"] + 0.15 * cover - 0.3 * against
    return guess


def learn(pairs: Pairs, learned: NDArray[np.bool_]) -> tuple[NameModel, Floats]:
    """The model, and the log-odds it gives all pairs."""
    score = first_guess(pairs.features)
    limits = [1 if n in RISING else -1 if n in FALLING else 0 for n in FEATURE_NAMES]
    fitted: list[HistGradientBoostingClassifier] = []
    for _ in range(ROUNDS):
        rows, labels, weights = rows_of(pairs, score, learned)
        score = np.full(len(pairs.query), -99.0)
        fitted = []
        for person in (False, True):
            own = pairs.person[rows] == person
            trees = HistGradientBoostingClassifier(
                max_iter=TREES, learning_rate=RATE, max_depth=DEPTH, min_samples_leaf=20,
                l2_regularization=2.0, early_stopping=False, monotonic_cst=limits, random_state=0,
            )  # fmt: skip
            trees.fit(pairs.features[rows][own], labels[own], sample_weight=weights[own])
            everything = pairs.person == person
            score[everything] = trees.decision_function(pairs.features[everything])
            fitted.append(trees)
    return exported(fitted), score


def exported(fitted: Sequence[HistGradientBoostingClassifier]) -> NameModel:
    """The trees of both kinds as tables, rounded so that text keeps them exactly."""
    trees: list[list[float]] = []
    values: list[list[float]] = []
    at = [0]
    for model in fitted:
        for (predictor,) in model._predictors:  # noqa: SLF001  # sklearn has no public export
            tree, answers = one_tree(predictor.nodes)
            trees.append(tree)
            values.append(answers)
        at.append(len(trees))
    base = [float(model._baseline_prediction.ravel()[0]) for model in fitted]  # noqa: SLF001
    return NameModel(
        np.round(np.array(trees), 6),
        np.round(np.array(values), 5),
        np.array(at, np.int64),
        np.round(np.array(base), 5),
        np.array([1.0, 0.0]),
    )


def one_tree(nodes: Any) -> tuple[list[float], list[float]]:
    """A tree as one row; a side that is not asked again gives one answer several times."""
    tree = [0.0] * (2 * QUESTIONS)
    level = [nodes[0]]
    for question in range(QUESTIONS):
        node = level[question]
        if node["is_leaf"]:
            level += [node, node]
        else:
            tree[2 * question] = float(node["feature_idx"])
            tree[2 * question + 1] = float(node["num_threshold"])
            level += [nodes[node["left"]], nodes[node["right"]]]
    return tree, [float(node["value"]) for node in level[-ANSWERS:]]


def best_of(pairs: Pairs, score: Floats, *, right: bool) -> Floats:
    """For each query its highest log-odds, of right pairs or of all; -99 for none."""
    best = np.full(len(pairs.sort), -99.0)
    chosen = pairs.right if right else pairs.same_kind
    np.maximum.at(best, pairs.query[chosen], score[chosen])
    return best


def calibrated(pairs: Pairs, score: Floats, learned: NDArray[np.bool_]) -> tuple[float, float]:
    """Slope and offset that turn log-odds into those of "this is the party", half of all being.

    Of each query its best pair counts; true and false queries weigh the same in sum. What was made
    for learning is harder than what is measured, and left out.
    """
    best = best_of(pairs, score, right=False)
    hit = best_of(pairs, score, right=True) >= best
    used = learned & (pairs.sort != "near")
    true = pairs.sort == "pos"
    label = hit & true
    weight = np.where(true, 1 / (true & used).sum(), 1 / (~true & used).sum()) * used.sum()
    used &= best > -99  # those that met nobody are certain
    fit = LogisticRegression(C=1e6).fit(
        best[used].reshape(-1, 1), label[used], sample_weight=weight[used]
    )
    return float(fit.coef_[0, 0]), float(fit.intercept_[0])


def report(pairs: Pairs, score: Floats, half: str, classes: NDArray[np.str_]) -> str:
    """Recall, clean and near-miss alerts of one half, in one line."""
    own = pairs.half == half
    best, right = best_of(pairs, score, right=False), best_of(pairs, score, right=True)
    clean = np.sort(best[own & (pairs.sort == "neg")])[::-1]
    true, near = own & (pairs.sort == "pos"), own & (pairs.sort == "near")
    limit = clean[int(0.01 * len(clean))] + 1e-9
    strict = clean[int(0.001 * len(clean))] + 1e-9
    means = [
        (right[true & (classes == c)] >= limit).mean()
        for c in np.unique(classes[true])
        if (true & (classes == c)).sum() >= 10
    ]
    return (
        f"half {half}: recall {(right[true] >= limit).mean():.4f} at 1 %, classes "
        f"{np.mean(means):.4f}, {(right[true] >= strict).mean():.4f} at 0.1 %, near "
        f"{(best[near] >= limit).mean():.4f}"
    )


def main() -> None:
    """Learns, reports both halves, writes the model."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--list", type=Path, required=True)
    parser.add_argument("--set", type=Path, required=True, action="append")
    parser.add_argument("--made", type=Path, default=[], action="append")
    parser.add_argument("--half", choices=["A", "B"], default="A")
    parser.add_argument("--without", action="append", default=[])
    parser.add_argument("--out", type=Path)
    options = parser.parse_args()
    queries = [
        (sort, query if path in options.set else query | {"counts": MADE})
        for path in (*options.set, *options.made)
        for sort, group in load(path).items()
        if sort in {"pos", "neg", "near"}
        for query in group
        if not may_be_listed(query)
    ]
    rows = load(options.list)
    queries += worn(rows)
    pairs = pairs_of(listed_of(rows), queries)
    classes = np.array([f"{q['kind']} {q['cls']}" for _, q in queries])
    learned = (pairs.half == options.half) & ~np.isin(classes, options.without)
    model, score = learn(pairs, learned)
    measured = np.array(["counts" not in query for _, query in queries])
    slope, offset = calibrated(pairs, score, learned & measured)
    for half in "AB":
        print(report(pairs, score, half, classes))
    if options.without:
        print("only the classes left out:")
        unseen = np.isin(classes, options.without) | (pairs.sort != "pos")
        print(report(pairs._replace(half=np.where(unseen, pairs.half, "-")), score, "B", classes))
    if options.out:
        model._replace(slope=np.array([slope, offset])).write(options.out)


if __name__ == "__main__":
    main()

"""What the gate drops: right pairs that would be hits if nothing were dropped.

    python benchmarks/gate_loss.py --list LIST.json[.xz] --set SET.json[.xz] --out R.json [--most N]

Queries that name a listed party are scored by name against every listed name of which a word meets
one of theirs, with the policy's gate and without any. Lost is a query whose party reaches the
default threshold only without the gate.
"""

import argparse
import json
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from quality import load
from sanctionscreen import Policy
from sanctionscreen.matching.model import NameModel
from sanctionscreen.matching.name_columns import columns_of
from sanctionscreen.matching.policy import Gate
from sanctionscreen.matching.score import scored
from train import Listing, Query, listed_of

#: Queries at a time: without a gate each meets thousands of names.
BLOCK = 50
OPEN = Gate(coverage=0.0, query=0.0, listed=0.0, other_script=0.0, letter=0.0)


def found(queries: Sequence[Query], listed: Listing, gate: Gate | None) -> tuple[list[bool], int]:
    """Whether each query finds its party at the default threshold; how many pairs were scored."""
    policy, model = Policy.default(), NameModel.default()
    columns = columns_of([query["query"] for query in queries])
    pairs = listed.names.search(columns, model, gate=gate)
    scores = scored(pairs, columns, listed.names.columns, model, policy).scores
    hits: list[set[str]] = [set() for _ in queries]
    for i in np.flatnonzero(scores >= policy.threshold.hit):
        hits[int(pairs.query[i])].add(listed.entity[int(pairs.name[i])])
    found_ = [not own.isdisjoint(q["entity"]) for own, q in zip(hits, queries, strict=True)]
    return found_, len(scores)


def main() -> None:
    """Counts and writes."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--list", type=Path, required=True)
    parser.add_argument("--set", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--most", type=int, default=1500)
    options = parser.parse_args()
    every = load(options.set)["pos"]
    queries = every[:: max(1, len(every) // options.most)]
    listed = listed_of(load(options.list))
    result = {"queries": 0, "found": 0, "lost": 0, "pairs": 0, "pairs_without_gate": 0}
    for start in range(0, len(queries), BLOCK):
        block = queries[start : start + BLOCK]
        gated, pairs = found(block, listed, None)
        free, all_pairs = found(block, listed, OPEN)
        result["queries"] += len(block)
        result["found"] += sum(gated)
        result["lost"] += sum(b and not a for a, b in zip(gated, free, strict=True))
        result["pairs"] += pairs
        result["pairs_without_gate"] += all_pairs
    options.out.write_text(json.dumps(result, indent=1), encoding="utf-8")
    print(json.dumps(result, indent=1))


if __name__ == "__main__":
    main()

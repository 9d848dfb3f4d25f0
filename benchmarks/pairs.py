"""Labelled name pairs: precision, recall and F1 at the shipped default threshold.

    python benchmarks/pairs.py --pairs FILE.csv --out R.json

Columns as nomenklatura's name_bench: case_group, schema, name1, name2, is_match, quality, category.
The first name is the query, the second the listed one; weak aliases and dates play no part.
"""

import argparse
import csv
import json
from collections import defaultdict
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from sanctionscreen import Entity, InputError, Policy, compare

TYPES = {"Person": "person", "Vessel": "vessel"}


def score(row: dict[str, str], policy: Policy) -> float:
    """The score of one pair; 0 where the query holds nothing to screen."""
    listed = Entity.model_validate(
        {
            "list_id": "pairs",
            "uid": "1",
            "entity_type": TYPES.get(row["schema"], "organisation"),
            "names": [{"full": row["name2"], "kind": "primary"}],
        }
    )
    try:
        return compare(row["name1"], listed, policy=policy).score
    except InputError:
        return 0.0


def measures(rows: Iterable[tuple[bool, float]], threshold: float) -> dict[str, float]:
    """Precision, recall, F1 and accuracy at a threshold."""
    pairs = list(rows)
    hits = sum(match and s >= threshold for match, s in pairs)
    alerts = sum(s >= threshold for _, s in pairs)
    true = sum(match for match, _ in pairs)
    right = sum(match == (s >= threshold) for match, s in pairs)
    precision, recall = hits / max(alerts, 1), hits / max(true, 1)
    f1 = 2 * precision * recall / max(precision + recall, 1e-9)
    values = {"f1": f1, "precision": precision, "recall": recall, "accuracy": right / len(pairs)}
    return {name: round(value, 4) for name, value in values.items()} | {"n": len(pairs)}


def main() -> None:
    """Scores every pair and writes the measures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--pairs", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    options = parser.parse_args()
    policy = Policy.default()
    threshold = policy.threshold.hit
    groups: dict[str, list[tuple[bool, float]]] = defaultdict(list)
    everything: list[tuple[bool, float]] = []
    with options.pairs.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            result = (row["is_match"].lower() == "true", score(row, policy))
            everything.append(result)
            groups[row["case_group"]].append(result)
            groups[f"quality {row['quality']}"].append(result)
    best = max((t / 100 for t in range(50, 100)), key=lambda t: measures(everything, t)["f1"])
    result_: dict[str, Any] = {
        **measures(everything, threshold),
        "threshold": threshold,
        "best": {"threshold": best, **measures(everything, best)},
        "per_group": {name: measures(rows, threshold) for name, rows in sorted(groups.items())},
    }
    options.out.write_text(json.dumps(result_, indent=1), encoding="utf-8")
    print(json.dumps(result_, indent=1))


if __name__ == "__main__":
    main()

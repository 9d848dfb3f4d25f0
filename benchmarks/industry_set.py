"""The open benchmark `sanctions-screening-benchmark` (PyPI, MIT) against this library.

    pip install sanctions-screening-benchmark
    python benchmarks/industry_set.py --list LIST.json[.xz] --out R.json [--limit 1000] [--seed 0]

The package makes the cases (variants of listed names in eighteen classes, and strangers made of
listed parts) for the individuals and for the organisations of the list, apart. Scored as it scores:
a variant is found if the highest candidate at or above the threshold is the right entity (of equal
ones the first); a stranger is a false alert if anybody is at or above it. All cases are screened in
one call instead of pair by pair.
"""

import argparse
import json
from collections import defaultdict
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from ssb.benchmark import Benchmark, build
from ssb.sources import Entity as Case
from ssb.sources import ListSnapshot

from quality import FLOOR, best_scores, entities, load, share
from sanctionscreen import Policy, Watchlist, WeakAliases

TYPES = {"individuals": "Person", "companies": "Organization"}


def snapshot(rows: Iterable[Mapping[str, Any]], kind: str) -> ListSnapshot:
    """The parties of one kind as the package reads them: the name in the list's own order."""
    return ListSnapshot(
        source="list",
        retrieved_at="",
        entities=[
            Case(
                row["id"],
                row["raw"],
                "individual" if kind == "Person" else "entity",
                [],
                row["alias"],
            )
            for row in rows
            if row["kind"] == kind
        ],
    )


def score(bench: Benchmark, kind: str, policy: Policy) -> dict[str, Any]:
    """Recall, false alerts and recall per class at the default threshold."""
    rows = [
        {"id": entity, "kind": kind, "names": names[:1], "alias": names[1:]}
        for entity, names in bench.candidates.items()
    ]
    place = {row["id"]: position for position, row in enumerate(rows)}
    queries = [
        {"id": f"c{i}", "query": case.query, "kind": kind} for i, case in enumerate(bench.cases)
    ]
    watchlist = Watchlist.from_entities(entities(rows))
    lowest = policy.with_threshold(FLOOR).with_weak_aliases(WeakAliases.FULL)
    found = best_scores(queries, watchlist, lowest)
    threshold = policy.threshold.hit
    classes: dict[str, list[bool]] = defaultdict(list)
    for i, case in enumerate(bench.cases):
        hits = sorted((-s, place[entity], entity) for entity, s in found[f"c{i}"].items())
        fired = bool(hits) and -hits[0][0] >= threshold
        right = case.expected_entity_id is None or (fired and hits[0][2] == case.expected_entity_id)
        classes[f"{case.family}: {case.perturbation}"].append(fired and right)
    true = [flag for name, flags in classes.items() if "negative" not in name for flag in flags]
    false = [flag for name, flags in classes.items() if "negative" in name for flag in flags]
    return {
        "entities": len(rows),
        "variants": len(true),
        "strangers": len(false),
        "threshold": threshold,
        "recall": share(true),
        "false_alerts": share(false),
        "per_class": {
            name: {"n": len(flags), "alerted": share(flags)}
            for name, flags in sorted(classes.items())
        },
    }


def main() -> None:
    """Makes both sets, screens them and writes the measures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--list", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--limit", type=int, default=1000)
    parser.add_argument("--seed", type=int, default=0)
    options = parser.parse_args()
    rows = load(options.list)
    policy = Policy.default()
    result = {}
    for title, kind in TYPES.items():
        listed = snapshot(rows, kind)
        bench = build(
            listed, limit=options.limit, seed=options.seed, individuals_only=kind == "Person"
        )
        result[title] = score(bench, kind, policy)
    options.out.write_text(json.dumps(result, indent=1), encoding="utf-8")
    print(json.dumps(result, indent=1))


if __name__ == "__main__":
    main()

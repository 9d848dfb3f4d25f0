"""Quality on a variants set: recall, clean alerts and near-miss alerts at several thresholds.

    python benchmarks/quality.py --list LIST.json[.xz] --set SET.json[.xz] --out R.json [--half A|B]

A hit is the right entity at or above the threshold; a false alert is a clean name with any entity
at or above it. `--half` keeps the queries of one half of the entities (by crc32 of the entity id;
clean names by their text), so that one half can be tuned on and the other reported.
"""

import argparse
import json
import lzma
import zlib
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import polars as pl

from sanctionscreen import Entity, Policy, Watchlist, WeakAliases, screen

FLOOR = 0.05
FEWEST = 10
KINDS = {"Person": "person", "Organization": "organisation", "Vessel": "vessel"}

Query = Mapping[str, Any]


def load(path: Path) -> Any:
    """The JSON of a file, packed or not."""
    if path.suffix == ".xz":
        with lzma.open(path, "rt", encoding="utf-8") as file:
            return json.load(file)
    return json.loads(path.read_text(encoding="utf-8"))


def entities(rows: Iterable[Query]) -> Iterator[Entity]:
    """The benchmark's list as entities of a list of its own."""
    for row in rows:
        names = [{"full": name, "kind": "primary"} for name in row["names"] if name.strip()]
        names += [{"full": name, "kind": "alias"} for name in row["alias"] if name.strip()]
        yield Entity.model_validate(
            {
                "list_id": "bench",
                "uid": row["id"],
                "entity_type": KINDS.get(row["kind"], "unknown"),
                "names": names,
            }
        )


def half_of(query: Query) -> str:
    """The half a query belongs to: that of its entity; of its text where it has none."""
    key = min(query.get("entity", [query["query"]]))
    return "AB"[zlib.crc32(str(key).encode()) % 2]


def best_scores(
    queries: Sequence[Query], watchlist: Watchlist, policy: Policy
) -> dict[str, dict[str, float]]:
    """For each query the score of every entity it hits at the floor."""
    frame = pl.DataFrame(
        {
            "id": [query["id"] for query in queries],
            "name": [query["query"] for query in queries],
            "type": [KINDS.get(query["kind"]) for query in queries],
        }
    )
    found: dict[str, dict[str, float]] = defaultdict(dict)
    hits = screen(frame, watchlist, policy=policy).hits
    for query_id, entity_id, score in hits.select("query_id", "entity_id", "score").iter_rows():
        found[query_id][entity_id.removeprefix("bench:")] = score
    return found


def threshold_at(rate: float, clean: Sequence[float]) -> float:
    """The lowest threshold that alerts on at most that share of the clean names."""
    allowed = int(rate * len(clean))
    ranked = sorted(clean, reverse=True)
    return ranked[allowed] + 1e-6 if allowed < len(ranked) else 0.0


def share(flags: Sequence[bool]) -> float:
    """The share of true ones, to four digits."""
    return round(sum(flags) / len(flags), 4) if flags else 0.0


def report(
    sets: Mapping[str, Sequence[Query]], found: Mapping[str, Mapping[str, float]], default: float
) -> dict[str, Any]:
    """All measures from one run."""
    right = [
        max((found[q["id"]].get(e, 0.0) for e in q["entity"]), default=0.0) for q in sets["pos"]
    ]
    anyone = {
        kind: [max(found[q["id"]].values(), default=0.0) for q in sets[kind]] for kind in sets
    }
    top = [r > 0 and r >= a for r, a in zip(right, anyone["pos"], strict=True)]
    at_1, at_01 = (threshold_at(rate, anyone["neg"]) for rate in (0.01, 0.001))
    classes: dict[str, list[bool]] = defaultdict(list)
    for query, score in zip(sets["pos"], right, strict=True):
        classes[f"{query['kind']} {query['cls']}"].append(score >= at_1)
    large = [share(flags) for flags in classes.values() if len(flags) >= FEWEST]
    return {
        "queries": {kind: len(queries) for kind, queries in sets.items()},
        "recall_at_1pct": share([score >= at_1 for score in right]),
        "mean_class_recall_at_1pct": round(sum(large) / len(large), 4),
        "recall_at_01pct": share([score >= at_01 for score in right]),
        "near_at_1pct": share([score >= at_1 for score in anyone["near"]]),
        "threshold_at_1pct": round(at_1, 4),
        "threshold_at_01pct": round(at_01, 4),
        "top1": share(top),
        "default": {
            "threshold": default,
            "recall": share([score >= default for score in right]),
            "clean_rate": share([score >= default for score in anyone["neg"]]),
            "near_rate": share([score >= default for score in anyone["near"]]),
        },
        "curve": [
            {
                "threshold": round(t, 2),
                "recall": share([score >= t for score in right]),
                "clean_rate": share([score >= t for score in anyone["neg"]]),
                "near_rate": share([score >= t for score in anyone["near"]]),
            }
            for t in (x / 100 for x in range(60, 100, 2))
        ],
        "per_class": {
            name: {"n": len(f), "recall": share(f)} for name, f in sorted(classes.items())
        },
    }


def main() -> None:
    """Screens the set against the list and writes the measures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--list", type=Path, required=True)
    parser.add_argument("--set", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--half", choices=["A", "B"])
    parser.add_argument("--policy", type=Path)
    options = parser.parse_args()
    policy = Policy.default() if options.policy is None else Policy.read(options.policy)
    default = policy.threshold.hit
    lowest = policy.with_threshold(FLOOR).with_weak_aliases(WeakAliases.FULL)
    variants = load(options.set)
    sets = {
        kind: [q for q in variants[kind] if options.half in {None, half_of(q)}]
        for kind in ("pos", "neg", "near")
    }
    watchlist = Watchlist.from_entities(entities(load(options.list)))
    queries = [query for kind in sets.values() for query in kind]
    result = report(sets, best_scores(queries, watchlist, lowest), default)
    options.out.write_text(json.dumps(result, indent=1, ensure_ascii=False), encoding="utf-8")
    print(
        json.dumps({k: v for k, v in result.items() if k not in {"per_class", "curve"}}, indent=1)
    )


if __name__ == "__main__":
    main()

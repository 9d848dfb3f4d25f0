"""Held-out aliases: a listed alias as the query, its entity known by its other names only.

    python benchmarks/aliases.py --list LIST.json[.xz] --set SET.json[.xz] --out R.json [--half A|B]

Of up to `--most` entities one alias is taken out of the list and screened (chosen by crc32 of id
and alias, so that the sample is the same everywhere); it is dropped where another name of the
entity equals it but for case and punctuation. Measured twice: against the entity's remaining
names, and against the primary names of all entities alone, as the peers were. `SET` gives the
clean names, which set the threshold of 1 % and 0.1 % alerts. Many aliases are noms de guerre that
no other name hints at, so the ceiling is low.
"""

import argparse
import json
import re
import zlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from quality import (
    FLOOR,
    best_scores,
    entities,
    half_of,
    load,
    share,
    threshold_at,
)
from sanctionscreen import Policy, Watchlist, WeakAliases

Row = Mapping[str, Any]


def plain(name: str) -> str:
    """A name without case, order and punctuation."""
    return " ".join(sorted(re.findall(r"\w+", name.lower())))


def digest(*parts: str) -> int:
    """A number that is the same on every machine."""
    return zlib.crc32("|".join(parts).encode())


def held_out(rows: Iterable[Row], most: int) -> list[tuple[Row, str]]:
    """Entities with the alias that is taken from each."""
    found = []
    for row in rows:
        for alias in sorted(row["alias"], key=lambda name: digest(row["id"], name)):
            others = [*row["names"], *(name for name in row["alias"] if name != alias)]
            if plain(alias) and plain(alias) not in map(plain, others):
                found.append((row, alias))
                break
    return sorted(found, key=lambda pair: digest(pair[0]["id"]))[:most]


def without(rows: Iterable[Row], taken: Mapping[str, str], *, primary_only: bool) -> Iterator[Row]:
    """The list without the aliases that were taken out, or without any."""
    for row in rows:
        kept = [name for name in row["alias"] if name != taken.get(row["id"])]
        yield {**row, "alias": [] if primary_only else kept}


def measure(
    rows: Iterable[Row], queries: Sequence[Row], clean: Sequence[Row], policy: Policy
) -> dict[str, Any]:
    """Recall at the thresholds of 1 % and 0.1 % clean alerts, and at the default."""
    watchlist = Watchlist.from_entities(entities(rows))
    lowest = policy.with_threshold(FLOOR).with_weak_aliases(WeakAliases.FULL)
    found = best_scores([*queries, *clean], watchlist, lowest)
    right = [max((found[q["id"]].get(e, 0.0) for e in q["entity"]), default=0.0) for q in queries]
    anyone = [max(found[q["id"]].values(), default=0.0) for q in clean]
    default = policy.threshold.hit
    limits = {"1pct": threshold_at(0.01, anyone), "01pct": threshold_at(0.001, anyone)}
    result: dict[str, Any] = {
        f"recall_at_{name}": share([score >= limit for score in right])
        for name, limit in limits.items()
    }
    result["threshold_at_1pct"] = round(limits["1pct"], 4)
    result["default"] = {
        "threshold": default,
        "recall": share([score >= default for score in right]),
        "clean_rate": share([score >= default for score in anyone]),
    }
    result["per_kind_at_1pct"] = {
        kind: share(
            [s >= limits["1pct"] for q, s in zip(queries, right, strict=True) if q["kind"] == kind]
        )
        for kind in sorted({q["kind"] for q in queries})
    }
    return result


def main() -> None:
    """Takes the aliases out, screens them and writes the measures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--list", type=Path, required=True)
    parser.add_argument("--set", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--half", choices=["A", "B"])
    parser.add_argument("--most", type=int, default=4000)
    options = parser.parse_args()
    rows = load(options.list)
    taken = held_out(rows, options.most)
    queries: list[Row] = [
        {"id": f"a{i}", "query": alias, "kind": row["kind"], "entity": [row["id"]]}
        for i, (row, alias) in enumerate(taken)
    ]
    halves = {None, options.half} if options.half else {None, "A", "B"}
    queries = [query for query in queries if half_of(query) in halves]
    clean = [query for query in load(options.set)["neg"] if half_of(query) in halves]
    aliases = {row["id"]: alias for row, alias in taken}
    policy = Policy.default()
    result: dict[str, Any] = {"queries": len(queries), "clean": len(clean)}
    for name, primary_only in (("other_names", False), ("primary_names_only", True)):
        left = without(rows, aliases, primary_only=primary_only)
        result[name] = measure(left, queries, clean, policy)
    options.out.write_text(json.dumps(result, indent=1), encoding="utf-8")
    print(json.dumps(result, indent=1))


if __name__ == "__main__":
    main()

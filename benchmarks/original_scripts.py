"""Names that the EU publishes in another script, as queries for parties known in Latin letters.

    python benchmarks/original_scripts.py --out R.json [--data ../shared/data] [--list LIST.json]

Listed are the parties of the EU's regulations by their Latin names alone (the same name is the same
party); queries are their aliases in Arabic, Hebrew, Cyrillic, Chinese and other scripts, as they
stand: some are other names altogether, a part of one, or two in one. A hit is the right party at
the shipped default. Parties that LIST names in another script, too, are left out, for the name
model learned from those. Rules and tables were made by half A (by crc32 of the party); B reports.
"""

import argparse
import csv
import json
import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from quality import FLOOR, best_scores, entities, half_of, load
from sanctionscreen import Policy, Watchlist

KINDS = {"Person": "Person", "Vessel": "Vessel"}
SHORTEST = 4
ODD = " ,.'\"‘’“”"

Row = Mapping[str, Any]


def script_of(text: str) -> str:
    """The script of the first letter that is not Latin, in lower case; else "latin"."""
    scripts = (unicodedata.name(char, "").split()[0] for char in text if char.isalpha())
    return next((script.lower() for script in scripts if script != "LATIN"), "latin")


def plain(name: str) -> str:
    """A name without case, order and punctuation."""
    return " ".join(sorted(re.findall(r"\w+", name.lower())))


def published(folder: Path) -> Iterator[tuple[str, list[str]]]:
    """The kind and the names of each party; what stands in brackets is a name of its own."""
    for path in sorted(folder.glob("*.csv")):
        with path.open(encoding="utf-8-sig", newline="") as file:
            for row in csv.DictReader(file):
                texts = [row.get("name") or "", *(row.get("alias") or "").split(";")]
                parts = (part.strip(ODD) for text in texts for part in re.split(r"[()]", text))
                yield (
                    KINDS.get(row.get("schema") or "", "Organization"),
                    [part for part in parts if len(part) >= SHORTEST],
                )


def parties(folder: Path) -> dict[str, dict[str, Any]]:
    """The parties by their first Latin name, with all their Latin names and others (`orig`)."""
    found: dict[str, dict[str, Any]] = {}
    for kind, names in published(folder):
        latin = [name for name in names if name.isascii() or script_of(name) == "latin"]
        if not latin:
            continue
        other = [name for name in names if not re.search("[A-Za-z]", name)]
        row = found.setdefault(
            plain(latin[0]),
            {"id": plain(latin[0]), "kind": kind, "names": latin[:1], "alias": [], "orig": []},
        )
        row["alias"] += [name for name in latin[1:] if name not in row["alias"]]
        row["orig"] += [name for name in other if name not in row["orig"]]
    return found


def queries_of(rows: Iterable[Row], known: frozenset[str]) -> list[dict[str, Any]]:
    """Each name in another script as a query for its party, but for those that are known."""
    found: list[dict[str, Any]] = []
    for row in rows:
        if known.isdisjoint(map(plain, [*row["names"], *row["alias"]])):
            found += [
                {
                    "id": f"q{row['id']}-{number}",
                    "cls": script_of(name),
                    "kind": row["kind"],
                    "query": name,
                    "entity": [row["id"]],
                }
                for number, name in enumerate(row["orig"])
            ]
    return found


def measured(rows: Sequence[Row], queries: Sequence[Row]) -> dict[str, dict[str, dict[str, Any]]]:
    """Of each half the names of each kind and script, and which share of them is found."""
    policy = Policy.default()
    watchlist = Watchlist.from_entities(entities(rows))
    scores = best_scores(queries, watchlist, policy.with_threshold(FLOOR))
    found: dict[str, dict[str, list[bool]]] = defaultdict(lambda: defaultdict(list))
    for query in queries:
        score = scores[query["id"]].get(query["entity"][0], 0.0)
        name = f"{query['kind']} {query['cls']}"
        found[half_of(query)][name].append(score >= policy.threshold.hit)
    return {
        half: {
            name: {"n": len(hits), "recall": round(sum(hits) / len(hits), 4)}
            for name, hits in sorted(groups.items())
        }
        for half, groups in sorted(found.items())
    }


def main(arguments: Sequence[str] | None = None) -> None:
    """Measures the names of the EU's lists."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    shared = Path(__file__).resolve().parents[2] / "shared"
    parser.add_argument("--data", type=Path, default=shared / "data")
    parser.add_argument("--list", type=Path, default=shared / "benchmarks/list_dev.json.xz")
    parser.add_argument("--out", type=Path, required=True)
    given = parser.parse_args(arguments)
    known = frozenset(
        plain(name)
        for row in load(given.list)
        if row["orig"]
        for name in (row["raw"], *row["names"], *row["alias"])
    )
    rows = list(parties(given.data / "eu/per_regulation").values())
    result = measured(rows, queries_of(rows, known))
    given.out.write_text(json.dumps(result, indent=2) + "\n", encoding="utf-8")
    print(given.out.read_text(encoding="utf-8"))


if __name__ == "__main__":
    main()

"""Recall by class of variants, ours beside open matchers', as a Markdown table.

    python benchmarks/quality.py --list LIST.json.xz --set SET.json.xz --half B --out R.json
    python benchmarks/class_table.py --ours R.json --peers peers_dev.md

Both at the threshold that alerts on 1 % of the ordinary names. `--peers` is a Markdown file with a
table whose heading begins "class | n", as measured on the whole set; classes of fewer than ten
queries in ours are left out.
"""

import argparse
import json
from collections.abc import Iterator
from pathlib import Path

FEWEST = 10


def cells(line: str) -> list[str]:
    """The cells of one line of a Markdown table."""
    return [cell.strip() for cell in line.strip().strip("|").split("|")]


def peers_of(text: str) -> tuple[list[str], dict[str, list[str]]]:
    """The names of the peers, and their recall by class."""
    lines = iter(text.splitlines())
    heading = next(line for line in lines if cells(line)[:2] == ["class", "n"])
    rows = (cells(line) for line in lines if line.startswith("|") and not line.startswith("|--"))
    return cells(heading)[2:], {row[0]: row[2:] for row in rows}


def table(ours: dict[str, dict[str, float]], text: str) -> Iterator[str]:
    """The lines of the table, the classes in the order of their names."""
    names, peers = peers_of(text)
    yield f"| class | n | ours | {' | '.join(names)} |"
    yield f"|---|---|---|{'---|' * len(names)}"
    for name, row in sorted(ours.items()):
        if row["n"] >= FEWEST:
            theirs = peers.get(name, [""] * len(names))
            yield f"| {name} | {row['n']} | **{row['recall']:.2f}** | {' | '.join(theirs)} |"


def main() -> None:
    """Prints the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--ours", type=Path, required=True)
    parser.add_argument("--peers", type=Path, required=True)
    options = parser.parse_args()
    ours = json.loads(options.ours.read_text(encoding="utf-8"))["per_class"]
    print("\n".join(table(ours, options.peers.read_text(encoding="utf-8"))))


if __name__ == "__main__":
    main()

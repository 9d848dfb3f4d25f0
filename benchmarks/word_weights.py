"""Builds the frozen word weights: how much a word of a name tells, from document frequencies.

    python benchmarks/word_weights.py --data ../shared/data --out TABLE.tsv

Corpora: every second row of the clean companies and of the clean persons (the other halves stay
untouched for measuring), and the names of the OFAC list of 2025-11-19. A word's frequency is the
highest share of names that hold it in any corpus; its weight is the logarithm of the inverse,
scaled so that one name in 200,000 weighs 1. Words rarer than that are left out of the table.
"""

import argparse
import csv
import json
import lzma
import math
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path

from sanctionscreen.text.normalize import normal_form
from sanctionscreen.text.romanize import romanize

RARE = 200_000
FEWEST = 8
HEAVIEST = 0.97


def words_of(names: Iterable[str]) -> Iterator[set[str]]:
    """The distinct romanised words of each name."""
    for name in names:
        yield {part for word in normal_form(name).split() for part in romanize(word)}


def companies(data: Path) -> Iterator[str]:
    """Every second clean company."""
    with lzma.open(data / "names" / "clean_companies_gleif.csv.xz", "rt", encoding="utf-8") as file:
        for number, row in enumerate(csv.DictReader(file)):
            if number % 2 == 0:
                yield row["legal_name"]


def persons(data: Path) -> Iterator[str]:
    """Every second clean person."""
    with (data / "names" / "clean_persons_us.csv").open(encoding="utf-8") as file:
        for number, row in enumerate(csv.DictReader(file)):
            if number % 2 == 0:
                yield row["full_name"]


def listed(data: Path) -> Iterator[str]:
    """Every name of the OFAC list."""
    with lzma.open(
        data / "ofac" / "oracle_sdn_2025-11-19.jsonl.xz", "rt", encoding="utf-8"
    ) as file:
        for line in file:
            for name in json.loads(line)["names"]:
                yield " ".join(part[1] for part in name["parts"])


def main() -> None:
    """Counts, weighs and writes the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    options = parser.parse_args()
    share: dict[str, float] = {}
    for corpus in (companies, persons, listed):
        counts: Counter[str] = Counter()
        total = 0
        for words in words_of(corpus(options.data)):
            counts.update(words)
            total += 1
        for word, count in counts.items():
            if count >= FEWEST and len(word) > 1:
                share[word] = max(share.get(word, 0.0), count / total)
    weights = {word: round(math.log(1 / s) / math.log(RARE), 3) for word, s in share.items()}
    rows = sorted((word, w) for word, w in weights.items() if w < HEAVIEST)
    header = "# word <TAB> weight in (0, 1]; made by benchmarks/word_weights.py, do not edit\n"
    body = "".join(f"{word}\t{weight:.3f}\n" for word, weight in rows)
    options.out.write_text(header + body, encoding="utf-8")
    print(f"{len(rows)} words")


if __name__ == "__main__":
    main()

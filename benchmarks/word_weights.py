"""Builds the frozen word weights: how much a word of a name tells, from document frequencies.

    python benchmarks/word_weights.py --data ../shared/data --out TABLE.tsv

Corpora: every second row of the clean companies and of the clean persons (the other halves stay
untouched for measuring), and the names of the OFAC list of 2025-11-19, persons and others apart. A
word's frequency is the highest share of names of its kind that hold it in either corpus; its
weight is the logarithm of the inverse, scaled so that one name in 50,000 weighs 1. Columns: word,
weight in a name of a person, weight in a name of an organisation.
"""

import argparse
import csv
import json
import lzma
import math
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path

from sanctionscreen.text.analysis import latin_words

RARE = 50_000
FEWEST = 3
HEAVIEST = 0.97
INDIVIDUAL = "4"


def words_of(names: Iterable[str]) -> Iterator[set[str]]:
    """The distinct romanised words of each name."""
    for name in names:
        yield set(latin_words(name))


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


def listed(data: Path, *, person: bool) -> Iterator[str]:
    """Every name of the persons of the OFAC list, or of everybody else."""
    with lzma.open(
        data / "ofac" / "oracle_sdn_2025-11-19.jsonl.xz", "rt", encoding="utf-8"
    ) as file:
        for line in file:
            party = json.loads(line)
            if (party["subtype_id"] == INDIVIDUAL) == person:
                for name in party["names"]:
                    yield " ".join(part[1] for part in name["parts"])


def weights(*corpora: Iterable[str]) -> dict[str, float]:
    """The weight of each word by its highest share in one of the corpora."""
    share: dict[str, float] = {}
    for corpus in corpora:
        counts: Counter[str] = Counter()
        total = 0
        for words in words_of(corpus):
            counts.update(words)
            total += 1
        for word, count in counts.items():
            if count >= FEWEST and len(word) > 1 and not word.startswith("^"):
                share[word] = max(share.get(word, 0.0), count / total)
    return {
        word: max(min(round(math.log(1 / s) / math.log(RARE), 3), 1.0), 0.05)
        for word, s in share.items()
    }


def main() -> None:
    """Counts, weighs and writes the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    options = parser.parse_args()
    data = options.data
    person = weights(persons(data), listed(data, person=True))
    organisation = weights(companies(data), listed(data, person=False))
    rows = [
        (word, person.get(word, 1.0), organisation.get(word, 1.0))
        for word in sorted(person.keys() | organisation.keys())
    ]
    rows = [row for row in rows if min(row[1:]) < HEAVIEST]
    header = "# word <TAB> weights in (0, 1]; made by benchmarks/word_weights.py, do not edit\n"
    body = "".join(f"{word}\t{mine:.3f}\t{theirs:.3f}\n" for word, mine, theirs in rows)
    options.out.write_text(header + body, encoding="utf-8")
    print(f"{len(rows)} words")


if __name__ == "__main__":
    main()

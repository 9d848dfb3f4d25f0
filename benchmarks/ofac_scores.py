"""Compares `ofac_score` with scores that were read off OFAC's own search page.

    python benchmarks/ofac_scores.py --scores SCORES.csv

SCORES.csv has the columns query_name, result_name, ofac_score: what was typed, a name of the
result, and its score; -1 where the name was not among the results from 80 on. nomenklatura (MIT)
keeps such a file, `tests/matching/name_based/ofac_fixtures.csv`, of 170 captured rows. A result may
have been found by another alias than the one it shows, and lists change, so that no formula can
meet every row.
"""

import argparse
import csv
from pathlib import Path

from sanctionscreen import ofac_score

SLIDER = 80


def main() -> None:
    """Prints how many scores agree, and the rows that are farthest off."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--scores", type=Path, required=True)
    parser.add_argument("--shown", type=int, default=20)
    options = parser.parse_args()
    with options.scores.open(encoding="utf-8", newline="") as file:
        rows = [
            (row["query_name"], row["result_name"], int(row["ofac_score"]))
            for row in csv.DictReader(file)
        ]
    scored = [(query, name, seen) for query, name, seen in rows if seen >= 0]
    absent = [(query, name) for query, name, seen in rows if seen < 0]
    off = [(ofac_score(query, name) - seen, query, name, seen) for query, name, seen in scored]
    errors = [abs(error) for error, *_ in off]
    print(f"{len(rows)} rows: {len(scored)} with a score, {len(absent)} that were not found")
    for most in (0, 1, 2, 3, 5, 10):
        within = sum(error <= most for error in errors)
        print(f"within {most:2}: {within} of {len(scored)} ({within / len(scored):.1%})")
    print(f"mean error {sum(errors) / len(errors):.2f}, largest {max(errors)}")
    same = sum((ofac_score(q, n) >= SLIDER) == (seen >= SLIDER) for q, n, seen in scored)
    print(f"on the same side of {SLIDER}: {same} of {len(scored)}")
    below = sum(ofac_score(query, name) < SLIDER for query, name in absent)
    print(f"not found, and below {SLIDER}: {below} of {len(absent)}")
    for error, query, name, seen in sorted(off, key=lambda one: -abs(one[0]))[: options.shown]:
        print(f"{error:+4}  page {seen:3}, ours {seen + error:3}  {query} | {name}")


if __name__ == "__main__":
    main()

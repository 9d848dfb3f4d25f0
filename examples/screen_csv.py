"""Screen a file of counterparties and say of each one what was found.

Run: python examples/screen_csv.py [FILE]
"""

import sys
from pathlib import Path

from sanctionscreen import Screening, Watchlist, screen


def report(result: Screening) -> None:
    """Print the hits of each counterparty with the reasons, then what was not screened."""
    for (query_id,), hits in result.hits.group_by("query_id", maintain_order=True):
        print(f"{query_id}  {hits['query_name'][0]}")
        for hit in hits.iter_rows(named=True):
            reasons = [f"{piece['kind']} {piece['weight']:+.2f}" for piece in hit["evidence"]]
            programmes = ", ".join(hit["programmes"])
            print(f"  {hit['score']:.2f}  {hit['listed_name']} ({hit['entity_id']})")
            print(f"        {hit['effect']}: {programmes}, since {hit['listed_on']}")
            print(f"        because: {', '.join(reasons)}")
    for row in result.rejects.iter_rows(named=True):
        print(f"{row['query_id']}  NOT SCREENED, {row['field']}: {row['reason']}")
    counts = result.provenance.counts
    print(f"{counts.read} read, {counts.screened} screened, {counts.with_hits} with hits")
    for ref in result.provenance.snapshots:
        print(f"against {ref.list_id} of {ref.published_on} ({ref.coverage})")


def main() -> None:
    """Screen the file named on the command line, or the invented one beside this script."""
    beside = Path(__file__).with_name("counterparties.csv")
    report(screen(sys.argv[1] if len(sys.argv) > 1 else beside, Watchlist.bundled()))


if __name__ == "__main__":
    main()

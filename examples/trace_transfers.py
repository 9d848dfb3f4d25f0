"""Traces a small file of transfers: the same money by two methods, and what is not known.

Run: python examples/trace_transfers.py
"""

from pathlib import Path

import polars as pl

from sanctionscreen import Watchlist, listed_seeds, trace

HERE = Path(__file__).parent


def main() -> None:
    """Prints each exposure with its method and its way."""
    seeds = listed_seeds(Watchlist.bundled())
    tags = pl.read_csv(HERE / "service_tags.csv")
    result = trace(HERE / "transfers.csv", seeds, tags=tags)
    for row in result.exposures.filter(direction="received").iter_rows(named=True):
        print(
            f"{row['account']:12} {row['method']:8} {row['share']:7.2%} of what it received, "
            f"{row['amount']} {row['asset']} from {row['seed_name']}, "
            f"unknown {row['unknown_share'] or 0:.0%}: {' > '.join(row['path'])}"
        )
    for row in result.rejects.iter_rows(named=True):
        print(f"row {row['row']} not traced, {row['field']}: {row['reason']}")


if __name__ == "__main__":
    main()

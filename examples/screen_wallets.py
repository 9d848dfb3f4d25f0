"""Screen a file of wallets and say of each one what was found.

Run: python examples/screen_wallets.py [FILE]
"""

import sys
from pathlib import Path

from sanctionscreen import WalletScreening, Watchlist, screen_wallets


def report(result: WalletScreening) -> None:
    """Print what is known of each wallet, clean or not, with the reasons."""
    for row in result.every.iter_rows(named=True):
        owner = "" if row["owner_name"] is None else f"  {row['owner_name']} ({row['entity_id']})"
        print(f"{row['query_id']}  {row['status']}{owner}")
        for reason in row["evidence"]:
            print(f"     {reason['kind']}: {reason['note'] or reason['query']}")
        if row["note"] is not None:
            print(f"     {row['note']}")
    counts = result.provenance.counts
    print(f"{counts.read} read, {counts.screened} screened, {counts.with_hits} with hits")


def main() -> None:
    """Screen the file named on the command line, or the invented one beside this script."""
    beside = Path(__file__).with_name("wallets.csv")
    report(screen_wallets(sys.argv[1] if len(sys.argv) > 1 else beside, Watchlist.bundled()))


if __name__ == "__main__":
    main()

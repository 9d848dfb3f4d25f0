"""Choose the threshold for the alerts that you can look at, on your own names.

Run: python examples/calibrate.py [FILE [BUDGET]]

The invented file is far too small to prove anything, and the result says so.
"""

import sys
from pathlib import Path

from sanctionscreen import Calibration, Watchlist, calibrate

WEAK = 0.8


def report(result: Calibration) -> None:
    """Print the curve, the recommendation, and the classes that it finds worst."""
    for row in result.thresholds.gather_every(10).iter_rows(named=True):
        print(
            f"{row['threshold']:.2f}: {row['alerts_per_10000']:6.1f} alerts per 10,000 "
            f"({row['alerts_low']:.0f} to {row['alerts_high']:.0f}), recall {row['recall']:.2f}"
        )
    chosen = result.provenance.recommended
    budget = result.provenance.budget
    print(f"for {budget:g} per 10,000: {'none' if chosen is None else chosen.threshold}")
    for note in result.notes:
        print(f"note: {note}")
    at = result.classes.filter(threshold=result.shown_at)
    for row in at.filter(at["recall"] < WEAK).iter_rows(named=True):
        print(
            f"weak: {row['entity_type']} {row['variant_class']}, "
            f"{row['found']} of {row['variants']} found"
        )


def main() -> None:
    """Calibrate on the file named on the command line, or the invented one beside this script."""
    file = sys.argv[1] if len(sys.argv) > 1 else Path(__file__).with_name("counterparties.csv")
    budget = float(sys.argv[2]) if len(sys.argv) > 2 else 5_000  # noqa: PLR2004
    report(calibrate(file, Watchlist.bundled(), budget=budget, per_class=20))


if __name__ == "__main__":
    main()

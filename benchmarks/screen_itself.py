"""Screens every name of the full OFAC list against that list: does each find its own entity?

    python benchmarks/screen_itself.py --store STORE

Under weak aliases `full` every name must, at name score 1; under the default policy every one but
weak aliases. What does not is counted by kind of name and by the step that dropped it.
"""

import argparse
import time
from collections import Counter
from pathlib import Path

import polars as pl

from sanctionscreen import Policy, Store, Watchlist, WeakAliases, explain, screen

LIST_ID = "us_ofac_sdn"
AT_ONCE = 4000
SHOWN = 10


def own_scores(watchlist: Watchlist, policy: Policy) -> pl.DataFrame:
    """One row a name of the list, with the name score of the hit on its own entity, if any."""
    names = watchlist.frames["names"].select(name="full", own="entity_id", kind="kind")
    pieces = []
    for piece in names.iter_slices(AT_ONCE):
        hits = screen(piece.select("name"), watchlist, policy=policy).hits
        own = hits.select("query_row", pl.col("entity_id").alias("own"), "name_score")
        rows = pl.int_range(1, piece.height + 1, dtype=pl.Int64, eager=True).alias("query_row")
        pieces.append(piece.with_columns(rows).join(own, on=["query_row", "own"], how="left"))
    return pl.concat(pieces)


def report(title: str, watchlist: Watchlist, policy: Policy) -> None:
    """Prints how many names find their own entity, and why the others do not."""
    started, cpu = time.perf_counter(), time.process_time()
    found = own_scores(watchlist, policy)
    seconds = f"{time.perf_counter() - started:.0f} s, {time.process_time() - cpu:.0f} s of CPU"
    same = found.filter(pl.col("name_score") == 1.0).height
    print(f"\n## {title}: {same:,} of {found.height:,} names at name score 1 ({seconds})")
    rest = found.filter(pl.col("name_score").fill_null(0.0) != 1.0)
    reasons: Counter[tuple[str, str]] = Counter()
    for name, own, kind, score in rest.select("name", "own", "kind", "name_score").iter_rows():
        said = "found by another name that reads nearly alike"
        if score is None:
            said = explain(name, own, watchlist, policy=policy).reason
        reasons[kind, said] += 1
        if kind != "weak_alias" and reasons[kind, said] <= SHOWN:
            print(f"{name} ({kind}) of {own}: {said}")
    for (kind, said), number in reasons.most_common():
        print(f"{number:,} {kind}: {said}")


def main() -> None:
    """Measures both policies."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--store", type=Path, required=True)
    options = parser.parse_args()
    watchlist = Watchlist.open(Store(options.store), [LIST_ID])
    default = Policy.default()
    print(f"{watchlist.snapshot(LIST_ID).snapshot_id}, default policy {default.digest[:12]}")
    report("weak aliases full", watchlist, default.with_weak_aliases(WeakAliases.FULL))
    report("default policy", watchlist, default)


if __name__ == "__main__":
    main()

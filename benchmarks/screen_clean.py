"""Screens ordinary parties against the full OFAC list: time, memory and false alerts.

    python benchmarks/screen_clean.py --store STORE --data ../shared/data

Parties: all clean persons, and a seeded sample of the clean companies, each with every column its
file has. Nearly none is listed, so nearly every hit is a false alert; some companies are listed
indeed: those with the same LEI as the listed party are counted by themselves. The word weights were
built from every second row of both files (`word_weights.py`): the rows they never saw are counted
by themselves as well.
"""

import argparse
import lzma
import resource
import time
from pathlib import Path

import polars as pl

from sanctionscreen import Policy, Screening, Store, Watchlist, screen

LIST_ID = "us_ofac_sdn"
SHOWN = 40


def persons(data: Path) -> pl.DataFrame:
    """Every clean person, as texts."""
    path = data / "names" / "clean_persons_us.csv"
    return pl.read_csv(path, infer_schema=False).with_row_index("at")


def companies(data: Path, *, sample: int, seed: int) -> pl.DataFrame:
    """A sample of the clean companies, in the file's order; the same for the same seed."""
    content = lzma.decompress((data / "names" / "clean_companies_gleif.csv.xz").read_bytes())
    every = pl.read_csv(content, infer_schema=False).with_row_index("at")
    return every.sample(sample, seed=seed).sort("at")


def measure(title: str, parties: pl.DataFrame, watchlist: Watchlist) -> None:
    """Screens the parties and prints what it took and what it found."""
    started, cpu = time.perf_counter(), time.process_time()
    result = screen(parties.drop("at"), watchlist)
    seconds, cpu = time.perf_counter() - started, time.process_time() - cpu
    counts = result.provenance.counts
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"\n## {title}: {counts.read:,} parties, {counts.rejected} of them rejected")
    print(f"{seconds:.1f} s, {cpu:.1f} s of CPU ({counts.read / cpu:,.0f} parties a CPU second)")
    print(f"peak so far {peak:.0f} MB")
    print(rate("all rows", parties, result))
    unseen = parties.with_row_index("row", offset=1).filter(pl.col("at") % 2 == 1)
    print(rate("rows the word weights never saw", unseen, result))
    show_worst(result)


def rate(title: str, parties: pl.DataFrame, result: Screening) -> str:
    """Parties with hits, and hits, per 10,000 of those parties."""
    hits = result.hits
    if "row" in parties.columns:
        hits = hits.filter(pl.col("query_row").is_in(parties["row"].cast(pl.Int64).implode()))
    with_hits, per = hits["query_row"].n_unique(), 10_000 / parties.height
    return (
        f"{title}: {with_hits * per:.1f} parties with hits and {hits.height * per:.1f} hits "
        f"per 10,000 ({with_hits} and {hits.height})"
    )


def show_worst(result: Screening) -> None:
    """The false alerts with the highest scores, and how many there are by score."""
    hits = result.hits.sort(["score", "query_row", "entity_id"], descending=[True, False, False])
    kinds = pl.col("evidence").list.eval(pl.element().struct.field("kind"))
    proven = hits.filter(kinds.list.contains("identifier_same")).height
    print(f"truly listed by an equal identifier: {proven} of {hits.height} hits")
    steps = hits.group_by((pl.col("score") * 20).floor() / 20).len().sort("score").iter_rows()
    print("by score:", ", ".join(f"{score:.2f}+: {number}" for score, number in steps))
    for hit in hits.head(SHOWN).iter_rows(named=True):
        facts = [e["kind"] for e in hit["evidence"] if e["kind"] not in {"name", "other_name"}]
        print(
            f"{hit['score']:.3f} {hit['query_name']} | {hit['listed_name']} ({hit['name_kind']}, "
            f"{hit['entity_type']}) {hit['entity_id']} {' '.join(facts)}"
        )


def main() -> None:
    """Measures both sets."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--store", type=Path, required=True)
    parser.add_argument("--data", type=Path, default=Path("../shared/data"))
    parser.add_argument("--companies", type=int, default=100_000)
    parser.add_argument("--seed", type=int, default=20251119)
    options = parser.parse_args()
    started = time.perf_counter()
    watchlist = Watchlist.open(Store(options.store), [LIST_ID])
    ref = watchlist.snapshot(LIST_ID)
    policy = Policy.default().digest[:12]
    print(f"{LIST_ID} {ref.snapshot_id}, {ref.entities:,} entities, default policy {policy}")
    screen(pl.DataFrame({"name": ["Anna Probe"]}), watchlist)
    print(f"opened and indexed in {time.perf_counter() - started:.1f} s")
    measure("persons", persons(options.data), watchlist)
    sample = companies(options.data, sample=options.companies, seed=options.seed)
    measure("companies", sample, watchlist)


if __name__ == "__main__":
    main()

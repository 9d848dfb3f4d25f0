"""Public tag packs read and checked: time for each, tags a second, problems, tags off the list.

Run: python benchmarks/tag_packs.py --packs FOLDER [--store STORE]
"""

import argparse
import time
from pathlib import Path

import polars as pl

from sanctionscreen import Store, Tags, Watchlist, read_tags
from sanctionscreen.tags import tagpack
from sanctionscreen.tags.check import check_tags
from sanctionscreen.wallets.exact import listed_matches
from sanctionscreen.wallets.listed import listed_wallets


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--packs", type=Path, required=True)
    parser.add_argument("--store", type=Path)
    given = parser.parse_args()
    files = sorted(given.packs.rglob("*.yaml"))
    start = time.perf_counter()
    packs = [tagpack.read(file.read_bytes(), name=file.name) for file in files]
    parsed = time.perf_counter() - start
    raw = pl.concat([pack.tags for pack in packs])
    start, cpu = time.perf_counter(), time.process_time()
    tags, problems = check_tags(raw)
    checked, used = time.perf_counter() - start, time.process_time() - cpu
    print(f"{len(files)} files, {raw.height:,} tags: parsed in {parsed:.1f} s, checked in")
    print(
        f"{checked:.2f} s ({raw.height / checked:,.0f} tags a second), {used:.2f} CPU s "
        f"({raw.height / used:,.0f} a CPU second); {problems.height} problems"
    )
    print(problems.group_by("field", "reason").len().sort("len", descending=True).head(12))
    print(tags["claim"].value_counts(sort=True))
    if given.store is not None:
        off_list(read_tags(given.packs), given.store)


def off_list(tags: Tags, store: Path) -> None:
    """How many addresses whose tags claim a sanction are on no list, by file."""
    claimed = tags.frame.filter(pl.col("claim") == "sanction").with_row_index("at")
    known = claimed.with_columns(text="address", status=pl.lit("valid"), chain_given=pl.lit(False))
    listed = listed_wallets(Watchlist.open(Store(store)))
    met = listed_matches(known, listed)["at"].implode()
    off = claimed.with_columns(listed=pl.col("at").is_in(met))
    print(off.group_by("pack", "listed").len().sort("pack", "listed"))


if __name__ == "__main__":
    main()

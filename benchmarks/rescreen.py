"""Rescreening against two full screenings, on the three OFAC publications of autumn 2025.

Run: python benchmarks/rescreen.py [ROWS] (needs ../shared/data; some 100,000 rows by default)

Prints the table of docs/refresh.md: what each step changed, the time of a full screening of both
states, that of a rescreening, their ratio, and whether the differences are the same, row by row.
"""

import lzma
import sys
import tempfile
import time
from datetime import UTC, datetime
from pathlib import Path

import polars as pl

from sanctionscreen import Store, Watchlist, diff, rescreen, screen
from sanctionscreen.rescreening import CHANGED_HITS
from sanctionscreen.snapshots.history import Pinned

DATA = Path(__file__).resolve().parents[2] / "shared/data"
DAYS = ("2025-09-24", "2025-10-14", "2025-11-19")
NOW = datetime(2025, 11, 20, tzinfo=UTC)
LIST = "us_ofac_sdn"


def counterparties(rows: int, listed: pl.DataFrame, moved: pl.DataFrame) -> pl.DataFrame:
    """Half persons, half companies; one in a hundred bears a listed name, or one that changed."""
    persons = pl.read_csv(DATA / "names/clean_persons_us.csv", infer_schema=False)
    companies = _companies()
    half = rows // 2
    people = persons.head(half).select(name=_first(persons, "name", "full_name"))
    firms = companies.head(rows - half).select(name=_first(companies, "name", "legal_name"))
    names = pl.concat([people, firms])
    few = max(rows // 200, 1)
    some = [one.gather_every(max(one.height // few, 1)).head(few) for one in (listed, moved)]
    return pl.concat([names, *(one.select(name="full") for one in some)]).with_row_index(
        "id", offset=1
    )


def _companies() -> pl.DataFrame:
    with lzma.open(DATA / "names/clean_companies_gleif.csv.xz") as stream:
        return pl.read_csv(stream.read(), infer_schema=False)


def _first(frame: pl.DataFrame, *names: str) -> str:
    return next((name for name in names if name in frame.columns), frame.columns[0])


def difference(old: pl.DataFrame, new: pl.DataFrame) -> pl.DataFrame:
    """New, gone and moved hits of two full screenings."""
    keys = ["query_row", "entity_id"]
    was = old.select(*keys, old_score="score")
    now = new.join(was, on=keys, how="left").with_columns(
        status=pl.when(pl.col("old_score").is_null()).then(pl.lit("new")).otherwise(pl.lit("moved"))
    )
    moved = now.filter(pl.col("old_score").is_null() | (pl.col("old_score") != pl.col("score")))
    gone = old.join(new.select(keys), on=keys, how="anti").with_columns(
        old_score="score", status=pl.lit("gone")
    )
    both = pl.concat([moved, gone.select(*now.columns)])
    return both.select(*COMPARED).sort("query_row", "entity_id")


COMPARED = ("status", "query_row", "entity_id", "score", "old_score", "name_score", "listed_name")


def main(rows: int) -> None:
    assert set(COMPARED) <= set(CHANGED_HITS)
    store = Store(Path(tempfile.mkdtemp()))
    for day in DAYS:
        path = DATA / f"ofac/sdn_advanced_{day}.xml.bz2"
        assert store.import_list(LIST, [path], now=NOW).outcome == "imported"
    ids = store.snapshot_ids(LIST)
    lists = [_opened(store, one) for one in ids]
    every = pl.concat([one.frames["names"] for one in lists]).unique(maintain_order=True)
    step = diff(store, LIST, old=ids[0], new=ids[2])
    changed = [one.entity_id for one in (*step.added, *step.removed, *step.changed)]
    parties = counterparties(rows, every, every.filter(pl.col("entity_id").is_in(changed)))
    print(f"{parties.height:,} counterparties")
    full, took = [], []
    for one in lists:
        started = time.perf_counter()
        full.append(screen(parties, one, now=NOW).hits)
        took.append(time.perf_counter() - started)
        print(f"full: {took[-1]:.1f} s, {full[-1].height:,} hits", flush=True)
    print("| from | to | added | removed | changed | new | gone | moved | both in full | "
          "rescreened | ratio | equal |")  # fmt: skip
    for old, new in ((0, 1), (1, 2), (0, 2)):
        step = diff(store, LIST, old=ids[old], new=ids[new])
        started = time.perf_counter()
        result = rescreen(parties, lists[new], since=lists[old], now=NOW)
        seconds = time.perf_counter() - started
        counts = dict(result.hits.group_by("status").len().iter_rows())
        found = result.hits.filter(pl.col("status") != "listing").select(*COMPARED)
        equal = found.sort("query_row", "entity_id").equals(difference(full[old], full[new]))
        whole = took[old] + took[new]
        shown = [counts.get(word, 0) for word in ("new", "gone", "moved")]
        print(
            f"| {DAYS[old]} | {DAYS[new]} | {len(step.added)} | {len(step.removed)} | "
            f"{len(step.changed)} | {shown[0]:,} | {shown[1]:,} | {shown[2]:,} | {whole:.0f} s | "
            f"{seconds:.0f} s | {whole / seconds:.1f} | {'yes' if equal else 'NO'} |",
            flush=True,
        )


def _opened(store: Store, snapshot_id: str) -> Watchlist:
    return Watchlist.open(Pinned(store.root, {LIST: snapshot_id}))


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 99_000)

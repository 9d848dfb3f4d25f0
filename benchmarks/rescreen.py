"""Rescreening against full screenings, on the three OFAC publications of autumn 2025.

    python benchmarks/rescreen.py [--rows 100000] [--store DIR] [--data ../shared/data]

Prints the table of docs/refresh.md: what each step changed, the seconds of a full screening of the
new state and of the rescreening (of the clock, and of CPU), the ratio of CPU, and whether the
rescreening is exactly the difference of the two full screenings. `DIR` is made if it is not there,
and used again if it is.

Counterparties are half persons and half companies who are on no list, and one in fifty is near one:
named as a listed party or nearly so, with its date of birth, country, gender, passport or wallet,
with another one, or with none. A third of those are near a party that one of the steps adds or
removes, a third near one that it changes.

*Equal* means: every hit that is new, gone or moved, and no other, is told as such with the old
score; each told hit is the row of the full screening in every column, evidence included; and every
hit that is not told is the same row in both full screenings, but for the snapshot's id.
"""

import argparse
import lzma
import random
import tempfile
import time
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime
from functools import partial
from pathlib import Path
from typing import Any, NamedTuple

import polars as pl

from sanctionscreen import ListDiff, Store, Watchlist, diff, rescreen, screen
from sanctionscreen.columns import HITS
from sanctionscreen.rescreening import Rescreening
from sanctionscreen.snapshots.history import Pinned

DAYS = ("2025-09-24", "2025-10-14", "2025-11-19")
STEPS = ((0, 1), (1, 2), (0, 2))
NOW = datetime(2025, 11, 20, tzinfo=UTC)
LIST = "us_ofac_sdn"
NEAR = 50  # one in so many is near a listed party
SEED = 4
WARM = 5_000  # counterparties for whom the compiled kernels are loaded
KEYS = ["query_row", "entity_id"]


# --- Counterparties ---------------------------------------------------------------------------


def counterparties(
    rows: int, data: Path, lists: list[Watchlist], steps: list[ListDiff], *, near: int = NEAR
) -> pl.DataFrame:
    """The same counterparties for the same number of rows, with an id from 1.

    One in `near` of them is near a listed party.
    """
    near = rows // near
    half = (rows - near) // 2
    people, firms = strangers(data, half, rows - near - half)
    listed = {row["entity_id"]: row for one in lists for row in described(one)}
    changed = {one.entity_id for step in steps for one in step.changed}
    others = {one.entity_id for step in steps for one in (*step.added, *step.removed)} - changed
    pools = [sorted(changed), sorted(others), sorted(listed.keys() - changed - others)]
    chance = random.Random(SEED)
    chosen = [chance.choice(pools[number % len(pools)]) for number in range(near)]
    likes = pl.DataFrame([alike(listed[one], chance) for one in chosen], schema=people.schema)
    every = pl.concat([people, firms, likes]).sample(fraction=1, shuffle=True, seed=SEED)
    return every.with_row_index("id", offset=1)


COLUMNS = ("name", "birth_date", "gender", "country", "passport", "wallet")


def strangers(data: Path, people: int, firms: int) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Persons and companies of no list."""
    persons = pl.read_csv(data / "names/clean_persons_us.csv", infer_schema=False)
    content = lzma.decompress((data / "names/clean_companies_gleif.csv.xz").read_bytes())
    companies = pl.read_csv(content, infer_schema=False).sample(firms, seed=SEED)
    return (
        _with_columns(
            persons.head(people),
            {
                "name": "full_name",
                "birth_date": "date_of_birth",
                "gender": "gender",
                "country": "nationality",
            },
        ),
        _with_columns(companies, {"name": "legal_name", "country": "country"}),
    )


def _with_columns(frame: pl.DataFrame, named: dict[str, str]) -> pl.DataFrame:
    none = pl.lit(None, pl.String)
    return frame.select(
        (pl.col(named[column]) if column in named else none).alias(column) for column in COLUMNS
    )


def described(watchlist: Watchlist) -> Iterator[dict[str, Any]]:
    """Every listed party with its names, passports and wallets."""
    frames = watchlist.frames
    parts = {
        "names": frames["names"].group_by("entity_id").agg("full"),
        "passports": frames["identifiers"]
        .filter(pl.col("kind") == "passport")
        .group_by("entity_id")
        .agg("number"),
        "wallets": frames["wallets"].group_by("entity_id").agg("address"),
    }
    rows = frames["entities"].select("entity_id", "gender", "births", "countries")
    for part in parts.values():
        rows = rows.join(part, on="entity_id", how="left")
    yield from rows.sort("entity_id").iter_rows(named=True)


def alike(listed: dict[str, Any], chance: random.Random) -> dict[str, str | None]:
    """Somebody who is named as a listed party, or nearly so, and shares some of its facts."""
    name = chance.choice(WRITINGS)(chance.choice(sorted(listed["full"])), chance)
    births = [born["start"] for born in listed["births"] or ()]
    countries = [tie["code"] for tie in listed["countries"] or () if tie["code"]]
    other_day = date(chance.randint(1940, 2000), chance.randint(1, 12), chance.randint(1, 28))
    return {
        "name": name,
        "birth_date": _one_of(chance, births, other_day, None),
        "gender": _one_of(chance, [listed["gender"]], "female", None),
        "country": _one_of(chance, countries, "NZ", None),
        "passport": _one_of(chance, listed["number"] or [], "X0000001", None, None),
        "wallet": _one_of(chance, listed["address"] or [], None, None),
    }


def _one_of(chance: random.Random, own: list[Any], *others: object) -> str | None:
    """One of the party's own values, or another, as likely as each other; null is "not stated"."""
    found = chance.choice([chance.choice(own) if own else None, *others])
    return None if found is None else str(found)


def _without_letter(name: str, chance: random.Random) -> str:
    at = chance.randrange(len(name))
    return name[:at] + name[at + 1 :] or name


def _swapped(name: str, chance: random.Random) -> str:
    at = chance.randrange(max(len(name) - 1, 1))
    return name[:at] + name[at : at + 2][::-1] + name[at + 2 :]


def _shuffled(name: str, chance: random.Random) -> str:
    words = name.replace(",", "").split()
    return " ".join(chance.sample(words, len(words)))


def _shorter(name: str, _: random.Random) -> str:
    words = name.split()
    return " ".join(words[:-1]) if len(words) > 2 else name


#: How names come to be written in files of customers.
WRITINGS: tuple[Callable[[str, random.Random], str], ...] = (
    lambda name, _: name,
    lambda name, _: name.upper(),
    _without_letter,
    _swapped,
    _shuffled,
    _shorter,
)


# --- Equality ---------------------------------------------------------------------------------


def is_difference(result: Rescreening, old: pl.DataFrame, new: pl.DataFrame) -> bool:
    """Whether the rescreening is exactly what two full screenings differ in."""
    told = result.hits
    gone, here = pl.col("status") == "gone", pl.col("status") != "gone"
    return (
        _told(told).equals(_expected(old, new))
        and _are_rows_of(told.filter(gone), old)
        and _are_rows_of(told.filter(here), new)
        and _untold(old, told).equals(_untold(new, told))
    )


def _told(hits: pl.DataFrame) -> pl.DataFrame:
    moved = hits.filter(pl.col("status") != "listing")
    return moved.select("status", *KEYS, "score", "old_score").sort(KEYS)


def _expected(old: pl.DataFrame, new: pl.DataFrame) -> pl.DataFrame:
    """New, gone and moved hits of two full screenings."""
    was, now = old.select(*KEYS, old_score="score"), new.select(*KEYS, "score")
    both = was.join(now, on=KEYS, how="full", coalesce=True)
    status = (
        pl.when(pl.col("old_score").is_null())
        .then(pl.lit("new"))
        .when(pl.col("score").is_null())
        .then(pl.lit("gone"))
        .when(pl.col("score") != pl.col("old_score"))
        .then(pl.lit("moved"))
    )
    rows = both.with_columns(status=status, score=pl.coalesce("score", "old_score"))
    return rows.drop_nulls("status").select("status", *KEYS, "score", "old_score").sort(KEYS)


def _are_rows_of(told: pl.DataFrame, full: pl.DataFrame) -> bool:
    mine = told.select(HITS.names()).sort(KEYS)
    return mine.equals(full.join(told.select(KEYS), on=KEYS, how="semi").sort(KEYS))


def _untold(full: pl.DataFrame, told: pl.DataFrame) -> pl.DataFrame:
    others = full.join(told.select(KEYS), on=KEYS, how="anti").sort(KEYS)
    return others.drop("snapshot_id")


# --- Measuring --------------------------------------------------------------------------------


class Took(NamedTuple):
    """What a run gave, and the seconds it took: of the clock, and of CPU."""

    result: Any
    wall: float
    cpu: float

    def __str__(self) -> str:
        return f"{self.wall:.1f} s ({self.cpu:.1f})"


def timed(run: Callable[[], Any]) -> Took:
    wall, cpu = time.perf_counter(), time.process_time()
    result = run()
    return Took(result, time.perf_counter() - wall, time.process_time() - cpu)


def filled(root: Path, data: Path) -> tuple[Store, list[str]]:
    """A store with the three publications, and their snapshots."""
    store = Store(root)
    ids = []
    for day in DAYS:
        if not any(one.startswith(day) for one in store.snapshot_ids(LIST)):
            path = data / f"ofac/sdn_advanced_{day}.xml.bz2"
            outcome = store.import_list(LIST, [path], now=NOW)
            assert outcome.outcome == "imported", outcome.reason
        ids += [one for one in store.snapshot_ids(LIST) if one.startswith(day)][-1:]
    return store, ids


def opened(store: Store, snapshot_id: str) -> Watchlist:
    """The list as a run of its own would open it: nothing of an earlier run is ready."""
    return Watchlist.open(Pinned(store.root, {LIST: snapshot_id}))


def screened(parties: pl.DataFrame, store: Store, snapshot_id: str) -> pl.DataFrame:
    return screen(parties, opened(store, snapshot_id), now=NOW).hits


def rescreened(parties: pl.DataFrame, store: Store, old: str, new: str) -> Rescreening:
    return rescreen(parties, opened(store, new), since=opened(store, old), now=NOW)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--rows", type=int, default=100_000)
    parser.add_argument("--store", type=Path, default=None)
    shared = Path(__file__).resolve().parents[2] / "shared/data"
    parser.add_argument("--data", type=Path, default=shared)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as made:
        measure(given.rows, given.data, *filled(given.store or Path(made), given.data))


def measure(rows: int, data: Path, store: Store, ids: list[str]) -> None:
    steps = [diff(store, LIST, old=ids[old], new=ids[new]) for old, new in STEPS]
    lists = [opened(store, one) for one in ids]
    parties = counterparties(rows, data, lists, steps)
    screen(parties.head(WARM), lists[0])  # loads the compiled kernels: no part of either run
    full = [timed(partial(screened, parties, store, one)) for one in ids]
    print(f"{rows:,} counterparties; hits: {', '.join(f'{one.result.height:,}' for one in full)}\n")
    print(
        "| from | to | added | removed | changed | new | gone | moved | listing | full | "
        "rescreened | ratio | equal |\n" + "|---" * 13 + "|"
    )
    for (old, new), step in zip(STEPS, steps, strict=True):
        again = timed(partial(rescreened, parties, store, ids[old], ids[new]))
        counts = dict(again.result.hits.group_by("status").len().iter_rows())
        told = [counts.get(word, 0) for word in ("new", "gone", "moved", "listing")]
        equal = is_difference(again.result, full[old].result, full[new].result)
        cells = (
            *(DAYS[old], DAYS[new], len(step.added), len(step.removed), len(step.changed)),
            *(f"{count:,}" for count in told),
            *(full[new], again, f"{full[new].cpu / again.cpu:.1f}", "yes" if equal else "NO"),
        )
        print(f"| {' | '.join(map(str, cells))} |", flush=True)


if __name__ == "__main__":
    main()

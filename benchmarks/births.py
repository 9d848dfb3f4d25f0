"""Dates of birth: true pairs with a slip in the date, and namesakes born in other years.

    python benchmarks/births.py --store STORE [--lists un_sc us_ofac_sdn] --out R.json [--seed 7]

Every listed person with a date of birth is screened by a listed name with that date changed in one
way: a wrong digit, day and month swapped, one year off, the year alone; and as a stranger of the
same name born 15 years later to the day, or 30 years later. Alerted is the share with a hit on that
person at the shipped default. A changed date that another listed date covers is left out.
"""

import argparse
import json
import random
from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import Path
from typing import Any

import polars as pl

from sanctionscreen import Policy, Store, Watchlist, WeakAliases, screen

MOST = 4000
TRIES = 50


def moved(day: date, years: int) -> date:
    """The day so many years later; 29 February becomes the 28th."""
    leap = day.month == 2 and day.day == 29
    return day.replace(year=day.year + years, day=28 if leap else day.day)


def other_day(day: date) -> date:
    """A day and month that no slip leads to."""
    return day.replace(
        day=day.day % 9 + 19 if day.day < 15 else day.day % 9 + 1, month=13 - day.month
    )


def wrong_digit(day: date, rng: random.Random) -> date | None:
    """The day with one digit replaced, in the past century; null where no try is a date."""
    for _ in range(TRIES):
        text = list(day.isoformat())
        place = rng.choice([i for i, char in enumerate(text) if char.isdigit()])
        text[place] = rng.choice([digit for digit in "0123456789" if digit != text[place]])
        try:
            found = date.fromisoformat("".join(text))
        except ValueError:
            continue
        if 1900 <= found.year <= 2015:
            return found
    return None


def wrong_year_digit(year: int, rng: random.Random) -> int:
    """The year with one of its last two digits replaced, up to 2015."""
    while True:
        text = list(str(year))
        place = rng.choice([2, 3])
        text[place] = rng.choice([digit for digit in "0123456789" if digit != text[place]])
        if int("".join(text)) <= 2015:
            return int("".join(text))


def changes(start: date, end: date, rng: random.Random) -> Iterator[tuple[str, str]]:
    """The name of each change and the date of birth that a counterparty would state."""
    if start == end:
        yield "true", start.isoformat()
        slip = wrong_digit(start, rng)
        if slip is not None:
            yield "wrong digit", slip.isoformat()
        if start.day <= 12 and start.day != start.month:
            yield (
                "day and month swapped",
                start.replace(day=start.month, month=start.day).isoformat(),
            )
        yield "one year off", moved(start, rng.choice([-1, 1])).isoformat()
        yield "year alone", str(start.year)
        yield "stranger, 15 years later", moved(start, 15).isoformat()
        yield "stranger, 30 years later, another day", other_day(moved(start, 30)).isoformat()
    elif (start.month, start.day, end) == (1, 1, date(start.year, 12, 31)):
        yield "listed year: true", str(start.year)
        yield "listed year: wrong digit", str(wrong_year_digit(start.year, rng))
        yield "listed year: one year off", str(start.year + rng.choice([-1, 1]))
        yield "listed year: stranger, 15 years later", str(start.year + 15)
        yield "listed year: stranger, 30 years later", str(start.year + 30)


def covered(stated: str, births: list[Mapping[str, date]]) -> bool:
    """Whether a listed date of birth agrees with the stated one."""
    low, high = (stated, stated) if "-" in stated else (f"{stated}-01-01", f"{stated}-12-31")
    return any(
        low <= birth["end"].isoformat() and birth["start"].isoformat() <= high for birth in births
    )


def queries_of(watchlist: Watchlist, rng: random.Random) -> pl.DataFrame:
    """One row a person and change: change, entity, and the counterparty."""
    names = (
        watchlist.frames["names"]
        .filter(pl.col("kind") == "primary")
        .group_by("entity_id", maintain_order=True)
        .agg(pl.col("full").first())
    )
    entities = watchlist.frames["entities"].filter(
        (pl.col("entity_type") == "person") & (pl.col("births").list.len() > 0)
    )
    rows: list[dict[str, Any]] = []
    persons = entities.join(names, on="entity_id", how="inner", maintain_order="left")
    for person in persons.head(MOST).iter_rows(named=True):
        birth = person["births"][0]
        for change, stated in changes(birth["start"], birth["end"], rng):
            true = change.endswith("true") or change == "year alone"
            if true or not covered(stated, person["births"]):
                rows.append(
                    {
                        "change": change,
                        "entity_id": person["entity_id"],
                        "name": person["full"],
                        "date_of_birth": stated,
                    }
                )
    return pl.DataFrame(rows).with_row_index("row").with_columns(id=pl.col("row").cast(pl.String))


def main() -> None:
    """Screens all changed persons and writes the shares."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--store", type=Path, required=True)
    parser.add_argument("--lists", nargs="+", default=["un_sc", "us_ofac_sdn"])
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--seed", type=int, default=7)
    options = parser.parse_args()
    policy = Policy.default().with_weak_aliases(WeakAliases.FULL)
    result: dict[str, Any] = {"threshold": policy.threshold.hit}
    for list_id in options.lists:
        watchlist = Watchlist.open(Store(options.store), [list_id])
        queries = queries_of(watchlist, random.Random(options.seed))
        hits = screen(queries.select("id", "name", "date_of_birth"), watchlist, policy=policy).hits
        own = hits.select(id="query_id", entity_id="entity_id", hit=True)
        found = queries.join(own, on=["id", "entity_id"], how="left").group_by("change")
        shares = found.agg(pl.len().alias("n"), pl.col("hit").fill_null(value=False).mean())
        result[list_id] = {
            row["change"]: {"n": row["n"], "alerted": round(row["hit"], 4)}
            for row in shares.sort("change").iter_rows(named=True)
        }
    options.out.write_text(json.dumps(result, indent=1), encoding="utf-8")
    print(json.dumps(result, indent=1))


if __name__ == "__main__":
    main()

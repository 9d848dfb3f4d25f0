"""Chains of transfers, each of which passes the one before on: cycles and peel chains."""

from collections import defaultdict
from collections.abc import Iterator
from datetime import timedelta
from typing import Final

import polars as pl

from sanctionscreen.tracing.ledger import Ledger
from sanctionscreen.tracing.typologies.relays import one_to_one, relays
from sanctionscreen.tracing.typologies.shapes import coded, told

CYCLE: Final = "cycle"
PEEL_CHAIN: Final = "peel_chain"


def cycle(
    ledger: Ledger,
    *,
    shortest: int = 3,
    longest: int = 9,
    within: timedelta = timedelta(days=8),
    least: float = 0.7,
) -> pl.DataFrame:
    """SHAPES: money that comes back to where it began, over different accounts, in order of time.

    Each transfer passes on at least `least` of the one before, within the time.
    """
    pairs = relays(coded(ledger), within=within, least=least)
    onwards: dict[int, list[tuple[int, int]]] = defaultdict(list)
    for before, after, last in pairs.select("before", "after", "last").iter_rows():
        onwards[before].append((after, last))
    starts = pairs.select("before", "first", "middle").unique().sort("before")
    found: list[tuple[int, int, int]] = []
    taken: set[int] = set()
    for before, first, middle in starts.iter_rows():
        way = next(_round((before, first, middle), onwards, shortest, longest), None)
        if way is not None and not taken.intersection(way):
            taken.update(way)
            found += [(before, first, row) for row in way]
    return _told(ledger, found, CYCLE)


def _round(
    begin: tuple[int, int, int],
    onwards: dict[int, list[tuple[int, int]]],
    shortest: int,
    longest: int,
) -> Iterator[list[int]]:
    """The ways from a transfer back to its payer, over accounts that differ."""
    before, first, middle = begin
    ways: list[tuple[list[int], tuple[int, ...]]] = [([before], (first, middle))]
    while ways:
        rows, seen = ways.pop()
        for after, last in onwards.get(rows[-1], ()):
            longer = [*rows, after]
            if last == first and len(longer) >= shortest:
                yield longer
            elif last not in seen and len(longer) < longest:
                ways.append((longer, (*seen, last)))


def peel_chain(
    ledger: Ledger,
    *,
    shortest: int = 4,
    within: timedelta = timedelta(days=3),
    peel: float = 0.3,
) -> pl.DataFrame:
    """SHAPES: an amount that goes from account to account and loses a small part at each.

    At each account at most `peel` of the amount goes elsewhere, the rest goes on within the time;
    told from `shortest` such accounts in a row, with the peels.
    """
    rows = coded(ledger)
    pairs = one_to_one(relays(rows, within=within, least=1 - peel, most=0.9999))
    step = dict(pairs.select("before", "after").iter_rows())
    begins = sorted(step.keys() - set(step.values()))
    found: list[tuple[int, int]] = []
    for begin in begins:
        way = [begin]
        while way[-1] in step:
            way.append(step[way[-1]])
        if len(way) > shortest:
            found += [(begin, row) for row in way]
    members = pl.DataFrame(found, schema={"key": pl.Int64, "row": pl.Int64}, orient="row")
    return _with_peels(ledger, rows, members, within)


def _with_peels(
    ledger: Ledger, rows: pl.DataFrame, members: pl.DataFrame, within: timedelta
) -> pl.DataFrame:
    """The chains with what their accounts paid elsewhere between receiving and passing on."""
    links = members.join(rows, on="row").sort("key", "at")
    hop = links.select(
        "key",
        "asset",
        "amount",
        account="target",
        came="timestamp",
        start=pl.col("source").first().over("key"),
    )
    aside = hop.join(
        rows.select("row", "asset", "timestamp", account="source", part="amount"),
        on=["account", "asset"],
    )
    near = (pl.col("timestamp") - pl.col("came")).is_between(timedelta(0), within)
    peels = aside.filter(near & (pl.col("part") <= pl.col("amount") / 2))
    chain = links.select("key", "row", account=pl.col("source").first().over("key"))
    every = pl.concat([chain, peels.select("key", "row", account="start")])
    return told(ledger, every, typology=PEEL_CHAIN)


def _told(ledger: Ledger, found: list[tuple[int, int, int]], typology: str) -> pl.DataFrame:
    schema = {"key": pl.Int64, "account": pl.Int64, "row": pl.Int64}
    return told(ledger, pl.DataFrame(found, schema=schema, orient="row"), typology=typology)

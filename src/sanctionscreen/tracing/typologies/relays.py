"""Money that is passed on: the pairs of transfers of which longer shapes are made."""

from datetime import timedelta
from typing import Final

import polars as pl

from sanctionscreen.tracing.ledger import Ledger
from sanctionscreen.tracing.typologies.shapes import WEEK, coded, told

PASS_THROUGH: Final = "pass_through"  # noqa: S105  # no password
SCATTER_GATHER: Final = "scatter_gather"


def relays(
    rows: pl.DataFrame, *, within: timedelta, least: float, most: float = 1.0
) -> pl.DataFrame:
    """Pairs in which an account passes on `least` to `most` of an amount soon: before, after.

    `rows` as of `coded`. Each pair knows its accounts (first, middle, last) and both times.
    """
    came = rows.select(
        "asset", "amount", before="row", first="source", middle="target", came="timestamp", at="at"
    )
    went = rows.select(
        "asset",
        after="row",
        middle="source",
        last="target",
        went="timestamp",
        sum="amount",
        at_="at",
    )
    steps = within.total_seconds()
    buckets = came.with_columns(bucket=_bucket("came", steps))
    later = went.with_columns(bucket=_bucket("went", steps))
    both = pl.concat(
        [
            buckets.join(later, on=["middle", "asset", "bucket"]),
            buckets.with_columns(pl.col("bucket") + 1).join(
                later, on=["middle", "asset", "bucket"]
            ),
        ]
    )
    share = pl.col("sum") / pl.col("amount")
    soon = pl.col("went") - pl.col("came") <= within
    ordered = pl.col("at_") > pl.col("at")
    return both.filter(soon & ordered & share.is_between(least, most))


def _bucket(column: str, seconds: float) -> pl.Expr:
    """The stretch of time that a moment lies in; what is near lies in the same or the next."""
    return (pl.col(column).dt.epoch("s") / seconds).floor().cast(pl.Int64)


def pass_through(
    ledger: Ledger,
    *,
    within: timedelta = timedelta(hours=18),
    least: float = 0.85,
    habit: float = 0.5,
    times: int = 2,
    pause: timedelta = timedelta(days=10),
) -> pl.DataFrame:
    """SHAPES: accounts that pass on nearly all that they receive, within hours, again and again.

    `habit` is the least share that goes on so of what came in during the spell; a spell ends where
    nothing is passed on for a `pause`. So a mule who also lives from the account is found, and
    what fits by chance, now and then, is not. In and around a spell what fits half as well counts.
    """
    rows = coded(ledger)
    pairs = one_to_one(relays(rows, within=within, least=least))
    spells = _spells(pairs, rows, pause).filter(
        (pl.col("times") >= times) & (pl.col("passed") >= habit * pl.col("income"))
    )
    looser = one_to_one(relays(rows, within=2 * within, least=1 - 2 * (1 - least)))
    every = pl.concat([pairs, looser]).join(spells, on=["middle", "asset"])
    near = pl.col("came").is_between(pl.col("begin") - pause, pl.col("end") + pause)
    kept = every.filter(near)
    found = pl.concat(
        kept.select(key=pl.struct("middle", "asset").hash(), account="middle", row=side)
        for side in ("before", "after")
    )
    return told(ledger, found, typology=PASS_THROUGH)


def _spells(pairs: pl.DataFrame, rows: pl.DataFrame, pause: timedelta) -> pl.DataFrame:
    """Runs of pairs without a pause: how often, how much was passed on, how much came in."""
    who = ["middle", "asset"]
    ordered = pairs.sort(*who, "came", "before")
    idle = (pl.col("came") - pl.col("came").shift(1)).over(who)
    run = ordered.with_columns(spell=(idle.is_null() | (idle > pause)).cum_sum())
    spells = run.group_by(*who, "spell").agg(
        times=pl.len(),
        passed=pl.col("amount").sum(),
        begin=pl.col("came").min(),
        end=pl.col("went").max(),
    )
    income = rows.select("asset", "timestamp", middle="target", income="amount")
    during = pl.col("timestamp").is_between("begin", "end")
    return (
        spells.join(income, on=who)
        .filter(during)
        .group_by(spells.columns)
        .agg(pl.col("income").sum())
    )


def one_to_one(pairs: pl.DataFrame) -> pl.DataFrame:
    """Each transfer in one pair at most: the soonest, then the nearest amount."""
    near = pairs.with_columns(wait=pl.col("went") - pl.col("came"))
    ordered = near.sort("wait", "before", "after")
    return ordered.unique("before", keep="first", maintain_order=True).unique(
        "after", keep="first", maintain_order=True
    )


def scatter_gather(
    ledger: Ledger,
    *,
    parties: int = 3,
    within: timedelta = WEEK,
    least: float = 0.75,
) -> pl.DataFrame:
    """SHAPES: one account pays several, each passes it on, and all to the same account."""
    pairs = relays(coded(ledger), within=within, least=least)
    pairs = pairs.filter(pl.col("first") != pl.col("last"))
    ends = pairs.group_by("first", "last", "asset").agg(seen=pl.col("middle").n_unique())
    kept = pairs.join(ends.filter(pl.col("seen") >= parties), on=["first", "last", "asset"])
    found = pl.concat(
        kept.select(key=pl.struct("first", "last", "asset").hash(), account="first", row=side)
        for side in ("before", "after")
    )
    return told(ledger, found, typology=SCATTER_GATHER)

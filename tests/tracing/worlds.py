"""Small ledgers written as text, and how they are traced in tests."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import NamedTuple

import polars as pl

from sanctionscreen.tracing.ledger import Ledger, to_ledger
from sanctionscreen.tracing.methods import TaintMethod
from sanctionscreen.tracing.parties import TAGS, to_seeds, to_tags
from sanctionscreen.tracing.tracer import Found, Question, trace_ledger

LISTED_ON = date(2025, 1, 10)


class Move(NamedTuple):
    """One transfer of a written world."""

    source: str
    target: str
    amount: str


def moves(text: str) -> list[Move]:
    """`S>A 3, A>B 1.5` as transfers, one a day."""
    parts = [part.split() for part in text.replace("\n", " ").split(",") if part.strip()]
    return [Move(source, target, amount) for source, target, amount in map(_split, parts)]


def _split(words: list[str]) -> tuple[str, str, str]:
    source, _, target = words[0].partition(">")
    return source, target, words[1]


def ledger_of(text: str, **columns: Sequence[object]) -> Ledger:
    """The ledger of written transfers, the first on the 1st of January 2025."""
    made = moves(text)
    frame = pl.DataFrame(
        {
            "timestamp": pl.datetime_range(
                pl.datetime(2025, 1, 1), pl.datetime(2030, 1, 1), "1d", eager=True
            ).head(len(made)),
            "source": [move.source for move in made],
            "target": [move.target for move in made],
            "amount": [move.amount for move in made],
            "asset": ["EUR"] * len(made),
            "tx_id": [f"t{number}" for number in range(1, len(made) + 1)],
            **columns,
        },
        strict=False,
    )
    return to_ledger(frame)


def seeds_of(*accounts: str) -> pl.DataFrame:
    """Accounts as listed parties of their own, listed on the 10th of January 2025."""
    return to_seeds(
        pl.DataFrame(
            {
                "account": list(accounts),
                "entity_id": [f"own:{account}" for account in accounts],
                "listed_on": [LISTED_ON] * len(accounts),
            }
        )
    )


def tags_of(categories: Mapping[str, str]) -> pl.DataFrame:
    """Accounts with a category each."""
    rows = {"address": list(categories), "category": list(categories.values())}
    return to_tags(pl.DataFrame({**rows, "label": list(categories)}, schema_overrides=TAGS))


def trace_text(
    text: str,
    *seeds: str,
    methods: Sequence[TaintMethod] = tuple(TaintMethod),
    tags: Mapping[str, str] | None = None,
    **question: object,
) -> Found:
    """What tracing finds in written transfers."""
    asked = Question(methods=tuple(methods), **question)  # type: ignore[arg-type]
    return trace_ledger(ledger_of(text), seeds_of(*seeds), tags_of(tags or {}), asked)


def amounts(found: Found, method: str, direction: str = "received") -> dict[str, float | None]:
    """Account → amount, of one method and direction."""
    rows = found.exposures.filter(method=method, direction=direction)
    pairs = rows.select("account", pl.col("amount").cast(pl.Float64)).iter_rows()
    return dict(pairs)

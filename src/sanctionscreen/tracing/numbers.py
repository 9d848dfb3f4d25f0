"""Accounts as numbers: what is computed with; their names stand in one place, in order."""

from collections.abc import Iterable
from typing import Final

import polars as pl

from sanctionscreen.tracing.accounts import normal_accounts

#: The number of an account: its place among the names.
NUMBER: Final = pl.UInt32()


def numbered_accounts(
    source: pl.Series, target: pl.Series, others: Iterable[str]
) -> tuple[pl.Series, pl.Series, pl.Series]:
    """Both columns as numbers (null where a cell is empty), and the accounts by number, sorted.

    Two spellings of an account have one number. `others` are accounts that no cell names.

    >>> numbered = numbered_accounts(pl.Series(["b", "0xA"]), pl.Series([" 0xa", ""]), ["(fees)"])
    >>> [column.to_list() for column in numbered]
    [[2, 1], [1, None], ['(fees)', '0xa', 'b']]
    """
    rows = len(source)
    place, texts = distinct(pl.concat([_texts(source), _texts(target)]))
    names = normal_accounts(texts)
    names = names.set(names == "", None)
    accounts = pl.concat([names, pl.Series(list(others), dtype=pl.String)])
    accounts = accounts.drop_nulls().unique().sort().alias("account")
    number = codes_of(names, accounts).gather(place)
    return number[:rows], number[rows:], accounts


def _texts(column: pl.Series) -> pl.Series:
    return column.cast(pl.String).alias("account")


def distinct(texts: pl.Series) -> tuple[pl.Series, pl.Series]:
    """For every text its place among the distinct ones, and these; null is one of them.

    By their hashes, which are compared with the texts afterwards: much faster than the texts.
    """
    place = texts.hash().rank("dense") - 1
    first = texts.gather(_firsts(place))
    if not first.gather(place).eq_missing(texts).all():  # two texts have one hash
        place = texts.fill_null("").rank("dense") - 1
        first = texts.gather(_firsts(place))
    return place, first


def _firsts(place: pl.Series) -> pl.Series:
    """Where each number stands first, by number."""
    first = place.arg_unique()
    return first.gather(place.gather(first).arg_sort())


def codes_of(names: pl.Series, accounts: pl.Series) -> pl.Series:
    """The number of each name among the accounts; null where they do not have it."""
    known = accounts.to_frame("name").with_columns(code=pl.int_range(pl.len(), dtype=NUMBER))
    wanted = names.cast(pl.String).to_frame("name")
    return wanted.join(known, on="name", how="left", maintain_order="left")["code"]


def code_of(name: str, accounts: pl.Series) -> pl.Expr:
    """The number of an account that is there."""
    return pl.lit(accounts.index_of(name), NUMBER)

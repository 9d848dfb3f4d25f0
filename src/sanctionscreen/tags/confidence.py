"""How sure a tag is: a number or a word, as a share of 1."""

from typing import Final

import polars as pl

from sanctionscreen.tags.vocabulary import CONFIDENCE

_MOST: Final = 100.0


def share(told: pl.Expr) -> pl.Expr:
    """A share of 1, a number up to 100 or a word of GraphSense as a share; else null.

    >>> told = pl.DataFrame({"told": ["0.5", "50", "50%", "web_crawl", "1", "high"]})
    >>> told.select(share(pl.col("told"))).to_series().to_list()
    [0.5, 0.5, 0.5, 0.2, 1.0, None]
    """
    text = told.str.strip_chars().str.to_lowercase()
    known = text.replace_strict(CONFIDENCE, default=None, return_dtype=pl.Float64)
    number = text.str.strip_suffix("%").cast(pl.Float64, strict=False)
    percent = text.str.ends_with("%") | (number > 1)
    counted = pl.when(percent).then(number / _MOST).otherwise(number)
    found = pl.coalesce(known / _MOST, counted)
    return pl.when(found.is_between(0, 1)).then(found)

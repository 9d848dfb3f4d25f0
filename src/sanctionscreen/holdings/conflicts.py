"""Holdings that are said twice, that contradict each other, or that are more than a whole.

What contradicts is never thrown away: it widens the bounds, so that a company can become possibly
owned by it, but neither certainly owned nor clean.

All rows are looked at by hashes of their keys; only those whose hash is not alone, or whose sum is
too large, are compared as they are. Two keys of one hash cost time, never a result.
"""

from typing import Final

import numpy as np
import numpy.typing as npt
import polars as pl

from sanctionscreen.columns import PROBLEMS
from sanctionscreen.holdings.settings import UNIT, WHOLE, Kind

Hashes = npt.NDArray[np.uint64]
Counts = npt.NDArray[np.int64]

_KEY: Final = ("owner", "owned", "kind")
#: How many bits of a hash are given to a share, and in how many steps it is told there.
_BITS: Final = np.uint64(20)
_LAST: Final = np.uint64(2**20 - 1)
_STEPS: Final = 2**19


def problems(rows: pl.DataFrame, field: str, reason: pl.Expr) -> pl.DataFrame:
    """PROBLEMS of rows that stay in use, with the reason of each."""
    return rows.select(
        row="row",
        query_id=pl.lit(None, dtype=pl.String),
        field=pl.lit(field),
        reason=reason,
        screened=pl.lit(value=True),
    ).cast(PROBLEMS)


def one_each(holdings: pl.DataFrame) -> tuple[pl.DataFrame, pl.DataFrame]:
    """The holdings with one row for each owner, company and kind; and what was done to the others.

    Of several dates the newest counts. Rows of one date, or without one, are the same holding:
    equal ones count once, different ones from the least to the most.
    """
    suspects = _with_twin(_hash(holdings, *_KEY))
    if not suspects.size:
        return holdings, pl.DataFrame(schema=PROBLEMS)
    twins = holdings[suspects].with_columns(
        at=pl.Series(suspects),
        newest=pl.col("as_of").max().over(_KEY),
        undated=pl.col("as_of").is_null().any().over(_KEY),
    )  # fmt: skip
    old = ~pl.col("undated") & (pl.col("as_of") < pl.col("newest"))
    kept = twins.filter(~old).with_columns(
        first=pl.col("row").min().over(_KEY),
        least=pl.col("low").min().over(_KEY),
        most=pl.col("high").max().over(_KEY),
        sources=pl.col("source").unique(maintain_order=True).drop_nulls().implode().over(_KEY),
    )
    same = (pl.col("low") == pl.col("least")) & (pl.col("high") == pl.col("most"))
    kept = kept.with_columns(same=same.all().over(_KEY))
    merged = kept.filter(pl.col("row") == pl.col("first")).with_columns(
        low="least", high="most", as_of="newest", source=_joined("sources")
    )
    done = pl.concat([_older(twins.filter(old), merged), _repeated(kept)])
    return _replaced(holdings, twins["at"], merged), done


def _replaced(holdings: pl.DataFrame, places: pl.Series, merged: pl.DataFrame) -> pl.DataFrame:
    """The holdings in which only the merged ones are left of those at the places."""
    changed = [
        holdings[column].clone().scatter(merged["at"], merged[column])
        for column in ("low", "high", "as_of", "source")
    ]
    left = np.ones(holdings.height, dtype=np.bool_)
    left[places.to_numpy()] = False
    left[merged["at"].to_numpy()] = True
    return holdings.with_columns(changed).filter(pl.Series(left))


def _joined(sources: str) -> pl.Expr:
    text = pl.col(sources).list.join(" | ")
    return pl.when(text != "").then(text)


def _older(old: pl.DataFrame, merged: pl.DataFrame) -> pl.DataFrame:
    known = merged.select(*_KEY, newer="row")
    joined = old.join(known, on=_KEY, how="left", maintain_order="left")
    return problems(joined, "as_of", pl.format("older than row {}: not counted", "newer"))


def _repeated(kept: pl.DataFrame) -> pl.DataFrame:
    others = kept.filter(pl.col("row") != pl.col("first"))
    reason = (
        pl.when("same")
        .then(pl.format("says the same as row {}: counted once", "first"))
        .otherwise(pl.format("differs from row {}: the range of both is used", "first"))
    )
    return problems(others, "owned", reason)


def within_whole(holdings: pl.DataFrame, *, tolerance: float) -> tuple[pl.DataFrame, pl.DataFrame]:
    """The holdings in which no certain shares of a company are more than 100 % together.

    Where they are, one of them at least is wrong, and nobody knows which: each is taken as 0 to
    what it says. `tolerance` is in percent.
    """
    most = WHOLE + round(tolerance * UNIT)
    control = holdings["kind"] == Kind.CONTROL.value
    shares = holdings.filter(~control) if control.any() else holdings
    suspects = shares[_over(_hash(shares, "owned", "kind"), shares["low"].to_numpy(), most)]
    total = pl.col("low").sum().over("owned", "kind")
    wrong = suspects.with_columns(total=total).filter(pl.col("total") > most)
    if wrong.is_empty():
        return holdings, pl.DataFrame(schema=PROBLEMS)
    reason = pl.format(
        "the shares in this company add up to {} %: taken as 0 to what it says",
        (pl.col("total") / UNIT).round(2),
    )
    rows = wrong["row"].implode()
    widened = pl.when(pl.col("row").is_in(rows)).then(0).otherwise("low").alias("low")
    return holdings.with_columns(widened), problems(wrong, "min_pct", reason)


def _hash(holdings: pl.DataFrame, *key: str) -> Hashes:
    """A hash of the key of each row: of its texts, and of the number of a kind."""
    parts = [
        pl.col(column).to_physical().cast(pl.UInt64)
        if column == "kind"
        else pl.col(column).hash(place) * (2 * place + 3)
        for place, column in enumerate(key)
    ]
    found: Hashes = holdings.select(pl.sum_horizontal(parts)).to_series().to_numpy()
    return found


def _with_twin(hashes: Hashes) -> npt.NDArray[np.intp]:
    """The rows whose hash another row has as well."""
    ordered = np.sort(hashes)
    doubled = np.unique(ordered[1:][ordered[1:] == ordered[:-1]])
    return np.flatnonzero(np.isin(hashes, doubled))


def _over(hashes: Hashes, low: Counts, most: int) -> npt.NDArray[np.intp]:
    """The rows of which those with the same hash may add up to more than `most`.

    Shares are rounded up to whole steps, and stand in the last bits of a hash: so one sort brings
    those together that add up. What is rounded, or cut from a hash, adds suspects and loses none.
    """
    if not hashes.size:
        return np.empty(0, dtype=np.intp)
    # In place where it can be: with millions of rows, new memory costs more than the arithmetic.
    steps = low * -_STEPS
    steps //= WHOLE
    np.negative(steps, out=steps)
    ordered = hashes & ~_LAST
    ordered |= steps.view(np.uint64)
    ordered.sort()
    keys = np.right_shift(ordered, _BITS, out=steps.view(np.uint64))
    starts = np.append(0, np.flatnonzero(keys[1:] != keys[:-1]) + 1)
    ordered &= _LAST
    sums = np.add.reduceat(ordered, starts)
    over = keys[starts[sums > most * _STEPS // WHOLE]]
    if not over.size:
        return np.empty(0, dtype=np.intp)
    return np.flatnonzero(np.isin(hashes >> _BITS, over))

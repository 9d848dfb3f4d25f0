"""Movements in their one order; what the order does not decide is counted and decided by a rule.

Rules. Order: (timestamp, seq), then the order of the file. The same (tx_id, seq) twice: an equal
row is a repetition and counts once; a different one is not used. Without a tx_id nothing is taken
for a repetition: two equal payments may be two payments. Source = target moves nothing.
"""

from typing import Final

import polars as pl

from sanctionscreen.tracing.rows import problems

_CONTENT: Final = ("timestamp", "chain", "source", "target", "asset", "amount")
_ORDER: Final = ("timestamp", "seq", "row", "leg")

REPEATED: Final = "tx_id: the same transfer stands above; it counts once"
CONFLICTING: Final = "tx_id: another transfer with this tx_id and seq stands above"
SELF: Final = "target: the same account as the source; no value moves"
TIED: Final = "timestamp: same time and account as another row, no seq; taken in the file's order"


def in_total_order(rows: pl.DataFrame) -> tuple[pl.DataFrame, pl.DataFrame]:
    """The movements in their order, without repetitions; and PROBLEMS of what was decided."""
    ordered = rows.sort(_ORDER, nulls_last=False)
    repeated, conflicting = _repetitions(ordered)
    dropped = pl.concat([repeated["row"], conflicting["row"]])
    if not dropped.is_empty():
        ordered = ordered.filter(~pl.col("row").is_in(dropped.implode()))
    stays = ordered["source"] == ordered["target"]
    same = ordered.filter(stays)
    moving = ordered.filter(~stays) if stays.any() else ordered
    told = pl.concat(
        [
            _told(repeated, REPEATED, used=True),
            _told(conflicting, CONFLICTING, used=False),
            _told(same, SELF, used=True),
            _told(_ties(moving), TIED, used=True),
        ]
    )
    return moving.drop("leg"), told


def _told(rows: pl.DataFrame, reason: str, *, used: bool) -> pl.DataFrame:
    distinct = rows.select("row", "tx_id").unique(maintain_order=True)
    return problems(distinct.with_columns(reason=pl.lit(reason)), used=used)


def _repetitions(ordered: pl.DataFrame) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Rows that say what an earlier row says, and rows that contradict an earlier one."""
    with_id = ordered.filter((pl.col("leg") == 0) & pl.col("tx_id").is_not_null())
    if (
        with_id.height == with_id["tx_id"].hash().n_unique()
    ):  # all differ, or their hashes could not
        return with_id.clear(), with_id.clear()
    key = pl.struct("tx_id", "seq")
    several = with_id.filter(pl.struct("tx_id", "seq").is_duplicated())
    again = several.filter(~pl.struct("tx_id", "seq", *_CONTENT).is_first_distinct())
    others = several.filter(pl.struct("tx_id", "seq", *_CONTENT).is_first_distinct())
    # Without a seq, several different movements of one transaction are usual: one to many.
    numbered = others.filter(pl.col("seq").is_not_null())
    return again, numbered.filter(~key.is_first_distinct())


def _ties(moving: pl.DataFrame) -> pl.DataFrame:
    """Rows at one time, with one seq or none, that share an account: their order is a guess."""
    same = pl.all_horizontal(
        pl.col("timestamp") == pl.col("timestamp").shift(1),
        pl.col("seq").eq_missing(pl.col("seq").shift(1)),
        pl.col("row") != pl.col("row").shift(1),
    ).fill_null(value=False)
    marked = moving.with_columns(same=same, tie=(~same).cum_sum())
    close = marked.filter(same | pl.col("same").shift(-1, fill_value=False))
    close = close.with_row_index("at")
    sides = pl.concat(
        [close.select("at", "tie", "asset", account=side) for side in ("source", "target")]
    )
    shared = sides.filter(pl.struct("tie", "asset", "account").is_duplicated())
    return close.filter(pl.col("at").is_in(shared["at"].unique().implode()))

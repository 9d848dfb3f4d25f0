"""Reaches of parties and of variants → THRESHOLDS and CLASS_RECALL, with their intervals."""

from statistics import NormalDist
from typing import Final

import polars as pl

from sanctionscreen.calibration.results import CLASS_RECALL, THRESHOLDS
from sanctionscreen.variants import CLASSES

PER: Final = 10_000
#: A class of fewer variants does not count in the mean over classes.
FEWEST: Final = 10
_STEPS: Final = 100
_COUNTED: Final = tuple(one.name for one in CLASSES if one.counts)
_CLASS: Final = ("variant_class", "entity_type")


def grid(lowest: float, shipped: float) -> list[float]:
    """The thresholds to measure: in steps of .01 from the lowest on, and the policy's own.

    >>> grid(0.97, 0.985)
    [0.97, 0.98, 0.985, 0.99, 1.0]
    """
    steps = (step / _STEPS for step in range(_STEPS + 1))
    return sorted({lowest, shipped, *(step for step in steps if step > lowest)})


def wilson(found: pl.Expr, count: pl.Expr) -> tuple[pl.Expr, pl.Expr]:
    """The bounds of the 95 % interval of a share, which is sound for shares near 0 and 1 as well.

    Source: E. B. Wilson, Probable inference, the law of succession, and statistical inference,
    Journal of the American Statistical Association 22 (1927).

    >>> low, high = wilson(pl.lit(0), pl.lit(1000))
    >>> pl.select(low.round(6), high.round(6).alias("high")).row(0)
    (0.0, 0.003827)
    """
    z = NormalDist().inv_cdf(0.975)
    share, spread = found / count, z * z / count
    middle = share + spread / 2
    width = z * (share * (1 - share) / count + spread / (4 * count)).sqrt()
    return (
        ((middle - width) / (1 + spread)).clip(0, 1),
        ((middle + width) / (1 + spread)).clip(0, 1),
    )


def class_recall(variants: pl.DataFrame, thresholds: list[float]) -> pl.DataFrame:
    """CLASS_RECALL of FOUND_VARIANTS."""
    at = pl.Series("threshold", thresholds, dtype=pl.Float64).to_frame()
    found = (pl.col("reach") >= pl.col("threshold")).fill_null(value=False)
    counted = (
        at.join(variants.select(*_CLASS, "reach"), how="cross")
        .group_by("threshold", *_CLASS)
        .agg(variants=pl.len().cast(pl.Int64), found=found.sum().cast(pl.Int64))
        .with_columns(counts=pl.col("variant_class").is_in(_COUNTED))
    )
    shared = _with_share(counted, "recall", pl.col("variants"))
    return shared.sort("threshold", "entity_type", "variant_class").select(CLASS_RECALL.names())


def curve(
    reaches: pl.Series, parties: int, classes: pl.DataFrame, thresholds: list[float]
) -> pl.DataFrame:
    """THRESHOLDS but for what is recommended; `reaches` holds that of each alerted party."""
    alerts = [int((reaches >= threshold).sum()) for threshold in thresholds]
    rows = pl.DataFrame(
        {"threshold": thresholds, "alerts": alerts},
        schema={"threshold": pl.Float64, "alerts": pl.Int64},
    )
    counted = classes.filter("counts")
    sums = counted.group_by("threshold").agg(pl.col("found", "variants").sum())
    means = (
        counted.filter(pl.col("variants") >= FEWEST)
        .group_by("threshold")
        .agg(class_recall=pl.col("recall").mean())
    )
    low, high = wilson(pl.col("alerts"), pl.lit(parties))
    return _with_share(
        rows.join(sums, on="threshold", how="left").join(means, on="threshold", how="left"),
        "recall",
        pl.col("variants"),
    ).select(
        "threshold",
        "alerts",
        "found",
        "recall",
        "recall_low",
        "recall_high",
        "class_recall",
        alerts_per_10000=pl.col("alerts") * PER / parties,
        alerts_low=low * PER,
        alerts_high=high * PER,
    )


def marked(rows: pl.DataFrame, *, policy: float, budget: float) -> pl.DataFrame:
    """THRESHOLDS: the policy's threshold, and the lowest that keeps the budget, are marked.

    Fewer are alerted at a higher threshold, so that every higher one keeps the budget as well.
    """
    keeps = rows.filter(pl.col("alerts_per_10000") <= budget)["threshold"].min()
    return (
        rows.sort("threshold")
        .with_columns(
            is_policy=pl.col("threshold") == policy,
            is_recommended=(pl.col("threshold") == pl.lit(keeps, pl.Float64)).fill_null(
                value=False
            ),
        )
        .select(THRESHOLDS.names())
        .cast(THRESHOLDS)
    )


def _with_share(frame: pl.DataFrame, name: str, count: pl.Expr) -> pl.DataFrame:
    low, high = wilson(pl.col("found"), count)
    share = pl.col("found") / count
    return frame.with_columns(
        share.alias(name), low.alias(f"{name}_low"), high.alias(f"{name}_high")
    )

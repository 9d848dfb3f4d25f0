"""The result of a calibration: its frames and its provenance."""

from dataclasses import dataclass
from datetime import datetime
from typing import Final

import polars as pl
from pydantic import Field

from sanctionscreen.aliases import AliasesRef
from sanctionscreen.matching.watchlist import SnapshotRef
from sanctionscreen.model import Record, Text
from sanctionscreen.results import PolicyRef

#: One row a threshold: the parties alerted from it on, and the variants it finds. Bounds are those
#: of a 95 % interval (Wilson); `class_recall` is the mean over classes of ten variants or more.
THRESHOLDS: Final = pl.Schema(
    {
        "threshold": pl.Float64(),
        "is_policy": pl.Boolean(),
        "is_recommended": pl.Boolean(),
        "alerts": pl.Int64(),
        "alerts_per_10000": pl.Float64(),
        "alerts_low": pl.Float64(),
        "alerts_high": pl.Float64(),
        "found": pl.Int64(),
        "recall": pl.Float64(),
        "recall_low": pl.Float64(),
        "recall_high": pl.Float64(),
        "class_recall": pl.Float64(),
    }
)
#: One row a (threshold, class, kind of party).
CLASS_RECALL: Final = pl.Schema(
    {
        "threshold": pl.Float64(),
        "variant_class": pl.String(),
        "entity_type": pl.String(),
        "counts": pl.Boolean(),
        "variants": pl.Int64(),
        "found": pl.Int64(),
        "recall": pl.Float64(),
        "recall_low": pl.Float64(),
        "recall_high": pl.Float64(),
    }
)
#: One row a variant; `score` is that of the hit on its own party from the lowest threshold on,
#: null where there is none; `reach` the highest threshold at which it is found.
FOUND_VARIANTS: Final = pl.Schema(
    {
        "variant": pl.String(),
        "variant_class": pl.String(),
        "listed_name": pl.String(),
        "entity_id": pl.String(),
        "entity_type": pl.String(),
        "score": pl.Float64(),
        "reach": pl.Float64(),
    }
)


class CalibrationCounts(Record):
    """How many rows went where (read = screened + rejected), and what recall was measured on."""

    read: int
    screened: int
    rejected: int
    names: int
    variants: int
    classes: int


class Recommendation(Record):
    """The lowest threshold that keeps the budget, with what was measured at it."""

    threshold: float
    alerts_per_10000: float
    alerts_low: float
    alerts_high: float
    recall: float | None
    class_recall: float | None


class CalibrationProvenance(Record):
    """What a calibration rests on; `screened_at` is the only field that differs between two runs.

    `budget` is in alerted parties per 10,000; `recommended` is null where no threshold keeps it.
    """

    snapshots: tuple[SnapshotRef, ...]
    aliases: AliasesRef | None = Field(default=None, exclude_if=lambda ref: ref is None)
    policy: PolicyRef
    matcher: Text
    version: Text
    input_sha256: Text
    screened_at: datetime
    seed: int
    budget: float
    recommended: Recommendation | None
    counts: CalibrationCounts


@dataclass(frozen=True, slots=True)
class Calibration:
    """Alerts and recall at each threshold, with their provenance.

    `thresholds` is THRESHOLDS, `classes` CLASS_RECALL, `variants` FOUND_VARIANTS. `problems` is
    `columns.PROBLEMS`: the user's rows that were not screened, and fields not understood.
    """

    thresholds: pl.DataFrame
    classes: pl.DataFrame
    variants: pl.DataFrame
    problems: pl.DataFrame
    provenance: CalibrationProvenance
    notes: tuple[str, ...] = ()

    @property
    def rejects(self) -> pl.DataFrame:
        """The rows that were not screened: PROBLEMS with `screened` false."""
        return self.problems.filter(~pl.col("screened"))

    @property
    def shown_at(self) -> float:
        """The threshold to show classes at: the recommended one, else the policy's."""
        chosen = self.provenance.recommended
        return self.provenance.policy.threshold if chosen is None else chosen.threshold

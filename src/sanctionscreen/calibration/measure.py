"""`calibrate`: what each threshold costs on the user's names, and what it finds of the list's."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Final

import polars as pl

from sanctionscreen.calibration.curves import class_recall, curve, grid, marked
from sanctionscreen.calibration.reach import reached
from sanctionscreen.calibration.results import (
    FOUND_VARIANTS,
    Calibration,
    CalibrationCounts,
    CalibrationProvenance,
    Recommendation,
)
from sanctionscreen.errors import InputError
from sanctionscreen.matching.match import Progress
from sanctionscreen.matching.parties import distinct_names
from sanctionscreen.matching.policy import Policy, matcher_version
from sanctionscreen.matching.watchlist import Watchlist
from sanctionscreen.results import PolicyRef, Screening
from sanctionscreen.screening import Parties, as_counterparties
from sanctionscreen.snapshots.frames import SCHEMAS
from sanctionscreen.variants import CLASSES, Variants, variants_of

#: What the shipped budget is: alerted parties per 10,000.
BUDGET: Final = 20.0
LOWEST: Final = 0.5
PER_CLASS: Final = 200
_PUBLISHED: Final = tuple(one.name for one in CLASSES if one.write is None)


def calibrate(
    parties: Parties,
    watchlist: Watchlist,
    *,
    policy: Policy | None = None,
    budget: float = BUDGET,
    lowest: float = LOWEST,
    per_class: int = PER_CLASS,
    seed: int = 1,
    now: datetime | None = None,
    columns: Mapping[str, Sequence[str]] | None = None,
    progress: Progress | None = None,
) -> Calibration:
    """Alerts and recall at each threshold from `lowest` on, and the threshold for a budget.

    An alert is a party with at least one hit; `parties` are the user's own, as for `screen`, and
    count with all their fields. Recall is measured on variants of the list's own names, up to
    `per_class` of each class and kind of party, drawn by `seed`: by name alone, for a variant has
    no other field. `budget` is in alerts per 10,000 parties; recommended is the lowest threshold
    that keeps it.

    Raises:
        InputError: nothing of the input can be screened, or an argument is out of range.

    >>> own = pl.DataFrame({"name": ["Ottoline Quillfeather", "Prince Group"]})
    >>> result = calibrate(own, Watchlist.bundled(), per_class=2, budget=5_000)
    >>> result.thresholds.filter("is_policy").select("threshold", "alerts").row(0)
    (0.68, 1)
    """
    rules = Policy.default() if policy is None else policy
    _check(rules, budget=budget, lowest=lowest, per_class=per_class)
    checked = as_counterparties(parties, columns)
    if checked.frame.is_empty():
        raise InputError("no row can be screened: there is nothing to measure alerts on")
    thresholds = grid(lowest, rules.threshold.hit)
    hits, run = reached(checked, watchlist, rules, lowest=lowest, progress=progress)
    variants = _found(watchlist, rules, seed=seed, per_class=per_class, lowest=lowest)
    classes = class_recall(variants, thresholds)
    best = hits.group_by("query_row").agg(pl.col("reach").max())["reach"]
    rows = marked(
        curve(best, checked.frame.height, classes, thresholds),
        policy=rules.threshold.hit,
        budget=budget,
    )
    provenance = _provenance(run, rules, rows, variants, now=now, seed=seed, budget=budget,
                             names=len(distinct_names(checked.frame)))  # fmt: skip
    return Calibration(
        thresholds=rows,
        classes=classes,
        variants=variants,
        problems=checked.problems,
        provenance=provenance,
        notes=(*checked.notes, *_notes(provenance)),
    )


def _check(policy: Policy, *, budget: float, lowest: float, per_class: int) -> None:
    if not 0 <= lowest <= policy.threshold.hit:
        allowed = f"between 0 and the policy's threshold, {policy.threshold.hit}"
        raise InputError(f"{lowest} is not {allowed}", field="lowest")
    if budget < 0:
        raise InputError(f"{budget} is below 0", field="budget")
    if per_class < 1:
        raise InputError(f"{per_class} is below 1", field="per_class")


def _found(
    watchlist: Watchlist, policy: Policy, *, seed: int, per_class: int, lowest: float
) -> pl.DataFrame:
    """FOUND_VARIANTS: the variants of the list, with their scores."""
    frames = watchlist.frames
    made = variants_of(frames["names"], frames["entities"], seed=seed, per_class=per_class)
    published = pl.col("variant_class").is_in(_PUBLISHED)
    looked_for = [_looked_for(made.frame.filter(~published), watchlist, policy, lowest)]
    for name in _PUBLISHED:
        own = made.frame.filter(variant_class=name)
        if not own.is_empty():
            looked_for.append(_looked_for(own, _without(watchlist, made, name), policy, lowest))
    return pl.concat(looked_for).sort("variant_class", "entity_type", maintain_order=True)


def _without(watchlist: Watchlist, made: Variants, variant_class: str) -> Watchlist:
    """The parties of the class without the names that are held out: their scores are the list's."""
    held = made.held_out.filter(variant_class=variant_class)
    ids = held["entity_id"].unique().implode()
    frames = {
        name: watchlist.frames[name].filter(pl.col("entity_id").is_in(ids)) for name in SCHEMAS
    }
    left = frames["names"].join(held, on=["entity_id", "full"], how="anti", maintain_order="left")
    return Watchlist(frames | {"names": left}, watchlist.snapshots)


def _looked_for(
    variants: pl.DataFrame, watchlist: Watchlist, policy: Policy, lowest: float
) -> pl.DataFrame:
    """The variants with the score and the reach of the hit on their own party."""
    if variants.is_empty():
        return FOUND_VARIANTS.to_frame()
    named = as_counterparties(variants.select(name="variant"))
    hits, _ = reached(named, watchlist, policy, lowest=lowest)
    rows = variants.with_columns(query_row=pl.int_range(1, pl.len() + 1, dtype=pl.Int64))
    found = rows.join(hits, on=["query_row", "entity_id"], how="left", maintain_order="left")
    return found.select(FOUND_VARIANTS.names()).cast(FOUND_VARIANTS)


def _provenance(
    run: Screening,
    policy: Policy,
    rows: pl.DataFrame,
    variants: pl.DataFrame,
    *,
    now: datetime | None,
    seed: int,
    budget: float,
    names: int,
) -> CalibrationProvenance:
    of, recommended = run.provenance, rows.filter("is_recommended").to_dicts()
    wanted = set(Recommendation.model_fields)
    return CalibrationProvenance(
        snapshots=of.snapshots,
        aliases=of.aliases,
        policy=PolicyRef.of(policy),
        matcher=matcher_version(policy),
        version=of.version,
        input_sha256=of.input_sha256,
        screened_at=of.screened_at if now is None else now,
        seed=seed,
        budget=budget,
        recommended=Recommendation(**{k: v for k, v in recommended[0].items() if k in wanted})
        if recommended
        else None,
        counts=CalibrationCounts(
            read=of.counts.read,
            screened=of.counts.screened,
            rejected=of.counts.rejected,
            names=names,
            variants=variants.height,
            classes=variants.select("variant_class", "entity_type").n_unique(),
        ),
    )


def _notes(provenance: CalibrationProvenance) -> list[str]:
    """What a reader must know before using the recommendation."""
    chosen, budget = provenance.recommended, provenance.budget
    if chosen is None:
        return [f"no threshold keeps a budget of {budget:g} alerts per 10,000"]
    if chosen.alerts_high > budget:
        screened = f"{provenance.counts.screened:,} parties"
        return [
            f"{screened} cannot prove a budget of {budget:g} alerts per 10,000 at "
            f"{chosen.threshold:.2f}: it may be up to {chosen.alerts_high:.0f} (95 %)"
        ]
    return []

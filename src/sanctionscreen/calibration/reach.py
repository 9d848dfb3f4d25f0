"""Parties → hits with their reach: the highest threshold at which a pair is still a hit.

One screening at the lowest threshold tells all the others: a score depends on the two records
alone, and a pair whose name has no threshold of its own is a hit up to its score. Names that have
one (weak aliases of some lists, article aliases) do not care for the threshold of the policy.
"""

from dataclasses import replace
from typing import Final

import polars as pl

from sanctionscreen.intake.counterparties import Counterparties
from sanctionscreen.matching.match import Progress
from sanctionscreen.matching.policy import Policy, WeakAliases
from sanctionscreen.matching.watchlist import Watchlist
from sanctionscreen.model import NameKind
from sanctionscreen.results import Screening
from sanctionscreen.screening import screen

_KEYS: Final = ("query_row", "entity_id")
#: The highest threshold there is.
ALWAYS: Final = 1.0


def reached(
    parties: Counterparties,
    watchlist: Watchlist,
    policy: Policy,
    *,
    lowest: float,
    progress: Progress | None = None,
) -> tuple[pl.DataFrame, Screening]:
    """The hits from the lowest threshold on (query_row, entity_id, score, reach), and their run."""
    run = screen(
        parties,
        watchlist,
        policy=policy.with_threshold(lowest),
        progress=progress,
        links=False,
    )
    by_score = pl.when(pl.col("threshold") == lowest).then("score").otherwise(ALWAYS)
    hits = run.hits.select(*_KEYS, "score", reach=by_score)
    if hits.is_empty() or not _has_own_thresholds(watchlist, policy):
        return hits, run
    # The pair may hit by another name than the best, above the threshold that this one has.
    alerted = parties.frame.filter(pl.col("row").is_in(hits["query_row"].unique().implode()))
    highest = policy.with_threshold(ALWAYS)
    still = screen(replace(parties, frame=alerted), watchlist, policy=highest, links=False).hits
    always = still.select(*_KEYS, always=pl.lit(ALWAYS))
    joined = hits.join(always, on=_KEYS, how="left", maintain_order="left")
    return joined.with_columns(reach=pl.coalesce("always", "reach")).drop("always"), run


def _has_own_thresholds(watchlist: Watchlist, policy: Policy) -> bool:
    """Whether a name on the list causes hits by another threshold than the policy's."""
    names = watchlist.frames["names"]
    weak = names.filter(pl.col("kind") == NameKind.WEAK_ALIAS)["entity_id"]
    lists = weak.str.split(":").list.first().unique()
    strict = any(policy.weak_alias_rule(one) is WeakAliases.STRICT for one in lists)
    return strict or bool((names["kind"] == NameKind.ARTICLE_ALIAS).any())

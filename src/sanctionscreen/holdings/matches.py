"""Which owners are which listed parties → MATCHES: by id, by what was decided, by name hits."""

from typing import Final

import polars as pl

from sanctionscreen.columns import MATCHES
from sanctionscreen.errors import InputError
from sanctionscreen.holdings.settings import Rule
from sanctionscreen.intake.words import fold
from sanctionscreen.model import Effect, RelationKind

#: How a node was matched.
BY_ID, BY_DECISION, BY_LINK, BY_NAME = "id", "decided", "same_as", "name"
_YES: Final = frozenset({"same", "yes", "y", "true", "1", "match", "confirmed"})
_NO: Final = frozenset({"different", "no", "n", "false", "0", "no match", "rejected"})
_DECIDED: Final = ("owner", "entity_id", "decision")


def by_id(nodes: pl.Series, entities: pl.DataFrame) -> pl.DataFrame:
    """The nodes that are written as the entity id of a listed party, as MATCHES."""
    listed = nodes.is_in(entities["entity_id"].implode())
    found = nodes.filter(listed).unique().sort().alias("node").to_frame()
    return _matches(found, entity_id="node", via=BY_ID)


def decided(decisions: pl.DataFrame) -> tuple[pl.DataFrame, pl.DataFrame]:
    """The owners that somebody found to be a listed party, and those found not to be; as MATCHES.

    `decisions` has the columns owner, entity_id and decision: `same` or `different`.

    Raises:
        InputError: a column is missing, or a decision is neither; names the row.
    """
    for column in _DECIDED:
        if column not in decisions.columns:
            raise InputError("the column is missing", file="decisions", field=column)
    words = [fold(str(word or "")) for word in decisions["decision"]]
    wrong = [row for row, word in enumerate(words, start=1) if word not in _YES | _NO]
    if wrong:
        reason = "a decision is `same` or `different`"
        raise InputError(reason, file="decisions", row=wrong[0], field="decision")
    pairs = decisions.select(node=pl.col("owner").cast(pl.String), entity_id="entity_id")
    same = pl.Series([word in _YES for word in words], dtype=pl.Boolean)
    found, others = (
        _matches(pairs.filter(chosen), entity_id="entity_id", via=BY_DECISION)
        for chosen in (same, ~same)
    )
    return found, others


def by_name(hits: pl.DataFrame) -> pl.DataFrame:
    """The name hits on owners as possible MATCHES; `query_id` of HITS is the owner."""
    return hits.select(
        node="query_id",
        entity_id="entity_id",
        certain=pl.lit(value=False),
        via=pl.lit(BY_NAME),
        score="score",
    ).cast(MATCHES)


def linked(matches: pl.DataFrame, relations: pl.DataFrame) -> pl.DataFrame:
    """The matches, and those to the same party on other lists, as far as the lists link them."""
    same = relations.filter(
        pl.col("kind") == RelationKind.SAME_AS.value, pl.col("other_id").is_not_null()
    ).select("entity_id", "other_id")
    both = pl.concat([same, same.select(entity_id="other_id", other_id="entity_id")]).unique()
    every = matches
    while True:
        further = (
            every.join(both, on="entity_id")
            .select("node", "certain", "score", entity_id="other_id", via=pl.lit(BY_LINK))
            .select(MATCHES.names())
        )
        longer = strongest(pl.concat([every, further]))
        if longer.height == every.height:
            return longer
        every = longer


def strongest(matches: pl.DataFrame) -> pl.DataFrame:
    """Each pair once: a certain match before a possible one, then the higher score."""
    ordered = matches.sort(
        ["node", "entity_id", "certain", "score", "via"],
        descending=[False, False, True, True, False],
        nulls_last=True,
    )
    return ordered.unique(["node", "entity_id"], keep="first", maintain_order=True)


def of_rule(matches: pl.DataFrame, designations: pl.DataFrame, rule: Rule) -> pl.DataFrame:
    """The matches to parties whom a list of the rule blocks; other effects do not count."""
    blocked = designations.filter(
        pl.col("effect") == Effect.BLOCKING.value,
        pl.col("entity_id").str.split(":").list.first().is_in(list(rule.lists)),
    )
    return matches.join(blocked.select("entity_id").unique(), on="entity_id", how="semi").sort(
        "node", "entity_id"
    )


def _matches(pairs: pl.DataFrame, *, entity_id: str, via: str) -> pl.DataFrame:
    return pairs.select(
        node="node",
        entity_id=entity_id,
        certain=pl.lit(value=True),
        via=pl.lit(via),
        score=pl.lit(None, dtype=pl.Float64),
    ).cast(MATCHES)

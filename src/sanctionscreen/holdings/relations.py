"""What the lists say of ownership and control → HOLDINGS.

A list says *owned or controlled by* or *acting for*, never a share. So such a relation is a control
that is indicated, not certain, and, where it may be ownership, a share of 0 to 100 %. Persons act
for others, but nobody owns them: they are never on the owned side.
"""

from typing import Final

import polars as pl

from sanctionscreen.columns import HOLDINGS
from sanctionscreen.holdings.settings import WHOLE, Kind
from sanctionscreen.model import EntityType, RelationKind

#: Kinds that read "entity is owned or controlled by other"; the first two may be ownership.
_UPWARD: Final = (RelationKind.OWNED_OR_CONTROLLED_BY, RelationKind.ACTING_FOR)
_DOWNWARD: Final = (RelationKind.OWNS_OR_CONTROLS,)
_MAYBE_OWNED: Final = (RelationKind.OWNED_OR_CONTROLLED_BY, RelationKind.OWNS_OR_CONTROLS)


def from_relations(relations: pl.DataFrame, entities: pl.DataFrame) -> pl.DataFrame:
    """The relations of ENTITIES as HOLDINGS without row numbers; former ones do not count.

    One who is named by the list but not listed stands there by name.
    """
    persons = entities.filter(pl.col("entity_type") == EntityType.PERSON.value)["entity_id"]
    other = pl.coalesce("other_id", "other_name")
    upward = pl.col("kind").is_in([kind.value for kind in _UPWARD])
    told = relations.filter(
        ~pl.col("former"),
        upward | pl.col("kind").is_in([kind.value for kind in _DOWNWARD]),
        other.is_not_null(),
    ).select(
        owner=pl.when(upward).then(other).otherwise("entity_id"),
        owned=pl.when(upward).then("entity_id").otherwise(other),
        maybe_owned=pl.col("kind").is_in([kind.value for kind in _MAYBE_OWNED]),
        as_of=pl.col("period").struct.field("start"),
        source=_source(),
    )
    told = told.filter(
        ~pl.col("owned").is_in(persons.implode()), pl.col("owner") != pl.col("owned")
    )
    control = told.with_columns(kind=pl.lit(Kind.CONTROL.value))
    shares = told.filter("maybe_owned").with_columns(kind=pl.lit(Kind.OWNERSHIP.value))
    both = pl.concat([control, shares]).unique(["owner", "owned", "kind"], maintain_order=True)
    return both.select(
        row=pl.lit(None, dtype=pl.Int64),
        owner="owner",
        owned="owned",
        kind="kind",
        low=pl.lit(0, dtype=pl.Int64),
        high=pl.lit(WHOLE, dtype=pl.Int64),
        as_of="as_of",
        source="source",
        joint=pl.lit(None, dtype=pl.String),
    ).cast(HOLDINGS)


def _source() -> pl.Expr:
    """The list's own words and where they stand."""
    listed = pl.col("entity_id").str.split(":").list.first()
    words = pl.format("{}: {} ({})", listed, "published_as", "entity_id")
    return pl.when(pl.col("source").is_null()).then(words).otherwise(
        pl.format("{}; {}", words, "source")
    )  # fmt: skip

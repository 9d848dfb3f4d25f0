"""The frames of a watchlist → its roll."""

import json
from typing import Final

import numpy as np
import polars as pl

from sanctionscreen.matching.roll import PERSONAL, Entries, Roll, Texts
from sanctionscreen.matching.vocabulary import Ids, offsets
from sanctionscreen.snapshots.frames import Frames
from sanctionscreen.terms import NameKind

_KINDS: Final = [kind.value for kind in NameKind]
_ALIAS: Final = ("entity_id", "full", "strength", "source")


def enrol(frames: Frames) -> Roll:
    """The roll of the listed parties, in the order of the frames."""
    entities, names = frames["entities"], frames["names"]
    party = _parties_of(entities, names)
    return Roll(
        facts=Texts.of(_facts(entities, frames["designations"]).to_list()),
        party=party,
        full=Texts.of(names["full"].to_list()),
        kinds=_KINDS,
        kind=names["kind"].cast(pl.Enum(_KINDS)).to_physical().to_numpy().astype(np.uint8),
        aliases=[json.dumps(row) for row in _aliases(names)],
        entries=_entries(entities, party, names),
    )


def _facts(entities: pl.DataFrame, designations: pl.DataFrame) -> pl.Series:
    """What is known of each party as JSON."""
    told = pl.struct("programme", "effect", "listed_on").alias("designations")
    own = designations.group_by("entity_id", maintain_order=True).agg(told)
    both = entities.join(own, on="entity_id", how="left", maintain_order="left")
    columns = (
        "entity_id", "list_id", "entity_type", "caption", "births", "gender", "countries",
        "designations",
    )  # fmt: skip
    return both.select(pl.struct(columns).struct.json_encode()).to_series()


def _parties_of(entities: pl.DataFrame, names: pl.DataFrame) -> Ids:
    """The position of the party of each name."""
    parties = entities.select("entity_id").with_row_index("party")
    found = names.select("entity_id").join(
        parties, on="entity_id", how="left", maintain_order="left"
    )
    return found["party"].to_numpy().astype(np.int64)


def _aliases(names: pl.DataFrame) -> list[tuple[str, str, str, str]]:
    rows = names.filter(pl.col("kind") == NameKind.ARTICLE_ALIAS.value).select(_ALIAS).iter_rows()
    return [(id_, full, strength or "", source or "") for id_, full, strength, source in rows]


def _entries(entities: pl.DataFrame, party: Ids, names: pl.DataFrame) -> Entries:
    """The distinct written names, those of persons last."""
    personal = entities["entity_type"].is_in(PERSONAL).to_numpy()
    written = pl.DataFrame({"person": personal[party], "full": names["full"]})
    alike = (
        written.with_row_index("name")
        .group_by("person", "full", maintain_order=True)
        .agg("name")
        .sort("person", maintain_order=True)
    )
    return Entries(
        persons_from=alike.height - int(alike["person"].sum()),
        at=offsets(alike["name"].list.len().to_numpy()),
        name=alike["name"].explode().to_numpy().astype(np.int64),
    )

"""Which owners of a table are which listed parties: by id, by what was decided, by screening."""

from enum import StrEnum

import polars as pl

from sanctionscreen.columns import PROBLEMS
from sanctionscreen.holdings import matches as matched
from sanctionscreen.holdings.table import Holdings
from sanctionscreen.matching.policy import Policy
from sanctionscreen.matching.watchlist import Watchlist
from sanctionscreen.screening import screen


class Owners(StrEnum):
    """How owners are matched to listed parties."""

    BY_ID = "id"
    BY_NAME = "name"


def owner_matches(
    checked: Holdings,
    watchlist: Watchlist,
    owners: Owners,
    *,
    decisions: pl.DataFrame | None,
    policy: Policy | None,
) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Which owners are which listed parties, and what is wrong with owners."""
    found = [matched.by_id(checked.frame["owner"], watchlist.frames["entities"])]
    different = None
    if decisions is not None:
        same, different = matched.decided(decisions)
        found.append(same)
    problems = _unknown_ids(checked.frame, watchlist)
    if owners is Owners.BY_NAME and checked.frame.height:
        hits, unscreened = _name_hits(checked, watchlist, policy)
        found.append(hits)
        problems = pl.concat([problems, unscreened])
    every = matched.linked(matched.strongest(pl.concat(found)), watchlist.frames["relations"])
    if different is not None:  # who is not one party is not the same party on another list
        others = matched.linked(different, watchlist.frames["relations"])
        pair = ["node", "entity_id"]
        every = every.filter("certain").vstack(
            every.filter(~pl.col("certain")).join(others, on=pair, how="anti")
        )
    return every, problems


def _unknown_ids(frame: pl.DataFrame, watchlist: Watchlist) -> pl.DataFrame:
    """The rows whose owner is written as an id of a list in use, but is not on it."""
    prefixes = [f"{ref.list_id}:" for ref in watchlist.snapshots]
    like_ids = pl.any_horizontal(pl.col("owner").str.starts_with(one) for one in prefixes)
    unknown = frame.filter(like_ids).join(
        watchlist.frames["entities"], left_on="owner", right_on="entity_id", how="anti"
    )
    return _problems(unknown["row"], "owner", "no party of that id is on the list")


def _problems(rows: pl.Series, field: str, reason: str | pl.Series) -> pl.DataFrame:
    return pl.DataFrame(
        {"row": rows, "query_id": None, "field": field, "reason": reason, "screened": True},
        schema=PROBLEMS,
    )


def _name_hits(
    checked: Holdings, watchlist: Watchlist, policy: Policy | None
) -> tuple[pl.DataFrame, pl.DataFrame]:
    """The possible matches of owners by name, and the owners that could not be screened."""
    owners = _to_screen(checked, watchlist)
    result = screen(owners, watchlist, policy=policy)
    own_list = pl.col("query_id").str.starts_with(pl.concat_str("list_id", pl.lit(":")))
    hits = matched.by_name(result.hits.filter(~own_list))
    lost = result.problems.with_columns(owner=owners["id"].gather(result.problems["row"] - 1))
    first = checked.frame.group_by("owner").agg(pl.col("row").min().alias("first"))
    located = lost.join(first, on="owner", how="left", maintain_order="left")
    return hits, _problems(located["first"], "owner", "screening: " + located["reason"])


def _to_screen(checked: Holdings, watchlist: Watchlist) -> pl.DataFrame:
    """Each owner with all its names; an id without a name is screened as it is written."""
    frames = watchlist.frames
    listed = frames["names"].select(node="entity_id", name="full")
    named = (
        pl.concat(
            [
                checked.names,
                listed.join(checked.frame, left_on="node", right_on="owner", how="semi"),
            ]
        )
        .group_by("node", maintain_order=True)
        .agg(pl.col("name").unique(maintain_order=True))
    )
    owners = checked.owners.join(
        named, left_on="owner", right_on="node", how="left", maintain_order="left"
    )
    names = pl.coalesce("name", pl.concat_list("owner"))
    return owners.select(
        id="owner",
        name=names.list.first(),
        alias=names.list.slice(1),
        type=pl.col("owner_type").list.first(),
        country="owner_country",
        birth_date="owner_birth_date",
    )

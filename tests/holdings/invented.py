"""Invented blocked persons on three lists, and holdings written in one line each."""

from collections.abc import Iterable

import polars as pl

from sanctionscreen.matching.watchlist import Watchlist
from sanctionscreen.model import (
    Designation,
    Effect,
    Entity,
    EntityType,
    Name,
    NameKind,
    Relation,
)
from sanctionscreen.owned.finding import ownership
from sanctionscreen.owned.result import Ownership

LISTS = {"us_ofac": "us_ofac_sdn", "uk": "uk_sanctions", "eu": "eu_fsf"}


def blocked(
    uid: str,
    list_id: str = "us_ofac_sdn",
    *,
    name: str | None = None,
    effect: Effect = Effect.BLOCKING,
    entity_type: EntityType = EntityType.PERSON,
    relations: Iterable[Relation] = (),
) -> Entity:
    """A listed party of an invented name."""
    return Entity(
        list_id=list_id,
        uid=uid,
        entity_type=entity_type,
        names=(Name(full=name or f"Vantrosk {uid} Nobody", kind=NameKind.PRIMARY),),
        designations=(Designation(programme="TEST", authority="Nobody", effect=effect),),
        relations=tuple(relations),
    )


def watchlist(*entities: Entity) -> Watchlist:
    """A watchlist of these parties."""
    return Watchlist.from_entities(entities)


def holdings(text: str) -> pl.DataFrame:
    """`X 50 A; Y 25-40 B voting; X control C` as a table: owner, share, owned, kind, joint."""
    rows = []
    for line in text.split(";"):
        owner, share, owned, *rest = line.split()
        control = share == "control"
        rows.append(
            {
                "owner": owner,
                "owned": owned,
                "pct": None if control else share,
                "kind": "control" if control else (rest or ["ownership"])[0],
                "joint": rest[1] if len(rest) > 1 else None,
            }
        )
    return pl.DataFrame(rows, schema=dict.fromkeys(rows[0], pl.String))


def found(
    text: str, rule: str, persons: Iterable[str] = ("X", "Y"), **options: object
) -> Ownership:
    """What one rule finds in the holdings, the persons being blocked by its list."""
    list_id = LISTS[rule]
    known = {one: f"{list_id}:{one}" for one in persons}
    table = holdings(text).with_columns(pl.col("owner", "owned").replace(known))
    return ownership(
        table,
        watchlist(*(blocked(one, list_id) for one in persons)),
        rule_ids=[rule],
        owners="id",
        relations="ignore",
        **options,  # type: ignore[arg-type]
    )


def statuses(text: str, rule: str, persons: Iterable[str] = ("X", "Y")) -> dict[str, str]:
    """The status of each company that a rule finds."""
    companies = found(text, rule, persons).companies
    return dict(companies.select("company", "status").iter_rows())

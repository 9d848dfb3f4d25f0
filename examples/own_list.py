"""Screen against a list of your own: parties your house does not deal with, whoever lists them.

Run: python examples/own_list.py
"""

from datetime import date

import polars as pl

from sanctionscreen import Entity, Watchlist, screen
from sanctionscreen.model import DateRange, Designation, Effect, EntityType, Name, NameKind

EXIT = Designation(programme="Exit after review", authority="Our board", effect=Effect.OTHER)
INVENTED = Entity(
    list_id="own_exits",
    uid="2026-017",
    entity_type=EntityType.PERSON,
    names=(
        Name(full="Zyndarova, Orlanda", kind=NameKind.PRIMARY),
        Name(full="Зындарова, Орланда", kind=NameKind.ALIAS, script="Cyrl"),
    ),
    births=(DateRange.year(1974),),
    designations=(EXIT,),
)


def main() -> None:
    """Screen two counterparties against a list of one invented person."""
    watchlist = Watchlist.from_entities([INVENTED], published_on=date(2026, 11, 1))
    names, births = ["Orlanda Zyndarowa", "O. Sandoval"], ["1974-05-02", "1974"]
    result = screen(pl.DataFrame({"name": names, "dob": births}), watchlist)
    for hit in result.hits.iter_rows(named=True):
        why = ", ".join(hit["programmes"])
        print(f"{hit['query_name']}: {hit['score']:.2f} {hit['listed_name']} ({why})")
    print(f"{result.provenance.counts.screened} screened against {watchlist.snapshots[0].title}")


if __name__ == "__main__":
    main()

"""A rescreening is the difference of two full screenings, whatever changed on the lists."""

import json
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sanctionscreen import Policy, Store, Watchlist, rescreen, screen, watchlist_since
from sanctionscreen.errors import InputError, MissingList
from sanctionscreen.model import (
    DateRange,
    Designation,
    Effect,
    Entity,
    EntityType,
    Name,
    NameKind,
)
from sanctionscreen.rescreening import CHANGED_HITS
from snapshots.invented import AUTUMN, LIST_ID, SOURCE, SUMMER, people, publication

NOW = datetime(2026, 1, 2, tzinfo=UTC)
WORDS = ("Verdigris", "Lantern", "Quillfeather", "Ostrander", "Pemberwick", "Tallow")
PARTIES = pl.DataFrame(
    {
        "id": [str(number) for number in range(8)],
        "name": [
            "Verdigris Lantern", "Quillfeather Ostrander", "Pemberwick Tallow", "Nobody Atall",
            "Lantern Verdigris", "Ostrander Tallow", "Verdigris Ostrander", "Verdigris Lanterne",
        ],
        "birth_date": ["1961-01-01", None, "1970-05-05", None, None, "1980-02-02", None, None],
    }
)  # fmt: skip


def entity(uid: int, words: tuple[str, str], born: int | None, programme: str) -> Entity:
    return Entity(
        list_id="xx_list",
        uid=str(uid),
        entity_type=EntityType.PERSON,
        names=(Name(full=" ".join(words), kind=NameKind.PRIMARY),),
        births=() if born is None else (DateRange.year(born),),
        designations=(Designation(programme=programme, authority="A", effect=Effect.BLOCKING),),
    )


def full_difference(old: pl.DataFrame, new: pl.DataFrame) -> set[tuple[Any, ...]]:
    """What two full screenings differ in: status, row, entity, score of now, score of then."""
    was = {(row, one): score for row, one, score in _scores(old)}
    now = {(row, one): score for row, one, score in _scores(new)}
    found = {("new", *key, now[key], None) for key in now.keys() - was.keys()}
    found |= {("gone", *key, was[key], was[key]) for key in was.keys() - now.keys()}
    both = now.keys() & was.keys()
    return found | {("moved", *key, now[key], was[key]) for key in both if now[key] != was[key]}


def _scores(hits: pl.DataFrame) -> list[tuple[Any, ...]]:
    return hits.select("query_row", "entity_id", "score").rows()


def rescreened(hits: pl.DataFrame) -> set[tuple[Any, ...]]:
    shown = hits.filter(pl.col("status") != "listing")
    return set(shown.select("status", "query_row", "entity_id", "score", "old_score").rows())


LISTED = st.dictionaries(
    st.integers(1, 6),
    st.tuples(
        st.tuples(st.sampled_from(WORDS), st.sampled_from(WORDS)),
        st.sampled_from([None, 1961, 1970, 1999]),
        st.sampled_from(["P", "Q"]),
    ),
    min_size=1,
    max_size=6,
)


def watchlist(listed: dict[int, tuple[tuple[str, str], int | None, str]]) -> Watchlist:
    entities = [entity(uid, *fields) for uid, fields in sorted(listed.items())]
    return Watchlist.from_entities(entities, published_on=date(2026, 1, 1))


@settings(max_examples=25)
@given(LISTED, LISTED)
def test_law_a_rescreening_is_the_difference_of_two_full_ones(
    before: dict[int, tuple[tuple[str, str], int | None, str]],
    after: dict[int, tuple[tuple[str, str], int | None, str]],
) -> None:
    old, new = watchlist(before), watchlist(after)
    result = rescreen(PARTIES, new, since=old, now=NOW)
    assert result.hits.schema == CHANGED_HITS
    wanted = full_difference(screen(PARTIES, old).hits, screen(PARTIES, new).hits)
    assert rescreened(result.hits) == wanted


def test_each_hit_has_the_change_that_caused_it() -> None:
    words = ("Verdigris", "Lantern")
    old = watchlist({1: (words, None, "P"), 2: (("Pemberwick", "Tallow"), None, "P")})
    new = watchlist({1: (words, 1999, "P"), 3: (("Quillfeather", "Ostrander"), None, "P")})
    result = rescreen(PARTIES, new, since=old, now=NOW)
    assert result.touched == 3
    rows = {(row["query_id"], row["entity_id"]): row for row in result.hits.to_dicts()}
    moved = rows["0", "xx_list:1"]
    assert moved["status"] in {"moved", "gone"}  # born in another year than the party
    (change,) = json.loads(moved["change"])
    assert change["field"] == "births"
    assert rows["2", "xx_list:2"]["status"] == "gone"
    assert rows["1", "xx_list:3"]["status"] == "new"


def test_a_changed_listing_is_told_although_no_score_moved() -> None:
    words = ("Verdigris", "Lantern")
    old, new = watchlist({1: (words, None, "P")}), watchlist({1: (words, None, "Q")})
    hits = rescreen(PARTIES, new, since=old, now=NOW).hits
    assert set(hits["status"]) == {"listing"}
    assert hits["programmes"].to_list()[0] == ["Q"]


def test_nothing_changed_is_nothing_to_look_at() -> None:
    same = watchlist({1: (("Verdigris", "Lantern"), None, "P")})
    result = rescreen(PARTIES, same, since=same, now=NOW)
    assert (result.touched, result.hits.height) == (0, 0)
    assert result.provenance.counts.screened == PARTIES.height


def test_a_list_that_is_no_longer_used_takes_its_hits_with_it() -> None:
    new = watchlist({1: (("Verdigris", "Lantern"), None, "P")})
    stays = entity(1, ("Verdigris", "Lantern"), None, "P")
    other = entity(9, ("Pemberwick", "Tallow"), None, "P").model_copy(update={"list_id": "yy_list"})
    old = Watchlist.from_entities([stays, other], published_on=date(2026, 1, 1))
    hits = rescreen(PARTIES, new, since=old, now=NOW).hits
    gone = hits.filter(pl.col("entity_id") == "yy_list:9")
    assert set(gone["status"]) == {"gone"}
    assert "2" in gone["query_id"].to_list()
    assert gone["snapshot_id"].to_list() == [old.snapshot("yy_list").snapshot_id] * gone.height


def test_the_provenance_is_of_everybody_who_was_looked_at() -> None:
    parties = pl.concat([PARTIES, pl.DataFrame({"id": ["x"], "name": ["N/A"], "birth_date": None})])
    old = watchlist({1: (("Verdigris", "Lantern"), None, "P")})
    new = watchlist({3: (("Quillfeather", "Ostrander"), None, "P")})
    result = rescreen(parties, new, since=old, now=NOW)
    full = screen(parties, new, now=NOW)
    assert result.provenance == full.provenance
    assert result.problems.equals(full.problems)


# Which lists the earlier run used.


@pytest.fixture
def store(tmp_path: Path) -> Store:
    store = Store(tmp_path / "store")
    for number, day in enumerate((SUMMER, AUTUMN)):
        path = tmp_path / f"{day}.xml"
        path.write_bytes(publication(people(20 + number), on=day))
        store.import_list(LIST_ID, [path], now=NOW, source=SOURCE)
    return store


def recorded(tmp_path: Path, store: Store, **changes: object) -> str:
    meta = screen(PARTIES, Watchlist.open(store), now=NOW).provenance.model_dump(mode="json")
    path = tmp_path / "result.json"
    path.write_text(json.dumps({"screening": {**meta, **changes}, "hits": []}))
    return str(path)


def test_since_a_result_a_day_or_a_snapshot(store: Store, tmp_path: Path) -> None:
    first, second = store.snapshot_ids(LIST_ID)
    for since, wanted in ((recorded(tmp_path, store), second), ("2025-07-01", first),
                          (first, first)):  # fmt: skip
        (ref,) = watchlist_since(store, since).snapshots
        assert ref.snapshot_id == wanted


def test_a_result_of_another_matcher_does_not_compare(store: Store, tmp_path: Path) -> None:
    with pytest.raises(InputError, match="another policy or matcher"):
        watchlist_since(store, recorded(tmp_path, store, matcher="another"))
    other = Policy.default().with_threshold(0.99)
    with pytest.raises(InputError, match="another policy or matcher"):
        watchlist_since(store, recorded(tmp_path, store), policy=other)


@pytest.mark.parametrize(
    ("since", "error"),
    [
        pytest.param("2025-13-40", InputError, id="no day"),
        pytest.param("2020-01-01", MissingList, id="before all"),
        pytest.param("2025-09-01-nothing", MissingList, id="no snapshot"),
    ],
)
def test_since_what_is_not_there(store: Store, since: str, error: type[Exception]) -> None:
    with pytest.raises(error):
        watchlist_since(store, since)


def test_a_file_that_is_no_result(store: Store, tmp_path: Path) -> None:
    path = tmp_path / "other.json"
    path.write_text("[]")
    with pytest.raises(InputError, match="no JSON result"):
        watchlist_since(store, str(path))

"""What changed between two states of a list, and what did not."""

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sanctionscreen.errors import MissingList
from sanctionscreen.model import (
    DateRange,
    Designation,
    Effect,
    Entity,
    EntityType,
    Gender,
    Identifier,
    IdentifierKind,
    Name,
    NameKind,
)
from sanctionscreen.snapshots.diff import ListDiff, diff, diff_frames, touched
from sanctionscreen.snapshots.frames import to_frames
from sanctionscreen.snapshots.store import Store
from snapshots.invented import (
    AUTUMN,
    LIST_ID,
    NOW,
    SOURCE,
    SPRING,
    SUMMER,
    people,
    publication,
)


def entity(uid: str = "1", /, **update: object) -> Entity:
    base = Entity(
        list_id="xx",
        uid=uid,
        entity_type=EntityType.PERSON,
        names=(Name(full=f"UNREAL {uid}", kind=NameKind.PRIMARY),),
        births=(DateRange.year(1961), DateRange.year(1963)),
        titles=("Dr", "Colonel"),
        designations=(Designation(programme="P", authority="A", effect=Effect.OTHER),),
    )
    return base.model_copy(update=update)


def step(before: list[Entity], after: list[Entity]) -> ListDiff:
    return diff_frames(to_frames(before), to_frames(after), list_id="xx", old="o", new="n")


def test_added_and_removed() -> None:
    found = step([entity("1"), entity("2")], [entity("2"), entity("3")])
    assert [one.entity_id for one in found.added] == ["xx:3"]
    assert [(one.entity_id, one.caption) for one in found.removed] == [("xx:1", "UNREAL 1")]
    assert found.changed == ()


@pytest.mark.parametrize(
    ("update", "field", "gone", "came"),
    [
        pytest.param({"titles": ("Dr",)}, "titles", ["Colonel"], [], id="a member less"),
        pytest.param({"titles": ("Dr", "Colonel", "Sir")}, "titles", [], ["Sir"], id="one more"),
        pytest.param({"gender": Gender.MALE}, "gender", [], ["male"], id="a value that was null"),
        pytest.param({"remarks": "x"}, "remarks", [], ["x"], id="a text"),
        pytest.param(
            {"entity_type": EntityType.VESSEL}, "entity_type", ["person"], ["vessel"], id="type"
        ),
    ],
)
def test_a_changed_field_of_the_party(
    update: dict[str, object], field: str, gone: list[str], came: list[str]
) -> None:
    (change,) = step([entity()], [entity(**update)]).changed
    (found,) = change.fields
    assert found.field == field
    assert [json.loads(text)["value"] for text in found.gone] == gone
    assert [json.loads(text)["value"] for text in found.came] == came


def test_a_changed_part_is_shown_whole() -> None:
    other = (Name(full="UNREAL 1", kind=NameKind.PRIMARY), Name(full="X", kind=NameKind.ALIAS))
    (change,) = step([entity()], [entity(names=other)]).changed
    (found,) = change.fields
    assert (found.field, found.gone) == ("names", ())
    assert json.loads(found.came[0])["full"] == "X"


def test_a_repeated_statement_counts() -> None:
    same = Identifier(kind=IdentifierKind.PASSPORT, published_as="Passport", number="1")
    (change,) = step([entity(identifiers=(same,))], [entity(identifiers=(same, same))]).changed
    assert [found.field for found in change.fields] == ["identifiers"]


@given(st.permutations(range(5)), st.permutations(("Dr", "Colonel", "Sir")))
def test_the_order_of_lists_and_sets_is_no_change(order: list[int], titles: list[str]) -> None:
    before = [entity(str(number), titles=("Dr", "Colonel", "Sir")) for number in range(5)]
    shuffled = [before[number] for number in order]
    after = [
        one.model_copy(update={"titles": tuple(titles), "births": one.births[::-1]})
        for one in shuffled
    ]
    found = step(before, after)
    assert (found.added, found.removed, found.changed) == ((), (), ())
    assert touched(to_frames(before), to_frames(after)) == frozenset()


@given(st.sets(st.integers(0, 8)), st.sets(st.integers(0, 8)), st.sets(st.integers(0, 8)))
def test_the_step_back_is_the_step_turned_round(
    one: set[int], other: set[int], renamed: set[int]
) -> None:
    before = [entity(str(number)) for number in sorted(one)]
    after = [
        entity(str(number), titles=("Sir",) if number in renamed else ("Dr", "Colonel"))
        for number in sorted(other)
    ]
    there, back = step(before, after), step(after, before)
    assert (there.added, there.removed) == (back.removed, back.added)
    for forth, reverse in zip(there.changed, back.changed, strict=True):
        assert [(f.field, f.gone, f.came) for f in forth.fields] == [
            (f.field, f.came, f.gone) for f in reverse.fields
        ]
    ids = {f"xx:{number}" for number in (one ^ other) | (one & other & renamed)}
    assert touched(to_frames(before), to_frames(after)) == ids


@pytest.mark.parametrize(
    ("was", "is_now"),
    [
        pytest.param({}, {}, id="the same names and births"),
        pytest.param(
            {
                "identifiers": (
                    Identifier(kind=IdentifierKind.PASSPORT, published_as="P", number="7"),
                )
            },
            {
                "identifiers": (
                    Identifier(kind=IdentifierKind.PASSPORT, published_as="P", number="7"),
                ),
                "names": (Name(full="ANOTHER", kind=NameKind.PRIMARY),),
            },
            id="the same number",
        ),
    ],
)
def test_a_hashed_uid_that_moved_is_the_same_party(
    was: dict[str, object], is_now: dict[str, object]
) -> None:
    names = (Name(full="UNREAL", kind=NameKind.PRIMARY),)
    found = step(
        [entity("h-1", **{"names": names, **was})], [entity("h-2", **{"names": names, **is_now})]
    )
    (moved,) = found.re_identified
    assert (moved.old_id, moved.new_id) == ("xx:h-1", "xx:h-2")
    assert (found.added, found.removed) == ((), ())


def test_an_official_uid_never_moves() -> None:
    names = (Name(full="UNREAL", kind=NameKind.PRIMARY),)
    found = step([entity("1", names=names)], [entity("2", names=names)])
    assert (len(found.added), len(found.removed), found.re_identified) == (1, 1, ())


def test_two_namesakes_are_not_guessed_at() -> None:
    names = (Name(full="UNREAL", kind=NameKind.PRIMARY),)
    found = step(
        [entity("h-1", names=names)], [entity("h-2", names=names), entity("h-3", names=names)]
    )
    assert found.re_identified == ()


# In a store.


@pytest.fixture
def filled(store: Store, tmp_path: Path) -> Store:
    for number, day in enumerate((SPRING, SUMMER, AUTUMN)):
        path = tmp_path / f"{day}.xml"
        path.write_bytes(publication(people(20 + number), on=day))
        store.import_list(LIST_ID, [path], now=NOW, source=SOURCE)
    return store


@pytest.mark.parametrize(
    ("old", "new", "added"),
    [
        pytest.param(None, None, 1, id="the last step"),
        pytest.param("2025-03-01", None, 2, id="since a day"),
        pytest.param("2025-05-31", "2025-06-30", 1, id="between two days"),
        pytest.param(None, "2025-06-01", 1, id="up to a day"),
    ],
)
def test_snapshots_are_named_by_day(
    filled: Store, old: str | None, new: str | None, added: int
) -> None:
    assert len(diff(filled, LIST_ID, old=old, new=new).added) == added


def test_snapshots_are_named_by_id(filled: Store) -> None:
    first, second, third = filled.snapshot_ids(LIST_ID)
    found = diff(filled, LIST_ID, old=third, new=first)
    assert (found.old, found.new, len(found.removed)) == (third, first, 2)
    assert diff(filled, LIST_ID, old=second, new=second).changed == ()


@pytest.mark.parametrize("named", ["2025-01-01", "2025-03-01-nothing", "last week"])
def test_a_snapshot_that_is_not_there(filled: Store, named: str) -> None:
    with pytest.raises(MissingList, match=f"no snapshot {named}; there are 2025-03-01"):
        diff(filled, LIST_ID, old=named)


def test_one_snapshot_has_no_step(store: Store, tmp_path: Path) -> None:
    path = tmp_path / "x.xml"
    path.write_bytes(publication(people(20)))
    store.import_list(LIST_ID, [path], now=NOW, source=SOURCE)
    with pytest.raises(MissingList, match="only one publication"):
        diff(store, LIST_ID)

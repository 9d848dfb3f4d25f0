import random
from collections.abc import Iterator
from datetime import date
from typing import Any

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sanctionscreen.columns import check
from sanctionscreen.model import (
    Address,
    CountryRole,
    CountryTie,
    DateRange,
    Designation,
    Detail,
    Effect,
    Entity,
    EntityType,
    Gender,
    Identifier,
    IdentifierKind,
    ListingEvent,
    Name,
    NameKind,
    NamePart,
    Precision,
    Relation,
    RelationKind,
    Validity,
    Wallet,
)
from sanctionscreen.snapshots import frames as frames_module
from sanctionscreen.snapshots.frames import SCHEMAS, digest, to_entities, to_frames

# Generated entities: every field of every part, with texts that some format would trip over.

ODD = (
    "A",
    "B",
    " ",
    "\n",
    '"',
    "\\",
    "null",
    "[]",
    "\x00",
    "a\u200bb",
    "Ä",
    "A\u0308",
    "陈",
    "\U0001f409",
)
TEXTS = st.sampled_from(ODD)
MAYBE = st.none() | TEXTS
DAYS = st.sampled_from((date.min, date(1970, 1, 1), date(2000, 2, 29), date.max))
RANGES = st.builds(
    lambda one, two, precision: DateRange(
        start=min(one, two), end=max(one, two), precision=precision
    ),
    DAYS, DAYS, st.sampled_from(Precision),
)  # fmt: skip


def some(records: st.SearchStrategy[Any]) -> st.SearchStrategy[tuple[Any, ...]]:
    return st.lists(records, max_size=2).map(tuple)


NAMES = st.builds(
    Name,
    full=TEXTS,
    kind=st.sampled_from(NameKind),
    strength=MAYBE,
    published_as=MAYBE,
    script=MAYBE,
    language=MAYBE,
    parts=some(st.builds(NamePart, kind=TEXTS, text=TEXTS)),
    source=MAYBE,
)
IDENTIFIERS = st.builds(
    Identifier,
    kind=st.sampled_from(IdentifierKind),
    published_as=TEXTS,
    number=TEXTS,
    country=MAYBE,
    country_text=MAYBE,
    validity=st.none() | st.sampled_from(Validity),
    authority=MAYBE,
    issued=st.none() | RANGES,
    expires=st.none() | RANGES,
    note=MAYBE,
    source=MAYBE,
)
WALLETS = st.builds(Wallet, address=TEXTS, asset=TEXTS, source=MAYBE)
ADDRESSES = st.builds(
    Address,
    text=TEXTS,
    city=MAYBE,
    region=MAYBE,
    postal_code=MAYBE,
    country=MAYBE,
    country_text=MAYBE,
    source=MAYBE,
)
DESIGNATIONS = st.builds(
    Designation,
    programme=TEXTS,
    authority=TEXTS,
    effect=st.sampled_from(Effect),
    list_name=MAYBE,
    measures=some(TEXTS),
    events=some(st.builds(ListingEvent, on=st.none() | DAYS, legal_basis=MAYBE)),
    listed_on=st.none() | DAYS,
    source=MAYBE,
)
RELATIONS = st.builds(
    Relation,
    kind=st.sampled_from(RelationKind),
    published_as=TEXTS,
    other_id=MAYBE,
    other_name=MAYBE,
    quality=MAYBE,
    former=st.booleans(),
    period=st.none() | RANGES,
    source=MAYBE,
)
ENTITIES = st.builds(
    Entity,
    list_id=st.just("xx_invented"),
    uid=st.text(min_size=1),
    entity_type=st.sampled_from(EntityType),
    names=st.lists(NAMES, min_size=1, max_size=2).map(tuple),
    births=some(RANGES),
    birth_places=some(TEXTS),
    gender=st.none() | st.sampled_from(Gender),
    titles=some(TEXTS),
    countries=some(
        st.builds(
            CountryTie, role=st.sampled_from(CountryRole), text=TEXTS, code=MAYBE, source=MAYBE
        )
    ),
    identifiers=some(IDENTIFIERS),
    wallets=some(WALLETS),
    addresses=some(ADDRESSES),
    designations=some(DESIGNATIONS),
    relations=some(RELATIONS),
    details=some(st.builds(Detail, kind=TEXTS, text=TEXTS, source=MAYBE)),
    remarks=st.none() | st.text(min_size=1),
)
LISTS = st.lists(ENTITIES, max_size=3, unique_by=lambda entity: entity.uid)

EXAMPLES = settings(max_examples=40, deadline=None)

#: Fields whose order says nothing.
SETS = tuple(
    name
    for name, field in Entity.model_fields.items()
    if str(field.annotation).startswith("tuple[")
)


def shuffled(entity: Entity, seed: random.Random) -> Entity:
    """The entity with each of its sets, and the sets within its designations, in another order."""

    def mixed(records: tuple[Any, ...]) -> tuple[Any, ...]:
        return tuple(seed.sample(records, len(records)))

    designations = tuple(
        one.model_copy(update={"measures": mixed(one.measures), "events": mixed(one.events)})
        for one in entity.designations
    )
    moved = entity.model_copy(update={"designations": designations})
    return moved.model_copy(update={name: mixed(getattr(moved, name)) for name in SETS})


# Laws.


@given(LISTS)
@EXAMPLES
def test_frames_give_back_the_entities_they_were_made_of(entities: list[Entity]) -> None:
    frames = to_frames(entities)
    assert list(to_entities(frames)) == entities
    for name, schema in SCHEMAS.items():
        check(frames[name], schema, name=name)


@given(LISTS, st.integers().map(random.Random))
@EXAMPLES
def test_no_order_of_entities_or_parts_changes_the_digest(
    entities: list[Entity], seed: random.Random
) -> None:
    moved = [shuffled(entity, seed) for entity in seed.sample(entities, len(entities))]
    assert digest(to_frames(moved)) == digest(to_frames(entities))


# One entity with everything, and a second one that differs from it everywhere.


def full_entity(variant: int) -> Entity:
    """An entity without a single null; variants 0 and 1 differ in every leaf."""

    def text(field: str) -> str:
        return f"{field} {'AB'[variant]}"

    def one_of(kinds: Any) -> Any:
        return list(kinds)[variant]

    def period() -> DateRange:
        return DateRange(
            start=date(1960 + variant, 1, 1),
            end=date(1990 + variant, 1, 1),
            precision=one_of(Precision),
        )

    return Entity(
        list_id="xx_invented",
        uid=text("uid"),
        entity_type=one_of(EntityType),
        names=(
            Name(
                full=text("full"),
                kind=one_of(NameKind),
                strength=text("strength"),
                published_as=text("as"),
                script=text("script"),
                language=text("language"),
                parts=(NamePart(kind=text("kind"), text=text("text")),),
                source=text("source"),
            ),
        ),
        births=(period(),),
        birth_places=(text("place"),),
        gender=one_of(Gender),
        titles=(text("title"),),
        countries=(
            CountryTie(
                role=one_of(CountryRole),
                text=text("text"),
                code=text("code"),
                source=text("source"),
            ),
        ),
        identifiers=(
            Identifier(
                kind=one_of(IdentifierKind),
                published_as=text("as"),
                number=text("number"),
                country=text("country"),
                country_text=text("country text"),
                validity=one_of(Validity),
                authority=text("authority"),
                issued=period(),
                expires=period(),
                note=text("note"),
                source=text("source"),
            ),
        ),
        wallets=(
            Wallet(address=text("address"), asset=text("asset"), source=text("source")),
        ),
        addresses=(
            Address(
                text=text("text"),
                city=text("city"),
                region=text("region"),
                postal_code=text("postal code"),
                country=text("country"),
                country_text=text("country text"),
                source=text("source"),
            ),
        ),
        designations=(
            Designation(
                programme=text("programme"),
                authority=text("authority"),
                effect=one_of(Effect),
                list_name=text("list"),
                measures=(text("measure"),),
                events=(ListingEvent(on=date(2000 + variant, 1, 1), legal_basis=text("basis")),),
                listed_on=date(2000 + variant, 1, 1),
                source=text("source"),
            ),
        ),
        relations=(
            Relation(
                kind=one_of(RelationKind),
                published_as=text("as"),
                other_id=text("other"),
                other_name=text("other name"),
                quality=text("quality"),
                former=bool(variant),
                period=period(),
                source=text("source"),
            ),
        ),
        details=(Detail(kind=text("kind"), text=text("text"), source=text("source")),),
        remarks=text("remarks"),
    )  # fmt: skip


FULL = full_entity(0)
_LEAVES = (str, bool, date)


def one_leaf_changed(mine: Any, others: Any, path: str = "") -> Iterator[tuple[str, Any]]:
    """The value with one leaf from the other value, for every leaf, and its path."""
    if isinstance(mine, dict):
        for key in mine:
            for where, changed in one_leaf_changed(mine[key], others[key], f"{path}.{key}"):
                yield where, mine | {key: changed}
    elif isinstance(mine, tuple):
        for at, (left, right) in enumerate(zip(mine, others, strict=True)):
            for where, changed in one_leaf_changed(left, right, path):
                yield where, (*mine[:at], changed, *mine[at + 1 :])
    elif mine != others:
        yield path.lstrip("."), others


CHANGED = [
    pytest.param(Entity.model_validate(changed), id=path)
    for path, changed in one_leaf_changed(FULL.model_dump(), full_entity(1).model_dump())
]


def test_the_table_of_changes_has_every_leaf_of_the_schemas() -> None:
    def leaves(dtype: object) -> int:
        if isinstance(dtype, pl.List):
            return leaves(dtype.inner)
        if isinstance(dtype, pl.Struct):
            return sum(leaves(field.dtype) for field in dtype.fields)
        return 1

    keys_and_derived = len(SCHEMAS) + 2  # entity_id in each; list_id never differs; caption
    in_schemas = sum(leaves(dtype) for schema in SCHEMAS.values() for dtype in schema.values())
    assert len(CHANGED) == in_schemas - keys_and_derived


@pytest.mark.parametrize("changed", CHANGED)
def test_any_field_changes_the_digest(changed: Entity) -> None:
    assert digest(to_frames([changed])) != digest(to_frames([FULL]))


@pytest.mark.parametrize(
    "changed",
    [
        pytest.param({"gender": None}, id="a fact is gone"),
        pytest.param({"births": ()}, id="a set is empty"),
        pytest.param({"wallets": FULL.wallets * 2}, id="a part stands twice"),
        pytest.param({"titles": ("title A", "title B")}, id="a set has more"),
        pytest.param({"titles": ("title A\n",)}, id="a line feed behind"),
    ],
)
def test_more_or_less_changes_the_digest(changed: dict[str, Any]) -> None:
    entity = FULL.model_copy(update=changed)
    assert digest(to_frames([entity])) != digest(to_frames([FULL]))


def test_a_part_that_moves_to_another_entity_changes_the_digest() -> None:
    one, two = FULL, FULL.model_copy(update={"uid": "uid C", "wallets": ()})
    swapped = [
        one.model_copy(update={"wallets": ()}),
        two.model_copy(update={"wallets": one.wallets}),
    ]
    assert digest(to_frames(swapped)) != digest(to_frames([one, two]))


def test_the_order_of_the_parts_of_a_name_is_part_of_the_name() -> None:
    parts = (NamePart(kind="last", text="UNREAL"), NamePart(kind="first", text="Nobody"))
    names = [
        Name(full="UNREAL, Nobody", kind=NameKind.PRIMARY, parts=one)
        for one in (parts, parts[::-1])
    ]
    one, two = (FULL.model_copy(update={"names": (name,)}) for name in names)
    assert digest(to_frames([one])) != digest(to_frames([two]))


def test_another_caption_by_another_order_of_the_names_is_no_change() -> None:
    names = tuple(Name(full=full, kind=NameKind.PRIMARY) for full in ("UNREAL One", "UNREAL Two"))
    one, two = (FULL.model_copy(update={"names": order}) for order in (names, names[::-1]))
    assert one.caption != two.caption
    assert digest(to_frames([one])) == digest(to_frames([two]))


def test_the_digest_stays_over_the_years() -> None:
    # A polars that wrote JSON otherwise would make every list look changed, once.
    assert digest(to_frames([FULL])) == (
        "a02c5aa138aa34f7fecd1d68c64c7d0a5816f38b53e8750b444d76661967ae04"
    )


# Frames.


def test_no_entities_make_seven_empty_frames() -> None:
    frames = to_frames([])
    assert {name: frame.schema for name, frame in frames.items()} == dict(SCHEMAS)
    assert all(frame.is_empty() for frame in frames.values())
    assert list(to_entities(frames)) == []
    assert digest(frames) == digest(to_frames([]))


def test_batches_leave_no_trace(monkeypatch: pytest.MonkeyPatch) -> None:
    entities = [FULL.model_copy(update={"uid": str(number)}) for number in range(7)]
    whole = to_frames(entities)
    monkeypatch.setattr(frames_module, "_BATCH", 3)
    for name, frame in to_frames(iter(entities)).items():
        assert frame.equals(whole[name])
        assert frame.n_chunks() == 1


def test_rows_stand_in_the_order_of_the_entities() -> None:
    entities = [FULL.model_copy(update={"uid": uid}) for uid in ("9", "1", "5")]
    for frame in to_frames(entities).values():
        assert frame["entity_id"].to_list() == [f"xx_invented:{uid}" for uid in ("9", "1", "5")]

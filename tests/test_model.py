"""The records: frozen, of one shape, with null for what a list does not say."""

import inspect
import typing
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from sanctionscreen import model
from sanctionscreen.model import (
    Address,
    DateRange,
    Detail,
    Entity,
    EntityType,
    Evidence,
    Identifier,
    IdentifierKind,
    Name,
    NameKind,
    NamePart,
    Precision,
    Problem,
    Record,
    Wallet,
    unique,
)

RECORDS = [
    kind
    for _, kind in inspect.getmembers(model, inspect.isclass)
    if issubclass(kind, Record) and kind is not Record
]
DAYS = st.dates(min_value=date(1000, 1, 1))


def _name(full: str, kind: NameKind = NameKind.PRIMARY, script: str | None = None) -> Name:
    return Name(full=full, kind=kind, script=script)


def _entity(*names: Name, **facts: Any) -> Entity:
    return Entity(
        list_id="test",
        uid="7",
        entity_type=EntityType.PERSON,
        names=names or (_name("A"),),
        **facts,
    )


def test_every_record_is_seen() -> None:
    assert {kind.__name__ for kind in RECORDS} >= {
        "Address", "Designation", "Entity", "Identifier", "Name", "Relation", "Wallet",
    }  # fmt: skip


@pytest.mark.parametrize("kind", RECORDS, ids=lambda kind: kind.__name__)
def test_records_are_frozen_and_closed(kind: type[Record]) -> None:
    assert kind.model_config["frozen"] is True
    assert kind.model_config["extra"] == "forbid"


@pytest.mark.parametrize("kind", RECORDS, ids=lambda kind: kind.__name__)
def test_records_can_be_told_apart_and_counted(kind: type[Record]) -> None:
    """No field is a list or a dict: then records hash, and `unique` can drop repetitions."""
    for hint in typing.get_type_hints(kind).values():
        assert typing.get_origin(hint) not in {list, dict, set}


def test_a_record_does_not_change() -> None:
    wallet = Wallet(address="x", asset="XBT")
    with pytest.raises(ValidationError, match="frozen"):
        wallet.address = "y"
    assert wallet == Wallet(address="x", asset="XBT")


@pytest.mark.parametrize(
    ("kind", "fields"),
    [
        pytest.param(Wallet, {"address": "", "asset": "XBT"}, id="empty text"),
        pytest.param(Wallet, {"address": "x"}, id="missing text"),
        pytest.param(Wallet, {"address": None, "asset": "XBT"}, id="null where something must be"),
        pytest.param(Wallet, {"address": "x", "asset": "XBT", "chain": "btc"}, id="unknown field"),
        pytest.param(Address, {"text": "x", "city": ""}, id="empty text for null"),
        pytest.param(Name, {"full": "A", "kind": "nickname"}, id="unknown kind of name"),
        pytest.param(
            Identifier,
            {"kind": "library_card", "published_as": "x", "number": "1"},
            id="unknown kind of identifier",
        ),
        pytest.param(
            Entity,
            {"list_id": "test", "uid": "7", "entity_type": "person", "names": ()},
            id="an entity without a name",
        ),
        pytest.param(
            DateRange,
            {"start": date(1962, 1, 2), "end": date(1962, 1, 1), "precision": "day"},
            id="a range that ends before it starts",
        ),
    ],
)
def test_wrong_records_are_refused(kind: type[Record], fields: dict[str, object]) -> None:
    with pytest.raises(ValidationError):
        kind(**fields)


EVIDENCE = {"kind": "name", "query": "a", "listed": "b", "weight": 0.5}
PROBLEM = {"record": "7", "field": "dob", "reason": "not a date"}


@pytest.mark.parametrize(
    ("kind", "fields", "empty"),
    [(Evidence, EVIDENCE, "kind"), *((Problem, PROBLEM, field) for field in PROBLEM)],
)
def test_evidence_and_problems_say_something(
    kind: type[Evidence | Problem], fields: dict[str, Any], empty: str
) -> None:
    assert dict(kind(**fields)).items() >= fields.items()
    with pytest.raises(ValueError, match=r"evidence of no kind|a problem without"):
        kind(**fields | {empty: ""})
    with pytest.raises(TypeError, match=empty):
        kind(**{name: value for name, value in fields.items() if name != empty})
    with pytest.raises(TypeError, match="more"):
        kind(**fields | {"more": "x"})


def test_texts_of_enums_are_read() -> None:
    fields = {"kind": "passport", "published_as": "Passport", "number": "1", "validity": "valid"}
    assert Identifier.model_validate(fields).kind is IdentifierKind.PASSPORT


def test_null_is_the_default_of_what_a_list_need_not_say() -> None:
    entity = _entity()
    assert (entity.gender, entity.remarks) == (None, None)
    assert (entity.births, entity.addresses, entity.details) == ((), (), ())


def test_entity_id() -> None:
    assert _entity().entity_id == "test:7"


@pytest.mark.parametrize(
    ("names", "caption"),
    [
        pytest.param([_name("A"), _name("B")], "A", id="the first primary one"),
        pytest.param([_name("B", NameKind.ALIAS), _name("A")], "A", id="primary before alias"),
        pytest.param(
            [_name("陈志", script="Hans"), _name("CHEN, Zhi", script="Latn")],
            "CHEN, Zhi",
            id="Latin before Chinese",
        ),
        pytest.param(
            [_name("陈志", script="Hans"), _name("Vincent", NameKind.ALIAS, "Latn")],
            "陈志",
            id="primary in Chinese before alias in Latin",
        ),
        pytest.param([_name("Vincent", NameKind.WEAK_ALIAS)], "Vincent", id="only an alias"),
    ],
)
def test_caption(names: list[Name], caption: str) -> None:
    assert _entity(*names).caption == caption


@pytest.mark.parametrize(
    ("records", "expected"),
    [
        pytest.param("", "", id="none"),
        pytest.param("abc", "abc", id="all different"),
        pytest.param("abacab", "abc", id="the first of each stays in its place"),
        pytest.param("bab", "ba", id="order is kept, not sorted"),
    ],
)
def test_unique(records: str, expected: str) -> None:
    details = [Detail(kind="letter", text=letter) for letter in records]
    assert "".join(detail.text for detail in unique(details)) == expected


def test_unique_keeps_what_differs_in_one_field() -> None:
    first = Detail(kind="letter", text="a")
    second = first.model_copy(update={"source": "somebody"})
    assert unique([first, second, first]) == (first, second)


@given(day=DAYS)
def test_a_day_starts_and_ends_on_itself(day: date) -> None:
    whole = DateRange.day(day)
    assert (whole.start, whole.end, whole.precision) == (day, day, Precision.DAY)


@given(day=DAYS)
def test_a_year_holds_its_days(day: date) -> None:
    year = DateRange.year(day.year)
    assert year.start <= day <= year.end
    assert (year.end - year.start).days in {364, 365}


@given(start=DAYS, end=DAYS)
def test_a_range_goes_forward(start: date, end: date) -> None:
    if start <= end:
        DateRange(start=start, end=end, precision=Precision.RANGE)
    else:
        with pytest.raises(ValidationError, match="before it starts"):
            DateRange(start=start, end=end, precision=Precision.RANGE)


def test_an_entity_survives_json() -> None:
    entity = _entity(
        Name(
            full="CHEN, Zhi",
            kind=NameKind.PRIMARY,
            script="Latn",
            parts=(NamePart(kind="last", text="CHEN"), NamePart(kind="first", text="Zhi")),
        ),
        births=(DateRange.year(1962),),
        wallets=(Wallet(address="x", asset="XBT"),),
    )
    assert Entity.model_validate_json(entity.model_dump_json()) == entity

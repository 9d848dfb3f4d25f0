"""Values are written and read as pydantic writes and reads models of the same fields."""

import pickle
from dataclasses import FrozenInstanceError
from datetime import UTC, date, datetime, timedelta, timezone
from enum import StrEnum

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import BaseModel, TypeAdapter, ValidationError

from sanctionscreen.value import Value, value


class Colour(StrEnum):
    RED = "red"
    BLUE = "blue"


@value
class Inner(Value):
    text: str
    colour: Colour | None = None


@value
class Outer(Value):
    on: date
    at: datetime | None
    share: float
    count: int
    flag: bool
    inner: Inner
    many: tuple[Inner, ...] = ()
    words: tuple[str, ...] = ()
    sizes: dict[str, int]


class InnerModel(BaseModel):
    text: str
    colour: Colour | None = None


class OuterModel(BaseModel):
    on: date
    at: datetime | None
    share: float
    count: int
    flag: bool
    inner: InnerModel
    many: tuple[InnerModel, ...] = ()
    words: tuple[str, ...] = ()
    sizes: dict[str, int]


ZONES = [UTC, timezone(timedelta(hours=2)), timezone(timedelta(hours=-9.5))]
INNER = st.builds(Inner, text=st.text(), colour=st.none() | st.sampled_from(Colour))
OUTER = st.builds(
    Outer,
    on=st.dates(),
    at=st.none() | st.datetimes(timezones=st.sampled_from(ZONES)),
    share=st.floats(min_value=1e-4, max_value=1e9) | st.just(0.0),
    count=st.integers(-(2**40), 2**40),
    flag=st.booleans(),
    inner=INNER,
    many=st.lists(INNER, max_size=2).map(tuple),
    words=st.lists(st.text(), max_size=2).map(tuple),
    sizes=st.dictionaries(st.text(), st.integers(0, 9), max_size=2),
)


def as_model(value: Outer) -> OuterModel:
    return OuterModel.model_validate(value.model_dump())


@given(OUTER)
def test_it_is_written_as_a_model_is(value: Outer) -> None:
    model = as_model(value)
    assert value.model_dump() == model.model_dump()
    assert value.model_dump(mode="json") == model.model_dump(mode="json")
    assert value.model_dump_json() == model.model_dump_json()
    assert value.model_dump_json(indent=2) == model.model_dump_json(indent=2)
    some = {"on", "inner"}
    assert value.model_dump(include=some) == model.model_dump(include=some)
    assert value.model_dump(exclude=some) == model.model_dump(exclude=some)


@given(OUTER)
def test_it_is_read_as_it_was_written(value: Outer) -> None:
    assert Outer.model_validate_json(value.model_dump_json()) == value
    assert Outer.model_validate_json(as_model(value).model_dump_json()) == value
    assert Outer.model_validate(value.model_dump()) == value


@given(OUTER)
def test_a_model_may_hold_it(value: Outer) -> None:
    class Holder(BaseModel):
        held: Outer

    assert Holder(held=value).held == value
    assert Holder(held=value).model_dump(mode="json") == {"held": value.model_dump(mode="json")}
    assert TypeAdapter(Outer).validate_python(value.model_dump()) == value


GOOD = Outer(
    on=date(2026, 1, 31), at=None, share=0.5, count=7, flag=True, inner=Inner(text="a"), sizes={}
).model_dump(mode="json")


@pytest.mark.parametrize(
    ("change", "where"),
    [
        ({"on": "31.1.2026"}, "on"),
        ({"on": 20260131}, "on"),
        ({"at": "soon"}, "at"),
        ({"share": "0.5"}, "share"),
        ({"share": True}, "share"),
        ({"count": 0.5}, "count"),
        ({"flag": 1}, "flag"),
        ({"inner": {}}, "text"),
        ({"inner": {"text": None}}, "inner.text"),
        ({"inner": {"text": "a", "colour": "pink"}}, "inner.colour"),
        ({"inner": {"text": "a", "more": 1}}, "more"),
        ({"many": "a"}, "many"),
        ({"many": [1]}, "many"),
        ({"sizes": []}, "sizes"),
        ({"extra": 1}, "extra"),
    ],
)
def test_what_is_wrong_is_named(change: dict[str, object], where: str) -> None:
    assert Outer.model_validate(GOOD).count == 7
    with pytest.raises(ValueError, match=where):
        Outer.model_validate(GOOD | change)


def test_what_is_missing_is_named() -> None:
    with pytest.raises(ValueError, match="share"):
        Outer.model_validate({name: value for name, value in GOOD.items() if name != "share"})


@pytest.mark.parametrize("text", ["", "[1]", "7", "{"])
def test_what_is_no_object_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"Expecting|instead of"):
        Outer.model_validate_json(text)


def test_pydantic_refuses_what_it_does_not_know() -> None:
    with pytest.raises(ValidationError):
        TypeAdapter(Outer).validate_python(GOOD | {"extra": 1})


@given(OUTER)
def test_it_is_the_same_value_in_another_process(value: Outer) -> None:
    assert hash(value.inner) == hash(Inner(text=value.inner.text, colour=value.inner.colour))
    again = pickle.loads(pickle.dumps(value))  # noqa: S301  # our own bytes
    assert again == value
    assert vars(again.inner) == dict(again.inner)


def test_it_cannot_be_changed_but_copied() -> None:
    value = Inner(text="a")
    with pytest.raises(FrozenInstanceError):
        value.text = "b"  # type: ignore[misc]
    assert value.model_copy(update={"text": "b"}) == Inner(text="b")
    assert dict(value) == {"text": "a", "colour": None}

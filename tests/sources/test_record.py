"""Take, then close: what is taken is gone, and what nobody took is reported."""

import pytest

from sanctionscreen.errors import ParseError
from sanctionscreen.sources.reading import Report
from sanctionscreen.sources.record import Place, XmlRecord


def _record(tag: str = "Party", **attributes: str) -> XmlRecord:
    return XmlRecord(tag, attributes, Place(Report(list_id="test"), "7"))


def _child(parent: XmlRecord, tag: str, text: str = "") -> XmlRecord:
    child = XmlRecord(tag, {}, parent.place)
    child.add_text(text)
    parent.add_child(child)
    return child


def _problems(record: XmlRecord) -> list[tuple[str, str, str]]:
    return [(p.record, p.field, p.reason) for p in record.report.problems]


def test_attribute_is_taken_once() -> None:
    record = _record(ID="1")
    assert record.peek("ID") == "1"
    assert record.attribute("ID") == "1"
    assert record.peek("ID") is None
    record.close()
    assert _problems(record) == []


@pytest.mark.parametrize(
    "attributes", [pytest.param({}, id="absent"), pytest.param({"ID": ""}, id="empty")]
)
def test_attribute_must_be_there(attributes: dict[str, str]) -> None:
    record = _record(**attributes)
    with pytest.raises(ParseError, match="test, record 7: <Party> has no attribute ID") as caught:
        record.attribute("ID")
    assert (caught.value.source, caught.value.record) == ("test", "7")


@pytest.mark.parametrize(
    ("attributes", "expected"),
    [
        pytest.param({"ID": "1"}, "1", id="there"),
        pytest.param({"ID": ""}, None, id="empty is null"),
        pytest.param({}, None, id="absent is null"),
    ],
)
def test_optional(attributes: dict[str, str], expected: str | None) -> None:
    record = _record(**attributes)
    assert record.optional("ID") == expected
    record.close()
    assert _problems(record) == []


def test_skip_marks_as_read() -> None:
    record = _record(a="1", b="2", c="3")
    record.skip("a", "b", "not there")
    record.close()
    assert [field for _, field, _ in _problems(record)] == ["Party@c"]


@pytest.mark.parametrize(
    ("pieces", "expected"),
    [
        pytest.param(["one"], "one", id="one piece"),
        pytest.param(["one", " ", "two"], "one two", id="pieces"),
        pytest.param(["  one\n"], "one", id="trimmed"),
        pytest.param([" \n "], None, id="blank is null"),
        pytest.param([], None, id="none is null"),
    ],
)
def test_text(pieces: list[str], expected: str | None) -> None:
    record = _record()
    for piece in pieces:
        record.add_text(piece)
    assert record.has_text == bool(pieces)
    assert record.text() == expected
    assert not record.has_text
    assert record.text() is None


def test_children_are_taken_by_name_and_in_order() -> None:
    record = _record()
    first, other, second = (_child(record, tag) for tag in ("a", "b", "a"))
    assert record.tags() == ("a", "b")
    assert record.many("a") == [first, second]
    assert record.many("a") == []
    assert record.one("b") is other
    assert record.one("b") is None
    assert record.tags() == ()


def test_one_of_several_is_refused() -> None:
    record = _record()
    _child(record, "a")
    _child(record, "a")
    with pytest.raises(ParseError, match="record 7: <Party> has 2 <a>, expected one"):
        record.one("a")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("words", "words", id="text"),
        pytest.param(" ", None, id="blank is null"),
    ],
)
def test_child_text(text: str, expected: str | None) -> None:
    record = _record()
    _child(record, "a", text)
    assert record.child_text("a") == expected
    assert record.child_text("a") is None
    record.close()
    assert _problems(record) == []


def test_child_text_closes_the_child() -> None:
    record = _record()
    _child(_child(record, "a", "words"), "b")
    assert record.child_text("a") == "words"
    assert _problems(record) == [("7", "a/b", "unknown element, not read")]


def test_drop_marks_children_as_read() -> None:
    record = _record()
    _child(record, "a")
    _child(record, "a")
    record.drop("a")
    record.drop("not there")
    record.close()
    assert _problems(record) == []


def test_close_reports_what_nobody_took() -> None:
    record = _record(colour="red")
    _child(record, "a")
    _child(record, "a")
    _child(record, "b")
    record.add_text(" words ")
    record.close()
    assert _problems(record) == [
        ("7", "Party@colour", "unknown attribute, not read"),
        ("7", "Party/a", "unknown element, not read"),
        ("7", "Party/b", "unknown element, not read"),
        ("7", "Party text", "unexpected text, not read"),
    ]


def test_close_of_an_empty_record_reports_nothing() -> None:
    record = _record()
    record.add_text(" \n ")
    record.close()
    assert _problems(record) == []


def test_a_record_and_its_children_share_their_place() -> None:
    record = _record()
    child = _child(record, "a")
    record.place.record_id = "8"
    child.problem("field", "reason")
    assert str(child.error("reason")) == "test, record 8: reason"
    assert _problems(record) == [("8", "field", "reason")]

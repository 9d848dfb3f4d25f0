"""Take, then close: what is taken is gone, and what nobody took is reported."""

import pytest

from sanctionscreen.errors import ParseError
from sanctionscreen.sources.reading import Report, Unread
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
    assert _problems(record) == [("7", "a/b", "not read by anybody, in 1 record")]


def test_close_leaves_what_nobody_took() -> None:
    record = _record(colour="red")
    _child(record, "a")
    _child(record, "a")
    _child(record, "b")
    record.add_text(" words ")
    record.close()
    said = "not read by anybody, in 1 record"
    assert _problems(record) == [
        ("7", field, said) for field in ("Party@colour", "Party/a", "Party/b", "Party text")
    ]


def test_a_field_is_counted_by_records_and_named_with_the_first() -> None:
    report = Report("test")
    for number in range(3):
        XmlRecord("Party", {"colour": "red"}, Place(report, f"{number}")).close()
    assert report.unread == {"Party@colour": Unread("0", 3)}
    (problem,) = report.problems
    assert (problem.record, problem.reason) == ("0", "not read by anybody, in 3 records")


@pytest.mark.parametrize(
    ("ignored", "left"),
    [
        pytest.param("Party@colour", ["Party/hair", "Party text"], id="an attribute"),
        pytest.param("@colour", ["Party/hair", "Party text"], id="of any owner"),
        pytest.param("Party/hair", ["Party@colour", "Party text"], id="a child"),
        pytest.param("hair", ["Party@colour", "Party text"], id="of any owner, a child"),
        pytest.param("Party/*", ["Party@colour", "Party text"], id="every child"),
        pytest.param("Partly@colour", ["Party@colour", "Party/hair", "Party text"],
                     id="of another owner"),
        pytest.param("colour", ["Party@colour", "Party/hair", "Party text"],
                     id="a child of an attribute's name"),
    ],
)  # fmt: skip
def test_what_the_manifest_ignores_is_not_left(ignored: str, left: list[str]) -> None:
    report = Report("test", frozenset({ignored}))
    record = XmlRecord("Party", {"colour": "red"}, Place(report, "7"))
    _child(record, "hair")
    record.close()
    record.leave("Party text")
    assert list(report.unread) == left
    assert report.met == ({ignored} if len(left) < 3 else set())


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

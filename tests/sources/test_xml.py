"""The XML stream: whole records in order, in any portions, and no trust in the file."""

import io
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sanctionscreen.errors import ParseError
from sanctionscreen.sources.reading import Report, Unread
from sanctionscreen.sources.record import XmlRecord
from sanctionscreen.sources.xml import records

_DEPTH = 64  # elements that may stand inside one another


class _Portions(io.BytesIO):
    """A stream that gives its bytes in portions, as a network does."""

    def __init__(self, content: bytes, size: int) -> None:
        super().__init__(content)
        self._size = size

    def read(self, size: int | None = -1, /) -> bytes:
        return super().read(self._size if size is None else min(self._size, size))


def _take_a(root: XmlRecord) -> None:
    root.optional("a")


def _records(content: bytes | str, *, portion: int = 1 << 16) -> tuple[list[XmlRecord], Report]:
    raw = content.encode() if isinstance(content, str) else content
    report = Report(list_id="test")
    stream = _Portions(raw, portion)
    found = records(
        stream,
        report,
        root="Root",
        tags={"Item", "Other"},
        sections={"Items"},
        head=_take_a,
    )
    return list(found), report


def _texts(content: bytes | str, *, portion: int = 1 << 16) -> list[str | None]:
    return [record.text() for record in _records(content, portion=portion)[0]]


@pytest.mark.parametrize(
    ("content", "tags"),
    [
        pytest.param("<Root><Item/><Item/></Root>", ["Item", "Item"], id="under the root"),
        pytest.param(
            "<Root><Items><Item/></Items><Other/></Root>", ["Item", "Other"], id="sections"
        ),
        pytest.param("<Root><Item><Item/></Item></Root>", ["Item"], id="a record within a record"),
        pytest.param('<Root xmlns="urn:a"><Item/></Root>', ["Item"], id="default namespace"),
        pytest.param(
            '<x:Root xmlns:x="urn:a" xmlns:y="urn:b"><y:Item/></x:Root>', ["Item"], id="prefixes"
        ),
        pytest.param("<Root><!-- no --><?no way?><Item/></Root>", ["Item"], id="comments"),
        pytest.param("<Root/>", [], id="none"),
    ],
)
def test_records(content: str, tags: list[str]) -> None:
    found, report = _records(content)
    assert [record.tag for record in found] == tags
    assert report.problems == []


@pytest.mark.parametrize(
    ("content", "text"),
    [
        pytest.param("plain", "plain", id="plain"),
        pytest.param("\n  indented\n  ", "indented", id="trimmed"),
        pytest.param("two  blanks", "two  blanks", id="inner blanks stay"),
        pytest.param("R&amp;D &lt;x&gt; &#233;", "R&D <x> é", id="predefined entities"),
        pytest.param("<![CDATA[<b>&amp;</b>]]>", "<b>&amp;</b>", id="CDATA"),
        pytest.param("a<!-- x --> <!-- y -->b", "a b", id="a blank between comments"),
        pytest.param("陈志", "陈志", id="Chinese"),
        pytest.param(" \n\t ", None, id="blank"),
        pytest.param("", None, id="empty"),
    ],
)
def test_text(content: str, text: str | None) -> None:
    document = f"<Root><Item>{content}</Item></Root>"
    assert _texts(document) == _texts(document, portion=1) == [text]


@pytest.mark.parametrize(
    "encoding",
    ["utf-8", "utf-8-sig", "utf-16", "iso-8859-1", "windows-1252"],
)
def test_encodings(encoding: str) -> None:
    name = encoding.removesuffix("-sig")
    content = f'<?xml version="1.0" encoding="{name}"?><Root><Item>Müller é</Item></Root>'
    assert _texts(content.encode(encoding)) == ["Müller é"]


@pytest.mark.parametrize(
    ("content", "message"),
    [
        pytest.param("", "no element found", id="empty"),
        pytest.param("no XML", "not well-formed", id="no XML"),
        pytest.param("<Root><Item>", "no element found", id="cut off"),
        pytest.param("<Root><Item></Root>", "mismatched tag", id="crossed tags"),
        pytest.param("<Root/><Root/>", "junk after document element", id="two roots"),
        pytest.param(
            "<Root><Item a='1' a='2'/></Root>", "duplicate attribute", id="attribute twice"
        ),
        pytest.param("<Root><p:Item/></Root>", "unbound prefix", id="unbound prefix"),
        pytest.param("<Root>&e;</Root>", "undefined entity", id="undefined entity"),
        pytest.param(b"<Root>\xff</Root>", "not well-formed", id="no UTF-8"),
        pytest.param("<Root>\x00</Root>", "not well-formed", id="null byte"),
        pytest.param("<Item/>", "the root is <Item>, not <Root>", id="another root"),
        pytest.param("<root/>", "the root is <root>, not <Root>", id="another case"),
        pytest.param("<!DOCTYPE Root><Root/>", "document type declaration", id="DTD"),
        pytest.param(
            '<!DOCTYPE Root [<!ENTITY a "b">]><Root>&a;</Root>',
            "document type declaration",
            id="entity",
        ),
        pytest.param(
            '<!DOCTYPE Root [<!ENTITY % a SYSTEM "file:///etc/passwd"> %a;]><Root/>',
            "document type declaration",
            id="external parameter entity",
        ),
        pytest.param('<?xml version="1.0" encoding="klingon"?><Root/>', "encoding", id="encoding"),
        pytest.param(
            '<?xml version="1.0" encoding="shift_jis"?><Root/>',
            "encoding",
            id="multi-byte encoding",
        ),
        pytest.param("<Root>" + "<Items>" * _DEPTH, "nested too deeply", id="deep sections"),
        pytest.param("<Root><Item>" + "<a>" * _DEPTH, "nested too deeply", id="deep record"),
    ],
)
@pytest.mark.parametrize("portion", [1, 1 << 16])
def test_refused(content: bytes | str, message: str, portion: int) -> None:
    with pytest.raises(ParseError, match=message) as caught:
        _records(content, portion=portion)
    assert caught.value.source == "test"


def test_nesting_is_allowed_up_to_its_bound() -> None:
    inner = _DEPTH - 2  # the root and the record itself
    found, report = _records(f"<Root><Item>{'<a>' * inner}{'</a>' * inner}</Item></Root>")
    assert (len(found), report.problems) == (1, [])


@pytest.mark.parametrize(
    ("content", "unread"),
    [
        pytest.param("<Root><New/></Root>", [("Root/New", 1)], id="unknown section"),
        pytest.param(
            "<Root><New>" + "<Row/>" * 1000 + "</New></Root>",
            [("Root/New", 1), ("New/Row", 1000)],
            id="each once, however many",
        ),
        pytest.param(
            "<Root>a<Items>b<Item>c</Item>d</Items></Root>",
            [
                ("Root text", 1),
                ("Items text", 2),
            ],
            id="text around records",
        ),
        pytest.param(
            '<Root a="1" b="2"><Items c="3"/></Root>',
            [("Root@b", 1), ("Items@c", 1)],
            id="attributes around records",
        ),
        pytest.param(
            '<Root xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xsi:type="x"/>',
            [],
            id="where the schema lies",
        ),
    ],
)
def test_what_stands_around_the_records_and_nobody_reads(
    content: str, unread: list[tuple[str, int]]
) -> None:
    _, report = _records(content)
    assert report.unread == {field: Unread("head", times) for field, times in unread}


def test_a_record_in_an_unknown_section_is_read() -> None:
    found, report = _records("<Root><New><Item>1</Item></New></Root>")
    assert [record.text() for record in found] == ["1"]
    assert [problem.field for problem in report.problems] == ["Root/New"]


def test_records_come_while_the_file_is_read() -> None:
    stream = _Portions(b"<Root><Item>1</Item><Item>2</Item>" + b" " * 100 + b"<", 20)
    report = Report(list_id="test")
    found = records(stream, report, root="Root", tags={"Item"}, sections=set())
    assert next(found).text() == "1"
    assert next(found).text() == "2"
    with pytest.raises(ParseError, match="probably cut off"):
        next(found)


def test_records_of_one_file_have_their_own_places() -> None:
    found, _ = _records("<Root><Item/><Item><a/></Item></Root>")
    found[0].place.record_id = "1"
    assert [record.record_id for record in found] == ["1", "-"]


# --- Laws -------------------------------------------------------------------------------------

_LETTERS = st.characters(codec="utf-8", exclude_categories=("Cc", "Cs"), exclude_characters="<&]>")
_ITEMS = st.lists(st.text(_LETTERS, max_size=20), min_size=1, max_size=5)


def _document(texts: list[str]) -> bytes:
    items = "".join(f"\n  <Item>{text}</Item>" for text in texts)
    return f"<Root><Items>{items}\n</Items></Root>".encode()


@given(texts=_ITEMS, portion=st.integers(1, 40))
def test_portions_change_nothing(texts: list[str], portion: int) -> None:
    document = _document(texts)
    assert _texts(document, portion=portion) == _texts(document)


@given(texts=_ITEMS, cut=st.floats(0, 1, exclude_max=True))
def test_no_part_of_a_file_passes_for_the_whole(texts: list[str], cut: float) -> None:
    document = _document(texts)
    with pytest.raises(ParseError):
        _records(document[: int(len(document) * cut)])


@pytest.mark.parametrize(
    "damage",
    [
        pytest.param(lambda raw, at: raw[:at] + b"\xff" + raw[at:], id="a byte of no encoding"),
        pytest.param(lambda raw, at: raw[:at] + b"<" + raw[at:], id="an opening bracket"),
        pytest.param(lambda raw, at: raw[:at] + b"\x00" + raw[at:], id="a null byte"),
    ],
)
@given(texts=_ITEMS, place=st.floats(0, 1))
def test_damage_is_a_parse_error(
    damage: Callable[[bytes, int], bytes], texts: list[str], place: float
) -> None:
    document = _document(texts)
    with pytest.raises(ParseError):
        _records(damage(document, int(len(document) * place)))

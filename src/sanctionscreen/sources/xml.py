"""Official XML as a stream of records, at flat memory and without any trust in the file.

Built on expat: no entity is ever declared because a document type declaration is refused, nothing
outside the file is opened, and nesting is bounded. Names lose their namespace, which lists change
without notice.
"""

from collections.abc import Callable, Iterator, Set
from typing import BinaryIO, Final
from xml.parsers import expat

from sanctionscreen.errors import ParseError
from sanctionscreen.sources.reading import Report
from sanctionscreen.sources.record import Place, XmlRecord

_CHUNK: Final = 1 << 18
_MAX_DEPTH: Final = 64
#: Where the schema of a file lies says nothing of the list.
_XSI: Final = "http://www.w3.org/2001/XMLSchema-instance}"


def records(
    stream: BinaryIO,
    report: Report,
    *,
    root: str,
    tags: Set[str],
    sections: Set[str] = frozenset(),
    head: Callable[[XmlRecord], None] | None = None,
) -> Iterator[XmlRecord]:
    """The elements of the given tags, each whole and in document order.

    `sections` are the other elements that may stand around them; any further one, and every
    attribute around the records that nobody took, is a field that nobody reads. `head` takes those
    of the root: many lists say there when they were published.

    Raises:
        ParseError: another root, not well-formed or cut off, a DTD, or nested too deeply.
    """
    builder = _Builder(report, root=root, tags=tags, sections=sections, head=head)
    parser = builder.parser()
    while chunk := stream.read(_CHUNK):
        _feed(parser, chunk, report)
        yield from builder.take()
    _feed(parser, b"", report)
    yield from builder.take()


def _feed(parser: expat.XMLParserType, chunk: bytes, report: Report) -> None:
    """Gives the parser the next bytes of the file; no bytes end it."""
    try:
        parser.Parse(chunk, not chunk)
    except expat.ExpatError as error:
        raise ParseError(
            f"not well-formed XML, probably cut off: {error}", source=report.list_id
        ) from error
    except (LookupError, ValueError) as error:  # expat asks Python for any encoding it lacks
        raise ParseError(f"an unknown encoding: {error}", source=report.list_id) from error


class _Builder:
    """The expat handlers: a stack of open elements, and the finished records."""

    def __init__(
        self,
        report: Report,
        *,
        root: str,
        tags: Set[str],
        sections: Set[str],
        head: Callable[[XmlRecord], None] | None = None,
    ) -> None:
        self._report = report
        self._root = root
        self._tags = tags
        self._sections = sections
        self._head = head
        self._open: list[XmlRecord] = []
        self._inside = 0  # how many open elements belong to the record being built
        self._done: list[XmlRecord] = []
        self._names: dict[str, str] = {}
        self._place = Place(report)

    def parser(self) -> expat.XMLParserType:
        """An expat parser that feeds this builder."""
        parser = expat.ParserCreate(namespace_separator="}")
        parser.buffer_text = True
        parser.StartDoctypeDeclHandler = self._refuse_doctype
        parser.StartElementHandler = self._start
        parser.EndElementHandler = self._end
        parser.CharacterDataHandler = self._data
        return parser

    def take(self) -> list[XmlRecord]:
        """The records finished since the last call."""
        done, self._done = self._done, []
        return done

    def _refuse_doctype(self, *_: object) -> None:
        raise ParseError("the file has a document type declaration", source=self._report.list_id)

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        tag = self._names.get(name)
        if tag is None:
            tag = self._names[name] = name.rpartition("}")[2]
        if self._inside:
            self._inside += 1
        elif tag in self._tags and self._open:
            self._inside = 1
            self._place = Place(self._report)
        else:
            own = {name: text for name, text in attributes.items() if not name.startswith(_XSI)}
            self._frame(XmlRecord(tag, own, Place(self._report, "head")))
        if len(self._open) >= _MAX_DEPTH:
            raise ParseError("elements nested too deeply", source=self._report.list_id)
        self._open.append(XmlRecord(tag, attributes, self._place))

    def _frame(self, element: XmlRecord) -> None:
        """Checks an element around the records: the root's name, then known sections."""
        if not self._open:
            if element.tag != self._root:
                raise ParseError(
                    f"another file: the root is <{element.tag}>, not <{self._root}>",
                    source=self._report.list_id,
                )
            if self._head is not None:
                self._head(element)
        elif element.tag not in self._sections:
            element.leave(f"{self._open[-1].tag}/{element.tag}")
            return
        element.close()

    def _end(self, _name: str) -> None:
        element = self._open.pop()
        if not self._inside:
            return
        self._inside -= 1
        if self._inside:
            self._open[-1].add_child(element)
        else:
            self._done.append(element)

    def _data(self, text: str) -> None:
        element = self._open[-1]
        if self._inside:
            if element.has_text or not text.isspace():  # the indentation around children is none
                element.add_text(text)
        elif not text.isspace():
            self._report.leave("head", f"{element.tag} text")

"""Take, then close: a record remembers what nobody read.

A reader takes each attribute and child it understands and closes the record at the end; what is
left, and not among the fields that the list's manifest ignores, is counted with the list's record
id, so that a new field of a list is never swallowed.
"""

from dataclasses import dataclass

from sanctionscreen.errors import ParseError
from sanctionscreen.sources.reading import Report


@dataclass(slots=True)
class Place:
    """Where a record stands: which list it is of, and the id of the list's record."""

    report: Report
    record_id: str = "-"


class Placed:
    """A part of a list's record: what is said of it names the list and the record."""

    __slots__ = ("place",)

    def __init__(self, place: Place) -> None:
        self.place = place

    @property
    def record_id(self) -> str:
        """The id of the list's record that this is part of."""
        return self.place.record_id

    @property
    def report(self) -> Report:
        """Where problems of the record are kept."""
        return self.place.report

    def error(self, reason: str) -> ParseError:
        """The error to raise for the record, naming list and record."""
        return ParseError(reason, source=self.report.list_id, record=self.record_id)

    def problem(self, field: str, reason: str) -> None:
        """Keeps one thing of the record that was met and not understood."""
        self.report.problem(self.record_id, field, reason)

    def problem_once(self, field: str, reason: str) -> None:
        """The same, where every record would say it again: kept with the first one only."""
        self.report.problem_once(self.record_id, field, reason)

    def leave(self, field: str) -> None:
        """Leaves a field that nobody reads to the report."""
        self.report.leave(self.record_id, field)


class XmlRecord(Placed):
    """One XML element whose attributes, children and text are taken one by one."""

    __slots__ = ("_attributes", "_children", "_text", "tag")

    def __init__(self, tag: str, attributes: dict[str, str], place: Place) -> None:
        super().__init__(place)
        self.tag = tag
        self._attributes = attributes
        self._children: dict[str, list[XmlRecord]] = {}
        self._text = ""

    def add_child(self, child: "XmlRecord") -> None:
        """Appends a child; only the XML stream does."""
        self._children.setdefault(child.tag, []).append(child)

    def add_text(self, text: str) -> None:
        """Appends text; only the XML stream does."""
        self._text += text

    def set(self, name: str, value: str) -> None:
        """Sets an attribute; only what puts rows together to an element does."""
        self._attributes[name] = value

    @property
    def has_text(self) -> bool:
        """Whether any text was appended and not taken yet."""
        return bool(self._text)

    def peek(self, name: str) -> str | None:
        """The attribute's text without taking it; null where it is absent."""
        return self._attributes.get(name)

    def attribute(self, name: str) -> str:
        """The attribute's text.

        Raises:
            ParseError: the element has no such attribute, or an empty one.
        """
        value = self._attributes.pop(name, None)
        if not value:
            raise self.error(f"<{self.tag}> has no attribute {name}")
        return value

    def optional(self, name: str) -> str | None:
        """The attribute's text; null where it is absent or empty."""
        return self._attributes.pop(name, None) or None

    def text(self) -> str | None:
        """The element's own text, trimmed; null where it is blank."""
        text, self._text = self._text.strip(), ""
        return text or None

    def tags(self) -> tuple[str, ...]:
        """The names of the children nobody took yet, each once, in order."""
        return tuple(self._children)

    def many(self, tag: str) -> list["XmlRecord"]:
        """The children of that name, in order; empty where there are none."""
        return self._children.pop(tag, [])

    def one(self, tag: str) -> "XmlRecord | None":
        """The only child of that name; null where there is none.

        Raises:
            ParseError: there are several, so that taking one would lose the others.
        """
        found = self._children.pop(tag, None)
        if found is None:
            return None
        if len(found) > 1:
            raise self.error(f"<{self.tag}> has {len(found)} <{tag}>, expected one")
        return found[0]

    def child_text(self, tag: str) -> str | None:
        """The text of the only child of that name, the child closed; null where blank or absent."""
        child = self.one(tag)
        if child is None:
            return None
        text = child.text()
        child.close()
        return text

    def texts(self, tag: str) -> list[str]:
        """The texts of the children of that name, each closed; blank ones are left out."""
        found = []
        for child in self.many(tag):
            text = child.text()
            child.close()
            if text is not None:
                found.append(text)
        return found

    def group(self, tag: str, item: str) -> list["XmlRecord"]:
        """The items in the only child of that name, which is closed; empty where there is none."""
        parent = self.one(tag)
        if parent is None:
            return []
        items = parent.many(item)
        parent.close()
        return items

    def group_texts(self, tag: str, item: str) -> list[str]:
        """The texts of those items; blank ones are left out."""
        parent = self.one(tag)
        if parent is None:
            return []
        texts = parent.texts(item)
        parent.close()
        return texts

    def close(self) -> None:
        """Leaves what nobody took to the report: attributes, children and text."""
        for name in self._attributes:
            self.leave(f"{self.tag}@{name}")
        for name in self._children:
            self.leave(f"{self.tag}/{name}")
        if self._text.strip():
            self.leave(f"{self.tag} text")

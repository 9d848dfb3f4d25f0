"""The consolidated financial sanctions list of the European Union (FSF 1.1) → entities.

The XML has an element an entity; the CSV is the same elements unrolled, one part a row. So the
rows are put together to elements again, and one function reads both. The list holds asset freezes
only: the sectoral annexes are no part of it.

Source: European Commission, "Consolidated list of persons, groups and entities subject to EU
financial sanctions", XSD 1.1 (https://webgate.ec.europa.eu/fsd/fsf).
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from sanctionscreen.errors import ParseError
from sanctionscreen.model import Entity
from sanctionscreen.sources.eu_entity import read_entity
from sanctionscreen.sources.reading import Files, Report, only_stream
from sanctionscreen.sources.record import Place, XmlRecord
from sanctionscreen.sources.rows import RowRecord, csv_rows
from sanctionscreen.sources.xml import records


@dataclass(frozen=True, slots=True)
class EuXml:
    """The reader of `xmlFullSanctionsList_1_1`."""

    VERSION: int = 1

    def recognises(self, name: str, head: bytes) -> bool:  # noqa: ARG002  # the name says nothing
        """Whether the file begins like the XML export, whatever its name.

        >>> EuXml().recognises("x", b'<export xmlns="http://eu.europa.ec/fpi/fsd/export">')
        True
        """
        return b"<export" in head and b"fpi/fsd/export" in head

    def read(self, files: Files, report: Report) -> Iterator[Entity]:
        """The parties in published order.

        Raises:
            ParseError: cut off, not well-formed, with a DTD, or without its date.
        """

        def head(root: XmlRecord) -> None:
            written = (root.optional("generationDate") or "")[:10]
            try:
                report.published_on = date.fromisoformat(written)
            except ValueError as error:
                raise ParseError(f"no date in its head: {error}", source=report.list_id) from error

        stream = only_stream(files, report)
        tags = frozenset({"sanctionEntity"})
        for record in records(stream, report, root="export", tags=tags, head=head):
            yield read_entity(record)


# --- CSV --------------------------------------------------------------------------------------

_DATE: Final = "fileGenerationDate"
_ID: Final = "Entity_LogicalId"
#: The parts of an entity by the prefix of their columns.
_PARTS: Final = {
    "NameAlias_": "nameAlias",
    "Address_": "address",
    "BirthDate_": "birthdate",
    "Identification_": "identification",
    "Citizenship_": "citizenship",
}
#: Columns whose attribute in the XML is not the same word with a small first letter.
_ATTRIBUTES: Final = {
    "Entity_EU_ReferenceNumber": "euReferenceNumber",
    "Entity_Regulation_Type": "regulationType",
    "BirthDate_BirthDate": "birthdate",
    "BirthDate_Day": "dayOfMonth",
    "BirthDate_Month": "monthOfYear",
    "Identification_TypeCode": "identificationTypeCode",
    "Identification_TypeDescription": "identificationTypeDescription",
}
_SEEN: Final = "logicalId"


@dataclass(frozen=True, slots=True)
class EuCsv:
    """The reader of `csvFullSanctionsList_1_1`."""

    VERSION: int = 1

    def recognises(self, name: str, head: bytes) -> bool:  # noqa: ARG002  # the name says nothing
        """Whether the heading is that of the CSV export 1.1.

        >>> EuCsv().recognises("x", b"fileGenerationDate;Entity_LogicalId;")
        True
        """
        return _ID.encode() in head and b";" in head

    def read(self, files: Files, report: Report) -> Iterator[Entity]:
        """The parties in the order of their first row.

        Raises:
            ParseError: not UTF-8, cut off, or a column is missing.
        """
        stream = only_stream(files, report)
        columns = (_DATE, _ID, "NameAlias_WholeName")
        entities: dict[str, _Rows] = {}
        for row in csv_rows(stream, report, columns=columns, delimiter=";"):
            uid = row.take(_ID)
            _read_date(row, report)
            if uid is None:  # the file ends with rows of separators only
                row.close()
                continue
            row.place.record_id = uid
            entities.setdefault(uid, _Rows(uid, report)).add(row)
        if not entities:
            raise ParseError("no party in it", source=report.list_id)
        for uid in tuple(entities):
            yield read_entity(entities.pop(uid).record)


def _read_date(row: RowRecord, report: Report) -> None:
    written = row.take(_DATE)
    if written is None or report.published_on is not None:
        return
    for form in ("%d/%m/%Y", "%Y-%m-%d"):
        try:
            report.published_on = datetime.strptime(written, form).date()  # noqa: DTZ007
        except ValueError:
            continue
    if report.published_on is None:
        row.problem_once(_DATE, f"not a date: {written!r}")


class _Rows:
    """The rows of one entity, put together to the element that the XML has."""

    def __init__(self, uid: str, report: Report) -> None:
        self.record = XmlRecord("sanctionEntity", {_SEEN: uid}, Place(report, uid))
        self._own: dict[str, str] = {}
        self._parts: set[tuple[str, str]] = set()

    def add(self, row: RowRecord) -> None:
        """Takes every cell of a row; the entity's own columns stand in each of them."""
        for prefix, tag in _PARTS.items():
            self._add_part(row, prefix, tag)
        self._add_regulation(row)
        for column in row.columns("Entity_"):
            text = row.take(column)
            if text is not None and column not in self._own:
                self._own[column] = text
                self._add_own(column, text)
        row.close()

    def _add_part(self, row: RowRecord, prefix: str, tag: str) -> None:
        cells = {column: row.take(column) for column in row.columns(prefix)}
        values = {_attribute(column, prefix): text for column, text in cells.items() if text}
        key = (tag, repr(sorted(values.items())))
        if not values or key in self._parts:
            return
        self._parts.add(key)
        remark = values.pop("remark", None)
        contact = values.pop("contactInfo", None)
        kept = {name: text for name, text in values.items() if not name.startswith("regulation_")}
        part = self._child(self.record, tag, kept)
        for name, text in (("remark", remark), ("contactInfo", contact)):
            if text is not None:
                self._child(part, name, {}, text)

    def _add_regulation(self, row: RowRecord) -> None:
        prefix = "Entity_Regulation_"
        cells = {column: row.take(column) for column in row.columns(prefix)}
        values = {_attribute(column, prefix): text for column, text in cells.items() if text}
        key = ("regulation", repr(sorted(values.items())))
        if not values or key in self._parts:
            return
        self._parts.add(key)
        url = values.pop("publicationUrl", None)
        part = self._child(self.record, "regulation", values)
        if url is not None:
            self._child(part, "publicationUrl", {}, url)

    def _add_own(self, column: str, text: str) -> None:
        if column == "Entity_Remark":
            self._child(self.record, "remark", {}, text)
        elif column in {"Entity_SubjectType", "Entity_SubjectType_ClassificationCode"}:
            # The CSV has the letter in the one and the word in the other, not always the same way.
            if len(text) > 1:
                self._child(self.record, "subjectType", {"code": text})
        else:
            self.record.set(_attribute(column, "Entity_"), text)

    def _child(
        self, parent: XmlRecord, tag: str, attributes: dict[str, str], text: str = ""
    ) -> XmlRecord:
        child = XmlRecord(tag, attributes, self.record.place)
        child.add_text(text)
        parent.add_child(child)
        return child


def _attribute(column: str, prefix: str) -> str:
    """The attribute that a column is in the XML.

    >>> _attribute("NameAlias_WholeName", "NameAlias_"), _attribute("BirthDate_Day", "BirthDate_")
    ('wholeName', 'dayOfMonth')
    """
    name = column.removeprefix(prefix)
    return _ATTRIBUTES.get(column, name[:1].lower() + name[1:])


XML: Final = EuXml()
CSV: Final = EuCsv()

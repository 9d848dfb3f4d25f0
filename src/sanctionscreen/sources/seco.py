"""The consolidated sanctions list of Switzerland (SECO) → entities.

Names come as parts, each with spellings by language and script: a full name is one choice for
every part. Places are referred to by id and may stand behind the targets, so the targets are kept
as drafts until the file ends. A target whose newest modification is `de-listed` is no party.

Source: SECO, "swiss-sanctions-list" XML schema (https://www.seco.admin.ch, sanctions, SESAM).
"""

from collections.abc import Iterator
from datetime import date
from typing import Final

from sanctionscreen.errors import ParseError
from sanctionscreen.model import Entity
from sanctionscreen.sources.parts import stated
from sanctionscreen.sources.reading import Files, Report, only_stream
from sanctionscreen.sources.record import XmlRecord
from sanctionscreen.sources.seco_parts import Places, Programme, Programmes, read_place
from sanctionscreen.sources.seco_target import Target
from sanctionscreen.sources.xml import records

VERSION: Final = 1
_ENGLISH: Final = "eng"
_WHOLE: Final = "whole-list"


def recognises(name: str, head: bytes) -> bool:  # noqa: ARG001  # the name says nothing
    """Whether the file begins like the Swiss list, whatever its name.

    >>> recognises("x", b'<swiss-sanctions-list list-type="whole-list">')
    True
    """
    return b"<swiss-sanctions-list" in head


def read(files: Files, report: Report) -> Iterator[Entity]:
    """The parties that are listed now, in published order.

    Raises:
        ParseError: cut off, not well-formed, with a DTD, or without its date.
    """

    def head(root: XmlRecord) -> None:
        try:
            report.published_on = date.fromisoformat(root.optional("date") or "")
        except ValueError as error:
            raise ParseError(f"no date in its head: {error}", source=report.list_id) from error
        kind = root.optional("list-type")
        if kind != _WHOLE:
            report.problem("head", "list-type", f"{kind!r}: not the whole list")

    programmes: Programmes = {}
    places: Places = {}
    targets: list[Target] = []
    tags = frozenset({"sanctions-program", "place", "target"})
    stream = only_stream(files, report)
    for record in records(stream, report, root="swiss-sanctions-list", tags=tags, head=head):
        record.place.record_id = record.peek("ssid") or record.tag
        if record.tag == "sanctions-program":
            programmes |= _programme(record)
        elif record.tag == "place":
            read_place(record, places)
        else:
            target = Target(record)
            if not target.delisted:
                targets.append(target)
    if not targets:
        raise ParseError("no party in it", source=report.list_id)
    for target in targets:
        yield target.complete(programmes, places)


def _programme(record: XmlRecord) -> Programmes:
    """The programme behind each sanctions set, in English where it is there."""
    key = _in_english(record, "program-key")
    title = _in_english(record, "program-name")
    sets: Programmes = {}
    for item in record.many("sanctions-set"):
        ssid, language = item.attribute("ssid"), item.optional("lang")
        text = stated(item.text())
        item.close()
        if ssid not in sets or language == _ENGLISH:
            sets[ssid] = Programme(key or title or ssid, title, text)
    record.close()
    return sets


def _in_english(record: XmlRecord, tag: str) -> str | None:
    found: dict[str | None, str | None] = {}
    for item in record.many(tag):
        language = item.optional("lang")
        found[language] = stated(item.text())
        item.close()
    return found.get(_ENGLISH) or next(iter(found.values()), None)

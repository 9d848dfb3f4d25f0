"""The consolidated list of the United Nations Security Council → entities.

Source: United Nations, "Consolidated United Nations Security Council Sanctions List", XML schema
(https://scsanctions.un.org).
"""

import re
from collections.abc import Iterator
from datetime import date
from typing import Final

from sanctionscreen.errors import ParseError
from sanctionscreen.model import (
    DateRange,
    Designation,
    Detail,
    Effect,
    Entity,
    EntityType,
    Gender,
    Identifier,
    ListingEvent,
    Name,
    NameKind,
    NamePart,
    unique,
)
from sanctionscreen.sources.parts import (
    date_range,
    script_of,
    stated,
)
from sanctionscreen.sources.reading import Files, Report, only_stream
from sanctionscreen.sources.record import XmlRecord
from sanctionscreen.sources.un_parts import (
    addresses,
    birth_places,
    births,
    documents,
    ties,
    values,
)
from sanctionscreen.sources.xml import records

VERSION: Final = 1

_TYPES: Final = {"INDIVIDUAL": EntityType.PERSON, "ENTITY": EntityType.ORGANISATION}
_NAME_TAGS: Final = ("FIRST_NAME", "SECOND_NAME", "THIRD_NAME", "FOURTH_NAME")
#: `Good` and `Low` are the marks of persons' aliases, the others those of organisations.
_QUALITIES: Final = {
    "good": NameKind.ALIAS,
    "low": NameKind.WEAK_ALIAS,
    "a.k.a.": NameKind.ALIAS,
    "f.k.a.": NameKind.FORMER,
}
#: "GREAT LAKES (GLBC) ; GRANDS LACS": several names in one field.
_SEVERAL: Final = re.compile(r"\s*;\s+")


def recognises(name: str, head: bytes) -> bool:  # noqa: ARG001  # the name says nothing
    """Whether the file begins like the consolidated list, whatever its name.

    >>> recognises("x", b"<CONSOLIDATED_LIST dateGenerated='2026-02-27T00:00:09Z'>")
    True
    """
    return b"<CONSOLIDATED_LIST" in head


def read(files: Files, report: Report) -> Iterator[Entity]:
    """The persons, then the organisations, in published order.

    Raises:
        ParseError: the file is cut off, not well-formed, has a DTD, or says no date.
    """

    def head(root: XmlRecord) -> None:
        written = (root.optional("dateGenerated") or "")[:10]
        try:
            report.published_on = date.fromisoformat(written)
        except ValueError as error:
            raise ParseError(f"no date in its head: {error}", source=report.list_id) from error

    sections = frozenset({"INDIVIDUALS", "ENTITIES"})
    tags = frozenset(_TYPES)
    stream = only_stream(files, report)
    for record in records(
        stream, report, root="CONSOLIDATED_LIST", tags=tags, sections=sections, head=head
    ):
        yield _entity(record)


def _entity(record: XmlRecord) -> Entity:
    uid = record.child_text("REFERENCE_NUMBER")
    if uid is None:
        raise record.error("an entry without a REFERENCE_NUMBER")
    record.place.record_id = uid
    entity_type = _TYPES[record.tag]
    aliases = _Aliases(record)
    born, birth_notes = births(record)
    papers = tuple(documents(record))
    entity = Entity(
        list_id=record.report.list_id,
        uid=uid,
        entity_type=entity_type,
        names=unique((*_names(record, entity_type), *aliases.names)),
        births=unique((*born, *aliases.births)),
        birth_places=tuple(dict.fromkeys((*birth_places(record), *aliases.birth_places))),
        gender=_gender(record),
        titles=tuple(dict.fromkeys((*values(record, "TITLE"), *values(record, "DESIGNATION")))),
        countries=unique(ties(record)),
        identifiers=unique(one for one in papers if isinstance(one, Identifier)),
        addresses=unique(addresses(record)),
        designations=(_designation(record),),
        details=unique(
            (
                *(one for one in papers if isinstance(one, Detail)),
                *birth_notes,
                *aliases.details,
                *_details(record),
            )
        ),
        remarks=record.child_text("COMMENTS1"),
    )
    record.close()
    return entity


def _gender(record: XmlRecord) -> Gender | None:
    word = stated(record.child_text("GENDER"))
    if word is None:
        return None
    if word.lower() in set(Gender):
        return Gender(word.lower())
    record.problem("GENDER", f"unknown gender {word!r}")
    return None


# --- Names ------------------------------------------------------------------------------------


def _names(record: XmlRecord, entity_type: EntityType) -> Iterator[Name]:
    texts = [(tag, record.child_text(tag)) for tag in _NAME_TAGS]
    parts = tuple(
        NamePart(kind=tag.lower(), text=plain)
        for tag, text in texts
        if (plain := " ".join((text or "").split()))
    )
    full = " ".join(part.text for part in parts)
    if not full:
        raise record.error("an entry without a name")
    if entity_type is EntityType.PERSON:
        several = parts if len(parts) > 1 else ()
        yield Name(full=full, kind=NameKind.PRIMARY, parts=several)
    else:
        for one in _SEVERAL.split(full):
            yield Name(full=one, kind=NameKind.PRIMARY)
    original = record.child_text("NAME_ORIGINAL_SCRIPT")
    for text in _SEVERAL.split(original or ""):
        if plain := " ".join(text.split()):
            yield Name(full=plain, kind=NameKind.PRIMARY, script=script_of(plain))


class _Aliases:
    """The aliases of an entry, with the births that some of them go with."""

    def __init__(self, record: XmlRecord) -> None:
        self.names: list[Name] = []
        self.births: list[DateRange] = []
        self.birth_places: list[str] = []
        self.details: list[Detail] = []
        for item in record.many(f"{record.tag}_ALIAS"):
            self._read(item)
            item.close()

    def _read(self, item: XmlRecord) -> None:
        quality = stated(item.child_text("QUALITY"))
        text = stated(item.child_text("ALIAS_NAME"))
        note = item.child_text("NOTE")
        places = [stated(item.child_text(tag)) for tag in ("CITY_OF_BIRTH", "COUNTRY_OF_BIRTH")]
        place = ", ".join(one for one in places if one)
        born = date_range(item.child_text("DATE_OF_BIRTH"), item, field="DATE_OF_BIRTH")
        self.births += [] if born is None else [born]
        self.birth_places += [place] if place else []
        if text is None:
            return
        kind = _QUALITIES.get((quality or "").lower())
        if kind is None and quality is not None:
            item.problem("QUALITY", f"unknown quality {quality!r}, read as good")
        for one in _SEVERAL.split(text):
            if plain := one.strip(" ;"):
                self.names.append(
                    Name(
                        full=plain,
                        kind=kind or NameKind.ALIAS,
                        strength=quality,
                        script=script_of(plain),
                    )
                )
        if note is not None:
            self.details.append(Detail(kind="alias note", text=f"{text}: {note}"))


# --- Listing ----------------------------------------------------------------------------------


def _designation(record: XmlRecord) -> Designation:
    programme = record.child_text("UN_LIST_TYPE")
    if programme is None:
        raise record.error("an entry without UN_LIST_TYPE")
    listed = date_range(record.child_text("LISTED_ON"), record, field="LISTED_ON")
    listed_on = None if listed is None else listed.start
    return Designation(
        programme=programme,
        authority="UN Security Council",
        effect=Effect.BLOCKING,
        list_name="UN List",
        events=() if listed_on is None else (ListingEvent(on=listed_on),),
        listed_on=listed_on,
    )


def _details(record: XmlRecord) -> Iterator[Detail]:
    for tag in ("SUBMITTED_BY", "DELISTED_ON", "NATIONALITY_NOTE"):
        text = record.child_text(tag)
        if text is not None:
            yield Detail(kind=tag.replace("_", " ").lower(), text=text)

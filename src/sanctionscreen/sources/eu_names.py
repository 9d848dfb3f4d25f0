"""The names of an entity of the European Union's list, with the titles and remarks on them."""

import re
from typing import Final

from sanctionscreen.model import (
    Detail,
    Gender,
    Name,
    NameKind,
    NamePart,
)
from sanctionscreen.sources.parts import lettered, script_of, stated
from sanctionscreen.sources.record import XmlRecord

_GENDERS: Final = {"m": Gender.MALE, "f": Gender.FEMALE}
#: "Low quality alias", also written "lo quality"; the list says it in words, in the remark.
_LOW: Final = re.compile(r"\blow?[ -]+quality|\bweak alias", re.IGNORECASE)
_FORMER: Final = re.compile(r"\bf\.?k\.?a\b|formerly known|previous name", re.IGNORECASE)


def _rank(name: Name) -> tuple[bool, bool]:
    """The list marks no name as the primary one: the first strong one in Latin letters leads."""
    return name.kind is not NameKind.ALIAS, name.script not in {None, "Latn"}


class Names:
    """The names of an entity, with the titles and remarks that stand on them."""

    def __init__(self, record: XmlRecord) -> None:
        self.names: list[Name] = []
        self.titles: list[str] = []
        self.details: list[Detail] = []
        self.remarks: list[str] = []
        self.gender: Gender | None = None
        for item in record.many("nameAlias"):
            self._read(item)
            item.close()
        if not self.names:
            raise record.error("an entity without a name")
        lead = min(range(len(self.names)), key=lambda number: _rank(self.names[number]))
        primary = self.names[lead].model_copy(update={"kind": NameKind.PRIMARY})
        self.names[lead] = primary

    def _read(self, item: XmlRecord) -> None:
        tags = ("firstName", "middleName", "lastName")
        pieces = [(tag, stated(item.optional(tag))) for tag in tags]
        joined = " ".join(text for _, text in pieces if text)
        full = stated(item.optional("wholeName")) or stated(joined)
        language = stated(item.optional("nameLanguage"))
        strong, remarks = item.optional("strong"), item.texts("remark")
        self._read_person(item)
        if full is None:
            return
        remark = " ".join(remarks)
        low = strong == "false" or _LOW.search(remark) is not None
        former = _FORMER.search(remark) is not None
        kind = NameKind.WEAK_ALIAS if low else NameKind.FORMER if former else NameKind.ALIAS
        self.names.append(
            Name(
                full=full,
                kind=kind,
                strength=None if strong is None else f"strong={strong}",
                script=script_of(full),
                language=None if language is None else language.lower(),
                parts=tuple(
                    NamePart(kind=tag.removesuffix("Name"), text=text)
                    for tag, text in pieces
                    if text
                ),
            )
        )
        self.remarks += remarks
        self.details += [Detail(kind="name remark", text=f"{full}: {one}") for one in remarks]

    def _read_person(self, item: XmlRecord) -> None:
        for field in ("title", "function"):
            text = stated(item.optional(field))
            self.titles += [] if text is None else lettered(text)
        word = stated(item.optional("gender"))
        if word is not None:
            self.gender = _GENDERS.get(word.lower(), self.gender)
            if word.lower() not in _GENDERS:
                item.problem("gender", f"unknown gender {word!r}")

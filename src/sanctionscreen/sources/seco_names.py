"""The names of the Swiss list: parts, each with its spellings, multiplied out."""

from collections.abc import Iterator
from itertools import islice, product
from typing import Final

from sanctionscreen.model import (
    Name,
    NameKind,
    NamePart,
)
from sanctionscreen.sources.parts import script_of, stated
from sanctionscreen.sources.record import XmlRecord

_NAME_TYPES: Final = {
    "primary-name": NameKind.PRIMARY,
    "alias": NameKind.ALIAS,
    "formerly-known-as": NameKind.FORMER,
}
_PARTS: Final = {
    "given-name": "first",
    "further-given-name": "middle",
    "father-name": "patronymic",
    "grand-father-name": "patronymic",
    "family-name": "last",
    "maiden-name": "maiden",
    "suffix": "suffix",
    "title": "title",
    "tribal-name": "tribal",
    "whole-name": "whole",
    "other": "other",
}
#: Spellings multiply: four parts of four spellings are 256 names. More are not made, and said.
_MOST_NAMES: Final = 64


def names_of(record: XmlRecord) -> Iterator[Name]:
    """The name as published, then one for each other choice of spellings."""
    word, quality = record.optional("name-type") or "", record.optional("quality")
    kind = _NAME_TYPES.get(word)
    if kind is None:
        record.problem("name-type", f"unknown type of name {word!r}, read as an alias")
    if quality == "low":
        kind = NameKind.WEAK_ALIAS
    choices = [_spellings(part) for part in _in_order(record)]
    record.close()
    named = [one for one in choices if one]
    count = 1
    for one in named:
        count *= len(one)
    if count > _MOST_NAMES:
        record.problem("spelling-variant", f"{count} spellings of one name, {_MOST_NAMES} kept")
    for number, chosen in enumerate(islice(product(*named), _MOST_NAMES)):
        full = " ".join(part.text for part in chosen if part.kind != "title")
        if not full:
            continue
        alias = kind or NameKind.ALIAS
        if number and alias is NameKind.PRIMARY:
            alias = NameKind.ALIAS
        yield Name(
            full=full,
            kind=alias,
            strength=quality,
            published_as=word or None,
            script=script_of(full),
            parts=chosen if len(chosen) > 1 else (),
        )


def _in_order(record: XmlRecord) -> list[XmlRecord]:
    found = [(int(part.optional("order") or 0), part) for part in record.many("name-part")]
    return [part for _, part in sorted(found, key=lambda pair: pair[0])]


def _spellings(part: XmlRecord) -> list[NamePart]:
    word = part.optional("name-part-type") or "other"
    kind = _PARTS.get(word)
    if kind is None:
        part.problem("name-part-type", f"unknown part of a name {word!r}")
    value = stated(part.child_text("value"))
    texts = [] if value is None else [value]
    for variant in part.many("spelling-variant"):
        text = stated(variant.text())
        variant.close()
        texts += [] if text is None else [text]
    part.close()
    return [NamePart(kind=kind or "other", text=text) for text in dict.fromkeys(texts)]

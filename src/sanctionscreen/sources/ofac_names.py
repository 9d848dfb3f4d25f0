"""Names of OFAC's advanced XML: aliases, their scripts and parts."""

from itertools import takewhile
from typing import TYPE_CHECKING, Final

from sanctionscreen.model import EntityType, Name, NameKind, NamePart, unique
from sanctionscreen.sources.ofac_reference import PART_KINDS
from sanctionscreen.sources.record import XmlRecord

if TYPE_CHECKING:
    from sanctionscreen.sources.ofac_parties import Lookup

_KINDS: Final = {
    "Name": NameKind.PRIMARY,
    "A.K.A.": NameKind.ALIAS,
    "N.K.A.": NameKind.ALIAS,
    "F.K.A.": NameKind.FORMER,
}
#: Scripts that write names without a space between surname and given name.
_UNSPACED: Final = frozenset({"Hans", "Hant", "Hani", "Jpan", "Hang", "Kore"})
#: Parts that make up a family name; `CASTRO RODRIGUEZ, Raul` has two of them.
_FAMILY: Final = frozenset({"last", "patronymic", "matronymic"})


def read_names(identity: XmlRecord, lookup: "Lookup", entity_type: EntityType) -> tuple[Name, ...]:
    """Every documented name of an identity, primary ones first as published.

    A low-quality alias becomes a weak alias whatever its type; the type stays in `published_as`.
    """
    if identity.optional("False") == "true":
        identity.problem("Identity@False", "a false identity, read like a true one")
    part_types = _part_types(identity, lookup)
    names: list[Name] = []
    for alias in identity.many("Alias"):
        word = lookup.word("AliasType", alias.attribute("AliasTypeID"), identity)
        low = alias.attribute("LowQuality") == "true"
        if word not in _KINDS:
            identity.problem("AliasType", f"unknown kind of name {word}")
        kind = NameKind.WEAK_ALIAS if low else _KINDS.get(word, NameKind.ALIAS)
        for documented in alias.many("DocumentedName"):
            parts, script = _parts(documented, part_types, lookup)
            names.append(
                Name(
                    full=_full(parts, script, entity_type),
                    kind=kind,
                    strength="low" if low else None,
                    published_as=word,
                    script=script,
                    parts=parts,
                )
            )
        alias.close()
    identity.close()
    return unique(sorted(names, key=lambda name: name.kind is not NameKind.PRIMARY))


def _part_types(identity: XmlRecord, lookup: "Lookup") -> dict[str, str]:
    groups = identity.one("NamePartGroups")
    types: dict[str, str] = {}
    for master in [] if groups is None else groups.many("MasterNamePartGroup"):
        for group in master.many("NamePartGroup"):
            key = group.attribute("ID")
            types[key] = lookup.word("NamePartType", group.attribute("NamePartTypeID"), identity)
            group.close()
        master.close()
    if groups is not None:
        groups.close()
    return types


def _parts(
    documented: XmlRecord, types: dict[str, str], lookup: "Lookup"
) -> tuple[tuple[NamePart, ...], str]:
    parts: list[NamePart] = []
    scripts: list[str] = []
    for part in documented.many("DocumentedNamePart"):
        for value in part.many("NamePartValue"):
            group, text = value.attribute("NamePartGroupID"), value.text()
            scripts.append(lookup.reference.script(value.attribute("ScriptID"), value.record_id))
            value.close()
            kind = PART_KINDS.get(types.get(group, ""))
            if kind is None:
                unknown = f"unknown part of a name {types.get(group, group)}"
                documented.problem("NamePartType", unknown)
            if text is not None:
                parts.append(NamePart(kind=kind or "other", text=" ".join(text.split())))
        part.close()
    documented.close()
    if not parts:
        raise documented.error("a name without text")
    if len(set(scripts)) > 1:
        documented.problem("ScriptID", f"a name in several scripts, {', '.join(scripts)}")
    return tuple(parts), scripts[0]


def _full(parts: tuple[NamePart, ...], script: str, entity_type: EntityType) -> str:
    """The name as OFAC prints it: `CHEN, Zhi`; without a space in Chinese, Japanese and Korean."""
    texts = [part.text for part in parts]
    if script in _UNSPACED:
        return "".join(texts)
    family = len(list(takewhile(lambda part: part.kind in _FAMILY, parts)))
    if entity_type is EntityType.PERSON and 0 < family < len(parts):
        return f"{' '.join(texts[:family])}, {' '.join(texts[family:])}"
    return " ".join(texts)

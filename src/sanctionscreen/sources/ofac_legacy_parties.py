"""One party of OFAC's legacy files: its row, its addresses and aliases, its remark → an Entity."""

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import Final, NamedTuple, TypeAlias, TypeVar, cast

from sanctionscreen.model import (
    Address,
    CountryRole,
    CountryTie,
    DateRange,
    Designation,
    Detail,
    Effect,
    Entity,
    EntityType,
    Gender,
    Identifier,
    IdentifierKind,
    Name,
    NameKind,
    NamePart,
    Relation,
    Wallet,
    unique,
)
from sanctionscreen.sources.ofac_reference import fitted
from sanctionscreen.sources.ofac_remark_documents import Trouble, unknown_country
from sanctionscreen.sources.ofac_remarks import (
    REMARK,
    BirthPlace,
    Statement,
    Title,
    read_remarks,
)
from sanctionscreen.territories import code_of

SDN_LIST: Final = "SDN List"
CONSOLIDATED_LIST: Final = "Consolidated List"

_TYPES: Final = {
    "individual": EntityType.PERSON,
    "vessel": EntityType.VESSEL,
    "aircraft": EntityType.AIRCRAFT,
    None: EntityType.ORGANISATION,  # OFAC leaves the type of an entity null
}
_ALIAS_KINDS: Final = {
    "aka": NameKind.ALIAS,
    "fka": NameKind.FORMER,
    "nka": NameKind.ALIAS,  # "now known as": in use, so it counts like any alias
}
#: What the Non-SDN lists forbid; they block nobody. A programme in no row is OTHER: payments to be
#: refused (NS-PLC), accounts to be closed (561-Related), menus of measures named in the remark.
_NON_SDN_EFFECTS: Final = {
    "UKRAINE-EO13662": Effect.SECTORAL,  # directives 1 to 4: new debt, equity, oil projects
    "RUSSIA-EO14024": Effect.SECTORAL,  # directives 1a to 3: bonds, accounts, new debt
    "CMIC-EO13959": Effect.INVESTMENT,  # securities of these companies may not be bought
    "NS-CMIC": Effect.INVESTMENT,  # the same list by the name of its own publication
}
_SUFFIXES: Final = frozenset({"Jr.", "Sr.", "II", "III", "IV"})
_T = TypeVar("_T")
#: The cells of rows after the number of the party.
Cells: TypeAlias = Sequence[tuple[str | None, ...]]
_Part: TypeAlias = Statement | Address


class Party(NamedTuple):
    """A row of SDN.CSV or CONS_PRIM.CSV; null = not stated."""

    uid: str
    name: str | None
    type: str | None
    programmes: str | None
    title: str | None
    call_sign: str | None
    vessel_type: str | None
    tonnage: str | None
    gross_tonnage: str | None
    flag: str | None
    owner: str | None
    remarks: str | None


class _Said:
    """What is stated of a party by kind, each kind in published order."""

    def __init__(self, *parts: _Part) -> None:
        self._by_kind: defaultdict[type, list[_Part]] = defaultdict(list)
        for part in parts:
            self._by_kind[type(part)].append(part)

    def all(self, kind: type[_T]) -> list[_T]:
        """The statements of one kind."""
        return cast("list[_T]", self._by_kind.get(kind, []))


def read_party(
    party: Party,
    *,
    list_id: str,
    list_name: str,
    addresses: Cells,
    aliases: Cells,
    remarks: str | None,
) -> tuple[Entity, tuple[Trouble, ...]]:
    """The party with all its rows, and what of them was not understood.

    Its relations name the others by words only; the reader finds their ids.
    """
    entity_type = _TYPES.get(party.type, EntityType.UNKNOWN)
    said = _said(party, addresses, aliases, remarks or "")
    entity = Entity(
        list_id=list_id,
        uid=party.uid,
        entity_type=entity_type,
        names=unique(_with_parts(name, entity_type) for name in said.all(Name)),
        births=unique(said.all(DateRange)),
        birth_places=tuple(place.text for place in unique(said.all(BirthPlace))),
        gender=next(iter(said.all(Gender)), None),
        titles=tuple(title.text for title in unique(said.all(Title))),
        countries=unique(said.all(CountryTie)),
        identifiers=unique(fitted(document, entity_type) for document in said.all(Identifier)),
        wallets=unique(said.all(Wallet)),
        addresses=unique(said.all(Address)),
        designations=_designations(party.programmes, list_name),
        relations=unique(said.all(Relation)),
        details=unique(said.all(Detail)),
        remarks=remarks,
    )
    return entity, (*said.all(Trouble), *_oddities(party, said))


def _said(party: Party, addresses: Cells, aliases: Cells, remarks: str) -> _Said:
    """Everything that the rows and the remark of a party state."""
    titles = [Title(text=text) for text in re.split(r";\s*", party.title or "") if text]
    return _Said(
        Name(full=party.name or "", kind=NameKind.PRIMARY),
        *titles,
        *_vessel(party),
        *(part for cells in aliases for part in _alias(*cells)),
        *(part for cells in addresses for part in _address(*cells)),
        *_without_titles(read_remarks(remarks), titles),
    )


def _without_titles(said: Iterable[Statement], titles: Sequence[Title]) -> list[Statement]:
    """The statements of a remark less its free text that only repeats the column of titles."""
    repeated = {title.text.rstrip(".") for title in titles}
    return [
        part
        for part in said
        if not (isinstance(part, Detail) and part.kind == REMARK)
        or part.text.rstrip(".") not in repeated
    ]


def _oddities(party: Party, said: _Said) -> list[Trouble]:
    """What is odd in the row of the party itself, or among its statements together."""
    troubles = []
    if party.type not in _TYPES:
        troubles.append(Trouble(field="type", reason=f"unknown type of party {party.type!r}"))
    if party.programmes is None:
        troubles.append(Trouble(field="programme", reason="the party is under no programme"))
    if len(set(said.all(Gender))) > 1:
        troubles.append(Trouble(field="gender", reason="two genders, only the first is kept"))
    return troubles


# --- Names ------------------------------------------------------------------------------------


def _alias(_: str | None, word: str | None, text: str | None, remarks: str | None) -> list[_Part]:
    """A row of ALT.CSV: the name, and its remark where it has one."""
    if text is None:
        return [Trouble(field="alias", reason=f"an alias ({word}) without a name")]
    kind = _ALIAS_KINDS.get(word or "")
    parts: list[_Part] = [Name(full=text, kind=kind or NameKind.ALIAS, published_as=word)]
    if kind is None:
        parts.append(Trouble(field="alias", reason=f"unknown kind of alias {word!r}, read as aka"))
    if remarks is not None:
        parts.append(Detail(kind="alias remark", text=f"{text}: {remarks}"))
    return parts


def _with_parts(name: Name, entity_type: EntityType) -> Name:
    """The name of a person with its parts: OFAC writes `LAST, First Middle, Jr.`."""
    last, comma, rest = name.full.partition(", ")
    if entity_type is not EntityType.PERSON or not comma or not rest:
        return name
    first, comma, suffix = rest.rpartition(", ")
    if not comma or suffix not in _SUFFIXES:
        first, suffix = rest, ""
    pieces = (("last", last), ("first", first), ("suffix", suffix))
    parts = tuple(NamePart(kind=kind, text=text) for kind, text in pieces if text)
    return name.model_copy(update={"parts": parts})


# --- Addresses, vessels, programmes -----------------------------------------------------------


def _address(
    _: str | None, street: str | None, place: str | None, country: str | None, remarks: str | None
) -> list[_Part]:
    """A row of ADD.CSV; none where the row is empty, as thousands are.

    The country may be a part of one: `Region: Gaza`.
    """
    pieces = [piece for piece in (street, place, country) if piece is not None]
    parts: list[_Part] = []
    if pieces:
        is_region = (country or "").startswith("Region: ")
        name = (country or "").removeprefix("Region: ")
        code = code_of(name) if name else None
        city, region, postal_code = _place(place or "")
        parts.append(
            Address(
                text=", ".join(pieces),
                city=city,
                region=region or (name if is_region else None),
                postal_code=postal_code,
                country=code,
                country_text=country,
            )
        )
        if name and not is_region:
            parts += unknown_country(name, code)
    if remarks is not None:
        parts.append(Detail(kind="address remark", text=remarks))
    return parts


def _place(text: str) -> tuple[str | None, str | None, str | None]:
    """City, region and postal code out of the one column that holds all three.

    >>> _place("Guadalajara, Jalisco 44660"), _place("London EC2R 7HD")
    (('Guadalajara', 'Jalisco', '44660'), ('London', None, 'EC2R 7HD'))
    """
    words = text.split()
    count = len(words)
    while count and re.search(r"\d", words[count - 1]):
        count -= 1
    city, _, region = " ".join(words[:count]).rstrip(",").partition(", ")
    if re.search(r"\d", city + region):  # "Unit 5, Zone 2, Baghdad": no telling what is what
        return None, None, None
    return city or None, region or None, " ".join(words[count:]) or None


def _vessel(party: Party) -> list[_Part]:
    """What the columns that only vessels use say; labels as in OFAC's advanced XML."""
    parts: list[_Part] = []
    if party.call_sign is not None:
        label, kind = "Vessel Call Sign", IdentifierKind.CALL_SIGN
        parts.append(Identifier(kind=kind, published_as=label, number=party.call_sign))
    if party.flag is not None:
        code = code_of(party.flag)
        parts.append(CountryTie(role=CountryRole.FLAG, text=party.flag, code=code))
        parts += unknown_country(party.flag, code)
    columns = (
        ("VESSEL TYPE", party.vessel_type),
        ("Vessel Tonnage", party.tonnage),
        ("Vessel Gross Registered Tonnage", party.gross_tonnage),
        ("Vessel Owner", party.owner),
    )
    parts += [Detail(kind=label, text=text) for label, text in columns if text is not None]
    return parts


def non_sdn_effect(programme: str) -> Effect:
    """What a programme of the Non-SDN lists forbids.

    >>> non_sdn_effect("CMIC-EO13959").value, non_sdn_effect("NS-PLC").value
    ('investment', 'other')
    """
    return _NON_SDN_EFFECTS.get(programme, Effect.OTHER)


def _designations(programmes: str | None, list_name: str) -> tuple[Designation, ...]:
    """One designation a programme; the files write several as `SDGT] [IFSR`, and no dates.

    >>> [item.programme for item in _designations("SDGT] [IFSR", SDN_LIST)]
    ['SDGT', 'IFSR']
    """
    named = [] if programmes is None else programmes.strip("[]").split("] [")
    return tuple(
        Designation(
            programme=programme,
            authority="OFAC",
            effect=Effect.BLOCKING if list_name == SDN_LIST else non_sdn_effect(programme),
            list_name=list_name,
        )
        for programme in named
    )

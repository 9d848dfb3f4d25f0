"""A party of the UK Sanctions List while its rows or elements are read."""

import html
import re
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Final

from sanctionscreen.errors import ParseError
from sanctionscreen.identifiers.kinds import kind_of
from sanctionscreen.model import (
    CountryRole,
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
    Relation,
    RelationKind,
    unique,
)
from sanctionscreen.sources import parts as read
from sanctionscreen.sources.parts import Gathered, Witness, stated
from sanctionscreen.sources.reading import Report
from sanctionscreen.sources.wallet_text import wallets_in
from sanctionscreen.territories import code_of

#: Name 1 to 5 come before Name 6, the family name or the whole name of an organisation.
NAME_PARTS: Final = ("1", "2", "3", "4", "5", "6")
_TYPES: Final = {
    "individual": EntityType.PERSON,
    "entity": EntityType.ORGANISATION,
    "ship": EntityType.VESSEL,
}
_NAME_TYPES: Final = {
    "primary name": NameKind.PRIMARY,
    "primary name variation": NameKind.ALIAS,
    "alias": NameKind.ALIAS,
    "aka": NameKind.ALIAS,
    "a.k.a": NameKind.ALIAS,
    "fka": NameKind.FORMER,
    "f.k.a": NameKind.FORMER,
}
_LOW: Final = re.compile(r"low", re.IGNORECASE)
_RELATIONS: Final = {
    "Parent company": (RelationKind.OWNED_OR_CONTROLLED_BY, False),
    "Subsidiaries": (RelationKind.OWNS_OR_CONTROLS, False),
    "Current owner/operator (s)": (RelationKind.OWNED_OR_CONTROLLED_BY, False),
    "Previous owner/operator (s)": (RelationKind.OWNED_OR_CONTROLLED_BY, True),
}
#: What the measures of one regime forbid, the strongest first.
_EFFECTS: Final = (
    ("asset freeze", Effect.BLOCKING),
    ("trust services", Effect.SECTORAL),
    ("director disqualification", Effect.OTHER),
    ("travel ban", Effect.TRAVEL),
)


class Draft:
    """What was read so far of one party; every list keeps the order of first appearance."""

    def __init__(self, uid: str, report: Report) -> None:
        self._uid = uid
        self._report = report
        self._type = EntityType.UNKNOWN
        self._gender: Gender | None = None
        self._regimes: dict[str, _Regime] = {}
        self._texts: dict[str, None] = {}
        self._reasons: dict[str, None] = {}
        self._titles: dict[str, None] = {}
        self._places: dict[str, None] = {}
        self._names: dict[Name, None] = {}
        self._parts = Gathered()

    def add_type(self, word: str | None, witness: Witness) -> None:
        """Individual, entity or ship."""
        found = _TYPES.get((word or "").lower())
        if found is None:
            witness.problem("Designation Type", f"unknown type of party {word!r}")
        else:
            self._type = found

    def add_name(
        self,
        parts: Mapping[str, str | None],
        word: str | None,
        strength: str | None,
        witness: Witness,
    ) -> None:
        """A name of six parts, its type and its strength; none where all parts are blank."""
        texts = [(key, text) for key, part in parts.items() if (text := stated(part))]
        if not texts:
            return
        kind = _NAME_TYPES.get((word or "").strip(" .").lower())
        if kind is None:
            witness.problem("Name type", f"unknown type of name {word!r}, read as an alias")
        if strength is not None and _LOW.search(strength):
            kind = NameKind.WEAK_ALIAS
        several = len(texts) > 1
        self._names[
            Name(
                full=" ".join(text for _, text in texts),
                kind=kind or NameKind.ALIAS,
                strength=strength,
                published_as=word,
                parts=tuple(NamePart(kind=_part(key), text=text) for key, text in texts)
                if several
                else (),
            )
        ] = None

    def add_other_script(self, text: str | None, script: str | None, language: str | None) -> None:
        """The name in another script; a primary one, as it stands beside the primary name."""
        if (full := stated(text)) is None:
            return
        self._names[
            Name(
                full=full,
                kind=NameKind.PRIMARY,
                published_as=stated(f"non-latin script {script or ''} {language or ''}"),
                script=read.script_of(full),
            )
        ] = None

    def add_regime(
        self,
        name: str | None,
        measures: Sequence[str],
        source: str | None,
        designated: str | None,
        witness: Witness,
    ) -> None:
        """The regulations, the measures under them, whose decision it is, and since when."""
        if name is None:
            witness.problem("Regime Name", "a designation without a regime")
        key = name or "unknown regime"
        regime = self._regimes.setdefault(key, _Regime())
        regime.measures.update(dict.fromkeys(measures))
        regime.source = regime.source or source
        listed_on = read.day(designated, witness, field="Date Designated")
        if listed_on is not None:
            regime.days[listed_on] = None

    def add_address(
        self,
        lines: Sequence[str | None],
        postal_code: str | None,
        land: str | None,
        witness: Witness,
    ) -> None:
        """Up to six lines, of which the list does not say which is the city."""
        found = read.address(witness, lines=lines, postal_code=postal_code, country_text=land)
        self._parts.add("addresses", *found)

    def add_text(self, information: str | None, reasons: str | None) -> None:
        """The free text, in which wallet addresses may stand, and the statement of reasons."""
        if information := stated(html.unescape(information or "")):
            self._texts[information] = None
            self.add_wallets(information)
        if reasons := stated(html.unescape(reasons or "")):
            self._reasons[reasons] = None

    def add_wallets(self, text: str) -> None:
        """The wallet addresses in a text."""
        self._parts.add("wallets", *wallets_in(text))

    def add_title(self, text: str | None) -> None:
        """A title or position."""
        if (plain := stated(text)) is not None:
            self._titles[plain] = None

    def add_birth(self, text: str, witness: Witness) -> None:
        """A date of birth, such as `dd/mm/1962`."""
        found = read.date_range(text, witness, field="D.O.B")
        if found is not None:
            self._parts.add("births", found)

    def add_birth_place(self, town: str | None, land: str | None) -> None:
        """A place of birth."""
        if place := ", ".join(piece for piece in map(stated, (town, land)) if piece):
            self._places[place] = None

    def add_nationality(self, land: str, witness: Witness) -> None:
        """A nationality."""
        self._parts.add("countries", *read.tie(CountryRole.NATIONALITY, land, witness))

    def add_flag(self, land: str | None, witness: Witness, *, former: bool = False) -> None:
        """A flag of a ship."""
        role = CountryRole.FORMER_FLAG if former else CountryRole.FLAG
        self._parts.add("countries", *read.tie(role, land, witness))

    def add_gender(self, word: str | None, witness: Witness) -> None:
        """Male or female."""
        plain = (stated(word) or "").lower()
        if plain in set(Gender):
            self._gender = Gender(plain)
        elif plain:
            witness.problem("Gender", f"unknown gender {word!r}")

    def add_document(self, label: str, number: str | None, note: str | None) -> None:
        """A number; spreadsheets put an apostrophe before it, which is no part of it."""
        plain = stated((number or "").lstrip("'"))
        if plain is None:
            self.add_detail(f"{label} information", note)
            return
        kind = kind_of(f"{label} {note or ''}", None)
        own = kind_of(label, None)
        self._parts.add(
            "identifiers",
            Identifier(
                kind=kind if own.value == "other" else own,
                published_as=label,
                number=plain,
                country=code_of(note or ""),  # where the note is a country and nothing else
                note=stated(note),
            ),
        )

    def add_relation(self, label: str, other: str) -> None:
        """A parent, subsidiary, owner or operator, by words only."""
        if (name := stated(other)) is not None:
            kind, former = _RELATIONS[label]
            relation = Relation(kind=kind, published_as=label, other_name=name, former=former)
            self._parts.add("relations", relation)

    def add_detail(self, label: str, text: str | None) -> None:
        """Anything else the list states."""
        if (plain := stated(text)) is not None:
            self._parts.add("details", Detail(kind=label, text=plain))

    def complete(self) -> Entity:
        """The party with all that was read of it.

        Raises:
            ParseError: it has no name.
        """
        if not self._names:
            reason = "a party without a name"
            raise ParseError(reason, source=self._report.list_id, record=self._uid)
        reasons = [Detail(kind="UK Statement of Reasons", text=text) for text in self._reasons]
        self._parts.add("details", *reasons)
        taken = self._parts.fields()
        return Entity(
            list_id=self._report.list_id,
            uid=self._uid,
            entity_type=self._type,
            names=unique(sorted(self._names, key=lambda name: name.kind is not NameKind.PRIMARY)),
            gender=self._gender,
            birth_places=tuple(self._places),
            titles=tuple(self._titles),
            designations=tuple(one.complete(name) for name, one in self._regimes.items()),
            remarks="\n".join(self._texts) or None,
            **taken,  # type: ignore[arg-type]  # each field holds what its own add_… made
        )


class _Regime:
    """One designation while its rows are read."""

    def __init__(self) -> None:
        self.measures: dict[str, None] = {}
        self.source: str | None = None
        self.days: dict[date, None] = {}

    def complete(self, name: str) -> Designation:
        """The designation under the regulations of that name."""
        joined = " ".join(self.measures).lower()
        found = [effect for word, effect in _EFFECTS if word in joined]
        return Designation(
            programme=name,
            authority="FCDO (UK)",
            effect=found[0] if found else Effect.OTHER,
            list_name="UK Sanctions List",
            measures=tuple(self.measures),
            events=tuple(ListingEvent(on=one, legal_basis=self.source) for one in self.days),
            listed_on=min(self.days, default=None),
        )


def _part(key: str) -> str:
    return "last" if key == "6" else f"name_{key}"

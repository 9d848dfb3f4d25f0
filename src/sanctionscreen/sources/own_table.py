"""The user's own list: a CSV or workbook, and a TOML that says which column is what.

[columns]
uid = "Id"                              # may be left out: then a hash of programme and name
name = ["First name", "Last name"]      # several columns are joined
alias = "Also known as"
birth_date = "Born"

[columns.identifiers]
"Passport" = "Passport no"              # what the number is called = its column

[table]
delimiter = ";"
separator = "|"                         # between several values in one cell
ignore = ["Comment"]
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import PurePath
from typing import Annotated, Final, TypeAlias

from pydantic import BeforeValidator, Field

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
    Record,
    Text,
    Wallet,
    unique,
)
from sanctionscreen.sources.bundled import derived_uid
from sanctionscreen.sources.parts import address, date_range, day, script_of, stated, tie
from sanctionscreen.sources.reading import Files, Report
from sanctionscreen.sources.rows import RowRecord, csv_rows, xlsx_rows


def _listed(value: object) -> object:
    return (value,) if isinstance(value, str) else value


Columns: TypeAlias = Annotated[tuple[Text, ...], BeforeValidator(_listed)]


class ColumnMapping(Record):
    """Which columns hold what; a role may name several, whose values are all taken."""

    uid: Columns = ()
    name: Annotated[Columns, Field(min_length=1)]
    alias: Columns = ()
    weak_alias: Columns = ()
    former: Columns = ()
    type: Columns = ()
    gender: Columns = ()
    title: Columns = ()
    birth_date: Columns = ()
    birth_place: Columns = ()
    nationality: Columns = ()
    citizenship: Columns = ()
    registration: Columns = ()
    flag: Columns = ()
    address: Columns = ()
    wallet: Columns = ()
    programme: Columns = ()
    legal_basis: Columns = ()
    listed_on: Columns = ()
    remarks: Columns = ()
    details: Columns = ()
    identifiers: dict[str, Columns] = Field(default_factory=dict)


class TableOptions(Record):
    """How the table is written, and what stands for all rows."""

    delimiter: Annotated[str, Field(min_length=1, max_length=1)] = ","
    separator: Annotated[str, Field(min_length=1)] = ";"
    sheet: Text | None = None
    type: EntityType = EntityType.UNKNOWN
    programme: Text = "own list"
    effect: Effect = Effect.OTHER
    types: dict[str, EntityType] = Field(default_factory=dict)
    ignore: Columns = ()


_TYPES: Final = {
    "person": EntityType.PERSON,
    "individual": EntityType.PERSON,
    "p": EntityType.PERSON,
    "organisation": EntityType.ORGANISATION,
    "organization": EntityType.ORGANISATION,
    "entity": EntityType.ORGANISATION,
    "company": EntityType.ORGANISATION,
    "e": EntityType.ORGANISATION,
    "vessel": EntityType.VESSEL,
    "ship": EntityType.VESSEL,
    "aircraft": EntityType.AIRCRAFT,
}
_GENDERS: Final = {
    "m": Gender.MALE,
    "male": Gender.MALE,
    "f": Gender.FEMALE,
    "female": Gender.FEMALE,
}
_TIES: Final = {
    "nationality": CountryRole.NATIONALITY,
    "citizenship": CountryRole.CITIZENSHIP,
    "registration": CountryRole.REGISTRATION,
    "flag": CountryRole.FLAG,
}
_NAMES: Final = {
    "alias": NameKind.ALIAS,
    "weak_alias": NameKind.WEAK_ALIAS,
    "former": NameKind.FORMER,
}


@dataclass(frozen=True, slots=True)
class OwnTable:
    """The reader that a mapping makes."""

    columns: ColumnMapping
    options: TableOptions
    authority: str
    VERSION: int = 1

    def recognises(self, name: str, head: bytes) -> bool:  # noqa: ARG002  # the mapping decides
        """Whether the name is that of a table."""
        return PurePath(name).suffix.lower() in {".csv", ".tsv", ".txt", ".xlsx"}

    def read(self, files: Files, report: Report) -> Iterator[Entity]:
        """The parties of all files, in the order of their rows.

        Raises:
            ParseError: a file cannot be read, a mapped column is missing, or a row has no name.
        """
        seen: set[str] = set()
        for name, stream in files.items():
            wanted = self._wanted()
            if name.endswith(".xlsx"):
                rows = xlsx_rows(stream, report, columns=wanted, sheet=self.options.sheet)
            else:
                delimiter = "\t" if name.endswith(".tsv") else self.options.delimiter
                rows = csv_rows(stream, report, columns=wanted, delimiter=delimiter)
            for row in rows:
                where = f"{name}, {row.record_id}" if len(files) > 1 else row.record_id
                row.place.record_id = where
                yield self._entity(row, seen)
        if not seen:
            raise ParseError("no party in it", source=report.list_id)

    def _wanted(self) -> list[str]:
        """Every column that the mapping names."""
        roles: Mapping[str, object] = dict(self.columns)
        named = [c for role, cs in roles.items() if role != "identifiers" for c in _texts(cs)]
        numbers = [c for columns in self.columns.identifiers.values() for c in columns]
        return list(dict.fromkeys((*named, *numbers)))

    def _many(self, row: RowRecord, role: str) -> list[str]:
        """The values of a role's columns; a cell may hold several."""
        found = []
        for column in _texts(getattr(self.columns, role)):
            pieces = row.many(column, self.options.separator)
            found += [plain for piece in pieces if (plain := stated(piece))]
        return found

    def _one(self, row: RowRecord, role: str) -> str | None:
        """The columns of a role joined with a space; null where all are blank."""
        pieces = [stated(row.take(column)) for column in _texts(getattr(self.columns, role))]
        return " ".join(piece for piece in pieces if piece) or None

    def _entity(self, row: RowRecord, seen: set[str]) -> Entity:
        full, uid = self._one(row, "name"), self._one(row, "uid")
        if full is None:
            raise row.error("a row without a name")
        programmes = self._many(row, "programme") or [self.options.programme]
        listed = self._one(row, "listed_on")
        listed_on = day(listed, row, field="listed_on")
        if uid is not None and uid in seen:
            raise row.error(f"uid {uid!r} stands twice")
        uid = uid or _derived(programmes[0], full, listed_on, seen)
        seen.add(uid)
        entity_type = self._type(row)
        births = [date_range(one, row, field="birth_date") for one in self._many(row, "birth_date")]
        basis = self._one(row, "legal_basis")
        entity = Entity(
            list_id=row.report.list_id,
            uid=uid,
            entity_type=entity_type,
            names=unique(self._names(row, full)),
            births=unique(born for born in births if born is not None),
            birth_places=tuple(dict.fromkeys(self._many(row, "birth_place"))),
            gender=self._gender(row),
            titles=tuple(dict.fromkeys(self._many(row, "title"))),
            countries=unique(
                one
                for role, kind in _TIES.items()
                for text in self._many(row, role)
                for one in tie(kind, text, row)
            ),
            identifiers=unique(self._identifiers(row, entity_type)),
            wallets=unique(
                Wallet(address=text, asset="unlabelled") for text in self._many(row, "wallet")
            ),
            addresses=unique(
                one for text in self._many(row, "address") for one in address(row, lines=(text,))
            ),
            designations=tuple(
                Designation(
                    programme=programme,
                    authority=self.authority,
                    effect=self.options.effect,
                    events=()
                    if basis is None
                    else (ListingEvent(on=listed_on, legal_basis=basis),),
                    listed_on=listed_on,
                )
                for programme in dict.fromkeys(programmes)
            ),
            details=unique(
                Detail(kind=column, text=text)
                for column in self.columns.details
                for text in row.many(column)
            ),
            remarks=self._one(row, "remarks"),
        )
        row.close()
        return entity

    def _type(self, row: RowRecord) -> EntityType:
        word = self._one(row, "type")
        if word is None:
            return self.options.type
        found = self.options.types.get(word) or _TYPES.get(word.lower())
        if found is None:
            row.problem("type", f"unknown type of party {word!r}")
        return found or self.options.type

    def _gender(self, row: RowRecord) -> Gender | None:
        word = self._one(row, "gender")
        if word is not None and word.lower() not in _GENDERS:
            row.problem("gender", f"unknown gender {word!r}")
        return _GENDERS.get((word or "").lower())

    def _names(self, row: RowRecord, full: str) -> Iterator[Name]:
        yield Name(full=full, kind=NameKind.PRIMARY, script=script_of(full))
        for role, kind in _NAMES.items():
            for text in self._many(row, role):
                yield Name(full=text, kind=kind, script=script_of(text))

    def _identifiers(self, row: RowRecord, entity_type: EntityType) -> Iterator[Identifier]:
        for label, columns in self.columns.identifiers.items():
            for column in columns:
                for number in row.many(column, self.options.separator):
                    kind = kind_of(label, entity_type)
                    yield Identifier(kind=kind, published_as=label, number=number)


def _texts(value: object) -> tuple[str, ...]:
    return value if isinstance(value, tuple) else ()


def _derived(programme: str, full: str, listed_on: date | None, seen: set[str]) -> str:
    """A hash for a row without a uid; namesakes get one after the other."""
    uid = derived_uid(programme, full, listed_on)
    while uid in seen:
        uid = derived_uid(programme, f"{uid} {full}", listed_on)
    return uid

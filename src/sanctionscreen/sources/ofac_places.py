"""Locations of OFAC's advanced XML: addresses in one or several spellings, and countries."""

from collections import defaultdict
from typing import TYPE_CHECKING, Final, NamedTuple

from sanctionscreen.model import Address
from sanctionscreen.sources.record import XmlRecord

if TYPE_CHECKING:
    from sanctionscreen.sources.ofac_parties import Lookup

#: The parts of a place, in the order in which an address is written.
_PART_ORDER: Final = {
    part: rank
    for rank, part in enumerate(
        (
            "ADDRESS1", "ADDRESS2", "ADDRESS3", "CITY", "STATE/PROVINCE", "POSTAL CODE", "REGION",
            "Unknown",
        )
    )
}  # fmt: skip
_LATIN: Final = "Latin"


class Place(NamedTuple):
    """A location: its parts by OFAC's name, its country as text and as ISO code.

    `spellings` holds the parts once in plain Latin letters, then once in each other spelling that
    the list gives: in another script, or with all accents.
    """

    spellings: tuple[dict[str, str], ...]
    country_text: str | None
    country: str | None

    def addresses(self) -> tuple[Address, ...]:
        """The place as an address, one in each spelling; none where it holds nothing."""
        spellings = self.spellings or (({},) if self.country_text else ())
        return tuple(self._address(parts) for parts in spellings)

    def _address(self, parts: dict[str, str]) -> Address:
        ranked = sorted(parts, key=lambda part: _PART_ORDER.get(part, len(_PART_ORDER)))
        pieces = [*(parts[part] for part in ranked), self.country_text]
        return Address(
            text=", ".join(piece for piece in pieces if piece),
            city=parts.get("CITY"),
            region=parts.get("STATE/PROVINCE") or parts.get("REGION"),
            postal_code=parts.get("POSTAL CODE"),
            country=self.country,
            country_text=self.country_text,
        )


def read_place(record: XmlRecord, lookup: "Lookup") -> None:
    """Keeps a Location by its id."""
    country_text: str | None = None
    country: str | None = None
    tie = record.one("LocationCountry")
    if tie is not None:
        country_id = tie.attribute("CountryID")
        tie.close()
        country_text, country = lookup.country(country_id, record)
    spellings: dict[str, dict[str, str]] = defaultdict(dict, {_LATIN: {}})  # Latin stands first
    for part in record.many("LocationPart"):
        kind = lookup.word("LocPartType", part.attribute("LocPartTypeID"), record)
        if kind not in _PART_ORDER:
            record.problem("LocPartType", f"unknown part of an address {kind}, kept in its text")
        _read_part(part, spellings, kind, lookup)
    key = record.attribute("ID")
    record.close()
    if key in lookup.places:
        raise record.error("the location stands twice")
    latin = spellings[_LATIN]
    for parts in tuple(spellings.values()):  # the first address is whole, if need be in two scripts
        latin |= {kind: text for kind, text in parts.items() if kind not in latin}
    written = tuple(parts for parts in spellings.values() if parts)
    lookup.places[key] = Place(written, country_text, country)


def _read_part(
    part: XmlRecord, spellings: dict[str, dict[str, str]], kind: str, lookup: "Lookup"
) -> None:
    """Adds a part of a place to the spelling it belongs to; a comment names the script."""
    for value in part.many("LocationPartValue"):
        primary = value.attribute("Primary") == "true"
        note, text = value.child_text("Comment"), value.child_text("Value")
        value.close()
        if note is not None and not lookup.reference.has("Script", note):
            part.problem("LocationPartValue/Comment", f"a remark, kept in the address: {note}")
            text = ", ".join(piece for piece in (text, note) if piece)
        if text is None:
            continue
        parts = spellings[_LATIN if primary else note or "another spelling"]
        parts[kind] = f"{parts[kind]}, {text}" if kind in parts else text
    part.close()

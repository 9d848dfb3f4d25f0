"""The same party on several lists: links with their evidence, never a merger.

*Stated* is what a list says itself: the reference number of the United Nations on a British or
European entry. *Proof* is the same number of the same kind and country, not called fraudulent, or
the same wallet, on parties of one type. *Strong* is a name, a full date of birth and a country in
common. A name or a date of birth alone is nothing. Two parties that are both linked to a third are
linked by way of it.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from typing import Final, NamedTuple

import polars as pl

from sanctionscreen.identifiers.numbers import normal_number
from sanctionscreen.identifiers.wallets import normal_address
from sanctionscreen.model import (
    EntityType,
    IdentifierKind,
    NameKind,
    Precision,
    RelationKind,
    Validity,
)
from sanctionscreen.snapshots.frames import Frames
from sanctionscreen.text.normalize import normal_form

#: Numbers that one registry gives to the whole world: no country is needed.
_WORLDWIDE: Final = frozenset(
    {IdentifierKind.LEI, IdentifierKind.BIC, IdentifierKind.IMO, IdentifierKind.MMSI}
)
#: Families whose numbers are one document: `other` is a drawer of many.
_PROVING: Final = frozenset(
    {
        IdentifierKind.PASSPORT,
        IdentifierKind.NATIONAL_ID,
        IdentifierKind.TAX_ID,
        IdentifierKind.REGISTRATION,
        *_WORLDWIDE,
    }
)
#: Shorter numbers are met by chance.
_SHORTEST: Final = 5
_WEAK: Final = frozenset({NameKind.WEAK_ALIAS, NameKind.ARTICLE_ALIAS})
#: The reasons for a link, the strongest first.
STATED, PROOF, STRONG = "stated", "proof", "strong"
_STRENGTHS: Final = (STATED, PROOF, STRONG)
#: Details in which a list gives the number of the same party on the list of the United Nations.
_UN_NUMBERS: Final = ("UN Reference Number", "unitedNationId", "sanction unscId")
_UN: Final = "un_sc"

#: One row a pair of parties of two lists, in both directions; `evidence` says what they share.
LINKS: Final = pl.Schema(
    {"entity_id": pl.String, "other_id": pl.String, "strength": pl.String, "evidence": pl.String}
)
_Found = dict[tuple[str, str], tuple[str, str]]


class _Party(NamedTuple):
    """What linking needs to know of a listed party."""

    list_id: str
    entity_type: str
    births: tuple[str, ...]
    countries: frozenset[str]


def links(frames: Frames) -> pl.DataFrame:
    """The parties that stand on several lists, as LINKS, sorted; the strongest reason of each pair.

    >>> from sanctionscreen.snapshots.bundle import read_bundle
    >>> from sanctionscreen.snapshots.frames import to_frames
    >>> found = links(to_frames(e for one in read_bundle() for e in one.entities))
    >>> found.filter(pl.col("entity_id") == "us_ofac_sdn:55505")["other_id"].to_list()
    ['eu_fsf:h-635a968d297c', 'uk_sanctions:GHR0179']
    """
    parties = _parties(frames)
    found: _Found = {}
    for one, other, evidence in _stated(frames):
        if one in parties and other in parties:
            _add(found, parties, (one, other), STATED, evidence)
    for key, members in _by_number(frames).items():
        _add(found, parties, members, PROOF, " ".join(part for part in key if part))
    for address, members in _by_wallet(frames).items():
        _add(found, parties, members, PROOF, f"wallet {address}")
    for key, members in _by_name_and_birth(frames, parties).items():
        _add(found, parties, members, STRONG, f"{key[0]}, born {key[1]}, {key[2]}")
    found |= _by_way(found, parties)
    rows = [
        {"entity_id": one, "other_id": other, "strength": strength, "evidence": evidence}
        for (one, other), (strength, evidence) in sorted(found.items())
    ]
    return pl.DataFrame(rows, schema=LINKS)


def _parties(frames: Frames) -> dict[str, _Party]:
    papers: defaultdict[str, set[str]] = defaultdict(set)
    for entity_id, country in frames["identifiers"].select("entity_id", "country").iter_rows():
        if country is not None:
            papers[entity_id].add(country)
    columns = ("entity_id", "list_id", "entity_type", "births", "countries")
    return {
        entity_id: _Party(
            list_id=list_id,
            entity_type=entity_type,
            births=tuple(
                born["start"].isoformat()
                for born in births or ()
                if born["precision"] == Precision.DAY
            ),
            countries=frozenset(
                {tie["code"] for tie in countries or () if tie["code"]} | papers[entity_id]
            ),
        )
        for entity_id, list_id, entity_type, births, countries in frames["entities"]
        .select(columns)
        .iter_rows()
    }


def _stated(frames: Frames) -> Iterator[tuple[str, str, str]]:
    """The pairs that a list itself calls the same."""
    same = frames["relations"].filter(pl.col("kind") == RelationKind.SAME_AS)
    for entity_id, other_id in same.select("entity_id", "other_id").iter_rows():
        if other_id is not None:
            yield entity_id, other_id, "the list says so"
    details = frames["entities"].select("entity_id", "details").explode("details").unnest("details")
    for entity_id, text in (
        details.filter(pl.col("kind").is_in(_UN_NUMBERS)).select("entity_id", "text").iter_rows()
    ):
        yield entity_id, f"{_UN}:{text}", f"UN reference {text}"


def _by_way(found: _Found, parties: Mapping[str, _Party]) -> _Found:
    """Links of parties that are both linked to a third one, as strong as the weaker of the two."""
    near: defaultdict[str, list[str]] = defaultdict(list)
    for one, other in sorted(found):
        near[one].append(other)
    more: _Found = {}
    for middle, ends in near.items():
        for one in ends:
            for other in ends:
                if (one, other) not in found and _may_be_one(parties[one], parties[other]):
                    strengths = (found[(one, middle)][0], found[(middle, other)][0])
                    weaker = max(strengths, key=_STRENGTHS.index)
                    more.setdefault((one, other), (weaker, f"by way of {middle}"))
    return more


def _by_number(frames: Frames) -> Mapping[tuple[str, str, str], list[str]]:
    """The parties by kind, country and number of their documents."""
    found: defaultdict[tuple[str, str, str], list[str]] = defaultdict(list)
    columns = ("entity_id", "kind", "number", "country", "validity")
    for entity_id, kind, number, country, validity in (
        frames["identifiers"].select(columns).iter_rows()
    ):
        worldwide = kind in _WORLDWIDE
        if kind not in _PROVING or validity == Validity.FRAUDULENT:
            continue
        plain = normal_number(kind, number)
        if len(plain) >= _SHORTEST and (worldwide or country is not None):
            found[(kind, "" if worldwide else country, plain)].append(entity_id)
    return found


def _by_wallet(frames: Frames) -> Mapping[str, list[str]]:
    """The parties by the normal form of their wallet addresses."""
    found: defaultdict[str, list[str]] = defaultdict(list)
    for entity_id, address in frames["wallets"].select("entity_id", "address").iter_rows():
        found[normal_address(address)].append(entity_id)
    return found


def _by_name_and_birth(
    frames: Frames, parties: Mapping[str, _Party]
) -> Mapping[tuple[str, str, str], list[str]]:
    """Persons by a name, a day of birth and a country, for every one that they have."""
    found: defaultdict[tuple[str, str, str], list[str]] = defaultdict(list)
    for entity_id, full, kind in frames["names"].select("entity_id", "full", "kind").iter_rows():
        party = parties[entity_id]
        if kind in _WEAK or not party.births or party.entity_type != EntityType.PERSON:
            continue
        name = _same_name(full)
        if name is not None:
            for key in _keys(name, party):
                found[key].append(entity_id)
    return found


def _keys(name: str, party: _Party) -> Iterator[tuple[str, str, str]]:
    for born in party.births:
        for country in sorted(party.countries):
            yield name, born, country


def _same_name(full: str) -> str | None:
    """The words of a name in one order: `CHEN, Zhi` is `Zhi Chen`; null for a single Latin word."""
    words = sorted(normal_form(full).split())
    if len(words) < 2 and full.isascii():  # noqa: PLR2004
        return None
    return " ".join(words) or None


def _add(
    found: _Found,
    parties: Mapping[str, _Party],
    members: Iterable[str],
    strength: str,
    evidence: str,
) -> None:
    """Links all of them that stand on different lists and may be one; a proof is never replaced."""
    ids = sorted(set(members))
    for one in ids:
        for other in ids:
            if _may_be_one(parties[one], parties[other]):
                found.setdefault((one, other), (strength, evidence))


def _may_be_one(one: _Party, other: _Party) -> bool:
    types = {one.entity_type, other.entity_type}
    same_type = len(types) == 1 or EntityType.UNKNOWN in types
    return one.list_id != other.list_id and same_type

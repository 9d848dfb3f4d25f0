"""Invented listed parties and counterparties: nobody in here exists."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import NamedTuple

import numpy as np

from sanctionscreen.matching.evidence import Days, Party
from sanctionscreen.matching.index import NameIndex
from sanctionscreen.matching.match import Matcher
from sanctionscreen.matching.model import FEATURE_NAMES, NameModel
from sanctionscreen.matching.name_columns import columns_of
from sanctionscreen.matching.policy import EvidenceRule, Policy, Thresholds, WeakAliases
from sanctionscreen.matching.roll import is_personal
from sanctionscreen.matching.score import scored
from sanctionscreen.matching.told import Met, Names, Part, Told
from sanctionscreen.matching.verdict import Decision
from sanctionscreen.matching.vocabulary import Ids
from sanctionscreen.matching.watchlist import Watchlist
from sanctionscreen.model import (
    CountryRole,
    CountryTie,
    DateRange,
    Entity,
    EntityType,
    Gender,
    Identifier,
    IdentifierKind,
    Name,
    NameKind,
    Wallet,
)

#: The default policy with thresholds and evidence that stay as they are when the default is tuned.
STEADY = (
    Policy.default()
    .model_copy(
        update={
            "threshold": Thresholds(hit=0.8, article_alias=0.88, strict=0.98, most=0.999),
            "evidence": EvidenceRule(
                identifier=0.35,
                identifier_floor=0.9,
                wallet_floor=1.0,
                birth_same=0.05,
                birth_close=-0.02,
                birth_near=-0.06,
                birth_year_slip=-0.24,
                birth_other_decade=-0.28,
                birth_differs=-0.3,
                country_same=0.02,
                country_differs=-0.03,
                gender_differs=-0.15,
                type_differs=-0.25,
                shortest_identifier=5,
            ),
        }
    )
    .with_weak_aliases(WeakAliases.CONFIRM)
)


def name(full: str, kind: NameKind = NameKind.PRIMARY) -> Name:
    """A name of some kind."""
    return Name(full=full, kind=kind)


def listed(
    *names: str | Name,
    uid: str = "1",
    list_id: str = "xx_invented",
    entity_type: EntityType = EntityType.PERSON,
    births: Iterable[DateRange] = (),
    countries: Iterable[str] = (),
    gender: Gender | None = None,
    passports: Iterable[str] = (),
    identifiers: Iterable[Identifier] = (),
    wallets: Iterable[str] = (),
) -> Entity:
    """A listed party with these names; texts are primary names."""
    role = CountryRole.NATIONALITY
    papers = (passport(number) for number in passports)
    return Entity(
        list_id=list_id,
        uid=uid,
        entity_type=entity_type,
        names=tuple(name(one) if isinstance(one, str) else one for one in names),
        births=tuple(births),
        countries=tuple(CountryTie(role=role, text=code, code=code) for code in countries),
        gender=gender,
        identifiers=(*papers, *identifiers),
        wallets=tuple(Wallet(address=address, asset="XBT") for address in wallets),
    )


def passport(number: str, country: str | None = None) -> Identifier:
    """A passport as a list states it."""
    kind = IdentifierKind.PASSPORT
    return Identifier(kind=kind, published_as="Passport", number=number, country=country)


def party(
    *names: str,
    row: int = 1,
    entity_type: str | None = None,
    gender: str | None = None,
    births: Iterable[Days] = (),
    countries: Iterable[str] = (),
    identifiers: Iterable[tuple[str, str, str | None]] = (),
    wallets: Iterable[str] = (),
) -> Party:
    """A counterparty with these names."""
    return Party(
        row=row,
        query_id=f"row {row}",
        names=names,
        entity_type=entity_type,
        gender=gender,
        births=tuple(births),
        countries=frozenset(countries),
        identifiers=tuple(identifiers),
        wallets=tuple(wallets),
    )


def born(year: int, month: int = 1, day: int = 1) -> Days:
    """A day of birth as a counterparty states it."""
    return date(year, month, day), date(year, month, day)


def decisions(
    parties: Iterable[Party], entities: Iterable[Entity], policy: Policy = STEADY
) -> list[Decision]:
    """The hits of the parties among the entities, as a run finds them."""
    people = list(parties)
    names = sorted({one for person in people for one in person.names})
    matcher = Matcher(Watchlist.from_entities(entities), policy)
    return matcher.hits(people, matcher.met(names)).decisions()


def pair(query: Party, entity: Entity, policy: Policy = STEADY) -> Decision:
    """What becomes of one pair, hit or not."""
    return Matcher(Watchlist.from_entities([entity]), policy).pair(query, 0)


class _Untold(NamedTuple):
    """No explanation: equal to any other."""

    def parts(self, pairs: Ids) -> list[tuple[Part, ...]]:
        return [()] * len(pairs)

    def met(self, _: int) -> Met:
        return Met(0.0, 0.0, 0.0, 0.0)


def plain(decision: Decision) -> Decision:
    """The decision without what only its watchlist knows: how to explain, and whose position."""
    match = decision.match
    if match is None:
        return decision
    plain = match._replace(pair=0, told=_Untold(), name=match.name._replace(party=0))
    return decision._replace(match=plain)


class NameScore(NamedTuple):
    """What the matcher says of two written names: 0 and nothing where the gate says no."""

    score: float
    parts: tuple[Part, ...]
    features: Mapping[str, float]


def score_names(
    query: str,
    full: str,
    *,
    entity_type: EntityType = EntityType.PERSON,
    policy: Policy | None = None,
) -> NameScore:
    """The name score of one pair, by the index of that one listed name."""
    rules, model = policy or Policy.default(), NameModel.default()
    person = is_personal(entity_type)
    index = NameIndex.build([full], 0 if person else 1, rules)
    queries = columns_of([query])
    found = index.search(queries, model, features=True)
    if not len(found.query):
        return NameScore(0.0, (), {})
    result = scored(found, queries, index.columns, model, rules)
    listed = Names(index.columns, index.weights)
    told = Told(found, queries, listed, index.persons_from, rules.gate)
    return NameScore(
        float(result.scores[0]),
        told.parts(np.zeros(1, np.int64))[0],
        dict(zip(FEATURE_NAMES, found.features[0].tolist(), strict=True)),
    )

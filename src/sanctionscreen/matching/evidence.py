"""Evidence for and against a pair beside its names: null says nothing, a contradiction does.

Each function compares what the counterparty states with what the list states, and answers with the
evidence and its weight from the policy, or with nothing where either side is silent.
"""

from collections.abc import Sequence
from datetime import date
from typing import Final, NamedTuple

from sanctionscreen.matching.policy import EvidenceRule, Policy
from sanctionscreen.matching.roll import Listed
from sanctionscreen.terms import EntityType, Evidence

_NEAR_DAYS: Final = 2 * 366
#: A wrong last digit moves a year by no more; another wrong one makes it another decade.
_SAME_DECADE: Final = 9
#: Types that contradict each other; a list's "organisation" may be a vessel's owner company.
_SOLID: Final = frozenset({EntityType.PERSON, EntityType.ORGANISATION})

Days = tuple[date, date]

#: The type, gender, births and countries of a party that is a name alone.
_UNSTATED: Final = (None, None, (), frozenset[str]())


class Party(NamedTuple):
    """A counterparty with everything that can be compared."""

    row: int
    query_id: str
    names: tuple[str, ...]
    entity_type: str | None
    gender: str | None
    births: tuple[Days, ...]
    countries: frozenset[str]
    identifiers: tuple[tuple[str, str, str | None], ...]
    wallets: tuple[str, ...]

    @property
    def is_numbered(self) -> bool:
        """Whether an identifier or a wallet may prove who it is."""
        return bool(self.identifiers or self.wallets)

    @property
    def is_described(self) -> bool:
        """Whether it is more than a name and what it is known by."""
        return self[3:7] != _UNSTATED


def compare_facts(party: Party, listed: Listed, policy: Policy) -> tuple[Evidence, ...]:
    """The evidence from type, births, gender and countries, in that order."""
    if not party.is_described:
        return ()
    rule = policy.evidence
    found = (
        _types(party, listed, rule),
        _births(party.births, listed.births, rule),
        _genders(party, listed, rule),
        _countries(party, listed, rule),
    )
    return tuple(one for one in found if one is not None)


def _types(party: Party, listed: Listed, rule: EvidenceRule) -> Evidence | None:
    mine, theirs = party.entity_type, listed.entity_type
    if mine is None or EntityType.UNKNOWN in {mine, theirs} or mine == theirs:
        return None
    return Evidence(kind="type_differs", query=mine, listed=theirs, weight=rule.type_differs)


def _genders(party: Party, listed: Listed, rule: EvidenceRule) -> Evidence | None:
    if party.gender is None or listed.gender is None or party.gender == listed.gender:
        return None
    return Evidence(
        kind="gender_differs",
        query=party.gender,
        listed=listed.gender,
        weight=rule.gender_differs,
    )


def _countries(party: Party, listed: Listed, rule: EvidenceRule) -> Evidence | None:
    if not party.countries or not listed.countries:
        return None
    common = party.countries & listed.countries
    kind, weight = (
        ("country_same", rule.country_same) if common else ("country_differs", rule.country_differs)
    )
    return Evidence(
        kind=kind,
        query=" ".join(sorted(common or party.countries)),
        listed=" ".join(sorted(common or listed.countries)),
        weight=weight,
    )


def _births(mine: Sequence[Days], theirs: Sequence[Days], rule: EvidenceRule) -> Evidence | None:
    """The most favourable of all pairs of dates: several dates are alternatives."""
    if not mine or not theirs:
        return None
    pairs = [(*_birth_pair(one, other, rule), one, other) for one in mine for other in theirs]
    weight, kind, one, other = max(pairs, key=lambda pair: pair[0])
    return Evidence(kind=kind, query=_shown(one), listed=_shown(other), weight=weight)


def _birth_pair(one: Days, other: Days, rule: EvidenceRule) -> tuple[float, str]:
    if one[0] <= other[1] and other[0] <= one[1]:
        return rule.birth_same, "birth_same"
    gap = max((other[0] - one[1]).days, (one[0] - other[1]).days)
    if one[0] == one[1] and other[0] == other[1] and _slip(one[0], other[0]):
        return rule.birth_close, "birth_close"
    if gap < _NEAR_DAYS:
        return rule.birth_near, "birth_near"
    if (_is_year(one) or _is_year(other)) and _digits_off(one[0].year, other[0].year) == 1:
        if abs(one[0].year - other[0].year) <= _SAME_DECADE:
            return rule.birth_year_slip, "birth_year_slip"
        return rule.birth_other_decade, "birth_other_decade"
    return rule.birth_differs, "birth_differs"


def _is_year(days: Days) -> bool:
    """Whether a year is all that is stated."""
    start, end = days
    return (start.month, start.day, end) == (1, 1, date(start.year, 12, 31))


def _digits_off(one: int, other: int) -> int:
    return sum(a != b for a, b in zip(f"{one:04}", f"{other:04}", strict=True))


def _slip(one: date, other: date) -> bool:
    """Whether two days differ as by a slip: day and month swapped, or one digit.

    >>> _slip(date(1987, 12, 6), date(1987, 6, 12)), _slip(date(1987, 12, 16), date(1937, 12, 16))
    (True, True)
    """
    if one.year == other.year and (one.day, one.month) == (other.month, other.day):
        return True
    digits = zip(one.isoformat(), other.isoformat(), strict=True)
    return sum(a != b for a, b in digits) == 1


def _shown(days: Days) -> str:
    start, end = days
    return start.isoformat() if start == end else f"{start.isoformat()}/{end.isoformat()}"

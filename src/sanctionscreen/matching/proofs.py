"""Identifiers and wallets that a counterparty and a listed party share: proofs under any name."""

from collections.abc import Iterator

from sanctionscreen.identifiers.numbers import comparable, normal_number
from sanctionscreen.identifiers.wallets import normal_address
from sanctionscreen.matching.evidence import Party
from sanctionscreen.matching.policy import EvidenceRule
from sanctionscreen.matching.watchlist import ListedNumber, Watchlist
from sanctionscreen.terms import Evidence


def proven(party: Party, watchlist: Watchlist, rule: EvidenceRule) -> Iterator[int]:
    """The listed parties with an identifier or wallet of the party, whatever the names."""
    for _, listed in _same_numbers(party, watchlist, rule):
        yield listed.party
    for address in party.wallets:
        for position, _ in watchlist.wallets.get(normal_address(address), ()):
            yield position


def proofs(
    party: Party, position: int, watchlist: Watchlist, rule: EvidenceRule
) -> Iterator[Evidence]:
    """Equal identifiers and wallets; different ones prove nothing, for people have several."""
    for query, listed in _same_numbers(party, watchlist, rule):
        if listed.party == position:
            yield Evidence(
                kind="identifier_same", query=query, listed=listed.shown, weight=rule.identifier
            )
    for address in party.wallets:
        for owner, shown in watchlist.wallets.get(normal_address(address), ()):
            if owner == position:
                yield Evidence(kind="wallet_same", query=address, listed=shown, weight=1.0)


def _same_numbers(
    party: Party, watchlist: Watchlist, rule: EvidenceRule
) -> Iterator[tuple[str, ListedNumber]]:
    """Each identifier of the party with the listed ones that are the same."""
    for kind, number, country in party.identifiers:
        normal = normal_number(kind, number)
        if len(normal) < rule.shortest_identifier:
            continue
        for listed in watchlist.numbers.get(normal, ()):
            if comparable(kind, listed.kind) and _may_equal(country, listed.country):
                yield f"{kind} {number}", listed


def _may_equal(one: str | None, other: str | None) -> bool:
    """Two countries of issue that do not contradict each other."""
    return one is None or other is None or one == other

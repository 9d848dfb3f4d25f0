"""Haircut: an account's value is one mixture, and each transfer takes its share of every part.

Shares are rounded down to whole base units; what is missing to the transfer's amount comes from
the rest of the mixture. So nothing is lost or made, over any number of transfers.
Source: Möser, Böhme, Breuker 2014 (haircut).
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence

from sanctionscreen.tracing.follow import OTHER, START, UNKNOWN, Part, Parts, Piece
from sanctionscreen.tracing.network import Flow

#: Who gives what rounding left over: other value first, so that no seed's share is rounded up.
_ROUNDING = (OTHER, UNKNOWN)


class Haircut:
    """Accounts as mixtures; every transfer is a sample of its account's mixture."""

    def __init__(self, leads: bytes) -> None:
        self._leads = leads
        self._mixed: dict[int, dict[int, int]] = defaultdict(dict)
        self._total: dict[int, int] = defaultdict(int)
        self._near: dict[tuple[int, int], tuple[int, int]] = {}
        self._before: dict[int, int] = {}
        self._after: dict[int, int] = {}

    def take(self, at: int, node: int, amount: int) -> list[Piece]:
        """The transfer's share of every part of the mixture."""
        total, mixed = self._total[node], self._mixed[node]
        if self._leads[at]:
            self._before[at] = total
        self._total[node] = max(0, total - amount)
        if amount >= total:
            shares = dict(mixed)
            mixed.clear()
        else:
            shares = sample(mixed, total, amount)
            for label, share in shares.items():
                mixed[label] -= share
        near = self._near
        return [
            Piece(share, label, START if label == OTHER else near[node, label][1])
            for label, share in shares.items()
            if share
        ]

    def take_batch(
        self, batch: Sequence[int], node: int, amounts: Sequence[int]
    ) -> list[list[Piece]]:
        """One transfer after the other: a sample of what a sample left is as good."""
        pairs = zip(batch, amounts, strict=True)
        return [self.take(at, node, amount) for at, amount in pairs]

    def put(self, at: int, node: int, pieces: Sequence[Piece], parts: Mapping[int, Part]) -> None:
        """Nothing; the pieces are then in the mixture."""
        mixed, total = self._mixed[node], self._total[node]
        for label, part in parts.items():
            if not mixed.get(label) or part.hops < self._near[node, label][0]:
                self._near[node, label] = (part.hops, at)
        for amount, label, _ in pieces:
            mixed[label] = mixed.get(label, 0) + amount
            total += amount
        self._total[node] = total
        if self._leads[at]:
            self._after[at] = total

    def held(self) -> Iterator[tuple[int, int, int]]:
        """What is left in the mixtures: node, label, amount."""
        for node, mixed in self._mixed.items():
            for label, amount in mixed.items():
                if amount:
                    yield node, label, amount

    def sent(self, flow: Flow) -> Parts:
        """How much of each transfer came to each seed, by the mixtures of the run just made.

        Goes back through the transfers: a mixture's destined value is shared by what it was mixed
        of, as it stood then. Shares are rounded down at each step.
        """
        destined: dict[int, dict[int, Part]] = defaultdict(dict)
        parts: Parts = {}
        for at in flow.leading():
            found = self._found(flow, at, destined, parts)
            if found:
                parts[at] = found
                if at in self._before:
                    self._give_back(at, flow, found, destined[flow.source[at]])
        return parts

    def _found(
        self, flow: Flow, at: int, destined: dict[int, dict[int, Part]], parts: Parts
    ) -> dict[int, Part]:
        """What of a transfer came to seeds: all of it, or its share of the mixture it went into."""
        amount, node = flow.amount[at], flow.target[at]
        seed = flow.label.get(node)
        if seed is not None:
            return {seed: Part(amount, 1, START)}
        partner = flow.partner.get(at, START)
        if partner > at:
            scale = flow.amount[partner]
            shares = parts.get(partner, {})
            return {
                label: Part((part.amount or 0) * amount // scale, part.hops + 1, partner)
                for label, part in shares.items()
            }
        if at not in self._after:
            return {}
        return _withdrawn(destined[node], amount, self._after[at])

    def _give_back(
        self, at: int, flow: Flow, found: dict[int, Part], pool: dict[int, Part]
    ) -> None:
        """Adds the transfer's destined value to the mixture that it came from."""
        amount, before = flow.amount[at], self._before[at]
        for label, part in found.items():
            covered = (part.amount or 0) * min(amount, before) // amount
            known = pool.get(label)
            if covered and (known is None or part.hops + 1 < known.hops):
                pool[label] = Part(
                    covered + ((known.amount or 0) if known else 0), part.hops + 1, at
                )
            elif covered and known is not None:
                pool[label] = known._replace(amount=(known.amount or 0) + covered)


def sample(mixed: dict[int, int], total: int, amount: int) -> dict[int, int]:
    """The shares of a transfer: each part rounded down, the rest from what is not a seed's.

    >>> sample({0: 3, OTHER: 7}, 10, 5)
    {0: 1, -1: 4}
    """
    if len(mixed) == 1:
        return dict.fromkeys(mixed, amount)
    shares = {label: part * amount // total for label, part in mixed.items()}
    missing = amount - sum(shares.values())
    for label in (*_ROUNDING, *mixed):
        if not missing:
            break
        extra = min(missing, mixed.get(label, 0) - shares.get(label, 0))
        if extra:
            shares[label] = shares.get(label, 0) + extra
            missing -= extra
    return shares


def _withdrawn(pool: dict[int, Part], amount: int, total: int) -> dict[int, Part]:
    """A transfer's share of what of a mixture came to seeds; the pool keeps the rest."""
    found = {}
    for label, part in list(pool.items()):
        share = (part.amount or 0) * amount // total
        if share:
            found[label] = part._replace(amount=share)
        if share == part.amount:
            del pool[label]
        else:
            pool[label] = part._replace(amount=(part.amount or 0) - share)
    return found

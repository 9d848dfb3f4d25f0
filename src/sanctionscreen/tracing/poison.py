"""Poison: whatever value of a seed can have reached is tainted. No amounts, only ways and hops."""

from collections import defaultdict

from sanctionscreen.tracing.follow import START, Followed, Part, Parts
from sanctionscreen.tracing.network import Flow


def poison(flow: Flow) -> Followed:
    """Every transfer that can have carried a seed's value, or value to a seed; in order of time."""
    return Followed(_received(flow), _sent(flow), ())


def _received(flow: Flow) -> Parts:
    near: dict[int, dict[int, Part]] = defaultdict(dict)
    parts: Parts = {}
    for at in range(len(flow)):
        label, partner = flow.label.get(flow.source[at]), flow.partner.get(at, len(flow))
        if label is not None:
            found = {label: Part(None, 1, START)}
        elif partner < at:
            ways = parts.get(partner, {})
            found = {known: Part(None, part.hops + 1, partner) for known, part in ways.items()}
        else:
            found = dict(near.get(flow.source[at], {}))
        if found:
            parts[at] = found
            if flow.takes_in(at):
                _come(near[flow.target[at]], found, at)
    return parts


def _sent(flow: Flow) -> Parts:
    near: dict[int, dict[int, Part]] = defaultdict(dict)
    parts: Parts = {}
    for at in range(len(flow) - 1, -1, -1):
        label, partner = flow.label.get(flow.target[at]), flow.partner.get(at, START)
        if label is not None:
            found = {label: Part(None, 1, START)}
        elif partner > at:
            ways = parts.get(partner, {})
            found = {known: Part(None, part.hops + 1, partner) for known, part in ways.items()}
        else:
            found = dict(near.get(flow.target[at], {})) if flow.takes_in(at) else {}
        if found:
            parts[at] = found
            if flow.carries[flow.source[at]] and not START < partner < at:
                _come(near[flow.source[at]], found, at)
    return parts


def _come(near: dict[int, Part], found: dict[int, Part], at: int) -> None:
    """Notes the way over this transfer for each seed to which it is the shortest so far."""
    for label, part in found.items():
        known = near.get(label)
        if known is None or part.hops + 1 < known.hops:
            near[label] = Part(None, part.hops + 1, at)

"""A network → the rows that can matter, as the kernels read them."""

from dataclasses import dataclass
from functools import cached_property
from typing import Final

import numpy as np

from sanctionscreen.tracing.amounts import base_units
from sanctionscreen.tracing.compiled import kernels
from sanctionscreen.tracing.network import Network
from sanctionscreen.tracing.tables import NONE, OTHER, Mask, Numbers, Places, halves

#: From so many rows on a scan pays for loading what is compiled: half a second.
_ENOUGH: Final = 500_000


@dataclass(frozen=True)
class Reach:
    """Which nodes value of a seed can have reached, and from which it can have gone to one.

    In order of time, never through a service. Seeds are in both. Behind the nodes of the network
    stand those of the exchanges: each is one that only its two legs touch.
    """

    forward: Mask
    backward: Mask

    @cached_property
    def either(self) -> Mask:
        """Places that have to do with a seed in either direction."""
        return self.forward | self.backward


@dataclass(frozen=True, slots=True)
class Ways:
    """From which node each row draws, and to which it brings: its own, but for exchanges.

    What leaves an asset goes to a node of its own, from which it comes back in another.
    """

    source: Places
    target: Places
    nodes: int


def ways(network: Network) -> Ways:
    """The ways of all rows."""
    legs = np.flatnonzero(network.partner != NONE)
    if not len(legs):
        return Ways(network.source, network.target, network.nodes)
    source, target = network.source.copy(), network.target.copy()
    out = legs[network.partner[legs] > legs]
    between = network.nodes + np.arange(len(out), dtype=source.dtype)
    target[out] = between
    source[network.partner[out]] = between
    return Ways(source, target, network.nodes + len(out))


def _with_exchanges(by_node: Mask, nodes: int, *, value: bool) -> Mask:
    """The same with a value for the nodes of the exchanges."""
    return np.concatenate([by_node, np.full(nodes - len(by_node), value)])


def reach(network: Network) -> Reach:
    """The nodes that can hold a seed's value, and those whose value can have gone to a seed.

    One pass in order of time each way: it ends on cycles, and knows nothing of amounts.
    """
    way = ways(network)
    may = _with_exchanges(~network.stop, way.nodes, value=True)
    forward, backward = (
        _with_exchanges(network.label != OTHER, way.nodes, value=False) for _ in range(2)
    )
    run = kernels(len(way.source), _ENOUGH)
    run.scan(way.source, way.target, forward, may)
    run.scan_back(way.target, way.source, backward, may)
    return Reach(forward, backward)


@dataclass(frozen=True, slots=True)
class Flow:
    """The rows that can matter, in order of time.

    `row` is the place of each in the network, `source` and `target` are its ways, `amount` two
    halves. `leads`: its value can come to a seed. `partner`: the other leg, by place in the flow.
    `arrives`: it is the second leg of one record, no hop of its own.
    By node: `label`, the seed's number or `OTHER`; `carries`, where it holds value of its own (no
    seed, no service, and in reach); `explained`, where a shortfall is worth telling.
    """

    row: Numbers
    source: Places
    target: Places
    amount: Numbers
    leads: Mask
    partner: Numbers
    arrives: Mask
    label: Numbers
    carries: Mask
    explained: Mask

    def __len__(self) -> int:
        return len(self.row)


def to_flow(network: Network, reached: Reach, *, pruned: bool = True) -> Flow:
    """The rows that touch a node in reach; all other rows cannot change any figure.

    `pruned=False` keeps every row: the same figures, slower. It is there to prove that.
    """
    way = ways(network)
    touched = _through_exchanges(network, way, reached.either)
    keep = touched[way.source] | touched[way.target]
    rows = np.flatnonzero(keep) if pruned else np.arange(len(keep))
    label = np.concatenate([network.label, np.full(way.nodes - network.nodes, OTHER)])
    inner = _with_exchanges(~network.stop, way.nodes, value=True) & (label == OTHER)
    source, target, partner = way.source[rows], way.target[rows], _kept_partners(network, rows)
    return Flow(
        row=rows,
        source=source,
        target=target,
        amount=halves(base_units(network.transfers["amount"]).gather(rows)),
        leads=reached.backward[target] | (partner != NONE),
        partner=partner,
        arrives=network.arrives[rows],
        label=label,
        carries=inner & touched if pruned else inner,
        explained=inner & touched,
    )


def _through_exchanges(network: Network, way: Ways, touched: Mask) -> Mask:
    """The same, with the nodes of exchanges of which either end is touched.

    What is of unknown origin on one side is of unknown origin on the other.
    """
    out = np.flatnonzero(network.partner > np.arange(len(network.partner)))
    ends = touched[way.source[out]] | touched[way.target[network.partner[out]]]
    either = touched.copy()
    either[way.target[out]] |= ends
    return either


def whole_flow(network: Network) -> Flow:
    """Every row, and every account in reach: for outputs, which are followed one by one."""
    everywhere = np.ones(ways(network).nodes, dtype=np.bool_)
    return to_flow(network, Reach(everywhere, everywhere), pruned=False)


def _kept_partners(network: Network, rows: Numbers) -> Numbers:
    """The partner of each kept row by its place among them; legs are kept together, or neither."""
    place = np.full(len(network.partner), NONE, dtype=np.int64)
    linked = np.flatnonzero(network.partner[rows] != NONE)
    place[rows[linked]] = linked
    partner = np.full(len(rows), NONE, dtype=np.int64)
    partner[linked] = place[network.partner[rows[linked]]]
    return partner

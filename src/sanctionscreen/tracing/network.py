"""A ledger with its seeds and services → numbered nodes, and the rows that can matter.

A node is one account in one asset on one chain. Seeds and services are told by the account alone:
a listed address is listed on every chain that knows it.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Final

import numpy as np
import polars as pl
from numpy.typing import NDArray

from sanctionscreen.tracing.amounts import base_units

Nodes = NDArray[np.int64]
Mask = NDArray[np.bool_]

#: Rows taken from an array to a list at once: enough to be fast, few enough to stay small.
_BLOCK: Final = 1 << 20
#: An exchange is one value in two assets: the row that left and the row that arrived.
_LEGS: Final = 2


@dataclass(frozen=True, slots=True)
class Network:
    """The rows of a ledger between numbered nodes.

    `account` and `kind` say of each node which account it is, and which (chain, asset) of `kinds`.
    `label` is the seed's number, -1 where the node is none; `stop` is true where value is absorbed.
    `partner` is the other leg of a row that changed its asset, -1 for nearly all rows.
    """

    transfers: pl.DataFrame
    source: Nodes
    target: Nodes
    account: Nodes
    kind: Nodes
    kinds: pl.DataFrame
    label: Nodes
    stop: Mask
    partner: Nodes

    @property
    def names(self) -> pl.Series:
        """The accounts by their code."""
        return self.names_type.categories

    @property
    def names_type(self) -> pl.Enum:
        """The type that knows every account's code."""
        return _enum(self.transfers)

    @property
    def nobody(self) -> Mask:
        """Nodes that stand for no account: the fees, the middle of an exchange."""
        made_up = self.names.str.starts_with("(").to_numpy()
        return np.asarray(made_up[self.account], dtype=np.bool_)

    @property
    def nodes(self) -> int:
        """How many nodes there are."""
        return len(self.account)


def build_network(transfers: pl.DataFrame, labels: pl.DataFrame, stops: Iterable[str]) -> Network:
    """The network of a ledger's transfers; `labels` (account, label) are the seeds.

    An account that is both seed and service stays a seed.
    """
    kinds = transfers.select("chain", "asset").unique().sort("chain", "asset")
    numbered = kinds.with_row_index("kind").with_columns(pl.col("kind").cast(pl.Int64))
    of_row = (
        transfers.select("chain", "asset")
        .join(numbered, on=["chain", "asset"], how="left", nulls_equal=True, maintain_order="left")[
            "kind"
        ]
        .to_numpy()
    )
    sides = [
        transfers[side].to_physical().cast(pl.Int64).to_numpy() for side in ("source", "target")
    ]
    if kinds.height <= 1:
        account = np.arange(len(_enum(transfers).categories), dtype=np.int64)
        kind = np.zeros_like(account)
        source, target = sides
    else:
        keys = np.concatenate([side * kinds.height + of_row for side in sides])
        known, codes = np.unique(keys, return_inverse=True)
        account, kind = known // kinds.height, known % kinds.height
        source, target = codes[: len(of_row)], codes[len(of_row) :]
    label = _labels(transfers, labels)[account] if len(account) else np.zeros(0, np.int64)
    stop = (
        _marked(transfers, stops)[account] & (label < 0) if len(account) else np.zeros(0, np.bool_)
    )
    partner = _partners(transfers, label[source] >= 0, label[target] >= 0)
    return Network(transfers, source, target, account, kind, kinds, label, stop, partner)


def _enum(transfers: pl.DataFrame) -> pl.Enum:
    codes = transfers.schema["source"]
    if not isinstance(codes, pl.Enum):
        raise TypeError(codes)
    return codes


def _codes(transfers: pl.DataFrame, accounts: pl.Series) -> pl.Series:
    """The codes of the accounts that the ledger knows; null for the others."""
    return accounts.cast(transfers.schema["source"], strict=False).to_physical().cast(pl.Int64)


def _labels(transfers: pl.DataFrame, labels: pl.DataFrame) -> Nodes:
    found = np.full(len(_enum(transfers).categories), -1, dtype=np.int64)
    known = labels.with_columns(code=_codes(transfers, labels["account"])).drop_nulls("code")
    found[known["code"].to_numpy()] = known["label"].to_numpy()
    return found


def _marked(transfers: pl.DataFrame, accounts: Iterable[str]) -> Mask:
    found = np.zeros(len(_enum(transfers).categories), dtype=np.bool_)
    codes = _codes(transfers, pl.Series(sorted(accounts), dtype=pl.String)).drop_nulls()
    found[codes.to_numpy()] = True
    return found


def _partners(transfers: pl.DataFrame, from_seed: Mask, to_seed: Mask) -> Nodes:
    """For both legs of an exchange the row of the other; `link` says which belong together.

    A seed that exchanges is no bridge: what goes in came to the seed, what comes out is the seed's.
    """
    partner = np.full(transfers.height, -1, dtype=np.int64)
    linked = transfers.with_row_index("at").filter(pl.col("link").is_not_null())
    legs = linked.group_by("link", maintain_order=True).agg("at")["at"].to_list()
    for out, into in (pair for pair in legs if len(pair) == _LEGS):
        if not (to_seed[out] or from_seed[into]):
            partner[out], partner[into] = into, out
    return partner


@dataclass(frozen=True)
class Reach:
    """Which nodes value of a seed can have reached, and from which it can have gone to one.

    In order of time, never through a service. Seeds are in both.
    """

    forward: Mask
    backward: Mask

    @cached_property
    def either(self) -> Mask:
        """Nodes that have to do with a seed in either direction."""
        return self.forward | self.backward


def reach(network: Network) -> Reach:
    """The nodes that can hold a seed's value, and those whose value can have gone to a seed.

    One pass in order of time each way: it ends on cycles, and knows nothing of amounts.
    """
    return Reach(
        forward=_scan(network, network.source, network.target, backwards=False),
        backward=_scan(network, network.target, network.source, backwards=True),
    )


def _scan(network: Network, come: Nodes, go: Nodes, *, backwards: bool) -> Mask:
    reached = bytearray((network.label >= 0).astype(np.uint8).tobytes())
    may = bytes((~network.stop).astype(np.uint8))
    if (network.partner >= 0).any():
        _scan_exchanges(network, come, go, reached, may, backwards=backwards)
    else:
        for block in _blocks(len(come), backwards=backwards):
            for s, t in zip(come[block].tolist(), go[block].tolist(), strict=True):
                if reached[s]:
                    reached[t] = may[t]
    return np.frombuffer(bytes(reached), dtype=np.bool_)


def _blocks(rows: int, *, backwards: bool) -> Iterable[slice]:
    starts = range(0, rows, _BLOCK)
    if not backwards:
        return [slice(start, start + _BLOCK) for start in starts]
    ends = [min(start + _BLOCK, rows) for start in starts]
    pairs = zip(reversed(ends), reversed(starts), strict=True)
    return [slice(end - 1, start - 1 if start else None, -1) for end, start in pairs]


def _scan_exchanges(
    network: Network, come: Nodes, go: Nodes, reached: bytearray, may: bytes, *, backwards: bool
) -> None:
    """The same where some rows change the asset: what enters one leg leaves by the other."""
    crossing: set[int] = set()
    rows = range(len(come) - 1, -1, -1) if backwards else range(len(come))
    for row in rows:
        partner = int(network.partner[row])
        first = partner > row if not backwards else 0 <= partner < row
        if first:
            if reached[come[row]]:
                crossing.add(row)
        elif reached[come[row]] if partner < 0 else partner in crossing:
            reached[go[row]] = may[go[row]]


@dataclass(frozen=True, slots=True)
class Flow:
    """The rows that can matter, as lists for the kernels: plain whole numbers of any size.

    `row` is the position of each in the network. `label` is the seed's number by node; `carries`
    is true where a node holds value of its own account (no seed, no service, and in reach);
    `explained` where a shortfall is worth telling. `leads` is true of a row whose value can come to
    a seed: only there is it worth noting what became of it. `partner` is the other leg's position.
    """

    row: list[int]
    source: list[int]
    target: list[int]
    amount: list[int]
    label: dict[int, int]
    carries: bytes
    explained: bytes
    leads: bytes
    partner: dict[int, int]

    def __len__(self) -> int:
        return len(self.row)

    def leading(self) -> Iterator[int]:
        """The rows whose value can come to a seed, the last one first."""
        return (at for at in range(len(self.row) - 1, -1, -1) if self.leads[at])

    def takes_in(self, at: int) -> bool:
        """Whether the row's target keeps what arrives: not where the row leaves its asset."""
        return bool(self.carries[self.target[at]]) and self.partner.get(at, -1) < at


def to_flow(network: Network, reached: Reach, *, pruned: bool = True) -> Flow:
    """The rows that touch a node in reach; all other rows cannot change any figure.

    `pruned=False` keeps every row: the same figures, slower. It is there to prove that.
    """
    touched = reached.either
    keep = touched[network.source] | touched[network.target]
    rows = np.flatnonzero(keep) if pruned else np.arange(len(keep))
    inner = ~network.stop & (network.label < 0)
    carries = inner & touched if pruned else inner
    leads = reached.backward[network.target[rows]] | (network.partner[rows] >= 0)
    amounts = base_units(network.transfers["amount"])
    seeds = np.flatnonzero(network.label >= 0)
    return Flow(
        row=rows.tolist(),
        source=network.source[rows].tolist(),
        target=network.target[rows].tolist(),
        amount=amounts.gather(rows).to_list(),
        label=dict(zip(seeds.tolist(), network.label[seeds].tolist(), strict=True)),
        carries=carries.astype(np.uint8).tobytes(),
        explained=(inner & touched).astype(np.uint8).tobytes(),
        leads=leads.astype(np.uint8).tobytes(),
        partner=_kept_partners(network, rows),
    )


def whole_flow(network: Network) -> Flow:
    """Every row, and every account in reach: for outputs, which are followed one by one."""
    everywhere = np.ones(network.nodes, dtype=np.bool_)
    return to_flow(network, Reach(everywhere, everywhere), pruned=False)


def _kept_partners(network: Network, rows: Nodes) -> dict[int, int]:
    linked = np.flatnonzero(network.partner[rows] >= 0)
    at = {int(rows[place]): int(place) for place in linked}
    pairs = ((place, at.get(int(network.partner[row]))) for row, place in at.items())
    return {place: other for place, other in pairs if other is not None}

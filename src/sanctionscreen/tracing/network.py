"""A ledger with its seeds and services → numbered nodes.

A node is one account in one asset on one chain. Seeds and services are told by the account alone:
a listed address is listed on every chain that knows it.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

import numpy as np
import polars as pl

from sanctionscreen.tracing.ledger import Ledger
from sanctionscreen.tracing.numbers import codes_of
from sanctionscreen.tracing.rows import NOBODY
from sanctionscreen.tracing.tables import NONE, OTHER, Mask, Numbers, Places

#: An exchange is one value in two assets: the row that left and the row that arrived.
_LEGS: Final = 2


@dataclass(frozen=True, slots=True)
class Network:
    """The rows of a ledger between numbered nodes.

    `account` and `kind` say of each node which of `names` it is, and which (chain, asset) of
    `kinds`. `label` is the seed's number, `OTHER` where the node is none; `stop` is true where
    value is absorbed; `nobody` where the node stands for no account: fees, the middle of an
    exchange. `partner` is the other leg of a row that changed its asset, `NONE` for nearly all.
    """

    transfers: pl.DataFrame
    names: pl.Series
    source: Places
    target: Places
    account: Numbers
    kind: Numbers
    kinds: pl.DataFrame
    label: Numbers
    stop: Mask
    nobody: Mask
    partner: Numbers

    @property
    def arrives(self) -> Mask:
        """By row whether it is the second leg of one record: what was paid arrives as another."""
        second: Mask = (self.partner != NONE) & self.nobody[self.source]
        return second

    @property
    def nodes(self) -> int:
        """How many nodes there are."""
        return len(self.account)

    def marked(self, accounts: pl.Series, marks: pl.Series) -> Numbers:
        """By node the mark of its account, `NONE` where it has none."""
        return _marked(self.names, accounts, marks)[self.account]


def build_network(ledger: Ledger, labels: pl.DataFrame, stops: Iterable[str]) -> Network:
    """The network of a ledger; `labels` (account, label) are the seeds.

    An account that is both seed and service stays a seed.
    """
    transfers, names = ledger.transfers, ledger.accounts
    kinds = transfers.select("chain", "asset").unique().sort("chain", "asset")
    source, target, account, kind = _nodes(transfers, names, kinds)
    label = _marked(names, labels["account"], labels["label"])[account]
    stopping = pl.Series(sorted(stops), dtype=pl.String)
    stopped = _marked(names, stopping, stopping.is_not_null().cast(pl.Int64))[account]
    return Network(
        transfers=transfers,
        names=names,
        source=source,
        target=target,
        account=account,
        kind=kind,
        kinds=kinds,
        label=label,
        stop=(stopped != NONE) & (label == OTHER),
        nobody=names.is_in(NOBODY).to_numpy()[account],
        partner=_partners(transfers, label[source] != OTHER, label[target] != OTHER),
    )


def _nodes(
    transfers: pl.DataFrame, names: pl.Series, kinds: pl.DataFrame
) -> tuple[Places, Places, Numbers, Numbers]:
    """The nodes of both sides, and of each node its account and kind; in order of both."""
    if kinds.height <= 1:
        source, target = (
            transfers[side].cast(pl.Int32).to_numpy(writable=True) for side in ("source", "target")
        )
        account = np.arange(len(names), dtype=np.int64)
        return source, target, account, np.zeros_like(account)
    numbered = kinds.with_row_index("kind")
    of_row = transfers.select("chain", "asset").join(
        numbered, on=["chain", "asset"], how="left", nulls_equal=True, maintain_order="left"
    )
    kind = of_row["kind"].cast(pl.Int64)
    keys = [transfers[side].cast(pl.Int64) * kinds.height + kind for side in ("source", "target")]
    both = pl.concat([key.rename("key") for key in keys])
    known = both.unique().sort().to_numpy()
    codes = (both.rank("dense") - 1).cast(pl.Int32).to_numpy(writable=True)
    rows = transfers.height
    return codes[:rows], codes[rows:], known // kinds.height, known % kinds.height


def _marked(names: pl.Series, accounts: pl.Series, marks: pl.Series) -> Numbers:
    """By account its mark, `NONE` where it has none."""
    found = np.full(len(names), NONE, dtype=np.int64)
    known = pl.DataFrame({"code": codes_of(accounts, names), "mark": marks}).drop_nulls("code")
    found[known["code"].to_numpy()] = known["mark"].to_numpy()
    return found


def _partners(transfers: pl.DataFrame, from_seed: Mask, to_seed: Mask) -> Numbers:
    """For both legs of an exchange the row of the other; `link` says which belong together.

    A seed that exchanges is no bridge: what goes in came to the seed, what comes out is the seed's.
    """
    partner = np.full(transfers.height, NONE, dtype=np.int64)
    linked = transfers.select("link").with_row_index("at").filter(pl.col("link").is_not_null())
    legs = linked.group_by("link", maintain_order=True).agg("at")["at"].to_list()
    for out, into in (pair for pair in legs if len(pair) == _LEGS):
        if not (to_seed[out] or from_seed[into]):
            partner[out], partner[into] = into, out
    return partner

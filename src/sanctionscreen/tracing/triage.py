"""Triage: where each account's value comes from if time is ignored. For sorting, never a finding.

Source of funds as an absorbing mixture: an account's value is that of its payers, in the
proportions of all they ever paid it. It runs in a moment and is wrong by construction: it gives
shares to accounts that cannot have the value, because it left before it came. Confirm by a method.
"""

from collections.abc import Collection
from typing import Final

import numpy as np
import polars as pl
from numpy.typing import NDArray

from sanctionscreen.tracing.exposures import account_names
from sanctionscreen.tracing.ledger import Ledger
from sanctionscreen.tracing.network import Network, build_network
from sanctionscreen.tracing.parties import SERVICES, numbered, stop_accounts, to_seeds, to_tags
from sanctionscreen.tracing.tables import Mask

#: Below this share chance connections outnumber real ones by far.
LEAST_SHARE: Final = 0.001
#: After so many steps shares change by less than two thousandths, on ledgers with many cycles.
STEPS: Final = 30


def triage(
    ledger: Ledger,
    seeds: pl.DataFrame,
    tags: pl.DataFrame,
    *,
    services: Collection[str] = SERVICES,
    steps: int = STEPS,
    least: float = LEAST_SHARE,
) -> pl.DataFrame:
    """One row an (account, asset, chain, seed): its share of the seed's value, time ignored.

    Columns: account, asset, chain, seed_entity, triage_share, unattributed_share (what no seed and
    no service explains). Rows below `least` are left out. Sorted by falling share.
    """
    who, labels = numbered(to_seeds(seeds))
    network = build_network(ledger, labels, stop_accounts(to_tags(tags), services))
    amount = ledger.transfers["amount"].cast(pl.Float64).to_numpy()
    income = np.bincount(network.target, weights=amount, minlength=network.nodes)
    weight = amount / income[network.target]  # every row brings its target an income
    fixed = _fixed(network)
    columns = [network.label == label for label in who["label"]] + [network.stop]
    shares = [_absorbed(network, weight, own, steps) for own in columns]
    explained = np.sum(shares, axis=0)
    frames = []
    for label, share in zip(who["label"], shares, strict=False):
        nodes = np.flatnonzero((share >= least) & ~fixed)
        names = account_names(network, pl.Series(nodes))
        frames.append(
            pl.DataFrame(names).with_columns(
                seed_entity=pl.lit(who["entity_id"][label]),
                triage_share=pl.Series(share[nodes]),
                unattributed_share=pl.Series(np.maximum(0.0, 1.0 - explained[nodes])),
            )
        )
    found = pl.concat(frames) if frames else _nothing()
    return found.sort("triage_share", "account", "asset", descending=[True, False, False])


def _absorbed(
    network: Network, weight: NDArray[np.float64], own: Mask, steps: int
) -> NDArray[np.float64]:
    """The share of each node's value that starts at the marked ones, after so many steps back."""
    start, fixed = own.astype(np.float64), _fixed(network)
    share = start
    for _ in range(steps):
        paid = weight * share[network.source]
        passed = np.bincount(network.target, weights=paid, minlength=network.nodes)
        share = np.where(fixed, start, passed)
    return share


def _fixed(network: Network) -> Mask:
    """Seeds and services: their value is their own."""
    return network.stop | (network.label >= 0)


def _nothing() -> pl.DataFrame:
    return pl.DataFrame(
        schema={
            "account": pl.String,
            "asset": pl.String,
            "chain": pl.String,
            "seed_entity": pl.String,
            "triage_share": pl.Float64,
            "unattributed_share": pl.Float64,
        }
    )

"""The wallets of a watchlist in normal form, and their owners as findings show them."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Final, NamedTuple

import polars as pl

from sanctionscreen.identifiers.addresses import is_evm, normalise
from sanctionscreen.matching.roll import Listed
from sanctionscreen.matching.watchlist import Watchlist
from sanctionscreen.screening import links_of

#: So many characters at each end are what people compare by eye.
_SEEN: Final = 4


def listed_wallets(watchlist: Watchlist) -> pl.DataFrame:
    """One row a listed wallet: its normal text, its chain, its owner, and keys of look-alikes.

    `listed_chain` is null where the list's label leaves it open: USDT on an EVM address.
    """
    wallets = watchlist.frames["wallets"].select("entity_id", "address", "asset")
    known = normalise(wallets["address"], wallets["asset"])
    open_ = pl.Series([is_evm(chain) for chain in known["chain"]]) & ~known["chain_given"]
    return pl.DataFrame(
        [
            known["normal"],
            wallets["address"].alias("listed_address"),
            wallets["asset"].alias("listed_asset"),
            known["chain"]
            .zip_with(~open_, pl.Series([None], dtype=pl.String))
            .alias("listed_chain"),
            known["note"].alias("listed_note"),
            known["form"].alias("listed_form"),
            wallets["entity_id"],
        ]
    ).with_columns(ends=ends(pl.col("normal")), folded=pl.col("listed_address").str.to_lowercase())


def ends(normal: pl.Expr) -> pl.Expr:
    """The first and last characters, after what all addresses of the form begin with.

    >>> pl.select(ends(pl.lit("0xae05eb856cb28c156d9722094f5eefd5693bc181"))).item()
    'ae05c181'
    """
    body = normal.str.replace("^(?:0x|[a-z]{2,4}1[qp])", "")
    return body.str.slice(0, _SEEN) + body.str.slice(-_SEEN)


class Owner(NamedTuple):
    """A listed party as a finding shows it."""

    listed: Listed
    snapshot_id: str
    coverage: str
    published_on: str
    also_on: tuple[str, ...]
    wallets: tuple[tuple[str, str], ...]  # normal text and `asset address`


def owners(watchlist: Watchlist, entity_ids: Iterable[str]) -> Mapping[str, Owner]:
    """The owners by entity id, with the same party on other lists and all their wallets."""
    wanted = sorted(set(entity_ids))
    if not wanted:
        return {}
    wallets = _wallets_by_owner(watchlist)
    same = _same_parties(watchlist, wanted)
    found = {}
    for entity_id in wanted:
        listed = watchlist.parties[watchlist.positions[entity_id]]
        ref = watchlist.snapshot(listed.list_id)
        found[entity_id] = Owner(
            listed=listed,
            snapshot_id=ref.snapshot_id,
            coverage=ref.coverage.value,
            published_on=ref.published_on.isoformat(),
            also_on=same.get(entity_id, ()),
            wallets=wallets.get(entity_id, ()),
        )
    return found


def _wallets_by_owner(watchlist: Watchlist) -> dict[str, tuple[tuple[str, str], ...]]:
    listed = listed_wallets(watchlist)
    shown = pl.format("{} {}", "listed_asset", "listed_address").alias("shown")
    rows = listed.select("entity_id", "normal", shown).unique(maintain_order=True).iter_rows()
    found: dict[str, list[tuple[str, str]]] = {}
    for entity_id, normal, text in rows:
        found.setdefault(entity_id, []).append((normal, text))
    return {entity_id: tuple(texts) for entity_id, texts in found.items()}


def _same_parties(watchlist: Watchlist, wanted: Sequence[str]) -> Mapping[str, tuple[str, ...]]:
    """The entries of the same parties on the other lists, as in the screening of parties."""
    if len(watchlist.snapshots) == 1:
        return {}
    linked = links_of(watchlist).filter(pl.col("entity_id").is_in(wanted))
    found: dict[str, list[str]] = {}
    for entity_id, other_id in linked.select("entity_id", "other_id").iter_rows():
        found.setdefault(entity_id, []).append(other_id)
    return {entity_id: tuple(sorted(others)) for entity_id, others in found.items()}

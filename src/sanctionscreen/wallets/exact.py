"""Addresses that are on a list, and those that only resemble one that is."""

from typing import Final

import polars as pl

from sanctionscreen.identifiers.addresses import Status
from sanctionscreen.identifiers.chains import EVM_CHAINS
from sanctionscreen.identifiers.siblings import siblings
from sanctionscreen.wallets.findings import BETWEEN
from sanctionscreen.wallets.listed import ends

_BROKEN: Final = [Status.INVALID.value, Status.DAMAGED.value]


def listed_matches(addresses: pl.DataFrame, listed: pl.DataFrame) -> pl.DataFrame:
    """Each address that is on a list, with the listing; one row an address and owner.

    `chain_exact` is null where the chain of either side is open.
    """
    matches = addresses.join(listed, on="normal", how="inner", maintain_order="left")
    open_ = pl.col("chain").is_in([*EVM_CHAINS]) & ~pl.col("chain_given")
    exact = pl.when(~open_).then(pl.col("chain") == pl.col("listed_chain"))
    return (
        matches.with_columns(chain_exact=exact)
        .group_by("at", "entity_id", maintain_order=True)
        .agg(
            pl.exclude("chain_exact", "listed_asset", "listed_chain").first(),
            pl.col("chain_exact").any(ignore_nulls=False),
            pl.col("listed_chain").sort_by("chain_exact", descending=True, nulls_last=True).first(),
            pl.col("listed_asset").unique(maintain_order=True).str.join(BETWEEN),
        )
    )


def resembling(addresses: pl.DataFrame, listed: pl.DataFrame) -> pl.DataFrame:
    """Each address that is not listed and resembles one that is, with the listing and `how`.

    `key`: another address of the same key. `case`: the same letters in another case, so one of
    the two was damaged. `ends`: the same first and last characters, which is how addresses are
    forged to be mistaken (poisoning).
    """
    rest = addresses.join(listed, on="normal", how="anti", maintain_order="left")
    once = listed.unique(["normal", "entity_id"], maintain_order=True)
    broken = rest.filter(pl.col("status").is_in(_BROKEN))
    folded = broken.with_columns(folded=pl.col("text").str.to_lowercase())
    case = folded.join(once.drop("normal", "ends"), on="folded", maintain_order="left")
    kin = rest.join(_of_one_key(once), on="normal", maintain_order="left")
    others = rest.with_columns(ends=ends(pl.col("normal")))
    for known in (case, kin):
        others = others.join(known, on="at", how="anti", maintain_order="left")
    alike = others.join(once.drop("normal", "folded"), on="ends", maintain_order="left")
    tagged = [
        frame.with_columns(how=pl.lit(how)).drop("ends", "folded", strict=False)
        for frame, how in ((kin, "key"), (case, "case"), (alike, "ends"))
    ]
    return pl.concat(tagged, how="diagonal").sort("at", maintain_order=True)


def _of_one_key(listed: pl.DataFrame) -> pl.DataFrame:
    """Each listing under the other addresses of its key, in their normal texts."""
    forms = zip(listed["listed_form"], listed["normal"], strict=True)
    texts = [list(siblings(form, normal)) for form, normal in forms]
    kin = listed.drop("ends", "folded").with_columns(
        normal=pl.Series(texts, dtype=pl.List(pl.String))
    )
    return kin.explode("normal", empty_as_null=True).drop_nulls("normal")

"""Who is a seed and who a service: from what tracing starts, and at what it stops."""

from collections.abc import Collection
from typing import Final

import polars as pl

from sanctionscreen.columns import TEXT
from sanctionscreen.errors import InputError
from sanctionscreen.tags import vocabulary as tag_words
from sanctionscreen.tracing.accounts import normal_accounts
from sanctionscreen.tracing.rows import FEES

#: One row an account of a listed party: whose it is, by what tag it is known where no list has it.
SEEDS: Final = pl.Schema(
    {
        "account": TEXT,
        "entity_id": TEXT,
        "seed_name": TEXT,
        "tag": TEXT,
        "category": TEXT,
        "confidence": TEXT,
        "programmes": TEXT,
        "effect": TEXT,
        "listed_on": pl.Date(),
    }
)
_TOGETHER: Final = ("seed_name", "tag", "category", "confidence", "programmes", "effect")
#: One row a tag, in the words of GraphSense's TagPacks.
TAGS: Final = pl.Schema(
    {
        "address": TEXT,
        "chain": TEXT,
        "label": TEXT,
        "category": TEXT,
        "source": TEXT,
        "confidence": TEXT,
    }
)
#: Categories that pool the value of many: it is absorbed there, for what leaves is other value.
SERVICES: Final = tag_words.SERVICES | {
    "atm", "bank", "bridge", "burn", "cex", "custodian", "dex", "marketplace", "mixer", "shop",
}  # fmt: skip
#: Categories with which everybody deals: no exposure is told for a direct dealing with them.
ORDINARY: Final = frozenset(
    {
        "atm", "bank", "bridge", "burn", "cex", "custodian", "defi", "defi_bridge", "defi_dex",
        "defi_lending", "dex", "exchange", "hosted_wallet", "miner", "organization",
        "payment_processor", "service", "shop", "user", "wallet_service",
    }
)  # fmt: skip
#: Nobody has the keys: what goes there is gone, and what "comes" from there was newly made.
#: (A public tag pack calls the first of them a blacklisted party.)
BURNT: Final = frozenset(
    {
        "0x0000000000000000000000000000000000000000",
        "0x000000000000000000000000000000000000dead",
        "coinbase",
    }
)


def to_seeds(frame: pl.DataFrame) -> pl.DataFrame:
    """SEEDS, accounts in their one spelling, one row an account: several parties are joined.

    Only `account` is needed; an account without `entity_id` is its own: `account:<account>`.

    Raises:
        InputError: there is no column `account`, or a column has the wrong type.

    >>> seeds = to_seeds(pl.DataFrame({"account": ["0xAB", "0xab"], "entity_id": ["x:1", "y:2"]}))
    >>> seeds.select("account", "entity_id").rows()
    [('0xab', 'x:1 | y:2')]
    """
    seeds = _conformed(frame, SEEDS, "account", name="seeds")
    owner = pl.coalesce("entity_id", pl.format("account:{}", "account"))
    return (
        seeds.with_columns(account=normal_accounts(seeds["account"]))
        .filter(~pl.col("account").is_in(sorted(BURNT)))
        .with_columns(entity_id=owner)
        .group_by("account", maintain_order=True)
        .agg(
            pl.col("entity_id").unique().sort().str.join(" | "),
            *(_joined(column) for column in _TOGETHER),
            pl.col("listed_on").min(),
        )
        .select(SEEDS.names())
    )


def to_tags(frame: pl.DataFrame) -> pl.DataFrame:
    """TAGS, addresses in their one spelling; confidences as texts, whatever scale they have.

    Raises:
        InputError: there is no column `address`, or a column has the wrong type.
    """
    tags = _conformed(frame, TAGS, "address", name="tags")
    return tags.with_columns(
        address=normal_accounts(tags["address"]), category=pl.col("category").str.to_lowercase()
    )


def _joined(column: str) -> pl.Expr:
    texts = pl.col(column).drop_nulls().unique().sort()
    return pl.when(texts.len() > 0).then(texts.str.join(" | ")).alias(column)


def _conformed(frame: pl.DataFrame, schema: pl.Schema, needed: str, *, name: str) -> pl.DataFrame:
    """The frame with every column of the schema, null where it has none."""
    if needed not in frame.columns:
        raise InputError("the column is missing", file=name, field=needed)
    columns = [
        pl.col(column).cast(dtype, strict=False)
        if column in frame.columns
        else pl.lit(None, dtype).alias(column)
        for column, dtype in schema.items()
    ]
    return frame.select(columns).filter(pl.col(needed).is_not_null())


def stop_accounts(tags: pl.DataFrame, services: Collection[str] = SERVICES) -> set[str]:
    """The accounts at which value is absorbed: services by their tags, burnt addresses, fees."""
    tagged = tags.filter(pl.col("category").is_in(sorted(services)))["address"]
    return {*tagged.to_list(), *BURNT, FEES}


def numbered(seeds: pl.DataFrame) -> tuple[pl.DataFrame, pl.DataFrame]:
    """The seeds' labels: who each number is; and the number of each account.

    Accounts of one party under one tag have one number, so that its value is one value.
    """
    party = [column for column in SEEDS.names() if column != "account"]
    who = seeds.select(party).unique().sort(party).with_row_index("label")
    who = who.with_columns(pl.col("label").cast(pl.Int64))
    accounts = seeds.join(who, on=party, how="left", nulls_equal=True, maintain_order="left")
    return who, accounts.select("account", "label")


def account_tags(tags: pl.DataFrame) -> pl.DataFrame:
    """One tag an account, for display: account, account_tag, account_category."""
    return (
        tags.group_by("address", maintain_order=True)
        .agg(
            account_tag=pl.col("label").drop_nulls().unique().sort().str.join(" | "),
            account_category=pl.col("category").drop_nulls().unique().sort().str.join(" | "),
        )
        .rename({"address": "account"})
    )

"""A table of tags (CSV, Parquet, an issuer's freeze list) → raw tags, by the headings they have."""

import re
from collections.abc import Mapping
from typing import Final

import polars as pl

from sanctionscreen.errors import InputError
from sanctionscreen.tags.tagpack import RAW_TAGS

#: What the columns of such tables are called; the first that is there is taken.
_HEADINGS: Final[Mapping[str, tuple[str, ...]]] = {
    "address": ("address", "wallet", "walletaddress", "frozenaddress", "account", "target"),
    "asset": ("currency", "chain", "blockchain", "network", "asset", "token", "symbol", "coin"),
    "label": ("label", "tag", "name", "taglabel", "entity", "attribution"),
    "source": ("source", "uri", "url", "link", "reference"),
    "confidence": ("confidence",),
    "dated": (
        "lastmod", "date", "dated", "created", "updated", "timestamp", "frozenat", "blacklistedat",
        "frozendate", "blacklisteddate", "time", "blocktime",
    ),
    "category": ("category", "type"),
    "abuse": ("abuse",),
    "concepts": ("concepts",),
    "actor": ("actor",),
    "context": ("context", "note", "notes", "comment", "transaction", "txhash", "tx", "reason"),
}  # fmt: skip
#: A table without labels whose columns speak of freezing is an issuer's freeze list.
_FREEZE: Final = re.compile(r"froz|freez|blacklist|blocked")
_FREEZE_LABEL: Final = "frozen by its issuer"


def from_frame(frame: pl.DataFrame, *, name: str) -> pl.DataFrame:
    """RAW_TAGS of a table; `line` is the number of the row.

    Raises:
        InputError: there is no column of addresses, or neither labels nor words of a freeze.

    >>> freeze = pl.DataFrame({"address": ["0x12"], "token": ["USDT"], "frozen_at": ["2025-01-02"]})
    >>> from_frame(freeze, name="freeze.csv").select("label", "category", "dated").row(0)
    ('USDT frozen by its issuer', 'freeze', '2025-01-02')
    """
    forms = {re.sub(r"[^a-z]", "", column.lower()): column for column in reversed(frame.columns)}
    found = {
        field: next((forms[word] for word in words if word in forms), None)
        for field, words in _HEADINGS.items()
    }
    if found["address"] is None:
        raise InputError("there is no column of addresses", file=name, field="address")
    freeze = any(_FREEZE.search(form) for form in forms) or bool(_FREEZE.search(name.lower()))
    if found["label"] is None and not freeze:
        raise InputError("there is no column of labels", file=name, field="label")
    columns = {field: _column(frame, column, field) for field, column in found.items()}
    if found["label"] is None:
        columns["label"] = _freeze_label(columns["asset"])
        columns["category"] = pl.lit("freeze")
    return (
        frame.select(
            **columns, pack=pl.lit(name), line=pl.int_range(1, pl.len() + 1, dtype=pl.Int64)
        )
        .select(RAW_TAGS.names())
        .cast(RAW_TAGS)
    )


def _column(frame: pl.DataFrame, column: str | None, field: str) -> pl.Expr:
    if field == "concepts":
        if column is None:
            return pl.lit([], pl.List(pl.String))
        is_list = isinstance(frame.schema[column], pl.List)
        return pl.col(column) if is_list else pl.col(column).str.split("|")
    if column is None:
        return pl.lit(None, pl.String)
    text = pl.col(column).cast(pl.String).str.strip_chars()
    return pl.when(text != "").then(text)


def _freeze_label(asset: pl.Expr) -> pl.Expr:
    return pl.concat_str([asset, pl.lit(_FREEZE_LABEL)], separator=" ", ignore_nulls=True)

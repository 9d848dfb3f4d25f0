"""A table or frame of wallets → WALLET_QUERIES: address, chain, and what is said of the wallet."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

import polars as pl

from sanctionscreen.columns import PROBLEMS, WALLET_QUERIES, check
from sanctionscreen.errors import InputError
from sanctionscreen.intake import cells
from sanctionscreen.intake.counterparties import ArrowStream
from sanctionscreen.intake.records import Table
from sanctionscreen.intake.words import fold_camel, folded
from sanctionscreen.tags.confidence import share


class WalletRole(StrEnum):
    """What a column of a file of wallets means."""

    QUERY_ID = "query_id"
    ADDRESS = "address"
    CHAIN = "chain"
    ASSET = "asset"
    TAG = "tag"
    ACTOR = "actor"
    CONTEXT = "context"
    SOURCE = "source"
    CONFIDENCE = "confidence"


#: What people write over such columns; the first that a file has is taken.
_HEADINGS: Final[Mapping[WalletRole, str]] = {
    WalletRole.QUERY_ID: """
        query_id, id, wallet_id, customer_id, client_id, account_id, uid, ref, reference, case
    """,
    WalletRole.ADDRESS: """
        address, wallet, wallet_address, crypto_address, crypto_wallet, blockchain_address, addr,
        account, deposit_address, withdrawal_address, from_address, to_address, btc_address,
        eth_address, trx_address, adresse, dirección, кошелек, адрес, 钱包, 钱包地址, 地址
    """,
    WalletRole.CHAIN: "chain, blockchain, network, ledger, protocol, netzwerk, red, сеть, 链, 网络",
    WalletRole.ASSET: "asset, currency, coin, token, symbol, ticker, cryptocurrency, währung, 币种",
    WalletRole.TAG: """
        tag, label, tag_label, name, entity, attribution, owner, cluster, service, bezeichnung, 标签
    """,
    WalletRole.ACTOR: "actor, actor_label, actor_name, operator",
    WalletRole.CONTEXT: "context, note, notes, comment, comments, remark, remarks, description",
    WalletRole.SOURCE: "source, tag_source, uri, url, link, quelle",
    WalletRole.CONFIDENCE: "confidence, tag_confidence, certainty, reliability",
}
_TOO_LONG: Final = 10_000
#: One label is a phrase, not a page.
_LONGEST_LABEL: Final = 1_000


@dataclass(frozen=True, slots=True)
class WalletQueries:
    """The wallets to screen (WALLET_QUERIES), and what was wrong with rows or fields (PROBLEMS)."""

    frame: pl.DataFrame
    problems: pl.DataFrame
    notes: tuple[str, ...] = ()


def wallets_from_table(
    table: Table, *, columns: Mapping[str, Sequence[str]] | None = None
) -> WalletQueries:
    """The wallets of a file that was read; records it lost are problems as well.

    Raises:
        InputError: there is no column of addresses or tags, or `columns` names an unknown one.
    """
    found = _queries(table.frame, table.rows, columns or {})
    problems = pl.concat([table.lost, found.problems]).sort("row", maintain_order=True)
    return WalletQueries(found.frame, problems, (*table.notes, *found.notes))


def wallets_from_frame(
    frame: pl.DataFrame | ArrowStream, *, columns: Mapping[str, Sequence[str]] | None = None
) -> WalletQueries:
    """The wallets of any frame; one that has the columns of WALLET_QUERIES passes as it is.

    Raises:
        InputError: there is no column of addresses or tags, or `columns` names an unknown one.

    >>> found = wallets_from_frame(pl.DataFrame({"Wallet": [" 1A "], "confidence": ["high"]}))
    >>> found.frame.select("query_id", "cell").rows(), found.problems["field"].to_list()
    ([('1', '1A')], ['confidence'])
    """
    given = frame if isinstance(frame, pl.DataFrame) else pl.DataFrame(frame)
    if set(given.columns) == set(WALLET_QUERIES):
        ready = check(given, WALLET_QUERIES, name="wallets")
        return WalletQueries(ready, PROBLEMS.to_frame())
    rows = pl.int_range(1, given.height + 1, dtype=pl.Int64, eager=True)
    return _queries(given, rows, columns or {})


def _queries(
    frame: pl.DataFrame, rows: pl.Series, overrides: Mapping[str, Sequence[str]]
) -> WalletQueries:
    roles = _roles(frame.columns, overrides)
    texts = {role: cells.joined(cells.texts(frame, column)) for role, column in roles.items()}
    number = rows.cast(pl.Int64).alias("row")
    nothing = pl.Series([None] * frame.height, dtype=pl.String)

    def of(*wanted: WalletRole) -> pl.Series:
        columns = [texts[role].alias(role) for role in wanted if role in texts]
        return (
            pl.DataFrame(columns).select(pl.coalesce(pl.all())).to_series() if columns else nothing
        )

    told = of(WalletRole.CONFIDENCE)
    confidence = told.to_frame("told").select(share(pl.col("told"))).to_series()
    queries = pl.DataFrame(
        {
            "row": number,
            "query_id": of(WalletRole.QUERY_ID).zip_with(
                of(WalletRole.QUERY_ID).is_not_null(), number.cast(pl.String)
            ),
            "cell": of(WalletRole.ADDRESS).str.slice(0, _TOO_LONG),
            "asset": of(WalletRole.CHAIN, WalletRole.ASSET),
            "label": of(WalletRole.TAG).str.slice(0, _LONGEST_LABEL),
            "actor": of(WalletRole.ACTOR).str.slice(0, _LONGEST_LABEL),
            "context": of(WalletRole.CONTEXT).str.slice(0, _LONGEST_LABEL),
            "source": of(WalletRole.SOURCE),
            "confidence": confidence,
        }
    )
    wrong = queries.filter(told.is_not_null() & confidence.is_null())
    problems = _unread(wrong, roles.get(WalletRole.CONFIDENCE))
    used = ", ".join(f"{role.value} from {column!r}" for role, column in roles.items())
    ready = queries.select(WALLET_QUERIES.names()).cast(WALLET_QUERIES)
    return WalletQueries(ready, problems, (f"columns: {used}",))


def _unread(wrong: pl.DataFrame, field: str | None) -> pl.DataFrame:
    """PROBLEMS of the rows whose confidence could not be read; they are screened all the same."""
    return wrong.select(
        "row",
        "query_id",
        field=pl.lit(field, pl.String),
        reason=pl.lit("no number from 0 to 100 and no word of GraphSense's scale"),
        screened=pl.lit(value=True),
    ).cast(PROBLEMS)


def _roles(columns: Sequence[str], overrides: Mapping[str, Sequence[str]]) -> dict[WalletRole, str]:
    found = {_role(word): _existing(given, columns) for word, given in overrides.items()}
    forms = {column: _form(column) for column in columns}
    for role, headings in _HEADINGS.items():
        names = folded(headings)
        known = [c for c in columns if forms[c] in names and c not in found.values()]
        if role not in found and known:
            found[role] = min(known, key=lambda column: names.index(forms[column]))
    if WalletRole.ADDRESS not in found and WalletRole.TAG not in found:
        listed = ", ".join(map(repr, columns)) or "none"
        raise InputError(
            f"no column is known to hold an address or a tag; the columns are {listed}: say which"
            " one it is with --column address=COLUMN"
        )
    return found


def _form(column: str) -> str:
    return fold_camel(re.sub(r"[(\[].*?[)\]]", " ", column))


def _role(word: str) -> WalletRole:
    if word not in set(WalletRole):
        raise InputError(f"there is no role {word!r}: use one of {', '.join(WalletRole)}")
    return WalletRole(word)


def _existing(given: Sequence[str], columns: Sequence[str]) -> str:
    if len(given) != 1 or given[0] not in columns:
        raise InputError(f"expected one column of the input, got {', '.join(map(repr, given))}")
    return given[0]

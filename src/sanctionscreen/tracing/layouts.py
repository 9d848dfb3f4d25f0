"""Which column of a transfer file is what: usual headings, and the layouts of public data sets."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

import polars as pl

from sanctionscreen.errors import InputError
from sanctionscreen.intake.words import fold_camel, folded


class TransferRole(StrEnum):
    """What a column of a transfer file says."""

    TX_ID = "tx_id"
    SEQ = "seq"
    TIMESTAMP = "timestamp"
    CHAIN = "chain"
    SOURCE = "source"
    TARGET = "target"
    AMOUNT = "amount"
    ASSET = "asset"
    FEE = "fee"


_HEADINGS: Final[Mapping[TransferRole, str]] = {
    TransferRole.TX_ID: """tx_id, txid, tx_hash, tx, transaction_hash, transaction_id, hash,
        transaction, txn_id, txn_hash, payment_id, end_to_end_id, reference, uetr, id""",
    TransferRole.SEQ: """seq, sequence, log_index, position, tx_index, transaction_index,
        event_index, vout, entry, line""",
    TransferRole.TIMESTAMP: """timestamp, time, datetime, date_time, block_time, block_timestamp,
        booked_at, booking_date, value_date, created_at, executed_at, date, time_step, step""",
    TransferRole.CHAIN: "chain, network, blockchain, ledger",
    TransferRole.SOURCE: """source, from, sender, from_address, source_address, sender_address,
        from_account, source_account, sender_account, payer, payer_account, payer_iban, originator,
        originator_account, debtor, debtor_account, debtor_iban, source_node_id, orig_acct,
        name_orig, input_address, auftraggeber, von""",
    TransferRole.TARGET: """target, to, receiver, to_address, target_address, receiver_address,
        to_account, target_account, receiver_account, destination, payee, payee_account, payee_iban,
        recipient, beneficiary, beneficiary_account, creditor, creditor_account, creditor_iban,
        target_node_id, bene_acct, name_dest, output_address, empfänger, an""",
    TransferRole.AMOUNT: """amount, value, quantity, amount_paid, base_amt, token_amount, sum,
        betrag, montant, importe""",
    TransferRole.ASSET: """asset, currency, symbol, token, token_symbol, ccy, coin,
        payment_currency, currency_code, währung, devise""",
    TransferRole.FEE: "fee, gas_fee, tx_fee, network_fee, transaction_fee",
}
NEEDED: Final = (
    TransferRole.TIMESTAMP,
    TransferRole.SOURCE,
    TransferRole.TARGET,
    TransferRole.AMOUNT,
)


@dataclass(frozen=True, slots=True)
class Layout:
    """How the files of one source are laid out.

    `headings` replace those of the file, one by one, where the file's own are not unique. `prepare`
    makes one table with usual headings of it. `days`: times are counted days, no dates.
    """

    file_headings: tuple[str, ...] = ()
    headings: tuple[str, ...] = ()
    prepare: Callable[[pl.DataFrame], pl.DataFrame] = lambda frame: frame
    days: bool = False


def _amlworld(frame: pl.DataFrame) -> pl.DataFrame:
    """One account is a number at a bank; what was paid and what arrived may be two currencies."""
    return frame.select(
        timestamp="timestamp",
        source=pl.concat_str("from_bank", pl.lit(":"), "from_account"),
        target=pl.concat_str("to_bank", pl.lit(":"), "to_account"),
        amount="amount_paid",
        asset="payment_currency",
        arrived_amount="amount_received",
        arrived_asset="receiving_currency",
    )


def _saml_d(frame: pl.DataFrame) -> pl.DataFrame:
    return frame.select(
        timestamp=pl.concat_str("Date", pl.lit(" "), "Time"),
        source="Sender_account",
        target="Receiver_account",
        amount="Amount",
        asset="Payment_currency",
    )


#: The layouts by name. AMLworld: Altman et al. 2023 (two columns are headed "Account"); SAML-D:
#: Oztas et al. 2023; AMLSim: IBM, as its samples are published.
LAYOUTS: Final[Mapping[str, Layout]] = {
    "auto": Layout(),
    "amlworld": Layout(
        file_headings=(
            "Timestamp", "From Bank", "Account", "To Bank", "Account", "Amount Received",
            "Receiving Currency", "Amount Paid", "Payment Currency", "Payment Format",
            "Is Laundering",
        ),
        headings=(
            "timestamp", "from_bank", "from_account", "to_bank", "to_account", "amount_received",
            "receiving_currency", "amount_paid", "payment_currency", "payment_format",
            "is_laundering",
        ),
        prepare=_amlworld,
    ),
    "saml-d": Layout(prepare=_saml_d),
    "amlsim": Layout(days=True),
    "elliptic++": Layout(days=True),  # several files: see `elliptic`
}  # fmt: skip


def layout_of(name: str) -> Layout:
    """The layout of that name.

    Raises:
        InputError: there is none; says which there are.
    """
    if name not in LAYOUTS:
        raise InputError(f"there is no layout {name!r}: use {', '.join(LAYOUTS)}")
    return LAYOUTS[name]


def rename_headings(content: bytes, layout: Layout) -> bytes:
    """The file with headings of their own for its columns, where the layout names them.

    Raises:
        InputError: the file has other headings than the layout.
    """
    if not layout.headings:
        return content
    line, end, rest = content.partition(b"\n")
    found = tuple(cell.strip() for cell in line.decode("utf-8-sig", "replace").split(","))
    if found != layout.file_headings:
        raise InputError(f"its headings are not {','.join(layout.file_headings)}", field="layout")
    return ",".join(layout.headings).encode() + end + rest


def recognise_transfers(
    columns: Sequence[str], overrides: Mapping[str, Sequence[str]]
) -> dict[TransferRole, str]:
    """Which column says what, by its usual headings; `overrides` (role → column) win.

    Raises:
        InputError: an override names no role or no column, or a needed role has no column.

    >>> recognise_transfers(["tx_hash", "block_timestamp", "from", "to", "value"], {})["source"]
    'from'
    """
    found = {role: _best(role, columns) for role in TransferRole}
    for word, given in overrides.items():
        if word not in set(TransferRole):
            raise InputError(f"there is no role {word!r}: use one of {', '.join(TransferRole)}")
        if len(given) != 1 or given[0] not in columns:
            raise InputError(f"no column {', '.join(given)!r}: it has {', '.join(columns)}")
        found[TransferRole(word)] = given[0]
    missing = [role.value for role in NEEDED if found[role] is None]
    if missing:
        raise InputError(
            f"no column for {', '.join(missing)}: it has {', '.join(columns)}; "
            "name it with --column ROLE=COLUMN"
        )
    return {role: column for role, column in found.items() if column is not None}


def _best(role: TransferRole, columns: Sequence[str]) -> str | None:
    """The column whose heading stands first among the usual ones."""
    ranks = {word: rank for rank, word in enumerate(folded(_HEADINGS[role]))}
    known = [(ranks[word], column) for column in columns if (word := fold_camel(column)) in ranks]
    return min(known)[1] if known else None

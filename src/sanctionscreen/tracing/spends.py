"""Unspent outputs as a ledger keeps them: what each transaction spends and makes."""

from dataclasses import dataclass
from typing import NamedTuple


class Spend(NamedTuple):
    """One transaction: the outputs it spends (by vin) and makes (by vout; the fee is the last)."""

    spent: tuple[int, ...]
    made: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Outputs:
    """Transactions in their order, and the outputs by number: owner, amount, rows in the ledger.

    An output that the tables show only as spent has no rows: nobody knows where it comes from. One
    that is paid by several owners has a row for each; a fee is an output that nobody can spend.
    """

    spends: tuple[Spend, ...]
    owner: tuple[int, ...]
    amount: tuple[int, ...]
    rows: tuple[tuple[int, ...], ...]

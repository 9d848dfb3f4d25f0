"""Tables of outputs and inputs of a chain → a ledger whose outputs can be followed themselves."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

import polars as pl

from sanctionscreen.columns import PROBLEMS
from sanctionscreen.errors import InputError
from sanctionscreen.intake.words import fold_camel, folded
from sanctionscreen.tracing.accounts import normal_accounts
from sanctionscreen.tracing.amounts import (
    base_units,
    common_scale,
    decimals,
    exact,
    plain_amounts,
)
from sanctionscreen.tracing.assets import asset_codes
from sanctionscreen.tracing.exposures import in_units
from sanctionscreen.tracing.ledger import Ledger
from sanctionscreen.tracing.lots import Lot
from sanctionscreen.tracing.numbers import codes_of
from sanctionscreen.tracing.outputs import in_proportion
from sanctionscreen.tracing.rows import EXCHANGE, FEES, NEWLY_MADE, NOT_SHOWN
from sanctionscreen.tracing.spends import Outputs, Spend
from sanctionscreen.tracing.times import utc_times

_TX: Final = "tx_id, txid, tx_hash, hash, transaction_hash, transaction_id"
_ADDRESS: Final = "address, owner, account, target, to, script_address"
_OUTPUTS: Final[Mapping[str, str]] = {
    "tx_id": _TX,
    "place": "vout, index, output_index, n, seq",
    "timestamp": "timestamp, time, block_time, block_timestamp, date",
    "address": _ADDRESS,
    "amount": "amount, value, output_value",
}
_INPUTS: Final[Mapping[str, str]] = {
    "tx_id": f"{_TX}, spending_tx",
    "place": "vin, index, input_index, n, seq",
    "spent_tx": "spent_tx, prev_tx, prev_tx_id, previous_tx, prev_txid, spent_transaction_hash",
    "spent_place": "spent_vout, prev_vout, previous_vout, spent_output_index, prev_index",
    "address": _ADDRESS,
    "amount": "amount, value, input_value",
}


def outputs_ledger(outputs: pl.DataFrame, inputs: pl.DataFrame, *, asset: str = "BTC") -> Ledger:
    """The ledger of a chain of unspent outputs, of one asset.

    `outputs`: tx_id, vout, timestamp, address, amount. `inputs`: tx_id, vin, prev_tx, prev_vout,
    and address and amount for outputs that are older than the tables. Transactions are in the order
    of their time, then of the table. Outputs without a time, address or amount are rejected; a
    input that spends nothing known and says no amount is told, its value is of unknown origin.

    Raises:
        InputError: a column is missing.
    """
    made = _typed(outputs, _OUTPUTS, name="outputs").with_columns(
        timestamp=utc_times(_column(outputs, _OUTPUTS["timestamp"], "outputs"))
    )
    spent = _typed(inputs, _INPUTS, name="inputs", optional=("address", "amount"))
    scale = common_scale(pl.concat([decimals(f["amount"].drop_nulls()) for f in (made, spent)]), 0)
    made, spent = (
        frame.with_columns(units=base_units(exact(frame["amount"], scale)))
        for frame in (made, spent)
    )
    bad = made.filter(_unusable())
    book = _Book(scale)
    book.read(made.filter(~_unusable()), spent)
    return book.ledger(asset_codes(pl.Series([asset]))[0], _lost(bad), outputs.height)


def _column(frame: pl.DataFrame, words: str, name: str) -> pl.Series:
    found = [column for column in frame.columns if fold_camel(column) in folded(words)]
    if not found:
        wanted = words.partition(",")[0]
        raise InputError(f"it has {', '.join(frame.columns)}", file=name, field=wanted)
    return frame[found[0]]


def _typed(
    frame: pl.DataFrame, roles: Mapping[str, str], *, name: str, optional: Sequence[str] = ()
) -> pl.DataFrame:
    columns: dict[str, pl.Series] = {}
    for role, words in roles.items():
        known = {fold_camel(column) for column in frame.columns} & set(folded(words))
        if role in optional and not known:
            columns[role] = pl.Series([None], dtype=pl.String).new_from_index(0, frame.height)
        else:
            columns[role] = _column(frame, words, name).cast(pl.String).str.strip_chars()
    typed = pl.DataFrame(columns).with_columns(
        pl.col("^(place|spent_place)$").cast(pl.Int64, strict=False),
        amount=plain_amounts(columns["amount"]),
        address=normal_accounts(columns["address"]),
    )
    return typed.with_row_index("row", offset=1).with_columns(pl.col("row").cast(pl.Int64))


def _unusable() -> pl.Expr:
    empty = pl.any_horizontal(pl.col("tx_id", "place", "timestamp", "address", "units").is_null())
    return empty | (pl.col("units") <= 0).fill_null(value=True)


def _lost(bad: pl.DataFrame) -> pl.DataFrame:
    return bad.select(
        "row",
        query_id="tx_id",
        field=pl.lit(None, pl.String),
        reason=pl.lit("an output needs tx_id, vout, time, address and an amount above zero"),
        screened=pl.lit(value=False),
    ).cast(PROBLEMS)


@dataclass
class _Book:
    """The outputs as they are numbered, and the rows of the ledger as they are written."""

    scale: int
    owners: dict[str, int] = field(default_factory=dict)
    owner: list[str] = field(default_factory=list)
    amount: list[int] = field(default_factory=list)
    rows: list[tuple[int, ...]] = field(default_factory=list)
    spends: list[Spend] = field(default_factory=list)
    lines: list[tuple[Any, ...]] = field(default_factory=list)
    told: list[dict[str, object]] = field(default_factory=list)

    def read(self, made: pl.DataFrame, spent: pl.DataFrame) -> None:
        """Numbers outputs older than the tables first, then transaction by transaction."""
        txs: dict[str, list[dict[str, Any]]] = defaultdict(list)
        for row in made.sort("timestamp", "row").iter_rows(named=True):
            txs[row["tx_id"]].append(row)
        ins: dict[str, list[dict[str, Any]]] = defaultdict(list)
        for row in spent.sort("place", "row").iter_rows(named=True):
            ins[row["tx_id"]].append(row)
        known: dict[tuple[str, int], int] = {}
        for row in spent.sort("row").iter_rows(named=True):
            key = (row["spent_tx"], row["spent_place"])
            older = row["spent_tx"] not in txs and row["units"] and row["address"]
            if older and row["tx_id"] in txs and key not in known:
                known[key] = self._output(row["address"], row["units"], ())
        for tx_id, rows in txs.items():
            places = sorted(rows, key=lambda row: row["place"])
            self._transaction(tx_id, places, ins.get(tx_id, []), known)

    def _transaction(
        self,
        tx_id: str,
        made: Sequence[dict[str, Any]],
        ins: Sequence[dict[str, Any]],
        known: dict[tuple[str, int], int],
    ) -> None:
        spent = []
        for row in ins:
            output = known.pop((row["spent_tx"], row["spent_place"]), None)
            if output is None:
                self._doubt(row, "spends an output that is not shown, or twice: origin unknown")
            else:
                spent.append(output)
        amounts = [row["units"] for row in made]
        amounts.append(max(0, sum(self.amount[number] for number in spent) - sum(amounts)))
        owners = [*(row["address"] for row in made), FEES]
        payers = self._payers(spent)
        shares = in_proportion(payers, amounts)
        numbers = []
        for row, owner, amount, share in zip(
            [*made, made[-1]], owners, amounts, shares, strict=True
        ):
            head = (row["row"], tx_id, row["place"], row["timestamp"])
            known_part = sum(lot.amount for lot in share)
            paid = [(self.owner[lot.transfer], lot.amount) for lot in share]
            paid.append((NOT_SHOWN if ins else NEWLY_MADE, amount - known_part))
            begin = len(self.lines)
            self.lines += [(*head, payer, owner, part) for payer, part in paid if part]
            rows = tuple(range(begin, len(self.lines)))
            numbers.append(self._output(owner, amount, rows))
        for row, number in zip(made, numbers, strict=False):
            known[tx_id, row["place"]] = number
        self.spends.append(Spend(tuple(spent), tuple(numbers)))

    def _payers(self, spent: Sequence[int]) -> list[Lot]:
        """What each owner puts in, as a lot of the first output that it spends."""
        first: dict[str, int] = {}
        put: dict[str, int] = defaultdict(int)
        for number in spent:
            first.setdefault(self.owner[number], number)
            put[self.owner[number]] += self.amount[number]
        return [Lot(amount, 0, first[owner], 0) for owner, amount in put.items()]

    def _output(self, owner: str, amount: int, rows: tuple[int, ...]) -> int:
        self.owner.append(owner)
        self.amount.append(amount)
        self.rows.append(rows)
        return len(self.owner) - 1

    def _doubt(self, row: Mapping[str, Any], reason: str) -> None:
        self.told.append(
            {
                "row": row["row"],
                "query_id": row["tx_id"],
                "field": "input",
                "reason": reason,
                "screened": True,
            }
        )

    def ledger(self, asset: str, lost: pl.DataFrame, read: int) -> Ledger:
        """The ledger of all that was read."""
        names = sorted({*self.owner, FEES, EXCHANGE, NEWLY_MADE, NOT_SHOWN})
        numbers = {name: number for number, name in enumerate(names)}
        columns: Iterator[Sequence[Any]] = iter(zip(*self.lines, strict=True))
        heads = ("row", "tx_id", "seq", "timestamp", "source", "target", "amount")
        values = dict(zip(heads, columns, strict=True)) if self.lines else dict.fromkeys(heads, ())
        frame = pl.DataFrame(
            values,
            schema={
                "row": pl.Int64, "tx_id": pl.String, "seq": pl.Int64,
                "timestamp": pl.Datetime("us", "UTC"), "source": pl.String,
                "target": pl.String, "amount": pl.Int128,
            },
        )  # fmt: skip
        accounts = pl.Series("account", names)
        transfers = in_units(frame, self.scale).with_columns(
            *(codes_of(frame[side], accounts).alias(side) for side in ("source", "target")),
            chain=pl.lit(None, pl.String),
            asset=pl.lit(asset).cast(pl.Categorical),
            link=pl.lit(None, pl.String),
        )
        order = [
            "row",
            "tx_id",
            "seq",
            "timestamp",
            "chain",
            "source",
            "target",
            "asset",
            "amount",
            "link",
        ]
        outputs = Outputs(
            spends=tuple(self.spends),
            owner=tuple(numbers[name] for name in self.owner),
            amount=tuple(self.amount),
            rows=tuple(self.rows),
        )
        problems = pl.concat([lost, pl.DataFrame(self.told, schema=PROBLEMS)]).sort("row", "reason")
        return Ledger(transfers.select(order), accounts, problems, self.scale, read, (), outputs)

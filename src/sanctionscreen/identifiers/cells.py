"""Cells of a column → the addresses in them: one, several, or one among words."""

from typing import Final

import polars as pl

from sanctionscreen.identifiers.addresses import ADDRESSES, Status, normalise
from sanctionscreen.identifiers.shapes import visible

#: No listed address and no free text worth reading is longer; the rest of a cell is not read.
_MOST_CHARACTERS: Final = 10_000
#: What stands between words and addresses, in a cell that is no single address.
_BETWEEN: Final = "[\\s,;|\"'<>()\\[\\]{}=?&*`/#\u3002\uff0c\uff1b\uff1a\u3001]+"
_SCHEME: Final = r"^(?i)[a-z][a-z0-9 _+-]*:(?:/{0,2}pay-?)?"
_CASHADDR: Final = r"^(?i)bitcoincash:"
_TAIL: Final = r"@\d+.*$|[.:!]+$"
_SHORTEST: Final = 25
#: A word that is meant as an address, sound or not.
_MEANT: Final = r"^0[xX][0-9a-zA-Z]{3,}$|^[0-9A-Za-z]*(?:[0-9][A-Za-z]|[A-Za-z][0-9])[0-9A-Za-z]*$"
#: An address is broken over up to so many lines.
_BROKEN_OVER: Final = 3
#: Without a checksum, words that were joined by us would do.
_UNSURE: Final = "solana"

#: ADDRESSES, and the number of the cell; one row an address, at least one row a cell.
FOUND: Final = pl.Schema([("cell", pl.UInt32), *ADDRESSES.items()])


def addresses_in(cells: pl.Series, stated: pl.Series | None = None) -> pl.DataFrame:
    r"""The addresses in each cell: FOUND, in the order of the cells and of the text in them.

    A cell without any is one row that says why. `stated` as in `normalise`.

    >>> cells = pl.Series(["BTC: 1BpEi6DfDAUFd7GtittLSdBeYJvcoaVggu.", "none yet", None])
    >>> addresses_in(cells).select("cell", "status", "text").rows()[:2]
    [(0, 'valid', '1BpEi6DfDAUFd7GtittLSdBeYJvcoaVggu'), (1, 'invalid', 'none yet')]
    """
    label = pl.Series([None] * len(cells), dtype=pl.String) if stated is None else stated
    whole = normalise(cells, label).with_row_index("cell").select(FOUND.names())
    odd = whole.filter(~pl.col("status").is_in([Status.VALID.value, Status.EMPTY.value]))
    if odd.is_empty():
        return whole
    among = _among_words(odd["cell"], cells.gather(odd["cell"]), label.gather(odd["cell"]))
    kept = whole.join(among, on="cell", how="anti", maintain_order="left")
    return pl.concat([kept, among]).sort("cell", maintain_order=True)


def _among_words(numbers: pl.Series, cells: pl.Series, label: pl.Series) -> pl.DataFrame:
    """The valid addresses among the words of cells, each once."""
    frame = pl.DataFrame({"cell": numbers, "text": cells, "label": label})
    frame = frame.with_columns(visible(pl.col("text").str.slice(0, _MOST_CHARACTERS)))
    words = (
        frame.with_columns(pl.col("text").str.replace_all(_BETWEEN, " ").str.split(" "))
        .with_columns(pl.col("text").list.eval(pl.element().filter(pl.element() != "")))
        .explode("text", empty_as_null=True)
        .drop_nulls("text")
        .with_columns(text=_bare(pl.col("text")))
        .with_row_index("at")
    )
    tries = pl.concat([_joined(words, length) for length in range(1, _BROKEN_OVER + 1)])
    tries = tries.filter(_long_enough(pl.col("text"))).sort("at", "length")
    read = normalise(tries["text"], tries["label"])
    found = tries.select("cell", "at", "length").hstack(read)
    sure = (pl.col("form") != _UNSURE) | (pl.col("length") == 1)
    valid = found.filter((pl.col("status") == Status.VALID.value) & sure)
    both = pl.concat([valid, _broken(found, valid)]).sort("at", maintain_order=True)
    return both.unique(["cell", "normal"], maintain_order=True).select(FOUND.names())


def _broken(found: pl.DataFrame, valid: pl.DataFrame) -> pl.DataFrame:
    """Words beside a valid address that are meant as one and are none: to be told as well."""
    meant = pl.col("text").str.contains(_MEANT) & (pl.col("length") == 1)
    unsound = found.filter(meant & (pl.col("status") != Status.VALID.value))
    beside = unsound.join(valid.select("cell", whole="text"), on="cell", how="inner")
    part = beside.filter(pl.col("whole").str.contains(pl.col("text"), literal=True))
    rest = unsound.join(part, on=["cell", "at"], how="anti")
    return rest.join(valid, on="cell", how="semi", maintain_order="left")


def _long_enough(word: pl.Expr) -> pl.Expr:
    return (word.str.len_bytes() >= _SHORTEST) | word.str.contains(r"^0[xX][0-9a-zA-Z]{3,}$")


def _bare(word: pl.Expr) -> pl.Expr:
    """A word without the scheme before it (`bitcoin:`) and the rest behind it."""
    scheme = pl.when(word.str.contains(_CASHADDR)).then(word)
    return scheme.otherwise(word.str.replace(_SCHEME, "")).str.replace(_TAIL, "")


def _joined(words: pl.DataFrame, length: int) -> pl.DataFrame:
    """Each run of so many neighbouring words of a cell as one text: a broken line made whole."""
    pieces = [pl.col("text").shift(-step).over("cell") for step in range(length)]
    joined = words.with_columns(text=pl.concat_str(pieces), length=pl.lit(length))
    return joined.drop_nulls("text").select("at", "cell", "length", "label", "text")

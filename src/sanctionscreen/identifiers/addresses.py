"""Texts → wallet addresses in normal form: (chain, text), checked, for whole columns at once.

Two addresses are the same one when their normal texts are equal. A fork of Bitcoin shares its
texts, as the chains of the EVM share theirs: there the chain alone differs.
"""

from collections.abc import Iterator
from enum import StrEnum
from typing import Final

import polars as pl

from sanctionscreen.identifiers.chains import EVM_CHAINS, FORMS, chains_of, stated_chain
from sanctionscreen.identifiers.shapes import by_shape, cleaned, single_case


class Status(StrEnum):
    """Whether a text is an address that can be screened."""

    VALID = "valid"
    INVALID = "invalid"
    UNSUPPORTED = "unsupported"
    DAMAGED = "damaged"
    EMPTY = "empty"


#: One row a text. `chain` is the stated one where the address can stand on it, else the usual one
#: of the form; null where it is none that we know. `normal` is never null but where the text is.
ADDRESSES: Final = pl.Schema(
    {
        "text": pl.String,
        "status": pl.String,
        "chain": pl.String,
        "chain_given": pl.Boolean,
        "form": pl.String,
        "normal": pl.String,
        "memo": pl.String,
        "note": pl.String,
    }
)
_READ: Final = pl.Schema(
    {
        "at": pl.UInt32,
        "position": pl.UInt8,
        "normal": pl.String,
        "memo": pl.String,
        "note": pl.String,
    }
)
#: So many addresses at once stay in the processor's cache.
_AT_ONCE: Final = 1 << 14
_DAMAGED: Final = "its case was destroyed: Base58 has small and capital letters"
_INVALID: Final = "no address: its form or checksum is wrong"


def normalise(texts: pl.Series, stated: pl.Series | None = None) -> pl.DataFrame:
    """What each text is as a wallet address: ADDRESSES, in the order of the texts.

    `stated` holds what the user or list says of the chain or asset, null where nothing.

    >>> texts = pl.Series(["bitcoincash:qpm2qsznhks23z7629mms6s4cwef74vcwvy22gdx6a", "0xde0b"])
    >>> normalise(texts).select("status", "chain", "normal").rows()[0]
    ('valid', 'BCH', '1BpEi6DfDAUFd7GtittLSdBeYJvcoaVggu')
    >>> normalise(texts)["status"][1]
    'invalid'
    """
    label = pl.Series([None] * len(texts), dtype=pl.String) if stated is None else stated
    bare = cleaned(texts.cast(pl.String))
    given = pl.DataFrame({"text": bare, "label": label.cast(pl.String)})
    known = _of_form(_read(given["text"]))
    return _verdict(given.hstack(known)).select(ADDRESSES.names()).cast(ADDRESSES)


def _read(texts: pl.Series) -> pl.DataFrame:
    """The position, normal text, memo and note of each text, in order."""
    return pl.concat([_READ.to_frame(), *_readings(texts)]).sort("at").drop("at")


def _readings(texts: pl.Series) -> Iterator[pl.DataFrame]:
    for read, group in by_shape(texts):
        for part in group.iter_slices(_AT_ONCE):
            reading = read(part["text"])
            yield part.select(
                "at",
                position=pl.lit(pl.Series(reading.positions)),
                normal=pl.lit(reading.normal),
                memo=pl.lit(reading.memo),
                note=pl.lit(reading.note),
            ).cast(_READ)


_FORM_TABLE: Final = pl.DataFrame(
    [
        (number, form.name, form.said or None, list(chains_of(number)))
        for number, form in enumerate(FORMS)
    ],
    schema={
        "position": pl.UInt8,
        "form": pl.String,
        "said": pl.String,
        "chains": pl.List(pl.String),
    },
    orient="row",
)


def _of_form(read: pl.DataFrame) -> pl.DataFrame:
    at = read["position"]
    columns = [_FORM_TABLE[name].gather(at).alias(name) for name in ("form", "said", "chains")]
    return read.hstack(columns)


def _verdict(known: pl.DataFrame) -> pl.DataFrame:
    """The status and chain of each text, from its form and from what was stated."""
    labels = known["label"].unique(maintain_order=True)
    words = [stated_chain(text) for text in labels.to_list()]
    stated = pl.DataFrame(
        {"label": labels, "stated": [w.chain for w in words], "known": [w.known for w in words]},
        schema={"label": pl.String, "stated": pl.String, "known": pl.Boolean},
    )
    frame = known.join(stated, on="label", how="left", nulls_equal=True, maintain_order="left")
    first = pl.col("chains").list.first()
    fits = pl.col("stated").is_not_null() & pl.col("chains").list.contains(pl.col("stated"))
    frame = frame.with_columns(
        _is_damaged(frame),
    ).with_columns(
        status=_status(),
        chain=pl.when(fits).then("stated").when(pl.col("known")).then(first),
        chain_given=fits.fill_null(value=False),
    )
    misfit = pl.col("stated").is_not_null() & first.is_not_null() & ~pl.col("chain_given")
    said = pl.format("stated as {}, but it is an address of {}", "label", _kind(first))
    unknown = pl.format("the chain {} is not known", "label")
    why = (
        pl.when(pl.col("status") == Status.DAMAGED.value)
        .then(pl.lit(_DAMAGED))
        .when(~pl.col("known"))
        .then(unknown)
        .when(pl.col("status") == Status.UNSUPPORTED.value)
        .then("said")
        .when(misfit)
        .then(said)
        .when(pl.col("status") == Status.INVALID.value)
        .then(pl.coalesce("note", pl.lit(_INVALID)))
        .otherwise("note")
    )
    return frame.with_columns(note=why)


def _kind(chain: pl.Expr) -> pl.Expr:
    """The chain in words: an address of the EVM is not Ethereum's alone."""
    return pl.when(chain == "ETH").then(pl.lit("the EVM chains")).otherwise(chain)


def _is_damaged(known: pl.DataFrame) -> pl.Series:
    """Whether the text is no address, but looks like one whose case was destroyed."""
    lost = known.select(text="text", form="form").with_row_index("at").filter(form=FORMS[0].name)
    damaged = lost.filter(single_case(pl.col("text")))["at"]
    none = pl.repeat(value=False, n=known.height, dtype=pl.Boolean, eager=True)
    return none.scatter(damaged, values=True).alias("damaged")


def _status() -> pl.Expr:
    found = pl.col("form") != FORMS[0].name
    screened = pl.col("chains").list.len() > 0
    return (
        pl.when(pl.col("text").is_null())
        .then(pl.lit(Status.EMPTY.value))
        .when(~pl.col("known"))
        .then(pl.lit(Status.UNSUPPORTED.value))
        .when(found & screened)
        .then(pl.lit(Status.VALID.value))
        .when(found)
        .then(pl.lit(Status.UNSUPPORTED.value))
        .when("damaged")
        .then(pl.lit(Status.DAMAGED.value))
        .otherwise(pl.lit(Status.INVALID.value))
    )


def is_evm(chain: str | None) -> bool:
    """Whether the chain is one of the Ethereum Virtual Machine.

    >>> is_evm("BSC"), is_evm("BTC")
    (True, False)
    """
    return chain in EVM_CHAINS

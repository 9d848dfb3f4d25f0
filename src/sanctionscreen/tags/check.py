"""Raw tags → TAGS: typed, their addresses in normal form, what they claim told; and problems."""

from collections.abc import Mapping
from typing import Final

import polars as pl

from sanctionscreen.columns import TAGS
from sanctionscreen.identifiers.addresses import normalise
from sanctionscreen.tags.confidence import share
from sanctionscreen.tags.tagpack import RAW_TAGS, TAG_PROBLEMS
from sanctionscreen.tags.vocabulary import CLAIMS, FROZEN

_DATE: Final = r"^(\d{4}-\d{2}-\d{2})"
#: What is told of at most so many tags with one defect of one field in one file.
_SHOWN: Final = 50
_VALUE: Final = pl.col("value")


def check_tags(
    raw: pl.DataFrame, actors: Mapping[str, str] | None = None
) -> tuple[pl.DataFrame, pl.DataFrame]:
    """TAGS of RAW_TAGS and TAG_PROBLEMS; a tag with a defect stays, what is unreadable is null.

    `confidence` is in [0, 1], null where it is unknown; `claim` is `sanction`, `frozen`, `abuse`
    or null. The same tag twice (address, label, source) stays once.

    >>> raw = pl.DataFrame([{"address": "0x12", "label": "OFAC SDN"}], schema=RAW_TAGS)
    >>> tags, problems = check_tags(raw)
    >>> tags["claim"].to_list(), problems["field"].to_list()
    (['sanction'], ['source', 'asset', 'confidence', 'address'])
    """
    frame = raw.select(RAW_TAGS.names()).cast(RAW_TAGS)
    address = normalise(frame["address"], frame["asset"])
    frame = frame.with_columns(
        normal=address["normal"],
        chain=address["chain"],
        actor_label=pl.col("actor").replace_strict(dict(actors or {}), default=None)
        if actors
        else pl.lit(None, pl.String),
        confidence=_by_distinct(frame["confidence"], share(_VALUE)),
        dated=_by_distinct(frame["dated"], _VALUE.str.extract(_DATE).str.to_date(strict=False)),
        claim=_claim(),
    )
    problems = _problems(raw, frame, address)
    once = frame.unique(["normal", "label", "source"], keep="first", maintain_order=True)
    tags = once.filter(pl.col("normal").is_not_null() & pl.col("label").is_not_null())
    return tags.select(TAGS.names()).cast(TAGS), problems


def _by_distinct(texts: pl.Series, reading: pl.Expr) -> pl.Series:
    """What the texts read as, each distinct one read once: packs repeat a few values for ever."""
    read = texts.unique().to_frame("value").with_columns(read=reading)
    both = texts.to_frame("value").join(read, on="value", how="left", nulls_equal=True,
                                        maintain_order="left")  # fmt: skip
    return both["read"]


def _claim() -> pl.Expr:
    """What the tag claims: a sanction by its words, else a freeze, else another abuse."""
    words = pl.concat_str(
        ["label", "abuse", "source", pl.col("concepts").list.join(" ")],
        separator=" ",
        ignore_nulls=True,
    )
    frozen = pl.col("category").is_in(sorted(FROZEN)) | pl.col("label").str.contains(
        r"(?i)blacklisted|frozen|freeze"
    )
    return (
        pl.when(words.str.contains(CLAIMS))
        .then(pl.lit("sanction"))
        .when(frozen)
        .then(pl.lit("frozen"))
        .when(pl.col("abuse").is_not_null())
        .then(pl.lit("abuse"))
    )


def _problems(raw: pl.DataFrame, tags: pl.DataFrame, address: pl.DataFrame) -> pl.DataFrame:
    """Every defect of every tag; of many alike in one file the first ones, and how many more."""
    missing = [
        _told(raw, field, pl.col(field).is_null(), f"the tag has no {word}")
        for field, word in _MANDATORY.items()
    ]
    words = address["note"].alias("note")
    bad = address["status"].is_in(["invalid", "damaged"]) & address["normal"].is_not_null()
    unread = [
        _told(raw, "address", bad, "no sound address: compared letter by letter"),
        _told(raw, "asset", words.str.contains("is not known"), "a chain that is not known"),
        _told(raw, "asset", words.str.contains("^stated as"), "not the chain of the address"),
        _told(raw, "confidence", _lost(raw, tags, "confidence"), "no confidence that is known"),
        _told(raw, "dated", _lost(raw, tags, "dated"), "no date of the form 2026-01-31"),
    ]
    same = ["normal", "label", "source"]
    double = _told(
        raw, None, ~tags.select(pl.struct(same).is_first_distinct()).to_series(), "twice"
    )
    return pl.concat([*missing, *unread, double]).sort("file", "line", maintain_order=True)


_MANDATORY: Final = {
    "address": "address",
    "label": "label",
    "source": "source",
    "asset": "currency or network",
    "confidence": "confidence",
}


def _lost(raw: pl.DataFrame, tags: pl.DataFrame, field: str) -> pl.Series:
    return raw[field].is_not_null() & tags[field].is_null()


def _told(
    raw: pl.DataFrame, field: str | None, where: pl.Expr | pl.Series, reason: str
) -> pl.DataFrame:
    found = raw.filter(where.fill_null(value=False)).select("pack", "line")
    told = found.select(
        file="pack", line="line", field=pl.lit(field, pl.String), reason=pl.lit(reason)
    )
    place = pl.int_range(pl.len()).over("file")
    first = told.filter(place < _SHOWN)
    more = told.filter(place >= _SHOWN).group_by("file", "field", maintain_order=True)
    rest = more.agg(line=pl.col("line").first(), reason=pl.format("{} more: " + reason, pl.len()))
    return pl.concat([first, rest.select(told.columns)]).cast(TAG_PROBLEMS)

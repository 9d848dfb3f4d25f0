"""How strong a proposal is: for the order of the review queue, never for a decision."""

import tomllib
from collections.abc import Iterable, Mapping
from functools import cache
from importlib.resources import files
from typing import Any, Final
from urllib.parse import urlsplit

from sanctionscreen.articles.cues import VariantKind
from sanctionscreen.articles.source import Source

#: How far each way of saying it can be relied on; a stated alias most, a likeness least.
KIND_WEIGHT: Final[Mapping[VariantKind, float]] = {
    VariantKind.AKA: 0.9,
    VariantKind.LEGAL_NAME: 0.9,
    VariantKind.FORMERLY: 0.85,
    VariantKind.REBRANDED: 0.85,
    VariantKind.NATIVE_SCRIPT: 0.85,
    VariantKind.TRANSLITERATION: 0.85,
    VariantKind.ABBREVIATION: 0.8,
    VariantKind.NICKNAME: 0.75,
    VariantKind.SHORT_FORM: 0.75,
    VariantKind.SPELLING: 0.55,
}
#: "reportedly known as".
HEDGED_WEIGHT: Final = 0.5
#: One word names many: "Vincent".
ONE_WORD_WEIGHT: Final = 0.7
_DIGITS: Final = 4


@cache
def _sources() -> Mapping[str, Any]:
    text = (files("sanctionscreen.articles") / "data" / "sources.toml").read_text(encoding="utf-8")
    return tomllib.loads(text)


@cache
def cited_media() -> tuple[str, ...]:
    """The outlets that others cite, in small letters."""
    names = (" ".join(name.split()) for name in str(_sources()["media"]["names"]).split("|"))
    return tuple(sorted(name for name in names if name))


def source_kind(source: Source) -> str:
    """What kind of source it is: authority, wire, news, blog or unknown.

    >>> source_kind(Source(url="https://home.treasury.gov/news")), source_kind(Source(outlet="AP"))
    ('authority', 'wire')
    >>> source_kind(Source(outlet="The Example Courier")), source_kind(Source())
    ('news', 'unknown')
    """
    tables = _sources()
    host = f".{urlsplit(source.url).hostname or ''}" if source.url else ""
    for kind, listed in tables["hosts"].items():
        ends = tuple(f".{end.lstrip('.')}" for end in listed.split())
        if host.endswith(ends):
            return str(kind)
    outlet = (source.outlet or "").casefold()
    for kind, listed in tables["outlets"].items():
        if outlet and outlet in {name.strip() for name in listed.split("|")}:
            return str(kind)
    return "news" if source.outlet or host else "unknown"


def sighting_parts(
    kind: VariantKind, variant: str, source: Source, *, hedged: bool
) -> dict[str, float]:
    """The factors of one sighting's score, by name."""
    parts = {
        f"kind: {kind.value}": KIND_WEIGHT[kind],
        f"source: {source_kind(source)}": float(_sources()["weight"][source_kind(source)]),
    }
    if hedged:
        parts["hedged"] = HEDGED_WEIGHT
    if len(variant.split()) == 1 and kind not in {
        VariantKind.NATIVE_SCRIPT,
        VariantKind.ABBREVIATION,
    }:
        parts["one word"] = ONE_WORD_WEIGHT
    return parts


def product(parts: Mapping[str, float]) -> float:
    """The score of one sighting."""
    total = 1.0
    for weight in parts.values():
        total *= weight
    return round(total, _DIGITS)


def together(scores: Iterable[float]) -> float:
    """The score of independent sightings: the chance that not all of them are wrong.

    >>> together([0.6, 0.6]), together([0.6])
    (0.84, 0.6)
    """
    wrong = 1.0
    for score in scores:
        wrong *= 1 - score
    return round(1 - wrong, _DIGITS)

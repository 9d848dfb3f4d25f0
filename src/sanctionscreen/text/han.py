"""Chinese characters: one folding for simplified and traditional, and their Mandarin readings."""

from functools import cache, lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from opencc import OpenCC

_LONGEST_SURNAME: Final = 2


@cache
def _converter() -> "OpenCC":
    from opencc import OpenCC  # noqa: PLC0415  # only where a Han character is met

    return OpenCC("t2s")


@lru_cache(maxsize=1 << 16)
def simplified(text: str) -> str:
    """The text with traditional characters folded to simplified ones.

    One direction only: a simplified character may stand for several traditional ones.
    Source: OpenCC's t2s tables.

    >>> simplified("陳志") == simplified("陈志")
    True
    """
    return str(_converter().convert(text)).replace("苧", "苎")  # 薴 → 苧 → 苎: to the end at once


@cache
def _surnames() -> dict[str, str]:
    text = (Path(__file__).with_name("data") / "han_surnames.tsv").read_text(encoding="utf-8")
    lines = (line.split("\t") for line in text.splitlines() if line and not line.startswith("#"))
    return {line[0]: line[1] for line in lines if len(line) > 1}


@lru_cache(maxsize=1 << 16)
def pinyin(text: str) -> tuple[str, ...]:
    """The Mandarin syllables of a name without tones; the first character read as a surname.

    >>> pinyin("陈志"), pinyin("单于飞")
    (('chen', 'zhi'), ('chan', 'yu', 'fei'))
    """
    from pypinyin import lazy_pinyin  # noqa: PLC0415  # 180 ms that Latin names need not pay

    for length in range(_LONGEST_SURNAME, 0, -1):
        reading = _surnames().get(text[:length])
        if reading is not None and len(text) > length:
            return (*reading.split(), *_syllables(lazy_pinyin(text[length:])))
    return _syllables(lazy_pinyin(text))


def _syllables(readings: list[str]) -> tuple[str, ...]:
    return tuple(reading.replace("ü", "v") for reading in readings)

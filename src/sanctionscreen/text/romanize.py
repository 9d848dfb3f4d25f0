"""Words of any script → words of Latin letters."""

import re
from functools import lru_cache
from typing import Final

from anyascii import anyascii

from sanctionscreen.text.han import pinyin
from sanctionscreen.text.normalize import HAN

_NOT_WORD: Final = re.compile(r"[^a-z0-9]+")


def has_han(word: str) -> bool:
    """Whether the word holds a Chinese character."""
    return HAN.search(word) is not None


@lru_cache(maxsize=1 << 18)
def romanize(word: str) -> tuple[str, ...]:
    """The Latin words of one word of a normal form: syllables for Chinese, else one word.

    Source: pypinyin for Han, anyascii for every other script.

    >>> romanize("陈志"), romanize("путин"), romanize("smith")
    (('chen', 'zhi'), ('putin',), ('smith',))
    """
    if word.isascii():
        return (word,)
    words: list[str] = []
    position = 0
    for run in HAN.finditer(word):
        words.extend(_plain(word[position : run.start()]))
        words.extend(pinyin(run.group()))
        position = run.end()
    words.extend(_plain(word[position:]))
    return tuple(words)


def _plain(text: str) -> list[str]:
    # Russian writes the Chinese "zh" with two letters: "Чжи" is Zhi.
    joined = _NOT_WORD.sub("", str(anyascii(text.replace("чж", "zh"))).lower())
    return [joined] if joined else []


_DIGITS_FOR_LETTERS: Final = str.maketrans("0134578", "oleastb")
_DISGUISED: Final = re.compile(
    r"(?=.*[a-z]{2})(?=.*\d)[a-z0-9]*(?:[a-z]\d+[a-z]|^\d[a-z]{3}|[a-z]{3}\d$)[a-z0-9]*"
)


def letters_for_digits(word: str) -> str:
    """The word with digits that stand for letters replaced; numbers and codes stay as they are.

    >>> letters_for_digits("g4sm1"), letters_for_digits("b52"), letters_for_digits("2480")
    ('gasml', 'b52', '2480')
    """
    if word.isalpha() or not _DISGUISED.fullmatch(word):
        return word
    return word.translate(_DIGITS_FOR_LETTERS)

"""Words of any script → words of Latin letters."""

import re
from functools import lru_cache
from typing import Final

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


#: The letters of Russian as anyascii writes them: our tables hold Russian words, and anyascii takes
#: long to load. It writes letter by letter.
_RUSSIAN: Final = str.maketrans(
    {
        "а": "a", "б": "b", "в": "v", "г": "g", "д": "d", "е": "e", "ё": "e", "ж": "zh", "з": "z",
        "и": "i", "й": "y", "к": "k", "л": "l", "м": "m", "н": "n", "о": "o", "п": "p", "р": "r",
        "с": "s", "т": "t", "у": "u", "ф": "f", "х": "kh", "ц": "ts", "ч": "ch", "ш": "sh",
        "щ": "shch", "ъ": "'", "ы": "y", "ь": "'", "э": "e", "ю": "yu", "я": "ya",
    }
)  # fmt: skip


def _plain(text: str) -> list[str]:
    # Russian writes the Chinese "zh" with two letters: "Чжи" is Zhi.
    latin = text.replace("чж", "zh").translate(_RUSSIAN)
    if not latin.isascii():
        from anyascii import anyascii  # noqa: PLC0415  # most words need none

        latin = str(anyascii(latin))
    joined = _NOT_WORD.sub("", latin.lower())
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

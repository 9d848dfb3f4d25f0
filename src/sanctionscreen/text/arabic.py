"""Words in Arabic script, which writes no short vowels → their consonants in Latin letters.

Such a word is marked with a caret: "^mhmd" may be Mohamed or Mahmud; `matching` compares it with
Latin words by consonants, and with other marked words by equality.
"""

import re
from typing import Final

_ARABIC: Final = re.compile("[\u0600-\u077f\ufb50-\ufdff\ufe70-\ufeff]")
#: Marks a word of consonants.
SKELETON: Final = "^"
_LETTERS: Final = {
    "ا": "a", "ب": "b", "ت": "t", "ث": "t", "ج": "j", "ح": "h", "خ": "kh", "د": "d", "ذ": "z",
    "ر": "r", "ز": "z", "س": "s", "ش": "sh", "ص": "s", "ض": "d", "ط": "t", "ظ": "z", "ع": "",
    "غ": "gh", "ف": "f", "ق": "q", "ك": "k", "ل": "l", "م": "m", "ن": "n", "ه": "h", "و": "v",
    "ي": "y", "ء": "", "پ": "p", "چ": "ch", "ژ": "zh", "گ": "g", "ڤ": "v", "ڈ": "d", "ٹ": "t",
    "ړ": "r", "ټ": "t", "ځ": "z", "څ": "ts", "ږ": "zh", "ښ": "sh", "ڼ": "n", "ە": "a", "ۆ": "o",
    "ہ": "h", "ھ": "h", "ں": "n", "ے": "y", "ئ": "y", "ؤ": "v", "آ": "a",
}  # fmt: skip
_ARTICLES: Final = ("وال", "بال", "ال", "لل")
_SHORTEST: Final = 2


def is_arabic(word: str) -> bool:
    """Whether the word is in Arabic script."""
    return _ARABIC.match(word) is not None


#: Second halves of Persian given names that lists often write as a word of their own.
_SECOND_HALVES: Final = ("رضا", "علي")
_LONGEST_HALF: Final = 3


def arabic_words(word: str) -> tuple[str, ...]:
    """The words in one written word; none in a single letter, which abbreviates a legal form.

    >>> arabic_words("حميدرضا"), arabic_words("ذ")
    (('حميد', 'رضا'), ())
    """
    if len(word) < _SHORTEST:
        return ()
    for half in _SECOND_HALVES:
        if word.endswith(half) and len(word) >= len(half) + _LONGEST_HALF:
            return (word.removesuffix(half), half)
    return (word,)


def skeleton(word: str) -> str:
    """The consonants of a word in Arabic script without its article, marked; empty for none.

    >>> skeleton("الحسين"), skeleton("محمد")
    ('^hsyn', '^mhmd')
    """
    for article in _ARTICLES:
        if word.startswith(article) and len(word) - len(article) >= _SHORTEST:
            word = word.removeprefix(article)
            break
    if len(word) > _SHORTEST and word.endswith("ه"):
        word = word[:-1] + "ا"
    letters = "".join(_LETTERS.get(char, "") for char in word)
    return SKELETON + letters if letters else ""

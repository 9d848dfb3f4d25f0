"""Words in Arabic and Hebrew script, which write few vowels → their consonants in Latin letters.

Such a word is marked with a caret: "^mhmd" may be Mohamed or Mahmud; `matching` compares it with
Latin words by consonants, and with other marked words by equality.
"""

import re
from typing import Final

_UNVOWELLED: Final = re.compile("[\u05d0-\u05ea\u0600-\u077f\ufb50-\ufdff\ufe70-\ufeff]")
#: Marks a word of consonants.
SKELETON: Final = "^"
_LETTERS: Final = {
    "ا": "a", "ب": "b", "ت": "t", "ث": "t", "ج": "j", "ح": "h", "خ": "kh", "د": "d", "ذ": "z",
    "ر": "r", "ز": "z", "س": "s", "ش": "sh", "ص": "s", "ض": "d", "ط": "t", "ظ": "z", "ع": "",
    "غ": "gh", "ف": "f", "ق": "q", "ك": "k", "ل": "l", "م": "m", "ن": "n", "ه": "h", "و": "v",
    "ي": "y", "ء": "", "پ": "p", "چ": "ch", "ژ": "zh", "گ": "g", "ڤ": "v", "ڈ": "d", "ٹ": "t",
    "ړ": "r", "ټ": "t", "ځ": "z", "څ": "ts", "ږ": "zh", "ښ": "sh", "ڼ": "n", "ە": "a", "ۆ": "o",
    "ہ": "h", "ھ": "h", "ں": "n", "ے": "y", "ئ": "y", "ؤ": "v", "آ": "a",
    "א": "a", "ב": "v", "ג": "g", "ד": "d", "ה": "h", "ו": "v", "ז": "z", "ח": "h", "ט": "t",
    "י": "y", "כ": "k", "ך": "k", "ל": "l", "מ": "m", "ם": "m", "נ": "n", "ן": "n", "ס": "s",
    "ע": "", "פ": "f", "ף": "f", "צ": "ts", "ץ": "ts", "ק": "k", "ר": "r", "ש": "sh", "ת": "t",
}  # fmt: skip
_ARTICLES: Final = ("وال", "بال", "ال", "لل")
_SHORTEST: Final = 2
#: Letters that make another sound with an H behind them.
_BEFORE_H: Final = frozenset("cdgkpstz")
#: Hebrew letters that are said otherwise where a word begins.
_FIRST: Final = {"ב": "b", "פ": "p"}
#: Letters that are an A where a word ends.
_LAST: Final = ("ه", "ה")


def in_unvowelled_script(word: str) -> bool:
    """Whether the word is in a script without vowels."""
    return _UNVOWELLED.match(word) is not None


#: Halves of Persian and Afghan given names that lists often write as a word of their own.
_FIRST_HALVES: Final = ("محمد", "امير", "غلام")
_SECOND_HALVES: Final = ("رضا", "علي", "حسين", "محمد", "مهدي", "اكبر", "اصغر")
_SHORTEST_HALF: Final = 3
#: What a family name ends with that is made of a given name: "Mohammadi", "Amirani".
_OF_FAMILY: Final = ("ي", "ان")
#: "Servant of the" and "father of the", where the next word is written on; three letters each.
_BEFORE_ARTICLE: Final = ("عبدال", "ابوال")
_ARTICLE_FROM: Final = 3


def arabic_words(word: str) -> tuple[str, ...]:
    """The words in one written word; none in a single letter, which abbreviates a legal form.

    >>> arabic_words("حميدرضا"), arabic_words("محمدجواد"), arabic_words("محمديان")
    (('حميد', 'رضا'), ('محمد', 'جواد'), ('محمديان',))
    >>> arabic_words("عبدالرقيب"), arabic_words("ذ")
    (('عبد', 'رقيب'), ())
    """
    if len(word) < _SHORTEST:
        return ()
    if word.startswith(_BEFORE_ARTICLE) and len(word) >= len(_BEFORE_ARTICLE[0]) + _SHORTEST:
        return (word[:_ARTICLE_FROM], *arabic_words(word[len(_BEFORE_ARTICLE[0]) :]))
    for half in _SECOND_HALVES:
        if word.endswith(half) and len(word) >= len(half) + _SHORTEST_HALF:
            return (word.removesuffix(half), half)
    for half in _FIRST_HALVES:
        rest = word.removeprefix(half)
        if _SHORTEST_HALF <= len(rest) < len(word) and not rest.startswith(_OF_FAMILY):
            return (half, rest)
    return (word,)


#: The names of Latin letters as Arabic and Persian write them.
_LETTER_NAMES: Final = {
    "اي": "a", "ايه": "a", "بي": "b", "سي": "c", "دي": "d", "اف": "f", "جي": "g", "اتش": "h",
    "ايتش": "h", "جيه": "j", "كي": "k", "ال": "l", "ام": "m", "ان": "n", "او": "o", "پي": "p",
    "كيو": "q", "ار": "r", "اس": "s", "تي": "t", "يو": "u", "في": "v", "دبليو": "w", "اكس": "x",
    "واي": "y", "زد": "z",
}  # fmt: skip


def is_letter_name(word: str) -> bool:
    """Whether the word is what a Latin letter is called in Arabic: "جي"."""
    return word in _LETTER_NAMES


def spelt(words: list[str]) -> list[str]:
    """The words with Latin letters that are spelt out as letters, where several stand together.

    >>> spelt(["جي", "سي", "ام"]), spelt(["ام", "كلثوم"])
    (['g', 'c', 'm'], ['ام', 'كلثوم'])
    """
    letters = [is_letter_name(word) for word in words]
    beside = [
        letters[i] and (letters[i - 1 : i] == [True] or letters[i + 1 : i + 2] == [True])
        for i in range(len(words))
    ]
    return [
        _LETTER_NAMES[word] if is_letter else word
        for word, is_letter in zip(words, beside, strict=True)
    ]


def skeleton(word: str) -> str:
    """The consonants of a word without its Arabic article, marked; empty for none.

    >>> skeleton("الحسين"), skeleton("محمد"), skeleton("בנימין")
    ('^hsyn', '^mhmd', '^bnymyn')
    """
    for article in _ARTICLES:
        if word.startswith(article) and len(word) - len(article) >= _SHORTEST:
            word = word.removeprefix(article)
            break
    if len(word) > _SHORTEST and word.endswith(_LAST):
        word = word[:-1] + "ا"
    word = word.replace("لل", "ل")  # of God's name: a letter that is doubled is written once
    letters = _FIRST.get(word[:1], "")
    for char in word[1:] if letters else word:
        sign = _LETTERS.get(char, "")
        # "Zahra" has a Z and an H, no ZH.
        letters += "a" + sign if sign == "h" and letters[-1:] in _BEFORE_H else sign
    return SKELETON + letters if letters else ""

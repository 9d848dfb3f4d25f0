"""Any written name → its normal form: words in one case, one width, one way of writing.

Meaning-preserving only: two spellings with the same normal form are the same name. Script stays;
`romanize.py` turns words into Latin letters.
"""

import re
import unicodedata
from functools import lru_cache
from typing import Final, NewType

from sanctionscreen.text.han import simplified

#: Made by `normal_form` alone.
NormalName = NewType("NormalName", str)

#: What NFKC would turn into something else: signs that are spelt, an accent used as an apostrophe.
_SPELT: Final = str.maketrans({"№": " no ", "´": "'", "™": " ", "℠": " "})
_APOSTROPHES: Final = re.compile(r"(?<=\w)['’‘‛ʼʻ`´′＇]+(?=\w)|[\u02b9-\u02bf\u02ee]")
_SEPARATORS: Final = re.compile(r"[\W_]+")
#: Signs that belong to a word without being letters: the vowels of Indic scripts, Thai or Khmer.
_MARKS: Final = frozenset({"Mn", "Mc"})
#: Vowel points of Arabic (with tatweel) and Hebrew: written or left out at will.
_POINTS: Final = re.compile(
    "[\u0591-\u05bd\u05bf\u05c1\u05c2\u05c4\u05c5\u05c7"
    "\u0610-\u061a\u0640\u064b-\u065f\u0670\u06d6-\u06ed]"
)
#: Chinese characters, one after the other.
HAN: Final = re.compile("[\u3400-\u9fff\uf900-\ufaff\U00020000-\U0002fa1f]+")
#: Letters whose combining marks are decoration (Latin, Greek, Cyrillic), and marks for them.
_DECORATED: Final = re.compile("[\u00c0-\u052f\u1ab0-\u1aff\u1dc0-\u1fff\ufe20-\ufe2f]")
#: Control, format and private characters; surrogates; letters and marks that show nothing.
_INVISIBLE: Final = frozenset({"Cc", "Cf", "Co", "Cs"})
_BLANK: Final = re.compile(
    "[\u034f\u115f\u1160\u17b4\u17b5\u180b-\u180f\u3164\ufe00-\ufe0f\uffa0\U000e0100-\U000e01ef]"
)

#: Letters that no decomposition turns into base letters.
_SPECIAL: Final = str.maketrans(
    {
        "ß": "ss", "æ": "ae", "œ": "oe", "ø": "o", "đ": "d", "ð": "d", "þ": "th", "ł": "l",
        "ħ": "h", "ı": "i", "ŋ": "n", "ə": "a", "ſ": "s", "&": " and ", "@": "a",
        "أ": "ا", "إ": "ا", "آ": "ا", "ٱ": "ا", "ى": "ي", "ی": "ي", "ې": "ي", "ک": "ك", "ۀ": "ه",
        "ة": "ه", "ؤ": "و", "ئ": "ي",
    }
)  # fmt: skip

#: Cyrillic and Greek letters that look Latin, folded only inside words that mix scripts.
_CYRILLIC: Final = "асеорхуівмнткѕјԁԛԝ"
_LOOK_LATIN: Final = "aceopxyibmhtksjdqw"
_TO_LATIN: Final = str.maketrans(_CYRILLIC + "һαβεικνορτυχ", _LOOK_LATIN + "habeikvoptux")
_TO_CYRILLIC: Final = str.maketrans(_LOOK_LATIN, _CYRILLIC)
_LATIN: Final = re.compile("[a-z]")
_CYRILLIC_GREEK: Final = re.compile("[\u0370-\u052f]")


@lru_cache(maxsize=1 << 16)
def normal_form(text: str) -> NormalName:
    r"""The words of a name, separated by single spaces; empty where it has no letter or digit.

    Folds case, width, diacritics, punctuation, invisible characters, traditional to simplified
    Chinese, Arabic letter variants and Cyrillic or Greek letters hidden in Latin words.

    Source: Unicode NFKC (UAX 15), default ignorable characters (UAX 44).

    >>> normal_form("  CHEN,\u200b Zhi "), normal_form("陳志"), normal_form("O’Néill & Söhne")
    ('chen zhi', '陈志', 'oneill and sohne')
    >>> normal_form("КАVE")  # the first two letters are Cyrillic
    'kave'
    """
    if text.isascii() and text.isprintable():
        joined = _APOSTROPHES.sub("", text.lower().translate(_SPECIAL))
        return NormalName(_SEPARATORS.sub(" ", joined).strip())
    if _LETTER_BY_LETTER.fullmatch(text):
        return NormalName(" ".join(map(_unmask, text.translate(_FOLDED).split())))
    return NormalName(" ".join(map(_unmask, _fold(text).split())))


#: Text of Latin and Cyrillic letters without combining marks and apostrophes, in which each letter
#: folds by itself.
_LETTER_BY_LETTER: Final = re.compile("[ -&(-_a-~\u00c0-\u024f\u0400-\u045f]*")


class _Folded(dict[int, str]):
    """What each letter folds to, found when it is first met."""

    def __missing__(self, char: int) -> str:
        self[char] = _fold(chr(char)) or " "
        return self[char]


_FOLDED: Final = _Folded()


def _fold(text: str) -> str:
    compatible = unicodedata.normalize("NFKC", text.translate(_SPELT))
    visible = "".join(
        c for c in compatible if unicodedata.category(c) not in _INVISIBLE or c.isspace()
    )
    folded = _POINTS.sub("", _BLANK.sub("", visible)).casefold()
    if HAN.search(folded):
        folded = simplified(folded)
    plain = "".join(_undecorated(c) for c in unicodedata.normalize("NFC", folded))
    joined = _APOSTROPHES.sub("", plain.translate(_SPECIAL))
    words = "".join(c if c.isalnum() or unicodedata.category(c) in _MARKS else " " for c in joined)
    return unicodedata.normalize("NFC", words)


def _undecorated(char: str) -> str:
    if char == "й" or not _DECORATED.match(char):  # й is a letter of its own, no decorated и
        return char
    return "".join(c for c in unicodedata.normalize("NFD", char) if not unicodedata.combining(c))


def _unmask(word: str) -> str:
    """The word in one script where it mixes look-alikes: Latin if that leaves no other letter."""
    if not (_LATIN.search(word) and _CYRILLIC_GREEK.search(word)):
        return word
    latin = word.translate(_TO_LATIN)
    return word.translate(_TO_CYRILLIC) if _CYRILLIC_GREEK.search(latin) else latin

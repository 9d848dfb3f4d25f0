"""Sound keys: words that different habits of romanisation write differently, written alike.

Coarse on purpose: a key only proposes that two words may be one; the score says how much it counts.
"""

import re
from functools import lru_cache
from typing import Final

#: Spellings of one sound, in order; later rules see what earlier ones left. Capitals are sounds
#: that no single letter writes: J as in Jong, Chong, Zhang; S as in Shah.
_SOUNDS: Final = (
    ("shch", "S"), ("sch", "S"), ("sh", "S"),
    ("tsch", "J"), ("tch", "J"), ("tsh", "J"), ("tS", "J"), ("dzh", "J"), ("cz", "J"),
    ("ch", "J"), ("zh", "J"), ("dj", "J"), ("j", "J"),
    ("sz", "S"), ("dh", "s"), ("ts", "s"), ("z", "s"), ("ph", "f"),
    ("kh", "k"), ("gh", "k"), ("ck", "k"), ("q", "k"), ("c", "k"), ("g", "k"),
    ("x", "ks"), ("th", "t"), ("w", "v"),
    ("ei", "i"), ("ey", "i"), ("ai", "i"), ("ay", "i"), ("ee", "i"), ("ie", "i"), ("ij", "i"),
    ("y", "i"), ("ou", "o"), ("oo", "o"), ("ue", "o"), ("u", "o"), ("e", "a"),
)  # fmt: skip
#: Most words have no H, and most rules want one, or the S that only they make before a T.
_SOUNDS_WITHOUT_H: Final = tuple(rule for rule in _SOUNDS if not {"h", "S"} & set(rule[0]))
_MUTE_H: Final = re.compile(r"(?<=[aio])h(?![aio])")
_DOUBLED: Final = re.compile(r"(.)\1+")
#: Shorter keys are shared by too many words.
_SHORTEST: Final = 3
_SHORTEST_WORD: Final = 4


@lru_cache(maxsize=1 << 18)
def sound_key(word: str) -> str | None:
    """How a romanised word sounds; null for words too short to tell, or with digits.

    >>> sound_key("mohammed") == sound_key("muhamad"), sound_key("sergey") == sound_key("sergei")
    (True, True)
    >>> sound_key("ali")
    """
    if len(word) < _SHORTEST_WORD or not word.isalpha():
        return None
    key = word[:-2] + "v" if word.endswith("ff") else word
    for spelling, sound in _SOUNDS if "h" in key else _SOUNDS_WITHOUT_H:
        if spelling in key:
            key = key.replace(spelling, sound)
    key = key[:-1] + "v" if key.endswith("f") else key
    if "h" in key:
        key = _MUTE_H.sub("", key)
    key = _DOUBLED.sub(r"\1", key.replace("ia", "i").replace("io", "i"))
    return key if len(key) >= _SHORTEST else None


#: Letters that together write one sound → one sign for it, in order; capitals are such signs.
_SIGNS: Final = (
    ("x", "ks"), ("tion", "Sn"),
    ("shch", "C"), ("tsch", "C"), ("tch", "C"), ("sch", "S"), ("sh", "S"), ("ch", "C"),
    ("cz", "C"), ("zh", "Z"), ("dzh", "j"), ("dZ", "j"), ("dj", "j"), ("kh", "x"), ("gh", "g"),
    ("ph", "f"), ("th", "t"), ("dh", "z"), ("ck", "k"), ("tz", "ts"), ("oo", "u"), ("ou", "u"),
    ("ee", "i"), ("iy", "i"), ("yi", "i"), ("ij", "i"), ("yy", "i"),
    ("ce", "se"), ("ci", "si"), ("cy", "sy"), ("c", "k"), ("w", "v"),
)  # fmt: skip


@lru_cache(maxsize=1 << 18)
def spoken(word: str) -> str:
    """A word with one sign a sound, for the phonetic distance: finer than the sound key.

    >>> spoken("qadhafi"), spoken("shcherbakov")
    ('qazafi', 'Cerbakov')
    """
    for spelling, sign in _SIGNS:
        if spelling in word:
            word = word.replace(spelling, sign)
    word = _DOUBLED.sub(r"\1", word)
    return word[:-1] + "v" if word.endswith("f") else word


#: D, T, S and Z are one class, for the Arabic letter of "Fadl" is also read as in "Fazl"; P is B,
#: for Arabic has none.
_MERGED: Final = str.maketrans("xqgkzsdtjZCSp", "kkkkttttjjjsb", "aeiouyhv")


@lru_cache(maxsize=1 << 18)
def consonants(word: str) -> str:
    """The consonants of a word in coarse classes: what a script without vowels and Latin share.

    >>> consonants("muhammad"), consonants("khalid"), consonants("ghalid")
    ('mt', 'klt', 'klt')
    """
    return _DOUBLED.sub(r"\1", spoken(word).translate(_MERGED))

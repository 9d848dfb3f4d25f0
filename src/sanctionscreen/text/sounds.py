"""Sound keys: words that different habits of romanisation write differently, written alike.

Coarse on purpose: a key only proposes that two words may be one; the score says how much it counts.

Rules are applied to many words at once, as one text, a line a word: no rule looks beyond its line.
"""

import re
from collections.abc import Iterable, Sequence
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
_MUTE_H: Final = re.compile(r"(?<=[aio])h(?![aio])")
_REPEATED: Final = re.compile(r"(.)(?=\1)")
#: What Latvian makes of the end of Russian names: "Sergejs Lavrovs" is Sergey Lavrov.
_LATVIAN: Final = (("ovs\n", "ov\n"), ("evs\n", "ev\n"), ("ejs\n", "ey\n"), ("ijs\n", "iy\n"))
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
    return sound_keys([word])[0]


def sound_keys(words: Iterable[str]) -> Sequence[str | None]:
    """The sound key of each word.

    >>> sound_keys(["ali", "sergey"])
    [None, 'sarki']
    """
    told = (word if len(word) >= _SHORTEST_WORD and word.isalpha() else "" for word in words)
    text = _lines(told).replace("ff\n", "v\n")
    for spelling, sound in _SOUNDS:
        text = text.replace(spelling, sound)
    text = _MUTE_H.sub("", text.replace("f\n", "v\n")).replace("ia", "i").replace("io", "i")
    return [key if len(key) >= _SHORTEST else None for key in _words(_REPEATED.sub("", text))]


def _lines(words: Iterable[str]) -> str:
    """A line a word, without Latvian endings."""
    text = "".join(f"{word}\n" for word in words)
    for ending, plain in _LATVIAN:
        text = text.replace(ending, plain)
    return text


def _words(lines: str) -> list[str]:
    return lines.split("\n")[:-1]


#: Letters that together write one sound → one sign for it, in order; capitals are such signs.
_SIGNS: Final = (
    ("x", "ks"), ("tion", "Sn"),
    ("shch", "C"), ("tsch", "C"), ("tsh", "C"), ("tch", "C"), ("sch", "S"), ("sh", "S"),
    ("ch", "C"), ("cz", "C"), ("zh", "Z"), ("dzh", "j"), ("dZ", "j"), ("dj", "j"), ("kh", "x"),
    ("gh", "g"), ("ph", "f"), ("th", "t"), ("dh", "z"), ("ck", "k"), ("tz", "ts"),
    ("oo", "u"), ("ou", "u"), ("ee", "i"), ("iy", "i"), ("yi", "i"), ("ij", "i"), ("yy", "i"),
    ("ce", "se"), ("ci", "si"), ("cy", "sy"), ("c", "k"), ("w", "v"),
)  # fmt: skip


def spoken(words: Iterable[str], *, doubled: bool = False) -> list[str]:
    """The words with one sign a sound, for the phonetic distance: finer than the sound key.

    A sign that is repeated is one, unless it may be `doubled`: where vowels are left out, there was
    one between.

    >>> spoken(["qadhafi", "shcherbakov", "sergejs", "lavrovs"])
    ['qazafi', 'Cerbakov', 'sergey', 'lavrov']
    """
    return _words(_spoken(words, doubled=doubled))


def _spoken(words: Iterable[str], *, doubled: bool = False) -> str:
    text = _lines(words)
    for spelling, sign in _SIGNS:
        text = text.replace(spelling, sign)
    return (text if doubled else _REPEATED.sub("", text)).replace("f\n", "v\n")


#: D, T, S and Z are one class, for the Arabic letter of "Fadl" is also read as in "Fazl"; P is B,
#: for Arabic has none.
_MERGED: Final = str.maketrans("xqgkzsdtjZCSp", "kkkkttttjjjsb", "aeiouyhv")


def consonants(words: Iterable[str]) -> list[str]:
    """The consonants of words in coarse classes: what a script without vowels and Latin share.

    >>> consonants(["muhammad", "khalid", "ghalid"])
    ['mt', 'klt', 'klt']
    """
    return _words(_REPEATED.sub("", _spoken(words).translate(_MERGED)))

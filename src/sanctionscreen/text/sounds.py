"""Sound keys: words that different habits of romanisation write differently, written alike.

Coarse on purpose: a key only proposes that two words may be one; the score says how much it counts.
"""

import re
from functools import lru_cache
from typing import Final

#: Spellings of one sound, in order; later rules see what earlier ones left. Capitals are sounds
#: that no single letter writes: J as in Jong, Chong, Zhang; S as in Shah.
_RULES: Final = tuple(
    (re.compile(pattern), sound)
    for pattern, sound in (
        (r"shch|sch|sh", "S"),
        (r"tsch|tch|tsh|dzh|cz|ch|zh|dj|j", "J"),
        (r"sz", "S"),
        (r"dh|ts|z", "s"),
        (r"ph", "f"),
        (r"kh|gh|q|ck|c|g", "k"),
        (r"x", "ks"),
        (r"th", "t"),
        (r"w|ff?$|v", "v"),
        (r"e[iy]|a[iy]|ee|ie|ij|y", "i"),
        (r"ou|oo|ue|u", "o"),
        (r"e", "a"),
        (r"(?<=[aio])h(?![aio])", ""),
        (r"i[ao]", "i"),
        (r"(.)\1+", r"\1"),
    )
)
#: Shorter keys are shared by too many words.
_SHORTEST: Final = 3
_SHORTEST_WORD: Final = 4


@lru_cache(maxsize=1 << 17)
def sound_key(word: str) -> str | None:
    """How a romanised word sounds; null for words too short to tell, or with digits.

    >>> sound_key("mohammed") == sound_key("muhamad"), sound_key("sergey") == sound_key("sergei")
    (True, True)
    >>> sound_key("ali")
    """
    if len(word) < _SHORTEST_WORD or not word.isalpha():
        return None
    key = word
    for pattern, sound in _RULES:
        key = pattern.sub(sound, key)
    return key if len(key) >= _SHORTEST else None

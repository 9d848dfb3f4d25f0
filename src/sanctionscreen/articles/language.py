"""Which language a text is in, guessed from its script and its smallest words."""

import re
from collections import Counter
from typing import Final

_SAMPLE: Final = 6_000
_SCRIPTS: Final = (
    ("ja", re.compile("[\u3040-\u30ff]")),
    ("ko", re.compile("[\uac00-\ud7a3]")),
    ("zh", re.compile("[\u4e00-\u9fff]")),
    ("km", re.compile("[\u1780-\u17ff]")),
    ("th", re.compile("[\u0e00-\u0e7f]")),
    ("he", re.compile("[\u0590-\u05ff]")),
    ("ar", re.compile("[\u0600-\u06ff]")),
    ("ru", re.compile("[\u0400-\u04ff]")),
    ("el", re.compile("[\u0370-\u03ff]")),
)
#: A fifth of the letters in a script decides; Japanese has fewer kana than characters.
_SHARE: Final = 0.2
_KANA_SHARE: Final = 0.05
#: Words that each of these languages uses in every sentence, and the others hardly do.
_SMALL: Final = {
    "en": "the of and to in that was for with his",
    "fr": "le les des du est dans une que qui avec",
    "de": "der die und das den von ist mit nicht ein",
    "es": "el los las del que una por con para su",
    "pt": "os da do que uma para com não em dos",
    "it": "il di che della per con una del gli sono",
    "nl": "het een van en dat niet voor zijn met op",
    "id": "yang dan di dengan untuk dari pada ini telah oleh",
    "vi": "của và là các trong được cho với không một",
    "tr": "ve bir bu için ile olarak olan da çok daha",
    "pl": "nie się na że jest przez oraz dla jako był",
}
_WORDS: Final = {language: frozenset(words.split()) for language, words in _SMALL.items()}
_ENOUGH: Final = 0.04


def guess_language(text: str) -> str | None:
    """The language (BCP 47) of a text; null where it is too short or too mixed to say.

    >>> guess_language("The chairman was arrested in the capital and sent to the border.")
    'en'
    >>> guess_language("柬埔寨太子集團創辦人陳志被捕"), guess_language("Chen Zhi")
    ('zh', None)
    """
    sample = text[:_SAMPLE]
    letters = sum(character.isalpha() for character in sample)
    for language, script in () if sample.isascii() else _SCRIPTS:
        share = _KANA_SHARE if language == "ja" else _SHARE
        if letters and len(script.findall(sample)) >= share * letters:
            return language
    words = Counter(re.findall(r"[^\W\d_]+", sample.lower()))
    counts = Counter({name: sum(words[word] for word in small) for name, small in _WORDS.items()})
    (best, most), (_, second) = counts.most_common(2)
    return best if most > second and most >= max(2, _ENOUGH * words.total()) else None

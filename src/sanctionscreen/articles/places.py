"""Places that a text names, and the countries that its adjectives speak of."""

from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import Final

from sanctionscreen.territories import code_of

#: Adjectives that are not their country's name with a few letters more.
_ADJECTIVES: Final[Mapping[str, str]] = {
    "american": "US", "british": "GB", "burmese": "MM", "chinese": "CN", "dutch": "NL",
    "filipino": "PH", "french": "FR", "german": "DE", "japanese": "JP", "korean": "KR", "lao": "LA",
    "laotian": "LA", "philippine": "PH", "polish": "PL", "spanish": "ES", "swedish": "SE",
    "swiss": "CH", "taiwanese": "TW", "thai": "TH", "turkish": "TR", "vietnamese": "VN",
}  # fmt: skip
#: Of shorter words only these are countries: "Li", "Sen" and "To" are codes of some, and names.
_SHORT: Final = frozenset({"US", "UK", "U.S", "U.K", "U.S.", "U.K.", "UAE", "USA", "U.S.A"})
_ENDINGS: Final = range(1, 4)
_SHORTEST: Final = 4


@cache
def _local() -> Mapping[str, str]:
    path = files("sanctionscreen.articles") / "data" / "places.tsv"
    lines = path.read_text(encoding="utf-8").splitlines()
    return dict(line.split("\t") for line in lines if line and not line.startswith("#"))


def place_code(name: str) -> str | None:
    """The country of a place: itself, or the one a known town is in; null for other words.

    >>> place_code("Cambodia"), place_code("Bavet"), place_code("Quillfeather")
    ('KH', 'KH', None)
    """
    if len(name) < _SHORTEST and name not in _SHORT:
        return None
    return _local().get(name) or code_of(name.rstrip("."))


def adjective_code(word: str) -> str | None:
    """The country that an adjective belongs to.

    >>> adjective_code("Indonesian"), adjective_code("Ghanaian"), adjective_code("Chinese")
    ('ID', 'GH', 'CN')
    """
    low = word.lower()
    if low in _ADJECTIVES or not word[:1].isupper():
        return _ADJECTIVES.get(low)
    stems = (word[:-end] for end in _ENDINGS if len(word) - end >= _SHORTEST)
    return next((code for stem in stems if (code := code_of(stem)) is not None), None)

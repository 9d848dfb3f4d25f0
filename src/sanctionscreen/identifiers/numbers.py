"""The normal form of document and registration numbers: what is left is what must be equal."""

import re
import unicodedata
from collections.abc import Mapping
from functools import lru_cache
from typing import Final

from sanctionscreen.terms import IdentifierKind

_NOT_NUMBER: Final = re.compile(r"[\W_]+")
#: Words that lists and customers write in front of a number of that kind.
_PREFIXES: Final[Mapping[str, str]] = {IdentifierKind.IMO: "IMO", IdentifierKind.MMSI: "MMSI"}
#: A head office's BIC is written with eight or eleven letters.
_BIC_HEAD: Final = "XXX"
_BIC_LENGTH: Final = 11


@lru_cache(maxsize=1 << 16)
def normal_number(kind: str, number: str) -> str:
    """The letters and digits of a number in upper case, without the words of its kind.

    >>> normal_number("imo", "IMO 9167253"), normal_number("passport", "n-000 81108")
    ('9167253', 'N00081108')
    """
    compact = _NOT_NUMBER.sub("", unicodedata.normalize("NFKC", number)).upper()
    if kind == IdentifierKind.BIC and len(compact) == _BIC_LENGTH:
        return compact.removesuffix(_BIC_HEAD)
    return compact.removeprefix(_PREFIXES.get(kind, ""))


def comparable(one: str, other: str) -> bool:
    """Whether numbers of these two kinds may be the same document: `other` meets every kind.

    >>> comparable("passport", "passport"), comparable("passport", "tax_id")
    (True, False)
    """
    return one == other or IdentifierKind.OTHER in {one, other}

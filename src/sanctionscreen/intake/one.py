"""One ordinary name → its counterparty: the one that a table of that name alone gives, faster.

A table is tidied, looked through and digested by expressions over columns, which takes twenty
times as long for one row as to match it. Names of letters, digits and visible signs with single
spaces between them need none of the tidying: for these the row is known at once. Any other name
goes the way of the tables.
"""

import hashlib
import json
import unicodedata
from typing import Final

from sanctionscreen.intake.words import LONGEST, NO_NAME, NOTHING, REPEATED

Record = dict[str, object]

#: Letters and marks that show nothing, though Unicode calls them letters and marks.
_BLANK: Final = frozenset("\u034f\u115f\u1160\u17b4\u17b5\u3164\uffa0")
#: The words of placeholders: what is made of them alone goes the way of the tables, which knows.
_PLACEHOLDERS: Final = frozenset(word for text in NOTHING | NO_NAME for word in text.split())


def ordinary(name: str) -> bool:
    r"""Whether a name is screened as it is written: nothing to tidy in it, and no placeholder.

    >>> [ordinary(name) for name in ("Chen Zhi", "陳志", " Chen", "Chen\u200bZhi", "N/A", "aaaa")]
    [True, True, False, False, False, False]
    """
    if not 0 < len(name) <= LONGEST or not all(map(_is_plain, name)):
        return False
    return "  " not in name and name == name.strip(" ") and not _may_say_nothing(name)


def _is_plain(sign: str) -> bool:
    """Whether a character stays as it is: space, visible ASCII, and letters that show."""
    if sign.isascii():
        return sign.isprintable()
    return unicodedata.category(sign)[0] in "LMN" and sign not in _BLANK


def _may_say_nothing(name: str) -> bool:
    """Whether a name without its signs is nothing, placeholders' words, or one letter repeated."""
    told = "".join(sign if unicodedata.category(sign)[0] in "LN" else " " for sign in name.lower())
    words = told.split()
    repeated = len(set("".join(words))) == 1 and len(" ".join(words)) >= REPEATED
    return repeated or _PLACEHOLDERS.issuperset(words)


def record(name: str) -> Record:
    """What is known of a party of whom a name is all that is known: COUNTERPARTIES without ids."""
    return {
        "names": [name],
        "entity_type": None,
        "gender": None,
        "births": [],
        "countries": [],
        "identifiers": [],
        "wallets": [],
        "addresses": [],
    }


#: Row number and id of the only row.
ROW: Final = 1
ID: Final = "1"
_IDS: Final[Record] = {"row": ROW, "query_id": ID}


def record_digest(name: str) -> str:
    """The sha256 of the party's record: that of `parties.record_digests`."""
    return hashlib.sha256(_as_json(record(name)).encode()).hexdigest()


def input_digest(name: str) -> str:
    """The sha256 of the whole input: that of `parties.input_digest`."""
    return hashlib.sha256(f"{_as_json(_IDS | record(name))}\n".encode()).hexdigest()


def _as_json(record: Record) -> str:
    return json.dumps(record, ensure_ascii=False, separators=(",", ":"))

"""What single words tell: legal forms, descriptions, and how rare a word is.

The tables are data of this package: frozen, and part of the matcher version's digest.
"""

import hashlib
from functools import cache
from importlib.resources import files
from typing import Final

from sanctionscreen.text.sounds import sound_key

_DATA: Final = files("sanctionscreen.text") / "data"
_TABLES: Final = (
    "abbreviations.tsv",
    "descriptions.txt",
    "han_surnames.tsv",
    "legal_forms.tsv",
    "nicknames.tsv",
    "word_weights.tsv",
)
_LONGEST_ABBREVIATION: Final = 5

Words = tuple[str, ...]


def _lines(table: str) -> list[str]:
    text = (_DATA / table).read_text(encoding="utf-8")
    return [line for line in text.splitlines() if line and not line.startswith("#")]


@cache
def digest() -> str:
    """The sha256 over all word tables: any change of theirs is another matcher version."""
    total = hashlib.sha256()
    for table in _TABLES:
        total.update(table.encode() + b"\n" + (_DATA / table).read_bytes())
    return total.hexdigest()


@cache
def _legal_forms() -> dict[Words, str]:
    forms: dict[Words, str] = {}
    for line in _lines("legal_forms.tsv"):
        canonical, spellings = line.split("\t") if "\t" in line else (line, line)
        for spelling in (canonical, *spellings.split("|")):
            words = tuple(spelling.split())
            forms.setdefault(words, canonical)
            spaced = 1 < len(spelling) <= _LONGEST_ABBREVIATION and spelling.isascii()
            if len(words) == 1 and spaced:
                forms.setdefault(tuple(spelling), canonical)
    return forms


@cache
def form_lengths(*, ending: bool) -> dict[str, int]:
    """For each word the number of words of the longest legal form that ends (or starts) with it."""
    lengths: dict[str, int] = {}
    for words in _legal_forms():
        word = words[-1 if ending else 0]
        lengths[word] = max(lengths.get(word, 0), len(words))
    return lengths


def legal_form(words: Words) -> str | None:
    """The canonical legal form that exactly these words write; null where they write none.

    >>> legal_form(("limited", "liability", "company")), legal_form(("l", "l", "c"))
    ('llc', 'llc')
    """
    return _legal_forms().get(words)


@cache
def _abbreviations() -> dict[str, str]:
    return {
        short: full for short, _, full in (x.partition("\t") for x in _lines("abbreviations.tsv"))
    }


def in_full(word: str) -> str:
    """The word that an abbreviated or foreign company word stands for; else the word itself.

    >>> in_full("trdg"), in_full("huione")
    ('trading', 'huione')
    """
    return _abbreviations().get(word, word)


@cache
def _given_names() -> dict[str, frozenset[str]]:
    formal: dict[str, set[str]] = {}
    for line in _lines("nicknames.tsv"):
        name, shorts = line.split("\t")
        for short in (name, *shorts.split("|")):
            formal.setdefault(short, set()).add(name)
        key = sound_key(name)
        if key is not None:  # "Dmitry" and "Dmitriy" for "dmitri"
            formal.setdefault(f"~{key}", set()).add(name)
    return {short: frozenset(names) for short, names in formal.items()}


def given_names(word: str) -> frozenset[str]:
    """The formal given names that a word may stand for, itself included; empty for other words.

    >>> sorted(given_names("misha"))
    ['michael', 'mikhail']
    """
    found = _given_names().get(word)
    return found or _given_names().get(f"~{sound_key(word)}", frozenset())


@cache
def _descriptions() -> frozenset[str]:
    return frozenset(_lines("descriptions.txt"))


def is_description(word: str) -> bool:
    """Whether the word says what an organisation is, not which one.

    >>> is_description("trading"), is_description("huione")
    (True, False)
    """
    return word in _descriptions()


@cache
def _weights() -> dict[str, float]:
    return {
        word: float(weight) for word, weight in (x.split("\t") for x in _lines("word_weights.tsv"))
    }


#: What a word weighs that is in no table: such a word tells most.
RAREST: Final = 1.0
#: A letter or a digit alone tells little: it is an initial or a series.
_SINGLE_LETTER: Final = 0.3


def weight(word: str) -> float:
    """How much a word tells, in (0, 1]: 1 for the rarest; from a frozen table, never the list.

    Source: `benchmarks/word_weights.py`, document frequencies of names.

    >>> weight("company") < weight("mohammed") < 0.5 < weight("huione")
    True
    """
    if len(word) == 1:
        return _SINGLE_LETTER
    return _weights().get(word, RAREST)

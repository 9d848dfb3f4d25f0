"""What single words tell: legal forms, descriptions, and how rare a word is.

The tables are data of this package: frozen, and part of the matcher version's digest.
"""

import hashlib
from collections.abc import Sequence
from functools import cache, cached_property
from pathlib import Path
from typing import Final

from sanctionscreen.text.arabic import SKELETON, in_unvowelled_script
from sanctionscreen.text.romanize import romanize
from sanctionscreen.text.sounds import sound_keys

_DATA: Final = Path(__file__).with_name("data")
_TABLES: Final = (
    "abbreviations.tsv",
    "descriptions.txt",
    "han_surnames.tsv",
    "honorifics.txt",
    "legal_forms.tsv",
    "nicknames.tsv",
    "particles.txt",
    "russian_words.tsv",
    "script_words.tsv",
    "word_weights.tsv",
)
_LONGEST_ABBREVIATION: Final = 5
#: The tens, which a word for a unit may follow.
TENS: Final = frozenset(
    {"twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"}
)

Words = tuple[str, ...]


def _read(table: str) -> str:
    return (_DATA / table).read_text(encoding="utf-8")


def _lines(table: str) -> list[str]:
    return [line for line in _read(table).splitlines() if line and not line.startswith("#")]


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


@cache
def words_of_forms() -> frozenset[str]:
    """The words that stand in any written legal form."""
    return frozenset(word for words in _legal_forms() for word in words)


def legal_form(words: Words) -> str | None:
    """The canonical legal form that exactly these words write; null where they write none.

    >>> legal_form(("limited", "liability", "company")), legal_form(("l", "l", "c"))
    ('llc', 'llc')
    """
    return _legal_forms().get(words)


#: Words of which legal forms are made when they are written out.
_FORM_WORDS: Final = tuple(
    """
    aktiengesellschaft aktsionernoe anonim anonima capital closed compania companies company
    corporation gesellschaft incorporated joint liability limitada limited obshchestvo
    ogranichennoi ogranichennoy open organichennoy otkrytoe otvetstvennostiu otvetstvennostyu
    partnership private public publichnoe responsabilidad sociedad stock variable zakrytoe
    """.split()  # noqa: SIM905  # a table of words reads better than a list of quotes
)
_SHORTEST_LIKE: Final = 5
_LONG_WORD: Final = 8
#: The lengths of a word of a form that another one may be joined to.
_JOINED: Final = range(4, 13)


#: Those that may be misspelt, and with how many edits.
_MISSPELT: Final = tuple(
    (form, 1 if len(form) < _LONG_WORD else 2) for form in _FORM_WORDS if len(form) > _SHORTEST_LIKE
)


@cache
def _form_words() -> frozenset[str]:
    return frozenset(_FORM_WORDS)


@cache
def _joined_forms() -> frozenset[str]:
    """Two of them written as one; short ones begin no such word."""
    return frozenset(
        one + other for one in _FORM_WORDS if len(one) in _JOINED for other in _FORM_WORDS
    )


def like_form(word: str) -> bool:
    """Whether the word is part of a written-out legal form, also two of them joined, or misspelt.

    >>> like_form("limitedliability"), like_form("obshchetsvo"), like_form("limpid")
    (True, True, False)
    """
    if word in _form_words():
        return True
    if len(word) < _SHORTEST_LIKE or not word.isalpha():
        return False
    return (word in _joined_forms() or _is_misspelt(word)) and not is_known(word)


def _is_misspelt(word: str) -> bool:
    letters = set(word)
    near = [
        (form, edits)
        for form, edits in _misspelt(word[0], word[-1], len(word))
        if len(letters.difference(form)) <= edits  # each other letter is an edit
    ]
    if not near:  # most have none
        return False
    from rapidfuzz.distance import OSA  # noqa: PLC0415  # few names need it

    return any(OSA.distance(word, form, score_cutoff=edits) <= edits for form, edits in near)


@cache
def _misspelt(first: str, last: str, size: int) -> list[tuple[str, int]]:
    """Those that may be meant by a word of such letters and length."""
    return [
        (form, edits)
        for form, edits in _MISSPELT
        if (form[0] == first or form[-1] == last) and abs(len(form) - size) <= edits
    ]


@cache
def _abbreviations() -> dict[str, str]:
    rows = [line.split("\t") for line in _lines("abbreviations.tsv")]
    long = [word for word, _ in rows if len(word) >= _LONG_WORD]
    short = dict(rows)
    by_sound = {f"~{key}": short[word] for word, key in zip(long, sound_keys(long), strict=True)}
    return by_sound | short


def in_full(word: str) -> str:
    """What an abbreviated or foreign company word stands for, also two words; else itself.

    Long words also by their sound, Russian ones by their stem: they have many endings.

    >>> in_full("trdg"), in_full("torgovyi"), in_full("sudostroitelnaya"), in_full("huione")
    ('trading', 'trading', 'shipbuilding', 'huione')
    """
    return all_in_full([word])[0]


def all_in_full(words: Sequence[str]) -> list[str]:
    """The same for each word; an equal word costs as much again."""
    short, beginnings = _abbreviations(), _beginnings()
    known = [
        short.get(word) or (_translated(word) if word[:_SHORTEST_STEM] in beginnings else None)
        for word in words
    ]
    long = [len(word) >= _LONG_WORD and not full for word, full in zip(words, known, strict=True)]
    sounds = iter(sound_keys(word for word, is_long in zip(words, long, strict=True) if is_long))
    return [
        full or (short.get(f"~{next(sounds)}", word) if is_long else word)
        for word, full, is_long in zip(words, known, long, strict=True)
    ]


#: The endings of Russian adjectives and nouns as they are romanised, here and on lists.
_ENDINGS: Final = {
    "a": frozenset(
        """
        a aia aja aya aye ego ey ee i ie ii iie ij ikh im imi iy iye o oe ogo oi oj oje om omu oy
        oye uyu y ye yi yie yj ykh ym ymi yy yye
        """.split()  # noqa: SIM905
    ),
    "n": frozenset(
        """
        a akh am ami e em ey i ia ii iu iy iya iyu o om ov u y ya yakh yam yami ye yu
        """.split()  # noqa: SIM905
    )
    | {""},
}
_LONGEST_ENDING: Final = 4
_SHORTEST_STEM: Final = 4


@cache
def _stems() -> dict[str, tuple[str, str]]:
    """By romanised stem: whose endings it takes, and what it means."""
    rows = (line.split("\t") for line in _lines("russian_words.tsv"))
    return {
        romanize(stem)[0]: (kind, " ".join(_abbreviations().get(w, w) for w in words.split()))
        for stem, kind, words in rows
    }


@cache
def _beginnings() -> frozenset[str]:
    return frozenset(stem[:_SHORTEST_STEM] for stem in _stems())


def _translated(word: str) -> str | None:
    """What a romanised word of Russian organisations means; null for other words."""
    for length in range(min(_LONGEST_ENDING, len(word) - _SHORTEST_STEM) + 1):
        stem = len(word) - length
        kind, meaning = _stems().get(word[:stem], ("", ""))
        if kind and word[stem:] in _ENDINGS[kind]:
            return meaning
    return None


@cache
def _given_names() -> dict[str, frozenset[str]]:
    formal: dict[str, set[str]] = {}
    rows = [line.split("\t") for line in _lines("nicknames.tsv")]
    keys = sound_keys([name for name, _ in rows])
    for (name, shorts), key in zip(rows, keys, strict=True):
        for short in (name, *shorts.split("|")):
            formal.setdefault(short, set()).add(name)
        if key is not None:  # "Dmitry" and "Dmitriy" for "dmitri"
            formal.setdefault(f"~{key}", set()).add(name)
    return {short: frozenset(names) for short, names in formal.items()}


def given_names(
    words: Sequence[str], keys: Sequence[str | None] | None = None
) -> list[frozenset[str]]:
    """The formal given names that each word may stand for, itself included; empty for other words.

    `keys` are the sound keys of the words, where they are known.

    >>> [sorted(names) for names in given_names(["misha", "huione"])]
    [['michael', 'mikhail'], []]
    """
    known, none = _given_names(), frozenset[str]()
    return [
        known.get(word) or known.get(f"~{key}", none)
        for word, key in zip(words, sound_keys(words) if keys is None else keys, strict=True)
    ]


@cache
def descriptions() -> frozenset[str]:
    """The words that say what an organisation is, not which one."""
    return frozenset(_lines("descriptions.txt"))


def is_description(word: str) -> bool:
    """Whether the word says what an organisation is, not which one.

    >>> is_description("trading"), is_description("huione")
    (True, False)
    """
    return word in descriptions()


@cache
def particles() -> frozenset[str]:
    """The articles and prepositions within personal names: "al", "bin", "de"."""
    return frozenset(_lines("particles.txt"))


@cache
def honorifics() -> frozenset[str]:
    """The words that are a title or rank: "dr", "sheikh", "jr"."""
    return frozenset(_lines("honorifics.txt"))


@cache
def _script_words() -> dict[str, tuple[str, ...]]:
    rows = (line.split("\t") for line in _lines("script_words.tsv"))
    return {word: () if latin == "-" else tuple(latin.split()) for word, latin in rows}


def script_word(word: str) -> tuple[str, ...] | None:
    """The Latin words that lists use for an organisation word of another script; null for others.

    >>> script_word("شركه"), script_word("للتجاره"), script_word("科技"), script_word("陈")
    (('company',), ('trading',), ('technology',), None)
    """
    known = _script_words().get(word)
    if known is None and in_unvowelled_script(word):
        for prefix in _PREFIXES:
            if word.startswith(prefix) and len(word) - len(prefix) >= _SHORTEST_PREFIXED:
                known = known or _script_words().get(word.removeprefix(prefix))
    return known


@cache
def unvowelled_names() -> frozenset[str]:
    """The Latin names that words in scripts without vowels are read as.

    >>> sorted(unvowelled_names() & {"ali", "nejad", "company", "abdul", "dina"})
    ['abdul', 'ali', 'nejad']
    """
    read = {
        latin[0] for word, latin in _script_words().items() if latin and in_unvowelled_script(word)
    }
    names = {word for word in read if weight(word, person=True) < weight(word, person=False)}
    return frozenset(names - particles() - honorifics())


#: "The", "for the", "and the", "for", "and" as Arabic writes them: before the word, as one.
_PREFIXES: Final = ("وال", "ال", "لل", "ل", "و")
_SHORTEST_PREFIXED: Final = 3


@cache
def longest_script_word() -> int:
    """The number of characters of the longest word that `script_word` knows."""
    return max(map(len, _script_words()))


class _Weights:
    """The table of word weights: searched as text for the first words, read as a whole for more."""

    def __init__(self) -> None:
        self._text = f"\n{_read('word_weights.tsv')}\n"
        self._asked = 0

    def get(self, word: str) -> tuple[float, float] | None:
        """The weights of a word in names of persons, and of anything else."""
        self._asked += 1
        return self._found(word) if self._asked <= _SEARCHED else self._all.get(word)

    def _found(self, word: str) -> tuple[float, float] | None:
        start = self._text.find(f"\n{word}\t")
        if start < 0 or not word or "\n" in word or "\t" in word:
            return None
        return _pair(self._text[start + 1 : self._text.index("\n", start + 1)])[1]

    @cached_property
    def _all(self) -> dict[str, tuple[float, float]]:
        lines = self._text.split("\n")
        return dict(_pair(line) for line in lines if line and not line.startswith("#"))


#: To read the whole table takes about as long as to search it for so many words.
_SEARCHED: Final = 100


def _pair(line: str) -> tuple[str, tuple[float, float]]:
    word, person, organisation = line.split("\t")
    return word, (float(person), float(organisation))


@cache
def _weights() -> _Weights:
    return _Weights()


#: What a word weighs that is in no table: such a word tells most.
RAREST: Final = 1.0
#: A letter alone tells little: it is an initial.
_LETTER: Final = 0.1
#: A number alone is a series or a year.
_NUMBER: Final = 0.35
#: A word without its vowels may be many words; the longer, the fewer.
_PER_CONSONANT: Final = 0.15
_HEAVIEST_SKELETON: Final = 0.9
_RARE: Final = (RAREST, RAREST)


def is_known(word: str) -> bool:
    """Whether the word is in the table of word weights, so no chance misspelling."""
    return _weights().get(word) is not None


def weights(word: str) -> tuple[float, float]:
    """How much a word tells in a name of a person, and of anything else, in (0, 1].

    1 for the rarest. From a frozen table, never the list.
    Source: `benchmarks/word_weights.py`, document frequencies of names.
    """
    if len(word) == 1:
        alone = _LETTER if word.isalpha() else _NUMBER
        return alone, alone
    if word.startswith(SKELETON):
        bare = min(_HEAVIEST_SKELETON, _PER_CONSONANT * (len(word) - 1))
        return bare, bare
    known = _weights().get(word) or _RARE
    if not word.isdigit():
        return known
    most = _NUMBER + 0.1 * len(word)
    return min(known[0], most), min(known[1], most)


def weight(word: str, *, person: bool | None = None) -> float:
    """One of its `weights`; null for `person` = the less of both.

    >>> weight("bank", person=False) < 0.5 < weight("bank", person=True)
    True
    """
    by_person, by_organisation = weights(word)
    if person is None:
        return min(by_person, by_organisation)
    return by_person if person else by_organisation

"""A name, analysed once: its normal form, its Latin words, what each weighs, its legal forms."""

import re
from collections.abc import Iterable, Sequence
from functools import cache, lru_cache
from typing import Final, NamedTuple

from sanctionscreen.text import words as tables
from sanctionscreen.text.arabic import (
    SKELETON,
    arabic_words,
    in_unvowelled_script,
    is_letter_name,
    skeleton,
    spelt,
)
from sanctionscreen.text.normalize import NormalName, normal_form
from sanctionscreen.text.romanize import has_han, letters_for_digits, romanize

#: Words beyond this are not matched: no listed name has half as many, and masks have 64 bits.
MAX_WORDS: Final = 60
#: … and letters of a word beyond this: no listed word has half as many.
MAX_LETTERS: Final = 100
#: A word of a legal form tells next to nothing, for a form may be written with one or with five;
#: so does a particle or a title in a personal name.
FORM_WEIGHT: Final = 0.02
PARTICLE_WEIGHT: Final = 0.06
#: A word of an organisation that repeats a word of a legal form, misspelt or joined.
LIKE_FORM: Final = 0.08


class Mark:
    """What a word of a name is, beside being a word: bits of a mask."""

    LETTER: Final = 1
    NUMBER: Final = 2
    PARTICLE: Final = 4
    HONORIFIC: Final = 8
    FORM: Final = 16
    DESCRIPTION: Final = 32
    SYLLABLE: Final = 64
    SKELETON: Final = 128
    SON: Final = 256
    ROMAN: Final = 512


class NameAnalysis(NamedTuple):
    """A name as the matcher sees it; all but `normal` and `han` run in parallel, one a word.

    `person` and `organisation` weigh each word for a name of that kind. `forms[i]` is the
    canonical legal form that word i is part of, null for other words. `han` is the name in
    simplified characters, without a legal form, where it has no other letters.
    """

    normal: NormalName
    words: tuple[str, ...]
    person: tuple[float, ...]
    organisation: tuple[float, ...]
    marks: tuple[int, ...]
    forms: tuple[str | None, ...]
    han: str | None

    @property
    def legal_forms(self) -> frozenset[str]:
        """The canonical legal forms in the name."""
        return frozenset(form for form in self.forms if form is not None)

    def weights(self, *, person: bool) -> tuple[float, ...]:
        """What each word weighs in a name of a person, or of anything else."""
        return self.person if person else self.organisation


@lru_cache(maxsize=1 << 18)
def analyse(text: str) -> NameAnalysis:
    """The analysis of one written name.

    >>> analyse("PRINCE GROUP PLC.").words, analyse("PRINCE GROUP PLC.").forms
    (('prince', 'group', 'plc'), (None, None, 'plc'))
    >>> analyse("陳志").words, analyse("陳志").han
    (('chen', 'zhi'), '陈志')
    """
    normal = normal_form(text)
    written = _numbers(spelt(normal.split()))
    latin = tuple(_abd_joined(" ".join(map(reading, written)).split()))[:MAX_WORDS]
    forms = legal_forms_in(latin)
    known = [word_facts(word) for word in latin]
    whole = "".join(map(bare, written))
    han = whole if is_han(whole) else None
    syllable = Mark.SYLLABLE if han is not None else 0
    marks = tuple(
        word.mark | syllable if form is None else word.mark | Mark.FORM
        for word, form in zip(known, forms, strict=True)
    )
    return NameAnalysis(
        normal,
        latin,
        _person_weights(latin, known),
        _organisation_weights(latin, known, forms, syllables=han is not None),
        marks,
        forms,
        han,
    )


def in_natural_order(name: str) -> str:
    """A personal name with the family name last, where a comma says that it stands first.

    >>> in_natural_order("PUTIN, Vladimir Vladimirovich"), in_natural_order("Chen Zhi")
    ('Vladimir Vladimirovich PUTIN', 'Chen Zhi')
    """
    family, comma, given = name.partition(",")
    return f"{given.strip()} {family.strip()}" if comma and "," not in given else name


@lru_cache(maxsize=1 << 18)
def reading(word: str) -> str:
    """The Latin words of one word of a normal form, but for what stands beside it (`is_open`).

    >>> reading("abdulrahman"), reading("太子有限公司"), reading("trdg")
    ('abdul rahman', 'tai zi llc', 'trading')
    """
    return readings([word])[word]


def readings(words: Iterable[str]) -> dict[str, str]:
    """The same for each of many words."""
    plain: list[str] = []
    parts: dict[str, list[str]] = {}
    for word in dict.fromkeys(words):
        if word.isascii() and word.isalpha():  # nearly all
            plain.append(word)
        else:
            latin = (one for part in _without_form(word) for one in _romanized(part))
            parts[word] = [letters_for_digits(one) for one in latin]
    read = iter(_read([one for own in parts.values() for one in own]))
    found = {word: " ".join(next(read) for _ in own) for word, own in parts.items()}
    return found | dict(zip(plain, _read(plain), strict=True))


def _read(words: Sequence[str]) -> list[str]:
    """The Latin words of words in Latin letters, disguised or abbreviated as they may be."""
    return [
        full if "abd" not in full and len(full) <= MAX_LETTERS else _cut(full)
        for full in tables.all_in_full(words)
    ]


def _cut(full: str) -> str:
    words = (one for whole in full.split() for one in _servant(whole))
    return " ".join(one[:MAX_LETTERS] for one in words)


def bare(word: str) -> str:
    """One word of a normal form without a legal form in Chinese characters.

    >>> bare("太子有限公司"), bare("llc"), bare("anna")
    ('太子', '', 'anna')
    """
    if word.isascii():
        return "" if word == HAN_FORM else word
    return "".join(part for part in _without_form(word) if part != HAN_FORM)


def latin_words(text: str) -> tuple[str, ...]:
    """The Latin words of a written name, as `analyse` sees them."""
    return analyse(text).words


def _numbers(words: list[str]) -> list[str]:
    """The words with numbers of two words as one: "forty four" is 44."""
    if tables.TENS.isdisjoint(words):
        return words
    joined: list[str] = []
    for word in words:
        unit = tables.in_full(word)
        if joined and joined[-1] in tables.TENS and _is_unit(unit):
            joined[-1] = tables.in_full(joined[-1])[0] + unit
        else:
            joined.append(word)
    return joined


def _romanized(word: str) -> tuple[str, ...]:
    if word.isascii():
        return (word,)
    known = tables.script_word(word)
    if known is not None:
        return known
    if _HANGUL.match(word) and len(word) <= _LONGEST_PERSON:
        return tuple(latin for syllable in word for latin in romanize(syllable))
    if in_unvowelled_script(word):
        return tuple(latin for part in arabic_words(word) for latin in _of_arabic(part))
    return romanize(word)


def _of_arabic(part: str) -> tuple[str, ...]:
    known = tables.script_word(part)
    return tuple(filter(None, (skeleton(part),))) if known is None else known


#: "Abdul" and its spellings, as a word of its own or joined with what follows.
_ABD: Final = re.compile(r"(?:abd[aeiou]{1,2}[lrnstdz]|abdal|abdel|abdoul)$")
_ABD_JOINED: Final = re.compile(r"(?:abdul|abdel|abdal|abdoul|abdol)(?=[a-z]{3})")
#: The name of God behind "Abd" or "Abdul", also without its article in a script without vowels.
_GOD: Final = frozenset({"allah", "lah", "llah", "ullah", skeleton("الله")})
_ARTICLES: Final = frozenset({"al", "el", "ul", "ol", "ar", "er", "ur", "as", "us", "es"})


def _servant(word: str) -> tuple[str, ...]:
    """One word: "Abdulrahman" as two, "Abdel" as "abdul", so that all spellings are the same."""
    if not word.startswith("abd"):
        return (word,)
    if _ABD.fullmatch(word):
        return ("abdul",)
    joined = _ABD_JOINED.match(word)
    if joined and word[joined.end() :] not in {"lah", "llah"}:
        return ("abdul", word[joined.end() :])
    return (word,)


#: Latin words that may be read with one that `is_closing` after them.
OPEN: Final = frozenset({"abd", "abdul"}) | tables.TENS


def is_open(word: str) -> bool:
    """Whether a word, written or Latin, may be read with one that `is_closing` after it.

    >>> is_open("abd"), is_closing("al"), is_open("forty"), is_closing("four"), is_open("rahman")
    (True, True, True, True, False)
    """
    return word in OPEN or is_letter_name(word)


def is_closing(word: str) -> bool:
    """Whether a word, written or Latin, may be read with one that `is_open` before it."""
    known = word in _ARTICLES or word in _GOD or is_letter_name(word)
    return known or _is_unit(tables.in_full(word))


def _is_unit(word: str) -> bool:
    return len(word) == 1 and word.isdigit()


def _abd_joined(words: list[str]) -> list[str]:
    """The words with "abd al" (as in "Abd al Rahman") as one: "abdul"; "Abd Allah" as one, too."""
    if not any(word.startswith("abd") for word in words):
        return words
    joined: list[str] = []
    for word in words:
        if joined and joined[-1] == "abd" and word in _ARTICLES:
            joined[-1] = "abdul"
        elif joined and joined[-1] in {"abd", "abdul"} and word in _GOD:
            joined[-1] = "abdullah"
        elif not (joined and joined[-1] == "abdul" and word in _ARTICLES):
            joined.append(word)
    return joined


class WordFacts(NamedTuple):
    """What a word is wherever it stands: its mark, and its weights for either kind of name."""

    mark: int
    person: float
    organisation: float


#: The numbers of a series; in a personal name they may be words.
_ROMAN: Final = frozenset(
    "ii iii iv vi vii viii ix xi xii xiii xiv xv xvi xvii xviii xix xx".split()  # noqa: SIM905
)
FEWEST_TELLING: Final = 2
_SON_OF: Final = frozenset({"bin", "ibn", "ben", "bint", "ould"})


@lru_cache(maxsize=1 << 18)
def word_facts(word: str) -> WordFacts:
    """What a Latin word is in any name."""
    return facts_of([word])[0]


def facts_of(words: Iterable[str]) -> list[WordFacts]:
    """The same for each word."""
    return [_RAREST if _is_rarest(word) else _known_facts(word) for word in words]


_RAREST: Final = WordFacts(0, tables.RAREST, tables.RAREST)


def _is_rarest(word: str) -> bool:
    """Whether the word is of letters alone and in no table, nor like a word that is."""
    plain = len(word) > 1 and word.isalpha() and word not in _known_marks()
    return plain and not tables.is_known(word) and not tables.like_form(word)


def _known_facts(word: str) -> WordFacts:
    """The same for words that tell less, or have a mark."""
    letter = len(word) == 1 and word.isalpha()
    mark = _known_marks().get(word, 0)
    particle, empty = mark & Mark.PARTICLE, mark & (Mark.PARTICLE | Mark.HONORIFIC)
    if letter:
        mark |= Mark.LETTER
    elif not word.isalpha():
        mark |= _unusual_marks(word)
    person, organisation = tables.weights(word)
    if not letter and empty:
        person = min(person, PARTICLE_WEIGHT)
    if tables.like_form(word):
        organisation = min(organisation, LIKE_FORM)
    elif particle and not letter:
        organisation = min(organisation, PARTICLE_WEIGHT)
    return WordFacts(mark, person, organisation)


@cache
def _known_marks() -> dict[str, int]:
    """The marks of words that are in a table."""
    marks: dict[str, int] = {}
    for words, mark in (
        (tables.particles(), Mark.PARTICLE),
        (tables.honorifics(), Mark.HONORIFIC),
        (tables.descriptions(), Mark.DESCRIPTION),
        (_SON_OF, Mark.SON),
        (_ROMAN, Mark.ROMAN),
    ):
        for word in words:
            marks[word] = marks.get(word, 0) | mark
    return marks


def _unusual_marks(word: str) -> int:
    """The marks of a word that is not of letters alone."""
    digits = sum(map(str.isdigit, word))
    number = Mark.NUMBER if digits and digits * 2 >= len(word) else 0
    return number | (Mark.SKELETON if word.startswith(SKELETON) else 0)


def _person_weights(words: tuple[str, ...], known: list[WordFacts]) -> tuple[float, ...]:
    """Particles and titles weigh next to nothing, unless at most one word is left without them.

    In "Da Li" both words are names.
    """
    if sum(not word.mark & (Mark.PARTICLE | Mark.HONORIFIC) for word in known) < FEWEST_TELLING:
        return tuple(tables.weight(word, person=True) for word in words)
    return tuple(word.person for word in known)


def _organisation_weights(
    words: tuple[str, ...],
    known: list[WordFacts],
    forms: tuple[str | None, ...],
    *,
    syllables: bool,
) -> tuple[float, ...]:
    """Legal forms weigh next to nothing, and so do words that look like a part of one.

    Chinese syllables tell no more than in names of persons.
    """
    plain = (min(w.organisation, w.person) if syllables else w.organisation for w in known)
    low = tuple(
        weight if form is None else min(FORM_WEIGHT, weight)
        for weight, form in zip(plain, forms, strict=True)
    )
    if any(weight > LIKE_FORM for weight in low):
        return low
    return tuple(tables.weight(word, person=False) for word in words)


#: What the legal forms in Chinese characters (有限公司 …) become.
HAN_FORM: Final = "llc"
_LONGEST_HAN_FORM: Final = 6
#: Chinese text this short is a personal name, in which no word of organisations is looked for.
_LONGEST_PERSON: Final = 4


def is_han(text: str) -> bool:
    """Whether the text is of Chinese characters alone."""
    return bool(text) and not text.isascii() and all(has_han(char) for char in text)


def _without_form(word: str) -> tuple[str, ...]:
    """A Chinese or Korean company's name, the words in it, and its legal form, written as one."""
    if word.isascii() or not (has_han(word) or _HANGUL.match(word)):
        return (word,)
    for length in range(min(len(word), _LONGEST_HAN_FORM), 1, -1):
        if tables.legal_form((word[-length:],)) is not None:
            name = word[:-length]
            return (*_segments(name), HAN_FORM) if name else (HAN_FORM,)
    return _segments(word) if len(word) >= _LONGEST_PERSON else (word,)


_HANGUL: Final = re.compile("[\uac00-\ud7a3]")


def _segments(text: str) -> tuple[str, ...]:
    """The words of organisations in the text, longest first, and what stands between them."""
    parts: list[str] = []
    start = at = 0
    while at < len(text):
        for length in range(min(tables.longest_script_word(), len(text) - at), 0, -1):
            if tables.script_word(text[at : at + length]) is not None:
                parts += [text[start:at], text[at : at + length]]
                start = at = at + length
                break
        else:
            at += 1
    return tuple(part for part in (*parts, text[start:]) if part)


def legal_forms_in(words: tuple[str, ...]) -> tuple[str | None, ...]:
    """The legal form that each word is part of: at the end of a name, and clear ones anywhere.

    A short word inside or before a name may be the name's own ("Se Jin", "Ag Ahmed"), so only
    forms of several words and a few that are no names count there.
    """
    forms: list[str | None] = [None] * len(words)
    end = len(words)
    while end > 1:
        length, form = _form_at(words, end, ending=True)
        if form is None or length >= end:
            break
        forms[end - length : end] = [form] * length
        end -= length
    starts = tables.form_lengths(ending=False)
    for start in range(end):
        if forms[start] is None and words[start] in starts:
            length, form = _form_at(words[:end], start, ending=False)
            if form is not None and length < end:
                forms[start : start + length] = [form] * length
    return tuple(forms) if None in forms else (None,) * len(words)


#: One-word forms that are nobody's name, in canonical spelling; several stand before the name.
_CLEAR: Final = frozenset(
    "oao zao pao ao fgup pt pjs llc ltd gmbh plc sarl srl mv".split()  # noqa: SIM905
)


def _form_at(words: tuple[str, ...], at: int, *, ending: bool) -> tuple[int, str | None]:
    """The longest legal form that ends before `at`, or a clear one that starts there."""
    word = words[at - 1] if ending else words[at]
    longest = tables.form_lengths(ending=ending).get(word, 0)
    for length in range(min(longest, at if ending else len(words) - at), 0, -1):
        run = words[at - length : at] if ending else words[at : at + length]
        form = tables.legal_form(run)
        if form is not None and (ending or length > 1 or form in _CLEAR):
            return length, form
    return 0, None

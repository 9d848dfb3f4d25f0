"""A name, analysed once: its normal form, its Latin words, what each weighs, its legal forms."""

from functools import lru_cache
from typing import Final, NamedTuple

from sanctionscreen.text import words as tables
from sanctionscreen.text.normalize import NormalName, normal_form
from sanctionscreen.text.romanize import has_han, letters_for_digits, romanize

#: Words beyond this are not matched: no listed name has half as many.
MAX_WORDS: Final = 60
#: A legal form tells next to nothing.
FORM_WEIGHT: Final = 0.1


class NameAnalysis(NamedTuple):
    """A name as the matcher sees it; `words`, `weights` and `forms` run in parallel.

    `forms[i]` is the canonical legal form that word i is part of, null for other words. `han` is
    the name in simplified characters, without a legal form, where it has no other letters.
    """

    normal: NormalName
    words: tuple[str, ...]
    weights: tuple[float, ...]
    forms: tuple[str | None, ...]
    han: str | None

    @property
    def legal_forms(self) -> frozenset[str]:
        """The canonical legal forms in the name."""
        return frozenset(form for form in self.forms if form is not None)


@lru_cache(maxsize=1 << 18)
def analyse(text: str) -> NameAnalysis:
    """The analysis of one written name.

    >>> analyse("PRINCE GROUP PLC.").words, analyse("PRINCE GROUP PLC.").forms
    (('prince', 'group', 'plc'), (None, None, 'plc'))
    >>> analyse("陳志").words, analyse("陳志").han
    (('chen', 'zhi'), '陈志')
    """
    normal = normal_form(text)
    found: list[str] = []
    for word in normal.split():
        found.extend(_without_form(word))
    latin = tuple(
        tables.in_full(letters_for_digits(part)) for word in found for part in romanize(word)
    )[:MAX_WORDS]
    forms = _forms(latin)
    weights = tuple(
        tables.weight(word) if form is None else min(FORM_WEIGHT, tables.weight(word))
        for word, form in zip(latin, forms, strict=True)
    )
    compact = "".join(word for word in found if word != _HAN_FORM)
    return NameAnalysis(normal, latin, weights, forms, compact if _only_han(compact) else None)


#: What the legal forms in Chinese characters (有限公司 …) become.
_HAN_FORM: Final = "llc"
_LONGEST_HAN_FORM: Final = 6


def _only_han(text: str) -> bool:
    return bool(text) and all(has_han(char) for char in text)


def _without_form(word: str) -> tuple[str, ...]:
    """A Chinese company's name and its legal form, which stand in one word."""
    if has_han(word):
        for length in range(min(len(word), _LONGEST_HAN_FORM), 1, -1):
            if tables.legal_form((word[-length:],)) is not None:
                name = word[:-length]
                return (name, _HAN_FORM) if name else (_HAN_FORM,)
    return (word,)


def _forms(words: tuple[str, ...]) -> tuple[str | None, ...]:
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
    {
        "ooo",
        "oao",
        "zao",
        "pao",
        "ao",
        "fgup",
        "pt",
        "pjs",
        "llc",
        "ltd",
        "gmbh",
        "plc",
        "sarl",
        "mv",
    }
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

"""Amounts, counts, shares and dates of a text, as written and as a value."""

import re
from collections.abc import Iterator
from enum import StrEnum
from typing import Final, NamedTuple

from sanctionscreen.articles.passages import Passages, Sentence

_NUMBER: Final = r"\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?"
_SPELT: Final = {
    "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8,
    "nine": 9, "ten": 10, "eleven": 11, "twelve": 12, "fifteen": 15, "twenty": 20, "thirty": 30,
    "forty": 40, "fifty": 50, "sixty": 60, "hundred": 100,
}  # fmt: skip
#: "One" is a pronoun more often than a number.
_SEVERAL: Final = tuple(word for word in _SPELT if word != "one")
_SCALE: Final = {
    "thousand": 1e3, "million": 1e6, "billion": 1e9, "trillion": 1e12, "bn": 1e9, "tn": 1e12,
    "m": 1e6, "k": 1e3,
}  # fmt: skip
_SCALES: Final = r"(?:thousand|million|billion|trillion|bn|tn|m|k)\b"
_CURRENCY: Final = {
    "$US": "USD", "US$": "USD", "A$": "AUD", "S$": "SGD", "HK$": "HKD", "$": "USD", "€": "EUR",
    "£": "GBP", "¥": "CNY", "₩": "KRW", "won": "KRW", "dollars": "USD", "euros": "EUR",
    "pounds": "GBP", "yuan": "CNY", "baht": "THB", "riel": "KHR", "yen": "JPY", "rupiah": "IDR",
}  # fmt: skip
_SIGNS: Final = "|".join(re.escape(sign) for sign in _CURRENCY if not sign.isalpha())
_WORDS: Final = "|".join(sign for sign in _CURRENCY if sign.isalpha())
_LEAST: Final = r"more than|at least|over|exceeding|a minimum of|upwards of|no fewer than|above"
_MOST: Final = r"as much as|up to|nearly|almost|fewer than|less than|under|at most|no more than"
_ABOUT: Final = r"approximately|about|around|roughly|an estimated|some|estimated"
_BOUND: Final = rf"(?:(?P<least>{_LEAST})|(?P<most>{_MOST})|(?P<about>{_ABOUT})) "
_MONTH: Final = (
    r"(?:January|February|March|April|May|June|July|August|September|October|November|December|"
    r"Jan\.?|Feb\.?|Mar\.?|Apr\.?|Jun\.?|Jul\.?|Aug\.?|Sept?\.?|Oct\.?|Nov\.?|Dec\.?)(?![a-z])"
)
_MONTHS: Final = ("jan feb mar apr may jun jul aug sep oct nov dec").split()  # noqa: SIM905


class FigureKind(StrEnum):
    """What a figure counts."""

    MONEY = "money"
    COUNT = "count"
    SHARE = "share"
    DURATION = "duration"
    DATE = "date"


class Figure(NamedTuple):
    """One figure at its place.

    `value` is in `unit` (a currency, the noun that is counted, a share of one); of a range it is
    the lower end and `upper` the other. A date's value is null, its text stands in `unit` as
    month-day, month or word. `bound`: least, most, about or null.
    """

    start: int
    end: int
    kind: FigureKind
    value: float | None
    upper: float | None
    unit: str
    bound: str | None


_MONEY_RULE: Final = re.compile(
    rf"(?:{_BOUND})?(?:between )?(?P<sign>{_SIGNS}) ?(?P<number>{_NUMBER})"
    rf"(?: ?-?(?P<scale>{_SCALES}))?"
    rf"(?: (?:and|to|-) (?:{_SIGNS}) ?(?P<upper>{_NUMBER})(?: ?-?(?P<scale2>{_SCALES}))?)?"
    rf"|(?:{_BOUND.replace('P<', 'P<w_')})?(?P<w_number>{_NUMBER})(?: (?P<w_scale>{_SCALES}))? "
    rf"(?P<w_sign>{_WORDS})\b"
)
_SHARE_RULE: Final = re.compile(
    rf"(?:{_BOUND})?(?:(?P<part>half|a third|one third|a quarter|one quarter|two thirds|two-thirds)"
    rf"(?= (?:of|its|the|their))|(?P<number>{_NUMBER}) ?(?:%|percent|per cent))",
    re.IGNORECASE,
)
_PARTS: Final = {"half": 0.5, "third": 1 / 3, "quarter": 0.25, "thirds": 2 / 3}
_DURATION_RULE: Final = re.compile(
    rf"(?:{_BOUND})?(?P<number>{_NUMBER}|{'|'.join(_SPELT)}) (?P<unit>day|week|month|year)s?"
    r"(?: (?:later|earlier|ago|before|after))?\b(?!-)",
    re.IGNORECASE,
)
_DATE_RULE: Final = re.compile(
    rf"(?:(?:early|mid|late)[ -])?(?P<last>last )?(?P<month>{_MONTH})"
    r"(?: (?P<day>\d{1,2})(?:st|nd|rd|th)?\b)?(?:,? (?P<year>(?:19|20)\d\d)\b)?(?: last year)?"
    r"|(?P<relative>(?:earlier|later) this (?:week|month|year)|(?:last|this) (?:week|month|year))"
    r"|on the (?P<ordinal>\d{1,2})(?:st|nd|rd|th)\b"
)
_COUNT_RULE: Final = re.compile(
    rf"(?:{_BOUND})?(?<![\d.,$€£-])(?P<number>{_NUMBER}|\b(?:{'|'.join(_SEVERAL)})\b)"
    rf"(?: (?P<scale>{_SCALES}))?(?P<what>(?: (?:of|more|other|different|senior|former|alleged)\b)*"
    r"(?: (?:its|their|the|whom|this|last)\b)?(?: [a-zA-Z-]+){1,3})",
    re.IGNORECASE,
)
_YEARS: Final = range(1900, 2100)


def find_figures(passages: Passages, sentence: Sentence) -> tuple[Figure, ...]:
    """The figures of a sentence in their order, each place once."""
    found: list[Figure] = []
    rules = (_money, _shares, _durations, _dates, _counts)
    for rule in rules:
        for figure in rule(passages.folded, sentence.start, sentence.end):
            if all(figure.end <= one.start or one.end <= figure.start for one in found):
                found.append(figure)
    return tuple(sorted(found))


def _money(text: str, start: int, end: int) -> Iterator[Figure]:
    for m in _MONEY_RULE.finditer(text, start, end):
        if m["number"] is not None:
            scale2 = m["scale2"]
            upper = None if m["upper"] is None else _value(m["upper"], scale2 or m["scale"])
            lower = _value(m["number"], m["scale"] or (scale2 if upper else None))
            unit = _CURRENCY[m["sign"]]
            yield Figure(*m.span(), FigureKind.MONEY, lower, upper, unit, _bound(m))
        else:
            value = _value(m["w_number"], m["w_scale"])
            bound = _bound(m, "w_")
            yield Figure(*m.span(), FigureKind.MONEY, value, None, _CURRENCY[m["w_sign"]], bound)


def _shares(text: str, start: int, end: int) -> Iterator[Figure]:
    for m in _SHARE_RULE.finditer(text, start, end):
        part = m["part"]
        value = _value(m["number"], None) / 100 if part is None else _PARTS[_last(part)]
        yield Figure(*m.span(), FigureKind.SHARE, value, None, "share", _bound(m))


def _last(words: str) -> str:
    return words.lower().replace("-", " ").split()[-1]


def _durations(text: str, start: int, end: int) -> Iterator[Figure]:
    for m in _DURATION_RULE.finditer(text, start, end):
        value, unit = _value(m["number"], None), f"{m['unit'].lower()}s"
        yield Figure(*m.span(), FigureKind.DURATION, value, None, unit, _bound(m))


def _dates(text: str, start: int, end: int) -> Iterator[Figure]:
    for m in _DATE_RULE.finditer(text, start, end):
        if m["month"] == "May" and m["day"] is None and m["year"] is None:
            continue  # "May" is a verb at the head of a question
        unit = (m["relative"] or m["ordinal"] or "").lower()
        if m["month"]:
            unit = f"{_MONTHS.index(m['month'][:3].lower()) + 1:02}"
            unit += "" if m["day"] is None else f"-{int(m['day']):02}"
            unit = unit if m["year"] is None else f"{m['year']}-{unit}"
        yield Figure(*m.span(), FigureKind.DATE, None, None, unit, None)


def _counts(text: str, start: int, end: int) -> Iterator[Figure]:
    for m in _COUNT_RULE.finditer(text, start, end):
        value = _value(m["number"], m["scale"])
        is_year = value in _YEARS and "," not in m["number"] and m["number"].isdigit()
        if not is_year:
            unit = " ".join(m["what"].split())
            yield Figure(m.start(), m.end(), FigureKind.COUNT, value, None, unit, _bound(m))


def _value(number: str, scale: str | None) -> float:
    plain = _SPELT.get(number.lower())
    value = float(number.replace(",", "")) if plain is None else float(plain)
    return value * (1 if scale is None else _SCALE[scale.lower()])


def _bound(m: re.Match[str], prefix: str = "") -> str | None:
    return next((b for b in ("least", "most", "about") if m[f"{prefix}{b}"]), None)

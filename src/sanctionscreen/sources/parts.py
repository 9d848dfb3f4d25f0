"""The parts of an entity that many lists write alike: countries, addresses, births, scripts.

What is not understood is reported by the record that it stands in, and kept as written.
"""

import re
import unicodedata
from collections.abc import Iterable
from datetime import date
from typing import Final, Protocol

from sanctionscreen.model import Address, CountryRole, CountryTie, DateRange, Record
from sanctionscreen.sources import dates
from sanctionscreen.territories import code_of


class Witness(Protocol):
    """A record that can say what of it was not understood."""

    def problem(self, field: str, reason: str) -> None:
        """Keeps one thing that was not understood."""

    def problem_once(self, field: str, reason: str) -> None:
        """The same, kept once however many records say it."""


#: What lists write where they know nothing; no value of any field.
_BLANK: Final = frozenset(
    {"", "-", "--", "---", "na", "n/a", "unknown", "none", "not available", "undetermined", "00"}
)


def stated(text: str | None) -> str | None:
    r"""The text with single spaces; null where the list says in words that it says nothing.

    >>> stated("  A\xa0 b "), stated("N/A")
    ('A b', None)
    """
    plain = " ".join((text or "").split())
    return None if plain.casefold() in _BLANK else plain


class Nobody:
    """A witness to whom nothing is a problem: for texts that may say anything."""

    def problem(self, field: str, reason: str) -> None:
        """Nothing is kept."""

    def problem_once(self, field: str, reason: str) -> None:
        """Nothing is kept."""


class Gathered:
    """The parts of a party as several rows state them: each once, in the order they first stood."""

    def __init__(self) -> None:
        self._parts: dict[str, dict[Record | str, None]] = {}

    def add(self, field: str, *values: Record | str) -> None:
        """Adds values of a field of an entity."""
        self._parts.setdefault(field, {}).update(dict.fromkeys(values))

    def of(self, field: str) -> tuple[Record | str, ...]:
        """The values of one field."""
        return tuple(self._parts.get(field, ()))

    def fields(self) -> dict[str, tuple[Record | str, ...]]:
        """The values of every field."""
        return {field: tuple(values) for field, values in self._parts.items()}


def country(text: str | None, witness: Witness, *, field: str = "country") -> str | None:
    """The ISO 3166 alpha-2 code of a country as written; an unknown one is reported once."""
    name = stated(text)
    if name is None:
        return None
    code = code_of(name)
    if code is None:
        witness.problem_once(field, f"{name!r} is no country known to us")
    return code


def tie(role: CountryRole, text: str | None, witness: Witness) -> tuple[CountryTie, ...]:
    """The tie to a country; none where the text is blank."""
    name = stated(text)
    if name is None:
        return ()
    return (CountryTie(role=role, text=name, code=country(name, witness, field=role.value)),)


def address(
    witness: Witness,
    *,
    lines: Iterable[str | None] = (),
    city: str | None = None,
    region: str | None = None,
    postal_code: str | None = None,
    country_text: str | None = None,
    code: str | None = None,
) -> tuple[Address, ...]:
    """The address of these parts, the whole being all of them; none where all are blank.

    A `code` the list states itself is not looked up again.
    """
    place, area, post, land = map(stated, (city, region, postal_code, country_text))
    pieces = [piece for piece in (*map(stated, lines), place, area, post, land) if piece]
    if not pieces:
        return ()
    return (
        Address(
            text=", ".join(dict.fromkeys(pieces)),
            city=place,
            region=area,
            postal_code=post,
            country=code or country(land, witness),
            country_text=land,
        ),
    )


def date_range(text: str | None, witness: Witness, *, field: str) -> DateRange | None:
    """The days that a written date means; what is no date is reported."""
    written = stated(text)
    if written is None:
        return None
    try:
        return dates.parse(written)
    except ValueError as error:
        witness.problem(field, str(error))
        return None


def maybe_date(text: str | None) -> DateRange | None:
    """The days that a text means if it is a date; null for any other text, which is no problem."""
    try:
        return dates.parse(stated(text) or "")
    except ValueError:
        return None


def day(text: str | None, witness: Witness, *, field: str) -> date | None:
    """The first day that a written date means; what is no date is reported."""
    found = date_range(text, witness, field=field)
    return None if found is None else found.start


_SCRIPTS: Final = {
    "ARABIC": "Arab", "ARMENIAN": "Armn", "BENGALI": "Beng", "BOPOMOFO": "Hani", "CJK": "Hani",
    "CYRILLIC": "Cyrl", "DEVANAGARI": "Deva", "ETHIOPIC": "Ethi", "GEORGIAN": "Geor",
    "GREEK": "Grek", "HANGUL": "Kore", "HEBREW": "Hebr", "HIRAGANA": "Jpan", "KATAKANA": "Jpan",
    "KHMER": "Khmr", "LAO": "Laoo", "LATIN": "Latn", "MYANMAR": "Mymr", "SINHALA": "Sinh",
    "SYRIAC": "Syrc", "TAMIL": "Taml", "THAI": "Thai", "TIBETAN": "Tibt",
}  # fmt: skip


def script_of(text: str) -> str | None:
    """The ISO 15924 code of the script that most letters are of; null where there is no letter.

    >>> script_of("陳志"), script_of("Иван III"), script_of("2 + 2")
    ('Hani', 'Cyrl', None)
    """
    counts: dict[str, int] = {}
    for char in text:
        if char.isalpha():
            found = _SCRIPTS.get(unicodedata.name(char, "").partition(" ")[0].partition("-")[0])
            if found is not None:
                counts[found] = counts.get(found, 0) + 1
    return max(counts, key=lambda one: counts[one], default=None)


_LETTER: Final = re.compile(r"(?:(?<=\s)|^)\(?([a-z])\)\s*")


def lettered(text: str) -> list[str]:
    """The items of `a) one b) two`; the whole text where it has no such letters in order.

    >>> lettered("a) Lima b) Cusco"), lettered("Lima (Peru)"), lettered("Lima b) Cusco")
    (['Lima', 'Cusco'], ['Lima (Peru)'], ['Lima', 'Cusco'])
    """
    marks = []
    expected = None
    for mark in _LETTER.finditer(text):
        if (expected is None and mark[1] in "ab") or mark[1] == expected:
            marks.append(mark)
            expected = chr(ord(mark[1]) + 1)
    if not marks:
        return [plain] if (plain := text.strip(" ,;")) else []
    starts = [text[: marks[0].start()]]
    ends = [*(mark.start() for mark in marks[1:]), len(text)]
    items = [text[mark.end() : end] for mark, end in zip(marks, ends, strict=True)]
    return [plain for item in (*starts, *items) if (plain := item.strip(" ,;\n"))]

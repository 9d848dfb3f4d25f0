"""Variants of whole words: their order, their borders, one more or one less, and cut fields."""

from typing import Final

from sanctionscreen.model import EntityType
from sanctionscreen.variants.chance import Chance
from sanctionscreen.variants.written import Written, in_case_of

_TITLES: Final = ("Mr", "Mrs", "Dr", "Eng.", "Haji", "Sheikh", "Col.", "Prof.", "Sayyid", "Capt.")
_PLACES: Final = (
    "Dubai", "London", "Istanbul", "Moscow", "Tehran", "Beirut", "Hong Kong", "Caracas", "Minsk",
    "Singapore",
)  # fmt: skip
_UNITS: Final = ("branch", "office", "group", "representative office", "division")
#: Widths of name fields: of bank formats (35, as in SWIFT MT), cards (27, 26), ledgers and labels.
_WIDTHS: Final = (35, 27, 22, 18)
#: A field cuts off at least so many characters, and leaves this share of the name.
_CUT, _LEFT = 3, 0.6
_LONG_WORD: Final = 8
_FEWEST: Final = 3


def order(name: Written, chance: Chance) -> str | None:
    """A person's family name first, without a comma; of others two neighbours changed about."""
    words = name.words
    if len(words) <= 1:
        return None
    if name.entity_type == EntityType.PERSON:
        return " ".join((*words[name.given :], *words[: name.given])) if name.given else None
    at = chance.below(len(words) - 1)
    return " ".join((*words[:at], words[at + 1], words[at], *words[at + 2 :]))


def initials(name: Written, chance: Chance) -> str | None:
    """A person's given names as letters, with or without dots."""
    if not name.given or name.given == len(name.words):
        return None
    dot = chance.pick(("", "."))
    given = [f"{word[0].upper()}{dot}" for word in name.words[: name.given]]
    return " ".join((*given, *name.words[name.given :]))


def one_word_less(name: Written, chance: Chance) -> str | None:
    """One word left out, neither the first nor the last; names have three words or more."""
    if len(name.words) < _FEWEST:
        return None
    at = 1 + chance.below(len(name.words) - 2)
    return " ".join((*name.words[:at], *name.words[at + 1 :]))


def first_and_last(name: Written, chance: Chance) -> str | None:
    """Of a person's given names the first alone, before the family name or behind it."""
    if name.given <= 1 or name.given == len(name.words):
        return None
    first, family = name.words[:1], name.words[name.given :]
    return " ".join(chance.pick(((*first, *family), (*family, *first))))


def one_word_more(name: Written, chance: Chance) -> str | None:
    """A title before a person's name; a place and a unit behind others."""
    if name.entity_type == EntityType.PERSON:
        return f"{chance.pick(_TITLES)} {name.text}"
    return f"{name.text} {in_case_of(name.words[-1], f'{chance.pick(_PLACES)} {_unit(chance)}')}"


def _unit(chance: Chance) -> str:
    return chance.pick(_UNITS)


def joined(name: Written, chance: Chance) -> str | None:
    """Two neighbouring words written as one."""
    if len(name.words) <= 1:
        return None
    at = chance.below(len(name.words) - 1)
    one = name.words[at] + name.words[at + 1]
    return " ".join((*name.words[:at], one, *name.words[at + 2 :]))


def all_joined(name: Written, _: Chance) -> str | None:
    """All words written as one."""
    return "".join(name.words) if len(name.words) > 1 else None


def split(name: Written, chance: Chance) -> str | None:
    """A long word written as two, or a hyphen as a space."""
    at = [place for place, word in enumerate(name.words) if _can_split(word)]
    if not at:
        return None
    place = chance.pick(at)
    word = name.words[place]
    cut = _FEWEST + chance.below(len(word) - 2 * _FEWEST + 1)
    parts = word.replace("-", " ") if "-" in word else f"{word[:cut]} {word[cut:]}"
    return " ".join((*name.words[:place], parts, *name.words[place + 1 :]))


def _can_split(word: str) -> bool:
    return len(word) >= _LONG_WORD and word.replace("-", "").isalpha()


def cut(name: Written, chance: Chance) -> str | None:
    """The name as far as a field holds it: 35, 27, 22 or 18 characters."""
    text = name.text
    fits = [width for width in _WIDTHS if _LEFT * len(text) <= width <= len(text) - _CUT]
    return text[: chance.pick(fits)].rstrip() if fits else None

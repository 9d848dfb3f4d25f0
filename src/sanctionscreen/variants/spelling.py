"""Variants of single letters: slips of the hand, of a scanner, and disguises."""

from collections.abc import Callable, Mapping
from typing import Final

from sanctionscreen.variants.chance import Chance
from sanctionscreen.variants.written import Written

#: The keys beside each key of a QWERTY keyboard.
_KEYS: Final = {
    "q": "wa", "w": "qes", "e": "wrd", "r": "etf", "t": "ryg", "y": "tuh", "u": "yij", "i": "uok",
    "o": "ipl", "p": "ol", "a": "qsz", "s": "adw", "d": "sfe", "f": "dgr", "g": "fht", "h": "gjy",
    "j": "hku", "k": "jli", "l": "kop", "z": "xas", "x": "zcs", "c": "xvd", "v": "cbf", "b": "vng",
    "n": "bmh", "m": "nj",
}  # fmt: skip
#: What a scanner takes for what.
_SCANNED: Final = {
    "rn": "m", "m": "rn", "cl": "d", "d": "cl", "w": "vv", "vv": "w", "l": "1", "i": "l", "e": "c",
    "c": "e", "h": "b", "u": "v", "O": "0", "I": "l", "S": "5", "B": "8", "G": "6", "Z": "2",
    "E": "F", "D": "O", "Q": "O", "M": "H", "U": "V", "T": "I",
}  # fmt: skip
_DIGITS: Final = dict(zip("aeiostAEIOST", "431057431057", strict=True))
#: Latin letters and the Cyrillic ones that look the same.
_LOOK_ALIKE: Final = dict(zip("aceopxyABCEHKMOPTX", "асеорхуАВСЕНКМОРТХ", strict=True))
_SHORTEST: Final = 4
_ATTEMPTS: Final = 8
_MOST_LETTERS: Final = 3


def typo(name: Written, chance: Chance) -> str | None:
    """One slip of the hand in one word: a letter more, less, other, or two changed about."""
    words = list(name.words)
    at = [place for place, word in enumerate(words) if _can_slip(word)]
    if not at:
        return None
    place = chance.pick(at)
    words[place] = _slip(words[place], chance)
    return " ".join(words)


def two_typos(name: Written, chance: Chance) -> str | None:
    """Two slips of the hand, in one word or in two."""
    once = typo(name, chance)
    return None if once is None else typo(name._replace(words=tuple(once.split())), chance)


def _can_slip(word: str) -> bool:
    return len(word) >= _SHORTEST and word.isascii() and word.isalpha()


def _slip(word: str, chance: Chance) -> str:
    for _ in range(_ATTEMPTS):
        at = chance.below(len(word))
        slipped = chance.pick(_SLIPS)(word, at, chance)
        if slipped != word:
            break
    return slipped


def _left_out(word: str, at: int, _: Chance) -> str:
    return word[:at] + word[at + 1 :]


def _twice(word: str, at: int, _: Chance) -> str:
    return word[: at + 1] + word[at:]


def _changed_about(word: str, at: int, _: Chance) -> str:
    return word[:at] + word[at : at + 2][::-1] + word[at + 2 :]


def _beside(word: str, at: int, chance: Chance) -> str:
    key = chance.pick(_KEYS[word[at].lower()])
    return word[:at] + (key.upper() if word[at].isupper() else key) + word[at + 1 :]


_SLIPS: Final[tuple[Callable[[str, int, Chance], str], ...]] = (
    _left_out,
    _twice,
    _changed_about,
    _beside,
)


def scan(name: Written, chance: Chance) -> str | None:
    """One or two letters as a scanner takes them for others: `rn` for `m`, `5` for `S`."""
    return _replaced(name.text, _SCANNED, 1 + chance.below(2), chance)


def disguise(name: Written, chance: Chance) -> str | None:
    """One to three letters as digits, or as Cyrillic letters that look the same."""
    table = chance.pick((_DIGITS, _LOOK_ALIKE))
    return _replaced(name.text, table, 1 + chance.below(_MOST_LETTERS), chance)


def _replaced(text: str, table: Mapping[str, str], count: int, chance: Chance) -> str | None:
    """The text with so many of the table's letters replaced; null where it has none of them."""
    at = 0
    places: list[tuple[int, str]] = []
    while at < len(text):
        found = next((text[at : at + n] for n in (2, 1) if text[at : at + n] in table), "")
        if found:
            places.append((at, found))
        at += len(found) or 1
    if not places:
        return None
    for place, found in reversed(chance.some(places, count)):
        text = text[:place] + table[found] + text[place + len(found) :]
    return text


def formatted(name: Written, chance: Chance) -> str | None:
    """The same letters in another dress: case, accents, punctuation, spaces, invisible signs."""
    dress = chance.pick((_lower, _accented, _dotted, _wide, _invisible))
    return dress(name.text, chance)


def _lower(text: str, _: Chance) -> str:
    return text.lower() if text != text.lower() else text.upper()


_ACCENTS: Final = dict(zip("aeiouncAEIOUNC", "áéíöüñçÁÉÍÖÜÑÇ", strict=True))


def _accented(text: str, chance: Chance) -> str | None:
    return _replaced(text, _ACCENTS, 1 + chance.below(2), chance)


def _dotted(text: str, chance: Chance) -> str:
    return text.replace(" ", chance.pick((".", "-", " , ", " / ", "_")))


def _wide(text: str, _: Chance) -> str:
    return "".join(chr(ord(c) + 0xFEE0) if "!" <= c <= "~" else c for c in text)


def _invisible(text: str, chance: Chance) -> str:
    at = 1 + chance.below(max(1, len(text) - 1))
    return text[:at] + chance.pick(("\u200b", "\u00ad", "\u200f", "\ufeff")) + text[at:]

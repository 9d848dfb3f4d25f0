"""Listed names in Chinese characters, which stand in a text without blanks around them."""

from collections.abc import Iterator
from typing import Final

from sanctionscreen.articles.listed import ListedNames
from sanctionscreen.articles.passages import Passages
from sanctionscreen.text.han import simplified
from sanctionscreen.text.romanize import has_han

#: Names of so many characters are whole wherever they stand; two may begin a longer name.
_ALWAYS: Final = 4
_SHORT: Final = 2


def han_names(
    passages: Passages, listed: ListedNames
) -> Iterator[tuple[int, int, tuple[str, ...]]]:
    """Where each name stands, and whose it is."""
    for sentence in passages.sentences:
        for word in sentence.words:
            text = simplified(word.text) if has_han(word.text) else ""
            at = 0
            while len(text) == len(word.text) and at < len(text):
                size = _name_at(text, at, listed)
                if size:
                    parties = tuple(sorted(listed.native(text[at : at + size])))
                    yield word.start + at, word.start + at + size, parties
                at += size or 1


def _name_at(text: str, at: int, listed: ListedNames) -> int:
    """How long the listed name is that starts here; 0 where none does."""
    for size in listed.native_lengths:
        if at + size <= len(text) and listed.native(text[at : at + size]):
            begins = size > _SHORT or may_precede_han_name(text[:at])
            ends = size >= _ALWAYS or may_follow_han_name(text[at + size :])
            if begins and ends:
                return size
    return 0


def may_precede_han_name(before: str) -> bool:
    """Whether a short Chinese name may begin after this.

    >>> may_precede_han_name("集团主席"), may_precede_han_name("马")
    (True, False)
    """
    return not before or not has_han(before[-1]) or before[-1] in _BEFORE_NAME


#: The ends of callings and verbs of saying: 主席, 商人, 创办人, 首脑, 逮捕, 对 …
_BEFORE_NAME: Final = frozenset("席人裁长長商者捕对對和与與及由为為是说說称稱脑腦翁生将將被向让讓")


def may_follow_han_name(following: str) -> bool:
    """Whether a short Chinese name may end before this: else a longer name begins with it.

    >>> may_follow_han_name("被捕"), may_follow_han_name("强被捕")
    (True, False)
    """
    return not following or not has_han(following[0]) or following[0] in _AFTER_NAME


_AFTER_NAME: Final = frozenset("被在是的和与與及等于於因已将將曾对對说說称稱从從向則则也都又为為涉")

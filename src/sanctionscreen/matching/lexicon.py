"""The words of many names, each read once: `text.analysis` for millions of names at once.

A name is cut at blanks. What stands between them is read when it is first met; a name is then the
sum of its parts, but for names in which a word is read with its neighbour: those are read whole.
"""

from collections.abc import Sequence
from itertools import islice, pairwise
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from sanctionscreen.matching.cutter import Cutter
from sanctionscreen.matching.vocabulary import (
    Hashes,
    Ids,
    Vocabulary,
    hashes_of,
    offsets,
    powers,
    ranges,
    vocabulary_of,
)
from sanctionscreen.text.analysis import (
    HAN_FORM,
    MAX_WORDS,
    OPEN,
    analyse,
    bare,
    is_closing,
    is_han,
    is_open,
    readings,
)
from sanctionscreen.text.normalize import normal_form

Flags = NDArray[np.uint8]

#: What a text between blanks may be: bits of a mask. Its last word may be read with a word after
#: it; words in it may be read together; but for legal forms it is of Chinese characters, or not.
_OPEN: Final = 1
_TOGETHER: Final = 2
_HAN: Final = 4
_OTHER: Final = 8
#: … of words in Latin letters that are read as they stand; others are of the last kind alone.
_PLAIN: Final = {"": 0, HAN_FORM: 0} | dict.fromkeys(OPEN, _OPEN | _OTHER)


class Written(NamedTuple):
    """Names as words: those of name i stand from at[i] to at[i + 1], as positions in a lexicon.

    `normal` and `han` as in `NameColumns`.
    """

    at: Ids
    word: Ids
    normal: Hashes
    han: Hashes


class _Texts(NamedTuple):
    """Texts between blanks, by number: what they are, their normal forms, their Latin words.

    `hashes` are of normal forms with a blank before them, `room` is the characters of both: of what
    a text adds to the normal form of a name. The words of text i are word[at[i]:at[i + 1]].
    """

    flags: Flags
    hashes: Hashes
    room: Ids
    at: Ids
    word: Ids

    def followed_by(self, more: "_Texts") -> "_Texts":
        """These, and others behind them."""
        return _Texts(
            np.concatenate([self.flags, more.flags]),
            np.concatenate([self.hashes, more.hashes]),
            np.concatenate([self.room, more.room]),
            np.concatenate([self.at, more.at[1:] + len(self.word)]),
            np.concatenate([self.word, more.word]),
        )


class Lexicon:
    """What is known of the texts and words of names; it grows by those that it has not seen.

    `words` and `vocabulary` have every Latin word so far; neither is changed later, only replaced.
    """

    def __init__(self) -> None:
        self.words: list[str] = []
        self.vocabulary: Vocabulary = vocabulary_of([])
        self._numbers: dict[str, int] = {}
        #: The Latin words of each word of a normal form.
        self._latin: dict[str, str] = {}
        self._cutter = Cutter()
        none = np.zeros(0, np.int64)
        self._known = _Texts(
            np.zeros(0, np.uint8), np.zeros(0, np.uint64), none, np.zeros(1, np.int64), none
        )

    @property
    def size(self) -> int:
        """How many texts are known."""
        return self._cutter.size

    def read(self, names: Sequence[str]) -> Written:
        """The names as words; learns those that are new."""
        at, text, new = self._cutter.cut(names)
        self._learn(new)
        known = self._known
        flags = known.flags[text]
        low, sizes = known.at[text], np.diff(known.at)[text]
        odd = np.diff(offsets(sizes)[at]) > MAX_WORDS
        odd[self._read_together(at, text, flags)] = True
        which = np.flatnonzero(odd)
        whole_at, whole = self._number([_whole(names[name]) for name in which.tolist()])
        sizes[ranges(at[which], at[which + 1])] = 0
        low[at[which]], sizes[at[which]] = len(known.word) + whole_at[:-1], np.diff(whole_at)
        word = np.concatenate([known.word, whole])[ranges(low, low + sizes)]
        return Written(
            offsets(sizes)[at], word, _normal(known, at, text), self._han(at, text, flags)
        )

    def _learn(self, texts: Sequence[str]) -> None:
        """Reads texts that are not known."""
        forms, known = normal_forms(texts), self._latin
        words = " ".join(forms).split()
        known.update(readings(word for word in words if word not in known))
        latin = [
            known[form] if form in known else " ".join(filter(None, map(known.get, form.split())))
            for form in forms
        ]
        flags = [
            _PLAIN.get(form, _OTHER) if form == words and " " not in form else _flags(form, words)
            for form, words in zip(forms, latin, strict=True)
        ]
        self._known = self._known.followed_by(
            _Texts(
                np.array(flags, np.uint8),
                hashes_of(forms) + np.array([_BLANK if form else 0 for form in forms], np.uint64),
                np.array([len(form) + 1 if form else 0 for form in forms], np.int64),
                *self._number(latin),
            )
        )

    def _number(self, texts: Sequence[str]) -> tuple[Ids, Ids]:
        """Latin words by number, those of text i from at[i] to at[i + 1]; learns new ones."""
        numbers = self._numbers
        word = [numbers.setdefault(one, len(numbers)) for one in " ".join(texts).split()]
        new = list(islice(numbers, len(self.words), None))
        if new:
            self.words = self.words + new
            self.vocabulary = self.vocabulary.followed_by(vocabulary_of(new))
        at = offsets([text.count(" ") + 1 if text else 0 for text in texts])
        return at, np.array(word, np.int64)

    def _han(self, at: Ids, text: Ids, flags: Flags) -> Hashes:
        """The hash of each name that is of Chinese characters but for legal forms; else 0."""
        hashes = np.zeros(len(at) - 1, np.uint64)
        places = np.flatnonzero(flags & _HAN)
        if not len(places):
            return hashes
        may = np.zeros(len(at) - 1, np.bool_)
        may[_owners(at, places)] = True
        may[_owners(at, np.flatnonzero(flags & _OTHER))] = False
        names = np.flatnonzero(may)
        texts = self._cutter.texts(text[ranges(at[names], at[names + 1])])
        forms = map(_bare, map(normal_form, texts))
        whole = ["".join(islice(forms, many)) for many in np.diff(at)[names].tolist()]
        hashes[names] = hashes_of(whole)
        return hashes

    def _read_together(self, at: Ids, text: Ids, flags: Flags) -> Ids:
        """The names in which words may be read with their neighbours."""
        inside = np.flatnonzero(flags & _TOGETHER)
        before = np.flatnonzero(flags & _OPEN)
        before = before[before + 1 < at[_owners(at, before) + 1]]
        after, which = np.unique(text[before + 1], return_inverse=True)
        texts = self._cutter.texts(after)
        closes = np.array(list(map(self._closes, texts, after.tolist())), np.bool_)
        return _owners(at, np.concatenate([inside, before[closes[which]]]))

    def _closes(self, text: str, number: int) -> bool:
        """Whether the first word of a text may be read with a word before it.

        So may what follows a text without words.
        """
        low, high = self._known.at[number : number + 2].tolist()
        if low == high:
            return True
        first = normal_form(text).split()[0]
        return is_closing(first) or is_closing(self.words[self._known.word[low]])


def _whole(name: str) -> str:
    """The Latin words of a name in which words are read together."""
    return " ".join(analyse(name).words)


def _owners(at: Ids, places: Ids) -> Ids:
    """Whose places these are: those of owner i are at[i] to at[i + 1], and none has none."""
    found: Ids = np.searchsorted(at, places, side="right") - 1
    return found


def _flags(form: str, latin: str) -> int:
    """What a text of such a normal form and such Latin words may be."""
    written = form.split()
    found = _joins(written) if form == latin else _joins(written) | _joins(latin.split())
    whole = _bare(form)
    return found | (0 if not whole else _HAN if is_han(whole) else _OTHER)


def _joins(words: Sequence[str]) -> int:
    """Whether words may be read together, or the last one with another after it."""
    last = _OPEN if words and is_open(words[-1]) else 0
    if len(words) > 1 and any(is_open(one) and is_closing(two) for one, two in pairwise(words)):
        return last | _TOGETHER
    return last


def _bare(form: str) -> str:
    """The words of a normal form without legal forms in Chinese characters, written as one."""
    return "".join(map(bare, form.split()))


def _normal(known: _Texts, at: Ids, text: Ids) -> Hashes:
    """The hash of each name: of the normal forms of its texts with blanks between them."""
    room = known.room[text]
    start = offsets(room)
    start = start[:-1] - np.repeat(start[at[:-1]], np.diff(at))
    told = known.hashes[text] * powers(int(start.max(initial=0)))[start]
    hashes = np.add.reduceat(told, at[:-1]) if len(told) else told
    return hashes - np.where(np.add.reduceat(room, at[:-1]) > 0, _BLANK, np.uint64(0))


_BLANK: Final = np.uint64(ord(" "))


#: What `normal_form` does to such text: "&" is "and", "@" is "a", anything else that is no letter
#: or digit separates words. Apostrophes have rules of their own.
_PRINTABLE: Final = r"^[ -~]*$"


def normal_forms(texts: Sequence[str]) -> list[str]:
    """The normal form of each text: those of printable ASCII at once, the others one by one."""
    import polars as pl  # noqa: PLC0415  # one name is screened without it

    written = pl.Series("text", texts, pl.String)
    simple = written.str.contains(_PRINTABLE) & ~written.str.contains("['`]")
    found: list[str] = (
        written.str.to_lowercase()
        .str.replace_all("&", " and ", literal=True)
        .str.replace_all("@", "a", literal=True)
        .str.replace_all("[^a-z0-9]+", " ")
        .str.strip_chars(" ")
        .to_list()
    )
    for other in (~simple).arg_true().to_list():
        found[other] = str(normal_form(texts[other]))
    return found

"""Written names as columns of words: what `text.analysis` says of each, for millions at once.

Many names are put together from what is known of each distinct word; those in which a word is read
with its neighbour, and few names, are analysed one by one. Both give the same (a law in the tests).
"""

from collections.abc import Sequence
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from sanctionscreen.matching.compiled import kernels
from sanctionscreen.matching.form_words import FormWords, forms_hash
from sanctionscreen.matching.lexicon import Lexicon
from sanctionscreen.matching.vocabulary import (
    POWERS,
    Floats,
    Hashes,
    Ids,
    Vocabulary,
    hashes_of,
    offsets,
    ranges,
    vocabulary_of,
)
from sanctionscreen.text.analysis import FEWEST_TELLING, FORM_WEIGHT, LIKE_FORM, Mark, analyse
from sanctionscreen.text.words import weights as word_weights

#: Neighbouring words are also known joined, up to so many of them.
_LONGEST_JOIN: Final = 3
#: Names of up to so many words are also known joined in every rotation ("CHEN Zhi" = "zhichen").
_TURNED: Final = 4


class NameColumns(NamedTuple):
    """Names, their words in a row: those of name i stand from words_at[i] to words_at[i + 1].

    `word` is the position in `words`; `weights` has two rows: for names of anything else, and of
    persons. `normal` and `han` are hashes of the normal form and of a name in Chinese characters
    (0 where it is none); `forms` of the legal forms in the name (0 for none).
    """

    words: list[str]
    vocabulary: Vocabulary
    words_at: Ids
    word: Ids
    weights: Floats
    marks: Ids
    opening: Ids
    normal: Hashes
    han: Hashes
    forms: Hashes

    def part(self, first: int, last: int) -> "NameColumns":
        """The names from the first up to the last, of the same words."""
        low, high = int(self.words_at[first]), int(self.words_at[last])
        return self._replace(
            words_at=self.words_at[first : last + 1] - low,
            word=self.word[low:high],
            weights=self.weights[:, low:high],
            marks=self.marks[low:high],
            opening=self.opening[low:high],
            normal=self.normal[first:last],
            han=self.han[first:last],
            forms=self.forms[first:last],
        )


def single_letters(columns: NameColumns) -> Ids:
    """The number of single letters among the words of each name."""
    names = len(columns.words_at) - 1
    rows = np.repeat(np.arange(names), np.diff(columns.words_at))
    found: Ids = np.bincount(rows[(columns.marks & Mark.LETTER) != 0], minlength=names)
    return found


class Joins(NamedTuple):
    """Neighbouring words of names written together: whose, which words (a mask), hash, length."""

    name: Ids
    mask: Ids
    hash: Hashes
    length: Ids


def columns_of(names: Sequence[str]) -> NameColumns:
    """The columns of the names, in their order."""
    return _one_by_one(names) if len(names) < _MANY else Reader().columns(names)


#: From so many names on, distinct words are looked at before names.
_MANY: Final = 256


def _one_by_one(names: Sequence[str]) -> NameColumns:
    """The columns of names, each analysed by itself."""
    analysed = [analyse(name) for name in names]
    numbers: dict[str, int] = {}
    word = [numbers.setdefault(word, len(numbers)) for name in analysed for word in name.words]
    ids = np.array(word, np.int64)
    vocabulary = vocabulary_of([*numbers])
    weights = [
        [w for name in analysed for w in name.organisation],
        [w for name in analysed for w in name.person],
    ]
    return NameColumns(
        words=[*numbers],
        vocabulary=vocabulary,
        words_at=offsets([len(name.words) for name in analysed]),
        word=ids,
        weights=np.array(weights).reshape(2, len(ids)),
        marks=np.array([mark for name in analysed for mark in name.marks], np.int64),
        opening=vocabulary.opening[ids],
        normal=hashes_of([name.normal for name in analysed]),
        han=hashes_of([name.han or "" for name in analysed]),
        forms=np.array([forms_hash(name.forms) for name in analysed], np.uint64),
    )


class Reader:
    """Reads names, block by block, and each of their words once: the same columns."""

    def __init__(self) -> None:
        self.lexicon = Lexicon()
        self._forms = FormWords()

    @property
    def size(self) -> int:
        """How many texts, words as they are written, are known."""
        return self.lexicon.size

    def columns(self, names: Sequence[str]) -> NameColumns:
        """The columns of the names, in their order; of all words so far."""
        at, word, normal, han = self.lexicon.read(names)
        words, vocabulary = self.lexicon.words, self.lexicon.vocabulary
        some = np.flatnonzero(np.diff(at))  # the names that have words
        starts = np.append(at[some], len(word))
        forms, held = self._forms.of(words, starts, word)
        syllables = ranges(*(at[np.flatnonzero(han) + i] for i in (0, 1)))
        marks = vocabulary.marks[word]
        marks[syllables] |= Mark.SYLLABLE
        marks[forms] = vocabulary.marks[word[forms]] | Mark.FORM
        hashes = np.zeros(len(names), np.uint64)
        hashes[some] = held
        return NameColumns(
            words=words,
            vocabulary=vocabulary,
            words_at=at,
            word=word,
            weights=self._weights(starts, word, forms, syllables),
            marks=marks,
            opening=vocabulary.opening[word],
            normal=normal,
            han=han,
            forms=hashes,
        )

    def _weights(self, at: Ids, word: Ids, forms: Ids, syllables: Ids) -> Floats:
        """What each word weighs in its name, as `text.analysis` says it.

        Words of name i are at[i] to at[i + 1], none is without; `forms` and `syllables` are places.
        """
        known = self.lexicon.vocabulary
        empty = (known.marks & (Mark.PARTICLE | Mark.HONORIFIC)) != 0
        weights = np.stack([column[word] for column in known.weights])
        other, person = weights
        other[syllables] = np.minimum(other[syllables], person[syllables])
        other[forms] = np.minimum(other[forms], FORM_WEIGHT)
        tells = np.add.reduceat(~empty[word], at[:-1], dtype=np.int64) >= FEWEST_TELLING
        heavy = np.maximum.reduceat(other, at[:-1]) > LIKE_FORM
        alone = self._alone(empty | (known.weights[0] <= LIKE_FORM))
        for kind, enough in enumerate((heavy, tells)):
            light = np.flatnonzero(~enough)
            place = ranges(at[light], at[light + 1])
            weights[kind, place] = alone[kind, word[place]]
        return weights

    def _alone(self, doubtful: NDArray[np.bool_]) -> Floats:
        """What each word weighs by itself, where its name has no other; the same but for some."""
        alone = self.lexicon.vocabulary.weights.copy()
        for number in np.flatnonzero(doubtful).tolist():
            person, organisation = word_weights(self.lexicon.words[number])
            alone[:, number] = organisation, person
        return alone


def joins_of(names: NameColumns, among: Hashes | None = None) -> Joins:
    """The neighbours of each name joined: two, three, and all of them, in rotation if few.

    Of these all whose hash is `among` others, and few more.
    """
    sizes = np.diff(names.words_at)
    room = int(np.where(sizes > 1, np.where(sizes > _TURNED, 1, sizes), 0).sum())
    for run in range(2, _LONGEST_JOIN + 1):
        room += int(np.where(sizes > run, sizes - run + 1, 0).sum())
    found = Joins(
        np.empty(room, np.int64), np.empty(room, np.int64),
        np.empty(room, np.uint64), np.empty(room, np.int64),
    )  # fmt: skip
    words, wanted = names.vocabulary, _first_bits(among, room)
    count = kernels(room).join(
        names.words_at, names.word, words.hashes, words.lengths, POWERS, _LONGEST_JOIN, _TURNED,
        wanted, np.array([_HASH_BITS + 1 - len(wanted).bit_length()], np.uint64), *found,
    )  # fmt: skip
    name, mask, hashes, length = found
    return Joins(name[:count], mask[:count], hashes[:count], length[:count])


_HASH_BITS: Final = 64
#: By so many first bits hashes are told apart from those among which they are looked for.
_FIRST_BITS: Final = 20


def _first_bits(among: Hashes | None, room: int) -> NDArray[np.bool_]:
    """By first bits of a hash whether there are such; any where it would not pay to look."""
    if among is None or room < len(among):
        return np.ones(2, np.bool_)
    wanted = np.zeros(1 << _FIRST_BITS, np.bool_)
    wanted[among >> np.uint64(_HASH_BITS - _FIRST_BITS)] = True
    return wanted

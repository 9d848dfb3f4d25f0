"""Written names as columns of words: what `text.analysis` says of each, for millions at once.

Many names are put together from what is known of each distinct word; those in which a word is read
with its neighbour, and few names, are analysed one by one. Both give the same (a law in the tests).
"""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from sanctionscreen.matching.compiled import kernels
from sanctionscreen.matching.vocabulary import (
    POWERS,
    Floats,
    Hashes,
    Ids,
    Vocabulary,
    hash_of,
    hashes_of,
    offsets,
    powers,
    vocabulary_of,
)
from sanctionscreen.text.analysis import (
    FEWEST_TELLING,
    FORM_WEIGHT,
    LIKE_FORM,
    MAX_WORDS,
    Mark,
    NameAnalysis,
    WordFacts,
    analyse,
    is_closing,
    is_han,
    is_open,
    legal_forms_in,
    readings,
    word_facts,
)
from sanctionscreen.text.normalize import normal_form
from sanctionscreen.text.words import form_lengths, weight, words_of_forms

if TYPE_CHECKING:
    import polars as pl

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


#: What `normal_form` does to such text: "&" is "and", "@" is "a", anything else that is no letter
#: or digit separates words. Apostrophes have rules of their own.
_PRINTABLE: Final = r"^[ -~]*$"


def normal_forms(names: "pl.Series") -> "pl.Series":
    """The normal form of each name: those of printable ASCII at once, the others one by one."""
    import polars as pl  # noqa: PLC0415  # one name is screened without it

    simple = names.str.contains(_PRINTABLE) & ~names.str.contains("['`]")
    other = names.filter(~simple)
    found = pl.Series("normal", [str(normal_form(name)) for name in other.to_list()], pl.String)
    fast = (
        names.str.to_lowercase()
        .str.replace_all("&", " and ", literal=True)
        .str.replace_all("@", "a", literal=True)
        .str.replace_all("[^a-z0-9]+", " ")
        .str.strip_chars(" ")
    )
    if not other.len():
        return fast.alias("normal")
    at = np.flatnonzero(~simple.to_numpy())
    return fast.alias("normal").scatter(at, found)


def ranges(low: Ids, high: Ids) -> Ids:
    """The numbers of every half-open range, one range after the other.

    >>> ranges(np.array([3, 7, 9]), np.array([5, 7, 10])).tolist()
    [3, 4, 9]
    """
    sizes = high - low
    ends = np.cumsum(sizes)
    total = int(ends[-1]) if len(ends) else 0
    before: Ids = np.repeat(ends - sizes - low, sizes)
    numbers: Ids = np.arange(total, dtype=np.int64) - before
    return numbers


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
    if len(names) < _MANY:
        analysed = [analyse(name) for name in names]
        every = np.arange(len(names))
        normal = hashes_of([name.normal for name in analysed])
        return _merged([(every, _put_together(analysed))], normal)
    import polars as pl  # noqa: PLC0415  # one name is screened without it

    return _by_words(pl.Series("name", names, pl.String))


#: From so many names on, distinct words are looked at before names.
_MANY: Final = 256


class _Rows(NamedTuple):
    """Some of the names, as in `NameColumns`, without what is known of their words."""

    words: list[str]
    words_at: Ids
    word: Ids
    weights: Floats
    marks: Ids
    han: Hashes
    forms: Hashes


def _put_together(names: Sequence[NameAnalysis]) -> _Rows:
    numbers: dict[str, int] = {}
    word = [numbers.setdefault(word, len(numbers)) for name in names for word in name.words]
    ids = np.array(word, np.int64)
    return _Rows(
        words=list(numbers),
        words_at=offsets([len(name.words) for name in names]),
        word=ids,
        weights=np.array(
            [
                [w for name in names for w in name.organisation],
                [w for name in names for w in name.person],
            ]
        ).reshape(2, len(ids)),
        marks=np.array([mark for name in names for mark in name.marks], np.int64),
        han=hashes_of([name.han or "" for name in names]),
        forms=np.array([_forms_hash(name.forms) for name in names], np.uint64),
    )


class _Lists(NamedTuple):
    """Lists of distinct texts by number: list i is item[at[i]:at[i + 1]]."""

    texts: list[str]
    at: Ids
    item: Ids

    @classmethod
    def of(cls, lists: Sequence[Sequence[str]]) -> "_Lists":
        numbers: dict[str, int] = {}
        item = [numbers.setdefault(text, len(numbers)) for one in lists for text in one]
        return cls(list(numbers), offsets([len(one) for one in lists]), np.array(item, np.int64))

    def in_place(self, owner: Ids, number: Ids) -> tuple[Ids, Ids]:
        """Owners of numbers of lists become owners of the items of those lists."""
        low, high = self.at[number], self.at[number + 1]
        return np.repeat(owner, high - low), self.item[ranges(low, high)]


def _by_words(names: "pl.Series") -> NameColumns:
    """The same, from what is known of each distinct word.

    Names in which a word is read with its neighbour are analysed one by one.
    """
    name, text, texts = _cells(names)
    written = _Lists.of([form.split() for form in normal_forms(texts).to_list()])
    name, word = written.in_place(name, text)
    read = readings(written.texts)
    latin = _Lists.of([found.latin for found in read])
    owner, ids = latin.in_place(name, word)
    odd = np.bincount(owner, minlength=len(names)) > MAX_WORDS
    for whose, which, every in ((name, word, written.texts), (owner, ids, latin.texts)):
        odd[_read_together(whose, which, every)] = True
    keep = ~odd[owner]
    han = _han(name, word, [found.bare for found in read], len(names))
    whole = _of_words(owner[keep], ids[keep], latin.texts, han)
    which = np.flatnonzero(odd)
    one_by_one = _put_together([analyse(names[row]) for row in which.tolist()])
    normal = _whole_hashes(name, word, written.texts, len(names))
    return _merged([(which, one_by_one), whole], normal)


def _cells(names: "pl.Series") -> "tuple[Ids, Ids, pl.Series]":
    """What stands between blanks: whose, which text, and the texts."""
    import polars as pl  # noqa: PLC0415  # one name is screened without it

    rows = pl.DataFrame({"text": names}).with_row_index("name")
    cells = rows.with_columns(pl.col("text").str.split(" ")).explode("text")
    cells = cells.filter(pl.col("text") != "")
    texts = cells.select(pl.col("text").unique(maintain_order=True)).with_row_index("number")
    numbered = cells.join(texts, on="text", how="left", maintain_order="left")
    name, number = (numbered[column].to_numpy().astype(np.int64) for column in ("name", "number"))
    return name, number, texts["text"]


def _read_together(name: Ids, word: Ids, words: Sequence[str]) -> Ids:
    """The names that have words that are read with their neighbours."""
    first = np.array([is_open(one) for one in words], np.bool_)[word]
    after = np.flatnonzero(first[:-1] & (name[1:] == name[:-1])) + 1
    found: Ids = name[[place for place in after if is_closing(words[word[place]])]]
    return found


def _han(name: Ids, word: Ids, bare: Sequence[str], names: int) -> Hashes:
    """The hash of each name that is of Chinese characters alone, but for legal forms; else 0."""
    other = np.array([bool(text) and not is_han(text) for text in bare], np.bool_)[word]
    some = np.array([is_han(text) for text in bare], np.bool_)[word]
    is_one = np.zeros(names, np.bool_)
    is_one[name[some]] = True
    is_one[name[other]] = False
    texts: dict[int, str] = {}
    held = np.flatnonzero(is_one[name])
    for row, number in zip(name[held].tolist(), word[held].tolist(), strict=True):
        texts[row] = texts.get(row, "") + bare[number]
    hashes = np.zeros(names, np.uint64)
    hashes[list(texts)] = hashes_of(list(texts.values()))
    return hashes


def _whole_hashes(name: Ids, word: Ids, words: Sequence[str], names: int) -> Hashes:
    """The hashes of names whose words, with blanks between them, are these."""
    sizes = np.array([len(text) + 1 for text in words], np.int64)[word]
    ends = np.cumsum(sizes)
    first = np.flatnonzero(np.diff(name, prepend=-1))
    before = (ends - sizes)[first]
    start = ends - sizes - np.repeat(before, np.diff(first, append=len(name)))
    power = powers(int(start.max(initial=0)))[start]
    told = hashes_of(words)[word] * power + np.where(start > 0, _BLANK * power, np.uint64(0))
    hashes = np.zeros(names, np.uint64)
    if len(first):
        hashes[name[first]] = np.add.reduceat(told, first)
    return hashes


_BLANK: Final = np.uint64(ord(" "))


def _of_words(name: Ids, ids: Ids, words: list[str], han: Hashes) -> tuple[Ids, _Rows]:
    """Which names have these words, and their rows; `han` as in `NameColumns`, of all names."""
    first = np.flatnonzero(np.diff(name, prepend=-1))
    names, at = name[first], np.append(first, len(name))
    forms, held = _forms(words, ids, at)
    facts = [word_facts(word) for word in words]
    syllables = np.repeat(han[names] != 0, np.diff(at))
    marks = np.array([fact.mark for fact in facts], np.int64)[ids]
    marks |= np.where(forms, Mark.FORM, np.where(syllables, Mark.SYLLABLE, 0))
    return names, _Rows(
        words=words,
        words_at=at,
        word=ids,
        weights=_weights(words, facts, _Places(ids, at, forms, syllables)),
        marks=marks,
        han=han[names],
        forms=held,
    )


def _forms(words: Sequence[str], ids: Ids, at: Ids) -> tuple[NDArray[np.bool_], Hashes]:
    """Which words are of legal forms; the hash of the forms of each name.

    Looks only at names that have a word that a legal form may begin or end with, and once at all
    that differ in other words only.
    """
    can_end, can_start = (form_lengths(ending=ending) for ending in (True, False))
    ends = np.array([word in can_end for word in words], np.bool_)
    starts = np.array([word in can_start for word in words], np.bool_)
    some = ends[ids[at[1:] - 1]]
    owner = np.repeat(np.arange(len(at) - 1), np.diff(at))
    some[owner[starts[ids]]] = True
    told = words_of_forms()
    bare = np.where([word in told for word in words], np.arange(len(words)), -1)[ids]
    names = np.flatnonzero(some)
    keys = _row_keys(bare, at)[names]
    _, first, which = np.unique(keys, return_index=True, return_inverse=True)
    masks, found = np.zeros(len(first), np.int64), np.zeros(len(first), np.uint64)
    for number, name in enumerate(names[first].tolist()):
        row = bare[at[name] : at[name + 1]].tolist()
        form = legal_forms_in(tuple("" if i < 0 else words[i] for i in row))
        masks[number] = sum(1 << i for i, one in enumerate(form) if one is not None)
        found[number] = _forms_hash(form)
    mask, hashes = np.zeros(len(at) - 1, np.int64), np.zeros(len(at) - 1, np.uint64)
    mask[names], hashes[names] = masks[which], found[which]
    position = np.arange(len(ids)) - at[owner]
    return ((mask[owner] >> position) & 1).astype(np.bool_), hashes


def _row_keys(ids: Ids, at: Ids) -> Hashes:
    """A hash of the numbers (from -1 on) of each row, of which none is empty."""
    position = np.arange(len(ids)) - np.repeat(at[:-1], np.diff(at))
    told = (ids + 2).astype(np.uint64) * POWERS[position + 1]
    told = (told ^ (told >> np.uint64(31))) * POWERS[1]
    return np.add.reduceat(told, at[:-1]) if len(at) > 1 else np.zeros(0, np.uint64)


def _forms_hash(forms: Sequence[str | None]) -> int:
    return hash_of(" ".join(sorted({form for form in forms if form is not None})))


class _Places(NamedTuple):
    """Words of names, as in `_Rows`, and which are of a legal form or Chinese syllables."""

    ids: Ids
    at: Ids
    forms: NDArray[np.bool_]
    syllables: NDArray[np.bool_]


def _weights(words: Sequence[str], facts: Sequence[WordFacts], places: _Places) -> Floats:
    """What each word weighs in its name, as `text.analysis` says it."""
    ids, at, forms, syllables = places
    known = np.array([[fact.organisation, fact.person] for fact in facts]).reshape(len(words), 2)
    other, person = known[ids].T
    other = np.where(syllables, np.minimum(other, person), other)
    other = np.where(forms, np.minimum(other, FORM_WEIGHT), other)
    marks = np.array([fact.mark for fact in facts], np.int64)
    empty = (marks[ids] & (Mark.PARTICLE | Mark.HONORIFIC)) != 0
    owner = np.repeat(np.arange(len(at) - 1), np.diff(at))
    tells = np.bincount(owner[~empty], minlength=len(at) - 1) >= FEWEST_TELLING
    heavy = np.zeros(len(at) - 1, np.bool_)
    heavy[owner[other > LIKE_FORM]] = True
    for weights, enough, is_person in ((other, heavy, False), (person, tells, True)):
        light = np.flatnonzero(~enough[owner])
        weights[light] = [weight(words[i], person=is_person) for i in ids[light].tolist()]
    return np.stack([other, person])


def _merged(parts: Sequence[tuple[Ids, _Rows]], normal: Hashes) -> NameColumns:
    """The names of all parts, each with the positions of its names, in one."""
    words = list(dict.fromkeys(word for _, rows in parts for word in rows.words))
    number = {word: i for i, word in enumerate(words)}
    sizes = np.zeros(len(normal), np.int64)
    for names, rows in parts:
        sizes[names] = np.diff(rows.words_at)
    at = offsets(sizes)
    total = int(at[-1])
    word, marks = np.zeros(total, np.int64), np.zeros(total, np.int64)
    weights, han = np.zeros((2, total)), np.zeros(len(normal), np.uint64)
    forms = np.zeros(len(normal), np.uint64)
    for names, rows in parts:
        place = ranges(at[names], at[names + 1])
        word[place] = np.array([number[text] for text in rows.words], np.int64)[rows.word]
        marks[place] = rows.marks
        weights[:, place] = rows.weights
        han[names] = rows.han
        forms[names] = rows.forms
    vocabulary = vocabulary_of(words)
    return NameColumns(
        words=words,
        vocabulary=vocabulary,
        words_at=at,
        word=word,
        weights=weights,
        marks=marks,
        opening=vocabulary.opening[word],
        normal=normal,
        han=han,
        forms=forms,
    )


def joins_of(names: NameColumns) -> Joins:
    """The neighbours of each name joined: two, three, and all of them, in rotation if few."""
    sizes = np.diff(names.words_at)
    room = int(np.where(sizes > 1, np.where(sizes > _TURNED, 1, sizes), 0).sum())
    for run in range(2, _LONGEST_JOIN + 1):
        room += int(np.where(sizes > run, sizes - run + 1, 0).sum())
    found = Joins(
        np.empty(room, np.int64), np.empty(room, np.int64),
        np.empty(room, np.uint64), np.empty(room, np.int64),
    )  # fmt: skip
    words = names.vocabulary
    kernels(room).join(
        names.words_at, names.word, words.hashes, words.lengths, POWERS, _LONGEST_JOIN, _TURNED,
        *found,
    )  # fmt: skip
    return found

"""Words that may be the same word: found by keys that both have, then compared.

Three families of keys: strings that both words reach by deleting a few letters, the same for
their sounds, and their consonants (for words of a script without vowels). Keys are 64-bit hashes,
computed for whole columns; what shares one is compared by `likeness`, so that a collision costs
time only.

Source: W. Garbe's SymSpell for the idea of deletions on both sides.
"""

import re
from collections.abc import Callable, Sequence
from itertools import combinations
from typing import Final, NamedTuple

import numpy as np

from sanctionscreen.matching.compiled import kernels
from sanctionscreen.matching.likeness import Scores, compare
from sanctionscreen.matching.policy import WordRule
from sanctionscreen.matching.vocabulary import (
    INVERSE,
    LONGEST,
    POWERS,
    Hashes,
    Ids,
    Vocabulary,
    by_length,
    scanned,
    vocabulary_of,
)
from sanctionscreen.text.arabic import SKELETON
from sanctionscreen.text.sounds import consonants, sound_keys
from sanctionscreen.text.words import given_names, is_known

#: The deletions of longer words would be too many: those are found by their sound only.
_LONGEST: Final = 24
#: Marks the families of keys, so that a spelling never meets a sound.
_SOUND: Final = np.uint64(0x5BD1E995CAFEF00D)
_BARE: Final = (np.uint64(0x2545F4914F6CDD1D), np.uint64(0x3C6EF372FE94F82B))
_SCANNED: Final = np.uint64(0x1F83D9ABFB41BD6B)
_FORMAL: Final = np.uint64(0x6A09E667F3BCC909)
#: Positions of words, and texts that come from them.
Rows = list[tuple[int, str]]

_BUCKETS: Final = 1 << 18
_SHIFT: Final = np.uint64(64 - 18)


class Near(NamedTuple):
    """Pairs of near words: positions on both sides, how alike, and by what rule."""

    mine: Ids
    theirs: Ids
    similarity: Scores
    kind: Ids


class Keys(NamedTuple):
    """The keys of a vocabulary, sorted, with the word of each; and where each bucket begins."""

    hashes: Hashes
    words: Ids
    buckets: Ids


def keys_of(words: Sequence[str], rule: WordRule) -> Keys:
    """The keys by which the words of a list are found."""
    hashes, whose = _keys(words, rule, listed=True)
    order = np.lexsort((whose, hashes))
    hashes, whose = hashes[order], whose[order]
    limits = np.arange(_BUCKETS, dtype=np.uint64) << _SHIFT
    buckets = np.append(np.searchsorted(hashes, limits), len(hashes)).astype(np.int64)
    return Keys(hashes, whose, buckets)


def near_words(
    words: Sequence[str], mine: Vocabulary, keys: Keys, listed: Vocabulary, rule: WordRule
) -> Near:
    """Every pair of one of the words and a listed word near to it; equal words are not among them.

    Sorted by the position of the word; `keys` and `listed` are those of the list's words.
    """
    if not words:
        none = np.empty(0, np.int64)
        return Near(none, none, np.empty(0), none)
    hashes, whose = _keys(words, rule, listed=False)
    order = np.argsort(whose, kind="stable")
    hashes, whose = hashes[order], whose[order]
    room = 64 * len(words) + 1024
    while True:
        left, right = np.empty(room, np.int64), np.empty(room, np.int64)
        seen = np.full(len(listed.hashes), -1, np.int64)
        count = kernels(len(words)).meet(
            hashes, whose, keys.buckets, _SHIFT, keys.hashes, keys.words, seen, left, right
        )
        if count <= room:
            break
        room = count
    left, right = left[:count], right[:count]
    other = mine.hashes[left] != listed.hashes[right]
    left, right = left[other], right[other]
    found = compare(left, right, mine, listed, rule)
    keep = found.similarity >= rule.least
    return Near(left[keep], right[keep], found.similarity[keep], found.kind[keep])


def unvowelled_words(words: Sequence[str], keys: Keys, listed: Vocabulary, rule: WordRule) -> Near:
    """The same for words whose vowels somebody left out: listed words of the same consonants."""
    # The first two letters may be one sound or two: "Khld" for "Khalid", "Czrs" for "Cazares".
    bare = [
        (i, SKELETON + text)
        for i, word in enumerate(words)
        if is_unvowelled(word)
        for text in (word, f"{word[0]}a{word[1:]}")
    ]
    marked = [text for _, text in bare]
    found = near_words(marked, vocabulary_of(marked), keys, listed, rule)
    return found._replace(mine=np.array([i for i, _ in bare], np.int64)[found.mine])


_BARE_WORD: Final = re.compile("[a-z][^aeiouy]+[a-z]")
_FEWEST_CONSONANTS: Final = 4


def is_unvowelled(word: str) -> bool:
    """Whether the vowels within the word were left out: no word that names are known to have.

    >>> is_unvowelled("mhmmd"), is_unvowelled("inv"), is_unvowelled("lynch"), is_unvowelled("maya")
    (True, False, False, False)
    """
    if not (word.isalpha() and _BARE_WORD.fullmatch(word)) or is_known(word):
        return False
    return sum(char not in "aeiou" for char in word) >= _FEWEST_CONSONANTS


def _keys(words: Sequence[str], rule: WordRule, *, listed: bool) -> tuple[Hashes, Ids]:
    """All keys of all words, and whose each is.

    Consonants stand for a word only towards words of the other kind: with vowels and without.
    """
    plain = [(i, word) for i, word in enumerate(words) if word[0] != SKELETON]
    bare = [(i, word[1:]) for i, word in enumerate(words) if word[0] == SKELETON]
    texts = [word for _, word in plain]
    formal = [
        (i, name)
        for (i, _), names in zip(plain, given_names(texts), strict=True)
        for name in names
    ]
    masked = [(i, read) for i, word in plain if _is_masked(word) for read in unmasked(word)]
    families = (
        (plain + masked, rule.max_edits, np.uint64(0)),
        (_alongside(plain, scanned(texts)), _none, _SCANNED),
        (_sounds_of(plain), rule.max_sound_edits, _SOUND),
        (_consonants_of(plain), rule.max_consonant_edits, _BARE[listed]),
        (_consonants_of(bare), rule.max_consonant_edits, _BARE[not listed]),
        (formal, _none, _FORMAL),
    )
    hashes, ids = [], []
    for rows, edits, salt in families:
        found, whose = _all_deletions([text[:LONGEST] for _, text in rows], edits)
        hashes.append(found ^ salt)
        ids.append(np.asarray([i for i, _ in rows], np.int64)[whose])
    return np.concatenate(hashes), np.concatenate(ids)


def _alongside(rows: Rows, texts: Sequence[str | None]) -> Rows:
    """Texts of the words of the rows, without those that are none."""
    return [(i, text) for (i, _), text in zip(rows, texts, strict=True) if text]


def _sounds_of(rows: Rows) -> Rows:
    """The sound keys of words; German and Polish write "Yakovlev" with a J."""
    both = rows + [(i, "y" + word[1:]) for i, word in rows if word[0] == "j"]
    return _alongside(both, sound_keys([word for _, word in both]))


def _is_masked(word: str) -> bool:
    return not word.isalpha() and not word.isdigit()


_LOOKS: Final = tuple(
    str.maketrans("0123456789", letters) for letters in ("oizeasgtbg", "olzeasgtbg")
)


def unmasked(word: str) -> tuple[str, ...]:
    """The words that one with digits among its letters may be meant to be.

    >>> unmasked("5we1l")
    ('sweil', 'swell')
    """
    return tuple(dict.fromkeys(word.translate(table) for table in _LOOKS))


def _consonants_of(rows: Rows) -> Rows:
    return _alongside(rows, consonants([word for _, word in rows]))


def _none(_: int) -> int:
    return 0


def _all_deletions(words: Sequence[str], max_edits: Callable[[int], int]) -> tuple[Hashes, Ids]:
    """The hashes of all words with up to their number of letters deleted, and whose each is.

    A word may be compared with one a few letters shorter that allows fewer edits; the number of
    deletions is that of the word itself, so it is never too small.
    """
    hashes: list[Hashes] = [np.empty(0, np.uint64)]
    ids: list[Ids] = [np.empty(0, np.int64)]
    for positions, letters in by_length(words):
        block = _deletions(letters, max_edits(letters.shape[1]))
        hashes.append(block.ravel())
        ids.append(np.repeat(positions, block.shape[1]))
    return np.concatenate(hashes), np.concatenate(ids)


def _deletions(letters: Hashes, edits: int) -> Hashes:
    """One row a word of equal length: the hashes of the word and of its deletions."""
    length = letters.shape[1]
    sums = np.zeros((len(letters), length + 1), np.uint64)
    np.cumsum(letters * POWERS[1 : length + 1], axis=1, out=sums[:, 1:])
    columns = [sums[:, length]]
    if length <= _LONGEST:
        for count in range(1, min(edits, length - 1) + 1):
            columns.extend(
                _without(sums, deleted, length) for deleted in combinations(range(length), count)
            )
    return np.stack(columns, axis=1)


def _without(sums: Hashes, deleted: Sequence[int], length: int) -> Hashes:
    """The hashes with the letters at these positions deleted: later letters move to the left."""
    total = np.zeros(len(sums), np.uint64)
    start = 0
    for count, position in enumerate((*deleted, length)):
        shift = np.uint64(pow(INVERSE, count, 1 << 64))
        total += (sums[:, position] - sums[:, start]) * shift
        start = position + 1
    return total

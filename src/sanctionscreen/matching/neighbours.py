"""Words that may be the same word: found by keys that both have, then compared.

Three families of keys: strings that both words reach by deleting a few letters, the same for
their sounds, and their consonants (for words of a script without vowels). Keys are 64-bit hashes,
computed for whole columns; what shares one is compared by `likeness`, so that a collision costs
time only.

Source: W. Garbe's SymSpell for the idea of deletions on both sides.
"""

import re
from collections.abc import Iterable, Sequence
from functools import partial
from os import cpu_count
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from sanctionscreen.matching.compiled import kernels
from sanctionscreen.matching.key_kernel import LONGEST as DELETIONS_TO
from sanctionscreen.matching.key_kernel import MOST
from sanctionscreen.matching.likeness import Scores, compare
from sanctionscreen.matching.policy import WordRule
from sanctionscreen.matching.vocabulary import (
    INVERSE,
    LONGEST,
    POWERS,
    Hashes,
    Ids,
    Vocabulary,
    offsets,
    scanned,
    vocabulary_of,
)
from sanctionscreen.text.arabic import SKELETON
from sanctionscreen.text.sounds import consonants, sound_keys
from sanctionscreen.text.words import given_names, is_known

#: Marks the families of keys, so that a spelling never meets a sound.
_SOUND: Final = 0x5BD1E995CAFEF00D
_BARE: Final = (0x2545F4914F6CDD1D, 0x3C6EF372FE94F82B)
_SCANNED: Final = 0x1F83D9ABFB41BD6B
_FORMAL: Final = 0x6A09E667F3BCC909
_BUCKETS: Final = 1 << 18
_SHIFT: Final = np.array([64 - 18], np.uint64)
_INVERSES: Final = np.array([pow(INVERSE, i, 1 << 64) for i in range(3)], np.uint64)


class Near(NamedTuple):
    """Pairs of near words: positions on both sides, how alike, and by what rule."""

    mine: Ids
    theirs: Ids
    similarity: Scores
    kind: Ids


class Keys(NamedTuple):
    """The keys of a vocabulary, sorted, with the word of each; and where each bucket begins."""

    hashes: Hashes
    words: NDArray[np.int32]
    buckets: NDArray[np.int32]


class Texts(NamedTuple):
    """Texts that words have keys of; in their `order` those of one word stand together.

    Text i is letters[at[i]:at[i + 1]]; up to `edits` letters are deleted; `salt` marks the family.
    """

    at: Ids
    letters: NDArray[np.uint32]
    edits: Ids
    salt: Hashes
    owner: Ids
    order: Ids


def keys_of(words: Sequence[str], rule: WordRule) -> Keys:
    """The keys by which the words of a list are found."""
    texts = _texts(words, rule, listed=True)
    room = 64 * len(words)
    while True:
        hashes, whose = np.empty(room, np.uint64), np.empty(room, np.int64)
        count = kernels(len(words)).keys(*texts, *_tools(), hashes, whose)
        if count <= room:
            break
        room = count
    hashes, whose = hashes[:count], whose[:count]
    order = np.lexsort((whose, hashes))
    hashes, whose = hashes[order], whose[order]
    limits = np.arange(_BUCKETS, dtype=np.uint64) << _SHIFT[0]
    buckets = np.append(np.searchsorted(hashes, limits), len(hashes))
    return Keys(hashes, whose.astype(np.int32), buckets.astype(np.int32))


def near_words(
    words: Sequence[str], mine: Vocabulary, keys: Keys, listed: Vocabulary, rule: WordRule
) -> Near:
    """Every pair of one of the words and a listed word near to it; equal words are not among them.

    Sorted by the position of the word; `keys` and `listed` are those of the list's words.
    """
    if not words:
        none = np.empty(0, np.int64)
        return Near(none, none, np.empty(0), none)
    parts = _parts(_texts(words, rule, listed=False), len(words))
    near = partial(_near, mine=mine, keys=keys, listed=listed, rule=rule)
    if len(parts) == 1:
        return near(parts[0])
    from concurrent.futures import ThreadPoolExecutor  # noqa: PLC0415  # one name needs none

    with ThreadPoolExecutor(len(parts)) as threads:
        return Near(*map(np.concatenate, zip(*threads.map(near, parts), strict=True)))


#: Fewer words than this are not worth a thread.
_ALONE: Final = 4_000


def _parts(texts: Texts, words: int) -> list[Texts]:
    """The texts in parts, a part a processor; those of one word stay together."""
    count = max(1, min(cpu_count() or 1, words // _ALONE))
    first = np.arange(1, count) * words // count
    orders = np.split(texts.order, np.searchsorted(texts.owner[texts.order], first))
    return [texts._replace(order=order) for order in orders]


def _near(texts: Texts, mine: Vocabulary, keys: Keys, listed: Vocabulary, rule: WordRule) -> Near:
    """The listed words near to the words of the texts."""
    room = 16 * len(texts.order) + 1024
    while True:
        left, right = np.empty(room, np.int64), np.empty(room, np.int64)
        seen = np.full(len(listed.hashes), -1, np.int64)
        count = kernels(len(texts.order) // 4).meet(  # a word has about so many texts
            *texts, *_tools(), _SHIFT, keys.buckets, keys.hashes, keys.words, seen, left, right
        )
        if count <= room:
            break
        room = count
    left, right = left[:count], right[:count]
    other = mine.hashes[left] != listed.hashes[right]
    left, right = left[other], right[other]
    found = compare(left, right, mine, listed, rule)
    keep = found.similarity > 0.0
    return Near(left[keep], right[keep], found.similarity[keep], found.kind[keep])


def _tools() -> tuple[Hashes, Hashes, Hashes, Hashes]:
    """What the kernel of keys needs beside the texts: powers of the base, and memory."""
    return POWERS, _INVERSES, np.empty(DELETIONS_TO + 1, np.uint64), np.empty(MOST, np.uint64)


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


def _texts(words: Sequence[str], rule: WordRule, *, listed: bool) -> Texts:
    """All texts of all words that they have keys of.

    Consonants stand for a word only towards words of the other kind: with vowels and without.
    """
    plain, bare = _Rows.of(words, bare=False), _Rows.of(words, bare=True)
    sounds = sound_keys(plain.texts)
    families = (
        (plain, rule.max_edits, 0),
        (plain.several(unmasked(word) if _is_masked(word) else () for word in plain.texts),
         rule.max_edits, 0),
        (plain.having(scanned(plain.texts)), _none, _SCANNED),
        (plain.having(sounds), rule.max_sound_edits, _SOUND),
        (_with_y(plain), rule.max_sound_edits, _SOUND),
        (plain.having(consonants(plain.texts)), rule.max_consonant_edits, _BARE[listed]),
        (bare.having(consonants(bare.texts)), rule.max_consonant_edits, _BARE[not listed]),
        (plain.several(given_names(plain.texts, sounds)), _none, _FORMAL),
    )  # fmt: skip
    owner = [i for rows, _, _ in families for i in rows.owner]
    texts = [text[:LONGEST] for rows, _, _ in families for text in rows.texts]
    lengths = np.array([len(text) for text in texts], np.int64)
    edits = np.array([[e(i) for i in range(DELETIONS_TO + 1)] for _, e, _ in families], np.int64)
    family = np.repeat(np.arange(len(families)), [len(rows.owner) for rows, _, _ in families])
    return Texts(
        offsets(lengths),
        np.frombuffer("".join(texts).encode("utf-32-le"), np.uint32),
        edits[family, np.minimum(lengths, DELETIONS_TO)],
        np.array([salt for _, _, salt in families], np.uint64)[family],
        np.array(owner, np.int64),
        np.argsort(owner, kind="stable"),
    )


class _Rows(NamedTuple):
    """Texts that come from words, and the position of the word of each."""

    owner: Sequence[int]
    texts: Sequence[str]

    @classmethod
    def of(cls, words: Sequence[str], *, bare: bool) -> "_Rows":
        """The words with vowels, or those without, which lose their mark."""
        owner = [i for i, word in enumerate(words) if (word[0] == SKELETON) is bare]
        return cls(owner, [words[i].removeprefix(SKELETON) for i in owner])

    def having(self, texts: Sequence[str | None]) -> "_Rows":
        """Other texts of the same words, where they have one."""
        found = [(i, text) for i, text in zip(self.owner, texts, strict=True) if text]
        return _Rows([i for i, _ in found], [text for _, text in found])

    def several(self, texts: Iterable[Iterable[str]]) -> "_Rows":
        """Other texts of the same words, any number a word."""
        found = [(i, text) for i, all_ in zip(self.owner, texts, strict=True) for text in all_]
        return _Rows([i for i, _ in found], [text for _, text in found])


def _with_y(rows: _Rows) -> _Rows:
    """The sound keys of words with Y for J: German and Polish write "Yakovlev" so."""
    some = rows.having([word if word[0] == "j" else None for word in rows.texts])
    return some.having(sound_keys("y" + word[1:] for word in some.texts))


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


def _none(_: int) -> int:
    return 0

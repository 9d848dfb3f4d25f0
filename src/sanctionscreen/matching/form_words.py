"""Which words of names are of their legal forms, for many names at once."""

from collections.abc import Sequence
from typing import Final

import numpy as np
from numpy.typing import NDArray

from sanctionscreen.matching.vocabulary import (
    POWERS,
    Hashes,
    Ids,
    hash_of,
    offsets,
    ranges,
)
from sanctionscreen.text.analysis import legal_forms_in
from sanctionscreen.text.words import form_lengths, words_of_forms

#: What a word may be: bits of a mask. It stands in a legal form, a form may end or begin with it.
_INSIDE: Final = 1
_END: Final = 2
_START: Final = 4
#: Stands for words that are in no legal form.
_OTHER: Final = -1


class FormWords:
    """What is known of words by number, and of combinations of them; grows by what is new."""

    def __init__(self) -> None:
        self._may = np.zeros(0, np.uint8)
        self._found: dict[int, tuple[int, int]] = {}

    def of(self, words: Sequence[str], at: Ids, word: Ids) -> tuple[Ids, Hashes]:
        """Which places of names are of a legal form, and the hash of the forms of each name.

        Words of name i are at[i] to at[i + 1]; none is without. Looks only at names with a word
        that a form may begin or end with, and once at all that differ in other words only.
        """
        self._learn(words[len(self._may) :])
        may = self._may[word]
        some = (may[at[1:] - 1] & _END) != 0
        some[np.searchsorted(at, np.flatnonzero(may & _START), side="right") - 1] = True
        names = np.flatnonzero(some)
        place, kept_at = _told(may, at, names)
        bare = np.where(may[place] & _INSIDE, word[place], _OTHER)
        masks, found = self._found_in(words, bare, kept_at)
        position = np.arange(len(place)) - np.repeat(kept_at[:-1], np.diff(kept_at))
        held = (np.repeat(masks, np.diff(kept_at)) >> position) & 1
        hashes = np.zeros(len(at) - 1, np.uint64)
        hashes[names] = found
        return place[held != 0], hashes

    def _learn(self, words: Sequence[str]) -> None:
        inside, tables = words_of_forms(), [form_lengths(ending=end) for end in (True, False)]
        ends, starts = tables
        may = [
            _INSIDE | (_END if word in ends else 0) | (_START if word in starts else 0)
            if word in inside
            else 0
            for word in words
        ]
        self._may = np.concatenate([self._may, np.array(may, np.uint8)])

    def _found_in(self, words: Sequence[str], bare: Ids, at: Ids) -> tuple[Ids, Hashes]:
        """The words of each row that are of a form (a mask), and the hash of its forms."""
        keys, first, which = np.unique(_row_keys(bare, at), return_index=True, return_inverse=True)
        known = self._found
        found = []
        for key, row in zip(keys.tolist(), first.tolist(), strict=True):
            if key not in known:
                numbers = bare[at[row] : at[row + 1]].tolist()
                known[key] = _forms(tuple("" if i == _OTHER else words[i] for i in numbers))
            found.append(known[key])
        masks = np.array([mask for mask, _ in found], np.int64)
        hashes = np.array([told for _, told in found], np.uint64)
        return masks[which], hashes[which]


def forms_hash(forms: Sequence[str | None]) -> int:
    """The hash of the legal forms in a name; 0 for none."""
    return hash_of(" ".join(sorted({form for form in forms if form is not None})))


def _forms(words: tuple[str, ...]) -> tuple[int, int]:
    forms = legal_forms_in(words)
    return sum(1 << i for i, form in enumerate(forms) if form is not None), forms_hash(forms)


def _told(may: NDArray[np.uint8], at: Ids, names: Ids) -> tuple[Ids, Ids]:
    """The places of some names, and where each of these begins among them.

    Of words side by side that are in no form one is enough: where forms stand hangs on there
    being one.
    """
    place = ranges(at[names], at[names + 1])
    inside = (may[place] & _INSIDE) != 0
    keep = inside.copy()
    keep[1:] |= inside[:-1]
    starts = offsets(np.diff(at)[names])[:-1]
    keep[starts] = True
    kept_at = offsets(np.add.reduceat(keep, starts, dtype=np.int64)) if len(names) else starts
    return place[keep], kept_at


def _row_keys(ids: Ids, at: Ids) -> Hashes:
    """A hash of the numbers (from -1 on) of each row, of which none is empty."""
    position = np.arange(len(ids)) - np.repeat(at[:-1], np.diff(at))
    told = (ids + 2).astype(np.uint64) * POWERS[position + 1]
    told = (told ^ (told >> np.uint64(31))) * POWERS[1]
    return np.add.reduceat(told, at[:-1]) if len(at) > 1 else np.zeros(0, np.uint64)

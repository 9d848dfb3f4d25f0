from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sanctionscreen.matching.vocabulary import (
    DIGITS,
    MASKED,
    PLAIN,
    UNVOWELLED,
    hash_of,
    hashes_of,
    offsets,
    scanned,
    strings,
    vocabulary_of,
)
from sanctionscreen.text.words import weight


@pytest.mark.parametrize(
    ("word", "sort", "raw", "consonants"),
    [
        pytest.param("chen", PLAIN, "chen", 2, id="plain"),
        pytest.param("248", DIGITS, "248", 3, id="digits"),
        pytest.param("5we", MASKED, "5we", 1, id="a digit among letters"),
        pytest.param("^mhmd", UNVOWELLED, "mhmd", 3, id="without vowels"),
        pytest.param("a", PLAIN, "a", 0, id="one letter"),
    ],
)
def test_what_is_known_of_a_word(word: str, sort: int, raw: str, consonants: int) -> None:
    found = vocabulary_of(["before", word, "after"])
    start, end = found.raw.at[1:3]
    assert bytes(found.raw.letters[start:end]).decode() == raw
    assert int(found.sort[1]) == sort
    assert int(found.consonants[1]) == consonants
    assert found.opening[1] >> 56 == ord(word[0])


def test_weights_are_those_of_the_word_for_either_kind_of_name() -> None:
    found = vocabulary_of(["bank", "huione"])
    assert found.weights.tolist() == [
        [weight(word, person=person) for word in ("bank", "huione")] for person in (False, True)
    ]


def test_formal_names_are_shared_by_short_forms_and_sorted() -> None:
    found = vocabulary_of(["misha", "mikhail", "huione"])
    groups = np.split(found.formal, found.formal_at[1:-1])
    assert set(groups[0].tolist()) & set(groups[1].tolist())
    assert groups[2].tolist() == []
    assert all(group.tolist() == sorted(group.tolist()) for group in groups)


@pytest.mark.parametrize(
    ("word", "read"),
    [
        pytest.param("rnari", "man", id="two groups"),
        pytest.param("clavid", "david", id="cl"),
        pytest.param("vvest", "west", id="vv"),
        pytest.param("chen", "chen", id="none"),
    ],
)
def test_scanned(word: str, read: str) -> None:
    assert scanned([word]) == [read]


def test_an_empty_vocabulary() -> None:
    found = vocabulary_of([])
    assert found.weights.shape == (2, 0)
    assert found.raw.at.tolist() == [0]
    assert len(found.hashes) == len(found.formal) == 0


def test_strings_of_other_letters_keep_their_length() -> None:
    assert bytes(strings(["aéb", "c"]).letters) == b"a?bc"
    assert strings(["aéb", "c"]).at.tolist() == [0, 3, 4]


_texts = st.text(st.characters(exclude_categories=["Cs"]), max_size=30)


@given(st.lists(_texts, max_size=8))
def test_law_hashes_of_many_are_those_of_each(texts: list[str]) -> None:
    assert hashes_of(texts).tolist() == [hash_of(text) for text in texts]


@given(st.lists(_texts, max_size=40, unique=True))
def test_law_other_texts_have_other_hashes(texts: list[str]) -> None:
    nul_free = [text for text in texts if "\0" not in text]  # a NUL adds nothing to the sum
    assert len(set(hashes_of(nul_free).tolist())) == len(nul_free)


_words = st.lists(
    st.sampled_from(["anna", "bank", "misha", "^mhmd", "5we", "248", "aé", "ltd"]), unique=True
)


@given(_words, st.integers(0, 8))
def test_law_words_in_two_parts_are_as_at_once(words: list[str], many: int) -> None:
    first = min(many, len(words))
    whole = vocabulary_of(words)
    joined = vocabulary_of(words[:first]).followed_by(vocabulary_of(words[first:]))
    assert _plain(joined) == _plain(whole)
    assert _plain(whole.since(first)) == _plain(vocabulary_of(words[first:]))


def _plain(columns: tuple[Any, ...]) -> list[object]:
    return [_plain(one) if isinstance(one, tuple) else (one.dtype, one.tolist()) for one in columns]


@given(st.lists(st.integers(0, 9)))
def test_law_offsets_part_the_whole(sizes: list[int]) -> None:
    assert np.diff(offsets(sizes)).tolist() == sizes
    assert offsets(sizes)[0] == 0

from collections.abc import Sequence

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from rapidfuzz.distance import OSA

from sanctionscreen.matching import neighbours
from sanctionscreen.matching.likeness import likeness
from sanctionscreen.matching.neighbours import keys_of, near_words, unmasked
from sanctionscreen.matching.policy import Policy
from sanctionscreen.matching.vocabulary import ranges, vocabulary_of

pytestmark = pytest.mark.usefixtures("few_buckets")
RULE = Policy.default().word


def near(words: Sequence[str], listed: Sequence[str]) -> dict[tuple[str, str], float]:
    """The near pairs and how alike they are; each stands once."""
    mine, theirs = vocabulary_of(words), vocabulary_of(listed)
    found = near_words(words, mine, keys_of(listed, RULE), theirs, RULE)
    pairs = [(words[i], listed[j]) for i, j in zip(found.mine, found.theirs, strict=True)]
    assert len(set(pairs)) == len(pairs)
    assert found.mine.tolist() == sorted(found.mine.tolist())
    return dict(zip(pairs, found.similarity.tolist(), strict=True))


@pytest.mark.parametrize(
    ("word", "other", "is_near"),
    [
        pytest.param("chen", "chan", True, id="a letter replaced"),
        pytest.param("chena", "chen", True, id="a letter more"),
        pytest.param("huione", "huioen", True, id="neighbours swapped at the end"),
        pytest.param("huione", "uhione", True, id="neighbours swapped at the start"),
        pytest.param("cambodia", "kambodja", True, id="two edits"),
        pytest.param("gais", "qais", True, id="Gais and Qais"),
        pytest.param("misha", "mikhail", True, id="Misha and Mikhail"),
        pytest.param("muhammad", "mohamed", True, id="sounds"),
        pytest.param("yakovlev", "jakovlev", True, id="a German J"),
        pytest.param("rnaria", "maria", True, id="scanned"),
        pytest.param("5we1l", "swell", True, id="digits for letters"),
        pytest.param("^mhmd", "muhammad", True, id="unvowelled Muhammad"),
        pytest.param("^mhmd", "mahmud", True, id="unvowelled Mahmud"),
        pytest.param("chen", "chen", False, id="equal words are met elsewhere"),
        pytest.param("248", "2480", False, id="numbers"),
        pytest.param("xu", "yu", False, id="too short for an edit"),
        pytest.param("chen", "zhang", False, id="too far"),
        pytest.param("huione", "quillfeather", False, id="another word"),
        pytest.param("^mhmd", "^ahmd", False, id="two words without vowels"),
        pytest.param("x" * 1000, "y" * 1000, False, id="as long as a name may be"),
    ],
)
def test_near_words(word: str, other: str, is_near: bool) -> None:
    assert ((word, other) in near([word], [other])) is is_near
    assert ((other, word) in near([other], [word])) is is_near


@pytest.mark.parametrize(
    ("words", "listed"),
    [
        pytest.param([], ["chen"], id="no words"),
        pytest.param(["chen"], [], id="no list"),
        pytest.param([], [], id="neither"),
    ],
)
def test_nothing_is_near_nothing(words: Sequence[str], listed: Sequence[str]) -> None:
    assert near(words, listed) == {}


def test_many_near_words_than_there_is_room_for_at_first() -> None:
    listed = [f"ab{chr(97 + i)}{chr(97 + j)}cd" for i in range(26) for j in range(26)]
    words = ["abzzcd", *(f"ab{chr(97 + i)}zcd" for i in range(25))]
    found = near(words, listed)
    assert len(found) > 64 * len(words) // 2
    assert all(("abzzcd", f"abz{chr(97 + j)}cd") in found for j in range(25))


@pytest.mark.parametrize(
    ("word", "read"),
    [
        pytest.param("5we1l", ("sweil", "swell"), id="a 1 is an i or an l"),
        pytest.param("m0use", ("mouse",), id="one reading"),
        pytest.param("mouse", ("mouse",), id="none"),
    ],
)
def test_unmasked(word: str, read: tuple[str, ...]) -> None:
    assert unmasked(word) == read


_stems = st.text("abc", min_size=3, max_size=9)
_edit = st.tuples(st.integers(0, 8), st.sampled_from(["", "d", "da"]))


@st.composite
def relatives(draw: st.DrawFn) -> list[str]:
    """Words an edit apart, which random ones never are."""
    stem = draw(_stems)
    edits = draw(st.lists(_edit, max_size=4))
    return list({stem, *((stem[:at] + text + stem[at + 1 :]) or "a" for at, text in edits)})


@given(relatives(), relatives())
def test_law_what_is_near_is_alike_as_likeness_says(words: list[str], listed: list[str]) -> None:
    found = near(words, listed)
    both = likeness([one for one, _ in found], [other for _, other in found], RULE)
    assert both.similarity.tolist() == list(found.values())
    for (one, other), value in found.items():
        assert value >= (RULE.least_short if max(len(one), len(other)) <= 3 else RULE.least)


@given(relatives(), relatives())
def test_law_no_word_one_edit_away_is_missed(words: list[str], listed: list[str]) -> None:
    one_edit = {
        (word, other)
        for word in words
        for other in listed
        if OSA.distance(word, other) == 1
        and RULE.max_edits(min(len(word), len(other)))
        and likeness([word], [other], RULE).similarity[0] >= RULE.least
    }
    assert one_edit <= set(near(words, listed))


@given(relatives(), relatives(), st.data())
def test_law_other_words_change_nothing(
    words: list[str], listed: list[str], data: st.DataObject
) -> None:
    some = data.draw(st.lists(st.sampled_from(words), unique=True))
    few = data.draw(st.lists(st.sampled_from(listed), unique=True))
    every = near(words, listed)
    expected = {pair: like for pair, like in every.items() if pair[0] in some and pair[1] in few}
    assert near(some, few) == expected


def test_how_many_buckets_keys_lie_in_changes_nothing() -> None:
    words, listed = ["huoine", "misha", "5we"], ["huione", "mikhail", "swe", "chen"]
    few = near(words, listed)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(neighbours, "_BUCKETS", 1 << 18)
        patch.setattr(neighbours, "_SHIFT", np.array([64 - 18], np.uint64))
        assert near(words, listed) == few
    assert len(few) >= 3


@given(st.lists(st.tuples(st.integers(0, 50), st.integers(0, 6))))
def test_law_ranges_are_all_their_numbers(bounds: list[tuple[int, int]]) -> None:
    low = np.array([start for start, _ in bounds], np.int64)
    high = low + np.array([size for _, size in bounds], np.int64)
    expected = [number for start, size in bounds for number in range(start, start + size)]
    assert ranges(low, high).tolist() == expected

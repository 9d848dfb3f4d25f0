from collections.abc import Callable, Sequence

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from rapidfuzz.distance import OSA

from sanctionscreen.matching.neighbours import Neighbourhood, ranges
from sanctionscreen.matching.policy import Policy

MaxEdits = Callable[[int], int]
Pairs = list[tuple[int, int, int]]


def found(words: Sequence[str], vocabulary: Sequence[str], max_edits: MaxEdits) -> Pairs:
    columns = Neighbourhood(vocabulary, max_edits).near(words)
    return list(zip(*(column.tolist() for column in columns), strict=True))


def by_force(words: Sequence[str], vocabulary: Sequence[str], max_edits: MaxEdits) -> Pairs:
    return [
        (i, j, OSA.distance(word, other))
        for i, word in enumerate(words)
        for j, other in enumerate(vocabulary)
        if OSA.distance(word, other) <= max_edits(min(len(word), len(other)))
    ]


def steps(one: int, two: int, three: int) -> MaxEdits:
    return lambda length: sum(length >= step for step in (one, two, three))


@pytest.mark.parametrize(
    ("word", "other", "edits"),
    [
        pytest.param("chen", "chen", 0, id="equal"),
        pytest.param("chen", "chan", 1, id="a letter replaced"),
        pytest.param("chen", "chenn", 1, id="a letter added"),
        pytest.param("chena", "chen", 1, id="a letter left out"),
        pytest.param("chen", "hcen", 1, id="neighbours swapped at the start"),
        pytest.param("huione", "huioen", 1, id="neighbours swapped at the end"),
        pytest.param("zhi", "zhu", None, id="too short for an edit"),
        pytest.param("chen", "zhang", None, id="too far"),
        pytest.param("cambodia", "kambodja", 2, id="two edits"),
        pytest.param("cambod", "kambot", None, id="two edits in a word too short for two"),
        pytest.param("transnational", "trnasntaionla", 3, id="three swaps"),
        pytest.param("ca", "abc", None, id="no edit between the ends of a swap"),
        pytest.param("a" * 29 + "bc", "a" * 29 + "cb", 1, id="a swap in a word beyond the limit"),
        pytest.param("a" * 30, "a" * 31, 1, id="one word beyond the limit"),
        pytest.param("a" * 31, "a" * 28, 3, id="the other beyond the limit"),
        pytest.param("a" * 34, "a" * 38, None, id="both beyond the limit and too far"),
        pytest.param("x" * 1000, "x" * 999 + "y", 1, id="as long as a name may be"),
    ],
)
def test_near_words(word: str, other: str, edits: int | None) -> None:
    expected = [] if edits is None else [(0, 0, edits)]
    assert found([word], [other], Policy.default().word.max_edits) == expected
    assert found([other], [word], Policy.default().word.max_edits) == expected


@pytest.mark.parametrize(
    ("words", "vocabulary"),
    [
        pytest.param([], ["chen"], id="no words"),
        pytest.param(["chen"], [], id="no vocabulary"),
        pytest.param([], [], id="neither"),
    ],
)
def test_nothing_is_near_nothing(words: Sequence[str], vocabulary: Sequence[str]) -> None:
    assert found(words, vocabulary, Policy.default().word.max_edits) == []


def test_a_word_standing_twice_is_found_twice() -> None:
    near = found(["chen", "chan", "chen"], ["chen", "chen"], steps(4, 7, 12))
    assert near == [(0, 0, 0), (0, 1, 0), (1, 0, 1), (1, 1, 1), (2, 0, 0), (2, 1, 0)]


short_words = st.lists(st.text("ab", min_size=1, max_size=8), max_size=12)
#: Long words a few edits apart: random ones never are.
_edits = st.lists(st.tuples(st.integers(0, 34), st.sampled_from(["", "c", "dd"])), max_size=4)


def edited(word: str, edits: Sequence[tuple[int, str]]) -> str:
    for at, text in edits:
        word = word[:at] + text + word[at + 1 :]
    return word or "a"


@st.composite
def long_words(draw: st.DrawFn) -> list[str]:
    stems = [draw(st.text("ab", min_size=1, max_size=35)) for _ in range(2)]
    kinds = st.builds(edited, st.sampled_from(stems), _edits)
    return draw(st.lists(kinds, min_size=1, max_size=5))


@pytest.mark.parametrize(
    "max_edits",
    [
        pytest.param(steps(4, 7, 12), id="the policy's steps"),
        pytest.param(steps(2, 3, 4), id="as many edits as a policy may allow"),
        pytest.param(steps(5, 5, 99), id="two edits at once, never three"),
        pytest.param(steps(99, 99, 99), id="no edits"),
    ],
)
@given(st.one_of(short_words, long_words()), st.one_of(short_words, long_words()))
def test_law_near_is_what_brute_force_finds(
    max_edits: MaxEdits, words: list[str], vocabulary: list[str]
) -> None:
    assert found(words, vocabulary, max_edits) == by_force(words, vocabulary, max_edits)
    both = words + vocabulary
    assert found(words, both, max_edits) == by_force(words, both, max_edits)


@given(st.lists(st.tuples(st.integers(0, 50), st.integers(0, 6))))
def test_law_ranges_are_all_their_numbers(bounds: list[tuple[int, int]]) -> None:
    low = np.array([start for start, _ in bounds], np.intp)
    high = low + np.array([size for _, size in bounds], np.intp)
    expected = [number for start, size in bounds for number in range(start, start + size)]
    assert ranges(low, high).tolist() == expected

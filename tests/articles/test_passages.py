"""Places stay valid, sentences end where they end."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sanctionscreen.articles.passages import Passages, fold


@given(st.text(max_size=200))
def test_folding_moves_nothing(text: str) -> None:
    assert len(fold(text)) == len(text)


@given(st.text(max_size=300))
def test_words_and_sentences_are_slices_of_the_text_in_order(text: str) -> None:
    passages = Passages(text)
    words = [word for sentence in passages.sentences for word in sentence.words]
    assert [word.text for word in words] == [passages.folded[w.start : w.end] for w in words]
    assert all(a.end <= b.start for a, b in pairwise(words))
    assert all(s.start <= s.words[0].start and s.words[-1].end <= s.end for s in passages.sentences)


@pytest.mark.parametrize(
    ("text", "sentences"),
    [
        pytest.param("He met Zhao. Quan was late.", 2, id="a stop"),
        pytest.param("Mr. Quan of Regent Co. Ltd. said no.", 1, id="abbreviations"),
        pytest.param("The U.S. and the U.K. listed J. P. Quan.", 1, id="initials"),
        pytest.param('"No." He left.', 2, id="a stop in quotes"),
        pytest.param("权照被捕。集团否认。", 2, id="Chinese stops"),
        pytest.param("A heading\nA sentence follows", 2, id="lines"),
        pytest.param(f"{'word ' * 14}and Zhao\nQuan said so.", 1, id="a wrapped paragraph"),
    ],
)
def test_sentences(text: str, sentences: int) -> None:
    assert len(Passages(text).sentences) == sentences


@pytest.mark.parametrize(
    ("text", "words"),
    [
        pytest.param("Quan’s car", ["Quan", "car"], id="a genitive"),
        pytest.param("Xiao'er and O’Neill", ["Xiao'er", "and", "O'Neill"], id="inner apostrophes"),
        pytest.param("a.k.a. Q", ["a.k.a", "Q"], id="stops inside"),
        pytest.param("ព្រីនស៍ គ្រុប", ["ព្រីនស៍", "គ្រុប"], id="Khmer signs stay in their word"),
        pytest.param("(Quan)", ["Quan"], id="brackets"),
    ],
)
def test_words(text: str, words: list[str]) -> None:
    assert [w.text for s in Passages(text).sentences for w in s.words] == words


@pytest.mark.parametrize(
    ("line", "is_heading"),
    [
        pytest.param("The Quan Zhao Effect: A Catalyst for Change?", True, id="title case"),
        pytest.param("Quan Zhao was held by police in the capital", False, id="a sentence"),
        pytest.param("Quan Zhao", False, id="only a name"),
    ],
)
def test_headings(line: str, is_heading: bool) -> None:
    assert Passages(line).sentences[0].is_heading is is_heading

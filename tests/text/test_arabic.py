"""Words in scripts without vowels."""

import pytest

from sanctionscreen.text.arabic import arabic_words, in_unvowelled_script, skeleton


@pytest.mark.parametrize(
    ("word", "words"),
    [
        pytest.param("محمدحسين", ("محمد", "حسين"), id="two given names in one"),
        pytest.param("اميرعباس", ("امير", "عباس"), id="the first half is known"),
        pytest.param("نورمحمد", ("نور", "محمد"), id="the second half is known"),
        pytest.param("محمدي", ("محمدي",), id="a family name of a given name"),
        pytest.param("اميريان", ("اميريان",), id="another ending of one"),
        pytest.param("المحمد", ("المحمد",), id="an article is no half"),
        pytest.param("عبدالحسين", ("عبد", "حسين"), id="servant of the"),
        pytest.param("ذ", (), id="a single letter"),
    ],
)
def test_words_written_as_one_are_two(word: str, words: tuple[str, ...]) -> None:
    assert arabic_words(word) == words


@pytest.mark.parametrize(
    ("word", "letters"),
    [
        pytest.param("مددي", "^mddy", id="a letter twice: a vowel was between"),
        pytest.param("خيرالله", "^khyrala", id="God's name has one L"),
        pytest.param("משה", "^msha", id="Hebrew, its last letter an A"),
        pytest.param("פרץ", "^prts", id="a first P"),
        pytest.param("יוסף", "^yvsf", id="else an F"),
        pytest.param("ברק", "^brk", id="a first B"),
        pytest.param("שרביט", "^shrvyt", id="else a V"),
        pytest.param("ع", "", id="nothing is left"),
    ],
)
def test_the_consonants_of_a_word(word: str, letters: str) -> None:
    assert skeleton(word) == letters


def test_scripts_without_vowels() -> None:
    words = ("محمد", "משה", "мусса", "musa", "穆萨")
    assert [in_unvowelled_script(word) for word in words] == [True, True, False, False, False]

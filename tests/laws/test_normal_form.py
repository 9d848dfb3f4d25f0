"""Laws of the normal form and of the analysis of a name."""

import unicodedata
from typing import Literal

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from sanctionscreen.text.analysis import MAX_WORDS, analyse
from sanctionscreen.text.arabic import SKELETON
from sanctionscreen.text.normalize import normal_form
from sanctionscreen.text.romanize import has_han

#: Any text at all: half surrogate pairs, controls and unassigned characters as well.
any_text = st.text(st.characters())
#: Letters of the scripts of lists, with marks, digits, signs, and what shows nothing.
_SCRIPTS = (
    "abzAZéÖñıİßłŁøÅ", "абвйёЖЩі", "αβςΩάή", "اأإآىيکكةمحُ", "אבשׁ", "陳陈志单乾隆薴",
    "がカｶﾞ", "각각",
    "กิพั", "កិខា", "हिन्", "0129٣", " -'’´.,&@№", "\u0301\u0308\u200b\u200d\ufe0f\u3164\u202e",
)  # fmt: skip
names = st.text(st.sampled_from("".join(_SCRIPTS)), max_size=12)


@given(any_text)
@example("\ud800陳")
@example("ᄀʼᅡ")
def test_law_a_normal_form_is_its_own(text: str) -> None:
    assert normal_form(normal_form(text)) == normal_form(text)


@given(names)
def test_law_a_normal_form_of_a_name_is_its_own(name: str) -> None:
    assert normal_form(normal_form(name)) == normal_form(name)


@given(st.one_of(any_text, names))
def test_law_words_stand_between_single_spaces(text: str) -> None:
    normal = normal_form(text)
    assert normal == " ".join(normal.split())
    assert normal == unicodedata.normalize("NFC", normal)
    assert "_" not in normal


@given(names)
@example("ﬁnance ŉ ǰ İ ΐ")
@example("Straße ΣΊΣΥΦΟΣ")
def test_law_case_does_not_matter(name: str) -> None:
    expected = normal_form(name)
    assert normal_form(name.upper()) == expected
    assert normal_form(name.lower()) == expected
    assert normal_form(name.title()) == expected


Form = Literal["NFC", "NFD", "NFKC", "NFKD"]


@pytest.mark.parametrize("form", ["NFC", "NFD", "NFKC", "NFKD"])
@given(names)
@example("Ångström ﬁnance ｶﾞ 각 陳")
def test_law_the_form_of_unicode_does_not_matter(form: Form, name: str) -> None:
    # An acute accent and a number sign standing alone are read before they would be taken apart.
    plain = name.replace("´", "'").replace("№", " no ")
    assert normal_form(unicodedata.normalize(form, plain)) == normal_form(plain)


@given(names, st.text(st.sampled_from("\u200b\u200d\u2060\ufeff\u00ad\u202e\x00\ufe0f")), st.data())
def test_law_what_shows_nothing_does_not_matter(name: str, signs: str, data: st.DataObject) -> None:
    at = data.draw(st.integers(0, len(name)))
    assert normal_form(name[:at] + signs + name[at:]) == normal_form(name)


@given(st.one_of(any_text, names))
def test_law_an_analysis_is_whole(text: str) -> None:
    found = analyse(text)
    assert found.normal == normal_form(text)
    assert len(found.words) == len(found.marks) == len(found.forms) <= MAX_WORDS
    assert len(found.words) == len(found.person) == len(found.organisation)
    # A character that no dictionary reads stands for itself.
    assert all(word.isascii() or has_han(word) for word in found.words)
    letters = [word.removeprefix(SKELETON) for word in found.words]
    assert all(word.isalnum() and word == word.lower() for word in letters)
    assert all(0 < weight <= 1 for weight in (*found.person, *found.organisation))
    assert not found.forms or None in found.forms


_FORMS = (
    "acme",
    "li",
    "trading",
    "se",
    "ag",
    "ltd",
    "llc",
    "co",
    "s",
    "a",
    "l",
    "c",
    "ооо",
    "公司",
)


@given(st.lists(st.sampled_from(_FORMS)))
def test_law_something_of_a_name_is_no_legal_form(words: list[str]) -> None:
    found = analyse(" ".join(words))
    assert len(found.words) >= len(words)
    assert not words or None in found.forms


@given(names)
def test_law_an_analysis_depends_on_the_normal_form_alone(name: str) -> None:
    assert analyse(normal_form(name)) == analyse(name)

import pytest
from anyascii import anyascii

from sanctionscreen.text import romanize as romanize_module
from sanctionscreen.text.normalize import normal_form
from sanctionscreen.text.romanize import has_han, letters_for_digits, romanize


@pytest.mark.parametrize(
    ("word", "latin"),
    [
        pytest.param("smith", ("smith",), id="Latin"),
        pytest.param("путин", ("putin",), id="Cyrillic"),
        pytest.param("юрьев", ("yurev",), id="Cyrillic with a soft sign"),
        pytest.param("αθηνα", ("athina",), id="Greek"),
        pytest.param("თბილისი", ("tbilisi",), id="Georgian"),
        pytest.param("երևան", ("erewan",), id="Armenian"),
        pytest.param("محمد", ("mhmd",), id="Arabic, consonants alone"),
        pytest.param("שלום", ("slvm",), id="Hebrew, consonants alone"),
        pytest.param("हिन्दी", ("hindi",), id="Devanagari"),
        pytest.param("ภูเก็ต", ("phuekt",), id="Thai"),
        pytest.param("ភ្នំពេញ", ("phnampenh",), id="Khmer"),
        pytest.param("김정은", ("gimjeongeun",), id="Hangul, in one word"),
        pytest.param("ひろし", ("hiroshi",), id="kana"),
        pytest.param("陈志", ("chen", "zhi"), id="Chinese, syllable by syllable"),
        pytest.param("陈abc志", ("chen", "abc", "zhi"), id="Chinese around Latin letters"),
        pytest.param("李2", ("li", "2"), id="Chinese and a digit"),
        pytest.param("ー", (), id="a sign that no letter writes"),
    ],
)
def test_romanize(word: str, latin: tuple[str, ...]) -> None:
    assert romanize(normal_form(word)) == latin


def test_russian_letters_are_written_as_anyascii_writes_them() -> None:
    table = romanize_module._RUSSIAN
    assert len(table) == 33
    assert {chr(letter): latin for letter, latin in table.items()} == {
        chr(letter): anyascii(chr(letter)) for letter in table
    }


@pytest.mark.parametrize(
    ("word", "expected"),
    [
        pytest.param("陈", True, id="Chinese"),
        pytest.param("abc陈", True, id="Latin and Chinese"),
        pytest.param("𠮷", True, id="beyond the basic plane"),
        pytest.param("ガ", False, id="kana"),
        pytest.param("김", False, id="Hangul"),
        pytest.param("", False, id="empty"),
    ],
)
def test_has_han(word: str, expected: bool) -> None:
    assert has_han(word) is expected


@pytest.mark.parametrize(
    ("word", "read"),
    [
        pytest.param("b3njam1n", "benjamln", id="inside a name"),
        pytest.param("g4sm1", "gasml", id="inside and at the end"),
        pytest.param("sm1th", "smlth", id="one digit"),
        pytest.param("2480", "2480", id="a number"),
        pytest.param("b52", "b52", id="a letter and a number"),
        pytest.param("a1", "a1", id="a letter and a digit"),
        pytest.param("g20", "g20", id="a group of states"),
        pytest.param("h2o", "h2o", id="a formula"),
        pytest.param("anna", "anna", id="letters alone"),
    ],
)
def test_letters_for_digits(word: str, read: str) -> None:
    assert letters_for_digits(word) == read

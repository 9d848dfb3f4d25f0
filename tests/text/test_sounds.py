"""Sounds of words: what many words together give is what each gives alone."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sanctionscreen.text.sounds import consonants, sound_key, sound_keys, spoken

_words = st.text("abcdefhijkmnosuwxyzqtg1", min_size=1, max_size=12)


@given(st.lists(_words, max_size=6))
def test_law_many_sound_as_each(words: list[str]) -> None:
    assert list(sound_keys(words)) == [sound_key(word) for word in words]
    assert spoken(words) == [one for word in words for one in spoken([word])]
    assert consonants(words) == [one for word in words for one in consonants([word])]


@pytest.mark.parametrize(
    ("word", "key"),
    [
        pytest.param("sergeeff", "sarkiv", id="an ending of two letters"),
        pytest.param("yusuf", "isov", id="an ending of one"),
        pytest.param("ahmad", "amad", id="a mute H"),
        pytest.param("mohammed", "mohamad", id="doubled letters"),
        pytest.param("ali", None, id="too short"),
        pytest.param("5well", None, id="digits"),
        pytest.param("soo", None, id="a short key"),
    ],
)
def test_sound_key(word: str, key: str | None) -> None:
    assert sound_key(word) == key

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sanctionscreen.matching.likeness import SAID, likeness
from sanctionscreen.matching.policy import Policy

RULE = Policy.default().word


def alike(one: str, other: str) -> tuple[float, str]:
    """How alike two words are, and by what rule."""
    found = likeness([one], [other], RULE)
    return float(found.similarity[0]), SAID[int(found.kind[0])]


@pytest.mark.parametrize(
    ("one", "other", "how"),
    [
        pytest.param("gais", "qais", "sound", id="Gais and Qais"),
        pytest.param("muhammad", "mohamed", "sound", id="Muhammad and Mohamed"),
        pytest.param("osama", "usama", "sound", id="Osama and Usama"),
        pytest.param("qadhafi", "gaddafi", "sound", id="Qadhafi and Gaddafi"),
        pytest.param("sergey", "sergei", "sound", id="Sergey and Sergei"),
        pytest.param("yakovlev", "jakowlew", "sound", id="Yakovlev and Jakowlew"),
        pytest.param("li", "lee", "sound", id="Li and Lee"),
        pytest.param("ottoline", "otoline", "sound", id="a letter doubled"),
        pytest.param("huione", "huoine", "sound", id="neighbours swapped"),
        pytest.param("misha", "mikhail", "short for the same name", id="Misha and Mikhail"),
        pytest.param("bill", "william", "short for the same name", id="another first letter"),
        pytest.param("sasha", "alex", "short for the same name", id="two short forms"),
        pytest.param("rnaria", "maria", "spelling", id="rn scanned for m"),
        pytest.param("clavid", "david", "spelling", id="cl scanned for d"),
        pytest.param("5we", "swe", "spelling", id="a digit for a letter"),
        pytest.param("m0hamed", "mohamed", "spelling", id="a nought for an o"),
        pytest.param("007", "7", "spelling", id="noughts before a number"),
        pytest.param("b12", "b12x", "spelling", id="the same digits"),
        pytest.param("^mhmd", "muhammad", "consonants of the script", id="unvowelled Muhammad"),
        pytest.param("^mhmd", "mahmud", "consonants of the script", id="unvowelled Mahmud"),
        pytest.param("^hsyn", "hussein", "consonants of the script", id="unvowelled Hussein"),
        pytest.param("^asf", "asif", "consonants of the script", id="one hard consonant of three"),
        pytest.param("^mddy", "madadi", "consonants of the script", id="a vowel between two D"),
        pytest.param("^ayhab", "ehab", "consonants of the script", id="a first vowel of two signs"),
    ],
)
def test_words_that_may_be_the_same(one: str, other: str, how: str) -> None:
    similarity, said = alike(one, other)
    assert similarity >= RULE.least
    assert said == how
    assert alike(other, one) == (similarity, said)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        pytest.param("2480", "248", id="a number with a digit more"),
        pytest.param("248", "284", id="a number with digits swapped"),
        pytest.param("70", "7", id="a nought after a number"),
        pytest.param("a1", "a2", id="a word with another digit"),
        pytest.param("7", "vii", id="a number and a word"),
        pytest.param("abc", "123", id="letters and digits"),
        pytest.param("chen", "zhang", id="Chen and Zhang"),
        pytest.param("ivanov", "petrov", id="the ending in common"),
        pytest.param("bill", "robert", id="short for other names"),
        pytest.param("^hsyn", "khalid", id="other consonants"),
        pytest.param("^an", "aon", id="one consonant is hardly a word"),
        pytest.param("a", "b", id="other letters"),
        pytest.param("ca", "abc", id="no edit between the ends of a swap"),
    ],
)
def test_other_words(one: str, other: str) -> None:
    assert alike(one, other)[0] < RULE.least
    assert alike(other, one)[0] < RULE.least


@pytest.mark.parametrize(
    ("nearer", "farther", "word"),
    [
        pytest.param("hussein", "hassan", "husein", id="a vowel before another name"),
        pytest.param("ottoline", "otolina", "otoline", id="one letter before two"),
        pytest.param("qais", "bais", "gais", id="a habit before a typo"),
        pytest.param("maria", "naria", "rnaria", id="what a scanner does before what it does not"),
        pytest.param("mahmud", "hamid", "^mhmd", id="all consonants before some"),
    ],
)
def test_the_nearer_word_is_more_alike(nearer: str, farther: str, word: str) -> None:
    assert alike(word, nearer)[0] > alike(word, farther)[0]


def test_a_nickname_is_as_alike_as_the_policy_says() -> None:
    rule = RULE.model_copy(update={"nickname": 0.7})
    assert likeness(["misha"], ["mikhail"], rule).similarity.tolist() == [0.7]


def test_no_words_are_alike_in_no_way() -> None:
    found = likeness([], [], RULE)
    assert (found.similarity.tolist(), found.kind.tolist()) == ([], [])


_words = st.one_of(
    st.text("abdhimorsy05", min_size=1, max_size=9),
    st.text("abdhimorsy", min_size=1, max_size=6).map("^".__add__),
    st.sampled_from(("misha", "mikhail", "x" * 70, "x" * 69 + "y", "2480")),
)


@given(st.lists(st.tuples(_words, _words), max_size=8))
def test_law_likeness_is_a_share_the_same_both_ways_and_in_any_company(
    pairs: list[tuple[str, str]],
) -> None:
    left, right = [one for one, _ in pairs], [other for _, other in pairs]
    there, back = likeness(left, right, RULE), likeness(right, left, RULE)
    assert all(0 <= value <= 1 for value in there.similarity.tolist())
    assert there.similarity.tolist() == back.similarity.tolist()
    assert [alike(*pair)[0] for pair in pairs] == there.similarity.tolist()

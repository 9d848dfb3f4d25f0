"""Flags of pairs that no model may overrule, seen through the index."""

from itertools import permutations

import pytest

from sanctionscreen.matching.index import NameIndex
from sanctionscreen.matching.likeness import CUT
from sanctionscreen.matching.model import NameModel
from sanctionscreen.matching.name_columns import columns_of
from sanctionscreen.matching.policy import Policy
from sanctionscreen.matching.score_kernel import ALONE, HEAD, MOVED, REORDERED, REVERSED, SAME
from sanctionscreen.matching.search import Found, bags_of

pytestmark = pytest.mark.usefixtures("few_buckets")
POLICY, MODEL = Policy.default(), NameModel.default()


def found(query: str, listed: str, *, person: bool = True) -> Found:
    index = NameIndex.build([listed], 0 if person else 1, POLICY)
    return index.search(columns_of([query]), MODEL, exhaustive=True)


@pytest.mark.parametrize(
    ("query", "listed", "person", "flags"),
    [
        pytest.param("Zhi Chen", "Chen Zhi", True, SAME | REORDERED, id="turned"),
        pytest.param("Ottoline Anna Quill", "Anna Ottoline Quill", True, REORDERED, id="any order"),
        pytest.param("Ottoline Anna Quill", "Anna Ottoline Quill", False, 0, id="not of a company"),
        pytest.param("maria o maria", "maria maria o", True, REORDERED, id="a word twice"),
        pytest.param(
            "Salman bin Muhammad",
            "Muhammad bin Salman",
            True,
            REORDERED | REVERSED,
            id="son, father",
        ),
        pytest.param(
            "Salman bin Muhammad",
            "Salman bin Muhammad",
            True,
            SAME | REORDERED,
            id="the same, with a father",
        ),
        pytest.param(
            "mo mohamed hamed", "mo hamed mohamed", True, REORDERED, id="one word is two joined"
        ),
        pytest.param("Quillfeather", "Ottoline Quillfeather", True, ALONE, id="one word"),
        pytest.param("Ottolinequill", "Ottoline Quill", True, 0, id="one word that is all joined"),
        pytest.param("Al", "Bertie", True, ALONE, id="one short form alone"),
        pytest.param("C.B.A. Company", "A.B.C. Company", False, MOVED, id="letters moved"),
        pytest.param("C.V. Verdigris S.A. de", "Verdigris S.A. de C.V.", False, 0, id="a form"),
        pytest.param("Verdigris", "Verdigris Trading LLC", False, HEAD, id="head"),
        pytest.param("Trading", "Trading Group LLC", False, 0, id="a head that tells nothing"),
        pytest.param("Trading Verdigris", "Verdigris Trading LLC", False, 0, id="no head, turned"),
    ],
)
def test_flags(query: str, listed: str, person: bool, flags: int) -> None:
    assert found(query, listed, person=person).flags.tolist() == [flags]


def test_initials_stand_for_words_left_over_only() -> None:
    result = found("O. A. Quillfeather", "Ottoline Anna Quillfeather")
    assert sorted(result.met_query.tolist()) == [0b001, 0b010, 0b100]
    assert result.met_query.tolist() == result.met_listed.tolist()


def test_every_meeting_of_the_longest_names_is_looked_at() -> None:
    """No room for meetings runs out: what is found does not hang on what else is listed."""
    words = [f"{one}{other}{end}" for one in "bdfgk" for other in "aeiou" for end in ("na", "ni")]
    query, listed = " ".join(words), " ".join(reversed(words))
    alone = found(query, listed)
    crowd = [" ".join(words[i:] + words[:i]) for i in range(1, 40)]
    index = NameIndex.build([*crowd, listed], 0, POLICY)
    beside = index.search(columns_of([query]), MODEL)
    row = beside.name.tolist().index(len(crowd))
    assert len(beside.name) == len(crowd) + 1
    assert beside.logit[row] == alone.logit[0]
    assert beside.flags[row] == alone.flags[0]


def test_order_is_told_by_positions_not_by_which_of_two_equal_words() -> None:
    for order in permutations(("maria", "maria", "quill")):
        flags = int(found(" ".join(order), "maria maria quill").flags[0])
        assert flags & REORDERED


def test_bags_are_of_words_not_of_letters() -> None:
    one, turned, other = bags_of(columns_of(["acora bdana", "bdana acora", "adana bcora"]))
    assert one == turned
    assert one != other


@pytest.mark.parametrize(
    ("query", "listed", "cut"),
    [
        pytest.param("QUILLFEATHER, Ottoline Mar", "QUILLFEATHER, Ottoline Maria", True, id="cut"),
        pytest.param(
            "Ottoline Mar Quillfeather", "Ottoline Maria Quillfeather", False, id="not last"
        ),
        pytest.param("Ottoline Verdigris Mar", "Ottoline Maria", False, id="a word has not met"),
        pytest.param("Quill, Ottoline Mi", "Quill, Ottoline Mirabel Anna", True, id="a rest"),
        pytest.param("Ottoline Quillfeat", "Ottoline Quillers", False, id="no beginning"),
    ],
)
def test_a_last_word_may_be_cut_short(query: str, listed: str, cut: bool) -> None:
    assert (CUT in found(query, listed).met_kind.tolist()) is cut

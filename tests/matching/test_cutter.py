from collections.abc import Sequence

import numpy as np
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from sanctionscreen.matching import cut_kernel, cutter
from sanctionscreen.matching.cutter import Cutter

_texts = st.text(st.characters(exclude_categories=["Cs"]), max_size=6)
_names = st.lists(_texts, max_size=4).map(" ".join)
_blocks = st.lists(st.lists(_names, max_size=6), max_size=4)


def check(blocks: Sequence[Sequence[str]]) -> None:
    """Equal texts have equal numbers, which count what is new; names can be put together again."""
    numbers: dict[str, int] = {}
    mine = Cutter()
    for names in blocks:
        before = len(numbers)
        expected = [
            [numbers.setdefault(text, len(numbers)) for text in name.split(" ")] for name in names
        ]
        at, text, new = mine.cut(names)
        assert np.diff(at).tolist() == list(map(len, expected))
        assert text.tolist() == [number for name in expected for number in name]
        assert new == list(numbers)[before:]
        assert mine.texts(text) == [one for name in names for one in name.split(" ")]
    assert mine.size == len(numbers)


@given(_blocks)
@example([["", " ", "a  b", " a"], [], ["\0", "\n \t", "ä", "陈 志"]])
def test_law_equal_texts_have_equal_numbers(blocks: list[list[str]]) -> None:
    check(blocks)


@given(_blocks)
def test_law_so_they_have_where_there_is_hardly_room(blocks: list[list[str]]) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(cutter, "_ROOM", 1)
        check(blocks)


@given(_blocks)
def test_law_so_they_have_where_all_hashes_are_the_same(blocks: list[list[str]]) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(cut_kernel, "_PRIME", 0)
        check(blocks)


def test_many_texts_and_a_long_one() -> None:
    check([[f"Fund {number}" for number in range(3000)], ["x" * 100_000, "Fund 7 x"]])


def test_where_a_text_is_looked_for_cannot_be_foreseen() -> None:
    names = [f"Fund {number}" for number in range(300)]
    one, other = Cutter(), Cutter()
    assert one.cut(names).text.tolist() == other.cut(names).text.tolist()
    assert one._hashes[: one.size].tolist() != other._hashes[: other.size].tolist()

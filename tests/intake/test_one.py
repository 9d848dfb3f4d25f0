"""An ordinary name is the counterparty that a table of that name alone gives, to the last bit."""

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bad_names import BAD
from sanctionscreen.intake import one
from sanctionscreen.intake.counterparties import Counterparties, from_frame
from sanctionscreen.intake.words import LONGEST, NO_NAME, NOTHING
from sanctionscreen.matching.parties import input_digest, record_digests

_SCRIPTS = st.sampled_from(
    "abXÉßłЖёاليमहि陈志김ไทย\u0301ʼ'’-.&\"\\\\/()12３ \u3164\u200b\x7f\u0378İ"
)
_WORDS = st.sampled_from([*sorted(NOTHING | NO_NAME), "Mr.", "Test", "xx", "Null", "A", "ΣΑΣ"])
_TEXTS = st.one_of(
    st.text(max_size=20),
    st.text(_SCRIPTS, max_size=12),
    st.lists(_WORDS, max_size=4).map(" ".join),
    st.lists(_WORDS, max_size=3).map("-".join),
)


def as_table(name: str) -> Counterparties:
    return from_frame(pl.DataFrame({"name": [name]}))


def assert_same(name: str) -> None:
    table = as_table(name)
    assert table.problems.is_empty()
    (row,) = table.frame.to_dicts()
    assert row == {"row": one.ROW, "query_id": one.ID, **one.record(name)}
    assert record_digests(table.frame) == {one.ROW: one.record_digest(name)}
    assert input_digest(table.frame) == one.input_digest(name)


@given(_TEXTS)
def test_an_ordinary_name_is_the_row_of_a_table(name: str) -> None:
    if one.ordinary(name):
        assert_same(name)


@pytest.mark.parametrize(
    "name",
    [
        "Chen Zhi",
        "陳志",
        "Владимир Путин",
        "محمد حسين",
        "김정은",
        'Ana "Ani" O\'Neil',
        "a\\b/c",
        "2K",
    ],
)
def test_names_as_they_are_mostly_written_are_ordinary(name: str) -> None:
    assert one.ordinary(name)
    assert_same(name)


@pytest.mark.parametrize("length", [LONGEST, LONGEST + 1])
def test_the_longest_ordinary_name(length: int) -> None:
    name = "ab" * (length // 2) + "a" * (length % 2)
    assert one.ordinary(name) is as_table(name).problems.is_empty()


@pytest.mark.parametrize("word", sorted(NOTHING | NO_NAME))
@pytest.mark.parametrize("times", [1, 2, 3])
def test_no_placeholder_is_ordinary(word: str, times: int) -> None:
    assert not one.ordinary(" ".join([word.title()] * times))


@pytest.mark.parametrize("name", [name for name, _ in BAD.values()])
def test_bad_names_that_are_ordinary_are_screened(name: str) -> None:
    if one.ordinary(name):
        assert_same(name)

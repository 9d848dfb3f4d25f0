from collections.abc import Sequence

import numpy as np
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from sanctionscreen.matching import name_columns
from sanctionscreen.matching.lexicon import normal_forms
from sanctionscreen.matching.name_columns import NameColumns, Reader, columns_of, joins_of
from sanctionscreen.matching.vocabulary import hash_of, openings
from sanctionscreen.text.analysis import MAX_WORDS, analyse
from sanctionscreen.text.normalize import normal_form

NAMES = (
    "Anna Probe", "CHEN, Zhi", "陈志", "太子集團有限公司", "محمد حسين", "Путин Владимир", "",
    "★", "N/A", "Acme Trading L.L.C.", "OOO Romashka", "Dr. Sheikh Abd al-Rahman bin Ali",
    "Bill O'Brien", "A & B Co., Ltd.", "J. P. Quill", "5we1l 0il", "Fund 1", "al-", "Ltd",
    "Abdulrahman", "joe@mail", "x" * 300, "wort " * (MAX_WORDS + 5), "Trdg Intl", "  two  spaces ",
)  # fmt: skip


def rows_of(columns: NameColumns) -> list[tuple[object, ...]]:
    """What the columns say of each name, whatever number its words have."""
    found: list[tuple[object, ...]] = []
    for name, (low, high) in enumerate(zip(columns.words_at, columns.words_at[1:], strict=False)):
        found.append(
            (
                [columns.words[i] for i in columns.word[low:high]],
                columns.weights[:, low:high].tolist(),
                columns.marks[low:high].tolist(),
                columns.opening[low:high].tolist(),
                int(columns.normal[name]),
                int(columns.han[name]),
                int(columns.forms[name]),
            )
        )
    return found


@pytest.mark.parametrize("name", NAMES, ids=lambda name: name[:20])
def test_columns_are_what_the_analysis_says(name: str) -> None:
    found = analyse(name)
    (row,) = rows_of(columns_of([name]))
    assert row == (
        list(found.words),
        [list(found.organisation), list(found.person)],
        list(found.marks),
        openings(found.words).tolist(),
        hash_of(found.normal),
        hash_of(found.han or ""),
        hash_of(" ".join(sorted(found.legal_forms))),
    )


def test_no_names() -> None:
    assert rows_of(columns_of([])) == []
    assert len(joins_of(columns_of([])).name) == 0


def test_neighbours_joined_that_are_looked_for() -> None:
    columns = columns_of(NAMES)
    every = joins_of(columns)
    wanted = every.hash[every.name < 4]
    found = joins_of(columns, wanted)
    rows = set(zip(*(column.tolist() for column in found), strict=True))
    whole = set(zip(*(column.tolist() for column in every), strict=True))
    assert rows <= whole
    assert {row for row in whole if row[2] in set(wanted.tolist())} <= rows
    assert len(rows) < len(whole)


def of_many(names: Sequence[str]) -> list[tuple[object, ...]]:
    """The columns of the names among so many that distinct words are looked at first."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(name_columns, "_MANY", 0)
        return rows_of(columns_of(names))


def test_many_names_are_as_each_alone() -> None:
    assert of_many(NAMES) == [rows_of(columns_of([name]))[0] for name in NAMES]


_words = st.sampled_from(
    (
        "anna", "Probe", "ltd", "Limited", "liability", "company", "l", "c", "OOO", "al", "bin",
        "dr", "abd", "abdul", "abdulaziz", "o'neil", "5we", "1", "2nd", "陈志", "有限公司", "محمد",
        "&", "@", "co.", "se", "trdg", "-", "limitid", "é", "ß", "İ", "\u200b",
        "forty", "Four", "جي", "سي", "عبد", "ال", "김정은", "志", "5", "allah", "lah", "الله",
    )
)  # fmt: skip
_names = st.one_of(st.lists(_words, max_size=6).map(" ".join), st.text(max_size=12))


@given(st.lists(_names, max_size=8))
@example(["al bin", "dr", "ltd llc", "limited liability"])
@example(["Abd Allah", "Abdul lah Anna", "عبد الله"])
@example(["陈志有限公司", "陈 志 LLC", "ذ عبد"])
def test_law_many_names_are_as_each_alone(names: list[str]) -> None:
    assert of_many(names) == [rows_of(columns_of([name]))[0] for name in names]


@given(st.lists(st.lists(_names, max_size=5), max_size=4))
@example([["Abd Allah", "陈志有限公司"], ["Abd Allah", "陈 志 LLC"], ["abd", "allah"]])
def test_law_a_reader_reads_each_block_as_if_it_were_all(blocks: list[list[str]]) -> None:
    reader = Reader()
    for names in blocks:
        assert rows_of(reader.columns(names)) == [rows_of(columns_of([name]))[0] for name in names]


def test_what_a_reader_gave_stays_as_it_was() -> None:
    reader = Reader()
    before = reader.columns(["Anna Probe", "Acme Ltd"])
    words, letters = list(before.words), before.vocabulary.raw.letters.copy()
    after = reader.columns(["Anna Muster"])
    assert after.words[: len(words)] == words == before.words
    assert before.vocabulary.raw.letters.tolist() == letters.tolist()
    assert reader.size == 5, "each text is read once"


@given(st.lists(_names, min_size=1, max_size=8), st.data())
def test_law_a_part_is_as_if_it_were_all(names: list[str], data: st.DataObject) -> None:
    first = data.draw(st.integers(0, len(names) - 1))
    last = data.draw(st.integers(first + 1, len(names)))
    assert rows_of(columns_of(names).part(first, last)) == rows_of(columns_of(names[first:last]))


def test_a_name_longer_than_any_word() -> None:
    name = "\N{ARABIC LIGATURE SALLALLAHOU ALAYHE WASALLAM} " * 200
    (alone,) = rows_of(columns_of([name]))
    assert of_many([name, "Anna"])[0] == alone


@given(st.lists(_names, max_size=8))
@example(["a'b", "`", "A&B@C", "\x00\x1f", "a\tb\nc", "ſt", "K"])
def test_law_normal_forms_of_many_are_those_of_each(names: list[str]) -> None:
    writable = [name for name in names if name.isprintable() or name.isascii()]
    found = normal_forms(writable)
    assert found == [str(normal_form(name)) for name in writable]


@pytest.mark.parametrize(
    ("name", "joined"),
    [
        pytest.param("Jin", [], id="one word"),
        pytest.param("Jin Bei", ["beijin", "jinbei"], id="two words, in either turn"),
        pytest.param("A B C", ["ab", "abc", "bc", "bca", "cab"], id="three words, in each turn"),
        pytest.param(
            "A B C D E", ["ab", "abc", "abcde", "bc", "bcd", "cd", "cde", "de"],
            id="five words, all joined in their order alone",
        ),
        pytest.param("", [], id="none"),
    ],
)  # fmt: skip
def test_neighbours_joined(name: str, joined: list[str]) -> None:
    found = joins_of(columns_of([name]))
    assert sorted(found.hash.tolist()) == sorted(map(hash_of, joined))
    assert sorted(found.length.tolist()) == sorted(map(len, joined))


@given(st.lists(st.text("abcö", min_size=1, max_size=4), min_size=1, max_size=6))
def test_law_joins_are_the_words_written_together(words: list[str]) -> None:
    columns = columns_of([" ".join(words)])
    own = [columns.words[i] for i in columns.word.tolist()]
    size, found = len(own), joins_of(columns)
    for mask, whole, length in zip(found.mask, found.hash, found.length, strict=True):
        held = [i for i in range(size) if int(mask) >> i & 1]
        turns = range(size) if len(held) == size else range(1)
        texts = [
            "".join(own[(held[0] + turn + i) % size] for i in range(len(held))) for turn in turns
        ]
        assert (int(whole), int(length)) in {(hash_of(text), len(text)) for text in texts}


def test_a_join_knows_its_words() -> None:
    found = joins_of(columns_of(["Kim", "Kim Jong Un Ri"]))
    masks = dict(zip(found.hash.tolist(), found.mask.tolist(), strict=True))
    assert set(found.name.tolist()) == {1}
    assert masks[hash_of("jongun")] == 0b0110
    assert masks[hash_of("kimjongun")] == 0b0111
    assert masks[hash_of("rikimjongun")] == 0b1111


@given(st.lists(_names, max_size=6))
def test_law_joins_of_many_are_those_of_each(names: list[str]) -> None:
    found = joins_of(columns_of(names))
    for number, name in enumerate(names):
        mine = found.name == number
        alone = joins_of(columns_of([name]))
        assert sorted(zip(found.hash[mine], found.mask[mine], strict=True)) == sorted(
            zip(alone.hash, alone.mask, strict=True)
        )


def test_no_word_beyond_the_limit_is_matched() -> None:
    columns = columns_of(["wort " * (MAX_WORDS + 5)])
    assert np.diff(columns.words_at).tolist() == [MAX_WORDS]

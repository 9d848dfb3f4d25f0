"""The index: which listed names a query meets, alone, in company, and written oddly."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pytest

from sanctionscreen.matching.index import NameIndex
from sanctionscreen.matching.model import NameModel
from sanctionscreen.matching.name_columns import columns_of
from sanctionscreen.matching.policy import Policy
from sanctionscreen.matching.score_kernel import SAME
from sanctionscreen.matching.search import Found
from sanctionscreen.text.analysis import MAX_WORDS, analyse

pytestmark = pytest.mark.usefixtures("few_buckets")
POLICY, MODEL = Policy.default(), NameModel.default()


def search(
    queries: Sequence[str],
    listed: Sequence[str],
    *,
    persons: bool = True,
    features: bool = False,
    exhaustive: bool = False,
) -> Found:
    index = NameIndex.build(listed, 0 if persons else len(listed), POLICY)
    queried = columns_of(queries)
    return index.search(queried, MODEL, features=features, exhaustive=exhaustive)


def met(query: str, *listed: str, persons: bool = True) -> list[str]:
    """The listed names that the index finds for a query."""
    return [listed[name] for name in search([query], listed, persons=persons).name]


@pytest.mark.parametrize(
    ("query", "listed", "passes"),
    [
        pytest.param("Chen Zhi", "CHEN, Zhi", True, id="the same"),
        pytest.param("Zhi Chen", "CHEN, Zhi", True, id="another order"),
        pytest.param("Huoine Group", "Huione Group", True, id="a typo"),
        pytest.param("Chenzhi", "CHEN, Zhi", True, id="joined"),
        pytest.param("Zhichen", "CHEN, Zhi", True, id="joined the other way round"),
        pytest.param("Jin Bei", "Jinbei", True, id="apart"),
        pytest.param("Parvizkhaki Ali", "Ali Parviz Khaki", True, id="neighbours joined"),
        pytest.param("Khakialiparviz", "Ali Parviz Khaki", True, id="all joined, turned"),
        pytest.param("Muhamad Qasim", "Mohammed Kassem", True, id="the same sounds"),
        pytest.param("Misha Ivanov", "Mikhail Ivanov", True, id="a short form"),
        pytest.param("陈志", "CHEN, Zhi", True, id="Chinese and pinyin"),
        pytest.param("Путин", "PUTIN", True, id="Cyrillic"),
        pytest.param("محمد حسين", "Muhammad Hussein", True, id="Arabic, without vowels"),
        pytest.param("Muhammad Hussein", "محمد حسين", True, id="Arabic on the list"),
        pytest.param("محمد حسين", "محمد حسين", True, id="Arabic on both sides"),
        pytest.param("Prince Group", "Prince Group PLC", True, id="without the legal form"),
        pytest.param("J. Quillfeather", "Jonas Quillfeather", True, id="an initial"),
        pytest.param("Anna Probe", "CHEN, Zhi", False, id="another name"),
        pytest.param("Jinbex", "Jin Bei", False, id="a typo in a joined word"),
        pytest.param("", "CHEN, Zhi", False, id="an empty query"),
        pytest.param("★", "CHEN, Zhi", False, id="a query of signs"),
        pytest.param("★", "★", False, id="nothing but signs on both sides"),
    ],
)
def test_what_passes_the_gate(query: str, listed: str, passes: bool) -> None:
    assert met(query, listed) == [listed] * passes


def test_a_legal_form_in_common_is_nothing() -> None:
    assert met("Acme Limited", "Huione Limited", persons=False) == []


@pytest.mark.parametrize(
    ("query", "company"),
    [
        pytest.param("Jin Bex", "Jinbex", id="written joined in another query"),
        pytest.param("Jinbei", "Jin Bei", id="written apart in another query"),
        pytest.param("Chen Zhi", "Chen Zhi", id="twice the same"),
    ],
)
def test_a_query_finds_the_same_in_any_company(query: str, company: str) -> None:
    listed = ("Jinbei", "Jin Bei Palace", "Chenzhi", "Zhang Jin")
    alone = search([query], listed)
    for queries, place in (([query, company], 0), ([company, query], 1)):
        found = search(queries, listed)
        mine = found.query == place
        assert found.name[mine].tolist() == alone.name.tolist()
        assert found.logit[mine].tolist() == alone.logit.tolist()


def test_pairs_stand_once_by_query_and_name() -> None:
    listed = ["Chen Zhi", "Chenzhi", "Jin Bei", "Zhi Chen Chen"]
    found = search(["Jinbei", "Zhichen", "Anna Probe", "Chen Zhi"] * 2, listed)
    pairs = list(zip(found.query.tolist(), found.name.tolist(), strict=True))
    assert pairs == sorted(set(pairs))
    assert {query % 4 for query, _ in pairs} == {0, 1, 3}


def test_meetings_are_of_words_of_both_and_no_word_meets_twice() -> None:
    queries, listed = ["O Jin Bei Quill Maria"], ["Ottoline Jinbei Quill Jane", "Quill Maria"]
    found = search(queries, listed)
    assert found.met.tolist() == sorted(found.met.tolist())
    assert int(found.met[-1]) == len(found.met_query) == len(found.met_listed)
    first = 0
    for name, last in zip(found.name, found.met, strict=True):
        for masks, text in ((found.met_query, queries[0]), (found.met_listed, listed[name])):
            mine = masks[first:last].tolist()
            assert sum(mine) == int(np.bitwise_or.reduce(mine)), "no word twice"
            assert max(mine) < 1 << len(text.split())
        first = int(last)


def test_the_least_score_of_interest_drops_what_is_below_it_alone() -> None:
    listed = ["Otoline Quill", "Anna Quill", "Quill Ottoline Jane", "Ottoline Verdigris"]
    index = NameIndex.build(listed, 0, POLICY)
    queries = columns_of(["Ottoline Quill"])
    every = index.search(queries, MODEL)
    assert len(every.logit) >= 3
    for least in sorted(every.logit.tolist()):
        some = index.search(queries, MODEL, least=least)
        assert some.logit.tolist() == [x for x in every.logit.tolist() if x >= least]


def test_the_same_name_is_found_however_high_the_least_score() -> None:
    index = NameIndex.build(["A"], 0, POLICY)
    assert index.search(columns_of(["a"]), MODEL, least=np.inf).name.tolist() == [0]


def test_a_name_as_the_list_writes_it_is_found_whatever_the_gate_says() -> None:
    # "al Hamid Abd" and "Abd al-Hamid" have no word but one in common: "Abd al" is read as one.
    written, natural = "AL-HAMID, Abd", "Abd AL-HAMID"
    index = NameIndex.build([natural], 0, POLICY, published=[written])
    assert (
        len(NameIndex.build([natural], 0, POLICY).search(columns_of([written]), MODEL).query) == 0
    )
    for exhaustive in (False, True):
        found = index.search(columns_of([written]), MODEL, exhaustive=exhaustive)
        assert found.flags.tolist() == [SAME]


def test_a_name_is_weighed_by_its_kind() -> None:
    index = NameIndex.build(["Verdigris Lantern Bank"] * 2, 1, POLICY)
    found = index.search(columns_of(["Verdigris Lantern"]), MODEL)
    assert found.name.tolist() == [0, 1]
    assert found.logit[0] != found.logit[1]


@pytest.mark.parametrize(
    ("listed", "queries"),
    [
        pytest.param([], ["Chen Zhi"], id="no names"),
        pytest.param(["Chen Zhi"], [], id="no queries"),
        pytest.param([""], ["", "Chen Zhi"], id="an empty name"),
        pytest.param([], [], id="nothing at all"),
    ],
)
def test_nothing_meets_nothing(listed: list[str], queries: list[str]) -> None:
    for exhaustive in (False, True):
        assert len(search(queries, listed, exhaustive=exhaustive).query) == 0


def test_as_many_words_as_a_name_may_have() -> None:
    long = " ".join(f"wort{chr(97 + number // 26)}{chr(97 + number % 26)}" for number in range(70))
    assert len(analyse(long).words) == MAX_WORDS
    assert met(long, long, "Chen Zhi") == [long]


@dataclass(frozen=True)
class Odd:
    """A name written oddly, and whether it names somebody at all."""

    text: str
    tells: bool


@pytest.mark.parametrize(
    "odd",
    [
        pytest.param(Odd("", False), id="empty"),
        pytest.param(Odd(" \t\n", False), id="spaces"),
        pytest.param(Odd("★ – …", False), id="signs"),
        pytest.param(Odd("🙂🙂", False), id="emoji"),
        pytest.param(Odd("\u200f\u202e\u200b", False), id="marks of direction alone"),
        pytest.param(Odd("\x00\x07", False), id="control characters"),
        pytest.param(Odd("a", True), id="one letter"),
        pytest.param(Odd("7", True), id="one digit"),
        pytest.param(Odd("12345678", True), id="digits only"),
        pytest.param(Odd("N/A", True), id="N/A"),
        pytest.param(Odd("TEST", True), id="TEST"),
        pytest.param(Odd("Mr", True), id="a title"),
        pytest.param(Odd("Ltd", True), id="a legal form"),
        pytest.param(Odd("al", True), id="a particle"),
        pytest.param(Odd("\u202eAnna\u202c Verdigris", True), id="marks of direction in a name"),
        pytest.param(Odd("Anna 🙂 Verdigris", True), id="emoji in a name"),
        pytest.param(Odd("b" * 900, True), id="a word of 900 letters"),
        pytest.param(Odd("abcde " * 166, True), id="996 characters of words"),
        pytest.param(Odd("b" * 1000, True), id="1,000 characters, the most a name may have"),
        pytest.param(Odd("x" * 1000, True), id="1,000 characters that sound like two each"),
        pytest.param(Odd("щ" * 1000, True), id="1,000 letters that are four in Latin"),
        pytest.param(Odd("志" * 1000, True), id="1,000 Chinese characters"),
        pytest.param(Odd("محمد" * 250, True), id="1,000 Arabic letters"),
        pytest.param(Odd("12 Probe Street, 3rd Floor, 1010 Vienna, AT", True), id="an address"),
        pytest.param(Odd("ᚠᛇᚻ Ⅷ ﷺ ½", True), id="odd scripts"),
    ],
)
def test_odd_names_find_themselves_and_nobody_else(odd: Odd) -> None:
    listed = ("Ottoline Quillfeather", "CHEN, Zhi", odd.text)
    assert met(odd.text, *listed) == [odd.text] * odd.tells
    assert met("Ottoline Quillfeather", *listed) == ["Ottoline Quillfeather"]
    assert met(odd.text, *listed, persons=False) == [odd.text] * odd.tells

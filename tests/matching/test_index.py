import pytest

from sanctionscreen.matching import index as index_module
from sanctionscreen.matching.index import NameIndex
from sanctionscreen.matching.policy import Policy
from sanctionscreen.matching.units import heaviest, passes_gate, units_of
from sanctionscreen.text.analysis import MAX_WORDS, analyse

POLICY = Policy.default()


def met(query: str, *listed: str) -> list[str]:
    """The listed names that the index finds for a query."""
    index = NameIndex([analyse(name) for name in listed], POLICY)
    return [listed[number] for _, number in index.candidates([analyse(query)])]


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
        pytest.param("Prince Group", "Prince Group PLC", True, id="without the legal form"),
        pytest.param("Anna Probe", "CHEN, Zhi", False, id="another name"),
        pytest.param("Acme Limited", "Huione Limited", False, id="the legal form alone"),
        pytest.param("Jinbex", "Jin Bei", False, id="a typo in a joined word"),
        pytest.param("Jin Bex", "Jinbei", False, id="a typo in words that are joined there"),
        pytest.param("", "CHEN, Zhi", False, id="an empty query"),
        pytest.param("★", "CHEN, Zhi", False, id="a query of signs"),
        pytest.param("★", "★", False, id="nothing but signs on both sides"),
    ],
)
def test_channels_of_the_gate(query: str, listed: str, passes: bool) -> None:
    assert passes_gate(analyse(query), analyse(listed), POLICY) is passes
    assert met(query, listed) == [listed] * passes


def test_a_word_met_where_it_stands_alone_is_not_met_where_it_is_joined() -> None:
    assert met("Jinbex", "Jinbei Hotel", "Jin Bei Palace") == ["Jinbei Hotel"]


@pytest.mark.parametrize(
    ("query", "company"),
    [
        pytest.param("Jin Bex", "Jinbex", id="written joined in another query"),
        pytest.param("Jinbei", "Jin Bei", id="written apart in another query"),
        pytest.param("Chen Zhi", "Chen Zhi", id="twice the same"),
    ],
)
def test_a_query_finds_the_same_in_any_company(query: str, company: str) -> None:
    listed = [analyse(name) for name in ("Jinbei", "Jin Bei Palace", "Chenzhi", "Zhang Jin")]
    index = NameIndex(listed, POLICY)
    alone = list(index.candidates([analyse(query)]))
    for queries, place in (([query, company], 0), ([company, query], 1)):
        pairs = list(index.candidates([analyse(name) for name in queries]))
        assert [name for number, name in pairs if number == place] == [n for _, n in alone]


def test_candidates_are_sorted_and_stand_once(monkeypatch: pytest.MonkeyPatch) -> None:
    listed = [analyse(name) for name in ("Chen Zhi", "Chenzhi", "Jin Bei", "Zhi Chen Chen")]
    queries = [analyse(name) for name in ("Jinbei", "Zhichen", "Anna Probe", "Chen Zhi")] * 2
    pairs = list(NameIndex(listed, POLICY).candidates(queries))
    assert pairs == sorted(set(pairs))
    monkeypatch.setattr(index_module, "_QUERIES_AT_ONCE", 3)
    assert list(NameIndex(listed, POLICY).candidates(queries)) == pairs


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
    index = NameIndex([analyse(name) for name in listed], POLICY)
    assert list(index.candidates([analyse(name) for name in queries])) == []


def test_as_many_words_as_a_name_may_have() -> None:
    long = " ".join(f"wort{chr(97 + number // 26)}{chr(97 + number % 26)}" for number in range(70))
    assert len(analyse(long).words) == MAX_WORDS
    assert met(long, long, "Chen Zhi") == [long]


@pytest.mark.parametrize(
    ("name", "units"),
    [
        pytest.param("Jin", {"jin"}, id="one word"),
        pytest.param("Jin Bei", {"jin", "bei", "jinbei", "beijin"}, id="two words"),
        pytest.param(
            "A B C",
            {"a", "b", "c", "ab", "bc", "abc", "bca", "cab"},
            id="three words, joined in each turn",
        ),
        pytest.param(
            "A B C D E",
            {"a", "b", "c", "d", "e", "ab", "bc", "cd", "de", "abcde"},
            id="five words, joined in their order alone",
        ),
        pytest.param("", set(), id="none"),
    ],
)
def test_units(name: str, units: set[str]) -> None:
    assert {text for text, _ in units_of(analyse(name)) if text.isalnum()} == units


@pytest.mark.parametrize("coverage", [0.0, 0.4, 0.5, 0.7, 1.0])
def test_without_its_heaviest_words_a_name_is_not_covered(coverage: float) -> None:
    name = analyse("Huione International Trading Holdings Limited")
    mask = heaviest(name, coverage)
    rest = sum(weight for i, weight in enumerate(name.weights) if not mask >> i & 1)
    assert rest <= coverage * sum(name.weights)
    assert mask & 1

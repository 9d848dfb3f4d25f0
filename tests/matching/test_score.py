"""The name score by class of pairs: what is the same, nearly so, alike, in doubt, and another."""

from typing import NamedTuple

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from sanctionscreen.matching.policy import Policy
from sanctionscreen.matching.score import SAME, NameScore, score_names
from sanctionscreen.model import EntityType
from sanctionscreen.text.analysis import analyse

POLICY = Policy.default()
PERSON, COMPANY, VESSEL = EntityType.PERSON, EntityType.ORGANISATION, EntityType.VESSEL


class Range(NamedTuple):
    """The scores of one class of pairs, both ends included."""

    low: float
    high: float


ONE = Range(1.0, 1.0)
NEARLY = Range(0.95, 0.999)
ALIKE = Range(0.8, 0.97)
DOUBT = Range(0.55, 0.85)
OTHER = Range(0.0, 0.6)
NOTHING = Range(0.0, 0.0)


def scored(query: str, listed: str, entity_type: EntityType = PERSON) -> NameScore:
    return score_names(analyse(query), analyse(listed), entity_type=entity_type, policy=POLICY)


@pytest.mark.parametrize(
    ("query", "listed", "expected"),
    [
        pytest.param("Chen Zhi", "CHEN, Zhi", ONE, id="case and comma"),
        pytest.param("Zhi Chen", "CHEN, Zhi", ONE, id="another order"),
        pytest.param("Jong-un Kim", "KIM Jong Un", ONE, id="another order with a hyphen"),
        pytest.param("陈志", "CHEN, Zhi", ONE, id="Chinese for pinyin"),
        pytest.param("陳志", "陈志", ONE, id="traditional for simplified"),
        pytest.param("Путин Владимир", "Vladimir PUTIN", ONE, id="Cyrillic"),
        pytest.param("Chenzhi", "CHEN, Zhi", NEARLY, id="joined"),
        pytest.param("Zhichen", "CHEN, Zhi", NEARLY, id="joined in another order"),
        pytest.param("Kim Jongun", "KIM Jong Un", NEARLY, id="two of three joined"),
        pytest.param(
            "Ottoline Quillfeather", "Ottoline Maria Quillfeather", ALIKE, id="no middle name"
        ),
        pytest.param(
            "Ottoline Maria Quillfeather", "Ottoline Quillfeather", ALIKE, id="a middle name more"
        ),
        pytest.param(
            "Ottoline M Quillfeather", "Ottoline Maria Quillfeather", ALIKE, id="middle initial"
        ),
        pytest.param(
            "O M Quillfeather", "Ottoline Maria Quillfeather", ALIKE, id="initials of given names"
        ),
        pytest.param("Otoline Quilfeather", "Ottoline Quillfeather", ALIKE, id="two typos"),
        pytest.param("Ottoline Qiullfeather", "Ottoline Quillfeather", ALIKE, id="letters swapped"),
        pytest.param("Chan Zhi", "CHEN, Zhi", ALIKE, id="a typo in a short word"),
        pytest.param("Misha Petrov", "Mikhail Petrov", ALIKE, id="a short form"),
        pytest.param("Muhamad Kasim", "Mohammed Qasim", ALIKE, id="another romanisation"),
        pytest.param("陈智", "陈志", DOUBT, id="other characters of one reading"),
        pytest.param("Chen", "CHEN, Zhi", DOUBT, id="a surname alone"),
        pytest.param("Ottoline", "Ottoline Quillfeather", DOUBT, id="a given name alone"),
        pytest.param(
            "Ottoline Jane Quillfeather", "Ottoline Maria Quillfeather", DOUBT, id="another middle"
        ),
        pytest.param("Ottoline Quillfeather", "Ottoline Verdigris", OTHER, id="another surname"),
        pytest.param("Vladimir Petrov", "Mikhail Petrov", OTHER, id="another given name"),
        pytest.param("Chen Wei", "CHEN, Zhi", OTHER, id="a surname in common"),
        pytest.param("Chen Zhang", "CHEN, Zhi", OTHER, id="another name with the same start"),
        pytest.param("Li Se", "Li Wei", OTHER, id="a given name that is a legal form elsewhere"),
        pytest.param("陈强", "陈志", NOTHING, id="other characters"),
        pytest.param("Anna Probe", "Ottoline Quillfeather", NOTHING, id="nothing in common"),
        pytest.param("", "Chen Zhi", NOTHING, id="an empty name"),
    ],
)
def test_persons(query: str, listed: str, expected: Range) -> None:
    assert expected.low <= scored(query, listed).score <= expected.high


@pytest.mark.parametrize(
    ("query", "listed", "expected"),
    [
        pytest.param("Verdigris Lantern", "VERDIGRIS LANTERN", ONE, id="case"),
        pytest.param("太子集團", "太子集团有限公司", ONE, id="Chinese with a legal form"),
        pytest.param("Verdigris Lantern L.L.C.", "Verdigris Lantern LLC", ONE, id="letters apart"),
        pytest.param("Verdigris Intl Trdg", "Verdigris International Trading", ONE, id="in short"),
        pytest.param("Verdigris Lantern LLC", "Verdigris Lantern", NEARLY, id="a form more"),
        pytest.param("Verdigris Lantern", "Verdigris Lantern Ltd", NEARLY, id="a form less"),
        pytest.param("Verdigris Lantern LLC", "Verdigris Lantern Ltd", NEARLY, id="another form"),
        pytest.param("Ромашка ООО", "Romashka LLC", NEARLY, id="a form of another country"),
        pytest.param("Lantern Verdigris", "Verdigris Lantern", NEARLY, id="another order"),
        pytest.param("VerdigrisLantern", "Verdigris Lantern", NEARLY, id="joined"),
        pytest.param("Jinbei Group", "Jin Bei Group Co. Ltd.", NEARLY, id="joined, form missing"),
        pytest.param("Verdigris", "Verdigris Trading", Range(0.8, 0.99), id="head of one word"),
        pytest.param("Verdigris Lantern", "Verdigris Lantern Trading", NEARLY, id="head"),
        pytest.param(
            "Prince Group", "Prince Group Transnational Criminal Organization", NEARLY, id="Prince"
        ),
        pytest.param("Prince Group", "PRINCE GROUP PLC.", NEARLY, id="Prince with a legal form"),
        pytest.param("Verdigrs Lantern", "Verdigris Lantern", ALIKE, id="a typo"),
        pytest.param("Verdigris Lantern Trading", "Verdigris Lantern", ALIKE, id="a word more"),
        pytest.param("Verdigris Fund 1", "Verdigris Fund 2", Range(0.5, 0.75), id="numbers"),
        pytest.param("Verdigris Fund I", "Verdigris Fund II", Range(0.5, 0.75), id="Roman numbers"),
        pytest.param(
            "Verdigris Lantern Trading", "Verdigris Lantern Shipping", DOUBT, id="another trade"
        ),
        pytest.param("Prince", "PRINCE GROUP PLC.", DOUBT, id="a frequent word alone"),
        pytest.param("Prince George Hotel", "PRINCE GROUP PLC.", OTHER, id="a word in common"),
        pytest.param(
            "Prince George Hotel",
            "Prince Group Transnational Criminal Organization",
            OTHER,
            id="a word in common with a long name",
        ),
        pytest.param("Star Trading LLC", "Sun Trading LLC", OTHER, id="a trade in common"),
        pytest.param(
            "Trading Company", "Verdigris Trading Company", OTHER, id="descriptions alone"
        ),
        pytest.param("Lantern LLC", "Verdigris LLC", NOTHING, id="a form in common"),
    ],
)
def test_organisations(query: str, listed: str, expected: Range) -> None:
    assert expected.low <= scored(query, listed, COMPANY).score <= expected.high


@pytest.mark.parametrize(
    ("query", "listed", "expected"),
    [
        pytest.param("VERDIGRIS STAR", "Verdigris Star", ONE, id="case"),
        pytest.param("SEA CLIFF", "SEACLIFF", NEARLY, id="apart"),
        pytest.param("VERDIGRIT", "VERDIGRIS", ALIKE, id="a typo in one word"),
        pytest.param("VERDIGRIS 1", "VERDIGRIS 2", DOUBT, id="numbers"),
        pytest.param("LANTERN STAR", "VERDIGRIS STAR", OTHER, id="a word in common"),
    ],
)
def test_vessels(query: str, listed: str, expected: Range) -> None:
    assert expected.low <= scored(query, listed, VESSEL).score <= expected.high


@pytest.mark.parametrize(
    ("nearer", "farther", "listed", "entity_type"),
    [
        pytest.param(
            "Ottoline Quillfeather", "Otoline Quillfeather", "Ottoline Quillfeather", PERSON,
            id="no typo before a typo",
        ),
        pytest.param(
            "Otoline Quillfeather", "Otolin Quillfeather", "Ottoline Quillfeather", PERSON,
            id="one typo before two",
        ),
        pytest.param(
            "Ottoline Quillfeather", "Ottoline", "Ottoline Maria Quillfeather", PERSON,
            id="two words of three before one",
        ),
        pytest.param(
            "Ottoline M Quillfeather", "Ottoline J Quillfeather", "Ottoline Maria Quillfeather",
            PERSON, id="its initial before another",
        ),
        pytest.param(
            "Verdigris Lantern Ltd", "Verdigris Lantern LLC", "Verdigris Lantern Ltd", COMPANY,
            id="its form before another",
        ),
        pytest.param(
            "Verdigris Lantern", "Verdigris Lantern LLC", "Verdigris Lantern Ltd", COMPANY,
            id="no form before another",
        ),
        pytest.param(
            "Verdigris Fund 2", "Verdigris Fund 1", "Verdigris Fund 2", COMPANY,
            id="its number before another",
        ),
        pytest.param(
            "Verdigris Trading", "Lantern Trading", "Verdigris Shipping", COMPANY,
            id="the rare word before the frequent one",
        ),
    ],
)  # fmt: skip
def test_the_nearer_name_scores_higher(
    nearer: str, farther: str, listed: str, entity_type: EntityType
) -> None:
    assert scored(nearer, listed, entity_type).score > scored(farther, listed, entity_type).score


@pytest.mark.parametrize(
    ("query", "listed", "entity_type", "how"),
    [
        pytest.param("Chen Zhi", "CHEN, Zhi", PERSON, [SAME], id="the same"),
        pytest.param("Zhi Chen", "CHEN, Zhi", PERSON, ["equal", "equal"], id="equal words"),
        pytest.param("Zhichen", "CHEN, Zhi", PERSON, ["joined"], id="joined"),
        pytest.param(
            "O Maria", "Ottoline Quill", PERSON,
            ["initial", "only in the query", "only on the list"], id="initials and what is left",
        ),
        pytest.param(
            "Misha Petrow", "Mikhail Petrov", PERSON,
            ["short for the same name", "sound"], id="short forms and sounds",
        ),
        pytest.param("Vedrigris", "Verdigris", COMPANY, ["spelling"], id="spelling"),
        pytest.param(
            "Verdigris Lantern", "Verdigris Lantern Trading", COMPANY,
            ["equal", "equal", "only describes it"], id="head",
        ),
        pytest.param(
            "Lantern Verdigris LLC", "Verdigris Lantern", COMPANY,
            ["equal", "equal", "another order", "legal form"], id="order and form",
        ),
        pytest.param(
            "陈智", "陈志", PERSON, ["other characters of the same reading"], id="Chinese"
        ),
        pytest.param("陈强", "陈志", PERSON, ["other characters"], id="other Chinese"),
    ],
)  # fmt: skip
def test_parts_say_what_met_and_how(
    query: str, listed: str, entity_type: EntityType, how: list[str]
) -> None:
    assert sorted(part.how for part in scored(query, listed, entity_type).parts) == sorted(how)


_WORDS = ("ottoline", "quill", "maria", "o", "mo", "hamed", "mohamed", "ltd", "llc", "group", "1")
_words = st.lists(st.sampled_from(_WORDS), min_size=1, max_size=5)
_texts = st.one_of(st.text(st.characters(), max_size=20), _words.map(" ".join))
_types = st.sampled_from(EntityType)


@given(_texts, _texts, _types)
@example("★", "☆", PERSON)
@example("\ud800", "", COMPANY)
def test_law_any_score_is_a_share(query: str, listed: str, entity_type: EntityType) -> None:
    found = scored(query, listed, entity_type)
    assert 0 <= found.score <= 1
    assert all(0 <= part.similarity <= 1 for part in found.parts)


@given(_words.map(" ".join), _types)
def test_law_a_name_is_itself(name: str, entity_type: EntityType) -> None:
    assert scored(name, name, entity_type) == scored(name.upper(), f" {name}.", entity_type)
    assert scored(name, name, entity_type).score == 1.0


@given(_words.map(" ".join), _words.map(" ".join), _types)
def test_law_what_is_the_same_or_another_is_so_both_ways(
    one: str, other: str, entity_type: EntityType
) -> None:
    there, back = scored(one, other, entity_type).score, scored(other, one, entity_type).score
    assert (there > 0) == (back > 0)
    assert (there == 1) == (back == 1)


@given(_words, st.data())
def test_law_a_persons_words_stand_in_any_order(words: list[str], data: st.DataObject) -> None:
    turned = data.draw(st.permutations(words))
    assert scored(" ".join(turned), " ".join(words), PERSON).score == 1.0

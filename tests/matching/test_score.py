"""The name score by class of pairs: what is the same, sure, found, in doubt, and another.

The classes are wide on purpose: a newly learned model may move a score, never a pair to another
class. What the shipped model says to six digits stands in `tests/golden`.
"""

from collections.abc import Mapping
from typing import NamedTuple

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from invented import NameScore, score_names
from sanctionscreen.matching.likeness import SAID
from sanctionscreen.matching.policy import Policy
from sanctionscreen.matching.roll import is_personal
from sanctionscreen.matching.told import SAME_NAME
from sanctionscreen.model import EntityType

pytestmark = pytest.mark.usefixtures("few_buckets")
POLICY = Policy.default()
HIT, MOST = POLICY.threshold.hit, POLICY.threshold.most
PERSON, COMPANY, VESSEL = EntityType.PERSON, EntityType.ORGANISATION, EntityType.VESSEL


class Range(NamedTuple):
    """The scores of one class of pairs, both ends included."""

    low: float
    high: float


ONE = Range(1.0, 1.0)
SURE = Range(0.93, MOST)
FOUND = Range(HIT, MOST)
OPEN = Range(0.01, 0.95)
MISSED = Range(0.0, HIT - 1e-6)
OTHER = Range(0.0, 0.4)
NOTHING = Range(0.0, 0.0)


def scored(query: str, listed: str, entity_type: EntityType = PERSON) -> NameScore:
    return score_names(query, listed, entity_type=entity_type)


@pytest.mark.parametrize(
    ("query", "listed", "expected"),
    [
        pytest.param("Chen Zhi", "CHEN, Zhi", ONE, id="case and comma"),
        pytest.param("Zhi Chen", "CHEN, Zhi", ONE, id="another order of two"),
        pytest.param("Jong-un Kim", "KIM Jong Un", ONE, id="another order with a hyphen"),
        pytest.param("陈志", "CHEN, Zhi", ONE, id="Chinese for pinyin"),
        pytest.param("陳志", "陈志", ONE, id="traditional for simplified"),
        pytest.param("Путин Владимир", "Vladimir PUTIN", ONE, id="Cyrillic"),
        pytest.param("Chenzhi", "CHEN, Zhi", SURE, id="joined"),
        pytest.param("Zhichen", "CHEN, Zhi", SURE, id="joined in another order"),
        pytest.param("Kim Jongun", "KIM Jong Un", SURE, id="two of three joined"),
        pytest.param(
            "Ottoline Quillfeather", "Ottoline Maria Quillfeather", SURE, id="no middle name"
        ),
        pytest.param(
            "Ottoline Maria Quillfeather", "Ottoline Quillfeather", FOUND, id="a middle name more"
        ),
        pytest.param(
            "Ottoline M Quillfeather", "Ottoline Maria Quillfeather", SURE, id="middle initial"
        ),
        pytest.param(
            "O M Quillfeather", "Ottoline Maria Quillfeather", FOUND, id="initials of given names"
        ),
        pytest.param("Otoline Quilfeather", "Ottoline Quillfeather", SURE, id="two typos"),
        pytest.param("Ottoline Qiullfeather", "Ottoline Quillfeather", SURE, id="letters swapped"),
        pytest.param("Chan Zhi", "CHEN, Zhi", FOUND, id="a typo in a short word"),
        pytest.param("Misha Petrov", "Mikhail Petrov", FOUND, id="a short form"),
        pytest.param("Muhamad Kasim", "Mohammed Qasim", FOUND, id="another romanisation"),
        pytest.param("陈智", "陈志", MISSED, id="other characters of one reading"),
        pytest.param("عبدالرقیب تخاری", "Abdul Raqib Takhari", SURE, id="an Arabic word of two"),
        pytest.param("عبدالله صارم", "Abdullah Sarim", FOUND, id="an Arabic Abdullah"),
        pytest.param("عبد الله صارم", "Abdullah Sarim", FOUND, id="an Arabic Abdullah in two"),
        pytest.param("Abdullah Quill", "Abd Allah Quill", ONE, id="Abd Allah in two words"),
        pytest.param("زهرا عبدی", "Zahra Abdi", FOUND, id="an Arabic Z before an H"),
        pytest.param("فضل رحيم", "Fazal Rahim", FOUND, id="an Arabic D that is a Z"),
        pytest.param("علی احمد", "Ahmad Ali", FOUND, id="Ali"),
        pytest.param("Czrs Slzr Blnca", "Blanca Cazares Salazar", FOUND, id="no vowels"),
        pytest.param("Al", "Bertie", MISSED, id="a short form alone"),
        pytest.param("Chen", "CHEN, Zhi", MISSED, id="a surname alone"),
        pytest.param(
            "Ottoline", "Ottoline Quillfeather", Range(0.3, MOST), id="a given name alone"
        ),
        pytest.param(
            "Ottoline Jane Quillfeather", "Ottoline Maria Quillfeather", MISSED, id="another middle"
        ),
        pytest.param("Ottoline Quillfeather", "Ottoline Verdigris", OTHER, id="another surname"),
        pytest.param("Vladimir Petrov", "Mikhail Petrov", OTHER, id="another given name"),
        pytest.param("Chen Wei", "CHEN, Zhi", OTHER, id="a surname in common"),
        pytest.param("Chen Zhang", "CHEN, Zhi", OTHER, id="another name with the same start"),
        pytest.param("Li Se", "Li Wei", OTHER, id="a given name that is a legal form elsewhere"),
        pytest.param("陈强", "陈志", OTHER, id="other characters"),
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
        pytest.param("Verdigris Lantern L.L.C.", "Verdigris Lantern LLC", SURE, id="letters apart"),
        pytest.param("Verdigris Intl Trdg", "Verdigris International Trading", SURE, id="in short"),
        pytest.param("Verdigris Lantern LLC", "Verdigris Lantern", SURE, id="a form more"),
        pytest.param("Verdigris Lantern", "Verdigris Lantern Ltd", SURE, id="a form less"),
        pytest.param("Verdigris Lantern LLC", "Verdigris Lantern Ltd", SURE, id="another form"),
        pytest.param("Ромашка ООО", "Romashka LLC", SURE, id="a form of another country"),
        pytest.param("Lantern Verdigris", "Verdigris Lantern", SURE, id="another order"),
        pytest.param("VerdigrisLantern", "Verdigris Lantern", SURE, id="joined"),
        pytest.param("Jinbei Group", "Jin Bei Group Co. Ltd.", SURE, id="joined, form missing"),
        pytest.param("Verdigris", "Verdigris Trading", FOUND, id="head of one word"),
        pytest.param("Verdigris Lantern", "Verdigris Lantern Trading", SURE, id="head"),
        pytest.param(
            "Prince Group", "Prince Group Transnational Criminal Organization", SURE, id="Prince"
        ),
        pytest.param("Prince Group", "PRINCE GROUP PLC.", SURE, id="Prince with a legal form"),
        pytest.param("Verdigrs Lantern", "Verdigris Lantern", FOUND, id="a typo"),
        pytest.param("Verdigris Lantern Trading", "Verdigris Lantern", FOUND, id="a word more"),
        pytest.param("Verdigris Fund 1", "Verdigris Fund 2", MISSED, id="numbers"),
        pytest.param("Verdigris Fund I", "Verdigris Fund II", MISSED, id="Roman numbers"),
        pytest.param(
            "Verdigris Lantern Trading", "Verdigris Lantern Shipping", OPEN, id="another trade"
        ),
        pytest.param("VLA Verdigris Lantern Army", "Verdigris Lantern Army", SURE, id="acronym"),
        pytest.param("C.B.A. Company", "A.B.C. Company", MISSED, id="letters moved"),
        pytest.param("Prince", "PRINCE GROUP PLC.", MISSED, id="a frequent word alone"),
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
        pytest.param("SEA CLIFF", "SEACLIFF", SURE, id="apart"),
        pytest.param("VERDIGRIT", "VERDIGRIS", FOUND, id="a typo in one word"),
        pytest.param("VERDIGRIS 1", "VERDIGRIS 2", MISSED, id="numbers"),
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
        pytest.param("Chen Zhi", "CHEN, Zhi", PERSON, {"chen zhi": SAME_NAME}, id="the same"),
        pytest.param(
            "Zhi Chen", "CHEN, Zhi", PERSON, {"zhi chen": SAME_NAME}, id="the same, turned"
        ),
        pytest.param("Zhichen", "CHEN, Zhi", PERSON, {"zhichen": "joined"}, id="joined"),
        pytest.param(
            "O Quillfeather Maria", "Ottoline Quillfeather Jane", PERSON,
            {
                "o": "initial", "quillfeather": "equal", "maria": "only in the query",
                "jane": "only on the list",
            },
            id="initials and what is left",
        ),
        pytest.param(
            "Misha Petrow", "Mikhail Petrov", PERSON,
            {"misha": "short for the same name", "petrow": "sound"}, id="short forms and sounds",
        ),
        pytest.param("Basaltg", "Basalto", COMPANY, {"basaltg": "spelling"}, id="spelling"),
        pytest.param(
            "Verdigris Lantern", "Verdigris Lantern Trading", COMPANY,
            {"verdigris": "equal", "lantern": "equal", "trading": "only describes it"}, id="head",
        ),
        pytest.param(
            "Lantern Verdigris LLC", "Verdigris Lantern", COMPANY,
            {"lantern": "equal", "verdigris": "equal", "llc": "only in the query"}, id="a form",
        ),
        pytest.param(
            "محمد", "Muhammad", PERSON, {"^mhmd": "consonants of the script"}, id="Arabic"
        ),
        pytest.param(
            "陈强", "陈志", PERSON,
            {"chen": "equal", "qiang": "only in the query", "zhi": "only on the list"},
            id="other Chinese characters",
        ),
    ],
)  # fmt: skip
def test_parts_say_what_met_and_how(
    query: str, listed: str, entity_type: EntityType, how: Mapping[str, str]
) -> None:
    parts = scored(query, listed, entity_type).parts
    assert {part.query or part.listed: part.how for part in parts} == how


def test_every_word_of_both_names_stands_in_one_part() -> None:
    parts = scored("O Jin Bei Quill Maria", "Ottoline Jinbei Quill Jane LLC").parts
    assert sorted(" ".join(part.query for part in parts).split()) == sorted(
        ["o", "jin", "bei", "quill", "maria"]
    )
    assert sorted(" ".join(part.listed for part in parts).split()) == sorted(
        ["ottoline", "jinbei", "quill", "jane", "llc"]
    )


def test_a_part_says_how_alike_and_how_heavy() -> None:
    (part,) = (p for p in scored("Otoline Quill", "Ottoline Quill").parts if p.query == "otoline")
    assert (part.listed, part.how) == ("ottoline", "sound")
    assert 0.9 < part.similarity < 1.0
    assert 0.5 < part.weight <= 1.0


_WORDS = ("ottoline", "quill", "maria", "o", "mo", "hamed", "mohamed", "ltd", "llc", "group", "1")
_words = st.lists(st.sampled_from(_WORDS), min_size=1, max_size=5)
_texts = st.one_of(st.text(st.characters(), max_size=20), _words.map(" ".join))
_types = st.sampled_from(EntityType)
_KNOWN = {*SAID, SAME_NAME, "only in the query", "only on the list", "only describes it"}


@given(_texts, _texts, _types)
@example("★", "☆", PERSON)
@example("\ud800", "", COMPANY)
def test_law_any_score_is_a_share(query: str, listed: str, entity_type: EntityType) -> None:
    found = scored(query, listed, entity_type)
    assert 0 <= found.score <= 1
    assert all(0 <= part.similarity <= 1 and part.how in _KNOWN for part in found.parts)


@given(_words.map(" ".join), _types)
def test_law_a_name_is_itself(name: str, entity_type: EntityType) -> None:
    assert scored(name, name, entity_type) == scored(name.upper(), f" {name}.", entity_type)
    assert scored(name, name, entity_type).score == 1.0


@given(_words.map(" ".join), _words.map(" ".join), _types)
def test_law_only_the_same_name_scores_one(one: str, other: str, entity_type: EntityType) -> None:
    found = scored(one, other, entity_type).score
    turned = is_personal(entity_type) and sorted(one.split()) == sorted(other.split())
    assert found == 1.0 or one != other
    assert found < 1.0 or one == other or turned
    assert found == 1.0 or found <= MOST


@given(_words, st.data())
def test_law_a_persons_words_stand_in_any_order(words: list[str], data: st.DataObject) -> None:
    turned = data.draw(st.permutations(words))
    assert scored(" ".join(turned), " ".join(words), PERSON).score >= MOST

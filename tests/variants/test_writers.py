"""Each class of variants does to a name what it says, and nothing to names that do not lend
themselves to it."""

from collections.abc import Callable

import pytest

from sanctionscreen.model import EntityType
from sanctionscreen.text.normalize import normal_form
from sanctionscreen.variants import CLASSES, arrangement, habits, spelling
from sanctionscreen.variants.chance import Chance
from sanctionscreen.variants.classes import VariantClass
from sanctionscreen.variants.written import Written, written

PERSON = written("QUILLFEATHER, Ottoline Mikhail", EntityType.PERSON)
COMPANY = written("Verdigris Trading and Shipping Company Limited", EntityType.ORGANISATION)
SHIP = written("PALE HERON", EntityType.VESSEL)
NAMES = {
    EntityType.PERSON: PERSON,
    EntityType.ORGANISATION: COMPANY,
    EntityType.VESSEL: SHIP,
}

Writer = Callable[[Written, Chance], str | None]


def several(write: Writer, name: Written, count: int = 60) -> set[str]:
    """What a writer makes of a name under many seeds."""
    made = {write(name, Chance(seed, "test")) for seed in range(count)}
    return {variant for variant in made if variant is not None}


def edits(one: str, other: str) -> int:
    """The letters to add, leave out, change, or swap with a neighbour."""
    rows = [[i + j for j in range(len(other) + 1)] for i in range(len(one) + 1)]
    for i in range(1, len(one) + 1):
        for j in range(1, len(other) + 1):
            rows[i][j] = min(
                rows[i - 1][j] + 1,
                rows[i][j - 1] + 1,
                rows[i - 1][j - 1] + (one[i - 1] != other[j - 1]),
            )
            if one[max(0, i - 2) : i] == other[max(0, j - 2) : j][::-1] and min(i, j) > 1:
                rows[i][j] = min(rows[i][j], rows[i - 2][j - 2] + 1)
    return rows[-1][-1]


CASES = [
    pytest.param(one, kind, id=f"{one.name}, {kind}")
    for one in CLASSES
    for kind in one.kinds
    if one.write is not None
]


@pytest.mark.parametrize(("one", "kind"), CASES)
def test_every_class_changes_a_name_that_lends_itself(one: VariantClass, kind: EntityType) -> None:
    assert one.write is not None
    made = several(one.write, NAMES[kind])
    assert made - {NAMES[kind].text}
    assert all(variant == variant.strip() != "" for variant in made)


@pytest.mark.parametrize(("one", "kind"), CASES)
def test_the_same_seed_makes_the_same_variant(one: VariantClass, kind: EntityType) -> None:
    assert one.write is not None
    twice = [one.write(NAMES[kind], Chance(3, "a")) for _ in range(2)]
    assert twice[0] == twice[1]


def test_a_typo_is_one_edit_and_two_are_two() -> None:
    assert {edits(PERSON.text, made) for made in several(spelling.typo, PERSON)} == {1}
    twice = {edits(PERSON.text, made) for made in several(spelling.two_typos, PERSON)}
    assert twice <= {0, 1, 2}
    assert 2 in twice


def test_another_dress_is_the_same_name() -> None:
    forms = {normal_form(made) for made in several(spelling.formatted, PERSON)}
    assert forms == {normal_form(PERSON.text)}


def test_a_disguise_keeps_the_length() -> None:
    assert {len(made) for made in several(spelling.disguise, COMPANY)} == {len(COMPANY.text)}


@pytest.mark.parametrize(
    ("write", "name", "made"),
    [
        pytest.param(arrangement.order, PERSON, {"QUILLFEATHER Ottoline Mikhail"}, id="family"),
        pytest.param(arrangement.order, SHIP, {"HERON PALE"}, id="neighbours"),
        pytest.param(
            arrangement.initials, PERSON, {"O M QUILLFEATHER", "O. M. QUILLFEATHER"}, id="initials"
        ),
        pytest.param(arrangement.one_word_less, PERSON, {"Ottoline QUILLFEATHER"}, id="less"),
        pytest.param(
            arrangement.first_and_last,
            PERSON,
            {"Ottoline QUILLFEATHER", "QUILLFEATHER Ottoline"},
            id="first and last",
        ),
        pytest.param(arrangement.all_joined, SHIP, {"PALEHERON"}, id="all joined"),
        pytest.param(
            arrangement.joined,
            PERSON,
            {"OttolineMikhail QUILLFEATHER", "Ottoline MikhailQUILLFEATHER"},
            id="joined",
        ),
        pytest.param(
            arrangement.cut,
            COMPANY,
            {"Verdigris Trading and Shipping Comp"},
            id="the width that leaves enough",
        ),
        pytest.param(habits.nickname, PERSON, {"Ottoline Misha QUILLFEATHER"}, id="nickname"),
        pytest.param(
            habits.abbreviated,
            written("Heron Trading Group", EntityType.ORGANISATION),
            {"Heron Trdg Group", "Heron Trading Grp", "Heron Trdg Grp"},
            id="abbreviated",
        ),
        pytest.param(
            habits.legal_form,
            written("HERON CORP.", EntityType.ORGANISATION),
            {"HERON", "HERON CORP", "HERON CORPORATION"},
            id="legal form",
        ),
    ],
)
def test_what_is_made(write: Writer, name: Written, made: set[str]) -> None:
    assert several(write, name) == made


@pytest.mark.parametrize(
    ("write", "full", "kind"),
    [
        pytest.param(spelling.typo, "Li Xu", EntityType.PERSON, id="no long word"),
        pytest.param(arrangement.order, "MADONNA", EntityType.PERSON, id="one word"),
        pytest.param(arrangement.initials, "MADONNA", EntityType.PERSON, id="no given name"),
        pytest.param(arrangement.one_word_less, "PALE HERON", EntityType.VESSEL, id="two words"),
        pytest.param(arrangement.first_and_last, "Chen Zhi", EntityType.PERSON, id="no more"),
        pytest.param(arrangement.split, "Chen Zhi", EntityType.PERSON, id="nothing to split"),
        pytest.param(arrangement.cut, "Chen Zhi", EntityType.PERSON, id="fits every field"),
        pytest.param(habits.nickname, "PROBE, Ottoline", EntityType.PERSON, id="no nickname"),
        pytest.param(habits.romanised_much, "Bo Bob", EntityType.PERSON, id="no habits"),
        pytest.param(habits.abbreviated, "Heron", EntityType.ORGANISATION, id="no usual word"),
        pytest.param(spelling.scan, "Жук", EntityType.PERSON, id="no Latin letter"),
    ],
)
def test_names_that_do_not_lend_themselves(write: Writer, full: str, kind: EntityType) -> None:
    assert several(write, written(full, kind)) == set()


def test_romanised_names_have_other_letters_and_as_many_words() -> None:
    name = written("AL-QAHTANI, Mohammad Yusuf", EntityType.PERSON)
    made = several(habits.romanised, name)
    assert len(made) > 5
    assert {len(variant.split()) for variant in made} == {3}
    assert name.text not in made


@pytest.mark.parametrize(
    ("full", "words", "given"),
    [
        pytest.param("PROBE, Anna", ("Anna", "PROBE"), 1, id="a comma"),
        pytest.param("LOPEZ PROBE, Ana", ("Ana", "LOPEZ", "PROBE"), 1, id="two family names"),
        pytest.param("Anna Marie Probe", ("Anna", "Marie", "Probe"), 2, id="no comma"),
        pytest.param("Probe", ("Probe",), 0, id="one word"),
    ],
)
def test_personal_names_in_natural_order(full: str, words: tuple[str, ...], given: int) -> None:
    assert written(full, EntityType.PERSON) == Written(words, given, "person")


def test_chance_gives_different_things_different_choices() -> None:
    numbers = {Chance(seed, text).number() for seed in range(20) for text in ("a", "b", "ab")}
    assert len(numbers) == 60
    picked = Chance(1, "x").some(range(9), 4)
    assert picked == sorted(picked)
    assert len(set(picked)) == 4
    assert Chance(1, "x").some("ab", 5) == ["a", "b"]

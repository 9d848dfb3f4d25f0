import numpy as np
import pytest

from sanctionscreen.matching.gate_kernel import (
    ABOUT_END,
    ABOUT_LEAST,
    ABOUT_LETTERS,
    ABOUT_MIDDLE,
    ABOUT_MOST,
    ABOUT_SIZE,
    ABOUT_START,
    BESIDE,
    ONE,
    PLACE_BITS,
    PLACES,
    PLACES_BESIDE,
    place_of,
)
from sanctionscreen.matching.name_columns import columns_of
from sanctionscreen.matching.units import units_of

NAMES = ("Acme Trading", "Zeta Trading", "Trading J", "Anna Trading", "J. Anna Trading")


def test_what_the_kernel_asks_of_a_unit() -> None:
    columns = columns_of(NAMES)
    found = units_of(columns, persons_from=3)
    row = found.about[columns.words.index("trading")]
    held = found.post[row[ABOUT_START] : row[ABOUT_END], 0].tolist()
    assert sorted(held) == list(range(len(NAMES)))
    assert row[ABOUT_MIDDLE] - row[ABOUT_START] == 3  # names of anything else come first
    at = columns.words_at[0] + 1  # "trading" in the first name
    assert row[ABOUT_MOST] == pytest.approx(columns.weights[0, at] * ONE, abs=1)
    assert row[ABOUT_MOST + 1] == pytest.approx(columns.weights[1, at] * ONE, abs=1)
    assert row[ABOUT_LETTERS] == 1  # of persons alone: initials stand for words of theirs
    assert row[ABOUT_SIZE] == len("trading")
    assert row[ABOUT_LEAST] == found.post[row[ABOUT_START] : row[ABOUT_END], 1].min()


def test_the_names_of_a_unit_stand_by_what_they_weigh_single_letters_of_persons_aside() -> None:
    columns = columns_of(NAMES)
    found = units_of(columns, persons_from=3)
    row = found.about[columns.words.index("trading")]
    whole = np.add.reduceat(columns.weights, columns.words_at[:-1], axis=1)
    for kind, first, last in ((0, ABOUT_START, ABOUT_MIDDLE), (1, ABOUT_MIDDLE, ABOUT_END)):
        name, asks = found.post[row[first] : row[last]].T
        letters = kind * np.array([0, 0, 1, 0, 1])[name]
        assert asks.tolist() == sorted(asks)
        assert asks == pytest.approx((whole[kind, name] - letters) * ONE, abs=1)


@pytest.mark.parametrize(
    ("name", "beside"),
    [
        pytest.param("Zeta", [], id="no other word"),
        pytest.param("Zeta Anna Probe", ["anna", "probe"], id="two others"),
        pytest.param("Zeta Zeta", ["zeta"], id="the same word once more"),
        pytest.param("Zeta a b c d e f", list("abcdef"), id="more than one number holds"),
        pytest.param("Zeta a b c d e f g h i k l", None, id="more than all hold"),
    ],
)
def test_beside_a_name_of_a_unit_stand_the_places_of_its_other_words(
    name: str, beside: list[str] | None
) -> None:
    columns = columns_of([name])
    found = units_of(columns, persons_from=0)
    numbers = found.beside[found.about[columns.words.index("zeta"), ABOUT_START]].tolist()
    places = [number >> PLACE_BITS * i & PLACES - 1 for number in numbers for i in range(5)]
    if beside is None:
        assert numbers[-1] == -1
    else:
        asked = [place_of(columns.words.index(word)) for word in beside]
        assert [place for place in places if place] == asked
        assert len(numbers) == BESIDE
        assert PLACES_BESIDE == 5


def test_no_unit_has_the_place_of_none() -> None:
    assert {0, PLACES}.isdisjoint(place_of(unit) for unit in range(3 * PLACES))

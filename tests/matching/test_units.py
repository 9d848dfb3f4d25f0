import numpy as np
import pytest

from sanctionscreen.matching import units
from sanctionscreen.matching.gate_kernel import (
    ABOUT_CROWD,
    ABOUT_END,
    ABOUT_LETTERS,
    ABOUT_MIDDLE,
    ABOUT_MOST,
    ABOUT_SIZE,
    ABOUT_START,
    ONE,
)
from sanctionscreen.matching.name_columns import columns_of
from sanctionscreen.matching.units import units_of

NAMES = ("Acme Trading", "Zeta Trading", "Trading J", "Anna Trading", "J. Anna Trading")


def test_crowded_units_are_those_of_many_names(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(units, "_CROWD", 2)
    columns = columns_of(NAMES)
    found = units_of(columns, persons_from=3)
    trading = columns.words.index("trading")
    assert np.flatnonzero(found.about[:, ABOUT_CROWD] >= 0).tolist() == [trading]
    assert found.crowd.size == 1
    assert found.crowd.held[:, 0].tolist() == [0] * len(NAMES)
    assert np.diff(found.crowd.at).tolist() == [1] * len(NAMES)


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


def test_no_unit_of_few_names_is_crowded() -> None:
    found = units_of(columns_of(NAMES), persons_from=3)
    assert (found.about[:, ABOUT_CROWD] == -1).all()
    assert len(found.crowd.held) == 0

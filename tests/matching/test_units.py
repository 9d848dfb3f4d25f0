import numpy as np
import pytest

from sanctionscreen.matching import units
from sanctionscreen.matching.gate_kernel import ONE
from sanctionscreen.matching.name_columns import columns_of
from sanctionscreen.matching.units import units_of

NAMES = ("Acme Trading", "Zeta Trading", "Trading J", "Anna Trading", "J. Anna Trading")


def test_crowded_units_are_those_of_many_names(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(units, "_CROWD", 2)
    columns = columns_of(NAMES)
    found = units_of(columns, persons_from=3)
    trading = columns.words.index("trading")
    assert np.flatnonzero(found.crowd.number >= 0).tolist() == [trading]
    other, person, letters = found.crowd.most[0].tolist()
    at = columns.words_at[0] + 1  # "trading" in the first name
    assert other == pytest.approx(columns.weights[0, at], abs=1 / ONE)
    assert person == pytest.approx(columns.weights[1, at], abs=1 / ONE)
    assert letters == 1  # of persons alone: initials stand for words of theirs
    assert found.crowd.held[:, 0].tolist() == [0] * len(NAMES)
    assert np.diff(found.crowd.at).tolist() == [1] * len(NAMES)


def test_no_unit_of_few_names_is_crowded() -> None:
    found = units_of(columns_of(NAMES), persons_from=3)
    assert (found.crowd.number == -1).all()
    assert len(found.crowd.held) == 0

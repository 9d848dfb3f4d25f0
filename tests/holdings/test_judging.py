"""A rule that looks at each person alone does not fill the memory."""

import pytest

from holdings.invented import statuses
from sanctionscreen.errors import InputError
from sanctionscreen.holdings import judging


def test_too_many_pairs_are_refused_in_words(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(judging, "_MOST_PAIRS", 3)
    assert statuses("X 60 A; A 60 B", "uk") == {"A": "owned", "B": "owned"}
    with pytest.raises(InputError, match="pairs of blocked person and company"):
        statuses("X 60 A; A 60 B; B 60 C", "uk")

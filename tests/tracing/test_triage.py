"""Triage: shares of a mixture that ignores time, and how wrong that is."""

import polars as pl
import pytest

from sanctionscreen.tracing.methods import TaintMethod
from sanctionscreen.tracing.triage import triage
from tracing.worlds import amounts, ledger_of, seeds_of, tags_of, trace_text


def _shares(text: str, tags: dict[str, str] | None = None) -> dict[str, float]:
    found = triage(ledger_of(text), seeds_of("S"), tags_of(tags or {}))
    return dict(found.select("account", "triage_share").iter_rows())


def test_shares_multiply_along_the_way() -> None:
    assert _shares("S>A 3, X>A 7, A>B 5, Y>B 5") == {"A": 0.3, "B": 0.15}


def test_cycles_converge() -> None:
    shares = _shares("S>A 5, A>B 5, B>A 5")
    assert shares == pytest.approx({"A": 1, "B": 1}, abs=2e-3)


def test_services_absorb() -> None:
    found = triage(ledger_of("S>A 5, A>EX 5, EX>B 5"), seeds_of("S"), tags_of({"EX": "exchange"}))
    assert found.select("account", "triage_share").rows() == [("A", 1.0)]


def test_it_names_accounts_that_cannot_have_the_value() -> None:
    """A paid C before anything came from S: triage does not see that, the methods do."""
    world = "X>A 4, A>C 4, S>A 4"
    assert "C" in _shares(world)
    assert "C" not in amounts(trace_text(world, "S", methods=[TaintMethod.POISON]), "poison")


def test_what_nobody_explains_is_told() -> None:
    found = triage(ledger_of("S>A 3, X>A 7"), seeds_of("S"), tags_of({}))
    assert found["unattributed_share"].to_list() == pytest.approx([0.7])
    nothing = triage(ledger_of("X>A 7"), seeds_of(), tags_of({}))
    assert nothing.filter(pl.col("triage_share") > 0).is_empty()

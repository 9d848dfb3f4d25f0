"""The wallet column of counterparties: addresses bare, and what cannot be checked told."""

import polars as pl
import pytest

from sanctionscreen import Watchlist, screen
from sanctionscreen.intake.wallet_cells import wallets
from wallets import invented as inv


@pytest.mark.parametrize(
    ("cell", "expected", "told"),
    [
        pytest.param(inv.HEX, [inv.HEX], False, id="one"),
        pytest.param(f"{inv.HEX}; {inv.LEGACY}", [inv.HEX, inv.LEGACY], False, id="two"),
        pytest.param(f"BTC: {inv.LEGACY}.", [inv.LEGACY], False, id="with its chain"),
        pytest.param(inv.LEGACY.lower(), [inv.LEGACY.lower()], True, id="damaged: stays"),
        pytest.param("N/A", [], False, id="nothing"),
        pytest.param(None, [], False, id="null"),
    ],
)
def test_wallets(cell: str | None, expected: list[str], told: bool) -> None:
    found, wrong = wallets([pl.Series("w", [cell], dtype=pl.String)])
    assert found.to_list() == [expected]
    assert wrong.height == int(told)


def test_lists_of_wallets_and_several_columns() -> None:
    several = pl.Series("w", [[inv.HEX, inv.LEGACY], []])
    found, wrong = wallets([several, pl.Series("v", [inv.HEX, inv.XRP])])
    assert found.to_list() == [[inv.HEX, inv.LEGACY], [inv.XRP]]
    assert wrong.is_empty()


@pytest.mark.parametrize(
    "written",
    [
        pytest.param(inv.HEX, id="as listed"),
        pytest.param(f"ETH: {inv.HEX.lower()}", id="small letters, beside its chain"),
        pytest.param(inv.CASHADDR, id="the key on another chain"),
        pytest.param("41" + inv.HASH.hex(), id="TRON in hex"),
    ],
)
def test_a_wallet_is_evidence_under_any_name(written: str) -> None:
    parties = pl.DataFrame({"name": ["Ottoline Quillfeather"], "wallet": [written]})
    hits = screen(parties, inv.watchlist()).hits
    assert hits["score"].to_list()[0] == 1.0
    assert "wallet_same" in [one["kind"] for one in hits["evidence"][0]]


def test_a_wallet_that_cannot_be_checked_is_told() -> None:
    parties = pl.DataFrame({"name": ["Ottoline Quillfeather"], "wallet": [inv.HEX[:-1]]})
    problems = screen(parties, Watchlist.bundled()).problems
    assert problems.select("field", "screened").rows() == [("wallet", True)]
    assert problems["reason"][0].endswith("compared letter by letter only")
    assert inv.HEX[:9] not in problems["reason"][0]

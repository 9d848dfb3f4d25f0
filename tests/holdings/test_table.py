"""The user's table: what is read, what is reported, and the rule that is applied to it."""

from datetime import date

import polars as pl
import pytest

from sanctionscreen.errors import InputError
from sanctionscreen.holdings.settings import UNIT, OwnershipRules
from sanctionscreen.holdings.table import Holdings, from_table
from sanctionscreen.intake.records import table

ANY = (0, 100 * UNIT)


def read(*rows: tuple[object, ...], columns: str = "owner owned pct") -> Holdings:
    """The holdings of these rows of texts."""
    names = columns.split()
    frame = pl.DataFrame(rows, schema=dict.fromkeys(names, pl.String), orient="row")
    return from_table(table(frame), OwnershipRules.default())


def bounds(holdings: Holdings) -> list[tuple[int, int]]:
    return holdings.frame.select("low", "high").rows()


def said(holdings: Holdings) -> list[tuple[int, str, str, bool]]:
    return holdings.problems.select("row", "field", "reason", "screened").rows()


@pytest.mark.parametrize(
    ("cell", "low", "high"),
    [
        pytest.param("50", 50 * UNIT, 50 * UNIT, id="a number"),
        pytest.param(" 50,5 % ", 50_500_000_000, 50_500_000_000, id="comma and sign"),
        pytest.param("25-50", 25 * UNIT, 50 * UNIT, id="a range"),
        pytest.param("25% to 50%", 25 * UNIT, 50 * UNIT, id="a range in words"),
        pytest.param("0.1", 100_000_000, 100_000_000, id="no floating dust"),
        pytest.param("49.99999999999", 49_999_999_999, 50 * UNIT, id="digits beyond the ninth"),
        pytest.param("0", 0, 0, id="nothing"),
        pytest.param("100", 100 * UNIT, 100 * UNIT, id="all"),
    ],
)
def test_shares_are_exact(cell: str, low: int, high: int) -> None:
    holdings = read(("A", "B", cell))
    assert (bounds(holdings), said(holdings)) == ([(low, high)], [])


@pytest.mark.parametrize(
    ("cell", "reason"),
    [
        pytest.param("half", "not a number: taken as 0 to 100 %", id="words"),
        pytest.param("1.234,5", "not a number: taken as 0 to 100 %", id="two separators"),
        pytest.param("nan", "not a number: taken as 0 to 100 %", id="nan"),
        pytest.param("1e2", "not a number: taken as 0 to 100 %", id="exponent"),
        pytest.param("-5", "below 0 or above 100: taken as 0 to 100 %", id="negative"),
        pytest.param("100.5", "below 0 or above 100: taken as 0 to 100 %", id="too much"),
        pytest.param("60-40", "the least is above the most: taken as 0 to 100 %", id="reversed"),
        pytest.param(None, "no share is given: taken as 0 to 100 %", id="missing"),
    ],
)
def test_a_share_that_cannot_be_read_may_be_anything(cell: str | None, reason: str) -> None:
    holdings = read(("A", "B", cell), ("A", "C", "10"))
    assert bounds(holdings)[0] == ANY
    assert said(holdings) == [(1, "share", reason, True)]


@pytest.mark.parametrize(
    ("least", "most", "low", "high", "reason"),
    [
        pytest.param("25", "50", 25, 50, None, id="both"),
        pytest.param("25", None, 25, 100, None, id="least only"),
        pytest.param(None, "50", 0, 50, None, id="most only"),
        pytest.param(None, None, 0, 100, "no share is given: taken as 0 to 100 %", id="none"),
        pytest.param(
            "60", "40", 0, 100, "the least is above the most: taken as 0 to 100 %", id="reversed"
        ),
    ],
)
def test_two_columns_of_bounds(
    least: str | None, most: str | None, low: int, high: int, reason: str | None
) -> None:
    holdings = read(("A", "B", least, most), columns="owner owned min_pct max_pct")
    assert bounds(holdings) == [(low * UNIT, high * UNIT)]
    assert [line[2] for line in said(holdings)] == ([] if reason is None else [reason])


def test_numbers_need_not_be_texts() -> None:
    shares = pl.Series("pct", [33.3, 50.0, None, float("nan"), 49.99999999999999])
    frame = pl.DataFrame({"owner": list("ABCDE"), "owned": list("JKLMN")}).with_columns(shares)
    holdings = from_table(table(frame), OwnershipRules.default())
    half = (50 * UNIT, 50 * UNIT)
    assert bounds(holdings) == [(33_300_000_000,) * 2, half, ANY, ANY, half]
    assert [line[0] for line in said(holdings)] == [3, 4]


@pytest.mark.parametrize(
    ("cell", "kind", "low", "high", "reported"),
    [
        pytest.param(None, "ownership", 40, 40, False, id="empty is ownership"),
        pytest.param("Voting rights", "voting", 40, 40, False, id="votes"),
        pytest.param("significant influence or control", "control", 100, 100, False, id="control"),
        pytest.param("bonds", "ownership", 0, 40, True, id="unknown"),
    ],
)
def test_kinds(cell: str | None, kind: str, low: int, high: int, reported: bool) -> None:
    holdings = read(("A", "B", "40", cell), columns="owner owned pct kind")
    assert holdings.frame["kind"].to_list() == [kind]
    assert bounds(holdings) == [(low * UNIT, high * UNIT)]
    assert [line[1] for line in said(holdings)] == (["kind"] if reported else [])


def test_control_needs_no_share() -> None:
    holdings = read(("A", "B", None, "control"), columns="owner owned pct kind")
    assert (bounds(holdings), said(holdings)) == ([(100 * UNIT, 100 * UNIT)], [])


def test_control_that_is_only_indicated() -> None:
    holdings = read(("A", "B", "0", "100", "control"), columns="owner owned min_pct max_pct kind")
    assert bounds(holdings) == [ANY]


@pytest.mark.parametrize("nobody", [None, "", " ", "N/A", "unknown", "-"])
def test_a_row_without_owner_or_company_is_rejected(nobody: str | None) -> None:
    holdings = read((nobody, "B", "60"), ("A", nobody, "60"), ("A", "B", "60"))
    reason = "says nobody: the row cannot be used"
    assert said(holdings) == [(1, "owner", reason, False), (2, "owned", reason, False)]
    assert (holdings.read, holdings.rejected, holdings.frame["row"].to_list()) == (3, 2, [3])


def test_a_holding_in_itself_counts_for_nobody() -> None:
    holdings = read(("A", "A", "60"))
    assert holdings.frame.is_empty()
    assert [line[1:] for line in said(holdings)] == [
        ("owned", "a company's holding in itself: it counts for nobody", True)
    ]


def test_ids_are_compared_without_stray_space() -> None:
    holdings = read((" A\u00a0 1 ", "B\u200b", "60"))
    assert holdings.frame.select("owner", "owned").rows() == [("A 1", "B")]


def test_the_same_row_twice_counts_once() -> None:
    holdings = read(("A", "B", "30"), ("A", "B", "30"), ("A", "C", "30"))
    assert holdings.frame["row"].to_list() == [1, 3]
    assert said(holdings) == [(2, "owned", "says the same as row 1: counted once", True)]


def test_different_shares_of_one_date_become_a_range() -> None:
    holdings = read(("A", "B", "30"), ("A", "B", "60"))
    assert bounds(holdings) == [(30 * UNIT, 60 * UNIT)]
    reason = "differs from row 1: the range of both is used"
    assert said(holdings) == [(2, "owned", reason, True)]


DATED = "owner owned pct as_of source"


def test_the_newest_date_counts() -> None:
    rows = [("A", "B", "70", "2024-01-31", "old"), ("A", "B", "30", "2025-06-30", "new")]
    holdings = read(*rows, columns=DATED)
    assert holdings.frame.select("low", "as_of", "source").rows() == [
        (30 * UNIT, date(2025, 6, 30), "new")
    ]
    assert said(holdings) == [(1, "as_of", "older than row 2: not counted", True)]


def test_a_row_without_date_is_not_older() -> None:
    rows = [("A", "B", "70", None, "register"), ("A", "B", "30", "2025-06-30", "letter")]
    holdings = read(*rows, columns=DATED)
    assert bounds(holdings) == [(30 * UNIT, 70 * UNIT)]
    assert holdings.frame["source"].to_list() == ["register | letter"]


def test_a_date_that_cannot_be_read_is_reported() -> None:
    holdings = read(("A", "B", "70", "soon", None), columns=DATED)
    assert said(holdings) == [(1, "as_of", "not a date: taken as undated", True)]


def test_more_than_a_whole_is_certain_no_more() -> None:
    holdings = read(("A", "B", "60"), ("C", "B", "60"), ("A", "D", "60"))
    assert bounds(holdings) == [(0, 60 * UNIT), (0, 60 * UNIT), (60 * UNIT, 60 * UNIT)]
    reason = "the shares in this company add up to 120.0 %: taken as 0 to what it says"
    assert said(holdings) == [(1, "min_pct", reason, True), (2, "min_pct", reason, True)]


def test_rounded_shares_may_be_a_little_more_than_a_whole() -> None:
    holdings = read(("A", "B", "33.34"), ("C", "B", "33.34"), ("D", "B", "33.34"))
    assert said(holdings) == []


def test_shares_and_votes_are_wholes_of_their_own() -> None:
    rows = [("A", "B", "60", "ownership"), ("C", "B", "60", "voting")]
    assert said(read(*rows, columns="owner owned pct kind")) == []


def test_fractions_are_pointed_out() -> None:
    assert "percent" in read(("A", "B", "0.5"), ("C", "D", "1")).notes[0]
    assert read(("A", "B", "0.5"), ("C", "D", "10")).notes == ()


def test_names_stand_beside_ids() -> None:
    rows = [
        ("1", "2", "60", "Ottoline Ltd", "Quill Ltd"),
        ("1", "3", "60", "Ottoline Limited", None),
    ]
    holdings = read(*rows, columns="owner_id owned pct owner_name owned_name")
    assert holdings.names.sort("node", "name").rows() == [
        ("1", "Ottoline Limited"),
        ("1", "Ottoline Ltd"),
        ("2", "Quill Ltd"),
    ]


@pytest.mark.parametrize(
    ("columns", "said"),
    [
        pytest.param("a owned pct", "no column holds the owner", id="no owner"),
        pytest.param("owner b pct", "no column holds the owned", id="no company"),
        pytest.param("owner owned c", "no column holds a share or a kind", id="no share"),
    ],
)
def test_a_missing_column_is_named(columns: str, said: str) -> None:
    with pytest.raises(InputError, match=said):
        read(("A", "B", "1"), columns=columns)


@pytest.mark.parametrize(
    ("given", "said"),
    [
        pytest.param({"boss": ["x"]}, "there is no role 'boss'", id="role"),
        pytest.param({"owner": ["y"]}, "there is no column 'y'", id="column"),
        pytest.param({"owner": ["x", "owned"]}, "one column, not 2", id="two"),
    ],
)
def test_columns_can_be_named(given: dict[str, list[str]], said: str) -> None:
    frame = pl.DataFrame({"x": ["A"], "owned": ["B"], "pct": ["60"]})
    assert (
        from_table(table(frame), OwnershipRules.default(), columns={"owner": ["x"]}).frame.height
        == 1
    )
    with pytest.raises(InputError, match=said):
        from_table(table(frame), OwnershipRules.default(), columns=given)


def test_one_owner_a_row() -> None:
    frame = pl.DataFrame({"owner": [["A", "C"]], "owned": ["B"], "pct": ["60"]})
    with pytest.raises(InputError, match="one owner and one company a row"):
        from_table(table(frame), OwnershipRules.default())

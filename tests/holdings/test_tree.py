"""The ownership tree as text."""

from holdings.invented import found
from sanctionscreen.holdings.tree import tree, tree_text


def text(holdings: str, company: str, rule: str = "us_ofac") -> list[str]:
    """The lines of one company's tree."""
    rows = {row["company"]: row for row in found(holdings, rule).companies.to_dicts()}
    return tree_text(rows[company]).replace("Vantrosk X Nobody", "X").splitlines()


def test_every_owner_has_a_line() -> None:
    assert text("X 50 A; X 10 F; A 40 F", "F") == [
        "F: owned by blocked persons, 50 % (OFAC 50 percent rule)",
        "├── 40 %: A, owned by blocked persons [row 3]",
        "│   └── 50 %: X (us_ofac_sdn:X), listed: X (us_ofac_sdn:X) [row 1]",
        "└── 10 %: X (us_ofac_sdn:X), listed: X (us_ofac_sdn:X) [row 2]",
    ]


def test_an_owner_on_two_ways_is_drawn_out_once() -> None:
    lines = text("X 60 A; A 60 B; A 60 C; B 30 D; C 30 D", "D")
    assert [line.count("its owners stand above") for line in lines] == [0, 0, 0, 0, 0, 1]


def test_control_votes_and_ranges_are_said() -> None:
    assert "── controls: X" in text("X control A", "A", "uk")[1].replace("(uk_sanctions:X)", "")
    assert "60 % of votes" in text("X 60 A voting", "A", "uk")[1]
    assert "40 to 60 %" in text("X 40-60 A", "A", "uk")[1]


def test_a_terminal_is_not_commanded() -> None:
    (row,) = found("X 60 A", "us_ofac").companies.to_dicts()
    assert "\x1b" not in tree_text({**row, "company_name": "A\x1b[2J"})


def test_a_company_is_the_root() -> None:
    (row,) = found("X 60 A", "us_ofac").companies.to_dicts()
    root = tree(row)
    assert (root.node, root.is_listed, [one.is_listed for one in root.owners]) == (
        "A",
        False,
        [True],
    )

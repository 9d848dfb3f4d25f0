"""The check set of the ownership rules: the same holdings under OFAC's, the UK's and the EU's rule.

X and Y are blocked persons of the rule's own list.
"""

import polars as pl
import pytest

from holdings.invented import found, statuses

OWNED, POSSIBLY, CONTROL = "owned", "possibly_owned", "control_indicated"

#: Holdings, the company, and what each rule says of it: OFAC, UK, EU.
CASES = [
    pytest.param("X 50 A", "A", OWNED, None, OWNED, id="A: half"),
    pytest.param("X 50 A; A 50 B", "B", OWNED, None, OWNED, id="B: half of A"),
    pytest.param("X 25 C; Y 25 C", "C", OWNED, None, OWNED, id="C: two quarters"),
    pytest.param("X 25 D", "D", None, None, None, id="D: a quarter"),
    pytest.param("X 25 D; D 100 E", "E", None, None, None, id="E: all of it owned by D"),
    pytest.param("X 50 A; X 10 F; A 40 F", "F", OWNED, None, OWNED, id="F: through A"),
    pytest.param("G 60 H; H 60 G", "G", None, None, None, id="G: mutual"),
    pytest.param("G 60 H; H 60 G", "H", None, None, None, id="H: mutual"),
    pytest.param("X 49.99 I", "I", None, None, None, id="I: just below"),
    pytest.param("X 50.01 I", "I", OWNED, OWNED, OWNED, id="just above"),
    pytest.param("X 40-60 J", "J", POSSIBLY, POSSIBLY, POSSIBLY, id="J: a range"),
    pytest.param("X 50-60 J", "J", OWNED, POSSIBLY, OWNED, id="a range from half"),
    pytest.param("X 51 A; A 51 B", "B", OWNED, OWNED, OWNED, id="two majorities"),
    pytest.param("X 30 C; Y 30 C", "C", OWNED, None, OWNED, id="UK: not added up"),
    pytest.param("X 51 A; X 11 F; A 40 F", "F", OWNED, OWNED, OWNED, id="one person adds up"),
    pytest.param(
        "X 60 A; Y 60 B; A 30 C; B 30 C", "C", OWNED, None, OWNED, id="two persons' companies"
    ),
    pytest.param(
        "X 30 C ownership J1; Y 30 C ownership J1", "C", OWNED, OWNED, OWNED, id="jointly"
    ),
    pytest.param(
        "X 30 C ownership J1; Z 30 C ownership J1", "C", None, OWNED, None, id="with a stranger"
    ),
    pytest.param(
        "X 30 C ownership J1; Y 30 C ownership J2", "C", OWNED, None, OWNED, id="two arrangements"
    ),
    pytest.param("X 60 C voting", "C", CONTROL, OWNED, CONTROL, id="majority of votes"),
    pytest.param("X 50 C voting", "C", None, None, None, id="half of the votes"),
    pytest.param("X control C", "C", CONTROL, CONTROL, CONTROL, id="control"),
    pytest.param("X control A; A 60 B", "B", CONTROL, OWNED, OWNED, id="owned by a controlled one"),
    pytest.param(
        "X 60 A; A control B", "B", CONTROL, CONTROL, CONTROL, id="controlled by an owned"
    ),
    pytest.param("X 60 A; A 60 A", "A", OWNED, OWNED, OWNED, id="own shares"),
    pytest.param("X 30 A; A 60 A", "A", None, None, None, id="own shares do not help"),
    pytest.param("X 60 A; A 60 B; B 30 A", "B", OWNED, OWNED, OWNED, id="a cycle with an owner"),
    pytest.param("X 100 A; A 20 B; B 40 B", "B", None, None, None, id="below, with own shares"),
    pytest.param("X 33.333333333 A; Y 16.666666667 A", "A", OWNED, None, OWNED, id="exact sums"),
    pytest.param("X 33.333333333 A; Y 16.666666666 A", "A", None, None, None, id="exactly below"),
]


@pytest.mark.parametrize(("text", "company", "us_ofac", "uk", "eu"), CASES)
def test_check_set(
    text: str, company: str, us_ofac: str | None, uk: str | None, eu: str | None
) -> None:
    said = {rule: statuses(text, rule).get(company) for rule in ("us_ofac", "uk", "eu")}
    assert said == {"us_ofac": us_ofac, "uk": uk, "eu": eu}


@pytest.mark.parametrize(
    ("text", "rule", "wording", "blocks", "presumption"),
    [
        pytest.param(
            "X 50 A", "us_ofac",
            "owned by blocked persons, 50 % (OFAC 50 percent rule)", "yes", False,
            id="OFAC",
        ),
        pytest.param(
            "X 40-60 A", "uk",
            "possibly owned by blocked persons, 40 to 60 % (UK ownership and control test)",
            "possibly", False,
            id="UK, a range",
        ),
        pytest.param(
            "X control A", "uk",
            "controlled by blocked persons (UK ownership and control test)", "yes", False,
            id="UK, control",
        ),
        pytest.param(
            "X control A", "eu",
            "controlled by blocked persons (EU ownership and control test; presumption, the "
            "contrary can be shown)", "yes", True,
            id="EU, control",
        ),
        pytest.param(
            "X control A", "us_ofac",
            "controlled by blocked persons (OFAC 50 percent rule; this alone does not block)",
            "no", False,
            id="OFAC, control",
        ),
        pytest.param(
            "X 40-60 A voting", "us_ofac",
            "possibly held by a majority of votes by blocked persons, 40 to 60 % (OFAC 50 percent "
            "rule; this alone does not block)", "no", False,
            id="OFAC, perhaps votes",
        ),
        pytest.param(
            "X 60 A voting", "us_ofac",
            "held by a majority of votes by blocked persons, 60 % (OFAC 50 percent rule; this "
            "alone does not block)", "no", False,
            id="OFAC, votes",
        ),
    ],
)  # fmt: skip
def test_results_are_explained(
    text: str, rule: str, wording: str, blocks: str, presumption: bool
) -> None:
    (row,) = found(text, rule).companies.to_dicts()
    assert (row["wording"], row["blocks"], row["presumption"]) == (wording, blocks, presumption)
    assert "listed" not in row["wording"]


def test_the_chain_names_every_holding_from_the_listed_owner_down() -> None:
    (f,) = (
        found("X 50 A; X 10 F; A 40 F; Q 50 F", "us_ofac")
        .companies.filter(pl.col("company") == "F")
        .to_dicts()
    )
    links = [(link["owner"], link["owned"], link["min_pct"], link["row"]) for link in f["chain"]]
    x = "us_ofac_sdn:X"
    assert links == [(x, "A", 50.0, 1), ("A", "F", 40.0, 3), (x, "F", 10.0, 2)]
    assert [(one["owner"], one["standing"]) for one in f["holdings"]] == [
        ("A", "owned"),
        (x, "listed"),
    ]
    assert (f["min_pct"], f["max_pct"]) == (50.0, 50.0)
    assert [one["entity_id"] for one in f["listed_owners"]] == [x]
    assert f["chain_complete"]


def test_a_joint_arrangement_stands_in_the_chain() -> None:
    (c,) = found("X 30 C ownership J1; Z 30 C ownership J1", "uk").companies.to_dicts()
    links = [(link["owner"], link["owned"], link["min_pct"]) for link in c["chain"]]
    pool = "joint arrangement J1 in C"
    assert links == [("uk_sanctions:X", pool, 30.0), (pool, "C", 60.0)]


def test_each_blocked_person_alone_is_named() -> None:
    companies = found("X 60 A; Y 60 B; A 20 C; B 60 C", "uk").companies
    owners = dict(companies.select("company", "listed_owners").iter_rows())
    assert [one["entity_id"] for one in owners["C"]] == ["uk_sanctions:Y"]

"""The result as further parties, and what changed between two results."""

import polars as pl
import pytest

from holdings.invented import blocked, holdings, watchlist
from sanctionscreen import Watchlist, ownership, rescreen, screen, screen_name, with_owned
from sanctionscreen.owned import changes
from sanctionscreen.snapshots.manifest import Coverage

X = "us_ofac_sdn:X"


def extended(text: str, **named: str) -> Watchlist:
    """The watchlist of one blocked person with the companies of the holdings."""
    listed = watchlist(blocked("X"))
    table = holdings(text).with_columns(
        owned_name=pl.col("owned").replace_strict(named, default=None)
    )
    return with_owned(listed, ownership(table, listed, owners="id"))


@pytest.mark.parametrize(
    ("share", "programme", "effect"),
    [
        pytest.param(
            "60", "owned by blocked persons, 60 % (OFAC 50 percent rule)", "blocking", id="owned"
        ),
        pytest.param(
            "40-60",
            "possibly owned by blocked persons, 40 to 60 % (OFAC 50 percent rule)",
            "blocking",
            id="possibly",
        ),
        pytest.param(
            "control",
            "controlled by blocked persons (OFAC 50 percent rule; this alone does not block)",
            "other",
            id="control",
        ),
    ],
)
def test_a_hit_says_by_which_rule(share: str, programme: str, effect: str) -> None:
    hits = screen_name(
        "Quillmark Heron", extended(f"{X} {share} C1", C1="Quillmark Heron Ltd")
    ).hits
    (hit,) = hits.to_dicts()
    assert (hit["list_id"], hit["entity_id"]) == ("owned_us_ofac", "owned_us_ofac:C1")
    assert (hit["name_kind"], hit["listed_name"]) == ("primary", "Quillmark Heron Ltd")
    assert (hit["programmes"], hit["effect"]) == ([programme], effect)


def test_the_id_in_the_holdings_is_a_registration_number() -> None:
    parties = pl.DataFrame({"name": ["Another Name"], "registration_number": ["HRB 123456"]})
    listed = watchlist(blocked("X"))
    table = pl.DataFrame(
        {"owner": [X], "owned": ["HRB 123456"], "owned_name": ["Quillmark Ltd"], "pct": [60]}
    )
    hits = screen(parties, with_owned(listed, ownership(table, listed, owners="id"))).hits
    assert hits["entity_id"].to_list() == ["owned_us_ofac:HRB 123456"]


def test_the_computed_list_is_as_complete_as_what_it_rests_on() -> None:
    table = pl.DataFrame({"owner": ["us_ofac_sdn:55505"], "owned": ["Quillmark"], "pct": [60]})
    excerpt = Watchlist.bundled()
    whole = watchlist(blocked("X"))
    for listed, coverage in ((excerpt, Coverage.EXCERPT), (whole, Coverage.COMPLETE)):
        found = with_owned(listed, ownership(table, listed, owners="id", relations="ignore"))
        assert found.snapshot("owned_us_ofac").coverage is coverage


def test_companies_that_are_listed_elsewhere_are_left_out() -> None:
    listed = watchlist(blocked("X"), blocked("C", "uk_sanctions"))
    found = ownership(holdings(f"{X} 60 uk_sanctions:C"), listed, rule_ids=["us_ofac"])
    assert found.companies["company"].to_list() == ["uk_sanctions:C"]
    assert with_owned(listed, found).snapshot("owned_us_ofac").entities == 0


def test_two_runs_give_the_same_snapshot() -> None:
    one, other = (extended(f"{X} 60 C1").snapshot("owned_us_ofac") for _ in range(2))
    assert one == other
    assert one.snapshot_id != extended(f"{X} 61 C1").snapshot("owned_us_ofac").snapshot_id


def test_what_a_change_of_the_list_changes() -> None:
    table = holdings(f"{X} 60 A; us_ofac_sdn:Y 60 B; {X} 30 C; us_ofac_sdn:Y 30 C; {X} 70 D")
    old = ownership(table, watchlist(blocked("X")), owners="id").companies
    new = ownership(table, watchlist(blocked("X"), blocked("Y")), owners="id").companies
    assert changes(old, new).select("company", "change").rows() == [("B", "new"), ("C", "new")]
    assert changes(new, old).select("company", "change").rows() == [("B", "gone"), ("C", "gone")]
    assert changes(new, new).is_empty()
    row = changes(new, old).row(0, named=True)
    assert (row["new"], row["old"]) == (
        None,
        "owned by blocked persons, 60 % (OFAC 50 percent rule)",
    )


def test_rescreening_tells_owned_companies_that_are_new_and_gone() -> None:
    table = holdings(f"{X} 60 Quillmark; us_ofac_sdn:Y 60 Ottoline")
    then, now = (
        with_owned(listed, ownership(table, listed, owners="id"))
        for listed in (watchlist(blocked("X")), watchlist(blocked("Y")))
    )
    parties = pl.DataFrame({"name": ["Quillmark", "Ottoline", "Heronshaw"]})
    hits = rescreen(parties, now, since=then).hits
    assert hits.select("status", "query_name", "list_id").rows() == [
        ("gone", "Quillmark", "owned_us_ofac"),
        ("new", "Ottoline", "owned_us_ofac"),
    ]
    full = (screen(parties, listed).hits for listed in (then, now))
    assert [frame["query_name"].to_list() for frame in full] == [["Quillmark"], ["Ottoline"]]


def test_a_changed_share_is_a_change() -> None:
    listed = watchlist(blocked("X"))
    old, new = (
        ownership(holdings(f"{X} {share} A"), listed, owners="id").companies for share in (60, 70)
    )
    assert changes(old, new)["change"].to_list() == ["changed"]

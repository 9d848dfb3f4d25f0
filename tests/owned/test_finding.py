"""Holdings against a watchlist: owners by id, name and decision; relations of lists; effects."""

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from holdings.invented import blocked, holdings, watchlist
from sanctionscreen import MissingList, Ownership, OwnershipRules, Watchlist, ownership
from sanctionscreen.columns import OWNED
from sanctionscreen.errors import InputError
from sanctionscreen.model import Effect, EntityType, Relation, RelationKind

NOW = datetime(2026, 11, 22, 10, tzinfo=UTC)
ORLANDA = "Orlanda Zyndarova"
X = "us_ofac_sdn:X"


def ofac(text: str, *entities: object, **options: object) -> Ownership:
    """What OFAC's rule finds in the holdings, against these listed parties."""
    listed = watchlist(*entities)  # type: ignore[arg-type]
    return ownership(holdings(text), listed, rule_ids=["us_ofac"], **options)  # type: ignore[arg-type]


def statuses(result: Ownership) -> dict[str, str]:
    return dict(result.companies.select("company", "status").iter_rows())


def test_a_name_hit_makes_possibly_owned_at_most() -> None:
    table = pl.DataFrame({"owner": [ORLANDA], "owned": ["Quillmark Ltd"], "pct": [100]})
    result = ownership(table, watchlist(blocked("X", name=ORLANDA)))
    (row,) = result.companies.to_dicts()
    assert (row["status"], row["blocks"]) == ("possibly_owned", "possibly")
    assert (row["min_pct"], row["max_pct"]) == (0.0, 100.0)
    (owner,) = row["listed_owners"]
    assert (owner["entity_id"], owner["via"], owner["score"]) == (X, "name", 1.0)
    assert row["chain"][0]["standing"] == "possibly_listed"


def test_a_decision_holds_on_every_list_that_names_the_party() -> None:
    same = Relation(kind=RelationKind.SAME_AS, published_as="same", other_id="uk_sanctions:U")
    listed = watchlist(
        blocked("X", name=ORLANDA, relations=[same]), blocked("U", "uk_sanctions", name=ORLANDA)
    )
    table = pl.DataFrame({"owner": [ORLANDA], "owned": ["Quillmark Ltd"], "pct": [100]})
    for decision, statuses in (("same", ["owned"] * 2), ("different", [])):
        decided = pl.DataFrame({"owner": [ORLANDA], "entity_id": [X], "decision": [decision]})
        found = ownership(table, listed, decisions=decided).companies
        assert found["status"].to_list() == statuses


@pytest.mark.parametrize(
    ("decision", "status"),
    [
        pytest.param("same", "owned", id="the same"),
        pytest.param("different", None, id="another"),
    ],
)
def test_a_decision_makes_it_certain(decision: str, status: str | None) -> None:
    table = pl.DataFrame({"owner": [ORLANDA], "owned": ["Quillmark Ltd"], "pct": [100]})
    decided = pl.DataFrame({"owner": [ORLANDA], "entity_id": [X], "decision": [decision]})
    result = ownership(table, watchlist(blocked("X", name=ORLANDA)), decisions=decided)
    assert statuses(result).get("Quillmark Ltd") == status


@pytest.mark.parametrize(
    ("decisions", "said"),
    [
        pytest.param({"owner": ["A"]}, "field entity_id: the column is missing", id="column"),
        pytest.param(
            {"owner": ["A", "B"], "entity_id": [X, X], "decision": ["same", "perhaps"]},
            "row 2, field decision: a decision is `same` or `different`",
            id="word",
        ),
    ],
)
def test_a_decision_that_is_none(decisions: dict[str, list[str]], said: str) -> None:
    with pytest.raises(InputError, match=said):
        ofac("A 50 B", blocked("X"), decisions=pl.DataFrame(decisions))


def test_owners_by_id_are_not_screened_by_name() -> None:
    table = pl.DataFrame({"owner": [ORLANDA], "owned": ["Quillmark Ltd"], "pct": [100]})
    result = ownership(table, watchlist(blocked("X", name=ORLANDA)), owners="id")
    assert (result.companies.height, result.provenance.policy) == (0, None)


def test_the_names_of_an_id_are_screened() -> None:
    table = pl.DataFrame(
        {"owner": ["P1"], "owner_name": [ORLANDA], "owner_type": ["person"], "owned": ["C1"],
         "owned_name": ["Quillmark Ltd"], "pct": [100]}
    )  # fmt: skip
    (row,) = ownership(table, watchlist(blocked("X", name=ORLANDA))).companies.to_dicts()
    assert (row["company"], row["company_name"]) == ("C1", "Quillmark Ltd")
    assert row["holdings"][0]["owner_name"] == ORLANDA


@pytest.mark.parametrize("effect", [effect for effect in Effect if effect is not Effect.BLOCKING])
def test_only_blocking_counts(effect: Effect) -> None:
    assert statuses(ofac(f"{X} 100 B", blocked("X", effect=effect))) == {}


def test_a_rule_counts_its_own_lists_only() -> None:
    listed = watchlist(blocked("X"), blocked("U", "uk_sanctions"))
    text = "us_ofac_sdn:X 100 A; uk_sanctions:U 100 B"
    found = ownership(holdings(text), listed, owners="id").companies
    pairs = found.select("rule", "company").rows()
    assert pairs == [("us_ofac", "A"), ("uk", "B")]


def test_a_rule_without_list_is_noted_or_refused() -> None:
    listed = watchlist(blocked("X"))
    table = holdings(f"{X} 100 A")
    assert ownership(table, listed).notes == (
        "rule uk: no list of it is there (uk_sanctions)",
        "rule eu: no list of it is there (eu_fsf)",
    )
    with pytest.raises(MissingList, match="rule uk"):
        ownership(table, listed, rule_ids=["us_ofac", "uk"])


@pytest.mark.parametrize("option", ["rule_ids", "owners", "relations"])
def test_unknown_words_are_refused(option: str) -> None:
    given: dict[str, Any] = {option: ["nowhere"] if option == "rule_ids" else "nowhere"}
    with pytest.raises(InputError, match="'nowhere' is none of"):
        ownership(holdings("A 50 B"), watchlist(blocked("X")), **given)


def _relation(kind: RelationKind, other: str, **more: object) -> Relation:
    return Relation(kind=kind, published_as="in the list's words", other_id=other, **more)  # type: ignore[arg-type]


COMPANY = EntityType.ORGANISATION


@pytest.mark.parametrize(
    ("kind", "status", "blocks"),
    [
        pytest.param(
            RelationKind.OWNED_OR_CONTROLLED_BY, "control_indicated", "possibly", id="owned"
        ),
        pytest.param(RelationKind.ACTING_FOR, "control_indicated", "possibly", id="acting for"),
        pytest.param(RelationKind.LEADER_OF, None, None, id="leader"),
        pytest.param(RelationKind.FAMILY, None, None, id="family"),
    ],
)
def test_what_another_list_says_is_an_indication(
    kind: RelationKind, status: str | None, blocks: str | None
) -> None:
    """C is listed in the US and said to belong to X, whom the United Kingdom lists as U."""
    same = _relation(RelationKind.SAME_AS, "uk_sanctions:U")
    listed = watchlist(
        blocked("X", relations=[same]),
        blocked("C", entity_type=COMPANY, relations=[_relation(kind, X)]),
        blocked("U", "uk_sanctions"),
    )
    companies = ownership(holdings("A 1 B"), listed, rule_ids=["uk"]).companies
    row: dict[str, Any] = next(iter(companies.to_dicts()), dict.fromkeys(OWNED))
    assert (row["status"], row["blocks"]) == (status, blocks)
    if status:
        assert row["also_listed"] == ["us_ofac_sdn:C"]
        assert row["chain"][0]["source"] == "us_ofac_sdn: in the list's words (us_ofac_sdn:C)"
    ignored = ownership(holdings("A 1 B"), listed, rule_ids=["uk"], relations="ignore")
    assert ignored.companies.is_empty()


def test_former_relations_and_persons_do_not_count() -> None:
    former = _relation(RelationKind.OWNED_OR_CONTROLLED_BY, X, former=True)
    acts = _relation(RelationKind.ACTING_FOR, X)
    other = "uk_sanctions"
    listed = watchlist(
        blocked("X"),
        blocked("C", other, entity_type=COMPANY, relations=[former]),
        blocked("P", other, relations=[acts]),
    )
    assert ownership(holdings("A 1 B"), listed, rule_ids=["us_ofac"]).companies.is_empty()


def test_what_a_list_says_of_one_that_is_not_listed() -> None:
    owns = Relation(
        kind=RelationKind.OWNS_OR_CONTROLS, published_as="Subsidiary", other_name="Quillmark Ltd"
    )
    result = ofac("Quillmark 60 Z; Quillmark 1 Y", blocked("X", relations=[owns]))
    rows = result.companies.select("company", "status", "blocks").rows()
    assert rows == [("Quillmark Ltd", "possibly_owned", "possibly")]


def test_an_unknown_id_is_reported() -> None:
    result = ofac("us_ofac_sdn:404 100 A", blocked("X"))
    (problem,) = result.problems.to_dicts()
    assert (problem["row"], problem["field"], problem["screened"]) == (1, "owner", True)
    assert problem["reason"] == "no party of that id is on the list"


def test_an_owner_that_cannot_be_screened_is_reported() -> None:
    table = pl.DataFrame({"owner": ["7"], "owner_name": ["N/A"], "owned": ["8"], "pct": [60]})
    result = ownership(table, watchlist(blocked("X")))
    (problem,) = result.problems.to_dicts()
    assert problem["reason"].startswith("screening: ")


def test_a_listed_company_is_no_finding_of_its_own_rule() -> None:
    found = ofac(f"{X} 100 us_ofac_sdn:C; us_ofac_sdn:C 100 D", blocked("X"), blocked("C"))
    assert statuses(found) == {"D": "owned"}


def test_the_chain_is_cut_where_it_is_too_long() -> None:
    default = OwnershipRules.default()
    table = default.table.model_copy(update={"longest_chain": 2})
    rules = default.model_copy(update={"table": table})
    text = f"{X} 100 A; A 100 B; B 100 C"
    companies = ofac(text, blocked("X"), rules=rules).companies
    by = {row["company"]: row for row in companies.to_dicts()}
    assert [by[one]["chain_complete"] for one in "ABC"] == [True, True, False]
    assert [link["owned"] for link in by["C"]["chain"]] == ["B", "C"]


def test_provenance() -> None:
    result = ofac(f"{X} 100 A; A 1 N/A; A 10 B".replace("N/A", "unknown"), blocked("X"), now=NOW)
    counts = result.provenance.counts
    assert (counts.read, counts.used, counts.rejected, counts.companies) == (3, 2, 1, 1)
    assert result.provenance.computed_at == NOW
    assert result.rejects["row"].to_list() == [2]
    assert result.provenance.rules.sha256 == OwnershipRules.default().digest


def test_the_same_rows_have_the_same_digest(tmp_path: Path) -> None:
    table = holdings(f"{X} 50.5 A; A 60 B")
    table.write_csv(tmp_path / "t.csv")
    table.write_parquet(tmp_path / "t.parquet")
    listed = watchlist(blocked("X"))
    digests = {
        ownership(source, listed).provenance.input_sha256
        for source in (table, tmp_path / "t.csv", str(tmp_path / "t.parquet"))
    }
    assert len(digests) == 1


def test_the_excerpt_knows_the_network() -> None:
    """Companies that the United States list, and say to be Chen Zhi's, whom the UK lists too."""
    table = pl.DataFrame({"owner": ["A"], "owned": ["B"], "pct": [1]})
    found = ownership(table, Watchlist.bundled(), rule_ids=["uk"]).companies
    assert found.height > 50
    assert set(found["blocks"]) == {"possibly"}
    assert found["also_listed"].list.len().min() == 1

"""One counterparty and one listed party: evidence, weak names, and what `explain` says."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

import polars as pl
import pytest

from sanctionscreen import (
    Comparison,
    Entity,
    InputError,
    Policy,
    Watchlist,
    WeakAliases,
    compare,
    explain,
    screen,
    screen_name,
)
from sanctionscreen.aliases import ACCEPTED
from sanctionscreen.model import (
    CountryRole,
    CountryTie,
    DateRange,
    EntityType,
    Gender,
    Identifier,
    IdentifierKind,
    Name,
    NameKind,
    Validity,
    Wallet,
)

POLICY = Policy.default()
WALLET = "1Invented0000000000000000000000001"

OTTOLINE = Entity(
    list_id="xx_invented",
    uid="1",
    entity_type=EntityType.PERSON,
    names=(
        Name(full="QUILLFEATHER, Ottoline", kind=NameKind.PRIMARY),
        Name(full="Ottoline Brackenmoor", kind=NameKind.FORMER),
    ),
    births=(DateRange.day(date(1962, 3, 8)), DateRange.year(1980)),
    gender=Gender.FEMALE,
    countries=(CountryTie(role=CountryRole.NATIONALITY, text="Cambodia", code="KH"),),
    identifiers=(
        Identifier(
            kind=IdentifierKind.PASSPORT,
            published_as="Passport",
            number="INV-123456",
            country="KH",
            validity=Validity.FRAUDULENT,
        ),
        Identifier(kind=IdentifierKind.NATIONAL_ID, published_as="National ID No.", number="4471"),
    ),
    wallets=(Wallet(address=WALLET, asset="XBT"),),
)
#: Near enough to be a hit, and far enough from 1 that evidence shows in the score.
NEAR = "Ottolin Quilfedder"


def party(**fields: str | None) -> pl.DataFrame:
    return pl.DataFrame([fields], schema=dict.fromkeys(fields, pl.String))


def only(entity: Entity, **fields: str | None) -> dict[str, Any] | None:
    """The hit of one counterparty on one listed party, if it is one."""
    hits = screen(party(**fields), Watchlist.from_entities([entity])).hits.to_dicts()
    assert len(hits) <= 1
    return hits[0] if hits else None


def kinds(evidence: Iterable[Mapping[str, Any]]) -> list[str]:
    return [e["kind"] for e in evidence if e["kind"] not in {"name", "other_name"}]


# --- evidence -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("field", "value", "kind"),
    [
        pytest.param("dob", "1962-03-08", "birth_same", id="same day"),
        pytest.param("dob", "1962-03", "birth_same", id="same month"),
        pytest.param("dob", "1962", "birth_same", id="same year"),
        pytest.param("dob", "1980-11-30", "birth_same", id="within the other year"),
        pytest.param("dob", "1955 | 1980", "birth_same", id="one of two of ours"),
        pytest.param("dob", "1962-08-03", "birth_close", id="day and month swapped"),
        pytest.param("dob", "1952-03-08", "birth_close", id="one digit"),
        pytest.param("dob", "1963-11-20", "birth_near", id="the year after"),
        pytest.param("dob", "1971-06-01", "birth_differs", id="between two alternatives"),
        pytest.param("dob", "2001-01-01", "birth_differs", id="another generation"),
        pytest.param("country", "Cambodia", "country_same", id="same country"),
        pytest.param("nationality", "France | KHM", "country_same", id="one of two countries"),
        pytest.param("country", "France", "country_differs", id="another country"),
        pytest.param("gender", "male", "gender_differs", id="another gender"),
        pytest.param("type", "company", "type_differs", id="another type"),
        pytest.param("dob", None, None, id="no date"),
        pytest.param("dob", "soon", None, id="a date that cannot be read"),
        pytest.param("country", "", None, id="no country"),
        pytest.param("country", "Narnia", None, id="a country that is none"),
        pytest.param("gender", "f", None, id="same gender"),
        pytest.param("gender", "unknown", None, id="unknown gender"),
        pytest.param("type", "individual", None, id="same type"),
        pytest.param("passport", "OTHER 99", None, id="another passport: people have several"),
        pytest.param("wallet", "1Another", None, id="another wallet"),
    ],
)
def test_a_field_agrees_contradicts_or_says_nothing(
    field: str, value: str | None, kind: str | None
) -> None:
    found = compare(party(**{"name": NEAR, field: value}), OTTOLINE)
    weight = 0.0 if kind is None else getattr(POLICY.evidence, kind)
    assert kinds(found.evidence) == ([] if kind is None else [kind])
    assert found.score == pytest.approx(min(1.0, found.name_score + weight))
    assert found.name_score == compare(NEAR, OTTOLINE).name_score < 1.0


def test_evidence_shows_the_two_values_that_met() -> None:
    fields = {"dob": "1962-08-03", "country": "Kambodscha", "gender": "m", "type": "company"}
    found = compare(party(name=NEAR, **fields), OTTOLINE)
    met = {str(e["kind"]): (e["query"], e["listed"]) for e in found.evidence}
    assert met["name"] == (NEAR, "QUILLFEATHER, Ottoline")
    assert {kind: met[kind] for kind in kinds(found.evidence)} == {
        "type_differs": ("organisation", "person"),
        "birth_close": ("1962-08-03", "1962-03-08"),
        "gender_differs": ("male", "female"),
        "country_same": ("KH", "KH"),
    }
    weights = [getattr(POLICY.evidence, kind) for kind in kinds(found.evidence)]
    assert found.score == pytest.approx(found.name_score + sum(weights))


def test_a_score_stays_between_0_and_1() -> None:
    best = compare(party(name="Ottoline Quillfeather", dob="1962"), OTTOLINE)
    worst = compare(party(name="Ottoline", dob="2001", type="ship", gender="m"), OTTOLINE)
    assert (best.score, best.name_score) == (1.0, 1.0)
    assert worst.score == 0.0
    assert not worst.is_hit


@pytest.mark.parametrize(
    "query",
    [
        pytest.param({"passport": "inv 123456"}, id="passport without a name"),
        pytest.param({"name": "Nobody Else", "passport": "INV123456"}, id="under another name"),
        pytest.param(
            {"name": "Nobody Else", "id_type": "Reisepass", "id_number": "INV123456",
             "id_country": "KH"}, id="type, number and country",
        ),
        pytest.param({"name": "Nobody", "id_number": "INV123456"}, id="a number of unknown kind"),
    ],
)  # fmt: skip
def test_an_equal_passport_is_a_hit_under_any_name(query: dict[str, str]) -> None:
    hit = only(OTTOLINE, **query)
    assert hit is not None
    assert hit["score"] >= POLICY.evidence.identifier_floor
    (proof,) = [e for e in hit["evidence"] if e["kind"] == "identifier_same"]
    assert "INV-123456 (fraudulent)" in proof["listed"]
    assert hit["query_name"] == query.get("name", "")


@pytest.mark.parametrize(
    "query",
    [
        pytest.param({"passport": "INV123457"}, id="another number"),
        pytest.param({"tax_id": "INV123456"}, id="another kind of number"),
        pytest.param({"national_id": "4471"}, id="too short to tell anything"),
        pytest.param({"passport": "INV123456", "id_country": "FR"}, id="of another country"),
    ],
)
def test_numbers_that_prove_nothing(query: dict[str, str]) -> None:
    assert only(OTTOLINE, name="Nobody Else", **query) is None


def test_an_equal_wallet_is_a_hit_without_any_name() -> None:
    hit = only(OTTOLINE, wallet=f" {WALLET} ")
    assert hit is not None
    assert (hit["score"], hit["name_score"], hit["query_name"]) == (1.0, 0.0, "")
    assert (hit["listed_name"], hit["name_kind"]) == ("QUILLFEATHER, Ottoline", None)
    assert [e["listed"] for e in hit["evidence"]] == [f"XBT {WALLET}"]
    assert only(OTTOLINE, wallet=WALLET.lower()) is None  # Base58: the case is the address


def test_the_other_names_that_met_are_evidence() -> None:
    hit = only(OTTOLINE, name="Quillfeather Ottoline", alias="Ottoline Brackenmore")
    assert hit is not None
    assert (hit["name_kind"], hit["listed_name"]) == ("primary", "QUILLFEATHER, Ottoline")
    others = [e["listed"] for e in hit["evidence"] if e["kind"] == "other_name"]
    assert others == ["Ottoline Brackenmoor"]


# --- names that do not count as the others do -----------------------------------------------------


def nicknamed(list_id: str, kind: NameKind = NameKind.WEAK_ALIAS) -> Entity:
    names = (
        Name(full="Ottoline Quillfeather", kind=NameKind.PRIMARY),
        Name(full="Copper Foxglove", kind=kind, strength=ACCEPTED),
    )
    return OTTOLINE.model_copy(update={"list_id": list_id, "names": names})


SAME, NEARLY = "Copper Foxglove", "C. Foxglove"


@pytest.mark.parametrize(
    ("list_id", "rule", "query", "dob", "threshold"),
    [
        pytest.param("us_ofac_sdn", None, SAME, None, None, id="OFAC: never causes a hit"),
        pytest.param("us_ofac_sdn", None, SAME, "1962", None, id="OFAC: not with a date either"),
        pytest.param("us_ofac_sdn", "strict", SAME, None, "strict", id="OFAC, strict"),
        pytest.param("us_ofac_sdn", "full", NEARLY, None, "hit", id="OFAC, full"),
        pytest.param("xx_other", None, SAME, None, "strict", id="other lists: strict"),
        pytest.param("xx_other", None, NEARLY, None, None, id="below the strict threshold"),
        pytest.param("xx_other", None, NEARLY, "1962", "hit", id="with a second agreeing field"),
        pytest.param("xx_other", "confirm", SAME, None, None, id="other lists, confirm"),
        pytest.param("xx_other", "full", NEARLY, None, "hit", id="other lists, full"),
    ],
)
def test_what_a_weak_alias_may_do(
    list_id: str, rule: str | None, query: str, dob: str | None, threshold: str | None
) -> None:
    policy = POLICY if rule is None else POLICY.with_weak_aliases(WeakAliases(rule))
    parties = party(name=query, dob=dob)
    entity = nicknamed(list_id)
    hits = screen(parties, Watchlist.from_entities([entity]), policy=policy).hits.to_dicts()
    assert bool(hits) == (threshold is not None)
    for hit in hits:
        assert hit["name_kind"] == "weak_alias"
        assert hit["threshold"] == getattr(policy.threshold, str(threshold))
    said = compare(parties, entity, policy=policy)
    assert said.is_hit == bool(hits)
    if rule == "confirm" or (list_id == "us_ofac_sdn" and rule is None):
        assert said.reason == "policy: a weak alias of this list only confirms a hit"


def test_a_weak_alias_confirms_what_another_name_found() -> None:
    hit = only(nicknamed("us_ofac_sdn"), name="Ottoline Quillfeather", alias=SAME)
    assert hit is not None
    assert hit["name_kind"] == "primary"
    assert [e["listed"] for e in hit["evidence"] if e["kind"] == "other_name"] == [SAME]


def test_a_weak_alias_with_the_same_passport_is_a_hit() -> None:
    assert only(nicknamed("us_ofac_sdn"), name=SAME, passport="INV123456") is not None


def test_an_article_alias_causes_a_hit_at_its_own_threshold() -> None:
    entity = nicknamed("us_ofac_sdn", NameKind.ARTICLE_ALIAS)
    hit = only(entity, name=SAME)
    assert hit is not None
    assert (hit["name_kind"], hit["threshold"]) == (
        "article_alias",
        POLICY.threshold.article_alias,
    )


# --- explain and compare --------------------------------------------------------------------------


@pytest.fixture(scope="module")
def bundled() -> Watchlist:
    return Watchlist.bundled()


@pytest.mark.parametrize(
    ("query", "entity_id", "reason"),
    [
        pytest.param("Prince Group", "us_ofac_sdn:53054", "hit", id="hit"),
        pytest.param("Prince George Hotel", "us_ofac_sdn:53054", "gate", id="gate"),
        pytest.param("Anna Probe", "us_ofac_sdn:53054", "gate", id="nothing in common"),
        pytest.param("Chen Zhiwei", "us_ofac_sdn:55505", "gate", id="another given name"),
        pytest.param("Chen Zhi Wei", "us_ofac_sdn:55505", "threshold", id="threshold"),
    ],
)
def test_explain_says_at_which_step_a_pair_was_dropped(
    bundled: Watchlist, query: str, entity_id: str, reason: str
) -> None:
    found = explain(query, entity_id, bundled)
    assert found.reason.split(":")[0] == reason
    assert found.is_hit == (reason == "hit")
    assert found.is_hit == (entity_id in screen_name(query, bundled).hits["entity_id"])
    if reason == "gate":
        assert found.name_score == 0.0
    assert found.evidence
    assert found.snapshot.list_id == "us_ofac_sdn"
    assert found.policy.sha256 == POLICY.digest


def test_explain_takes_a_whole_record(bundled: Watchlist) -> None:
    record = party(name="Chen Zhi", dob="1962-03-08", country="Singapore")
    found = explain(record, "us_ofac_sdn:55505", bundled)
    assert kinds(found.evidence) == ["birth_differs", "country_differs"]
    assert not found.is_hit
    assert found.reason == "threshold: the score is below it"


QUERIES: list[dict[str, str | None]] = [
    {"name": "Prince Group"},
    {"name": "Chen Zhi", "dob": "1987-12-16", "country": "KH"},
    {"name": "陳志", "alias": "Vincent"},
    {"name": "Jinbei Group", "type": "company"},
    {"name": "Golden Ascend International", "country": "VG"},
    {"name": "Huione Pay", "type": "person"},
    {"name": "Anna Probe", "wallet": "bc1qnujzvts45qka3cr2eqqw8ur3q6g6s0ze2wlk5m"},
    {"name": "Prince George Hotel"},
]


@pytest.mark.parametrize("query", QUERIES, ids=[str(query["name"]) for query in QUERIES])
def test_law_explain_agrees_with_screen(bundled: Watchlist, query: dict[str, str | None]) -> None:
    parties = party(**query)
    hits = {hit["entity_id"]: hit for hit in screen(parties, bundled).hits.to_dicts()}
    for entity_id in {*list(bundled.positions)[::20], *hits}:
        said = explain(parties, entity_id, bundled)
        assert said.is_hit == (entity_id in hits), entity_id
        if said.is_hit:
            hit = hits[entity_id]
            shared = ("score", "name_score", "threshold", "listed_name", "name_kind", "query_name")
            assert {key: getattr(said, key) for key in shared} == {key: hit[key] for key in shared}
            assert kinds(said.evidence) == kinds(hit["evidence"])


def test_compare_is_explain_without_a_list() -> None:
    watchlist = Watchlist.from_entities([OTTOLINE])
    assert compare(NEAR, OTTOLINE) == explain(NEAR, "xx_invented:1", watchlist)
    assert isinstance(compare(NEAR, OTTOLINE), Comparison)


def test_a_pair_scores_the_same_on_any_list() -> None:
    alone = compare(NEAR, OTTOLINE)
    other = OTTOLINE.model_copy(update={"uid": "2"})
    together = Watchlist.from_entities([other, nicknamed("us_ofac_sdn"), OTTOLINE])
    there = explain(NEAR, "xx_invented:1", together)
    assert there.model_dump(exclude={"snapshot"}) == alone.model_dump(exclude={"snapshot"})


@pytest.mark.parametrize(
    ("query", "entity_id", "says"),
    [
        pytest.param("Chen Zhi", "us_ofac_sdn:1", "us_ofac_sdn:1 is not on", id="entity"),
        pytest.param("Chen Zhi", "Chen Zhi", "is not on us_ofac_sdn", id="a name as entity id"),
        pytest.param("N/A", "us_ofac_sdn:55505", "got 0; only a placeholder", id="placeholder"),
        pytest.param("\udcff", "us_ofac_sdn:55505", "half a character", id="no text"),
        pytest.param(
            pl.DataFrame({"name": ["Anna Probe", "Ben Probe"]}), "us_ofac_sdn:55505", "got 2",
            id="two rows",
        ),
        pytest.param(
            pl.DataFrame({"name": pl.Series([], dtype=pl.String)}), "us_ofac_sdn:55505", "got 0",
            id="no row",
        ),
    ],
)  # fmt: skip
def test_what_cannot_be_explained(
    bundled: Watchlist, query: str | pl.DataFrame, entity_id: str, says: str
) -> None:
    with pytest.raises(InputError, match=says):
        explain(query, entity_id, bundled)

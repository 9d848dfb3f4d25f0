from collections.abc import Iterable
from datetime import date

import pytest

from invented import STEADY, born, decisions, listed, name, pair, party, passport, plain
from sanctionscreen.matching.evidence import Party
from sanctionscreen.matching.match import Matcher
from sanctionscreen.matching.policy import Policy, Thresholds, WeakAliases
from sanctionscreen.matching.verdict import Decision
from sanctionscreen.matching.watchlist import Watchlist
from sanctionscreen.model import (
    DateRange,
    Entity,
    EntityType,
    Gender,
    Identifier,
    Name,
    NameKind,
)

pytestmark = pytest.mark.usefixtures("few_buckets")
WEAK, ARTICLE = NameKind.WEAK_ALIAS, NameKind.ARTICLE_ALIAS
OFAC, OTHER = "us_ofac_sdn", "xx_invented"
WALLET = "3Invented1111111111111111111111111"
GATE = "gate: none of the words meet"
BELOW = "threshold: the score is below it"
BARRED = "policy: a weak alias of this list only confirms a hit"


def decided(query: Party, entity: Entity, policy: Policy = STEADY) -> Decision:
    """What becomes of a pair: the same from a run over a list and from the explanation."""
    explained = pair(query, entity, policy)
    found = decisions([query], [entity], policy)
    assert [plain(one)[:-1] for one in found] == [plain(explained)[:-1]] * explained.is_hit
    return explained


def name_score(query: str, full: str) -> float:
    return pair(party(query), listed(full)).name_score


def with_threshold(**values: float) -> Policy:
    threshold = Thresholds(**{**STEADY.threshold.model_dump(), **values})
    return STEADY.model_copy(update={"threshold": threshold})


# --- Names


def test_the_same_name_is_a_hit_of_score_one() -> None:
    found = decided(party("Ottoline Quillfeather"), listed("OTTOLINE-QUILLFEATHER"))
    assert (found.score, found.name_score, found.is_hit, found.reason) == (1.0, 1.0, True, "hit")
    assert [one.kind for one in found.evidence] == ["name"]


@pytest.mark.parametrize(
    ("query", "full"),
    [
        pytest.param("علیرضا بهرامیان", "BAHRAMIAN Alireza", id="the known half of a name"),
        pytest.param("محمدحسین کیانفر", "KIANFAR Mohammad-Hossein", id="two given names in one"),
        pytest.param("سامان ایمانی نژاد", "Saman IMANINEJAD", id="a family name in two"),
        pytest.param("موسی آصف الزهرانی", "AL ZAHRANI Musa Asif", id="one hard consonant"),
        pytest.param("מיכאל רוזנפלד", "Mikhael ROSENFELD", id="Hebrew"),
    ],
)
def test_a_name_in_a_script_without_vowels_is_found(query: str, full: str) -> None:
    assert decided(party(query), listed(full)).is_hit
    assert not decided(party(query), listed("Anna Probe")).is_hit


def test_a_pair_is_a_hit_from_its_threshold_on() -> None:
    query, entity = party("Otoline Quilfeather"), listed("Ottoline Quillfeather")
    score = pair(query, entity).score
    assert 0.5 < score < 1
    assert decided(query, entity, STEADY.with_threshold(score)).is_hit
    found = decided(query, entity, STEADY.with_threshold(score + 1e-6))
    assert (found.is_hit, found.reason) == (False, BELOW)


def test_a_sum_that_is_the_threshold_but_for_its_last_bits_is_a_hit() -> None:
    # 1.0 + 0.05 - 0.03 - 0.22 = 0.7999999999999999 in binary
    rule = STEADY.evidence.model_copy(update={"country_differs": -0.03, "type_differs": -0.17})
    policy = STEADY.model_copy(update={"evidence": rule})
    query = party("Anna Probe", entity_type="organisation", countries=["DE"])
    found = decided(query, listed("Anna Probe", countries=["KH"]), policy)
    assert 1.0 - 0.17 - 0.03 < found.score == 0.8
    assert found.is_hit


@pytest.mark.parametrize(
    ("names", "shown", "kind"),
    [
        pytest.param(
            [name("Probe Anna"), name("Anna Probe", NameKind.ALIAS)],
            "Anna Probe",
            NameKind.ALIAS,
            id="the very same one before one in another order",
        ),
        pytest.param(
            [name("ANNA PROBE", NameKind.ALIAS), name("Anna  Probe")],
            "Anna  Probe",
            NameKind.PRIMARY,
            id="of two that are the same the primary one",
        ),
        pytest.param(
            [name("Anna Prob"), name("Anna Probe", NameKind.FORMER)],
            "Anna Probe",
            NameKind.FORMER,
            id="the nearest",
        ),
        pytest.param(
            [name("Anna Probe", WEAK), name("Anna Probe Quill")],
            "Anna Probe Quill",
            NameKind.PRIMARY,
            id="one that may cause a hit before a nearer weak alias",
        ),
        pytest.param(
            [name("ANNA PROBE"), name("Anna Probe")],
            "ANNA PROBE",
            NameKind.PRIMARY,
            id="of equals the first by the alphabet",
        ),
    ],
)
def test_which_name_is_shown(names: list[Name], shown: str, kind: NameKind) -> None:
    found = decided(party("Anna Probe"), listed(*names), with_threshold(hit=0.6))
    assert found.match is not None
    assert (found.match.name.full, found.match.name.kind) == (shown, kind)


def test_the_order_of_names_on_the_list_changes_nothing() -> None:
    names = [name("ANNA PROBE"), name("Anna Probe", WEAK), name("Probe Anna", NameKind.ALIAS)]
    one, other = (pair(party("Anna Probe"), listed(*order)) for order in (names, names[::-1]))
    assert one.evidence == other.evidence


def test_other_names_stand_in_the_evidence_the_nearest_first() -> None:
    names = ["Anna Probe", "Anna Probe Quill", "Probe Anna", "Anna Prober", "Anna Prob", "Other"]
    found = decided(party("Anna Probe"), listed(*names))
    assert [one.kind for one in found.evidence] == ["name", *["other_name"] * 3]
    weights = [one.weight for one in found.evidence]
    assert weights == sorted(weights, reverse=True)
    assert len({one.listed for one in found.evidence}) == len(weights)


def test_any_name_of_the_party_may_cause_the_hit() -> None:
    found = decided(party("Somebody Else", "Anna Probe"), listed("Anna Probe"))
    assert found.match is not None
    assert found.match.query == "Anna Probe"
    assert found.is_hit


def test_hits_come_in_the_order_of_the_parties_by_falling_score() -> None:
    entities = [
        listed("Anna Prober", uid="1"),
        listed("Anna Probe", uid="3"),
        listed("Anna Probe", uid="2"),
    ]
    parties = [party("Anna Probe", row=2), party("Anna Prober", row=1)]
    found = [(one.party.row, one.listed.entity_id) for one in decisions(parties, entities)]
    assert [row for row, _ in found] == [2, 2, 2, 1, 1, 1]
    assert [uid for _, uid in found[:3]] == [f"{OTHER}:{uid}" for uid in "231"]
    assert [uid for _, uid in found[3:]] == [f"{OTHER}:{uid}" for uid in "123"]


def test_progress_is_told() -> None:
    told: list[tuple[int, int]] = []
    matcher = Matcher(Watchlist.from_entities([listed("Anna Probe")]), STEADY)
    names = ["Anna Probe", "Somebody Else"]
    matcher.met(names, progress=lambda *done: told.append(done))
    assert told == sorted(told)
    assert told[-1] == (2, 2)


# --- The step at which a pair was dropped


@pytest.mark.parametrize(
    ("query", "entity", "reason"),
    [
        pytest.param(party("Anna Probe"), listed("Anna Probe"), "hit", id="hit"),
        pytest.param(party("Anna Probe"), listed("Ottoline Quillfeather"), GATE, id="gate"),
        pytest.param(
            party("Anna Probe Quillfeather"), listed("Anna Probe Verdigris"), BELOW, id="name score"
        ),
        pytest.param(
            party("Anna Probe", births=[born(1930)], gender="male"),
            listed("Anna Probe", births=[DateRange.year(1987)], gender=Gender.FEMALE),
            BELOW,
            id="evidence against",
        ),
        pytest.param(
            party("Anna Probe"), listed(name("Anna Probe", WEAK), list_id=OFAC), BARRED, id="policy"
        ),
        pytest.param(
            party("Anna Probe"),
            listed("Ottoline Quillfeather", name("Anna Probe", WEAK), list_id=OFAC),
            BARRED,
            id="policy, beside a name that does not meet",
        ),
        pytest.param(
            party("Anna Probe Quillfeather"),
            listed("Somebody Else", name("Anna Probe Verdigris", WEAK), list_id=OFAC),
            BELOW,
            id="a weak alias that would cause no hit either",
        ),
        pytest.param(
            party(identifiers=[("passport", "P7654321", None)]),
            listed("Anna Probe", passports=["P1234567"]),
            BELOW,
            id="nameless, another document",
        ),
    ],
)
def test_the_reason_tells_the_step(query: Party, entity: Entity, reason: str) -> None:
    found = decided(query, entity)
    assert found.reason == reason
    assert found.is_hit is (reason == "hit")


def test_a_pair_dropped_at_the_gate_still_says_what_met_and_by_how_much() -> None:
    found = pair(party("Anna Probe"), listed("Anna Quillfeather Lantern Verdigris"))
    assert found.reason.startswith("gate: too few of the words meet: 0.")
    assert not found.reason.startswith("gate: too few of the words meet: 0.00")
    assert "anna = anna (equal)" in found.evidence[0].note
    assert (found.score, found.is_hit) == (0.0, False)


def test_a_pair_that_the_gate_drops_has_score_zero() -> None:
    found = decided(party("Anna Probe"), listed("Ottoline Quillfeather"))
    assert (found.score, found.name_score) == (0.0, 0.0)


# --- Weak and article aliases


@pytest.mark.parametrize(
    ("rule", "list_id", "birth", "is_hit"),
    [
        pytest.param(WeakAliases.CONFIRM, OFAC, None, False, id="confirm"),
        pytest.param(WeakAliases.CONFIRM, OFAC, 1987, False, id="confirm, birth agrees"),
        pytest.param(WeakAliases.STRICT, OTHER, None, False, id="strict, below"),
        pytest.param(WeakAliases.STRICT, OTHER, 1987, True, id="strict, birth agrees"),
        pytest.param(WeakAliases.STRICT, OTHER, 1930, False, id="strict, birth differs"),
        pytest.param(WeakAliases.FULL, OTHER, None, True, id="full"),
    ],
)
def test_weak_aliases(rule: WeakAliases, list_id: str, birth: int | None, is_hit: bool) -> None:
    births = [] if birth is None else [born(birth)]
    query = party("Tan Mei", births=births)
    entity = listed(
        name("Ten Mei", WEAK),
        "Somebody Else",
        list_id=list_id,
        births=[DateRange.year(1987)],
    )
    score = name_score("Tan Mei", "Ten Mei")
    policy = with_threshold(hit=score - 0.1, strict=score + 0.01).with_weak_aliases(rule)
    assert decided(query, entity, policy).is_hit is is_hit


@pytest.mark.parametrize(
    ("list_id", "is_hit"), [pytest.param(OFAC, False), pytest.param("un_sc", True)]
)
def test_weak_aliases_by_list_as_shipped(list_id: str, is_hit: bool) -> None:
    entity = listed("Somebody Else", name("Anna Probe", WEAK), list_id=list_id)
    assert decided(party("Anna Probe"), entity, Policy.default()).is_hit is is_hit


def test_a_weak_alias_that_may_only_confirm_stands_in_the_evidence() -> None:
    entity = listed("Anna Probe", name("Anna Prober", WEAK), list_id=OFAC)
    found = decided(party("Anna Probe"), entity)
    assert [one.listed for one in found.evidence] == ["Anna Probe", "Anna Prober"]


def test_an_article_alias_has_a_threshold_of_its_own() -> None:
    query, entity = party("Tan Mei"), listed(name("Ten Mei", ARTICLE))
    score = name_score("Tan Mei", "Ten Mei")
    found = decided(query, entity, with_threshold(article_alias=score))
    assert (found.is_hit, found.threshold) == (True, score)
    found = decided(query, entity, with_threshold(article_alias=score + 0.01))
    assert (found.is_hit, found.reason) == (False, BELOW)


@pytest.mark.parametrize("kind", [WEAK, ARTICLE])
def test_a_nearer_name_that_misses_its_threshold_takes_no_hit_away(kind: NameKind) -> None:
    query = party("Ottoline Quillfeather", countries=["DE"])
    names = [name("Otoline Quillfeather"), name("Ottoline Quillfeather", kind)]
    policy = with_threshold(article_alias=0.99, strict=0.99).with_weak_aliases(WeakAliases.STRICT)
    found = decided(query, listed(*names, countries=["KH"]), policy)
    assert found.is_hit
    assert found.match is not None
    assert found.match.name.kind == NameKind.PRIMARY


# --- Identifiers and wallets


@pytest.mark.parametrize(
    ("mine", "theirs", "is_hit"),
    [
        pytest.param(("passport", "p-123 4567", None), passport("P1234567"), True, id="the same"),
        pytest.param(("passport", "P1234567", "KH"), passport("P1234567", "KH"), True, id="state"),
        pytest.param(("passport", "P1234567", None), passport("P1234567", "KH"), True, id="unsaid"),
        pytest.param(
            ("passport", "P1234567", "DE"), passport("P1234567", "KH"), False, id="other state"
        ),
        pytest.param(("passport", "P1234568", None), passport("P1234567"), False, id="another"),
        pytest.param(("tax_id", "P1234567", None), passport("P1234567"), False, id="other kind"),
        pytest.param(("other", "P1234567", None), passport("P1234567"), True, id="unknown kind"),
        pytest.param(("passport", "P123", None), passport("P123"), False, id="too short"),
        pytest.param(
            ("passport", "P-12-3", None), passport("P123"), False, id="short but for signs"
        ),
        pytest.param(("passport", "P1234", None), passport("P1234"), True, id="just long enough"),
        pytest.param(("passport", " - ", None), passport("P1234567"), False, id="nothing"),
    ],
)
def test_an_equal_identifier_is_a_candidate_under_any_name(
    mine: tuple[str, str, str | None], theirs: Identifier, is_hit: bool
) -> None:
    query = party("Somebody Else", identifiers=[mine])
    found = decided(query, listed("Anna Probe", identifiers=[theirs]))
    assert found.is_hit is is_hit
    assert ("identifier_same" in {one.kind for one in found.evidence}) is is_hit
    assert found.score == (STEADY.evidence.identifier_floor if is_hit else 0.0)


def test_an_identifier_counts_beside_the_name() -> None:
    query = party("Anna", identifiers=[("passport", "P1234567", None)])
    entity = listed("Anna Quillfeather", passports=["P1234567"])
    alone = pair(party("Anna"), entity)
    found = decided(query, entity)
    assert 0 < alone.score < 0.8
    assert found.name_score == alone.name_score
    assert found.score == round(min(1.0, max(0.9, alone.score + 0.35)), 6)


def test_contradictions_do_not_outweigh_an_identifier() -> None:
    who = party(
        "Somebody Else",
        entity_type="organisation",
        births=[born(1930)],
        identifiers=[("passport", "P1234567", None)],
    )
    entity = listed("Anna Probe", births=[DateRange.year(1987)], passports=["P1234567"])
    assert decided(who, entity).score == STEADY.evidence.identifier_floor


@pytest.mark.parametrize(
    ("address", "is_hit"),
    [
        pytest.param(WALLET, True, id="the same"),
        pytest.param(f" {WALLET}\u200b", True, id="with a space and a sign nobody sees"),
        pytest.param(WALLET.swapcase(), False, id="in another case"),
        pytest.param(WALLET[:-1] + "2", False, id="another"),
    ],
)
def test_an_equal_wallet_is_a_hit_under_any_name(address: str, is_hit: bool) -> None:
    found = decided(
        party("Somebody Else", wallets=[address]), listed("Anna Probe", wallets=[WALLET])
    )
    assert (found.is_hit, found.score) == (is_hit, 1.0 if is_hit else 0.0)
    assert found.evidence[-1].listed == ("XBT " + WALLET if is_hit else "Anna Probe")


@pytest.mark.parametrize(
    "query",
    [
        pytest.param(party(wallets=[WALLET]), id="wallet"),
        pytest.param(party(identifiers=[("passport", "P1234567", None)]), id="identifier"),
    ],
)
def test_a_party_without_a_name(query: Party) -> None:
    found = decided(query, listed("Anna Probe", passports=["P1234567"], wallets=[WALLET]))
    assert found.is_hit
    assert found.match is None
    assert found.name_score == 0.0


def test_proof_lets_a_weak_alias_be_shown() -> None:
    query = party("Anna Probe", identifiers=[("passport", "P1234567", None)])
    names = [name("Somebody Else"), name("Anna Probe", WEAK)]
    found = decided(query, listed(*names, list_id=OFAC, passports=["P1234567"]))
    assert found.match is not None
    assert (found.match.name.full, found.score) == ("Anna Probe", 1.0)


def test_one_identifier_of_two_listed_parties_finds_both() -> None:
    entities = [listed("Anna Probe", uid=uid, passports=["P1234567"]) for uid in "12"]
    query = party("Somebody Else", identifiers=[("passport", "P1234567", None)])
    assert [one.listed.entity_id for one in decisions([query], entities)] == [
        f"{OTHER}:1",
        f"{OTHER}:2",
    ]


# --- Facts


@pytest.mark.parametrize(
    ("births", "score"),
    [
        pytest.param([born(1987, 6, 1)], 1.0, id="the same, cut to 1"),
        pytest.param([born(1989)], 0.94, id="near"),
        pytest.param([born(1950)], 0.7, id="another"),
        pytest.param([born(1950), born(1987)], 1.0, id="an alternative"),
        pytest.param([], 1.0, id="unknown"),
    ],
)
def test_births_count(births: Iterable[tuple[date, date]], score: float) -> None:
    found = decided(
        party("Anna Probe", births=births), listed("Anna Probe", births=[DateRange.year(1987)])
    )
    assert found.score == score
    assert found.name_score == 1.0


def test_evidence_says_what_it_added() -> None:
    query = party("Anna Probe", entity_type="organisation", countries=["DE"])
    found = decided(query, listed("Anna Probe", countries=["KH"]), with_threshold(hit=0.5))
    facts = [one for one in found.evidence if one.kind != "name"]
    assert [one.kind for one in facts] == ["type_differs", "country_differs"]
    assert found.score == round(found.name_score + sum(one.weight for one in facts), 6)


@pytest.mark.parametrize("kind", ["birth_same", "birth_close", "birth_near", "country_same"])
def test_evidence_that_lifts_a_pair_over_the_threshold_finds_it(kind: str) -> None:
    births = {"birth_same": born(1987, 6, 12), "birth_close": born(1987, 12, 6)}
    rule = STEADY.evidence.model_copy(update={kind: 0.3})
    score = name_score("Otoline Quilfeather", "Ottoline Quillfeather")
    policy = with_threshold(hit=min(score + 0.2, 1.0)).model_copy(update={"evidence": rule})
    query = party(
        "Otoline Quilfeather",
        births=[births.get(kind, born(1988))] if kind.startswith("birth") else [],
        countries=["KH"] if kind == "country_same" else [],
    )
    entity = listed(
        "Ottoline Quillfeather", births=[DateRange.day(date(1987, 6, 12))], countries=["KH"]
    )
    found = decided(query, entity, policy)
    assert kind in {one.kind for one in found.evidence}
    assert found.is_hit


def test_the_type_of_the_listed_party_says_how_names_compare() -> None:
    query = party("Verdigris")
    both = {
        kind: listed("Verdigris Trading", entity_type=EntityType(kind))
        for kind in ("person", "organisation")
    }
    scores = {kind: pair(query, entity).score for kind, entity in both.items()}
    assert 0 < scores["person"] < scores["organisation"]
    assert decided(query, both["organisation"]).is_hit


def test_a_note_explains_every_word() -> None:
    found = decided(party("Otoline Quillfeather"), listed("Ottoline Maria Quillfeather"))
    note = found.evidence[0].note
    assert all(word in note for word in ("otoline = ottoline", "quillfeather", "maria"))

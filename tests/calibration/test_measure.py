"""A calibration measures what screening at each threshold would, and says what it rests on."""

from datetime import UTC, date, datetime
from itertools import pairwise

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sanctionscreen import InputError, Policy, Watchlist, calibrate, screen
from sanctionscreen.calibration import Calibration
from sanctionscreen.calibration.results import CLASS_RECALL, FOUND_VARIANTS, THRESHOLDS
from sanctionscreen.model import Entity, EntityType, Name, NameKind

HIT = Policy.default().threshold.hit

NOW = datetime(2026, 11, 22, tzinfo=UTC)
WORDS = ("Verdigris", "Lantern", "Quillfeather", "Ostrander", "Pemberwick", "Tallow", "Verdigrise")
OWN = pl.DataFrame(
    {
        "name": [
            "Prince Group", "Prince Holdng Group", "Ottoline Quillfeather", "Chen Zhi Wei", "N/A",
            "Jin Bei", "Prince Georg", "Huione",
        ]
    }
)  # fmt: skip


@pytest.fixture(scope="module")
def bundled() -> Watchlist:
    return Watchlist.bundled()


@pytest.fixture(scope="module")
def result(bundled: Watchlist) -> Calibration:
    return calibrate(OWN, bundled, per_class=10, budget=6_000, now=NOW)


def test_the_frames_have_their_schemas(result: Calibration) -> None:
    assert result.thresholds.schema == THRESHOLDS
    assert result.classes.schema == CLASS_RECALL
    assert result.variants.schema == FOUND_VARIANTS
    assert result.thresholds["threshold"].is_sorted()


def test_alerts_are_those_of_screening_at_each_threshold(
    result: Calibration, bundled: Watchlist
) -> None:
    rows = result.thresholds.gather_every(7)
    for threshold, alerts in rows.select("threshold", "alerts").iter_rows():
        policy = Policy.default().with_threshold(threshold)
        assert screen(OWN, bundled, policy=policy).provenance.counts.with_hits == alerts
    assert rows["alerts"].n_unique() > 1


def test_recall_is_that_of_screening_the_variants(result: Calibration, bundled: Watchlist) -> None:
    """But for names held out, which are looked for on a list without them."""
    typos = result.variants.filter(variant_class="typo")
    hits = screen(typos.select(name="variant"), bundled).hits
    found = set(hits.select("query_row", "entity_id").iter_rows())
    right = sum((row, one) in found for row, one in enumerate(typos["entity_id"], start=1))
    measured = result.classes.filter(threshold=HIT, variant_class="typo")
    assert measured["found"].sum() == right
    assert measured["variants"].sum() == typos.height


def entity(uid: int, fulls: list[tuple[str, NameKind]]) -> Entity:
    names = tuple(Name(full=full, kind=kind) for full, kind in fulls)
    return Entity(list_id="xx", uid=str(uid), entity_type=EntityType.PERSON, names=names)


FULL = st.tuples(st.sampled_from(WORDS), st.sampled_from(WORDS)).map(" ".join)
KINDS = [NameKind.ALIAS, NameKind.WEAK_ALIAS, NameKind.ARTICLE_ALIAS]
LISTED = st.lists(
    st.tuples(FULL, st.lists(st.tuples(FULL, st.sampled_from(KINDS)), max_size=2)),
    min_size=1,
    max_size=4,
)


@settings(max_examples=15)
@given(LISTED, st.lists(FULL, min_size=1, max_size=4))
def test_law_names_with_a_threshold_of_their_own_count_at_every_threshold(
    listed: list[tuple[str, list[tuple[str, NameKind]]]], own: list[str]
) -> None:
    entities = [
        entity(uid, [(primary, NameKind.PRIMARY), *others])
        for uid, (primary, others) in enumerate(listed)
    ]
    watchlist = Watchlist.from_entities(entities, published_on=date(2026, 1, 1))
    parties = pl.DataFrame({"name": own})
    rows = calibrate(parties, watchlist, per_class=1).thresholds.gather_every(5)
    for threshold, alerts in rows.select("threshold", "alerts").iter_rows():
        policy = Policy.default().with_threshold(threshold)
        assert screen(parties, watchlist, policy=policy).provenance.counts.with_hits == alerts


def test_a_higher_threshold_never_alerts_or_finds_more(result: Calibration) -> None:
    rows = result.thresholds.select("alerts", "found").rows()
    assert all(one >= other for before, now in pairwise(rows)
               for one, other in zip(before, now, strict=True))  # fmt: skip


def test_the_policys_threshold_and_the_budget_are_marked(result: Calibration) -> None:
    rows = result.thresholds
    assert rows.filter("is_policy")["threshold"].to_list() == [HIT]
    chosen = result.provenance.recommended
    assert chosen is not None
    assert rows.filter("is_recommended")["threshold"].to_list() == [chosen.threshold]
    below = rows.filter(pl.col("threshold") < chosen.threshold)
    assert chosen.alerts_per_10000 <= 6_000
    assert (below["alerts_per_10000"] > 6_000).all()
    assert result.shown_at == chosen.threshold


def test_a_budget_that_no_threshold_keeps(bundled: Watchlist) -> None:
    own = pl.DataFrame({"name": ["Prince Group", "PRINCE GROUP PLC."]})
    result = calibrate(own, bundled, per_class=1, budget=0)
    assert result.provenance.recommended is None
    assert "no threshold keeps a budget of 0 alerts per 10,000" in result.notes
    assert not result.thresholds["is_recommended"].any()
    assert result.shown_at == HIT


def test_few_parties_prove_no_budget(result: Calibration) -> None:
    assert any("7 parties cannot prove a budget" in note for note in result.notes)


def test_provenance(result: Calibration, bundled: Watchlist) -> None:
    of = result.provenance
    assert (of.counts.read, of.counts.screened, of.counts.rejected) == (8, 7, 1)
    assert of.counts.variants == result.variants.height
    assert of.snapshots == bundled.snapshots
    assert of.policy.sha256 == Policy.default().digest
    assert (of.seed, of.budget, of.screened_at) == (1, 6_000, NOW)
    assert of.input_sha256 == screen(OWN, bundled).provenance.input_sha256
    assert result.rejects["reason"].to_list() == ["only a placeholder, no name"]


def test_the_same_seed_gives_the_same_result(result: Calibration, bundled: Watchlist) -> None:
    again = calibrate(OWN, bundled, per_class=10, budget=6_000, now=NOW)
    assert again.thresholds.equals(result.thresholds)
    assert again.variants.equals(result.variants)
    assert again.provenance == result.provenance
    other = calibrate(OWN, bundled, per_class=10, budget=6_000, seed=2, now=NOW)
    assert not other.variants.equals(result.variants)
    assert other.thresholds["alerts"].equals(result.thresholds["alerts"])


def test_names_held_out_are_not_found_by_themselves() -> None:
    """With them on the list both would be found, with score 1."""
    names = [("Ottoline Tallow", NameKind.PRIMARY), ("陈志", NameKind.ALIAS)]
    watchlist = Watchlist.from_entities([entity(1, names)], published_on=date(2026, 1, 1))
    variants = calibrate(OWN, watchlist, per_class=1).variants
    held = variants.filter(variant_class="original_han")
    assert held.select("variant", "score", "reach").rows() == [("陈志", None, None)]
    assert variants.filter(variant_class="order")["score"].to_list() == [1.0]


def test_other_names_do_not_count_in_the_sum(result: Calibration) -> None:
    at = result.classes.filter(threshold=HIT)
    assert not at.filter(variant_class="other_name")["counts"].any()
    assert at.filter("counts")["found"].sum() == result.thresholds.filter("is_policy")["found"][0]


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        pytest.param({"budget": -1}, "field budget: -1 is below 0", id="budget"),
        pytest.param({"per_class": 0}, "field per_class: 0 is below 1", id="per class"),
        pytest.param({"lowest": 0.8}, "not between 0 and the policy's threshold", id="lowest"),
    ],
)
def test_arguments_out_of_range(bundled: Watchlist, arguments: dict[str, float], says: str) -> None:
    with pytest.raises(InputError, match=says):
        calibrate(OWN, bundled, **arguments)  # type: ignore[arg-type]


def test_a_file_with_nothing_to_screen(bundled: Watchlist) -> None:
    with pytest.raises(InputError, match="nothing to measure alerts on"):
        calibrate(pl.DataFrame({"name": ["N/A", ""]}), bundled)


def test_the_policys_own_threshold_is_measured(bundled: Watchlist) -> None:
    policy = Policy.default().with_threshold(0.765)
    result = calibrate(OWN, bundled, policy=policy, per_class=1)
    assert result.thresholds.filter("is_policy")["threshold"].to_list() == [0.765]

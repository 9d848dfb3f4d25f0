from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from invented import score_names
from sanctionscreen.matching import model, score_kernel
from sanctionscreen.matching.model import ANSWERS, FEATURE_NAMES, QUESTIONS, NameModel
from sanctionscreen.matching.search import forest_of
from sanctionscreen.model import EntityType

MODEL = NameModel.default()
#: Features of which more never lowers a score, all else alike.
RISING = ("COVER_QUERY", "COVER_LISTED", "SHARED", "TOLD")


def logit(row: list[float], *, person: bool, least: float = -np.inf) -> float:
    forest = forest_of(MODEL)
    found = score_kernel.logit_of(row, int(person), forest, least)  # type: ignore[no-untyped-call]
    return float(found)


def test_every_feature_has_one_name() -> None:
    assert len(set(FEATURE_NAMES)) == len(FEATURE_NAMES) == score_kernel.FEATURES
    assert FEATURE_NAMES[score_kernel.COVER_QUERY] == "COVER_QUERY"


def test_the_shipped_model_is_well_formed() -> None:
    asked = MODEL.trees[:, ::2]
    assert MODEL.trees.shape[1:] == (2 * QUESTIONS,)
    assert MODEL.values.shape == (len(MODEL.trees), ANSWERS)
    assert MODEL.at.tolist() == sorted(MODEL.at.tolist())
    assert (int(MODEL.at[0]), int(MODEL.at[-1])) == (0, len(MODEL.trees))
    assert np.diff(MODEL.at).min() > 0, "trees for either kind of name"
    assert (asked == asked.round()).all()
    assert 0 <= asked.min() <= asked.max() < score_kernel.FEATURES
    assert np.isfinite(MODEL.trees).all()
    assert np.isfinite(MODEL.values).all()
    assert MODEL.slope[0] > 0, "a higher sum is a higher score"


def test_a_written_model_is_the_same_when_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "name_model.tsv"
    MODEL.write(path)
    monkeypatch.setattr(model, "_TABLE", path)
    read = model._default.__wrapped__()
    for column in NameModel._fields:
        assert np.array_equal(getattr(read, column), getattr(MODEL, column)), column


def test_the_digest_is_of_the_table(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "name_model.tsv"
    before = model.digest.__wrapped__()
    path.write_bytes(model._TABLE.read_bytes())
    monkeypatch.setattr(model, "_TABLE", path)
    assert model.digest.__wrapped__() == before
    path.write_bytes(path.read_bytes() + b"# another\n")
    assert model.digest.__wrapped__() != before


@given(st.floats(-30, 30), st.floats(-30, 30))
def test_law_scores_rise_with_the_sum(one: float, other: float) -> None:
    low, high = MODEL.scores(np.array(sorted((one, other))))
    assert 0 <= low <= high <= 1


@given(st.floats(0.001, 0.999))
def test_law_the_sum_of_a_score_gives_that_score(score: float) -> None:
    assert float(MODEL.scores(np.array([MODEL.logit(score)]))[0]) == pytest.approx(score)


@pytest.mark.parametrize(
    ("score", "expected"),
    [
        pytest.param(0.0, -np.inf, id="nothing"),
        pytest.param(-0.2, -np.inf, id="below nothing"),
        pytest.param(1.0, np.inf, id="everything"),
    ],
)
def test_the_sum_of_scores_at_the_ends(score: float, expected: float) -> None:
    assert MODEL.logit(score) == expected


def test_an_empty_model_says_the_same_of_every_pair() -> None:
    empty = NameModel.empty()
    assert empty.scores(np.zeros(2)).tolist() == [0.5, 0.5]
    assert empty.shares([0.0] * score_kernel.FEATURES, person=True) == {}


@pytest.mark.parametrize("person", [False, True])
@pytest.mark.parametrize(
    ("query", "listed"),
    [
        pytest.param("Otoline Quill", "Ottoline Maria Quill", id="alike"),
        pytest.param("Anna Verdigris Quill", "Anna Lantern Quill", id="in doubt"),
    ],
)
def test_the_shares_of_the_features_are_the_whole_sum(
    query: str, listed: str, person: bool
) -> None:
    kind = EntityType.PERSON if person else EntityType.ORGANISATION
    row = list(score_names(query, listed, entity_type=kind).features.values())
    shares = MODEL.shares(row, person=person)
    assert set(shares) <= set(FEATURE_NAMES)
    total = sum(shares.values()) + float(MODEL.base[int(person)])
    assert total == pytest.approx(logit(row, person=person))


def test_a_sum_that_cannot_reach_the_least_of_interest_ends_early() -> None:
    row = list(score_names("Otoline Quill", "Ottoline Maria Quill").features.values())
    whole = logit(row, person=True)
    assert logit(row, person=True, least=whole - 1e-9) == whole
    assert logit(row, person=True, least=whole + 40) < whole + 40


_BASES = (
    ("Otoline Quill", "Ottoline Maria Quill"),
    ("Anna Verdigris Quill", "Anna Lantern Quill"),
    ("Verdigris Lantern", "Verdigris Lantern Trading Ltd"),
    ("Verdigris Fund 1", "Verdigris Fund 2"),
    ("O Quill", "Ottoline Quill"),
)


@pytest.mark.parametrize("feature", RISING)
@pytest.mark.parametrize("person", [False, True])
@pytest.mark.parametrize("pair", _BASES, ids=" ~ ".join)
def test_more_of_what_speaks_for_a_pair_never_lowers_its_score(
    pair: tuple[str, str], person: bool, feature: str
) -> None:
    kind = EntityType.PERSON if person else EntityType.ORGANISATION
    row = list(score_names(*pair, entity_type=kind).features.values())
    at = FEATURE_NAMES.index(feature)
    top = 2.0 if feature == "TOLD" else 1.0
    sums = [
        logit([*row[:at], value, *row[at + 1 :]], person=person)
        for value in np.linspace(0, top, 41).tolist()
    ]
    assert all(after >= before - 1e-9 for before, after in pairwise(sums))

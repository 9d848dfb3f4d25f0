"""OFAC's list of 2025-11-19 screened against itself, and the names that the project is built on.

Every name must find its own entity. All 48,480 take some ten minutes a policy: that run is
`benchmarks/screen_itself.py`; here every name passes the intake, every fifth one the index, and
every sixtieth the whole way.
"""

from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from time import process_time

import polars as pl
import pytest

from bad_names import BAD
from sanctionscreen import (
    InputError,
    Policy,
    Store,
    Watchlist,
    WeakAliases,
    explain,
    screen,
    screen_name,
)
from sanctionscreen.intake.counterparties import from_frame
from sanctionscreen.matching.model import NameModel
from sanctionscreen.matching.name_columns import columns_of

pytestmark = pytest.mark.real
LIST = Path(__file__).resolve().parents[2] / "shared/data/ofac/sdn_advanced_2025-11-19.xml.bz2"
FULL = Policy.default().with_weak_aliases(WeakAliases.FULL)


@pytest.fixture(scope="session")
def ofac(tmp_path_factory: pytest.TempPathFactory) -> Watchlist:
    if not LIST.exists():
        pytest.skip(f"the real list is not here: {LIST}")
    store = Store(tmp_path_factory.mktemp("real"))
    now = datetime(2025, 11, 20, tzinfo=UTC)
    outcome = store.import_list("us_ofac_sdn", [LIST], now=now)
    assert (outcome.outcome, outcome.entities) == ("imported", 18_367)
    return Watchlist.open(store)


def names(watchlist: Watchlist, *, every: int) -> pl.DataFrame:
    """Every so manieth name of the list as a counterparty, with its own entity and its kind."""
    listed = watchlist.frames["names"].gather_every(every)
    return listed.select(name="full", own="entity_id", weak=pl.col("kind") == "weak_alias")


def own_scores(queries: pl.DataFrame, watchlist: Watchlist, policy: Policy) -> pl.DataFrame:
    """The queries with the name score of the hit on their own entity; null where there is none."""
    hits = screen(queries.select("name"), watchlist, policy=policy).hits
    own = hits.select("query_row", pl.col("entity_id").alias("own"), "name_score")
    rows = pl.int_range(1, queries.height + 1, dtype=pl.Int64, eager=True).alias("query_row")
    return queries.with_columns(rows).join(own, on=["query_row", "own"], how="left")


def test_the_list_is_complete(ofac: Watchlist) -> None:
    (ref,) = ofac.snapshots
    assert (ref.coverage, ref.published_on.isoformat()) == ("complete", "2025-11-19")
    assert not ofac.is_excerpt


def test_no_name_of_the_list_is_taken_for_a_placeholder(ofac: Watchlist) -> None:
    every = from_frame(names(ofac, every=1).select("name"))
    assert (every.read, every.rejected) == (48_480, 0)


def test_the_index_gives_every_name_itself(ofac: Watchlist) -> None:
    texts = ofac.roll.indexed(ofac.roll.published())[::5]
    found = ofac.index(Policy.default()).search(columns_of(texts), NameModel.default())
    own = {query for query, name in zip(found.query, found.name, strict=True) if name == 5 * query}
    assert own == set(range(len(texts)))


def test_every_name_finds_its_own_entity(ofac: Watchlist) -> None:
    found = own_scores(names(ofac, every=60), ofac, FULL)
    assert found.filter(pl.col("name_score").fill_null(0.0) != 1.0).rows() == []


def test_every_name_but_weak_aliases_does_under_the_default_policy(ofac: Watchlist) -> None:
    """A weak alias still finds its entity where a stronger name of the same entity reads alike."""
    found = own_scores(names(ofac, every=60), ofac, Policy.default())
    assert found.filter(~pl.col("weak"), pl.col("name_score").fill_null(0.0) != 1.0).rows() == []
    missed = found.filter(pl.col("name_score").is_null())
    assert missed["weak"].all()
    reasons = {explain(name, own, ofac).reason for name, own in missed["name", "own"].iter_rows()}
    assert reasons == {"policy: a weak alias of this list only confirms a hit"}
    assert missed.height > 0.8 * found.filter("weak").height


@pytest.mark.parametrize(("name", "reason"), [pytest.param(*v, id=k) for k, v in BAD.items()])
def test_a_bad_name_finds_nothing_and_takes_no_time(
    ofac: Watchlist, name: str, reason: str | None
) -> None:
    """The longest take a second where nothing is compiled; 10 leave room for slow machines."""
    started = process_time()
    if reason is None:
        assert screen_name(name, ofac).hits.select("query_name", "listed_name").rows() == []
    else:
        with pytest.raises(InputError, match=reason):
            screen_name(name, ofac)
    assert process_time() - started < 10


@pytest.mark.parametrize(
    "word",
    [
        pytest.param("Mohammed ", id="a common word"),
        pytest.param("Ltd ", id="a legal form"),
        pytest.param("محمد ", id="Arabic"),
        pytest.param("A.B.", id="letters"),
        pytest.param("陈", id="Chinese"),
    ],
)
def test_a_file_of_names_of_a_thousand_characters_is_soon_done(ofac: Watchlist, word: str) -> None:
    """A word counts once for each time it stands there, and no more: 14 ms a name were measured."""
    names = [f"{(word * 1000)[:990]} Q{number}" for number in range(50)]
    screen(pl.DataFrame({"name": [f"Nobody{n} Unreal{n}" for n in range(3000)]}), ofac)  # compiles
    started = process_time()
    screen(pl.DataFrame({"name": names}), ofac)
    assert process_time() - started < 10


@cache
def _bundled() -> Watchlist:
    return Watchlist.bundled()


@pytest.mark.parametrize(
    ("name", "found"),
    [
        pytest.param("Prince Group", {"53054", "55564"}, id="Prince Group"),
        pytest.param("Prince George Hotel", None, id="Prince George Hotel"),
        pytest.param("Princeton University", None, id="Princeton University"),
        pytest.param("陳志", {"55505"}, id="Chen Zhi, traditional"),
        pytest.param("Chen Zhi", {"55505"}, id="Chen Zhi"),
    ],
)
def test_the_full_list_and_the_excerpt_agree(
    ofac: Watchlist, name: str, found: set[str] | None
) -> None:
    wanted = {f"us_ofac_sdn:{uid}" for uid in found or ()}
    for watchlist in (ofac, _bundled()):
        ids = set(screen_name(name, watchlist).hits["entity_id"])
        assert wanted <= ids
        if found is None:
            assert ids == set()


def test_the_excerpts_ids_are_those_of_the_full_list(ofac: Watchlist) -> None:
    """What is missing in the list of 2025-11-19 was listed, or renamed, later."""

    def primary(watchlist: Watchlist) -> set[tuple[str, str]]:
        rows = watchlist.frames["names"].filter(
            (pl.col("kind") == "primary") & pl.col("entity_id").str.starts_with("us_ofac_sdn:")
        )
        return set(rows.select("entity_id", "full").rows())

    known = set(ofac.positions)
    excerpt = primary(_bundled())
    renamed = {pair for pair in excerpt - primary(ofac) if pair[0] in known}
    assert renamed == {("us_ofac_sdn:55941", "HU, Xiaowei")}
    later = {entity_id for entity_id, _ in excerpt} - known
    listed_on = {_bundled().parties[_bundled().positions[one]].listed_on for one in later}
    assert {day.isoformat() for day in listed_on if day} == {"2026-06-23", "2026-09-09"}
    assert None not in listed_on

from datetime import date
from pathlib import Path

import numpy as np
import pytest

from invented import STEADY, listed, name, passport
from sanctionscreen.errors import MissingList
from sanctionscreen.matching import watchlist as watchlist_module
from sanctionscreen.matching.index import NameIndex
from sanctionscreen.matching.model import NameModel
from sanctionscreen.matching.name_columns import columns_of
from sanctionscreen.matching.policy import Policy
from sanctionscreen.matching.roll import is_personal
from sanctionscreen.matching.watchlist import Watchlist
from sanctionscreen.model import (
    DateRange,
    Designation,
    Effect,
    Entity,
    EntityType,
    Gender,
    Name,
    NameKind,
    Validity,
)
from sanctionscreen.snapshots.manifest import Coverage
from sanctionscreen.snapshots.store import Store
from snapshots.invented import LIST_ID, NOW, SOURCE, SPRING, people, publication


def designation(
    programme: str, effect: Effect = Effect.BLOCKING, listed_on: date | None = None
) -> Designation:
    return Designation(programme=programme, authority="Nobody", effect=effect, listed_on=listed_on)


ANNA = listed(
    "Anna Probe",
    name("Anna", NameKind.WEAK_ALIAS),
    uid="7",
    births=[DateRange.year(1962), DateRange.day(date(1970, 5, 1))],
    countries=["DE", "KH"],
    gender=Gender.FEMALE,
    identifiers=[
        passport("P 123-4567", "DE"),
        passport("P7654321").model_copy(update={"validity": Validity.FRAUDULENT}),
    ],
    wallets=["3Invented1111111111111111111111111"],
).model_copy(
    update={
        "designations": (
            designation("TRAVEL", Effect.TRAVEL, date(2025, 2, 1)),
            designation("BLOCK", listed_on=date(2025, 3, 1)),
            designation("BLOCK", Effect.EXPORT),
        )
    }
)
LAMP = listed("Anna Probe", uid="8", list_id="yy_invented", entity_type=EntityType.VESSEL)


@pytest.fixture(scope="module")
def watchlist() -> Watchlist:
    return Watchlist.from_entities([ANNA, LAMP], published_on=date(2025, 3, 1), title="Own")


def test_what_matching_knows_of_a_party(watchlist: Watchlist) -> None:
    found = watchlist.parties[0]
    assert (found.entity_id, found.list_id, found.caption) == (
        "xx_invented:7",
        "xx_invented",
        "Anna Probe",
    )
    assert found.entity_type == "person"
    assert found.gender == "female"
    assert found.births == (
        (date(1962, 1, 1), date(1962, 12, 31)),
        (date(1970, 5, 1), date(1970, 5, 1)),
    )
    assert found.countries == {"DE", "KH"}
    assert found.programmes == ("TRAVEL", "BLOCK")
    assert (found.effect, found.listed_on) == ("blocking", date(2025, 2, 1))


def test_what_the_list_does_not_say_is_null(watchlist: Watchlist) -> None:
    found = watchlist.parties[1]
    assert (found.gender, found.effect, found.listed_on) == (None, None, None)
    assert (found.births, found.countries, found.programmes) == ((), frozenset(), ())


@pytest.mark.parametrize(
    ("effects", "strongest"),
    [
        pytest.param([Effect.OTHER, Effect.TRAVEL], "travel", id="travel before other"),
        pytest.param([Effect.EXPORT, Effect.SECTORAL], "sectoral", id="sectoral before export"),
        pytest.param([Effect.SECTORAL, Effect.SPECIAL_MEASURE], "special_measure", id="311"),
        pytest.param([*Effect], "blocking", id="blocking before all"),
        pytest.param([*reversed(Effect)], "blocking", id="in any order"),
    ],
)
def test_a_party_shows_its_strongest_effect(effects: list[Effect], strongest: str) -> None:
    designations = tuple(designation("P", effect) for effect in effects)
    entity = ANNA.model_copy(update={"designations": designations})
    assert Watchlist.from_entities([entity]).parties[0].effect == strongest


def test_names_and_texts(watchlist: Watchlist) -> None:
    assert [(one.party, one.full, one.kind) for one in watchlist.names] == [
        (0, "Anna Probe", "primary"),
        (0, "Anna", "weak_alias"),
        (1, "Anna Probe", "primary"),
    ]
    roll = watchlist.roll
    assert roll.published() == ["Anna Probe", "Anna Probe", "Anna"]
    assert roll.entries.persons_from == 1
    written, positions = roll.entries.bearers(np.arange(3))
    assert (written.tolist(), positions.tolist()) == ([0, 1, 2], [2, 0, 1])
    assert [watchlist.names_of_party(party) for party in (0, 1)] == [[0, 1], [2]]
    every = [watchlist.names[number] for number in range(3)]
    assert list(watchlist.names) == every == watchlist.names.at(np.arange(3))
    assert watchlist.positions == {"xx_invented:7": 0, "yy_invented:8": 1}


def test_identifiers_by_their_normal_form(watchlist: Watchlist) -> None:
    assert sorted(watchlist.numbers) == ["P1234567", "P7654321"]
    (found,) = watchlist.numbers["P1234567"]
    assert found == (0, "passport", "DE", "Passport P 123-4567")
    assert watchlist.numbers["P7654321"][0].shown == "Passport P7654321 (fraudulent)"


def test_wallets_by_their_normal_form(watchlist: Watchlist) -> None:
    address = "3Invented1111111111111111111111111"
    assert watchlist.wallets == {address: ((0, f"XBT {address}"),)}


def test_one_index_for_policies_that_differ_by_no_more_than_a_threshold(
    watchlist: Watchlist,
) -> None:
    index = watchlist.index(STEADY)
    assert watchlist.index(STEADY.model_copy(update={"name": "the same"})) is index
    assert watchlist.index(STEADY.with_threshold(0.123)) is index
    wider = STEADY.gate.model_copy(update={"query": 0.123})
    assert watchlist.index(STEADY.model_copy(update={"gate": wider})) is not index


@pytest.mark.parametrize("threshold", [0.0, 0.123, 1.0])
def test_no_threshold_shapes_an_index(watchlist: Watchlist, threshold: float) -> None:
    roll = watchlist.roll
    own = NameIndex.build(
        roll.indexed(roll.published()),
        roll.entries.persons_from,
        STEADY.with_threshold(threshold),
        published=roll.published(),
    )
    queries = columns_of(["Anna Probe", "Ana Probe", "Probe", "Somebody Else"])
    found, wanted = (
        index.search(queries, NameModel.default()) for index in (watchlist.index(STEADY), own)
    )
    assert len(found.query) > 0
    assert all(np.array_equal(*pair) for pair in zip(found, wanted, strict=True))


def test_own_entities_stand_in_one_snapshot_a_list(watchlist: Watchlist) -> None:
    assert [ref.list_id for ref in watchlist.snapshots] == ["xx_invented", "yy_invented"]
    ref = watchlist.snapshot("xx_invented")
    assert (ref.title, ref.entities, ref.coverage) == ("Own", 1, Coverage.COMPLETE)
    assert ref.snapshot_id == f"2025-03-01-{ref.sha256[:12]}"
    assert not watchlist.is_excerpt


@pytest.mark.parametrize(
    ("entities", "same"),
    [
        pytest.param([LAMP, ANNA], True, id="another order"),
        pytest.param([ANNA], True, id="without the other list"),
        pytest.param([ANNA, listed("Ottoline", uid="9")], False, id="one more on the list"),
        pytest.param([ANNA.model_copy(update={"gender": None})], False, id="one fact less"),
    ],
)
def test_the_digest_of_a_list_is_of_its_own_entities(
    watchlist: Watchlist, entities: list[Entity], same: bool
) -> None:
    other = Watchlist.from_entities(entities, published_on=date(2025, 3, 1))
    expected = watchlist.snapshot("xx_invented").sha256
    assert (other.snapshot("xx_invented").sha256 == expected) is same


def test_a_watchlist_of_nobody() -> None:
    empty = Watchlist.from_entities([])
    assert (tuple(empty.parties), tuple(empty.names), empty.snapshots) == ((), (), ())
    index = empty.index(Policy.default())
    found = index.search(columns_of(["Anna Probe", ""]), NameModel.default())
    assert (len(found.query), len(found.met)) == (0, 0)


def test_the_excerpt_says_that_it_is_one() -> None:
    bundled = Watchlist.bundled()
    assert bundled.is_excerpt
    assert "us_ofac_sdn" in {ref.list_id for ref in bundled.snapshots}
    assert sum(ref.entities for ref in bundled.snapshots) == len(bundled.parties)
    assert all(ref.coverage is Coverage.EXCERPT for ref in bundled.snapshots)
    assert all(ref.licence and ref.attribution for ref in bundled.snapshots)


def test_a_party_with_names_in_many_scripts_shows_the_latin_one() -> None:
    names = (
        Name(full="陈志", kind=NameKind.PRIMARY, script="Hans"),
        Name(full="Chen, Zhi", kind=NameKind.PRIMARY, script="Latn"),
    )
    entity = ANNA.model_copy(update={"names": names})
    assert Watchlist.from_entities([entity]).parties[0].caption == "Chen, Zhi"


# --- From a store


@pytest.fixture
def store(tmp_path: Path) -> Store:
    path = tmp_path / "list.xml"
    path.write_bytes(publication(people(6)))
    store = Store(tmp_path / "store")
    store.import_list(LIST_ID, [path], now=NOW, source=SOURCE)
    return store


@pytest.mark.parametrize("list_ids", [None, [LIST_ID], [LIST_ID, LIST_ID]])
def test_a_store_is_opened(store: Store, list_ids: list[str] | None) -> None:
    opened = Watchlist.open(store, list_ids)
    (ref,) = opened.snapshots
    current = store.current(LIST_ID)
    assert (ref.list_id, ref.snapshot_id) == (LIST_ID, current.snapshot_id)
    assert (ref.published_on, ref.fetched_at, ref.entities) == (SPRING, NOW, 6)
    assert len(opened.parties) == 6
    assert not opened.is_excerpt


def test_a_list_that_is_not_there_is_missing(store: Store, tmp_path: Path) -> None:
    with pytest.raises(MissingList, match="yy_invented"):
        Watchlist.open(store, [LIST_ID, "yy_invented"])
    with pytest.raises(MissingList, match="holds no list"):
        Watchlist.open(Store(tmp_path / "nothing"))
    with pytest.raises(MissingList):
        Watchlist.open(store, [])


@pytest.mark.parametrize(
    ("entity_type", "personal"),
    [
        (EntityType.PERSON, True),
        (EntityType.UNKNOWN, True),
        (EntityType.ORGANISATION, False),
        (EntityType.VESSEL, False),
        (EntityType.AIRCRAFT, False),
    ],
)
def test_whose_names_are_judged_as_names_of_persons(
    entity_type: EntityType, personal: bool
) -> None:
    assert is_personal(entity_type) is personal
    roll = Watchlist.from_entities([listed("Anna Probe", entity_type=entity_type)]).roll
    assert roll.entries.persons_from == (not personal)


def test_what_is_made_of_the_excerpt_can_be_kept(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    plain = Watchlist.bundled()
    first = Watchlist.bundled(indexes=tmp_path / "kept")
    first.index(STEADY)
    monkeypatch.setattr(watchlist_module, "read_bundle", None)
    again = Watchlist.bundled(indexes=tmp_path / "kept")
    assert plain.snapshots == first.snapshots == again.snapshots
    assert again.is_excerpt
    assert list(again.names) == list(plain.names)
    assert again.parties[:] == plain.parties[:]
    queries = columns_of(["Prince Group", "Chen Zhi", "陈志"])
    found, wanted = (
        one.index(STEADY).search(queries, NameModel.default()) for one in (again, plain)
    )
    assert len(found.query) > 2
    assert np.array_equal(found.logit, wanted.logit)


def test_another_excerpt_is_made_anew(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    Watchlist.bundled(indexes=tmp_path)
    monkeypatch.setattr(watchlist_module, "bundle_sha256", lambda: "another")
    monkeypatch.setattr(watchlist_module, "read_bundle", tuple)
    assert Watchlist.bundled(indexes=tmp_path).snapshots == ()


def test_where_nothing_can_be_kept_the_excerpt_is_read(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("no folder")
    found = Watchlist.bundled(indexes=tmp_path / "file")
    assert found.snapshots == Watchlist.bundled().snapshots
    assert len(found.names) > 100

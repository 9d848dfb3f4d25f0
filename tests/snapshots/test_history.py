"""What a store knew when, whether it is still whole, and what is kept."""

import json
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from sanctionscreen.errors import MissingList, StaleList, StoreLocked
from sanctionscreen.snapshots.history import Past, Pinned, Retention, prune, rebuild, verify
from sanctionscreen.snapshots.states import require_fresh
from sanctionscreen.snapshots.store import Store
from sanctionscreen.sources import ofac_advanced
from snapshots.invented import AUTUMN, LIST_ID, SOURCE, SPRING, SUMMER, people, publication

DAYS = (SPRING, SUMMER, AUTUMN)
#: Each publication came two days after its own day.
TIMES = tuple(datetime(day.year, day.month, day.day + 2, 9, tzinfo=UTC) for day in DAYS)
NOW = TIMES[-1] + timedelta(days=30)


@pytest.fixture
def filled(store: Store, tmp_path: Path) -> Store:
    """A store with three publications, each with one party more."""
    for number, (day, at) in enumerate(zip(DAYS, TIMES, strict=True)):
        path = tmp_path / f"{day}.xml"
        path.write_bytes(publication(people(20 + number), on=day))
        outcome = store.import_list(LIST_ID, [path], now=at, source=SOURCE)
        assert outcome.outcome == "imported"
    return store


def parties(store: Store) -> int:
    return store.current(LIST_ID).frames()["entities"].height


@pytest.mark.parametrize(
    ("day", "count"),
    [
        pytest.param(SPRING, 20, id="the day itself"),
        pytest.param(SUMMER - timedelta(days=1), 20, id="the day before the next"),
        pytest.param(SUMMER, 21, id="the next"),
        pytest.param(date(2030, 1, 1), 22, id="the future"),
    ],
)
def test_the_list_as_of_a_day(filled: Store, day: date, count: int) -> None:
    past = Past(filled.root, as_of=day)
    assert past.list_ids() == (LIST_ID,)
    assert parties(past) == count


@pytest.mark.parametrize(
    ("at", "count"),
    [
        pytest.param(TIMES[0], 20, id="the moment it came"),
        pytest.param(TIMES[1] - timedelta(seconds=1), 20, id="published, but not here yet"),
        pytest.param(TIMES[1], 21, id="here"),
        pytest.param(NOW, 22, id="now"),
    ],
)
def test_what_the_store_knew_at_a_time(filled: Store, at: datetime, count: int) -> None:
    assert parties(Past(filled.root, known_at=at)) == count


def test_both_ask_for_what_was_published_and_known(filled: Store) -> None:
    past = Past(filled.root, as_of=AUTUMN, known_at=TIMES[1])
    assert parties(past) == 21


def test_before_the_first_there_is_nothing(filled: Store) -> None:
    for past in (
        Past(filled.root, as_of=SPRING - timedelta(days=1)),
        Past(filled.root, known_at=TIMES[0] - timedelta(days=1)),
    ):
        assert past.list_ids() == ()
        with pytest.raises(MissingList, match=r"holds nothing of 2025-0[23].*oldest snapshot is"):
            past.current(LIST_ID)


def test_a_list_taken_back_was_known_while_it_was(filled: Store, tmp_path: Path) -> None:
    back = filled.import_list(
        LIST_ID,
        [tmp_path / f"{SPRING}.xml"],
        now=NOW,
        source=SOURCE,
        accept=frozenset({"older", "shrunk"}),
    )
    assert back.outcome == "imported"
    assert parties(Past(filled.root, known_at=NOW)) == 20
    assert parties(Past(filled.root, known_at=NOW - timedelta(seconds=1))) == 22


def test_snapshots_can_be_pinned(filled: Store) -> None:
    first = filled.snapshot_ids(LIST_ID)[0]
    pinned = Pinned(filled.root, {LIST_ID: first})
    assert (pinned.list_ids(), parties(pinned)) == ((LIST_ID,), 20)
    with pytest.raises(MissingList, match="no snapshot 2025-01-01-x"):
        Pinned(filled.root, {LIST_ID: "2025-01-01-x"}).current(LIST_ID)


@pytest.mark.parametrize(
    ("at", "checked"),
    [
        pytest.param(TIMES[0], TIMES[0], id="the moment it came"),
        pytest.param(TIMES[1] - timedelta(seconds=1), TIMES[0] + timedelta(days=5), id="checked"),
        pytest.param(TIMES[0] + timedelta(days=4), TIMES[0], id="the check came later"),
        pytest.param(NOW, NOW - timedelta(days=1), id="now"),
    ],
)
def test_how_old_a_list_was_at_a_time(store: Store, tmp_path: Path, at: datetime,
                                      checked: datetime) -> None:  # fmt: skip
    for number, (day, came) in enumerate(zip(DAYS, TIMES, strict=True)):
        path = tmp_path / f"{day}.xml"
        path.write_bytes(publication(people(20 + number), on=day))
        store.import_list(LIST_ID, [path], now=came, source=SOURCE)
        store.note_unchanged(LIST_ID, now=came + timedelta(days=5))
        store.note_failed(LIST_ID, "no answer", now=came + timedelta(days=6))
    store.note_unchanged(LIST_ID, now=NOW - timedelta(days=1))
    past = Past(store.root, known_at=at)
    assert past.checked_at(past.current(LIST_ID)) == checked


def test_a_store_of_before_checks_were_kept_still_says_how_old_it_is(filled: Store) -> None:
    path = filled.root / "lists" / LIST_ID / "state.json"
    state = json.loads(path.read_text(encoding="utf-8"))
    for switch in state["switches"]:
        del switch["checked_at"]
    path.write_text(json.dumps(state), encoding="utf-8")
    later = TIMES[-1] + timedelta(days=3)
    assert filled.checked_at(filled.current(LIST_ID)) == TIMES[-1]
    filled.note_unchanged(LIST_ID, now=later)
    assert filled.checked_at(filled.current(LIST_ID)) == later


# Verifying.


def test_a_whole_store_has_no_damage(filled: Store) -> None:
    assert verify(filled) == ()


@pytest.mark.parametrize(
    ("file", "says"),
    [
        pytest.param("names.parquet", "damaged", id="a frame"),
        pytest.param("raw/*.zst", "raw", id="a raw file"),
        pytest.param("manifest.json", "cannot be read", id="the manifest"),
    ],
)
def test_one_flipped_byte_is_found(filled: Store, file: str, says: str) -> None:
    first = filled.snapshot(LIST_ID, filled.snapshot_ids(LIST_ID)[0])
    (path,) = first.folder.glob(file)
    data = bytearray(path.read_bytes())
    data[len(data) // 2] ^= 0x01 if file != "manifest.json" else 0x80
    path.write_bytes(bytes(data))
    (damage,) = verify(filled)
    assert (damage.list_id, damage.snapshot_id) == (LIST_ID, first.snapshot_id)
    assert says in f"{damage.file} {damage.reason}"


# Rebuilding.


def test_the_same_reader_reads_the_same(filled: Store) -> None:
    outcome = rebuild(filled, LIST_ID, now=NOW, source=SOURCE)
    assert outcome.outcome == "unchanged"
    assert len(filled.snapshot_ids(LIST_ID)) == 3


def test_a_mended_reader_makes_a_new_snapshot(
    filled: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = filled.current(LIST_ID)
    reading = ofac_advanced.read

    def mended(files, report):  # type: ignore[no-untyped-def]
        for entity in reading(files, report):
            yield entity.model_copy(update={"remarks": "read better"})

    monkeypatch.setattr(ofac_advanced, "read", mended)
    monkeypatch.setattr(ofac_advanced, "VERSION", 99)
    outcome = rebuild(filled, LIST_ID, now=NOW, source=SOURCE)
    after = filled.current(LIST_ID)
    assert (outcome.outcome, after.snapshot_id != before.snapshot_id) == ("imported", True)
    assert after.manifest.published_on == before.manifest.published_on
    assert (after.manifest.parser_version, before.manifest.parser_version) == (99, 1)
    assert set(after.frames()["entities"]["remarks"]) == {"read better"}
    assert parties(Past(filled.root, known_at=NOW - timedelta(days=1))) == 22


# Pruning.


@pytest.mark.parametrize(
    ("rule", "gone"),
    [
        pytest.param(Retention(last=1, days=0, months=0), 2, id="the newest only"),
        pytest.param(Retention(last=2, days=0, months=0), 1, id="the two newest"),
        pytest.param(Retention(last=1, days=0, months=120), 0, id="one a month"),
        pytest.param(Retention(last=1, days=130, months=0), 1, id="the last days"),
        pytest.param(Retention(), 0, id="the default"),
    ],
)
def test_a_rule_says_what_stays(filled: Store, rule: Retention, gone: int) -> None:
    ids = filled.snapshot_ids(LIST_ID)
    assert prune(filled, LIST_ID, rule, now=NOW, dry_run=True) == ids[:gone]
    assert filled.snapshot_ids(LIST_ID) == ids
    assert prune(filled, LIST_ID, rule, now=NOW) == ids[:gone]
    assert filled.snapshot_ids(LIST_ID) == ids[gone:]
    assert (parties(filled), verify(filled)) == (22, ())


def test_the_current_snapshot_always_stays(filled: Store, tmp_path: Path) -> None:
    accept = frozenset({"older", "shrunk"})
    path = tmp_path / f"{SPRING}.xml"
    filled.import_list(LIST_ID, [path], now=NOW, source=SOURCE, accept=accept)
    prune(filled, LIST_ID, Retention(last=1, days=0, months=0), now=NOW)
    assert parties(filled) == 20


def test_nobody_prunes_while_another_writes(filled: Store) -> None:
    with filled.locked(LIST_ID), pytest.raises(StoreLocked):
        prune(Store(filled.root), LIST_ID, Retention(last=1, days=0, months=0), now=NOW)


# Age.


def test_a_list_that_was_checked_lately_is_fresh(filled: Store) -> None:
    require_fresh(filled, max_age=timedelta(hours=36), now=TIMES[-1] + timedelta(hours=36))


def test_a_list_that_was_checked_too_long_ago_is_refused(filled: Store) -> None:
    now = TIMES[-1] + timedelta(hours=37)
    with pytest.raises(StaleList, match=r"37 hours ago .*run: sanctionscreen refresh") as caught:
        require_fresh(filled, max_age=timedelta(hours=36), now=now)
    assert caught.value.source == LIST_ID


def test_an_answer_that_nothing_changed_is_a_check(filled: Store) -> None:
    later = TIMES[-1] + timedelta(days=9)
    filled.note_unchanged(LIST_ID, now=later)
    require_fresh(filled, [LIST_ID], max_age=timedelta(hours=1), now=later)


def test_a_failure_is_no_check(filled: Store) -> None:
    later = TIMES[-1] + timedelta(days=9)
    filled.note_failed(LIST_ID, "no answer", now=later)
    with pytest.raises(StaleList):
        require_fresh(filled, [LIST_ID], max_age=timedelta(hours=1), now=later)

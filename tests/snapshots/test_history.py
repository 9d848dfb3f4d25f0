"""What a store knew when, whether it is still whole, and what is kept."""

import hashlib
import json
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from itertools import islice
from pathlib import Path

import polars as pl
import pytest

from sanctionscreen.errors import MissingList, StaleList, StoreError, StoreLocked
from sanctionscreen.model import Entity
from sanctionscreen.snapshots.diff import diff
from sanctionscreen.snapshots.history import Past, Pinned, Retention, prune, rebuild, verify
from sanctionscreen.snapshots.states import require_fresh
from sanctionscreen.snapshots.store import Store
from sanctionscreen.sources import ofac_advanced, ofac_legacy
from sanctionscreen.sources.folder import lists_dir
from sanctionscreen.sources.reading import Files, Report
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


@pytest.fixture
def mended(filled: Store, monkeypatch: pytest.MonkeyPatch) -> None:  # filled before
    """The reader of the lists reads a remark that it did not read before."""
    reading = ofac_advanced.read

    def better(files: Files, report: Report) -> Iterator[Entity]:
        for entity in reading(files, report):
            yield entity.model_copy(update={"remarks": "read better"})

    monkeypatch.setattr(ofac_advanced, "read", better)
    monkeypatch.setattr(ofac_advanced, "VERSION", 99)


def remarks(store: Store) -> set[str | None]:
    return set(store.current(LIST_ID).frames()["entities"]["remarks"])


def test_the_same_reader_reads_the_same(filled: Store) -> None:
    found = rebuild(filled, LIST_ID, now=NOW, source=SOURCE)
    assert [one.outcome for one in found] == ["unchanged"] * 3
    assert [one.rebuilt_id for one in found] == [one.snapshot_id for one in found]
    assert len(filled.snapshot_ids(LIST_ID)) == 3


@pytest.mark.usefixtures("mended")
def test_a_mended_reader_makes_a_new_snapshot_of_every_publication(filled: Store) -> None:
    ids = filled.snapshot_ids(LIST_ID)
    found = rebuild(filled, LIST_ID, now=NOW, source=SOURCE)
    assert [one.outcome for one in found] == ["imported"] * 3
    # The current one first, then the newest.
    assert tuple(one.snapshot_id for one in found) == (ids[2], ids[1], ids[0])
    assert [one.entities for one in found] == [22, 21, 20]
    assert filled.current(LIST_ID).snapshot_id == found[0].rebuilt_id
    assert set(filled.snapshot_ids(LIST_ID)) == {*ids, *(one.rebuilt_id for one in found)}
    old, new = filled.snapshot(LIST_ID, ids[0]), filled.snapshot(LIST_ID, found[2].rebuilt_id)
    assert (new.manifest.published_on, new.manifest.fetched_at) == (SPRING, TIMES[0])
    assert (new.made_at, old.made_at) == (NOW, TIMES[0])
    assert (new.manifest.parser_version, old.manifest.parser_version) == (99, 1)
    assert verify(filled) == ()


@pytest.mark.usefixtures("mended")
def test_history_is_right_after_a_rebuild(filled: Store) -> None:
    rebuild(filled, LIST_ID, now=NOW, source=SOURCE)
    later, day_before = NOW + timedelta(days=1), NOW - timedelta(days=1)
    for number, day in enumerate(DAYS):
        # As of a day: what was published then, as it is read now.
        past = Past(filled.root, as_of=day)
        assert (parties(past), remarks(past)) == (20 + number, {"read better"})
        # As known at a time: what this store answered then.
        past = Past(filled.root, known_at=TIMES[number])
        assert (parties(past), remarks(past)) == (20 + number, {None})
        past = Past(filled.root, as_of=day, known_at=day_before)
        assert (parties(past), remarks(past)) == (20 + number, {None})
        past = Past(filled.root, as_of=day, known_at=later)
        assert (parties(past), remarks(past)) == (20 + number, {"read better"})
    past = Past(filled.root, known_at=later)
    assert (parties(past), remarks(past)) == (22, {"read better"})


@pytest.mark.usefixtures("mended")
def test_reading_again_is_no_check(filled: Store) -> None:
    rebuild(filled, LIST_ID, now=NOW, source=SOURCE)
    current = filled.current(LIST_ID)
    assert (filled.checked_at(current), current.manifest.fetched_at) == (TIMES[-1], TIMES[-1])
    with pytest.raises(StaleList):
        require_fresh(filled, max_age=timedelta(hours=36), now=NOW)
    state = filled.state(LIST_ID)
    assert state is not None
    assert state.switches[-1].at == NOW


@pytest.mark.usefixtures("mended")
def test_the_last_step_is_still_that_of_the_publications(filled: Store) -> None:
    rebuild(filled, LIST_ID, now=NOW, source=SOURCE)
    step = diff(filled, LIST_ID)
    assert (len(step.added), step.removed, step.changed) == (1, (), ())


@pytest.mark.usefixtures("mended")
def test_two_publications_of_a_day_keep_their_order(filled: Store, tmp_path: Path) -> None:
    path = tmp_path / "again.xml"
    path.write_bytes(publication(people(23), on=AUTUMN))
    filled.import_list(LIST_ID, [path], now=TIMES[-1] + timedelta(hours=3), source=SOURCE)
    rebuild(filled, LIST_ID, now=NOW, source=SOURCE)
    assert parties(filled) == parties(Past(filled.root, as_of=AUTUMN)) == 23


@pytest.mark.usefixtures("mended")
def test_one_snapshot_that_is_not_current_does_not_become_it(filled: Store) -> None:
    first, *_, last = filled.snapshot_ids(LIST_ID)
    done = filled.rebuild(LIST_ID, first, now=NOW, source=SOURCE)
    assert (done.outcome, done.rebuilt_id != first) == ("imported", True)
    assert filled.current(LIST_ID).snapshot_id == last
    before = filled.state(LIST_ID)
    assert before is not None
    assert before.switches[-1].snapshot_id == last


def test_a_reader_that_loses_parties_is_refused(
    filled: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    reading = ofac_advanced.read
    monkeypatch.setattr(
        ofac_advanced, "read", lambda files, report: islice(reading(files, report), 15)
    )
    ids, current = filled.snapshot_ids(LIST_ID), filled.current(LIST_ID).snapshot_id
    found = rebuild(filled, LIST_ID, now=NOW, source=SOURCE)
    assert {one.outcome for one in found} == {"refused"}
    assert all("[shrunk]" in one.reason for one in found)
    assert (filled.snapshot_ids(LIST_ID), filled.current(LIST_ID).snapshot_id) == (ids, current)
    accepted = filled.rebuild(LIST_ID, current, now=NOW, source=SOURCE, accept={"shrunk"})
    assert (accepted.outcome, parties(filled)) == ("imported", 15)


def test_a_damaged_raw_file_fails_and_the_others_are_done(filled: Store) -> None:
    first = filled.snapshot_ids(LIST_ID)[0]
    (raw,) = filled.snapshot(LIST_ID, first).folder.glob("raw/*.zst")
    data = bytearray(raw.read_bytes())
    data[len(data) // 2] ^= 0x01
    raw.write_bytes(bytes(data))
    outcomes = {one.snapshot_id: one.outcome for one in rebuild(filled, LIST_ID, now=NOW,
                                                                source=SOURCE)}  # fmt: skip
    assert outcomes.pop(first) == "failed"
    assert set(outcomes.values()) == {"unchanged"}


def test_a_list_without_a_date_keeps_the_day_it_came(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    legacy = lists_dir() / "samples/ofac_legacy"
    undated = SOURCE.model_copy(update={"list_name": None, "bounds": {}})
    store.import_list(LIST_ID, [legacy], now=TIMES[0], source=undated)
    reading = ofac_legacy.read

    def better(files: Files, report: Report) -> Iterator[Entity]:
        for entity in reading(files, report):
            yield entity.model_copy(update={"remarks": "read better"})

    monkeypatch.setattr(ofac_legacy, "read", better)
    (done,) = rebuild(store, LIST_ID, now=NOW, source=undated)
    manifest = store.current(LIST_ID).manifest
    assert (done.outcome, manifest.dated, manifest.published_on) == (
        "imported", False, TIMES[0].date(),
    )  # fmt: skip


def test_snapshots_of_other_frames_say_what_to_run_and_are_rebuilt(
    filled: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As after an upgrade that has a column more: the old files lack it."""
    for one in filled.snapshot_ids(LIST_ID):
        folder = filled.snapshot(LIST_ID, one).folder
        frame = pl.read_parquet(folder / "designations.parquet").drop("listed_on")
        frame.write_parquet(folder / "designations.parquet")
        manifest = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
        raw = (folder / "designations.parquet").read_bytes()
        manifest["frames"]["designations"] = hashlib.sha256(raw).hexdigest()
        manifest["entities_sha256"] = "of other frames"
        manifest["frames_version"] = 0
        (folder / "manifest.json").write_text(json.dumps(manifest), encoding="utf-8")
    with pytest.raises(StoreError, match=f"run: sanctionscreen rebuild {LIST_ID}"):
        filled.current(LIST_ID).frames()
    for snapshot_id in filled.snapshot_ids(LIST_ID):
        folder = filled.snapshot(LIST_ID, snapshot_id).folder
        folder.rename(folder.with_name(f"{snapshot_id[:10]}-000000000000"))
        text = folder.with_name(f"{snapshot_id[:10]}-000000000000") / "manifest.json"
        text.write_text(text.read_text(encoding="utf-8").replace(snapshot_id[11:], "0" * 12))
    pointer = filled.root / "lists" / LIST_ID / "current"
    pointer.write_text(filled.snapshot_ids(LIST_ID)[-1], encoding="utf-8")
    found = rebuild(filled, LIST_ID, now=NOW, source=SOURCE)
    assert [one.outcome for one in found] == ["imported"] * 3
    assert parties(filled) == parties(Past(filled.root, as_of=AUTUMN)) == 22


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


@pytest.mark.usefixtures("mended")
def test_the_readings_of_a_publication_stay_or_go_together(filled: Store) -> None:
    rebuild(filled, LIST_ID, now=NOW, source=SOURCE)
    gone = prune(filled, LIST_ID, Retention(last=2, days=0, months=0), now=NOW)
    assert [one[:10] for one in gone] == [f"{SPRING}"] * 2
    assert len(filled.snapshot_ids(LIST_ID)) == 4
    assert remarks(Past(filled.root, known_at=TIMES[-1])) == {None}


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

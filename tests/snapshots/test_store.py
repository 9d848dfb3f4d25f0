import bz2
import gzip
import json
import re
import stat
import threading
import zipfile
from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import datetime, timedelta
from hashlib import sha256
from itertools import islice
from pathlib import Path
from typing import Any

import filelock
import polars as pl
import pytest

from sanctionscreen.errors import InputError, MissingList, StoreError, StoreLocked, UnknownList
from sanctionscreen.snapshots import snapshot, unpack
from sanctionscreen.snapshots.frames import SCHEMAS, digest
from sanctionscreen.snapshots.manifest import Coverage, Outcome
from sanctionscreen.snapshots.store import Store
from sanctionscreen.sources import ofac_advanced
from sanctionscreen.sources.folder import lists_dir
from sanctionscreen.sources.manifest import ListSource
from snapshots.invented import (
    AUTUMN,
    LIST_ID,
    NOW,
    SOURCE,
    SPRING,
    SUMMER,
    people,
    publication,
)

LATER = NOW + timedelta(days=1)
PEOPLE = people(20)
LIST = publication(PEOPLE, on=SUMMER)
LONGER = publication([*PEOPLE, *people(1, start=50)], on=AUTUMN)


def put(folder: Path, content: bytes, name: str = "list.xml") -> Path:
    path = folder / name
    path.write_bytes(content)
    return path


@pytest.fixture
def take(store: Store, tmp_path: Path) -> Callable[..., Outcome]:
    """Imports the bytes of a publication into the store."""

    def import_bytes(
        content: bytes,
        *accept: str,
        name: str = "list.xml",
        now: datetime = NOW,
        source: ListSource = SOURCE,
    ) -> Outcome:
        path = put(tmp_path, content, name)
        return store.import_list(
            source.id, [path], now=now, accept=frozenset(accept), source=source
        )

    return import_bytes


Take = Callable[..., Outcome]


def folder_of(store: Store) -> Path:
    return store.root / "lists" / LIST_ID


def left_over(store: Store) -> list[str]:
    """What stands in the folder of the list beside snapshots and their pointers."""
    known = {"current", "state.json", ".lock", *store.snapshot_ids(LIST_ID)}
    return sorted(path.name for path in folder_of(store).iterdir() if path.name not in known)


# Imported.


def test_an_import_is_current_and_says_where_it_comes_from(store: Store, take: Take) -> None:
    outcome = take(LIST)
    assert (outcome.outcome, outcome.reason, outcome.entities) == ("imported", "", 20)
    assert (outcome.list_id, outcome.problems) == (LIST_ID, ())
    current = store.current(LIST_ID)
    manifest = current.manifest
    assert outcome.snapshot_id == current.snapshot_id == current.folder.name
    assert manifest.sha256 == sha256(LIST).hexdigest()
    assert (manifest.published_on, manifest.dated, manifest.fetched_at) == (SUMMER, True, NOW)
    assert (manifest.format, manifest.parser_version) == ("ofac_advanced_xml", 1)
    assert (manifest.coverage, manifest.accepted) == (Coverage.COMPLETE, ())
    assert (manifest.counts["person"], manifest.counts["wallets"]) == (20, 6)
    assert [(file.name, file.size) for file in manifest.files] == [("list.xml", len(LIST))]
    assert digest(current.frames()) == manifest.entities_sha256
    assert store.list_ids() == (LIST_ID,)
    assert store.snapshot_ids(LIST_ID) == (current.snapshot_id,)
    assert left_over(store) == []


def test_the_raw_file_is_kept_as_it_was(store: Store, take: Take) -> None:
    take(gzip.compress(LIST), name="SDN.XML.gz")
    current = store.current(LIST_ID)
    (file,) = current.manifest.files
    with unpack.reopened(current.folder / "raw", [file.name]) as streams:
        kept = streams[file.name].read()
    assert kept == LIST
    assert file.sha256 == sha256(kept).hexdigest()


def test_a_folder_of_files_is_one_publication(store: Store) -> None:
    source = SOURCE.model_copy(update={"list_name": "SDN List", "bounds": {"entities": (1, 9)}})
    paths = [lists_dir() / "samples" / "ofac_legacy"]
    outcome = store.import_list(LIST_ID, paths, now=NOW, source=source)
    manifest = store.current(LIST_ID).manifest
    assert (outcome.outcome, manifest.format) == ("imported", "ofac_legacy_csv")
    assert len(manifest.files) == 4
    # The legacy files do not say when they were published.
    assert (manifest.published_on, manifest.dated) == (NOW.date(), False)


def test_what_lies_beside_the_list_in_an_archive_is_kept_but_not_read(
    store: Store, tmp_path: Path
) -> None:
    path = tmp_path / "publication.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("README.txt", "an invented list")
        archive.writestr("xml/LIST.XML", LIST)
        archive.writestr("xml/list.xsd", "<xs:schema/>")
    outcome = store.import_list(LIST_ID, [path], now=NOW, source=SOURCE)
    files = store.current(LIST_ID).manifest.files
    assert (outcome.outcome, outcome.entities) == ("imported", 20)
    assert [file.name for file in files] == ["readme.txt", "list.xml", "list.xsd"]


def test_what_a_reader_did_not_understand_is_told_and_kept(store: Store, take: Take) -> None:
    odd = LIST.replace(b'<Feature ID="1"', b'<Feature ID="1" Novelty="x"', 1)
    outcome = take(odd, "unread")
    assert [(one.field, one.reason) for one in outcome.problems] == [
        ("Feature@Novelty", "not read by anybody, in 1 record")
    ]
    assert store.current(LIST_ID).manifest.problems == outcome.problems


def test_a_field_that_nobody_reads_never_becomes_current_unsaid(store: Store, take: Take) -> None:
    first = take(LIST).snapshot_id
    odd = LONGER.replace(b"<Feature ID=", b'<Feature Novelty="x" ID=')
    refused = take(odd, now=LATER)
    assert (refused.outcome, refused.snapshot_id) == ("refused", first)
    assert re.fullmatch(
        r"a field that nobody reads: Feature@Novelty \(first in record 990000001, in \d+\) "
        r"\[unread\]",
        refused.reason,
    )
    assert [one.field for one in refused.problems] == ["Feature@Novelty"]
    state = store.state(LIST_ID)
    assert state is not None
    assert (state.checked_at, state.outcome) == (NOW, "refused")

    # What the manifest ignores is a decision, by this name and no other.
    def ignoring(field: str) -> ListSource:
        return SOURCE.model_copy(update={"ignored": {**SOURCE.ignored, field: "a decision"}})

    assert take(odd, source=ignoring("Feature@Novel"), now=LATER).outcome == "refused"
    assert take(odd, source=ignoring("Feature@Novelty"), now=LATER).outcome == "imported"
    assert store.current(LIST_ID).manifest.accepted == ()


def test_a_field_that_nobody_reads_may_be_accepted_by_name(store: Store, take: Take) -> None:
    outcome = take(LIST.replace(b"<Feature ID=", b'<Feature Novelty="x" ID='), "unread")
    assert (outcome.outcome, "[unread]" in outcome.reason) == ("imported", True)
    assert store.current(LIST_ID).manifest.accepted == ("unread",)


def test_the_same_entities_with_a_field_that_nobody_reads_are_refused(take: Take) -> None:
    take(LIST)
    odd = LIST.replace(b"<Feature ID=", b'<Feature Novelty="x" ID=')
    assert take(odd, now=LATER).outcome == "refused"
    assert take(odd, "unread", now=LATER).outcome == "unchanged"


def test_every_snapshot_stays(store: Store, take: Take) -> None:
    days = (SPRING, SUMMER, AUTUMN)
    ids = [
        take(publication(people(20 + number), on=day)).snapshot_id
        for number, day in enumerate(days)
    ]
    assert list(store.snapshot_ids(LIST_ID)) == ids
    for number, one in enumerate(ids):
        assert one is not None
        kept = snapshot.Snapshot(folder_of(store) / one)
        assert kept.frame("entities").height == 20 + number
        assert digest(kept.frames()) == kept.manifest.entities_sha256
    assert store.current(LIST_ID).snapshot_id == ids[-1]


def test_a_list_may_go_back_to_an_old_snapshot_by_name(store: Store, take: Take) -> None:
    first = take(LIST).snapshot_id
    take(LONGER)
    outcome = take(LIST, "older", now=LATER)
    assert (outcome.outcome, outcome.snapshot_id) == ("imported", first)
    assert outcome.reason == "accepted: published 2025-06-01, current is 2025-09-01 [older]"
    assert len(store.snapshot_ids(LIST_ID)) == 2
    state = store.state(LIST_ID)
    assert state is not None
    assert state.reason == outcome.reason


def test_lists_do_not_touch_each_other(store: Store, take: Take) -> None:
    other = SOURCE.model_copy(update={"id": "xx_other"})
    first = take(LIST)
    assert take(LONGER, source=other).outcome == "imported"
    assert store.list_ids() == (LIST_ID, "xx_other")
    assert store.current(LIST_ID).snapshot_id == first.snapshot_id


# The ids of snapshots.


def test_an_id_is_the_day_and_what_was_read(tmp_path: Path, take: Take) -> None:
    first = take(LIST).snapshot_id
    assert first is not None
    assert re.fullmatch(r"2025-06-01-[0-9a-f]{12}", first)
    again = Store(tmp_path / "again").import_list(
        LIST_ID, [put(tmp_path, bz2.compress(LIST), "l.xml.bz2")], now=LATER, source=SOURCE
    )
    assert again.snapshot_id == first


def test_a_parser_that_reads_otherwise_makes_another_id_of_the_same_file(
    tmp_path: Path, take: Take, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = take(LIST).snapshot_id
    reading = ofac_advanced.read

    def elsewhere(name: str) -> str | None:
        store = Store(tmp_path / name)
        return store.import_list(LIST_ID, [put(tmp_path, LIST)], now=NOW, source=SOURCE).snapshot_id

    monkeypatch.setattr(ofac_advanced, "VERSION", ofac_advanced.VERSION + 1)
    assert elsewhere("a new version that reads the same") == first
    monkeypatch.setattr(
        ofac_advanced, "read", lambda files, report: islice(reading(files, report), 15)
    )
    assert elsewhere("reads otherwise") != first


# Unchanged.


@pytest.mark.parametrize(
    ("content", "name"),
    [
        pytest.param(LIST, "list.xml", id="the same bytes"),
        pytest.param(gzip.compress(LIST), "list.xml.gz", id="compressed"),
        pytest.param(LIST, "another_name.xml", id="another file name"),
        pytest.param(LIST.replace(b"\n", b"\r\n\r\n"), "list.xml", id="other line ends"),
        pytest.param(LIST.replace(b"<Profile ", b"<!-- x --><Profile "), "list.xml", id="comments"),
        pytest.param(publication(reversed(PEOPLE), on=SUMMER), "list.xml", id="another order"),
        pytest.param(publication(PEOPLE, on=AUTUMN), "list.xml", id="published again later"),
        pytest.param(publication(PEOPLE, on=SPRING), "list.xml", id="as it was before"),
    ],
)
def test_the_same_entities_in_other_bytes_are_unchanged(
    store: Store, take: Take, content: bytes, name: str
) -> None:
    first = take(LIST)
    outcome = take(content, name=name, now=LATER)
    assert (outcome.outcome, outcome.reason) == ("unchanged", "")
    assert (outcome.snapshot_id, outcome.entities) == (first.snapshot_id, 20)
    assert store.snapshot_ids(LIST_ID) == (first.snapshot_id,)
    assert left_over(store) == []


def test_what_is_current_is_unchanged_also_where_a_guard_was_overridden_for_it(
    store: Store, take: Take
) -> None:
    few = publication(people(3), on=SUMMER)
    take(few, "bounds")
    assert take(few, now=LATER).outcome == "unchanged"
    assert store.current(LIST_ID).manifest.coverage is Coverage.EXCERPT


@pytest.mark.parametrize(
    "party",
    [
        pytest.param(PEOPLE[0]._replace(last="UNREAL_1"), id="a name"),
        pytest.param(PEOPLE[0]._replace(birth_year=1900), id="a birth"),
        pytest.param(PEOPLE[0]._replace(wallet="1InventedToo"), id="a wallet"),
        pytest.param(PEOPLE[0]._replace(programme="OTHER"), id="a programme"),
        pytest.param(PEOPLE[0]._replace(uid=990_999_999), id="a number"),
    ],
)
def test_one_changed_fact_is_another_snapshot(store: Store, take: Take, party: Any) -> None:
    take(LIST)
    assert take(publication([party, *PEOPLE[1:]], on=SUMMER)).outcome == "imported"
    assert len(store.snapshot_ids(LIST_ID)) == 2


# Refused.

FOREIGN = [party._replace(list_id="1551") for party in PEOPLE]
REFUSALS = [
    pytest.param(
        publication(people(17), on=AUTUMN),
        "shrunk",
        "17 person, the current snapshot has 20 [shrunk]",
        id="shrunk",
    ),
    pytest.param(
        publication(people(21), on=SPRING),
        "older",
        "published 2025-03-01, current is 2025-06-01 [older]",
        id="older",
    ),
    pytest.param(
        publication(FOREIGN, on=AUTUMN),
        "another_list",
        "20 parties do not stand on the 'Invented List' [another_list]",
        id="another list",
    ),
    pytest.param(
        publication(people(5001), on=AUTUMN),
        "bounds",
        "5,001 person, expected 5 to 5,000 [bounds]",
        id="bounds",
    ),
]


@pytest.mark.parametrize(("content", "guard", "reason"), REFUSALS[:3])
def test_a_refused_list_leaves_the_previous_one_current(
    store: Store, take: Take, content: bytes, guard: str, reason: str
) -> None:
    first = take(LIST)
    outcome = take(content, now=LATER)
    assert outcome.outcome == "refused"
    assert reason in outcome.reason
    assert (outcome.snapshot_id, outcome.entities) == (first.snapshot_id, 20)
    assert store.current(LIST_ID).snapshot_id == first.snapshot_id
    assert store.snapshot_ids(LIST_ID) == (first.snapshot_id,)
    assert left_over(store) == []


@pytest.mark.parametrize(("content", "guard", "reason"), REFUSALS[:3])
def test_a_guard_is_overridden_by_its_name_only_and_that_is_kept(
    store: Store, take: Take, content: bytes, guard: str, reason: str
) -> None:
    take(LIST)
    others = {"shrunk", "older", "another_list", "bounds"} - {guard}
    assert take(content, *others, now=LATER).outcome == "refused"
    outcome = take(content, guard, now=LATER)
    assert outcome.outcome == "imported"
    assert outcome.reason.startswith("accepted: ")
    assert reason in outcome.reason
    manifest = store.current(LIST_ID).manifest
    assert outcome.snapshot_id == manifest.snapshot_id
    assert manifest.accepted == (guard,)
    assert manifest.coverage is Coverage.COMPLETE


def test_fewer_parties_than_a_list_has_are_refused_or_an_excerpt(store: Store, take: Take) -> None:
    few = publication(people(4), on=SUMMER)
    outcome = take(few)
    assert outcome.outcome == "refused"
    assert outcome.reason == "4 person, expected 5 to 5,000 [bounds]"
    assert (outcome.snapshot_id, outcome.entities) == (None, 0)
    assert store.list_ids() == ()
    assert take(few, "bounds").outcome == "imported"
    manifest = store.current(LIST_ID).manifest
    assert (manifest.accepted, manifest.coverage) == (("bounds",), Coverage.EXCERPT)


def test_a_sample_passes_for_an_excerpt_of_the_real_list_only(store: Store) -> None:
    sample = [lists_dir() / "samples" / "sdn_advanced.xml"]
    refused = store.import_list("us_ofac_sdn", sample, now=NOW)
    assert (refused.outcome, "expected 4,000 to" in refused.reason) == ("refused", True)
    accept = frozenset({"bounds"})
    assert store.import_list("us_ofac_sdn", sample, now=NOW, accept=accept).outcome == "imported"
    assert store.current("us_ofac_sdn").manifest.coverage is Coverage.EXCERPT


def test_accepting_what_no_guard_says_leaves_no_mark(store: Store, take: Take) -> None:
    assert take(LIST, "bounds", "older", "shrunk", "another_list").reason == ""
    manifest = store.current(LIST_ID).manifest
    assert (manifest.accepted, manifest.coverage) == ((), Coverage.COMPLETE)


def test_several_guards_are_told_and_overridden_together(store: Store, take: Take) -> None:
    take(LIST)
    few = publication(people(4), on=SPRING)
    refused = take(few, "older")
    assert refused.outcome == "refused"
    assert re.findall(r"\[(\w+)\]", refused.reason) == ["bounds", "shrunk", "shrunk", "shrunk"]
    assert take(few, "older", "bounds", "shrunk").outcome == "imported"
    assert store.current(LIST_ID).manifest.accepted == ("bounds", "older", "shrunk")


def test_a_publication_without_a_day_does_not_replace_one_with_a_day(
    store: Store, take: Take
) -> None:
    legacy = [lists_dir() / "samples" / "ofac_legacy"]
    source = SOURCE.model_copy(update={"list_name": None, "bounds": {}})
    take(publication(people(5), on=SPRING), source=source)
    refused = store.import_list(LIST_ID, legacy, now=NOW, source=source)
    assert refused.outcome == "refused"
    assert "does not say when it was published, current is 2025-03-01 [older]" in refused.reason
    accept = frozenset({"older", "shrunk"})
    assert (
        store.import_list(LIST_ID, legacy, now=NOW, source=source, accept=accept).outcome
        == "imported"
    )
    assert take(publication(people(30), on=SUMMER), source=source).outcome == "imported"


def test_a_guard_that_does_not_exist_is_bad_use(store: Store, take: Take) -> None:
    with pytest.raises(
        InputError, match="no guard oldest; there are unread, licence, another_list, count"
    ) as caught:
        take(LIST, "oldest")
    assert caught.value.field == "accept"
    assert not store.root.exists()


# Failed.


@pytest.mark.parametrize(
    ("content", "name", "reason"),
    [
        pytest.param(b"", "list.xml", "the file is empty", id="empty"),
        pytest.param(b" \n", "list.xml", "it begins with ''", id="blank"),
        pytest.param(LIST[: len(LIST) // 2], "list.xml", "probably cut off", id="half"),
        pytest.param(LIST[:-20], "list.xml", "probably cut off", id="without its end"),
        pytest.param(LIST[:40], "list.xml", "is none of ofac_advanced_xml", id="only its head"),
        pytest.param(
            bz2.compress(LIST)[:-9], "list.xml.bz2", "cannot be read: Compr", id="half a bz2"
        ),
        pytest.param(bytes(range(256)) * 9, "list.xml", "is none of", id="garbage"),
        pytest.param(LIST + b"<x/>", "list.xml", "not well-formed", id="something behind"),
        pytest.param(b"\x00" + LIST, "list.xml", "not well-formed", id="a zero byte before"),
        pytest.param(LIST.decode().encode("utf-16"), "list.xml", "is none of", id="UTF-16"),
        pytest.param(
            b"<!DOCTYPE html><html><body>Access denied</body></html>",
            "list.xml",
            "it begins with '<!DOCTYPE html><html><body>Access denied",
            id="HTML",
        ),
        pytest.param(
            b"<?xml version='1.0'?><sdnList><publshInformation/></sdnList>",
            "list.xml",
            "it begins with \"<?xml version='1.0'?><sdnList>",
            id="another XML",
        ),
        pytest.param(
            b"<?xml version='1.0'?><Sanctions Version='3'></Sanctions>",
            "list.xml",
            "no date of issue or no party",
            id="no party",
        ),
        pytest.param(
            publication([*PEOPLE, PEOPLE[0]]), "list.xml", "the party stands twice", id="twice"
        ),
        pytest.param(
            LIST.replace(b"<Sanctions ", b"<!DOCTYPE x [<!ENTITY a 'b'>]><Sanctions "),
            "list.xml",
            "document type declaration",
            id="a DTD",
        ),
        pytest.param(b"7,x\n", "sdn.csv", "missing: add.csv, alt.csv", id="one of four files"),
    ],
)  # fmt: skip
def test_what_cannot_be_read_fails_and_leaves_the_previous_one_current(
    store: Store, take: Take, content: bytes, name: str, reason: str
) -> None:
    first = take(LIST)
    outcome = take(content, name=name, now=LATER)
    assert outcome.outcome == "failed"
    assert reason in outcome.reason
    assert (outcome.snapshot_id, outcome.entities) == (first.snapshot_id, 20)
    assert store.snapshot_ids(LIST_ID) == (first.snapshot_id,)
    assert left_over(store) == []


@pytest.mark.parametrize("tenth", range(10))
def test_a_plain_file_cut_anywhere_fails(store: Store, take: Take, tenth: int) -> None:
    assert take(LIST[: len(LIST) * tenth // 10]).outcome == "failed"
    assert store.list_ids() == ()


def test_a_missing_file_and_no_file_fail(store: Store, tmp_path: Path) -> None:
    missing = store.import_list(LIST_ID, [tmp_path / "none.xml"], now=NOW, source=SOURCE)
    assert (missing.outcome, "No such file" in missing.reason) == ("failed", True)
    nothing = store.import_list(LIST_ID, [], now=NOW, source=SOURCE)
    assert (nothing.outcome, nothing.reason) == ("failed", "there is no file in it")


def test_a_larger_file_than_the_manifest_allows_fails(take: Take) -> None:
    small = SOURCE.model_copy(update={"max_bytes": len(LIST) - 1})
    outcome = take(LIST, source=small)
    assert (outcome.outcome, "larger than" in outcome.reason) == ("failed", True)


def test_nothing_overrides_a_failure(take: Take) -> None:
    assert take(LIST[:-20], "bounds", "shrunk", "older", "another_list").outcome == "failed"


def test_a_list_without_a_manifest_is_unknown(store: Store) -> None:
    with pytest.raises(UnknownList, match="us_ofac_sdn"):
        store.import_list("xx_unknown", [], now=NOW)
    assert not store.root.exists()


# What the store remembers.


def test_the_last_good_check_is_remembered_through_refusals_and_failures(
    store: Store, take: Take
) -> None:
    def state() -> tuple[datetime, str]:
        found = store.state(LIST_ID)
        assert found is not None
        return found.checked_at, found.outcome

    days = [NOW + timedelta(days=number) for number in range(6)]
    take(LIST, now=days[0])
    assert state() == (days[0], "imported")
    take(LIST, now=days[1])
    assert state() == (days[1], "unchanged")
    take(publication(people(2), on=AUTUMN), now=days[2])
    assert state() == (days[1], "refused")
    take(b"", now=days[3])
    assert state() == (days[1], "failed")
    take(LONGER, now=days[4])
    assert state() == (days[4], "imported")


def test_the_state_tells_why(store: Store, take: Take) -> None:
    take(LIST)
    outcome = take(LIST[:-20], now=LATER)
    found = store.state(LIST_ID)
    assert found is not None
    assert found.reason == outcome.reason != ""


@pytest.mark.parametrize("content", [b"", publication(people(2))])
def test_a_list_that_never_was_good_has_no_state(store: Store, take: Take, content: bytes) -> None:
    take(content)
    assert store.state(LIST_ID) is None
    with pytest.raises(MissingList, match=f"sanctionscreen import {LIST_ID} FILE"):
        store.current(LIST_ID)


def test_an_empty_store_has_nothing(store: Store) -> None:
    assert (store.list_ids(), store.snapshot_ids(LIST_ID), store.state(LIST_ID)) == ((), (), None)
    with pytest.raises(MissingList, match=str(store.root)):
        store.current(LIST_ID)


# Writers and readers.


def test_two_writers_of_one_list_exclude_each_other(store: Store, take: Take) -> None:
    first = take(LIST)
    with filelock.FileLock(folder_of(store) / ".lock"):
        with pytest.raises(StoreLocked, match="another process is writing"):
            take(LONGER)
        assert store.current(LIST_ID).snapshot_id == first.snapshot_id
        assert store.current(LIST_ID).frame("names").height == 20
        assert take(LONGER, source=SOURCE.model_copy(update={"id": "xx_other"})).entities == 21
    assert take(LONGER).outcome == "imported"


def test_of_many_writers_at_once_each_is_imported_or_locked_out(
    store: Store, tmp_path: Path
) -> None:
    paths = [
        put(tmp_path, publication(people(20 + number), on=SUMMER), f"{number}.xml")
        for number in range(6)
    ]
    ends: list[str] = []
    start = threading.Barrier(len(paths))

    def write(path: Path) -> None:
        start.wait()
        try:
            ends.append(store.import_list(LIST_ID, [path], now=NOW, source=SOURCE).outcome)
        except StoreLocked:
            ends.append("locked")

    threads = [threading.Thread(target=write, args=(path,)) for path in paths]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(ends) == len(paths)
    assert set(ends) <= {"imported", "locked"}
    assert ends.count("imported") == len(store.snapshot_ids(LIST_ID)) >= 1
    assert left_over(store) == []
    assert (
        digest(store.current(LIST_ID).frames()) == store.current(LIST_ID).manifest.entities_sha256
    )


def test_readers_see_one_snapshot_or_the_next_while_writers_write(store: Store, take: Take) -> None:
    take(LIST)
    stop = threading.Event()
    seen: list[int] = []
    troubles: list[BaseException] = []

    def read() -> None:
        while not stop.is_set():
            try:
                current = store.current(LIST_ID)
                assert digest(current.frames()) == current.manifest.entities_sha256
                seen.append(current.manifest.counts["person"])
            except BaseException as error:  # a thread's errors are told below
                troubles.append(error)
                return

    reader = threading.Thread(target=read)
    reader.start()
    for number in range(21, 27):
        take(publication(people(number), on=SUMMER))
    stop.set()
    reader.join()
    assert troubles == []
    assert seen == sorted(seen)
    assert set(seen) <= set(range(20, 27))


def test_a_snapshot_in_hand_stays_readable_after_the_next_import(store: Store, take: Take) -> None:
    take(LIST)
    held = store.current(LIST_ID)
    take(LONGER)
    assert held.frame("entities").height == 20


def test_what_a_killed_writer_left_is_swept_away(store: Store, take: Take) -> None:
    take(LIST)
    staging = folder_of(store) / ".staging"
    (staging / "raw").mkdir(parents=True)
    (staging / "raw" / "list.xml.zst").write_bytes(b"half")
    put(staging, (store.current(LIST_ID).folder / "manifest.json").read_bytes(), "manifest.json")
    put(folder_of(store), b"half", ".current.new")
    assert len(store.snapshot_ids(LIST_ID)) == 1  # nothing unfinished is a snapshot
    assert take(LONGER).outcome == "imported"
    assert left_over(store) == []


# Permissions.

Unprivileged = Callable[[], AbstractContextManager[None]]


def test_other_users_may_read_a_store_but_not_write_it(
    shared_folder: Path, unprivileged: Unprivileged
) -> None:
    # A staging folder made by tempfile once kept every other user out of the snapshots.
    store = Store(shared_folder / "store")
    path = put(shared_folder, LIST)
    store.import_list(LIST_ID, [path], now=NOW, source=SOURCE)
    for folder in (folder_of(store), store.current(LIST_ID).folder):
        assert stat.S_IMODE(folder.stat().st_mode) == 0o755
    for entry in (store.root, *store.root.rglob("*")):
        entry.chmod(entry.stat().st_mode & ~0o222)
    with unprivileged():
        assert store.current(LIST_ID).frame("names").height == 20
        assert store.state(LIST_ID) is not None
        for accept in (frozenset[str](), frozenset({"older"})):
            with pytest.raises(StoreError, match=r"cannot be written: .*Permission denied"):
                store.import_list(LIST_ID, [path], now=NOW, source=SOURCE, accept=accept)
    for entry in (store.root, *store.root.rglob("*")):
        entry.chmod(entry.stat().st_mode | 0o700)  # so that the folder can be removed


@pytest.mark.parametrize("closed", [".", "lists", f"lists/{LIST_ID}"])
def test_a_store_that_may_not_be_entered_is_no_empty_store(
    shared_folder: Path, unprivileged: Unprivileged, closed: str
) -> None:
    # Where it passed for an empty one, the bundled excerpt would be screened against instead.
    store = Store(shared_folder / "store")
    store.import_list(LIST_ID, [put(shared_folder, LIST)], now=NOW, source=SOURCE)
    (store.root / closed).chmod(0)
    with unprivileged():
        with pytest.raises(StoreError, match="Permission denied"):
            store.list_ids()
        with pytest.raises(StoreError, match=r"current: cannot be read: .*Permission denied"):
            store.current(LIST_ID)
        with pytest.raises(StoreError, match=r"state\.json: .*Permission denied"):
            store.state(LIST_ID)
    (store.root / closed).chmod(0o700)


def test_a_file_where_the_store_should_be(tmp_path: Path) -> None:
    store = Store(put(tmp_path, b"", "store"))
    with pytest.raises(StoreError, match="Not a directory"):
        store.list_ids()
    with pytest.raises(StoreError, match=r"cannot be written: .*Not a directory"):
        store.import_list(LIST_ID, [put(tmp_path, LIST)], now=NOW, source=SOURCE)


def test_other_files_in_a_store_are_no_lists(store: Store, take: Take) -> None:
    take(LIST)
    put(store.root / "lists", b"", ".DS_Store")
    (store.root / "lists" / "xx_never_good").mkdir()
    assert store.list_ids() == (LIST_ID,)


# Damage.


def flipped(content: bytes, at: int) -> bytes:
    """The content with one bit flipped."""
    return content[:at] + bytes([content[at] ^ 4]) + content[at + 1 :]


@pytest.mark.parametrize("name", SCHEMAS)
@pytest.mark.parametrize(
    "damage",
    [
        pytest.param(lambda content: content[:0], id="empty"),
        pytest.param(lambda content: content[: len(content) // 2], id="cut off"),
        pytest.param(lambda content: bytes(len(content)), id="zeros"),
        pytest.param(lambda content: flipped(content, 60), id="a flipped bit"),
        pytest.param(None, id="gone"),
    ],
)
def test_a_damaged_frame_is_named(
    store: Store, take: Take, name: str, damage: Callable[[bytes], bytes] | None
) -> None:
    take(LIST)
    path = store.current(LIST_ID).folder / f"{name}.parquet"
    if damage is None:
        path.unlink()
    else:
        path.write_bytes(damage(path.read_bytes()))
    with pytest.raises(StoreError, match=re.escape(str(path))):
        store.current(LIST_ID).frame(name)


def test_no_flipped_bit_of_a_frame_goes_unnoticed(store: Store, take: Take) -> None:
    take(LIST)
    path = store.current(LIST_ID).folder / "names.parquet"
    content = path.read_bytes()
    for at in range(0, len(content), max(1, len(content) // 100)):
        path.write_bytes(flipped(content, at))
        with pytest.raises(StoreError, match=r"names\.parquet"):
            store.current(LIST_ID).frame("names")


def test_a_frame_of_another_shape_is_named(store: Store, take: Take) -> None:
    take(LIST)
    folder = store.current(LIST_ID).folder
    pl.DataFrame({"entity_id": ["x"]}).write_parquet(folder / "wallets.parquet")
    manifest = json.loads((folder / "manifest.json").read_text())
    manifest["frames"]["wallets"] = sha256((folder / "wallets.parquet").read_bytes()).hexdigest()
    (folder / "manifest.json").write_text(json.dumps(manifest))
    with pytest.raises(StoreError, match=r"wallets\.parquet.*field address: the column is missing"):
        store.current(LIST_ID).frame("wallets")


MANIFEST_DAMAGE = [
    pytest.param(b"", id="empty"),
    pytest.param(b"{", id="half"),
    pytest.param(b"\xff\xfe", id="not UTF-8"),
    pytest.param(b'{"list_id": "xx_invented"}', id="fields are missing"),
    pytest.param(None, id="gone"),
]


@pytest.mark.parametrize("content", MANIFEST_DAMAGE)
def test_a_damaged_manifest_is_named(store: Store, take: Take, content: bytes | None) -> None:
    take(LIST)
    path = store.current(LIST_ID).folder / "manifest.json"
    if content is None:
        path.unlink()
    else:
        path.write_bytes(content)
    with pytest.raises(StoreError, match=re.escape(str(path.parent))):
        store.current(LIST_ID)
    # Without it no guard could compare: the import stops instead of taking anything.
    with pytest.raises(StoreError, match=re.escape(str(path.parent))):
        take(LONGER)


@pytest.mark.parametrize(
    "pointer",
    [
        pytest.param(b"", id="empty"),
        pytest.param(b"2025-06-01-000000000000", id="a snapshot that is not there"),
        pytest.param(b"\xff\xff", id="not UTF-8"),
        pytest.param(b"a\x00b", id="a zero byte"),
        pytest.param(b"x" * 300, id="too long a name"),
    ],
)
def test_a_damaged_pointer_is_an_error_and_never_an_empty_list(
    store: Store, take: Take, pointer: bytes
) -> None:
    take(LIST)
    (folder_of(store) / "current").write_bytes(pointer)
    with pytest.raises(StoreError, match=re.escape(str(folder_of(store)))):
        store.current(LIST_ID)


def test_a_damaged_state_is_named_and_mended_by_the_next_good_check(
    store: Store, take: Take
) -> None:
    take(LIST)
    path = folder_of(store) / "state.json"
    path.write_bytes(b"{")
    with pytest.raises(StoreError, match=re.escape(str(path))):
        store.state(LIST_ID)
    with pytest.raises(StoreError, match=re.escape(str(path))):
        take(b"")
    assert take(LIST, now=LATER).outcome == "unchanged"
    state = store.state(LIST_ID)
    assert state is not None
    assert state.checked_at == LATER


def test_a_damaged_snapshot_is_never_called_unchanged_or_made_current_again(
    store: Store, take: Take
) -> None:
    take(LIST)
    path = store.current(LIST_ID).folder / "names.parquet"
    path.write_bytes(b"PAR1")
    with pytest.raises(StoreError, match=re.escape(str(path))):
        take(LIST)
    assert take(LONGER).outcome == "imported"  # the next publication gets out of it
    with pytest.raises(StoreError, match=re.escape(str(path))):
        take(LIST, "older")
    assert store.current(LIST_ID).frame("names").height == 21

"""Refreshing from a real server: whatever goes wrong, one named outcome, and the last good list."""

import threading
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Final

import pytest

from sanctionscreen.errors import UnknownList
from sanctionscreen.snapshots.fetch import Fetcher, FetchError, Limits
from sanctionscreen.snapshots.manifest import Outcome
from sanctionscreen.snapshots.refresh import refresh
from sanctionscreen.snapshots.store import Store
from sanctionscreen.sources import ofac_advanced
from sanctionscreen.sources.manifest import ListSource
from snapshots import faults
from snapshots.faults import Answer, Faulty
from snapshots.invented import AUTUMN, LIST_ID, NOW, SOURCE, SPRING, SUMMER, people, publication

FAST: Final = Limits(
    attempts=3, wait_s=0.01, wait_max_s=0.02, read_s=2.0, total_s=4.0, host_pause_s=0.0
)
GOOD: Final = publication(people(40), on=SUMMER)
NEWER: Final = publication(people(42), on=AUTUMN)
LATER: Final = NOW + timedelta(hours=5)


@pytest.fixture
def server() -> Iterator[Faulty]:
    with faults.serving(GOOD) as running:
        yield running


def source(server: Faulty, **update: object) -> ListSource:
    return SOURCE.model_copy(update={"download": (server.url,), **update})


def run(store: Store, server: Faulty, *accept: str, **update: object) -> Outcome:
    (outcome,) = refresh(
        store,
        [source(server, **update)],
        now=LATER,
        accept=frozenset(accept),
        fetcher=Fetcher(limits=FAST),
    )
    return outcome


@pytest.fixture
def filled(store: Store, server: Faulty) -> Store:
    """A store that took the good list once."""
    (outcome,) = refresh(store, [source(server)], now=NOW, fetcher=Fetcher(limits=FAST))
    assert (outcome.outcome, outcome.reason, outcome.entities) == ("imported", "", 40)
    server.seen.clear()
    return store


def test_a_changed_list_is_imported(filled: Store, server: Faulty) -> None:
    server.content = NEWER
    outcome = run(filled, server)
    assert (outcome.outcome, outcome.entities) == ("imported", 42)
    assert filled.current(LIST_ID).manifest.published_on == AUTUMN


def test_an_unchanged_list_is_not_sent_again(filled: Store, server: Faulty) -> None:
    outcome = run(filled, server)
    assert (outcome.outcome, outcome.entities) == ("unchanged", 40)
    ((_, headers),) = server.seen
    assert headers["If-None-Match"] == faults.etag(GOOD)
    assert headers["If-Modified-Since"] == "Wed, 19 Nov 2025 12:00:00 GMT"
    state = filled.state(LIST_ID)
    assert state is not None
    assert (state.checked_at, state.outcome) == (LATER, "unchanged")


def test_what_was_said_of_another_file_is_not_asked_with(filled: Store, server: Faulty) -> None:
    path = filled.root / "other.xml"
    path.write_bytes(NEWER)
    assert filled.import_list(LIST_ID, [path], now=NOW, source=SOURCE).outcome == "imported"
    run(filled, server)
    assert "If-None-Match" not in server.seen[0][1]


def test_a_mended_reader_asks_for_the_whole_list_once(
    filled: Store, server: Faulty, monkeypatch: pytest.MonkeyPatch
) -> None:
    """An answered "not modified" would keep what the reader of before read wrongly."""
    monkeypatch.setattr(ofac_advanced, "VERSION", ofac_advanced.VERSION + 1)
    assert run(filled, server).outcome == "unchanged"
    assert run(filled, server).outcome == "unchanged"
    first, second = (headers for _, headers in server.seen)
    assert "If-None-Match" not in first
    assert second["If-None-Match"] == faults.etag(GOOD)


def test_a_refused_list_is_asked_for_whole_again(filled: Store, server: Faulty) -> None:
    server.content = publication(people(3), on=AUTUMN)
    assert run(filled, server).outcome == "refused"
    assert run(filled, server).outcome == "refused"
    assert run(filled, server, "bounds", "shrunk", "programme").outcome == "imported"


#: What happens to the file → the outcome, and how its reason begins or what it holds.
FAULTS: Final = [
    pytest.param([faults.picky], "unchanged", "", id="an agent is asked for"),
    pytest.param([faults.packed], "unchanged", "", id="packed for the way"),
    pytest.param([faults.redirect("{}/signed?until=now"), faults.whole], "unchanged", "",
                 id="a redirect to a signed address"),
    pytest.param([faults.status(500), faults.status(503), faults.whole], "unchanged", "",
                 id="a burst of 500"),
    pytest.param([faults.status(429, Retry_After="0"), faults.whole], "unchanged", "",
                 id="a pause is asked for"),
    pytest.param([faults.status(429, Retry_After="Wed, 21 Oct 2015 07:28:00 GMT"), faults.whole],
                 "unchanged", "", id="a pause until a day"),
    pytest.param([faults.reset, faults.whole], "unchanged", "", id="one reset"),
    pytest.param([faults.reset_in_the_middle, faults.whole], "unchanged", "", id="one broken line"),
    pytest.param([faults.resumable(4)], "unchanged", "", id="resumed"),
    pytest.param([faults.status(500)], "failed", "the server answers 500", id="500 for ever"),
    pytest.param([faults.status(404)], "failed", "the server answers 404", id="404"),
    pytest.param([faults.status(403)], "failed", "the server answers 403", id="403"),
    pytest.param([faults.status(204, b"")], "failed", "an empty answer", id="204"),
    pytest.param([faults.status(200, b"")], "failed", "an empty answer", id="an empty body"),
    pytest.param([faults.status(200, b"<html><body>Service unavailable</body></html>")], "failed",
                 "is none of", id="a page of an error with status 200"),
    pytest.param([faults.status(200, b"\x00\xff" * 500)], "failed", "is none of", id="garbage"),
    pytest.param([faults.redirect("{}/list.xml")], "failed", "more than 10 redirects", id="a loop"),
    pytest.param([faults.redirect("ftp://list.example/x")], "failed", "no web address",
                 id="another protocol"),
    pytest.param([faults.too_short_a_length], "failed", "not well-formed", id="a wrong length"),
    pytest.param([faults.trickle], "failed", "not read in time", id="a trickle"),
    pytest.param([faults.reset], "failed", "no whole answer", id="resets"),
    pytest.param([faults.reset_in_the_middle], "failed", "no whole answer", id="broken lines"),
    pytest.param([faults.huge_header], "failed", "no whole answer", id="a huge header"),
    pytest.param([faults.bomb], "failed", "unpacks to more than 200 times", id="a bomb"),
    pytest.param([faults.badly_packed], "failed", "cannot be unpacked", id="not packed as said"),
    pytest.param([faults.other(publication(people(41), on=SPRING))], "refused", "[older]",
                 id="an older list"),
    pytest.param([faults.other(publication([p._replace(list_id="1551") for p in people(40)],
                                           on=AUTUMN))],
                 "refused", "[another_list]", id="a swapped list"),
    pytest.param([faults.other(publication(people(4), on=AUTUMN))], "refused", "[bounds]",
                 id="hardly anybody"),
    pytest.param([faults.other(publication(people(30), on=AUTUMN))], "refused", "[shrunk]",
                 id="a quarter is gone"),
    *(pytest.param([faults.truncated(tenths)], "failed", "no whole answer", id=f"{tenths}/10")
      for tenths in range(10)),
    *(pytest.param([faults.silently_truncated(tenths)], "failed",
                   "an empty answer" if tenths == 0 else "", id=f"{tenths}/10, unsaid")
      for tenths in range(10)),
]  # fmt: skip


@pytest.mark.parametrize(("plan", "outcome", "says"), FAULTS)
def test_no_fault_loses_the_list(
    filled: Store, server: Faulty, plan: list[Answer], outcome: str, says: str
) -> None:
    before = filled.current(LIST_ID).snapshot_id
    state = filled.state(LIST_ID)
    server.plan = list(plan)
    server.seen.clear()
    found = run(filled, server)
    assert (found.outcome, found.snapshot_id, found.entities) == (outcome, before, 40)
    assert says in found.reason
    current = filled.current(LIST_ID)
    assert (current.snapshot_id, current.frames()["entities"].height) == (before, 40)
    after = filled.state(LIST_ID)
    assert state is not None
    assert after is not None
    assert after.outcome == outcome
    assert after.checked_at == (LATER if outcome == "unchanged" else state.checked_at)


def test_the_last_good_list_is_refreshed_after_any_fault(filled: Store, server: Faulty) -> None:
    server.plan = [faults.truncated(5)]
    assert run(filled, server).outcome == "failed"
    server.plan, server.content = [faults.whole], NEWER
    assert run(filled, server).outcome == "imported"


def test_a_broken_download_is_resumed(filled: Store, server: Faulty) -> None:
    server.content, server.plan = NEWER, [faults.resumable(4)]
    assert run(filled, server).outcome == "imported"
    first, second = (headers for _, headers in server.seen)
    assert "Range" not in first
    assert second["Range"].startswith("bytes=")
    assert second["If-Range"] == faults.etag(NEWER)


def test_a_file_that_is_too_large_is_not_read_on(filled: Store, server: Faulty) -> None:
    found = run(filled, server, max_bytes=1000)
    assert found.outcome == "unchanged"  # nothing was sent
    server.content = NEWER
    found = run(filled, server, max_bytes=1000)
    assert (found.outcome, "larger than 1,000 bytes" in found.reason) == ("failed", True)


def test_unchanged_is_not_believed_of_a_list_that_is_not_there(
    store: Store, server: Faulty
) -> None:
    server.plan = [faults.unchanged]
    found = run(store, server)
    assert (found.outcome, found.snapshot_id) == ("failed", None)


def test_unchanged_is_not_said_of_a_damaged_list(filled: Store, server: Faulty) -> None:
    (filled.current(LIST_ID).folder / "names.parquet").write_bytes(b"PAR1")
    found = run(filled, server)
    assert (found.outcome, "damaged" in found.reason) == ("failed", True)


def test_one_failure_does_not_stop_the_others(store: Store, server: Faulty) -> None:
    lists = [
        source(server, id="xx_first", download=("http://127.0.0.1:1/nothing.xml",)),
        source(server),
        source(server, id="xx_third", download=()),
    ]
    found = refresh(store, lists, now=NOW, fetcher=Fetcher(limits=FAST))
    assert [one.list_id for one in found] == ["xx_first", LIST_ID, "xx_third"]
    assert [one.outcome for one in found] == ["failed", "imported", "failed"]
    assert "names no address" in found[2].reason
    assert store.list_ids() == (LIST_ID,)


def test_a_publication_of_several_files_is_fetched_whole(store: Store, server: Faulty) -> None:
    two = (server.url, server.url.replace("list.xml", "beside.txt"))
    several = source(server, download=two)
    fetcher = Fetcher(limits=FAST)
    server.plan = [faults.whole, faults.other(b"nothing")]
    assert refresh(store, [several], now=NOW, fetcher=fetcher)[0].outcome == "imported"
    server.seen.clear()
    changed = faults.other(b"changed")
    server.plan = [faults.unchanged, changed, faults.whole, changed]
    assert refresh(store, [several], now=LATER, fetcher=fetcher)[0].outcome == "unchanged"
    assert len(server.seen) == 4  # one of two had changed: both were needed


def test_two_refreshes_at_once_do_no_harm(filled: Store, server: Faulty) -> None:
    server.content = NEWER
    found: list[str] = []
    threads = [
        threading.Thread(target=lambda: found.append(run(filled, server).outcome)) for _ in range(4)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert set(found) <= {"imported", "unchanged", "failed"}
    assert "imported" in found
    assert filled.current(LIST_ID).frames()["entities"].height == 42


@pytest.mark.parametrize("kind", ["folder", "address"])
def test_a_mirror_stands_in_for_the_publisher(
    store: Store, server: Faulty, tmp_path: Path, kind: str
) -> None:
    own = source(server, download=("https://list.example/feed/list.xml?token=secret",))
    mirror = server.url.rpartition("/")[0]
    if kind == "folder":
        (tmp_path / LIST_ID).mkdir()
        (tmp_path / LIST_ID / "list.xml").write_bytes(GOOD)
        mirror = str(tmp_path)
    (found,) = refresh(store, [own], now=NOW, fetcher=Fetcher(limits=FAST), mirror=mirror)
    assert found.outcome == "imported"
    assert [path for path, _ in server.seen] == (
        [f"/{LIST_ID}/list.xml"] if kind == "address" else []
    )


def test_progress_is_told(store: Store, server: Faulty) -> None:
    told: list[tuple[str, int, int | None]] = []
    refresh(
        store,
        [source(server)],
        now=NOW,
        fetcher=Fetcher(limits=FAST),
        progress=lambda *step: told.append(step),
    )
    assert told[-1] == (LIST_ID, len(GOOD), len(GOOD))


def test_an_unknown_list_is_bad_use(store: Store) -> None:
    with pytest.raises(UnknownList):
        refresh(store, ["no_such_list"], now=NOW)


def test_a_secure_address_never_leads_to_an_open_one(tmp_path: Path) -> None:
    import httpx

    def answer(request: httpx.Request) -> httpx.Response:
        if request.url.scheme == "https":
            return httpx.Response(302, headers={"Location": "http://list.example/x"})
        return httpx.Response(200, content=GOOD)

    fetcher = Fetcher(limits=FAST, transport=httpx.MockTransport(answer))
    with pytest.raises(FetchError, match="without https"):
        fetcher.fetch("https://list.example/x?token=secret", tmp_path, max_bytes=10**6)


def test_requests_to_one_host_keep_their_distance(server: Faulty, tmp_path: Path) -> None:
    import time

    fetcher = Fetcher(limits=Limits(host_pause_s=0.2))
    started = time.monotonic()
    for _ in range(3):
        fetcher.fetch(server.url, tmp_path, max_bytes=10**6)
    assert time.monotonic() - started >= 0.4

"""Whatever stops an import, the store holds the old snapshot or the new one, whole."""

import contextlib
import errno
import os
import random
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from sanctionscreen.errors import StoreError
from sanctionscreen.snapshots import unpack
from sanctionscreen.snapshots.frames import digest
from sanctionscreen.snapshots.store import Store
from snapshots.invented import AUTUMN, LIST_ID, NOW, SOURCE, SPRING, SUMMER, people, publication

OLD, NEW = publication(people(5), on=SPRING), publication(people(6), on=SUMMER)


def put(folder: Path, content: bytes, name: str) -> Path:
    path = folder / name
    path.write_bytes(content)
    return path


def import_file(store: Store, path: Path) -> str:
    return store.import_list(LIST_ID, [path], now=NOW, source=SOURCE).outcome


def whole_current(store: Store) -> str:
    """The id of the current snapshot, which must be readable and what it says it is."""
    current = store.current(LIST_ID)
    assert digest(current.frames()) == current.manifest.entities_sha256
    assert {path.name for path in (current.folder / "raw").iterdir()} == {
        f"{file.name}.zst" for file in current.manifest.files
    }
    return current.snapshot_id


# Every step at which an import changes the disk, one after the other.


class Killed(BaseException):
    """Stands for SIGKILL: nobody catches it, and nobody cleans up after it."""


class Steps:
    """Counts the steps of an import and fails at one of them instead of doing it."""

    def __init__(self) -> None:
        self.error: BaseException | None = None
        self.fatal = 0
        self.taken = 0

    @contextmanager
    def failing(self, error: BaseException, fatal: int) -> Iterator[None]:
        self.error, self.fatal, self.taken = error, fatal, 0
        try:
            yield
        finally:
            self.error = None

    def watched(self, original: Callable[..., Any]) -> Callable[..., Any]:
        def step(*args: Any, **kwargs: Any) -> Any:
            self.taken += 1
            if self.error is not None and self.taken == self.fatal:
                raise self.error
            return original(*args, **kwargs)

        return step

    def unless_dead(self, original: Callable[..., Any]) -> Callable[..., Any]:
        def clean_up(*args: Any, **kwargs: Any) -> None:
            if not isinstance(self.error, Killed) or self.taken < self.fatal:
                original(*args, **kwargs)

        return clean_up


@pytest.fixture
def steps(monkeypatch: pytest.MonkeyPatch) -> Steps:
    steps = Steps()
    for owner, name in (
        (Path, "mkdir"),
        (Path, "write_text"),
        (Path, "write_bytes"),
        (Path, "replace"),
        (Path, "rename"),
        (os, "fsync"),
        (vars(unpack)["zstd"], "open"),
    ):
        monkeypatch.setattr(owner, name, steps.watched(getattr(owner, name)))
    monkeypatch.setattr(shutil, "rmtree", steps.unless_dead(shutil.rmtree))
    return steps


@pytest.mark.parametrize(
    ("error", "raised"),
    [
        pytest.param(Killed(), Killed, id="killed"),
        pytest.param(OSError(errno.ENOSPC, "No space left on device"), StoreError, id="disk full"),
    ],
)
def test_an_import_may_stop_at_every_step(
    steps: Steps,
    tmp_path: Path,
    error: BaseException,
    raised: type[BaseException],
) -> None:
    old, new = put(tmp_path, OLD, "old.xml"), put(tmp_path, NEW, "new.xml")
    begun = Store(tmp_path / "begun")
    import_file(begun, old)
    before = whole_current(begun)
    ends: list[str] = []
    for fatal in range(1, 1000):
        store = Store(tmp_path / f"stopped at {fatal}")
        shutil.copytree(begun.root, store.root)
        try:
            with steps.failing(error, fatal):
                import_file(store, new)
        except raised:
            pass
        else:
            break  # it took fewer steps than that
        after = whole_current(store)
        ends.append("old" if after == before else "new")
        assert import_file(store, new) == ("imported" if after == before else "unchanged")
        assert whole_current(store) != before
        left = {path.name for path in (store.root / "lists" / LIST_ID).iterdir()}
        assert ".staging" not in left
        assert len(left) == len({"current", "state.json", ".lock", "old snapshot", "new snapshot"})
    assert len(ends) > 30
    assert ends == sorted(ends, reverse=True)  # old … old, then new … new: no way back
    assert {"old", "new"} == set(ends)


@pytest.mark.skipif(not Path("/proc/self/fd").is_dir(), reason="cannot tell what is synced")
def test_everything_is_on_the_disk_before_it_gets_its_name(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    # No test can cut the power: so the order of what must outlive it is held here.
    folder = tmp_path / "store" / "lists" / LIST_ID
    events: list[tuple[str, Path]] = []

    def fsync(descriptor: int) -> None:
        events.append(("sync", Path(f"/proc/self/fd/{descriptor}").readlink()))

    def renaming(original: Callable[[Path, Path], Path]) -> Callable[[Path, Path], Path]:
        def rename(path: Path, target: Path) -> Path:
            inside = sorted(path.rglob("*")) if path.is_dir() else []
            events.extend(("holds", one) for one in (*inside, path))
            events.append(("named", target))
            return original(path, target)

        return rename

    monkeypatch.setattr(os, "fsync", fsync)
    monkeypatch.setattr(Path, "rename", renaming(Path.rename))
    monkeypatch.setattr(Path, "replace", renaming(Path.replace))
    import_file(Store(tmp_path / "store"), put(tmp_path, NEW, "new.xml"))
    synced: set[Path] = set()
    named: list[str] = []
    for event, path in events:
        if event == "sync":
            synced.add(path)
        elif event == "holds":
            assert path in synced, f"{path} gets a name before it is on the disk"
        else:
            assert not named or folder in synced, f"{named[-1]} may be lost"
            synced.discard(folder)
            named.append(path.name)
    assert [name[:10] for name in named] == [SUMMER.isoformat(), "current", "state.json"]
    assert events[-1] == ("sync", folder)


@pytest.mark.skipif(sys.platform == "win32", reason="there is no limit on the size of files")
def test_a_disk_that_really_takes_no_more(tmp_path: Path) -> None:
    import resource

    old, new = put(tmp_path, OLD, "old.xml"), put(tmp_path, NEW, "new.xml")
    store = Store(tmp_path / "store")
    import_file(store, old)
    before = whole_current(store)
    unlimited = resource.getrlimit(resource.RLIMIT_FSIZE)
    largest = max(path.stat().st_size for path in store.root.rglob("*") if path.is_file())
    for limit in (0, 10, 500, 1000, 2000, largest - 1):
        resource.setrlimit(resource.RLIMIT_FSIZE, (limit, unlimited[1]))
        try:
            with pytest.raises(StoreError, match="File too large"):
                import_file(store, new)
        finally:
            resource.setrlimit(resource.RLIMIT_FSIZE, unlimited)
        assert whole_current(store) == before
    assert import_file(store, new) == "imported"


# A process that is killed.

#: Loads everything once, then forks an importer for every line of a store, a file and a list.
_FORKING = """
import os
import sys
from datetime import UTC, datetime
from pathlib import Path
from sanctionscreen.snapshots.store import Store
from sanctionscreen.sources.manifest import ListSource

for line in sys.stdin:
    root, path, source = line.rstrip().split("\\t")
    source = ListSource.model_validate_json(source)
    importer = os.fork()
    if not importer:
        Store(Path(root)).import_list(source.id, [Path(path)], now=datetime.now(UTC), source=source)
        os._exit(0)
    print(importer, flush=True)
    print(os.waitpid(importer, 0)[1], flush=True)
"""
#: How many importers die at a random moment …
_MOMENTS = 50
#: … and others as soon as this stands in the list's folder.
_SIGHTS = (".staging/raw/*", ".staging/entities.parquet", ".staging/manifest.json", f"{SUMMER}-*")
_PATIENCE_S = 10


@pytest.fixture
def forking() -> Iterator["subprocess.Popen[str]"]:
    command = [sys.executable, "-W", "ignore", "-c", _FORKING]
    with subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as process:
        yield process
        assert process.stdin is not None
        process.stdin.close()


def killed_importer(
    forking: "subprocess.Popen[str]", store: Store, path: Path, death: float | str
) -> int:
    """Imports the file in a process that is killed at a moment or a sight; its wait status."""
    assert forking.stdin is not None
    assert forking.stdout is not None
    forking.stdin.write(f"{store.root}\t{path}\t{SOURCE.model_dump_json()}\n")
    forking.stdin.flush()
    importer = int(forking.stdout.readline())
    if isinstance(death, float):
        time.sleep(death)
    else:
        folder, latest = store.root / "lists" / LIST_ID, time.monotonic() + _PATIENCE_S
        state = store.state(LIST_ID)
        while not any(folder.glob(death)) and store.state(LIST_ID) == state:
            assert time.monotonic() < latest
    with contextlib.suppress(ProcessLookupError):  # it was faster
        os.kill(importer, signal.SIGKILL)
    return int(forking.stdout.readline())


@pytest.mark.skipif(sys.platform != "linux", reason="forks a process that has loaded polars")
def test_an_importer_may_be_killed_at_any_moment(
    tmp_path: Path, forking: "subprocess.Popen[str]"
) -> None:
    old = put(tmp_path, publication(people(200), on=SPRING), "old.xml")
    new = put(tmp_path, publication(people(210), on=SUMMER), "new.xml")
    newest = put(tmp_path, publication(people(20), on=AUTUMN), "newest.xml")
    begun = Store(tmp_path / "begun")
    started = time.monotonic()
    import_file(begun, old)
    took = time.monotonic() - started
    before = whole_current(begun)
    random_moments = random.Random(7)  # noqa: S311
    deaths: list[float | str] = [random_moments.uniform(0, took) for _ in range(_MOMENTS)]
    deaths += _SIGHTS
    ends: list[tuple[int, int]] = []
    for number, death in enumerate(deaths):
        store = Store(tmp_path / f"killed {number}")
        shutil.copytree(begun.root, store.root)
        status = killed_importer(forking, store, new, death)
        after = whole_current(store)
        count = store.current(LIST_ID).manifest.counts["person"]
        ends.append((status, count))
        assert before in store.snapshot_ids(LIST_ID)
        assert count == (200 if after == before else 210)
        # The lock died with its holder, and what it left behind is no hindrance.
        outcome = store.import_list(
            LIST_ID, [newest], now=NOW, source=SOURCE, accept=frozenset({"shrunk", "programme"})
        )
        assert outcome.outcome == "imported"
        assert whole_current(store) not in {before, after}
        assert not (store.root / "lists" / LIST_ID / ".staging").exists()
    assert sum(status == signal.SIGKILL for status, _ in ends) > len(_SIGHTS)

"""Refreshing lists: fetch, then import; one named outcome a list, whatever happens to it."""

import tempfile
import time
from collections.abc import Callable, Iterable, Sequence, Set
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from pathlib import Path
from typing import Final
from urllib.parse import quote, urlsplit

from sanctionscreen.errors import SanctionScreenError
from sanctionscreen.snapshots.fetch import Fetched, Fetcher, FetchError
from sanctionscreen.snapshots.manifest import FRAMES_VERSION, Outcome, OutcomeKind, Validators
from sanctionscreen.snapshots.store import Store
from sanctionscreen.sources.formats import readers_digest
from sanctionscreen.sources.manifest import ListSource, list_ids, list_source

#: Lists fetched at the same time; those of one host wait for each other.
_AT_ONCE: Final = 4

#: Told of every list: its id, the bytes so far, and all bytes where known.
Report = Callable[[str, int, int | None], None]


def refresh(
    store: Store,
    lists: Iterable[str | ListSource] | None = None,
    *,
    now: datetime,
    accept: Set[str] = frozenset(),
    fetcher: Fetcher | None = None,
    mirror: str | None = None,
    progress: Report | None = None,
) -> tuple[Outcome, ...]:
    """One outcome a list: fetched if it has changed, guarded, frozen, current; or why not.

    `lists` are ids or manifests; by default those the store has, and with an empty store every
    list that need not be chosen. One list that fails does not stop the others. `mirror` is a folder
    or address that holds `<list id>/<file>` instead of the publishers.

    Raises:
        UnknownList: there is no manifest of a named list.
    """
    sources = _sources(store, lists)
    fetching = Fetcher() if fetcher is None else fetcher
    run = _Run(store, fetching, now=now, accept=accept, mirror=mirror, progress=progress)
    if len(sources) == 1:
        return (run.one(sources[0]),)
    with ThreadPoolExecutor(max_workers=_AT_ONCE) as pool:
        return tuple(pool.map(run.one, sources))


def _sources(store: Store, lists: Iterable[str | ListSource] | None) -> list[ListSource]:
    if lists is None:
        known = [one for one in store.list_ids() if one in list_ids()]
        every = [list_source(one) for one in list_ids()]
        chosen = [list_source(one) for one in known]
        return chosen or [one for one in every if one.download and not one.opt_in]
    return [one if isinstance(one, ListSource) else list_source(one) for one in lists]


def _readers(source: ListSource) -> str:
    """What decides how a list is read and kept; where it is another one, the list is read anew."""
    return f"{readers_digest(source)} {FRAMES_VERSION}"


class _Run:
    """One refresh of several lists."""

    def __init__(
        self,
        store: Store,
        fetcher: Fetcher,
        *,
        now: datetime,
        accept: Set[str],
        mirror: str | None,
        progress: Report | None,
    ) -> None:
        self._store = store
        self._fetcher = fetcher
        self._now = now
        self._accept = accept
        self._mirror = mirror
        self._progress = progress

    def one(self, source: ListSource) -> Outcome:
        """The outcome of one list; every fault that is not a defect of ours is one of the four."""
        started = time.monotonic()
        try:
            found = self._refreshed(source)
        except (FetchError, SanctionScreenError, OSError) as error:
            found = self._failed(source, str(error))
        return found.model_copy(update={"seconds": round(time.monotonic() - started, 3)})

    def _refreshed(self, source: ListSource) -> Outcome:
        if self._mirror is not None and urlsplit(self._mirror).scheme not in {"http", "https"}:
            folder = Path(self._mirror) / source.id
            return self._imported(source, [folder], ())
        if not source.download:
            raise FetchError(f"{source.id}: its manifest names no address to download")
        with tempfile.TemporaryDirectory(prefix="sanctionscreen-") as name:
            fetched = self._fetch(source, Path(name))
            changed = [one for one in fetched if one.path is not None]
            if not changed:
                return self._store.note_unchanged(source.id, now=self._now)
            if len(changed) < len(fetched):  # one of several files: the others are needed too
                fetched = self._fetch(source, Path(name), anew=True)
            paths = [one.path for one in fetched if one.path is not None]
            return self._imported(source, paths, fetched)

    def _fetch(self, source: ListSource, folder: Path, *, anew: bool = False) -> list[Fetched]:
        known = {} if anew else self._store.validators(source.id, _readers(source))
        fetched = []
        left = source.max_bytes
        for url in source.download:
            asked = self._mirrored(url, source.id)
            got = self._fetcher.fetch(
                asked,
                folder,
                max_bytes=left,
                validators=known.get(asked, Validators()),
                progress=self._report(source.id),
            )
            left -= 0 if got.path is None else got.path.stat().st_size
            fetched.append(got)
        return fetched

    def _mirrored(self, url: str, list_id: str) -> str:
        """The address of a file, or where the mirror keeps it."""
        if self._mirror is None:
            return url
        name = urlsplit(url).path.rpartition("/")[2]
        return f"{self._mirror.rstrip('/')}/{quote(list_id)}/{quote(name)}"

    def _report(self, list_id: str) -> Callable[[int, int | None], None] | None:
        told = self._progress
        return None if told is None else lambda done, total: told(list_id, done, total)

    def _imported(
        self, source: ListSource, paths: Sequence[Path], fetched: Sequence[Fetched]
    ) -> Outcome:
        outcome = self._store.import_list(
            source.id, paths, now=self._now, accept=self._accept, source=source
        )
        if outcome.outcome in {OutcomeKind.IMPORTED, OutcomeKind.UNCHANGED} and fetched:
            found = {one.url: one.validators for one in fetched}
            self._store.note_validators(source.id, found, _readers(source))
        return outcome

    def _failed(self, source: ListSource, reason: str) -> Outcome:
        try:
            return self._store.note_failed(source.id, reason, now=self._now)
        except (SanctionScreenError, OSError) as error:
            return Outcome(
                list_id=source.id,
                outcome=OutcomeKind.FAILED,
                reason=f"{reason}; and the store: {error}",
                snapshot_id=None,
                entities=0,
                seconds=0.0,
            )

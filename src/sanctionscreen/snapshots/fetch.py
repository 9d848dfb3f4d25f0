"""Downloading the files of a list: conditional, bounded, retried; nothing of it is trusted.

The address comes from a manifest. A publisher may redirect to a signed address that expires, so
the one asked for is kept, never the one it led to. What arrives is a file in a folder; whether it
is the list is for the reader and the guards to say.
"""

import time
from collections.abc import Callable, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from importlib.metadata import version
from pathlib import Path, PurePosixPath
from threading import Lock
from typing import TYPE_CHECKING, Final
from urllib.parse import unquote, urlsplit

import httpx
import stamina

from sanctionscreen.model import Record
from sanctionscreen.snapshots.manifest import Validators

if TYPE_CHECKING:
    from collections.abc import Iterator

_AGENT: Final = f"sanctionscreen/{version('sanctionscreen')}"
#: Some publishers answer 403 without an agent (OFAC, DFAT), 406 without a language (the EU).
_HEADERS: Final = {"User-Agent": _AGENT, "Accept": "*/*", "Accept-Language": "en"}
_CHUNK: Final = 1 << 16
_REDIRECTS: Final = 10
#: An answer that unpacks to more than this many times its own bytes is an attack, not a list.
_MAX_RATIO: Final = 200
_NOT_MODIFIED, _PARTIAL = 304, 206
#: Answers that another attempt may better.
_PASSING: Final = frozenset({408, 425, 429, 500, 502, 503, 504})
_LONGEST_NAME: Final = 100

Progress = Callable[[int, int | None], None]


class Fetched(Record):
    """One answered request: the file, or that it is still the one we have (`path` is null)."""

    url: str
    final_url: str
    path: Path | None
    validators: Validators


class FetchError(Exception):
    """A request without a usable answer; the message is a sentence without the address' query."""


class _Passing(FetchError):
    """A fault that another attempt may better, after so many seconds where the server says so."""

    def __init__(self, reason: str, retry_after: float | None = None) -> None:
        super().__init__(reason)
        self.retry_after = retry_after


@dataclass(frozen=True, slots=True)
class Limits:
    """How long and how much; `wait_s` is the first pause between attempts, doubled each time."""

    attempts: int = 5
    wait_s: float = 1.0
    wait_max_s: float = 60.0
    connect_s: float = 20.0
    read_s: float = 120.0  # the EU makes its file on the fly: the first byte takes over a minute
    total_s: float = 1800.0
    host_pause_s: float = 1.0


@dataclass(slots=True)
class Fetcher:
    """Downloads with one set of limits; one request to a host at a time, with a pause between."""

    limits: Limits = field(default_factory=Limits)
    proxy: str | None = None
    transport: httpx.BaseTransport | None = None
    _hosts: dict[str, "_Host"] = field(default_factory=dict)
    _lock: Lock = field(default_factory=Lock)

    def fetch(
        self,
        url: str,
        folder: Path,
        *,
        max_bytes: int,
        validators: Validators | None = None,
        progress: Progress | None = None,
    ) -> Fetched:
        """The file at an address, written into the folder, or that it has not changed.

        Raises:
            FetchError: no answer in time, an error, too large, or a redirect that leaves https.
        """
        deadline = time.monotonic() + self.limits.total_s
        target = folder / _file_name(url)
        request = _Request(url, target, max_bytes, validators or Validators(), deadline)
        limits = self.limits
        attempts = stamina.retry_context(
            on=_backoff,
            attempts=limits.attempts,
            timeout=limits.total_s,
            wait_initial=limits.wait_s,
            wait_max=limits.wait_max_s,
            wait_jitter=limits.wait_s,
        )
        with self._client() as client:
            for attempt in attempts:
                with attempt, self._politely(url):
                    return _attempt(client, request, progress)
        raise FetchError(f"{shown(url)}: no attempt was made")

    def _client(self) -> httpx.Client:
        timeout = httpx.Timeout(self.limits.read_s, connect=self.limits.connect_s)
        return httpx.Client(
            headers=_HEADERS,
            timeout=timeout,
            follow_redirects=True,
            max_redirects=_REDIRECTS,
            proxy=self.proxy,
            transport=self.transport,
            trust_env=False,  # only the command line reads the environment
        )

    @contextmanager
    def _politely(self, url: str) -> "Iterator[None]":
        """Waits for the turn at a host."""
        name = urlsplit(url).netloc
        with self._lock:
            host = self._hosts.setdefault(name, _Host())
        with host.lock:
            pause = host.free_at - time.monotonic()
            if pause > 0:
                time.sleep(pause)
            try:
                yield
            finally:
                host.free_at = time.monotonic() + self.limits.host_pause_s


@dataclass(slots=True)
class _Host:
    """A host that is asked: whose turn it is, and from when it may be asked again."""

    lock: Lock = field(default_factory=Lock)
    free_at: float = 0.0


@dataclass(slots=True)
class _Request:
    """One file being fetched, over several attempts; `partial` is what the last one left."""

    url: str
    target: Path
    max_bytes: int
    validators: Validators
    deadline: float
    partial: Validators | None = None

    def headers(self) -> dict[str, str]:
        """What to ask for: the rest of a file, or the file if it has changed."""
        if self.partial is not None and self.partial.etag and self.target.exists():
            start = self.target.stat().st_size
            if start:
                return {
                    "Range": f"bytes={start}-",
                    "If-Range": self.partial.etag,
                    "Accept-Encoding": "identity",
                }
        known = self.validators
        pairs = (("If-None-Match", known.etag), ("If-Modified-Since", known.last_modified))
        return {name: value for name, value in pairs if value}


def shown(url: str) -> str:
    """An address without its query, which may be a signature or a token.

    >>> shown("https://list.example/file.xml?token=secret")
    'https://list.example/file.xml'
    """
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc.rpartition('@')[2]}{parts.path}"


def _backoff(error: Exception) -> bool | float:
    """Whether to try again, and after how many seconds where the server asks for a pause."""
    if isinstance(error, _Passing):
        return True if error.retry_after is None else error.retry_after
    return False


def _attempt(client: httpx.Client, request: _Request, progress: Progress | None) -> Fetched:
    """One attempt; a fault of the line is a passing one."""
    url = shown(request.url)
    try:
        with client.stream("GET", request.url, headers=request.headers()) as response:
            _refuse_downgrade(request.url, response)
            return _answered(response, request, progress)
    except httpx.TooManyRedirects as error:
        raise FetchError(f"{url}: more than {_REDIRECTS} redirects") from error
    except (httpx.UnsupportedProtocol, httpx.InvalidURL) as error:
        raise FetchError(f"{url}: it leads to no web address: {error}") from error
    except httpx.DecodingError as error:
        raise FetchError(f"{url}: the answer cannot be unpacked: {error}") from error
    except httpx.HTTPError as error:
        reason = str(error) or type(error).__name__
        raise _Passing(f"{url}: no whole answer: {reason}") from error


def _refuse_downgrade(url: str, response: httpx.Response) -> None:
    """A list asked for over https is never taken over http."""
    if urlsplit(url).scheme == "https":
        for step in (*response.history, response):
            if step.url.scheme != "https":
                raise FetchError(f"{shown(url)}: redirected to an address without https")


def _answered(response: httpx.Response, request: _Request, progress: Progress | None) -> Fetched:
    status, url = response.status_code, shown(request.url)
    if status == _NOT_MODIFIED:
        return Fetched(
            url=request.url,
            final_url=shown(str(response.url)),
            path=None,
            validators=request.validators,
        )
    if status in _PASSING:
        pause = _retry_after(response.headers, request.deadline)
        raise _Passing(f"{url}: the server answers {status}", pause)
    if response.is_error or not response.is_success:
        raise FetchError(f"{url}: the server answers {status}")
    found = Validators(
        etag=response.headers.get("ETag"), last_modified=response.headers.get("Last-Modified")
    )
    request.partial = None if "Content-Encoding" in response.headers else found
    _write(response, request, progress)
    return Fetched(
        url=request.url,
        final_url=shown(str(response.url)),
        path=request.target,
        validators=found,
    )


def _retry_after(headers: Mapping[str, str], deadline: float) -> float | None:
    """The pause a server asks for, in seconds or as a date; never past the deadline."""
    text = headers.get("Retry-After", "").strip()
    if not text:
        return None
    try:
        seconds = float(text)
    except ValueError:
        try:
            seconds = (parsedate_to_datetime(text) - datetime.now(UTC)) / timedelta(seconds=1)
        except (ValueError, TypeError):
            return None
    return max(0.0, min(seconds, deadline - time.monotonic()))


def _write(response: httpx.Response, request: _Request, progress: Progress | None) -> None:
    """The body into the file, unpacked; stops at the size and the time that were given."""
    url = shown(request.url)
    resumed = response.status_code == _PARTIAL
    size = request.target.stat().st_size if resumed else 0
    total = _length(response, size)
    with request.target.open("ab" if resumed else "wb") as out:
        for chunk in response.iter_bytes():  # as it comes: a trickle must not hide from the clock
            size += len(chunk)
            if size > request.max_bytes:
                raise FetchError(f"{url}: larger than {request.max_bytes:,} bytes")
            if size > _MAX_RATIO * response.num_bytes_downloaded + _CHUNK and not resumed:
                raise FetchError(f"{url}: unpacks to more than {_MAX_RATIO} times its size")
            if time.monotonic() > request.deadline:
                raise FetchError(f"{url}: not read in time")
            out.write(chunk)
            if progress is not None:
                progress(size, total)
    if size == 0:
        raise _Passing(f"{url}: an empty answer")


def _length(response: httpx.Response, start: int) -> int | None:
    """How large the file will be; null where the answer does not say, or is packed."""
    text = response.headers.get("Content-Length", "")
    if not text.isdecimal() or "Content-Encoding" in response.headers:
        return None
    return start + int(text)


def _file_name(url: str) -> str:
    """The last part of an address, as a plain file name."""
    name = PurePosixPath(unquote(urlsplit(url).path)).name
    plain = "".join(c if c.isalnum() or c in "._-" else "_" for c in name).strip(".")
    return plain[-_LONGEST_NAME:] or "list"

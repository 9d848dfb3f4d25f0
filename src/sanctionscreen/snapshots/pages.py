"""One web page, fetched carefully: public addresses only, robots.txt heeded, time and size bounded.

A page's address comes from a stranger. So every host, of every redirect too, is looked up once,
each of its addresses must be public, and the connection goes to the address that was checked: a
name that changes its answer in between changes nothing.
"""

import ipaddress
import socket
import time
from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Final, NamedTuple
from urllib.parse import urljoin, urlsplit
from urllib.robotparser import RobotFileParser

import httpx

from sanctionscreen.errors import InputError, UnreadableInput

AGENT: Final = "sanctionscreen"
TIMEOUT_S: Final = 20.0
_REDIRECTS: Final = 5
_ROBOTS_BYTES: Final = 500_000  # RFC 9309, 2.5: at least 500 KiB
_CHUNK: Final = 65_536
_READABLE: Final = ("text/html", "text/plain", "application/xhtml+xml")
_CLIENT_ERROR, _SERVER_ERROR = 400, 500

Resolve = Callable[[str, int], Sequence[str]]


class Page(NamedTuple):
    """What a server gave for an address, and where it stood in the end."""

    url: str
    final_url: str
    content: bytes
    media_type: str
    encoding: str | None
    fetched_at: datetime


def fetch_page(
    url: str,
    *,
    now: datetime,
    max_bytes: int,
    timeout_s: float = TIMEOUT_S,
    transport: httpx.BaseTransport | None = None,
    resolve: Resolve | None = None,
) -> Page:
    """The page at a public address, as far as its site allows robots to read it.

    `timeout_s` bounds the whole fetch. `transport` and `resolve` replace network and name service
    (for tests).

    Raises:
        InputError: the address is no public http(s) one, or robots.txt forbids it.
        UnreadableInput: no answer in time, an error, too large, or neither HTML nor text.
    """
    fetcher = _Fetcher(resolve or _addresses, time.monotonic() + timeout_s, timeout_s)
    with httpx.Client(
        transport=transport, timeout=timeout_s, trust_env=False, headers={"User-Agent": AGENT}
    ) as client:
        try:
            fetcher.ask_robots(client, url)
            return fetcher.page(client, url, max_bytes=max_bytes, now=now)
        except httpx.HTTPError as error:
            reason = str(error) or type(error).__name__
            raise UnreadableInput(f"it cannot be fetched: {reason}", file=url) from None


class _Answer(NamedTuple):
    """The end of a chain of redirects."""

    url: str
    status: int
    headers: httpx.Headers
    content: bytes


class _Fetcher:
    """One fetch: the same deadline for robots.txt, the redirects and the page."""

    def __init__(self, resolve: Resolve, deadline: float, timeout_s: float) -> None:
        self._resolve = resolve
        self._deadline = deadline
        self._timeout_s = timeout_s
        self._robots: dict[str, RobotFileParser] = {}

    def page(self, client: httpx.Client, url: str, *, max_bytes: int, now: datetime) -> Page:
        answer = self._follow(client, url, max_bytes=max_bytes, heed_robots=True)
        if answer.status >= _CLIENT_ERROR:
            raise UnreadableInput(f"the server answers {answer.status}", file=url)
        media_type = answer.headers.get("content-type", "text/html").partition(";")[0].strip()
        if media_type.lower() not in _READABLE:
            raise UnreadableInput(f"it is {media_type}, neither HTML nor text", file=url)
        return Page(url, answer.url, answer.content, media_type, _charset(answer.headers), now)

    def ask_robots(self, client: httpx.Client, url: str) -> None:
        """Nothing; an error where the site's robots.txt forbids the page.

        A robots.txt that is absent allows all; one that the server fails to give forbids all.
        Source: RFC 9309, 2.3.1.
        """
        parts = urlsplit(url)
        site = f"{parts.scheme}://{parts.netloc}"
        if site not in self._robots:
            answer = self._follow(
                client, f"{site}/robots.txt", max_bytes=_ROBOTS_BYTES, heed_robots=False
            )
            rules = RobotFileParser()
            if answer.status >= _SERVER_ERROR:
                rules.parse(["User-agent: *", "Disallow: /"])
            else:
                missing = answer.status >= _CLIENT_ERROR
                text = "" if missing else answer.content.decode(errors="replace")
                rules.parse(text.splitlines())
            self._robots[site] = rules
        if not self._robots[site].can_fetch(AGENT, url):
            raise InputError("robots.txt of the site does not allow it", file=url)

    def _follow(
        self, client: httpx.Client, url: str, *, max_bytes: int, heed_robots: bool
    ) -> _Answer:
        current = url
        for _ in range(_REDIRECTS + 1):
            answer, target = self._get(client, current, max_bytes=max_bytes)
            if target is None:
                return answer
            current = urljoin(current, target)
            if heed_robots:
                self.ask_robots(client, current)
        raise UnreadableInput(f"more than {_REDIRECTS} redirects", file=url)

    def _get(self, client: httpx.Client, url: str, *, max_bytes: int) -> tuple[_Answer, str | None]:
        """One answer, read no further than allowed, and where it redirects to."""
        host, port, address = self._checked(url)
        target = client.build_request("GET", url)
        shown = f"[{address}]" if ":" in address else address
        target.url = target.url.copy_with(host=shown)
        target.headers["Host"] = host if port in {80, 443} else f"{host}:{port}"
        target.extensions["sni_hostname"] = host  # the certificate must be the host's
        response = client.send(target, stream=True, follow_redirects=False)
        try:
            content = (
                b"" if response.has_redirect_location else self._read(response, url, max_bytes)
            )
        finally:
            response.close()
        answer = _Answer(url, response.status_code, response.headers, content)
        return answer, response.headers["location"] if response.has_redirect_location else None

    def _read(self, response: httpx.Response, url: str, max_bytes: int) -> bytes:
        """The body, unpacked; stops at the size and the time that were given."""
        found = bytearray()
        for chunk in response.iter_bytes(_CHUNK):
            found += chunk
            if len(found) > max_bytes:
                raise UnreadableInput(f"more than {max_bytes / 1e6:g} MB", file=url)
            if time.monotonic() > self._deadline:
                raise UnreadableInput(f"not read within {self._timeout_s:g} s", file=url)
        return bytes(found)

    def _checked(self, url: str) -> tuple[str, int, str]:
        """Host, port and one public address of a URL; refuses anything else."""
        if time.monotonic() > self._deadline:
            raise UnreadableInput(f"not read within {self._timeout_s:g} s", file=url)
        try:
            parts = urlsplit(url)
            port = parts.port or (443 if parts.scheme == "https" else 80)
        except ValueError:
            raise InputError("this is no web address", file=url) from None
        if parts.scheme not in {"http", "https"} or not parts.hostname:
            raise InputError("this is no web address: http or https, and a host", file=url)
        if parts.username is not None or parts.password is not None:
            raise InputError("an address with a password in it is not fetched", file=url)
        addresses = self._resolve(parts.hostname, port)
        if not addresses or not all(_is_public(address) for address in addresses):
            raise InputError("its host has no public address, or a private one too", file=url)
        return parts.hostname, port, addresses[0]


def _addresses(host: str, port: int) -> Sequence[str]:
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError):
        raise UnreadableInput("its host is not known", file=host) from None
    return tuple(dict.fromkeys(str(one[4][0]) for one in found))


def _is_public(address: str) -> bool:
    """Whether an address is one of the open internet, also where IPv6 wraps an IPv4 one.

    >>> [_is_public(one) for one in ("93.184.216.34", "10.0.0.1", "::ffff:127.0.0.1")]
    [True, False, False]
    """
    found = ipaddress.ip_address(address.partition("%")[0])
    if isinstance(found, ipaddress.IPv6Address):
        wrapped = found.ipv4_mapped or found.sixtofour
        if wrapped is not None:
            found = wrapped
        elif found.teredo is not None:
            return False
    return found.is_global and not found.is_multicast


def _charset(headers: httpx.Headers) -> str | None:
    """The encoding that the server states; null where it states none."""
    _, _, parameters = headers.get("content-type", "").partition("charset=")
    return parameters.partition(";")[0].strip(" \"'") or None

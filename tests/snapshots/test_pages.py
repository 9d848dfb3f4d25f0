"""Pages are fetched from public addresses only, as robots.txt allows, and bounded."""

from collections.abc import Callable, Sequence
from datetime import UTC, datetime

import httpx
import pytest

from sanctionscreen.errors import InputError, UnreadableInput
from sanctionscreen.snapshots.pages import Page, fetch_page

NOW = datetime(2026, 1, 9, tzinfo=UTC)
PUBLIC = "93.184.216.34"
Answer = Callable[[httpx.Request], httpx.Response]


def page(answer: Answer, url: str = "https://example.org/a", address: str = PUBLIC) -> Page:
    def resolve(host: str, port: int) -> Sequence[str]:
        return ("10.0.0.7",) if host == "inside.example" else (address,)

    transport = httpx.MockTransport(answer)
    return fetch_page(url, now=NOW, max_bytes=1000, transport=transport, resolve=resolve)


def site(**paths: httpx.Response) -> Answer:
    """A server that answers these paths, and 404 for others."""

    def answer(request: httpx.Request) -> httpx.Response:
        name = request.url.path.strip("/").replace(".", "_")
        return paths.get(name, httpx.Response(404))

    return answer


def html(text: str = "<p>Quan Zhao</p>") -> httpx.Response:
    return httpx.Response(200, html=text)


def moved(target: str) -> httpx.Response:
    return httpx.Response(302, headers={"location": target})


def test_a_page() -> None:
    found = page(site(a=html()))
    assert found.content == b"<p>Quan Zhao</p>"
    assert (found.media_type, found.encoding, found.fetched_at) == ("text/html", "utf-8", NOW)


def test_the_connection_goes_to_the_address_that_was_checked() -> None:
    seen: list[httpx.Request] = []

    def answer(request: httpx.Request) -> httpx.Response:
        seen.append(request)
        return html()

    page(answer)
    assert {request.url.host for request in seen} == {PUBLIC}
    assert {request.headers["host"] for request in seen} == {"example.org"}
    assert {request.extensions["sni_hostname"] for request in seen} == {"example.org"}


def test_a_redirect_is_followed_and_named() -> None:
    found = page(site(a=moved("/b"), b=html()))
    assert found.final_url == "https://example.org/b"


@pytest.mark.parametrize(
    ("url", "reason"),
    [
        pytest.param("ftp://example.org/a", "this is no web address", id="another scheme"),
        pytest.param("file:///etc/passwd", "this is no web address", id="a file"),
        pytest.param("https://a:b@example.org/", "a password in it", id="a password"),
        pytest.param("https://example.org:99999/", "this is no web address", id="no port"),
        pytest.param("https://inside.example/a", "no public address", id="a private host"),
    ],
)
def test_addresses_that_are_not_fetched(url: str, reason: str) -> None:
    with pytest.raises(InputError, match=reason):
        page(site(a=html()), url)


@pytest.mark.parametrize(
    "address",
    ["127.0.0.1", "10.1.2.3", "169.254.169.254", "::1", "fe80::1%eth0", "::ffff:10.0.0.1",
     "2002:a00:1::", "224.0.0.1", "fd00::1"],
)  # fmt: skip
def test_addresses_that_are_not_public(address: str) -> None:
    with pytest.raises(InputError, match="no public address"):
        page(site(a=html()), address=address)


def test_a_redirect_to_a_private_host_is_not_followed() -> None:
    with pytest.raises(InputError, match="no public address"):
        page(site(a=moved("http://inside.example/admin")))


@pytest.mark.parametrize(
    "robots",
    [
        pytest.param(httpx.Response(200, text="User-agent: *\nDisallow: /a"), id="for all"),
        pytest.param(
            httpx.Response(200, text="User-agent: sanctionscreen\nDisallow: /"), id="for us"
        ),
        pytest.param(httpx.Response(503), id="not to be had"),
    ],
)
def test_robots_are_heeded(robots: httpx.Response) -> None:
    with pytest.raises(InputError, match=r"robots\.txt of the site does not allow it"):
        page(site(a=html(), robots_txt=robots))


def test_robots_are_heeded_after_a_redirect() -> None:
    robots = httpx.Response(200, text="User-agent: *\nDisallow: /b")
    with pytest.raises(InputError, match=r"robots\.txt"):
        page(site(a=moved("/b"), b=html(), robots_txt=robots))


@pytest.mark.parametrize(
    ("answer", "reason"),
    [
        pytest.param(httpx.Response(500), "the server answers 500", id="an error"),
        pytest.param(html("x" * 1001), "more than 0.001 MB", id="too large"),
        pytest.param(moved("/a"), "more than 5 redirects", id="a circle"),
        pytest.param(
            httpx.Response(200, content=b"%PDF", headers={"content-type": "application/pdf"}),
            "it is application/pdf",
            id="a PDF",
        ),
    ],
)
def test_answers_that_are_no_article(answer: httpx.Response, reason: str) -> None:
    with pytest.raises(UnreadableInput, match=reason):
        page(site(a=answer))


def test_a_server_that_does_not_answer() -> None:
    def answer(request: httpx.Request) -> httpx.Response:
        raise httpx.ReadTimeout("timed out", request=request)

    with pytest.raises(UnreadableInput, match="it cannot be fetched: timed out"):
        page(answer)


def test_the_time_is_bounded() -> None:
    with pytest.raises(UnreadableInput, match="not read within 0 s"):
        fetch_page("https://example.org/a", now=NOW, max_bytes=10, timeout_s=0)

"""A real HTTP server on loopback that does to a file whatever can happen to one on its way."""

import gzip
import hashlib
import socket
import struct
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Final

Answer = Callable[["Handler", bytes], None]
_TRICKLE_S: Final = 0.05


class Handler(BaseHTTPRequestHandler):
    """Answers each request as the server's plan says: the first entry, then the next …"""

    server: "Faulty"
    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:  # the library's name
        """Answers with the next fault of the plan, or with the file."""
        self.server.seen.append((self.path, dict(self.headers)))
        plan = self.server.plan
        answer = plan.pop(0) if len(plan) > 1 else plan[0]
        answer(self, self.server.content)

    def log_message(self, *_: object) -> None:
        """Nothing: tests are quiet."""

    def send(self, status: int, body: bytes, **headers: str) -> None:
        """A whole answer."""
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name.replace("_", "-"), value)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def reset(self) -> None:
        """Ends the connection with a reset."""
        linger = struct.pack("ii", 1, 0)
        self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, linger)
        self.close_connection = True
        self.connection.close()


class Faulty(ThreadingHTTPServer):
    """The server: its file, what it will do, and what it was asked."""

    daemon_threads = True

    def __init__(self, content: bytes) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.content = content
        self.plan: list[Answer] = [whole]
        self.seen: list[tuple[str, dict[str, str]]] = []

    @property
    def url(self) -> str:
        """The address of the file."""
        return f"http://127.0.0.1:{self.server_address[1]}/list.xml"

    def handle_error(self, *_: object) -> None:
        """Nothing: clients hang up on purpose."""


@contextmanager
def serving(content: bytes) -> Iterator[Faulty]:
    """A running server with that file."""
    server = Faulty(content)
    thread = threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True)
    thread.start()
    try:
        yield server
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def etag(content: bytes) -> str:
    """The strong validator of a content."""
    return f'"{hashlib.sha256(content).hexdigest()[:16]}"'


# --- What can happen ----------------------------------------------------------------------------


def whole(handler: Handler, content: bytes) -> None:
    """The file, or that it has not changed."""
    headers = handler.headers
    modified = "Wed, 19 Nov 2025 12:00:00 GMT"
    if headers.get("If-None-Match") == etag(content):
        handler.send_response(304)
        handler.send_header("ETag", etag(content))
        handler.end_headers()
    else:
        handler.send(200, content, ETag=etag(content), Last_Modified=modified)


def unchanged(handler: Handler, _: bytes) -> None:
    """304, whatever was asked."""
    handler.send_response(304)
    handler.end_headers()


def picky(handler: Handler, content: bytes) -> None:
    """403 without an agent of its own, as OFAC."""
    agent = handler.headers.get("User-Agent", "")
    if agent.startswith("sanctionscreen/"):
        whole(handler, content)
    else:
        handler.send(403, b"<html>forbidden</html>")


def status(code: int, body: bytes = b"<html>sorry</html>", **headers: str) -> Answer:
    """An answer with that status."""

    def answer(handler: Handler, _: bytes) -> None:
        handler.send(code, body, **headers)

    return answer


def redirect(target: str, code: int = 302) -> Answer:
    """A redirect; `{}` in the target is the server's own address."""

    def answer(handler: Handler, _: bytes) -> None:
        own = f"http://127.0.0.1:{handler.server.server_address[1]}"
        handler.send(code, b"", Location=target.format(own))

    return answer


def truncated(tenths: int) -> Answer:
    """The first tenths of the file under the length of the whole."""

    def answer(handler: Handler, content: bytes) -> None:
        handler.send_response(200)
        handler.send_header("Content-Length", str(len(content)))
        handler.end_headers()
        handler.wfile.write(content[: len(content) * tenths // 10])
        handler.close_connection = True

    return answer


def silently_truncated(tenths: int) -> Answer:
    """The first tenths of the file as if they were all."""

    def answer(handler: Handler, content: bytes) -> None:
        handler.send(200, content[: len(content) * tenths // 10])

    return answer


def resumable(tenths: int) -> Answer:
    """Breaks off after some tenths, and gives the rest to who asks for it."""

    def answer(handler: Handler, content: bytes) -> None:
        asked = handler.headers.get("Range", "")
        if asked and handler.headers.get("If-Range") == etag(content):
            start = int(asked.removeprefix("bytes=").partition("-")[0])
            rest = content[start:]
            handler.send(206, rest, Content_Range=f"bytes {start}-{len(content)}/{len(content)}")
            return
        handler.send_response(200)
        handler.send_header("ETag", etag(content))
        handler.send_header("Content-Length", str(len(content)))
        handler.end_headers()
        handler.wfile.write(content[: len(content) * tenths // 10])
        handler.wfile.flush()
        handler.close_connection = True

    return answer


def too_short_a_length(handler: Handler, content: bytes) -> None:
    """A length that is a tenth of the file's: the rest is never read."""
    handler.send_response(200)
    handler.send_header("Content-Length", str(len(content) // 10))
    handler.end_headers()
    handler.wfile.write(content)
    handler.close_connection = True


def trickle(handler: Handler, content: bytes) -> None:
    """A byte now and then."""
    _trickle(handler, content, 400)


def trickle_for_ever(handler: Handler, content: bytes) -> None:
    """A byte now and then, to the end or until nobody listens."""
    with suppress(OSError):
        _trickle(handler, content, len(content))


def _trickle(handler: Handler, content: bytes, size: int) -> None:
    handler.send_response(200)
    handler.send_header("Content-Length", str(len(content)))
    handler.end_headers()
    for byte in content[:size]:
        handler.wfile.write(bytes([byte]))
        handler.wfile.flush()
        time.sleep(_TRICKLE_S)


def reset(handler: Handler, _: bytes) -> None:
    """The line is cut at once."""
    handler.reset()


def reset_in_the_middle(handler: Handler, content: bytes) -> None:
    """The line is cut in the middle of the body."""
    handler.send_response(200)
    handler.send_header("Content-Length", str(len(content)))
    handler.end_headers()
    handler.wfile.write(content[: len(content) // 2])
    handler.wfile.flush()
    handler.reset()


def huge_header(handler: Handler, content: bytes) -> None:
    """A header of a megabyte."""
    handler.send(200, content, X_Padding="x" * 1_000_000)


def bomb(handler: Handler, _: bytes) -> None:
    """A packed body of nothing that unpacks to 300 MB."""
    packed = gzip.compress(b" " * 30_000_000) * 10
    handler.send(200, packed, Content_Encoding="gzip")


def packed(handler: Handler, content: bytes) -> None:
    """The file, packed for the way."""
    handler.send(200, gzip.compress(content), Content_Encoding="gzip")


def badly_packed(handler: Handler, content: bytes) -> None:
    """A body that is not packed as it says."""
    handler.send(200, content, Content_Encoding="gzip")


def other(content: bytes) -> Answer:
    """Another file."""

    def answer(handler: Handler, _: bytes) -> None:
        handler.send(200, content)

    return answer

"""An article as it came: its text, whose places stay valid, where it is from, and what it lacks."""

import hashlib
import re
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import Final

from pydantic import Field

from sanctionscreen.articles.language import guess_language
from sanctionscreen.articles.source import Source, canonical_url
from sanctionscreen.articles.web import looks_like_html, read_html
from sanctionscreen.errors import UnreadableInput
from sanctionscreen.intake.encodings import decode
from sanctionscreen.model import Record, Text

#: The largest file that is read as one article: the longest of newspapers have 0.2 MB of text.
MAX_BYTES: Final = 5_000_000
#: Fewer words than this are a teaser, not an article.
_STUB_WORDS: Final = 60
_PAYWALL: Final = re.compile(
    r"subscribe (?:now |today )?to (?:continue|read|unlock)|sign in to (?:continue|read)|already a"
    r" subscriber|for subscribers only|create a free account to|is (?:only )?(?:available )?"
    r"(?:to|for) (?:paying )?subscribers|you have reached your (?:free )?(?:article )?limit",
    re.IGNORECASE,
)
_LONGEST_TITLE: Final = 160
_BLANKS: Final = re.compile(r"[ \t]+\n")
#: Beginnings of files that people take for articles, and what to do with them.
_NOT_TEXT: Final[Mapping[bytes, str]] = {
    b"%PDF": "a PDF: save its text, or the page as HTML",
    b"PK\x03\x04": "a ZIP, Word or Excel file: save its text",
    b"\xd0\xcf\x11\xe0": "an old Office file: save its text",
    b"\x89PNG": "a picture",
    b"\xff\xd8\xff": "a picture",
    b"GIF8": "a picture",
    b"\x1f\x8b": "a compressed file: unpack it first",
}


class Article(Record):
    """One article: `text` is stored as it is, every offset anywhere counts its characters.

    `sha256` is that of the bytes as they came; `warnings` say what a reader should know of it.
    """

    sha256: Text
    text: str
    source: Source
    canonical_url: Text | None = None
    retrieved_at: datetime
    media_type: Text
    name: Text
    warnings: tuple[Text, ...] = Field(default=())

    @property
    def caption(self) -> str:
        """Outlet, day and address, as far as they are known; else the name of its file."""
        day = self.source.published_on
        parts = (self.source.outlet, None if day is None else day.isoformat(), self.source.url)
        return ", ".join(part for part in parts if part) or self.name


def read_article(
    given: Path | bytes,
    *,
    now: datetime,
    source: Source | None = None,
    name: str | None = None,
    encoding: str | None = None,
    max_bytes: int = MAX_BYTES,
) -> Article:
    r"""The article in a file or in bytes: plain text as it is, of HTML the body.

    What `source` states goes before what the page says of itself.

    Raises:
        UnreadableInput: empty, too large, binary, or in an encoding that nobody can guess.
        InputError: it cannot be opened, or is HTML and the extra `[articles]` is not installed.

    >>> from datetime import UTC
    >>> read_article(b"Chen Zhi was held.\r\n", now=datetime(2026, 1, 9, tzinfo=UTC)).text
    'Chen Zhi was held.\n'
    """
    label = name or (given.name if isinstance(given, Path) else "article")
    raw = article_bytes(given, name=label, max_bytes=max_bytes)
    decoded = decode(raw, name=label, encoding=encoding)
    stated = Source() if source is None else source
    text, media_type, found, canonical = decoded.text, "text/plain", Source(), None
    if looks_like_html(text):
        media_type = "text/html"
        text, found, canonical = read_html(text, url=stated.url, day=now.date(), name=label)
    text = _tidied(text)
    if not text.strip():
        raise UnreadableInput("no text is in it", file=label)
    found = found.or_else(Source(title=_first_line(text), language=guess_language(text)))
    complete = stated.or_else(found)
    return Article(
        sha256=hashlib.sha256(raw).hexdigest(),
        text=text,
        source=complete,
        canonical_url=canonical or canonical_url(complete.url),
        retrieved_at=now,
        media_type=media_type,
        name=label,
        warnings=tuple(_warnings(text, complete, decoded.note)),
    )


def article_bytes(given: Path | bytes, *, name: str, max_bytes: int = MAX_BYTES) -> bytes:
    """The bytes of a file, if they can be an article.

    Raises:
        UnreadableInput: empty, too large, binary, or it cannot be opened.
    """
    label = name
    if isinstance(given, bytes):
        raw = given
    else:
        try:
            with given.open("rb") as stream:
                raw = stream.read(max_bytes + 1)
        except OSError as error:
            raise UnreadableInput(f"it cannot be read: {error.strerror}", file=label) from error
    if not raw.strip():
        raise UnreadableInput("it is empty", file=label)
    if len(raw) > max_bytes:
        raise UnreadableInput(
            f"more than {max_bytes / 1e6:g} MB: no article is that long", file=label
        )
    for mark, what in _NOT_TEXT.items():
        if raw.startswith(mark):
            raise UnreadableInput(f"this is {what}", file=label)
    if b"\x00" in raw[:4096] and not raw.startswith((b"\xff\xfe", b"\xfe\xff")):
        _refuse_unless_wide(raw, label)
    return raw


def _refuse_unless_wide(raw: bytes, label: str) -> None:
    """Zero bytes are in text only where it is UTF-16: at every second place."""
    sample = raw[:4096]
    zeros = max(sample[0::2].count(0), sample[1::2].count(0))
    if zeros * 4 < len(sample):
        raise UnreadableInput("this is no text", file=label)


def _tidied(text: str) -> str:
    """One kind of line end, no zero characters, no half characters, no blanks at line ends."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n").replace("\x00", "")
    return _BLANKS.sub("\n", lines).encode(errors="replace").decode()


def _first_line(text: str) -> str | None:
    """The headline: a first line that is short, ends in no stop, and has a text below it."""
    first, _, rest = text.strip().partition("\n")
    is_title = len(first) <= _LONGEST_TITLE and first.rstrip()[-1:] not in {".", ",", ";", ":"}
    return first.strip() if is_title and rest.strip() else None


def _warnings(text: str, source: Source, note: str | None) -> list[str]:
    found = [] if note is None else [note]
    words = len(text.split())
    if source.language not in {None, "en"}:
        found.append(
            f"language {source.language}: names are linked, variants read in brackets only"
        )
    elif _PAYWALL.search(text) and words < _STUB_WORDS * 5:
        found.append(f"a stub of {words} words in front of a paywall: get the whole article")
    elif words < _STUB_WORDS and len(text) < _STUB_WORDS * 5:
        found.append(f"only {words} words: a teaser?")
    return found

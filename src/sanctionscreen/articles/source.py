"""Where an article is from."""

from datetime import date
from typing import Final
from urllib.parse import urlsplit, urlunsplit

from sanctionscreen.model import Record, Text


class Source(Record):
    """Where an article is from; null where nobody says."""

    title: Text | None = None
    outlet: Text | None = None
    author: Text | None = None
    published_on: date | None = None
    language: Text | None = None
    url: Text | None = None

    def or_else(self, other: "Source") -> "Source":
        """The same, with what it lacks taken from the other."""
        mine = self.model_dump(exclude_none=True)
        return Source.model_validate(other.model_dump() | mine)


def canonical_url(url: str | None) -> str | None:
    """The address without what differs between two ways to the same page; null for none.

    >>> canonical_url("HTTPS://www.Example.com/a/?utm_source=x&id=7#top")
    'https://example.com/a?id=7'
    """
    if url is None:
        return None
    parts = urlsplit(url.strip())
    kept = [p for p in parts.query.split("&") if p and not p.lower().startswith(_TRACKING)]
    host = (parts.hostname or "").removeprefix("www.")
    return urlunsplit((parts.scheme.lower(), host, parts.path.rstrip("/"), "&".join(kept), ""))


_TRACKING: Final = ("utm_", "fbclid", "gclid", "mc_", "ref=", "cmpid", "ocid")

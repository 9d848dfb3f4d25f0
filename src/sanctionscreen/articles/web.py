"""A page of HTML → the text of its article, and what the page says of itself.

The body is found by readability-lxml; the walk over it is our own, because lists and tables are
where press releases name people. Nothing of the page is run, loaded or trusted.
"""

import json
import re
from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any, Final

from sanctionscreen.articles.source import Source
from sanctionscreen.errors import InputError, UnreadableInput

_HTML: Final = re.compile(
    r"\s*(?:<\?xml[^>]*>\s*)?(?:<!--.*?-->\s*)*"
    r"<(?:!doctype\s+html|html|head|body|article|div|p|meta|section|main)\b",
    re.IGNORECASE | re.DOTALL,
)
_BLOCKS: Final = frozenset(
    [
        "address",
        "article",
        "aside",
        "blockquote",
        "br",
        "dd",
        "div",
        "dl",
        "dt",
        "figcaption",
        "figure",
        "footer",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "header",
        "hr",
        "li",
        "main",
        "ol",
        "p",
        "pre",
        "section",
        "table",
        "td",
        "th",
        "tr",
        "ul",
    ]
)
_SKIPPED: Final = frozenset(
    [
        "script",
        "style",
        "noscript",
        "template",
        "svg",
        "math",
        "iframe",
        "form",
        "button",
        "nav",
        "footer",
        "aside",
        "select",
    ]
)
#: A body shorter than this part of the page's text was not found.
_LEAST_SHARE: Final = 0.1
_LEAST_CHARACTERS: Final = 200
_SPACES: Final = re.compile(r"[ \t\r\n\f\v\u00a0]+")
_NEWS: Final = (
    "Article",
    "NewsArticle",
    "ReportageNewsArticle",
    "BlogPosting",
    "WebPage",
    "Report",
)
_LONGEST_META: Final = 500
_DATE: Final = re.compile(r"\d{4}-\d{2}-\d{2}")


def looks_like_html(text: str) -> bool:
    """Whether a text begins as a page of HTML does.

    >>> looks_like_html("<!DOCTYPE html><p>Hello"), looks_like_html("1 < 2 <p>")
    (True, False)
    """
    return _HTML.match(text[:5000]) is not None


def read_html(
    page: str, *, url: str | None, day: date, name: str
) -> tuple[str, Source, str | None]:
    """The text of the article, its source as the page states it, and its canonical address.

    Raises:
        UnreadableInput: lxml can make nothing of it.
        InputError: the extra `[articles]` is not installed.
    """
    try:
        from lxml import etree, html  # noqa: PLC0415  # an extra, and slow to load
    except ImportError:
        raise InputError(
            "reading HTML needs the extra: install sanctionscreen[articles]", file=name
        ) from None
    try:  # huge_tree: depth is no matter, the size was bounded before
        root = html.document_fromstring(
            page.encode(), parser=html.HTMLParser(encoding="utf-8", huge_tree=True)
        )
        body = _body(page, root)
    except (etree.LxmlError, ValueError, RecursionError) as error:
        raise UnreadableInput(f"the HTML cannot be read: {error}", file=name) from None
    source, canonical = _source(root, page, url=url, day=day)
    return body, source, canonical


def _body(page: str, root: Any) -> str:
    """The article's lines; the whole page's where readability finds next to nothing.

    Readability drops lists and tables with few commas. Those between its first and its last line
    come back, unless they are mostly links.
    """
    whole = _lines_of(root)
    kept = frozenset(_readable(page))
    size, found = sum(map(len, whole)), sum(map(len, kept))
    if found < min(_LEAST_CHARACTERS, size) or found < _LEAST_SHARE * size:
        return _joined(whole)
    places = [place for place, line in enumerate(whole) if line in kept]
    if not places:
        return _joined(whole)
    listed = frozenset(
        line
        for element in root.iter("table", "ul", "ol")
        if not _is_mostly_links(element)
        for line in _lines_of(element)
    )
    body = whole[places[0] : places[-1] + 1]
    return _joined([line for line in body if line in kept or line in listed])


def _readable(page: str) -> list[str]:
    """The lines that readability takes for the article; none where it gives up."""
    from lxml import etree, html  # noqa: PLC0415
    from readability import Document  # noqa: PLC0415
    from readability.readability import Unparseable  # noqa: PLC0415

    try:
        return _lines_of(html.document_fromstring(Document(page).summary(html_partial=True)))
    except (Unparseable, etree.LxmlError, ValueError, TypeError, RecursionError):
        return []


def _is_mostly_links(element: Any) -> bool:
    linked = sum(len(link.text_content()) for link in element.iter("a"))
    return bool(linked * 2 >= len(element.text_content()))


def _joined(lines: list[str]) -> str:
    return "".join(f"{line}\n" for line in lines)


def _lines_of(root: Any) -> list[str]:
    """The words in reading order, a line for each block."""
    lines = "".join(_pieces(root)).split("\n")
    return [line for raw in lines if (line := _SPACES.sub(" ", raw).strip())]


def _pieces(root: Any) -> Iterator[str]:
    """The texts of a tree; by a stack, for pages may nest deeper than Python does."""
    stack: list[Any] = [root]
    while stack:
        node = stack.pop()
        if isinstance(node, str):
            yield node
            continue
        tag = node.tag if isinstance(node.tag, str) else None
        if node.tail:
            stack.append(_SPACES.sub(" ", node.tail))
        if tag is None or tag in _SKIPPED or tag == "head":
            continue
        if tag in _BLOCKS:
            yield "\n"
            stack.append("\n")
        stack.extend(reversed(node))
        if node.text:
            yield _SPACES.sub(" ", node.text)


def _source(root: Any, page: str, *, url: str | None, day: date) -> tuple[Source, str | None]:
    """What the page's own metadata say: JSON-LD, Open Graph, plain meta, then its elements."""
    meta = _metas(root)
    linked = _linked_data(root)
    canonical = _first(root.xpath("//link[@rel='canonical']/@href")) or meta.get("og:url")
    published = _published(meta, linked, page, day)
    language = _first(root.xpath("//html/@lang")) or meta.get("og:locale")
    source = Source(
        title=_clean(meta.get("og:title") or linked.get("headline") or _title(root)),
        outlet=_clean(meta.get("og:site_name") or linked.get("publisher")),
        author=_clean(linked.get("author") or meta.get("author") or meta.get("article:author")),
        published_on=published,
        language=None if language is None else _clean(re.split("[-_]", language)[0].lower()),
        url=url or _clean(canonical),
    )
    return source, _clean(canonical)


def _metas(root: Any) -> Mapping[str, str]:
    found: dict[str, str] = {}
    for element in root.iter("meta"):
        key = element.get("property") or element.get("name") or element.get("itemprop")
        if key and element.get("content"):
            found.setdefault(key.lower(), element.get("content"))
    return found


def _linked_data(root: Any) -> Mapping[str, str]:
    """The texts that the page's JSON-LD gives for an article; broken JSON says nothing."""
    found: dict[str, str] = {}
    for script in root.xpath("//script[@type='application/ld+json']/text()"):
        try:
            content = json.loads(script)
        except (ValueError, RecursionError):
            continue
        graph = content.get("@graph", [content]) if isinstance(content, dict) else content
        for node in graph if isinstance(graph, list) else ():
            kinds = node.get("@type") if isinstance(node, dict) else None
            if set(_NEWS) & set(kinds if isinstance(kinds, list) else [str(kinds)]):
                for key in ("headline", "author", "publisher", "datePublished"):
                    text = _named(node.get(key))
                    if text:
                        found.setdefault(key, text)
    return found


def _named(value: object) -> str | None:
    """The name in a value of JSON-LD: a text, an object with a name, or a list of these."""
    if isinstance(value, list):
        names = [name for one in value[:20] if (name := _named(one))]
        return ", ".join(names) or None
    if isinstance(value, dict):
        return _named(value.get("name"))
    return value if isinstance(value, str) else None


def _published(
    meta: Mapping[str, str], linked: Mapping[str, str], page: str, day: date
) -> date | None:
    """The day of publication: stated, or found by htmldate; never after the day of reading."""
    stated = meta.get("article:published_time") or linked.get("datePublished") or ""
    found = _DATE.match(stated)
    if found is None:
        from htmldate import find_date  # noqa: PLC0415

        guessed = find_date(
            page, original_date=True, extensive_search=False, max_date=day.isoformat()
        )
        found = _DATE.match(guessed or "")
    try:
        return None if found is None else date.fromisoformat(found.group())
    except ValueError:
        return None


def _title(root: Any) -> str | None:
    return _first(root.xpath("//h1//text()")) or _first(root.xpath("//title/text()"))


def _first(texts: list[Any]) -> str | None:
    return next((str(text) for text in texts if str(text).strip()), None)


def _clean(text: str | None) -> str | None:
    """One line of at most 500 characters; null for nothing."""
    return _SPACES.sub(" ", text or "").strip()[:_LONGEST_META] or None

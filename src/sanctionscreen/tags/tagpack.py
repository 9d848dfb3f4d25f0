"""GraphSense TagPacks: YAML in, raw tags out, each with its file and line.

Whatever is malformed is a problem with file and line; the tags around it are read all the same.
"""

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Final, NamedTuple

import polars as pl

from sanctionscreen.tags.vocabulary import HEADER_FIELDS, TAG_FIELDS
from sanctionscreen.tags.yaml_events import LINE, Value, YamlProblem, load

#: One row a tag as written, after inheritance from the header; everything is text.
RAW_TAGS: Final = pl.Schema(
    {
        "address": pl.String(),
        "asset": pl.String(),
        "label": pl.String(),
        "source": pl.String(),
        "confidence": pl.String(),
        "dated": pl.String(),
        "category": pl.String(),
        "abuse": pl.String(),
        "concepts": pl.List(pl.String()),
        "actor": pl.String(),
        "context": pl.String(),
        "pack": pl.String(),
        "line": pl.Int64(),
    }
)
#: One row a thing in a file of tags that was not understood.
TAG_PROBLEMS: Final = pl.Schema(
    {"file": pl.String, "line": pl.Int64, "field": pl.String, "reason": pl.String}
)
_TEXTS: Final = ("address", "label", "source", "confidence", "category", "abuse", "actor")
_TAGS_KEY: Final = re.compile(r"^tags:[ \t]*\n", re.MULTILINE)
_ITEM: Final = re.compile(r"^([ \t]*)- ", re.MULTILINE)

Problem = tuple[str, int, str | None, str]


class Pack(NamedTuple):
    """What a file holds: RAW_TAGS, the labels of actors by id, and TAG_PROBLEMS."""

    tags: pl.DataFrame
    actors: Mapping[str, str]
    problems: pl.DataFrame


def read(content: bytes, *, name: str) -> Pack:
    r"""The tags or actors of one file; `name` is what problems call it.

    >>> pack = read(b"label: Probe\ncurrency: BTC\ntags:\n- address: 1A\n- lable: x", name="p")
    >>> pack.tags.select("address", "label", "line").rows(), pack.problems["reason"].to_list()
    ([('1A', 'Probe', 4)], ['there is no such field', 'the tag has no address'])
    """
    try:
        text = content.decode()
    except UnicodeDecodeError as error:
        line = content[: error.start].count(b"\n") + 1
        return _nothing([(name, line, None, "it is not UTF-8: the file was not read")])
    try:
        return _pack(load(text), name, [])
    except YamlProblem as error:
        return _piecewise(text, name, error)


def _nothing(problems: Sequence[Problem]) -> Pack:
    return Pack(RAW_TAGS.to_frame(), {}, _problem_frame(problems))


def _problem_frame(problems: Sequence[Problem]) -> pl.DataFrame:
    return pl.DataFrame(problems, schema=TAG_PROBLEMS, orient="row")


def _piecewise(text: str, name: str, error: YamlProblem) -> Pack:
    """A pack that is not YAML as a whole: header and every tag for itself."""
    problems: list[Problem] = [(name, error.line, None, f"not YAML: {error.reason}")]
    start = _TAGS_KEY.search(text)
    if start is None:
        return _nothing([*problems, (name, 1, "tags", "nothing of the file was read")])
    try:
        header = load(text[: start.start()])
    except YamlProblem as wrong:
        problems.append((name, wrong.line, None, f"the header was not read: {wrong.reason}"))
        header = {}
    first_line = text[: start.end()].count("\n") + 1
    items: list[Value] = []
    for line, item in _items(text[start.end() :], first_line):
        try:
            found = load(item, first_line=line)
            items.extend(found if isinstance(found, list) else [found])
        except YamlProblem as wrong:
            problems.append((name, line, None, f"the tag was not read: {wrong.reason}"))
    whole = {**(header if isinstance(header, dict) else {}), "tags": items}
    return _pack(whole, name, problems)


def _items(text: str, first_line: int) -> Iterator[tuple[int, str]]:
    """Each item of the list in the text, with the line it starts on."""
    first = _ITEM.search(text)
    if first is None:
        return
    starts = [m.start() for m in _ITEM.finditer(text) if m.group(1) == first.group(1)]
    for start, end in zip(starts, [*starts[1:], len(text)], strict=True):
        yield first_line + text[:start].count("\n"), text[start:end]


def _pack(document: Value, name: str, problems: list[Problem]) -> Pack:
    if not isinstance(document, dict):
        return _nothing([*problems, (name, 1, None, "it is no TagPack: a mapping is expected")])
    unknown = sorted(document.keys() - HEADER_FIELDS - {LINE})
    problems.extend((name, 1, field, "there is no such field in a header") for field in unknown)
    tags, actors = document.get("tags"), document.get("actors")
    if not isinstance(tags, list) and not isinstance(actors, list):
        problems.append((name, 1, "tags", "there is no list of tags"))
    found = [tag for tag in tags if _is_tag(tag, name, problems)] if isinstance(tags, list) else []
    frame = _frame([tag for tag in found if isinstance(tag, dict)], document, name)
    return Pack(frame, _actors(actors, name, problems), _problem_frame(problems))


def _is_tag(tag: Value, name: str, problems: list[Problem]) -> bool:
    if not isinstance(tag, dict):
        problems.append((name, 0, "tags", "a tag is no mapping: it was not read"))
        return False
    line = _line(tag)
    unknown = tag.keys() - TAG_FIELDS - {LINE}
    problems.extend((name, line, field, "there is no such field") for field in sorted(unknown))
    nested = [field for field in _TEXTS if isinstance(tag.get(field), list | dict)]
    problems.extend((name, line, field, "text is expected: left out") for field in nested)
    if isinstance(tag.get("address"), str):
        return True
    reason = "a tag of a transaction: only addresses are screened"
    problems.append(
        (name, line, "address", reason if "tx_hash" in tag else "the tag has no address")
    )
    return False


def _line(tag: Mapping[str, Value]) -> int:
    line = tag.get(LINE)
    return int(line) if isinstance(line, str) else 0


def _frame(tags: Sequence[dict[str, Value]], header: dict[str, Value], name: str) -> pl.DataFrame:
    def column(*fields: str) -> list[str | None]:
        inherited = next((text for f in fields if (text := _text(header.get(f)))), None)
        return [next((t for f in fields if (t := _text(tag.get(f)))), inherited) for tag in tags]

    concepts = [_texts(tag.get("concepts", header.get("concepts"))) for tag in tags]
    columns: dict[str, Sequence[object]] = {
        **{field: column(field) for field in _TEXTS},
        "asset": column("currency", "network", "asset"),
        "dated": column("lastmod", "created"),
        "concepts": concepts,
        "context": [_context(tag.get("context", header.get("context"))) for tag in tags],
        "pack": [name] * len(tags),
        "line": [_line(tag) for tag in tags],
    }
    return pl.DataFrame({field: columns[field] for field in RAW_TAGS}, schema=RAW_TAGS)


def _text(value: Value) -> str | None:
    return (value.strip() or None) if isinstance(value, str) else None


def _texts(value: Value) -> list[str]:
    if isinstance(value, str):
        return [part for part in re.split(r"[,;\s]+", value) if part]
    return [one for one in value if isinstance(one, str)] if isinstance(value, list) else []


def _context(value: Value) -> str | None:
    """The context as text; a mapping as JSON without the lines that we put in."""
    if isinstance(value, list | dict):
        plain = {k: v for k, v in value.items() if k != LINE} if isinstance(value, dict) else value
        return json.dumps(plain, ensure_ascii=False, default=str)
    return _text(value)


def _actors(actors: Value, name: str, problems: list[Problem]) -> dict[str, str]:
    found: dict[str, str] = {}
    for actor in actors if isinstance(actors, list) else ():
        known = actor if isinstance(actor, dict) else {}
        one, label = known.get("id"), known.get("label")
        if isinstance(one, str) and isinstance(label, str):
            found[one] = label
        else:
            problems.append((name, _line(known), "actors", "an actor without id or label"))
    return found

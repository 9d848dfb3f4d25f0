"""JSON lines, or a JSON array of objects → a table; a broken line is lost, the others are kept."""

import json
import math
import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Final

import polars as pl

from sanctionscreen.errors import InputError, UnreadableInput
from sanctionscreen.intake.records import Table, count, filled, table

#: What a JSON document may hold at any depth.
Value = str | int | float | bool | None | Sequence["Value"] | Mapping[str, "Value"]
_Cell = str | list[str] | None
_HALF: Final = re.compile("[\ud800-\udfff]")


def read(content: bytes, *, name: str, encoding: str | None = None) -> Table:
    """The table of the objects, a column for each key; nested keys are joined: `address.country`.

    Every value becomes text, null where it is empty; a list becomes a list of texts.

    Raises:
        UnreadableInput: nothing in it is a JSON object, or it is not of the encoding.
        InputError: there is no such encoding.

    >>> lines = b'{"name": "Anna Probe", "alias": ["Anni", "A. P."]}' + bytes([10]) + b'{"name": '
    >>> read(lines, name="-").frame.to_dicts(), read(lines, name="-").lost["row"].to_list()
    ([{'name': 'Anna Probe', 'alias': ['Anni', 'A. P.']}], [2])
    """
    texts, blank = _texts(content, name, encoding)
    if not texts:
        raise UnreadableInput("the file is empty: it needs one JSON object a line", file=name)
    notes = [f"{count(blank, 'blank line')} skipped"] if blank else []
    kept: list[dict[str, _Cell]] = []
    lost: dict[int, str] = {}
    for number, found in enumerate(_objects(texts), start=1):
        if isinstance(found, str):
            lost[number] = found
        else:
            kept.append(found)
    if not kept and lost:
        raise UnreadableInput(f"no record could be read; the first: {lost[1]}", file=name)
    if not kept:
        raise UnreadableInput("the file holds no record", file=name)
    return table(_frame(kept), lost, notes)


def _texts(content: bytes, name: str, encoding: str | None) -> tuple[list[str | None], int]:
    """The lines that hold something, null for one that cannot be decoded; and the blank ones."""
    try:
        text = content.decode(encoding or _by_mark(content)).removeprefix("\ufeff")
    except LookupError:
        raise InputError(f"there is no encoding {encoding!r}: JSON is UTF-8", file=name) from None
    except UnicodeError:
        if encoding is not None:
            raise UnreadableInput(f"the text is not {encoding}", file=name) from None
        lines: list[str | None] = [_decoded(line) for line in content.split(b"\n")]
    else:
        lines = list(text.split("\n"))
        if lines[-1] == "":  # the end of the last line is no line
            lines.pop()
    blank = sum(line is not None and not line.strip() for line in lines)
    return [line for line in lines if line is None or line.strip()], blank


def _by_mark(content: bytes) -> str:
    return "utf-16" if content[:2] in {b"\xff\xfe", b"\xfe\xff"} else "utf-8"


def _decoded(line: bytes) -> str | None:
    try:
        return line.decode("utf-8").removeprefix("\ufeff")
    except UnicodeDecodeError:
        return None


def _objects(texts: Sequence[str | None]) -> Iterable[dict[str, _Cell] | str]:
    first = texts[0]
    if first is not None and None not in texts and not isinstance(_parsed(first), dict):
        whole = _parsed("\n".join(line for line in texts if line is not None))
        if isinstance(whole, list):
            return [_record(item) for item in whole]
        if isinstance(whole, dict):
            return [_record(whole)]
    return ("bytes that are not UTF-8" if line is None else _record_of(line) for line in texts)


class _NotJson(str):
    """The reason why a text is no JSON."""

    __slots__ = ()


def _parsed(text: str) -> Value | _NotJson:
    try:
        value: Value = json.loads(text, object_pairs_hook=_once, parse_constant=_nothing)
    except json.JSONDecodeError as error:
        return _NotJson(f"not valid JSON at character {error.pos + 1:,}")
    except RecursionError:
        return _NotJson("JSON nested too deeply")
    except ValueError as error:  # a key that stands twice, or a number of thousands of digits
        return _NotJson(
            str(error) if isinstance(error, _TwiceError) else "a number that is too long"
        )
    return value


class _TwiceError(ValueError):
    """A key stands twice in one object: either value could be the name."""


def _once(pairs: list[tuple[str, Value]]) -> dict[str, Value]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise _TwiceError("a key stands twice in one object")
    return found


def _nothing(_constant: str) -> None:
    """NaN and Infinity say that there is no number."""


def _record_of(line: str) -> dict[str, _Cell] | str:
    parsed = _parsed(line)
    return str(parsed) if isinstance(parsed, _NotJson) else _record(parsed)


def _record(value: Value) -> dict[str, _Cell] | str:
    if not isinstance(value, dict):
        return "not a JSON object"
    cells: dict[str, _Cell] = {}
    try:
        for key, inner in value.items():
            _flatten(key, inner, cells)
    except RecursionError:
        return "JSON nested too deeply"
    if any(map(_is_half, cells.values())):
        return "half a character (a lone surrogate)"
    return cells


def _is_half(cell: _Cell) -> bool:
    text = cell if isinstance(cell, str) else "".join(cell or ())
    return not text.isascii() and _HALF.search(text) is not None


def _flatten(key: str, value: Value, cells: dict[str, _Cell]) -> None:
    if isinstance(value, dict):
        for inner_key, inner in value.items():
            _flatten(f"{key}.{inner_key}", inner, cells)
    elif isinstance(value, list):
        for item in value:
            inside: dict[str, _Cell] = {}
            _flatten(key, item, inside)
            for inner_key, text in inside.items():
                known = cells.setdefault(inner_key, [])
                texts = known if isinstance(known, list) else [known or ""]
                texts.extend(text if isinstance(text, list) else [text or ""])
                cells[inner_key] = texts
    else:
        cells[key] = _text(value)


def _text(value: Value) -> str | None:
    if value is None or isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float):
        if not math.isfinite(value):  # 1e999 says no number
            return None
        return str(int(value)) if value.is_integer() else str(value)
    return str(value)


def _frame(records: Sequence[Mapping[str, _Cell]]) -> pl.DataFrame:
    keys = list(dict.fromkeys(key for record in records for key in record))
    columns = []
    for key in keys:
        cells = [record.get(key) for record in records]
        if any(isinstance(cell, list) for cell in cells):
            lists = [[cell] if isinstance(cell, str) else cell for cell in cells]
            columns.append(pl.Series(key, lists, dtype=pl.List(pl.String)))
        else:
            columns.append(pl.Series(key, cells, dtype=pl.String))
    return filled(pl.DataFrame(columns))

"""Rows of results → JSON, without a frame: the same bytes as a frame of these rows gives."""

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Final

#: Valid in JSON as they are, but line ends to some readers, or commands to a terminal.
_UNSAFE: Final = re.compile("[\x7f-\x9f\u2028\u2029]")
#: Numbers nearer to zero Python writes otherwise than polars.
_SMALLEST: Final = 1e-4


def escaped(text: str) -> str:
    """JSON with every character written out that is not safe everywhere."""
    return _UNSAFE.sub(lambda found: f"\\u{ord(found.group()):04x}", text)


def wrapped(lines: str, meta: Mapping[str, object], rows: str) -> bytes:
    """Lines of JSON and the provenance as one JSON object."""
    provenance = escaped(json.dumps(meta, ensure_ascii=False, allow_nan=False))
    lines = lines.removesuffix("\n").replace("\n", ",\n")
    opened = f'{{"screening": {provenance},\n{json.dumps(rows)}: ['
    return f"{opened}\n{lines}\n]}}\n".encode() if lines else f"{opened}]}}\n".encode()


def is_writable(rows: Sequence[Mapping[str, object]]) -> bool:
    """Whether `lines_of` writes all numbers of the rows as a frame does.

    >>> is_writable([{"score": 0.7, "evidence": [{"weight": 0.0}]}]), is_writable([{"score": 1e-5}])
    (True, False)
    """
    return not any(0 < abs(number) < _SMALLEST for number in _numbers(rows))


def _numbers(value: object) -> Iterator[float]:
    if isinstance(value, float):
        yield value
    elif isinstance(value, Mapping):
        yield from _numbers(list(value.values()))
    elif isinstance(value, list | tuple):
        for one in value:
            yield from _numbers(one)


def lines_of(rows: Sequence[Mapping[str, object]]) -> str:
    """The rows as lines of JSON."""
    lines = (
        json.dumps(row, ensure_ascii=False, allow_nan=False, separators=(",", ":"), default=_day)
        for row in rows
    )
    return escaped("".join(f"{line}\n" for line in lines))


def _day(value: object) -> str:
    if isinstance(value, date):
        return value.isoformat()
    raise TypeError(f"{type(value).__name__} is no part of a row")

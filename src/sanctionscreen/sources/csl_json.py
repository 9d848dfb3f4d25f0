"""The JSON of the Consolidated Screening List → rows as its CSV has them."""

import json
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, BinaryIO, Final

from sanctionscreen.errors import ParseError
from sanctionscreen.sources.reading import Report
from sanctionscreen.sources.record import Place
from sanctionscreen.sources.rows import RowRecord

#: Parts the values of a list in JSON, where a value may hold a semicolon itself.
UNIT: Final = "\x1f"


def json_rows(stream: BinaryIO, report: Report) -> Iterator[RowRecord]:
    """The results as rows.

    Raises:
        ParseError: no JSON, cut off, or without results.
    """
    try:
        content = json.load(stream)
        results = content["results"]
    except (ValueError, KeyError, TypeError, RecursionError) as error:
        reason = f"no JSON of the screening list, probably cut off: {error}"
        raise ParseError(reason, source=report.list_id) from error
    for number, result in enumerate(results, 1):
        cells = {"_id" if key == "id" else key: _cell(value) for key, value in result.items()}
        yield RowRecord(cells, Place(report, f"result {number}"))


def _cell(value: Any) -> str:
    """A value of JSON as the CSV has it: lists joined, addresses and ids as texts."""
    if value is None:
        return ""
    if isinstance(value, Mapping):
        order = ("type", "number", "address", "city", "state", "postal_code", "country")
        named = [str(value[key]) for key in order if value.get(key)]
        rest = [f"{key} {text}" for key, text in value.items() if key not in order and text]
        return ", ".join((*named, *rest))
    if isinstance(value, Sequence) and not isinstance(value, str):
        return UNIT.join(text for one in value if (text := _cell(one)))
    return str(value)

"""What commands do alike with what they found: read a file, write rows, tell problems, leave."""

import json
import sys
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any, Final, Protocol

import polars as pl

from sanctionscreen.cli.options import Format, say
from sanctionscreen.cli.writing import put, terminal_width
from sanctionscreen.intake.records import Table
from sanctionscreen.intake.table import read_table
from sanctionscreen.model import Record
from sanctionscreen.output.formats import render
from sanctionscreen.value import Value

#: So many lines on stderr are read; what is beyond stands in a file.
SHOWN: Final = 20


class Result(Protocol):
    """What every result has: PROBLEMS, words on how the input was read, and its provenance."""

    @property
    def problems(self) -> pl.DataFrame: ...  # noqa: D102
    @property
    def rejects(self) -> pl.DataFrame: ...  # noqa: D102
    @property
    def notes(self) -> Sequence[str]: ...  # noqa: D102
    @property
    def provenance(self) -> Record | Value: ...  # noqa: D102


def read_file(file: str, input_format: str | None, encoding: str | None) -> Table:
    """The table in a file, or on stdin where FILE is `-`."""
    if file == "-":
        return read_table(sys.stdin.buffer, name="-", format=input_format, encoding=encoding)
    path = Path(file)
    return read_table(path, name=path.name, format=input_format, encoding=encoding)


def meta(result: Result) -> dict[str, Any]:
    """The provenance as JSON holds it."""
    dumped: dict[str, Any] = result.provenance.model_dump(mode="json")
    return dumped


def write(
    rows: pl.DataFrame,
    about: Mapping[str, object],
    format_: Format,
    output: Path | None,
    *,
    called: str = "hits",
    raw_csv: bool = False,
    below: str = "",
) -> None:
    """Nothing; the rows are then on stdout or in the file.

    `called` names them in JSON; a table fits the terminal, and has the line `below` under it.
    """
    terminal = output is None and sys.stdout.isatty()
    content = render(
        rows,
        about,
        format=format_.value,
        rows=called,
        raw_csv=raw_csv,
        width=terminal_width() if terminal else None,
        colour=terminal,
    )
    if below and format_ is Format.TABLE:
        content += f"{below}\n".encode()
    put(content, output)


def write_rejects(rows: pl.DataFrame, path: Path | None, *, what: str = "not screened") -> None:
    """Nothing; the rows left out are then in the file, or on stderr, every one: never silent."""
    rows = rows.drop("screened")
    if path is not None:
        put(render(rows, {}, format="csv"), path)
    elif not rows.is_empty():
        say("\n".join(problem_line(row, what) for row in rows.iter_rows(named=True)))


def write_summary(result: Result, path: Path | None, **more: object) -> None:
    """Nothing; provenance, notes and warnings are then in the file (JSON), if one is named."""
    if path is None:
        return
    warnings = result.problems.filter(pl.col("screened")).drop("screened", "query_id")
    content = {
        "screening": meta(result),
        "notes": result.notes,
        **more,
        "warnings": warnings.to_dicts(),
    }
    text = json.dumps(content, ensure_ascii=False, indent=2, default=str)
    put(f"{text}\n".encode(), path)


def say_problems(result: Result, *, quiet: bool, what: str = "not used") -> None:
    """Nothing; the notes and the first of the fields that were not understood are then told."""
    for note in result.notes:
        say(note, quiet=quiet)
    warnings = result.problems.filter(pl.col("screened"))
    lines = (problem_line(row, what) for row in warnings.head(SHOWN).iter_rows(named=True))
    say_first(lines, warnings.height, quiet=quiet, rest="see --summary FILE")


def say_first(lines: Iterable[str], count: int, *, quiet: bool, rest: str) -> None:
    """Nothing; the lines are then told, and how many of `count` are not among them."""
    for line in lines:
        say(line, quiet=quiet)
    if count > SHOWN:
        say(f"… and {count - SHOWN} more; {rest}", quiet=quiet)


def problem_line(row: Mapping[str, Any], what: str) -> str:
    """A row of PROBLEMS in words, without what stood in the row.

    >>> problem_line({"row": 3, "field": "dob", "reason": "no date"}, "not used")
    'row 3, field dob: not used: no date'
    """
    field = "" if row["field"] is None else f", field {row['field']}"
    return f"row {row['row']}{field}: {what}: {row['reason']}"

"""Results as bytes on stdout or in a file: always UTF-8, whatever encoding the terminal has."""

import json
import os
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

from sanctionscreen.cli.opening import Format
from sanctionscreen.errors import InputError
from sanctionscreen.output.files import atomic


def put(content: bytes, output: Path | None) -> None:
    """Nothing; the content is then in the file, whole or not at all, or on stdout.

    A reader of stdout that stops early (head, less) has seen enough: that is no error.

    Raises:
        InputError: it cannot be written.
    """
    if output is not None:
        with atomic(output) as stream:
            stream.write(content)
        return
    try:
        sys.stdout.buffer.write(content)
        sys.stdout.buffer.flush()
    except OSError as error:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())  # takes what is left over
        if not isinstance(error, BrokenPipeError):
            reason = f"it cannot be written: {error.strerror}"
            raise InputError(reason, file="stdout") from error


def put_rows(rows: Sequence[Mapping[str, object]], output: Path | None, *, format_: Format) -> None:
    """The rows of a small result, in JSON as an array."""
    import polars as pl  # noqa: PLC0415  # takes longer to import than one name to screen

    from sanctionscreen.output.formats import render  # noqa: PLC0415

    if format_ is Format.JSON:
        content = (json.dumps(rows, ensure_ascii=False, indent=2) + "\n").encode()
    else:
        width = terminal_width() if output is None else None
        content = render(pl.DataFrame(rows), {}, format=format_.value, width=width)
    put(content, output)


def terminal_width() -> int | None:
    """The width of the terminal on stdout; null where stdout is none."""
    return os.get_terminal_size().columns if sys.stdout.isatty() else None

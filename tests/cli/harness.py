"""Running the command line in this process, as a shell would."""

import csv
import io
import json
import sys
from pathlib import Path
from typing import Any, NamedTuple, Protocol

import polars as pl
import pytest

from sanctionscreen.cli import main

#: Every party of these tests that is on no list is called so; none may show up on stderr.
NOBODY = "Quillfeather"
NOW = "2026-11-22T10:00:00"


class Ran(NamedTuple):
    """What a run left: its exit code, its bytes on stdout and its words on stderr."""

    code: int
    out: bytes
    err: str

    @property
    def text(self) -> str:
        return self.out.decode()

    @property
    def json(self) -> Any:
        return json.loads(self.out)

    @property
    def rows(self) -> list[dict[str, str]]:
        return list(csv.DictReader(io.StringIO(self.text, newline="")))

    @property
    def frame(self) -> pl.DataFrame:
        return pl.read_parquet(io.BytesIO(self.out))


class Run(Protocol):
    """The fixture that runs the command line."""

    def __call__(self, *args: str | Path, stdin: bytes = b"", encoding: str = "utf-8") -> Ran: ...


def run_main(
    patch: pytest.MonkeyPatch, *args: str | Path, stdin: bytes = b"", encoding: str = "utf-8"
) -> Ran:
    """One run with those arguments; the encoding is that of the terminal.

    Fails where a counterparty's name stands on stderr: the contract forbids it in every run.
    """
    out, err = io.BytesIO(), io.BytesIO()
    with patch.context() as patched:
        patched.setattr(sys, "argv", ["sanctionscreen", *map(str, args)])
        patched.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(stdin), "utf-8"))
        patched.setattr(sys, "stdout", io.TextIOWrapper(out, encoding))
        patched.setattr(sys, "stderr", io.TextIOWrapper(err, encoding, "backslashreplace"))
        code = _exit_code()
        sys.stdout.flush()
        sys.stderr.flush()
        said = err.getvalue().decode(encoding)
        ran = Ran(code, out.getvalue(), said)
    assert NOBODY.casefold() not in ran.err.casefold()
    return ran


def _exit_code() -> int:
    try:
        main()
    except SystemExit as ended:
        return ended.code if isinstance(ended.code, int) else -1
    return 0

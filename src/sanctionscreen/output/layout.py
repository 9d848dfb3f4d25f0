"""What is shown on a terminal or on paper: harmless text, in a table of fixed width."""

import io
import unicodedata
from typing import Final

from rich.box import SIMPLE_HEAD
from rich.console import Console
from rich.table import Table
from rich.text import Text

#: Where nobody says how wide the terminal is.
DEFAULT_WIDTH: Final = 120
#: Control, format (such as right-to-left override), line and paragraph separator.
_COMMANDS: Final = frozenset({"Cc", "Cf", "Zl", "Zp"})


def harmless(text: str) -> str:
    r"""The text with every character that could command a terminal written out.

    >>> harmless("Probe\x1b[2JLtd \u202egnp")
    'Probe\\x1b[2JLtd \\u202egnp'
    """
    if text.isascii() and text.isprintable():
        return text
    return "".join(
        character.encode("unicode_escape").decode()
        if unicodedata.category(character) in _COMMANDS
        else character
        for character in text
    )


def new_table() -> Table:
    """A table without columns and rows."""
    return Table(box=SIMPLE_HEAD, pad_edge=False, header_style="bold")


def cell(value: object) -> Text:
    """The cell as it is written: no markup is read in it, no command reaches the terminal."""
    if value is None:
        return Text("")
    if isinstance(value, list):
        return Text(harmless(", ".join(map(str, value))))
    return Text(harmless(str(value)))


def printed(table: Table, width: int | None, *, colour: bool) -> str:
    """The table as text."""
    stream = io.StringIO()
    console = Console(
        file=stream,
        width=width or DEFAULT_WIDTH,
        force_terminal=colour,
        color_system="standard" if colour else None,
        legacy_windows=False,
        emoji=False,
        markup=False,
        highlight=False,
        _environ={},  # rich would ask COLUMNS and NO_COLOR; only the command line reads them
    )
    console.print(table)
    lines = (line.rstrip() for line in stream.getvalue().split("\n"))
    return "\n".join(line for line in lines if line) + "\n"

"""What the command line is asked, who answers, and what becomes of errors.

Exit codes: 0 every row was screened; 1 hits (with --exit-code); 2 bad use or unreadable input;
3 a list is missing, refused or failed; 4 rows were not screened; 70 a defect of ours.
"""

import gc
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Final

from sanctionscreen.cli.opening import say
from sanctionscreen.errors import (
    InputError,
    ListError,
    PolicyError,
    StoreError,
    UnknownList,
)

BAD_USE: Final = 2
LIST_TROUBLE: Final = 3
DEFECT: Final = 70


def run() -> None:
    """Runs what the command line asks for, and exits with its code."""
    try:
        _answer(sys.argv[1:])
    except (InputError, PolicyError, UnknownList) as error:
        _fail(str(error), BAD_USE)
    except (ListError, StoreError) as error:
        _fail(str(error), LIST_TROUBLE)
    except Exception as error:  # the last resort: a defect has its own exit code
        _fail(_defect(error), DEFECT)


def _fail(text: str, code: int) -> None:
    say(f"sanctionscreen: {text}")
    sys.exit(code)


def _defect(error: Exception) -> str:
    """Where it happened, without the message: that may hold a counterparty's name."""
    import traceback  # noqa: PLC0415

    frames = traceback.extract_tb(error.__traceback__)
    where = " < ".join(f"{f.name} ({Path(f.filename).name}:{f.lineno})" for f in frames[:-6:-1])
    return f"a defect of ours, please report it: {type(error).__name__} in {where}"


def _answer(asked: Sequence[str]) -> None:
    """Answers what is asked.

    What needs no parser of options is answered without: to import one takes longer than the answer.
    """
    if asked and asked[0] == "name":
        from sanctionscreen.cli.one_name import plainly, show_name  # noqa: PLC0415

        plain = plainly(asked[1:])
        if plain is not None:
            show_name(*plain)
            return
    from sanctionscreen.cli.application import application  # noqa: PLC0415

    gc.enable()
    application(next(iter(asked), None))()

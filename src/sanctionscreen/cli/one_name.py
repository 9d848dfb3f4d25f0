"""One name in, explained hits out; imports no more than that takes."""

import os
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import NamedTuple

from sanctionscreen.cli.aliases import widened
from sanctionscreen.cli.opening import (
    STORE_VARIABLE,
    Format,
    When,
    choose_format,
    lists_used,
    open_watchlist,
    read_policy,
    utc,
)
from sanctionscreen.cli.writing import put, terminal_width
from sanctionscreen.matching.policy import WeakAliases
from sanctionscreen.matching.watchlist import Watchlist
from sanctionscreen.one_name import screen_name
from sanctionscreen.results import Screening


class Asked(NamedTuple):
    """What is asked of one name: the options of the command `name`."""

    store: Path | None = None
    lists: list[str] | None = None
    policy: Path | None = None
    threshold: float | None = None
    weak_aliases: WeakAliases | None = None
    include_proposed: bool = False
    format: Format | None = None
    output: Path | None = None
    ofac_score: bool = False
    require_complete: bool = False
    as_of: datetime | None = None
    known_at: datetime | None = None
    max_age: str | None = None
    now: datetime | None = None
    quiet: bool = False


def plainly(words: Sequence[str]) -> tuple[str, Asked] | None:
    """A name and what is asked of it, where there are no options but the store and `--quiet`.

    Anything else, also what is wrong, is for the parser of options; what this reads, that reads the
    same.

    >>> found = plainly(["Chen Zhi", "--store", "lists", "-q"])
    >>> found[0], str(found[1].store), found[1].quiet, plainly(["--hlep"])
    ('Chen Zhi', 'lists', True, None)
    """
    names: list[str] = []
    store, quiet = os.environ.get(STORE_VARIABLE), False
    rest = iter(words)
    for word in rest:
        if word == "--store":
            store = next(rest, "-")
        elif word in {"--quiet", "-q"}:
            quiet = True
        else:
            names.append(word)
    if len(names) != 1 or any(one.startswith("-") for one in (*names, store or "")):
        return None
    return names[0], Asked(store=Path(store) if store else None, quiet=quiet)


def show_name(name: str, asked: Asked) -> bool:
    """Whether there are hits; they are then on stdout or in a file."""
    default = Format.TABLE if asked.output is None else None
    chosen = choose_format(asked.format or default, asked.output)
    rules = read_policy(asked.policy, asked.threshold, asked.weak_aliases)
    watchlist = open_watchlist(
        asked.store,
        asked.lists,
        require_complete=asked.require_complete,
        quiet=asked.quiet,
        when=When(asked.as_of, asked.known_at, asked.max_age, asked.now),
    )
    watchlist = widened(
        watchlist, asked.store, now=asked.now, include_proposed=asked.include_proposed
    )
    result = screen_name(name, watchlist, policy=rules, now=utc(asked.now))
    if chosen is Format.TABLE and not asked.ofac_score:
        _put_table(result, asked.output)
    else:
        _put(result, chosen, asked, watchlist)
    return result.provenance.counts.hits > 0


def _put_table(result: Screening, output: Path | None) -> None:
    """The hits as a table, row by row: a frame takes longer to import than the name to screen."""
    from sanctionscreen.output.hits_text import hits_text  # noqa: PLC0415

    width = terminal_width() if output is None else None
    text = hits_text(result.rows, width=width, colour=width is not None)
    put(f"{text}lists: {lists_used(result.provenance.snapshots)}\n".encode(), output)


def _put(result: Screening, format_: Format, asked: Asked, watchlist: Watchlist) -> None:
    from sanctionscreen.cli.screening import with_scores, write  # noqa: PLC0415  # imports polars

    scored = with_scores(result, watchlist, wanted=asked.ofac_score)
    write(scored, format_, asked.output, raw_csv=False)

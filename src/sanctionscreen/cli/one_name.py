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
from sanctionscreen.output.json_text import is_writable, lines_of, wrapped
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
    """A name and what is asked of it, where there are no options but store, format and `--quiet`.

    Anything else, also what is wrong, is for the parser of options; what this reads, that reads the
    same.

    >>> found = plainly(["Chen Zhi", "--store", "lists", "-q"])
    >>> found[0], str(found[1].store), found[1].quiet, plainly(["--hlep"])
    ('Chen Zhi', 'lists', True, None)
    """
    names: list[str] = []
    store, format_, quiet = os.environ.get(STORE_VARIABLE), "table", False
    rest = iter(words)
    for word in rest:
        if word == "--store":
            store = next(rest, "-")
        elif word == "--format":
            format_ = next(rest, "-")
        elif word in {"--quiet", "-q"}:
            quiet = True
        else:
            names.append(word)
    if len(names) != 1 or any(one.startswith("-") for one in (*names, store or "")):
        return None
    if format_ not in set(Format):
        return None
    path = Path(store) if store else None
    return names[0], Asked(store=path, format=Format(format_), quiet=quiet)


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
    content = None if asked.ofac_score else _written(result, chosen, asked.output)
    if content is None:
        _put(result, chosen, asked, watchlist)
    else:
        put(content, asked.output)
    return result.provenance.counts.hits > 0


def _written(result: Screening, format_: Format, output: Path | None) -> bytes | None:
    """The result, row by row: a frame takes longer to import than the name to screen.

    Null where that gives no format, or not the same bytes.
    """
    refs = result.provenance.snapshots
    if format_ is Format.TABLE:
        from sanctionscreen.output.hits_text import hits_text  # noqa: PLC0415

        width = terminal_width() if output is None else None
        text = hits_text(result.rows, width=width, colour=width is not None)
        return f"{text}lists: {lists_used(refs)}\n".encode()
    if len(refs) > 1 or not is_writable(result.rows):  # a party may stand on several lists
        return None
    if format_ is Format.JSON:
        return wrapped(lines_of(result.rows), result.provenance.model_dump(mode="json"), "hits")
    return lines_of(result.rows).encode() if format_ is Format.JSONL else None


def _put(result: Screening, format_: Format, asked: Asked, watchlist: Watchlist) -> None:
    from sanctionscreen.cli.screening import with_scores, write  # noqa: PLC0415  # imports polars

    scored = with_scores(result, watchlist, wanted=asked.ofac_score)
    write(scored, format_, asked.output, raw_csv=False)

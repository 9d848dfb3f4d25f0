"""The options that several commands share, and what they are turned into."""

import sys
from collections.abc import Sequence
from contextlib import suppress
from datetime import UTC, datetime
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Final

import platformdirs
import typer

from sanctionscreen.errors import InputError, MissingList
from sanctionscreen.matching.policy import Policy, WeakAliases
from sanctionscreen.matching.watchlist import Watchlist
from sanctionscreen.snapshots.store import Store

STORE_VARIABLE: Final = "SANCTIONSCREEN_STORE"


class Format(StrEnum):
    """How results are written."""

    TABLE = "table"
    CSV = "csv"
    JSON = "json"
    JSONL = "jsonl"
    PARQUET = "parquet"


StoreOption = Annotated[
    Path | None,
    typer.Option(
        "--store",
        envvar=STORE_VARIABLE,
        help="Folder of the list store; default: the platform's data folder.",
    ),
]
ListOption = Annotated[
    list[str] | None,
    typer.Option(
        "--list", help="Use this list only (repeat for several); default: all in the store."
    ),
]
PolicyOption = Annotated[
    Path | None, typer.Option("--policy", help="TOML file with every weight and threshold.")
]
ThresholdOption = Annotated[
    float | None,
    typer.Option("--threshold", min=0, max=1, help="Score from which a pair is a hit."),
]
WeakOption = Annotated[
    WeakAliases | None,
    typer.Option("--weak-aliases", help="What a weak alias may do; default: by list, see policy."),
]
FormatOption = Annotated[
    Format | None,
    typer.Option("--format", help="Default: by --output's ending; table on a terminal, else CSV."),
]
OutputOption = Annotated[
    Path | None, typer.Option("--output", "-o", help="Write here instead of to stdout.")
]
QuietOption = Annotated[
    bool, typer.Option("--quiet", "-q", help="No words on stderr but errors and warnings.")
]
NowOption = Annotated[
    datetime | None,
    typer.Option(
        "--now",
        formats=["%Y-%m-%dT%H:%M:%S", "%Y-%m-%d"],
        help="Fix `screened_at` (UTC), so that two runs write the same bytes.",
    ),
]
CompleteOption = Annotated[
    bool, typer.Option("--require-complete", help="Exit 3 if a list is only an excerpt.")
]
ColumnOption = Annotated[
    list[str] | None,
    typer.Option("--column", metavar="ROLE=COLUMN", help="Say what a column is (repeat)."),
]


def say(text: str, *, quiet: bool = False) -> None:
    """Words for a person, on stderr; never a counterparty's name."""
    if not quiet:
        with suppress(BrokenPipeError):  # nobody listens: the exit code still says what happened
            typer.echo(text, err=True)


def open_store(path: Path | None) -> Store:
    """The store of the option, the environment or the platform."""
    return Store(path or Path(platformdirs.user_data_dir("sanctionscreen", appauthor=False)))


def open_watchlist(
    path: Path | None, list_ids: Sequence[str] | None, *, require_complete: bool, quiet: bool
) -> Watchlist:
    """The named lists, or all of the store; the bundled excerpt where the store is empty.

    Raises:
        MissingList: a named list is not in the store, or only an excerpt where that is refused.
    """
    store = open_store(path)
    if list_ids or store.list_ids():
        watchlist = Watchlist.open(store, list_ids or None)
    else:
        watchlist = Watchlist.bundled()
        say(_excerpt_warning(watchlist))
        say(_HOW_TO_GET_A_LIST, quiet=quiet)
    if require_complete and watchlist.is_excerpt:
        partial = [r.list_id for r in watchlist.snapshots if r.coverage.value == "excerpt"]
        raise MissingList(
            "only an excerpt, and --require-complete is set", source=", ".join(partial)
        )
    return watchlist


_HOW_TO_GET_A_LIST: Final = (
    "Get a full one: download SDN_ADVANCED.XML from OFAC's Sanctions List Service, then run\n"
    "  sanctionscreen import us_ofac_sdn SDN_ADVANCED.XML"
)


def _excerpt_warning(watchlist: Watchlist) -> str:
    newest = max(ref.published_on for ref in watchlist.snapshots)
    return (
        "no list in the store: using the bundled excerpt (Prince Group network, as of "
        f"{newest}). It is NOT a sanctions list: finding nothing proves nothing."
    )


def read_policy(
    path: Path | None, threshold: float | None, weak_aliases: WeakAliases | None
) -> Policy:
    """The policy of the file or the shipped one, with what the options change."""
    policy = Policy.default() if path is None else Policy.read(path)
    if threshold is not None:
        policy = policy.with_threshold(threshold)
    return policy if weak_aliases is None else policy.with_weak_aliases(weak_aliases)


def read_columns(pairs: Sequence[str] | None) -> dict[str, list[str]]:
    """`--column role=COLUMN` options as role → columns.

    Raises:
        InputError: an option has no `=`.

    >>> read_columns(["name=Beneficiary", "name=Payer"])
    {'name': ['Beneficiary', 'Payer']}
    """
    columns: dict[str, list[str]] = {}
    for pair in pairs or ():
        role, equals, column = pair.partition("=")
        if not equals:
            raise InputError(f"--column {pair}: expected ROLE=COLUMN")
        columns.setdefault(role.strip(), []).append(column)
    return columns


def utc(now: datetime | None) -> datetime:
    """The given time as UTC, or the time it is."""
    return datetime.now(UTC) if now is None else now.replace(tzinfo=UTC)


def choose_format(given: Format | None, output: Path | None) -> Format:
    """The format asked for, or that of the file's ending, or what suits a terminal or a pipe.

    Raises:
        InputError: the ending is that of another format: nobody could open a CSV called .xlsx.
    """
    if given is not None:
        return given
    ending = "" if output is None else output.suffix.removeprefix(".").lower()
    if ending in set(Format):
        return Format(ending)
    if ending:
        known = ", ".join(Format)
        raise InputError(f"no format ends in .{ending}: give --format ({known})", file=str(output))
    return Format.TABLE if output is None and sys.stdout.isatty() else Format.CSV

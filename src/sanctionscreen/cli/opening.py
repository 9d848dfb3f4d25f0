"""What options are turned into: the lists, the policy, the format; and words for a person."""

import re
import sys
from collections.abc import Iterable, Sequence, Set
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from pathlib import Path
from typing import Final, NamedTuple

from sanctionscreen.errors import InputError, MissingList
from sanctionscreen.matching.policy import Policy, WeakAliases
from sanctionscreen.matching.watchlist import SnapshotRef, Watchlist
from sanctionscreen.snapshots.store import Store

STORE_VARIABLE: Final = "SANCTIONSCREEN_STORE"


class Format(StrEnum):
    """How results are written."""

    TABLE = "table"
    CSV = "csv"
    JSON = "json"
    JSONL = "jsonl"
    PARQUET = "parquet"


def say(text: str, *, quiet: bool = False) -> None:
    """Words for a person, on stderr; never a counterparty's name."""
    if not quiet:
        with suppress(BrokenPipeError):  # nobody listens: the exit code still says what happened
            print(text, file=sys.stderr, flush=True)  # noqa: T201


def open_store(path: Path | None) -> Store:
    """The store of the option, the environment or the platform."""
    if path is not None:
        return Store(path)
    import platformdirs  # noqa: PLC0415

    return Store(Path(platformdirs.user_data_dir("sanctionscreen", appauthor=False)))


def _cache() -> Path:
    """The user's folder for what can be made again: the excerpt lies in no store."""
    import platformdirs  # noqa: PLC0415

    return Path(platformdirs.user_cache_dir("sanctionscreen", appauthor=False)) / "indexes"


_AGE: Final = re.compile(r"(\d+(?:\.\d+)?)\s*([mhd])")
_UNITS: Final = {"m": "minutes", "h": "hours", "d": "days"}


def read_age(text: str) -> timedelta:
    """A time span written as `90m`, `36h` or `2d`.

    Raises:
        InputError: it is written in another way.

    >>> read_age("36h")
    datetime.timedelta(days=1, seconds=43200)
    """
    found = _AGE.fullmatch(text.strip().lower())
    if found is None:
        raise InputError(f"no time span: {text!r}; write 90m, 36h or 2d")
    return timedelta(**{_UNITS[found[2]]: float(found[1])})


class When(NamedTuple):
    """Which state of the lists is wanted, and how old it may be."""

    as_of: datetime | None = None
    known_at: datetime | None = None
    max_age: str | None = None
    now: datetime | None = None


_AS_IT_STANDS: Final = When()


def store_then(path: Path | None, when: When) -> Store:
    """The store as it stands, or as it stood then."""
    store = open_store(path)
    if when.as_of is None and when.known_at is None:
        return store
    from sanctionscreen.snapshots.history import Past  # noqa: PLC0415  # reads lists

    day = None if when.as_of is None else when.as_of.date()
    known_at = None if when.known_at is None else utc(when.known_at)
    return Past(store.root, as_of=day, known_at=known_at)


def open_watchlist(
    path: Path | None,
    list_ids: Sequence[str] | None,
    *,
    require_complete: bool,
    quiet: bool,
    when: When = _AS_IT_STANDS,
) -> Watchlist:
    """The named lists, or all of the store; the bundled excerpt where the store is empty.

    Raises:
        MissingList: a named list is not in the store, or only an excerpt where that is refused.
        StaleList: a list was last checked longer ago than `when` allows.
    """
    store = store_then(path, when)
    as_it_stands = open_store(path)
    wanted = list_ids or as_it_stands.list_ids()
    if when.max_age is not None:
        if not wanted:
            raise MissingList(f"no list in the store, and --max-age is set. {_HOW_TO_GET_A_LIST}")
        from sanctionscreen.snapshots.states import require_fresh  # noqa: PLC0415

        require_fresh(as_it_stands, wanted, max_age=read_age(when.max_age), now=utc(when.now))
    # A store that held nothing then is not an empty one: the excerpt never stands in for it.
    if wanted:
        watchlist = Watchlist.open(store, list_ids or store.list_ids() or wanted)
        _warn_of_absent(store, set(wanted) - {ref.list_id for ref in watchlist.snapshots})
    else:
        watchlist = Watchlist.bundled(indexes=_cache())
        say(_excerpt_warning(watchlist))
        say(_HOW_TO_GET_A_LIST, quiet=quiet)
    if require_complete and watchlist.is_excerpt:
        partial = [r.list_id for r in watchlist.snapshots if r.coverage.value == "excerpt"]
        raise MissingList(
            "only an excerpt, and --require-complete is set", source=", ".join(partial)
        )
    return watchlist


def _warn_of_absent(store: Store, list_ids: Set[str]) -> None:
    """Says which lists of the store were not there yet at the time that is wanted."""
    for one in sorted(list_ids):
        try:
            store.current(one)
        except MissingList as error:
            say(f"not used: {error}")


_HOW_TO_GET_A_LIST: Final = (
    "Get the full ones: sanctionscreen refresh; or, with a file of OFAC's list from disk:\n"
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
    return moment(now) or datetime.now(UTC)


def moment(day: datetime | None) -> datetime | None:
    """The given time as UTC, which it is in if it names no zone; null where none is given."""
    if day is None:
        return None
    return day.replace(tzinfo=UTC) if day.tzinfo is None else day.astimezone(UTC)


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


def lists_used(refs: Iterable[SnapshotRef]) -> str:
    """The states of the lists that a result rests on, and when each was last checked (UTC)."""
    return ", ".join(
        f"{ref.list_id} {ref.snapshot_id} ({ref.coverage.value}{_checked(ref)})" for ref in refs
    )


def _checked(ref: SnapshotRef) -> str:
    return "" if ref.checked_at is None else f", checked {ref.checked_at:%Y-%m-%d %H:%M}"

"""The watchlist of a command, widened by the aliases that persons accepted in the store."""

from datetime import datetime
from pathlib import Path

from sanctionscreen.articles.folder import log_of
from sanctionscreen.cli.opening import open_store, say, utc
from sanctionscreen.matching.watchlist import Watchlist


def widened(
    watchlist: Watchlist, store: Path | None, *, now: datetime | None, include_proposed: bool
) -> Watchlist:
    """The watchlist with the store's accepted article aliases, and a word on what-if runs."""
    root = open_store(store).root
    if log_of(root).exists():
        watchlist = _with_aliases(watchlist, root, now, include_proposed)
    if include_proposed:  # a warning: --quiet does not silence it
        say("WHAT IF: aliases that nobody accepted are used; proposed_alias marks their hits")
    return watchlist


def _with_aliases(
    watchlist: Watchlist, root: Path, now: datetime | None, include_proposed: bool
) -> Watchlist:
    # What reads articles takes longer to import than a name to screen.
    from sanctionscreen.articles.archive import Articles  # noqa: PLC0415
    from sanctionscreen.articles.widen import with_aliases  # noqa: PLC0415

    on = utc(now).date()
    return with_aliases(
        watchlist, Articles(root).overlay(), on=on, include_proposed=include_proposed
    )

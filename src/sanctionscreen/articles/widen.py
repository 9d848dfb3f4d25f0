"""A watchlist with the aliases that persons accepted, so that screening finds them.

The names of the list stay as they are; the aliases stand beside them as names of the kind
`article_alias`, with their proof as the source.
"""

from datetime import date
from typing import Final

import polars as pl

from sanctionscreen.articles.review import AliasState, Overlay, ReviewedAlias
from sanctionscreen.columns import NAMES
from sanctionscreen.matching.watchlist import Watchlist
from sanctionscreen.model import NameKind

_SHOWN_SOURCES: Final = 3


def with_aliases(
    watchlist: Watchlist, overlay: Overlay, *, on: date, include_proposed: bool = False
) -> Watchlist:
    """The watchlist with the aliases that count on a day; the same one where none does.

    Aliases of parties that are not on the watchlist, expired, rejected and withdrawn ones do not
    count. `include_proposed` adds what nobody has decided on: for what-if runs, whose hits have
    the `name_kind` `proposed_alias`.
    """
    listed = frozenset(watchlist.frames["entities"]["entity_id"])
    wanted = {AliasState.ACCEPTED} | ({AliasState.PROPOSED} if include_proposed else set())
    rows = [
        _name(alias, state)
        for _, alias in sorted(overlay.aliases.items())
        if (state := alias.state(on=on, listed=listed)) in wanted
    ]
    if not rows:
        return watchlist
    names = pl.concat([watchlist.frames["names"], pl.DataFrame(rows, schema=NAMES)])
    return Watchlist({**watchlist.frames, "names": names}, watchlist.snapshots)


def _name(alias: ReviewedAlias, state: AliasState) -> dict[str, object]:
    """The alias as a row of NAMES: its state is its strength, its proof its source."""
    proposal = alias.proposal
    return {
        "entity_id": proposal.entity_id,
        "full": proposal.variant,
        "kind": NameKind.ARTICLE_ALIAS.value,
        "strength": state.value,
        "published_as": proposal.kind.value,
        "script": None,
        "language": None,
        "parts": [],
        "source": proof(alias),
    }


def proof(alias: ReviewedAlias) -> str:
    """Who accepted an alias and why, and the articles it stands in, in one line."""
    last = alias.decided
    decided = (
        "accepted by nobody"
        if last is None or alias.review_state is not AliasState.ACCEPTED
        else f"accepted by {last.by} on {last.at.date().isoformat()}: {last.reason}"
    )
    sightings = sorted(alias.proposal.sightings, key=lambda one: (-one.score, one.document))
    cited = [f"“{one.quote}” ({one.source})" for one in sightings[:_SHOWN_SOURCES]]
    more = len(sightings) - len(cited)
    if more:
        cited.append(f"and {more} more")
    return f"{decided}; alias {alias.proposal.id} ({alias.proposal.kind.value}): {'; '.join(cited)}"

"""What people call a kind of holding → ownership, voting or control."""

from functools import cache
from typing import Final

import polars as pl

from sanctionscreen.columns import HOLDING_KIND
from sanctionscreen.holdings.settings import Kind
from sanctionscreen.intake.words import fold_camel, folded

UNKNOWN_KIND: Final = (
    "not a known kind (ownership, voting or control): taken as a share that may be anything up to"
    " the one given"
)
_WORDS: Final = {
    Kind.OWNERSHIP: """
        ownership, owned, owns, owner, share, shares, shareholding, ownership of shares, equity,
        capital, stake, economic, economic interest, direct, indirect, member, partnership interest
    """,
    Kind.VOTING: "voting, vote, votes, voting rights, voting right, voting power, voting shares",
    Kind.CONTROL: """
        control, controls, controlled, controlling, management, board, board majority, appoints
        board, right to appoint and remove directors, right to appoint, significant influence,
        significant influence or control, dominant influence, trustee, general partner, acting for
    """,
}


@cache
def _kinds() -> dict[str, Kind]:
    return {word: kind for kind, words in _WORDS.items() for word in folded(words)}


def kinds(cells: pl.Series) -> pl.DataFrame:
    """The kind of each cell, and whether it is known; an empty cell is ownership.

    >>> kinds(pl.Series(["Voting rights", None, "bonds"])).rows()
    [('voting', True), ('ownership', True), ('ownership', False)]
    """
    forms = [fold_camel(text or "") for text in cells.cast(pl.String)]
    kind = [_kinds().get(form, Kind.OWNERSHIP).value for form in forms]
    known = [form in _kinds() or not form for form in forms]
    return pl.DataFrame(
        [pl.Series("kind", kind, HOLDING_KIND), pl.Series("known", known, pl.Boolean)]
    )

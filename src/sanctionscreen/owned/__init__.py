"""Ownership for users: a table of holdings against a watchlist, and the result as parties."""

from sanctionscreen.holdings.settings import OwnershipRules, RuleId
from sanctionscreen.holdings.table import from_table as holdings_from_table
from sanctionscreen.owned.finding import Relations, ownership
from sanctionscreen.owned.owners import Owners
from sanctionscreen.owned.parties import changes, with_owned
from sanctionscreen.owned.result import Ownership, OwnershipProvenance

__all__ = [
    "Owners",
    "Ownership",
    "OwnershipProvenance",
    "OwnershipRules",
    "Relations",
    "RuleId",
    "changes",
    "holdings_from_table",
    "ownership",
    "with_owned",
]

"""Screen parties against sanctions lists on your own machine: which one, how sure, why.

>>> watchlist = Watchlist.bundled()
>>> hits = screen_name("Prince Group", watchlist).hits
>>> hits["listed_name"].to_list()[:2]
['PRINCE GROUP PLC.', 'Prince Group Transnational Criminal Organization']
"""

from sanctionscreen.articles.archive import Articles
from sanctionscreen.articles.article import Article, read_article
from sanctionscreen.articles.proposals import AliasProposal
from sanctionscreen.articles.reader import ArticleReader
from sanctionscreen.articles.widen import with_aliases
from sanctionscreen.errors import (
    InputError,
    ListError,
    MissingList,
    ParseError,
    PolicyError,
    RefusedList,
    SanctionScreenError,
    StaleList,
    StoreError,
    StoreLocked,
    UnknownList,
    UnreadableInput,
)
from sanctionscreen.matching.policy import Policy, WeakAliases
from sanctionscreen.matching.watchlist import Watchlist
from sanctionscreen.model import Entity
from sanctionscreen.money import Tracing, hit_seeds, listed_seeds, tag_seeds, trace
from sanctionscreen.owned import Ownership, OwnershipRules, ownership, with_owned
from sanctionscreen.rescreening import Rescreening, rescreen, watchlist_since
from sanctionscreen.screening import (
    Comparison,
    Screening,
    compare,
    explain,
    record_digest,
    screen,
    screen_name,
)
from sanctionscreen.snapshots.diff import ListDiff, diff
from sanctionscreen.snapshots.fetch import Fetcher
from sanctionscreen.snapshots.history import Past, Retention, prune, rebuild, verify
from sanctionscreen.snapshots.refresh import refresh
from sanctionscreen.snapshots.snapshot import Snapshot
from sanctionscreen.snapshots.states import require_fresh
from sanctionscreen.snapshots.store import Store
from sanctionscreen.tracing.ledger import Ledger, read_ledger, to_ledger
from sanctionscreen.tracing.methods import TaintMethod
from sanctionscreen.tracing.output_tables import outputs_ledger
from sanctionscreen.wallets import (
    Tags,
    WalletScreening,
    read_tags,
    screen_wallet,
    screen_wallets,
)

__all__ = [
    "AliasProposal",
    "Article",
    "ArticleReader",
    "Articles",
    "Comparison",
    "Entity",
    "Fetcher",
    "InputError",
    "Ledger",
    "ListDiff",
    "ListError",
    "MissingList",
    "Ownership",
    "OwnershipRules",
    "ParseError",
    "Past",
    "Policy",
    "PolicyError",
    "RefusedList",
    "Rescreening",
    "Retention",
    "SanctionScreenError",
    "Screening",
    "Snapshot",
    "StaleList",
    "Store",
    "StoreError",
    "StoreLocked",
    "Tags",
    "TaintMethod",
    "Tracing",
    "UnknownList",
    "UnreadableInput",
    "WalletScreening",
    "Watchlist",
    "WeakAliases",
    "compare",
    "diff",
    "explain",
    "hit_seeds",
    "listed_seeds",
    "outputs_ledger",
    "ownership",
    "prune",
    "read_article",
    "read_ledger",
    "read_tags",
    "rebuild",
    "record_digest",
    "refresh",
    "require_fresh",
    "rescreen",
    "screen",
    "screen_name",
    "screen_wallet",
    "screen_wallets",
    "tag_seeds",
    "to_ledger",
    "trace",
    "verify",
    "watchlist_since",
    "with_aliases",
    "with_owned",
]

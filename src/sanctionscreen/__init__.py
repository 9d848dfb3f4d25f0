"""Screen parties against sanctions lists on your own machine: which one, how sure, why.

>>> watchlist = Watchlist.bundled()
>>> names = screen_name("Prince Group", watchlist).hits["listed_name"]
>>> names[0], "Prince Group Transnational Criminal Organization" in names
('PRINCE GROUP PLC.', True)
"""

import importlib
import typing

if typing.TYPE_CHECKING:
    from sanctionscreen.articles.archive import Articles
    from sanctionscreen.articles.article import Article, read_article
    from sanctionscreen.articles.proposals import AliasProposal
    from sanctionscreen.articles.reader import ArticleReader
    from sanctionscreen.articles.widen import with_aliases
    from sanctionscreen.calibration import Calibration, calibrate
    from sanctionscreen.errors import (
        InputError,
        ListError,
        MissingList,
        ParseError,
        PolicyError,
        SanctionScreenError,
        StaleList,
        StoreError,
        StoreLocked,
        UnknownList,
        UnreadableInput,
    )
    from sanctionscreen.matching.ofac_score import ofac_score, with_ofac_scores
    from sanctionscreen.matching.policy import Policy, WeakAliases
    from sanctionscreen.matching.watchlist import Watchlist
    from sanctionscreen.model import Entity
    from sanctionscreen.money import Tracing, hit_seeds, listed_seeds, tag_seeds, trace
    from sanctionscreen.one_name import screen_name
    from sanctionscreen.owned import Ownership, OwnershipRules, ownership, with_owned
    from sanctionscreen.rescreening import Rescreening, rescreen, watchlist_since
    from sanctionscreen.results import Comparison, Screening
    from sanctionscreen.screening import compare, explain, record_digest, screen
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
    "Calibration",
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
    "calibrate",
    "compare",
    "diff",
    "explain",
    "hit_seeds",
    "listed_seeds",
    "ofac_score",
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
    "with_ofac_scores",
    "with_owned",
]

#: Where each name comes from. It is imported when it is first used: who screens one name need not
#: wait for the readers of articles.
_HOME: typing.Final = {
    "sanctionscreen.articles.archive": "Articles",
    "sanctionscreen.articles.article": "Article read_article",
    "sanctionscreen.articles.proposals": "AliasProposal",
    "sanctionscreen.articles.reader": "ArticleReader",
    "sanctionscreen.articles.widen": "with_aliases",
    "sanctionscreen.calibration": "Calibration calibrate",
    "sanctionscreen.errors": (
        "InputError ListError MissingList ParseError PolicyError "
        "SanctionScreenError StaleList StoreError StoreLocked UnknownList UnreadableInput"
    ),
    "sanctionscreen.matching.ofac_score": "ofac_score with_ofac_scores",
    "sanctionscreen.matching.policy": "Policy WeakAliases",
    "sanctionscreen.matching.watchlist": "Watchlist",
    "sanctionscreen.model": "Entity",
    "sanctionscreen.money": "Tracing hit_seeds listed_seeds tag_seeds trace",
    "sanctionscreen.one_name": "screen_name",
    "sanctionscreen.owned": "Ownership OwnershipRules ownership with_owned",
    "sanctionscreen.rescreening": "Rescreening rescreen watchlist_since",
    "sanctionscreen.results": "Comparison Screening",
    "sanctionscreen.screening": "compare explain record_digest screen",
    "sanctionscreen.snapshots.diff": "ListDiff diff",
    "sanctionscreen.snapshots.fetch": "Fetcher",
    "sanctionscreen.snapshots.history": "Past Retention prune rebuild verify",
    "sanctionscreen.snapshots.refresh": "refresh",
    "sanctionscreen.snapshots.snapshot": "Snapshot",
    "sanctionscreen.snapshots.states": "require_fresh",
    "sanctionscreen.snapshots.store": "Store",
    "sanctionscreen.tracing.ledger": "Ledger read_ledger to_ledger",
    "sanctionscreen.tracing.methods": "TaintMethod",
    "sanctionscreen.tracing.output_tables": "outputs_ledger",
    "sanctionscreen.wallets": "Tags WalletScreening read_tags screen_wallet screen_wallets",
}
_MODULES: typing.Final = {name: module for module, names in _HOME.items() for name in names.split()}


def __getattr__(name: str) -> object:
    """A public name, from its module."""
    if name not in _MODULES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    value: object = getattr(importlib.import_module(_MODULES[name]), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    """The public names."""
    return list(__all__)

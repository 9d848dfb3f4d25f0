"""Wallets against a watchlist: exact by address, by tags that others gave, and by their labels."""

from sanctionscreen.wallets.screening import WalletScreening, screen_wallet, screen_wallets
from sanctionscreen.wallets.tag_files import Tags, read_tags

__all__ = ["Tags", "WalletScreening", "read_tags", "screen_wallet", "screen_wallets"]

"""Tags of wallets: who says what of an address, how surely. A tag is never a designation."""

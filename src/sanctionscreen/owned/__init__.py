"""Ownership for users: a table of holdings against a watchlist, and the result as parties."""

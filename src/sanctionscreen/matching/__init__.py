"""Counterparties against a watchlist: candidates, name score, evidence, policy."""

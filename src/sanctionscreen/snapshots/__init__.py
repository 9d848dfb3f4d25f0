"""Frozen states of lists: freezing, guarding, storing."""

"""Identifiers and what they are called: normal forms and families."""

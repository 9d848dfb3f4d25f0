"""The user's file or frame → counterparties ready to screen, and every problem met on the way."""

"""Frames of results → CSV, JSON, Parquet or a table to read: the same bytes for the same input."""

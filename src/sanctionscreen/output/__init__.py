"""Frames of results → CSV, JSON, Parquet or a table to read: the same bytes for the same input."""

from sanctionscreen.output.files import atomic
from sanctionscreen.output.formats import FORMATS, render, write
from sanctionscreen.output.tables import frame_table, harmless, hits_table, why

__all__ = ["FORMATS", "atomic", "frame_table", "harmless", "hits_table", "render", "why", "write"]

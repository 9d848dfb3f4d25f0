"""Where a store keeps its articles: known without reading any, for most stores have none."""

from pathlib import Path


def folder_of(store: Path) -> Path:
    """The folder of the articles in a store."""
    return store / "articles"


def log_of(store: Path) -> Path:
    """The log of proposals and decisions in a store; it is there once there was one."""
    return folder_of(store) / "log.jsonl"

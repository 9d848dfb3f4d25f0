"""Writing so that a crash, also of the machine, leaves the old state or the new one."""

import os
from pathlib import Path


def replace_text(path: Path, text: str) -> None:
    """Replaces a small file in one step, and only once its bytes are on the disk.

    For one writer at a time; what a killed one left is overwritten by the next.
    """
    temporary = path.with_name(f".{path.name}.new")
    temporary.write_text(text, encoding="utf-8")
    _sync(temporary)
    temporary.replace(path)
    _sync(path.parent)


def rename_folder(folder: Path, target: Path) -> None:
    """Gives a finished folder its name, and only once all that is in it is on the disk."""
    for path in (*folder.rglob("*"), folder):
        _sync(path)
    folder.rename(target)
    _sync(target.parent)


def _sync(path: Path) -> None:
    """Waits until a file, or the names in a folder, are on the disk."""
    if path.is_dir() and os.name == "nt":
        return  # Windows opens no folders; its renames are written through
    descriptor = os.open(path, os.O_RDONLY if path.is_dir() else os.O_RDWR)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)

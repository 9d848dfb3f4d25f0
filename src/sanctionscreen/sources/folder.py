"""Where the lists' manifests and the embedded excerpt lie."""

from pathlib import Path


def lists_dir() -> Path:
    """The folder of manifests: inside an installed wheel, else beside `src/` in a checkout."""
    here = Path(__file__).resolve()
    packaged = here.parents[1] / "lists"
    return packaged if packaged.is_dir() else here.parents[3] / "lists"

"""The page on ownership says what the code does."""

import re
import runpy
from pathlib import Path

import pytest

from sanctionscreen.columns import OWNED
from sanctionscreen.holdings.columns import HoldingRole

PAGE = Path(__file__).resolve().parents[2] / "docs" / "ownership.md"
TEXT = PAGE.read_text(encoding="utf-8")


@pytest.mark.parametrize("word", [*OWNED, *HoldingRole])
def test_every_column_is_explained(word: str) -> None:
    assert f"`{word}`" in TEXT


def test_the_example_runs(tmp_path: Path) -> None:
    (block,) = re.findall(r"```python\n(.*?)```", TEXT, re.DOTALL)
    script = tmp_path / "page.py"
    script.write_text(block, encoding="utf-8")
    (hits,) = [runpy.run_path(str(script))["hits"]]
    assert set(hits["list_id"]) == {"owned_us_ofac", "owned_eu"}

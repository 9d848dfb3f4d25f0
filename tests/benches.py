"""The scripts in `benchmarks/`, for tests that use what a benchmark measures with."""

import importlib.util
from pathlib import Path
from types import ModuleType

ROOT = Path(__file__).resolve().parents[1]


def bench(name: str) -> ModuleType:
    """The module of a benchmark, by the name of its file."""
    spec = importlib.util.spec_from_file_location(
        f"benchmark_{name}", ROOT / f"benchmarks/{name}.py"
    )
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module

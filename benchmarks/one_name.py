"""What one name costs: asked of a process that lives, of a new one, and of an index built anew.

    python benchmarks/one_name.py --out R.json [--store STORE] [--names 300] [--rounds 9]

Without a store the list is the bundled excerpt. `cold_ms` are whole processes, one of each kind in
every round, so that other work on the machine falls on all alike: `sanctionscreen name`, Python
itself, and imports to compare with; `ratios` are medians of the rounds. Python may write bytecode,
which it otherwise compiles at every start, and the first start keeps the index. `warm_ms` are
`screen_name` with hits and evidence, of different names: the first ones run as plain Python, the
others compiled. `build_s` is the index of all names made anew, `map_ms` the kept one opened, every
byte of it checked. Times are of the clock, `cpu` of the processor; the `least` of each is what it
takes when nothing else runs.
"""

import argparse
import json
import os
import random
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from statistics import median, quantiles
from typing import Any, TypeVar

from sanctionscreen import Policy, Store, Watchlist, screen_name
from sanctionscreen.matching import compiled
from speed_names import LIST_ID, Maker, queries, source

IMPORTS = ("polars", "numpy", "numba", "pydantic", "typer", "httpx")
FIRST = 20  # names that plain Python answers
ENOUGH = 10**6  # rows of work for which kernels are compiled
T = TypeVar("T")


def timed(work: Callable[[], T]) -> tuple[T, float]:
    """What the work gives, and the milliseconds it took."""
    started = time.perf_counter()
    given = work()
    return given, (time.perf_counter() - started) * 1000


def run(command: Sequence[str], environment: dict[str, str]) -> tuple[float, float]:
    """The milliseconds of one process, of the clock and of the processor."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    _, wall = timed(
        partial(subprocess.run, command, env=environment, check=True, capture_output=True)
    )
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return wall, cpu * 1000


def cold(store: Path | None, name: str, rounds: int) -> dict[str, Any]:
    """Starts of processes, those of every kind in turn."""
    environment = {k: v for k, v in os.environ.items() if k != "PYTHONDONTWRITEBYTECODE"}
    environment["SANCTIONSCREEN_STORE"] = str(store or "no store")
    commands = {
        "sanctionscreen name": [sys.executable, "-m", "sanctionscreen", "name", name],
        "python": [sys.executable, "-c", "pass"],
        **{f"import {one}": [sys.executable, "-c", f"import {one}"] for one in IMPORTS},
    }
    took: dict[str, list[tuple[float, float]]] = {one: [] for one in commands}
    for command in commands.values():
        run(command, environment)
    for _ in range(rounds):
        for one, command in commands.items():
            took[one].append(run(command, environment))
    ours = took["sanctionscreen name"]
    return {
        "wall": {one: round(median(wall for wall, _ in runs)) for one, runs in took.items()},
        "least": {one: round(min(wall for wall, _ in runs)) for one, runs in took.items()},
        "cpu": {one: round(median(cpu for _, cpu in runs)) for one, runs in took.items()},
        "ratios": {
            one: round(median(a[0] / b[0] for a, b in zip(ours, runs, strict=True)), 2)
            for one, runs in took.items()
        },
    }


def warm(watchlist: Watchlist, names: Sequence[str]) -> dict[str, Any]:
    """Milliseconds a name, different ones, in a process that lives."""
    screen_name(names[0], watchlist)
    found = {}
    plain, many = names[1 : FIRST + 1], names[FIRST + 1 :]
    for kind, some in (("plain Python", plain), ("compiled", many)):
        if kind == "compiled":
            compiled.kernels(ENOUGH)
            screen_name(names[0], watchlist)
        rows = [timed(partial(screen_name, name, watchlist))[1] for name in some]
        frames = [timed(lambda name=name: screen_name(name, watchlist).hits)[1] for name in some]  # type: ignore[misc]
        ways = {"rows": rows, "hits as a frame, asked again": frames}
        found[kind] = {
            way: {
                "median": round(median(took), 2),
                "p90": round(quantiles(took, n=10)[-1], 2),
                "least": round(min(took), 2),
            }
            for way, took in ways.items()
        }
    return found


def in_s(milliseconds: float) -> float:
    """Seconds, rounded."""
    return round(milliseconds / 1000, 2)


def opened(store: Path, rounds: int) -> dict[str, Any]:
    """Seconds to build roll and index anew, and milliseconds to map what is kept."""
    policy = Policy.default()
    building, mapping = [], []
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder) / "store"
        shutil.copytree(store, copy, ignore=shutil.ignore_patterns("indexes", "raw"))
        for _ in range(3):
            shutil.rmtree(copy / "indexes", ignore_errors=True)
            watchlist = Watchlist.open(Store(copy), [LIST_ID])
            building.append(timed(partial(watchlist.index, policy))[1])
        for _ in range(rounds):
            watchlist = Watchlist.open(Store(copy), [LIST_ID])
            mapping.append(timed(partial(watchlist.index, policy))[1])
        size = sum(file.stat().st_size for file in (copy / "indexes").iterdir())
    return {
        "build_s": {"median": in_s(median(building)), "least": in_s(min(building))},
        "map_ms": {"median": round(median(mapping), 1), "least": round(min(mapping), 1)},
        "kept_mb": round(size / 1e6, 1),
    }


def main(arguments: Sequence[str] | None = None) -> None:
    """Measures one store, or the excerpt."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--out", type=Path, required=True)
    kept = os.environ.get("SANCTIONSCREEN_STORE")
    parser.add_argument("--store", type=Path, default=Path(kept) if kept else None)
    shared = Path(__file__).resolve().parents[2] / "shared/data"
    parser.add_argument("--data", type=Path, default=shared)
    parser.add_argument("--names", type=int, default=300)
    parser.add_argument("--rounds", type=int, default=9)
    parser.add_argument("--name", default="Anna Probe")
    given = parser.parse_args(arguments)
    chance = random.Random(7)
    maker = Maker(source(given.store, chance), chance)
    names = list(dict.fromkeys(queries(given.names + FIRST + 1, maker, given.data)))
    result: dict[str, Any] = {"cold_ms": cold(given.store, given.name, given.rounds)}
    watchlist = (
        Watchlist.open(Store(given.store), [LIST_ID]) if given.store else Watchlist.bundled()
    )
    watchlist.index(Policy.default())  # kept by the commands: to make it compiles kernels
    result["warm_ms"] = warm(watchlist, names)
    if given.store is not None:
        result |= opened(given.store, given.rounds)
    given.out.write_text(json.dumps(result, indent=2) + "\n", encoding="utf-8")
    print(given.out.read_text(encoding="utf-8"))


if __name__ == "__main__":
    main()

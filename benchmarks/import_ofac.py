"""Import of OFAC's advanced XML: seconds and peak memory, beside a bare parse of the same file.

    python benchmarks/import_ofac.py --xml sdn_advanced_2025-11-19.xml[.bz2] [--runs 3]

Each import and each bare parse (expat, every element, nothing kept) is a process of its own, in
turn; printed are medians, and the ratio of the two, which says more than seconds on a shared
machine.
"""

import argparse
import bz2
import json
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from datetime import UTC, datetime
from pathlib import Path
from xml.parsers import expat

from sanctionscreen import Store

KILOBYTES_PER_MEGABYTE = 1024


def measured(seconds: float) -> None:
    """Prints seconds and this process's peak memory as JSON."""
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / KILOBYTES_PER_MEGABYTE
    print(json.dumps({"seconds": seconds, "peak_mb": peak}))


def import_once(path: Path) -> None:
    """One import into an empty store."""
    with tempfile.TemporaryDirectory() as folder:
        started = time.perf_counter()
        outcome = Store(Path(folder)).import_list("us_ofac_sdn", [path], now=datetime.now(UTC))
        seconds = time.perf_counter() - started
    if outcome.outcome != "imported":
        raise SystemExit(f"not imported: {outcome.reason}")
    measured(seconds)


def parse_once(path: Path) -> None:
    """One parse that keeps nothing."""
    parser = expat.ParserCreate()
    parser.StartElementHandler = lambda _name, _attributes: None
    started = time.perf_counter()
    with path.open("rb") as file:
        parser.ParseFile(file)
    measured(time.perf_counter() - started)


def run(mode: str, path: Path) -> dict[str, float]:
    """One measurement in a process of its own."""
    command = [sys.executable, __file__, "--xml", str(path), "--mode", mode]
    done = subprocess.run(command, check=True, capture_output=True, text=True)
    values: dict[str, float] = json.loads(done.stdout.splitlines()[-1])
    return values


def main() -> None:
    """Measures both in turn and prints medians."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--xml", type=Path, required=True)
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--mode", choices=["import", "parse"])
    options = parser.parse_args()
    if options.mode == "import":
        import_once(options.xml)
        return
    if options.mode == "parse":
        parse_once(options.xml)
        return
    with tempfile.TemporaryDirectory() as folder:
        path = options.xml
        if path.suffix == ".bz2":
            path = Path(folder) / path.stem
            path.write_bytes(bz2.decompress(options.xml.read_bytes()))
        both = [(run("parse", path), run("import", path)) for _ in range(options.runs)]
    for name, values in (("parse", [b[0] for b in both]), ("import", [b[1] for b in both])):
        seconds = statistics.median(value["seconds"] for value in values)
        peak = statistics.median(value["peak_mb"] for value in values)
        print(f"{name:8} {seconds:6.1f} s  {peak:6.0f} MB")
    ratio = statistics.median(b["seconds"] / a["seconds"] for a, b in both)
    print(f"import / bare parse: {ratio:.1f}")


if __name__ == "__main__":
    main()

"""Ownership at the size of a national register: time and memory, and the same in networkx.

    python benchmarks/ownership_scale.py --networkx 0.1

The register is made up, by a seed: each company has one to three owners, persons or other
companies, and the shares of a company add up to 100. Some owners are entity ids of blocked persons
of an invented list. What is measured begins with the Parquet file and ends with the result, chains
and all. networkx builds a graph of the same file and runs the plain worklist that one would write;
both must find the same companies. `--networkx` is the part of the size at which that is done.
"""

import argparse
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import numpy as np
import polars as pl

from sanctionscreen import Watchlist, ownership
from sanctionscreen.model import Designation, Effect, Entity, EntityType, Name, NameKind

LISTS = {"us_ofac": "us_ofac_sdn", "uk": "uk_sanctions", "eu": "eu_fsf"}
SEED = 20260730


def register(scale: float, options: argparse.Namespace, list_id: str) -> pl.DataFrame:
    """The holdings: owner, owned, pct; ids are texts as registers have them."""
    companies, holdings, seeds = (
        round(number * scale) for number in (options.companies, options.holdings, options.seeds)
    )
    random = np.random.default_rng(SEED)
    owned = np.concatenate(
        [np.arange(companies), random.integers(0, companies, holdings - companies)]
    )
    owned.sort()
    persons = companies
    of_companies = random.random(holdings) < 0.25
    number = np.where(
        of_companies, random.integers(0, companies, holdings), random.integers(0, persons, holdings)
    )
    blocked = random.random(holdings) < 5 * seeds / holdings  # a blocked person has five holdings
    frame = pl.DataFrame(
        {
            "owned": owned,
            "number": np.where(blocked, random.integers(0, seeds, holdings), number),
            "prefix": np.where(blocked, f"{list_id}:S", np.where(of_companies, "C", "P")),
            "weight": random.integers(1, 20, holdings),
        }
    )
    total = pl.col("weight").sum().over("owned")
    return (
        frame.with_columns(
            owner=pl.col("prefix").cast(pl.String) + pl.col("number").cast(pl.String).str.zfill(8),
            owned="C" + pl.col("owned").cast(pl.String).str.zfill(8),
            pct=(10_000 * pl.col("weight") // total) / 100,
        )
        .filter(pl.col("owner") != pl.col("owned"))
        .group_by("owner", "owned", maintain_order=True)
        .agg(pl.col("pct").sum())
        .select("owner", "owned", "pct")
    )


def blocked_persons(seeds: int, list_id: str) -> Watchlist:
    """An invented list of that many persons."""
    designation = Designation(programme="TEST", authority="Nobody", effect=Effect.BLOCKING)
    return Watchlist.from_entities(
        Entity(
            list_id=list_id,
            uid=f"S{number:08}",
            entity_type=EntityType.PERSON,
            names=(Name(full=f"Nobody {number:08}", kind=NameKind.PRIMARY),),
            designations=(designation,),
        )
        for number in range(seeds)
    )


def in_networkx(path: Path, list_id: str) -> set[str]:
    """The companies that blocked persons own by 50 percent or more, with a graph of networkx."""
    import networkx as nx  # noqa: PLC0415  # measured in a process of its own

    graph = nx.DiGraph()
    graph.add_weighted_edges_from(pl.read_parquet(path).iter_rows())
    todo = [node for node in graph if node.startswith(f"{list_id}:")]
    blocked, shares = set(todo), dict[str, float]()
    while todo:
        for company, edge in graph.adj[todo.pop()].items():
            shares[company] = shares.get(company, 0.0) + edge["weight"]
            if company not in blocked and round(shares[company], 6) >= 50:
                blocked.add(company)
                todo.append(company)
    return {node for node in blocked if not node.startswith(f"{list_id}:")}


def ours(path: Path, list_id: str, rule: str, seeds: int) -> tuple[set[str], float, float]:
    """The companies that the library finds by a rule, and the seconds and CPU seconds it took."""
    watchlist = blocked_persons(seeds, list_id)
    started, cpu = time.perf_counter(), time.process_time()
    result = ownership(path, watchlist, rule_ids=[rule], owners="id")
    seconds, cpu = time.perf_counter() - started, time.process_time() - cpu
    owned = result.companies.filter(pl.col("status") == "owned")
    return set(owned["company"]), seconds, cpu


def peak_mb() -> float:
    """The most memory this process ever had; `ru_maxrss` would be that of its parent, too."""
    status = Path("/proc/self/status").read_text(encoding="utf-8")
    return int(status.partition("VmHWM:")[2].split()[0]) / 1024


def measure(scale: float, *, engine: str, rule: str, options: argparse.Namespace) -> None:
    """Runs one engine in this process and prints time, peak memory and a digest of the findings."""
    path = Path(options.folder) / f"{rule}-{scale}.parquet"
    if engine == "networkx":
        started, cpu = time.perf_counter(), time.process_time()
        found = in_networkx(path, LISTS[rule])
        seconds, cpu = time.perf_counter() - started, time.process_time() - cpu
    else:
        found, seconds, cpu = ours(path, LISTS[rule], rule, round(options.seeds * scale))
    digest = sum(hash(company) % 2**32 for company in found) % 2**32
    print(
        f"{engine:8} {rule:8} at {scale:<4} {seconds:6.1f} s, {cpu:6.1f} s of CPU, "
        f"{peak_mb():6.0f} MB; {len(found):,} owned (check {digest}); "
        f"load {os.getloadavg()[0]:.1f} on {os.cpu_count()} cores",
        flush=True,
    )


def main() -> None:
    """Makes the registers, then runs every engine in a process of its own."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--companies", type=int, default=5_000_000)
    parser.add_argument("--holdings", type=int, default=8_000_000)
    parser.add_argument("--seeds", type=int, default=20_000)
    parser.add_argument("--networkx", type=float, default=0.1)
    parser.add_argument("--folder", default="")
    parser.add_argument("--run", nargs=3, metavar=("ENGINE", "RULE", "SCALE"))
    options = parser.parse_args()
    if options.run:
        engine, rule, scale = options.run
        measure(float(scale), engine=engine, rule=rule, options=options)
        return
    with tempfile.TemporaryDirectory() as folder:
        plan = [("ours", rule, 1.0) for rule in LISTS]
        plan += [(engine, "us_ofac", options.networkx) for engine in ("ours", "networkx")]
        for engine, rule, scale in plan:
            path = Path(folder) / f"{rule}-{scale}.parquet"
            if not path.exists():
                register(scale, options, LISTS[rule]).write_parquet(path)
            command = [sys.executable, __file__, "--folder", folder, "--seeds", str(options.seeds)]
            command += ["--run", engine, rule, str(scale)]
            subprocess.run(command, check=True, env=os.environ | {"PYTHONHASHSEED": "0"})


if __name__ == "__main__":
    main()

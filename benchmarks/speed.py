"""Names screened a CPU second, against open peers in the same run, and what one name costs.

    python benchmarks/speed.py --list-names 30000 --queries 1000000 --out R.json [--store STORE]

Listed names are a sample of the OFAC list in the store; where it has too few, its words are put
together anew, one in ten with the end of another. Without a store they are invented. Queries: half
persons, a fifth companies (of `--data`; else invented), a fifth made of listed words, a tenth of
changed words, one in a thousand a listed name with changes.

Ours is `screen` over a frame of names with the shipped policy: reading, hits and their evidence.
Each listed name is a party of its own. Seconds are of CPU over all threads, so that other work on
the machine and the number of cores do not matter; `wall` says where they are of the clock.
Building an index, ours or a peer's, and compiling are told apart. A peer screens a sample of the
same queries, with lower case and punctuation done beforehand, and gives no evidence; a ratio is the
median over the rounds of ours divided by theirs.
"""

import argparse
import json
import os
import random
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from functools import partial
from importlib import import_module
from pathlib import Path
from statistics import median
from types import SimpleNamespace
from typing import Any, NamedTuple, TypeVar

import numpy as np
import polars as pl
from rapidfuzz import fuzz, process, utils

from sanctionscreen import Entity, InputError, Policy, Store, Watchlist, screen, screen_name
from speed_names import LIST_ID, Maker, Name, queries, source

SCHEMAS = {"person": "Person", "organisation": "Organization", "vessel": "Vessel"}
MATRIX = 64_000_000  # cells of a peer's matrix at a time
GROWTH_QUERIES, WARMING, SINGLE, TIMES = 20_000, 2_000, 51, 5

Peer = Callable[[Sequence[str]], object]
T = TypeVar("T")


class Took(NamedTuple):
    """Seconds of CPU and of the clock."""

    cpu: float
    wall: float


def timed(work: Callable[[], T]) -> tuple[T, Took]:
    """The result, and what it took in this process."""
    cpu, wall = time.process_time(), time.perf_counter()
    result = work()
    return result, Took(time.process_time() - cpu, time.perf_counter() - wall)


def in_ms(seconds: Sequence[float]) -> float:
    """The median, in milliseconds."""
    return round(1000 * median(seconds), 1)


# --- Ours and theirs --------------------------------------------------------------------------


def watchlist_of(listed: Sequence[Name]) -> Watchlist:
    """A watchlist on which each name is a party of its own, with its index built."""
    watchlist = Watchlist.from_entities(
        Entity.model_validate(
            {
                "list_id": "bench",
                "uid": str(number),
                "entity_type": name.type,
                "names": [{"full": name.full, "kind": "primary"}],
            }
        )
        for number, name in enumerate(listed)
    )
    watchlist.index(Policy.default())
    return watchlist


def cdist(listed: Sequence[Name], _: Path, *, presorted: bool) -> Peer:
    """Each pair by rapidfuzz, cut off at 85; with words sorted beforehand or by the scorer."""
    scorer = fuzz.ratio if presorted else fuzz.token_sort_ratio

    def prepared(names: Sequence[str]) -> list[str]:
        return [" ".join(sorted(name.split())) for name in names] if presorted else list(names)

    theirs = prepared([utils.default_process(name.full) for name in listed])

    def found(names: Sequence[str]) -> int:
        mine, pairs, step = prepared(names), 0, max(1, MATRIX // len(theirs))
        for at in range(0, len(mine), step):
            block = mine[at : at + step]
            scores = process.cdist(
                block, theirs, scorer=scorer, score_cutoff=85, dtype=np.uint8, workers=1
            )
            pairs += len(np.flatnonzero(scores))
        return pairs

    return found


def sparse_dot_topn(listed: Sequence[Name], _: Path) -> Peer:
    """The ten nearest by the cosine of 3-grams from .5; the queries' vectors count as its work."""
    text: Any = import_module("sklearn.feature_extraction.text")
    multiply: Any = import_module("sparse_dot_topn").sp_matmul_topn
    vectors = text.TfidfVectorizer(analyzer="char", ngram_range=(3, 3), dtype=np.float32)
    theirs = vectors.fit_transform([utils.default_process(name.full) for name in listed]).T.tocsr()
    return lambda names: multiply(vectors.transform(names), theirs, top_n=10, threshold=0.5)


def nomenklatura(listed: Sequence[Name], folder: Path) -> Peer:
    """Its index, then logic-v2 on every candidate; a query may be a person or a company."""
    logic: Any = import_module("nomenklatura.matching").LogicV2
    index_of: Any = import_module("nomenklatura.blocker.index").Index
    entity_of: Any = import_module("followthemoney").StatementEntity
    dataset: Any = import_module("followthemoney").Dataset.make({"name": "bench", "title": "bench"})

    def entity(key: str, name: str, schema: str) -> Any:
        made = {"id": key, "schema": schema, "properties": {"name": [name]}}
        return entity_of.from_data(dataset, made)

    rows = ((f"l{at}", name) for at, name in enumerate(listed))
    theirs = {key: entity(key, one.full, SCHEMAS.get(one.type, "LegalEntity")) for key, one in rows}
    view = SimpleNamespace(entities=lambda **_: iter(theirs.values()))
    index, config = index_of(view, folder), logic.default_config()
    index.build()

    def found(names: Sequence[str]) -> int:
        mine = {f"q{at}": entity(f"q{at}", name, "LegalEntity") for at, name in enumerate(names)}
        return sum(
            logic.compare(mine[query.id], theirs[candidate.id], config).score >= 0.7
            for query, candidates in index.match_entities(mine.values())
            for candidate, _ in candidates
        )

    return found


#: Each peer with the queries it screens a round against 30,000 names; fewer against more.
PEERS: dict[str, tuple[Callable[[Sequence[Name], Path], Peer], int]] = {
    "cdist_token_sort_ratio": (partial(cdist, presorted=False), 2_000),
    "cdist_ratio_presorted": (partial(cdist, presorted=True), 4_000),
    "sparse_dot_topn": (sparse_dot_topn, 10_000),
    "nomenklatura": (nomenklatura, 300),
}


# --- Measuring --------------------------------------------------------------------------------


class Rival(NamedTuple):
    """A peer that is ready: its sample, what its index took, and its names a second by round."""

    run: Peer
    sample: list[str]
    build: Took
    speeds: list[float]

    def turn(self) -> None:
        """One more round."""
        _, took = timed(lambda: self.run(self.sample))
        self.speeds.append(len(self.sample) / took.cpu)


def rivals(
    asked: Sequence[str], listed: Sequence[Name], names: Sequence[str], folder: Path
) -> tuple[dict[str, Rival], dict[str, str]]:
    """The peers that are asked for and installed, and why the others are not here."""
    found, absent = {}, {name: "not asked for" for name in PEERS if name not in asked}
    for name in asked:
        make, base = PEERS[name]
        sample = names[: max(10, min(base, base * 30_000 // len(listed)))]
        try:
            run, build = timed(partial(make, listed, folder))
        except ModuleNotFoundError as missing:
            absent[name] = f"{missing.name} is not installed"
            continue
        simple = [utils.default_process(one) for one in sample]
        found[name] = Rival(run, simple, build, [])
    return found, absent


def compared(
    asked: Sequence[str],
    listed: Sequence[Name],
    names: Sequence[str],
    rounds: int,
    folder: Path,
) -> dict[str, Any]:
    """Ours and the peers in turn, round by round."""
    watchlist, index = timed(lambda: watchlist_of(listed))
    frame = pl.DataFrame({"name": names})
    warming = [timed(lambda: screen(frame.head(WARMING), watchlist))[1].cpu for _ in range(2)]
    result, took = timed(lambda: screen(frame, watchlist))
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024  # before a peer is loaded
    hits, ours = result.hits.height, [took]
    del result
    found, absent = rivals(asked, listed, names, folder)
    for turn in range(rounds):
        if turn:
            ours.append(timed(lambda: screen(frame, watchlist))[1])
        for rival in found.values():
            rival.turn()
    rates = [len(names) / took.cpu for took in ours]
    ratios = {
        name: median(map(float.__truediv__, rates, one.speeds)) for name, one in found.items()
    }
    peers = {
        name: {
            "names_per_s": round(median(one.speeds), 1),
            "sample": len(one.sample),
            "index_s": round(one.build.cpu, 2),
        }
        for name, one in found.items()
    }
    return {
        "ours": {
            "names_per_s": round(median(rates)),
            "names_per_s_wall": round(len(names) / median(took.wall for took in ours)),
            "names_per_s_rounds": [round(rate) for rate in rates],
            "peak_mb": round(peak),
            "index_s": round(index.cpu, 2),
            "compile_s": round(max(warming[0] - warming[1], 0), 2),
            "hits": hits,
        },
        "ratios": {
            name: float(f"{ratios[name]:.3g}") if name in ratios else None for name in PEERS
        },
        "peers": peers | {name: {"reason": reason} for name, reason in absent.items()},
        "one_name_ms": one_name(watchlist, names),
    }


def one_name(watchlist: Watchlist, names: Sequence[str]) -> dict[str, float]:
    """One name of a warm process; of the made ones some are placeholders, which are refused."""
    took = []
    for name in names[:SINGLE]:
        with suppress(InputError):
            took.append(timed(partial(screen_name, name, watchlist))[1])
    return {"wall": in_ms([one.wall for one in took]), "cpu": in_ms([one.cpu for one in took])}


def grown(maker: Maker, sizes: Sequence[int], names: Sequence[str]) -> dict[str, Any]:
    """The same queries against lists of these sizes: names a second, and building the index."""
    frame = pl.DataFrame({"name": names[:GROWTH_QUERIES]})
    against = {}
    for size in sizes:
        watchlist, index = timed(partial(watchlist_of, maker.listed(size)))
        runs = [timed(partial(screen, frame, watchlist))[1].cpu for _ in range(4)]
        rate = round(frame.height / median(runs[1:]))
        against[str(size)] = {"names_per_s": rate, "index_s": round(index.cpu, 1)}
    return {"queries": frame.height, "list_names": against}


def kept_index(store: Path) -> dict[str, float]:
    """Milliseconds of the clock to open the store's list, and to map its kept index."""
    policy, opening, mapping = Policy.default(), [], []
    Watchlist.open(Store(store), [LIST_ID]).index(policy)
    for _ in range(TIMES):
        watchlist, opened = timed(lambda: Watchlist.open(Store(store), [LIST_ID]))
        _, mapped = timed(partial(watchlist.index, policy))
        opening.append(opened.wall)
        mapping.append(mapped.wall)
    return {"list": in_ms(opening), "index": in_ms(mapping)}


def cold_command(store: Path | None) -> dict[str, float]:
    """`sanctionscreen name` in a process of its own, after one that warms disk and bytecode."""
    environment = {k: v for k, v in os.environ.items() if k != "PYTHONDONTWRITEBYTECODE"}
    command = [sys.executable, "-m", "sanctionscreen", "name", "Anna Probe", "--quiet"]
    command += ["--store", str(store)] if store else []
    wall, cpu = [], []
    for _ in range(TIMES + 1):
        before, started = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
        subprocess.run(command, check=True, capture_output=True, env=environment)
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        wall.append(time.perf_counter() - started)
        cpu.append(after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime)
    return {"wall": in_ms(wall[1:]), "cpu": in_ms(cpu[1:])}


def main(arguments: Sequence[str] | None = None) -> None:
    """Measures one list, and how the cost grows."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--list-names", type=int, default=30_000)
    parser.add_argument("--queries", type=int, default=1_000_000)
    parser.add_argument("--out", type=Path, required=True)
    kept = os.environ.get("SANCTIONSCREEN_STORE")
    parser.add_argument("--store", type=Path, default=Path(kept) if kept else None)
    shared = Path(__file__).resolve().parents[2] / "shared/data"
    parser.add_argument("--data", type=Path, default=shared)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--peers", nargs="*", choices=PEERS, default=list(PEERS))
    parser.add_argument("--growth", type=int, nargs="*", default=[30_000, 200_000])
    parser.add_argument("--seed", type=int, default=7)
    given = parser.parse_args(arguments)
    chance = random.Random(given.seed)
    maker = Maker(source(given.store, chance), chance)
    listed = maker.listed(given.list_names)
    names = queries(given.queries, maker, given.data)
    with tempfile.TemporaryDirectory() as folder:
        result = compared(given.peers, listed, names, given.rounds, Path(folder))
    result["list"] = {"names": len(listed), "from": LIST_ID if given.store else "invented"}
    result["queries"] = len(names)
    result["kept_ms"] = kept_index(given.store) if given.store else None
    result["cold_command_ms"] = cold_command(given.store)
    result["growth"] = grown(maker, given.growth, names)
    given.out.write_text(json.dumps(result, indent=2) + "\n", encoding="utf-8")
    print(given.out.read_text(encoding="utf-8"))


if __name__ == "__main__":
    main()

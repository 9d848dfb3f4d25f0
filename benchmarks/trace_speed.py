"""Speed of tracing against the obvious ways: whole ledgers without pruning, and networkx.

    python benchmarks/trace_speed.py --rows 5000000

The ledger is synthetic: activity of accounts falls off like a power, a third of all rows touch one
of 20 pooled services; three ordinary accounts are the seeds. One account to five rows.
"""

import argparse
import resource
import time
from collections import defaultdict, deque
from collections.abc import Callable
from importlib import import_module
from typing import TypeVar

import numpy as np
import polars as pl

from sanctionscreen.tracing.amounts import base_units
from sanctionscreen.tracing.flow import reach, to_flow
from sanctionscreen.tracing.ledger import Ledger, to_ledger
from sanctionscreen.tracing.methods import TaintMethod, followed
from sanctionscreen.tracing.network import Network, build_network
from sanctionscreen.tracing.tables import LABEL, NODE, amounts

SERVICES, LARGEST_SCAN = 20, 2_000_000
T = TypeVar("T")


def made(rows: int, seed: int) -> pl.DataFrame:
    """The transfers, in order of time."""
    random, accounts = np.random.default_rng(seed), rows // 5
    source, target = ((accounts * random.random(rows) ** 2).astype(np.int64) for _ in range(2))
    chance, service = random.random(rows), random.integers(0, SERVICES, rows)
    source = np.where(chance < 0.15, service, source)
    target = np.where(chance > 0.80, service, target)
    target = np.where(source == target, (target + 1) % accounts, target)
    return pl.DataFrame(
        {
            "timestamp": pl.Series(np.sort(random.integers(0, 10**14, rows)) + 10**15).cast(
                pl.Datetime("us", "UTC")
            ),
            "source": pl.Series(source).cast(pl.String),
            "target": pl.Series(target).cast(pl.String),
            "amount": np.maximum(1, random.lognormal(8, 2, rows)).astype(np.int64),
            "seq": np.arange(rows),
        }
    )


def timed(title: str, work: Callable[[], T]) -> tuple[T, float]:
    """The result, and the CPU seconds that it took; prints them with the peak of memory so far.

    CPU seconds: on a machine that others use as well the clock says little.
    """
    started, begun = time.process_time(), time.perf_counter()
    result = work()
    seconds, clock = time.process_time() - started, time.perf_counter() - begun
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024**2
    print(f"{title:34} {seconds:8.2f} s of CPU ({clock:.1f} s)   peak {peak:5.2f} GB")
    return result, seconds


def prepared(ledger: Ledger, accounts: int) -> Network:
    """The network with three seeds and the services."""
    seeds = [str(accounts // part) for part in (2, 3, 4)]
    labels = pl.DataFrame({"account": seeds, "label": [0, 0, 0]})
    return build_network(ledger, labels, [str(one) for one in range(SERVICES)])


def unpruned_fifo(network: Network) -> dict[int, int]:
    """FIFO over every row, with floats nowhere but no pruning: held by account. A prototype."""
    lots: defaultdict[int, deque[tuple[int, bool]]] = defaultdict(deque)
    paid = base_units(network.transfers["amount"]).to_list()
    seed, stop = (network.label >= 0).tolist(), network.stop.tolist()
    for s, t, a in zip(network.source.tolist(), network.target.tolist(), paid, strict=True):
        moved: list[tuple[int, bool]] = []
        if seed[s] or stop[s]:
            moved, need = [(a, seed[s])], 0
        else:
            queue, need = lots[s], a
            while need and queue:
                amount, tainted = queue.popleft()
                if amount > need:
                    queue.appendleft((amount - need, tainted))
                    amount = need
                need -= amount
                moved.append((amount, tainted))
        if need:
            moved.append((need, False))
        if not (stop[t] or seed[t]):
            for amount, tainted in moved:
                if lots[t] and lots[t][-1][1] == tainted:
                    lots[t][-1] = (lots[t][-1][0] + amount, tainted)
                else:
                    lots[t].append((amount, tainted))
    held = {node: sum(a for a, bad in queue if bad) for node, queue in lots.items()}
    return {node: amount for node, amount in held.items() if amount}


def unpruned_haircut(network: Network) -> dict[int, float]:
    """Haircut over every row in binary fractions: held by account. A prototype."""
    total: defaultdict[int, float] = defaultdict(float)
    bad: defaultdict[int, float] = defaultdict(float)
    paid = base_units(network.transfers["amount"]).to_list()
    seed, stop = (network.label >= 0).tolist(), network.stop.tolist()
    for s, t, a in zip(network.source.tolist(), network.target.tolist(), paid, strict=True):
        moved = 0.0
        if seed[s]:
            moved = float(a)
        elif not stop[s] and total[s] > 0:
            moved = bad[s] * min(1.0, a / total[s])
            total[s], bad[s] = max(0.0, total[s] - a), bad[s] - moved
        if not (stop[t] or seed[t]):
            total[t] += a
            bad[t] += moved
    return {node: amount for node, amount in bad.items() if amount > 0}


def networkx_reach(network: Network) -> int:
    """The same reach with networkx: a graph of transfers in time, then one walk in order."""
    networkx = import_module("networkx")  # not a dependency of ours

    graph = networkx.MultiDiGraph()
    rows = zip(network.source.tolist(), network.target.tolist(), strict=True)
    graph.add_edges_from((s, t, at, {"at": at}) for at, (s, t) in enumerate(rows))
    reached = set(np.flatnonzero(network.label >= 0).tolist())
    stop = network.stop.tolist()
    for s, t, _ in sorted(graph.edges(data="at"), key=lambda edge: edge[2]):
        if s in reached and not stop[t]:
            reached.add(t)
    return len(reached)


def main() -> None:
    """Measures one ledger."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, default=1_000_000)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--others", action="store_true", help="also the ways compared with")
    options = parser.parse_args()
    frame = made(options.rows, options.seed)
    print(f"## {options.rows:,} transfers, {options.rows // 5:,} accounts")
    ledger, _ = timed("ledger from a frame of texts", lambda: to_ledger(frame))
    network, _ = timed("numbered", lambda: prepared(ledger, options.rows // 5))
    reached, scan = timed("reach, both ways", lambda: reach(network))
    flow, prune = timed("prune", lambda: to_flow(network, reached))
    fifo, first = timed("FIFO, received and sent", lambda: followed(flow, TaintMethod.FIFO))
    cut, second = timed("haircut, received and sent", lambda: followed(flow, TaintMethod.HAIRCUT))
    together = prune + first + second
    print(f"{len(flow):,} rows kept; reach {scan:.2f} s, prune + FIFO + haircut {together:.2f} s")
    if not options.others:
        return
    whole, slow = timed("unpruned FIFO (prototype)", lambda: unpruned_fifo(network))
    _, slow_cut = timed("unpruned haircut (prototype)", lambda: unpruned_haircut(network))
    held: defaultdict[int, int] = defaultdict(int)
    for lot, amount in zip(fifo.held, amounts(fifo.held), strict=True):
        if lot[LABEL] >= 0:
            held[int(lot[NODE])] += amount
    print(f"the same holders and amounts under FIFO: {dict(held) == whole}; {len(whole)} holders")
    print(
        f"pruned is {(slow + slow_cut) / (scan + together):.1f} times as fast, and also has `sent`"
    )
    if options.rows <= LARGEST_SCAN:
        found, nx = timed("networkx, reach forward only", lambda: networkx_reach(network))
        print(
            f"the same nodes: {found == int(reached.forward.sum())}; {nx / scan:.0f} times as long"
        )
    del cut


if __name__ == "__main__":
    main()

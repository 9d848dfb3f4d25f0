"""Laws of tracing over any ledger: the books balance, pruning changes nothing, ways are real."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from itertools import pairwise

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sanctionscreen.tracing import tables as t
from sanctionscreen.tracing.balance import CAME, WENT
from sanctionscreen.tracing.flow import reach, to_flow
from sanctionscreen.tracing.ledger import to_ledger
from sanctionscreen.tracing.links import LINKS, with_links
from sanctionscreen.tracing.lots import Part
from sanctionscreen.tracing.methods import TaintMethod, followed
from sanctionscreen.tracing.network import Network, build_network
from sanctionscreen.tracing.parties import numbered, stop_accounts
from sanctionscreen.tracing.tracer import Found, Question, trace_ledger
from tracing import reference
from tracing.worlds import seeds_of, tags_of

ACCOUNTS = "STABCDEF"
AMOUNTS = TaintMethod.HAIRCUT, TaintMethod.FIFO, TaintMethod.LIFO, TaintMethod.TIHO
TAGS = tags_of({"F": "exchange"})
SEEDS = seeds_of("S", "T")
START = datetime(2025, 1, 1, tzinfo=UTC)

#: (source, how far the target is from it, amount, asset, fee, whether it shares its transaction).
MOVES = st.tuples(
    st.sampled_from(ACCOUNTS),
    st.integers(1, len(ACCOUNTS) - 1),
    st.one_of(st.integers(1, 12), st.integers(1, 2**70)),
    st.sampled_from(("AAA", "AAA", "BBB")),
    st.sampled_from((0, 0, 1, 3)),
    st.booleans(),
)


def _ledger(rows: list[tuple[str, int, int, str, int, bool]]) -> pl.DataFrame:
    sources = [row[0] for row in rows]
    targets = [ACCOUNTS[(ACCOUNTS.index(s) + step) % len(ACCOUNTS)] for s, step, *_ in rows]
    return pl.DataFrame(
        {
            "timestamp": [START + timedelta(hours=at) for at in range(len(rows))],
            "source": sources,
            "target": targets,
            "amount": [str(row[2]) for row in rows],
            "asset": [row[3] for row in rows],
            "fee": [str(row[4]) for row in rows],
            "tx_id": [f"t{at // 2 * 2 if row[5] else at}" for at, row in enumerate(rows)],
            "seq": list(range(len(rows))),
        }
    )


#: Each example traces a whole ledger by every method.
FEW = settings(max_examples=20)
worlds = st.lists(MOVES, min_size=1, max_size=40).map(_ledger)


def _traced(frame: pl.DataFrame, *, pruned: bool = True, **methods: TaintMethod) -> Found:
    wanted = tuple(methods.values()) or tuple(TaintMethod)
    return trace_ledger(to_ledger(frame), SEEDS, TAGS, Question(methods=wanted, pruned=pruned))


@FEW
@given(worlds)
def test_what_left_the_seeds_is_somewhere(frame: pl.DataFrame) -> None:
    books = _traced(frame).balance
    came, went = (books.select(pl.sum_horizontal(side)).to_series() for side in (CAME, WENT))
    assert came.to_list() == went.to_list()


@FEW
@given(worlds)
def test_pruning_changes_nothing(frame: pl.DataFrame) -> None:
    fast, whole = _traced(frame), _traced(frame, pruned=False)
    assert fast.exposures.equals(whole.exposures)
    assert fast.balance.equals(whole.balance)


#: Pairs of transfers that bridges join to one value, by number.
PASSAGES = st.lists(st.tuples(st.integers(0, 40), st.integers(0, 40)), max_size=4)


def _network(frame: pl.DataFrame, passages: Sequence[tuple[int, int]]) -> Network:
    """The network of a ledger in which what goes out by one transfer comes in by another."""
    _, labels = numbered(SEEDS)
    sides = zip(*passages, strict=True) if passages else ((), ())
    table = {side: [f"t{at}" for at in ids] for side, ids in zip(LINKS, sides, strict=True)}
    links = pl.DataFrame(table, schema=dict.fromkeys(table, pl.String))
    return build_network(with_links(to_ledger(frame), links), labels, stop_accounts(TAGS))


def _by_row(parts: t.Numbers, *, counted: bool) -> dict[int, dict[int, Part]]:
    """The parts as the reference has them: row → label → part."""
    sums = t.amounts(parts).to_list() if counted else [None] * len(parts)
    found: dict[int, dict[int, Part]] = defaultdict(dict)
    for part, amount in zip(parts.tolist(), sums, strict=True):
        via = part[t.PART]
        before = t.NONE if via == t.NONE else int(parts[via, t.ROW])
        found[part[t.ROW]][part[t.LABEL]] = Part(amount, part[t.HOPS], before)
    return found


@settings(max_examples=100)
@given(
    frame=worlds, passages=PASSAGES, method=st.sampled_from(list(TaintMethod)), pruned=st.booleans()
)
def test_kernels_say_what_the_methods_say(
    *, frame: pl.DataFrame, passages: Sequence[tuple[int, int]], method: TaintMethod, pruned: bool
) -> None:
    network = _network(frame, passages)
    flow = to_flow(network, reach(network), pruned=pruned)
    ids = network.transfers["tx_id"].gather(flow.row)
    told, known = followed(flow, method, ids), reference.followed(flow, method, ids)
    assert _by_row(told.received, counted=told.counted) == known.received
    assert _by_row(told.sent, counted=told.counted) == known.sent
    held = zip(*told.held.T[[t.NODE, t.LABEL]].tolist(), t.amounts(told.held), strict=True)
    assert _sums(held) == _sums(known.held)


def _sums(held: Iterable[tuple[int, int, int]]) -> Counter[tuple[int, int]]:
    sums: Counter[tuple[int, int]] = Counter()
    for node, label, amount in held:
        sums[node, label] += amount
    return +sums


@FEW
@given(worlds)
def test_shares_are_shares(frame: pl.DataFrame) -> None:
    told = _traced(frame).exposures.filter(pl.col("amount").is_not_null())
    parts = told.group_by("account", "asset", "method", "direction").agg(
        pl.col("amount", "unknown_amount").sum(), pl.col("total_amount").first()
    )
    unknown = told.filter(pl.col("unknown_amount") + pl.col("amount") > pl.col("total_amount"))
    assert unknown.filter(direction="received").is_empty()
    received = parts.filter(pl.col("direction") == "received", pl.col("method") != "direct")
    assert received.filter(pl.col("amount") > pl.col("total_amount")).is_empty()
    assert told.filter(pl.col("amount") <= 0).is_empty()


@FEW
@given(worlds, st.sampled_from([m.value for m in TaintMethod]))
def test_a_way_leads_from_the_seed_to_the_account(frame: pl.DataFrame, method: str) -> None:
    """Every step of a way starts where the one before ended, later in the total order."""
    steps = dict(zip(frame["seq"], frame.iter_rows(named=True), strict=True))
    found = _traced(frame.with_columns(tx_id=pl.format("t{}", "seq")), only=TaintMethod(method))
    for row in found.exposures.iter_rows(named=True):
        way = [steps[int(tx.removeprefix("t"))] for tx in row["path"]]
        assert len(way) == row["hops"]
        assert [step["seq"] for step in way] == sorted({step["seq"] for step in way})
        ends = [(a["target"], b["source"]) for a, b in pairwise(way)]
        assert all(one == other for one, other in ends)
        seed = row["seed_entity"] and row["seed_entity"].removeprefix("own:")
        outer = (way[0]["source"], way[-1]["target"])
        account = row["account"]
        assert outer == ((seed, account) if row["direction"] == "received" else (account, seed))


@FEW
@given(worlds, st.sampled_from(["fifo", "lifo"]))
def test_between_seeds_both_directions_agree(frame: pl.DataFrame, method: str) -> None:
    """What T received from S is what S sent to T: lots are followed, not estimated."""
    told = _traced(frame, only=TaintMethod(method)).exposures.filter(method=method)
    received = told.filter(account="T", seed_entity="own:S", direction="received")
    sent = told.filter(account="S", seed_entity="own:T", direction="sent")
    columns = ["asset", "amount"]
    assert received.select(columns).equals(sent.select(columns))


@FEW
@given(worlds)
def test_poison_is_the_widest(frame: pl.DataFrame) -> None:
    told = _traced(frame).exposures.filter(pl.col("method") != "direct")
    key = ["account", "asset", "seed_entity", "direction"]
    poisoned = told.filter(method="poison")
    assert told.join(poisoned, on=key, how="anti").is_empty()
    nearer = told.join(poisoned, on=key).filter(pl.col("hops") < pl.col("hops_right"))
    assert nearer.is_empty()


@pytest.mark.parametrize("method", [pytest.param(m, id=m.value) for m in AMOUNTS])
def test_wei_beyond_64_bits_are_exact(method: TaintMethod) -> None:
    """Hundreds of hops with 10^30 wei: not a unit lost; binary fractions lose millions."""
    wei = 10**30 + 7
    moves = [("S", "A", wei), ("X", "A", 3 * 10**29 + 1)]
    moves += [("AB"[at % 2], "AB"[1 - at % 2], wei // 2 + at) for at in range(300)]
    frame = pl.DataFrame(
        {
            "timestamp": [START + timedelta(hours=at) for at in range(len(moves))],
            "source": [source for source, _, _ in moves],
            "target": [target for _, target, _ in moves],
            "amount": [str(amount) for _, _, amount in moves],
            "asset": ["ETH"] * len(moves),
        }
    )
    books = _traced(frame, only=method).balance.row(0, named=True)
    assert (books["left_seed"], books["held"]) == (Decimal(wei), Decimal(wei))

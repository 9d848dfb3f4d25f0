"""Laws of the rules on small graphs, against a fixpoint that tries everything again and again."""

from typing import NamedTuple

import polars as pl
from hypothesis import given
from hypothesis import strategies as st

from sanctionscreen.columns import HOLDINGS, MATCHES
from sanctionscreen.holdings.coarse import narrowed
from sanctionscreen.holdings.network import network
from sanctionscreen.holdings.settings import UNIT, OwnershipRules, RuleId
from sanctionscreen.holdings.verdicts import verdicts

NODES = "ABCDEFGH"


class Holding(NamedTuple):
    """One generated holding; shares in percent."""

    owner: str
    owned: str
    kind: str
    low: int
    high: int
    joint: str | None


@st.composite
def _holdings(draw: st.DrawFn) -> list[Holding]:
    """Holdings with at most 100 % of a company and kind, one for each owner."""
    found = []
    for owned in NODES:
        for kind in ("ownership", "voting"):
            left = 100
            for owner in draw(st.lists(st.sampled_from(NODES), unique=True, max_size=3)):
                low = min(left, draw(st.sampled_from([0, 10, 25, 30, 49, 50, 51, 60, 100])))
                high = min(100, low + draw(st.sampled_from([0, 0, 0, 20, 100])))
                joint = draw(st.sampled_from([None, None, "J"]))
                left -= low
                if owner != owned and high:
                    found.append(Holding(owner, owned, kind, low, high, joint))
    for owner, owned in draw(st.lists(st.tuples(*[st.sampled_from(NODES)] * 2), max_size=2)):
        if owner != owned and not any(h[:3] == (owner, owned, "control") for h in found):
            found.append(Holding(owner, owned, "control", 100, 100, None))
    return found


_SEEDS = st.sets(st.sampled_from(NODES), min_size=1, max_size=3)
_RULES = st.sampled_from(["us_ofac", "uk", "eu"])


def judged(rule: str, rows: list[Holding], seeds: set[str]) -> dict[str, str]:
    """What the library says: for each company whether it blocks."""
    table = pl.DataFrame(
        [
            (None, h.owner, h.owned, h.kind, h.low * UNIT, h.high * UNIT, None, None, h.joint)
            for h in rows
        ],
        schema=HOLDINGS,
        orient="row",
    )
    nodes = pl.Series(sorted(seeds), dtype=pl.String)
    matches = pl.DataFrame(
        {"node": nodes, "entity_id": nodes, "certain": True, "via": "id", "score": None},
        schema=MATCHES,
    )
    rule_id = RuleId(rule)
    settings = OwnershipRules.default().of(rule_id)
    net = network(narrowed(table, nodes, [settings]), matches, rule_id)
    found = verdicts(net, net.judge(rule_id, settings), settings)
    return {net.nodes[node]: verdict.blocks.value for node, verdict in found.items()}


def brute(rule: str, rows: list[Holding], seeds: set[str]) -> dict[str, str]:
    """The same by trying every company again until nothing changes."""
    kinds = {"us_ofac": {"ownership"}}.get(rule, {"ownership", "voting", "control"})
    groups = [{seed} for seed in seeds] if rule == "uk" else [set(seeds)]
    certain = set[str]().union(*(_closure(rule, rows, g, kinds, possible=False) for g in groups))
    possible = set[str]().union(*(_closure(rule, rows, g, kinds, possible=True) for g in groups))
    every = {"ownership", "voting", "control"}
    indicated = set[str]().union(*(_closure(rule, rows, g, every, possible=True) for g in groups))
    said = dict.fromkeys(indicated, "no")
    said |= dict.fromkeys(possible, "possibly") | dict.fromkeys(certain, "yes")
    return {node: blocks for node, blocks in said.items() if node not in seeds}


def _closure(
    rule: str, rows: list[Holding], seeds: set[str], kinds: set[str], *, possible: bool
) -> set[str]:
    reached = set(seeds)
    while True:
        more = {
            owned
            for owned in NODES
            for kind in kinds
            if _passes(
                rule, kind, _held(rule, rows, reached, owned=owned, kind=kind, possible=possible)
            )
        }
        if more <= reached:
            return reached
        reached |= more


def _passes(rule: str, kind: str, share: int) -> bool:
    if kind == "control":
        return share > 0
    return share > 50 if rule == "uk" or kind == "voting" else share >= 50


def _held(
    rule: str, rows: list[Holding], reached: set[str], *, owned: str, kind: str, possible: bool
) -> int:
    """What the reached hold in a company; in the UK, with whom they have a joint arrangement."""
    held = [h for h in rows if (h.owned, h.kind) == (owned, kind)]
    joint = {h.joint for h in held if h.owner in reached and h.joint is not None}
    counted = [h for h in held if h.owner in reached or (rule == "uk" and h.joint in joint)]
    return min(100, sum(h.high if possible else h.low for h in counted))


@given(_RULES, _holdings(), _SEEDS)
def test_equals_the_brute_force(rule: str, rows: list[Holding], seeds: set[str]) -> None:
    assert judged(rule, rows, seeds) == brute(rule, rows, seeds)


@given(_RULES, _holdings(), _SEEDS, st.randoms(use_true_random=False))
def test_order_does_not_matter(
    rule: str, rows: list[Holding], seeds: set[str], random: object
) -> None:
    shuffled = list(rows)
    random.shuffle(shuffled)  # type: ignore[attr-defined]
    assert judged(rule, shuffled, seeds) == judged(rule, rows, seeds)


@given(_RULES, _holdings(), _SEEDS, st.sampled_from(NODES))
def test_more_blocked_owners_never_unblock(
    rule: str, rows: list[Holding], seeds: set[str], more: str
) -> None:
    strength = {"no": 0, "possibly": 1, "yes": 2}
    before, after = judged(rule, rows, seeds), judged(rule, rows, seeds | {more})
    weaker = {
        node
        for node, blocks in before.items()
        if node != more and strength[after.get(node, "no")] < strength[blocks]
    }
    assert weaker == set()
    assert before.keys() - after.keys() <= {more}

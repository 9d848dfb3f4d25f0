"""Who is owned or controlled by blocked persons, and by whose rule."""

import hashlib
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from enum import StrEnum
from importlib.metadata import version
from pathlib import Path
from typing import TypeVar

import polars as pl

from sanctionscreen.columns import HOLDINGS, OWNED
from sanctionscreen.errors import InputError, MissingList
from sanctionscreen.holdings import matches as matched
from sanctionscreen.holdings.coarse import narrowed
from sanctionscreen.holdings.network import network
from sanctionscreen.holdings.relations import from_relations
from sanctionscreen.holdings.results import Known, owned_frame
from sanctionscreen.holdings.settings import OwnershipRules, RuleId
from sanctionscreen.holdings.table import Holdings, from_table
from sanctionscreen.holdings.verdicts import verdicts
from sanctionscreen.intake.counterparties import ArrowStream
from sanctionscreen.intake.records import table
from sanctionscreen.intake.table import read_table
from sanctionscreen.matching.policy import Policy
from sanctionscreen.matching.watchlist import Watchlist
from sanctionscreen.owned.owners import Owners, owner_matches
from sanctionscreen.owned.result import (
    Ownership,
    OwnershipCounts,
    OwnershipProvenance,
    RulesRef,
)
from sanctionscreen.results import PolicyRef

HoldingsInput = Holdings | pl.DataFrame | ArrowStream | Path | str


class Relations(StrEnum):
    """Whether what the lists say of ownership and control is used."""

    USE = "use"
    IGNORE = "ignore"


def ownership(
    holdings: HoldingsInput,
    watchlist: Watchlist,
    *,
    rule_ids: Sequence[RuleId | str] | None = None,
    rules: OwnershipRules | None = None,
    owners: Owners | str = Owners.BY_NAME,
    relations: Relations | str = Relations.USE,
    decisions: pl.DataFrame | None = None,
    policy: Policy | None = None,
    now: datetime | None = None,
    columns: Mapping[str, Sequence[str]] | None = None,
) -> Ownership:
    """The companies that are owned or controlled by blocked persons without being on the list.

    `holdings` is a path, a polars frame or any Arrow table with the columns owner, owned, min_pct
    and max_pct (or pct), kind, as_of, source, joint; owner_name and owned_name say who an id is.
    An owner that is an entity id is that party; others are screened by name, and a hit makes a
    company possibly owned at most, until `decisions` (owner, entity_id, decision: `same` or
    `different`) says more; `owners="id"` does without names. What the lists themselves say of
    ownership and control counts as an indication, unless `relations="ignore"`. Without `rule_ids`
    every rule is used that has a list in `watchlist`.

    Raises:
        InputError: nothing of the input can be used, or a decision is neither.
        MissingList: a rule in `rule_ids` has no list in `watchlist`.

    >>> import polars as pl
    >>> table = pl.DataFrame({"owner": "us_ofac_sdn:55505", "owned": ["Quillmark Ltd"], "pct": 50})
    >>> found = ownership(table, Watchlist.bundled(), relations="ignore").companies
    >>> found["rule", "status", "wording"].rows()  # half is not enough in the United Kingdom
    [('us_ofac', 'owned', 'owned by blocked persons, 50 % (OFAC 50 percent rule)'), \
('eu', 'owned', 'owned by blocked persons, 50 % (EU ownership and control test; presumption, the \
contrary can be shown)')]
    """
    thresholds = OwnershipRules.default() if rules is None else rules
    wanted, notes = _wanted(rule_ids, thresholds, watchlist)
    checked = _checked(holdings, thresholds, columns)
    matching, telling = _chosen(Owners, owners), _chosen(Relations, relations)
    with ThreadPoolExecutor(max_workers=1) as second_core:
        digest = second_core.submit(_digest, checked.frame)
        found, problems = owner_matches(
            checked, watchlist, matching, decisions=decisions, policy=policy
        )
        companies = _companies(
            checked, found, watchlist, rules=thresholds, wanted=wanted, telling=telling
        )
    used = (policy or Policy.default()) if matching is Owners.BY_NAME else None
    return Ownership(
        companies=companies,
        matches=found,
        problems=pl.concat([checked.problems, problems]).sort("row", maintain_order=True),
        provenance=OwnershipProvenance(
            snapshots=watchlist.snapshots,
            rules=RulesRef(name=thresholds.name, sha256=thresholds.digest, ids=wanted),
            policy=None if used is None else PolicyRef.of(used),
            version=version("sanctionscreen"),
            input_sha256=digest.result(),
            computed_at=datetime.now(UTC) if now is None else now,
            counts=_counts(checked, found, companies),
        ),
        rules=thresholds,
        notes=(*checked.notes, *notes),
    )


def _counts(checked: Holdings, found: pl.DataFrame, companies: pl.DataFrame) -> OwnershipCounts:
    return OwnershipCounts(
        read=checked.read,
        used=checked.read - checked.rejected,
        rejected=checked.rejected,
        matched=found["node"].n_unique(),
        companies=companies.height,
    )


_Choice = TypeVar("_Choice", bound=StrEnum)


def _chosen(kind: type[_Choice], word: str) -> _Choice:
    """The member of an enumeration that a word means."""
    if word not in set(kind):
        raise InputError(f"{word!r} is none of {', '.join(kind)}")
    return kind(word)


def _wanted(
    rule_ids: Sequence[RuleId | str] | None, rules: OwnershipRules, watchlist: Watchlist
) -> tuple[tuple[RuleId, ...], list[str]]:
    """The rules to use, in their usual order, and a note on each that has no list."""
    there = {ref.list_id for ref in watchlist.snapshots}
    asked = list(RuleId) if rule_ids is None else [_chosen(RuleId, one) for one in rule_ids]
    able = [one for one in RuleId if one in asked and there & set(rules.of(one).lists)]
    unable = [one for one in asked if one not in able]
    reasons = [
        f"rule {one}: no list of it is there ({', '.join(rules.of(one).lists)})" for one in unable
    ]
    if unable and (rule_ids is not None or not able):
        raise MissingList("; ".join(reasons))
    return tuple(able), reasons


def _checked(
    holdings: HoldingsInput, rules: OwnershipRules, columns: Mapping[str, Sequence[str]] | None
) -> Holdings:
    if isinstance(holdings, Holdings):
        return holdings
    if isinstance(holdings, str | Path):
        path = Path(holdings)
        return from_table(read_table(path, name=path.name), rules, columns=columns)
    frame = holdings if isinstance(holdings, pl.DataFrame) else pl.DataFrame(holdings)
    return from_table(table(frame), rules, columns=columns)


def _listed_nodes(every: pl.DataFrame, found: pl.DataFrame, watchlist: Watchlist) -> pl.DataFrame:
    """The matches, with every listed party that the lists' own relations speak of."""
    untabled = every.filter(pl.col("row").is_null())
    told = [
        matched.by_id(ends, watchlist.frames["entities"])
        for ends in (untabled["owner"], untabled["owned"], every["owned"])
    ]
    both = matched.strongest(pl.concat([found, *told]))
    return matched.linked(both, watchlist.frames["relations"])


def _companies(
    checked: Holdings,
    found: pl.DataFrame,
    watchlist: Watchlist,
    *,
    rules: OwnershipRules,
    wanted: Sequence[RuleId],
    telling: Relations,
) -> pl.DataFrame:
    """The companies by rule, in the order of the rules."""
    told = from_relations(watchlist.frames["relations"], watchlist.frames["entities"])
    every = checked.frame if telling is Relations.IGNORE else pl.concat([checked.frame, told])
    nodes = _listed_nodes(every, found, watchlist)
    chosen = {rule_id: rules.of(rule_id) for rule_id in wanted}
    blocked = watchlist.frames["designations"]
    seeds = {one: matched.of_rule(nodes, blocked, rule) for one, rule in chosen.items()}
    starts = pl.concat([frame["node"] for frame in seeds.values()]).unique()
    near = narrowed(every, starts, list(chosen.values()))
    known = Known(_names(near, nodes, checked.names, watchlist), _listed(nodes))
    frames = [pl.DataFrame(schema=OWNED)]
    for rule_id, rule in chosen.items():
        net = network(near, seeds[rule_id], rule_id)
        proven = verdicts(net, net.judge(rule_id, rule), rule)
        longest = rules.table.longest_chain
        frames.append(owned_frame(net, proven, rule_id, rule, known=known, longest=longest))
    return pl.concat(frames)


def _listed(nodes: pl.DataFrame) -> pl.DataFrame:
    """The listed parties, on any list, that nodes are for certain: company, also_listed."""
    sure = nodes.filter("certain").group_by(company="node")
    return sure.agg(pl.col("entity_id").sort().alias("also_listed"))


def _names(
    near: pl.DataFrame, nodes: pl.DataFrame, names: pl.DataFrame, watchlist: Watchlist
) -> dict[str, str]:
    """The name to show for nodes and listed parties; that of the table before the list's."""
    ends = pl.concat([near["owner"], near["owned"], nodes["entity_id"]]).unique().alias("node")
    captions = watchlist.frames["entities"].select(node="entity_id", name="caption")
    both = pl.concat([names, captions]).join(ends.to_frame(), on="node", how="semi")
    first = both.unique("node", keep="first", maintain_order=True)
    return dict(first.select("node", "name").iter_rows())


def _digest(frame: pl.DataFrame) -> str:
    """The sha256 of all checked holdings in order: the same from CSV, Parquet and Arrow."""
    total = hashlib.sha256()
    for column in frame.select(HOLDINGS.names()):
        total.update(f"{column.name} {column.len()} {column.null_count()}\n".encode())
        if column.count():
            total.update(_bytes(column))
    return total.hexdigest()


def _bytes(column: pl.Series) -> bytes | memoryview:
    """The values one after the other: texts in lines, all others as numbers of 64 bits."""
    if column.dtype == pl.String:
        lines: bytes = column.fill_null("").str.join("\n").cast(pl.Binary).item()
        return lines
    numbers = column.to_physical().cast(pl.Int64).fill_null(-1)
    return numbers.to_numpy().astype("<i8", copy=False).data

"""The result of ownership as further parties to screen against; their names are their own."""

import hashlib
from collections.abc import Iterator, Mapping
from datetime import date, datetime
from typing import Any, Final

import polars as pl

from sanctionscreen.columns import OWNED, check
from sanctionscreen.holdings.judging import Blocks
from sanctionscreen.holdings.settings import Rule, RuleId
from sanctionscreen.matching.watchlist import SnapshotRef, Watchlist
from sanctionscreen.model import (
    Designation,
    Effect,
    Entity,
    EntityType,
    Identifier,
    IdentifierKind,
    Name,
    NameKind,
)
from sanctionscreen.owned.result import Ownership
from sanctionscreen.snapshots.frames import to_frames
from sanctionscreen.snapshots.manifest import Coverage

_AUTHORITY: Final = "computed from holdings, on no list"


def with_owned(watchlist: Watchlist, found: Ownership) -> Watchlist:
    """The watchlist with the companies that blocked persons own or control as further parties.

    A hit on one has `list_id` `owned_us_ofac`, `owned_uk` or `owned_eu`, the finding in words among
    its programmes, and the company's own name. Companies that may be blocked have the effect
    `blocking`, those that control alone does not block `other`. Companies that another authority
    lists are left out: their own listing finds them.

    >>> import polars as pl
    >>> from sanctionscreen.owned.finding import ownership
    >>> from sanctionscreen.one_name import screen_name
    >>> table = pl.DataFrame({"owner": "us_ofac_sdn:55505", "owned": ["Quillmark Ltd"], "pct": 50})
    >>> listed = Watchlist.bundled()
    >>> found = ownership(table, listed, rule_ids=["us_ofac"], relations="ignore")
    >>> hits = screen_name("Quillmark Limited", with_owned(listed, found)).hits
    >>> hits["list_id", "listed_name", "programmes"].rows()
    [('owned_us_ofac', 'Quillmark Ltd', ['owned by blocked persons, 50 % (OFAC 50 percent rule)'])]
    """
    companies = check(found.companies, OWNED, name="companies")
    by_rule = {
        rule_id: companies.filter(
            pl.col("rule") == rule_id.value, pl.col("also_listed").list.len() == 0
        )
        for rule_id in found.provenance.rules.ids
    }
    frames = to_frames(entity for frame in by_rule.values() for entity in _entities(frame))
    joined = {name: pl.concat([watchlist.frames[name], frame]) for name, frame in frames.items()}
    refs = [_ref(rule_id, frame, found, watchlist) for rule_id, frame in by_rule.items()]
    return Watchlist(joined, [*watchlist.snapshots, *refs])


def _entities(companies: pl.DataFrame) -> Iterator[Entity]:
    for row in companies.iter_rows(named=True):
        names = dict.fromkeys((row["company_name"], row["company"]))
        yield Entity(
            list_id=f"owned_{row['rule']}",
            uid=row["company"],
            entity_type=EntityType.ORGANISATION,
            names=(Name(full=next(iter(names)), kind=NameKind.PRIMARY),),
            identifiers=_identifiers(row),
            designations=(_designation(row),),
            remarks=row["wording"],
        )


def _identifiers(row: Mapping[str, Any]) -> tuple[Identifier, ...]:
    """The company's id as a registration number, where it has a name beside its id."""
    if row["company"] == row["company_name"] or ":" in row["company"]:
        return ()
    kind = IdentifierKind.REGISTRATION
    return (Identifier(kind=kind, published_as="id in the holdings", number=row["company"]),)


def _designation(row: Mapping[str, Any]) -> Designation:
    harmless = row["blocks"] == Blocks.NO.value
    owners = ", ".join(dict.fromkeys(owner["entity_id"] for owner in row["listed_owners"]))
    return Designation(
        programme=row["wording"],
        authority=_AUTHORITY,
        effect=Effect.OTHER if harmless else Effect.BLOCKING,
        source=f"blocked owners: {owners}" if owners else None,
    )


def _ref(
    rule_id: RuleId, companies: pl.DataFrame, found: Ownership, watchlist: Watchlist
) -> SnapshotRef:
    """The reference to the computed list; an excerpt if a list that it rests on is one."""
    rule = found.rules.of(rule_id)
    bases = [ref for ref in watchlist.snapshots if ref.list_id in rule.lists]
    newest = max((ref.published_on for ref in bases), default=date.min)
    sha256 = _digest(rule, companies, bases, found)
    partial = any(ref.coverage is Coverage.EXCERPT for ref in bases)
    return SnapshotRef(
        list_id=f"owned_{rule_id.value}",
        snapshot_id=f"{newest.isoformat()}-{sha256[:12]}",
        sha256=sha256,
        coverage=Coverage.EXCERPT if partial else Coverage.COMPLETE,
        published_on=newest,
        fetched_at=None,
        checked_at=_oldest([ref.checked_at for ref in bases]),
        title=f"Companies owned or controlled by blocked persons: {rule.title}",
        authority=_AUTHORITY,
        licence="the user's own",
        attribution=", ".join(ref.attribution for ref in bases) or "the user's own",
        entities=companies.height,
    )


def _oldest(times: list[datetime | None]) -> datetime | None:
    """The earliest of the times; null where one is not known, or there is none."""
    known = [one for one in times if one is not None]
    return min(known) if known and len(known) == len(times) else None


def _digest(rule: Rule, companies: pl.DataFrame, bases: list[SnapshotRef], found: Ownership) -> str:
    """The sha256 over holdings, rule, lists and findings: the same on every run."""
    parts = (
        found.provenance.input_sha256,
        rule.model_dump_json(),
        *(ref.sha256 for ref in bases),
        companies.select("company", "wording").write_csv(),
    )
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()


def changes(old: pl.DataFrame, new: pl.DataFrame) -> pl.DataFrame:
    """What became of companies between two results (OWNED): rule, company, change, old, new.

    `change` is `new`, `gone` or `changed`; `old` and `new` are the wordings, null where there is
    none. Companies of which nothing changed are left out. For whoever screens again after a list
    changed: only counterparties that meet these companies can have other hits.

    >>> changes(pl.DataFrame(schema=OWNED), pl.DataFrame(schema=OWNED)).height
    0
    """
    key = ["rule", "company"]
    before = old.select(*key, old="wording", before=_essence())
    after = new.select(*key, new="wording", after=_essence())
    both = before.join(after, on=key, how="full", coalesce=True)
    change = (
        pl.when(pl.col("before").is_null())
        .then(pl.lit("new"))
        .when(pl.col("after").is_null())
        .then(pl.lit("gone"))
        .when(pl.col("before") != pl.col("after"))
        .then(pl.lit("changed"))
    )
    return (
        both.with_columns(change=change)
        .filter(pl.col("change").is_not_null())
        .select(*key, "change", "old", "new")
        .sort(key)
    )


def _essence() -> pl.Expr:
    """Everything that a result says of a company, as one text."""
    return pl.struct(pl.exclude("rule", "company")).struct.json_encode()

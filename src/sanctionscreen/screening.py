"""The façade: screen parties against a watchlist, with the provenance of every result."""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Final
from weakref import WeakKeyDictionary

import polars as pl

from sanctionscreen.aliases import proofs
from sanctionscreen.columns import check
from sanctionscreen.errors import InputError
from sanctionscreen.hits import article_evidence, hit_columns, name_kind, provenance
from sanctionscreen.intake.counterparties import (
    ArrowStream,
    Counterparties,
    from_frame,
    from_table,
)
from sanctionscreen.intake.table import read_table
from sanctionscreen.matching.match import Matcher, Progress
from sanctionscreen.matching.parties import (
    distinct_names,
    input_digest,
    may_hit,
    parties_of,
    record_digests,
)
from sanctionscreen.matching.policy import Policy, matcher_version
from sanctionscreen.matching.verdict import Decided, Decision
from sanctionscreen.matching.watchlist import Watchlist
from sanctionscreen.model import Entity
from sanctionscreen.results import Comparison, Counts, PolicyRef, Screening, hits_frame
from sanctionscreen.snapshots.links import links as found_links

_EXCLUDE: Final = pl.Schema({"query_id": pl.String, "entity_id": pl.String, "record": pl.String})

Parties = pl.DataFrame | ArrowStream | Counterparties | Path | str


def screen(
    parties: Parties,
    watchlist: Watchlist,
    *,
    policy: Policy | None = None,
    now: datetime | None = None,
    exclude: pl.DataFrame | None = None,
    columns: Mapping[str, Sequence[str]] | None = None,
    progress: Progress | None = None,
    links: bool = True,
) -> Screening:
    """The hits of all parties, with everything needed to prove them next year.

    `parties` is a path (CSV, TSV, Parquet, JSON lines, XLSX), a polars frame or any Arrow table;
    `columns` names columns by role where their headings do not. `exclude` holds pairs already
    decided (query_id, entity_id, record: the sha256 of the counterparty's record as in
    `record_digest`), which do not come back until the record changes. `links` fills `same_as`: the
    entries of the same party on the other lists of the watchlist; they move no score.

    Hits are sorted by input row, then falling score, then entity id.

    Raises:
        InputError: nothing of the input can be screened.

    >>> import polars as pl
    >>> result = screen(pl.DataFrame({"name": ["陳志", "N/A"]}), Watchlist.bundled())
    >>> "us_ofac_sdn:55505" in result.hits["entity_id"], result.provenance.counts.rejected
    (True, 1)
    """
    checked = as_counterparties(parties, columns)
    rules = Policy.default() if policy is None else policy
    matcher = Matcher(watchlist, rules)
    met = matcher.met(distinct_names(checked.frame), progress=progress)
    found = matcher.hits(parties_of(may_hit(checked.frame, met.near())), met)
    hits = _hits_frame(found, watchlist, checked.frame)
    if exclude is not None:
        hits = _without(hits, exclude, checked.frame)
    if links:
        hits = with_links(hits, watchlist)
    return Screening(
        hits=hits,
        problems=checked.problems,
        provenance=provenance(
            watchlist,
            rules,
            input_digest(checked.frame),
            _counts(checked, hits),
            datetime.now(UTC) if now is None else now,
        ),
        notes=checked.notes,
    )


def explain(
    query: str | Parties,
    entity_id: str,
    watchlist: Watchlist,
    *,
    policy: Policy | None = None,
    columns: Mapping[str, Sequence[str]] | None = None,
) -> Comparison:
    """One counterparty against one listed party, part by part, hit or not.

    `query` is a name, or a frame or path with exactly one row.

    Raises:
        InputError: the entity is not on the watchlist, or there is not exactly one counterparty.
    """
    position = watchlist.positions.get(entity_id)
    if position is None:
        lists = ", ".join(f"{ref.list_id} {ref.snapshot_id}" for ref in watchlist.snapshots)
        raise InputError(f"{entity_id} is not on {lists}", field="entity_id")
    given = named(query) if isinstance(query, str) else query
    checked = as_counterparties(given, columns)
    rules = Policy.default() if policy is None else policy
    people = list(parties_of(checked.frame))
    if len(people) != 1:
        got = (str(len(people)), *checked.problems["reason"].unique(maintain_order=True))
        raise InputError(f"expected one counterparty, got {'; '.join(got)}")
    decision = Matcher(watchlist, rules).pair(people[0], position)
    return _comparison(decision, rules, watchlist)


def compare(
    query: str | Parties,
    listed: Entity,
    *,
    policy: Policy | None = None,
    columns: Mapping[str, Sequence[str]] | None = None,
) -> Comparison:
    """Two records compared, part by part: the same scores as if `listed` stood on any list.

    Raises:
        InputError: there is not exactly one counterparty in `query`.
    """
    watchlist = Watchlist.from_entities([listed])
    return explain(query, listed.entity_id, watchlist, policy=policy, columns=columns)


def record_digest(frame: pl.DataFrame) -> dict[int, str]:
    """The sha256 of each counterparty's record by row number, for `exclude`."""
    return record_digests(from_frame(frame).frame)


def named(name: str) -> pl.DataFrame:
    """One party of that name; half a character (a byte of a shell that is no text) is none."""
    try:
        name.encode()
    except UnicodeEncodeError:
        raise InputError("half a character (a lone surrogate)", field="name") from None
    return pl.DataFrame({"name": [name]})


def as_counterparties(
    parties: Parties, columns: Mapping[str, Sequence[str]] | None = None
) -> Counterparties:
    """The checked parties of a path, a frame or an Arrow table; those already checked as they are.

    Raises:
        InputError: nothing of the input can be screened.
    """
    if isinstance(parties, Counterparties):
        return parties
    if isinstance(parties, str | Path):
        path = Path(parties)
        return from_table(read_table(path, name=path.name), columns=columns)
    return from_frame(parties, columns=columns)


def with_links(hits: pl.DataFrame, watchlist: Watchlist) -> pl.DataFrame:
    """The hits with `same_as` filled from all lists of the watchlist; null where nothing links."""
    if hits.is_empty() or len(watchlist.snapshots) == 1:
        return hits
    linked = links_of(watchlist).join(hits.select("entity_id").unique(), on="entity_id", how="semi")
    found = linked.group_by("entity_id").agg(
        same_as=pl.struct(entity_id="other_id", strength="strength", evidence="evidence").sort_by(
            "other_id"
        )
    )
    return hits.drop("same_as").join(found, on="entity_id", how="left", maintain_order="left")


def links_of(watchlist: Watchlist) -> pl.DataFrame:
    """The parties that stand on several lists of the watchlist: `links.LINKS`, found once."""
    if watchlist not in _LINKS:
        _LINKS[watchlist] = found_links(watchlist.frames)
    return _LINKS[watchlist]


#: The links of each watchlist: found once, and forgotten with it.
_LINKS: Final[WeakKeyDictionary[Watchlist, pl.DataFrame]] = WeakKeyDictionary()


def _hits_frame(found: Decided, watchlist: Watchlist, frame: pl.DataFrame) -> pl.DataFrame:
    rows = {party.row for party in found.party}
    digests = record_digests(frame.filter(pl.col("row").is_in(sorted(rows))))
    return hits_frame(hit_columns(found, watchlist, digests))


def _counts(checked: Counterparties, hits: pl.DataFrame) -> Counts:
    return Counts(
        read=checked.read,
        screened=checked.frame.height,
        rejected=checked.rejected,
        with_hits=hits["query_row"].n_unique(),
        hits=hits.height,
    )


def _without(hits: pl.DataFrame, exclude: pl.DataFrame, frame: pl.DataFrame) -> pl.DataFrame:
    """The hits without the pairs decided before; a changed record is to be decided again."""
    decided = check(exclude, _EXCLUDE, name="exclude")
    digests = record_digests(frame)
    records = pl.DataFrame(
        {"query_row": list(digests), "record": list(digests.values())},
        schema={"query_row": pl.Int64, "record": pl.String},
    )
    return (
        hits.join(records, on="query_row", maintain_order="left")
        .join(decided, on=["query_id", "entity_id", "record"], how="anti", maintain_order="left")
        .drop("record")
    )


def _comparison(decision: Decision, policy: Policy, watchlist: Watchlist) -> Comparison:
    listed, match = decision.listed, decision.match
    known = proofs(watchlist.aliases)
    evidence = (*decision.evidence, *article_evidence(listed, match, known))
    return Comparison(
        query_name=next(iter(decision.party.names), "") if match is None else match.query,
        entity_id=listed.entity_id,
        caption=listed.caption,
        entity_type=listed.entity_type,
        programmes=listed.programmes,
        effect=listed.effect,
        is_hit=decision.is_hit,
        reason=decision.reason,
        score=decision.score,
        name_score=decision.name_score,
        threshold=decision.threshold,
        listed_name=None if match is None else match.name.full,
        name_kind=name_kind(listed, match, known),
        evidence=tuple(map(dict, evidence)),
        policy=PolicyRef.of(policy),
        matcher=matcher_version(policy),
        snapshot=watchlist.snapshot(listed.list_id),
    )

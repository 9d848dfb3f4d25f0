"""What screening gives back: hits with their provenance, and one pair explained."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

import polars as pl
from pydantic import Field

from sanctionscreen.aliases import AliasesRef
from sanctionscreen.matching.policy import Policy
from sanctionscreen.matching.watchlist import SnapshotRef
from sanctionscreen.model import Record, Text


class Counts(Record):
    """How many rows went where; read = screened + rejected, always."""

    read: int
    screened: int
    rejected: int
    with_hits: int
    hits: int


class PolicyRef(Record):
    """Which policy a result rests on; two with one sha256 give the same scores."""

    name: Text
    sha256: Text
    threshold: float

    @classmethod
    def of(cls, policy: Policy) -> "PolicyRef":
        """The reference to a policy."""
        return cls(name=policy.name, sha256=policy.digest, threshold=policy.threshold.hit)


class Provenance(Record):
    """What a result rests on; `screened_at` and the lists' `checked_at` alone say when.

    `aliases` stands in it only where article aliases were used.
    """

    snapshots: tuple[SnapshotRef, ...]
    aliases: AliasesRef | None = Field(default=None, exclude_if=lambda ref: ref is None)
    policy: PolicyRef
    matcher: Text
    version: Text
    input_sha256: Text
    screened_at: datetime
    counts: Counts


@dataclass(frozen=True, slots=True)
class Screening:
    """The result of a run, with its provenance.

    `hits` is `columns.HITS`; `problems` is `columns.PROBLEMS`: rows that were not screened, and
    fields that were not understood. `notes` says how the input was read.
    """

    hits: pl.DataFrame
    problems: pl.DataFrame
    provenance: Provenance
    notes: tuple[str, ...] = ()

    @property
    def rejects(self) -> pl.DataFrame:
        """The rows that were not screened: PROBLEMS with `screened` false."""
        return self.problems.filter(~pl.col("screened"))


class Comparison(Record):
    """One pair in full: every name part and piece of evidence, and why it is a hit or not."""

    query_name: str
    entity_id: Text
    caption: Text
    entity_type: Text
    programmes: tuple[Text, ...]
    effect: Text | None
    is_hit: bool
    reason: Text
    score: float
    name_score: float
    threshold: float
    listed_name: str | None
    name_kind: str | None
    evidence: tuple[Mapping[str, object], ...]
    policy: PolicyRef
    matcher: Text
    snapshot: SnapshotRef

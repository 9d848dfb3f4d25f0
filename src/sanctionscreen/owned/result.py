"""The result of a run over holdings, with the provenance of every finding."""

from dataclasses import dataclass
from datetime import datetime

import polars as pl

from sanctionscreen.holdings.settings import OwnershipRules, RuleId
from sanctionscreen.matching.watchlist import SnapshotRef
from sanctionscreen.model import Record, Text
from sanctionscreen.results import PolicyRef


class RulesRef(Record):
    """Which rules a result rests on; two with one sha256 have the same thresholds."""

    name: Text
    sha256: Text
    ids: tuple[RuleId, ...]


class OwnershipCounts(Record):
    """How many rows and owners went where; read = used + rejected, always."""

    read: int
    used: int
    rejected: int
    matched: int
    companies: int


class OwnershipProvenance(Record):
    """What a result rests on; `computed_at` and the lists' `checked_at` alone say when.

    `policy` is null where owners were matched by id alone.
    """

    snapshots: tuple[SnapshotRef, ...]
    rules: RulesRef
    policy: PolicyRef | None
    version: Text
    input_sha256: Text
    computed_at: datetime
    counts: OwnershipCounts


@dataclass(frozen=True, slots=True)
class Ownership:
    """The companies that blocked persons own or control, with the provenance.

    `companies` is `columns.OWNED`, one row a rule and company; `matches` is `columns.MATCHES`: the
    owners that are, or may be, listed parties. `problems` is `columns.PROBLEMS`: rows that were not
    used (`screened` false), and rows that were used by a stated rule.
    """

    companies: pl.DataFrame
    matches: pl.DataFrame
    problems: pl.DataFrame
    provenance: OwnershipProvenance
    rules: OwnershipRules
    notes: tuple[str, ...] = ()

    @property
    def rejects(self) -> pl.DataFrame:
        """The rows that were not used: PROBLEMS with `screened` false."""
        return self.problems.filter(~pl.col("screened"))

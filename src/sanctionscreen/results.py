"""What screening gives back: hits with their provenance, and one pair explained."""

from collections.abc import Callable, Collection, Mapping, Sequence
from datetime import datetime
from functools import cached_property
from typing import TYPE_CHECKING, Any, NamedTuple

from sanctionscreen.aliases import AliasesRef
from sanctionscreen.matching.policy import Policy
from sanctionscreen.matching.watchlist import SnapshotRef
from sanctionscreen.value import Value, value

if TYPE_CHECKING:
    import polars as pl


@value
class Counts(Value):
    """How many rows went where; read = screened + rejected, always."""

    read: int
    screened: int
    rejected: int
    with_hits: int
    hits: int


@value
class PolicyRef(Value):
    """Which policy a result rests on; two with one sha256 give the same scores."""

    name: str
    sha256: str
    threshold: float

    @classmethod
    def of(cls, policy: Policy) -> "PolicyRef":
        """The reference to a policy."""
        return cls(name=policy.name, sha256=policy.digest, threshold=policy.threshold.hit)


@value
class Provenance(Value):
    """What a result rests on; `screened_at` and the lists' `checked_at` alone say when.

    `aliases` stands in it only where article aliases were used.
    """

    snapshots: tuple[SnapshotRef, ...]
    aliases: AliasesRef | None = None
    policy: PolicyRef
    matcher: str
    version: str
    input_sha256: str
    screened_at: datetime
    counts: Counts

    def model_dump(
        self,
        *,
        mode: str = "python",
        include: Collection[str] | None = None,
        exclude: Collection[str] = frozenset(),
    ) -> dict[str, Any]:
        """The fields as a dict, without `aliases` where none were used."""
        if self.aliases is None:
            exclude = {*exclude, "aliases"}
        return super().model_dump(mode=mode, include=include, exclude=exclude)


#: A row of a frame, its values by column; and the columns of one, the values of each row by row;
#: but the evidence stands in `EvidenceColumns`.
Row = Mapping[str, object]
Columns = Mapping[str, Sequence[Any]]


class Rows(NamedTuple):
    """Rows of which a frame is made when somebody asks for one."""

    rows: Sequence[Row]
    frame: "Callable[[], pl.DataFrame]"


class Screening:
    """The result of a run, with its provenance.

    `hits` is `columns.HITS`; `problems` is `columns.PROBLEMS`: rows that were not screened, and
    fields that were not understood. `notes` says how the input was read.
    """

    def __init__(
        self,
        hits: "pl.DataFrame | Rows",
        problems: "pl.DataFrame | Rows",
        provenance: Provenance,
        notes: tuple[str, ...] = (),
    ) -> None:
        self.provenance = provenance
        self.notes = notes
        self._hits = hits
        self._problems = problems

    @cached_property
    def hits(self) -> "pl.DataFrame":
        """The hits as a frame."""
        return self._hits.frame() if isinstance(self._hits, Rows) else self._hits

    @property
    def rows(self) -> Sequence[Row]:
        """The hits row by row, for those who show them; `same_as` may not be among the columns."""
        if isinstance(self._hits, Rows):
            return self._hits.rows
        return self._hits.rows(named=True)

    @cached_property
    def problems(self) -> "pl.DataFrame":
        """What could not be read, as a frame."""
        return self._problems.frame() if isinstance(self._problems, Rows) else self._problems

    @property
    def rejects(self) -> "pl.DataFrame":
        """The rows that were not screened: PROBLEMS with `screened` false."""
        return self.problems.remove("screened")

    def with_hits(self, hits: "pl.DataFrame") -> "Screening":
        """The same result with other columns on its hits."""
        return Screening(hits, self.problems, self.provenance, self.notes)

    def __reduce__(self) -> tuple[type, tuple[object, ...]]:
        return Screening, (self.hits, self.problems, self.provenance, self.notes)


def hits_frame(columns: Columns) -> "pl.DataFrame":
    """The columns as HITS, with a null `same_as`; each hit's evidence becomes a list of records."""
    import polars as pl  # noqa: PLC0415  # one name is shown without a frame

    from sanctionscreen.columns import HITS, check  # noqa: PLC0415

    special: dict[str, Callable[[Any], pl.Series]]
    special = {"evidence": _records, "programmes": _lists}
    made = [
        special[name](told) if name in special else pl.Series(name, told, HITS[name])
        for name, told in columns.items()
    ]
    frame = pl.DataFrame(made).with_columns(same_as=pl.lit(None, HITS["same_as"]))
    return check(frame, HITS, name="hits")


def _records(evidence: Sequence[Any]) -> "pl.Series":
    """The evidence as lists of records, one a hit; each has some."""
    import polars as pl  # noqa: PLC0415

    from sanctionscreen.columns import EVIDENCE  # noqa: PLC0415

    hit, *told = evidence
    fields = [
        pl.Series(field.name, column, field.dtype)
        for field, column in zip(EVIDENCE.fields, told, strict=True)
    ]
    records = pl.DataFrame(fields).select(
        hit=pl.Series(hit, dtype=pl.UInt32), evidence=pl.struct("*")
    )
    return records.group_by("hit", maintain_order=True).agg("evidence")["evidence"]


def _lists(programmes: Sequence[Sequence[str]]) -> "pl.Series":
    """The programmes as lists: few are distinct, and a list takes long to be made a cell."""
    import polars as pl  # noqa: PLC0415

    numbers: dict[Sequence[str], int] = {}
    which = [numbers.setdefault(some, len(numbers)) for some in programmes]
    return pl.Series("programmes", list(map(list, numbers)), pl.List(pl.String)).gather(which)


@value
class Comparison(Value):
    """One pair in full: every name part and piece of evidence, and why it is a hit or not."""

    query_name: str
    entity_id: str
    caption: str
    entity_type: str
    programmes: tuple[str, ...]
    effect: str | None
    is_hit: bool
    reason: str
    score: float
    name_score: float
    threshold: float
    listed_name: str | None
    name_kind: str | None
    evidence: tuple[Mapping[str, object], ...]
    policy: PolicyRef
    matcher: str
    snapshot: SnapshotRef

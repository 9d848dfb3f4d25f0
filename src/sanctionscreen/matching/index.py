"""The index of listed names: which names hold which word, in arrays that can lie on disk.

A pair of names is a candidate if it passes the *gate*: what meets, by likeness squared, weighs a
policy's share of one name, and of both together. `search` finds exactly those pairs: it skips
only what a bound proves to fail (`gate_kernel.py`).
"""

from collections.abc import Sequence
from typing import Final, NamedTuple

from sanctionscreen.matching import search
from sanctionscreen.matching.meeting import (
    Leads,
    LeadsSoFar,
    Ready,
    meetings_of_joins,
    meetings_of_words,
)
from sanctionscreen.matching.model import NameModel
from sanctionscreen.matching.name_columns import NameColumns, columns_of
from sanctionscreen.matching.neighbours import Keys, keys_of
from sanctionscreen.matching.policy import Gate, Policy, WordRule
from sanctionscreen.matching.score_kernel import Forest
from sanctionscreen.matching.search import Against, Found, Listed, forest_of
from sanctionscreen.matching.units import Units, units_of
from sanctionscreen.matching.vocabulary import Floats, Vocabulary, hashes_of
from sanctionscreen.text.normalize import normal_form

#: In log-odds: lower than any score.
_NEVER: Final = -1e9


class IndexArrays(NamedTuple):
    """What of an index is kept on disk."""

    listed: Listed
    keys: Keys


class NameIndex:
    """Listed names, indexed: those of anything else first, then those of persons."""

    def __init__(self, listed: Listed, keys: Keys, policy: Policy) -> None:
        self.listed = listed
        self.keys = keys
        self.policy = policy
        self._prepared: dict[Gate, Against] = {}
        self._grown: tuple[NameModel, Forest] | None = None

    @property
    def columns(self) -> NameColumns:
        """The listed names."""
        return self.listed.columns

    @property
    def weights(self) -> Floats:
        """What each word of the listed names weighs there."""
        return self.listed.weights

    @property
    def persons_from(self) -> int:
        """The first name of a person."""
        return self.listed.persons_from

    @classmethod
    def build(
        cls,
        names: Sequence[str],
        persons_from: int,
        policy: Policy,
        *,
        published: Sequence[str] | None = None,
    ) -> "NameIndex":
        """The index of names, of which those from `persons_from` on are of persons.

        `published` is how the list writes them, where `names` are in another order.
        """
        columns = columns_of(names)
        if published is not None:
            columns = columns._replace(normal=hashes_of([normal_form(one) for one in published]))
        units = units_of(columns, persons_from)
        keys = keys_of(columns.words, policy.word)
        return cls(Listed.of(columns, persons_from, units), keys, policy)

    def search(
        self,
        queries: NameColumns,
        model: NameModel,
        *,
        least: float = _NEVER,
        features: bool = False,
        exhaustive: bool = False,
        gate: Gate | None = None,
    ) -> Found:
        """Every pair that passes the gate and scores at least so much, by query and name.

        `exhaustive` looks at every pair instead of those the index finds: the same, slowly. `gate`
        takes the place of the policy's.
        """
        ready = self.ready(queries)
        return self.found(
            ready, model, least=least, features=features, exhaustive=exhaustive, gate=gate
        )

    def words(
        self, queries: NameColumns, *, first: int = 0, so_far: LeadsSoFar | None = None
    ) -> Leads:
        """The units of the list that each distinct word of the queries meets.

        The words before the `first` are those of which `so_far` knows what they meet.
        """
        met = meetings_of_words(queries, *self._against(), first=first)
        return (LeadsSoFar() if so_far is None else so_far).followed_by(met, self.listed.units)

    def ready(self, queries: NameColumns, words: Leads | None = None) -> Ready:
        """The queries with the units of the list that they meet.

        `words` is what `words` found for them, or for more queries of which these are a part.
        """
        joins = meetings_of_joins(queries, *self._against())
        return Ready(queries, self.words(queries) if words is None else words, joins)

    def _against(self) -> tuple[Units, Keys, Vocabulary, WordRule]:
        return self.listed.units, self.keys, self.columns.vocabulary, self.policy.word

    def found(
        self,
        ready: Ready,
        model: NameModel,
        *,
        least: float = _NEVER,
        features: bool = False,
        exhaustive: bool = False,
        gate: Gate | None = None,
    ) -> Found:
        """What `search` finds for queries made ready."""
        under = self._under(self.policy.gate if gate is None else gate)
        return search.search(
            ready, under, self._forest(model), self.policy,
            least=least, features=features, exhaustive=exhaustive,
        )  # fmt: skip

    def _under(self, gate: Gate) -> Against:
        """What of the listed names is the same in every search under a gate."""
        if gate not in self._prepared:
            self._prepared[gate] = Against.of(self.listed, gate)
        return self._prepared[gate]

    def _forest(self, model: NameModel) -> Forest:
        """The trees of a model as the kernels walk them; those of the last model are kept."""
        grown = self._grown
        if grown is None or grown[0] is not model:
            grown = self._grown = (model, forest_of(model))
        return grown[1]

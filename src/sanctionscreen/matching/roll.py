"""The roll: what matching asks of listed parties and names, in arrays that can lie on disk."""

import json
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Any, Final, NamedTuple, overload

import numpy as np

from sanctionscreen.matching.vocabulary import Ids, Letters, offsets, ranges
from sanctionscreen.text.analysis import in_natural_order

#: The effects from the one that forbids most; an entity shows its strongest.
_STRENGTH: Final = (
    "blocking",
    "special_measure",
    "sectoral",
    "investment",
    "export",
    "travel",
    "other",
)
#: The types whose names are judged as names of persons.
PERSONAL: Final = ("person", "unknown")


class Listed(NamedTuple):
    """What matching needs to know of a listed party."""

    entity_id: str
    list_id: str
    entity_type: str
    caption: str
    births: tuple[tuple[date, date], ...]
    gender: str | None
    countries: frozenset[str]
    programmes: tuple[str, ...]
    effect: str | None
    listed_on: date | None


class ListedName(NamedTuple):
    """One name of one listed party, by the party's position."""

    party: int
    full: str
    kind: str


def is_personal(entity_type: str) -> bool:
    """Whether names of that type are judged as names of persons; so are those of unknown type."""
    return entity_type in PERSONAL


class Alias(NamedTuple):
    """A name of the kind `article_alias`, with what the list of names says of it."""

    entity_id: str
    full: str
    strength: str
    source: str


class Texts(NamedTuple):
    """Texts one after the other in UTF-8: text i is letters[at[i]:at[i + 1]]."""

    at: Ids
    letters: Letters

    @classmethod
    def of(cls, texts: Sequence[str]) -> "Texts":
        """The texts as columns."""
        encoded = [text.encode() for text in texts]
        joined = np.frombuffer(b"".join(encoded), np.uint8)
        return cls(offsets([len(one) for one in encoded]), joined)

    def get(self, number: int) -> str:
        """One of the texts."""
        return self.letters[self.at[number] : self.at[number + 1]].tobytes().decode()

    def some(self, numbers: Ids) -> list[str]:
        """Several of the texts."""
        low, high, whole = (
            self.at[numbers].tolist(),
            self.at[numbers + 1].tolist(),
            self.letters.data,
        )
        return [str(whole[a:b], "utf-8") for a, b in zip(low, high, strict=True)]

    def all(self) -> list[str]:
        """All texts in their order."""
        return self.some(np.arange(len(self.at) - 1))


class Entries(NamedTuple):
    """The distinct written names by kind, and the positions of the names that each is.

    Those of text i are name[at[i]:at[i + 1]]. Names of persons start at `persons_from`; a name
    that both bear stands twice, for it is weighed by other rules.
    """

    persons_from: int
    at: Ids
    name: Ids

    def bearers(self, texts: Ids) -> tuple[Ids, Ids]:
        """Who is written so: for each bearer which of these texts, and the name's position.

        >>> entries = Entries(0, np.array([0, 2, 3]), np.array([5, 7, 1]))
        >>> [found.tolist() for found in entries.bearers(np.array([1, 0]))]
        [[0, 1, 1], [1, 5, 7]]
        """
        low, high = self.at[texts], self.at[texts + 1]
        return np.repeat(np.arange(len(texts)), high - low), self.name[ranges(low, high)]


class Roll(NamedTuple):
    """Listed parties, their names, the distinct names among these, and article aliases.

    Parties and aliases are JSON; `party` and `kind` are one a name, `kind` a position in `kinds`.
    """

    facts: Texts
    party: Ids
    full: Texts
    kinds: list[str]
    kind: Letters
    aliases: list[str]
    entries: Entries

    @property
    def parties(self) -> "Parties":
        """Every listed party; each is made at its first use."""
        return Parties(self.facts)

    @property
    def names(self) -> "Names":
        """Every name of every party; each is made when it is asked for."""
        return Names(self)

    def article_aliases(self) -> tuple[Alias, ...]:
        """The names that articles gave, not lists."""
        return tuple(Alias(*json.loads(line)) for line in self.aliases)

    def published(self) -> list[str]:
        """The distinct written names, in the order of the entries."""
        texts = self.full.all()
        return [texts[name] for name in self.entries.name[self.entries.at[:-1]].tolist()]

    def indexed(self, published: Sequence[str]) -> list[str]:
        """The same as they are indexed: those of persons with the family name last."""
        first = self.entries.persons_from
        return [*published[:first], *map(in_natural_order, published[first:])]


class Names(Sequence[ListedName]):
    """The names of a roll, each made when it is asked for."""

    def __init__(self, roll: Roll) -> None:
        self._roll = roll

    def __len__(self) -> int:
        return len(self._roll.party)

    def __iter__(self) -> Iterator[ListedName]:
        roll = self._roll
        kinds = (roll.kinds[number] for number in roll.kind.tolist())
        return map(ListedName, roll.party.tolist(), roll.full.all(), kinds)

    def at(self, positions: Ids) -> list[ListedName]:
        """Several of the names; each is made once, however often it is among them."""
        roll, (some, which) = self._roll, np.unique(positions, return_inverse=True)
        kinds = [roll.kinds[number] for number in roll.kind[some].tolist()]
        made = list(map(ListedName, roll.party[some].tolist(), roll.full.some(some), kinds))
        return [made[number] for number in which.tolist()]

    def texts(self, positions: Ids) -> list[str]:
        """Several of the names as they are written."""
        return [name.full for name in self.at(positions)]

    @overload
    def __getitem__(self, position: int) -> ListedName: ...
    @overload
    def __getitem__(self, position: slice) -> Sequence[ListedName]: ...
    def __getitem__(self, position: int | slice) -> ListedName | Sequence[ListedName]:
        if isinstance(position, slice):
            return [self[at] for at in range(*position.indices(len(self)))]
        roll = self._roll
        kind = roll.kinds[roll.kind[position]]
        return ListedName(int(roll.party[position]), roll.full.get(position), kind)


class Parties(Sequence[Listed]):
    """The listed parties of a roll, each made at its first use."""

    def __init__(self, facts: Texts) -> None:
        self._facts = facts
        self._known: dict[int, Listed] = {}

    def __len__(self) -> int:
        return len(self._facts.at) - 1

    def at(self, positions: Ids) -> list[Listed]:
        """Several of the parties."""
        return [self[position] for position in positions.tolist()]

    @overload
    def __getitem__(self, position: int) -> Listed: ...
    @overload
    def __getitem__(self, position: slice) -> Sequence[Listed]: ...
    def __getitem__(self, position: int | slice) -> Listed | Sequence[Listed]:
        if isinstance(position, slice):
            return [self[at] for at in range(*position.indices(len(self)))]
        known = self._known.get(position)
        if known is None:
            if not 0 <= position < len(self):
                raise IndexError(position)
            known = self._known[position] = _listed(json.loads(self._facts.get(position)))
        return known


def _listed(facts: Mapping[str, Any]) -> Listed:
    designations = facts["designations"] or ()
    effects = {one["effect"] for one in designations}
    days = [one["listed_on"] for one in designations if one["listed_on"] is not None]
    births = [(birth["start"], birth["end"]) for birth in facts["births"] or ()]
    countries = facts["countries"] or ()
    return Listed(
        entity_id=facts["entity_id"],
        list_id=facts["list_id"],
        entity_type=facts["entity_type"],
        caption=facts["caption"],
        births=tuple((date.fromisoformat(one), date.fromisoformat(other)) for one, other in births),
        gender=facts["gender"],
        countries=frozenset(tie["code"] for tie in countries if tie["code"] is not None),
        programmes=tuple(dict.fromkeys(one["programme"] for one in designations)),
        effect=next((effect for effect in _STRENGTH if effect in effects), None),
        listed_on=min(map(date.fromisoformat, days), default=None),
    )

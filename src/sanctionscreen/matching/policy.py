"""Policy: every weight, threshold and switch of the matcher, from one TOML file, with a digest."""

import hashlib
import json
import tomllib
from collections.abc import Iterable
from dataclasses import replace
from enum import StrEnum
from functools import cache, lru_cache
from pathlib import Path
from typing import Annotated, Final, Self
from unicodedata import unidata_version

from sanctionscreen.errors import PolicyError
from sanctionscreen.installed import installed_version
from sanctionscreen.matching import model
from sanctionscreen.settings import Settings, Told, Within
from sanctionscreen.text import words
from sanctionscreen.value import Value, value

Share = Annotated[float, Within(0, 1)]
Cost = Annotated[float, Within(0, 10)]
Change = Annotated[float, Within(-1, 1)]
Length = Annotated[int, Within(1, 1000)]
Text = Annotated[str, Told()]

#: Every dependency that can move a score; an extra that cannot is not among them.
_SCORING: Final = ("anyascii", "babel", "opencc", "pypinyin", "rapidfuzz")


class WeakAliases(StrEnum):
    """What a weak alias may do: confirm a hit, cause one at a stricter threshold, or cause one."""

    CONFIRM = "confirm"
    STRICT = "strict"
    FULL = "full"


@value
class Thresholds(Value):
    """The scores from which a pair is a hit."""

    hit: Share
    article_alias: Share
    strict: Share
    most: Share


@value
class WeakAliasRule(Value):
    """What weak aliases of OFAC's list and of the other lists may do."""

    us_ofac_sdn: WeakAliases
    other_lists: WeakAliases


@value
class Gate(Value):
    """When a pair is looked at closer."""

    coverage: Share
    query: Share
    listed: Share
    other_script: Share
    letter: Share


@value
class WordRule(Value):
    """When two words are the same word."""

    one_edit_from: Annotated[int, Within(2, 1000)]  # at least one letter must stay
    two_edits_from: Annotated[int, Within(3, 1000)]
    one_sound_from: Annotated[int, Within(2, 1000)]
    one_consonant_from: Annotated[int, Within(2, 1000)]
    least: Share
    least_short: Share
    scanned_cost: Cost
    sound_cost: Cost
    digit_cost: Cost
    nickname: Share
    initial: Share
    joined: Share

    def max_edits(self, length: int) -> int:
        """How many letters are deleted from a word of that length to find near ones."""
        return (length >= self.one_edit_from) + (length >= self.two_edits_from)

    def max_sound_edits(self, length: int) -> int:
        """The same for its sounds."""
        return int(length >= self.one_sound_from)

    def max_consonant_edits(self, length: int) -> int:
        """The same for its consonants."""
        return int(length >= self.one_consonant_from)


@value
class PersonRule(Value):
    """What one word alone is worth against a longer name, and father and son changed about."""

    one_word: Share
    reversed: Share


@value
class OrganisationRule(Value):
    """When a query counts as a listed name whose distinctive head it is; acronyms."""

    head: Share
    head_weight: Cost
    letters_moved: Share


@value
class HanRule(Value):
    """How names in Chinese characters compare."""

    same_reading: Share


@value
class EvidenceRule(Value):
    """What each piece of evidence adds to the name score."""

    identifier: Change
    identifier_floor: Share
    wallet_floor: Share
    birth_same: Change
    birth_close: Change
    birth_near: Change
    birth_year_slip: Change
    birth_other_decade: Change
    birth_differs: Change
    country_same: Change
    country_differs: Change
    gender_differs: Change
    type_differs: Change
    shortest_identifier: Length


@value
class LabelRule(Value):
    """What of a label of a wallet may name a listed party (matching/labels.py)."""

    coined: Cost
    published: Cost
    shortest: Length
    heavy: Cost
    rare: Cost
    rare_person: Cost
    person_words: Length
    slip_from: Length
    joined_from: Length
    most_words: Length
    longest_phrase: Length
    known_programmes: tuple[Text, ...]

    def is_known(self, programmes: Iterable[str]) -> bool:
        """Whether a party is known for wallets or computers by a programme it is listed under."""
        return any(one.startswith(self.known_programmes) for one in programmes)


@value
class Policy(Settings, Value):
    """Everything a user may tune; two policies with one digest give the same scores.

    >>> Policy.default().threshold.hit == Policy.default().with_threshold(0.9).threshold.hit
    False
    """

    name: Text
    threshold: Thresholds
    weak_aliases: WeakAliasRule
    gate: Gate
    word: WordRule
    person: PersonRule
    organisation: OrganisationRule
    han: HanRule
    evidence: EvidenceRule
    label: LabelRule

    @classmethod
    def default(cls) -> "Policy":
        """The shipped policy."""
        return _default()

    def with_threshold(self, hit: float) -> Self:
        """The same policy with another threshold for hits.

        Raises:
            PolicyError: the threshold is not between 0 and 1.
        """
        if not 0 <= hit <= 1:
            raise PolicyError(f"threshold.hit: {hit} is not between 0 and 1")
        return replace(self, threshold=replace(self.threshold, hit=float(hit)))

    def with_weak_aliases(self, rule: WeakAliases) -> Self:
        """The same policy with one rule for the weak aliases of every list."""
        rules = WeakAliasRule(us_ofac_sdn=rule, other_lists=rule)
        return replace(self, weak_aliases=rules)

    def weak_alias_rule(self, list_id: str) -> WeakAliases:
        """What the weak aliases of a list may do."""
        ofac = list_id == "us_ofac_sdn"
        return self.weak_aliases.us_ofac_sdn if ofac else self.weak_aliases.other_lists

    @property
    def digest(self) -> str:
        """The sha256 of every setting, whatever file they came from, and of the name model."""
        return _digest(self, model.digest())


@lru_cache(maxsize=64)
def _digest(policy: Policy, of_model: str) -> str:
    return policy.digest_with({"model": of_model})


@cache
def _default() -> Policy:
    path = Path(__file__).with_name("default_policy.toml")
    # Shipped, so nobody's mistakes need to be told: pydantic takes longer than a name to screen.
    return Policy.model_validate(tomllib.loads(path.read_text(encoding="utf-8")))


@cache
def versions() -> dict[str, str]:
    """The versions of this library and of what scores; the same as long as a process lives."""
    return {name: installed_version(name) for name in ("sanctionscreen", *_SCORING)}


def matcher_version(policy: Policy) -> str:
    """The digest of everything that can move a score: code, policy, tables, dependencies."""
    parts = {
        "policy": policy.digest,
        "words": words.digest(),
        "unicode": unidata_version,
        **versions(),
    }
    return hashlib.sha256(json.dumps(parts, sort_keys=True).encode()).hexdigest()

"""Every threshold of the ownership rules, from one TOML file, with a digest."""

import hashlib
import json
import tomllib
from enum import StrEnum
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Annotated, Final, Self

from pydantic import Field, ValidationError

from sanctionscreen.errors import PolicyError
from sanctionscreen.model import Record, Text

#: Shares are whole billionths of a percent: sums are exact, and 49.999999999 is below 50.
UNIT: Final = 10**9
WHOLE: Final = 100 * UNIT

Percent = Annotated[float, Field(ge=0, le=100)]


class Kind(StrEnum):
    """What is held."""

    OWNERSHIP = "ownership"
    VOTING = "voting"
    CONTROL = "control"


class RuleId(StrEnum):
    """Whose rule it is."""

    US_OFAC = "us_ofac"
    UK = "uk"
    EU = "eu"


class Weight(StrEnum):
    """What votes or control mean under a rule; the first two block the company."""

    OWNS = "owns"
    CONTROLS = "controls"
    INDICATES = "indicates"


class Rule(Record):
    """The thresholds of one authority's rule; `share` in percent."""

    title: Text
    lists: tuple[Text, ...]
    share: Percent
    more_than: bool
    adds_up: bool
    votes: Weight
    control: Weight
    presumption: bool

    @property
    def bars(self) -> dict[Kind, int]:
        """From which sum each kind of holding passes the test, in billionths of a percent."""
        share = round(self.share * UNIT)
        return {
            Kind.OWNERSHIP: share + self.more_than,
            Kind.VOTING: share + 1,  # a majority of the votes, everywhere
            Kind.CONTROL: 1,
        }

    @property
    def blocking(self) -> dict[Kind, int]:
        """The bars of those kinds that block a company under this rule."""
        weights = {Kind.VOTING: self.votes, Kind.CONTROL: self.control}
        return {
            kind: bar
            for kind, bar in self.bars.items()
            if weights.get(kind) is not Weight.INDICATES
        }


class TableRule(Record):
    """How the user's table is read."""

    sum_tolerance: Percent
    longest_chain: Annotated[int, Field(ge=1, le=500)]


class OwnershipRules(Record):
    """Everything a user may tune; two with one digest give the same results.

    >>> rules = OwnershipRules.default()
    >>> rules.uk.bars[Kind.OWNERSHIP] - rules.us_ofac.bars[Kind.OWNERSHIP]  # more than half
    1
    """

    name: Text
    table: TableRule
    us_ofac: Rule
    uk: Rule
    eu: Rule

    @classmethod
    def default(cls) -> "OwnershipRules":
        """The shipped rules."""
        return _default()

    @classmethod
    def read(cls, path: Path) -> Self:
        """The rules in a TOML file, which must state every setting.

        Raises:
            PolicyError: unreadable, not TOML, or a setting is missing, unknown or out of range.
        """
        try:
            return cls.parse(path.read_text(encoding="utf-8"), name=str(path))
        except (OSError, UnicodeDecodeError) as error:
            raise PolicyError(f"{path}: cannot be read: {error}") from error

    @classmethod
    def parse(cls, text: str, *, name: str) -> Self:
        """The rules in TOML text; `name` is what errors call it."""
        try:
            return cls.model_validate(tomllib.loads(text))
        except tomllib.TOMLDecodeError as error:
            raise PolicyError(f"{name}: not TOML: {error}") from error
        except ValidationError as error:
            wrong = "; ".join(
                f"{'.'.join(str(part) for part in e['loc'])}: {e['msg']}" for e in error.errors()
            )
            raise PolicyError(f"{name}: {wrong}") from error

    def of(self, rule_id: RuleId) -> Rule:
        """The thresholds of one rule."""
        return {RuleId.US_OFAC: self.us_ofac, RuleId.UK: self.uk, RuleId.EU: self.eu}[rule_id]

    @property
    def digest(self) -> str:
        """The sha256 of every setting, whatever file they came from."""
        settings = self.model_dump(mode="json", exclude={"name"})
        return hashlib.sha256(json.dumps(settings, sort_keys=True).encode()).hexdigest()


@cache
def _default() -> OwnershipRules:
    path = files("sanctionscreen.holdings") / "default_rules.toml"
    return OwnershipRules.parse(path.read_text(encoding="utf-8"), name="default_rules.toml")

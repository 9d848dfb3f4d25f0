"""Every threshold of the ownership rules, from one TOML file, with a digest."""

from enum import StrEnum
from functools import cache
from importlib.resources import files
from typing import Annotated, Final

from pydantic import Field

from sanctionscreen.model import Record, Text
from sanctionscreen.settings import Settings

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


class OwnershipRules(Settings, Record):
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

    def of(self, rule_id: RuleId) -> Rule:
        """The thresholds of one rule."""
        return {RuleId.US_OFAC: self.us_ofac, RuleId.UK: self.uk, RuleId.EU: self.eu}[rule_id]


@cache
def _default() -> OwnershipRules:
    path = files("sanctionscreen.holdings") / "default_rules.toml"
    return OwnershipRules.parse(path.read_text(encoding="utf-8"), name="default_rules.toml")

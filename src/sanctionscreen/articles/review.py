"""What persons decided on proposals: an append-only log of events, and what follows from it.

A proposal is `proposed` until somebody accepts or rejects it, with a name, a time and a reason.
What was accepted can be withdrawn, and expires on a day if one was given. Nothing is ever deleted.
"""

import hashlib
import json
from collections.abc import Iterable, Mapping, Set
from datetime import date, datetime
from enum import StrEnum
from typing import Final, Self

from pydantic import AwareDatetime, ValidationError, model_validator

from sanctionscreen.articles.proposals import AliasProposal, merged, proposal_id
from sanctionscreen.errors import InputError
from sanctionscreen.model import Record, Text

_LONGEST_REASON: Final = 1000


class Decision(StrEnum):
    """What a person may decide."""

    ACCEPT = "accept"
    REJECT = "reject"
    WITHDRAW = "withdraw"


class AliasState(StrEnum):
    """Where a proposal stands; only `accepted` widens screening."""

    PROPOSED = "proposed"
    ACCEPTED = "accepted"
    REJECTED = "rejected"
    WITHDRAWN = "withdrawn"
    EXPIRED = "expired"
    DELISTED = "delisted"


#: From which states a decision may be taken, and the state after it.
_DECISIONS: Final[Mapping[Decision, tuple[frozenset[AliasState], AliasState]]] = {
    Decision.ACCEPT: (
        frozenset({AliasState.PROPOSED, AliasState.REJECTED, AliasState.WITHDRAWN}),
        AliasState.ACCEPTED,
    ),
    Decision.REJECT: (frozenset({AliasState.PROPOSED}), AliasState.REJECTED),
    Decision.WITHDRAW: (frozenset({AliasState.ACCEPTED}), AliasState.WITHDRAWN),
}


class Event(Record):
    """One line of the log: a proposal was sighted in an article, or a person decided on it."""

    at: AwareDatetime
    proposal_id: Text
    sighted: AliasProposal | None = None
    decision: Decision | None = None
    by: Text | None = None
    reason: Text | None = None
    expires_on: date | None = None

    @model_validator(mode="after")
    def _whole(self) -> Self:
        if (self.sighted is None) is (self.decision is None):
            raise ValueError("an event is a sighting or a decision")
        if self.decision is not None and (self.by is None or self.reason is None):
            raise ValueError("a decision has a reviewer and a reason")
        if self.sighted is not None:
            one = self.sighted
            if one.id != self.proposal_id or one.id != proposal_id(one.entity_id, one.variant):
                raise ValueError("the id is not that of the party and the variant")
            if not one.sightings:
                raise ValueError("a proposal without a sighting proves nothing")
        return self

    @property
    def digest(self) -> str:
        """The sha256 of what the event says, by which an import knows it again."""
        content = self.model_dump(mode="json", exclude_none=True)
        return hashlib.sha256(json.dumps(content, sort_keys=True).encode()).hexdigest()

    @property
    def line(self) -> str:
        """The event as a line of JSON."""
        return self.model_dump_json(exclude_none=True)


class ReviewedAlias(Record):
    """A proposal and what became of it; the last decision counts."""

    proposal: AliasProposal
    decisions: tuple[Event, ...] = ()

    @property
    def decided(self) -> Event | None:
        """The last decision; null while it is only proposed."""
        return self.decisions[-1] if self.decisions else None

    @property
    def review_state(self) -> AliasState:
        """What was decided last, whatever day it is and whoever is listed."""
        last = self.decided
        if last is None or last.decision is None:
            return AliasState.PROPOSED
        return _DECISIONS[last.decision][1]

    def state(self, *, on: date, listed: Set[str] | None = None) -> AliasState:
        """Where it stands on a day, given the parties that are listed (null: do not ask)."""
        state, last = self.review_state, self.decided
        if listed is not None and self.proposal.entity_id not in listed:
            return AliasState.DELISTED
        if state is AliasState.ACCEPTED and last is not None:
            expires = last.expires_on
            return AliasState.EXPIRED if expires is not None and expires < on else state
        return state


class Overlay:
    """The reviewed aliases by id, as the events left them."""

    def __init__(self, events: Iterable[Event]) -> None:
        self.events = tuple(events)
        proposals = merged(event.sighted for event in self.events if event.sighted is not None)
        decisions: dict[str, list[Event]] = {}
        for event in sorted(self.events, key=lambda one: one.at):
            if event.decision is not None:
                decisions.setdefault(event.proposal_id, []).append(event)
        self.aliases: Mapping[str, ReviewedAlias] = {
            id_: ReviewedAlias(proposal=proposal, decisions=tuple(decisions.get(id_, ())))
            for id_, proposal in proposals.items()
        }

    def alias(self, id_: str) -> ReviewedAlias:
        """The reviewed alias of that id, or of the only one that begins so.

        Raises:
            InputError: there is none, or several begin so.
        """
        found = [alias for key, alias in self.aliases.items() if key.startswith(id_)]
        if len(found) != 1 or not id_:
            reason = f"no proposal {id_!r}" if not found else f"{len(found)} proposals begin so"
            raise InputError(reason, field="id")
        return found[0]

    def decide(
        self,
        id_: str,
        decision: Decision,
        *,
        by: str,
        reason: str,
        at: datetime,
        expires_on: date | None = None,
    ) -> Event:
        """The event of a decision, if it can be taken.

        Raises:
            InputError: no such proposal, no reviewer or reason, the alias's state does not allow
                it, or it would expire at once.
        """
        alias = self.alias(id_)
        before, _ = _DECISIONS[decision]
        state = alias.state(on=at.date())
        usable = before | ({AliasState.EXPIRED} if decision is Decision.ACCEPT else set())
        if state not in usable:
            wanted = " or ".join(sorted(one.value for one in usable))
            raise InputError(
                f"{alias.proposal.id} is {state.value}: only what is {wanted} can be "
                f"{_DECISIONS[decision][1].value}",
                field="id",
            )
        _stated("by", by)
        _stated("reason", reason)
        if expires_on is not None and (decision is not Decision.ACCEPT or expires_on < at.date()):
            raise InputError("only an acceptance expires, and not before today", field="expires")
        return Event(
            at=at,
            proposal_id=alias.proposal.id,
            decision=decision,
            by=by.strip(),
            reason=reason.strip(),
            expires_on=expires_on,
        )


def _stated(field: str, text: str) -> None:
    if not text.strip() or len(text) > _LONGEST_REASON:
        raise InputError(f"state it, in at most {_LONGEST_REASON} characters", field=field)


def read_event(line: str, *, name: str, row: int) -> Event:
    """The event in a line of JSON.

    Raises:
        InputError: it is none; says which line and field.
    """
    try:
        return Event.model_validate_json(line)
    except ValidationError as error:
        first = error.errors()[0]
        field = ".".join(str(part) for part in first["loc"]) or None
        raise InputError(first["msg"], file=name, row=row, field=field) from None

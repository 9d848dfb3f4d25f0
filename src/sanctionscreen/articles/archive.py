"""The articles that were read and the decisions on their proposals, on disk beside the lists.

    <store>/articles/documents/<sha256>/{raw.zst, article.json, notes.json}
    <store>/articles/log.jsonl

The log is append-only. Documents are kept as they came, so that a quote can be proven.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from pathlib import Path
from typing import Final

from sanctionscreen.articles.article import Article
from sanctionscreen.articles.folder import folder_of, log_of
from sanctionscreen.articles.notes import Notes
from sanctionscreen.articles.proposals import AliasProposal
from sanctionscreen.articles.review import Decision, Event, Overlay, ReviewedAlias, read_event
from sanctionscreen.errors import InputError, StoreError
from sanctionscreen.model import Problem, Record
from sanctionscreen.snapshots.documents import Documents
from sanctionscreen.snapshots.journal import Journal

_ARTICLE: Final = "article.json"
_NOTES: Final = "notes.json"


class Imported(Record):
    """What became of an overlay file: new events, known ones, and lines that are none."""

    read: int
    added: int
    known: int
    problems: tuple[Problem, ...] = ()


class Articles:
    """The articles and the review log of one store; made when first written to."""

    def __init__(self, root: Path) -> None:
        self.root = folder_of(root)
        self._journal = Journal(log_of(root))
        self.documents = Documents(self.root / "documents")

    def overlay(self) -> Overlay:
        """Every proposal with its decisions.

        Raises:
            StoreError: the log cannot be read, or a line of it is damaged.
        """
        return _overlay(self._journal.lines(), self._journal.path)

    def article(self, sha256: str) -> Article | None:
        """The article of that digest as it was read; null where the store has none."""
        content = self.documents.text(sha256, _ARTICLE)
        return None if content is None else Article.model_validate_json(content)

    def keep(self, article: Article, raw: bytes) -> bool:
        """Whether the article is new; then it is kept, with the bytes it came in."""
        return self.documents.keep(article.sha256, raw, {_ARTICLE: article.model_dump_json()})

    def note(self, notes: Notes) -> None:
        """Nothing; the notes of a kept article are then beside it, in place of earlier ones."""
        self.documents.put_text(notes.document, _NOTES, notes.model_dump_json())

    def notes(self) -> tuple[Notes, ...]:
        """The notes of every article that has some, by day of publication."""
        texts = (self.documents.text(sha256, _NOTES) for sha256 in self.documents.digests())
        found = [Notes.model_validate_json(text) for text in texts if text is not None]
        return tuple(sorted(found, key=lambda one: (str(one.published_on), one.document)))

    def record(self, proposals: Iterable[AliasProposal], *, at: datetime) -> int:
        """How many sightings are new; they are then in the log."""
        events = [Event(at=at, proposal_id=one.id, sighted=one) for one in proposals]

        def new_lines(lines: Sequence[str]) -> Sequence[str]:
            aliases = _overlay(lines, self._journal.path).aliases
            return [event.line for event in events if not _is_known(event, aliases)]

        return len(self._journal.append(new_lines))

    def accept(
        self,
        id_: str,
        *,
        by: str,
        reason: str,
        at: datetime,
        expires_on: date | None = None,
    ) -> Event:
        """The decision to use a proposal in screening, until a day if one is given.

        Raises:
            InputError: no such proposal, or its state does not allow it; no reviewer or reason.
        """
        return self._decide(
            id_, Decision.ACCEPT, by=by, reason=reason, at=at, expires_on=expires_on
        )

    def reject(self, id_: str, *, by: str, reason: str, at: datetime) -> Event:
        """The decision that a proposal is no name of the party.

        Raises:
            InputError: as `accept`.
        """
        return self._decide(id_, Decision.REJECT, by=by, reason=reason, at=at)

    def withdraw(self, id_: str, *, by: str, reason: str, at: datetime) -> Event:
        """The decision to use an accepted alias no longer.

        Raises:
            InputError: as `accept`.
        """
        return self._decide(id_, Decision.WITHDRAW, by=by, reason=reason, at=at)

    def _decide(
        self,
        id_: str,
        decision: Decision,
        *,
        by: str,
        reason: str,
        at: datetime,
        expires_on: date | None = None,
    ) -> Event:
        taken: list[Event] = []

        def new_lines(lines: Sequence[str]) -> Sequence[str]:
            overlay = _overlay(lines, self._journal.path)
            event = overlay.decide(
                id_, decision, by=by, reason=reason, at=at, expires_on=expires_on
            )
            taken.append(event)
            return [event.line]

        self._journal.append(new_lines)
        return taken[0]

    def exported(self) -> tuple[str, ...]:
        """The log as lines of JSON, to be imported by another store."""
        return tuple(event.line for event in self.overlay().events)

    def import_events(
        self, lines: Iterable[str], *, name: str, now: datetime, proposals_only: bool = False
    ) -> Imported:
        """What became of each line of an overlay file; good lines are added, known ones not twice.

        `proposals_only` leaves the decisions of others out. Of decisions the latest counts,
        whenever it is imported.
        """
        events, problems = _read_all(lines, name, now)
        if proposals_only:
            events = [event for event in events if event.decision is None]
        read = len(events) + len(problems)

        def new_lines(present: Sequence[str]) -> Sequence[str]:
            overlay = _overlay(present, self._journal.path)
            known = {event.digest for event in overlay.events}
            aliases = overlay.aliases
            return [
                event.line
                for event in events
                if event.digest not in known and not _is_known(event, aliases)
            ]

        added = len(self._journal.append(new_lines))
        return Imported(read=read, added=added, known=len(events) - added, problems=tuple(problems))


def _is_known(event: Event, aliases: Mapping[str, ReviewedAlias]) -> bool:
    """Whether a sighting's article speaks for its proposal already."""
    held = aliases.get(event.proposal_id)
    if event.sighted is None or held is None:
        return False
    documents = {sighting.document for sighting in held.proposal.sightings}
    return all(sighting.document in documents for sighting in event.sighted.sightings)


def _overlay(lines: Iterable[str], path: Path) -> Overlay:
    try:
        return Overlay(
            read_event(line, name=path.name, row=row) for row, line in enumerate(lines, 1)
        )
    except InputError as error:
        raise StoreError(f"{path}: damaged: {error}") from None


def _read_all(lines: Iterable[str], name: str, now: datetime) -> tuple[list[Event], list[Problem]]:
    """The events of a file, and what is wrong with its other lines."""
    events: list[Event] = []
    problems: list[Problem] = []
    for row, line in enumerate(lines, 1):
        where = f"{name}, row {row}"
        try:
            event = read_event(line, name=name, row=row) if line.strip() else None
        except InputError as error:
            problems.append(Problem(record=where, field=error.field or "-", reason=error.reason))
            continue
        if event is not None and event.at > now:
            problems.append(Problem(record=where, field="at", reason="it is in the future"))
        elif event is not None:
            events.append(event)
    return events, problems

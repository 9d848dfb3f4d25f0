"""What a store writes down of one list beside its snapshots: `current` and `state.json`."""

from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import Final

from sanctionscreen.errors import StoreError
from sanctionscreen.snapshots.disk import replace_text
from sanctionscreen.snapshots.manifest import ListState, OutcomeKind, Switch, Validators

CURRENT: Final = "current"
_STATE: Final = "state.json"
_GOOD: Final = frozenset({OutcomeKind.IMPORTED, OutcomeKind.UNCHANGED})


class Journal:
    """The two small files of a list; whoever writes holds the list's lock."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def current(self) -> str | None:
        """The id of the snapshot in use; null where there is none.

        Raises:
            StoreError: it cannot be read.
        """
        pointer = self._folder / CURRENT
        try:
            return pointer.read_text(encoding="utf-8").strip()
        except FileNotFoundError:
            return None
        except (OSError, ValueError) as error:
            raise StoreError(f"{pointer}: cannot be read: {error}") from error

    def switch(self, snapshot_id: str) -> None:
        """Points at another snapshot, in one step."""
        replace_text(self._folder / CURRENT, snapshot_id)

    def state(self) -> ListState | None:
        """What was done last; null before the first snapshot.

        Raises:
            StoreError: it cannot be read.
        """
        path = self._folder / _STATE
        try:
            return ListState.model_validate_json(path.read_text(encoding="utf-8"))
        except FileNotFoundError:
            return None
        except (OSError, ValueError) as error:
            raise StoreError(f"{path}: the state cannot be read: {error}") from error

    def record(
        self, kind: OutcomeKind, reason: str, *, now: datetime, checked_at: datetime | None = None
    ) -> None:
        """Writes an outcome down; a list that never had a snapshot has no state.

        Only a good outcome counts as a check: made now, or at the time that is given where nobody
        asked the publisher anew. A switch is seen from `current`.
        """
        before, current = self._before(kind), self.current()
        if current is None or (before is None and kind not in _GOOD):
            return
        switches = () if before is None else before.switches
        checked_at = checked_at or now if kind in _GOOD or before is None else before.checked_at
        if not switches or switches[-1].snapshot_id != current:
            switches = (*switches, Switch(at=now, snapshot_id=current, reason=reason))
        checked = switches[-1].model_copy(update={"checked_at": checked_at})
        switches = (*switches[:-1], checked)
        update = {
            "checked_at": checked_at,
            "outcome": kind.value,
            "reason": reason,
            "switches": switches,
        }
        if before is None:
            self._write(ListState.model_validate(update))
        else:
            self._write(before.model_copy(update=update))

    def _before(self, kind: OutcomeKind) -> ListState | None:
        """The state so far; a good outcome replaces one that is damaged."""
        try:
            return self.state()
        except StoreError:
            if kind not in _GOOD:
                raise
            return None

    def validators(self, readers: str) -> Mapping[str, Validators]:
        """What the publisher said of the files of the snapshot in use, read by these readers.

        Nothing of another snapshot, and nothing where other readers read it.
        """
        state = self.state()
        if state is None or (state.validated, state.readers) != (self.current(), readers):
            return {}
        return state.validators

    def note_validators(self, found: Mapping[str, Validators], readers: str) -> None:
        """Keeps what the publisher said of the files of the snapshot in use."""
        state = self.state()
        if state is not None:
            update = {
                "validated": self.current(),
                "readers": readers,
                "validators": dict(found),
            }
            self._write(state.model_copy(update=update))

    def _write(self, state: ListState) -> None:
        replace_text(self._folder / _STATE, state.model_dump_json(indent=2))

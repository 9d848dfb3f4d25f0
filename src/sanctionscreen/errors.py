"""Every error this library raises, in one tree.

    SanctionScreenError
    ├── InputError                the user's file, frame or option cannot be used
    │   └── UnreadableInput       … because it is not what it claims to be
    ├── ListError                 a list cannot be used; carries source and record
    │   ├── UnknownList           no manifest of that name
    │   ├── MissingList           the store holds no snapshot of it
    │   ├── StaleList             its last good check is too long ago
    │   └── ParseError            the file is not well-formed or not understood
    ├── StoreError                the store on disk cannot be read or written
    │   └── StoreLocked           another process is writing
    └── PolicyError               a policy file is incomplete or wrong

Facts stand as attributes, the message is a sentence made of them.
"""


class SanctionScreenError(Exception):
    """The base of every error of this library."""


class InputError(SanctionScreenError, ValueError):
    """The user's input cannot be used; says which file, row and field."""

    def __init__(
        self,
        reason: str,
        *,
        file: str | None = None,
        row: int | None = None,
        field: str | None = None,
    ) -> None:
        self.reason = reason
        self.file = file
        self.row = row
        self.field = field
        where = [
            part
            for part in (
                file,
                None if row is None else f"row {row}",
                None if field is None else f"field {field}",
            )
            if part is not None
        ]
        super().__init__(f"{', '.join(where)}: {reason}" if where else reason)


class UnreadableInput(InputError):
    """The file is empty, too large, or not of the format it claims."""


class ListError(SanctionScreenError):
    """A list cannot be used; says which list and, where known, which record."""

    def __init__(
        self, reason: str, *, source: str | None = None, record: str | None = None
    ) -> None:
        self.reason = reason
        self.source = source
        self.record = record
        where = [p for p in (source, None if record is None else f"record {record}") if p]
        super().__init__(f"{', '.join(where)}: {reason}" if where else reason)


class UnknownList(ListError):
    """No manifest in `lists/` has that id."""


class MissingList(ListError):
    """The store holds no snapshot of the list."""


class StaleList(ListError):
    """The last good check of the list is longer ago than the user allows."""


class ParseError(ListError):
    """The list file is cut off, not well-formed, or holds something not understood."""


class StoreError(SanctionScreenError):
    """The store on disk cannot be read or written."""


class StoreLocked(StoreError):
    """Another process is writing to the same list of the store."""


class PolicyError(SanctionScreenError, ValueError):
    """A policy file lacks a setting, has an unknown one, or a value out of range."""

"""The user's file or frame → counterparties ready to screen, and every problem met on the way."""

from sanctionscreen.intake.counterparties import (
    Counterparties,
    from_frame,
    from_table,
    to_counterparties,
)
from sanctionscreen.intake.headings import Role
from sanctionscreen.intake.roles import Roles, recognise
from sanctionscreen.intake.table import FORMATS, Table, read_table

__all__ = [
    "FORMATS",
    "Counterparties",
    "Role",
    "Roles",
    "Table",
    "from_frame",
    "from_table",
    "read_table",
    "recognise",
    "to_counterparties",
]

"""The columns of a table of holdings → what they mean, by their headings or as the user says."""

from collections.abc import Mapping, Sequence
from enum import StrEnum
from typing import Final

from sanctionscreen.errors import InputError
from sanctionscreen.intake.words import fold_camel, folded


class HoldingRole(StrEnum):
    """What a column of a table of holdings means."""

    OWNER = "owner"
    OWNED = "owned"
    OWNER_NAME = "owner_name"
    OWNED_NAME = "owned_name"
    MIN_PCT = "min_pct"
    MAX_PCT = "max_pct"
    PCT = "pct"
    KIND = "kind"
    AS_OF = "as_of"
    SOURCE = "source"
    JOINT = "joint"
    OWNER_TYPE = "owner_type"
    OWNER_COUNTRY = "owner_country"
    OWNER_BIRTH_DATE = "owner_birth_date"


#: Headings by role, the most telling first.
HOLDING_HEADINGS: Final[Mapping[HoldingRole, str]] = {
    HoldingRole.OWNER: """
        owner, owner_id, shareholder, shareholder_id, holder, holder_id, parent, parent_id,
        investor, beneficial_owner, psc
    """,
    HoldingRole.OWNED: """
        owned, owned_id, company, company_id, company_number, subsidiary, subsidiary_id, entity,
        entity_id, issuer, held
    """,
    HoldingRole.OWNER_NAME: "owner_name, shareholder_name, holder_name, parent_name, psc_name",
    HoldingRole.OWNED_NAME: "owned_name, company_name, subsidiary_name, entity_name, issuer_name",
    HoldingRole.MIN_PCT: "min_pct, min_percent, min_share, minimum, share_min, from_pct, at_least",
    HoldingRole.MAX_PCT: "max_pct, max_percent, max_share, maximum, share_max, to_pct, at_most",
    HoldingRole.PCT: """
        pct, percent, percentage, share, share_pct, shareholding, stake, ownership_pct,
        ownership_percentage, interest
    """,
    HoldingRole.KIND: "kind, interest_type, nature_of_control, nature, type_of_interest, type",
    HoldingRole.AS_OF: "as_of, as_of_date, date, valid_on, record_date, notified_on",
    HoldingRole.SOURCE: "source, reference, document, evidence",
    HoldingRole.JOINT: "joint, joint_arrangement, joint_holding, arrangement",
    HoldingRole.OWNER_TYPE: "owner_type, shareholder_type, holder_type",
    HoldingRole.OWNER_COUNTRY: "owner_country, shareholder_country, owner_nationality",
    HoldingRole.OWNER_BIRTH_DATE: "owner_birth_date, owner_dob, owner_date_of_birth",
}


def recognise(
    columns: Sequence[str], overrides: Mapping[str, Sequence[str]] | None = None
) -> dict[HoldingRole, str]:
    """The column of each role; of several the one with the most telling heading.

    Raises:
        InputError: an override names an unknown role or column; or there is no column of owners,
            of owned companies, or nothing that says a share or a kind.

    >>> found = recognise(["Shareholder", "Company", "Share (%)"])
    >>> found[HoldingRole.OWNER], found[HoldingRole.PCT]
    ('Shareholder', 'Share (%)')
    """
    found = _by_heading(columns)
    for word, given in (overrides or {}).items():
        found[_role(word)] = _existing(given, columns)
    for role in (HoldingRole.OWNER, HoldingRole.OWNED):
        if role not in found:
            raise InputError(
                f"no column holds the {role.value}; the columns are {_listed(columns)}: say which "
                f"one it is with --column {role.value}=COLUMN"
            )
    if not {HoldingRole.MIN_PCT, HoldingRole.MAX_PCT, HoldingRole.PCT, HoldingRole.KIND} & set(
        found
    ):
        raise InputError(
            f"no column holds a share or a kind; the columns are {_listed(columns)}: say which one "
            "it is with --column pct=COLUMN"
        )
    return found


def _by_heading(columns: Sequence[str]) -> dict[HoldingRole, str]:
    words = {
        word: (rank, role)
        for role, text in HOLDING_HEADINGS.items()
        for rank, word in enumerate(folded(text))
    }
    ranked = sorted(
        (*words[form], column) for column in columns if (form := _form(column)) in words
    )
    return {role: column for _, role, column in reversed(ranked)}


def _form(column: str) -> str:
    """The heading as it is compared: without what stands in brackets."""
    return fold_camel(column.partition("(")[0])


def _role(word: str) -> HoldingRole:
    if word not in set(HoldingRole):
        raise InputError(f"there is no role {word!r}: use one of {', '.join(HoldingRole)}")
    return HoldingRole(word)


def _existing(given: Sequence[str], columns: Sequence[str]) -> str:
    if len(given) != 1:
        raise InputError(f"a role of a holding has one column, not {len(given)}")
    if given[0] not in columns:
        raise InputError(f"there is no column {given[0]!r}: the input has {_listed(columns)}")
    return given[0]


def _listed(columns: Sequence[str]) -> str:
    return ", ".join(map(repr, columns)) or "none"

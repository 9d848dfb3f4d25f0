"""What a document is called → the family it belongs to, so that like meets like."""

import re
from functools import lru_cache
from typing import Final

from sanctionscreen.terms import EntityType, IdentifierKind

#: The first family one of whose patterns is found wins: so the schemes that identify alone stand
#: first, papers of a person that are no identity before the licences and registers of a company.
_WORDS: Final[tuple[tuple[IdentifierKind, str], ...]] = (
    (IdentifierKind.LEI, r"\blei\b|legal entity identifier"),
    (IdentifierKind.BIC, r"\bswift\b|\bbic\b|bank identifier"),
    (IdentifierKind.IMO, r"\bimo\b|vessel registration identification"),
    (IdentifierKind.MMSI, r"\bmmsi\b|maritime mobile"),
    (IdentifierKind.CALL_SIGN, r"call sign"),
    (IdentifierKind.AIRCRAFT, r"aircraft|\bmsn\b|mode s\b|tail number"),
    (IdentifierKind.SECURITY, r"\bisin\b|equity ticker|micex"),
    (IdentifierKind.PASSPORT, r"passport|travel document"),
    (
        # A birth certificate's number is "365"; a Chinese commercial code spells a name in digits.
        IdentifierKind.OTHER,
        r"driv\w*'?s? licen[cs]e|vehicle|pilot|\bvisa|immigration|work permit|seafarer|seam[ae]n"
        r"|military registration|birth certificate|chinese commercial code|trademark",
    ),
    (
        IdentifierKind.TAX_ID,
        r"\btax\b|\btin\b|\bv\.?a\.?t\b|\br\.?f\.?c\b|\bn\.?i\.?t\b|\bruc\b|\brif\b|\brtn\b"
        r"|\bc\.?u\.?i\.?t\b|\bfein\b|\bein\b|fiscal|\binn\b|\bn\.?i\.?f\b|identificacao tributaria"
        r"|\bc\.?i\.?f\b|\bp\.?i\.?va\b|steuernummer",
    ),
    (
        IdentifierKind.NATIONAL_ID,
        r"electoral|voter|\ble number|residen|\bn\.?i\.?e\b|\bi\.?f\.?e\b|national registration"
        r"|citizen'?s card|federal id|\bc\.?u\.?i\.?p\b",
    ),
    (
        # C.I.N. is the Corporate Identification Number of India.
        IdentifierKind.REGISTRATION,
        r"regist|company|corporate|business|commercial|commerce|chamber|licen[cs]e|folio mercantil"
        r"|matricula|gazette|\bc\.?r\b|social credit|enterprise number|legal entity number"
        r"|organi[sz]ation code|charity|incorporation|branch unit|global intermediary|permit"
        r"|d-u-n-s|\bduns\b|\bbik\b|file number|\bogrn|\bc\.?i\.?n\b",
    ),
    (
        IdentifierKind.NATIONAL_ID,
        r"national id|national foreign id|national no|identity|identidad|id card|personal id"
        r"|cedula|\bc\.?u\.?r\.?p\b|\bd\.?n\.?i\b|\bssn\b|social security|tazkira|\bcnp\b"
        r"|\bc\.?u\.?i\b|cartilla|\bid n|identification",
    ),
)
_COMPILED: Final = tuple((kind, re.compile(pattern)) for kind, pattern in _WORDS)


@lru_cache(maxsize=1 << 16)
def kind_of(published_as: str, entity_type: EntityType | None = None) -> IdentifierKind:
    """The family of an identifier by what a list or a customer calls it.

    No organisation, vessel or aircraft has an identity card: what is called an identification
    number is its registration where the type of the party is known.

    >>> kind_of("Stateless Person Passport").value, kind_of("Unified Social Credit Code").value
    ('passport', 'registration')
    >>> kind_of("Pilot License Number").value, kind_of("anything else").value
    ('other', 'other')
    >>> kind_of("National ID No.", EntityType.ORGANISATION).value
    'registration'
    """
    folded = published_as.casefold()
    found = next(
        (kind for kind, pattern in _COMPILED if pattern.search(folded)), IdentifierKind.OTHER
    )
    if found is IdentifierKind.NATIONAL_ID and entity_type not in _PERSONS:
        return IdentifierKind.REGISTRATION
    return found


_PERSONS: Final = frozenset({None, EntityType.PERSON, EntityType.UNKNOWN})

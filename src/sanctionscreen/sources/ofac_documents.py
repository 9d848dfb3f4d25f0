"""Identity documents and registrations of OFAC's advanced XML."""

from typing import TYPE_CHECKING, Final

from sanctionscreen.model import DateRange, Identifier, Validity
from sanctionscreen.sources.ofac_dates import read_period
from sanctionscreen.sources.ofac_reference import document_kind
from sanctionscreen.sources.record import XmlRecord

if TYPE_CHECKING:
    from sanctionscreen.sources.ofac_parties import Lookup

_VALIDITY: Final = {"Valid": Validity.VALID, "Fraudulent": Validity.FRAUDULENT}


def read_document(record: XmlRecord, lookup: "Lookup") -> None:
    """Keeps an IDRegDocument by the identity it belongs to."""
    published_as = lookup.word("IDRegDocType", record.attribute("IDRegDocTypeID"), record)
    country_id = record.optional("IssuedBy-CountryID")
    country_text, country = lookup.country(country_id, record) if country_id else (None, None)
    validity_word = lookup.word("Validity", record.attribute("ValidityID"), record)
    number = record.child_text("IDRegistrationNo")
    dates = _document_dates(record, lookup)
    identity = record.attribute("IdentityID")
    note, authority = record.child_text("Comment"), record.child_text("IssuingAuthority")
    issued_in = record.optional("IssuedIn-LocationID")
    record.close()
    if issued_in is not None and issued_in not in lookup.places:
        record.problem("IssuedIn-LocationID", f"there is no location {issued_in}")
    elif issued_in is not None and (addresses := lookup.places[issued_in].addresses()):
        authority = authority or f"issued in {addresses[0].text}"
    if validity_word not in _VALIDITY:
        record.problem("ValidityID", f"unknown validity {validity_word}")
    if number is None:
        record.problem("IDRegistrationNo", "a document without a number")
        return
    lookup.documents[identity].append(
        Identifier(
            kind=document_kind(published_as, number),
            published_as=published_as,
            number=number,
            country=country,
            country_text=country_text,
            validity=_VALIDITY.get(validity_word),
            authority=authority,
            issued=dates.get("Issue Date"),
            expires=dates.get("Expiration Date"),
            note=note,
        )
    )


def _document_dates(record: XmlRecord, lookup: "Lookup") -> dict[str, DateRange]:
    found: dict[str, DateRange] = {}
    for dated in record.many("DocumentDate"):
        kind = lookup.word("IDRegDocDateType", dated.attribute("IDRegDocDateTypeID"), record)
        period = dated.one("DatePeriod")
        dated.close()
        when = None if period is None else read_period(period)
        if kind not in {"Issue Date", "Expiration Date"}:
            record.problem("DocumentDate", f"unknown kind of date {kind}")
        elif when is not None:
            found[kind] = when
    return found

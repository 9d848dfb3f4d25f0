"""The idList of OFAC's classic XML: documents, wallets, gender, and labelled remarks."""

import re
from typing import Final

from sanctionscreen.model import (
    CountryTie,
    Detail,
    Gender,
    Identifier,
    Wallet,
)
from sanctionscreen.sources.ofac_reference import (
    COUNTRY_FEATURES,
    DETAIL_FEATURES,
    IDENTIFIER_FEATURES,
    WALLET_FEATURE,
    document_kind,
)
from sanctionscreen.sources.ofac_remark_documents import DOCUMENTS
from sanctionscreen.sources.parts import country, date_range, tie
from sanctionscreen.sources.record import XmlRecord

_DOCUMENTS: Final = frozenset({*DOCUMENTS, *IDENTIFIER_FEATURES})
#: As in "Listing Date (EO 14024 Directive 1a):", "Effective Date (CMIC)", "PEESA Information:".
_DETAIL: Final = re.compile(
    r"Issuer Name|.* Date \([^()]*\):?|.*\b[Ii]nformation(?: -|:)?|.* Determination -"
)


class Ids:
    """What stands in an idList: documents, wallets, the gender, and remarks with a label."""

    def __init__(self, record: XmlRecord) -> None:
        self.identifiers: list[Identifier] = []
        self.wallets: list[Wallet] = []
        self.details: list[Detail] = []
        self.ties: list[CountryTie] = []
        self.gender: Gender | None = None
        for item in record.group("idList", "id"):
            self._read(item)
            item.close()

    def _read(self, item: XmlRecord) -> None:
        label, value = item.child_text("idType") or "", item.child_text("idNumber")
        land = item.child_text("idCountry")
        dated = [item.child_text(tag) for tag in ("issueDate", "expirationDate")]
        issued, expires = (date_range(text, item, field=label) for text in dated)
        if value is None:
            item.problem("idNumber", f"{label or 'an id'} without a value")
        elif label == "Gender":
            self._read_gender(value, item)
        elif label.startswith(WALLET_FEATURE):
            asset = label.removeprefix(WALLET_FEATURE).strip()
            self.wallets.append(Wallet(address=value, asset=asset))
        elif label in COUNTRY_FEATURES:
            self.ties += tie(COUNTRY_FEATURES[label], value, item)
        elif label in _DOCUMENTS:
            self.identifiers.append(
                Identifier(
                    kind=document_kind(label, value),
                    published_as=label,
                    number=value,
                    country=country(land, item),
                    country_text=land,
                    issued=issued,
                    expires=expires,
                )
            )
        else:
            text = value if land is None else f"{value} ({land})"
            self.details.append(Detail(kind=label or "id", text=text))
            if label not in DETAIL_FEATURES and not _DETAIL.fullmatch(label):
                item.problem_once("idType", f"unknown kind of id {label!r}, kept as a detail")

    def _read_gender(self, value: str, item: XmlRecord) -> None:
        if value.lower() in set(Gender):
            self.gender = Gender(value.lower())
        else:
            item.problem("Gender", f"unknown gender {value!r}")

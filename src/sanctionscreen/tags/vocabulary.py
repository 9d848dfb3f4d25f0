"""The words of GraphSense's TagPacks that mean something to a screening.

Source: the taxonomies of GraphSense's TagPack tool (confidence, abuse, concepts), MIT licence.
"""

from collections.abc import Mapping
from typing import Final

#: How sure a source of a kind is, of 100.
CONFIDENCE: Final[Mapping[str, int]] = {
    "override": 100,
    "ownership": 100,
    "ledger_immanent": 100,
    "manual_transaction": 90,
    "service_api": 70,
    "forensic_investigation": 70,
    "authority_data": 60,
    "trusted_provider": 50,
    "service_data": 50,
    "forensic": 50,
    "untrusted_transaction": 40,
    "web_crawl": 20,
    "heuristic": 10,
    "unknown": 5,
}
#: What may stand in a tag or in the header of a pack.
TAG_FIELDS: Final = frozenset(
    {
        "address", "tx_hash", "label", "source", "currency", "network", "asset", "confidence",
        "lastmod", "category", "abuse", "concepts", "actor", "context", "is_cluster_definer",
        "tag_type", "created", "creator", "is_public",
    }
)  # fmt: skip
HEADER_FIELDS: Final = TAG_FIELDS | {"title", "description", "owner", "tags", "actors", "uri"}
#: Categories that say what an issuer of a token did, not what the owner did.
FROZEN: Final = frozenset({"black_list", "blacklist", "freeze", "frozen"})
#: Words in a label, concept or source that claim a sanction; checked as whole words.
CLAIMS: Final = (
    r"(?i)\b(?:ofac|sdn|sanction(?:s|ed|ing)?|designated)\b|_(?:ofac|sdn|sanction(?:s|ed)?)\b"
)
#: What wallets are used for, from the label's category: a service holds the value of many.
SERVICES: Final = frozenset(
    {
        "exchange", "service", "wallet_service", "hosted_wallet", "payment_processor", "gambling",
        "market", "defi", "defi_dex", "defi_lending", "defi_bridge", "mixing_service", "coinjoin",
        "miner", "organization",
    }
)  # fmt: skip

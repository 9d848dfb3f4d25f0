"""An invented list with wallets, written in every way that real lists have."""

from datetime import date

from sanctionscreen import Entity, Watchlist
from sanctionscreen.identifiers.base58 import RIPPLE, encode_checked
from sanctionscreen.model import (
    CountryRole,
    CountryTie,
    DateRange,
    Designation,
    Effect,
    EntityType,
    Name,
    NameKind,
    Wallet,
)

HASH = bytes.fromhex("76a04053bda0a88bda5177b86a15c3b29f559873")
LEGACY = "1BpEi6DfDAUFd7GtittLSdBeYJvcoaVggu"
CASHADDR = "bitcoincash:qpm2qsznhks23z7629mms6s4cwef74vcwvy22gdx6a"
GOLD = encode_checked(b"\x26" + HASH)
SEGWIT = "bc1qw508d6qejxtdg4y5r3zarvary0c5xw7kv8f3t4"
HEX = "0xAE05eB856CB28c156d9722094F5eEfD5693Bc181"
TRON = encode_checked(b"\x41" + HASH)
XRP = encode_checked(b"\0" + HASH, RIPPLE)
USDT_HEX = "0x" + "ab12" * 10
CUT = "49HqitRzdnhYjgTEAhgGpCfsjdTeMbUTU6cyR4JV1R7k2Eej9rGT8JpFiYDa4tZM6RZ"
DAY = date(2025, 3, 4)


def entity(uid: str, name: str, *wallets: tuple[str, str], list_id: str = "aa_list") -> Entity:
    return Entity(
        list_id=list_id,
        uid=uid,
        entity_type=EntityType.ORGANISATION,
        names=(Name(full=name, kind=NameKind.PRIMARY),),
        births=(),
        wallets=tuple(Wallet(asset=asset, address=address) for asset, address in wallets),
        designations=(
            Designation(programme="CYBER9", authority="AA", effect=Effect.BLOCKING, listed_on=DAY),
        ),
    )


def person(uid: str, name: str, born: date, *, list_id: str) -> Entity:
    known = entity(uid, name, list_id=list_id)
    cambodia = CountryTie(role=CountryRole.NATIONALITY, text="Cambodia", code="KH")
    return known.model_copy(
        update={
            "entity_type": EntityType.PERSON,
            "births": (DateRange.day(born),),
            "countries": (cambodia,),
        }
    )


def watchlist() -> Watchlist:
    return Watchlist.from_entities(
        [
            entity("1", "Quorvex Exchange", ("XBT", LEGACY), ("ETH", HEX), ("XMR", CUT)),
            entity("2", "Zindel Mixer", ("XBT", TRON), ("USDT", USDT_HEX), ("XBT", SEGWIT)),
            entity("9", "QUORVEX EXCHANGE", ("XBT", LEGACY), list_id="bb_list"),
            entity("8", "Zindel Mixer", list_id="bb_list"),
        ],
        published_on=date(2026, 1, 2),
    )

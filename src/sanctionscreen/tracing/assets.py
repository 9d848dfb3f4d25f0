"""The one code of an asset, and whether anybody knows it."""

from typing import Final

import polars as pl

#: The asset of every row of a ledger that has no column for it.
UNSTATED: Final = "unstated"
#: What several sources call otherwise → the code in use. OFAC writes XBT, exchanges BTC.
_SAME: Final = {
    "XBT": "BTC", "BITCOIN": "BTC", "ETHEREUM": "ETH", "ETHER": "ETH", "TETHER": "USDT",
    "LITECOIN": "LTC", "MONERO": "XMR", "RIPPLE": "XRP", "US DOLLAR": "USD", "EURO": "EUR",
    "UK POUND": "GBP", "UK POUNDS": "GBP", "US DOLLARS": "USD", "EUROS": "EUR", "YEN": "JPY",
    "YUAN": "CNY", "RUPEE": "INR", "RUBLE": "RUB", "SWISS FRANC": "CHF", "CANADIAN DOLLAR": "CAD",
    "AUSTRALIAN DOLLAR": "AUD", "MEXICAN PESO": "MXN", "BRAZIL REAL": "BRL", "SHEKEL": "ILS",
    "SAUDI RIYAL": "SAR", "TURKISH LIRA": "TRY", "DIRHAM": "AED", "MOROCCAN DIRHAM": "MAD",
    "NAIRA": "NGN", "ALBANIAN LEK": "ALL", "PAKISTANI RUPEE": "PKR", "INDIAN RUPEE": "INR",
}  # fmt: skip
#: ISO 4217 codes of currencies, and the assets of wallets on OFAC's list or with wide use.
_CODES: Final = """
    AED AFN ALL AMD ANG AOA ARS AUD AWG AZN BAM BBD BDT BGN BHD BIF BMD BND BOB BRL BSD BTN BWP
    BYN BZD CAD CDF CHF CLP CNY COP CRC CUP CVE CZK DJF DKK DOP DZD EGP ERN ETB EUR FJD FKP GBP
    GEL GHS GIP GMD GNF GTQ GYD HKD HNL HTG HUF IDR ILS INR IQD IRR ISK JMD JOD JPY KES KGS KHR
    KMF KPW KRW KWD KYD KZT LAK LBP LKR LRD LSL LYD MAD MDL MGA MKD MMK MNT MOP MRU MUR MVR MWK
    MXN MYR MZN NAD NGN NIO NOK NPR NZD OMR PAB PEN PGK PHP PKR PLN PYG QAR RON RSD RUB RWF SAR
    SBD SCR SDG SEK SGD SHP SLE SOS SRD SSP STN SVC SYP SZL THB TJS TMT TND TOP TRY TTD TWD TZS
    UAH UGX USD UYU UZS VED VES VND VUV WST XAF XCD XOF XPF YER ZAR ZMW ZWG ARB BCH BNB BSC BSV
    BTC BTG BUSD DAI DASH DOGE ETC ETH LTC MATIC SOL TON TRX TUSD USDC USDT XLM XMR XRP XVG ZEC
    WBTC WETH AVAX ADA DOT
"""
_KNOWN: Final = frozenset(_CODES.split())
_CURRENCIES: Final = frozenset(_CODES.partition("ARB")[0].split()) | {UNSTATED}
CENTS: Final = 2
COIN: Final = 8


def asset_codes(texts: pl.Series) -> pl.Series:
    """The code of each asset: capitals, one code where two are in use; null stays null.

    >>> asset_codes(pl.Series(["xbt", " usdt ", "0xdAC17F", None])).to_list()
    ['BTC', 'USDT', '0xdac17f', None]
    """
    distinct = texts.drop_nulls().unique()
    codes = pl.Series([_code(text) for text in distinct], dtype=pl.String)
    return texts.replace(distinct, codes)


def unknown_assets(codes: pl.Series) -> list[str]:
    """The codes that are neither ISO 4217 nor a crypto asset in wide use, in order."""
    return sorted(set(codes.unique().drop_nulls()) - _KNOWN - {UNSTATED})


def coins(codes: pl.Series) -> list[str]:
    """The codes that are no currency, in order: crypto assets, and what nobody knows.

    >>> coins(pl.Series(["EUR", "BTC", UNSTATED, None]))
    ['BTC']
    """
    return sorted(set(codes.unique().drop_nulls()) - _CURRENCIES)


def least_decimals(codes: pl.Series, *, whole_coins: bool) -> int:
    """The decimals that amounts of these assets have at least, however they are written.

    A currency has cents even where a file writes whole numbers. A crypto asset has the eight of
    bitcoin, unless its amounts are its smallest parts already (not `whole_coins`).
    """
    there = set(codes.unique().drop_nulls())
    cents = CENTS if there & _CURRENCIES else 0
    return COIN if whole_coins and there - _CURRENCIES else cents


def _code(text: str) -> str | None:
    bare = " ".join(text.split())
    if bare[:2].lower() == "0x":  # a token by its contract: its case is only a checksum
        return bare.lower()
    return _SAME.get(bare.upper(), bare.upper()) or None

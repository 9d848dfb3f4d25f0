"""The chains we know: their names, and the forms that their addresses take."""

import re
from collections.abc import Mapping
from functools import cache
from itertools import pairwise
from typing import Final, NamedTuple

#: Chains with addresses of their own, and what people and lists call them.
CHAINS: Final[Mapping[str, str]] = {
    "BTC": "btc xbt bitcoin segwit taproot omni lightning",
    "BCH": "bch bchabc bitcoincash cashaddr",
    "BSV": "bsv bchsv bitcoinsv bitcoinsatoshivision",
    "BTG": "btg bitcoingold",
    "LTC": "ltc litecoin",
    "DASH": "dash darkcoin",
    "ZEC": "zec zcash",
    "DOGE": "doge xdg dogecoin",
    "XVG": "xvg verge",
    "XMR": "xmr monero",
    "XRP": "xrp ripple xrpl xrpledger",
    "SOL": "sol solana spl",
    "TRX": "trx tron trc trc10 trc20 tronnetwork",
}
#: Chains of the Ethereum Virtual Machine: an address is one and the same on all of them.
EVM_CHAINS: Final[Mapping[str, str]] = {
    "ETH": "eth ether ethereum erc erc20 ethereummainnet",
    "ETC": "etc ethereumclassic",
    "ETHW": "ethw ethereumpow",
    "BSC": "bsc bnb bep20 binancesmartchain bnbchain bnbsmartchain binance",
    "POLYGON": "polygon matic pol polygonpos",
    "ARB": "arb arbitrum arbitrumone arbone",
    "OP": "op optimism opmainnet",
    "BASE": "base basemainnet",
    "AVAX": "avax avalanche avaxc avaxcchain avalanchecchain cchain",
    "FTM": "ftm fantom opera",
    "SONIC": "s sonic",
    "CELO": "celo",
    "GNO": "gnosis xdai gnosischain",
    "CRONOS": "cro20",
    "RON": "ronin ron",
    "XDC": "xdc xinfin",
    "KLAY": "klay klaytn kaia",
    "HECO": "heco ht",
    "OKT": "okt okc okxchain okexchain",
    "ONE": "harmony",
    "AURORA": "aurora",
    "MOONBEAM": "moonbeam glmr",
    "LINEA": "linea",
    "SCROLL": "scroll",
    "ZKSYNC": "zksync zksyncera era",
    "BLAST": "blast",
    "MANTLE": "mantle mnt",
    "BERA": "bera berachain",
    "FLR": "flr flare",
    "EVM": "evm",
}
#: Assets that live on several chains: they do not say on which.
TOKENS: Final = frozenset(
    re.split(
        r"\s+",
        """usdt usdc tether usdcoin dai busd tusd usdd usdp pyusd fdusd eurc eurt eurs wbtc weth
        steth wsteth frax lusd gusd husd xaut paxg link uni aave shib token tokens stablecoin crypto
        usd multi""",
    )
)


class Form(NamedTuple):
    """One way of writing an address: on which chain, and on which others the same text stands.

    A form of a test network, or one of a chain that is not screened, has no chain.
    """

    name: str
    chain: str | None
    kin: tuple[str, ...] = ()
    said: str = ""


_FORKS: Final = ("BCH", "BSV", "BTG")
#: By position; a reading of an address is a position. The first one is "no address".
FORMS: Final[tuple[Form, ...]] = (
    Form("none", None),
    Form("p2pkh", "BTC", _FORKS),
    Form("p2sh", "BTC", (*_FORKS, "LTC")),
    Form("segwit", "BTC"),
    Form("taproot", "BTC"),
    Form("ltc_p2pkh", "LTC"),
    Form("ltc_p2sh", "LTC"),
    Form("ltc_segwit", "LTC"),
    Form("cashaddr", "BCH", ("BSV",)),
    Form("btg_p2pkh", "BTG"),
    Form("btg_p2sh", "BTG"),
    Form("btg_segwit", "BTG"),
    Form("dash_p2pkh", "DASH"),
    Form("dash_p2sh", "DASH"),
    Form("doge_p2pkh", "DOGE", ("XVG",)),
    Form("doge_p2sh", "DOGE"),
    Form("xvg_p2sh", "XVG"),
    Form("zec_transparent", "ZEC"),
    Form("zec_shielded", "ZEC"),
    Form("tron", "TRX"),
    Form("xrp", "XRP"),
    Form("solana", "SOL"),
    Form("evm", "ETH", tuple(chain for chain in EVM_CHAINS if chain != "ETH")),
    Form("xmr_standard", "XMR"),
    Form("xmr_subaddress", "XMR"),
    Form("xmr_integrated", "XMR"),
    Form("test_network", None, said="an address of a test network"),
    Form("other_base58check", None, said="a sound Base58Check text of a chain that is not known"),
    Form("other_bech32", None, said="a sound bech32 text of a chain that is not known"),
    Form("other_chain", None, said="it looks like an address of a chain that is not screened"),
    Form("payment_id", None, said="a payment id, transaction or key; no address"),
    Form("domain", None, said="a name that stands for an address; give the address itself"),
)
POSITION: Final = {form.name: number for number, form in enumerate(FORMS)}


@cache
def _names() -> Mapping[str, str]:
    every = (*CHAINS.items(), *EVM_CHAINS.items())
    return {word: chain for chain, words in every for word in (chain.lower(), *words.split())}


class Stated(NamedTuple):
    """What a text says of the chain: a chain we know, or whether the text is known at all."""

    chain: str | None
    known: bool


def stated_chain(text: str | None) -> Stated:
    """The chain that a label names; USDT names none, for it lives on many.

    >>> stated_chain("XBT").chain, stated_chain("USDT (TRC-20)").chain, stated_chain("USDT")
    ('BTC', 'TRX', Stated(chain=None, known=True))
    >>> stated_chain("Cardano")
    Stated(chain=None, known=False)
    """
    words = re.sub(r"[^a-z0-9]+", " ", (text or "").lower()).split()
    if not words:
        return Stated(None, known=True)
    joined = ["".join(words), *("".join(pair) for pair in pairwise(words))]
    found = [_names()[word] for word in (*joined, *words) if word in _names()]
    # "USDT on TRON", "ETH USDT": the chain is told beside the token; "USDTTRC20" in one word.
    if not found:
        ends = (word.removeprefix(token) for word in joined for token in sorted(TOKENS))
        found = [_names()[end] for end in ends if end in _names()]
    return Stated(found[0] if found else None, bool(found) or bool(TOKENS & set(words)))


def chains_of(position: int) -> tuple[str, ...]:
    """The chains on which an address of that form may stand, the usual one first."""
    form = FORMS[position]
    return () if form.chain is None else (form.chain, *form.kin)

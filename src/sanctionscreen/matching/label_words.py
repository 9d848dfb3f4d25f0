"""Words that stand in labels of wallets and are nobody's name."""

import re
from typing import Final


def _words(text: str) -> frozenset[str]:
    return frozenset(re.split(r"\s+", text.strip()))


#: What a wallet is for, and on which chain: never a part of its owner's name.
WALLET: Final = _words(
    """
    hot cold warm wallet wallets deposit deposits deposited withdrawal withdrawals address addresses
    addr user users main treasury funder router proxy contract multisig safe vault output input
    storage reserve reserves payout payouts payment payments donation donations donate fundraising
    funding fund-raising received sent tip tips mining pool validator deployer token tokens coin
    coins account accounts escrow change dust fee fees collector cluster hosted customer customers
    client clients unnamed attributed btc xbt bitcoin eth ethereum ether usdt usdc tether trx tron
    trc20 erc20 bep20 ltc litecoin xmr monero bch dash zec doge xrp sol solana bsc bnb matic polygon
    arb arbitrum avax ronin кошелек кошелёк горячий холодный адрес депозит гаманець محفظة
    """
)
#: The same in scripts that put no blank between words.
UNSPACED: Final = _words(
    """
    热钱包 熱錢包 冷钱包 冷錢包 钱包 錢包 地址 充值 提现 提現 账户 帳戶 ウォレット アドレス
    지갑 월렛 주소
    """
)
#: Words that claim a listing: they are a reason to look closer, and no name.
CLAIM: Final = _words(
    """
    ofac sdn sanction sanctions sanctioned designated designation ofsi listed blocked frozen eo tco
    """
)
#: What such people do and what becomes of them, as taggers put it beside a name.
CONTEXT: Final = _words(
    """
    ransomware ransom phishing scam scams fraud laundering launderer money-laundering laundered hack
    hacks hacked hacker hackers exploit exploiter theft stolen proceeds cashout cash-out drug drugs
    fentanyl sales seller vendor trader traders founder co-founder issuer admin administrator
    operator leader darknet dark web network related linked associated affiliate affiliates group's
    dprk korea north iran iranian russian apt38 apt military wing migration pay-out hosting
    bulletproof server servers exchanger payments oil weapons terror terrorism terrorist financing
    campaign
    """
)
#: Words that may be a part of the name (Hydra Market) or say what it is (Garantex exchange).
SERVICE: Final = _words(
    """
    exchange exchanges market marketplace mixer mixing mix tumbler service services casino gambling
    pay bot otc desk swap trade com io net org ru ir me info biz cc to co app finance platform
    """
)
#: Endings of internet names among them.
DOMAIN: Final = _words("com io net org ru ir me info biz cc to co app")
_NUMBER: Final = re.compile(r"\d+(?:st|nd|rd|th)?|v\d+|x\d+")


def is_noise(word: str) -> bool:
    """Whether a word of a label never belongs to a name.

    >>> is_noise("wallet"), is_noise("14"), is_noise("netex24"), is_noise("market")
    (True, True, False, False)
    """
    known = word in WALLET or word in UNSPACED or word in CLAIM or word in CONTEXT
    return known or bool(_NUMBER.fullmatch(word))

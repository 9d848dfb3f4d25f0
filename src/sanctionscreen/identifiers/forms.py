"""Texts of one shape and length → what each is: the position of its form, and its normal text.

Every reader takes texts that already have the shape it reads and answers for all of them.

Sources: the version bytes of each chain's reference client; BIP 173 and 350; EIP-55; the XRP
Ledger's XLS-5; Monero's and Zcash's protocol specifications.
"""

from collections.abc import Callable, Mapping, Sequence
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from sanctionscreen.identifiers import base58, bech32
from sanctionscreen.identifiers.chains import POSITION
from sanctionscreen.identifiers.keccak import keccak256

Positions = NDArray[np.uint8]


class Reading(NamedTuple):
    """What texts are: position in FORMS (0 = no address), normal text, and what else they say.

    `memo` is a destination tag or payment id; `note` a warning about the way of writing.
    """

    positions: Positions
    normal: Sequence[str]
    memo: Sequence[str | None]
    note: Sequence[str | None]


Reader = Callable[[Sequence[str]], Reading]

_ADDRESS, _ZEC, _X_ADDRESS, _SOLANA = 25, 26, 35, 32  # bytes
_PROGRAM_ROW: Final = 21  # version byte and hash

#: Version byte → form, for addresses of 25 bytes.
_VERSIONS: Final[Mapping[int, str]] = {
    0: "p2pkh",
    5: "p2sh",
    48: "ltc_p2pkh",
    50: "ltc_p2sh",
    38: "btg_p2pkh",
    23: "btg_p2sh",
    76: "dash_p2pkh",
    16: "dash_p2sh",
    30: "doge_p2pkh",
    22: "doge_p2sh",
    33: "xvg_p2sh",
    65: "tron",
    **dict.fromkeys((111, 196, 58, 140, 19, 113), "test_network"),
}
#: A Bitcoin fork's own ways of writing: the normal text is Bitcoin's for the same hash, so that
#: one key is one text on all of them.
_AS_BITCOIN: Final = {"btg_p2pkh": 0, "btg_p2sh": 5, "ltc_p2sh": 5}
_X_PREFIX: Final = np.array([0x05, 0x44], np.uint8)
_ZEC_VERSIONS: Final = {
    b"\x1c\xb8": "zec_transparent",
    b"\x1c\xbd": "zec_transparent",
    b"\x1d\x25": "test_network",
    b"\x1c\xba": "test_network",
}
_PREFIXES: Final = {"ltc": "ltc_segwit", "btg": "btg_segwit"}
_TEST_PREFIXES: Final = frozenset({"tb", "bcrt", "tltc", "rltc", "tbtg", "ztestsapling", "utest"})
_SHIELDED: Final = frozenset({"zs", "u"})
_XMR: Final = {18: "xmr_standard", 42: "xmr_subaddress", 19: "xmr_integrated"}
_XMR_TEST: Final = frozenset({53, 54, 63, 24, 25, 36})
_XMR_BLOCK, _XMR_BLOCK_BYTES = 11, 8
_XMR_STANDARD, _XMR_INTEGRATED = 69, 77  # bytes


def _positions(names: Sequence[str]) -> Positions:
    return np.array([POSITION[name] for name in names], np.uint8)


def _plain(positions: Positions, normal: Sequence[str]) -> Reading:
    nothing = [None] * len(normal)
    return Reading(positions, normal, nothing, nothing)


def base58check(texts: Sequence[str]) -> Reading:
    """Addresses with a version byte, those of Zcash with two, and 32 bytes of Solana."""
    found, good = base58.decode(texts, _ADDRESS)
    good &= base58.checksum_holds(found)
    table = np.full(256, POSITION["other_base58check"], np.uint8)
    for version, name in _VERSIONS.items():
        table[version] = POSITION[name]
    positions = np.where(good, table[found[:, 0]], 0).astype(np.uint8)
    normal = list(texts)
    for name, version in _AS_BITCOIN.items():
        for at in np.flatnonzero(positions == POSITION[name]):
            row = found[at, 1:_PROGRAM_ROW].tobytes()
            normal[at] = base58.encode_checked(bytes([version]) + row)
    rest = np.flatnonzero(~good)
    if len(rest):
        positions[rest] = _longer([texts[int(at)] for at in rest])
    return _plain(positions, normal)


def _longer(texts: Sequence[str]) -> Positions:
    found, good = base58.decode(texts, _ZEC)
    good &= base58.checksum_holds(found)
    positions = solana(texts).positions
    for at in np.flatnonzero(good):
        name = _ZEC_VERSIONS.get(found[at, :2].tobytes(), "other_base58check")
        positions[at] = POSITION[name]
    return positions


def solana(texts: Sequence[str]) -> Reading:
    """Any 32 bytes in Base58, of both cases: Solana's addresses have no checksum.

    Of a billion random ones none has letters of one case; of those in one case all were damaged.
    """
    _, good = base58.decode(texts, _SOLANA)
    good &= np.array([not (text.islower() or text.isupper()) for text in texts])
    return _plain(np.where(good, POSITION["solana"], 0).astype(np.uint8), list(texts))


def segwit(texts: Sequence[str]) -> Reading:
    """Bech32 and bech32m texts of one prefix; in one case, as BIP 173 demands."""
    lower = [text.lower() for text in texts]
    prefix = lower[0].partition("1")[0]
    values, constant, good = bech32.decode(prefix, [text[len(prefix) + 1 :] for text in lower])
    if prefix in {"bc", *_PREFIXES}:
        good &= bech32.is_witness_program(values, constant)
        form = np.full(len(texts), POSITION[_PREFIXES.get(prefix, "segwit")], np.uint8)
        if prefix == "bc":
            form[values[:, 0] > 0] = POSITION["taproot"]
    else:
        test = "test_network" if prefix in _TEST_PREFIXES else "other_bech32"
        form = np.full(len(texts), POSITION["zec_shielded" if prefix in _SHIELDED else test])
    mixed = np.array([t not in {low, t.upper()} for t, low in zip(texts, lower, strict=True)])
    note = [
        "bech32 in mixed case; every reader must refuse it (BIP 173)" if m and g else None
        for m, g in zip(mixed, good, strict=True)
    ]
    positions = np.where(good & ~mixed, form, 0).astype(np.uint8)
    normal = [text if m else low for text, low, m in zip(texts, lower, mixed, strict=True)]
    return Reading(positions, normal, [None] * len(texts), note)


def cashaddr(texts: Sequence[str]) -> Reading:
    """Bitcoin Cash's own way of writing, with and without prefix; the normal text is Bitcoin's."""
    rests = [text.lower().rpartition(":")[2] for text in texts]
    kind, hashes, good = bech32.decode_cashaddr("bitcoincash", rests)
    normal = [
        base58.encode_checked((b"\x05" if script else b"\x00") + row.tobytes()) if sound else text
        for text, script, row, sound in zip(texts, kind, hashes, good, strict=True)
    ]
    return _plain(np.where(good, POSITION["cashaddr"], 0).astype(np.uint8), normal)


def evm(texts: Sequence[str]) -> Reading:
    """Forty hexadecimal digits; if they mix small letters and capitals, as EIP-55 demands.

    The normal text of one that fails is there all the same: a typing error in the case alone must
    still be found on a list.
    """
    bare = [text[-40:] for text in texts]
    lower = [text.lower() for text in bare]
    mixed = [at for at, text in enumerate(bare) if text not in {lower[at], text.upper()}]
    note: list[str | None] = [None] * len(texts)
    positions = np.full(len(texts), POSITION["evm"], np.uint8)
    for at in (mixed[i] for i in np.flatnonzero(~_is_eip55([bare[at] for at in mixed]))):
        note[at] = "its capitals are not those of EIP-55: check for a typing error"
        positions[at] = 0
    return Reading(positions, [f"0x{text}" for text in lower], [None] * len(texts), note)


def _is_eip55(texts: Sequence[str]) -> base58.Flags:
    if not texts:
        return np.zeros(0, np.bool_)
    written = base58.characters(texts)
    digest = keccak256(base58.characters([text.lower() for text in texts]))[:, :20]
    high = np.unpackbits(digest.reshape(-1, 1), axis=1)[:, [0, 4]].reshape(len(texts), 40)
    letters, capitals = written > ord("9"), written < ord("a")
    return np.asarray((~letters | ((high == 1) == capitals)).all(axis=1))


def tron_hex(texts: Sequence[str]) -> Reading:
    """TRON's own hexadecimal writing, 41 and the hash; the normal text is the Base58 one."""
    normal = [base58.encode_checked(bytes.fromhex(text[-42:])) for text in texts]
    return _plain(_positions(["tron"] * len(texts)), normal)


def xrp(texts: Sequence[str]) -> Reading:
    """Classic addresses of the XRP Ledger."""
    found, good = base58.decode(texts, _ADDRESS, alphabet=base58.RIPPLE)
    good &= base58.checksum_holds(found) & (found[:, 0] == 0)
    return _plain(np.where(good, POSITION["xrp"], 0).astype(np.uint8), list(texts))


def xrp_and_tag(texts: Sequence[str]) -> Reading:
    """A classic address, a colon and a destination tag, as travel-rule messages have them."""
    pairs = [text.partition(":") for text in texts]
    readings = [xrp([address]) for address, _, _ in pairs]
    positions = np.concatenate([reading.positions for reading in readings])
    tags = [tag for _, _, tag in pairs]
    return Reading(positions, [address for address, _, _ in pairs], tags, [None] * len(texts))


def xrp_with_tag(texts: Sequence[str]) -> Reading:
    """X-addresses: a classic address and its destination tag in one text."""
    found, good = base58.decode(texts, _X_ADDRESS, alphabet=base58.RIPPLE)
    good &= base58.checksum_holds(found) & (found[:, :2] == _X_PREFIX).all(axis=1)
    normal = [
        base58.encode_checked(b"\0" + row[2:22].tobytes(), base58.RIPPLE) if ok else text
        for text, row, ok in zip(texts, found, good, strict=True)
    ]
    memo = [
        str(int.from_bytes(row[23:31].tobytes(), "little")) if ok and row[22] else None
        for row, ok in zip(found, good, strict=True)
    ]
    positions = np.where(good, POSITION["xrp"], 0).astype(np.uint8)
    return Reading(positions, normal, memo, [None] * len(texts))


def monero(texts: Sequence[str]) -> Reading:
    """Monero's blocks of Base58; an integrated address is its standard one with a payment id."""
    size = _XMR_STANDARD if len(texts[0]) == 95 else _XMR_INTEGRATED  # noqa: PLR2004
    rows, good = _monero_bytes(texts, size)
    good &= (keccak256(rows[:, :-4])[:, :4] == rows[:, -4:]).all(axis=1)
    names = [
        _monero_form(int(v), size) if ok else "none" for v, ok in zip(rows[:, 0], good, strict=True)
    ]
    normal, memo = list(texts), [None] * len(texts)
    for at in (at for at, name in enumerate(names) if name == "xmr_integrated"):
        normal[at] = _monero_text(b"\x12" + rows[at, 1:65].tobytes())
        memo[at] = rows[at, 65:73].tobytes().hex()  # type: ignore[call-overload]
    return Reading(_positions(names), normal, memo, [None] * len(texts))


def _monero_form(version: int, size: int) -> str:
    if version in _XMR_TEST:
        return "test_network"
    name = _XMR.get(version, "none")
    return name if (name == "xmr_integrated") == (size == _XMR_INTEGRATED) else "none"


def _monero_bytes(texts: Sequence[str], size: int) -> tuple[base58.Bytes, base58.Flags]:
    pieces, good = [], np.ones(len(texts), np.bool_)
    for start in range(0, len(texts[0]), _XMR_BLOCK):
        block = [text[start : start + _XMR_BLOCK] for text in texts]
        length = min(_XMR_BLOCK_BYTES, size - start // _XMR_BLOCK * _XMR_BLOCK_BYTES)
        values = [_number(text) for text in block]
        good &= np.array([0 <= value < 1 << 8 * length for value in values])
        pieces.append(b"".join((v % (1 << 8 * length)).to_bytes(length) for v in values))
    columns = [np.frombuffer(piece, np.uint8).reshape(len(texts), -1) for piece in pieces]
    return np.ascontiguousarray(np.concatenate(columns, axis=1)), good


def _number(text: str) -> int:
    value = 0
    for character in text:
        digit = base58.BITCOIN.find(character)
        if digit < 0:
            return -1
        value = value * 58 + digit
    return value


def _monero_text(body: bytes) -> str:
    row = np.frombuffer(body, np.uint8).reshape(1, -1)
    whole = body + keccak256(row)[0, :4].tobytes()
    text = ""
    for start in range(0, len(whole), _XMR_BLOCK_BYTES):
        piece = whole[start : start + _XMR_BLOCK_BYTES]
        number, block = int.from_bytes(piece), ""
        for _ in range(_XMR_BLOCK if len(piece) == _XMR_BLOCK_BYTES else 7):
            number, digit = divmod(number, 58)
            block = base58.BITCOIN[digit] + block
        text += block
    return text

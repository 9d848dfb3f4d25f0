"""Texts of one shape and length → what each is: the position of its form, and its normal text.

Every reader takes texts that already have the shape it reads and answers for all of them.

Sources: the version bytes of each chain's reference client; BIP 173 and 350; EIP-55; the XRP
Ledger's XLS-5; Zcash's protocol specification.
"""

from collections.abc import Callable, Mapping, Sequence
from typing import Final, NamedTuple

import numpy as np
import polars as pl
from numpy.typing import NDArray

from sanctionscreen.identifiers import base58, bech32
from sanctionscreen.identifiers.chains import POSITION
from sanctionscreen.identifiers.keccak import keccak256

Positions = NDArray[np.uint8]


class Reading(NamedTuple):
    """What texts are: position in FORMS (0 = no address), normal text, and what else they say.

    `memo` is a destination tag or payment id; `note` a warning about the way of writing; null where
    there is none of any text.
    """

    positions: Positions
    normal: pl.Series
    memo: pl.Series | None = None
    note: pl.Series | None = None


Reader = Callable[[pl.Series], Reading]

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
_TRON_HEX: Final = 42  # digits, with 41 before the hash


def known_by_shape(name: str) -> Reader:
    """A reader of texts that their shape alone makes known."""

    def read(texts: pl.Series) -> Reading:
        return Reading(np.full(len(texts), POSITION[name], np.uint8), texts)

    return read


def _positions(good: base58.Flags, name: str) -> Positions:
    return np.where(good, POSITION[name], 0).astype(np.uint8)


def put(texts: pl.Series, at: NDArray[np.int64], new: Sequence[str]) -> pl.Series:
    """The texts with others at these places."""
    return texts.clone().scatter(at, pl.Series(new, dtype=pl.String)) if len(at) else texts


def _encoded(
    texts: pl.Series, good: base58.Flags, payloads: base58.Bytes, alphabet: str = base58.BITCOIN
) -> pl.Series:
    """The texts, the good ones replaced by the Base58Check text of their payload."""
    at = np.flatnonzero(good)
    return put(texts, at, base58.encode_checked_rows(payloads[at], alphabet))


def base58check(texts: pl.Series) -> Reading:
    """Addresses with a version byte, those of Zcash with two, and 32 bytes of Solana."""
    found, good = base58.decode(texts, _ADDRESS)
    good &= base58.checksum_holds(found)
    table = np.full(256, POSITION["other_base58check"], np.uint8)
    for version, name in _VERSIONS.items():
        table[version] = POSITION[name]
    positions = np.where(good, table[found[:, 0]], 0).astype(np.uint8)
    normal = texts
    for name, version in _AS_BITCOIN.items():
        at = positions == POSITION[name]
        rows = found[:, :_PROGRAM_ROW].copy()
        rows[:, 0] = version
        normal = _encoded(normal, at, rows)
    rest = np.flatnonzero(~good)
    if len(rest):
        positions[rest] = _longer(texts.gather(rest))
    return Reading(positions, normal)


def _longer(texts: pl.Series) -> Positions:
    found, good = base58.decode(texts, _ZEC)
    good &= base58.checksum_holds(found)
    positions = solana(texts).positions
    for at in np.flatnonzero(good):
        name = _ZEC_VERSIONS.get(found[at, :2].tobytes(), "other_base58check")
        positions[at] = POSITION[name]
    return positions


def solana(texts: pl.Series) -> Reading:
    """Any 32 bytes in Base58, of both cases: Solana's addresses have no checksum.

    Of a billion random ones none has letters of one case; of those in one case all were damaged.
    """
    _, good = base58.decode(texts, _SOLANA)
    small, capital = texts.str.contains("[a-z]"), texts.str.contains("[A-Z]")
    return Reading(_positions(good & (small == capital).to_numpy(), "solana"), texts)


def segwit(texts: pl.Series) -> Reading:
    """Bech32 and bech32m texts of one prefix; in one case, as BIP 173 demands."""
    lower = texts.str.to_lowercase()
    prefix = str(lower[0]).partition("1")[0]
    values, constant, good = bech32.decode(prefix, lower.str.slice(len(prefix) + 1))
    if prefix in {"bc", *_PREFIXES}:
        good &= bech32.is_witness_program(values, constant)
        form = np.full(len(texts), POSITION[_PREFIXES.get(prefix, "segwit")], np.uint8)
        if prefix == "bc":
            form[values[:, 0] > 0] = POSITION["taproot"]
    else:
        test = "test_network" if prefix in _TEST_PREFIXES else "other_bech32"
        form = np.full(len(texts), POSITION["zec_shielded" if prefix in _SHIELDED else test])
    mixed = (texts != lower) & (texts != texts.str.to_uppercase())
    told = np.flatnonzero(good & mixed.to_numpy())
    said = ["bech32 in mixed case; every reader must refuse it (BIP 173)"] * len(told)
    return Reading(
        np.where(good & ~mixed.to_numpy(), form, 0).astype(np.uint8),
        lower.zip_with(~mixed, texts),
        note=_notes(len(texts), told, said),
    )


def _notes(size: int, at: NDArray[np.int64], said: Sequence[str]) -> pl.Series | None:
    return put(pl.repeat(None, size, dtype=pl.String, eager=True), at, said) if len(at) else None


def cashaddr(texts: pl.Series) -> Reading:
    """Bitcoin Cash's own way of writing, with and without prefix; the normal text is Bitcoin's."""
    rests = texts.str.to_lowercase().str.strip_prefix("bitcoincash:")
    kind, hashes, good = bech32.decode_cashaddr("bitcoincash", rests)
    version = np.where(kind == 1, 5, 0).astype(np.uint8)
    payloads = np.concatenate([version[:, None], hashes], axis=1)
    return Reading(_positions(good, "cashaddr"), _encoded(texts, good, payloads))


def evm(texts: pl.Series) -> Reading:
    """Forty hexadecimal digits; if they mix small letters and capitals, as EIP-55 demands.

    The normal text of one that fails is there all the same: a typing error in the case alone must
    still be found on a list.
    """
    bare = texts.str.tail(40)
    lower = bare.str.to_lowercase()
    mixed = np.flatnonzero((bare != lower) & (bare != bare.str.to_uppercase()))
    wrong = mixed[~_is_eip55(bare.gather(mixed), lower.gather(mixed))]
    positions = np.full(len(texts), POSITION["evm"], np.uint8)
    positions[wrong] = 0
    said = ["its capitals are not those of EIP-55: check for a typing error"] * len(wrong)
    return Reading(positions, "0x" + lower, note=_notes(len(texts), wrong, said))


def _is_eip55(texts: pl.Series, lower: pl.Series) -> base58.Flags:
    if texts.is_empty():
        return np.zeros(0, np.bool_)
    written = base58.characters(texts)
    digest = keccak256(base58.characters(lower))[:, :20]
    high = np.unpackbits(digest.reshape(-1, 1), axis=1)[:, [0, 4]].reshape(len(texts), 40)
    letters, capitals = written > ord("9"), written < ord("a")
    return np.asarray((~letters | ((high == 1) == capitals)).all(axis=1))


def tron_hex(texts: pl.Series) -> Reading:
    """TRON's own hexadecimal writing, 41 and the hash; the normal text is the Base58 one."""
    raw = b"".join(texts.str.tail(_TRON_HEX).str.decode("hex").to_list())
    payloads = np.frombuffer(raw, np.uint8).reshape(len(texts), -1)
    every = np.ones(len(texts), np.bool_)
    return Reading(_positions(every, "tron"), _encoded(texts, every, payloads))


def xrp(texts: pl.Series) -> Reading:
    """Classic addresses of the XRP Ledger."""
    found, good = base58.decode(texts, _ADDRESS, alphabet=base58.RIPPLE)
    good &= base58.checksum_holds(found) & (found[:, 0] == 0)
    return Reading(_positions(good, "xrp"), texts)


def xrp_and_tag(texts: pl.Series) -> Reading:
    """A classic address, a colon and a destination tag, as travel-rule messages have them."""
    parts = texts.str.split_exact(":", 1).struct.unnest()
    addresses, tags = parts.get_columns()
    lengths = addresses.str.len_bytes().to_numpy()
    positions = np.zeros(len(texts), np.uint8)
    for length in np.unique(lengths):
        at = np.flatnonzero(lengths == length)
        positions[at] = xrp(addresses.gather(at)).positions
    return Reading(positions, addresses, memo=tags)


def xrp_with_tag(texts: pl.Series) -> Reading:
    """X-addresses: a classic address and its destination tag in one text."""
    found, good = base58.decode(texts, _X_ADDRESS, alphabet=base58.RIPPLE)
    good &= base58.checksum_holds(found) & (found[:, :2] == _X_PREFIX).all(axis=1)
    payloads = np.concatenate([np.zeros((len(texts), 1), np.uint8), found[:, 2:22]], axis=1)
    tags = np.ascontiguousarray(found[:, 23:31]).view("<u8")[:, 0]
    memo = pl.Series(tags).cast(pl.String)
    tagged = pl.Series(good & (found[:, 22] != 0))
    return Reading(
        _positions(good, "xrp"),
        _encoded(texts, good, payloads, base58.RIPPLE),
        memo=memo.zip_with(tagged, pl.Series([None], dtype=pl.String)),
    )

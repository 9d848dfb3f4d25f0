"""A million mixed addresses normalised and met with listed ones: time, memory, random hits.

Then the same by the whole of `screen_wallets`, with look-alikes, provenance and a row for each.

Run: python benchmarks/wallet_addresses.py --store STORE [--rows 1000000]
"""

import argparse
import random
import resource
import time
from hashlib import sha256
from pathlib import Path

import numpy as np
import polars as pl

from sanctionscreen import Store, Watchlist, screen_wallets
from sanctionscreen.identifiers.addresses import normalise
from sanctionscreen.identifiers.base58 import BITCOIN, RIPPLE, encode_checked
from sanctionscreen.identifiers.bech32 import CHARSET
from sanctionscreen.identifiers.keccak import keccak256

#: The mix: share of each way of writing, roughly that of OFAC's list with more of the EVM.
MIX = {
    "p2pkh": 25,
    "p2sh": 12,
    "segwit": 15,
    "evm": 10,
    "eip55": 12,
    "tron": 18,
    "sol": 5,
    "xrp": 2,
    "cash": 1,
}
VERSIONS = {"p2pkh": 0, "p2sh": 5, "tron": 65}


def bech32(hash_: bytes) -> str:
    """The segwit address of a hash, made the slow way of BIP 173's reference."""
    bits = int.from_bytes(hash_)
    values = [0] + [bits >> 5 * (31 - at) & 31 for at in range(32)]
    start = [3, 3, 0, 2, 3]
    check = 1
    for value in [*start, *values, 0, 0, 0, 0, 0, 0]:
        top = check >> 25
        check = (check & 0x1FFFFFF) << 5 ^ value
        for bit, generator in enumerate(
            (0x3B6A57B2, 0x26508E6D, 0x1EA119FA, 0x3D4233DD, 0x2A1462B3)
        ):
            check ^= generator if top >> bit & 1 else 0
    check ^= 1
    ends = [check >> 5 * (5 - at) & 31 for at in range(6)]
    return "bc1" + "".join(CHARSET[value] for value in [*values, *ends])


def cashaddr(hash_: bytes) -> str:
    bits = int.from_bytes(b"\0" + hash_) << 2
    values = [bits >> 5 * (33 - at) & 31 for at in range(34)]
    check = 1
    generators = (0x98F2BC8E61, 0x79B76D99E2, 0xF33E5FB3C4, 0xAE2EABE2A8, 0x1E4F43E470)
    for value in [*(ord(c) & 31 for c in "bitcoincash"), 0, *values, *[0] * 8]:
        top = check >> 35
        check = (check & 0x7FFFFFFFF) << 5 ^ value
        for bit, generator in enumerate(generators):
            check ^= generator if top >> bit & 1 else 0
    check ^= 1
    return "".join(CHARSET[v] for v in [*values, *(check >> 5 * (7 - at) & 31 for at in range(8))])


def eip55(hashes: list[bytes]) -> list[str]:
    """Addresses in capitals as EIP-55 wants them."""
    lower = [row.hex() for row in hashes]
    rows = np.frombuffer("".join(lower).encode(), np.uint8).reshape(-1, 40)
    digests = [row.tobytes().hex() for row in keccak256(rows)]
    return [
        "0x"
        + "".join(c.upper() if int(d, 16) > 7 else c for c, d in zip(text, digest, strict=False))
        for text, digest in zip(lower, digests, strict=True)
    ]


def base58(raw: bytes) -> str:
    number, text = int.from_bytes(raw), ""
    while number:
        number, digit = divmod(number, 58)
        text = BITCOIN[digit] + text
    return text


def mixed(rows: int, seed: int) -> list[str]:
    """Valid addresses of hashes that nobody drew before."""
    dice = random.Random(seed)
    found: list[str] = []
    for name, share in MIX.items():
        hashes = [sha256(dice.randbytes(16)).digest()[:20] for _ in range(rows * share // 100)]
        if name in VERSIONS:
            found += [encode_checked(bytes([VERSIONS[name]]) + one) for one in hashes]
        elif name == "segwit":
            found += [bech32(one) for one in hashes]
        elif name == "evm":
            found += ["0x" + one.hex() for one in hashes]
        elif name == "eip55":
            found += eip55(hashes)
        elif name == "sol":
            found += [base58(b"\x07" + sha256(one).digest()[1:]) for one in hashes]
        elif name == "xrp":
            found += [encode_checked(b"\0" + one, RIPPLE) for one in hashes]
        else:
            found += [cashaddr(one) for one in hashes]
    dice.shuffle(found)
    return found


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--store", type=Path, required=True)
    parser.add_argument("--rows", type=int, default=1_000_000)
    parser.add_argument("--seed", type=int, default=7)
    given = parser.parse_args()
    texts = pl.Series("address", mixed(given.rows, given.seed))
    watchlist = Watchlist.open(Store(given.store))
    listed = watchlist.frames["wallets"]
    start, cpu = time.perf_counter(), time.process_time()
    known = normalise(listed["address"], listed["asset"])
    found = normalise(texts)
    met = found.join(known.select("normal").unique(), on="normal", how="semi")
    wall, used = time.perf_counter() - start, time.process_time() - cpu
    statuses = dict(found["status"].value_counts().iter_rows())
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"{len(texts):,} addresses against {len(known)}: {wall:.2f} s, {used:.2f} CPU s")
    print(f"statuses {statuses}; hits among random ones {met.height}; peak {peak:.0f} MB")
    start, cpu = time.perf_counter(), time.process_time()
    every = screen_wallets(texts.to_frame(), watchlist).every
    wall, used = time.perf_counter() - start, time.process_time() - cpu
    statuses = dict(every["status"].value_counts().iter_rows())
    print(f"screen_wallets: {wall:.2f} s, {used:.2f} CPU s; statuses {statuses}")


if __name__ == "__main__":
    main()

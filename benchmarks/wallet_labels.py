"""Labels of wallets against the names of a full list: recall, hard negatives, real labels.

Run: python benchmarks/wallet_labels.py --store STORE [--half tune|report|both] [--tags PARQUET]

The labels (benchmarks/labels) are written for this purpose and were split, by a hash of each label,
before any rule was made: rules may look at the half `tune` alone. `--tags` is what `sanctionscreen
tags PACKS --output tags.parquet` wrote: the rate on all its labels, and the list of those hits.
"""

import argparse
import csv
import time
from hashlib import sha256
from pathlib import Path

import polars as pl
from rapidfuzz import fuzz, process, utils

from sanctionscreen import Policy, Store, Watchlist
from sanctionscreen.wallets.labelled import match_labels

LABELS = Path(__file__).parent / "labels"
PEERS = {"WRatio": fuzz.WRatio, "token_set_ratio": fuzz.token_set_ratio, "ratio": fuzz.ratio}


def half_of(label: str) -> str:
    return "tune" if sha256(label.encode()).digest()[0] % 2 else "report"


def read(name: str, half: str) -> list[dict[str, str]]:
    with (LABELS / name).open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    return [row for row in rows if half in {"both", half_of(row["label"])}]


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--store", type=Path, required=True)
    parser.add_argument("--half", default="report", choices=["tune", "report", "both"])
    parser.add_argument("--tags", type=Path)
    parser.add_argument("--peers", action="store_true")
    parser.add_argument("--show", action="store_true", help="print what was missed and hit")
    given = parser.parse_args()
    watchlist = Watchlist.open(Store(given.store))
    names = watchlist.frames["names"].select("entity_id", "full")
    own = {
        full: set(ids["entity_id"])
        for (full,), ids in names.partition_by("full", as_dict=True).items()
    }
    positive = read("positive.csv", given.half)
    negative = [row["label"] for row in read("negative.csv", given.half)]
    labels = [*(row["label"] for row in positive), *negative]
    policy = Policy.default()
    watchlist.index(policy)
    start = time.perf_counter()
    found = match_labels(labels, watchlist, policy)
    seconds = time.perf_counter() - start
    ids = {label: {match.entity_id for match in matches} for label, matches in found.items()}
    missed = [
        row
        for row in positive
        if not all(own[name] & ids.get(row["label"], set()) for name in row["listed"].split(" + "))
    ]
    wrong = {label: found[label][0] for label in negative if label in found}
    recall = 1 - len(missed) / len(positive)
    print(
        f"{given.half}: recall {recall:.3f} of {len(positive)}; hard negatives hit {len(wrong)} of "
        f"{len(negative)} ({len(wrong) / len(negative):.3f}); {seconds:.1f} s"
    )
    if given.show:
        for row in missed:
            got = [match.note for match in found.get(row["label"], ())]
            print("  missed", row["label"], "|", row["listed"], "|", got[:3])
        for label, match in wrong.items():
            print("  hit", label, "|", match.note)
    if given.peers:
        peers(positive, negative, names, own)
    if given.tags is not None:
        real(given.tags, watchlist, policy)


def peers(
    positive: list[dict[str, str]],
    negative: list[str],
    names: pl.DataFrame,
    own: dict[str, set[str]],
) -> None:
    """What a user would use instead: rapidfuzz on the whole label against every listed name."""
    targets = names["full"].unique().sort().to_list()
    labels = [*(row["label"] for row in positive), *negative]
    for name, scorer in PEERS.items():
        scores = process.cdist(
            labels, targets, scorer=scorer, processor=utils.default_process, workers=2
        )
        for threshold in (85, 90, 95):
            hit = 0
            for row, line in zip(positive, scores, strict=False):
                near = {i for at in (line >= threshold).nonzero()[0] for i in own[targets[at]]}
                hit += all(own[one] & near for one in row["listed"].split(" + "))
            wrong = sum(bool((line >= threshold).any()) for line in scores[len(positive) :])
            print(
                f"  {name} >= {threshold}: recall {hit / len(positive):.3f}, hard negatives hit "
                f"{wrong / len(negative):.3f}"
            )


def real(path: Path, watchlist: Watchlist, policy: Policy) -> None:
    """All distinct labels of real packs: how many hit, and which."""
    tags = pl.read_parquet(path)
    labels = tags["label"].unique().sort().to_list()
    start, cpu = time.perf_counter(), time.process_time()
    found = match_labels(labels, watchlist, policy)
    seconds, used = time.perf_counter() - start, time.process_time() - cpu
    print(
        f"real labels: {len(found)} of {len(labels)} hit; {seconds:.1f} s, {used:.1f} CPU s "
        f"({len(labels) / used:,.0f} labels a CPU second)"
    )
    for label, matches in found.items():
        print("  ", label[:80], "|", matches[0].entity_id, "|", matches[0].note)


if __name__ == "__main__":
    main()

"""Seconds for 1,000 made-up articles of 5 kB against a whole list, and what a plain search takes.

The prose is made of common words and invented names; three listed names (of persons and
organisations, in news order) stand in every second article. The plain search is what a user writes
instead: rapidfuzz over all runs of two to four capitalised words against every listed name, on ten
of the articles.

    python benchmarks/read_articles.py --store STORE [--articles 1000]
"""

import argparse
import random
import re
import time
from datetime import UTC, datetime
from pathlib import Path

from rapidfuzz import fuzz, process, utils

from sanctionscreen import ArticleReader, Store, Watchlist, explain, read_article

NOW = datetime(2026, 1, 9, tzinfo=UTC)
SIZE = 5_000
PROSE = """the officials of a ministry said on that workers had left compounds near border after
raids in recent weeks and company owned buildings which police searched for days while money went
through accounts held with brokers who denied any link to networks under pressure from abroad"""
WORDS = PROSE.split()
GIVEN = ("Ottoline", "Harro", "Edda", "Marta", "Pavel", "Hanne", "Amara", "Bilal", "Tessaly")
FAMILY = ("Quillfeather", "Lint", "Marsh", "Ilves", "Dorn", "Okrug", "Zyndarova", "Vexley", "Roe")
PLACES = ("Cambodia", "Phnom Penh", "Bavet", "Poipet", "Myanmar", "Vienna", "London", "Kampot")
CUES = (", also known as {}, ", " (formerly {}) ", ", a tycoon, ", " said that ", " paid ")
PLAIN = 10


def prose(chance: random.Random, listed: list[str]) -> str:
    """One article: sentences of 12 to 28 words, a name in every third, listed ones where given."""
    sentences: list[str] = []
    waiting = list(listed)
    while sum(map(len, sentences)) < SIZE:
        words = chance.choices(WORDS, k=chance.randint(12, 28))
        if chance.random() < 0.33:
            words.insert(3, f"{chance.choice(GIVEN)} {chance.choice(FAMILY)}")
        if chance.random() < 0.5:
            words.insert(7, f"in {chance.choice(PLACES)}")
        if waiting and chance.random() < 0.2:
            other = f"{chance.choice(GIVEN)} {chance.choice(FAMILY)}"
            words.insert(5, waiting.pop() + chance.choice(CUES).format(other))
        sentences.append(" ".join(words).capitalize()[0] + " ".join(words)[1:] + ".")
    return " ".join(sentences)[:SIZE]


def news_order(full: str) -> str:
    """A listed name as a newspaper writes it: given names first."""
    family, comma, given = full.partition(", ")
    return f"{given.title()} {family.title()}" if comma else full.title()


def articles(watchlist: Watchlist, count: int) -> list[str]:
    """The texts, the same on every run."""
    chance = random.Random(7)
    names = watchlist.frames["names"].filter(kind="primary")["full"].to_list()
    texts = []
    for number in range(count):
        listed = [news_order(name) for name in chance.sample(names, 3)] if number % 2 else []
        texts.append(prose(chance, listed))
    return texts


def plain_search(texts: list[str], names: list[str]) -> int:
    """How many runs of capitalised words are near a listed name, each compared with all."""
    known = [utils.default_process(name) for name in names]
    found = 0
    for text in texts:
        runs = set(re.findall(r"(?=((?:[A-Z][\w'-]+ ){1,3}[A-Z][\w'-]+))", text))
        hits = process.cdist(
            [utils.default_process(run) for run in sorted(runs)],
            known,
            scorer=fuzz.token_sort_ratio,
            score_cutoff=90,
        )
        found += int((hits > 0).any(axis=1).sum())
    return found


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--store", type=Path, required=True)
    parser.add_argument("--articles", type=int, default=1000)
    options = parser.parse_args()
    watchlist = Watchlist.open(Store(options.store))
    texts = articles(watchlist, options.articles)
    started = time.process_time()
    reader = ArticleReader(watchlist)
    explain("Nobody Inparticular", watchlist.parties[0].entity_id, watchlist)
    reader.read(read_article(texts[0].encode(), now=NOW))
    prepared, wall = time.process_time(), time.perf_counter()
    mentions = proposals = 0
    for text in texts:
        read = reader.read(read_article(text.encode(), now=NOW))
        mentions += len(read.mentions)
        proposals += len(read.proposals)
    done, wall = time.process_time(), time.perf_counter() - wall
    plain_search(texts[:PLAIN], watchlist.frames["names"]["full"].to_list())
    ended = time.process_time()
    each = (done - prepared) / len(texts)
    print(f"{watchlist.snapshots[0].snapshot_id}: {watchlist.frames['names'].height} names")
    print(f"prepare: {prepared - started:.1f} s of CPU, once")
    print(
        f"{len(texts)} articles of {SIZE} characters: {done - prepared:.1f} s of CPU, {wall:.1f} s"
    )
    print(f"{mentions} mentions, {proposals} proposals")
    plain = (ended - done) / PLAIN
    print(f"plain search: {plain:.3f} s an article, {plain / each:.1f} times as long")


if __name__ == "__main__":
    main()

"""Listed names and queries for `speed.py`: from real lists where there are any, else invented."""

import csv
import lzma
import random
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from sanctionscreen import Store, Watchlist

LIST_ID = "us_ofac_sdn"
FORMS = ("ltd", "llc", "inc", "gmbh", "ag", "sa", "bv", "nv", "ab", "oy", "sarl", "plc", "holding")
INVENTED = 30_000  # words, and names of them, where there is no list


class Name(NamedTuple):
    """A listed name and the type of its party."""

    full: str
    type: str


def published(store: Path) -> list[Name]:
    """The distinct names of the list in the store, in the order of the alphabet."""
    frames = Watchlist.open(Store(store), [LIST_ID]).frames
    types = frames["entities"].select("entity_id", "entity_type")
    names = frames["names"].join(types, on="entity_id").unique("full", keep="first")
    return [Name(*row) for row in names.select("full", "entity_type").sort("full").iter_rows()]


def invented(count: int, chance: random.Random) -> Iterator[str]:
    """Words that nobody is called by."""
    for _ in range(count):
        pairs = range(chance.randint(1, 4))
        word = "".join(chance.choice("bdfghjklmnprstvz") + chance.choice("aeiou") for _ in pairs)
        yield word + chance.choice(("", "n", "r", "s"))


def source(store: Path | None, chance: random.Random) -> list[Name]:
    """The names that lists are made of."""
    if store is not None:
        return published(store)
    words = list(invented(INVENTED, chance))
    return [Name(" ".join(chance.choices(words, k=3)), "unknown") for _ in range(INVENTED)]


def mixed(word: str, other: str) -> str:
    """The beginning of one word with the end of another; short ones stay."""
    if min(len(word), len(other)) < 4 or word.isdigit() or other.isdigit():
        return word
    return word[: max(2, len(word) // 2)] + other[len(other) // 2 :]


class Maker:
    """Makes names from the words of others."""

    def __init__(self, names: Sequence[Name], chance: random.Random) -> None:
        self.names, self.chance = names, chance
        self.words = [word for name in names for word in name.full.split()]

    def name(self, changed: float) -> Name:
        """As many words as some name has; that share of them mixed with another."""
        like, choice = self.chance.choice(self.names), self.chance.choice
        words = [choice(self.words) for _ in like.full.split()]
        words = [self.turned(word, self.words, changed) for word in words]
        return Name(" ".join(words), like.type)

    def turned(self, word: str, others: Sequence[str], share: float) -> str:
        """The word, in that share of the cases mixed with one of the others."""
        return mixed(word, self.chance.choice(others)) if self.chance.random() < share else word

    def listed(self, count: int) -> list[Name]:
        """That many distinct names: of those there are, as far as there are."""
        if count <= len(self.names):
            return self.chance.sample(self.names, count)
        found = {name.full: name for name in self.names}
        while len(found) < count:
            made = self.name(0.1)
            found.setdefault(made.full, made)
        return list(found.values())

    def variant(self, _: int) -> str:
        """A name with its words turned, a letter less, or two letters swapped."""
        full = self.chance.choice(self.names).full
        at = self.chance.randrange(max(len(full) - 1, 1))
        return self.chance.choice(
            (
                " ".join((*full.split()[1:], full.split()[0])),
                full[:at] + full[at + 1 :] or full,
                full[:at] + full[at : at + 2][::-1] + full[at + 2 :],
            )
        )


def strangers(data: Path, chance: random.Random) -> tuple[list[str], list[str], list[str]]:
    """First names, last names and companies: of the files, else invented."""
    if not (data / "names").is_dir():
        first, last = (list(invented(size, chance)) for size in (4_000, 20_000))
        return first, last, [" ".join(chance.choices(last, k=3)) for _ in range(50_000)]
    with (data / "names/clean_persons_us.csv").open(encoding="utf-8", newline="") as file:
        people = list(csv.DictReader(file))
    with lzma.open(data / "names/clean_companies_gleif.csv.xz", "rt", encoding="utf-8") as file:
        companies = [row["legal_name"] for row in csv.DictReader(file)]
    return [one["first_name"] for one in people], [one["last_name"] for one in people], companies


def queries(count: int, maker: Maker, data: Path) -> list[str]:
    """The mixture, in mixed order: the same for the same numbers and files."""
    chance = maker.chance
    first, last, companies = strangers(data, chance)

    def person() -> str:
        givens = chance.choices(first, k=1 + (chance.random() < 0.3))
        return " ".join((*givens, *chance.choices(last, k=1 + (chance.random() < 0.15))))

    def company() -> str:
        if chance.random() < 0.5:
            return chance.choice(companies)
        word = chance.choice(chance.choice(companies).split())
        return f"{chance.choice(last)} {word} {chance.choice(FORMS)}"

    def rare() -> str:
        words = chance.choices(first, k=1) + chance.choices(last, k=chance.choice((1, 1, 2, 3)))
        return " ".join(maker.turned(word, last, 0.4) for word in words)

    variants = max(count // 1000, 1)
    made = [maker.variant(one) for one in range(variants)]
    made += [rare() for _ in range(count // 10 - variants)]
    made += [maker.name(0).full for _ in range(count // 5)]
    made += [company() for _ in range(count // 5)]
    made += [person() for _ in range(count - len(made))]
    chance.shuffle(made)
    return made

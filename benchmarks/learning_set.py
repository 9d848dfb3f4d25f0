"""Makes a set to learn the name model from: changed listed names, ordinary names, strangers.

    python benchmarks/learning_set.py --list LIST.json[.xz] --data ../shared/data --seed 21 \
        --per-class 250 --clean 10000 --near 2000 --out SET.json

The format is that of the set that `quality.py` reads, so that `train.py` takes both. True queries
come from the library's own generator of variants, by the seed; names that the list itself gives in
other scripts (`orig` in LIST) are among them. Ordinary names are drawn from the files of ordinary
persons and companies, and from Faker: its persons in 16 languages, for few of the others are
written in another script, and its companies in Latin letters, which are often one short word.
Strangers are made of parts of listed names.

Needs Faker. The same input, and the same version of Faker, give the same set.
"""

import argparse
import json
import lzma
import random
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import chain
from pathlib import Path
from typing import Any

import polars as pl
from faker import Faker

from sanctionscreen.text.normalize import normal_form
from sanctionscreen.text.words import weight
from sanctionscreen.variants import variants_of

KINDS = {"Person": "person", "Organization": "organisation", "Vessel": "vessel"}
LOCALES = (
    "en_US", "en_GB", "de_DE", "fr_FR", "es_MX", "es_ES", "pt_BR", "it_IT", "ru_RU", "zh_CN",
    "nl_NL", "tr_TR", "pl_PL", "en_IN", "fa_IR", "ar_AA",
)  # fmt: skip
#: Faker's companies in these are real ones, and some are listed.
FOREIGN = frozenset({"ru_RU", "zh_CN", "fa_IR", "ar_AA"})
#: The shares of ordinary names that are companies' from the file, Faker's persons and companies.
COMPANIES, MADE_UP, MADE_UP_COMPANIES = 0.3, 0.2, 0.1
#: What the aliases of a list teach is what they have in common, and many have nothing.
LEFT_OUT = frozenset({"other_name"})
NUMBERS = ("II", "III", "IV", "2", "3", "4", "5", "12", "23")
#: Words of a name of which one may be another, and what such a word weighs.
LONG_NAME, TELLING = 3, 0.35
HALF = 0.5

Row = Mapping[str, Any]
Made = dict[str, Any]


def load(path: Path) -> Any:
    """The JSON of a file, packed or not."""
    if path.suffix == ".xz":
        with lzma.open(path, "rt", encoding="utf-8") as file:
            return json.load(file)
    return json.loads(path.read_text(encoding="utf-8"))


def words_of(name: str) -> str:
    """The words of a name, in whatever order."""
    return " ".join(sorted(normal_form(name).split()))


def true_queries(rows: Sequence[Row], *, seed: int, per_class: int) -> Iterator[Made]:
    """Variants of listed names; right is also whoever has the very name that was changed."""
    named: dict[str, set[str]] = defaultdict(set)
    for row in rows:
        for name in (*row["names"], *row["alias"]):
            named[words_of(name)].add(row["id"])
    of_kind = {kind: name for name, kind in KINDS.items()}
    chosen = [row for row in rows if row["kind"] in KINDS]
    names = [
        (row["id"], full, "primary" if full == row["raw"] else "alias")
        for row in chosen
        for full in dict.fromkeys((row["raw"], *row["alias"], *row["orig"]))
        if full.strip()
    ]
    made = variants_of(
        pl.DataFrame(names, schema=["entity_id", "full", "kind"], orient="row"),
        pl.DataFrame(
            [(row["id"], KINDS[row["kind"]]) for row in chosen],
            schema=["entity_id", "entity_type"],
            orient="row",
        ),
        seed=seed,
        per_class=per_class,
    ).frame
    for one in made.filter(~pl.col("variant_class").is_in(LEFT_OUT)).iter_rows(named=True):
        yield {
            "cls": one["variant_class"],
            "kind": of_kind[one["entity_type"]],
            "query": one["variant"],
            "entity": sorted({one["entity_id"]} | named[words_of(one["listed_name"])]),
            "base": one["listed_name"],
        }


def shortened(rows: Sequence[Row], *, seed: int, per_class: int) -> Iterator[Made]:
    """Personal names that the list gives in another script, without the words in the middle."""
    chance = random.Random(f"{seed} shortened")
    persons = [row for row in rows if row["kind"] == "Person" and row["orig"]]
    for row in chance.sample(persons, len(persons)):
        words = chance.choice(row["orig"]).split()
        if len(words) > LONG_NAME - 1 and per_class > 0:
            per_class -= 1
            ends = [words[0], words[-1]]
            yield {
                "cls": "original_shortened",
                "kind": "Person",
                "query": " ".join(ends if chance.random() < HALF else reversed(ends)),
                "entity": [row["id"]],
                "base": row["raw"],
            }


def ordinary(data: Path, count: int, rng: random.Random) -> Iterator[Made]:
    """Names of ordinary persons and companies."""
    persons = pl.read_csv(data / "names" / "clean_persons_us.csv", infer_schema=False)
    packed = (data / "names" / "clean_companies_gleif.csv.xz").read_bytes()
    companies = pl.read_csv(lzma.decompress(packed), infer_schema=False)
    of_file, made_up, firms = (
        int(count * share) for share in (COMPANIES, MADE_UP, MADE_UP_COMPANIES)
    )
    for name in rng.sample(persons["full_name"].to_list(), count - of_file - made_up - firms):
        yield {"cls": "ordinary_person", "kind": "Person", "query": name}
    for name in rng.sample(companies["legal_name"].to_list(), of_file):
        yield {"cls": "ordinary_company", "kind": "Organization", "query": name}
    makers = [Faker(locale) for locale in LOCALES]
    for maker in makers:
        maker.seed_instance(rng.randint(0, 10**6))
    for at in range(made_up):
        name = makers[at % len(makers)].name()
        yield {"cls": "made_up_person", "kind": "Person", "query": name}
    latin = [maker for maker, one in zip(makers, LOCALES, strict=True) if one not in FOREIGN]
    for at in range(firms):
        name = latin[at % len(latin)].company()
        yield {"cls": "made_up_company", "kind": "Organization", "query": name}


def telling_words(words: Sequence[str]) -> list[int]:
    """Where in a company's name the words stand that tell it from others."""
    return [
        at
        for at, word in enumerate(words)
        if weight(normal_form(word), person=False) >= TELLING and len(word) > 1
    ]


def strangers(rows: Sequence[Row], count: int, rng: random.Random) -> Iterator[Made]:
    """Names made of parts of listed ones: another given or family name, word or number."""
    persons = [row["raw"] for row in rows if row["kind"] == "Person" and "," in row["raw"]]
    parts = [[part.split() for part in name.split(",", 1)] for name in persons]
    people = [(family, given) for family, given in parts if family and given]
    companies = [
        (words, telling)
        for row in rows
        if row["kind"] == "Organization"
        and len(words := row["names"][0].split()) >= LONG_NAME
        and len(telling := telling_words(words)) > 1
    ]
    numbered = [
        (row["kind"], row["names"][0])
        for row in rows
        if row["kind"] in KINDS and re.search(r"\d", row["names"][0])
    ]
    for at in range(count):
        (family, given), (other, others) = rng.choice(people), rng.choice(people)
        (company, telling), (another, replaces) = rng.choice(companies), rng.choice(companies)
        place = rng.choice(telling[1:])
        one_other = [*company[:place], another[rng.choice(replaces)], *company[place + 1 :]]
        kind, name = rng.choice(numbered)
        by_turns = (
            ("another_family", "Person", [*given, *other]),
            ("another_given", "Person", [others[0], *given[1:], *family]),
            ("another_middle", "Person", [given[0], others[-1], *given[2:], *family]),
            ("another_head", "Organization", [another[replaces[0]], *company[telling[0] + 1 :]]),
            ("another_word", "Organization", one_other),
            ("a_number_more", "Organization", [*company, rng.choice(NUMBERS)]),
            ("another_number", kind, [re.sub(r"\d+", lambda m: str(int(m[0]) + 7), name)]),
            ("a_number_less", kind, re.sub(r"\d+", " ", name).split()),
        )
        cls, kind, words = by_turns[at % len(by_turns)]
        yield {"cls": cls, "kind": kind, "query": " ".join(words)}


def numbered(queries: Iterable[Made], prefix: str) -> list[Made]:
    """The queries, each text once, with ids of their own."""
    once = {(query["kind"], query["query"]): query for query in queries}
    return [query | {"id": f"{prefix}{at}"} for at, query in enumerate(once.values())]


def main() -> None:
    """Makes the set and writes it."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--list", type=Path, required=True)
    parser.add_argument("--data", type=Path, default=Path("../shared/data"))
    parser.add_argument("--seed", type=int, required=True)
    parser.add_argument("--per-class", type=int, default=250)
    parser.add_argument("--clean", type=int, default=10_000)
    parser.add_argument("--near", type=int, default=2_000)
    parser.add_argument("--out", type=Path, required=True)
    options = parser.parse_args()
    rows, seed = load(options.list), options.seed
    listed = {words_of(name) for row in rows for name in (*row["names"], *row["alias"])}
    clean = ordinary(options.data, options.clean, random.Random(f"{seed} ordinary"))
    near = strangers(rows, options.near, random.Random(f"{seed} strangers"))
    per_class = options.per_class
    true = chain(
        true_queries(rows, seed=seed, per_class=per_class),
        shortened(rows, seed=seed, per_class=per_class),
    )
    made = {
        "pos": numbered(true, "p"),
        "neg": numbered((q for q in clean if words_of(q["query"]) not in listed), "n"),
        "near": numbered((q for q in near if words_of(q["query"]) not in listed), "s"),
    }
    options.out.write_text(json.dumps(made, ensure_ascii=False), encoding="utf-8")
    print({sort: len(queries) for sort, queries in made.items()})


if __name__ == "__main__":
    main()

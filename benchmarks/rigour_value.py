"""What the library `rigour` would add to the matcher: quality, time, start-up and installation.

    python benchmarks/rigour_value.py --list LIST.json[.xz] --set SET.json[.xz] --out R.json \
        --data ../shared/data [--only VARIANT …] [--install]

Each variant replaces the functions where matching looks words up, and nothing else: the given
names behind a word become rigour's symbols of names and nicknames (of the word in Latin letters,
in some variants also of the word as written), and legal forms become rigour's organisation types.
Measures as in `quality.py`, on half B unless told otherwise. Needs `pip install rigour`, which
compiles pyicu: first `apt-get install libicu-dev pkg-config g++`.
"""

import argparse
import bz2
import csv
import html
import json
import re
import subprocess
import sys
import tempfile
import time
import venv
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence, Set
from contextlib import ExitStack
from enum import Enum
from functools import cache
from importlib import import_module
from importlib.metadata import PackageNotFoundError, distribution
from itertools import chain
from pathlib import Path
from typing import Any, NamedTuple
from unittest.mock import patch

from quality import FEWEST, FLOOR, best_scores, entities, half_of, load, report
from sanctionscreen import Entity, Policy, Watchlist, WeakAliases
from sanctionscreen.matching import score, units
from sanctionscreen.territories import code_of
from sanctionscreen.text import words
from sanctionscreen.text.analysis import analyse
from sanctionscreen.text.normalize import normal_form
from sanctionscreen.text.romanize import letters_for_digits, romanize

SYSTEM_PACKAGES = "libicu-dev pkg-config g++"
#: Classes are named that move by more.
MOVED = 0.02
#: No legal form has more words.
LONGEST_FORM = 8
#: What our table of legal forms holds besides legal forms: what a ship is.
SHIP = "mv"


class Use(Enum):
    """How rigour meets a table of ours."""

    NOT = "ours"
    INSTEAD = "rigour"
    BESIDES = "ours and rigour"


class Variant(NamedTuple):
    """A matcher with rigour in it; `as_written` also reads words in their own script."""

    names: Use = Use.NOT
    forms: Use = Use.NOT
    as_written: bool = False


VARIANTS = {
    "ours": Variant(),
    "names-instead": Variant(names=Use.INSTEAD),
    "names-besides": Variant(names=Use.BESIDES),
    "names-written": Variant(names=Use.BESIDES, as_written=True),
    "forms-instead": Variant(forms=Use.INSTEAD),
    "forms-besides": Variant(forms=Use.BESIDES),
    "both-instead": Variant(names=Use.INSTEAD, forms=Use.INSTEAD),
    "both-besides": Variant(names=Use.BESIDES, forms=Use.BESIDES),
}


def rigour(module: str) -> Any:
    """A module of rigour, which this project does not depend on."""
    try:
        return import_module(f"rigour.{module}")
    except ImportError as error:
        raise SystemExit(
            f"rigour is not usable here ({error}): apt-get install {SYSTEM_PACKAGES}, "
            "then pip install rigour"
        ) from error


@cache
def name_symbols(word: str) -> frozenset[str]:
    """The symbols of names and nicknames that rigour gives a word alone."""
    names = rigour("names")
    if len(word) == 1 or not word.isalpha():
        return frozenset()
    kinds = {names.Symbol.Category.NAME, names.Symbol.Category.NICK}
    found = names.analyze_names(
        names.NameTypeTag.PER, [word], phonetics=False, numerics=False, rewrite=False
    )
    symbols = (span.symbol for name in found for span in name.spans)
    return frozenset(f"{s.category.value}:{s.id}" for s in symbols if s.category in kinds)


@cache
def organisation_type(text: str) -> str | None:
    """What rigour compares an organisation type as; null where the text is none, or more."""
    names, text_flags = rigour("names"), rigour("text.normalize")
    flags = text_flags.Normalize
    found = names.extract_org_types(
        text,
        normalize_flags=flags.CASEFOLD | flags.NFKD | flags.SQUASH_SPACES,
        cleanup=text_flags.Cleanup.Strong,
    )
    return str(found[0][1]) if [match for match, _ in found] == [text] else None


class Vocabulary(NamedTuple):
    """The Latin words of all names, and for each the words it was romanised from."""

    words: frozenset[str]
    written: Mapping[str, Set[str]]

    @classmethod
    def of(cls, texts: Sequence[str]) -> "Vocabulary":
        """All words of those names."""
        written: dict[str, set[str]] = defaultdict(set)
        for word in {word for text in texts for word in normal_form(text).split()}:
            latin = romanize(word)
            if len(latin) == 1 and not word.isascii():
                written[words.in_full(letters_for_digits(latin[0]))].add(word)
        return cls(frozenset(chain.from_iterable(analyse(text).words for text in texts)), written)


def given_names_by(variant: Variant, vocabulary: Vocabulary) -> Callable[[str], frozenset[str]]:
    """What stands for `given_names` in matching."""
    ours = words.given_names

    @cache
    def given_names(word: str) -> frozenset[str]:
        found = name_symbols(word)
        if variant.as_written:
            found = found.union(*map(name_symbols, vocabulary.written.get(word, ())))
        return found | ours(word) if variant.names is Use.BESIDES else found

    return given_names


def legal_form_by(variant: Variant) -> Callable[[words.Words], str | None]:
    """What stands for `legal_form`: rigour's type under our name for it, where we have one."""
    ours = words.legal_form

    def legal_form(run: words.Words) -> str | None:
        known = ours(run)
        if known is not None and (variant.forms is Use.BESIDES or known == SHIP):
            return known
        found = organisation_type(" ".join(run))
        return None if found is None else ours(tuple(found.split())) or found

    return legal_form


def replaced(variant: Variant, vocabulary: Vocabulary) -> ExitStack:
    """The variant's functions in the places where matching looks them up, until it is closed."""
    stack = ExitStack()
    if variant.names is not Use.NOT:
        given_names = given_names_by(variant, vocabulary)
        for module in (units, score):
            stack.enter_context(patch.object(module, "given_names", given_names))
    if variant.forms is not Use.NOT:
        any_word = dict.fromkeys(vocabulary.words, LONGEST_FORM)
        stack.enter_context(patch.object(words, "legal_form", legal_form_by(variant)))
        stack.enter_context(patch.object(words, "form_lengths", lambda *, ending: any_word))  # noqa: ARG005
    return stack


def clear_caches() -> None:
    """Forgets what the project remembers of words and names."""
    modules = [module for name, module in sys.modules.items() if name.startswith("sanctionscreen.")]
    for value in chain.from_iterable(list(vars(module).values()) for module in modules):
        clear = getattr(value, "cache_clear", None)
        if callable(clear):
            clear()


class Task(NamedTuple):
    """What every variant has to do."""

    listed: Sequence[Entity]
    sets: Mapping[str, Sequence[Mapping[str, Any]]]
    vocabulary: Vocabulary


def task(options: argparse.Namespace) -> Task:
    """The list and the queries of the half asked for."""
    rows, variants = load(options.list), load(options.set)
    sets = {
        kind: [query for query in variants[kind] if half_of(query) == options.half]
        for kind in ("pos", "neg", "near")
    }
    texts = [name for row in rows for name in (*row["names"], *row["alias"])]
    texts += [query["query"] for queries in sets.values() for query in queries]
    return Task(list(entities(rows)), sets, Vocabulary.of(texts))


def measure(variant: Variant, job: Task) -> dict[str, Any]:
    """The measures of one variant, with the seconds to index and screen."""
    policy = Policy.default()
    lowest = policy.with_threshold(FLOOR).with_weak_aliases(WeakAliases.FULL)
    queries = [query for kind in job.sets.values() for query in kind]
    name_symbols("warm")  # the start-up is measured by itself
    organisation_type("warm")
    clear_caches()
    with replaced(variant, job.vocabulary):
        wall, cpu = time.perf_counter(), time.process_time()
        found = best_scores(queries, Watchlist.from_entities(job.listed), lowest)
        wall, cpu = time.perf_counter() - wall, time.process_time() - cpu
    clear_caches()
    result = report(job.sets, found, policy.threshold.hit)
    return result | {"seconds": round(wall, 1), "cpu_seconds": round(cpu, 1)}


def row(name: str, result: Mapping[str, Any]) -> str:
    """One variant as a row of a Markdown table."""
    default = result["default"]
    figures = (
        *(result[key] for key in ("recall_at_1pct", "recall_at_01pct")),
        *(result[key] for key in ("mean_class_recall_at_1pct", "near_at_1pct")),
        *(default[key] for key in ("recall", "clean_rate", "near_rate")),
    )
    shown = " | ".join(f"{figure:.4f}" for figure in figures)
    return f"| {name} | {shown} | {result['cpu_seconds']} | {result['seconds']} |"


HEADING = """\
| variant | recall @1 % | recall @0.1 % | mean of classes @1 % | near-miss @1 % | default: recall \
| clean | near-miss | CPU s | s |
|---|---|---|---|---|---|---|---|---|---|"""


def moved(result: Mapping[str, Any], base: Mapping[str, Any]) -> str:
    """The classes of some size whose recall differs from the base's, with both."""
    changes = (
        (name, base["per_class"][name]["recall"], now["recall"], now["n"])
        for name, now in result["per_class"].items()
        if now["n"] >= FEWEST
    )
    shown = [
        f"{name} {before:.3f} → {after:.3f} (n {n})"
        for name, before, after, n in changes
        if abs(after - before) > MOVED
    ]
    return "; ".join(shown) or "none"


COLD_START = """
import json, resource, time
def step(name, action):
    wall, cpu = time.perf_counter(), time.process_time()
    action()
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    took = [round(time.perf_counter() - wall, 3), round(time.process_time() - cpu, 3), memory]
    steps[name] = took
def load():
    global names, territories
    import rigour.names as names, rigour.territories as territories
steps = {}
step("import", load)
step("first territory", lambda: territories.lookup_territory("Burma"))
step("first organisation type", lambda: names.extract_org_types("a ltd"))
step("first name symbol", lambda: names.analyze_names(names.NameTypeTag.PER, ["misha"]))
print(json.dumps(steps))
"""


def cold_start(times: int) -> dict[str, list[float]]:
    """Least wall seconds, CPU seconds and peak MB of each first use in a new process."""
    runs = [
        json.loads(subprocess.check_output([sys.executable, "-c", COLD_START]))
        for _ in range(times)
    ]
    return {
        step: [min(values) for values in zip(*(run[step] for run in runs), strict=True)]
        for step in runs[0]
    }


def needed_by(package: str) -> set[str]:
    """The installed distributions that a package brings, itself included."""
    found: set[str] = set()
    waiting = [package]
    while waiting:
        name = re.sub(r"[-_.]+", "-", waiting.pop()).lower()
        try:
            wanted = distribution(name).requires or []
        except PackageNotFoundError:
            continue
        if name not in found:
            found.add(name)
            plain = (line for line in wanted if "extra ==" not in line)
            waiting += [re.split(r"[^\w.-]", line, maxsplit=1)[0] for line in plain]
    return found


def megabytes(package: str) -> float:
    """What the files of an installed distribution take."""
    paths = [Path(str(file.locate())) for file in distribution(package).files or []]
    return sum(path.stat().st_size for path in paths if path.is_file()) / 1e6


def install_seconds() -> float:
    """How long pip takes to fetch, compile and install rigour in a new environment."""
    with tempfile.TemporaryDirectory() as folder:
        venv.create(folder, with_pip=True)
        command = [f"{folder}/bin/python", "-m", "pip", "install", "--no-cache-dir", "rigour"]
        started = time.perf_counter()
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
        return time.perf_counter() - started


def costs(*, install: bool) -> dict[str, Any]:
    """What rigour costs before it answers anything."""
    extra = sorted(needed_by("rigour") - needed_by("sanctionscreen"))
    sizes = {package: round(megabytes(package), 1) for package in extra}
    return {
        "system packages": SYSTEM_PACKAGES,
        "packages more than ours (MB)": sizes,
        "MB": round(sum(sizes.values()), 1),
        "install seconds": round(install_seconds(), 1) if install else None,
        "cold start (s, CPU s, peak MB)": cold_start(3),
    }


def rigour_code(text: str) -> str | None:
    """The alpha-2 code of the territory that rigour looks up; that of its state if it has none."""
    territory = rigour("territories").lookup_territory(text)
    while territory is not None and len(territory.code) > 2:
        territory = territory.parent
    return None if territory is None else str(territory.code).upper()


def ofac_official(data: Path) -> dict[str, str]:
    """OFAC's own country texts with OFAC's own code."""
    newest = max((data / "ofac").glob("sdn_advanced_*.xml.bz2"))
    text = bz2.decompress(newest.read_bytes()).decode()
    countries = re.findall(r'<Country ID="\d+" ISO2="([A-Z]{2})">([^<]+)<', text)
    areas = re.findall(r'<AreaCode [^>]*Description="([^"]+)"[^>]*>([A-Z]{2})<', text)
    return {name: code for code, name in countries} | dict(areas)


def country_cells(data: Path) -> dict[str, Counter[str]]:
    """The country cells of three list makers, with how often each stands on their lists."""
    return {
        "OFAC": Counter(chain(ofac_official(data), ofac_cells(data))),
        "UN": Counter(xml_cells(data / "un/un_consolidated_2026-02-27.xml")),
        "EU": Counter(eu_cells(data)),
    }


def ofac_cells(data: Path) -> Iterator[str]:
    """Addresses, flags and nationalities of the legacy and the Non-SDN files."""
    for path in (data / "ofac").glob("legacy_*/*add.csv"):
        yield from (line[4].strip() for line in csv_lines(path) if line[4] != "-0- ")
    for line in csv_lines(data / "ofac/legacy_2021-07-07/sdn.csv"):
        ties = re.findall(r"(?:[Nn]ationality|[Cc]itizen) ([A-Z][^;.(]+)", line[11])
        flag = [line[9]] if line[9] != "-0- " else []
        yield from (tie.strip() for tie in (*flag, *ties))
    yield from xml_cells(data / "ofac/non_sdn/consolidated.xml")


def csv_lines(path: Path) -> Iterator[list[str]]:
    """The rows of one of OFAC's legacy files, without its end mark."""
    with path.open(encoding="latin-1", newline="") as file:
        yield from (line for line in csv.reader(file) if len(line) > 4)


def xml_cells(path: Path) -> Iterator[str]:
    """The texts of all elements that are called for a country or a nationality."""
    tag = r"(?i)<\w*(?:country|nationality|flag)\w*>\s*(?:<value>)?([^<]*[^<\s])\s*<"
    yield from map(html.unescape, re.findall(tag, path.read_text("utf-8")))


def eu_cells(data: Path) -> Iterator[str]:
    """The country columns of the EU's listings."""
    for path in (data / "eu/per_regulation").glob("*.csv"):
        with path.open(encoding="utf-8-sig", newline="") as file:
            for line in csv.DictReader(file):
                found = (line[key] for key in ("country", "nationality", "jurisdiction", "flag"))
                yield from (cell.strip() for cell in found if cell and cell.strip())


def compare_territories(data: Path) -> dict[str, dict[str, Any]]:
    """For each list the texts on which our codes and rigour's differ or are missing."""
    official = ofac_official(data)
    result: dict[str, dict[str, Any]] = {}
    for name, texts in country_cells(data).items():
        verdicts: dict[str, dict[str, str]] = defaultdict(dict)
        for text, times in sorted(texts.items()):
            ours, theirs = code_of(text), rigour_code(text)
            shown = f"{ours or '-'} / {theirs or '-'}, {times} x"
            verdicts[verdict(ours, theirs)][text] = shown
            right = official.get(text) if name == "OFAC" else None
            if right is not None and right != ours:
                verdicts["OFAC's own code, not ours"][text] = f"{right}; {shown}"
            if right is not None and right != theirs:
                verdicts["OFAC's own code, not rigour's"][text] = f"{right}; {shown}"
        result[name] = {"texts": len(texts), "cells": texts.total(), **verdicts}
    return result


def verdict(ours: str | None, theirs: str | None) -> str:
    """How two codes for one text agree."""
    if ours == theirs:
        return "same" if ours else "neither"
    if ours and theirs:
        return "differ"
    return "ours only" if ours else "rigour only"


def show_territories(result: Mapping[str, Mapping[str, Any]]) -> None:
    """Counts of every verdict, and the texts behind those that are not `same`."""
    for name, verdicts in result.items():
        print(f"\n## territories, {name}: {verdicts['texts']} texts, {verdicts['cells']} cells")
        for title, texts in verdicts.items():
            if isinstance(texts, dict):
                cells = sum(int(shown.split()[-2]) for shown in texts.values())
                print(f"{title}: {len(texts)} texts, {cells} cells")
                for text, shown in texts.items() if title != "same" else ():
                    print(f"    {text!r}: {shown}")


def parsed() -> argparse.Namespace:
    """The command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--list", type=Path, required=True)
    parser.add_argument("--set", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--data", type=Path, help="compare territories on the lists in this folder")
    parser.add_argument("--half", choices=["A", "B"], default="B")
    parser.add_argument("--only", nargs="+", choices=VARIANTS, default=list(VARIANTS))
    parser.add_argument("--install", action="store_true", help="time the installation as well")
    return parser.parse_args()


def main() -> None:
    """Measures the costs, the territories and every variant; writes after each."""
    options = parsed()
    rigour("names")
    result: dict[str, Any] = {"costs": costs(install=options.install), "variants": {}}
    print(json.dumps(result["costs"], indent=1))
    if options.data is not None:
        result["territories"] = compare_territories(options.data)
        show_territories(result["territories"])
    job = task(options)
    base: dict[str, Any] | None = None
    print(f"\n{HEADING}", flush=True)
    for name in options.only:
        found = measure(VARIANTS[name], job)
        base = base or found
        result["variants"][name] = found | {"moved": moved(found, base)}
        options.out.write_text(json.dumps(result, indent=1, ensure_ascii=False), encoding="utf-8")
        print(row(name, found), flush=True)
    print(f"\nClasses whose recall at 1 % moves by more than {MOVED:.0%} from {options.only[0]}:")
    for name, found in result["variants"].items():
        print(f"{name}: {found['moved']}")


if __name__ == "__main__":
    main()

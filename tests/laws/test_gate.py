"""Index = gate: the index finds exactly the pairs that the gate, said of one pair, accepts."""

import json
import lzma
from collections.abc import Sequence
from itertools import islice, product
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from sanctionscreen.matching.index import NameIndex
from sanctionscreen.matching.policy import Gate, Policy
from sanctionscreen.matching.units import passes_gate
from sanctionscreen.text.analysis import analyse

_LIST = Path(__file__).resolve().parents[3] / "shared/data/ofac/oracle_sdn_2025-11-19.jsonl.xz"
_LISTED = 3000

#: Syllables that make words alike, apart or joined, with forms, initials, numbers and nicknames.
_SYLLABLES = ("jin", "bei", "chen", "chan", "zhi", "mo", "hamed", "hammad", "al", "ra")
_WORDS = (
    "misha",
    "mikhail",
    "bill",
    "trading",
    "group",
    "ltd",
    "co",
    "llc",
    "j",
    "7",
    "陈志",
    "志",
)
words = st.one_of(
    st.sampled_from(_SYLLABLES + _WORDS),
    st.lists(st.sampled_from(_SYLLABLES), min_size=1, max_size=3).map("".join),
    st.lists(st.sampled_from(_SYLLABLES), min_size=10, max_size=12).map("".join),
)
names = st.lists(words, max_size=5).map(" ".join)


def both(
    queries: Sequence[str], listed: Sequence[str], coverage: float
) -> tuple[set[tuple[str, str]], ...]:
    """The pairs that the index finds, and those that the gate accepts."""
    policy = Policy.default().model_copy(update={"gate": Gate(coverage=coverage)})
    mine, theirs = [analyse(name) for name in queries], [analyse(name) for name in listed]
    found = list(NameIndex(theirs, policy).candidates(mine))
    assert found == sorted(set(found))
    accepted = {
        (query, name)
        for query, one in zip(queries, mine, strict=True)
        for name, other in zip(listed, theirs, strict=True)
        if passes_gate(one, other, policy)
    }
    return {(queries[query], listed[name]) for query, name in found}, accepted


@pytest.mark.parametrize("coverage", [0.4, 0.5, 0.7])
@given(st.lists(names, max_size=6), st.lists(names, max_size=6))
@example(["jinbex", "jin bex"], ["jinbei", "jin bei", "jinbei palace"])
@example(["a" * 31 + " x"], ["a" * 32 + " y"])
def test_law_the_index_is_the_gate(coverage: float, queries: list[str], listed: list[str]) -> None:
    found, accepted = both(queries, listed, coverage)
    assert found - accepted == set(), "extra"
    assert accepted - found == set(), "missing"


@given(names, names)
def test_law_the_gate_is_the_same_both_ways(one: str, other: str) -> None:
    mine, theirs, policy = analyse(one), analyse(other), Policy.default()
    assert passes_gate(mine, theirs, policy) == passes_gate(theirs, mine, policy)


@given(names)
def test_law_a_name_passes_its_own_gate(name: str) -> None:
    found = analyse(name)
    assert passes_gate(found, found, Policy.default()) is bool(found.words)


def _real_names() -> list[str]:
    """The names of the real list, evenly chosen."""
    if not _LIST.exists():
        pytest.skip(f"the real list is not here: {_LIST}")
    with lzma.open(_LIST, "rt", encoding="utf-8") as lines:
        names = [
            " ".join(text for _, text, _ in name["parts"])
            for party in map(json.loads, lines)
            for name in party["names"]
        ]
    return names[:: len(names) // _LISTED][:_LISTED]


def _variants(name: str, number: int) -> str:
    """The name with one thing changed; what is changed goes round by number."""
    middle = len(name) // 2
    words = name.split()
    return (
        name[:middle] + name[middle + 1 :],
        name[:middle] + name[middle : middle + 2][::-1] + name[middle + 2 :],
        name[:middle] + "x" + name[middle + 1 :],
        name[:1] + name[2:-3] + name[-2:],
        "".join(words),
        "".join(reversed(words)),
        " ".join(reversed(words)),
        " ".join((words[0][:1], *words[1:])),
        " ".join(words[:-1]) or name,
        name.replace("e", "i").replace("o", "u"),
    )[number % 10]


_GIVEN = ("Anna", "Jonas", "Mei", "Tomoko", "Rashid", "Olena", "Pablo", "Sokha")
_SURNAMES = ("Probe", "Musterfrau", "Beispiel", "Invented", "Fiktiv", "Nobody", "Trading Ltd", "Li")


@pytest.mark.real
def test_real_list_the_index_is_the_gate() -> None:
    listed = _real_names()
    variants = [_variants(name, number) for number, name in enumerate(listed[:: _LISTED // 300])]
    clean = [" ".join(name) for name in islice(product(_GIVEN, _SURNAMES), 0, None, 2)]
    queries = list(dict.fromkeys(variants + clean))
    assert len(queries) >= 300
    assert len(listed) == _LISTED
    found, accepted = both(queries, listed, Policy.default().gate.coverage)
    assert sorted(found - accepted) == [], "extra"
    assert sorted(accepted - found) == [], "missing"
    assert len(accepted) > len(variants)

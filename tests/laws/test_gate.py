"""Index = gate: the index finds exactly the pairs that a look at every pair finds.

`NameIndex.search(exhaustive=True)` measures every query against every listed name; without it only
what the bounds of the index let through. Both must give the same bits: 0 missing and 0 extra.
"""

import json
import lzma
from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from sanctionscreen.matching import compiled, gate_kernel, meeting
from sanctionscreen.matching.index import NameIndex
from sanctionscreen.matching.model import NameModel
from sanctionscreen.matching.name_columns import columns_of
from sanctionscreen.matching.policy import Gate, Policy
from sanctionscreen.matching.search import Found

pytestmark = pytest.mark.usefixtures("few_buckets")
MODEL = NameModel.default()
_LIST = Path(__file__).resolve().parents[3] / "shared/data/ofac/oracle_sdn_2025-11-19.jsonl.xz"
_QUERIES = 4000
_CHOSEN = 4400  # some variants of different names are the same


def _gate(coverage: float, query: float, listed: float) -> Gate:
    return Gate(coverage=coverage, query=query, listed=listed, other_script=0.2, letter=0.3)


GATES = [
    pytest.param(Policy.default().gate, id="the policy's"),
    pytest.param(_gate(0.2, 0.1, 0.1), id="wide"),
    pytest.param(_gate(0.0, 0.0, 0.0), id="asks nothing"),
    pytest.param(_gate(0.8, 0.8, 0.5), id="narrow"),
    pytest.param(_gate(0.5, 0.3, 0.9), id="asks more of the listed name"),
]

#: Syllables that make words alike, apart or joined, with forms, initials, numbers and nicknames.
_SYLLABLES = ("jin", "bei", "chen", "chan", "zhi", "mo", "hamed", "hammad", "al", "ra")
_WORDS = (
    "misha", "mikhail", "bill", "trading", "group", "ltd", "co", "llc", "j", "m", "7", "陈志", "志",
    "محمد", "حسين", "مح", "5we", "swe", "rnan", "man", "dr", "bin",
)  # fmt: skip
words = st.one_of(
    st.sampled_from(_SYLLABLES + _WORDS),
    st.lists(st.sampled_from(_SYLLABLES), min_size=1, max_size=3).map("".join),
    st.lists(st.sampled_from(_SYLLABLES), min_size=10, max_size=12).map("".join),
)
names = st.lists(words, max_size=5).map(" ".join)


def both(
    queries: Sequence[str], listed: Sequence[str], persons_from: int, gate: Gate
) -> tuple[Found, Found]:
    """What the index finds, and what a look at every pair finds."""
    policy = Policy.default().model_copy(update={"gate": gate})
    index = NameIndex.build(listed, persons_from, policy)
    ready = index.ready(columns_of(queries))
    found = index.found(ready, MODEL, features=True)
    return found, index.found(ready, MODEL, features=True, exhaustive=True)


@pytest.fixture(scope="module", params=[0, 64], ids=["all crowded", "none crowded"])
def crowd(request: pytest.FixtureRequest) -> Iterator[int]:
    """Units of more names than this are crowded: that changes nothing but the way."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(meeting, "_CROWD", request.param)
        yield request.param


@pytest.fixture(scope="class", params=[gate_kernel._PLACE, 7], ids=["a place each", "few places"])
def places(request: pytest.FixtureRequest) -> Iterator[int]:
    """Words that share a place tell more together, never less: nothing is missed."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(gate_kernel, "_PLACE", request.param)
        patch.setattr(compiled, "_pays", lambda _: False)  # compiled kernels keep the number
        yield request.param


def pairs(found: Found) -> set[tuple[int, int]]:
    return set(zip(found.query.tolist(), found.name.tolist(), strict=True))


def assert_same(found: Found, every: Found) -> None:
    assert pairs(found) - pairs(every) == set(), "extra"
    assert pairs(every) - pairs(found) == set(), "missing"
    for column in Found._fields:
        assert np.array_equal(getattr(found, column), getattr(every, column)), column


@pytest.mark.usefixtures("crowd", "places")
@pytest.mark.parametrize("gate", GATES)
@given(st.lists(names, max_size=6), st.lists(names, max_size=6), st.data())
@example(["jinbex", "jin bex"], ["jinbei", "jin bei", "jinbei palace"], None)
@example(["a" * 31 + " x"], ["a" * 32 + " y"], None)
@example(["chen mohammad"], ["bei mohammed h a f"], None)
@example(["chen chen chen"], ["chen", "chen chen zhi", "chenchen"], None)
def test_law_the_index_is_the_gate(
    gate: Gate, queries: list[str], listed: list[str], data: st.DataObject | None
) -> None:
    persons_from = 0 if data is None else data.draw(st.integers(0, len(listed)))
    found, every = both(queries, listed, persons_from, gate)
    assert_same(found, every)


@given(names, names, st.booleans())
def test_law_a_gate_that_asks_the_same_of_both_sides_is_the_same_both_ways(
    one: str, other: str, person: bool
) -> None:
    policy, first, gate = Policy.default(), 0 if person else 1, _gate(0.5, 0.4, 0.4)
    there = NameIndex.build([other], first, policy).search(columns_of([one]), MODEL, gate=gate)
    back = NameIndex.build([one], first, policy).search(columns_of([other]), MODEL, gate=gate)
    assert len(there.query) == len(back.query)


@given(names, st.booleans())
def test_law_a_name_passes_its_own_gate(name: str, person: bool) -> None:
    queries = columns_of([name])
    index = NameIndex.build([name], 0 if person else 1, Policy.default())
    assert len(index.search(queries, MODEL).query) == bool(len(queries.word))


def _real_names() -> tuple[list[str], int]:
    """Every distinct name of the real list, those of persons last, and where those begin."""
    if not _LIST.exists():
        pytest.skip(f"the real list is not here: {_LIST}")
    kinds: tuple[dict[str, None], dict[str, None]] = ({}, {})
    with lzma.open(_LIST, "rt", encoding="utf-8") as lines:
        for party in map(json.loads, lines):
            for name in party["names"]:
                types = {part for part, _, _ in name["parts"]}
                person = any(part in {"Last Name", "First Name"} for part in types)
                kinds[person][" ".join(text for _, text, _ in name["parts"])] = None
    return [*kinds[False], *kinds[True]], len(kinds[False])


def _variant(name: str, number: int) -> str:
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


@pytest.mark.real
def test_real_list_the_index_is_the_gate() -> None:
    listed, persons_from = _real_names()
    assert len(listed) > 30_000
    assert 0 < persons_from < len(listed)
    chosen = listed[:: len(listed) // _CHOSEN]
    queries = list(dict.fromkeys(_variant(name, number) for number, name in enumerate(chosen)))
    assert len(queries) >= _QUERIES
    assert compiled.kernels(compiled._COMPILING) is compiled._loaded[0]
    found, every = both(queries, listed, persons_from, Policy.default().gate)
    assert_same(found, every)
    assert len(found.query) > len(queries)

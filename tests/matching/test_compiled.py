"""Compiled kernels and plain ones give the same bits, in every column."""

from collections.abc import Callable, Iterator, Sequence

import pytest

from sanctionscreen.matching import compiled, gate_kernel
from sanctionscreen.matching.compiled import Kernels, kernels
from sanctionscreen.matching.cutter import Cutter
from sanctionscreen.matching.index import NameIndex
from sanctionscreen.matching.likeness import likeness
from sanctionscreen.matching.model import NameModel
from sanctionscreen.matching.name_columns import columns_of
from sanctionscreen.matching.policy import Policy
from sanctionscreen.matching.search import Found

POLICY, MODEL = Policy.default(), NameModel.default()
_GIVEN = ("Ottoline", "Misha", "Muhammad", "Abd al-Rahman", "J.", "陈", "محمد", "Qais", "Jin Bei")
_FAMILY = (
    "Quillfeather",
    "Petrow",
    "Hussein",
    "bin Ali",
    "Verdigris Trading LLC",
    "志",
    "5we",
    "2",
)
NAMES = tuple(f"{one} {other}" for one in _GIVEN for other in _FAMILY)
#: Near to those, each in one of several ways.
QUERIES = tuple(
    (
        name.replace("tt", "t"),
        " ".join(reversed(name.split())),
        name.replace(" ", ""),
        name.replace("Misha", "Mikhail").replace("Qais", "Gais"),
        f"{name} Lantern",
        name.split()[0],
        f"{name[0]}. {name.split()[-1]}",
    )[number % 7]
    for number, name in enumerate(NAMES * 3)
)


@pytest.fixture
def none_loaded(monkeypatch: pytest.MonkeyPatch) -> list[Kernels]:
    """The state of a process that has not compiled yet, with compiled kernels kept on disk."""
    loaded: list[Kernels] = []
    monkeypatch.setattr(compiled, "_loaded", loaded)
    monkeypatch.setattr(compiled, "_asked", [0])
    monkeypatch.setattr(compiled, "_is_kept", lambda: True)
    return loaded


@pytest.fixture(scope="module")
def both() -> Sequence[Kernels]:
    return compiled._plain(), compiled._compiled()


def with_each(both: Sequence[Kernels]) -> Iterator[None]:
    """Once with plain kernels in use, then with compiled ones."""
    for chosen in both:
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(compiled, "_loaded", [chosen])
            yield


@pytest.mark.parametrize("exhaustive", [False, True])
def test_a_search_gives_the_same_bits(both: Sequence[Kernels], exhaustive: bool) -> None:
    results: list[Found] = []
    for _ in with_each(both):
        index = NameIndex.build(NAMES, len(NAMES) // 2, POLICY)
        found = index.search(columns_of(QUERIES), MODEL, features=True, exhaustive=exhaustive)
        results.append(found)
    plain, fast = results
    assert len(QUERIES) >= 200
    assert len(plain.query) > 200
    assert set(plain.met_kind.tolist()) == set(range(7)), "every kind of meeting is tested"
    for column in Found._fields:
        one, other = getattr(plain, column), getattr(fast, column)
        assert one.dtype == other.dtype, column
        assert one.tobytes() == other.tobytes(), column


def test_likeness_gives_the_same_bits(both: Sequence[Kernels]) -> None:
    words = sorted({word for name in (*NAMES, *QUERIES) for word in columns_of([name]).words})
    left = [one for one in words for _ in words]
    right = [other for _ in words for other in words]
    plain, fast = (likeness(left, right, POLICY.word) for _ in with_each(both))
    assert len(left) > 1000
    assert plain.similarity.tobytes() == fast.similarity.tobytes()
    assert plain.kind.tobytes() == fast.kind.tobytes()


def test_names_are_cut_into_the_same_texts(both: Sequence[Kernels]) -> None:
    cuts = []
    for _ in with_each(both):
        cutter = Cutter()
        cuts.append([cutter.cut(some) for some in (NAMES, QUERIES, NAMES)])
    for plain, fast in zip(*cuts, strict=True):
        assert plain.new == fast.new
        assert plain.at.tolist() == fast.at.tolist()
        assert plain.text.tolist() == fast.text.tolist()


def test_little_work_needs_no_compiling(none_loaded: list[Kernels]) -> None:
    assert kernels(compiled._LOADING - 1) is compiled._plain()
    assert none_loaded == []


def test_much_work_is_compiled_and_so_is_all_that_follows(none_loaded: list[Kernels]) -> None:
    fast = kernels(compiled._LOADING)
    assert fast is not compiled._plain()
    assert none_loaded == [fast]
    assert kernels(1) is fast


def test_little_work_adds_up(none_loaded: list[Kernels]) -> None:
    asked = [kernels(1000) for _ in range(compiled._LOADING // 1000)]
    assert asked[-2] is compiled._plain()
    assert none_loaded == [asked[-1]]


def test_compiling_for_the_first_time_takes_more_work(
    none_loaded: list[Kernels], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(compiled, "_is_kept", lambda: False)
    assert kernels(compiled._LOADING) is compiled._plain()
    assert kernels(compiled._COMPILING) in none_loaded
    assert kernels(1) is compiled._plain(), "another kernel may not be compiled yet"
    assert kernels(compiled._COMPILING - 1) in none_loaded, "now that pays for all"
    assert kernels(1) in none_loaded


def test_where_nothing_may_be_written_it_is_compiled_anew(monkeypatch: pytest.MonkeyPatch) -> None:
    tried: list[bool] = []

    def njit(*, cache: bool = False, **_: object) -> Callable[[object], object]:
        tried.append(cache)
        if cache:
            raise RuntimeError("cannot cache function: no locator available")
        return lambda function: function

    monkeypatch.setattr("numba.njit", njit)
    assert compiled._kept(gate_kernel.search) is gate_kernel.search
    assert tried == [True, False]

"""The kernels, as Python for little work and compiled for much: the same bits either way.

numba is imported when it first pays: when plain Python has done as much work as loading costs, in
one call or in many. One name needs no numba, a service that answers many soon has it. What numba
compiles is kept on disk beside the package, or in numba's own cache directory where that cannot be
written, or nowhere where neither can.
"""

from collections.abc import Callable, Iterable
from functools import cache
from inspect import getmembers, isfunction
from pathlib import Path
from threading import Lock
from types import ModuleType
from typing import Any, Final, NamedTuple

import numpy as np

from sanctionscreen.matching import (
    cut_kernel,
    gate_kernel,
    join_kernel,
    key_kernel,
    lead_kernel,
    score_kernel,
    word_kernel,
)

#: Loading what was compiled takes plain Python about as long as so many rows of work (pairs of
#: words to compare); compiling it, once after the library was installed, as so many.
_LOADING: Final = 8_000
_COMPILING: Final = 300_000


#: The modules of the kernels.
_MODULES: Final = (
    cut_kernel, join_kernel, key_kernel, word_kernel, lead_kernel, gate_kernel, score_kernel,
)  # fmt: skip


class Kernels(NamedTuple):
    """The functions of the kernels that are called from outside."""

    cut: Callable[..., Any]
    place: Callable[..., Any]
    join: Callable[..., Any]
    keys: Callable[..., Any]
    meet: Callable[..., Any]
    compare: Callable[..., Any]
    arrange: Callable[..., Any]
    search: Callable[..., Any]
    judge: Callable[..., Any]


_loaded: list[Kernels] = []
#: Rows of work that were left to plain Python.
_asked: Final = [0]
#: Parts of a search run side by side.
_loading: Final = Lock()


def kernels(work: int) -> Kernels:
    """The kernels for so many rows of work: compiled where that pays, by then or from then on."""
    with _loading:
        if not _pays(work):
            return _plain()
        if not _loaded:
            _loaded.append(_compiled())
    return _loaded[0]


def _pays(work: int) -> bool:
    """Whether to use compiled kernels; what is left to plain Python is counted."""
    if (_loaded and _is_kept()) or work >= _enough():
        return True
    _asked[0] += work
    return _asked[0] >= _enough()


def _enough() -> int:
    """The work from which compiled kernels pay."""
    return _LOADING if _is_kept() else _COMPILING


@cache
def _is_kept() -> bool:
    """Whether this process found compiled kernels on disk; else the first use compiles each."""
    return any((Path(__file__).parent / "__pycache__").glob("gate_kernel.search-*.nbi"))


def _entries() -> Iterable[Callable[..., Any]]:
    return (
        cut_kernel.cut, cut_kernel.place, join_kernel.join, key_kernel.keys, key_kernel.meet,
        word_kernel.compare, lead_kernel.arrange, gate_kernel.search, score_kernel.judge,
    )  # fmt: skip


@cache
def _plain() -> Kernels:
    return Kernels(*map(_over_memory, _entries()))


def _over_memory(function: Callable[..., Any]) -> Callable[..., Any]:
    """The function on views of the arrays' memory: plain numbers, much faster in Python."""

    def call(*arguments: Any) -> Any:
        return function(*map(_memory, arguments))

    return call


def _memory(value: Any) -> Any:
    """An array as its memory, a tuple with its arrays as theirs, anything else as it is."""
    if isinstance(value, np.ndarray):
        return value.data
    return type(value)(*map(_memory, value)) if isinstance(value, tuple) else value


def _compiled() -> Kernels:
    from numba.extending import register_jitable  # noqa: PLC0415  # half a second to import

    entries = tuple(_entries())
    for module in _MODULES:
        for helper in _helpers(module, entries):
            # Put in place: handing over whole groups of arrays is slow.
            register_jitable(forceinline=True)(helper)
    return Kernels(*map(_kept, entries))


def _helpers(
    module: ModuleType, entries: Iterable[Callable[..., Any]]
) -> Iterable[Callable[..., Any]]:
    return (
        function
        for _, function in getmembers(module, isfunction)
        if function.__module__ == module.__name__ and function not in entries
    )


def _kept(entry: Callable[..., Any]) -> Callable[..., Any]:
    """A function to be compiled at its first call, and kept on disk if that is possible."""
    from numba import njit  # noqa: PLC0415

    # Without numba's own memory no references to arrays are counted: the kernels make no array.
    options: dict[str, Any] = {"nogil": True, "_nrt": False}
    compiled: Callable[..., Any]
    try:
        compiled = njit(cache=True, **options)(entry)
    except RuntimeError:  # no directory that numba may write
        compiled = njit(**options)(entry)
    return compiled
